"""Reply and arrange, first half (移交 回复): told on, answered, the customer reached."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    N_,
    MachineStays,
    NobodyToTell,
    NotAcceptable,
    Notice,
    OfficeHasIt,
    Phrase,
    VisitStands,
)
from svc.model import events as ev
from svc.model.policies import ATTEMPTS
from svc.model.tickets import Ticket
from svc.rules.ticket import steps
from svc.rules.ticket.attempts import contact_attempts
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.turns import station_head
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.store.recording import Recording


def hand_over_ticket(
    ledger: Ledger, ticket: str, typist: Typist, *, to: str, words: str = ""
) -> TicketResult:
    """Tell the lead or coordinator everything (S0 2.2.5). Raises UnknownStaff and what
    `record_event` raises.
    """
    return record_event(ledger, ticket, typist, _handed_over(ledger, to, words))


def _handed_over(ledger: Ledger, to: str, words: str) -> ev.HandedOver:
    """Raises UnknownStaff, NotAcceptable."""
    person = ledger.person(to)
    if not person.may(("lead", "coordinator", "manager")):
        raise NotAcceptable(
            problem=Phrase(N_("{person} is neither a lead nor a coordinator"), person=to)
        )
    return ev.HandedOver(to=person.id, words=words)


def hand_over_to_office(
    ledger: Ledger, ticket: str, typist: Typist, *, office: str, to: str = "", words: str = ""
) -> TicketResult:
    """Another office acts from here on, by its own calendar; the ticket keeps its number. `to`: the
    lead or coordinator there who has been told everything.

    Raises UnknownOffice, OfficeHasIt, UnknownStaff, NotAcceptable for a `to` of another office.
    """
    there = ledger.office(office)
    handed_over = _handed_over(ledger, to, words) if to else None
    if handed_over is not None and ledger.person(handed_over.to).office != office:
        problem = Phrase(N_("{person} is not of the office {office}"), person=to, office=office)
        raise NotAcceptable(problem=problem)
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        current, number = state.current, state.ticket.id
        last = state.moves[-1] if state.moves else None
        is_said_again = last is not None and last.words == words and tx.has_just_said(last)
        if current.office == office and not is_said_again:
            raise OfficeHasIt(ticket=number, office=office)
        before = current.terms.calendar.partition("@")[0] if current.terms else ""
        calendar = "" if before == there.calendar else ledger.newest("calendars", there.calendar)
        moved = ev.OfficeChanged(
            office=office,
            region=there.region,
            calendar=calendar,
            words="" if handed_over else words,
            away_from=current.office,
        )
        tx.append(number, moved, at=typist.at, worked_out=("calendar", "away_from"))
        if handed_over is not None:
            tx.append(number, handed_over, at=typist.at)
    return ticket_result(ledger, tx, number, _left_behind(ledger, state))


def _left_behind(ledger: Ledger, state: State) -> list[Notice]:
    """What of the ticket is still as the office had it that gives it away."""
    number = state.ticket.id
    notices: list[Notice] = []
    if state.status == "dispatched":
        person = ledger.staff.name_of(state.technician)
        notices.append(VisitStands(ticket=number, person=person, time=state.appointment))
    if state.machine is not None:
        notices.append(MachineStays(ticket=number, place=state.machine.place))
    return notices


def record_contact(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    spoke_to: str,
    judged: str,
    promised: datetime | None = None,
    words: str = "",
) -> TicketResult:
    """The customer was reached, the fault judged, a time promised (S4 coordinator 2, 3)."""
    return record_event(
        ledger,
        ticket,
        typist,
        ev.Contacted(spoke_to=spoke_to, judged=judged, promised=promised, words=words),
    )


def ask_specialist(
    ledger: Ledger, ticket: str, typist: Typist, *, to: str, question: str
) -> TicketResult:
    """Put a question that the hotline can't answer to somebody who can, to be answered within one
    working day (S4 hotline 4, 6). Raises UnknownStaff, NotAcceptable.
    """
    person = ledger.person(to)
    if not person.may(ev.ENGINEERS):
        raise NotAcceptable(
            problem=Phrase(N_("{person} is neither a specialist nor an engineer"), person=to)
        )
    return record_event(ledger, ticket, typist, ev.Asked(to=person.id, question=question))


def is_answer_wanted(ledger: Ledger, ticket: str) -> bool:
    """Whether the ticket waits for an answer that ends the matter. Raises NoSuchRecord, Damaged."""
    return steps.is_answer_wanted(ledger.read(ticket).state)


def record_reply(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    remedy: str,
    prepare: str = "",
    spoke_to: str = "",
    used: Sequence[ev.KnowledgeUsed] = (),
) -> TicketResult:
    """The first technical answer: likely remedy, what the customer should prepare (S0 2.3.3); with
    the known faults that were tried.
    """
    replied = ev.Replied(remedy=remedy, prepare=prepare, spoke_to=spoke_to)
    return record_event(ledger, ticket, typist, replied, *used)


def record_answer(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    words: str,
    spoke_to: str = "",
    used: Sequence[ev.KnowledgeUsed] = (),
) -> TicketResult:
    """Solved on the phone or remotely: the work ends here, and a follow-up call is due (S2 4.2.2B).

    Not after the answer to a complaint, nor after the talk with somebody who was dissatisfied:
    they guide nobody at a machine.
    """
    state = ledger.read(ticket).state
    # A question about detergent was no guidance of a repair, so nobody calls 2 hours later.
    guided = state.current.kind == "repair" and not state.is_reopened_for_talk()
    answered = ev.Answered(answer=words, spoke_to=spoke_to, guided=guided)
    return record_event(ledger, ticket, typist, answered, *used)


def record_not_reached(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    purpose: ev.Purpose,
    reason: str,
    next_at: datetime | None = None,
) -> TicketResult:
    """A call that found nobody: an attempt, not a callback. The next one is some working hours
    later, by the policy.

    After as many attempts as the policy says the station head is told in the same command, and
    after as many again.
    """
    notices: list[Notice] = []
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        worked_out = ("next",) if next_at is None else ()
        terms = record.state.current.terms
        policy = ledger.policy(terms.policy) if terms else None
        if next_at is None and terms is not None and policy is not None:
            next_at = ledger.calendar(terms.calendar).add(
                typist.happened, policy.retry_hours * 3600
            )
        number = record.ticket.id
        times = len(contact_attempts(record.state, purpose)) + 1
        most = policy.attempts if policy else ATTEMPTS
        if times % most == 0 and not _said_just_now(tx, record.ticket, typist, purpose, reason):
            superior = station_head(
                ledger.staff, record.state.current.office, typist.now.date(), besides=typist.by
            )
            if superior is None:
                notices.append(NobodyToTell())
            else:
                # Before the attempt: said twice, the attempt is the last event, and is known again.
                tx.append(
                    number,
                    ev.Escalated(to=superior.id, reason=f"{times}× {reason}"),
                    at=typist.at,
                    worked_out=("reason",),
                )
        tx.append(
            number,
            ev.NotReached(purpose=purpose, reason=reason, next=next_at),
            at=typist.at,
            worked_out=worked_out,
        )
    return ticket_result(ledger, tx, number, notices)


def _said_just_now(
    tx: Recording, ticket: Ticket, typist: Typist, purpose: str, reason: str
) -> bool:
    """Whether this person typed the same attempt a moment ago: then it is the same one, not one
    more.
    """
    last = next(tx.just_said(ticket.log), None)
    return (
        isinstance(last, ev.NotReached)
        and (last.purpose, last.reason) == (purpose, reason)
        and typist.at in (None, last.at)
    )
