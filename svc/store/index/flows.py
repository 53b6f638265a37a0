"""What a ticket adds to stocks and cash, as the index has it: a few numbers a ticket, and their
sums by month.

A sum is of an office, in the region it was of then, and a month; by days for what went out, and
of all else besides (`day_flow`), for a month that is not over is compared with some days of others.
Amounts are whole fen.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, get_args

import msgspec

from svc.model.events import Pay
from svc.model.money import CENT
from svc.rules.report.measure_rows import GOES_IN, GOES_OUT, Flow
from svc.rules.report.scope import RegionOffice
from svc.store.index.report_cache import month_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from svc.rules.report.measures import Standing

_DAY_ZERO = date(2000, 1, 1).toordinal()
_MONEY = [("charged", ""), *((how, pay) for how in ("paid", "refunded") for pay in get_args(Pay))]
HOWS = [*((how, "") for how in (*GOES_IN, *GOES_OUT)), *_MONEY]
"""How something flows, with how it was paid, by number."""
_NUMBER_OF = {how: number for number, how in enumerate(HOWS)}
_FIRST_MONEY = len(GOES_IN) + len(GOES_OUT)
OUT = range(len(GOES_IN), _FIRST_MONEY)
"""The numbers of what goes out."""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[list[int]])
BETWEEN_PLACES, IN_PLACE = "\n", "\t"
"""Between the places at which a ticket counts, where they are more than one; in one, between region
and office.
"""


class TicketFlows(NamedTuple):
    """What the index has of one ticket that counts in the reports of an office."""

    n: int
    place: RegionOffice
    is_complaint: bool
    flows: list[int]


class Key(NamedTuple):
    """Whose sum it is; `day` is 0 where days are not told apart."""

    place: RegionOffice
    month: int
    day: int
    is_complaint: bool
    how: int


def packed_flows(parts: Iterable[Standing]) -> bytes:
    """The flows of a ticket at each office at which it counts: the day on which it was received;
    then how, days since then and, of money, fen.
    """
    return _ENCODER.encode([_flow_numbers(part) for part in parts])


def _flow_numbers(part: Standing) -> list[int]:
    numbers = [part.received.toordinal() - _DAY_ZERO]
    for turn in part.turns:
        numbers += [_NUMBER_OF[turn.how, ""], (turn.day - part.received).days]
    for moved in part.money_moved:
        fen = int(moved.amount / CENT)
        numbers += [_NUMBER_OF[moved.category, moved.how], (moved.day - part.received).days, fen]
    return numbers


def written_places(standings: Iterable[Standing]) -> str:
    """The places at which a ticket counts, as the index has them."""
    return BETWEEN_PLACES.join(f"{each.region}{IN_PLACE}{each.office}" for each in standings)


def unpacked_parts(n: int, places: str, is_complaint: bool, doc: bytes) -> list[TicketFlows]:
    """What a ticket adds, by office; `places` and `doc` as the index has them."""
    parts = _DECODER.decode(doc)
    return [
        TicketFlows(n, read_place(place), is_complaint, numbers)
        for place, numbers in zip(places.split(BETWEEN_PLACES), parts, strict=True)
    ]


def read_place(text: str) -> RegionOffice:
    """A place as `written_places` wrote it."""
    region, _, office = text.partition(IN_PLACE)
    return RegionOffice(region, office)


def received_on(ticket: TicketFlows) -> date:
    """The day on which a ticket was received."""
    return date.fromordinal(ticket.flows[0] + _DAY_ZERO)


def flows_of_ticket(ticket_flows: TicketFlows, ticket: str) -> list[Flow]:
    """What `packed_flows` was given of an office, one by one."""
    flows = []
    for day, how, fen in _unpacked_flows(ticket_flows.flows):
        name, pay = HOWS[how]
        flows.append(
            Flow(
                region=ticket_flows.place.region,
                is_complaint=ticket_flows.is_complaint,
                day=day,
                how=name,
                amount=fen * CENT if how >= _FIRST_MONEY else Decimal("0.00"),
                pay=pay,
                ticket=ticket,
            )
        )
    return flows


def flow_of_sum(
    region: str, is_complaint: int, day: date, how: int, *, number: int, fen: int
) -> Flow:
    """A sum of the tables as a flow."""
    name, pay = HOWS[how]
    return Flow(
        region=region,
        is_complaint=bool(is_complaint),
        day=day,
        how=name,
        pay=pay,
        number=number,
        amount=fen * CENT,
    )


class SummedFlows(NamedTuple):
    """What tickets add together: how many times, and how much in fen."""

    by_month: dict[Key, tuple[int, int]]  # what went out, by days
    by_day: dict[Key, tuple[int, int]]  # all else


def summed_flows(tickets: Iterable[TicketFlows]) -> SummedFlows:
    """What these tickets add together."""
    numbers: Counter[Key] = Counter()
    amounts: Counter[Key] = Counter()
    for ticket in tickets:
        for day, how, fen in _unpacked_flows(ticket.flows):
            key = Key(ticket.place, month_number(day), day.toordinal(), ticket.is_complaint, how)
            for each in (key,) if how in OUT else (key, key._replace(day=0)):
                numbers[each] += 1
                amounts[each] += fen
    sums = {key: (number, amounts[key]) for key, number in numbers.items()}
    return SummedFlows(
        {key: added for key, added in sums.items() if key.how in OUT or not key.day},
        {key: added for key, added in sums.items() if key.how not in OUT and key.day},
    )


def first_day(month: int) -> date:
    """The first day of a month that `month_number` gave."""
    return date(month // 12, month % 12 + 1, 1)


def _unpacked_flows(flows: list[int]) -> list[tuple[date, int, int]]:
    """Each flow's day, how, fen."""
    first, *following = flows
    received = first + _DAY_ZERO
    out = []
    numbers = iter(following)
    for how in numbers:
        day = date.fromordinal(received + next(numbers))
        out.append((day, how, next(numbers) if how >= _FIRST_MONEY else 0))
    return out
