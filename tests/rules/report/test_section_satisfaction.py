"""Section 6 of a small month: callbacks (S0 2.7.3, within 24 hours), and what customers said."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.logs import ticket
from rules.report.months import FIXED, RECEIVED, Reported, on

NOBODY = ("21 10:00 not_reached", {"purpose": "callback"})


def called(rating: str, *more: Any, reason: str = "", **head: Any) -> Any:
    return ticket(
        *FIXED, ("21 10:00 called_back", {"rating": rating, "reason": reason}), *more, **head
    )


def test_satisfaction_is_of_the_callbacks_with_an_answer() -> None:
    action = ("21 12:00 corrective_action", {"remedy": "换人复修"})
    month = Reported(
        called("very_satisfied"),
        called("satisfied"),
        called("fair"),
        called("dissatisfied", "21 10:00 reopened", action, reason="又坏了"),
        ticket(*FIXED, NOBODY),
        now="21 12:00",
    )
    assert (month["called_back"], month["dissatisfied"]) == (4, 1)
    assert (month.rate("satisfaction"), month["satisfaction"]) == ((2, 4), 0.5)
    assert month["callback_missed"] == 0  # its time is not up
    (row,) = month.rows("dissatisfied")
    assert row[:4] == ["T4", "甲", "王强", date(2026, 11, 21)]
    assert (row[4].value, row[5:]) == ("dissatisfied", ["又坏了", "换人复修"])


def test_a_callback_is_missed_once_its_time_is_up() -> None:
    nobody = ticket(*FIXED, NOBODY)
    log = (nobody, called("satisfied"), ticket(RECEIVED))
    # The technician was back on the 20th at 16:30; 24 hours run on over the weekend.
    assert Reported(*log, now="21 16:30")["callback_missed"] == 0
    month = Reported(*log, now="21 16:30:01")
    assert (month["called_back"], month["callback_missed"]) == (1, 1)
    assert (month.rate("callback_rate"), month["callback_rate"]) == ((1, 2), 0.5)
    assert [row[0] for row in month.rows("missed")] == ["T1"]


def test_a_callback_made_too_late_is_one_that_was_made() -> None:
    late = ticket(*FIXED, ("25 10:00 called_back", {"rating": "satisfied"}))
    month = Reported(late)
    assert (month["called_back"], month["callback_missed"], month["callback_rate"]) == (1, 0, 1.0)


def test_one_ticket_called_twice_is_one_called_back_and_two_answers() -> None:
    again = called("very_dissatisfied", "21 10:00 reopened", "23 09:00 answered",
                   ("23 15:00 called_back", {"rating": "satisfied"}))  # fmt: skip
    month = Reported(again)
    assert (month["called_back"], month["dissatisfied"]) == (1, 1)
    assert month.rate("satisfaction") == (1, 2)
    assert month.rate("callback_rate") == (1, 1)


def test_callbacks_of_complaints_count_and_those_of_another_months_tickets_do_not() -> None:
    october = on("10-30", "10-30 09:30 answered", ("02 10:00 called_back", {"rating": "fair"}))
    month = Reported(called("satisfied", kind="complaint"), october)
    assert (month["called_back"], month.rate("satisfaction")) == (1, (1, 1))
    assert (month.earlier("called_back"), month.earlier("satisfaction")) == ((1, 0), (0.0, None))


def test_every_rating_has_its_row_in_its_own_order() -> None:
    october = on("10-30", "10-30 09:30 answered", ("10-30 16:00 called_back", {"rating": "fair"}))
    tickets = (called("satisfied"), called("satisfied"), october)
    assert list(Reported(*tickets).labelled("ratings").items()) == [
        ("very_satisfied", [0, 0, 0]),
        ("satisfied", [2, 0, 0]),
        ("fair", [0, 1, 0]),
        ("dissatisfied", [0, 0, 0]),
        ("very_dissatisfied", [0, 0, 0]),
    ]
    new = Reported(*tickets, records_before=False).labelled("ratings")
    assert (new["satisfied"], new["fair"]) == ([2, None, None], [0, None, None])


def test_a_month_without_callbacks_has_no_rates() -> None:
    month = Reported(ticket(RECEIVED))
    assert (month["callback_rate"], month["satisfaction"]) == (None, None)
    assert (month["called_back"], month["callback_missed"], month["dissatisfied"]) == (0, 0, 0)
    assert (month.rows("dissatisfied"), month.rows("missed")) == ([], [])


def slip(rating: str, day: str = "20 17:00") -> tuple[str, dict[str, Any]]:
    return f"{day} slip_in", {"rating": rating} if rating else {}


def test_ratings_that_the_customer_did_not_give_stand_by_technician() -> None:
    def said(*more: Any) -> Any:
        return ticket(*FIXED, *more)

    call = ("21 10:00 called_back", {"rating": "fair"})
    month = Reported(
        said(slip("satisfied"), call),
        said(slip("fair"), call),
        said(slip(""), call),
        said(call, slip("very_satisfied", "22 09:00")),  # came in later
        said(call),
    )
    rows = [(who, id, a.value, b.value) for who, id, a, b in month.rows("differing")]
    assert rows == [
        ("王强", "T1", "satisfied", "fair"),
        ("王强", "T4", "very_satisfied", "fair"),
    ]


def test_the_slip_of_the_visit_before_is_not_that_of_the_next() -> None:
    again = ("21 11:00 reopened", "23 09:00 dispatched", "23 10:00 arrived", "23 11:00 visited")
    calls = [(f"{day} called_back", {"rating": "satisfied"}) for day in ("21 10:00", "24 10:00")]
    month = Reported(ticket(*FIXED, slip("fair"), calls[0], *again, calls[1]))
    assert [row[1] for row in month.rows("differing")] == ["T1"]
