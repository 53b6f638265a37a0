"""Machines by what is asked of them, counted where they are, and how many were in use."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svc.model.customers import Equipment
from svc.model.settings import WarrantyPeriods
from svc.rules.search.machines import (
    CountedMachines,
    MachineOwner,
    WantedMachines,
    count_machines,
    is_serial_between,
    tracked_machines,
)

TODAY = date(2026, 11, 20)
USUAL = WarrantyPeriods(months=24, on_site_months=12)


def machine(serial: str, bought: str = "2025-12-01", **more: Any) -> Equipment:
    return Equipment(
        serial=serial, **{"model": "CR-200", "specification": "x", "bought": bought, **more}
    )


def owner(number: int, *machines: Equipment, **more: Any) -> MachineOwner:
    told = {"office": "SZ", "region": "south", "name": "明辉", "address": "深圳"}
    return MachineOwner(id=f"SZ-A{number:04d}", equipment=list(machines), **{**told, **more})


OWNERS = [
    owner(
        1,
        machine("CR200-26-0009", "2024-12-01", software="V2", site="分店"),
        machine("CR200-26-0010"),
        machine("FF40-22-0001", "三年前", model="FF-40"),
    ),
    owner(2, machine("CR200-25-0100", "2020-01-01"), office="BJ", region="north"),
]


def found(**wanted: Any) -> list[str]:
    return [
        each.machine.serial
        for each in tracked_machines(OWNERS, WantedMachines(**wanted), USUAL, TODAY)
    ]


@pytest.mark.parametrize(
    ("wanted", "serials"),
    [
        ({}, ["CR200-25-0100", "CR200-26-0009", "CR200-26-0010", "FF40-22-0001"]),
        ({"model": "ff-40"}, ["FF40-22-0001"]),
        ({"software": "V2"}, ["CR200-26-0009"]),
        ({"site": "分店"}, ["CR200-26-0009"]),
        ({"region": "north"}, ["CR200-25-0100"]),
        ({"office": "SZ", "model": "CR-200"}, ["CR200-26-0009", "CR200-26-0010"]),
        ({"customer": "SZ-A0002"}, ["CR200-25-0100"]),
        ({"serials": ("CR200-26-9", "CR200-26-10")}, ["CR200-26-0009", "CR200-26-0010"]),
        ({"bought_since": date(2024, 12, 1), "bought_before": date(2025, 12, 1)}, ["CR200-26-0009"]),
        ({"ending_by": date(2026, 11, 30)}, ["CR200-26-0009"]),  # out of warranty ones are over
        ({"ending_by": date(2026, 11, 29)}, []),
    ],
)  # fmt: skip
def test_machines_that_fit_everything_asked_come_by_serial_number(
    wanted: dict[str, Any], serials: list[str]
) -> None:
    assert found(**wanted) == serials


def test_without_version_are_those_of_which_none_is_known() -> None:
    assert found(software="-", office="SZ") == ["CR200-26-0010", "FF40-22-0001"]


@pytest.mark.parametrize(
    ("serial", "first", "last", "is_between"),
    [
        ("CR200-26-0100", "CR200-26-0099", "CR200-26-0100", True),
        ("CR200-26-101", "CR200-26-0099", "CR200-26-0100", False),
        ("cr200260099", "CR200-26-0099", "CR200-26-0100", True),  # as read off the plate
        ("CR300-26-0099", "CR200-26-0001", "CR200-26-9999", False),
    ],
)
def test_a_range_of_serials_goes_by_numbers_and_any_spelling(
    serial: str, first: str, last: str, is_between: bool
) -> None:
    assert is_serial_between(serial, first, last) == is_between


def test_the_warranty_is_the_usual_one_or_the_files_and_words_are_not_judged() -> None:
    machines = tracked_machines(
        [owner(1, machine("A-1", warranty_until=date(2026, 11, 19)), machine("A-2"), machine("A-3", "旧的"))],
        WantedMachines(), USUAL, TODAY,
    )  # fmt: skip
    assert [each.in_warranty for each in machines] == [False, True, None]
    assert machines[1].warranty_until == date(2027, 11, 30)


def test_models_are_counted_in_each_region_and_the_sum_is_all_of_them() -> None:
    machines = tracked_machines(OWNERS, WantedMachines(), USUAL, TODAY)
    assert count_machines(machines, "region") == [
        CountedMachines(where="north", model="CR-200", machines=1, in_warranty=0),
        CountedMachines(where="south", model="CR-200", machines=2, in_warranty=2),
        CountedMachines(where="south", model="FF-40", machines=1, in_warranty=0),
    ]
    assert sum(each.machines for each in count_machines(machines, "software")) == len(machines)
