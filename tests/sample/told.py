"""What is told at intake: the words, the wishes and the time that is meant, how urgent, through
which channel.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sample import requests
from sample.desk import at_clock
from sample.dice import Dice
from sample.faults import TAILS, Fault
from sample.plan import Plan
from sample.robots import MODELS
from svc.model.customers import Equipment
from svc.model.service import SUBJECTS
from svc.rules.promises.clock import WorkCalendar

CHANNELS = {"phone": 62, "wechat": 23, "web": 5, "email": 4, "internal": 3, "on_site": 3}
URGENT = ("学校中午要供餐", "婚宴当天要用", "唯一一台炒菜机", "医院病号餐不能停", "员工餐两千人")


def words(
    plan: Plan, machine: Equipment, fault: Fault | None, dice: Dice, row: Any
) -> tuple[str, str]:
    place, model = machine.place, machine.model
    number = dice.between(2, 9)
    match plan.kind:
        case "repair":
            assert fault is not None
            text, tail = dice.pick(fault.symptoms), dice.pick(TAILS)
            return (f"{text}，\n{tail[1:]}" if tail and dice.chance(0.15) else text + tail), ""
        case "inquiry":
            fitting = [
                q for q in requests.QUESTIONS if any(model.startswith(p) for p in q[0].split())
            ]
            _, question, answer = dice.pick(fitting)
            return f"{dice.pick(('', '客户问：', '请问', '想咨询一下，'))}{question}", answer
        case "maintenance":
            return dice.pick(requests.UPKEEP).format(model=model, place=place), ""
        case "installation":
            return dice.pick(requests.INSTALL).format(model=model, place=place), ""
        case "upgrade":
            rows = [
                row
                for row in requests.UPGRADES
                if not plan.extras or subject(plan, row[0]) in plan.extras
            ]
            text, done = dice.pick(rows)
            return f"{place}的 {model}：{text.format(n=number)}", done.format(n=number)
        case "training":
            return dice.pick(requests.TRAINING).format(
                n=number, topic=dice.pick(requests.TOPICS)
            ) + f"（{model}）", ""
        case "inspection":
            return dice.pick(requests.INSPECTION).format(model=model, place=place), ""
        case "survey":
            return dice.pick(requests.SURVEY).format(model=model, place=place), ""
        case "exchange":
            other = dice.pick([name for name in MODELS if name != model])
            return dice.pick(requests.EXCHANGE).format(other=other) + dice.pick(
                ("", "，已和销售说过", "，请给说法", "，影响开业")
            ), ""
        case "complaint":
            return row[1] + dice.pick(("", "，要求给个说法", "，希望整改", "，已经第二次了")), ""
        case _:
            key = next(k for k in requests.SUGGESTIONS if model.startswith(k))
            return dice.pick(requests.SUGGESTIONS[key]) + f"（{model}）", ""


def subject(plan: Plan, symptom: str) -> str:
    """What an upgrade or a training is of, by the words of it."""
    if plan.kind not in SUBJECTS:
        return ""
    return next(of for word, of in requests.SUBJECTS.items() if word in symptom)


def wishes(plan: Plan, calendar: WorkCalendar, dice: Dice) -> tuple[str, datetime | None]:
    """What the customer wishes, and the time that is meant where it names one."""
    if plan.stop == "visiting":
        return "30 号下午三点半以后来", datetime(2026, 10, 30, 15, 30, tzinfo=plan.at.tzinfo)
    if plan.stop == "dispatched":
        return "周一上午来", datetime(2026, 11, 2, 9, 30, tzinfo=plan.at.tzinfo)
    if plan.need.startswith("walk"):
        return dice.pick(("尽快修好", "修好打电话，来取", "先报价再修", "周末前要用")), None
    if plan.kind in ("inquiry", "suggestion"):
        return dice.pick(("请回复", "微信回复即可", "请电话答复")), None
    if plan.kind == "exchange":
        return dice.pick(("要求换新机", "请尽快给答复", "要求退换，等处理意见")), None
    if plan.kind == "complaint":
        return dice.pick(("要求道歉并说明原因", "要求站长回电", "要求整改", "要求书面答复")), None
    if plan.kind not in ("repair", "exchange"):
        return dice.pick(
            ("请提前一天约时间", "避开开餐时间", "按约定时间来", "上午来，下午要备餐")
        ), None
    wish = dice.pick(requests.WISHES)
    following = calendar.add_working_days(plan.at, 1)
    if wish.startswith("明天上午") and plan.way != "contract":
        same = following.date() == (plan.at + timedelta(days=1)).date()
        words = wish if same else f"{following.month}月{following.day}日上午来，避开午市"
        return words, at_clock(following.date(), 9, 30)
    if (
        wish.startswith("下午两点")
        and plan.at.hour < 11
        and calendar.plan_of_day(plan.at.date()).hours
    ):
        return wish, at_clock(plan.at.date(), 14, 0)
    return wish, None


def urgency(plan: Plan, dice: Dice) -> tuple[str, str]:
    if plan.kind not in ("repair", "complaint"):
        return "normal", ""
    how = dice.weighted({"normal": 87, "urgent": 10, "critical": 3})
    return how, "" if how == "normal" else dice.pick(URGENT)


def channel(plan: Plan, dice: Dice) -> str:
    if plan.need.startswith("walk") or plan.way == "counter":
        return "walk_in"
    if "noted" in plan.extras or plan.way in ("contract", "midnight", "night"):
        return "phone"
    if plan.kind == "installation":
        return dice.weighted({"internal": 6, "email": 3, "phone": 1})
    if plan.kind in ("complaint", "suggestion"):
        return dice.weighted(
            {"phone": 4, "wechat": 3, "letter": 2, "email": 2, "web": 1, "on_site": 1}
        )
    return dice.weighted(CHANNELS)
