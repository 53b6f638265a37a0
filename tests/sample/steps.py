"""The steps that stories are made of: what a desk does with a ticket, in its order, in its time,
with its lapses.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sample import requests
from sample.desk import STORE_LANES, Case, at_clock
from sample.faults import Fault
from sample.robots import PARTS
from svc.model import events as ev
from svc.rules.ticket.paid_work import customer_pays, free_part
from svc.rules.ticket.turns import escalated_to

ANSWERED = ("无人接听", "占线", "关机", "前台说人不在")


def part_of(fault: Fault | None, model: str) -> str:
    """The part of a fault that fits the model; empty if none is put in."""
    if fault is None or not fault.parts:
        return ""
    return next(code for code in fault.parts if model in PARTS[code].models)


def title(code: str) -> str:
    return PARTS[code].title


# 受理, 移交, 联系, 回复


def receive(c: Case, *, by: str = "") -> None:
    """Intake; where somebody else took the call, the clerk completes it at once, in opening
    hours.
    """
    clerk = by or (c.lead if c.day_and_night and not c.calendar.is_open(c.now) else c.role("clerk"))
    if "noted" in c.extras:
        taker = c.dice.pick(
            [*c.world.who(c.office, "technician"), *c.world.who(c.office, "manager")]
        )
        customer = c.customer
        c.say(
            "noted",
            taker,
            name=customer.contact,
            phone=customer.mobile,
            words=c.dice.pick(("客户来电报修，请回电", "值班电话", "", "打到我手机上了")),
        )
        c.now = c.calendar.add(c.now, 60 * c.dice.minutes(4))
    c.say("received", clerk, digest="0" * 16)
    if c.repeats:
        c.pause(5)
        c.say(
            "repeat_declared",
            clerk,
            earlier=[c.repeats],
            reason="一个月内同一台同样故障，向总部申报多次维修",
        )
    if c.kind == "repair" and c.ticket.urgency == "normal" and c.dice.chance(0.04):
        c.pause(6)
        c.say(
            "urgency_set",
            clerk,
            urgency="urgent",
            reason=c.dice.pick(("客户来电说晚市前必须恢复", "只有这一台机器", "学校中午要供餐")),
        )


def hand_over(c: Case) -> None:
    if c.day_and_night:
        c.pause(4)
    else:
        c.wait(9)
    if c.dice.chance(0.03):
        c.wait(60)
    taken_by = c.world.staff.find_person(c.log[-1].by)
    by = taken_by.id if taken_by is not None and taken_by.may(ev.CLERKS) else c.role("clerk")
    c.say("handed_over", by, to=c.lead)
    if "reminder" in c.extras:
        c.extras.remove("reminder")
        for _ in range(c.dice.weighted({1: 4, 2: 1})):
            c.wait(70)
            c.say(
                "reminded",
                c.role("clerk"),
                caller=c.contact,
                words=c.dice.pick(
                    ("问什么时候来", "催问维修时间", "第二次来电，语气着急", "店长来电催问")
                ),
            )


def contact(c: Case, *, judged: str = "") -> None:
    """The coordinator, or a technician who is in, speaks with the customer; attempts where nobody
    answers.
    """
    by = c.lead
    if c.day_and_night:
        c.pause(9)
    else:
        c.wait(22)
    attempts = 3 if "never_reached" in c.extras else 1 if "not_reached" in c.extras else 0
    for attempt in range(attempts):
        again = c.calendar.add(c.now, 2 * 3600)
        later = again + timedelta(minutes=20)
        reason = c.dice.pick(ANSWERED)
        c.say("not_reached", by, purpose="contact", reason=reason, next=later)
        if attempt == 2:
            c.also("escalated", to=c.head, reason=f"3× {reason}")
        c.now = again
        c.pause(3)
    promised = c.appointment_wish
    if promised and promised < c.now + timedelta(hours=2):
        promised = None
    c.say(
        "contacted",
        c.role("manager") if attempts == 3 else by,
        spoke_to=c.contact,
        judged=judged or c.fault.judged,
        promised=promised,
    )
    if "correction" in c.extras:
        c.pause(3)
        field, old, new = "mobile", c.customer.mobile, c.world.customers.names.mobile()
        if c.dice.chance(0.4):
            field, old, new = (
                "address",
                c.customer.address,
                f"{c.customer.address}（{c.dice.pick(('东门', '后门卸货区', '二号楼'))}）",
            )
        c.say(
            "corrected", by, field=f"customer.{field}", old=old, new=new, reason="与客户核对后更正"
        )


def reply(c: Case, *, remedy: str = "", prepare: str = "") -> None:
    c.wait(45)
    if c.dice.chance(0.02):
        c.wait(400)
    part = part_of(c.fault, c.model)
    remedy = remedy or (f"上门检查，备{title(part)}" if part else "上门检查处理")
    prepare = (
        prepare
        or c.dice.pick(
            (
                "断电，清空锅体",
                "请安排人开门，停机待修",
                "保留现场，不要再通电",
                "避开开餐时间，准备好电源",
            )
        )
        if c.fault
        else prepare
    )
    c.say("replied", c.lead, remedy=remedy, prepare=prepare, spoke_to=c.contact)


# 安排


def dispatch(
    c: Case,
    *,
    not_before: datetime | None = None,
    whole_day: bool = False,
    only: str = "",
    agreed: str = "",
) -> None:
    """A technician and a time: what the customer asked for, else soon."""
    if c.day_and_night and c.world.able(c.office, c.model, c.kind, c.now.date()):
        _dispatch_now(c)
        return
    c.wait(20)
    far = c.customer.zone == "far"
    wish = c.appointment_wish - timedelta(minutes=20) if c.appointment_wish else None
    earliest = not_before or wish
    if earliest is None or earliest < c.now + timedelta(minutes=50):
        days = c.dice.weighted({0: 46, 1: 44, 2: 7, 3: 3})
        earliest = c.calendar.add(c.now, 80 * 60) if days == 0 else c.working_day(days, 9, 0)
    technician, start = c.world.book(c, earliest, whole_day=whole_day or far, only=only)
    part = part_of(c.fault, c.model)
    c.technician, c.appointment = technician, start
    c.say(
        "dispatched",
        **c.world.dispatcher(c, technician, start),
        technician=technician,
        appointment=start,
        agreed_with=agreed or c.contact,
        reasons="上次也是他去的"
        if c.was_there(technician)
        else c.dice.pick(("熟悉该机型", "当天片区顺路", "当日工单最少", "")),
        bring=[title(part)] if part else [],
    )
    if "reschedule" in c.extras:
        c.extras.remove("reschedule")
        _reschedule(c)


def _dispatch_now(c: Case) -> None:
    """Day and night: whoever is able goes at once."""
    c.pause(8)
    able = c.world.able(c.office, c.model, c.kind, c.now.date())
    c.technician = c.dice.pick(able).id
    c.appointment = (c.now + timedelta(minutes=45)).replace(second=0)
    c.world.called_out[c.technician].append(c.appointment)
    c.say(
        "dispatched",
        **c.world.dispatcher(c, c.technician, c.appointment),
        technician=c.technician,
        appointment=c.appointment,
        agreed_with=c.contact,
        reasons="7×24 合同，值班出动",
    )


def _reschedule(c: Case) -> None:
    """Moved, with the customer's consent; mostly by the day before, sometimes on the day itself."""
    assert c.appointment is not None
    late = c.appointment.date() == c.now.date() or c.dice.chance(0.2)
    moment = c.appointment - timedelta(hours=1) if late else c.calendar.add(c.now, 50 * 60)
    c.now = max(c.now, min(moment, c.appointment - timedelta(minutes=30)))
    c.world.give_back(c, c.technician, c.appointment)
    move_visit(
        c,
        "客户当天盘点",
        "客户临时有接待",
        "前一单未完，已致歉",
        "厨房检修停电",
        "路上车辆故障，客户同意改期",
    )


def move_visit(c: Case, *reasons: str) -> None:
    """Another day is agreed, for one of these reasons; perhaps another technician comes."""
    assert c.appointment is not None
    following = c.calendar.add_working_days(c.appointment, 1)
    whole = c.customer.zone == "far"
    technician, start = c.world.book(c, at_clock(following.date(), 9, 0), whole_day=whole)
    reason = c.dice.pick(reasons)
    c.say(
        "rescheduled",
        **c.world.dispatcher(c, technician, start),
        appointment=start,
        agreed_with=c.contact,
        reason=reason,
        technician="" if technician == c.technician else technician,
    )
    c.technician, c.appointment = technician, start


def hold(c: Case, wish: str, reason: str, days: int) -> None:
    c.wait(15)
    until = c.working_day(days, 9, 0)
    noon = at_clock(until.date(), 12)
    c.say("held", c.lead, wish=wish, reason=reason, until=noon)
    c.until(until)
    c.pause(15)
    c.say(
        "resumed",
        c.lead,
        words=c.dice.pick(("按约恢复", "客户来电可以安排了", ""))
        if wish == "customer"
        else "条件具备，恢复安排",
    )


def ready(c: Case) -> None:
    """The order is handed out the evening before or in the morning; what is to be taken along is
    made ready.
    """
    assert c.appointment is not None
    if c.day_and_night:
        return
    evening = c.calendar.add(at_clock(c.appointment.date(), 8, 30), -25 * 60)
    if c.appointment.date() > c.now.date() and c.appointment > c.now:
        c.until(evening + timedelta(minutes=c.dice.between(0, 12), seconds=c.dice.between(0, 59)))
    else:
        c.pause(4)
    if c.dice.chance(0.8):
        c.say("handed_out", c.lead, technician=c.technician)
    code = part_of(c.fault, c.model)
    loan = None
    c.pause(2)
    if code and c.outcome not in ("needs_parts", "part_not_brought", "no_fault", "not_reproduced"):
        loan = lend(c, code)
    if c.dice.chance(0.45):
        c.pause(10)
        items = [title(code)] if code and loan else []
        c.say("prepared", c.technician, ready=[*items, "工具包", "维修回执", "价目单", "鞋套"])


def lend(c: Case, code: str) -> Any:
    """A loan from the store, if the technician has none open then: 前件不还后件不借."""
    assert c.appointment is not None
    # settled the next morning at last
    opens, closes = (c.now, c.calendar.add(at_clock(c.appointment.date(), 23), 45 * 60))
    windows = c.world.loans.setdefault(c.technician, [])
    busy = any(since < closes and opens < until for since, until in windows)
    # what stops half-way would keep its loan for good
    if busy or c.stop or not c.dice.chance(0.75):
        return None
    windows.append((opens, closes))
    c.loan = c.say("part_lent", c.role("parts"), part=code, count=1, technician=c.technician)
    return c.loan


# 实施


def on_site(
    c: Case,
    outcome: str,
    *,
    found: str = "",
    done: str = "",
    cause: str = "",
    minutes: int = 62,
    **more: Any,
) -> None:
    """Arrival, the work, its result; typed on the spot, or in the evening at the office."""
    assert c.appointment is not None
    late = c.dice.chance(0.1)
    arrived = c.appointment + timedelta(
        minutes=c.dice.between(6, 50) if late else -c.dice.between(2, 11),
        seconds=c.dice.between(0, 59),
    )
    arrived = max(arrived, c.now)
    if c.ticket.number.lane in STORE_LANES.values():
        there = c.world.free_again(c.technician, c.appointment) + timedelta(minutes=10)
        arrived = max(arrived, there) if there > c.appointment + timedelta(minutes=20) else arrived
    ended = arrived + timedelta(
        minutes=min(c.dice.minutes(minutes), 118 if c.day_and_night else 100),
        seconds=c.dice.between(0, 59),
    )
    if c.appointment.hour == 13:  # the next customer may be waiting
        ended = max(
            min(ended, c.appointment + timedelta(minutes=102)), arrived + timedelta(minutes=25)
        )
    km = c.customer.distance_km or 8
    home = ended + timedelta(minutes=12 + km * 1.1 if km < 90 else km * 0.9)
    if c.appointment.hour < 13 and not c.day_and_night and c.dice.chance(0.6):
        home = max(home, at_clock(ended.date(), 17, 0) + timedelta(minutes=c.dice.between(0, 50)))
    home = home.replace(second=c.dice.between(0, 59), microsecond=0)
    c.home = home
    c.world.visits[c.technician].append((c.appointment, ended))
    live = c.dice.chance(0.5) or c.stop == "visiting"
    met = c.contact if c.dice.chance(0.7) else ""
    if live:
        c.now = arrived
        c.say("arrived", c.technician, met=met)
        if outcome in ("fixed", "provisional") and c.fault and c.dice.chance(0.12):
            c.now = arrived + timedelta(minutes=8)
            c.say(
                "consented",
                c.technician,
                to=c.dice.weighted({"opening": 3, "data_risk": 2, "more_faults": 2}),
                who=c.contact,
                how="现场签字",
            )
        c.now = ended
    else:
        c.now = home
        c.say("arrived", c.technician, at=arrived, met=met)
        c.pause(2)
    fields: dict[str, Any] = {
        "surroundings": c.dice.pick(requests.SURROUNDINGS),
        **_checked(c, outcome),
        **more,
    }
    c.visit = c.say(
        "visited",
        c.technician,
        at=ended,
        outcome=outcome,
        found=found,
        done=done,
        cause=cause,
        **fields,
    )


def _checked(c: Case, outcome: str) -> dict[str, Any]:
    """What was seen to before leaving; where the machine does not run yet, only what can be."""
    seen = {
        "fixed": [
            "full_test",
            "dangers_removed",
            "site_cleaned",
            "cause_explained",
            "use_explained",
        ]
    }
    some = (
        ["site_cleaned", "cause_explained"]
        if outcome in ("provisional", "needs_parts", "taken_along")
        else []
    )
    papers = {"papers_seen": True} if outcome == "fixed" and c.mode == "visit" else {}
    return {"checked": seen.get(outcome, some), **papers}


def repair_fields(c: Case, outcome: str = "fixed") -> dict[str, Any]:
    """What a technician writes of a fault that was found: all of it from one row of the catalogue
    of faults.
    """
    fault, dice = c.fault, c.dice
    c.diagnosis = c.diagnosis or (dice.pick(fault.found), dice.weighted(fault.causes))
    found, cause = c.diagnosis
    if cause == "misuse" and not fault.evidence:
        cause = "wear"
    if "misuse" in c.extras:
        cause = "misuse"
    code = part_of(fault, c.model)
    fields: dict[str, Any] = {"found": found, "done": dice.pick(fault.done), "cause": cause}
    if (cause == "misuse" and c.mode in ("paid", "walk_in")) or "misuse" in c.extras:
        fields["evidence"] = fault.evidence or "外壳有明显的撞击凹痕"
    elif cause == "misuse":
        fields["cause"] = "wear" if "wear" in fault.causes else "other"
    if code and outcome in ("fixed", "provisional"):
        pays = customer_pays(c.state) and "parts" not in free_part(c.state)
        paid = (c.mode != "walk_in" and pays) or "misuse" in c.extras
        part: dict[str, Any] = {
            "part": code,
            "count": 1,
            "old_part": dice.weighted({"kept_by_customer": 6, "scrapped": 4})
            if paid
            else "returned",
        }
        if PARTS[code].name.endswith(("板", "屏")) or "发生器" in PARTS[code].name:
            part["serial"] = f"{code[2:]}-26-{dice.digits(4)}"
        fields["parts"] = [part]
    return fields


def back(c: Case, *, slip: bool = True) -> None:
    """Home again: the loan is settled, the slip handed in, in the regions under S2 the customer's
    file updated.
    """
    c.until(c.home)
    if c.loan is None and c.dice.chance(0.06):  # straight home; back the next working day
        c.say(
            "reported",
            c.technician,
            words=c.dice.pick(("电话汇报：已修好，回执明早交回", "微信汇报处理结果，太晚直接回家")),
        )
        c.now = c.working_day(1, 9, 5)
    c.pause(2)
    c.say("back", c.technician)
    if slip and "late_slip" in c.extras:
        c.pending.append(partial(_file_late_slip, c, c.home))
    elif slip:
        file_slip(c)
    settle_loan(c)


def settle_loan(c: Case) -> None:
    """What was lent is used up, or comes back good, or with a fault's tag."""
    if c.loan is not None:
        used = bool(c.visit.parts)
        how, fault = ("used", "") if used else ("good", "")
        if not used and c.dice.chance(0.3):
            how, fault = "defective", "上机不动作，疑似来料不良"
        c.wait(4)
        c.say("loan_ended", c.role("parts"), of=c.loan.id, how=how, fault=fault)
        c.loan = None


def file_slip(c: Case) -> None:
    if c.dice.chance(0.05):
        c.pending.append(partial(_file_slip, c, c.working_day(2, 9, 10)))
    else:
        c.pause(3)
        _file_slip(c, c.now)


def _file_late_slip(c: Case, home: datetime) -> None:
    """Handed in the evening it was signed, and found two working days later under other papers."""
    following = c.calendar.add_working_days(home, 2).date()
    c.until(at_clock(following, 10, c.dice.between(5, 40)))
    c.say("slip_in", c.technician, at=home, signed_by=c.contact, rating="satisfied")


def _file_slip(c: Case, at: datetime) -> None:
    c.until(at)
    if "unsigned" in c.extras:
        c.say(
            "slip_in",
            c.technician,
            unsigned=c.dice.pick(
                ("负责人不在，店员不肯代签", "客户嫌等得久不愿签", "客户要先试用一天再签")
            ),
        )
    else:
        rating = c.dice.weighted(
            {"very_satisfied": 46, "satisfied": 44, "fair": 8, "dissatisfied": 2}
        )
        if "dissatisfied" in c.extras and c.dice.chance(0.6):
            rating = "fair"
        told = rating if c.dice.chance(0.9) else None
        remark = c.dice.pick(("", "", "", "服务不错", "来得及时", "收拾得干净"))
        if told == "dissatisfied":
            remark = "约好的时间没来，等了半天"
        c.say("slip_in", c.technician, signed_by=c.contact, rating=told, remark=remark)
        if told == "dissatisfied" and c.state.status in ev.CATALOGUE["reopened"].after:
            reopen(c, remark, "talk")
    if c.ticket.terms and c.ticket.terms.policy.startswith("regions"):
        c.pause(12)
        if c.now.hour >= 18 and c.dice.chance(0.25):
            c.now = c.working_day(1, 9, 0)
        c.say("filed", c.lead)


def reopen(c: Case, reason: str, reopened_for: str = "repair") -> None:
    """With the call in which the customer said it: opened again, and the station head is told."""
    try:
        c.also("reopened", reason=reason, reopened_for=reopened_for)
    finally:
        if escalated_to(c.state) != c.head:
            c.also("escalated", to=c.head, reason=reason)
