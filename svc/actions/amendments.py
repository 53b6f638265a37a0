"""What was recorded is put right: an event that replaces values of an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    AmendsOthers,
    BeforeReceived,
    EvidenceMissing,
    FutureTime,
    LeadAmendsTimes,
    NoSuchEvent,
    NotAmendable,
    NothingToAmend,
    Notice,
    NotYoursToAmend,
    Phrase,
    RatedBadly,
    SameValue,
    UnfitValue,
)
from svc.model import events as ev
from svc.rules.ticket.amendments import contested, value_as_text, why_never, with_value
from svc.rules.ticket.lifecycle import State, events_in_order, replay_ticket
from svc.store.ledger import Ledger

MAY_AMEND_OTHERS = ("lead", "manager")

TIMES_THAT_DECIDE = ("at", "wish")
"""Fields by which promises are judged, whenever they are amended; other moments while they are to
come are a slip of the pen.
"""


class AmendedValue(Struct, frozen=True, kw_only=True):
    """A value that was replaced: of which event, what it was, what it is, as texts."""

    event: ev.AnyEvent
    field: str
    old: str
    new: str


class Amendment(Struct, frozen=True, kw_only=True):
    """How the ticket stands after it, and what was replaced."""

    result: TicketResult
    values: list[AmendedValue]


def entry_meant(
    ledger: Ledger,
    ticket: str,
    by: str,
    *,
    named: str = "",
    fits: Callable[[ev.AnyEvent], bool],
    fields: list[str],
) -> ev.AnyEvent:
    """The entry to be amended: by its number, its id or the beginning of it, or what it is called
    (`visited`); without, the last one of this person that `fits`, else the last of anybody.

    Raises NoSuchEvent, and NothingToAmend (naming `fields`) if none fits.
    """
    record = ledger.read(ticket)
    log = events_in_order(record.state.ticket.log)
    if named:
        log = [event for event in log if named in (str(event.seq), ev.tag_of(event))] or [
            event for event in log if len(named) >= 4 and event.id.startswith(named)
        ]
        if not log:
            raise NoSuchEvent(ticket=record.id, event=named)
    fitting = [event for event in log if fits(event)]
    if not fitting:
        raise NothingToAmend(ticket=record.id, fields=fields)
    own = [event for event in fitting if event.by == by]
    return (own or fitting)[-1]


def amend_entry(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    event_id: str,
    values: Mapping[str, object],
    reason: str,
) -> Amendment:
    """Replace values of an entry: the same person's on the same day, else a lead or manager.

    Raises NotAmendable, NotYoursToAmend, LeadAmendsTimes, UnfitValue, SameValue, BeforeReceived,
    FutureTime, and AmendsOthers if a later entry could not have followed; then nothing is written.
    """
    amended: list[AmendedValue] = []
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        state = record.state
        entry = next((event for event in state.ticket.log if event.id == event_id), None)
        if entry is None:
            raise NoSuchEvent(ticket=record.id, event=event_id)
        said = [
            ev.Amended(
                of=event_id,
                field=field,
                old=_old_text(state, entry, field, value),
                new=value_as_text(value),
                reason=reason,
            )
            for field, value in values.items()
        ]
        if not tx.is_said_again(record.id, *said):
            _check_may_amend(ledger, state, entry, values, typist)
            changed = entry
            for event in said:
                _check_value(state, changed, event)
                changed = with_value(changed, event.field, event.new) or changed
            _check_evidence(changed)
            _check_others_still_follow(state, said)
        for event in said:
            tx.append(record.id, event, worked_out=("old",))
            amended.append(
                AmendedValue(event=entry, field=event.field, old=event.old, new=event.new)
            )
    result = ticket_result(ledger, tx, record.id)
    if not result.repeated:
        result = _with_what_follows(result, entry, values)
    return Amendment(result=result, values=amended)


def _old_text(state: State, entry: ev.AnyEvent, field: str, value: object) -> str:
    """What the value was; of one that was amended to this a moment ago, what it was before."""
    old = value_as_text(getattr(entry, field, None))
    if old != value_as_text(value):
        return old
    last = [
        applied.amendment.old
        for applied in state.amendments
        if (applied.amendment.of, applied.amendment.field) == (entry.id, field)
    ]
    return last[-1] if last else old


def _check_may_amend(
    ledger: Ledger,
    state: State,
    entry: ev.AnyEvent,
    values: Mapping[str, object],
    typist: Typist,
) -> None:
    """Raise NotAmendable, NotYoursToAmend or LeadAmendsTimes."""
    for field in values:
        why = why_never(entry, field)
        if why or field not in entry.__struct_fields__:
            raise NotAmendable(
                what=ev.tag_of(entry), field=field, why=Phrase(why) if why else field
            )
    if check_may_amend_entry(ledger, state, entry, typist):
        return
    for field, value in values.items():
        times = [time for time in (getattr(entry, field), value) if isinstance(time, datetime)]
        if field in TIMES_THAT_DECIDE or any(time <= typist.now for time in times):
            raise LeadAmendsTimes(ticket=state.ticket.id, field=field)


def check_may_amend_entry(ledger: Ledger, state: State, entry: ev.AnyEvent, typist: Typist) -> bool:
    """Raise NotYoursToAmend, unless it was recorded by the same person on the same day or a lead or
    manager types; gives whether it is one of these.
    """
    if typist.allow or ledger.person(typist.by).may(MAY_AMEND_OTHERS):
        return True
    same_day = entry.typed.astimezone(typist.now.tzinfo).date() == typist.now.date()
    if entry.by != typist.by or not same_day:
        raise NotYoursToAmend(
            ticket=state.ticket.id, by=ledger.staff.name_of(entry.by), typed=entry.typed
        )
    return False


def _check_value(state: State, entry: ev.AnyEvent, amended: ev.Amended) -> None:
    """Raise UnfitValue, SameValue, BeforeReceived or FutureTime."""
    changed = with_value(entry, amended.field, amended.new)
    if changed is None:
        raise UnfitValue(field=amended.field, value=amended.new)
    is_open_question = any(
        (event.of, event.field) == (entry.id, amended.field)
        for event in contested(state.amendments)
    )
    if getattr(changed, amended.field) == getattr(entry, amended.field) and not is_open_question:
        raise SameValue(ticket=state.ticket.id, field=amended.field, value=amended.new)
    if amended.field == "at" and changed.at < state.ticket.received:
        raise BeforeReceived(ticket=state.ticket.id, at=changed.at, received=state.ticket.received)
    if amended.field == "at" and changed.at > max(entry.typed, entry.at):
        raise FutureTime(at=changed.at, now=entry.typed)


def _check_evidence(changed: ev.AnyEvent) -> None:
    """Raise EvidenceMissing: misuse is not claimed without it (S4 visit 4)."""
    if not isinstance(changed, ev.Visited | ev.Repaired):
        return
    if changed.cause == "misuse" and not changed.evidence:
        raise EvidenceMissing


def _check_others_still_follow(state: State, said: list[ev.Amended]) -> None:
    """Raise AmendsOthers if an entry that was in its turn would not be any more."""
    log = list(state.recorded.log)
    seq = max(event.seq for event in log)
    for event in said:
        seq += 1
        log.append(replace(event, seq=seq, id=f"amended{seq}", at=log[-1].at, typed=log[-1].typed))
    after = replay_ticket(replace(state.recorded, log=log))
    before = {event.id for event in state.out_of_turn}
    for other in after.out_of_turn:
        if other.id not in before:
            raise AmendsOthers(ticket=state.ticket.id, what=ev.tag_of(other), seq=other.seq)


def _with_what_follows(
    result: TicketResult, entry: ev.AnyEvent, values: Mapping[str, object]
) -> TicketResult:
    """The result, with what a rating of dissatisfied asks for."""
    if values.get("rating") not in ev.DISSATISFIED or not isinstance(entry, ev.CalledBack):
        return result
    if "reopen" not in result.next_steps:
        return result
    notice: Notice = RatedBadly(ticket=result.ticket.id)
    return replace(result, notices=[*result.notices, notice])
