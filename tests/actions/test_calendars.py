"""Calendars found and filled, and questions answered a line at a time."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chinese_calendar
import pytest

from svc.actions import calendars as actions
from svc.actions.calendars import CalendarShelf, answer_line, calendar_text, fill_year, moment_typed
from svc.errors import (
    CalendarNeeded,
    FractionOfASecond,
    HolidaysMissing,
    NoSuchCalendar,
    NotAClockQuestion,
    NotADuration,
    NotATime,
    RecordFaulty,
    YearAlreadyListed,
    YearNotPublished,
)
from svc.model.calendars import calendar_from
from svc.model.reading import read_record
from svc.rules.promises.clock import WorkCalendar
from svc.store.assets import start_files_dir
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
YEARS = (2023, 2024, 2025, 2026)
SHIPPED = (start_files_dir() / "calendars/CN@1.yaml").read_text(encoding="utf-8")
BARE = {key: value for key, value in read_record(SHIPPED).items() if key != "official"}


def days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


# Official days


def test_the_shipped_calendar_is_what_fill_writes() -> None:
    data = BARE
    for year in YEARS:
        data = fill_year(data, year, "SZ@1")
    assert SHIPPED.endswith("\n" + calendar_text(data))
    assert SHIPPED.startswith("#")


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_calendar_agrees_day_by_day_with_both_libraries(year: int) -> None:
    import holidays

    clock, china = (
        WorkCalendar(calendar_from(read_record(SHIPPED), "SZ@1")),
        holidays.country_holidays("CN", years=year),
    )
    for day in days(year):
        works = bool(clock.plan_of_day(day).hours)
        assert works == chinese_calendar.is_workday(day), day
        assert works == china.is_working_day(day), day


def test_holidays_are_listed_as_the_notices_have_them() -> None:
    notice = read_record(SHIPPED)["official"]
    assert notice["2024"]["closed"] == [
        "2024-01-01", "2024-02-10..2024-02-17", "2024-04-04..2024-04-06", "2024-05-01..2024-05-05", "2024-06-10",
        "2024-09-15..2024-09-17", "2024-10-01..2024-10-07",
    ]  # fmt: skip
    assert notice["2026"]["closed"] == [
        "2026-01-01..2026-01-03", "2026-02-15..2026-02-23", "2026-04-04..2026-04-06", "2026-05-01..2026-05-05",
        "2026-06-19..2026-06-21", "2026-09-25..2026-09-27", "2026-10-01..2026-10-07",
    ]  # fmt: skip
    assert "国办发明电〔2025〕7号" in notice["2026"]["notice"]


def test_a_year_that_is_not_published_yet_is_refused() -> None:
    with pytest.raises(YearNotPublished):
        fill_year(BARE, 2099, "SZ@1")


def test_a_year_that_is_listed_already_is_refused_and_a_revised_one_replaced() -> None:
    data = fill_year(BARE, 2026, "SZ@1")
    with pytest.raises(YearAlreadyListed):
        fill_year(data, 2026, "SZ@2")
    data["official"]["2026"] = {"notice": "an earlier notice", "closed": [], "open": []}
    assert fill_year(data, 2026, "SZ@2")["official"]["2026"]["open"][0] == "2026-01-04"


def test_fill_leaves_what_it_was_given_and_all_else_in_the_calendar() -> None:
    own = {"2026-12-31": {"hours": ["08:30-12:00"], "why": "盘点"}}
    data = {**BARE, "own": own}
    filled = fill_year(fill_year(data, 2026, "SZ@1"), 2025, "SZ@1")
    assert "official" not in data
    assert list(filled) == ["zone", "hours", "official", "own"]
    assert list(filled["official"]) == ["2025", "2026"]
    assert filled["own"] == own
    assert read_record(calendar_text(filled)) == filled


def test_without_the_package_fill_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(HolidaysMissing, match=r"pip install 'svc-desk\[calendar\]'"):
        fill_year(BARE, 2026, "SZ@1")


# Questions


@pytest.fixture
def path(tmp_path: Path) -> str:
    file = tmp_path / "SZ.yaml"
    file.write_text(SHIPPED, encoding="utf-8")
    return str(file)


def ask(**question: object) -> dict[str, object]:
    return answer_line(json.dumps(question), CalendarShelf(), NOW)[0]


def test_questions_are_answered_in_the_calendars_zone(path: str) -> None:
    assert ask(op="add", calendar=path, start="2026-11-20T16:30:00+08:00", **{"for": "2h"}) == {
        "at": "2026-11-23T09:30:00+08:00"
    }
    assert ask(op="add", calendar=path, start="2026-11-20T08:30:00Z", **{"for": "-2wd"}) == {
        "at": "2026-11-18T08:30:00+08:00"
    }
    assert ask(op="add", calendar=path, start="2026-11-20 16:30", **{"for": "1d"}) == {
        "at": "2026-11-21T23:59:59+08:00"
    }
    assert ask(
        op="between",
        calendar=path,
        start="2026-11-23T09:30:00+08:00",
        end="2026-11-20T16:30:00+08:00",
    ) == {"seconds": -7200}


def test_a_year_the_calendar_does_not_list_is_told(path: str) -> None:
    line = json.dumps({"op": "add", "calendar": path, "start": "2026-12-31 16:30", "for": "2h"})
    assert answer_line(line, CalendarShelf(), NOW) == ({"at": "2027-01-01T09:30:00+08:00"}, [2027])


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"for": "8 o'clock"}, NotADuration),
        ({"for": 8}, NotAClockQuestion),
        ({"for": None}, NotAClockQuestion),
        ({"start": "2026-11-20T16:30:00.5+08:00"}, FractionOfASecond),
        ({"start": "2026-11-20T16:30:00.000+08:00"}, FractionOfASecond),
        ({"start": "2026-02-30T16:30:00+08:00"}, NotATime),
        ({"start": "yesterday"}, NotATime),
        ({"start": "2026-11-20T16:30:00+99:00"}, NotATime),
        ({"op": "subtract"}, NotAClockQuestion),
        ({"op": ["add"]}, NotAClockQuestion),
        ({"calendar": "nowhere.yaml"}, NoSuchCalendar),
        ({"calendar": "."}, NoSuchCalendar),
        ({"calendar": 7}, NotAClockQuestion),
    ],
)
def test_what_can_not_be_answered_is_an_error_of_its_own(
    path: str, changed: dict[str, Any], error: Any
) -> None:
    question = {
        "op": "add",
        "calendar": path,
        "start": "2026-11-20T16:30:00+08:00",
        "for": "2h",
    } | changed
    with pytest.raises(error):
        answer_line(json.dumps(question), CalendarShelf(), NOW)


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '"add"', "[" * 100_000, '{"op": "add"}'])
def test_a_line_that_is_no_question_is_an_error_of_its_own(line: str, path: str) -> None:
    with pytest.raises(NotAClockQuestion):
        answer_line(line, CalendarShelf(usual=path), NOW)


def test_overlapping_spans_are_refused_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text('zone: "UTC"\nhours: {mon: ["08:00-12:00", "11:00-17:00"]}\n', encoding="utf-8")
    with pytest.raises(RecordFaulty, match=r"bad\.yaml:2: .*overlap"):
        CalendarShelf().get(str(file))


def test_without_a_ledger_the_calendar_must_be_named() -> None:
    with pytest.raises(CalendarNeeded):
        CalendarShelf().get()


def test_a_time_without_offset_is_by_the_calendars_clock_and_must_exist_there() -> None:
    from zoneinfo import ZoneInfo

    berlin = ZoneInfo("Europe/Berlin")
    assert moment_typed("2026-03-29 03:00", berlin, NOW).isoformat() == "2026-03-29T03:00:00+02:00"
    with pytest.raises(NotATime):
        moment_typed("2026-03-29 02:30", berlin, NOW)
    # the first of the two
    assert moment_typed("2026-10-25 02:30", berlin, NOW).isoformat() == "2026-10-25T02:30:00+02:00"


# Calendars of a ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:

    folder = tmp_path / "calendars"
    folder.mkdir()
    for number in (1, 2, 10):
        text = SHIPPED.replace("08:30-12:00", f"0{number % 9}:30-12:00")
        (folder / f"SZ@{number}.yaml").write_text(text, encoding="utf-8")
    return Ledger(tmp_path)


def test_a_name_means_its_newest_version_and_a_version_itself(ledger: Ledger) -> None:
    shelf = CalendarShelf(lambda: ledger)
    assert shelf.get("SZ").calendar.name == "SZ@10"
    assert shelf.get("SZ@2").calendar.name == "SZ@2"
    with pytest.raises(NoSuchCalendar) as refused:
        shelf.get("BJ")
    assert refused.value.facts["known"] == "SZ@1, SZ@10, SZ@2"


def test_the_next_version_keeps_the_comments_at_its_head(ledger: Ledger) -> None:
    with pytest.raises(YearAlreadyListed):
        actions.next_version(ledger, "SZ", 2026)
    name, text = actions.next_version(ledger, "SZ", 2022)
    assert name == "SZ@11"
    assert text.startswith(SHIPPED.splitlines()[0])
    assert list(read_record(text)["official"]) == ["2022", *map(str, YEARS)]


# The coming year, in the mail of cron


def mailed(desk: Desk, day: str, *, clock: str = "08:00") -> list[str]:
    """What cron's line says of calendars on a day."""
    out = desk.ok("overdue", "--flag", by="cron", now=f"{day}T{clock}:00").out
    return [line for line in out.splitlines() if "calendar" in line]


def test_from_december_cron_says_once_a_week_that_the_coming_year_is_missing(desk: Desk) -> None:
    assert mailed(desk, "2026-11-30") == []
    (line,) = mailed(desk, "2026-12-01")
    assert "2027" in line
    assert "svc calendar fill 2027 --calendar SZ" in line
    assert mailed(desk, "2026-12-01", clock="08:15") == []
    assert mailed(desk, "2026-12-07") == []
    assert len(mailed(desk, "2026-12-08")) == 1
    assert mailed(desk, "2026-12-09") == []
    assert len(mailed(desk, "2027-01-04")) == 1  # nobody has entered it yet


def test_once_it_is_entered_cron_says_nothing_and_what_it_says_check_says(desk: Desk) -> None:
    def checked() -> list[str]:
        items = desk.svc("--json", "check", now="2026-12-01T08:00:00").json["items"]
        return [item["path"] for item in items if item["rule"] == "calendar-year"]

    assert checked() == ["calendars/SZ@1.yaml"]
    year = '  "2027":\n    notice: "x"\n    closed: ["2027-01-01"]\n'
    text = (desk.path / "calendars/SZ@1.yaml").read_text(encoding="utf-8").rstrip("\n")
    (desk.path / "calendars/SZ@2.yaml").write_text(f"{text}\n{year}", encoding="utf-8")
    desk.commit()
    assert checked() == []
    assert mailed(desk, "2026-12-01") == []


def test_without_flag_nothing_is_said_of_calendars_and_no_week_begins(desk: Desk) -> None:
    assert "calendar" not in desk.ok("overdue", now="2026-12-01T08:00:00").out
    assert len(mailed(desk, "2026-12-02")) == 1


def test_in_json_the_calendars_stand_beside_what_was_flagged(desk: Desk) -> None:
    ended = desk.ok("--json", "overdue", "--flag", by="cron", now="2026-12-01T08:00:00")
    assert ended.json["calendars"] == [{"calendar": "SZ", "year": 2027}]


def test_a_calendar_that_cant_be_read_is_left_to_check(desk: Desk) -> None:
    (desk.path / "calendars/SZ@1.yaml").write_text("\t", encoding="utf-8")
    assert actions.years_lacking(desk.ledger, date(2026, 12, 1)) == []
