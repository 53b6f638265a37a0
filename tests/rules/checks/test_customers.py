"""Rules of a customer's file."""

from __future__ import annotations

from typing import Any

from rules.checks.records import customer, found_in_file, known, machine, seen_customer

from svc.rules.checks.customers import (
    no_machine_stands_in_it_twice,
    what_happened_to_a_machine_names_one_of_theirs,
    who_looks_after_them_is_one_of_the_staff,
)


def moved(serial: str) -> dict[str, Any]:
    return {"what": "equipment_moved", "serial": serial, "place": "后厨"}


def unknown_machines(*log: dict[str, Any], **head: Any) -> list[Any]:
    own = seen_customer(customer(*log, **head))
    return [each.place for each in what_happened_to_a_machine_names_one_of_theirs(own)]


def test_who_looks_after_them_is_one_of_the_staff_as_it_stands_now() -> None:
    assert found_in_file(cared_for_by="wang") == []
    assert found_in_file(cared_for_by="") == []
    corrected = {"what": "corrected", "field": "cared_for_by", "old": "", "new": "nobody",
                 "reason": "x"}  # fmt: skip
    own = seen_customer(customer(corrected))
    (finding,) = who_looks_after_them_is_one_of_the_staff(own)
    assert finding.place == ("cared_for_by",)
    # without a staff file nobody is looked for
    without = type(own)(**{
        **{name: getattr(own, name) for name in own.__struct_fields__}, "references": known(people=None)
    })  # fmt: skip
    assert list(who_looks_after_them_is_one_of_the_staff(without)) == []


def test_a_machine_spelled_in_two_ways_is_one_and_one_that_left_is_none() -> None:
    twice = seen_customer(customer(equipment=[machine("A-1"), machine("B-1"), machine("a 1")]))
    (finding,) = no_machine_stands_in_it_twice(twice)
    assert (finding.place, finding.problem.facts) == (("equipment",), {"serial": "a 1"})
    left = {"what": "equipment_left", "serial": "A-1", "reason": "报废"}
    gone = seen_customer(customer(left, equipment=[machine("A-1"), machine("a1")]))
    assert list(no_machine_stands_in_it_twice(gone)) == []


def test_what_happened_to_a_machine_names_one_that_the_file_has_had() -> None:
    assert unknown_machines(moved("A-1"), moved("C-1")) == [("log", 2, "serial")]
    for before in (
        {"what": "equipment_added", "machine": machine("C-1")},
        {"what": "equipment_came", "machine": machine("C-1"), "from_file": "SZ-A0002"},
        {"what": "absorbed", "file": "SZ-A0002", "equipment": [machine("C-1")]},
        {"what": "equipment_replaced", "serial": "A-1", "machine": machine("C-1")},
        {"what": "equipment_corrected", "serial": "A-1", "field": "serial", "old": "A-1",
         "new": "C-1", "reason": "看错"},
    ):  # fmt: skip
        assert unknown_machines(before, moved("C-1")) == []
        assert unknown_machines(moved("C-1"), before) == [("log", 1, "serial")]


def test_a_machine_that_was_given_away_may_be_given_away_by_another_desk_too() -> None:
    left = {"what": "equipment_left", "serial": "A-1", "reason": "转让"}
    assert unknown_machines(left, left) == []


def test_a_correction_of_another_field_makes_no_machine_known() -> None:
    corrected = {"what": "equipment_corrected", "serial": "A-1", "field": "model", "old": "x",
                 "new": "C-1", "reason": "看错"}  # fmt: skip
    assert unknown_machines(corrected, moved("C-1")) == [("log", 2, "serial")]
