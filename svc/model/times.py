"""Moments: whole seconds, always with their offset from UTC."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

_DAY_WORDS = {
    "today": 0,
    "今天": 0,
    "yesterday": -1,
    "昨天": -1,
    "tomorrow": 1,
    "明天": 1,
    "后天": 2,
    "前天": -2,
}
_CLOCK = r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?:[:：]([0-5][0-9]))?"
_ISO = (
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)


EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
"""No desk has seen others: they are slips of the pen, and nothing can be counted from the ends of
the calendar.
"""


def is_thinkable(moment: date) -> bool:
    """Whether a record may name this moment or day."""
    return EARLIEST_YEAR <= moment.year <= LATEST_YEAR


def written_moment(moment: datetime) -> str:
    """The one way a moment is written in a record: `2026-11-21T09:12:00+08:00`."""
    return moment.isoformat(timespec="seconds")


def parse_moment(text: str, zone: tzinfo, now: datetime | None = None) -> datetime:
    """The moment a person typed, in `zone` unless it carries an offset of its own.

    Taken: `2026-11-21T09:12:00+08:00`, `2026-11-21 09:12`, and with `now` also `09:12` (today),
    `昨天 17:30` / `yesterday 17:30` and the like. Raises ValueError for anything else, a fraction
    of a second included: a ledger counts whole seconds; and for a year before 1900 or after 2199.
    """
    moment = _parsed(text, zone, now)
    if not is_thinkable(moment):
        raise ValueError(text)
    return moment


def _parsed(text: str, zone: tzinfo, now: datetime | None) -> datetime:
    text = text.strip()
    match = re.fullmatch(_ISO, text)
    if match:
        year, month, day, hour, minute, second, offset = match.groups()
        plain = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        if offset is None:
            return plain.replace(tzinfo=zone)
        return datetime.fromisoformat(plain.isoformat() + offset.replace("Z", "+00:00"))
    if now is not None:
        *word, clock = text.split()
        match = re.fullmatch(_CLOCK, clock) if len(word) <= 1 else None
        shift = _DAY_WORDS.get(word[0].lower()) if word else 0
        if match and shift is not None:
            local = now.astimezone(zone).date() + timedelta(days=shift)
            at = time(int(match[1]), int(match[2]), int(match[3] or 0))
            return datetime.combine(local, at, tzinfo=zone)
    raise ValueError(text)


def parse_day(text: str, today: date | None = None) -> date:
    """The day written `2026-11-21`, with `today` also 今天, tomorrow and the like; ValueError as
    above.
    """
    text = text.strip()
    if today is not None and text.lower() in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[text.lower()])
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
