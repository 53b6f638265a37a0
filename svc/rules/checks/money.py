"""Rules about a ticket's money: sums, amounts, receipts for what was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.rules.checks.seen import Finding, Place, SeenTicket
from svc.rules.prices import total_of

_AMOUNTS = ("amount", "total", "cost")
_FIGURES = re.compile(r"-?[0-9]{1,12}([.][0-9]{1,2})?")


def totals_are_the_sum_of_their_lines(seen: SeenTicket) -> Iterator[Finding]:
    """What is quoted, charged or on a receipt."""
    for index, event in enumerate(seen.log):
        if isinstance(event, (ev.Quoted, ev.Charged)):
            lines, total = event.lines, event.total
        elif isinstance(event, ev.ReceiptIssued) and event.lines:
            lines, total = event.lines, event.amount
        else:
            continue
        if total_of(lines) != total:
            problem = Phrase(N_("the lines add up to {sum}, not to {total}"), sum=total_of(lines), total=total)
            yield Finding("total", problem, ("log", index))


def money_taken_is_more_than_nothing(seen: SeenTicket) -> Iterator[Finding]:
    for index, event in enumerate(seen.log):
        if isinstance(event, (ev.Paid, ev.Refunded, ev.ReceiptIssued)) and event.amount <= 0:
            problem = Phrase(N_("{amount} yuan can be neither taken nor given back"), amount=event.amount)
            yield Finding("amount", problem, ("log", index, "amount"))


def amounts_are_written_in_figures(seen: SeenTicket) -> Iterator[Finding]:
    """As text, like "12.50": other programs make something else of a bare number, of 1_000 and of １２."""
    for index, event in enumerate(seen.log):
        data = seen.data["log"][index]
        places: list[tuple[Place, Any]] = [
            ((name,), data[name]) for name in _AMOUNTS if name in data and hasattr(event, name)
        ]
        for line in range(len(getattr(event, "lines", ()))):
            places.append((("lines", line, "price"), data["lines"][line]["price"]))
        for place, value in places:
            if not isinstance(value, str) or not _FIGURES.fullmatch(value):
                problem = Phrase(
                    N_('`{field}` is not written as amounts are: {value}. Write it like "12.50"'),
                    field=place[-1],
                    value=value,
                )
                yield Finding("figures", problem, ("log", index, *place))


def receipts_stand_for_the_money_taken(seen: SeenTicket) -> Iterator[Finding]:
    """For every payment that was not given back there is a receipt, and for every receipt a payment (domain: money)."""
    if not any(isinstance(event, (ev.Paid, ev.Refunded, ev.ReceiptIssued)) for event in seen.log):
        return
    missing = seen.state.account.without_receipt
    if missing > 0:
        yield Finding("receipt", Phrase(N_("{amount} yuan were taken without a receipt"), amount=missing), ("log",))
    elif missing < 0:
        problem = Phrase(N_("receipts for {amount} yuan more than was taken"), amount=-missing)
        yield Finding("receipt", problem, ("log",))
