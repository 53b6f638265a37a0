"""Which story belongs to which way of a ticket."""

from __future__ import annotations

from typing import Any

from sample import bench, cases, others, pairs, part_stories, pay_stories, requests, stories
from sample.desk import Case
from sample.plan import ADDED, OF_STORE, Plan


def is_remote(plan: Plan, of: str) -> bool:
    """Whether an upgrade is done from afar: most of those that are only of software."""
    return plan.way == "upgrade" and of == "software" and plan.number % 3 > 0


# One branch for each way a ticket may go.
def play(c: Case, plan: Plan, answer: str, before: Case | None, row: Any) -> None:  # noqa: C901, PLR0912
    way = plan.way
    place = c.machine.place
    match way:
        case "visit" | "misuse" | "contract" | "repeat" | "night_call" | "second_call":
            stories.visit(c)
        case "provisional":
            stories.provisional(c)
        case "no_fault" | "not_reproduced":
            stories.nothing_found(c, way)
        case "needs_parts" | "part_not_brought" | "postponed":
            stories.twice(c, way)
        case "refused" | "declined":
            stories.sent_away(c, way)
        case "taken_along":
            bench.taken_along(c)
        case "factory_visit" | "factory_walk" | "factory_replaced":
            bench.factory(c, walk=way != "factory_visit", replaced=way == "factory_replaced")
        case "by_phone":
            stories.by_phone(c, sure=c.dice.chance(0.9))
        case "walk_in" | "walk_in_paid":
            bench.walk_in(c)
        case "inquiry":
            others.inquiry(c, answer)
        case "maintenance":
            others.at_the_customer(
                c,
                judged="到期保养",
                remedy="按机型保养清单做一次保养",
                found=c.dice.pick(requests.UPKEEP_FOUND),
                done=c.dice.pick(requests.UPKEEP_DONE),
                minutes=85,
                labour="L06",
            )
        case "training":
            others.at_the_customer(
                c,
                judged="操作培训",
                remedy="安排半天现场培训",
                found=f"{place}机器正常，参训人员到齐",
                done="讲解并逐人实操，考核合格",
                minutes=95,
                labour="L08",
            )
        case "inspection":
            others.at_the_customer(
                c,
                judged="检测",
                remedy="现场检测并出具设备检测报告",
                found="外观、绝缘、接地、温控逐项检测，合格",
                done="检测完成，报告三日内寄出",
                minutes=75,
                labour="L07",
            )
        case "survey":
            others.at_the_customer(
                c,
                judged="现场勘查",
                remedy="到现场看水、电、排烟、承重和通道",
                minutes=60,
                found=c.dice.pick(
                    (
                        "电容量不足，需增容",
                        "条件具备，排烟需加一道弯头",
                        "通道宽 86 cm，可以进场",
                        "给水压力偏低，需增压",
                    )
                ),
                done="勘查记录和布置图已交客户",
            )
        case "upgrade" if is_remote(plan, c.ticket.of):
            others.upgrade_remote(c, answer)
        case "upgrade":
            others.at_the_customer(
                c,
                judged="升级",
                remedy=answer,
                found="原版本偏低，备份菜谱与参数",
                done=answer,
                minutes=60,
                labour="L05",
            )
        case "complaint":
            assert before is not None
            others.complaint(c, before, row)
        case "installation" | "exchange" | "suggestion" | "midnight":
            getattr(others, way)(c)
        case "other_of_two" if before is not None:
            pairs.other_of_two(before, c)
        case "ill" | "one_of_two":
            getattr(pairs, way)(c)
        case _ if plan.number >= OF_STORE:
            _of_store(c, way, before)
        case _ if way in ADDED:
            getattr(cases, way, stories.visit)(c)
        case _:
            getattr(stories, way)(c)


def _of_store(c: Case, way: str, before: Case | None) -> None:
    """Those that came with the store and the cash desk."""
    if before is not None:
        part_stories.second_of_day(before, c)
    else:
        (getattr(part_stories, way, None) or getattr(pay_stories, way))(c)
