"""The clock: calendars, durations, what is counted (model/calendars.py, rules/clock.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from svc.errors.kinds import N_, NotDone, Refused


class NotADuration(Refused):
    """Facts: text."""

    key = "not-a-duration"
    says = N_(
        '"{text}" is not a duration\n'
        "Write whole hours, minutes, seconds, working days or calendar days: 8h, 90m, 45s, 2wd, "
        "7d, -8h, 2小时, 半小时, 三天. "
        "Nothing was changed."
    )


class NotATime(Refused):
    """Facts: text."""

    key = "not-a-time"
    says = N_(
        '"{text}" is not a time. Nothing was changed.\n'
        "Write it like 14:00, 下午3点, 明天9:00, 周三 9:00, 11-5 14:00, 2小时后, tomorrow 2pm; "
        "in full: 2026-11-21 09:00."
    )


class NoTimeOfDay(NotATime):
    """A day where a moment is wanted. Facts: text."""

    key = "no-time-of-day"
    says = N_(
        '"{text}" names a day, but no time. Nothing was changed.\n'
        "Add the hour, as in 明天 9:00, 明早9点, 周五下午3点, tomorrow 2pm."
    )


class TwoReadings(Refused):
    """What was typed can mean several things. Facts: text, readings (moments, or days)."""

    key = "two-readings"
    says = N_('"{text}" can mean {readings}. Nothing was changed.\nType the one that is meant.')
    meant: Sequence[object] = ()  # what each reading stands for

    @classmethod
    def of(cls, text: str, readings: Sequence[date], meant: Sequence[object]) -> TwoReadings:
        error = cls(text=text, readings=list(readings))
        error.meant = meant
        return error


class PastTime(Refused):
    """A time that should be to come. Facts: at, now."""

    key = "past-time"
    says = N_(
        "{at} is already past (it is {now}). Nothing was changed.\n"
        "Give a time that is still to come: 17:00, 明天9:00, 2026-11-21 09:00."
    )


class DayToCome(Refused):
    """A day that should be past. Facts: day, today."""

    key = "day-to-come"
    says = N_(
        "{day} is still to come (today is {today}). Nothing was changed.\n"
        "Give today or a day before: 昨天, 11-5, 2026-11-05."
    )


class BackwardsSpan(Refused):
    """The end stands before the beginning. Facts: text."""

    key = "backwards-span"
    says = N_("'{text}' ends before it begins. Nothing was changed.\nWrite the earlier one first.")


class FractionOfASecond(Refused):
    """The clock counts whole seconds. Facts: text."""

    key = "fraction-of-a-second"
    says = N_('"{text}" has a fraction of a second\nWrite whole seconds. Nothing was changed.')


class NoOpenTime(Refused):
    """The calendar is never open where the clock looked for it. Facts: calendar, start, years."""

    key = "no-open-time"
    says = N_(
        "Calendar {calendar} has no opening hours within {years} years of {start}, so nothing "
        "can be calculated with it\n"
        "Give it opening hours. Nothing was changed."
    )


class TooFar(Refused):
    """The answer is further away than the clock counts. Facts: calendar, start, years."""

    key = "too-far"
    says = N_(
        "From {start} on calendar {calendar}, the answer is more than {years} years away\n"
        "Write a shorter duration. Nothing was changed."
    )


class NoSuchCalendar(Refused):
    """Neither a file nor a calendar of the ledger. Facts: name, known."""

    key = "no-such-calendar"
    says = N_(
        '"{name}" is neither a calendar file nor a calendar of this ledger\n'
        "The ledger has: {known}. Nothing was changed."
    )


class CalendarNeeded(Refused):
    """Outside a ledger, and no calendar was named."""

    key = "calendar-needed"
    says = N_(
        "No calendar was named\nAdd --calendar FILE, or go into a ledger. Nothing was changed."
    )


class CannotReadFile(Refused):
    """A file named on the command line can't be opened. Facts: path, reason (the system's)."""

    key = "cannot-read-file"
    says = N_("{path} can't be read: {reason}\nName a file that can be read. Nothing was changed.")


class CannotUseFile(Refused):
    """A file that was handed in can be opened, but not understood. Facts: path, line, problem (the
    error that reading it ended with).
    """

    key = "cannot-use-file"
    says = N_(
        "{path}:{line}: {problem}\nCorrect the file, save it as UTF-8 and repeat the command. "
        "Nothing was changed."
    )


class YearAlreadyListed(Refused):
    """Facts: calendar, year."""

    key = "year-already-listed"
    says = N_(
        "Calendar {calendar} already lists the official holidays of {year}, the same ones\n"
        "There is nothing to fill in."
    )


class HolidaysMissing(NotDone):
    """The library that knows the official holidays is not installed. Facts: year."""

    key = "holidays-missing"
    says = N_(
        "The official holidays of {year} can't be looked up: the package `holidays` is not "
        "installed\n"
        "Install it: pip install 'svc-desk[calendar]'. Nothing was changed."
    )


class YearNotPublished(Refused):
    """The library lists no make-up days for the year, so it only guesses. Facts: year, version."""

    key = "year-not-published"
    says = N_(
        "The official holidays of {year} are not in the package `holidays` {version}; what it "
        "has is a guess\n"
        "Once the State Council has published them, run pip install -U holidays, or write them "
        "into the calendar by hand. Nothing was changed."
    )


class NotAClockQuestion(Refused):
    """A line of `svc clock batch` that can't be understood. Facts: problem."""

    key = "not-a-clock-question"
    says = N_(
        "{problem}: not a question that the clock can answer\n"
        'Write {{"op": "add", "calendar": PATH, "start": TIME, "for": "8h"}} or {{"op": '
        '"between", "calendar": PATH, "start": TIME, "end": TIME}}.'
    )


class NothingToRecompute(Refused):
    """Facts: old."""

    key = "nothing-to-recompute"
    says = N_("No open ticket uses {old}. Nothing was changed.")
