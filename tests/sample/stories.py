"""The ways of a repair (domain §3): by telephone, at the customer's, on the bench, through the
factory, paid.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sample import requests
from sample.after import (
    collect,
    finish,
    promise,
    quote,
    quote_lines,
    second_time,
    total,
    waive,
)
from sample.desk import Case
from sample.steps import (
    back,
    contact,
    dispatch,
    hand_over,
    hold,
    on_site,
    part_of,
    ready,
    receive,
    reopen,
    repair_fields,
    reply,
    settle_loan,
    title,
)
from svc.rules.ticket.paid_work import customer_pays


def opening(c: Case) -> None:
    """From the call to the reply; what a customer at a distance, or a paid repair, needs
    besides.
    """
    receive(c)
    hand_over(c)
    reach(c)


def reach(c: Case) -> None:
    """The customer is called and answered."""
    contact(c)
    reply(c)
    if "hold" in c.extras:
        wish = c.dice.weighted({"customer": 4, "vehicle": 3, "people": 3})
        reason = {
            "customer": ("客户店庆三天后再修", "客户出差，回来再约", "客户要等设备科安排停机"),
            "vehicle": ("服务车送检，等车",),
            "people": ("持证工程师均在外，等人手",),
        }[wish]  # fmt: skip
        hold(c, wish, c.dice.pick(reason), c.dice.between(1, 4) if wish == "customer" else 1)
    if "promise" in c.extras:
        promise(
            c,
            c.dice.pick(
                (
                    "上门时带一套新滤棉送给客户",
                    "周内把保养说明发到微信",
                    "修好前借用备用机",
                    "三天内给出延保报价",
                )
            ),
            c.dice.between(2, 4),
        )


def quoted_first(c: Case) -> list[Any]:
    """What is to be charged, quoted and agreed to before anybody goes; nothing if it is free."""
    if not customer_pays(c.state) or c.state.account.agreed is not None:
        return []
    lines = quote_lines(c)
    c.wait(12)
    quote(c, lines, by=c.role("clerk") if not c.day_and_night else c.lead)
    return lines


def visit(c: Case) -> None:
    """上门: fixed at the first visit."""
    opening(c)
    lines = quoted_first(c)
    c.outcome = "fixed"
    dispatch(c)
    ready(c)
    if "misuse" in c.extras and not lines:
        lines = quote_lines(c)
    fixed_on_site(c, lines)
    finish(c)


UNAGREED = ({"emergency": "设备漏电，先断电抢修"}, {"not_agreed": "负责人不在店，先恢复开餐"})
"""Why paid work was done to which nobody had agreed."""


def fixed_on_site(c: Case, lines: list[Any], outcome: str = "fixed") -> None:
    c.outcome = outcome
    fields = repair_fields(c, outcome)
    if "misuse" in c.extras:
        fields["in_warranty"] = False
    asked_later = bool(lines) and c.state.account.quote is None and c.dice.chance(0.85)
    if asked_later:  # what could not wait is done at once, and the customer asked afterwards
        fields |= c.dice.pick(UNAGREED)
    leftover = (
        c.dice.pick(
            ("客户配电箱偏小，需公司出具整改建议", "同批次机器可能有同样隐患，请质检科确认")
        )
        if "leftover" in c.extras
        else ""
    )
    if outcome == "provisional":
        fields["done"] = c.dice.pick(
            (
                "临时短接备用回路恢复使用，待换新件",
                "清理后临时恢复，未能确认根因",
                "调低功率档临时使用，待复查",
            )
        )
        fields.pop("parts", None)
    on_site(
        c,
        outcome,
        **fields,
        advice=c.fault.advice,
        leftover=leftover,
        sure=outcome == "fixed" and not c.dice.chance(0.03),
        condition=c.dice.pick(requests.CONDITION) if outcome == "fixed" else "可临时使用，继续观察",
    )
    unsure = outcome == "provisional" or not c.visit.sure
    ended = c.visit.at
    if lines:
        if asked_later:
            c.pending.insert(0, partial(_ask_later, c, lines, c.working_day(1, 9, 20)))
            lines = []
        elif c.state.account.quote is None:
            _agree_on_site(c, lines, ended)
        if lines and c.dice.chance(0.3):
            collect(c, lines, on_site=True)
            lines = []
    calls = [ended + timedelta(minutes=c.dice.between(165, 205))] if unsure else []
    if calls and calls[0] < c.home:
        follow_up(c, calls.pop())
    back(c)
    for at in calls:
        follow_up(c, at)
    if leftover:
        c.pending.append(partial(_pass_on, c, leftover, c.working_day(1, 9, 30)))
    if lines:
        collect(c, lines, on_site=c.dice.chance(0.4))
    _ask_headquarters(c, outcome)


def _ask_headquarters(c: Case, outcome: str) -> None:
    if outcome == "provisional" and c.dice.chance(0.5):
        c.pause(10)
        c.say("escalated", c.lead, to="wuhao", reason="突发故障临时处理，请总部给出根治方案")


def _agree_on_site(c: Case, lines: list[Any], ended: datetime) -> None:
    """Misuse is seen on site: the price is agreed there, and typed with the visit."""
    by, quoted_at = c.technician, ended - timedelta(minutes=22)
    c.say("quoted", by, at=quoted_at, lines=lines, total=total(lines))
    agreed_at = ended - timedelta(minutes=20)
    c.say("consented", by, at=agreed_at, to="price", who=c.contact, how="现场签字")


def _ask_later(c: Case, lines: list[Any], at: datetime) -> None:
    c.until(at)
    quote(c, lines, by=c.technician)
    c.pause(5)
    collect(c, lines, on_site=False)


def _pass_on(c: Case, leftover: str, at: datetime) -> None:
    c.until(at)
    c.say("passed_on", c.lead, to=c.dice.pick(("质检科", "项目部", "总部技术部")), words=leftover)


def follow_up(c: Case, at: datetime) -> None:
    """The technician's own call; made when it was time, typed when the technician sits down."""
    if at > c.typed:
        c.until(at)
    c.say(
        "followed_up",
        c.technician,
        at=at,
        spoke_to=c.contact,
        running=True,
        words=c.dice.pick(("运行正常", "未再出现", "已用一个市口，正常")),
    )


def provisional(c: Case) -> None:
    opening(c)
    lines = quoted_first(c)
    c.outcome = "provisional"
    dispatch(c)
    ready(c)
    fixed_on_site(c, lines, "provisional")
    finish(c)


def nothing_found(c: Case, outcome: str) -> None:
    """No fault, or not seen again within half an hour and more."""
    opening(c)
    c.outcome = outcome
    dispatch(c)
    ready(c)
    if outcome == "no_fault":
        found, done = c.dice.pick(
            (
                ("各项检测正常", "全面检查，讲解正确操作方法"),
                ("设置被误改", "恢复设置并讲解"),
                ("操作顺序不对触发保护", "当面演示操作，运行正常"),
            )
        )
        cause = "other"
    else:
        found, done = c.dice.pick(
            (
                ("观察 45 分钟未再现", "紧固接插件，观察运行，约定再现时来电"),
                ("连续运行一小时未再现", "更新记录参数，留言观察"),
                ("现场运行 50 分钟正常", "检查线束并固定，继续观察"),
            )
        )
        cause = "unknown"
    on_site(c, outcome, found=found, done=done, cause=cause, minutes=70, condition="运行正常")
    back(c)
    finish(c)


def twice(c: Case, outcome: str) -> None:
    """Two visits: a part was missing, or not brought, or the customer had no time."""
    opening(c)
    c.outcome = outcome
    dispatch(c)
    ready(c)
    part = part_of(c.fault, c.model)
    seen = repair_fields(c, outcome)
    words = {
        "needs_parts": (
            seen["found"],
            f"确认需更换{title(part) if part else '线束'}，断电停用，已向客户说明",
            seen["cause"],
        ),
        "part_not_brought": (
            seen["found"],
            "所带备件规格不符，已向客户致歉，回取备件",
            seen["cause"],
        ),
        "postponed": ("客户正在营业，无法停机", "与客户另约时间", "unknown"),
    }[outcome]
    # misuse is shown with evidence, which is told at the visit that ends the work
    cause = "unknown" if words[2] == "misuse" else words[2]
    on_site(c, outcome, found=words[0], done=words[1], cause=cause, minutes=35)
    back(c, slip=c.dice.chance(0.3))
    if outcome == "needs_parts" and part:
        keeper = c.role("parts")
        c.now = c.calendar.add(c.now, 60 * c.dice.minutes(25))
        c.say("part_short", keeper, part=part, count=1)
        c.pause(8)
        wanted = c.say(
            "part_requested",
            keeper,
            part=part,
            count=1,
            by_when=c.working_day(c.dice.between(2, 4), 17, 0),
        )
        waits = c.dice.chance(0.7) or c.stop == "on_hold"
        if waits:
            c.pause(6)
            c.say("held", c.lead, wish="parts", reason=f"待件：{title(part)}", until=wanted.by_when)
        words = awaited(c, wanted)
        if waits:
            c.pause(10)
            c.say("resumed", c.lead, words=words)
    quoted_first(c)
    c.outcome = "fixed"
    again = None if outcome != "postponed" else c.working_day(c.dice.between(1, 3), 9, 0)
    dispatch(
        c,
        not_before=again or c.calendar.add(c.now, 3600),
        only=c.technician
        if c.dice.chance(0.5)
        and outcome == "part_not_brought"
        and c.world.able(c.office, c.model, c.kind, c.now.date())
        else "",
    )
    ready(c)
    fixed_on_site(c, quote_lines(c) if c.state.account.agreed is not None else [])
    finish(c)


def awaited(c: Case, wanted: Any) -> str:
    """What becomes of a request to the parts centre, until the ticket goes on; gives why it does."""
    keeper = c.role("parts")
    if "no_request" in c.extras:
        c.wait(150)
        reason = "清点随车备件箱找到一件，不用寄了"
        c.say("part_request_cancelled", keeper, of=wanted.id, reason=reason)
        return "备件已有"
    if "sent" in c.extras:
        c.wait(200)
        sent = {"carrier": "顺丰快运", "number": f"SF{c.dice.digits(10)}"}
        expected = c.working_day(2, 12, 0)
        c.say("part_sent", keeper, of=wanted.id, expected=expected, **sent)
    c.now = c.working_day(c.dice.weighted({1: 2, 2: 5, 3: 4, 5: 2}), 10, c.dice.between(0, 59))
    c.say("part_delivered", keeper, of=wanted.id)
    return "备件到货"


def sent_away(c: Case, outcome: str) -> None:
    """Refused at the door, or the price declined on site."""
    opening(c)
    c.outcome = outcome
    if outcome == "declined":
        quote(c, quote_lines(c), by=c.role("clerk"))
    dispatch(c)
    ready(c)
    if outcome == "refused":
        on_site(
            c,
            "refused",
            found="客户不同意拆机检查，要求直接换机",
            done="已说明退换流程，报站长",
            cause="unknown",
            minutes=25,
        )
    else:
        on_site(
            c,
            "declined",
            found=c.dice.pick(c.fault.found),
            done="报价后客户决定不修，恢复原状",
            cause="wear",
            minutes=30,
        )
    c.until(c.home)
    settle_loan(c)


def by_phone(c: Case, *, sure: bool = True) -> None:
    """热线: guided on the telephone, the technician's own call after two hours, then the
    callback.
    """
    receive(c)
    c.wait(5)
    by = c.role("clerk")
    if not c.fault.phone or c.dice.chance(0.35):
        by = c.world.who(c.office, "specialist")[c.dice.between(0, 1)]
        c.say(
            "asked",
            c.role("clerk"),
            to=by,
            question=f"{c.model} {c.ticket.symptom.splitlines()[0].rstrip('，')}，能否电话处理？",
        )
        c.wait(c.dice.pick((20, 60, 120)))
    steps = c.fault.phone or "指导客户断电检查接插件并复位，机器恢复"
    c.say(
        "answered",
        by,
        answer=f"{steps}；{c.dice.pick(requests.REMOTE_STEPS)}" + ("" if sure else "，尚待观察"),
        spoke_to=c.contact,
        guided=True,
    )
    caller = by if "specialist" in c.world.staff.find_person(by).roles else c.role("clerk")
    c.until(
        c.now
        + timedelta(
            minutes=c.dice.between(100, 145) if c.dice.chance(0.9) else c.dice.between(170, 300)
        )
    )
    if c.now.hour < 21 or "back_again" in c.extras:
        c.say(
            "followed_up",
            caller,
            spoke_to=c.contact,
            running="back_again" not in c.extras,
            words=c.dice.pick(("运行正常", "已恢复使用", "客户说没问题了"))
            if "back_again" not in c.extras
            else "用了一会又出现",
        )
    if "back_again" in c.extras:
        c.extras.remove("back_again")
        reopen(c, "用了一会又出现")
        second_time(c)
        return
    finish(c)


def paid(c: Case) -> None:
    """有偿: policy explained, price quoted and agreed before anybody goes."""
    opening(c)
    lines = quote_lines(c)
    c.wait(12)
    quote(c, lines, by=c.role("clerk"))
    c.outcome = "fixed"
    dispatch(c)
    ready(c)
    fixed_on_site(c, lines)
    finish(c)


def paid_declined(c: Case) -> None:
    opening(c)
    c.wait(12)
    quote(c, quote_lines(c), by=c.role("clerk"), granted=False)
    c.pause(4)
    c.say(
        "declined",
        c.role("clerk"),
        reason=c.dice.pick(
            ("客户嫌贵，自己找人修", "客户准备换新机，不修了", "客户要等总部批费用，暂不修")
        ),
    )


def cancelled(c: Case) -> None:
    opening(c)
    if c.dice.chance(0.6):
        dispatch(c, not_before=c.working_day(2, 9, 0))
        c.wait(60)
        assert c.appointment is not None
        c.now = min(c.now, c.appointment - timedelta(minutes=30))
        c.world.give_back(c, c.technician, c.appointment)
    else:
        c.wait(90)
    c.say(
        "cancelled",
        c.role("clerk"),
        reason=c.dice.pick(
            (
                "客户来电说自己好了",
                "客户电工已处理",
                "店面停业整顿，不用修了",
                "重复报修，另一家店已报",
            )
        ),
        asked_by=c.contact,
    )


def nobody_free(c: Case) -> None:
    """Nobody is free: handed up, never left (S0 2.4.1)."""
    opening(c)
    c.wait(10)
    c.say("escalated", c.lead, to=c.role("manager"), reason="当天片区工程师已排满，请站长协调人手")
    c.wait(40)
    manager = c.role("manager")
    c.say("approved", manager, asked="抽调邻组工程师当日支援", granted=True, by_whom=manager)
    lines = quoted_first(c)
    c.outcome = "fixed"
    dispatch(c)
    ready(c)
    fixed_on_site(c, lines)
    finish(c)


def free_of_charge(c: Case) -> None:
    """Goodwill: leave is asked first, given or refused; then paid, or free."""
    opening(c)
    manager = c.role("manager")
    c.wait(30)
    granted = c.dice.chance(0.6)
    covered = c.ticket.equipment is not None and c.ticket.equipment.warranty.verdict == "in"
    asked = "上门期已过，申请免收上门费" if covered else "超保不久的老客户，申请免费维修"
    c.say(
        "approved",
        manager,
        asked=asked,
        granted=granted,
        by_whom=manager,
        words="老客户，同意免费" if granted else "按价目单收费",
    )
    lines = []
    if not granted:
        lines = quote_lines(c)
        quote(c, lines, by=c.role("clerk"))
    else:
        c.pause(4)
        waive(c)
        c.extras.add("let_pass")
    c.outcome = "fixed"
    dispatch(c)
    ready(c)
    fixed_on_site(c, lines)
    finish(c)
