"""Section 3 of a small month: how repairs went; the rate of problems solved is that of S1 第七条."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, RECEIVED, Reported, on

BY_PHONE = (RECEIVED, "20 09:30 answered")
NEEDS_PARTS = (*ARRIVED, ("20 15:00 visited", {"outcome": "needs_parts"}))
SECOND = (*NEEDS_PARTS, "23 09:00 dispatched", "23 10:00 arrived", "23 11:00 visited")
BROKEN_AGAIN = (*FIXED, "21 10:00 reopened")


def test_fixed_at_the_first_visit_is_what_needed_nothing_more() -> None:
    maintenance = ticket(*FIXED, kind="maintenance")
    month = Reported(
        ticket(*FIXED), ticket(*SECOND), ticket(*BROKEN_AGAIN), ticket(*BY_PHONE), maintenance
    )
    assert (month["visited"], month["reopened"]) == (3, 1)
    rate = month.figures["first_time_fix"]
    assert (rate.numerator, rate.denominator) == (1, 3)
    assert rate.value == pytest.approx(0.333, abs=0.0005)
    assert [(each.ticket, each.value, each.out_of) for each in rate.behind] == [
        ("T1", 1, 1),
        ("T2", 0, 1),
        ("T3", 0, 1),
    ]
    assert month.rate("second_visits") == (1, 3)


@pytest.mark.parametrize(
    ("outcome", "fixed", "counts"),
    [
        ("fixed", 1, 1),
        ("no_fault", 0, 0),  # nothing was fixed, and nothing was to be
        ("not_reproduced", 0, 0),
        ("completed", 1, 1),
        ("provisional", 0, 1),  # a provisional remedy leaves something to be done
        ("needs_parts", 0, 1),
        ("taken_along", 0, 1),
        ("refused", 0, 1),
    ],
)
def test_by_the_outcome_of_the_one_visit(outcome: str, fixed: int, counts: int) -> None:
    month = Reported(ticket(*ARRIVED, ("20 15:00 visited", {"outcome": outcome})))
    assert month.rate("first_time_fix") == (fixed, counts)


def test_a_visit_that_another_desk_typed_out_of_turn_did_not_take_place() -> None:
    month = Reported(ticket(*FIXED, "20 15:01 visited"))
    assert (month["visited"], month["visits"], month["second_visits"]) == (1, 1, 0)


def test_solved_is_what_was_done_and_was_never_opened_again() -> None:
    given_up = ticket(RECEIVED, "20 10:00 cancelled")
    month = Reported(ticket(*FIXED), ticket(*BROKEN_AGAIN), ticket(RECEIVED), given_up)
    assert month.rate("solved") == (1, 3)
    again = ("25 09:30 dispatched", "25 10:00 arrived", "25 11:00 visited")
    assert Reported(ticket(*BROKEN_AGAIN, *again)).rate("solved") == (0, 1)
    inquiry = ticket(*BY_PHONE, kind="inquiry")  # of all tickets, not of repairs alone
    assert Reported(inquiry, ticket(*BY_PHONE, kind="complaint")).rate("solved") == (1, 1)


def test_what_was_done_in_a_later_month_counts_where_the_ticket_was_received() -> None:
    spanning = on("10-30", "02 09:30 handed_over", "02 09:40 dispatched", "23 10:00 arrived",
                  "23 11:00 visited")  # fmt: skip
    november = Reported(spanning)
    assert (november["visited"], november["solved"]) == (0, None)
    assert november.earlier("visited") == (1, 0)
    assert november.figures["first_time_fix"].month_before == 1.0


def test_time_to_repair_ends_with_the_work_and_not_with_the_way_home() -> None:
    month = Reported(
        ticket(*FIXED), ticket(*BY_PHONE), ticket(RECEIVED), ticket(*BROKEN_AGAIN)
    )  # fmt: skip
    hours = month.figures["hours_median"].behind
    assert [(each.ticket, each.value) for each in hours] == [("T1", 6.0), ("T2", 0.5)]
    assert month["hours_median"] == 3.25
    assert month["hours_ninetieth"] == 6.0
    assert month.tables["repair_times"].total[1:] == [2, None]


def answered(when: str) -> Any:
    return ticket(RECEIVED, f"{when} answered")


def test_the_hours_stand_in_bands_each_with_its_upper_end() -> None:
    month = Reported(
        answered("20 09:00"),  # at once
        answered("20 13:00"),  # 4 h
        answered("20 13:00:01"),
        answered("20 17:00"),  # 8 h
        answered("21 09:00"),  # 24 h
        answered("27 09:00"),  # 168 h
        answered("27 09:00:01"),
        answered("29 09:00"),
    )
    bands = [(row[0].facts.get("hours"), row[1], row[2]) for row in month.rows("repair_times")]
    assert bands == [
        (4, 2, 0.25),
        (8, 2, 0.25),
        (24, 1, 0.125),
        (48, 0, 0.0),
        (72, 0, 0.0),
        (168, 1, 0.125),
        (None, 2, 0.25),
    ]


def test_how_visits_ended_is_of_all_requests_with_what_it_was_earlier() -> None:
    month = Reported(
        ticket(*SECOND),
        ticket(*FIXED, kind="maintenance"),
        ticket(*FIXED, kind="complaint"),
        on("10-20", "10-20 09:20 handed_over", "10-20 09:30 dispatched", "10-20 10:00 arrived",
           ("10-20 11:00 visited", {"outcome": "needs_parts"})),
    )  # fmt: skip
    assert month.labelled("outcomes") == {"fixed": [2, 0, 0], "needs_parts": [1, 1, 0]}


def test_a_month_without_repairs_has_neither_rates_nor_hours() -> None:
    month = Reported(ticket(RECEIVED, kind="inquiry"))
    for name in ("first_time_fix", "second_visits", "hours_median", "hours_ninetieth"):
        assert month[name] is None
    assert month.rate("solved") == (0, 1)
    assert [row[1:] for row in month.rows("repair_times")] == [[0, None]] * 7
    assert month.rows("outcomes") == []
