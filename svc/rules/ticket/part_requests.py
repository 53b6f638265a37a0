"""What was asked of the parts centre for a ticket: each request with how far it is (S3 四 1: 申请,
发货, 到货, 何时到).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.rules.forms import part_form

RequestStage = Literal["requested", "sent", "arrived", "cancelled"]


class CentreRequest(Struct, frozen=True, kw_only=True):
    """One request to the parts centre, until the part is here or nobody wants it any more."""

    asked: ev.PartRequested
    sent: ev.PartSent | None = None  # as it was told last
    ended: ev.PartDelivered | ev.PartRequestCancelled | None = None

    @property
    def stage(self) -> RequestStage:
        if isinstance(self.ended, ev.PartDelivered):
            return "arrived"
        if self.ended is not None:
            return "cancelled"
        return "requested" if self.sent is None else "sent"

    @property
    def expected(self) -> datetime | None:
        """When the part is to be here: as the centre said when it was sent, else as asked for."""
        promised = self.sent.expected if self.sent else None
        return promised or self.asked.by_when

    def is_late(self, now: datetime) -> bool:
        """Whether it is still awaited though its moment is over."""
        return self.ended is None and self.expected is not None and now > self.expected


def part_requests(events: Iterable[ev.Event]) -> list[CentreRequest]:
    """The requests of a ticket in the order in which they were made; what ends one twice changes
    nothing.
    """
    found: dict[str, CentreRequest] = {}
    for event in events:
        match event:
            case ev.PartRequested():
                found[event.id] = CentreRequest(asked=event)
            case ev.PartSent() if event.of in found:
                found[event.of] = replace(found[event.of], sent=event)
            case ev.PartDelivered() | ev.PartRequestCancelled() if event.of in found:
                if found[event.of].ended is None:
                    found[event.of] = replace(found[event.of], ended=event)
    return list(found.values())


def requests_for(events: Iterable[ev.Event], part: str) -> list[CentreRequest]:
    """Those for one part, however its code was typed."""
    form = part_form(part)
    return [each for each in part_requests(events) if part_form(each.asked.part) == form]


def open_requests(events: Iterable[ev.Event]) -> list[CentreRequest]:
    """Those that are still awaited."""
    return [request for request in part_requests(events) if request.ended is None]
