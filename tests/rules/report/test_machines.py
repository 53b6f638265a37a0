"""Machines in use, from customers' files: from when to when they count, and in which region."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace
from rules.logs import at
from rules.ticket.test_customers import event, file, machine

from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import Customer
from svc.rules.report.machines import (
    MachineChange,
    machine_changes,
    machine_totals,
    machines_in_use,
    population_by_month,
)

OPENED = at("10-01 09:00")


def on(day: str, kind: Any, seq: int, **fields: Any) -> Any:
    """An event of a day of November, at nine."""
    return replace(event(kind, seq, **fields), at=at(f"{day} 09:00"))


def customer(*log: Any, equipment: Any = (), **head: Any) -> Customer:
    made = file(*log, equipment=equipment)
    first = replace(made.log[0], at=OPENED)
    return replace(made, opened=OPENED, log=[first, *made.log[1:]], **head)


def model(serial: str, name: str) -> Any:
    return replace(machine(serial), model=name)


def told(customer: Customer) -> list[tuple[str, str, int]]:
    return [(f"{each.at:%m-%d}", each.model, each.number) for each in machine_changes(customer)]


def test_machines_count_from_the_day_the_file_was_opened_and_until_they_leave() -> None:
    own = customer(
        on("05", cu.EquipmentAdded, 2, machine=machine("B-1")),
        on("20", cu.EquipmentLeft, 3, serial="A-1", reason="报废"),
        equipment=[machine("A-1"), model("S-1", "SO-80")],
    )
    assert told(own) == [
        ("10-01", "CR-200", 1),
        ("10-01", "SO-80", 1),
        ("11-05", "CR-200", 1),
        ("11-20", "CR-200", -1),
    ]
    assert machine_changes(own)[0] == MachineChange("south", "SZ", "CR-200", OPENED, 1)


def test_a_machine_replaced_by_one_of_its_model_changes_nothing_by_another_two_counts() -> None:
    same = on("05", cu.EquipmentReplaced, 2, serial="A-1", machine=machine("A-2"))
    other = on("06", cu.EquipmentReplaced, 3, serial="A-2", machine=model("S-1", "SO-80"))
    assert told(customer(same, other, equipment=[machine("A-1")])) == [
        ("10-01", "CR-200", 1),
        ("11-06", "CR-200", -1),
        ("11-06", "SO-80", 1),
    ]


def test_two_events_of_one_moment_are_one_change() -> None:
    log = [on("05", cu.EquipmentAdded, seq, machine=machine(f"B-{seq}")) for seq in (2, 3)]
    assert told(customer(*log)) == [("11-05", "CR-200", 2)]


def test_a_merged_file_counts_where_it_went() -> None:
    merged = on("05", cu.MergedInto, 2, file="SZ-A0002", reason="同一客户")
    absorbed = on("05", cu.Absorbed, 2, file="SZ-A0001", equipment=[machine("A-1")])
    assert told(customer(merged, equipment=[machine("A-1")])) == [
        ("10-01", "CR-200", 1),
        ("11-05", "CR-200", -1),
    ]
    assert told(customer(absorbed)) == [("11-05", "CR-200", 1)]


def test_an_event_typed_for_a_day_before_the_file_was_opened_counts_from_its_opening() -> None:
    early = replace(on("05", cu.EquipmentAdded, 2, machine=machine("B-1")), at=at("09-01 09:00"))
    assert told(customer(early)) == [("10-01", "CR-200", 1)]


def test_a_file_that_goes_to_another_office_takes_its_machines_there() -> None:
    moved = [
        on("05", ev.Corrected, 2, field="office", old="SZ", new="BJ", reason="搬家"),
        on("05", ev.Corrected, 3, field="region", old="south", new="north", reason="搬家"),
    ]
    assert machine_changes(customer(*moved, equipment=[machine("A-1")]))[1:] == [
        MachineChange("north", "BJ", "CR-200", at("11-05 09:00"), 1),
        MachineChange("south", "SZ", "CR-200", at("11-05 09:00"), -1),
    ]


def test_in_use_is_what_was_there_when_the_moment_began_by_region_and_model() -> None:
    changed = [
        MachineChange("south", "SZ", "SO-80", at("10-01 09:00"), 2),
        MachineChange("south", "SZ", "CR-200", at("11-30 23:59:59"), 1),
        MachineChange("north", "BJ", "CR-200", at("11-05 09:00"), 1),
        MachineChange("north", "BJ", "CR-200", at("11-06 09:00"), -1),
        MachineChange("south", "SZ", "RC-60", at("12-01 00:00"), 4),
    ]
    assert machines_in_use(changed, at("12-01 00:00")) == {"south": {"CR-200": 1, "SO-80": 2}}
    assert machines_in_use(changed, at("11-06 09:00")) == {
        "north": {"CR-200": 1},
        "south": {"SO-80": 2},
    }
    assert machines_in_use(changed[2:4], at("12-01 00:00")) == {}  # they are all gone
    assert machines_in_use([], at("12-01 00:00")) == {}


def test_totals_at_the_end_of_each_month_are_of_what_came_before_it() -> None:
    changed = [("south", 99, 2), ("south", 100, 1), ("north", 150, 1), ("north", 200, -1),
               ("south", 300, 7)]  # fmt: skip
    assert machine_totals(changed, [100, 200, 250]) == [
        {"south": 2},
        {"north": 1, "south": 3},
        {"south": 3},
    ]
    assert machine_totals([], [100]) == [{}]
    assert machine_totals(changed, []) == []


def test_the_population_is_what_was_there_when_the_month_was_over() -> None:
    def change(day: int, number: int, **more: str) -> MachineChange:
        values = {"region": "south", "office": "SZ", "model": "CR-200", **more}
        return MachineChange(at=datetime(2026, 10, day, tzinfo=UTC), number=number, **values)

    changes = [change(1, 3), change(31, -1), change(2, 5, model="FF-40"), change(2, 7, office="BJ")]
    ends = {
        date(2026, 9, 1): datetime(2026, 10, 1, tzinfo=UTC),
        date(2026, 10, 1): datetime(2026, 11, 1, tzinfo=UTC),
    }
    assert population_by_month(changes, ends, office="SZ", model="cr-200") == [
        (date(2026, 9, 1), 0),
        (date(2026, 10, 1), 2),
    ]
