"""The clock: calendars, durations, what is counted (model/calendars.py, rules/clock.py)."""

from __future__ import annotations

from svc.errors.kinds import N_, NotDone, Refused


class NotADuration(Refused):
    """Facts: text."""

    key = "not-a-duration"
    says = N_(
        '"{text}" is not a duration\n'
        "Write whole hours, minutes, seconds, working days or calendar days: 8h, 90m, 45s, 2wd, "
        "7d, -8h. "
        "Nothing was changed."
    )


class NotATime(Refused):
    """Facts: text."""

    key = "not-a-time"
    says = N_(
        '"{text}" is not a time\n'
        'Write it like 2026-11-21T09:00:00+08:00, or "2026-11-21 09:00" in the calendar\'s '
        "time zone. Nothing was changed."
    )


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
