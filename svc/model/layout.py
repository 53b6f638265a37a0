"""How a record is written down: one text for one value, read the same by every YAML reader.

Every text is in double quotes, counts and true/false are bare, two blanks of indentation, list
items indented under their key. The escapes are those that YAML 1.1, YAML 1.2 and JSON share. Which
characters are escaped stands in a fixed table and not in `unicodedata`, so that desks with
different Pythons write the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from svc.model.grammar import AMBIGUOUS_WORDS, GREATEST_COUNT, LONGEST_KEY

if TYPE_CHECKING:
    from svc.model.data import ReadOnlyData

# Mappings under this key are written on one line.
TERMS = "terms"

# What nobody sees, or what a reader takes for a line break: controls, blanks other than U+0020 and
# U+3000, marks of writing direction, joiners, private use, what is no character. (A class for
# `re`.)
_UNSEEN = (
    r"\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    + "".join(rf"\U000{plane:x}fffe\U000{plane:x}ffff" for plane in range(1, 15))
    + r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
_TO_ESCAPE = re.compile(rf'["\\{_UNSEEN}]')
# In a block scalar a line feed is a line feed; anything else that would need an escape keeps text
# out of it.
_NOT_IN_BLOCK = re.compile(
    r"["
    + _UNSEEN.replace(r"\x00-\x1f", r"\x00-\x09\x0b-\x1f")
    + r"]|\A[ \n]|[ ]\n|\n[ ]|[ ]\Z|\n\n\Z"
)
_BARE_KEY = re.compile(r"[a-z_]+")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class CannotWriteText(ValueError):
    """A text holds a character that no record can: NUL or half a surrogate pair.

    `character` is its code point as U+0000; `before` is the text in front of it, at most 20
    characters.
    """

    def __init__(self, text: str, position: int) -> None:
        self.character = f"U+{ord(text[position]):04X}"
        self.before = text[max(0, position - 20) : position]
        super().__init__(f"{self.character} after {self.before!r}")


class FlowMapping(dict[str, Any]):
    """A mapping that is written on one line: the rows of policies and calendars."""


def write_record(data: ReadOnlyData) -> str:
    """The canonical text of a record or configuration file.

    Raises CannotWriteText for NUL and lone surrogates; ValueError, a fault of the program, for a
    value that is no text, count, true/false, mapping or list, and for an empty or overlong key.
    """
    if not data:
        raise ValueError("a record has at least one key")
    lines: list[str] = []
    _write_entries(lines, data, "")
    return "\n".join(lines) + "\n"


def write_event(event: ReadOnlyData) -> str:
    """The lines of one event as they stand under `log:`; raises like `write_record`."""
    lines: list[str] = []
    _write_items(lines, [event], "  ")
    return "\n".join(lines) + "\n"


def write_key(key: str) -> str:
    """A key as it stands before its colon: bare where every reader takes it for text, else
    quoted.
    """
    if not key or len(key) > LONGEST_KEY:
        raise ValueError(f"not a key: {key!r}")
    if _BARE_KEY.fullmatch(key) and key not in AMBIGUOUS_WORDS:
        return key
    return quote_text(key)


def quote_text(text: str) -> str:
    """A text in double quotes on one line; raises CannotWriteText."""
    return f'"{_TO_ESCAPE.sub(lambda match: _escape(match, text), text)}"'


def write_on_one_line(value: object) -> str:
    """A text, count, true/false, list or mapping in flow style; raises like `write_record`."""
    if isinstance(value, str):
        return quote_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > GREATEST_COUNT:
            raise ValueError(f"a count with more than 15 digits: {value}")
        return str(value)
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(
                f"{write_key(key)}: {write_on_one_line(item)}" for key, item in value.items()
            )
            + "}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(write_on_one_line, value)) + "]"
    raise ValueError(f"no record holds a {type(value).__name__}: {value!r}")


def _escape(match: re.Match[str], text: str) -> str:
    character = match.group()
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    code = ord(character)
    if code == 0 or 0xD800 <= code <= 0xDFFF:
        # NUL ends texts in git, SQLite and C; a lone surrogate has no UTF-8.
        raise CannotWriteText(text, match.start())
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _write_entries(
    lines: list[str], data: ReadOnlyData, indent: str, first: str | None = None
) -> None:
    """Add the lines of a mapping; `first` stands instead of the indentation of its first line ("  -
    ").
    """
    for key, value in data.items():
        start = f"{indent if first is None else first}{write_key(key)}:"
        first = None
        if isinstance(value, str) and "\n" in value and not _NOT_IN_BLOCK.search(value):
            lines.append(start + (" |" if value.endswith("\n") else " |-"))
            lines.extend(
                f"{indent}  {line}" if line else "" for line in value.removesuffix("\n").split("\n")
            )
        elif (
            isinstance(value, Mapping)
            and value
            and key != TERMS
            and not isinstance(value, FlowMapping)
        ):
            lines.append(start)
            _write_entries(lines, value, indent + "  ")
        elif isinstance(value, (list, tuple)) and any(isinstance(item, Mapping) for item in value):
            lines.append(start)
            _write_items(lines, value, indent + "  ")
        else:
            lines.append(f"{start} {write_on_one_line(value)}")


def _write_items(lines: list[str], items: Sequence[object], indent: str) -> None:
    for item in items:
        if isinstance(item, Mapping) and item and not isinstance(item, FlowMapping):
            _write_entries(lines, item, indent + "  ", first=indent + "- ")
        else:
            lines.append(f"{indent}- {write_on_one_line(item)}")
