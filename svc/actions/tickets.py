"""What can be done to a ticket at nearly any time: hold, note, settle, close, open again,
correct.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from svc.actions.loaners import check_loaners_back
from svc.actions.paid_work import check_step, permission_of
from svc.actions.parts_settled import check_settled
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    CannotAdopt,
    Damaged,
    NoOpenTime,
    NoSuchEvent,
    NoSuchVersion,
    NotAState,
    NothingToAdopt,
    NothingToSettle,
    Notice,
    NotPickedUp,
    OnlyAManagerAnswers,
    SlipMissing,
    TooFar,
)
from svc.model import events as ev
from svc.model import layout, reading
from svc.model.events import STATES, Committed, Corrected
from svc.model.tickets import HEAD_KEYS, Ticket, head_digest, value_in_head
from svc.rules.ticket.lifecycle import events_in_order
from svc.store.ledger import Ledger
from svc.store.records import Record, ticket_record_of

if TYPE_CHECKING:
    from svc.store.recording import Recording


def record_reminder(
    ledger: Ledger, ticket: str, typist: Typist, *, caller: str = "", words: str = ""
) -> TicketResult:
    """The customer called again for the same matter (催单): logged here, never a second ticket
    (S4).
    """
    return record_event(ledger, ticket, typist, ev.Reminded(caller=caller, words=words))


def hold_ticket(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    wish: ev.Wish,
    reason: str,
    until: datetime | None = None,
) -> TicketResult:
    """Put a ticket on hold, so many working days if nobody says until when. Only the customer's own
    wish stops promises.
    """
    if until is None:
        until = _usual_end_of_hold(ledger, ticket, typist)
    return record_event(ledger, ticket, typist, ev.Held(wish=wish, reason=reason, until=until))


def _usual_end_of_hold(ledger: Ledger, ticket: str, typist: Typist) -> datetime | None:
    """None where it can't be counted; the ticket is then watched as one that nobody took
    further.
    """
    from svc.rules.promises.watched import end_of_hold

    terms = ledger.read(ticket).state.current.terms
    if terms is None:
        return None
    try:
        calendar = ledger.calendar(terms.calendar)
        return end_of_hold(typist.happened, calendar, ledger.settings.watch_limits)
    except (NoSuchVersion, NoOpenTime, TooFar, Damaged):
        return None


def resume_ticket(ledger: Ledger, ticket: str, typist: Typist, *, words: str = "") -> TicketResult:
    """Take a ticket up again; it returns to the state it left."""
    return record_event(ledger, ticket, typist, ev.Resumed(words=words))


def escalate_ticket(
    ledger: Ledger, ticket: str, typist: Typist, *, to: str, reason: str
) -> TicketResult:
    """Hand a problem up (S0 2.4.1). Raises UnknownStaff."""
    return record_event(
        ledger, ticket, typist, ev.Escalated(to=ledger.person(to).id, reason=reason)
    )


def record_commitment(
    ledger: Ledger, ticket: str, typist: Typist, *, promise: str, until: datetime
) -> TicketResult:
    """Record what somebody promised this customer, until when."""
    return record_event(ledger, ticket, typist, ev.Committed(promise=promise, until=until))


def record_approval(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    asked: str,
    granted: bool,
    by_whom: str,
    words: str = "",
    of: str = "",
) -> TicketResult:
    """Permission was asked and given or refused (请示/批复): for what, by whom (S3 五(3)).

    `of`: for what the guard of the shared repository refused, as it named it. Raises UnknownStaff,
    OnlyAManagerAnswers.
    """
    if of and not ledger.person(typist.by).may(("manager",)):
        raise OnlyAManagerAnswers(person=typist.by)
    decided = ledger.person(by_whom).id
    event = ev.Approved(asked=asked, granted=granted, by_whom=decided, words=words, of=of)
    return record_event(ledger, ticket, typist, event)


def set_urgency(
    ledger: Ledger, ticket: str, typist: Typist, *, urgency: ev.Urgency, reason: str
) -> TicketResult:
    """Say how urgent it is, and why (S3 五(1))."""
    return record_event(ledger, ticket, typist, ev.UrgencySet(urgency=urgency, reason=reason))


def keep_commitment(
    ledger: Ledger, ticket: str, typist: Typist, *, commitment_id: str, words: str = ""
) -> TicketResult:
    """A commitment to the customer was kept; `commitment_id` is its event id, or the beginning of
    it. Raises NoSuchEvent.
    """
    matching_ids = [
        event.id
        for event in ledger.read(ticket).ticket.log
        if isinstance(event, Committed) and event.id.startswith(commitment_id)
    ]
    if len(matching_ids) != 1:
        raise NoSuchEvent(ticket=ticket, event=commitment_id)
    return record_event(ledger, ticket, typist, ev.CommitmentKept(of=matching_ids[0], words=words))


def add_note(ledger: Ledger, ticket: str, typist: Typist, *, words: str) -> TicketResult:
    """Add a note."""
    return record_event(ledger, ticket, typist, ev.Remarked(words=words))


def close_ticket(ledger: Ledger, ticket: str, typist: Typist, *, words: str = "") -> TicketResult:
    """Close a ticket that was called back.

    Raises SlipMissing while the slip of its visit is not filed, NotPickedUp while the customer's
    machine is with us, PartsNotSettled while a part lent for it is out, LoanerNotBack while the
    customer has a loaner (a manager may allow each);
    NotAgreed, NotCharged and Unpaid while paid work
    lacks something (`check_step` says who may let it pass).
    """
    permission = permission_of(ledger, typist)
    typist = permission.typist
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        state = record.state
        if (
            state.visit is not None
            and state.slip is None
            and state.status == "called_back"
            and not typist.allow
        ):
            raise SlipMissing(ticket=record.ticket.id)
        notices: list[Notice] = []
        if state.status == "called_back":
            if state.machine is not None and not typist.allow:
                raise NotPickedUp(ticket=record.ticket.id, place=state.machine.place or "—")
            check_settled(ledger, state, typist)
            check_loaners_back(ledger, state, typist)
            notices = check_step(ledger, tx, state, permission, "close")
        tx.append(record.ticket.id, ev.Closed(words=words), at=typist.at)
    tx.notices += notices
    return ticket_result(ledger, tx, record.ticket.id)


def reopen_ticket(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    reason: str,
    reopened_for: ev.ReopenedFor = "repair",
) -> TicketResult:
    """Open a ticket again. For a repair, visit and callback promises start anew, the earlier ones
    keep how they ended; for a talk, the work stands and the customer is to be spoken with.
    """
    return record_event(
        ledger, ticket, typist, ev.Reopened(reason=reason, reopened_for=reopened_for)
    )


def cancel_ticket(
    ledger: Ledger, ticket: str, typist: Typist, *, reason: str, asked_by: str
) -> TicketResult:
    """Give a request up."""
    return record_event(ledger, ticket, typist, ev.Cancelled(reason=reason, asked_by=asked_by))


def mistyped_by(ledger: Ledger, ticket: str, by: str) -> str:
    """The name of this person if nobody else has recorded anything on the ticket: then it may be
    cancelled without a customer's word, as one that was mistyped. Else empty.
    """
    record = ledger.read(ticket)
    alone = all(event.by == by for event in record.log)
    return ledger.staff.name_of(by) if alone else ""


def settle_ticket(
    ledger: Ledger, ticket: str, typist: Typist, *, outcome: str, words: str
) -> TicketResult:
    """Name the outcome of events that a merge left out of turn, or that both end one thing.

    Raises NotAState, NothingToSettle.
    """
    from svc.rules.checks.tickets import ended_twice

    if outcome not in STATES:
        raise NotAState(outcome=outcome, known=list(STATES))
    settled = ev.Settled(outcome=outcome, words=words)
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        open_ = record.state.out_of_turn or any(ended_twice(enumerate(events_in_order(record.log))))
        if not open_ and not tx.is_said_again(record.ticket.id, settled):
            raise NothingToSettle(ticket=record.ticket.id)
        tx.append(record.ticket.id, settled, at=typist.at)
    return ticket_result(ledger, tx, record.ticket.id)


def adopt_edits(ledger: Ledger, ticket: str, typist: Typist, *, reason: str) -> TicketResult:
    """Record what was edited by hand in a ticket's head as corrections, and put the head back as
    told.

    The head as told is taken from the commit whose digest the ticket carries. Raises
    NothingToAdopt, CannotAdopt if no commit holds it, or if something else than a single value was
    changed.
    """
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        told = [event.digest for event in record.ticket.log if isinstance(event, ev.INTAKES)]
        digest = told[0] if told else ""
        # a noted call is told as far as it goes; of two that completed it, whose holds was said
        if not digest or head_digest(record.data) in told:
            changes = _just_adopted(tx, record.ticket, reason)
            if not changes:
                raise NothingToAdopt(ticket=record.ticket.id)
        else:
            changes = _put_head_back(tx, record, digest)
        for field, old, new in changes:
            tx.append(
                record.ticket.id,
                ev.Corrected(field=field, old=old, new=new, reason=reason),
                at=typist.at,
            )
    return ticket_result(ledger, tx, record.ticket.id)


def _just_adopted(tx: Recording, ticket: Ticket, reason: str) -> list[tuple[str, str, str]]:
    """What this person corrected last, for this reason, a moment ago: the same command typed once
    more.
    """
    changes: list[tuple[str, str, str]] = []
    for event in tx.just_said(ticket.log):
        if not isinstance(event, Corrected) or event.reason != reason:
            break
        changes.insert(0, (event.field, event.old, event.new))
    return changes


def _put_head_back(tx: Recording, record: Record, digest: str) -> list[tuple[str, str, str]]:
    """Put the head back as told, and give what was edited. Raises CannotAdopt."""
    earlier_text = tx.earlier_text(record.path, lambda data: head_digest(data) == digest)
    if earlier_text is None:
        raise CannotAdopt(ticket=record.ticket.id, field=".")
    first_told = reading.read_record(earlier_text)
    now = {each.field: each.new for each in record.log if isinstance(each, Corrected)}
    changes = [
        (field, now.get(field, old), new)
        for field, old, new in _changed_values(first_told, record.data, record.ticket.id)
    ]
    # The file as it would be had nobody touched it: the head as told, the log as it is now.
    head, _, _ = earlier_text.partition("\nlog:")
    _, _, log = record.text.partition("\nlog:")
    if not log:
        raise CannotAdopt(ticket=record.ticket.id, field="log")
    text = f"{head}\nlog:{log}"
    restored = ticket_record_of(text.encode(), record.ticket.number)
    if layout.write_record({"log": restored.data["log"]}) != layout.write_record(
        {"log": record.data["log"]}
    ):
        raise CannotAdopt(ticket=record.ticket.id, field="log")
    tx.put_back(restored)
    return changes


def _changed_values(
    earlier_head: dict[str, object], now: dict[str, object], ticket: str
) -> list[tuple[str, str, str]]:
    """Each single value that differs between two heads: dotted path, as told, as edited."""
    before, after = _values(earlier_head), _values(now)
    changes = []
    for field in sorted(before.keys() | after.keys()):
        old, new = before.get(field), after.get(field)
        if old == new:
            continue
        if (
            field not in after
            or field.split(".")[0] in ("id", "received", "log", "unknown")
            or field.count(".") > 2
        ):
            raise CannotAdopt(ticket=ticket, field=field)
        changes.append((field, value_in_head(before, (field,)), value_in_head(after, (field,))))
    return changes


def _values(data: dict[str, object]) -> dict[str, object]:
    """The single values of a head, by their dotted paths."""
    values: dict[str, object] = {}

    def walk(path: str, value: object) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(f"{path}.{key}" if path else key, item)
        elif isinstance(value, list):
            values[path] = msgspec.json.encode(value).decode()
        else:
            values[path] = value

    walk("", {key: data[key] for key in HEAD_KEYS if key in data})
    return values
