"""The working clock, sentence by sentence."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from svc.errors import FractionOfASecond, NoOpenTime, TooFar
from svc.model.calendars import WEEKDAYS, calendar_from
from svc.model.durations import parse_duration
from svc.rules.promises.clock import WorkCalendar, deadline, deadline_ahead_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAY = ["08:30-12:00", "13:30-17:30"]
OFFICE = {
    "zone": "Asia/Shanghai",
    "hours": {"mon": WEEKDAY, "tue": WEEKDAY, "wed": WEEKDAY, "thu": WEEKDAY, "fri": WEEKDAY},
    "official": {
        "2026": {
            "notice": "the notice for 2026",
            "closed": ["2026-10-01..2026-10-07"],
            "open": ["2026-10-10", {"2026-09-20": ["09:00-11:00"]}],
        }
    },
    "own": {
        "2026-11-25": {"hours": ["08:30-12:00"], "why": "盘点"},
        "2026-10-08": {"hours": [], "why": "moving house"},
        "2026-10-06": {"hours": ["10:00-11:00"], "why": "open although it is a holiday"},
    },
}


def calendar(**changed: object) -> WorkCalendar:
    return WorkCalendar(calendar_from({**OFFICE, **changed}, "calendars/SZ@3.yaml"))


CLOCK = calendar()
ROUND_THE_CLOCK = calendar(hours={day: ["00:00-24:00"] for day in WEEKDAYS}, official={}, own={})
LATE = calendar(hours={"fri": ["18:00-24:00"], "mon": ["08:00-12:00"]}, official={}, own={})


def at(text: str) -> datetime:
    """`20 16:30` is in November 2026, whose 20th is a Friday; `10-09 16:30` in that month."""
    day, clock = text.split()
    month, day = day.split("-") if "-" in day else ("11", day)
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    return datetime(2026, int(month), int(day), hour, minute, second, tzinfo=SHANGHAI)


def due(start: str, limit: str, clock: WorkCalendar = CLOCK, kind: str = "") -> datetime:
    duration = parse_duration(limit)
    kind = kind or {"wd": "working_days", "d": "calendar_days"}.get(duration.unit, "working")
    return deadline(at(start), duration, kind, clock)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("20 10:00", "1h", "20 11:00"),
        ("20 11:30", "1h", "20 14:00"),  # over lunch
        ("20 16:30", "2h", "23 09:30"),  # over the weekend
        ("20 19:00", "1h", "23 09:30"),  # came in after hours
        ("20 16:30", "1h", "20 17:30"),  # due exactly at closing stays at closing
        ("20 11:00", "1h", "20 12:00"),  # and at lunch
        ("20 17:30", "0h", "20 17:30"),  # the closing second is open
        ("20 17:30:01", "0h", "23 08:30"),
        ("20 17:30", "1s", "23 08:30:01"),
        ("20 17:30", "1h", "23 09:30"),
        ("23 08:30", "0m", "23 08:30"),
        ("21 10:00", "0s", "23 08:30"),
        ("20 10:00", "90m", "20 11:30"),
        ("20 10:00", "45s", "20 10:00:45"),
        ("20 10:00", "7h30m", "23 10:00"),
        ("24 16:30", "5h", "26 09:00"),  # the half day's morning counts
    ],
)
def test_open_time_is_counted_forwards(start: str, limit: str, expected: str) -> None:
    assert due(start, limit) == at(expected)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("20 11:00", "-1h", "20 10:00"),
        ("20 14:00", "-1h", "20 11:30"),  # over lunch
        ("23 09:30", "-2h", "20 16:30"),  # over the weekend
        ("21 10:00", "-1h", "20 16:30"),  # while closed it starts at the closing before
        ("20 14:30", "-1h", "20 13:30"),  # what exhausts a span stays at its opening
        ("20 13:30", "-1s", "20 11:59:59"),
        ("23 08:30", "-8h", "19 17:00"),
    ],
)
def test_negative_durations_mirror(start: str, limit: str, expected: str) -> None:
    assert due(start, limit) == at(expected)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("18 10:00", "2wd", "20 17:30"),
        ("20 10:00", "1wd", "23 17:30"),
        ("20 17:30", "1wd", "23 17:30"),  # exactly at closing: that day is day 0
        ("20 17:30:01", "1wd", "24 17:30"),  # later: Monday is
        ("21 10:00", "1wd", "24 17:30"),
        ("21 10:00", "0wd", "23 17:30"),
        ("20 12:30", "0wd", "20 17:30"),  # lunch is within the day
        ("24 10:00", "1wd", "25 12:00"),  # a half day counts, and closes at noon
        ("25 13:00", "1wd", "27 17:30"),  # after its closing
        ("10-09 10:00", "1wd", "10-10 17:30"),  # a make-up Saturday counts
        ("09-19 10:00", "0wd", "09-20 11:00"),  # with its own hours
    ],
)
def test_working_days_end_at_the_close_of_the_last(start: str, limit: str, expected: str) -> None:
    assert due(start, limit) == at(expected)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("20 10:00", "-2wd", "18 08:30"),
        ("23 10:00", "-1wd", "20 08:30"),
        ("26 10:00", "-1wd", "25 08:30"),  # the half day
        ("23 08:30", "-1wd", "20 08:30"),  # the opening second is Monday's
        # mirrored: what lies while closed is of the day that closed before
        ("21 10:00", "-1wd", "19 08:30"),
        ("10-12 10:00", "-1wd", "10-10 08:30"),  # a make-up day
    ],
)
def test_working_days_backwards_end_at_the_opening_of_the_last(
    start: str, limit: str, expected: str
) -> None:
    assert due(start, limit) == at(expected)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        ("20 10:00", "1d", "21 23:59:59"),
        ("20 10:00", "0d", "20 23:59:59"),
        ("21 03:00", "2d", "23 23:59:59"),  # never shifts
        ("20 10:00", "-1d", "19 00:00"),
    ],
)
def test_calendar_days_end_with_the_last_second_of_the_last(
    start: str, limit: str, expected: str
) -> None:
    assert due(start, limit) == at(expected)


def test_elapsed_clocks_never_shift() -> None:
    assert due("20 19:00", "24h", kind="elapsed") == at("21 19:00")


def test_own_exception_beats_official_day_beats_weekly_hours() -> None:
    assert (
        CLOCK.open_seconds_between(at("10-01 00:00"), at("10-06 00:00")) == 0
    )  # official beats weekly
    assert (
        CLOCK.open_seconds_between(at("10-06 00:00"), at("10-07 00:00")) == 3600
    )  # own beats official
    assert CLOCK.open_seconds_between(at("10-08 00:00"), at("10-09 00:00")) == 0  # own beats weekly


def test_a_make_up_day_has_mondays_hours_unless_given() -> None:
    assert CLOCK.open_seconds_between(at("10-10 00:00"), at("10-11 00:00")) == 27_000
    assert CLOCK.open_seconds_between(at("09-20 00:00"), at("09-21 00:00")) == 7_200


def test_a_span_may_end_at_24_00_and_what_arrives_then_is_of_the_day_that_closes() -> None:
    assert due("20 20:00", "4h", LATE) == at("21 00:00")
    assert due("21 00:00", "0h", LATE) == at("21 00:00")
    assert due("21 00:00", "1wd", LATE) == at("23 12:00")
    assert due("21 00:01", "1wd", LATE) == at("28 00:00")
    assert due("20 20:00", "0wd", LATE) == at("21 00:00")
    assert LATE.is_open(at("21 00:00"))
    assert not LATE.is_open(at("21 00:00:01"))


def test_round_the_clock_midnight_is_of_the_day_that_begins() -> None:
    assert due("20 22:00", "5h", ROUND_THE_CLOCK) == at("21 03:00")
    assert due("21 00:00", "1wd", ROUND_THE_CLOCK) == at("23 00:00")
    assert ROUND_THE_CLOCK.open_seconds_between(at("01 00:00"), at("21 00:00")) == 20 * 86_400


def test_between_is_negative_backwards_and_zero_while_closed() -> None:
    assert CLOCK.open_seconds_between(at("20 16:30"), at("23 09:30")) == 7_200
    assert CLOCK.open_seconds_between(at("23 09:30"), at("20 16:30")) == -7_200
    assert CLOCK.open_seconds_between(at("20 18:00"), at("23 08:00")) == 0


def test_the_latest_moment_ahead_of_an_agreed_time_is_the_end_of_the_calendar_day() -> None:
    assert deadline_ahead_of(at("20 10:00"), parse_duration("1d"), CLOCK) == at("19 23:59:59")
    assert deadline_ahead_of(at("20 10:00"), parse_duration("7d"), CLOCK) == at("13 23:59:59")


# Holds


def paused(start: str, limit: str, *pauses: tuple[str, str], kind: str = "working") -> datetime:
    return deadline(
        at(start), parse_duration(limit), kind, CLOCK, [(at(a), at(b)) for a, b in pauses]
    )


def test_a_deadline_moves_by_the_open_time_paused() -> None:
    # 1h used, 3h paused, 7h left
    assert paused("20 15:30", "8h", ("20 16:30", "23 10:30")) == at("24 10:00")


def test_touching_overlapping_and_nested_holds_are_united() -> None:
    whole = paused("20 08:30", "4h", ("20 09:00", "20 11:00"))
    assert paused("20 08:30", "4h", ("20 09:00", "20 10:00"), ("20 10:00", "20 11:00")) == whole
    assert paused("20 08:30", "4h", ("20 09:30", "20 10:00"), ("20 09:00", "20 11:00")) == whole
    assert paused("20 08:30", "4h", ("20 09:00", "20 10:30"), ("20 10:00", "20 11:00")) == whole
    assert whole == at("20 16:00")


def test_a_hold_while_closed_and_one_from_the_due_moment_on_change_nothing() -> None:
    assert paused("20 16:30", "2h", ("20 18:00", "23 08:00")) == at("23 09:30")
    assert paused("20 10:00", "1h", ("20 11:00", "20 12:00")) == at("20 11:00")
    assert paused("20 10:00", "1h", ("20 11:00", "20 12:00"), kind="elapsed") == at("20 11:00")


def test_a_working_day_deadline_moves_by_the_paused_open_time() -> None:
    assert paused("18 10:00", "1wd", ("19 08:30", "19 10:00"), kind="working_days") == at(
        "20 10:00"
    )
    # A second hold, after the first due time but before the moved one, moves it on.
    twice = paused(
        "18 10:00", "1wd", ("19 08:30", "19 10:00"), ("20 09:00", "20 10:00"), kind="working_days"
    )
    assert twice == at("20 11:00")


def test_elapsed_and_calendar_day_deadlines_move_by_all_of_the_paused_time() -> None:
    assert paused("20 10:00", "24h", ("20 20:00", "20 22:00"), kind="elapsed") == at("21 12:00")
    assert paused("20 10:00", "1d", ("21 10:00", "21 12:00"), kind="calendar_days") == at(
        "22 01:59:59"
    )


# Edges


def test_a_calendar_without_open_time_is_an_error_and_no_hang() -> None:
    closed = calendar(hours={}, official={}, own={})
    for limit in ("1h", "0h", "-1h", "1wd", "0wd", "-1wd"):
        with pytest.raises(NoOpenTime):
            due("20 10:00", limit, closed)
    assert closed.open_seconds_between(at("20 10:00"), at("27 10:00")) == 0
    assert not closed.is_open(at("20 10:00"))


@pytest.mark.parametrize(
    "limit", ["999999999999h", "-999999999999h", "999999999999wd", "-999999999999wd", "99999999d"]
)
def test_what_lies_more_than_a_century_away_is_an_error_and_no_hang(limit: str) -> None:
    with pytest.raises(TooFar) as refused:
        due("20 10:00", limit)
    # what was counted from, and not a moment that nobody typed
    assert refused.value.facts["start"] == at("20 10:00").isoformat()


def test_open_time_only_in_one_past_week_is_found_backwards_and_missed_forwards() -> None:
    once = calendar(
        hours={}, official={}, own={"2026-11-02": {"hours": ["09:00-10:00"], "why": "-"}}
    )
    assert due("20 10:00", "-1h", once) == at("02 09:00")
    with pytest.raises(NoOpenTime):
        due("20 10:00", "1h", once)


def test_a_fraction_of_a_second_is_refused() -> None:
    with pytest.raises(FractionOfASecond):
        CLOCK.add(at("20 10:00") + timedelta(microseconds=1), 1)


def test_a_limit_in_a_unit_its_clock_does_not_count_is_a_fault_of_the_program() -> None:
    for kind, limit in (
        ("working", "2wd"),
        ("working_days", "2h"),
        ("elapsed", "1d"),
        ("calendar_days", "24h"),
    ):
        with pytest.raises(ValueError, match="no limit"):
            deadline(at("20 10:00"), parse_duration(limit), kind, CLOCK)


def test_years_the_calendar_does_not_list_are_named() -> None:
    assert CLOCK.years_not_listed(at("20 10:00"), at("20 11:00")) == []
    assert CLOCK.years_not_listed(at("20 10:00"), due("20 10:00", "40wd")) == [2027]
    assert CLOCK.years_not_listed(due("20 10:00", "400wd"), at("20 10:00")) == [2027, 2028]
    assert CLOCK.years_not_listed(at("20 10:00"), due("20 10:00", "40wd"), "elapsed") == []


def test_the_answer_is_in_the_calendars_zone_whatever_the_offset_of_the_question() -> None:
    answer = CLOCK.add(datetime.fromisoformat("2026-11-20T02:00:00+00:00"), 3600)
    assert answer.isoformat() == "2026-11-20T11:00:00+08:00"


def test_pauses_are_refused_backwards_and_not_passed_over() -> None:
    pause = (at("20 09:00"), at("20 10:00"))
    assert CLOCK.add(at("20 11:00"), -60) == at("20 10:59")
    with pytest.raises(ValueError, match="backwards"):
        CLOCK.add(at("20 11:00"), -60, [pause])
