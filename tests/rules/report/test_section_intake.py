"""Section 1 of a small month: what came in, what stood open, counted by hand beside it."""

from __future__ import annotations

from datetime import date

import pytest
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, NOVEMBER, RECEIVED, Reported, on

CANCELLED = "20 10:00 cancelled"


def stock(month: Reported) -> tuple[int, int, int, int, int]:
    """Open at the start, received, opened again, closed, open at the end."""
    names = ("open_start", "received", "taken_up", "closed", "open_end")
    start, received, again, closed, end = (month[name] for name in names)
    assert start + received + again - closed == end
    return start, received, again, closed, end


def test_a_ticket_counts_in_the_month_in_which_it_was_received_by_the_ledgers_own_day() -> None:
    october = ticket("10-31 23:59:59 received", received="2026-10-31T23:59:59+08:00")
    # the first of November in Shanghai
    abroad = ticket(RECEIVED, received="2026-10-31T16:00:00+00:00")
    month = Reported(october, abroad, ticket(RECEIVED))
    assert month["received"] == 2
    assert month.labels("by_kind") == {"repair": 2}
    assert month.labels("by_channel") == {"phone": 2}
    assert month.earlier("received") == (1, 0)
    by_day = {row[0]: row[3] for row in month.rows("by_day")}
    assert (by_day[NOVEMBER], by_day[date(2026, 11, 20)]) == (1, 1)
    assert Reported(october, first=date(2026, 12, 1))["received"] == 0


def test_a_complaint_is_never_counted_as_intake() -> None:
    refused = ticket(RECEIVED, CANCELLED, "21 09:00 reopened", kind="complaint")
    month = Reported(ticket(RECEIVED, "20 10:00 reminded"), refused)
    assert month["complaints"] == 1
    assert stock(month) == (0, 1, 0, 0, 1)
    assert month.labels("by_kind") == {"repair": 1}
    assert (month.rows("by_end"), month.tables["by_day"].total[1:]) == ([], [1, 0, 1, 0])


def test_a_call_that_was_only_noted_is_counted_as_what_it_is() -> None:
    noted = ticket("20 09:00 noted", kind=None, urgency=None, mode=None)
    assert Reported(noted).labels("by_kind") == {"noted": 1}


def test_what_stood_open_is_told_by_the_log_and_not_by_todays_state() -> None:
    closed_later = ticket(*FIXED, "12-01 10:00 called_back", "12-01 10:05 closed")
    assert stock(Reported(closed_later, now="12-05 12:00")) == (0, 1, 0, 0, 1)
    december = Reported(closed_later, first=date(2026, 12, 1), now="12-05 12:00")
    assert stock(december) == (1, 0, 0, 1, 0)
    assert december.earlier("closed") == (0, 0)


def test_start_and_received_and_opened_again_less_closed_make_the_end() -> None:
    old = on("10-30", "02 09:00 cancelled")
    again = on("10-30", "10-30 10:00 cancelled", "03 09:00 reopened")
    refused = ticket(*ARRIVED, ("20 11:00 visited", {"outcome": "refused"}))
    month = Reported(old, again, refused, ticket(RECEIVED))
    assert stock(month) == (1, 2, 1, 2, 2)
    assert month.labels("by_end") == {"cancelled": 1, "declined": 1}
    assert (month.behind("open_start"), month.behind("open_end")) == (["T1"], ["T2", "T4"])


def test_a_ticket_that_spans_three_months_is_open_at_the_end_of_those_it_was_open_in() -> None:
    spanning = on("10-30", "02 09:00 cancelled", "12-01 09:00 reopened", "12-31 23:59 cancelled")
    by_month = [
        stock(Reported(spanning, first=date(2026, month, 1), now="2027-01-04 12:00"))
        for month in (10, 11, 12)
    ]
    assert by_month == [(0, 1, 0, 0, 1), (1, 0, 0, 1, 0), (0, 0, 1, 1, 0)]


def test_one_ticket_closed_twice_and_reopened_in_a_month_counts_each_time() -> None:
    month = Reported(ticket(RECEIVED, CANCELLED, "21 09:00 reopened", "22 09:00 cancelled"))
    assert stock(month) == (0, 1, 1, 2, 0)
    assert month.figures["closed"].behind[0].value == 2
    by_day = {row[0].day: row[4] for row in month.rows("by_day") if row[4]}
    assert by_day == {20: 1, 22: 1}


def test_a_merge_that_was_settled_opens_or_closes_a_ticket_once() -> None:
    settled = ticket(RECEIVED, CANCELLED, ("20 11:00 settled", {"outcome": "replied"}))
    closed = ticket(RECEIVED, ("20 11:00 settled", {"outcome": "cancelled"}), "20 12:00 closed")
    assert stock(Reported(settled, closed)) == (0, 2, 1, 2, 1)


def test_customers_calls_for_the_same_matter_count_with_the_ticket() -> None:
    asked_twice = ticket(RECEIVED, "20 10:00 reminded", "12-01 09:00 reminded")
    assert Reported(asked_twice, ticket(RECEIVED, "20 10:00 reminded"))["reminders"] == 3


def test_kinds_stand_the_most_frequent_first_with_their_share_and_how_many_there_were() -> None:
    month = Reported(
        ticket(RECEIVED),
        ticket(RECEIVED),
        ticket(RECEIVED, kind="inquiry", channel="wechat"),
        on("10-30", kind="inquiry"),
        on("10-30", kind="training"),
        on("2025-11-30", kind="maintenance"),
    )
    # In November 3 tickets, 2 of them repairs; in October 2; a year ago 1.
    assert month.labelled("by_kind") == {
        "repair": [2, pytest.approx(2 / 3), 0, 0],
        "inquiry": [1, pytest.approx(1 / 3), 1, 0],
        "maintenance": [0, 0.0, 0, 1],
        "training": [0, 0.0, 1, 0],
    }
    assert list(month.labelled("by_kind")) == ["repair", "inquiry", "maintenance", "training"]
    assert month.labels("by_channel") == {"phone": 2, "wechat": 1}


def test_where_there_were_no_records_yet_there_is_no_figure_to_compare_with() -> None:
    month = Reported(ticket(RECEIVED), records_before=False)
    assert month.earlier("received") == (None, None)
    assert month.labelled("by_kind") == {"repair": [1, 1.0, None, None]}


def test_every_day_of_the_month_has_its_row_with_repairs_others_all_and_closed() -> None:
    month = Reported(
        on("2028-02-29"), on("2028-02-29", kind="training"), on("2028-02-28"),
        on("2028-01-31", "2028-02-29 10:00 cancelled"),
        first=date(2028, 2, 1), now="2028-03-10 12:00",
    )  # fmt: skip
    rows = month.rows("by_day")
    assert len(rows) == 29
    assert rows[0] == [date(2028, 2, 1), 0, 0, 0, 0]
    assert rows[27:] == [[date(2028, 2, 28), 1, 0, 1, 0], [date(2028, 2, 29), 1, 1, 2, 1]]
    total = month.tables["by_day"].total
    assert total is not None
    assert total[1:] == [2, 1, 3, 1]


def test_a_month_without_tickets_has_zeros_and_a_row_for_each_day() -> None:
    month = Reported()
    assert stock(month) == (0, 0, 0, 0, 0)
    assert (month.rows("by_kind"), month.rows("by_channel"), month.rows("by_end")) == ([], [], [])
    assert [row[1:] for row in month.rows("by_day")] == [[0, 0, 0, 0]] * 30
