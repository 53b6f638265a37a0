"""What was recorded and put right later: an `amended` event replaces one value of an earlier event.

The log stays as it was written. Whoever replays it sees each event with its values as they were
amended last, by number, then by id: state, promises, stock, money, figures and papers follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from svc.errors import N_
from svc.model import events as ev
from svc.model.times import written_moment

Told = TypeVar("Told", bound=ev.Event)

_IDENTITY = N_("an entry keeps its number, who typed it, and when")
_POINTS = N_("it says which entry is meant: record what happened anew")
_DIGEST = N_("by it is proven that nobody altered what was told")
_RECEIPT = N_("a receipt is never changed: void it, and issue another")
_MONEY = N_("its receipt says it: void the receipt, and take the payment again")
_LATER = N_("a later one takes its place: record it anew")
_RED = N_("a cost is taken back by one with a minus, and noted anew")
_FILE = N_("the customer's file was changed with it: correct it there")
_FOUND = N_("it is what the program found at that time")
_OTHER_TICKET = N_("another ticket is told of it: link the right one")
_BYTES = N_("it tells of the bytes as they were attached: attach the right file")
_FORGOTTEN = N_("what was removed stays removed")

NEVER_AMENDED: dict[str, str] = {
    **dict.fromkeys(("seq", "id", "typed", "by", "allowed", "late", "acting"), _IDENTITY),
    "block": N_("by it a form is known when it is sent once more"),
    "received.digest": _DIGEST,
    "imported.digest": _DIGEST,
    "imported.number": N_("by it the ticket is found when a table is imported once more"),
    **dict.fromkeys(
        (
            "commitment_kept.of",
            "handed_in.of",
            "loan_ended.of",
            "loaner_returned.of",
            "part_delivered.of",
            "part_request_cancelled.of",
            "part_sent.of",
            "signed_later.of",
            "taken_over.in_hand",
        ),
        _POINTS,
    ),
    **dict.fromkeys(("quoted.lines", "quoted.total", "charged.lines", "charged.total"), _LATER),
    **dict.fromkeys(("paid.amount", "paid.how"), _MONEY),
    **dict.fromkeys(("receipt_issued", "receipt_voided", "refunded", "invoiced"), _RECEIPT),
    "cost_noted.amount": _RED,
    **dict.fromkeys(("attached.sha256", "attached.size", "attached.beside"), _BYTES),
    "flagged": _FOUND,
    **dict.fromkeys(("machine_replaced.old_serial", "machine_replaced.new_serial"), _FILE),
    **dict.fromkeys(
        ("accepted.warranty_since", "accepted.warranty_until", "accepted.on_site_until"), _FILE
    ),
    **dict.fromkeys(("linked.ticket", "linked.why"), _OTHER_TICKET),
    **dict.fromkeys(("settled", "corrected", "urgency_set", "recomputed", "amended"), _LATER),
    "forgotten": _FORGOTTEN,
    "renumbered": _FOUND,
}
"""What can't be amended, and why (message id): a field of all events, an event, or one field of
it.
"""


def why_never(event: ev.Event | type[ev.Event], field: str) -> str:
    """Why this field of this event can't be amended (message id); empty if it can."""
    what = ev.tag_of(event)
    return (
        NEVER_AMENDED.get(field)
        or NEVER_AMENDED.get(what)
        or NEVER_AMENDED.get(f"{what}.{field}")
        or ""
    )


def fields_to_amend(event: ev.Event | type[ev.Event]) -> list[str]:
    """The fields of an event that can be amended, its own first, then when it happened."""
    fields = [name for name in event.__struct_fields__ if not why_never(event, name)]
    return sorted(fields, key=lambda name: name == "at")


def value_as_text(value: object) -> str:
    """A field's value as an amendment holds it: a list as JSON, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return msgspec.json.encode(value).decode()
    return written_moment(value) if isinstance(value, datetime) else str(value)


def with_value(event: Told, field: str, text: str) -> Told | None:
    """The event with one value replaced; None if the field can't be amended or the value does not
    fit it. An empty text is a field's default.
    """
    if field not in event.__struct_fields__ or why_never(event, field):
        return None
    # Any: the plain data of a record of whatever kind
    data: dict[str, Any] = msgspec.to_builtins(event)
    try:
        if not text:
            data.pop(field, None)
        elif isinstance(getattr(event, field), list):
            data[field] = msgspec.json.decode(text)
        else:
            data[field] = text
        return msgspec.convert(data, type(event), strict=False)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """An amendment, and what it did: the value it replaced, as text; None if it changed nothing."""

    amendment: ev.Amended
    replaced: str | None


def amend_log(log: Sequence[Told]) -> tuple[Sequence[Told], list[Applied]]:
    """The log with the values as they were amended last, and the amendments in their order; the
    same log if there are none.
    """
    amendments = [event for event in log if isinstance(event, ev.Amended)]
    if not amendments:
        return log, []
    events = {event.id: event for event in log}
    applied = []
    for amendment in sorted(amendments, key=lambda event: (event.seq, event.id)):
        entry = events.get(amendment.of)
        changed = None if entry is None else with_value(entry, amendment.field, amendment.new)
        replaced = None
        if entry is not None and changed is not None:
            replaced = value_as_text(getattr(entry, amendment.field))
            events[amendment.of] = changed
        applied.append(Applied(amendment=amendment, replaced=replaced))
    changed_ids = {each.amendment.of for each in applied if each.replaced is not None}
    return [events[event.id] if event.id in changed_ids else event for event in log], applied


def contested(amendments: Iterable[Applied]) -> list[ev.Amended]:
    """The last amendment of each value that did not see the one before it: two desks amended the
    same value differently, and the last one holds.
    """
    last: dict[tuple[str, str], Applied] = {}
    for applied in amendments:
        last[applied.amendment.of, applied.amendment.field] = applied
    return [
        applied.amendment
        for applied in last.values()
        if applied.replaced not in (None, applied.amendment.old, applied.amendment.new)
    ]
