"""Words: message ids and labels in the reader's language, with the facts put in.

English is the language of the ids; the Chinese stands in `svc/locale/zh_CN/LC_MESSAGES/svc.po`,
compiled beside it. Customer text is data: control characters and direction overrides in a fact come
out as `\\x1b`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from copy import copy
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from svc.errors import N_, Length, Phrase, SvcError
from svc.model.typed_text import REMOVED, UNKNOWN

if TYPE_CHECKING:
    from svc.render.tables import Screen, TableCell

LANGUAGES = ("zh", "en")
LENGTHS = {
    "wd": N_("{number}wd"),
    "d": N_("{number}d"),
    "h": N_("{number}h"),
    "m": N_("{number}m"),
    "s": N_("{number}s"),
}
"""So many working days, days, hours, minutes, seconds."""
# control characters but line end and tab, a carriage return alone, what turns the direction of text
_STEERS = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
    "|\\r(?!\\n)"
)
_STEERS_BUT_COLOURS = rf"(?!\x1b\[[0-9;]*m)(?:{_STEERS})"
_LOCALE = Path(__file__).parent.parent / "locale"


class Words:
    """One language. `words(message_id, name=fact)` gives the sentence; `label(group, value)` a
    fixed value's name.
    """

    def __init__(
        self, lang: str, labels: Mapping[str, str] | None = None, *, seconds: bool = True
    ) -> None:
        self.lang = lang
        self._own = labels or {}
        self._seconds = seconds
        self._catalogue = _catalogue(lang)
        self.name_of_part: Callable[[str], str] = str  # its name, where the catalogue has one
        self.screen: Screen | None = None  # the terminal it is read on; None: not on one
        self.today: date | None = None  # on that screen: of what is of today the time will do

    def to_the_minute(self) -> Words:
        """The same words; times leave their seconds out, as on paper."""
        words = copy(self)
        words._seconds = False
        return words

    def off_screen(self) -> Words:
        """The same words, for a file."""
        words = copy(self)
        words.screen = None
        return words

    def __call__(self, message: str, /, **facts: object) -> str:
        translated = self._translated(message) if message else ""
        return (
            translated.format_map({name: self.show(fact) for name, fact in facts.items()})
            if facts
            else translated
        )

    def _translated(self, message: str) -> str:
        return self._catalogue.gettext(message) if self._catalogue else message

    def label(self, group: str, value: str | None) -> str:
        """What a fixed value is called: by the department, else by the catalogue, else as it is
        written.
        """
        if value is None:
            return ""
        if group == "part":
            return self.part(value)
        if group == "to_bring":
            return self.to_bring(value)
        own = self._own.get(f"{group}.{value}")
        if own:
            return own
        # the whole catalogue of events: not for a command that only answers
        from svc.model.labels import LABELS

        message = LABELS.get(group, {}).get(value)
        return self(message) if message else printable(value)

    def told(self, value: str) -> str:
        """What somebody told, on a screen: what nobody knew is called so."""
        return self(N_("unknown")) if value == UNKNOWN else printable(value)

    def with_removed(self, text: str) -> str:
        """A screen or a page with what stands for personal data that were taken out in the reader's
        words; in a column the next one stays in its place.
        """
        if REMOVED not in text:
            return text
        from svc.render.tables import terminal_cells

        said = self(N_("(removed)"))
        wider = max(0, terminal_cells(said) - len(REMOVED))
        return text.replace(REMOVED + " " * (wider + 1), f"{said} ").replace(REMOVED, said)

    def part(self, code: str) -> str:
        """A part by its code and, where the catalogue has it, its name."""
        name = self.name_of_part(code)
        return printable(code if name == code else f"{code} {name}")

    def to_bring(self, text: str) -> str:
        """Something to bring: a part by its code and name, how many, or words."""
        from svc.rules.ticket.visits import brought  # not for a command that only answers

        what, count = brought(text)
        if count == 1:
            return self.part(what)
        return self(N_("{part} × {count}"), part=self.part(what), count=count)

    def show(self, fact: object) -> str:
        """A fact as text of one line: times to the minute, nested phrases in this language, text
        made harmless.
        """
        if isinstance(fact, Phrase):
            return self(fact.says, **fact.facts)
        if isinstance(fact, SvcError):
            return self.problem(fact)
        if isinstance(fact, datetime):
            to_the_second = fact.isoformat(" ", "seconds")[:19]  # without its offset
            return to_the_second if fact.second and self._seconds else to_the_second[:16]
        if isinstance(fact, date):
            return fact.isoformat()
        if isinstance(fact, (list, tuple)):
            return self.comma.join(self.show(item) for item in fact)
        if isinstance(fact, Length):
            return self.length(fact)
        return printable(str(fact))

    def moment(self, moment: datetime) -> TableCell:
        """A moment in a table: where there is no room by its day alone, this year's without the
        year, today's by its time.
        """
        from svc.render.tables import TableCell

        today, shown = self.today, self.show(moment)
        if today is None:
            return TableCell(shown)
        day, time = shown[:10], shown[11:16]
        if moment.date() == today:
            return TableCell(shown, short=time)
        return TableCell(shown, short=day[5:] if moment.year == today.year else day)

    def length(self, text: str) -> str:
        """A length of time, `34d20h`, `2wd`, in words; in English as it is. What is none stays."""
        import re

        if not re.fullmatch(r"[-−+]?(?:\d+(?:wd|[dhms]))+", text):
            return printable(text)
        return re.sub(
            r"(\d+)(wd|[dhms])",
            lambda part: self(LENGTHS[part[2]], number=part[1]),
            text,
        )

    @property
    def comma(self) -> str:
        return "、" if self.lang == "zh" else ", "

    def error(self, error: SvcError) -> str:
        """What went wrong, in words; steps, states and roles by what the department calls them."""
        facts = dict(error.facts)
        for name, group in error.named:
            value = facts[name]
            facts[name] = [
                self.label(group, str(each))
                for each in (value if isinstance(value, list) else [value])
            ]
        return self(error.says, **facts)

    def reason(self, text: str) -> str:
        """What an error says, where something was changed all the same."""
        return text.replace(self(N_("Nothing was changed.")), "").rstrip()

    def problem(self, error: SvcError) -> str:
        """What is wrong in a file, without where, and without what to do."""
        facts = error.facts
        place = f"{self.show(facts.get('path', ''))}:{self.show(facts.get('line', ''))}: "
        return self.error(error).split("\n")[0].removeprefix(place)


def word_as_typed(word: str) -> str:
    """A word as a shell takes it; Chinese needs no quotes."""
    import re
    from shlex import quote

    return word if re.fullmatch(r"[\w@%+=:,./~-]+", word) else quote(word)


def printable(text: str) -> str:
    """Text that a terminal shows as it is: everything that could steer it or hide is written as an
    escape.
    """
    if text.isprintable():
        return text
    kept = _unseen_in_emoji(text)
    return "".join(
        char if char.isprintable() or char == "\u3000" or at in kept else _escaped(char)
        for at, char in enumerate(text)
    )


def harmless(text: str, *, coloured: bool = False) -> str:
    """Whole lines in which nothing steers a terminal, whatever they were put together from: what is
    no line end and no tab comes out as an escape. `coloured`: our own colours stay.

    What is shown is made harmless piece by piece (`printable`); this is the net below it.
    """
    if text.isprintable():
        return text
    import re

    pattern = _STEERS_BUT_COLOURS if coloured else _STEERS
    return re.sub(pattern, lambda found: _escaped(found[0]), text)


def visible(answer: str) -> str:
    """JSON in which whatever could steer a terminal, or hide in it, is written as an escape; it
    says the same.
    """
    if answer.isprintable():
        return answer
    import json

    return "".join(
        char if char.isprintable() or char == "\u3000" else json.dumps(char)[1:-1]
        for char in answer
    )


def _unseen_in_emoji(text: str) -> frozenset[int]:
    """Where characters that nobody sees make one picture of several, and so hide nothing."""
    import re

    found = re.finditer(f"{_JOINED}|{_FLAG}", text)
    return frozenset(at for match in found for at in range(match.start(), match.end()))


# Behind a picture may stand its colour of skin or hair, or the sign that it is to be a picture.
_PICTURE = "[\u00a9\u00ae\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
# 👨 and 🔧 with a joiner in between are one picture, a mechanic.
_JOINED = rf"(?:(?<={_PICTURE})|(?<={_PICTURE}\ufe0f))\u200d(?={_PICTURE})"
# A black flag with the letters of a region behind it, which are ended by a letter of their own.
_FLAG = "(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f"


def _escaped(char: str) -> str:
    if char == "\n":
        return "⏎"
    code = ord(char)
    if code < 256:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class MessageCatalogue:
    """A compiled catalogue (`.mo`) in which each message is looked up by bisection.

    gettext's own reader parses all messages at every start, three milliseconds for some 1,400; a
    command says thirty of them. The file is gettext's: originals sorted, lengths and offsets in two
    tables.
    """

    def __init__(self, data: bytes) -> None:
        order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
        _, _, self._count, self._originals, self._translations = struct.unpack_from(
            f"{order}5I", data
        )
        self._entry = struct.Struct(f"{order}2I")
        self._data = data
        self._said: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        """The translation; the message itself where there is none."""
        if message not in self._said:  # a table says the same few words in every row
            self._said[message] = self._looked_up(message)
        return self._said[message]

    def _looked_up(self, message: str) -> str:
        wanted = message.encode()
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            original = self._text(self._originals, middle)
            if original == wanted:
                return self._text(self._translations, middle).decode() or message
            low, high = (middle + 1, high) if original < wanted else (low, middle)
        return message

    def _text(self, table: int, number: int) -> bytes:
        length, offset = self._entry.unpack_from(self._data, table + 8 * number)
        return self._data[offset : offset + length]


@cache
def _catalogue(lang: str) -> MessageCatalogue | None:
    """The messages of a language; None for English, the language of the ids."""
    path = _LOCALE / "zh_CN" / "LC_MESSAGES" / "svc.mo"
    return MessageCatalogue(path.read_bytes()) if lang == "zh" and path.exists() else None
