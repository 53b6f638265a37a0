"""Section 4 of a small month: faults by model and cause, and machines that came back."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, RECEIVED, Reported


def machine(serial: str, model: str = "CR-200") -> dict[str, Any]:
    return {"model": model, "specification": "1", "serial": serial, "bought": "2026-08-01",
            "warranty": {"verdict": "in", "on_site": True, "reason": "…"}}  # fmt: skip


def fault(
    serial: str, cause: str = "wear", model: str = "CR-200", outcome: str = "fixed", **head: Any
) -> Any:
    visited = ("20 15:00 visited", {"cause": cause, "outcome": outcome})
    return ticket(*ARRIVED, visited, equipment=machine(serial, model), **head)


EARLIER = {"repeat_of": ["SZ-2610-A0001"]}


def test_faults_are_repairs_by_model_and_cause_in_share_of_the_machines_in_use() -> None:
    month = Reported(
        fault("A-1", "wear"),
        fault("a1", "quality"),  # the same machine, spelled otherwise
        fault("B-1", "wear", model="SO-80"),
        fault("unknown", "wear"),
        fault("C-1", "other", outcome="no_fault"),
        fault("D-1", "wear", kind="maintenance"),
        fault("E-1", "wear", **EARLIER),
        ticket(RECEIVED, "20 10:00 cancelled"),
        machines={"CR-200": 8, "RC-60": 2},
    )
    assert (month["faults"], month["serial_unknown"], month["machines"]) == (5, 1, 10)
    # A-1, B-1 and E-1 of 10 machines
    assert (month.rate("failure_rate"), month["failure_rate"]) == ((3, 10), 0.3)
    assert month["machines_repeated"] == 2
    table = month.tables["model_by_cause"]
    assert [column.id for column in table.columns] == ["model", "quality", "wear", "faults"]
    assert table.rows == [["CR-200", 1, 3, 4], ["SO-80", 0, 1, 1]]
    assert table.total is not None
    assert table.total[1:] == [1, 4, 5]
    assert [row[1:] for row in month.rows("causes")] == [[4, 0.8, 0.8], [1, 0.2, 1.0]]
    assert month.rows("models") == [
        ["CR-200", 4, 0.8, 2, 8, 0.25],
        ["SO-80", 1, 1.0, 1, 0, None],
        ["RC-60", 0, 1.0, 0, 2, 0.0],
    ]


def test_the_cause_is_the_last_one_that_was_found() -> None:
    twice = ticket(
        *ARRIVED,
        ("20 15:00 visited", {"outcome": "needs_parts", "cause": "wear"}),
        "23 09:00 dispatched",
        "23 10:00 arrived",
        ("23 11:00 visited", {"cause": "unknown"}),
    )
    month = Reported(twice, ticket(RECEIVED, "20 09:30 answered"))
    assert [row[1] for row in month.rows("causes")] == [1, 1]  # wear, and none on record
    columns = [column.id for column in month.tables["model_by_cause"].columns]
    assert columns == ["model", "wear", "none", "faults"]


def test_causes_fall_and_of_as_many_the_first_by_name_is_first() -> None:
    month = Reported(fault("A-1", "wear"), fault("B-1", "misuse"), fault("C-1", "software"))
    rows = [(row[0].value, row[1], row[3]) for row in month.rows("causes")]
    assert rows == [
        ("misuse", 1, pytest.approx(1 / 3)),
        ("software", 1, pytest.approx(2 / 3)),
        ("wear", 1, 1.0),
    ]


def test_a_fault_that_is_being_repaired_counts_and_one_that_was_given_up_does_not() -> None:
    declined = ("20 15:00 visited", {"outcome": "declined"})
    month = Reported(ticket(RECEIVED), ticket(*ARRIVED, declined), ticket(*FIXED))
    assert (month["faults"], month.behind("faults")) == (2, ["T1", "T3"])


def test_a_machine_with_three_faults_is_one_faulty_machine_and_a_repeated_one() -> None:
    month = Reported(*[fault("A-1")] * 3, fault("B-1"), machines={"CR-200": 4})
    assert month.rate("failure_rate") == (2, 4)
    assert (month["machines_repeated"], month.behind("machines_repeated")) == (1, ["T1"])
    assert [row[:3] for row in month.rows("repeated")] == [["A-1", "CR-200", "T1, T2, T3"]]


def test_repeated_faults_are_listed_with_the_earlier_tickets_and_whether_they_were_declared() -> (
    None
):
    own = fault("B-1", repeat_of=["T1", "SZ-2610-A0001", "SZ-2610-A0007"])
    visited = ("20 15:00 visited", {"cause": "wear"})
    declared = ("20 16:00 repeat_declared", {"earlier": ["SZ-2610-A0009"]})
    month = Reported(
        fault("b1"), own, ticket(*ARRIVED, visited, declared, equipment=machine("C-1")),
        fault("unknown", **EARLIER),
    )  # fmt: skip
    rows = [[*row[:4], str(row[4])] for row in month.rows("repeated")]
    assert rows == [
        ["b1", "CR-200", "T1, T2", "SZ-2610-A0001, SZ-2610-A0007", "no"],
        ["C-1", "CR-200", "T3", None, "yes"],
    ]


def test_where_no_machine_is_in_use_there_is_no_failure_rate() -> None:
    month = Reported(fault("A-1"))
    assert (month.rate("failure_rate"), month["failure_rate"]) == ((1, 0), None)


def test_a_month_without_faults_has_the_models_in_use_and_no_causes() -> None:
    month = Reported(machines={"CR-200": 8})
    assert (month["faults"], month["failure_rate"]) == (0, 0.0)
    assert (month.rows("causes"), month.rows("model_by_cause")) == ([], [])
    assert month.rows("models") == [["CR-200", 0, None, 0, 8, 0.0]]
