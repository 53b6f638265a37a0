"""A value of the head is the one of the time that is spoken of."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import ticket

from svc.rules.ticket.head_values import HeadValues
from svc.rules.ticket.lifecycle import State, replay_ticket

SERIAL = ("equipment", "serial")
RECEIVED = "20 09:00 received"


def exchanged(old: str, new: str, day: str = "21") -> Any:
    words = {"old_serial": old, "new_serial": new, "reason": "换新机"}
    return (f"{day} 10:00 machine_replaced", words)


def corrected(old: str, new: str, field: str = "equipment.serial") -> Any:
    return ("22 10:00 corrected", {"field": field, "old": old, "new": new, "reason": "看错"})


def replayed(*log: Any, serial: str = "A-1") -> State:
    made = ticket(RECEIVED, *log)
    assert made.equipment is not None
    return replay_ticket(replace(made, equipment=replace(made.equipment, serial=serial)))


def serial_at(state: State, seq: int) -> str:
    machine = state.head_at(seq).equipment
    assert machine is not None
    return machine.serial


@pytest.mark.parametrize(
    ("log", "told", "serials"),
    [
        ([], "A-1", ["A-1"]),
        ([exchanged("A-1", "B-1")], "A-1", ["A-1", "B-1"]),
        ([exchanged("A-1", "B-1"), exchanged("B-1", "C-1")], "A-1", ["A-1", "B-1", "C-1"]),
        # a correction is no exchange
        ([corrected("A-1", "A-7")], "A-1", ["A-7"]),
        ([corrected("A-1", "A-7"), exchanged("A-7", "B-1")], "A-1", ["A-7", "B-1"]),
        ([exchanged("A-1", "B-1"), corrected("B-1", "B-7")], "A-1", ["A-1", "B-7"]),
        # of two desks that did not know of each other, the one put the old number right
        ([exchanged("A-1", "B-1"), corrected("A-1", "A-7")], "A-1", ["A-7", "B-1"]),
        # nobody knew it until the machine was taken away
        ([exchanged("A-1", "B-1")], "unknown", ["A-1", "B-1"]),
    ],
)
def test_an_exchange_begins_and_a_correction_was_always_so(
    log: list[Any], told: str, serials: list[str]
) -> None:
    state = replayed(*log, serial=told)
    assert state.serials_in_turn() == serials
    assert serial_at(state, 99) == serials[-1]
    machine = state.as_received.equipment
    assert machine is not None
    assert machine.serial == serials[0]
    assert state.serials_in_turn(0) == serials[:1]


def test_whoever_speaks_of_a_moment_gets_the_value_of_that_moment() -> None:
    state = replayed(exchanged("A-1", "B-1"), exchanged("B-1", "C-1", "22"))
    assert [serial_at(state, seq) for seq in (1, 2, 3)] == ["A-1", "B-1", "C-1"]
    assert state.head_at(3) is state.current


def test_the_office_is_the_one_of_then_and_a_customer_put_right_is_right_for_all_time() -> None:
    state = replayed(
        ("20 11:00 office_changed", {"office": "BJ", "region": "north"}),
        corrected("国风工业园食堂", "国风园区食堂", "customer.unit"),
    )
    then, now = state.as_received, state.current
    assert (then.office, now.office) == ("SZ", "BJ")
    assert then.customer == now.customer
    assert now.customer is not None
    assert now.customer.unit == "国风园区食堂"


def test_what_was_taken_out_is_out_of_every_time() -> None:
    values = HeadValues()
    values.change(SERIAL, "B-1", 5, "A-1")
    values.remove(SERIAL, "(removed)")
    assert values.at(0) == values.at() == {SERIAL: "(removed)"}
    assert not values.changed_later(0)


def test_a_value_that_was_as_told_until_then_is_not_among_those_of_then() -> None:
    values = HeadValues()
    values.change(("urgency",), "urgent", 5)
    assert values.at(4) == {}
    assert values.at(5) == {("urgency",): "urgent"}
    assert values.changed_later(4)
    assert not values.changed_later(5)
