"""A machine's life: followed through owners, replacements and tickets, by whichever of its serial
numbers.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from rules.logs import ticket
from rules.ticket.test_customers import event, file, machine

from svc.model import customers as cu
from svc.rules.ticket.customers import CustomerState, replay_customer
from svc.rules.ticket.equipment import (
    MachineHistory,
    customer_serials,
    machine_history,
    serials_of_machine,
    ticket_serials,
)
from svc.rules.ticket.lifecycle import State, replay_ticket

RECEIVED = "20 09:00 received"


def state(*log: Any, **head: Any) -> CustomerState:
    return replay_customer(file(*log, **head))


def about(serial: str, *log: Any, number: int = 1, day: int = 20) -> State:
    """A ticket about this machine, received on a day of November."""
    equipment = {"model": "CR-200", "specification": "12kW", "serial": serial,
                 "bought": "2026-08-01",
                 "warranty": {"verdict": "in", "on_site": True, "reason": "…"}}  # fmt: skip
    return replay_ticket(
        ticket(
            f"{day} 09:00 received",
            *log,
            id=f"SZ-2611-A{number:04d}",
            received=f"2026-11-{day}T09:00:00+08:00",
            equipment=equipment,
        )
    )


def replaced(old: str, new: str) -> Any:
    return ("20 10:00 machine_replaced", {"old_serial": old, "new_serial": new})


def returned_as(serial: str) -> tuple[Any, ...]:
    return (
        "20 09:05 brought_in",
        "20 09:10 shipped",
        ("20 09:20 returned", {"replaced_by": serial}),
    )


def known(found: MachineHistory | None) -> MachineHistory:
    assert found is not None
    return found


def test_a_machine_is_followed_through_owners_and_replacements_in_both_directions() -> None:
    first = state(
        event(cu.EquipmentAdded, 2, machine=machine("A-1")),
        event(cu.EquipmentLeft, 3, serial="A-1", to="SZ-A0002", reason="转让"),
    )
    second = state(
        event(cu.EquipmentCame, 4, machine=machine("A-1"), from_file="SZ-A0001"),
        event(cu.EquipmentReplaced, 5, serial="A-1", machine=machine("B-1")),
        event(cu.EquipmentReplaced, 6, serial="B-1", machine=machine("C-1")),
        number=2,
        name="明慧",
    )
    for asked in ("A-1", "b1", "C-1"):
        found = known(machine_history(asked, [second, first], []))
        assert found.owner is not None
        assert found.machine is not None
        assert (found.owner.id, found.machine.serial) == ("SZ-A0002", "C-1")
        assert [(step.event.seq, step.customer_id, step.name) for step in found.steps] == [
            (2, "SZ-A0001", "南山明辉"),
            (3, "SZ-A0001", "南山明辉"),
            (4, "SZ-A0002", "明慧"),
            (5, "SZ-A0002", "明慧"),
            (6, "SZ-A0002", "明慧"),
        ]
        assert {serial.replace("-", "").upper() for serial in found.serials} == {"A1", "B1", "C1"}
    assert machine_history("D-1", [first, second], []) is None


def test_the_number_asked_for_stands_first_spelled_as_the_file_has_it() -> None:
    own = state(
        event(cu.EquipmentReplaced, 2, serial="A-1", machine=machine("C-1")),
        equipment=[machine("A-1")],
    )
    assert known(machine_history("a1", [own], [])).serials == ["A-1", "C-1"]
    assert known(machine_history("c 1", [own], [])).serials == ["C-1", "A-1"]
    assert known(machine_history("Z-9", [own], [about("Z-9")])).serials == ["Z-9"]


def test_a_number_that_was_misread_is_named_so_unless_another_machine_has_it() -> None:
    log = (
        event(cu.EquipmentCorrected, 2, serial="A-1", field="serial", old="A-1", new="A-7", reason="看错"),
        event(cu.EquipmentCorrected, 3, serial="A-7", field="bought", old="A-7", new="x", reason="发票"),
    )  # fmt: skip
    own = state(*log, equipment=[machine("A-1")])
    found = known(machine_history("A-7", [own], []))
    assert (found.serials, found.misread) == (["A-7", "A-1"], frozenset(["A-1"]))
    other = state(equipment=[machine("A-1")], number=2)
    assert known(machine_history("A-7", [own, other], [])).misread == set()


def test_a_file_names_the_machines_it_had_and_those_that_came_with_another_file() -> None:
    log = (
        event(cu.EquipmentAdded, 2, machine=machine("B-1")),
        event(cu.EquipmentReplaced, 3, serial="B-1", machine=machine("C-1")),
        event(cu.Absorbed, 4, file="SZ-A0002", equipment=[machine("D-1")]),
        event(cu.EquipmentLeft, 5, serial="D-1", reason="报废"),
    )
    assert customer_serials(state(*log, equipment=[machine("A-1")])) == {"A-1", "B-1", "C-1", "D-1"}


def test_the_steps_are_those_that_name_the_machine_by_any_of_its_numbers() -> None:
    log = (
        event(cu.EquipmentMoved, 2, serial="A-1", place="前厅"),
        event(cu.EquipmentMoved, 3, serial="B-1", place="后厨"),  # another machine
        event(cu.EquipmentCorrected, 4, serial="A-1", field="bought", old="x", new="B-1",
              reason="发票"),
        event(cu.EquipmentCorrected, 5, serial="A-1", field="serial", old="A-1", new="A-7",
              reason="看错"),
        event(cu.ContactAdded, 6, contact=cu.Contact(name="李四", mobile="2")),
        event(cu.EquipmentMoved, 7, serial="A-7", place="仓库"),
    )  # fmt: skip
    own = state(*log, equipment=[machine("A-1"), machine("B-1")])
    for asked in ("A-1", "A-7"):
        assert [step.event.seq for step in known(machine_history(asked, [own], [])).steps] == [
            2,
            4,
            5,
            7,
        ]
    assert [step.event.seq for step in known(machine_history("B-1", [own], [])).steps] == [3]


def test_who_has_it_is_the_file_that_has_it_now_and_is_active() -> None:
    left = state(
        event(cu.EquipmentLeft, 2, serial="A-1", reason="报废"), equipment=[machine("A-1")]
    )
    found = known(machine_history("A-1", [left], []))
    assert (found.owner, found.machine) == (None, None)
    merged = state(
        event(cu.MergedInto, 2, file="SZ-A0002", reason="同一客户"), equipment=[machine("A-1")]
    )
    taken_over = state(
        event(cu.Absorbed, 2, file="SZ-A0001", equipment=[machine("A-1", place="前厅")]), number=2
    )
    for files in permutations((merged, taken_over)):
        found = known(machine_history("A-1", files, []))
        assert found.owner is not None
        assert found.machine is not None
        assert (found.owner.id, found.machine.place) == ("SZ-A0002", "前厅")


def test_of_two_machines_of_one_history_the_one_asked_for_is_shown() -> None:
    """The old one is still in the file: nobody said that it went."""
    own = state(
        event(cu.EquipmentAdded, 2, machine=machine("B-1")), equipment=[machine("A-1")]
    )  # fmt: skip
    swapped = about("A-1", replaced("A-1", "B-1"))
    for asked in ("A-1", "B-1"):
        shown = known(machine_history(asked, [own], [swapped])).machine
        assert shown is not None
        assert shown.serial == asked


def test_tickets_stand_in_the_order_in_which_they_were_received() -> None:
    later, earlier, other = about("a1", number=1, day=21), about("A-1", number=2), about("B-1")
    found = known(machine_history("A-1", [], [later, earlier, other]))
    assert [state.ticket.id for state in found.tickets] == ["SZ-2611-A0002", "SZ-2611-A0001"]
    assert (found.owner, found.steps) == (None, [])


@pytest.mark.parametrize("log", [(replaced("A-1", "B-1"),), returned_as("B-1")])
def test_a_replacement_on_a_ticket_joins_both_numbers(log: tuple[Any, ...]) -> None:
    swapped = about("A-1", *log)
    assert ticket_serials(swapped) == {"A-1", "B-1"}
    assert serials_of_machine("b1", [], [swapped]) == {"a1", "b1"}
    next_one = about("B-1", number=2, day=22)
    found = known(machine_history("A-1", [], [swapped, next_one]))
    assert [each.ticket.id for each in found.tickets] == ["SZ-2611-A0001", "SZ-2611-A0002"]


def test_replacements_in_files_and_on_tickets_make_one_chain_and_a_circle_ends() -> None:
    files = [state(event(cu.EquipmentReplaced, 2, serial="A-1", machine=machine("B-1")))]
    tickets = [about("B-1", replaced("B-1", "C-1")), about("C-1", replaced("C-1", "A-1"))]
    assert serials_of_machine("A-1", files, tickets) == {"a1", "b1", "c1"}
    assert serials_of_machine("D-1", files, tickets) == {"d1"}


def test_a_number_that_nobody_knows_joins_nothing() -> None:
    tickets = [about("A-1", replaced("A-1", "unknown")), about("B-1", replaced("unknown", "B-1"))]
    assert serials_of_machine("A-1", [], tickets) == {"a1"}


def test_a_ticket_was_about_the_machine_told_and_about_the_one_it_was_corrected_to() -> None:
    corrected = {"field": "equipment.serial", "old": "A-1", "new": "A-7", "reason": "看错"}
    assert ticket_serials(about("A-1", ("20 09:05 corrected", corrected))) == {"A-1", "A-7"}
    misread = {"field": "equipment.serial", "old": "B-1", "new": "B-7", "reason": "看错"}
    swapped = about("A-1", replaced("A-1", "B-1"), ("20 11:00 corrected", misread))
    assert ticket_serials(swapped) == {"A-1", "B-1", "B-7"}
    noted = ticket("20 09:00 noted", kind=None, urgency=None, mode=None, equipment=None)
    assert ticket_serials(replay_ticket(noted)) == set()
    assert ticket_serials(about("A-1", *returned_as(""))) == {"A-1"}  # the same came back


def test_a_file_names_the_machines_there_are_there_were_and_that_it_took_over() -> None:
    own = state(
        event(cu.EquipmentLeft, 2, serial="A-1", reason="报废"),
        event(cu.EquipmentReplaced, 3, serial="B-1", machine=machine("C-1")),
        event(cu.Absorbed, 4, file="SZ-A0002", equipment=[machine("D-1")]),
        event(cu.Confirmed, 5),
        equipment=[machine("A-1"), machine("B-1")],
    )
    assert customer_serials(own) == {"A-1", "B-1", "C-1", "D-1"}
    merged = event(cu.MergedInto, 2, file="SZ-A0002", reason="同一客户")
    out_of_turn = event(cu.Absorbed, 3, file="SZ-A0003", equipment=[machine("E-1")])
    assert customer_serials(state(merged, out_of_turn)) == {"E-1"}
