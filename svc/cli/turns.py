"""Questions one after the other, and the way back to the one before.

Nothing is recorded while a conversation goes on, so it is gone back over by holding it once more:
answers that were given stand for themselves and nothing is shown, up to the question that is asked
again.
"""

from __future__ import annotations

BACK = ("<", "＜", "《", "〈")
"""What is typed instead of an answer: the question before. A Chinese keyboard has its own."""


class GoneBack(Exception):
    """The question before is to be asked again."""


class Turns:
    """The answers of a command so far, and how far they stand for themselves."""

    def __init__(self) -> None:
        self._given: list[str] = []
        self._at = 0
        self._starts: list[int] = []  # of conversations, those within others behind them
        self.offered = ""  # what was answered before, to be edited

    @property
    def repeating(self) -> bool:
        """Whether answers stand for themselves: nothing is shown."""
        return self._at < len(self._given)

    @property
    def any_given(self) -> bool:
        """Whether anything was answered."""
        return bool(self._given)

    def next_given(self) -> str | None:
        """The answer that was given to the question; None if it is to be asked."""
        if not self.repeating:
            return None
        self._at += 1
        return self._given[self._at - 1]

    def give(self, answer: str) -> None:
        """It was answered."""
        self._given.append(answer)
        self._at = len(self._given)
        self.offered = ""

    def refuse(self) -> None:
        """The last answer is not taken: it is offered again."""
        if self._given and not self.repeating:
            self.offered = self._given.pop()
            self._at = len(self._given)

    def begin(self) -> int:
        """A conversation begins here; gives its place."""
        self._starts.append(self._at)
        return self._at

    def end(self) -> None:
        """A conversation is over; after the last one nothing stands for itself any more."""
        self._starts.pop()
        if not self._starts:
            self._at = len(self._given)

    def close_way_back(self) -> None:
        """What was done just now can't be done again: the first questions are those to come."""
        self._starts = [self._at for _ in self._starts]

    def may_go_back(self, *, recorded: bool) -> bool:
        """Whether there is a question before. Once something is recorded, only within what is
        talked about since.
        """
        if not recorded:
            return bool(self._starts) and self._at > self._starts[0]
        return len(self._starts) > 1 and self._at > self._starts[-1]

    def is_back(self, typed: str) -> bool:
        """Whether it asks for the question before; also behind the answer that was offered."""
        return typed in BACK or (
            self.offered != ""
            and typed.startswith(self.offered)
            and typed[len(self.offered) :] in BACK
        )

    def go_back(self) -> None:
        """Raise GoneBack, with the last answer offered again."""
        self.offered = self._given.pop()
        raise GoneBack

    def again_from(self, start: int) -> bool:
        """Whether the conversation that began at this place is to be held once more."""
        if len(self._given) < start:
            return False
        self._at = start
        return True
