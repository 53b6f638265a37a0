"""Stories of money, of tickets that came with the cash desk: paid in two ways, a line free by
goodwill, less than was agreed to, on account, recorded twice; and a slip that came late.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sample.after import defer, finish, quote_lines, total
from sample.desk import Case, at_clock
from sample.steps import dispatch, ready
from sample.stories import fixed_on_site, opening, visit

CASH = Decimal("100.00")
PAID_ON = date(2026, 10, 12)
"""When those on account pay what they owe of September."""


def two_ways(c: Case) -> None:
    """A part in cash, the rest by WeChat: one receipt."""
    lines = _worked(c)
    cashier, whole = c.role("cashier"), total(lines)
    c.pause(3)
    c.say("charged", cashier, lines=lines, total=whole)
    c.pause(2)
    ways = [{"how": "wechat", "amount": whole - CASH}, {"how": "cash", "amount": CASH}]
    c.say("paid", cashier, taken_by=cashier, **ways[0])
    c.also("paid", taken_by=cashier, **ways[1])
    _receipt(c, whole, lines, how="wechat", ways=ways)
    finish(c)


def goodwill(c: Case) -> None:
    """The manager approves that the way costs nothing; it stands on the quotation as free."""
    opening(c)
    c.wait(30)
    manager = c.role("manager")
    words = "三年老客户，上门费免收，其余照价"
    c.say(
        "approved", manager, asked="老客户申请免上门费", granted=True, by_whom=manager, words=words
    )
    lines = quote_lines(c)
    lines[-1]["free"] = "goodwill"
    _agreed(c, lines)
    _mended(c)
    _taken(c, lines)
    finish(c)


def below(c: Case) -> None:
    """Less is charged than was agreed to, and why."""
    lines = _worked(c)
    cashier, charged = c.role("cashier"), lines[:-1]
    c.pause(3)
    reason = "与隔壁店同一趟上门，上门费不再收"
    c.say("charged", cashier, lines=charged, total=total(charged), reason=reason)
    _pay(c, charged, cashier)
    finish(c)


def account(c: Case) -> None:
    """Charged on account, on the statement of the month, paid by transfer in the next."""
    lines = _worked(c)
    cashier = c.role("cashier")
    c.pause(3)
    c.say("charged", cashier, lines=lines, total=total(lines))
    c.pause(4)
    defer(c)
    finish(c)
    c.until(at_clock(PAID_ON, 10, c.dice.between(5, 50)))
    _pay(c, lines, cashier, how="transfer")


def taken_twice(c: Case) -> None:
    """The technician took it by WeChat; the cashier takes it down once more, at a desk that has not
    heard of it yet; when both are merged it is seen to be the same payment.
    """
    lines = _worked(c)
    amount = total(lines)
    c.pause(3)
    c.say("charged", c.technician, lines=lines, total=amount)
    first = _pay(c, lines, c.technician)
    c.pause(12)
    c.say("handed_in", c.role("cashier"), of=first.id)
    c.now = c.working_day(1, 9, c.dice.between(5, 40))
    again = _pay(c, lines, c.role("cashier"))
    c.apart[again.id] = first.id
    c.wait(90)
    reason = "与工程师现场收的是同一笔，两边都记了"
    number = f"?{len(c.state.account.receipts)}"
    told = {"amount": amount, "how": "wechat", "receipt": number, "reason": reason}
    c.say("refunded", c.role("cashier"), **told, not_taken=True)
    c.also("receipt_voided", number=number, reason=reason)
    finish(c)


def late_slip(c: Case) -> None:
    """The slip is entered after the day was sealed, with the moment at which it came in."""
    c.extras.add("late_slip")
    visit(c)


# The steps of these


def _worked(c: Case) -> list[dict[str, Any]]:
    """Quoted, agreed to and mended; gives the lines."""
    opening(c)
    lines = quote_lines(c)
    _agreed(c, lines)
    _mended(c)
    return lines


def _agreed(c: Case, lines: list[dict[str, Any]]) -> None:
    c.wait(12)
    paid = [line for line in lines if "free" not in line]
    c.say("quoted", c.role("clerk"), lines=lines, total=total(paid))
    c.pause(14)
    c.say("consented", c.role("clerk"), to="price", who=c.contact, how="微信", granted=True)


def _mended(c: Case) -> None:
    c.outcome = "fixed"
    dispatch(c)
    ready(c)
    fixed_on_site(c, [])


def _taken(c: Case, lines: list[dict[str, Any]]) -> None:
    cashier = c.role("cashier")
    paid = [line for line in lines if "free" not in line]
    c.pause(3)
    c.say("charged", cashier, lines=lines, total=total(paid))
    _pay(c, lines, cashier)


def _pay(
    c: Case,
    lines: list[dict[str, Any]],
    by: str,
    *,
    how: str = "wechat",
) -> Any:
    """One payment and its receipt."""
    whole = total([line for line in lines if "free" not in line])
    c.pause(2)
    paid = c.say("paid", by, amount=whole, how=how, taken_by=by)
    _receipt(c, whole, lines, how=how)
    return paid


def _receipt(c: Case, amount: Decimal, lines: list[dict[str, Any]], **more: Any) -> None:
    told = {"payer": c.customer.unit, "amount": amount, "lines": lines}
    c.also("receipt_issued", number=c.new_receipt(), **told, **more)
