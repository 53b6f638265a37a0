"""The working clock: open time counted, deadlines found.

A calendar is a set of open spans, closed at the end: the closing second still counts as open, what
falls due exactly at closing stays there and is kept until that second; overdue is strictly later.
Between two moments lie as many seconds as the open spans have between them. From this all answers
follow:

- `add(s, n)`, n > 0, is the *earliest* moment with n open seconds since s, so a result that
  exhausts a span stays at its closing.
- `add(s, n)`, n < 0, mirrors it: the *latest* moment with |n| open seconds until s, so a result
  that exhausts a span backwards stays at its opening.
- `add(s, 0)` is s if s lies in a span, both its ends included, else the next opening.

Hence, for all moments:

- add(s, a + b) = add(add(s, a), b) for a and b of one sign
- between(s, add(s, n)) = n
- between(a, b) + between(b, c) = between(a, c)
- between(a, b) = −between(b, a)

Opening hours are wall time of the calendar's zone, seconds are elapsed ones. Where clocks change, a
wall time stands for the first moment at which the clock shows it or, if it is skipped, anything
later. A span across the hour that is skipped is thus an hour shorter, across the hour that comes
twice an hour longer.

Inside, a moment is a count of seconds since 1970 in UTC; outside, an aware datetime in the
calendar's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from svc.errors import FractionOfASecond, NoOpenTime, TooFar
from svc.model.calendars import Calendar, Hours
from svc.model.durations import SECONDS_IN, Duration
from svc.model.times import EPOCH, epoch_seconds

Interval = tuple[datetime, datetime]
Source = Literal["weekly", "official", "own"]

# The clock looks this far from where it starts and no farther, so a calendar without open time is
# an answer and not a hang.
YEARS_SEARCHED = 100
_DAYS_SEARCHED = YEARS_SEARCHED * 366

# The durations each clock of a promise can be given in (docs/design/clock.md, "Five clocks").
UNITS_OF: dict[str, tuple[str, ...]] = {
    "working": tuple(SECONDS_IN),
    "working_days": ("wd",),
    "elapsed": tuple(SECONDS_IN),
    "calendar_days": ("d",),
}

OPEN_TIME_CLOCKS = ("working", "working_days")
"""The clocks that count open time: official days move them, and time on hold at the customer's wish
stops them, unless the policy says otherwise.
"""

_EPOCH_DAY = EPOCH.toordinal()
_SECOND = timedelta(seconds=1)
_FIRST_DAY, _LAST_DAY = date.min.toordinal() + 3, date.max.toordinal() - 3


class DayPlan(Struct, frozen=True):
    """The hours of one date, whose word they are, and the notice or reason they are taken from."""

    hours: Hours
    source: Source
    note: str = ""


class WorkCalendar:
    """A calendar that counts. Never changes; remembers the days it has looked at, so keep it for
    many tickets.

    Moments given to it are aware datetimes in whole seconds, of any offset (FractionOfASecond
    otherwise); moments it gives are in the calendar's zone. Those that look for open time
    raise NoOpenTime if there is none within YEARS_SEARCHED years, and TooFar if there is some, but
    the answer lies beyond.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.zone)
        self._days: dict[int, tuple[tuple[int, int], ...]] = {}
        self._dates: dict[int, tuple[int, int] | None] = {}
        self._official = {
            day: DayPlan(calendar.hours[0] if hours is None else hours, "official", year.notice)
            for year in calendar.official.values()
            for day, hours in (*((day, ()) for day in year.closed), *year.open.items())
        }

    # Questions and answers

    def plan_of_day(self, day: date) -> DayPlan:
        """The hours of a date: own exception beats official day beats weekly hours."""
        own = self.calendar.own.get(day)
        if own is not None:
            return DayPlan(own.hours, "own", own.why)
        return self._official.get(day) or DayPlan(self.calendar.hours[day.weekday()], "weekly")

    def is_open(self, moment: datetime) -> bool:
        """Whether the moment lies in an open span, the closing second included."""
        return self._day_holding(_epoch_seconds(moment)) is not None

    def next_opening(self, moment: datetime) -> datetime:
        """When what arrives at `moment` starts to count: at once while open, else at the next
        opening.

        下班后收到顺延 (service rules 2.3.2).
        """
        return self._moment(self._earliest_after(_epoch_seconds(moment), 0, ()))

    def add(self, start: datetime, seconds: int, paused: Sequence[Interval] = ()) -> datetime:
        """The moment `seconds` of open time after `start`, before it if negative (see the top of
        this module).

        Time in `paused` does not count; pauses may touch, overlap and nest. ValueError for pauses
        backwards: nothing here knows what they would mean.
        """
        if seconds < 0:
            if paused:
                raise ValueError("no pauses backwards")
            return self._moment(self._latest_before(_epoch_seconds(start), -seconds))
        return self._moment(self._earliest_after(_epoch_seconds(start), seconds, _united(paused)))

    def open_seconds_between(
        self, first: datetime, second: datetime, paused: Iterable[Interval] = ()
    ) -> int:
        """Seconds of open time from `first` to `second` outside `paused`, negative if `second` is
        the earlier.
        """
        begins, ends = _epoch_seconds(first), _epoch_seconds(second)
        if begins > ends:
            return -self._open_seconds(ends, begins, _united(paused))
        return self._open_seconds(begins, ends, _united(paused))

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The close of the working day that comes `days` after day 0; backwards the opening of that
        day.

        Day 0 is the day on which counting starts: that of `start` while open, the closing second
        included, else of the next opening; backwards, mirrored, of the last closing. A day with any
        open time is a working day, make-up days and half days alike.
        """
        begins = _epoch_seconds(start)
        at = self._latest_before(begins, 0) if days < 0 else self._earliest_after(begins, 0, ())
        day = self._day_holding(at)
        assert day is not None
        left, step = abs(days), -1 if days < 0 else 1
        for _ in range(_DAYS_SEARCHED):
            if not left:
                spans = self._spans_on(day, at)
                return self._moment(spans[0][0] if days < 0 else spans[-1][1])
            day += step
            left -= bool(self._spans_on(day, at))
        raise self._gave_up(at, is_open_time=abs(days) - left > 0)

    def add_calendar_days(self, start: datetime, days: int) -> datetime:
        """23:59:59 on the date `days` after that of `start`; backwards 00:00:00 on that date."""
        if days >= 0:
            return self.end_of_day(start, days)
        begins = _epoch_seconds(start)
        day = self._day_at(begins) + days
        self._check_day(day, begins)
        return self._moment(self._seconds_at_wall_time(day, 0))

    def end_of_day(self, moment: datetime, days: int = 0) -> datetime:
        """23:59:59 on the date of `moment`, or so many days later (earlier if negative)."""
        at = _epoch_seconds(moment)
        day = self._day_at(at) + days
        self._check_day(day, at)
        return self._moment(self._seconds_at_wall_time(day + 1, 0) - 1)

    def add_elapsed(
        self, start: datetime, seconds: int, paused: Iterable[Interval] = ()
    ) -> datetime:
        """The moment `seconds` after `start` whatever the hours, moved by what of `paused` comes
        before it.
        """
        begins = _epoch_seconds(start)
        due = begins + seconds
        for paused_from, paused_to in _united(paused):
            if paused_from < due:
                due += max(paused_to - max(paused_from, begins), 0)
        return self._moment(due)

    def is_listed(self, year: int) -> bool:
        """Whether the calendar has the year's official days."""
        return year in self.calendar.official

    def years_not_listed(
        self, first: datetime, second: datetime, clock: str = "working"
    ) -> list[int]:
        """The years from one moment to the other, in either order, whose official days are not
        listed and could move a deadline on this clock.

        A deadline counted through such a year carries a warning and is to be recomputed once it is
        listed.
        """
        if clock not in OPEN_TIME_CLOCKS:
            return []
        years = sorted((first.astimezone(self.zone).year, second.astimezone(self.zone).year))
        return [year for year in range(years[0], years[1] + 1) if not self.is_listed(year)]

    def days_in(
        self, first: datetime, second: datetime
    ) -> Iterator[tuple[DayPlan, datetime, datetime]]:
        """The plan of each day from one moment to a later one, and when the day begins and ends."""
        first_day = self._day_at(_epoch_seconds(first))
        last_day = self._day_at(_epoch_seconds(second))
        for day in range(first_day, last_day + 1):
            yield (
                self.plan_of_day(date.fromordinal(day)),
                self._moment(self._seconds_at_wall_time(day, 0)),
                self._moment(self._seconds_at_wall_time(day + 1, 0)),
            )

    def open_spans(self, first: datetime, second: datetime) -> list[Interval]:
        """The open spans between two moments, in order, cut off at both."""
        begins, ends = _epoch_seconds(first), _epoch_seconds(second)
        return [
            (self._moment(max(opens, begins)), self._moment(min(closes, ends)))
            for opens, closes in self._spans_within(begins, ends)
        ]

    # Counting

    def _earliest_after(self, at: int, seconds: int, paused: Sequence[tuple[int, int]]) -> int:
        """The earliest moment in a span, not before `at`, by which `seconds` open ones have
        passed.
        """
        for opens, closes in _without(self._spans_after(at), paused):
            begins = max(opens, at)
            if begins > closes:
                continue
            if seconds <= closes - begins:
                return begins + seconds
            seconds -= closes - begins
        raise AssertionError("the spans after a moment end with an error")

    def _latest_before(self, at: int, seconds: int) -> int:
        """The latest moment in a span, not after `at`, from which `seconds` open ones pass until
        `at`.
        """
        today = self._day_at(at)
        is_open_time = False
        # Where clocks go back across midnight, a span of the day after may hold this moment.
        for day in range(today + 1, today - _DAYS_SEARCHED, -1):
            for opens, closes in reversed(self._spans_on(day, at)):
                ends = min(closes, at)
                if ends < opens:
                    continue
                if seconds <= ends - opens:
                    return ends - seconds
                seconds -= ends - opens
                is_open_time = True
        raise self._gave_up(at, is_open_time=is_open_time)

    def _open_seconds(self, begins: int, ends: int, paused: Sequence[tuple[int, int]]) -> int:
        spans = self._spans_within(begins, ends)
        return sum(
            min(closes, ends) - max(opens, begins)
            for opens, closes in _without(spans, paused)
            if opens < ends and closes > begins
        )

    def _spans_after(self, at: int) -> Iterator[tuple[int, int]]:
        """The spans that close at `at` or later; after YEARS_SEARCHED years it raises instead of
        ending.
        """
        today = self._day_at(at)
        is_open_time = False
        # A span of the day before may end at 24:00, which is this day's first second.
        for day in range(today - 1, today + _DAYS_SEARCHED):
            for opens, closes in self._spans_on(day, at):
                if closes >= at:
                    yield opens, closes
                    is_open_time = is_open_time or closes > at
        raise self._gave_up(at, is_open_time=is_open_time)

    def _spans_within(self, begins: int, ends: int) -> Iterator[tuple[int, int]]:
        """The spans that have seconds between two moments, whole."""
        if ends - begins > _DAYS_SEARCHED * 86_400:
            raise self._gave_up(begins, is_open_time=True)
        # One day more on either side: where clocks go back across midnight, a moment's date is not
        # the day its span belongs to.
        for day in range(self._day_at(begins) - 1, self._day_at(ends) + 2):
            for opens, closes in self._spans_on(day, begins):
                if opens < ends and closes > begins:
                    yield opens, closes

    def _gave_up(self, at: int, *, is_open_time: bool) -> NoOpenTime | TooFar:
        kind = TooFar if is_open_time else NoOpenTime
        return kind(
            calendar=self.calendar.name, start=self._moment(at).isoformat(), years=YEARS_SEARCHED
        )

    # Days and moments

    def _day_holding(self, at: int) -> int | None:
        """The day in one of whose spans a moment lies: its own date unless only the day before,
        closing at 24:00.
        """
        today = self._day_at(at)
        # Where clocks skip a day or go back across midnight, it may be one farther off.
        for day in (today, today + 1, today - 1, today - 2):
            for opens, closes in self._spans_on(day, at):
                if opens <= at <= closes:
                    return day
        return None

    def _spans_on(self, day: int, start: int) -> tuple[tuple[int, int], ...]:
        """The open spans of a day, given by its ordinal; none for one that the clocks skip
        altogether. Raises TooFar as `_check_day` does.
        """
        spans = self._days.get(day)
        if spans is None:
            self._check_day(day, start)
            walls = [
                (
                    self._seconds_at_wall_time(day, span.opens),
                    self._seconds_at_wall_time(day, span.closes),
                )
                for span in self.plan_of_day(date.fromordinal(day)).hours
            ]
            spans = self._days[day] = tuple(
                (opens, closes) for opens, closes in walls if opens < closes
            )
        return spans

    def _check_day(self, day: int, start: int) -> None:
        """Raise TooFar near the ends of the years that dates can have, 1 to 9999; it names the
        moment counting started at.
        """
        if not _FIRST_DAY <= day <= _LAST_DAY:
            raise self._gave_up(start, is_open_time=True)

    def _seconds_at_wall_time(self, day: int, second: int) -> int:
        """The first moment of the day at which the wall clock shows `second` or later."""
        days, second = divmod(second, 86_400)
        wall = (day + days - _EPOCH_DAY) * 86_400 + second
        shown = datetime.fromordinal(day + days) + timedelta(seconds=second)
        earlier = _offset(shown.replace(tzinfo=self.zone))
        later = _offset(shown.replace(tzinfo=self.zone, fold=1))
        if later <= earlier:
            return wall - earlier
        # The clocks skip this time, `earlier` being the offset before: the change lies between the
        # two readings.
        before, after = wall - later, wall - earlier
        while after - before > 1:
            middle = (before + after) // 2
            if _offset(self._moment(middle)) == earlier:
                before = middle
            else:
                after = middle
        return after

    def _day_at(self, at: int) -> int:
        """The date of a moment, as an ordinal."""
        utc_day = at // 86_400
        if utc_day not in self._dates:
            self._dates[utc_day] = self._dates_in(utc_day)
        dates = self._dates[utc_day]
        if dates is None:
            return self._moment(at).toordinal()
        first, midnight = dates
        return first if at < midnight else first + 1

    def _dates_in(self, utc_day: int) -> tuple[int, int] | None:
        """The date on which a day of UTC begins here, and the midnight in it; None where the clocks
        change.
        """
        try:
            begins, ends = self._moment(utc_day * 86_400), self._moment((utc_day + 1) * 86_400)
        except OverflowError:  # the first or last day that dates can have
            return None
        if begins.utcoffset() != ends.utcoffset():
            return None
        seconds_gone = (begins.hour * 60 + begins.minute) * 60 + begins.second
        return begins.toordinal(), utc_day * 86_400 + 86_400 - seconds_gone

    def _moment(self, at: int) -> datetime:
        return (EPOCH + timedelta(seconds=at)).astimezone(self.zone)


def deadline(
    start: datetime,
    limit: Duration,
    clock: str,
    calendar: WorkCalendar,
    pauses: Iterable[Interval] = (),
) -> datetime:
    """When a promise is due that starts at `start`, is given `limit` on `clock`, and stood still in
    `pauses`.

    `working` counts open seconds, `working_days` ends at the close of a working day; what starts
    while closed starts at the next opening. `elapsed` and `calendar_days` (23:59:59 of the last
    day) never shift. A deadline moves by the time paused before it, as its clock counts time: open
    seconds on the first two, all seconds on the others. A pause from the due moment on changes
    nothing. ValueError for a limit in a unit that the clock does not take (UNITS_OF).
    """
    if limit.unit not in UNITS_OF[clock]:
        raise ValueError(f"{limit} is no limit for the clock {clock}")
    pauses = list(pauses)
    if clock == "working":
        return calendar.add(start, limit.seconds, pauses)
    if clock == "working_days":
        due = calendar.add_working_days(start, limit.amount)
        return (
            calendar.add(start, calendar.open_seconds_between(start, due), pauses)
            if pauses
            else due
        )
    if clock == "elapsed":
        return calendar.add_elapsed(start, limit.seconds, pauses)
    due = calendar.add_calendar_days(start, limit.amount)
    if not pauses:
        return due
    return calendar.add_elapsed(start, _epoch_seconds(due) - _epoch_seconds(start), pauses)


def deadline_ahead_of(agreed: datetime, limit: Duration, calendar: WorkCalendar) -> datetime:
    """The latest moment for what must happen `limit` calendar days ahead of the agreed time:
    23:59:59 of that day.

    S4 visit 3: moving a visit is told by the close of the day before. ValueError for a limit that
    is not in `d`.
    """
    if limit.unit != "d" or limit.amount < 0:
        raise ValueError(f"{limit} is no number of calendar days ahead")
    return calendar.end_of_day(agreed, -limit.amount)


def _epoch_seconds(moment: datetime) -> int:
    """Seconds since 1970 in UTC. Raises FractionOfASecond."""
    if moment.microsecond:
        raise FractionOfASecond(text=moment.isoformat())
    return epoch_seconds(moment)


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return offset // _SECOND


def _united(pauses: Iterable[Interval]) -> list[tuple[int, int]]:
    """Pauses in order; those that touch, overlap or lie within another become one."""
    united: list[tuple[int, int]] = []
    counted = [(_epoch_seconds(first), _epoch_seconds(last)) for first, last in pauses]
    for begins, ends in sorted(counted):
        if ends <= begins:
            continue
        if united and begins <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], ends))
        else:
            united.append((begins, ends))
    return united


def _without(
    spans: Iterable[tuple[int, int]], pauses: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """What is left of `spans` outside `pauses`, both in order; a span that no pause touches stays
    as it is.
    """
    for opens, closes in spans:
        begins = opens
        for paused_from, paused_to in pauses:
            if paused_to <= begins or paused_from >= closes:
                continue
            if begins < paused_from:
                yield begins, paused_from
            begins = paused_to
        if begins < closes:
            yield begins, closes
