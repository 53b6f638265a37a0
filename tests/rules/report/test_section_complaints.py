"""Section 7 of a small month: complaints by class, department and cost (S3 5-7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rules.logs import ticket
from rules.report.months import RECEIVED, Reported, on


def judged(
    sort: str = "收费", grade: str = "general", quality: bool = False, accepted: bool = True
) -> Any:
    fields = {"sort": sort, "grade": grade, "quality": quality, "accepted": accepted}
    return ("20 10:00 complaint_judged", fields)


def found(department: str, cost: str | None) -> Any:
    return ("20 11:00 responsibility_found", {"department": department, "cost": cost})


def complaint(*log: Any, **head: Any) -> Any:
    return ticket(RECEIVED, *log, **{"kind": "complaint", **head})


def test_complaints_are_counted_as_they_have_been_judged_so_far() -> None:
    month = Reported(
        complaint(judged(grade="major"), found("售后服务部", "120.50")),
        complaint(judged("产品", quality=True), found("质检科", "79.50")),
        complaint(judged("产品", accepted=False)),
        complaint(),
        ticket(RECEIVED),
    )
    assert (month["complaints"], month.behind("complaints_open")) == (4, ["T4"])
    assert (month.behind("complaints_quality"), month.behind("complaints_major")) == (
        ["T2"],
        ["T1"],
    )
    assert month["complaints_cost"] == Decimal("200.00")


def test_by_class_with_the_quality_matters_and_the_cost_of_each() -> None:
    month = Reported(
        complaint(judged("收费"), found("售后服务部", "120.50")),
        complaint(judged("收费"), found("财务部", "0.25")),
        complaint(judged("产品", quality=True)),
        complaint(),
    )
    rows = [[str(row[0]), *row[1:]] for row in month.rows("classes")]
    assert rows == [
        ["收费", 2, 0, Decimal("120.75")],
        ["not judged yet", 1, 0, None],
        ["产品", 1, 1, None],
    ]


def test_by_department_with_the_most_first() -> None:
    month = Reported(
        complaint(found("质检科", None)),
        complaint(found("质检科", "10.00")),
        complaint(found("财务部", "5.00")),
        complaint(),
    )
    rows = [[str(row[0]), *row[1:]] for row in month.rows("departments")]
    assert rows == [
        ["质检科", 2, Decimal("10.00")],
        ["not found yet", 1, None],
        ["财务部", 1, Decimal("5.00")],
    ]


def test_the_register_tells_of_each_complaint_what_is_known() -> None:
    remedy = ("20 12:00 corrective_action", {"remedy": "退还多收费用"})
    month = Reported(
        complaint(judged(quality=True), found("财务部", "5.00"), remedy, "20 13:00 handed_over"),
        complaint(judged()),
        complaint(),
    )
    rows = [
        [str(cell) if index in (2, 4) and cell else getattr(cell, "value", cell)
         for index, cell in enumerate(row)]
        for row in month.rows("register")
    ]  # fmt: skip
    assert rows == [
        [
            "T1",
            "甲",
            "收费",
            "general",
            "yes",
            "财务部",
            Decimal("5.00"),
            "退还多收费用",
            "handed_over",
        ],
        ["T2", "甲", "收费", "general", "no", None, None, None, "received"],
        ["T3", "甲", "not judged yet", None, None, None, None, None, "received"],
    ]


def test_a_complaint_judged_again_counts_as_it_was_judged_last() -> None:
    again = ("21 10:00 complaint_judged", {"sort": "产品", "grade": "major", "quality": True,
                                           "accepted": True})  # fmt: skip
    month = Reported(complaint(judged("收费"), found("财务部", "5.00"), again))
    assert [row[:3] for row in month.rows("classes")] == [["产品", 1, 1]]
    assert month["complaints_cost"] == Decimal("5.00")


def test_a_complaint_judged_in_the_next_month_counts_in_that_of_its_receipt() -> None:
    october = on("10-30", judged(grade="major"), found("财务部", "5.00"), kind="complaint")
    month = Reported(october, complaint(), complaint())
    assert (month["complaints"], month["complaints_major"]) == (2, 0)
    assert month.earlier("complaints") == (1, 0)
    assert month.earlier("complaints_cost") == (Decimal("5.00"), Decimal("0.00"))


def test_a_month_without_complaints_has_zeros_and_no_rows() -> None:
    month = Reported(ticket(RECEIVED))
    assert (month["complaints"], month["complaints_open"]) == (0, 0)
    assert month["complaints_cost"] == Decimal("0.00")
    for table in ("classes", "departments", "register"):
        assert month.rows(table) == []
