"""The visit (上门), the return to the office and the receipt slip (维修回执)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.dispatches import whole_visits
from svc.actions.dissatisfaction import record_dissatisfaction
from svc.actions.loaners import loaners_to_take_back
from svc.actions.paid_work import NOTHING_SAID, Agreement, agreement_events
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import AgreementMissing, EvidenceMissing, Notice, SlipMissing, SlipNeedsOne
from svc.model import events as ev
from svc.model.events import PartUsed
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import needs_agreement
from svc.rules.ticket.visits import agreed_trip
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


def record_preparation(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    ready: list[str],
    missing: list[str] | None = None,
) -> TicketResult:
    """Parts, tools and papers are ready and checked (S0 2.5, 4.1); what is missing is said now, not
    on site.
    """
    return record_event(ledger, ticket, typist, ev.Prepared(ready=ready, missing=missing or []))


def record_arrivals(
    ledger: Ledger, tickets: Sequence[str], typist: Typist, *, met: str = ""
) -> list[TicketResult]:
    """The technician is at the customer's; of a visit to several machines, for all of them."""
    with writing(ledger, typist) as tx:
        numbers = [state.ticket.id for state in whole_visits(tx, tickets)]
        for number in numbers:
            tx.append(number, ev.Arrived(met=met), at=typist.at)
    return [ticket_result(ledger, tx, number) for number in numbers]


def visit_report(
    *,
    outcome: ev.Outcome,
    findings: str,
    work_done: str,
    cause: ev.Cause,
    parts: list[PartUsed] | None = None,
    condition: str = "",
    surroundings: str = "",
    evidence: str = "",
    in_warranty: bool | None = None,
    papers_seen: bool | None = None,
    checked: list[ev.VisitCheck] | None = None,
    advice: str = "",
    leftover: str = "",
    sure: bool = True,
) -> ev.Visited:
    """What was found and done on one machine. Raises EvidenceMissing if misuse is claimed without
    saying what shows it (S4 visit 4).
    """
    if cause == "misuse" and not evidence:
        raise EvidenceMissing()
    return ev.Visited(
        outcome=outcome,
        found=findings,
        done=work_done,
        cause=cause,
        condition=condition,
        surroundings=surroundings,
        in_warranty=in_warranty,
        papers_seen=papers_seen,
        checked=checked or [],
        evidence=evidence,
        parts=parts or [],
        advice=advice,
        sure=sure,
        leftover=leftover,
    )


def record_visits(
    ledger: Ledger,
    reports: Mapping[str, ev.Visited],
    typist: Typist,
    *,
    arrived: datetime | None = None,
    said: Mapping[str, Agreement] | None = None,
    used: Mapping[str, Sequence[ev.KnowledgeUsed]] | None = None,
) -> list[TicketResult]:
    """What was found and done in one visit (S0 2.6.9), by ticket: it counts once, at the first of
    them. `arrived` records the arrival too, where it was not typed before; `said`, by ticket too,
    the customer's agreement to paid work, as of the arrival. Without one a visit that was made is
    recorded all the same, and the agreement is due. `used`: known faults that were tried.
    """
    with writing(ledger, typist) as tx:
        numbers, unagreed = add_visits(ledger, tx, reports, typist, arrived=arrived, said=said)
        for number, ticket in zip(numbers, reports, strict=True):
            for tried in (used or {}).get(ticket, ()):
                tx.append(number, tried, at=typist.at)
    tx.notices += unagreed
    return [ticket_result(ledger, tx, number) for number in numbers]


def add_visits(
    ledger: Ledger,
    tx: Recording,
    reports: Mapping[str, ev.Visited],
    typist: Typist,
    *,
    arrived: datetime | None = None,
    said: Mapping[str, Agreement] | None = None,
) -> tuple[list[str], list[Notice]]:
    """The same within a command that records more; gives the tickets' numbers, and what is to be
    told once it is written.
    """
    numbers: list[str] = []
    unagreed: list[Notice] = []
    if arrived is not None:
        for each in whole_visits(tx, list(reports)):
            tx.append(each.ticket.id, ev.Arrived(), at=arrived)
    for ticket, report in reports.items():
        state = tx.ticket(ticket).state
        number = state.ticket.id
        agreement = (said or {}).get(ticket, NOTHING_SAID)
        visited = replace(
            report,
            not_agreed=agreement.not_agreed,
            emergency=agreement.emergency,
            along_with=numbers[0] if numbers else _made_with(tx, state),
            parts=_with_numbers(ledger, state, report, typist),
        )
        came = state.last_mark("arrived")
        began = arrived or (came.at if came else typist.happened)
        for answer, when in agreement_events(ledger, state, agreement, began):
            tx.append(number, answer, at=when)
        tx.append(number, visited, at=typist.at)
        if report.outcome in ev.REPAIRED:
            unagreed += loaners_to_take_back(ledger, state)
        if not agreement.who and needs_agreement(state, replace(visited, at=typist.happened)):
            unagreed.append(AgreementMissing(ticket=number))
        numbers.append(number)
    return numbers, unagreed


def _with_numbers(
    ledger: Ledger, state: State, report: ev.Visited, typist: Typist
) -> list[PartUsed]:
    """What was put in, pieces of the kit that are followed with their numbers."""
    followed = [ledger.parts.find_part(used.part) for used in report.parts]
    if not any(part is not None and part.serial for part in followed):
        return report.parts
    from svc.actions.kits import with_kit_pieces

    holder = state.technician or typist.by
    return with_kit_pieces(ledger, state, report.parts, holder, typist.happened)


def _made_with(tx: Recording, state: State) -> str:
    """The ticket whose visit was recorded already that this one is one with; empty: none."""
    trip = agreed_trip(state)
    for number in state.together:
        other = tx.ticket(number).state
        if other.visit is not None and not other.visit.along_with and agreed_trip(other) == trip:
            return number
    return ""


def lacks_agreement(ledger: Ledger, ticket: str, report: ev.Visited, typist: Typist) -> bool:
    """Whether a visit that ended so is paid work to which the customer has not agreed: asked about
    before it is recorded, where somebody can be asked. Raises NoSuchRecord.
    """
    return needs_agreement(ledger.read(ticket).state, replace(report, at=typist.happened))


def record_return(ledger: Ledger, ticket: str, typist: Typist) -> TicketResult:
    """The technician is back at the office: report, slip and callback are due from here."""
    return record_event(ledger, ticket, typist, ev.Back())


def record_report(ledger: Ledger, ticket: str, typist: Typist, *, words: str) -> TicketResult:
    """The technician has reported to the department (S0 2.7.2); a visit typed in full is a report
    too.
    """
    return record_event(ledger, ticket, typist, ev.Reported(words=words))


def record_filed(ledger: Ledger, ticket: str, typist: Typist, *, words: str = "") -> TicketResult:
    """The customer's file holds what the visit showed (S2 4.3.2); commands that change the file
    record it by themselves.
    """
    return record_event(ledger, ticket, typist, ev.Filed(words=words))


def pass_on_problem(
    ledger: Ledger, ticket: str, typist: Typist, *, to: str, words: str
) -> TicketResult:
    """An open problem is passed on to the company (S0 2.7.2); `to` is a department or a person."""
    return record_event(ledger, ticket, typist, ev.PassedOn(to=to, words=words))


def slip_of(
    *,
    signed_by: str = "",
    unsigned: str = "",
    rating: ev.Rating | None = None,
    remark: str = "",
    card: ev.CardState | None = None,
) -> ev.SlipIn:
    """A slip: signed, or unsigned with the reason; nobody is pressed. `card`: whether the warranty
    card came with it. Raises SlipNeedsOne.
    """
    if bool(signed_by) == bool(unsigned):
        raise SlipNeedsOne()
    return ev.SlipIn(
        signed_by=signed_by, unsigned=unsigned, rating=rating, remark=remark, card=card
    )


def file_slips(
    ledger: Ledger, slips: Mapping[str, ev.SlipIn], typist: Typist
) -> list[TicketResult]:
    """File slips, by ticket. Is the customer dissatisfied, the station head is told and work that
    is done is opened again for a talk.

    Raises ReasonNeeded without a `remark` of a dissatisfied customer.
    """
    with writing(ledger, typist) as tx:
        notices = add_slips(ledger, tx, slips, typist)
    return [ticket_result(ledger, tx, number, told) for number, told in notices.items()]


def file_cards(
    ledger: Ledger, tickets: Sequence[str], typist: Typist, *, card: ev.CardState
) -> list[TicketResult]:
    """The warranty card of a slip that is here already has come in, or is missing after all; the
    slip stands as it was. Raises SlipMissing.
    """
    numbers = []
    with writing(ledger, typist) as tx:
        for ticket in tickets:
            state = tx.ticket(ticket).state
            slip = state.slip
            if slip is None:
                raise SlipMissing(ticket=state.ticket.id)
            filed = slip_of(
                signed_by=slip.signed_by,
                unsigned=slip.unsigned,
                rating=slip.rating,
                remark=slip.remark,
                card=card,
            )
            tx.append(state.ticket.id, filed, at=typist.at)
            numbers.append(state.ticket.id)
    return [ticket_result(ledger, tx, number) for number in numbers]


def add_slips(
    ledger: Ledger, tx: Recording, slips: Mapping[str, ev.SlipIn], typist: Typist
) -> dict[str, list[Notice]]:
    """The same within a command that records more; gives what is to be told, by ticket, once it is
    written. Raises ReasonNeeded.
    """
    notices: dict[str, list[Notice]] = {}
    for ticket, slip in slips.items():
        record = tx.ticket(ticket)
        number = record.ticket.id
        if slip.rating in ev.DISSATISFIED:
            notices[number] = record_dissatisfaction(
                ledger, tx, record, typist, slip, reason=slip.remark, reopened_for="talk"
            )
        else:
            notices[number] = []
            tx.append(number, slip, at=typist.at)
    return notices
