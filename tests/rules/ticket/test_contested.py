"""A value that two desks corrected apart, to different things, is somebody's to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rules.logs import at

from svc.model.customers import EquipmentCorrected
from svc.model.events import Corrected, Remarked
from svc.rules.ticket.contested import contested_corrections, is_contested

if TYPE_CHECKING:
    from svc.model.events import Event

Made = tuple[int, str, str]
"""Number in the log, what it was, what it was corrected to."""


def made(seq: int, old: str, new: str, **more: Any) -> Corrected:
    fields = {"field": "phone", "id": f"{seq}-{new}", "by": "li", "reason": "x"} | more
    return Corrected(seq=seq, at=at("20 10:00"), typed=at("20 10:00"), old=old, new=new, **fields)


@pytest.mark.parametrize(
    ("log", "held"),
    [
        ([(2, "1", "2"), (2, "1", "3")], "3 2"),
        ([(2, "1", "2"), (2, "1", "2")], ""),  # both say the same
        ([(2, "1", "2"), (3, "2", "3")], ""),
        ([(2, "1", "2"), (3, "1", "3")], ""),  # of one desk, which wrote down what had been told
        ([(2, "1", "2"), (2, "1", "3"), (3, "3", "3")], ""),  # decided
        ([(2, "1", "2"), (2, "1", "3"), (3, "3", "2")], ""),
        ([(2, "1", "2"), (2, "1", "3"), (3, "2", "4")], "4 3"),  # the one desk went on
        ([(2, "1", "12"), (2, "1", "12.0")], ""),
    ],
)
def test_the_last_holds_against_one_that_it_did_not_know(log: list[Made], held: str) -> None:
    found = contested_corrections(made(*each) for each in log)
    assert [f"{each.holds.new} {each.other.new}" for each in found] == ([held] if held else [])


def test_values_machines_and_what_comes_along_are_kept_apart() -> None:
    moment = at("20 10:00")
    machine = {
        "at": moment,
        "typed": moment,
        "by": "li",
        "reason": "x",
        "seq": 2,
        "field": "bought",
    }
    log: list[Event] = [
        made(2, "1", "2"),
        made(2, "1", "3", field="address"),
        made(2, "south", "north", field="region"),
        made(2, "south", "east", field="region"),
        EquipmentCorrected(serial="A-1", id="a", old="1", new="2", **machine),
        EquipmentCorrected(serial="B-1", id="b", old="1", new="3", **machine),
        Remarked(seq=2, id="c", at=moment, typed=moment, by="li", words="x"),
    ]
    assert list(contested_corrections(log)) == []
    log.append(EquipmentCorrected(serial="a1", id="d", old="1", new="4", **machine))
    assert [each.holds.id for each in contested_corrections(log)] == ["d"]
    assert is_contested(log, "bought", "A1")
    assert not is_contested(log, "bought", "B-1")
    assert not is_contested(log, "phone")
