"""The warranty of a part and of a repair: how long, of which machine, of which fault."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import SHANGHAI, at, ticket

from svc.model.settings import (
    Office,
    OwnWarranty,
    PolicyChoice,
    Region,
    Settings,
    WarrantyPeriods,
    settings_faults,
)
from svc.rules.parts.own_warranty import last_day_of, own_warranties
from svc.rules.ticket.lifecycle import State, replay_ticket

SETTINGS = Settings(
    schema=1,
    name="部门",
    regions={"south": Region(name="华南")},
    offices={"SZ": Office(name="深圳", region="south", calendar="SZ")},
    policies=[PolicyChoice(policy="office")],
    warranty=WarrantyPeriods(months=24, on_site_months=12, first_day_counts=False),
    part_warranty=OwnWarranty(months=3),
    repair_warranty=OwnWarranty(days=30),
)
LOG = ("20 09:00 received", "20 09:20 handed_over", "20 09:30 dispatched", "23 10:00 arrived")
PIPE = {"part": "P-1", "count": 1, "old_part": "returned"}


def repaired(*more: Any, parts: Any = (PIPE,), **head: Any) -> State:
    """A ticket on which a part was fitted on the 23rd of November."""
    fixed = {"parts": list(parts), "found": "加热管断路"}
    return replay_ticket(ticket(*LOG, ("23 11:00 visited", fixed), *more, **head))


EARLIER = repaired()
assert EARLIER.current.equipment is not None
SERIAL = EARLIER.current.equipment.serial


def under(
    when: str, *tickets: State, settings: Settings = SETTINGS, serial: str = SERIAL, **more: Any
) -> list[tuple[str, date, date]]:
    found = own_warranties(serial, tickets or [EARLIER], settings, at(when), SHANGHAI, **more)
    return [(each.part, each.since, each.until) for each in found]


@pytest.mark.parametrize(
    ("since", "period", "first", "last"),
    [
        ("2026-11-23", OwnWarranty(months=3), False, "2027-02-23"),
        ("2026-11-23", OwnWarranty(months=3), True, "2027-02-22"),
        ("2026-11-30", OwnWarranty(months=3), False, "2027-02-28"),  # the last of the month
        ("2026-11-30", OwnWarranty(months=3), True, "2027-02-28"),
        ("2026-11-23", OwnWarranty(days=90), False, "2027-02-21"),
        ("2026-11-23", OwnWarranty(days=90), True, "2027-02-20"),
        ("2026-11-23", OwnWarranty(days=1), True, "2026-11-23"),
    ],
)
def test_it_lasts_so_many_months_or_days(
    since: str, period: OwnWarranty, first: bool, last: str
) -> None:
    assert last_day_of(date.fromisoformat(since), period, first_counts=first) == (
        date.fromisoformat(last)
    )


def test_without_a_setting_there_is_none() -> None:
    assert last_day_of(date(2026, 11, 23), OwnWarranty(), first_counts=False) is None
    none = replace(SETTINGS, part_warranty=OwnWarranty(), repair_warranty=OwnWarranty())
    assert under("12-01 09:00", settings=none, symptom="加热管断路") == []


def test_a_part_in_the_machine_is_under_warranty_until_its_last_day() -> None:
    told = [("P-1", date(2026, 11, 23), date(2027, 2, 23))]
    assert under("2027-02-23 23:59") == told
    assert under("2027-02-24 00:00") == []
    assert under("22 09:00") == []  # before it was fitted
    assert under("12-01 09:00", serial=f" {SERIAL.lower()} ") == told
    assert under("12-01 09:00", serial="X-9") == []
    assert under("12-01 09:00", serial="unknown") == []
    assert under("12-01 09:00", besides=EARLIER.ticket.id) == []


def test_a_part_that_was_replaced_is_told_no_more_but_the_one_in_its_place() -> None:
    again = ("25 09:00 reopened", "25 09:30 dispatched", "26 10:00 arrived")
    later = repaired(*again, ("26 11:00 visited", {"parts": [PIPE]}))
    assert under("12-01 09:00", later) == [("P-1", date(2026, 11, 26), date(2027, 2, 26))]


def test_a_repair_is_under_warranty_for_the_same_fault_alone() -> None:
    plain = repaired(parts=())
    same = under("12-01 09:00", plain, symptom="加热管断路")
    assert same == [("", date(2026, 11, 23), date(2026, 12, 23))]
    assert under("12-01 09:00", plain, symptom="门关不上") == []
    assert under("12-01 09:00", plain) == []
    assert under("12-24 00:00", plain, symptom="加热管断路") == []


def test_months_and_days_at_once_are_a_fault_of_the_settings() -> None:
    both = replace(SETTINGS, part_warranty=OwnWarranty(months=3, days=90))
    assert settings_faults(SETTINGS) == []
    (fault,) = settings_faults(both)
    assert fault.path == ("part_warranty",)
