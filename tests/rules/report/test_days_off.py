"""Which days of a month are marked: days off of all offices, and make-up working days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from svc.model.calendars import calendar_from
from svc.rules.promises.clock import WorkCalendar
from svc.rules.report.answer import SpecialDay
from svc.rules.report.days_off import special_days_of
from svc.store.ledger import Ledger

WEEK = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICIAL = {
    "2026": {
        "notice": "国庆节",
        "closed": ["2026-10-01..2026-10-07"],
        "open": ["2026-10-10"],
    }
}
FEBRUARY = date(2026, 2, 1)
SAMPLE = Path(__file__).parents[3] / "ledger"


def calendar(**changed: Any) -> WorkCalendar:
    data = {"zone": "Asia/Shanghai", "hours": WEEK, "official": OFFICIAL, **changed}
    return WorkCalendar(calendar_from(data, "calendars/SZ@1.yaml"))


def days(how: str, *calendars: WorkCalendar, first: date = date(2026, 10, 1)) -> list[int]:
    return [each.day.day for each in special_days_of(calendars, first) if each.how == how]


def test_weekly_days_off_holidays_and_make_up_working_days_are_told_apart() -> None:
    # the 3rd and 4th are a weekend in the holidays, the 10th a Saturday on which people work
    assert days("holiday", calendar()) == [1, 2, 3, 4, 5, 6, 7]
    assert days("weekly", calendar()) == [11, 17, 18, 24, 25, 31]
    assert days("make_up", calendar()) == [10]
    make_up = SpecialDay(day=date(2026, 10, 10), how="make_up")
    assert not make_up.is_off
    assert make_up in special_days_of([calendar()], date(2026, 10, 1))


def test_a_day_is_off_where_all_offices_are_and_a_day_of_our_own_is_a_holiday() -> None:
    on_duty = calendar(hours={**WEEK, "sat": ["09:00-12:00"]})
    assert days("weekly", calendar(), on_duty) == [11, 18, 25]
    assert days("make_up", calendar(), on_duty) == []
    stocktaking = calendar(own={"2026-10-20": {"hours": [], "why": "盘点"}})
    assert days("holiday", stocktaking)[-1] == 20
    assert days("holiday", stocktaking, calendar())[-1] == 7


@pytest.mark.parametrize("calendars", [[], [calendar()]])
def test_only_days_of_the_month_are_told_and_none_without_a_calendar(
    calendars: list[WorkCalendar],
) -> None:
    found = special_days_of(calendars, FEBRUARY)
    assert {each.day.month for each in found} == ({2} if calendars else set())
    assert len(found) == 8 * len(calendars)


def test_the_report_of_the_sample_has_them_of_its_office() -> None:
    from datetime import datetime

    from svc.actions.reports import month_report

    now = datetime.fromisoformat("2026-12-05T09:00:00+08:00")
    ledger = Ledger(SAMPLE)
    report, _ = month_report(ledger, "SZ", "2026-10", now)
    assert report.special_days == special_days_of([ledger.calendar("SZ@1")], date(2026, 10, 1))
    assert {"weekly", "holiday", "make_up"} == {each.how for each in report.special_days}
