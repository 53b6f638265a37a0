"""The parts of a ticket that are out (在借备件), and who has each."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev


class PartOut(Struct, frozen=True, kw_only=True):
    """A part that was lent, and neither used nor returned."""

    lent: ev.PartLent
    technician: str  # who has it: to whom it was lent, or who took it over when that one left


def parts_out(events: Iterable[ev.Event]) -> list[PartOut]:
    """The parts that are out after these events, in their order; those that were lent first come
    first.
    """
    out: dict[str, PartOut] = {}
    for event in events:
        match event:
            case ev.PartLent():
                out[event.id] = PartOut(lent=event, technician=event.technician)
            case ev.LoanEnded():
                out.pop(event.of, None)
            case ev.TakenOver():
                for each in out.keys() & set(event.in_hand):
                    out[each] = replace(out[each], technician=event.to)
    return list(out.values())
