"""Section 2 of a small month: promises kept and broken, under the office's policy (S4)."""

from __future__ import annotations

from typing import Any

from rules.logs import at, ticket
from rules.report.months import ARRIVED, RECEIVED, Reported, on


def counts(month: Reported, promise: str) -> list[Any]:
    """Kept, broken and not judged of one promise."""
    return month.labelled("by_promise")[promise][:3]


def broken(month: Reported, promise: str) -> list[tuple[str, Any, Any]]:
    return [
        (row[0], row[5], row[6]) for row in month.rows("broken") if row[4].value == promise
    ]  # fmt: skip


def test_promises_kept_and_broken_and_the_broken_ones_by_ticket() -> None:
    kept = ticket(RECEIVED, "20 09:30 handed_over")  # S4 hotline 6: within 30 minutes
    late = ticket(RECEIVED, "20 09:31 handed_over")
    never = ticket(RECEIVED)
    given_up = ticket(RECEIVED, "20 09:10 cancelled")
    given_up_late = ticket(RECEIVED, "20 10:00 cancelled")
    month = Reported(kept, late, never, given_up, given_up_late)
    assert month.rate("on_time.visit_request") == (1, 4)
    assert counts(month, "visit_request") == [1, 3, 0]
    due = at("20 09:30")
    assert broken(month, "visit_request") == [
        ("T3", due, None),
        ("T5", due, None),
        ("T2", due, at("20 09:31")),
    ]
    assert month["broken"] == len(month.rows("broken"))


def test_the_worst_stand_first_with_how_late_why_and_whose_they_are() -> None:
    """What nobody did at all comes before what was done, and that by how late it was."""
    later = ticket(RECEIVED, "20 10:00 handed_over")
    late = ticket(*(RECEIVED, "20 09:31 handed_over", *ARRIVED[2:]))
    rows = [row for row in Reported(late, later, ticket(RECEIVED)).rows("broken")
            if row[4].value == "visit_request"]  # fmt: skip
    assert [(row[0], row[3], row[7], row[8].value) for row in rows] == [
        ("T3", None, None, "dispatcher"),
        ("T2", None, 0.5, "dispatcher"),
        ("T1", "王强", 1 / 60, "dispatcher"),
    ]
    assert {row[2] for row in rows} == {"甲"}


def test_each_kind_of_request_has_its_own_promises_added_up() -> None:
    late = ticket(RECEIVED, "20 09:31 handed_over", "20 09:40 cancelled")
    word = ticket(
        RECEIVED,
        "20 09:20 handed_over",
        "20 10:00 replied",
        "20 10:05 cancelled",
        kind="suggestion",
    )
    month = Reported(late, late, word, now="20 12:00")
    assert month.labelled("promises_by_kind") == {
        "repair": [0, 2, 0, 0.0],
        "suggestion": [2, 0, 0, 1.0],
    }
    assert {row[1].value for row in month.rows("broken")} == {"repair"}


def test_the_rate_is_of_all_promises_and_each_ticket_adds_its_own() -> None:
    month = Reported(
        ticket(RECEIVED, "20 09:20 handed_over", "20 10:00 contacted", "20 10:05 cancelled"),
        ticket(RECEIVED, "20 09:31 handed_over", "20 09:40 cancelled"),
        now="20 12:00",
    )
    # T1: visit_request and contact kept, reply and visit dropped. T2: visit_request broken.
    assert (month["kept"], month["broken"], month["not_judged"]) == (2, 1, 0)
    assert month.rate("on_time") == (2, 3)
    assert [(each.ticket, each.value, each.out_of) for each in month.figures["on_time"].behind] == [
        ("T1", 2, 2),
        ("T2", 0, 1),
    ]


def test_what_is_still_open_or_has_no_limit_counts_neither_way() -> None:
    month = Reported(ticket(RECEIVED, kind="complaint"), now="20 09:10")
    assert (month["kept"], month["broken"], month["on_time"]) == (0, 0, None)
    # what is open is not judged yet; a complaint is answered, nobody visits (S2 部门职能 8)
    assert month["not_judged"] == 3
    assert counts(month, "complaint_answer") == [0, 0, 1]
    assert month["on_time.complaint_answer"] is None
    assert sum(row[3] for row in month.rows("by_promise")) == 3


def test_a_promise_around_national_day_is_judged_by_days_worked() -> None:
    """S4 coordinator 3: two working days; 1 to 7 October are off, the 10th, a Saturday, is
    worked.
    """
    sent = ("09-30 09:20 handed_over", "09-30 09:30 contacted", "09-30 10:00 dispatched")
    far = {"appointment": "2026-10-10T10:00:00+08:00"}
    steps = (*sent[:2], (sent[2], far))
    month = Reported(
        on("09-30", *steps, "10-09 17:30 arrived"),
        on("09-30", *steps, "10-10 08:30 arrived"),
        first=at("2026-09-01 00:00").date(),
        now="10-12 12:00",
    )
    assert counts(month, "visit") == [1, 1, 0]
    assert broken(month, "visit") == [("T2", at("10-09 17:30"), at("10-10 08:30"))]


AGAIN = (
    RECEIVED,
    "20 09:20 handed_over",
    "20 09:30 contacted",
    "20 09:40 dispatched",
    "23 10:00 arrived",
    "23 11:00 visited",
    "24 09:00 reopened",
)


def test_a_ticket_opened_again_has_the_promise_twice() -> None:
    given_up = Reported(ticket(*AGAIN, "24 09:05 cancelled"))
    assert counts(given_up, "visit") == [1, 0, 0]  # the second was given up in time
    month = Reported(ticket(*AGAIN))
    assert counts(month, "visit") == [1, 1, 0]
    assert broken(month, "visit") == [("T1", at("26 17:30"), None)]


def test_each_promise_stands_beside_its_rate_a_month_and_a_year_ago() -> None:
    month = Reported(
        on("20", "20 09:20 handed_over"),
        on("10-20", "10-20 09:31 handed_over"),
        on("10-21", "10-21 09:20 handed_over"),
        on("2025-11-20", "2025-11-20 09:20 handed_over"),
    )
    assert month.labelled("by_promise")["visit_request"] == [1, 0, 0, 1.0, 0.5, 1.0]
    assert month.earlier("on_time.visit_request") == (0.5, 1.0)


def test_a_month_without_tickets_has_no_promises() -> None:
    month = Reported()
    assert (month["on_time"], month["kept"], month["broken"], month["not_judged"]) == (
        None,
        0,
        0,
        0,
    )
    assert (month.rows("by_promise"), month.rows("broken")) == ([], [])
