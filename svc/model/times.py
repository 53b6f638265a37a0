"""Moments: whole seconds, always with their offset from UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

_ISO = (
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
"""No desk has seen others: they are slips of the pen, and nothing can be counted from the ends of
the calendar.
"""


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_seconds(moment: datetime) -> int:
    """Whole seconds since 1970, rounded down."""
    since = moment - EPOCH
    return since.days * 86400 + since.seconds


def is_thinkable(moment: date) -> bool:
    """Whether a record may name this moment or day."""
    return EARLIEST_YEAR <= moment.year <= LATEST_YEAR


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day in the ledger's zone; a moment at either end of all time, which no other zone has,
    keeps its own.
    """
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def written_moment(moment: datetime) -> str:
    """The one way a moment is written in a record: `2026-11-21T09:12:00+08:00`."""
    return moment.isoformat(timespec="seconds")


def parse_moment(text: str, zone: tzinfo | None) -> datetime:
    """The moment written in full, in `zone` unless it carries an offset of its own.

    Taken: `2026-11-21T09:12:00+08:00`, `2026-11-21 09:12`. Raises ValueError for anything else, a
    fraction of a second included: a ledger counts whole seconds; and for a year before 1900 or
    after 2199. What people type besides is read in `typed_times`.
    """
    match = re.fullmatch(_ISO, text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, offset = match.groups()
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    if offset is None:
        moment = moment.replace(tzinfo=zone)
    else:
        moment = datetime.fromisoformat(moment.isoformat() + offset.replace("Z", "+00:00"))
    if not is_thinkable(moment):
        raise ValueError(text)
    return moment


def is_skipped(moment: datetime) -> bool:
    """Whether the clocks of the zone go past this wall time without showing it."""
    offsets = [moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1)]
    return offsets[0] < offsets[1]


def parse_day(text: str) -> date:
    """The day written `2026-11-21`; ValueError as above."""
    text = text.strip()
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not is_thinkable(day):
        raise ValueError(text)
    return day


def month_after(first: date, months: int = 1) -> date:
    """The first day of the month so many months later, or earlier."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
