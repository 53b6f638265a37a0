"""New machines unpacked good or faulty, and software updates, as customers' files tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from svc.model import customers as cu
from svc.rules.report.machine_events import (
    UnboxingRate,
    software_updates,
    unboxed_machines,
    unboxing_rates,
)
from svc.rules.ticket.customers import CustomerState, replay_customer

THEN = datetime(2026, 10, 30, 9, tzinfo=UTC)


def event(kind: Any, day: int, **fields: Any) -> Any:
    at = THEN + timedelta(days=day)
    return kind(seq=day + 2, id=f"{day:06d}", at=at, typed=at, by="chen", **fields)


def file(*log: Any) -> CustomerState:
    machines = [
        cu.Equipment(serial=f"A-{number}", model=model, specification="x", bought="2026-10-01")
        for number, model in enumerate(("CR-200", "CR-200", "FF-40"))
    ]
    return replay_customer(
        cu.Customer(
            id="SZ-A0001", status="active", opened=THEN, office="SZ", region="south", name="明辉",
            address="深圳", phone="1", contacts=[], equipment=machines,
            log=[cu.Opened(seq=1, id="opened", at=THEN, typed=THEN, by="chen", digest="0" * 16), *log],
        )
    )  # fmt: skip


def unboxed(day: int, serial: str, found: str = "") -> Any:
    return event(cu.EquipmentUnboxed, day, serial=serial, good=not found, found=found)


STATE = file(
    unboxed(0, "A-0"), unboxed(1, "A-1"), unboxed(2, "a1", "外壳磕碰"), unboxed(3, "A-2")
)  # fmt: skip


def test_a_machine_counts_once_by_what_was_said_of_it_last() -> None:
    found = unboxed_machines([STATE], UTC)
    assert [(each.serial, each.model, each.good, each.found) for each in found] == [
        ("A-0", "CR-200", True, ""), ("A-2", "FF-40", True, ""), ("a1", "CR-200", False, "外壳磕碰")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("by", "rates"),
    [
        ("month", {"2026-10": (1, 1), "2026-11": (2, 1)}),
        ("model", {"CR-200": (2, 1), "FF-40": (1, 1)}),
        ("office", {"SZ": (3, 2)}),
        ("region", {"south": (3, 2)}),
    ],
)
def test_the_rate_is_good_ones_of_those_unpacked(
    by: Any, rates: dict[str, tuple[int, int]]
) -> None:
    counted = unboxing_rates(unboxed_machines([STATE], UTC), by)
    assert {key: (rate.opened, rate.good) for key, rate in counted.items()} == rates
    assert UnboxingRate(opened=3, good=2).percent == 66.7
    assert UnboxingRate(opened=0, good=0).percent is None


def test_an_update_names_both_versions_the_model_and_who_did_it() -> None:
    state = file(
        event(cu.SoftwareUpdated, 1, serial="A-0", before="V1", version="V2"),
        event(cu.SoftwareUpdated, 2, serial="A-2", version="V3", technician="wang"),
    )
    assert [
        (each.serial, each.model, each.before, each.version, each.technician)
        for each in software_updates([state])
    ] == [("A-0", "CR-200", "V1", "V2", "chen"), ("A-2", "FF-40", "", "V3", "wang")]
    assert [each.software for each in state.current.equipment] == ["", "V2", "V3"]


@pytest.mark.parametrize(("good", "found"), [(True, "外壳磕碰"), (False, "")])
def test_a_good_machine_has_nothing_wrong_and_a_faulty_one_has(good: bool, found: str) -> None:
    with pytest.raises(ValueError, match="faulty"):
        event(cu.EquipmentUnboxed, 1, serial="A-0", good=good, found=found)
