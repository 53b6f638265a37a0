"""The visit (上门), the return to the office and the receipt slip (维修回执)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from svc.actions.dissatisfaction import record_dissatisfaction
from svc.actions.paid_work import NOTHING_SAID, Agreement, agreement_events
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import AgreementMissing, EvidenceMissing, SlipNeedsOne
from svc.model import events as ev
from svc.model.events import PartUsed
from svc.rules.ticket.paid_work import needs_agreement
from svc.store.ledger import Ledger


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


def record_arrival(ledger: Ledger, ticket: str, typist: Typist, *, met: str = "") -> TicketResult:
    """The technician is at the customer's."""
    return record_event(ledger, ticket, typist, ev.Arrived(met=met))


def record_visit(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    outcome: ev.Outcome,
    findings: str,
    work_done: str,
    cause: ev.Cause,
    arrived: datetime | None = None,
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
    said: Agreement = NOTHING_SAID,
) -> TicketResult:
    """What was found and done (S0 2.6.9). `arrived` records the arrival too, where it was not typed
    before; `said` the customer's agreement to paid work, as of the arrival. Without one a visit
    that was made is recorded all the same, and the agreement is due.

    Raises EvidenceMissing if misuse is claimed without saying what shows it (S4 visit 4).
    """
    if cause == "misuse" and not evidence:
        raise EvidenceMissing()
    visited = ev.Visited(
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
        not_agreed=said.not_agreed,
        emergency=said.emergency,
    )
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        if arrived is not None:
            tx.append(number, ev.Arrived(), at=arrived)
        came = state.last_mark("arrived")
        began = arrived or (came.at if came else typist.happened)
        for answer, when in agreement_events(ledger, state, said, began):
            tx.append(number, answer, at=when)
        tx.append(number, visited, at=typist.at)
    if not said.who and needs_agreement(state, replace(visited, at=typist.happened)):
        tx.notices.append(AgreementMissing(ticket=number))
    return ticket_result(ledger, tx, number)


def lacks_agreement(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    outcome: ev.Outcome,
    cause: ev.Cause,
    evidence: str = "",
    in_warranty: bool | None = None,
) -> bool:
    """Whether a visit that ended so is paid work to which the customer has not agreed: asked about
    before it is recorded, where somebody can be asked. Raises NoSuchRecord.
    """
    visited = ev.Visited(
        at=typist.happened,
        outcome=outcome,
        found="…",
        done="…",
        cause=cause,
        evidence=evidence,
        in_warranty=in_warranty,
    )
    return needs_agreement(ledger.read(ticket).state, visited)


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


def file_slip(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    signed_by: str = "",
    unsigned: str = "",
    rating: ev.Rating | None = None,
    remark: str = "",
) -> TicketResult:
    """File the slip: signed, or unsigned with the reason; nobody is pressed. Is the customer
    dissatisfied, the station head is told and work that is done is opened again for a talk.

    Raises SlipNeedsOne, ReasonNeeded without a `remark` of a dissatisfied customer.
    """
    if bool(signed_by) == bool(unsigned):
        raise SlipNeedsOne()
    slip = ev.SlipIn(signed_by=signed_by, unsigned=unsigned, rating=rating, remark=remark)
    if rating not in ev.DISSATISFIED:
        return record_event(ledger, ticket, typist, slip)
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        notices = record_dissatisfaction(
            ledger, tx, record, typist, slip, reason=remark, reopened_for="talk"
        )
    return ticket_result(ledger, tx, record.ticket.id, notices)
