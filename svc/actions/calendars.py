"""Calendars found and filled, and questions put to the clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import TYPE_CHECKING

from svc.errors import (
    N_,
    CalendarNeeded,
    CannotReadFile,
    Damaged,
    FractionOfASecond,
    HolidaysMissing,
    NoSuchCalendar,
    NoSuchVersion,
    NotAClockQuestion,
    NotAMapping,
    NotATime,
    Phrase,
    RecordBroken,
    YearAlreadyListed,
    YearNotPublished,
    system_reason,
)
from svc.model.calendars import calendar_from
from svc.model.layout import FlowMapping, write_record
from svc.model.official import notice_for
from svc.model.reading import edited_text, read_record
from svc.model.times import written_moment
from svc.model.typed_times import read_length, read_moment
from svc.rules.checks import configuration as rules
from svc.rules.promises.clock import WorkCalendar, deadline
from svc.rules.promises.explained import (
    CLOCK_OF,
    ExplainedSpan,
    Explanation,
    explain_deadline,
    spans_between,
)
from svc.store import files
from svc.store.clone_settings import is_weekly_word_due, note_weekly_word

if TYPE_CHECKING:
    from pathlib import Path

    from svc.actions.typist import Typist
    from svc.model.calendars import Calendar
    from svc.model.data import Data, ReadOnlyData
    from svc.store.ledger import Ledger

# What can only be the path of a file, and no name in the ledger.
_PATH = re.compile(r"[/\\]|\.ya?ml$|\.json$")
_FRACTION = re.compile(r".*[0-9]:[0-9]{2}[.,][0-9]+.*")


class CalendarShelf:
    """The calendars a command can name: files, and those of the ledger. Each is read once.

    `ledger` finds the ledger, None outside one, and is asked only for names that are no files'
    paths. `usual` is the calendar meant when none is named: else that of the ledger's default
    office.
    """

    def __init__(self, ledger: Callable[[], Ledger | None] = lambda: None, usual: str = "") -> None:
        self._ledger = ledger
        self._usual = usual
        self._read: dict[str, WorkCalendar] = {}

    def get(self, name: str = "") -> WorkCalendar:
        """The calendar in a file, of a version (`SZ@3`), or the newest of a name (`SZ`).

        Raises CalendarNeeded, NoSuchCalendar, and what reading the file raises.
        """
        name = name or self._usual or self._of_default_office()
        if name not in self._read:
            self._read[name] = self._find(name)
        return self._read[name]

    def _find(self, name: str) -> WorkCalendar:
        from pathlib import Path

        ledger = None if _PATH.search(name) else self._ledger()
        names = ledger.versions("calendars") if ledger else []
        if ledger and name in names:
            return ledger.calendar(name)
        if ledger and any(version.startswith(f"{name}@") for version in names):
            return ledger.calendar(ledger.newest("calendars", name))
        # Devices and pipes could keep a command waiting for ever.
        if not Path(name).is_file():
            raise NoSuchCalendar(name=name, known=", ".join(names) or "-")
        return load_calendar(Path(name))

    def _of_default_office(self) -> str:
        ledger = self._ledger()
        if ledger is None:
            raise CalendarNeeded
        return ledger.office(ledger.usual_office).calendar


def load_calendar(path: Path) -> WorkCalendar:
    """The calendar in a file. Raises RecordBroken or RecordFaulty with path and line,
    CannotReadFile.
    """
    shown = path.as_posix()
    try:
        text = edited_text(path.read_bytes(), shown)
        return WorkCalendar(calendar_from(read_record(text, shown), shown, text))
    except OSError as failed:
        raise CannotReadFile(path=shown, reason=system_reason(failed)) from None
    except NotAMapping as broken:  # which advises git, and the file may lie anywhere
        problem = Phrase(N_("it has no lines `key: value`"))
        raise RecordBroken(path=shown, line=broken.facts["line"], problem=problem) from None


def moment_typed(text: str, zone: tzinfo, now: datetime) -> datetime:
    """The moment typed, by the wall clock of `zone` unless it has an offset.

    Raises FractionOfASecond, or NotATime, also for a wall time that the clocks skip.
    """
    try:
        return read_moment(text, now.astimezone(zone))
    except NotATime:
        if _FRACTION.fullmatch(text):
            raise FractionOfASecond(text=text) from None
        raise


def add_duration(calendar: WorkCalendar, start: str, duration: str, now: datetime) -> Explanation:
    """What lies `duration` after `start` on the calendar, with the spans behind it.

    Raises NotATime, FractionOfASecond, NotADuration, NoOpenTime, TooFar.
    """
    return explain_deadline(
        moment_typed(start, calendar.zone, now), read_length(duration), calendar
    )


def open_time_between(
    calendar: WorkCalendar, first: str, second: str, now: datetime
) -> tuple[int, list[ExplainedSpan]]:
    """The seconds of open time from `first` to `second`, negative if it is the earlier, and the
    spans between them.

    Raises NotATime, FractionOfASecond, TooFar.
    """
    begins, ends = (moment_typed(text, calendar.zone, now) for text in (first, second))
    return calendar.open_seconds_between(begins, ends), spans_between(begins, ends, calendar)


def answer_line(
    line: str, shelf: CalendarShelf, now: datetime
) -> tuple[dict[str, object], list[int]]:
    """The answer to one line of `svc clock batch`, and the years that it leaves unsure.

    `{"op": "add", "calendar": PATH, "start": TIME, "for": "8h"}` is answered `{"at": TIME}`,
    `{"op": "between", "calendar": PATH, "start": TIME, "end": TIME}` is answered `{"seconds": N}`.
    Without `calendar` the shelf's usual one is meant; members that are not asked for are ignored.
    Raises NotAClockQuestion and what `add_duration` and `open_time_between` raise.
    """
    question = _question(line)
    calendar = shelf.get(_member(question, "calendar") if "calendar" in question else "")
    start = moment_typed(_member(question, "start"), calendar.zone, now)
    if question.get("op") == "add":
        limit = read_length(_member(question, "for"))
        clock = CLOCK_OF[limit.unit]
        at = deadline(start, limit, clock, calendar)
        return {"at": written_moment(at)}, calendar.years_not_listed(start, at, clock)
    if question.get("op") == "between":
        return {
            "seconds": calendar.open_seconds_between(
                start, moment_typed(_member(question, "end"), calendar.zone, now)
            )
        }, []
    raise NotAClockQuestion(problem=f"op: {question.get('op')!r}")


def _question(line: str) -> Data:
    import json

    try:
        question = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAClockQuestion(problem=line.strip()[:80]) from None
    if not isinstance(question, dict):
        raise NotAClockQuestion(problem=line.strip()[:80])
    return question


def _member(question: ReadOnlyData, name: str) -> str:
    value = question.get(name)
    if not isinstance(value, str) or not value:
        raise NotAClockQuestion(problem=f"{name}: {value!r}")
    return value


def fill_year(data: ReadOnlyData, year: int, name: str) -> Data:
    """The data of calendar `name` with the year's official closed and make-up days, each in full
    with the notice.

    What the calendar had for that year is replaced: notices are revised at times. Raises
    HolidaysMissing without the package that knows the days, YearNotPublished while it only guesses,
    YearAlreadyListed if nothing changes.
    """
    official = dict(data.get("official", {}))
    entry = official_days(year)
    if official.get(str(year)) == entry:
        raise YearAlreadyListed(calendar=name, year=year)
    official[str(year)] = entry
    filled = {key: value for key, value in data.items() if key not in ("official", "own")}
    filled["official"] = dict(sorted(official.items()))
    if "own" in data:
        filled["own"] = data["own"]
    return filled


def next_version(ledger: Ledger, name: str, year: int) -> tuple[str, str]:
    """The version that comes after the newest of calendar `name`, with the year filled in: its name
    and its text.

    Comments at the head of the newest version are kept. Raises NoSuchVersion and what
    `fill_year` raises.
    """
    newest = ledger.newest("calendars", name)
    path = f"calendars/{newest}.yaml"
    text = edited_text(files.read_file(files.located(ledger.top, path)) or b"", path)
    comments = "".join(takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True)))
    number = int(newest.rpartition("@")[2])
    return f"{name}@{number + 1}", comments + calendar_text(
        fill_year(read_record(text, path), year, newest)
    )


def calendar_text(data: ReadOnlyData) -> str:
    """A calendar as it is written: the week on one line, every exception on one."""
    shaped = dict(data)
    shaped["hours"] = FlowMapping(data["hours"])
    if "own" in data:
        shaped["own"] = {day: FlowMapping(entry) for day, entry in data["own"].items()}
    return write_record(shaped)


def official_days(year: int) -> Data:
    """China's official days of a year as a calendar writes them: notice, closed days and ranges,
    make-up days.

    Raises HolidaysMissing or YearNotPublished.
    """
    from importlib.metadata import version

    try:
        import holidays
    except ImportError:
        raise HolidaysMissing(year=year) from None
    china = holidays.country_holidays("CN", years=year)
    make_up = sorted(day for day in getattr(china, "weekend_workdays", ()) if day.year == year)
    # The package never says "not yet": it has no make-up days then, and what it has are statutory
    # days and guesses.
    if not make_up:
        raise YearNotPublished(year=year, version=version("holidays"))
    off = {day for day in china if day.year == year}
    closed = [_written_range(first, last) for first, last in _stretches(off, set(make_up), year)]
    return {
        "notice": notice_for(year),
        "closed": closed,
        "open": [day.isoformat() for day in make_up],
    }


def _stretches(off: set[date], make_up: set[date], year: int) -> list[tuple[date, date]]:
    """The holidays of a year as the notice has them: first and last day off, weekends within and at
    the ends included.

    A holiday that is a Monday alone is not: the notice says that it joins the weekend (与周末连休).
    """
    day, stretches = date(year, 1, 1), []
    while day.year == year:
        first = day
        while day.year == year and (day in off or (day.weekday() >= 5 and day not in make_up)):
            day += timedelta(days=1)
        last = day - timedelta(days=1)
        stretch = [first + timedelta(days=after) for after in range((day - first).days)]
        official = sorted(off.intersection(stretch))
        if len(official) == 1 and official[0].weekday() == 0:
            stretches.append((official[0], official[0]))
        elif official:
            stretches.append((first, last))
        day += timedelta(days=1)
    return stretches


def _written_range(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}..{last.isoformat()}"


def record_filled_year(ledger: Ledger, name: str, year: int, typist: Typist) -> str:
    """Write the next version of a calendar, with the year filled in, and its commit; gives the
    version's name.

    Raises what `next_version` raises, and NotDone; then nothing is written.
    """
    version, text = next_version(ledger, name, year)
    with ledger.writing(by=typist.by, now=typist.now) as tx:
        tx.create_file(f"calendars/{version}.yaml", text)
    return version


def years_lacking(ledger: Ledger, today: date) -> list[tuple[str, int]]:
    """Each calendar that an office uses with a year whose official days it lacks, as `svc check`
    has it; what can't be read is left to that.
    """
    calendars: dict[str, Calendar] = {}
    for office in ledger.settings.offices.values():
        with suppress(NoSuchVersion, Damaged):
            version = ledger.newest("calendars", office.calendar)
            calendars[version] = ledger.calendar(version).calendar
    lacking = rules.years_lacking(ledger.settings, calendars, today)
    return [(version.rpartition("@")[0], year) for version, year in lacking]


def years_to_tell(ledger: Ledger, today: date) -> list[tuple[str, int]]:
    """The same for the mail of cron: once a week in this clone, which remembers the day."""
    lacking = years_lacking(ledger, today)
    if not lacking or not is_weekly_word_due(ledger.clone, today):
        return []
    note_weekly_word(ledger.root, today)
    return lacking
