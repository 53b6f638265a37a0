"""What people type as a moment, a day, months, a span or a length of time: read here and nowhere
else.

What is typed is cut into tokens (`svc.model.time_words`); the kinds of the tokens, one behind the
other, are the form: `明天下午3点半` is `day part n 点 半`. A form that stands in one of the tables
below is understood, any other is not. A row gives every reading that its form may have; who asks
says what must or should hold (`Towards`) and takes the reading that is left. None or several left
is a refusal. The clock is not read here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import NamedTuple, TypeVar

from svc.errors import (
    BackwardsSpan,
    DayToCome,
    FutureTime,
    NotADay,
    NotADuration,
    NotAMonth,
    NotATime,
    NoTimeOfDay,
    PastTime,
    TwoReadings,
)
from svc.model.durations import SECONDS_IN, Duration, Unit, parse_duration
from svc.model.time_words import ANY_HOUR, NUMBERS, PARTS, PartOfDay, Token, form_of, tokens_of
from svc.model.times import is_skipped, is_thinkable, month_after, parse_moment

DAY = timedelta(days=1)
Value = TypeVar("Value")
MOST_DAYS = 36_600
"""Of a length from now: further away nobody counts."""
HALF_A_YEAR = timedelta(days=183)
"""A day without a year may be last year's or next year's only if it is nearer than this."""


class Towards(NamedTuple):
    """Where in time a place looks: not before `since`, not after `until`.

    `strict`: what lies elsewhere is refused; else it is only less likely, and is taken where
    nothing else can be meant.
    """

    since: datetime | None = None
    until: datetime | None = None
    strict: bool = True

    def fits(self, reading: Reading) -> bool:
        after = self.since is None or reading.last >= self.since
        return after and (self.until is None or reading.first <= self.until)


ANYTIME = Towards()


class Reading(NamedTuple):
    """What may be meant: from `first` until before `end`; a moment ends where it begins."""

    first: datetime
    end: datetime
    grain: str  # moment, part (of a day), day, week, month, year

    @property
    def last(self) -> datetime:
        """Its last second."""
        return max(self.first, self.end - timedelta(seconds=1))


class Span(NamedTuple):
    """From `first` until before `end`; None where it is open."""

    first: datetime | None
    end: datetime | None


class Months(NamedTuple):
    """The first days of the first and the last month; `several`: a year or a range was typed, be it
    of one month.
    """

    first: date
    last: date
    several: bool


# What may be asked


def read_moment(text: str, now: datetime, towards: Towards = ANYTIME) -> datetime:
    """The moment typed, by the wall clock of `now`'s zone unless it has an offset of its own.

    Raises NotATime (also for a wall time that the clocks skip, a fraction of a second, a year that
    no desk has seen), NoTimeOfDay for a day alone, TwoReadings, PastTime or FutureTime.
    """
    readings = _readings(text, now)
    moments = [reading for reading in readings if reading.grain == "moment"]
    if not moments:
        if any(reading.grain in ("part", "day") for reading in readings):
            raise NoTimeOfDay(text=text)
        raise NotATime(text=text)
    left = _likely(moments, towards)
    if not left and towards.until is not None and moments[0].first > towards.until:
        raise FutureTime(at=moments[0].first, now=now)
    if not left:
        raise PastTime(at=moments[-1].first, now=towards.since)
    return _only(text, left, [reading.first for reading in left])


def read_day(text: str, now: datetime, towards: Towards = ANYTIME) -> date:
    """The day typed. A time behind it is not asked for and left out, so it need not be clear.

    Raises NotADay (also for a time alone: it names no day), TwoReadings; DayToCome where only days
    until today are taken, the one limit there is for days.
    """
    days = [_whole(day, day + DAY, "day", now.tzinfo) for day in _days_named(text, now)]
    if not days:
        raise NotADay(text=text)
    left = _likely(days, towards)
    if not left:
        raise DayToCome(day=days[0].first.date(), today=now.date())
    return _only(text, left, [reading.first.date() for reading in left])


def read_full_day(text: str) -> date | None:
    """The day that words in a record name whenever they are read: `2020/6/30`, `2020年6月30日`.

    None for any other: `去年`, `6月30日`, `昨天`, a month.
    """
    early, late = (_days_named(text, datetime(year, 3, 1)) for year in (1999, 2031))
    return early[0] if early == late and len(early) == 1 else None


def is_misspelt_day(text: str, today: date) -> bool:
    """Whether a text that is no day was meant for one: 2026-02-30, 2026年13月, 12; not 去年."""
    tokens = tokens_of(text) or []
    form = form_of(tokens)
    tables = [table for table in (DAY_FORMS, MONTH_FORMS, YEAR_FORMS) if form in table]
    if tables:
        return not any(_row(table, tokens, today) for table in tables)
    return not any(char.isalpha() for char in text)


def read_months(text: str, today: date) -> Months:
    """The months typed: `2026-10`, `上月`, `10月` (the latest that has begun); a year; `FROM..TO`
    of both.

    Raises NotAMonth, BackwardsSpan.
    """
    now = _at(today, 0, UTC)
    first, last = _ends(text)
    begin = _period(first, now, ANYTIME, ("month", "year"))
    end = begin if last is None else _period(last, now, ANYTIME, ("month", "year"))
    if begin is None or end is None:
        raise NotAMonth(text=text)
    if end.first < begin.first:
        raise BackwardsSpan(text=text)
    several = last is not None or begin.grain == "year"
    return Months(begin.first.date(), end.last.date().replace(day=1), several)


def read_span(text: str, now: datetime, towards: Towards = ANYTIME) -> Span:
    """The span typed: a part of a day, a day, week, month or year; `FROM..TO` (到, 至, ~) of them,
    one side of which may be left out.

    Raises NotADay, BackwardsSpan, TwoReadings.
    """
    first, last = _ends(text)
    begin = _side(first, now, towards) if first else None
    end = _side(last, now, towards) if last else None
    if last is None:
        end = begin
    if begin is None and end is None:
        raise NotADay(text=text)
    if begin is not None and end is not None and end.first < begin.first:
        raise BackwardsSpan(text=text)
    return Span(begin.first if begin else None, end.end if end else None)


def read_days(text: str, now: datetime, towards: Towards = ANYTIME) -> tuple[date, date]:
    """The first and the last day of what is typed: a day, a week, `FROM..TO`. Raises as
    `read_span`, NotADay where a side is open.
    """
    span = read_span(text, now, towards)
    if span.first is None or span.end is None:
        raise NotADay(text=text)
    return span.first.date(), (span.end - timedelta(seconds=1)).date()


def is_range(text: str) -> bool:
    """Whether two ends were typed."""
    return _ends(text)[1] is not None


def read_length(text: str) -> Duration:
    """The length of time typed: `8h`, `1h30m`, `2小时`, `半小时`, `三天`, `2个工作日`, `2 hours`.

    Raises NotADuration.
    """
    try:
        return parse_duration(text)
    except NotADuration:
        length = _length(tokens_of(text) or [])
        if length is None:
            raise
        return length


# Days: each row gives the days that a form may name, from today and the numbers in it.


def _date(year: int, month: int, day: int) -> list[date]:
    """The day, if the calendar has it, in a year that a desk has seen."""
    try:
        found = date(year, month, day)
    except ValueError:
        return []
    return [found] if is_thinkable(found) else []


def _full(today: date, year: int, month: int, day: int) -> list[date]:
    return _date(year, month, day)


def _eight_digits(today: date, digits: int) -> list[date]:
    return _date(digits // 10_000, digits // 100 % 100, digits % 100)


def _short_year(today: date, year: int) -> int:
    """`18年` is 2018, `98年` is 1998: the latest that is at most ten years ahead."""
    latest = today.year + 10
    return latest - (latest - year) % 100


def _in_any_year(today: date, month: int, day: int) -> list[date]:
    years = (today.year - 1, today.year, today.year + 1)
    return _near(today, [each for year in years for each in _date(year, month, day)])


def _last_in_any_year(today: date, month: int) -> list[date]:
    years = (today.year - 1, today.year, today.year + 1)
    return _near(today, _last_days([each for year in years for each in _date(year, month, 1)]))


def _near(today: date, days: Sequence[date]) -> list[date]:
    """This year's, and last year's or next year's where it is near."""
    return [each for each in days if each.year == today.year or abs(each - today) < HALF_A_YEAR]


def _last_days(firsts: Sequence[date]) -> list[date]:
    """The last days of months."""
    return [month_after(first) - DAY for first in firsts]


def _in_any_month(today: date, day: int) -> list[date]:
    shifts = (-2, -1, 0, 1, 2)  # not every month has a 31st
    return _around(today, [each for shift in shifts for each in _in_month(today, shift, day)])


def _in_any_week(today: date, weekday: int) -> list[date]:
    return _around(today, [day for week in (-1, 0, 1) for day in _in_week(today, week, weekday)])


def _around(today: date, days: Sequence[date]) -> list[date]:
    """The last one before today, today, the first one after: 周三 on a Wednesday is two days."""
    before = [day for day in days if day < today]
    after = [day for day in days if day > today]
    return [*before[-1:], *(day for day in days if day == today), *after[:1]]


def _in_week(today: date, which: int, weekday: int) -> list[date]:
    """Of this week, the next, the last; weeks begin on Monday."""
    return [today + (7 * which + weekday - today.weekday()) * DAY]


def _last_or_next(today: date, which: int, weekday: int) -> list[date]:
    """`next Friday`: the first one to come for some, that of next week for others."""
    days = set(_in_week(today, which, weekday))
    days |= {day for day in _in_any_week(today, weekday) if which * (day - today).days > 0}
    return sorted(days)


def _in_month(today: date, which: int, day: int) -> list[date]:
    first = _month_from(today, which)
    return _date(first.year, first.month, day)


def _month_from(today: date, shift: int) -> date:
    """The first day of the month so many months from this one."""
    return month_after(today.replace(day=1), shift)


# Months, each as its first day


def _month(today: date, year: int, month: int) -> list[date]:
    return _date(year, month, 1)


def _month_begun(today: date, month: int) -> list[date]:
    """The latest that has begun: months are asked for to look back."""
    return _date(today.year if month <= today.month else today.year - 1, month, 1)


Row = Callable[..., list[date]]
MONTH_FORMS: dict[str, Row] = {
    "Y - n": _month,
    "Y / n": _month,
    "Y . n": _month,
    "Y 年 n 月": _month,
    "n 年 n 月": lambda today, year, month: _month(today, _short_year(today, year), month),
    "year n 月": lambda today, shift, month: _month(today, today.year + shift, month),
    "n 月": _month_begun,
    "month name": _month_begun,
    "month name Y": lambda today, month, year: _month(today, year, month),
    "which 月": lambda today, which: [_month_from(today, which)],
    "which 个月": lambda today, which: [_month_from(today, which)],
    "last/next 月": lambda today, which: [_month_from(today, which)],
}
YEAR_FORMS: dict[str, Row] = {
    "Y": lambda today, year: _date(year, 1, 1),
    "Y 年": lambda today, year: _date(year, 1, 1),
    "year": lambda today, shift: _date(today.year + shift, 1, 1),
}
WEEK_FORMS: dict[str, Row] = {
    "which 周": lambda today, which, _: _in_week(today, which, 0),
    "last/next 周": lambda today, which, _: _in_week(today, which, 0),
}
DAY_FORMS: dict[str, Row] = {
    "Y - n - n": _full,
    "Y / n / n": _full,
    "Y . n . n": _full,
    "Y 年 n 月 n 日": _full,
    "Y 年 n 月 n": _full,
    "D": _eight_digits,
    "n 年 n 月 n 日": lambda today, year, *rest: _full(today, _short_year(today, year), *rest),
    "year n 月 n 日": lambda today, shift, *rest: _full(today, today.year + shift, *rest),
    "month name n Y": lambda today, month, day, year: _full(today, year, month, day),
    "n month name Y": lambda today, day, month, year: _full(today, year, month, day),
    "n 月 n 日": _in_any_year,
    "n 月 n": _in_any_year,
    "n - n": _in_any_year,
    "n / n": _in_any_year,
    "month name n": _in_any_year,
    "n month name": lambda today, day, month: _in_any_year(today, month, day),
    "which 月 n 日": _in_month,
    "which 个月 n 日": _in_month,
    "n 日": _in_any_month,
    "day": lambda today, shift: [today + shift * DAY],
    "weekday": _in_any_week,
    "which weekday": _in_week,
    "last/next weekday": _last_or_next,
    "月底": lambda today: [_month_from(today, 1) - DAY],
    "which 月底": lambda today, which: [_month_from(today, which + 1) - DAY],
    "which 个月 底": lambda today, which: [_month_from(today, which + 1) - DAY],
    "n 月底": _last_in_any_year,
    "Y 年 n 月底": lambda today, year, month: _last_days(_month(today, year, month)),
    "年底": lambda today: _date(today.year, 12, 31),
    "year 底": lambda today, shift: _date(today.year + shift, 12, 31),
    "year 年底": lambda today, shift: _date(today.year + shift, 12, 31),
}


CARRY_VALUES = {"day", "year", "which", "last/next", "weekday", "month name", "周", *NUMBERS}


def _row(forms: dict[str, Row], tokens: Sequence[Token], today: date) -> list[date]:
    """What the table has for these tokens; nothing where it has no such form."""
    row = forms.get(form_of(tokens))
    if row is None:
        return []
    return row(today, *(token.value for token in tokens if token.kind in CARRY_VALUES))


def _days(tokens: Sequence[Token], today: date) -> list[date]:
    """The days that tokens name: by the table, or so many days from today."""
    days = _row(DAY_FORMS, tokens, today)
    length, sign = _from_now(tokens)
    if length is not None and length.unit == "d" and length.amount <= MOST_DAYS:
        days = [today + sign * length.amount * DAY]
    return days


# Times of day, in seconds from midnight

CLOCK_FORMS: dict[str, Callable[..., tuple[int, int, int]]] = {
    "n : n": lambda hour, minute: (hour, minute, 0),
    "n : n : n": lambda hour, minute, second: (hour, minute, second),
    "n 点": lambda hour: (hour, 0, 0),
    "n 点 n": lambda hour, minute: (hour, minute, 0),
    "n 点 n 分": lambda hour, minute: (hour, minute, 0),
    "n 点 半": lambda hour: (hour, 30, 0),
    "n 点 n 刻": lambda hour, quarters: (hour, 15 * quarters, 0),
    "noon": lambda: (12, 0, 0),
}


def _times(tokens: Sequence[Token]) -> list[int]:
    """The times of day that tokens may name: `3点` is 03:00 or 15:00, `3:00` is 03:00."""
    parts: list[PartOfDay] = []
    clock = list(tokens)
    if clock and clock[0].kind == "part":
        parts.append(PARTS[clock.pop(0).value][0])
    if clock and clock[-1].kind == "am":
        parts.append(PARTS[clock.pop().value][0])
        if len(clock) == 1:  # 2pm
            clock.append(Token("点"))
    form = CLOCK_FORMS.get(form_of(clock))
    if form is None or not _minutes_are_whole(clock):
        return []
    hour, minute, second = form(*(token.value for token in clock if token.kind == "n"))
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return []
    is_exact = clock[0].kind == "noon" or clock[1].kind == ":"
    hours = [hour] if not parts and (is_exact or hour == 0) else _on_the_dial(hour)
    fitting = [each for each in hours if all(part.holds(each) for part in parts or (ANY_HOUR,))]
    return [3600 * each + 60 * minute + second for each in fitting]


def _minutes_are_whole(clock: Sequence[Token]) -> bool:
    """Whether minutes and seconds have both digits: `9:5` and `3点5` are slips, `3点5分` is not."""
    return all(
        len(number.text) == 2 or (sign.kind == "点" and len(clock) > 3)
        for sign, number in pairwise(clock)
        if sign.kind in (":", "点") and number.kind == "n"
    )


def _on_the_dial(hour: int) -> list[int]:
    """The hours from midnight at which the hand stands so; 24 and more are the next day's."""
    return [hour] if hour > 12 else [hour % 12, hour % 12 + 12, hour % 12 + 24]


# Lengths


def _length(tokens: Sequence[Token]) -> Duration | None:
    """`2 小时 30 分`, `半小时`, `1个半小时`, `3 days`; None for any other."""
    form = " ".join("n" if token.kind in NUMBERS else token.kind for token in tokens)
    value = tokens[0].value if tokens else 0
    if form == "half":
        return Duration(30, "m")
    if form == "n and a half":
        return Duration(60 * value + 30, "m")
    if form in LENGTHS_IN_DAYS:
        unit, days = LENGTHS_IN_DAYS[form]
        return Duration(days * value, unit)
    return _in_seconds(tokens)


LENGTHS_IN_DAYS: dict[str, tuple[Unit, int]] = {
    "n days": ("d", 1),
    "n working days": ("wd", 1),
    "n 周": ("d", 7),
}


def _in_seconds(tokens: Sequence[Token]) -> Duration | None:
    """Hours, minutes and seconds, the larger first; the smallest that was typed carries all."""
    total, smallest = 0, 3601
    numbers, units = tokens[::2], tokens[1::2]
    if not tokens or len(numbers) != len(units):
        return None
    for number, unit in zip(numbers, units, strict=True):
        seconds = 60 if unit.kind == "分" else unit.value
        is_unit = number.kind in NUMBERS and unit.kind in ("unit", "分")
        if not is_unit or seconds >= smallest:
            return None
        total += number.value * seconds
        smallest = seconds
    unit_name: Unit = next(name for name, size in SECONDS_IN.items() if size == smallest)
    return Duration(total // smallest, unit_name)


def _from_now(tokens: Sequence[Token]) -> tuple[Duration | None, int]:
    """The length in `2小时后`, `in 2 hours`, `三天前`, and 1 or -1."""
    if tokens and tokens[0].kind == "in":
        return _length(tokens[1:]), 1
    if tokens and tokens[-1].kind in ("后", "前"):
        return _length(tokens[:-1]), 1 if tokens[-1].kind == "后" else -1
    return None, 0


# Readings


def _readings(text: str, now: datetime) -> list[Reading]:
    """All that may be meant, the earliest first; nothing where no form fits."""
    assert now.tzinfo is not None
    with suppress(ValueError, OverflowError):  # as records have it: the one form with an offset
        moment = parse_moment(text, now.tzinfo)
        return [] if is_skipped(moment) else [Reading(moment, moment, "moment")]
    tokens = tokens_of(text)
    if not tokens:
        return []
    found = set(_periods(tokens, now))
    for named, rest in _splits(tokens):
        days = _days(named, now.date()) if named else [now.date()]
        if not rest:
            found |= {_whole(day, day + DAY, "day", now.tzinfo) for day in days}
        elif form_of(rest) == "part":
            found |= {_part_of(day, PARTS[rest[0].value][0], now.tzinfo) for day in days}
        else:
            moments = [_at(day, seconds, now.tzinfo) for day in days for seconds in _times(rest)]
            found |= {Reading(each, each, "moment") for each in moments if not is_skipped(each)}
    return sorted(reading for reading in found if is_thinkable(reading.first))


def _periods(tokens: Sequence[Token], now: datetime) -> Iterator[Reading]:
    """Months, weeks and years; and moments that no clock is needed for: 刚才, 2小时后."""
    today, zone = now.date(), now.tzinfo
    for first in _row(MONTH_FORMS, tokens, today):
        yield _whole(first, month_after(first), "month", zone)
    for first in _row(WEEK_FORMS, tokens, today):
        yield _whole(first, first + 7 * DAY, "week", zone)
    for first in _row(YEAR_FORMS, tokens, today):
        yield _whole(first, month_after(first, 12), "year", zone)
    if form_of(tokens) == "now":
        yield Reading(now, now, "moment")
    length, sign = _from_now(tokens)
    if length is not None and not length.in_days and length.seconds <= MOST_DAYS * 86_400:
        moment = (now.astimezone(UTC) + sign * timedelta(seconds=length.seconds)).astimezone(zone)
        yield Reading(moment, moment, "moment")


def _splits(tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """What may name the day and what the time: the day first, in English also behind `2pm`."""
    for place in range(len(tokens) + 1):
        yield tokens[:place], tokens[place:]
        if 0 < place < len(tokens) and {each.kind for each in tokens[:place]} <= CLOCK_FIRST:
            yield tokens[place:], tokens[:place]


CLOCK_FIRST = {"n", ":", "am", "noon"}


def _days_named(text: str, now: datetime) -> list[date]:
    """The days that a text names, with or without a time behind; nothing for a time alone."""
    tokens = tokens_of(text) or []
    days: set[date] = set()
    for named, rest in _splits(tokens):
        if named and (not rest or form_of(rest) == "part" or _times(rest)):
            days |= set(_days(named, now.date()))
    return sorted(day for day in days if is_thinkable(day))


def _at(day: date, seconds: int, zone: tzinfo | None) -> datetime:
    """The wall clock so many seconds after a day's midnight."""
    later, rest = divmod(seconds, 86_400)
    clock = time(rest // 3600, rest // 60 % 60, rest % 60)
    return datetime.combine(day + later * DAY, clock, tzinfo=zone)


def _part_of(day: date, part: PartOfDay, zone: tzinfo | None) -> Reading:
    first, end = (_at(day, 3600 * hour, zone) for hour in part.lasts)
    return Reading(first, end, "part")


def _whole(first: date, end: date, grain: str, zone: tzinfo | None) -> Reading:
    return Reading(_at(first, 0, zone), _at(end, 0, zone), grain)


def _likely(readings: Sequence[Reading], towards: Towards) -> list[Reading]:
    """Those that lie where the place looks; all of them if none does, and that is no matter."""
    fitting = [reading for reading in readings if towards.fits(reading)]
    return fitting if fitting or towards.strict else list(readings)


def _only(text: str, readings: Sequence[Reading], values: Sequence[Value]) -> Value:
    """The one that is left. Raises TwoReadings with all of them."""
    if len(values) > 1:
        is_moment = readings[0].grain == "moment"
        shown = [reading.first if is_moment else reading.first.date() for reading in readings]
        raise TwoReadings.of(text, shown, values)
    return values[0]


# Ranges

TO = ("..", "到", "至", "~")


def _ends(text: str) -> tuple[str, str | None]:
    """The two sides of a range; None for the second where no range was typed."""
    plain = unicodedata.normalize("NFKC", text)
    for sign in TO:
        first, found, last = plain.partition(sign)
        if found:
            return first.strip(), last.strip()
    return text.strip(), None


def _side(text: str, now: datetime, towards: Towards) -> Reading:
    """One side of a span. Raises NotADay, TwoReadings."""
    found = _period(text, now, towards, ("part", "day", "week", "month", "year"))
    if found is None:
        raise NotADay(text=text)
    return found


def _period(text: str, now: datetime, towards: Towards, grains: tuple[str, ...]) -> Reading | None:
    """What is typed as one of these grains; None if it is none. Raises TwoReadings."""
    found = [reading for reading in _readings(text, now) if reading.grain in grains]
    left = _likely(found, towards)
    return _only(text, left, left) if left else None
