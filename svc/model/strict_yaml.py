"""What PyYAML takes although YAML 1.2 forbids it: refused, because other readers refuse it or read
something else.

Asked with each event that `full_yaml.py` gets; raises RecordBroken with the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from svc.errors import N_, Phrase, RecordBroken

if TYPE_CHECKING:
    import yaml

_HEADER = re.compile(r"[|>]([-+0-9]*)(#?)")
_INDENTED = N_("this line continues the value above; indent it more than the line of its key")
_APART = N_("put a space before the #")
_DEEPER = N_("a blank line above this text is indented more than the text")
_UNENDED = N_("the file ends within this text; add a line end after the last line")


class Strictness:
    """Follows the events of one text."""

    def __init__(self, text: str, path: str) -> None:
        self._path = path
        self._lines = text.split("\n")  # the last is empty where the text ends with a line end
        # Of each open collection: how far its lines are indented, and in which line its bracket
        # stands, if it has one.
        self._open: list[tuple[int, int | None]] = [(-1, None)]

    def opened(self, start: yaml.Mark, *, in_brackets: bool) -> None:
        """A mapping or list begins; `in_brackets`: in flow style."""
        if in_brackets:
            self._open.append((self._open[-1][0], start.line))
        else:
            self._open.append((start.column, None))

    def closed(self, end: yaml.Mark) -> None:
        """The mapping or list that was opened last ends."""
        column, first = self._open.pop()
        if first is not None:
            self._check_continued(first, end.line, column)
            self._check_comment(end)

    def scalar(self, style: str | None, start: yaml.Mark, end: yaml.Mark) -> None:
        """A text, by its style: a quotation mark, `|`, `>`, or nothing around it."""
        if style in ("|", ">"):
            self._check_block(start, end)
        elif style:
            if self._less_indented(start.line, end.line, self._open[-1][0]) is not None:
                # More likely than a text that goes on so: its quotation mark is not closed.
                from svc.model.yaml_mistakes import mistake_of_quotes

                problem = mistake_of_quotes(self._lines[start.line][start.column :].rstrip("\r"))
                raise RecordBroken(path=self._path, line=start.line + 1, problem=problem)
            self._check_comment(end)

    def _check_continued(self, first: int, last: int, column: int) -> None:
        """The lines after the first are indented further than the collection the value is in; by
        blanks, not tabs.
        """
        number = self._less_indented(first, last, column)
        if number is not None:
            raise self._wrong(number, _INDENTED)

    def _less_indented(self, first: int, last: int, column: int) -> int | None:
        """The first line after `first` that is not indented further than `column`."""
        for number in range(first + 1, last + 1):
            line = self._lines[number]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                return number
        return None

    def _check_comment(self, end: yaml.Mark) -> None:
        if self._lines[end.line][end.column : end.column + 1] == "#":
            raise self._wrong(end.line, _APART)

    def _check_block(self, start: yaml.Mark, end: yaml.Mark) -> None:
        header = _HEADER.match(self._lines[start.line], start.column)
        assert header is not None
        how, comment = header.groups()
        if comment:
            raise self._wrong(start.line, _APART)
        if not any(map(str.isdigit, how)):  # else the text itself may begin with blanks
            blanks = 0
            for number in range(start.line + 1, len(self._lines)):
                line = self._lines[number].rstrip("\r")
                if line.strip(" "):
                    if blanks > len(line) - len(line.lstrip(" ")):
                        raise self._wrong(number, _DEEPER)
                    break
                blanks = max(blanks, len(line))
        # Some readers add a line end to a text that the file ends within, others don't; `-` takes
        # none.
        last = len(self._lines) - 1
        if (
            "-" not in how
            and self._lines[last]
            and end.line >= last
            and not self._lines[last][end.column :].strip()
        ):
            raise self._wrong(last, _UNENDED)

    def _wrong(self, number: int, says: str) -> RecordBroken:
        return RecordBroken(path=self._path, line=number + 1, problem=Phrase(says))
