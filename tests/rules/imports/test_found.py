"""How a row stands to the ledger: faulty, the same, or otherwise."""

from __future__ import annotations

from rules.imports.tables import good, read

from svc.rules.imports.found import Difference, compared, faulty


def test_a_faulty_row_has_the_faults_of_its_cells_and_those_found_later() -> None:
    (row,) = read("customers", "单位 电话", ["甲", "1"]).rows
    more = row.fault("name", row.faults[0].problem)
    assert faulty(row, "甲", more).faults == (*row.faults, more)
    assert (more.cell, more.head) == ("A2", "单位")
    assert row.fault("contract", more.problem).cell == "2"


def test_a_row_without_differences_is_the_same() -> None:
    (row,) = good("customers", "单位", ["甲"])
    assert compared(row, "甲", "SZ-A0001", []).verdict == "same"
    other = Difference(head="单位", filed="乙", told="甲")
    assert compared(row, "甲", "SZ-A0001", [other]).verdict == "differs"
