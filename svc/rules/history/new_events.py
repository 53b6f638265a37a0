"""What a commit adds to a log: by whom, whether they may, and whether the times can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct, convert

from svc.errors import N_, Phrase
from svc.model.events import tag_of
from svc.model.labels import event_of_kind
from svc.model.renumbering import WHAT
from svc.model.tickets import Ticket
from svc.model.times import day_of
from svc.rules.daily.month_seals import NOTED_BY_ITSELF
from svc.rules.history.records import RecordKind, Tampering, events_of
from svc.rules.ticket.lifecycle import replay_ticket

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData
    from svc.model.staff import Person

SealedEvents = Callable[[str, date], "frozenset[str] | None"]
"""The ids of the events that the seal of an office's month has, or a correction of it; None: that
month is not sealed. By the office, and the month's first day.
"""
People = Mapping[str, "Person"]
MANAGERS = ("manager",)


class Limits(Struct, frozen=True, kw_only=True):
    """What times an event may have, and by which clock."""

    now: datetime
    ahead: timedelta  # so far may what is typed be ahead of `now`
    late: timedelta  # so long after it happened may it be entered without a manager


def new_events(
    parents: Sequence[ReadOnlyData | None], after: ReadOnlyData
) -> list[tuple[int, Data]]:
    """The events that no parent of the commit has, each with its place in the log."""
    known = {event.get("id") for each in parents for event in events_of(each).values()}
    return [(place, event) for place, event in events_of(after).items() if event["id"] not in known]


def wrongly_recorded(
    new: Sequence[tuple[int, Data]],
    after: ReadOnlyData,
    kind: RecordKind,
    people: People,
    limits: Limits,
) -> Iterator[Tampering]:
    """New events that their author may not record, or whose times can't be. `people`: the staff as
    it was before the commit.
    """
    imported = {
        event.get("typed") for event in events_of(after).values() if event["what"] == "imported"
    }
    for place, event in new:
        person = people.get(event["by"])
        yield from _without_right(place, event, kind, person)
        happened, typed = (datetime.fromisoformat(event[name]) for name in ("at", "typed"))
        if typed > limits.now + limits.ahead:
            says = N_("event {seq} ({what}) was entered in the future, at {typed}")
            yield _said(place, event, "typed", "future", says, typed=typed)
        is_managed = bool(event.get("allowed")) or (person is not None and person.may(MANAGERS))
        if typed - happened > limits.late and not is_managed and event["typed"] not in imported:
            says = N_("event {seq} ({what}) of {at} was entered only {days} days later")
            days = (typed - happened).days
            yield _said(place, event, "at", "late", says, at=happened, days=days)


def entered_for_sealed_month(
    new: Sequence[tuple[int, Data]], after: ReadOnlyData, sealed: SealedEvents, zone: tzinfo
) -> Iterator[Tampering]:
    """New events of a ticket that happened in a month which was sealed for the office that acted
    before they were entered, and do not say why they come late. `sealed`: the events of such a
    month, as the desk knew it that entered them; where it knew of no seal it is asked nothing.
    """
    untold = [
        (place, event, datetime.fromisoformat(event["at"]))
        for place, event in new
        if not (event.get("late") or event.get("allowed") or event["at"] == event["typed"])
        and event["what"] not in _NEVER_LATE
    ]
    before = [
        (place, event, day_of(at, zone))
        for place, event, at in untold
        if day_of(at, zone).replace(day=1)
        < day_of(datetime.fromisoformat(event["typed"]), zone).replace(day=1)
    ]
    state = replay_ticket(convert(after, Ticket)) if before else None
    for place, event, day in before:
        assert state is not None
        office = state.office_at(event["seq"])
        known = sealed(office, day.replace(day=1))
        if known is not None and event["id"] not in known:
            says = N_(
                "event {seq} ({what}) of {day} was entered after {month} was sealed ({office}), "
                "without a reason"
            )
            facts = {"day": day, "month": f"{day:%Y-%m}", "office": office}
            yield _said(place, event, "at", "late-for-month", says, **facts)


_NEVER_LATE = frozenset(tag_of(kind) for kind in NOTED_BY_ITSELF)


def _without_right(
    place: int, event: Data, kind: RecordKind, person: Person | None
) -> Iterator[Tampering]:
    row = kind.catalogue.get(event["what"])
    if person is None:
        says = N_("event {seq} ({what}) is by '{person}', who is not in staff.yaml")
        yield _said(place, event, "by", "not-staff", says, person=event["by"])
    elif event.get("allowed") and not person.may(MANAGERS):
        says = N_("event {seq} ({what}): {person} allowed what only a manager may allow")
        yield _said(place, event, "allowed", "not-allowed", says, person=person.name)
    elif row is not None and not event.get("allowed") and not person.may(row.roles):
        says = N_("event {seq} ({what}): {person} has no role that may record it")
        yield _said(place, event, "by", "role", says, person=person.name)


def _said(place: int, event: Data, field: str, kind: str, says: str, **facts: object) -> Tampering:
    what = str(event["what"])
    return Tampering(
        kind=kind,
        problem=Phrase(says, seq=event["seq"], what=event_of_kind(what), **facts),
        place=("log", place, field),
        event=str(event["id"]),
        what=what,
    )


def answered_for(new: Sequence[tuple[int, Data]], people: People) -> Iterator[str]:
    """What managers answer for in these new events: ids of events, or the beginnings of commits."""
    for _, event in new:
        person = people.get(event["by"])
        is_given = event["what"] == "approved" and event.get("granted") is True
        if is_given and event.get("of") and person is not None and person.may(MANAGERS):
            yield str(event["of"])


def receipts_issued(new: Sequence[tuple[int, Data]]) -> Iterator[tuple[int, str]]:
    """The numbers of receipts in these new events, each with its event's place in the log; also
    that which one got instead of its own.
    """
    for place, event in new:
        if event["what"] == "receipt_issued":
            yield place, str(event.get("number"))
        elif event["what"] == WHAT:
            yield place, str(event.get("now"))
