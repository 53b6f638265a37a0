"""Opening hours as people type them: `周一至周五 8:30-12:00 13:30-17:30；周六 9:00-12:00`."""

from __future__ import annotations

import re
import unicodedata

from svc.errors import NotOpeningHours
from svc.model.calendars import WEEKDAYS

_DAY_WORDS = {
    **{name: nth for nth, name in enumerate(WEEKDAYS)},
    **{word: nth for nth, word in enumerate("一二三四五六日")},
    "天": 6,
}
_DAY = r"(?:周|星期|礼拜)?([一二三四五六日天])(?![0-9])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_SPAN = re.compile(
    r"([0-9]{1,2})[:：.]([0-9]{2})\s*(?:-|–|—|~|到|至)\s*([0-9]{1,2})[:：.]([0-9]{2})"
)
_GROUPS = {"每天": range(7), "daily": range(7), "工作日": range(5), "周末": range(5, 7)}
_CLOSED = ("休息", "休", "不上班", "closed")


def read_week(text: str) -> dict[str, list[str]]:
    """The hours of each day of the week, days that are not named closed; without a day named Monday
    to Friday. Raises NotOpeningHours.
    """
    week: dict[str, list[str]] = {day: [] for day in WEEKDAYS}
    plain = unicodedata.normalize("NFKC", text).casefold()
    for part in re.split(r"[;\n]", plain):
        if part.strip():
            days, spans = _read_part(part.strip(), text)
            week |= {WEEKDAYS[day]: spans for day in days}
    if not any(week.values()):
        raise NotOpeningHours(text=text)
    return week


def read_spans(text: str) -> list[str]:
    """The hours of one day, none where it is closed. Raises NotOpeningHours."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return [] if plain in _CLOSED else _spans(plain, text)


def _read_part(part: str, text: str) -> tuple[list[int], list[str]]:
    first = re.search(r"[0-9]", part)
    at = first.start() if first else next((part.find(w) for w in _CLOSED if w in part), len(part))
    head, hours = part[:at].strip(" :,、"), part[at:].strip()
    return _days(head, text), [] if hours in _CLOSED else _spans(hours, text)


def _days(head: str, text: str) -> list[int]:
    if not head:
        return list(range(5))
    if head in _GROUPS:
        return list(_GROUPS[head])
    days: list[int] = []
    for item in re.split(r"[,、和]|\sand\s", head):
        named = [_DAY_WORDS[match[1] or match[2]] for match in re.finditer(_DAY, item)]
        is_range = re.search(r"-|–|—|~|到|至|\bto\b", item) is not None
        left = re.sub(_DAY, "", item)
        if not named or re.sub(r"[-–—~到至\s]|\bto\b|周|星期", "", left):
            raise NotOpeningHours(text=text)
        if is_range and len(named) == 2 and named[0] <= named[1]:
            days += range(named[0], named[1] + 1)
        elif is_range:
            raise NotOpeningHours(text=text)
        else:
            days += named
    return days


def _spans(hours: str, text: str) -> list[str]:
    spans = []
    for match in _SPAN.finditer(hours):
        opens, closes = (f"{int(match[nth]):02d}:{match[nth + 1]}" for nth in (1, 3))
        if not opens < closes <= "24:00" or match[2] > "59" or match[4] > "59":
            raise NotOpeningHours(text=text)
        spans.append(f"{opens}-{closes}")
    if not spans or re.sub(r"[\s,、和及]", "", _SPAN.sub("", hours)) or spans != sorted(spans):
        raise NotOpeningHours(text=text)
    return spans
