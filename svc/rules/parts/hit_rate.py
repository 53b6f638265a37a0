"""The hit rate (备件命中率): requests for parts that were met from stock ÷ all requests for parts
(S4 parts).

A loan is a request that was met. A shortage (备件借用失败单) is one that was not, and so is what
was asked of the parts centre for the ticket with no shortage on record, unless the request was
taken back. A loan that makes good what was missing before is no request of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from typing import Literal

from msgspec import Struct

from svc.model import events as ev
from svc.model.times import day_of
from svc.rules.forms import part_form
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import part_requests

HitRateBy = Literal["part", "office", "month"]


class Demand(Struct, frozen=True, kw_only=True):
    """A request for a part on a ticket, by day and by the office that acted then."""

    part: str
    count: int  # pieces that were met, or that were missing
    is_met: bool
    office: str
    day: date
    ticket: str
    seq: int  # the number of the event


class HitRate(Struct, frozen=True, kw_only=True):
    """Requests, and how many of them were met."""

    asked: int = 0
    met: int = 0

    @property
    def missed(self) -> int:
        return self.asked - self.met

    @property
    def percent(self) -> float | None:
        """None where nothing was asked for."""
        return 100 * self.met / self.asked if self.asked else None


def demands_of(state: State, zone: tzinfo) -> Iterator[Demand]:
    """The requests for parts on a ticket, in the order of its log; days are those of `zone`."""
    taken_back = {
        request.asked.id for request in part_requests(state.events) if request.stage == "cancelled"
    }
    short: Counter[str] = Counter()  # pieces on shortage slips
    asked: Counter[str] = Counter()  # pieces asked of the centre
    missing: Counter[str] = Counter()  # pieces that no loan has made good
    for event in state.events:
        if not isinstance(event, (ev.PartLent, ev.PartShort, ev.PartRequested)):
            continue
        part = part_form(event.part)
        if isinstance(event, ev.PartLent):
            late = min(missing[part], event.count)
            missing[part] -= late
            count = event.count - late
        elif event.id in taken_back:
            continue
        else:
            before = max(short[part], asked[part])
            kind = short if isinstance(event, ev.PartShort) else asked
            kind[part] += event.count
            count = max(short[part], asked[part]) - before
            missing[part] += count
        if count:
            yield Demand(
                part=part,
                count=count,
                is_met=isinstance(event, ev.PartLent),
                office=state.office_of(event),
                day=day_of(event.at, zone),
                ticket=state.ticket.id,
                seq=event.seq,
            )


def hit_rates(demands: Iterable[Demand], by: HitRateBy) -> dict[str, HitRate]:
    """The hit rate of each part, office or month (`2026-11`), in their order."""
    asked: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for demand in demands:
        key = {"part": demand.part, "office": demand.office, "month": f"{demand.day:%Y-%m}"}[by]
        asked[key] += 1
        met[key] += demand.is_met
    return {key: HitRate(asked=asked[key], met=met[key]) for key in sorted(asked)}


def whole_rate(rates: Iterable[HitRate]) -> HitRate:
    """Of all of them together."""
    each = list(rates)
    return HitRate(asked=sum(rate.asked for rate in each), met=sum(rate.met for rate in each))
