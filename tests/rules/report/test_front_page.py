"""The first page of a small month: each sentence is a rule, the same figures give the same words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.logs import ticket
from rules.report.months import FIXED, NAMES, RECEIVED, Reported, on

from svc.render.report_words import title_words
from svc.render.words import Words
from svc.rules.report import front_page
from svc.rules.report.targets import TEN

WORDS = Words("en")
CALLED = ("21 10:00 called_back", {"rating": "satisfied"})
BAD = ("21 10:00 called_back", {"rating": "dissatisfied"})


def page(*tickets: Any, trend: Any = (), **options: Any) -> Any:
    month = Reported(*tickets, **options)
    return front_page.front_page(month.months, month.sections, trend, {}, NAMES.__getitem__)


def sentences(*tickets: Any, **options: Any) -> list[str]:
    return [title_words(each, WORDS) for each in page(*tickets, **options).notes]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, ", 2 more than a month ago"),
        (2, ", as many as a month ago"),
        (3, ", 1 fewer than a month ago"),
    ],
)
def test_what_came_in_is_told_beside_the_month_before(before: int, said: str) -> None:
    tickets = [ticket(RECEIVED), ticket(RECEIVED), *[on("10-20")] * before]
    first = sentences(*tickets)[0]
    assert first == f"2 requests came in{said}; 0 were closed, {2 + before} stand open."


def test_in_the_first_month_of_the_ledger_there_is_nothing_to_compare_with() -> None:
    first = sentences(ticket(RECEIVED), records_before=False)[0]
    assert first == "1 requests came in; 0 were closed, 1 stand open."


def test_the_promise_that_was_broken_most_is_named() -> None:
    late = ticket(RECEIVED, "20 09:31 handed_over", "20 09:40 cancelled")
    assert sentences(late, late)[1] == (
        "0 of 2 promises were kept (0.0 %); 2 were broken, most often visit "
        "request to the coordinator (2)."
    )
    kept = ticket(RECEIVED, "20 09:20 handed_over", "20 09:40 cancelled")
    assert sentences(kept)[1] == "All 1 promises were kept."
    assert sentences()[1] == "No promise was to be judged."


def test_how_repairs_went_is_told_as_far_as_there_were_any() -> None:
    assert sentences(ticket(*FIXED))[2] == (
        "1 of 1 faults visited were fixed at the first visit (100.0 %); half of all took up to 6.0 "
        "hours, nine of ten up to 6.0."
    )
    assert sentences()[2] == "No repair was visited, and none has ended."
    again = ticket(*FIXED, "21 09:00 reopened")
    assert sentences(again)[2].endswith("(0.0 %); none has ended.")


def test_what_customers_said_is_told_with_complaints() -> None:
    assert sentences(ticket(*FIXED, CALLED), ticket(*FIXED, BAD))[3] == (
        "Of 2 answers 50.0 % were satisfied, 1 dissatisfied; no complaints."
    )
    complained = sentences(ticket(RECEIVED, kind="complaint"))[3]
    assert complained == "No customer was asked; complaints: 1, not yet judged: 1."


def test_what_is_left_is_told_with_the_age_of_the_oldest() -> None:
    assert sentences(ticket(RECEIVED))[4] == (
        "0.00 yuan were taken, 0.00 yuan are owed; 1 tickets are still open, the oldest for 10 days."
    )
    done = sentences(ticket(*FIXED, CALLED, "21 10:05 closed"))[4]
    assert done == "0.00 yuan were taken, 0.00 yuan are owed; nothing of it all is unfinished."


def test_the_trend_has_a_row_for_each_month_and_none_before_the_ledger_began() -> None:
    month = Reported(ticket(RECEIVED))
    figures = list(month.figures.values())
    trend = [(date(2026, 10, 1), None), (date(2026, 11, 1), figures)]
    table = page(ticket(RECEIVED), trend=trend).tables[0]
    assert [column.id for column in table.columns] == ["name", *TEN]
    assert table.rows[0] == ["2026-10", *[None] * 10]
    assert table.rows[1] == ["2026-11", *(month[id_] for id_ in TEN)]
