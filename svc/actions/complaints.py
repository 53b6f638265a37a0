"""Complaints (客户投诉): tickets of their own kind, linked to the ticket complained of (S1 ch. 3,
S3 5-7).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import N_, Damaged, NoPrevention, NotAcceptable, NotAComplaint, Phrase
from svc.model import events as ev
from svc.model.ids import TicketId
from svc.model.tickets import Terms, Ticket
from svc.rules.ticket.about_another import without_own_request
from svc.rules.ticket.complaints import ComplaintStory, complaint_story
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.steps import impossible_step
from svc.store.clone_settings import own_lane
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

_LAST_MINUTE = time(23, 59)


class RegisterEntry(Struct, frozen=True, kw_only=True):
    """A line of the register (客户投诉登记追踪表)."""

    ticket: Ticket
    state: State
    about: str
    story: ComplaintStory


def open_complaint(
    ledger: Ledger, about: str, typist: Typist, *, words: str, wishes: str, channel: str = "phone"
) -> TicketResult:
    """Take down a complaint about a ticket: a ticket of its own, each linked to the other, in one
    commit.

    Customer and machine are those of the ticket as they stand now; a complaint is urgent until it
    is judged.
    """
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        state = tx.ticket(about).state
        old = state.current
        if old.customer is None:  # a call that was only noted: whose complaint would it be?
            raise impossible_step(state, "received")
        office = ledger.office(old.office)
        complaint = replace(
            without_own_request(old),
            # given when it is written
            id=str(TicketId(old.office, typist.now.year, typist.now.month, "A", 0)),
            kind="complaint",
            status="received",
            received=typist.happened,
            channel=channel,
            urgency="urgent",
            urgency_reason=words.strip().split("\n")[0][:60],
            mode="phone",
            terms=Terms(
                policy=ledger.newest(
                    "policies", old.terms.policy.partition("@")[0] if old.terms else "office"
                ),
                calendar=ledger.newest("calendars", office.calendar),
            ),
            occurred=typist.happened.date().isoformat(),
            wishes=wishes,
            symptom=words,
            unknown=[],
            log=[ev.Received(digest=ev.DIGEST_TO_COME)],
        )
        number = tx.create(complaint, lane, typist.at)
        if not tx.repeated:
            tx.append(number, ev.Linked(ticket=old.id, why="complaint"))
            tx.append(old.id, ev.Linked(ticket=number, why="complaint"))
    return ticket_result(ledger, tx, number)


def judge_complaint(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    accepted: bool,
    category: str,
    grade: ev.Grade,
    quality: bool,
    words: str = "",
) -> TicketResult:
    """Accept a complaint or not, with class and grade. A major one goes to the manager at once (S3
    7).
    """
    with writing(ledger, typist) as tx:
        complaint = _complaint(tx.ticket(ticket).state)
        tx.append(
            complaint.id,
            ev.ComplaintJudged(
                accepted=accepted,
                by_whom=typist.by,
                sort=category,
                grade=grade,
                quality=quality,
                words=words,
            ),
            at=typist.at,
        )
        manager = next(
            (p for p in ledger.staff.staff if p.may(("manager",)) and p.left is None), None
        )
        if grade == "major" and manager is not None and manager.id != typist.by:
            tx.append(complaint.id, ev.Escalated(to=manager.id, reason=category), at=typist.at)
    return ticket_result(ledger, tx, complaint.id)


def record_cause(
    ledger: Ledger, ticket: str, typist: Typist, *, cause: str, proposal: str = ""
) -> TicketResult:
    """Why it came to the complaint, and what is to be done, by production and engineering (S3 6).

    Raises NotAComplaint and what `record_event` raises.
    """
    _complaint(ledger.read(ticket).state)
    return record_event(ledger, ticket, typist, ev.CauseFound(cause=cause, proposal=proposal))


def record_audited_cost(
    ledger: Ledger, ticket: str, typist: Typist, *, amount: Decimal, bearer: ev.Bearer, words: str
) -> TicketResult:
    """The cost as audited by finance, and who bears it (S3 6, 9). Raises like `record_cause`."""
    _complaint(ledger.read(ticket).state)
    audited = ev.CostAudited(amount=amount, bearer=bearer, words=words)
    return record_event(ledger, ticket, typist, audited)


def record_recovered_cost(
    ledger: Ledger, ticket: str, typist: Typist, *, amount: Decimal, words: str
) -> TicketResult:
    """What the business department recovered from the customer (S3 5.2). Raises like
    `record_cause`.
    """
    _complaint(ledger.read(ticket).state)
    return record_event(ledger, ticket, typist, ev.CostRecovered(amount=amount, words=words))


def check_prevention(
    ledger: Ledger, ticket: str, typist: Typist, checked: ev.PreventionChecked
) -> TicketResult:
    """Whether a prevention took effect; where it did not, by when somebody looks again. Raises
    NoPrevention where none was recorded, NotAcceptable for another look at what took effect, and
    like `record_cause`.
    """
    if checked.effective and checked.again_by is not None:
        raise NotAcceptable(problem=Phrase(N_("what took effect is not looked at again")))
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        complaint = _complaint(state)
        action = complaint_story(state.events).action
        if action is None or not action.prevention:
            raise NoPrevention(ticket=complaint.id)
        tx.append(complaint.id, checked, at=typist.at)
    return ticket_result(ledger, tx, complaint.id)


def record_responsibility(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    cause: str,
    department: str,
    person: str = "",
    cost: Decimal | None = None,
) -> TicketResult:
    """Cause, responsible department and person, by quality inspection; cost as audited (S3 5)."""
    _complaint(ledger.read(ticket).state)
    return record_event(
        ledger,
        ticket,
        typist,
        ev.ResponsibilityFound(cause=cause, department=department, person=person, cost=cost),
    )


def record_corrective_action(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    remedy: str,
    prevention: str = "",
    effective_by: datetime | None = None,
) -> TicketResult:
    """What was done so that it is put right, and so that it does not happen again; `effective_by`
    is when somebody looks whether that took effect, see `usual_look`.
    """
    return record_event(
        ledger,
        ticket,
        typist,
        ev.CorrectiveAction(remedy=remedy, prevention=prevention, effective_by=effective_by),
    )


def usual_look(ledger: Ledger, since: datetime) -> datetime:
    """Until when somebody looks whether a prevention took effect if nobody says: the end of the
    day that is so many days later, so that what is said twice is the same.
    """
    day = since.astimezone(ledger.zone).date() + timedelta(days=ledger.settings.prevention_days)
    return datetime.combine(day, _LAST_MINUTE, tzinfo=ledger.zone)


def complaint_register(
    ledger: Ledger, *, day: date | None = None, month: str = ""
) -> tuple[list[RegisterEntry], list[Damaged]]:
    """The register of complaints received on a day or in a month (YYYY-MM), all if neither is
    named.
    """
    broken: list[Damaged] = []
    entries = []
    for record in ledger.tickets(broken, "", Sought(keys=(("is", "complaint"),))):
        received = record.ticket.received
        if record.ticket.kind != "complaint" or (day and received.date() != day):
            continue
        if month and received.isoformat()[:7] != month:
            continue
        log = record.state.ticket.log
        entries.append(
            RegisterEntry(
                ticket=record.state.current,
                state=record.state,
                about=next((e.ticket for e in log if isinstance(e, ev.Linked)), ""),
                story=complaint_story(record.state.events),
            )
        )
    return entries, broken


def _complaint(state: State) -> Ticket:
    if state.ticket.kind != "complaint":
        raise NotAComplaint(ticket=state.ticket.id)
    return state.current
