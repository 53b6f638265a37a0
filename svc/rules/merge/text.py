"""The text of a record in parts that can be merged: keys, events, and the remarks people put beside
them.

A part is the line of a key or event and all that stands below it up to the next one, so a comment
between two keys belongs to the upper one. What says something (code) is kept apart from remarks:
comments on lines of their own, comments behind a line, blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from svc.model import layout, reading, splicing

if TYPE_CHECKING:
    from svc.model.data import Data

Lines = tuple[str, ...]
Remark = tuple[str, str]
"""Which line it stands behind ("" for one on its own line), and its text ("" for a blank line)."""

_KEY = re.compile(r'(?:([a-z_]+)|"([^"\\]+)"):')
_BLOCK = re.compile(r"( *)(- )?[^ ].*: \|-?")


def in_our_layout(text: str) -> str:
    """The text itself if the fast reader knows its layout, else its values in canonical form,
    comments on top.

    Raises RecordBroken's kinds.
    """
    if reading.read_layout(text) is not None:
        return text
    comments = [line.strip() for line in text.splitlines() if line.lstrip().startswith("#")]
    return "".join(f"{comment}\n" for comment in comments) + layout.write(reading.read(text))


def is_in_parts(text: str) -> bool:
    """Whether each key of a readable text begins a line, and each event one at the second
    column.
    """
    values = reading.read(text)
    _, found = parts(text.split("\n")[:-1], 0)
    keys = [_KEY.match(part[0]) for part in found]
    if (
        not text.endswith("\n")
        or "\r" in text
        or [key and (key[1] or key[2]) for key in keys] != list(values)
    ):
        return False
    events = [part for part in found if key_of(part) == "log"]
    return len(events) == 1 and [item[0][:4] for item in parts(events[0][1:], 2)[1]] == [
        "  - "
    ] * len(values["log"])


def parts(lines: Iterable[str], column: int) -> tuple[Lines, list[Lines]]:
    """What stands above the first key or event that begins at this column, and a part for each of
    them.
    """
    above: list[str] = []
    found: list[list[str]] = []
    blanks = " " * column
    for line in lines:
        if line.startswith(blanks) and line[column : column + 1] not in ("", " ", "#"):
            found.append([line])
        else:
            (found[-1] if found else above).append(line)
    return tuple(above), [tuple(part) for part in found]


def key_of(part: Lines) -> str:
    """The key a part begins with."""
    found = _KEY.match(part[0].lstrip(" "))
    assert found is not None, "a part begins with a key"
    return found[1] or found[2]


def text_of(part: Lines, column: int) -> str:
    """The part of a key as a text of its own."""
    return "\n".join(line[column:] if line.startswith(" ") else line for line in part) + "\n"


def value_of(part: Lines, column: int) -> Any:
    """What the part of a key says."""
    return reading.read(text_of(part, column))[key_of(part)]


def event_of(part: Lines) -> Data:
    """The event that a part of the log says."""
    event: dict[str, Any] = reading.read("log:\n" + "\n".join(part) + "\n")["log"][0]
    return event


def taken_apart(part: Lines) -> tuple[Lines, tuple[Remark, ...]]:
    """What a part says, line by line, and its remarks, each once, in their order."""
    code: list[str] = []
    remarks: list[Remark] = []
    blank_lines = 0
    block_column: int | None = None
    for line in part:
        if not line:
            blank_lines += 1
            continue
        blanks = len(line) - len(line.lstrip(" "))
        if block_column is not None and blanks >= block_column:
            code += [""] * blank_lines + [line]
            blank_lines = 0
            continue
        block_column = None
        if blank_lines:
            remarks.append(("", ""))
            blank_lines = 0
        if line[blanks] == "#":
            remarks.append(("", line.strip()))
            continue
        says, comment = splicing.split_comment(line)
        code.append(says)
        where = f"{sum(_name(other) == _name(says) for other in code)} {_name(says)}"
        remarks += [(where, f"# {text}".rstrip()) for text in _comments(comment)]
        block = _BLOCK.fullmatch(says)
        if block is not None:
            block_column = len(block[1]) + (4 if block[2] else 2)
    if blank_lines:
        remarks.append(("", ""))
    return tuple(code), tuple(dict.fromkeys(remarks))


def put_together(code: Lines, remarks: Iterable[Remark], column: int) -> Lines:
    """The part again: comments, sorted, behind their lines; the others and blank lines at its end
    as given.
    """
    behind: dict[str, list[str]] = {}
    own: list[str] = []
    for where, text in remarks:
        if where:
            behind.setdefault(where, []).append(text)
        else:
            own.append(text)
    lines: list[str] = []
    for number, line in enumerate(code):
        where = f"{sum(_name(other) == _name(line) for other in code[: number + 1])} {_name(line)}"
        lines.append("  ".join([line, *sorted(behind.pop(where, ()))]))
    # Of a line that is no more, the comment stays, on its own line: once, as other remarks do.
    left_over = dict.fromkeys(text for comments in behind.values() for text in comments)
    own += [text for text in left_over if text not in own]
    return (*lines, *(" " * column + text if text else "" for text in own))


def merged_remarks(
    base: Iterable[Remark], ours: Iterable[Remark], theirs: Iterable[Remark]
) -> list[Remark]:
    """Each remark once: those of the base that both sides kept, in their order, then the added ones
    sorted.
    """
    base, ours, theirs = list(base), set(ours), set(theirs)
    kept = [remark for remark in base if remark in ours and remark in theirs]
    return kept + sorted((ours | theirs) - set(base))


def canonical(key: str, value: object, column: int) -> Lines:
    """The lines of a key in canonical form."""
    lines = layout.write({key: value})[:-1].split("\n")
    return tuple(" " * column + line if line else "" for line in lines)


def canonical_event(event: Data) -> Lines:
    """The lines of an event in canonical form."""
    return tuple(layout.write_event(event)[:-1].split("\n"))


def _name(line: str) -> str:
    """By what a line is known when its value changes: its indentation and key."""
    return line.partition(":")[0]


def _comments(comment: str) -> list[str]:
    """The comments that stand one behind the other on a line, without their marks."""
    return [text.strip() for text in re.split(r"[ ]+#(?=[ ]|$)", comment.rstrip()) if text.strip()]
