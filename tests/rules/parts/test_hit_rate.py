"""The hit rate: which entries are requests for parts, which of them were met, and how they add
up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.logs import SHANGHAI, ticket

from svc.rules.parts.hit_rate import Demand, HitRate, demands_of, hit_rates, whole_rate
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
P1 = {"part": "P-1"}


def lent(time: str = "20 10:00", count: int = 1, part: str = "P-1") -> tuple[str, dict[str, Any]]:
    return f"{time} part_lent", {"part": part, "count": count, "technician": "wang"}


def short(time: str = "20 10:00", count: int = 1) -> tuple[str, dict[str, Any]]:
    return f"{time} part_short", P1 | {"count": count}


def asked(time: str = "20 10:00", count: int = 1) -> tuple[str, dict[str, Any]]:
    return f"{time} part_requested", P1 | {"count": count}


def demands(*log: Any) -> list[Demand]:
    return list(demands_of(replay_ticket(ticket(RECEIVED, *log)), SHANGHAI))


BACK = ("21 10:00 part_request_cancelled", {"of": "000002", "reason": "不用了"})


@pytest.mark.parametrize(
    ("log", "found"),
    [
        ((lent(),), [(1, True)]),
        ((short(),), [(1, False)]),
        ((asked(),), [(1, False)]),  # nobody filled in a shortage slip
        ((short(), asked("20 10:05")), [(1, False)]),
        ((asked(), short("20 10:05")), [(1, False)]),  # the slip came later
        ((short(count=1), asked("20 10:05", 3)), [(1, False), (2, False)]),
        ((asked(), BACK), []),  # taken back
        # what the centre sent is lent: no request of its own
        ((short(), asked("20 10:05"), lent("23 09:00")), [(1, False)]),
        ((short(count=2), lent("23 09:00"), lent("24 09:00")), [(2, False)]),
        ((short(), lent("23 09:00"), lent("24 09:00")), [(1, False), (1, True)]),
        ((short(), lent("23 09:00", 3)), [(1, False), (2, True)]),  # two more were there
        ((short(), lent("23 09:00"), short("24 09:00")), [(1, False), (1, False)]),
        ((lent(), short("20 10:10")), [(1, True), (1, False)]),  # of two only one was there
        ((lent(part="ｐ－1"), lent("20 11:00", part="P-2")), [(1, True), (1, True)]),
    ],
)
def test_each_request_counts_once(log: Any, found: list[tuple[int, bool]]) -> None:
    assert [(each.count, each.is_met) for each in demands(*log)] == found


def test_a_request_is_of_the_office_that_acted_and_of_the_ledgers_day() -> None:
    moved = ("20 11:00 office_changed", {"office": "BJ", "region": "north"})
    first, second = demands(lent(), moved, lent("12-01 00:10", part="p-2"))
    assert (first.office, first.part, first.day) == ("SZ", "P-1", date(2026, 11, 20))
    assert (second.office, second.part, second.day) == ("BJ", "P-2", date(2026, 12, 1))


def demand(part: str, office: str, day: str, met: bool) -> Demand:
    return Demand(
        part=part,
        count=1,
        is_met=met,
        office=office,
        day=date.fromisoformat(day),
        ticket="T",
        seq=1,
    )


def test_they_add_up_by_part_office_and_month() -> None:
    each = [
        demand("P-2", "SZ", "2026-11-30", True),
        demand("P-1", "SZ", "2026-11-01", True),
        demand("P-1", "BJ", "2026-12-01", False),
        demand("P-1", "SZ", "2026-12-31", True),
    ]
    assert list(hit_rates(each, "part").items()) == [
        ("P-1", HitRate(asked=3, met=2)),
        ("P-2", HitRate(asked=1, met=1)),
    ]
    assert hit_rates(each, "office") == {
        "BJ": HitRate(asked=1, met=0),
        "SZ": HitRate(asked=3, met=3),
    }
    months = hit_rates(each, "month")
    assert months == {"2026-11": HitRate(asked=2, met=2), "2026-12": HitRate(asked=2, met=1)}
    whole = whole_rate(months.values())
    assert (whole.asked, whole.met, whole.missed, whole.percent) == (4, 3, 1, 75.0)
    assert HitRate().percent is None
