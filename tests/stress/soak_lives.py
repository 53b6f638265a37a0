"""What is typed in a soak, drawn from the deeds of the kill sweeps: every command that records
something has one there, so that a new command is part of the soak, too.

A life is what a deed needs, from the caller's words on, and the deed itself; each command may be
typed at another desk. What a deed calls by a number is called by the number that this life got.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from conftest import STORY, instead
from stress.deeds import DEEDS, Deed
from stress.desk import of_caller

from svc.model import layout

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from stress.soak_book import Recorded

TABLES = sorted(name for name in DEEDS if name.startswith("import"))
BY_HAND = {"take", "adopt", "check --fix", "overpaid", "settle", "init", *TABLES}
"""They need a file that lies outside the ledger here, or one that somebody changed, or logs that
met; `soak.py` types them where that is so.
"""
DRAWN = sorted(name for name in DEEDS if name not in BY_HAND)
STAFF = ("chen", "li", "wang", "zhao", "sun")


class Typed(NamedTuple):
    """A command line that is to be typed, and by whom."""

    by: str
    words: tuple[str, ...]

    @property
    def command(self) -> str:
        return " ".join(word for word in self.words[:2] if re.fullmatch(r"[a-z-]+", word))


class Life:
    """One deed with all that has to come before it."""

    def __init__(self, name: str, number: int, home: int, folder: Path) -> None:
        self.name, self.home = name, home
        self.records: list[str] = []
        self.receipts: list[str] = []
        self._number = number
        self._folder = folder
        self._deed = DEEDS[name]
        self._steps = _steps(self._deed)
        # what two desks enter alike is entered differently by others
        self._names = _names(number) if number % 5 else {}

    @property
    def is_over(self) -> bool:
        return not self._steps

    def next(self, now: datetime) -> Typed:
        """The command whose turn it is, as it is typed now."""
        return self._spoken(self._steps[0], now)

    def last(self, now: datetime) -> Typed:
        """The deed itself."""
        return self._spoken(self._steps[-1], now)

    def went_on(self, recorded: Recorded) -> None:
        """That command was recorded."""
        self._steps.pop(0)
        self.records += recorded.records
        self.receipts += recorded.receipts

    def was_refused(self) -> None:
        """What hangs on it is tried all the same."""
        self._steps.pop(0)

    def _spoken(self, typed: Typed, now: datetime) -> Typed:
        """The words with this life's numbers in place of the deed's, and times that are to come."""
        words = tuple(self._word(word, now) for word in typed.words)
        if words[0] == "intake" and "--from" in words:
            second = words[-1].startswith("../second")
            words = (*words[:-1], str(self._request(2 * self._number + second)))
        if words[:2] == ("daily", "confirm"):
            words = instead(words, "--counted", "cash=240", "--reason", "点过")
        return Typed(typed.by, words)

    def _request(self, number: int) -> Path:
        path = self._folder / f"request{number}.yaml"
        told = {**of_caller(number), **dict(self._deed.told)}
        path.write_text(layout.write_record(told), encoding="utf-8")
        return path

    def _word(self, word: str, now: datetime) -> str:
        for pattern, kind in _NUMBERS:
            if found := re.fullmatch(pattern, word):
                return self._own(kind, int(found[1]), word)
        if word in _TIMES:
            minutes, form = _TIMES[word]
            return (now + timedelta(minutes=minutes)).strftime(form)
        for old, new in self._names.items():
            word = word.replace(old, new)
        return word

    def _own(self, kind: str, place: int, word: str) -> str:
        own = self.receipts
        if kind in _KINDS:
            own = [each for each in self.records if re.fullmatch(_KINDS[kind], each)]
        return own[place - 1] if place <= len(own) else word.replace("-A", "-Z")


_NUMBERS = (
    (r"SZ-2611-A(\d{4})", "ticket"),
    (r"SZ-A(\d{4})", "customer"),
    (r"SZ-M2611-A(\d{4})", "document"),
    (r"SZ-A-26-(\d{4})", "receipt"),
)
_KINDS = {
    "ticket": r"[A-Z]+-\d{4}-[A-Z]\d+",
    "customer": r"[A-Z]+-[A-Z]\d+",
    "document": r"[A-Z]+-M\d{4}-[A-Z]\d+",
}


_MOMENT, _DAY = "%Y-%m-%d %H:%M", "%Y-%m-%d"
_TIMES = {
    "17:00": (60, _MOMENT),
    "14:00": (60, _MOMENT),
    "14:05": (-20, _MOMENT),
    "2026-11-20": (-60 * 24, _DAY),
    "2026-11-25 10:00": (60 * 24 * 4, _MOMENT),
    "2026-11-26 10:00": (60 * 24 * 5, _MOMENT),
}
"""What the deeds' times become: so many minutes from now."""


def _names(number: int) -> dict[str, str]:
    """What is entered once in a ledger, by a name of this life's own."""
    letters = chr(65 + number // 26 % 26) + chr(65 + number % 26)
    return {
        "CR200-24-0042": f"CR200-24-{2 * number:04}",
        "CR200-26-0007": f"CR200-26-{number:04}",
        "CR300-25-0001": f"CR300-25-{number:04}",
        "0755-27001234": f"0755-27{number:06}",
        "13700001234": f"137{number:08}",
        "福田酒家": f"福田酒家 {number} 店",
        "BY-01": f"BY-{number}",
        "XA": f"X{letters}",
        "西安": f"西安{number}",
        "西北": f"西北{number}",
        "刘洋": f"刘洋{number}",
        "P-9001": f"P-9{number:04}",
        "P-9100": f"P-8{number:04}",
        "gone": f"gone{number}",
    }


def _steps(deed: Deed) -> list[Typed]:
    steps = []
    if deed.until:
        steps.append(Typed("chen", ("intake", "--from", "request")))
        if deed.until != "intake":
            for _, who, words in STORY:
                steps.append(Typed(who, words))
                if words[0] == deed.until:
                    break
    steps += [Typed(who, words) for who, *rest in deed.before if (words := tuple(rest))]
    words = deed.words
    if words[:2] == ("staff", "leave"):  # who types all the rest stays
        steps.append(Typed("sun", ("staff", "add", "刘洋", "--id", "gone", "--role", "lead")))
        words = tuple("gone" if word == "li" else word for word in words)
    return [*steps, Typed(deed.by or "sun", words)]
