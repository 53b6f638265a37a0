"""Which closed tickets may go into the archive of their year: those on which nothing is open any
more, for the customer or among us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from svc.errors import N_, Phrase
from svc.rules.stock.reserved import reserved_for
from svc.rules.ticket.between_us import between_us
from svc.rules.ticket.part_requests import open_requests
from svc.rules.ticket.parts_out import parts_out

if TYPE_CHECKING:
    from svc.model.staff import Staff
    from svc.rules.promises.runs import PromiseRun
    from svc.rules.ticket.lifecycle import State


def reasons_to_stay(state: State, promises: Iterable[PromiseRun], staff: Staff) -> Iterator[Phrase]:
    """Why a ticket stays where it is, each with what ends it; nothing for one that may go. Of one
    that is open no more is said than that.
    """
    number = state.ticket.id
    if state.is_open():
        yield next(between_us(state))
        return
    yield from between_us(state)
    if any(run.is_open for run in promises):
        yield Phrase(N_("{ticket}: a promise is open: svc why {ticket}"), ticket=number)
    for part in parts_out(state.events):
        says = N_("{ticket}: part {part} is out: svc loan return {ticket} {part}")
        yield Phrase(says, ticket=number, part=part.lent.part)
    for request in open_requests(state.events):
        says = N_("{ticket}: part {part} is awaited: svc part requests")
        yield Phrase(says, ticket=number, part=request.asked.part)
    if reserved_for(state):
        yield Phrase(N_("{ticket}: parts are reserved for it: svc show {ticket}"), ticket=number)
    if state.account.owed_by_staff(staff):
        says = N_("{ticket}: its money was not handed in: svc receipt {ticket} --hand-in")
        yield Phrase(says, ticket=number)
    if state.account.still_to_pay < 0:
        says = N_("{ticket}: {amount} more was paid than charged: svc check {ticket}")
        yield Phrase(says, ticket=number, amount=-state.account.still_to_pay)
    if state.out_of_turn:
        says = N_("{ticket}: events are out of turn: svc check {ticket}")
        yield Phrase(says, ticket=number)
