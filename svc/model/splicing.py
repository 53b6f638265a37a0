"""Changing a record by putting bytes into its text, so that everything else in it stays as it is.

Comments, blank lines, unknown keys, odd order and hand-made layout survive, because only new lines
are added, one value is replaced, and comments are put behind lines. Whatever comes out is read back
and compared with what it should say; where that can't be had, CannotSplice or one of its kinds is
raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from svc import errors
from svc.model import layout, reading

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData

MappingPath = tuple[str, ...]

_LOG_LINE = re.compile(r"^log:([ ]*\[\])?((?:[ ]+#[^\n]*)?[ ]*)$", re.MULTILINE)
_VALUE = (
    r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^ "'#&*!|>{\[\n](?:[^#\n]|(?<! )#)*?)"""
    r"""([ ]*|[ ]+#[^\n]*)$"""
)
_STATUS_LINE = re.compile(r"^(status:[ ]+)" + _VALUE, re.MULTILINE)
_ID_LINE = re.compile(r"^(id:[ ]+)" + _VALUE, re.MULTILINE)
_KEY_LINE = re.compile(r'([ ]*)(?:([a-z_]+)|"([^"\\]+)"):(?=[ ]|$)')
# A line in two: what it says, and the comment behind it.
_COMMENTED = re.compile(r"""((?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*'|(?<![ ])#)*?)([ ]+#.*)?""")
MARK = "# corrected in "
_CORRECTED = re.compile(r"[ ]*# corrected in [0-9]+(?=[ ]*(?:#|$))")


def append_events(
    text: str,
    events: Sequence[ReadOnlyData],
    status: str | None = None,
    corrected: Mapping[MappingPath, int] | None = None,
    *,
    path: str = "",
    id: str = "",
) -> str:
    """The text with the events at the end of its log, the status replaced, and corrections marked.

    `status` None leaves the status line alone. `corrected` gives for a path in the head the seq of
    the event that corrected it last; paths it does not name keep the comment they have. `path` and
    `id` are for messages. Raises RecordBroken's kinds if the text can't be read, CannotSplice's
    kinds if it can't be changed, CannotWriteText for characters no record holds.
    """
    old = reading.read_record(text, path)
    check_layout(text, old, path, id)
    changed = text
    if status is not None and old.get("status") != status:
        with_new = with_status(changed, status)
        if with_new is None:
            raise errors.NoStatusLine(
                path=path, line=_line_of_key(text, "status"), problem="status", id=id
            )
        changed = with_new
    if corrected:
        changed = mark_corrections(changed, corrected)
    if events:
        changed = _LOG_LINE.sub(r"log:\2", changed, count=1) + "".join(
            map(layout.write_event, events)
        )
    wanted = {**old, "log": [*old["log"], *events]}
    if status is not None:
        wanted["status"] = status
    _check_says(changed, wanted, text, path, id)
    return changed


def complete_head(text: str, head: ReadOnlyData, *, path: str = "", id: str = "") -> str:
    """The text of a noted ticket with what its short head lacks; what it has stays as it was told.

    New keys are put before `log:`, those of a mapping that is there already at its end. Raises
    like `append_events`.
    """
    old = reading.read_record(text, path)
    check_layout(text, old, path, id)
    wanted, missing = _completed(old, head)
    changed = text
    lines = text.split("\n")
    for where, values in sorted(missing, key=lambda entry: len(entry[0])):
        if not values:
            continue
        if where:
            ends = dict(_ends_of_mappings(changed))
            if where not in ends:
                raise errors.CannotSplice(path=path, line=1, problem=".".join(where), id=id)
            at = ends[where]
        else:
            at = next(number for number, line in enumerate(lines) if _LOG_LINE.fullmatch(line))
            while at and lines[at - 1].startswith("#"):
                at -= 1
        indent = "  " * len(where)
        new = layout.write_record(values)[:-1].split("\n")
        lines[at:at] = [indent + line if line else line for line in new]
        changed = "\n".join(lines)
    _check_says(changed, wanted, text, path, id)
    return changed


def mark_corrections(
    text: str,
    corrected: Mapping[MappingPath, int],
    *,
    drop_others: bool = False,
    our_layout: bool | None = None,
) -> str:
    """The text with the comment `# corrected in SEQ` behind the head lines of these paths.

    An earlier such comment is replaced, other comments behind the line stay in front of it. A path
    inside a value on one line marks that line; a path the head does not have marks nothing.
    `drop_others` takes the comment from all other lines of the head. `our_layout`: whether the text
    is in our own; None: look.
    """
    numbers = dict(_scanned(text) if our_layout else _lines_of_head(text))
    marks: dict[int, int] = {}
    for where, seq in corrected.items():
        line_number = next(
            (numbers[where[:n]] for n in range(len(where), 0, -1) if where[:n] in numbers), None
        )
        if line_number is not None:
            marks[line_number] = max(seq, marks.get(line_number, 0))
    lines = text.split("\n")
    for number in set(numbers.values()):
        if number not in marks and not (drop_others and MARK in lines[number]):
            continue
        says, comment = split_comment(lines[number])
        comment = _CORRECTED.sub("", comment)
        if number in marks:
            comment += f"  # corrected in {marks[number]}"
        lines[number] = says + comment
    return "\n".join(lines)


def split_comment(line: str) -> tuple[str, str]:
    """What a line says, and the comment behind it with the blanks in front; not for lines of a
    block scalar.
    """
    match = _COMMENTED.fullmatch(line)
    return (line, "") if match is None else (match[1], match[2] or "")


def with_status(text: str, status: str) -> str | None:
    """The text with another value on its `status:` line; None if it has no such line."""
    match = _STATUS_LINE.search(text)
    return (
        None
        if match is None
        else text[: match.start(2)] + layout.quote_text(status) + text[match.end(2) :]
    )


def with_number(text: str, number: str, *, path: str = "", id: str = "") -> str:
    """The text of a record under another number. Raises RecordBroken's kinds, CannotSplice."""
    match = _ID_LINE.search(text)
    changed = text
    if match is not None:
        changed = text[: match.start(2)] + layout.quote_text(number) + text[match.end(2) :]
    _check_says(changed, {**reading.read_record(text, path), "id": number}, text, path, id)
    return changed


def check_layout(text: str, old: ReadOnlyData, path: str, id: str) -> None:
    """Raise CannotSplice's kinds, with the line, for a text to which no event can be added; `old`
    is what it says.
    """
    if not text.endswith("\n"):
        raise errors.NoFinalLineFeed(path=path, line=text.count("\n") + 1, problem="LF", id=id)
    if "\r" in text:
        raise errors.WindowsLineEnds(
            path=path, line=text.count("\n", 0, text.index("\r")) + 1, problem="CR", id=id
        )
    if not ("\nlog:\n" in text or _LOG_LINE.search(text)) or not isinstance(old.get("log"), list):
        raise errors.LogNotInLines(path=path, line=_line_of_key(text, "log"), problem="log", id=id)
    last = list(old)[-1]
    if last != "log":
        raise errors.LogNotLast(path=path, line=_line_of_key(text, last), problem=last, id=id)


def _line_of_key(text: str, key: str) -> int:
    return reading.lines_of(text).get((key,), 1)


def _check_says(changed: str, wanted: ReadOnlyData, text: str, path: str, id: str) -> None:
    """Raise CannotSplice, with a line of the text as it was, unless the changed one says exactly
    what is wanted.
    """
    try:
        if reading.read_record(changed, path) == wanted:
            return
    except errors.RecordBroken:
        pass
    raise errors.CannotSplice(path=path, line=_line_of_key(text, "log"), problem="log", id=id)


def _lines_of_head(text: str) -> Iterator[tuple[MappingPath, int]]:
    """Each key of the head with the index of its line, from 0."""
    if reading.read_layout(text) is None:
        for where, line in reading.lines_of(text).items():
            if where and where[0] != "log" and all(isinstance(key, str) for key in where):
                yield tuple(map(str, where)), line - 1
        return
    yield from _scanned(text)


def _scanned(text: str) -> Iterator[tuple[MappingPath, int]]:
    """The same for a text in our own layout, where indentation says it all."""
    where: list[str] = []
    block_column = None  # where the lines of a block scalar or list begin that we are in
    for number, line in enumerate(text.split("\n")):
        if not line:
            continue
        blanks = len(line) - len(line.lstrip(" "))
        if block_column is not None and blanks >= block_column:
            continue
        block_column = None
        if line[blanks : blanks + 1] == "#":
            continue
        match = _KEY_LINE.match(line)
        if match is None:
            block_column = blanks  # an item of a list, and what belongs to it
            continue
        key = match[2] or match[3]
        if key == "log" and not blanks:
            return
        where[blanks // 2 :] = [key]
        yield tuple(where), number
        if line[match.end() :].startswith(" |"):
            block_column = blanks + 2


def _ends_of_mappings(text: str) -> Iterator[tuple[MappingPath, int]]:
    """For each mapping of a head in our own layout the index of the line behind its last value."""
    if reading.read_layout(text) is None:
        return
    lines = text.split("\n")
    for where, number in _scanned(text):
        column = 2 * len(where)
        end = number + 1
        for index in range(number + 1, len(lines)):
            line = lines[index]
            if not line or (
                line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) < column
            ):
                continue
            if not line.startswith(" " * column):
                break
            end = index + 1
        yield where, end


def _completed(
    old: ReadOnlyData, head: ReadOnlyData, where: MappingPath = ()
) -> tuple[Data, list[tuple[MappingPath, Data]]]:
    """The old values with what they lack, and what that is for each mapping by its path."""
    lacking = {key: value for key, value in head.items() if key not in old}
    missing = [(where, lacking)]
    whole = {**old, **lacking}
    for key, value in head.items():
        there = old.get(key)
        if isinstance(there, dict) and there and isinstance(value, Mapping):
            whole[key], below = _completed(there, value, (*where, key))
            missing += below
    return whole, missing
