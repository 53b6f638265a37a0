"""What tickets add to stocks and cash, packed and summed: it comes out again, day by day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from svc.rules.report.measure_rows import MoneyMoved, Turn
from svc.rules.report.measures import Standing
from svc.rules.report.scope import RegionOffice
from svc.store.index.flows import (
    HOWS,
    flows_of_ticket,
    packed_flows,
    received_on,
    summed_flows,
    unpacked_parts,
    written_places,
)

RECEIVED, CLOSED, PAID = date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3)


def standing(region: str, office: str, *turns: Turn, paid: str = "") -> Standing:
    moved = MoneyMoved(day=PAID, category="paid", amount=Decimal(paid or 0), how="cash")
    return Standing(
        ticket="SZ-2610-A0001", region=region, office=office, received=RECEIVED, kind="repair",
        turns=list(turns), money_moved=[moved] if paid else [],
    )  # fmt: skip


TAKEN_IN = standing("south", "SZ", Turn(RECEIVED, "received"), Turn(CLOSED, "closed"))
MOVED = standing("north", "BJ", paid="80.50")


def test_what_was_packed_comes_out_at_the_office_at_which_it_counts() -> None:
    both = [TAKEN_IN, MOVED]
    parts = unpacked_parts(7, written_places(both), False, packed_flows(both))
    assert [part.place for part in parts] == [
        RegionOffice("south", "SZ"),
        RegionOffice("north", "BJ"),
    ]
    assert [received_on(part) for part in parts] == [RECEIVED, RECEIVED]
    found = [flows_of_ticket(part, "SZ-2610-A0001") for part in parts]
    assert found == [TAKEN_IN.flows, MOVED.flows]


def test_sums_are_by_month_and_besides_by_day_where_that_is_told() -> None:
    both = [TAKEN_IN, MOVED, MOVED]
    parts = unpacked_parts(7, written_places(both), False, packed_flows(both))
    found = summed_flows(parts)
    by_month = {
        (key.place.office, HOWS[key.how], key.day): added for key, added in found.by_month.items()
    }
    assert by_month == {
        ("SZ", ("received", ""), 0): (1, 0),
        ("SZ", ("closed", ""), CLOSED.toordinal()): (1, 0),
        ("BJ", ("paid", "cash"), 0): (2, 16100),
    }
    by_day = {
        (key.place.office, HOWS[key.how], key.day): added for key, added in found.by_day.items()
    }
    assert by_day == {
        ("SZ", ("received", ""), RECEIVED.toordinal()): (1, 0),
        ("BJ", ("paid", "cash"), PAID.toordinal()): (2, 16100),
    }
    assert {key.month for key in found.by_month} == {2026 * 12 + 9, 2026 * 12 + 10}
