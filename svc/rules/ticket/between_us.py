"""What is still between us and the customer about a ticket, whatever state it is in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svc.errors import N_, Phrase
from svc.rules.ticket.commitments import open_commitments
from svc.rules.ticket.loaners import loaners_out

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State


def between_us(state: State) -> Iterator[Phrase]:
    """What is open, each with the command that ends it."""
    number = state.ticket.id
    if state.is_open():
        yield Phrase(N_("{ticket} is open: svc show {ticket}"), ticket=number)
    if state.machine is not None:
        yield Phrase(N_("{ticket}: their machine is with us: svc pickup {ticket}"), ticket=number)
    if loaners_out(state.events):
        says = N_("{ticket}: they have a loaner: svc loaner return {ticket}")
        yield Phrase(says, ticket=number)
    if state.account.still_to_pay > 0 and "payment" not in state.waived:
        says = N_("{ticket}: {amount} is to be paid: svc receipt {ticket}")
        yield Phrase(says, ticket=number, amount=state.account.still_to_pay)
    for event in open_commitments(state.events):
        says = N_("{ticket}: they were promised something: svc commit {ticket} --kept {event}")
        yield Phrase(says, ticket=number, event=event.id)
