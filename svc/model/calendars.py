"""Working calendars as they are written down in `calendars/SZ@3.yaml`.

    zone: "Asia/Shanghai"
    hours: {mon: ["08:30-12:00", "13:30-17:30"], …, sat: []}      weekdays left out are closed
    official:
      "2026":
        notice: "…"
        closed: ["2026-01-01..2026-01-03", …]                     days or ranges
        open: ["2026-01-04", {"2026-02-14": ["08:30-12:00"]}]     Monday's hours unless given
    own:
      "2026-12-31": {hours: ["08:30-12:00"], why: "盘点"}           a day or a range; no hours: []

What follows from a calendar (which of these wins on a day, what counts) is in
`svc/rules/promises/clock.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.faults import Fault, KeyPath, record_faulty
from svc.model.times import parse_day

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Keys that say something about the file itself; they change no deadline.
_REMARKS = frozenset({"name", "schema", "note", "source", "why"})

_SPAN = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))? *[-–] *([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
)
_MIDNIGHT = 86_400
_LONGEST_RANGE_DAYS = 366

_MISSING = N_("`{field}` is missing")
_UNKNOWN = N_("`{field}` is not a known key here; known keys are {known}")
_LIKE = N_("`{field}` is written like {example}")
_TWICE = N_("`{field}`: {day} is listed twice, or as both closed and open")

# A date that the calendar names, the hours given for it, and where it stands.
Named = tuple[date, "Hours | None", KeyPath]


class OpenHours(Struct, frozen=True, order=True):
    """Opening hours within one day, in seconds after midnight by the wall clock; 86,400 is
    24:00.
    """

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Hours = tuple[OpenHours, ...]


class OfficialYear(Struct, frozen=True, kw_only=True):
    """A year's official holidays and make-up working days (调休), as one notice orders them."""

    notice: str
    closed: frozenset[date]
    open: Mapping[date, Hours | None]  # None: Monday's hours


class OwnDay(Struct, frozen=True, kw_only=True):
    """An office's own exception: the hours of one date, and why they differ."""

    hours: Hours
    why: str


class Calendar(Struct, frozen=True, kw_only=True):
    """One version of a working calendar; a change is a new version."""

    name: str  # SZ@3
    zone: str  # of the tz database
    hours: tuple[Hours, ...]  # Monday first
    official: Mapping[int, OfficialYear]  # a year that is missing is not known officially
    own: Mapping[date, OwnDay]


def calendar_from(data: ReadOnlyData, path: str, text: str | None = None) -> Calendar:
    """The calendar that `data`, read from the file `path`, describes; it is named as the file is.

    `text` is what it was read from, for the lines of the faults. Raises RecordFaulty with all
    of them.
    """
    reading = _Reading()
    calendar = reading.calendar(data, calendar_name(path))
    if reading.faults:
        raise record_faulty(reading.faults, path, text)
    return calendar


def calendar_name(path: str) -> str:
    """`SZ@3` for `calendars/SZ@3.yaml`."""
    return re.split(r"[/\\]", path)[-1].removesuffix(".yaml").removesuffix(".yml")


class _Reading:
    """One pass over the data of a calendar file that goes on after a fault and collects them
    all.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def wrong(self, path: KeyPath, says: str, **facts: object) -> None:
        field = ".".join(str(part) for part in path) or "."
        self.faults.append(Fault(path, Phrase(says, field=field, **facts)))

    def calendar(self, data: ReadOnlyData, name: str) -> Calendar:
        self.known_keys(data, (), {"zone", "hours", "official", "own"})
        return Calendar(
            name=name,
            zone=self.zone(data),
            hours=self.week(data),
            official=self.official(self.mapping(data.get("official", {}), ("official",))),
            own=self.own(self.mapping(data.get("own", {}), ("own",))),
        )

    def known_keys(self, data: ReadOnlyData, path: KeyPath, known: set[str]) -> None:
        # A misspelt key would silently change deadlines, so it is a fault and not kept as unknown.
        for key in data:
            if key not in known and key not in _REMARKS:
                self.wrong((*path, key), _UNKNOWN, known=", ".join(sorted(known)))

    def zone(self, data: ReadOnlyData) -> str:
        zone = data.get("zone")
        if zone is None:
            self.wrong(("zone",), _MISSING)
        elif not isinstance(zone, str) or not _is_zone(zone):
            self.wrong(
                ("zone",),
                N_(
                    "`{field}` is not a time zone this computer knows: {value}. Write it like "
                    '"Asia/Shanghai"'
                ),
                value=zone,
            )
        return str(zone)

    def week(self, data: ReadOnlyData) -> tuple[Hours, ...]:
        if "hours" not in data:
            self.wrong(("hours",), _MISSING)
        week = self.mapping(data.get("hours", {}), ("hours",))
        for day in week:
            if day not in WEEKDAYS:
                self.wrong(("hours", day), _UNKNOWN, known=", ".join(WEEKDAYS))
        return tuple(self.hours(week.get(day, []), ("hours", day)) for day in WEEKDAYS)

    def hours(self, spans: object, path: KeyPath) -> Hours:
        """The spans of a day in order; touching ones are sound, overlapping ones a fault."""
        if not isinstance(spans, list):
            self.wrong(path, _LIKE, example='["08:30-12:00", "13:30-17:30"]')
            return ()
        read: list[OpenHours] = []
        for position, written in enumerate(spans):
            span = _span(written)
            if span is None:
                self.wrong(
                    (*path, position),
                    N_(
                        "`{field}` is not a span of opening hours within one day: {value}. "
                        'Write it like "08:30-12:00", the earlier time first; a day ends at 24:00'
                    ),
                    value=written,
                )
            else:
                read.append(span)
        read.sort()
        for first, second in pairwise(read):
            if second.opens < first.closes:
                self.wrong(
                    path, N_("`{field}`: {first} and {second} overlap"), first=first, second=second
                )
        return tuple(read)

    def official(self, years: ReadOnlyData) -> dict[int, OfficialYear]:
        official: dict[int, OfficialYear] = {}
        taken: set[date] = set()
        for key, entry in years.items():
            path: KeyPath = ("official", key)
            if not re.fullmatch(r"[0-9]{4}", str(key)):
                self.wrong(path, N_('`{field}` is not a year. Write it like "2026"'))
                continue
            year = int(key)
            parts = self.mapping(entry, path)
            self.known_keys(parts, path, {"notice", "closed", "open"})
            closed = self.dated(self.listed(parts.get("closed", []), (*path, "closed")), year)
            open_days = self.dated(self.opened(parts.get("open", []), (*path, "open")), year)
            for day in sorted(
                (closed.keys() & open_days.keys()) | (taken & (closed.keys() | open_days.keys()))
            ):
                self.wrong(path, _TWICE, day=day.isoformat())
            taken |= closed.keys() | open_days.keys()
            official[year] = OfficialYear(
                notice=self.words(parts, path, "notice"), closed=frozenset(closed), open=open_days
            )
        return official

    def dated(self, days: Iterator[Named], year: int) -> dict[date, Hours | None]:
        hours_by_day: dict[date, Hours | None] = {}
        for day, hours, path in days:
            # A notice may order days of the December before: 2006-12-30 was worked for New Year
            # 2007.
            if day.year != year and (day.year, day.month) != (year - 1, 12):
                self.wrong(
                    path,
                    N_("`{field}`: {day} is not a day of {year}"),
                    day=day.isoformat(),
                    year=year,
                )
            if day in hours_by_day:
                self.wrong(path, _TWICE, day=day.isoformat())
            hours_by_day[day] = hours
        return hours_by_day

    def listed(self, entries: object, path: KeyPath) -> Iterator[Named]:
        if not isinstance(entries, list):
            self.wrong(path, _LIKE, example='["2026-01-01..2026-01-03", "2026-02-15"]')
            return
        for position, written in enumerate(entries):
            for day in self.days(written, (*path, position)):
                yield day, None, (*path, position)

    def opened(self, entries: object, path: KeyPath) -> Iterator[Named]:
        """Make-up days: a list of days, some of them `{day: hours}`, or one mapping of days to
        hours.
        """
        for position, entry in (
            enumerate(entries) if isinstance(entries, list) else ((None, entries),)
        ):
            here = path if position is None else (*path, position)
            if isinstance(entry, str) and position is not None:
                for day in self.days(entry, here):
                    yield day, None, here
                continue
            for written, given in self.mapping(entry, here).items():
                # `{hours: […]}` as own exceptions have it is understood here too.
                spans = given.get("hours") if isinstance(given, dict) else given
                hours = self.hours(spans, (*here, written))
                for day in self.days(written, (*here, written)):
                    yield day, hours, (*here, written)

    def own(self, entries: ReadOnlyData) -> dict[date, OwnDay]:
        own: dict[date, OwnDay] = {}
        for written, entry in entries.items():
            path: KeyPath = ("own", written)
            parts = self.mapping(entry, path)
            self.known_keys(parts, path, {"hours", "why"})
            if "hours" not in parts:
                self.wrong((*path, "hours"), _MISSING)
            hours = self.hours(parts.get("hours", []), (*path, "hours"))
            for day in self.days(written, path):
                if day in own:
                    self.wrong(path, _TWICE, day=day.isoformat())
                own[day] = OwnDay(hours=hours, why=self.words(parts, path, "why"))
        return own

    def words(self, parts: ReadOnlyData, path: KeyPath, key: str) -> str:
        said = parts.get(key, "")
        if not isinstance(said, str):
            self.wrong((*path, key), _LIKE, example='"…"')
        return str(said)

    def mapping(self, value: object, path: KeyPath) -> Data:
        if isinstance(value, dict):
            return value
        self.wrong(path, N_("`{field}` has no keys below it"))
        return {}

    def days(self, written: object, path: KeyPath) -> list[date]:
        """The dates of `2026-01-01` or `2026-01-01..2026-01-03`, both ends included."""
        first, dots, last = str(written).partition("..")
        try:
            start = parse_day(first)
            end = parse_day(last) if dots else start
            if not 0 <= (end - start).days < _LONGEST_RANGE_DAYS:
                raise ValueError(written)
        except ValueError:
            self.wrong(
                path,
                N_(
                    "`{field}` is neither a day nor a range of at most one year: {value}. "
                    'Write it like "2026-01-01" or "2026-01-01..2026-01-03", the earlier day '
                    "first"
                ),
                value=written,
            )
            return []
        return [start + timedelta(days=after) for after in range((end - start).days + 1)]


def _span(written: object) -> OpenHours | None:
    match = _SPAN.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        return None
    parts = [int(part or 0) for part in match.groups()]
    if any(part > 59 for part in (parts[1], parts[2], parts[4], parts[5])):
        return None
    opens = parts[0] * 3600 + parts[1] * 60 + parts[2]
    closes = parts[3] * 3600 + parts[4] * 60 + parts[5]
    return OpenHours(opens, closes) if opens < closes <= _MIDNIGHT else None


def _clock(second: int) -> str:
    text = f"{second // 3600:02}:{second // 60 % 60:02}"
    return f"{text}:{second % 60:02}" if second % 60 else text


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of the database
        return False
    return True
