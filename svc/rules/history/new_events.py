"""What a commit adds to a log: by whom, whether they may, and whether the times can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.labels import event_of_kind
from svc.model.renumbering import WHAT
from svc.rules.history.records import RecordKind, Tampering, events_of

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData
    from svc.model.staff import Person

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
