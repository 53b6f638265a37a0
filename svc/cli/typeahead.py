"""A question whose answer is looked up at every key: what fits stands below the line while it is
typed.

Needs a terminal that can be told to hand over single keys (Linux, macOS); elsewhere the question is
asked as any other, and what fits is listed after Enter.
"""

from __future__ import annotations

import os
import select
import shutil
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from svc.model.typed_text import cleaned
from svc.render.tables import cut_to_cells, terminal_cells

if TYPE_CHECKING:
    from svc.cli.desk import Desk

PROMPT = "> "
_MOST = 5
_ENTER, _ERASE, _CLEAR, _END, _ESCAPE = "\n", "\x7f", "\x15", "\x04", "\x1b"


def ask_while_typing(desk: Desk, question: str, fitting: Callable[[str], list[str]]) -> str:
    """An answer, with the lines that `fitting` gives for what is typed so far shown below it.

    Ctrl-D at an empty line gives up, as Ctrl-C does anywhere.
    """
    if not _can_read_keys():
        return desk.ask(question)
    text = ""
    with _single_keys() as keys:
        sys.stderr.write(desk.words(question) + "\n" + PROMPT)
        sys.stderr.flush()
        for key in keys:
            if key == _ENTER and text.strip():
                break
            if key == _END and not text:
                _draw_lines(text, [])
                desk.give_up()
            text = _with_key(text, key)
            if not _more_is_typed():  # what is pasted is looked up once
                _draw_lines(text, fitting(text.strip()) if text.strip() else [])
    _draw_lines(text, [])
    sys.stderr.write("\n")
    sys.stderr.flush()
    return cleaned(text)


def _with_key(text: str, key: str) -> str:
    if key in (_ERASE, "\b"):
        return text[:-1]
    if key == _CLEAR:
        return ""
    return text + key if key.isprintable() else text


def _draw_lines(text: str, lines: list[str]) -> None:
    """The line as it is typed, what fits below it, the cursor behind the text; nothing ever
    wraps.
    """
    columns = max(20, shutil.get_terminal_size().columns)
    shown = text
    while terminal_cells(shown) > columns - len(PROMPT) - 2:
        shown = shown[1:]
    below = [cut_to_cells(line, columns - 1) for line in lines[:_MOST]]
    drawing = f"\r\x1b[J{PROMPT}{shown}"
    if below:
        drawing += (
            "\n"
            + "\n".join(below)
            + f"\x1b[{len(below)}A\r\x1b[{len(PROMPT) + terminal_cells(shown)}C"
        )
    sys.stderr.write(drawing)
    sys.stderr.flush()


def _can_read_keys() -> bool:
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
    now[3] &= ~(termios.ICANON | termios.ECHO)
    now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, now)
        yield _characters(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _characters(descriptor: int) -> Iterator[str]:
    """What is typed, a character at a time, without the sequences of arrow and function keys.

    A byte at a time: what is typed ahead for the next question stays with the terminal.
    """
    decoder = getincrementaldecoder("utf-8")("replace")
    while True:
        data = os.read(descriptor, 1)
        if not data:
            yield _END
            return
        key = decoder.decode(data)
        if key == _ESCAPE:
            _skip_escape_sequence(descriptor)
            yield ""  # nothing typed, but what came before it may still have to be shown
        elif key:
            yield "\n" if key == "\r" else key


def _skip_escape_sequence(descriptor: int) -> None:
    """The rest of an escape sequence: up to its final letter or ~."""
    while select.select([descriptor], [], [], 0.02)[0]:
        byte = os.read(descriptor, 1)
        if byte.isalpha() or byte == b"~":
            return
