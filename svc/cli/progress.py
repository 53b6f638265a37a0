"""How far long work is: one line on standard error, rewritten in place, for somebody who waits at a
terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

from svc.errors import N_
from svc.render.tables import terminal_cells
from svc.render.words import Words

Item = TypeVar("Item")
_PATIENCE_SECONDS = 0.7  # nobody has begun to wonder before
_STEP_SECONDS = 0.1


class ProgressLine:
    """Shows how much is done, of how much, whenever it is told; takes its line away when all is."""

    def __init__(
        self, words: Words, says: str = N_("Reading the records: {done} of {count}")
    ) -> None:
        self._words = words
        self._says = says
        self._begun = 0.0
        self._shown_at = 0.0
        self._width = 0

    def __call__(self, number_done: int, count: int) -> None:
        now = monotonic()
        self._begun = self._begun or now
        if number_done >= count:
            self._draw("")
            sys.stderr.write("\r" if self._width else "")
            self._begun, self._width = 0.0, 0
        elif now - self._begun > _PATIENCE_SECONDS and now - self._shown_at > _STEP_SECONDS:
            self._shown_at = now
            self._draw(self._words(self._says, done=number_done, count=count))
        sys.stderr.flush()

    def over(self, items: Sequence[Item]) -> Iterator[Item]:
        """The things one by one, each counted as done when the next is asked for."""
        for number_done, item in enumerate(items):
            self(number_done, len(items))
            yield item
        self(len(items), len(items))

    def _draw(self, text: str) -> None:
        if text or self._width:
            sys.stderr.write(f"\r{text}{' ' * (self._width - terminal_cells(text))}")
        self._width = terminal_cells(text) if text else self._width
