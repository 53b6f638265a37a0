"""An answer as it is typed at a terminal: arrow keys, Home, End, Backspace over what is seen as one
character, Ctrl-U, Ctrl-K, Ctrl-W, earlier answers; what fits may stand below it at every key.

Read a byte at a time, so that what is typed ahead for the next question stays with the terminal.
Needs one that can be told to hand over single keys (Linux, macOS); elsewhere the desk asks line by
line.
"""

from __future__ import annotations

import os
import select
import shutil
import sys
import unicodedata
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from svc.render.tables import cut_to_cells, terminal_cells

PROMPT = "> "
"""Before the answer to a question that stands on a line of its own."""
_MOST = 5
_ROOM = 24
"""Cells that an answer has at least behind its question; else it gets a line of its own."""
_KEYS = {
    # final letters and numbers of the sequences of keys → control keys that do the same
    "A": "\x10", "B": "\x0e", "C": "\x06", "D": "\x02", "H": "\x01", "F": "\x05",
    "1~": "\x01", "7~": "\x01", "4~": "\x05", "8~": "\x05", "3~": "delete",
    "1;5C": "word on", "1;5D": "word back", "1;3C": "word on", "1;3D": "word back",
    "f": "word on", "b": "word back", "\x7f": "\x17",
}  # fmt: skip
_MARKS = ("\u200d", "\ufe0e", "\ufe0f")  # within an emoji

LONGEST = 4000
"""Characters of an answer; what is typed or pasted beyond is not taken."""


class TypedLine:
    """An answer while it is typed. A place in it is a number of characters, none within what is
    seen as one.
    """

    def __init__(self, text: str = "", earlier: Sequence[str] = ()) -> None:
        self.text = text
        self.at = len(text)
        self._lines = [*earlier, text]  # the last one is typed now
        self._shown = len(earlier)

    def press(self, key: str) -> None:
        """Do what the key does; one that does nothing here is nothing."""
        deed = _DEEDS.get(key)
        if deed is not None:
            deed(self)
        elif key.isprintable() or key == "\u3000" or key in _MARKS or is_mark(key):
            self._put(self.text[: self.at] + key, self.text[self.at :])

    def _put(self, before: str, behind: str) -> None:
        if len(before) + len(behind) <= LONGEST:
            self.text, self.at = before + behind, len(before)

    def back(self) -> None:
        """To the left."""
        self.at = previous(self.text, self.at)

    def on(self) -> None:
        """To the right."""
        self.at = following(self.text, self.at)

    def home(self) -> None:
        self.at = 0

    def end(self) -> None:
        self.at = len(self.text)

    def word_back(self) -> None:
        """To the beginning of the word."""
        self.at = word_begin(self.text, self.at)

    def word_on(self) -> None:
        """Behind the next word."""
        behind = self.text[self.at :]
        word = behind.lstrip().partition(" ")[0]
        self.at += len(behind) - len(behind.lstrip()) + len(word)

    def erase(self) -> None:
        """Take out what stands before the cursor: one character, as it is seen."""
        self._put(self.text[: previous(self.text, self.at)], self.text[self.at :])

    def erase_next(self) -> None:
        self._put(self.text[: self.at], self.text[following(self.text, self.at) :])

    def erase_word(self) -> None:
        self._put(self.text[: word_begin(self.text, self.at)], self.text[self.at :])

    def erase_all(self) -> None:
        self._put("", "")

    def erase_all_behind(self) -> None:
        self._put(self.text[: self.at], "")

    def earlier(self) -> None:
        """The answer before the one that is shown."""
        self._show(max(0, self._shown - 1))

    def later(self) -> None:
        """The answer after it; at last what was being typed."""
        self._show(min(len(self._lines) - 1, self._shown + 1))

    def _show(self, number: int) -> None:
        self._lines[self._shown] = self.text
        self._shown = number
        self._put(self._lines[number], "")


_DEEDS: dict[str, Callable[[TypedLine], None]] = {
    "\x01": TypedLine.home,
    "\x02": TypedLine.back,
    "\x04": TypedLine.erase_next,
    "\x05": TypedLine.end,
    "\x06": TypedLine.on,
    "\x08": TypedLine.erase,
    "\x0b": TypedLine.erase_all_behind,
    "\x0e": TypedLine.later,
    "\x10": TypedLine.earlier,
    "\x15": TypedLine.erase_all,
    "\x17": TypedLine.erase_word,
    "\x7f": TypedLine.erase,
    "delete": TypedLine.erase_next,
    "word back": TypedLine.word_back,
    "word on": TypedLine.word_on,
}


def is_mark(char: str) -> bool:
    """Whether it is seen as part of the character before it."""
    return (
        unicodedata.combining(char) != 0 or char in _MARKS or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def previous(text: str, at: int) -> int:
    """The place before the character that stands before this place."""
    at -= 1
    while at > 0 and (is_mark(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    return max(0, at)


def following(text: str, at: int) -> int:
    """The place behind the character that stands at this place."""
    at += 1
    while at < len(text) and (is_mark(text[at]) or text[at - 1] == "\u200d"):
        at += 1
    return min(at, len(text))


def word_begin(text: str, at: int) -> int:
    """Where the word before this place begins; blanks and punctuation part words."""
    while at > 0 and not text[at - 1].isalnum():
        at -= 1
    while at > 0 and text[at - 1].isalnum():
        at -= 1
    return at


def edit_line(
    question: str,
    *,
    text: str = "",
    earlier: Sequence[str] = (),
    fitting: Callable[[str], list[str]] | None = None,
) -> str | None:
    """The answer that is typed behind the question, beginning with `text`; `earlier` ones are there
    by the arrow keys, the lines that `fitting` gives for it are shown below. None: Ctrl-D at an
    empty line, or nobody is there any more.
    """
    prompt = question + ": "
    if fitting is not None or terminal_cells(prompt) + _ROOM > _columns():
        sys.stderr.write(question + "\n")
        prompt = PROMPT
    line = TypedLine(text, earlier)
    drawing = _Drawing(prompt)
    with _single_keys() as keys:
        drawing.draw(line, [])
        for key in keys:
            if key == "\n" and (fitting is None or line.text.strip()):
                break
            if key == "\x04" and not line.text:
                drawing.draw(line, [])
                return None
            line.press(key)
            if not _more_is_typed():  # what is pasted is looked up once
                drawing.draw(line, _below(fitting, line.text.strip()))
        else:  # the terminal is gone: half an answer is none
            return None
        line.end()
        drawing.draw(line, [])
    sys.stderr.write("\n")
    sys.stderr.flush()
    return line.text


def _columns() -> int:
    return max(20, shutil.get_terminal_size().columns)


def _below(fitting: Callable[[str], list[str]] | None, text: str) -> list[str]:
    return fitting(text) if fitting is not None and text else []


class _Drawing:
    """The line on the screen: one row, of which the part around the cursor is shown, and what fits
    below it. Nothing ever wraps.
    """

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._drawn: tuple[str, int, int] | None = None  # text, place, lines below

    def draw(self, line: TypedLine, below: list[str]) -> None:
        now = (line.text, line.at, len(below))
        if self._drawn is None and not line.text:
            sys.stderr.write(self._prompt)
        elif now != self._drawn or below:
            sys.stderr.write(self._redrawn(line, below))
        self._drawn = now
        sys.stderr.flush()

    def _redrawn(self, line: TypedLine, below: list[str]) -> str:
        before, behind = line.text[: line.at], line.text[line.at :]
        columns = _columns()
        room = columns - terminal_cells(self._prompt) - 2
        while before and terminal_cells(before) > room:
            before = before[following(before, 0) :]
        while behind and terminal_cells(before + behind) > room:
            behind = behind[: previous(behind, len(behind))]
        lines = [cut_to_cells(text, columns - 1) for text in below[:_MOST]]
        drawing = f"\r\x1b[J{self._prompt}{before}{behind}"
        if lines:
            drawing += "\n" + "\n".join(lines) + f"\x1b[{len(lines)}A"
        if lines or behind:
            drawing += f"\r\x1b[{terminal_cells(self._prompt + before)}C"
        return drawing


def can_edit() -> bool:
    """Whether the terminal can hand over single keys and be drawn on."""
    if sys.platform == "win32" or os.environ.get("TERM", "dumb") == "dumb":
        return False
    try:
        import termios

        termios.tcgetattr(sys.stdin.fileno())
    except (ImportError, OSError, ValueError, termios.error):
        return False
    return True


def _more_is_typed() -> bool:
    return bool(select.select([sys.stdin.fileno()], [], [], 0)[0])


@contextmanager
def _single_keys() -> Iterator[Iterator[str]]:
    """The keys one by one, not echoed; signals still come from Ctrl-C. The terminal is put back
    whatever happens.
    """
    import termios

    descriptor = sys.stdin.fileno()
    before: list[Any] = termios.tcgetattr(descriptor)
    now = [*before[:6], list(before[6])]
    now[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)  # IEXTEN: Ctrl-V, Ctrl-O
    now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, now)
        yield _keys(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _keys(descriptor: int) -> Iterator[str]:
    """What is typed, a character at a time; keys that send a sequence as the control key that does
    the same.
    """
    decoder = getincrementaldecoder("utf-8")("replace")
    while True:
        data = os.read(descriptor, 1)
        if not data:
            yield "\x04"
            return
        for key in decoder.decode(data):  # two, where the first is no character of UTF-8
            if key == "\x1b":
                yield _KEYS.get(_sequence(descriptor), "")
            else:
                yield "\n" if key == "\r" else key


def _sequence(descriptor: int) -> str:
    """The rest of an escape sequence, without `[` or `O`: up to its final letter or ~."""
    typed = ""
    while select.select([descriptor], [], [], 0.02)[0]:
        char = os.read(descriptor, 1).decode("latin-1")
        if char in "[O" and not typed:
            typed = char
            continue
        typed += char
        if char.isalpha() or char in "~\x7f":
            break
    return typed.lstrip("[O") if len(typed) > 1 else typed
