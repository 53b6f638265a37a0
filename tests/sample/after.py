"""What comes after the work: money, the callback, and what a dissatisfied customer brings about."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sample import requests
from sample.desk import Case, at_clock
from sample.steps import ANSWERED, back, dispatch, on_site, part_of, ready, reopen, repair_fields
from svc.rules.ticket.paid_work import free_part, next_gaps

HOW = {"cash": 2, "wechat": 5, "alipay": 2, "transfer": 2}


# 收费


def quote_lines(
    c: Case, *, labour: str = "L03", part: bool = True, travel: bool = True
) -> list[dict[str, Any]]:
    """What is to be charged: all but what contract or warranty have free."""
    prices = c.world.prices[c.ticket.terms.prices]
    free = free_part(c.state)
    codes = [] if "labour" in free else [labour]
    code = part_of(c.fault, c.model)
    if part and code and "parts" not in free:
        codes.append(code)
    lines = []
    for each in codes:
        item = prices.find_item(each)
        assert item is not None, each
        lines.append({"item": item.name, "count": 1, "price": item.price, "code": item.code})
    if travel and "travel" not in free:
        band = prices.travel_band(c.customer.distance_km or 8)
        lines.append({"item": band.name, "count": 1, "price": band.price, "code": band.code})
    return lines


def total(lines: list[dict[str, Any]]) -> Decimal:
    return sum((line["price"] * line["count"] for line in lines), Decimal("0.00"))


def quote(
    c: Case, lines: list[dict[str, Any]], *, by: str, granted: bool = True, **why_paid: str
) -> None:
    c.say("quoted", by, lines=lines, total=total(lines), **why_paid)
    c.pause(14)
    how = (
        "现场签字"
        if c.state.status == "visiting"
        else c.dice.pick(("电话", "微信", "微信", "短信"))
    )
    c.say("consented", by, to="price", who=c.contact, how=how, granted=granted)


def collect(c: Case, lines: list[dict[str, Any]], *, on_site: bool) -> None:
    """Charge, payment, receipt of the desk's book; a transfer comes days later."""
    by = c.technician if on_site else c.role("cashier")
    how = c.dice.weighted(HOW)
    c.pause(3)
    c.say("charged", by, lines=lines, total=total(lines))
    if "owing" in c.extras:  # a framework agreement: paid in the month after
        c.pause(4)
        defer(c)
    elif how == "transfer":
        moment = c.working_day(c.dice.weighted({1: 5, 2: 4, 5: 2}), 10, c.dice.between(0, 59))
        if c.dice.chance(0.6):
            c.pause(4)
            defer(c)
        c.pending.append(partial(_paid, c, lines, c.role("cashier"), how, moment))
    else:
        _paid(c, lines, by, how, c.now)


def waive(c: Case) -> None:
    """The manager lets what is missing pass: before the work the agreement, then the charge."""
    c.say("waived", c.role("manager"), reason="老客户，站长同意免费", gaps=next_gaps(c.state))
    c.pause(2)


def defer(c: Case) -> None:
    """The lead lets the customer owe what is charged until a day: the transfer is on its way."""
    last = c.calendar.add_working_days(c.now, 8).date()
    c.say(
        "payment_deferred",
        c.lead,
        until=at_clock(last, 23, 59) + timedelta(seconds=59),
        payer=c.customer.unit,
        agreed_by=c.contact,
        amount=c.state.account.still_to_pay,
    )


def _paid(c: Case, lines: list[dict[str, Any]], by: str, how: str, at: datetime) -> None:
    amount = total(lines)
    c.until(at)
    paid = c.say("paid", by, amount=amount, how=how, taken_by=by)
    payer = c.customer.unit
    c.pause(1)
    number = c.new_receipt()
    c.also("receipt_issued", number=number, payer=payer, amount=amount, how=how, lines=lines)
    c.pending.append(partial(_receipt_goes_on, c, lines, paid, by, number))


def _receipt_goes_on(c: Case, lines: list[dict[str, Any]], paid: Any, by: str, number: str) -> None:
    """Voided and written anew, or the money given back; handed in to the cashier; the invoice."""
    cashier, amount, how = c.role("cashier"), paid.amount, paid.how
    payer = c.customer.unit
    if "void" in c.extras:
        c.wait(30)
        c.say(
            "receipt_voided",
            cashier,
            number=number,
            reason=c.dice.pick(("抬头写错", "客户要求改为公司全称", "金额大写写错")),
        )
        again = c.new_receipt()
        c.pause(2)
        c.say(
            "receipt_issued",
            cashier,
            number=again,
            payer=payer,
            amount=amount,
            how=how,
            lines=lines,
            replaces=number,
        )
        number = again
    if by != cashier:
        c.now = c.working_day(1, 9, c.dice.between(5, 50)) if c.now.hour >= 17 else c.now
        c.pause(10)
        c.say("handed_in", cashier, of=paid.id)
    if "refund" in c.extras and len(lines) > 1:
        c.wait(50)
        reason = "同一次上门已收过上门费，退款重开"
        c.say("refunded", cashier, amount=amount, how=how, receipt=number, reason=reason)
        c.pause(1)
        c.also("receipt_voided", number=number, reason=reason)
        lines = lines[:-1]
        amount = total(lines)
        c.pause(2)
        c.say("charged", cashier, lines=lines, total=amount)
        c.say("paid", cashier, amount=amount, how=how, taken_by=cashier)
        number = c.new_receipt()
        c.also("receipt_issued", number=number, payer=payer, amount=amount, how=how, lines=lines)
    if c.dice.chance(0.45):
        c.wait(60)
        state = c.dice.weighted({"issued": 6, "to_issue": 2, "waived": 2})
        more = (
            {
                "title": payer,
                "tax_number": f"91{c.dice.digits(13)}XXX",
                "sort": "增值税普通发票",
                "number": c.dice.digits(8),
            }
            if state == "issued"
            else {}
        )
        c.say("invoiced", cashier, receipt=number, state=state, **more)


# 跟踪


def call_back(c: Case, *, rating: str = "", running: bool = True, reason: str = "") -> None:
    """The satisfaction call, within a day where it can be: on a day off somebody on duty calls,
    mostly.
    """
    mark = c.state.last_mark("work_ended")
    assert mark is not None
    due = mark.at + timedelta(hours=24)
    clerk = c.role("callback")
    opening = c.calendar.next_opening(at_clock(mark.at.date() + timedelta(days=1), 0))
    moment = opening + timedelta(minutes=c.dice.between(5, 150), seconds=c.dice.between(0, 59))
    if mark.at.hour < 15 and c.dice.chance(0.3):  # the same afternoon
        moment = c.calendar.add(mark.at, 60 * c.dice.between(90, 150)) + timedelta(
            seconds=c.dice.between(0, 59)
        )
    elif opening + timedelta(minutes=20) < due < moment:
        moment = due - timedelta(minutes=c.dice.between(3, 18))
    if moment > due:  # a day off lies between
        moment = (
            (due - timedelta(minutes=c.dice.between(40, 240))) if c.dice.chance(0.88) else moment
        )
        if moment.hour < 9 or moment.hour > 20:  # not at night: in the evening before
            moment = (
                min(moment.replace(hour=19), moment - timedelta(hours=10))
                if moment.hour < 9
                else moment.replace(hour=19)
            )
    if c.dice.chance(0.05):
        moment = c.calendar.add(moment, c.dice.between(4, 16) * 3600)
    c.until(moment)
    if c.dice.chance(0.09):
        again = c.calendar.add(c.now, 2 * 3600)
        later = again + timedelta(minutes=20)
        c.say("not_reached", clerk, purpose="callback", reason=c.dice.pick(ANSWERED), next=later)
        c.now = again
        c.pause(2)
    rating = rating or c.dice.weighted({"very_satisfied": 52, "satisfied": 41, "fair": 7})
    below = rating in ("fair", "dissatisfied", "very_dissatisfied")
    fields: dict[str, Any] = {}
    if c.dice.chance(0.6):
        fields = {
            "response": c.dice.weighted({"very_satisfied": 4, "satisfied": 5, "fair": 1}),
            "skill": rating,
            "manner": c.dice.weighted({"very_satisfied": 7, "satisfied": 3}),
        }
    better = c.dice.pick(requests.BETTER) or ("希望再稳定一点" if below and not reason else "")
    c.say(
        "called_back",
        clerk,
        spoke_to=c.contact,
        running=running,
        rating=rating,
        better=better,
        reason=reason,
        **fields,
    )


def close(c: Case) -> None:
    c.pause(4)
    if "let_pass" in c.extras:
        waive(c)
    c.say("closed", c.role("callback"))


def finish(c: Case) -> None:
    """Callback and closing, with whatever this ticket still has in store."""
    c.loan = None
    if c.state.is_reopened_for_talk():
        settle_pending(c)
        talk(c)
        return
    if "dissatisfied" in c.extras:
        c.extras.remove("dissatisfied")
        dissatisfied(c)
        return
    call_back(c)
    settle_pending(c)
    if "promise" in c.extras:
        keep_promise(c)
    close(c)
    if "back_again" in c.extras:
        c.extras.remove("back_again")
        c.now = c.working_day(c.dice.between(2, 7), 9, c.dice.between(10, 50))
        c.say(
            "reopened",
            c.role("clerk"),
            reason=f"客户来电：{c.dice.pick(('修好几天又出现', '同样的报警又来了', '用了三天又不行'))}",
        )
        second_time(c)


def settle_pending(c: Case) -> None:
    """What was left until after the callback; new pending deeds may come of it."""
    while c.pending:
        c.pending.pop(0)()


def dissatisfied(c: Case) -> None:
    """Dissatisfied: opened again and followed until they are satisfied (S2 4.2.8C)."""
    reason, reopened_for = c.dice.pick(tuple(requests.REASONS.items()))
    settle_pending(c)
    call_back(
        c,
        rating=c.dice.weighted({"dissatisfied": 8, "very_dissatisfied": 2}),
        running=reopened_for == "talk",
        reason=reason,
    )
    reopen(c, reason, reopened_for)
    if reopened_for == "talk":
        talk(c)
    else:
        second_time(c, corrective=True)


def talk(c: Case) -> None:
    """The station head speaks with the customer; nobody goes there."""
    c.wait(c.dice.pick((40, 90, 200)))
    c.say(
        "answered",
        c.head,
        answer=c.dice.pick(
            (
                "站长致电致歉，讲清故障原因和这次的安排，客户接受",
                "站长登门道歉，补讲原因，以后来前先约准时间",
                "与店长当面谈清，本次问题列入组里例会",
            )
        ),
        spoke_to=c.contact,
        guided=False,
    )
    c.wait(40)
    c.say(
        "corrective_action",
        c.lead,
        remedy="站长与客户谈清并致歉",
        prevention="离场前向使用人讲清原因",
    )
    call_back(c, rating=c.dice.weighted({"satisfied": 7, "very_satisfied": 3}))
    settle_pending(c)
    close(c)


def second_time(c: Case, *, corrective: bool = False) -> None:
    """What follows a reopening: somebody goes once more, and the customer is called once more."""
    c.visit, c.loan, c.outcome, c.diagnosis = None, None, "fixed", None
    c.wait(20)
    c.say("handed_over", c.role("clerk"), to=c.lead)
    c.wait(25)
    c.say(
        "contacted",
        c.lead,
        spoke_to=c.contact,
        judged=f"{c.fault.judged}，需复查" if c.fault else "需再次上门",
    )
    c.wait(30)
    c.say("replied", c.lead, remedy="安排复修，优先派工", spoke_to=c.contact)
    dispatch(c, not_before=c.calendar.add(c.now, 90 * 60))
    ready(c)
    on_site(
        c,
        "fixed",
        **repair_fields(c),
        advice=c.fault.advice,
        condition=c.dice.pick(requests.CONDITION),
    )
    back(c)
    if corrective:
        c.wait(40)
        c.say(
            "corrective_action",
            c.lead,
            remedy=c.dice.pick(("换人复修并当面讲解原因", "站长致电致歉，复修后连续三天跟踪")),
            prevention=c.dice.pick(("同类故障复测后再离场", "派工前核对历史故障", "")),
        )
    call_back(c, rating=c.dice.weighted({"satisfied": 7, "very_satisfied": 3}))
    settle_pending(c)
    close(c)


def promise(c: Case, words: str, days: int) -> None:
    """Somebody promises this customer something; kept before the ticket is closed, or not."""
    until = c.working_day(days, 17, 30)
    c.promise = c.say("committed", c.lead, promise=words, until=until)


def keep_promise(c: Case) -> None:
    if c.promise is not None and c.dice.chance(0.85):
        c.pause(5)
        c.say("commitment_kept", c.lead, of=c.promise.id)
    c.promise = None
