"""Two tickets that are one matter: the first ends as a duplicate, and what the customer said and
was promised goes on with the second.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import N_, CannotJoin, NotOpenToJoin, Phrase, SameTicket, TheEarlierStays
from svc.model import events as ev
from svc.rules.ticket.commitments import open_commitments
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.loaners import loaners_out
from svc.rules.ticket.steps import impossible_step
from svc.store.ledger import Ledger


class Joining(Struct, frozen=True, kw_only=True):
    """What is joined, and what goes along."""

    first: State  # the one that ends
    second: State  # the one that stays
    reminder: ev.Reminded  # what the customer said the first time
    commitments: list[ev.Committed]  # what they were promised


def what_to_join(ledger: Ledger, ticket: str, into: str, *, allow: str = "") -> Joining:
    """What `join_tickets` would do. Raises like it; nothing is written."""
    return _joining(ledger.read(ticket).state, ledger.read(into).state, allow)


def join_tickets(
    ledger: Ledger, ticket: str, typist: Typist, *, into: str, reason: str
) -> TicketResult:
    """Join a ticket to another one that is of the same matter, both in one commit: it ends as a
    duplicate and counts in no figure; there the call is noted as another one of the same matter
    (催单), and what was promised is promised on. Gives the one that stays.

    Raises SameTicket, NotOpenToJoin if the one that is to stay is over, CannotJoin for one with
    work, money or parts, TheEarlierStays if it came before the other (a manager may allow that),
    ImpossibleStep, NoSuchRecord.
    """
    with writing(ledger, typist) as tx:
        first, second = tx.ticket(ticket).state, tx.ticket(into).state
        joined = ev.Joined(into=second.ticket.id, reason=reason)
        number, other = first.ticket.id, second.ticket.id
        if tx.is_said_again(number, joined):
            tx.repeated = True
        else:
            found = _joining(first, second, typist.allow)
            tx.append(number, joined, at=typist.at)
            tx.append(other, ev.Linked(ticket=number, why="same"), at=typist.at)
            tx.append(other, found.reminder, at=typist.at)
            for commitment in found.commitments:
                tx.append(other, commitment, at=typist.at)
    return ticket_result(ledger, tx, other)


def _joining(first: State, second: State, allow: str) -> Joining:
    number, other = first.ticket.id, second.ticket.id
    if number == other:
        raise SameTicket(ticket=number)
    if not second.is_open():
        raise NotOpenToJoin(ticket=number, into=other, status=second.status)
    against = list(_against(first))
    if (first.current.kind == "complaint") != (second.current.kind == "complaint"):
        against.append(Phrase(N_("a complaint keeps its number")))
    if against:
        raise CannotJoin(ticket=number, into=other, against=against)
    if first.status not in ev.CATALOGUE["joined"].after:
        raise impossible_step(first, "joined")
    if first.ticket.received < second.ticket.received and not allow:
        raise TheEarlierStays(ticket=number, into=other)
    return Joining(
        first=first,
        second=second,
        reminder=ev.Reminded(caller=_caller(first), words=_words(first)),
        commitments=[
            ev.Committed(promise=each.promise, until=each.until)
            for each in open_commitments(first.events)
        ],
    )


def _against(state: State) -> Iterator[Phrase]:
    """What a ticket has that can't go along."""
    if not state.account.is_empty:
        yield Phrase(N_("money was recorded on it"))
    if any(isinstance(event, (ev.PartLent, ev.PartRequested)) for event in state.events):
        yield Phrase(N_("parts were lent or asked for"))
    if state.visits or state.repaired is not None or state.machine is not None:
        yield Phrase(N_("somebody has worked on it"))
    elif state.status in ("dispatched", "visiting", "on_bench", "at_factory"):
        yield Phrase(N_("a visit is agreed, or the machine is with us"))
    if loaners_out(state.events):
        yield Phrase(N_("the customer has a loaner"))


def _caller(state: State) -> str:
    customer = state.current.customer
    if customer is not None:
        return customer.contact
    return state.noted.name if state.noted is not None else ""


def _words(state: State) -> str:
    """What was told at intake, then noted: in the customer's words, with the number it had."""
    current = state.current
    told = [current.symptom, current.wishes, state.noted.words if state.noted else ""]
    noted = [event.words for event in state.events if isinstance(event, (ev.Remarked, ev.Reminded))]
    return "\n".join([state.ticket.id, *(each for each in (*told, *noted) if each)])
