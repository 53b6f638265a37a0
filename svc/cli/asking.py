"""What a command asks at a terminal: one of several, the way back to the question before, earlier
answers for the arrow keys, and what was answered where nothing was recorded.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NoReturn, TypeVar

from svc.cli.screens import folded
from svc.cli.surroundings import Surroundings, tell_at_once
from svc.cli.turns import GoneBack, Turns
from svc.errors import N_, Refused, SvcError
from svc.render.words import printable

Read = TypeVar("Read")
GOING_BACK = N_("<: the question before; Ctrl-C: stop, what was answered is kept.")


class Asking(Surroundings):
    """The surroundings of a command that asks."""

    def __init__(self, argv: list[str], environ: Mapping[str, str]) -> None:
        super().__init__(argv, environ)
        # options that were asked for, and of which ticket of several, with what was answered
        self.answered: dict[tuple[str, str], str] = {}
        self._chosen: dict[tuple[str, ...], Any] = {}  # readings that were asked about
        self._turns = Turns()
        self._earlier: dict[str, list[str]] | None = None  # answers by what is asked
        self._hinted = False  # whether it was said how to go back

    @property
    def is_silent(self) -> bool:
        """Whether a conversation is held once more, up to the question that is asked again."""
        return self._turns.repeating

    def choose(self, question: str, shown: list[str], default: str = "") -> int:
        """Which of these is chosen at the terminal by its number, counted from 0."""
        for number, line in enumerate(shown, 1):
            self.show(f"  {number}  {line}")
        numbers = [str(number) for number in range(1, len(shown) + 1)]
        while True:
            answer = self.ask(question, default)
            if answer in numbers:
                return numbers.index(answer)
            self.refuse_number(answer, len(shown))

    def taken(
        self,
        question: str,
        take: Callable[[str], Read],
        answer: str = "",
        default: str = "",
        name: str = "",
    ) -> tuple[str, Read]:
        """An answer that `take` takes, and what it makes of it; why another is not taken is said,
        and asked again, with that answer to be edited.
        """
        while True:
            answer = answer or self.ask(question, default, name=name)
            try:
                return answer, take(answer)
            except Refused as refused:
                self.error(refused)
                self._take_back(name or question)
                answer = ""

    def ask(
        self,
        question: str,
        default: str = "",
        *,
        name: str = "",
        fitting: Callable[[str], list[str]] | None = None,
    ) -> str:
        """An answer typed at the terminal; asked again until there is one. `<` goes back to the
        question before (raises GoneBack). The lines that `fitting` gives for what is typed so far
        stand below it. `name` is the option that would answer it.
        """
        given = self._turns.next_given()
        if given is not None:
            return given
        from svc.model.typed_text import as_code, cleaned

        asked = self.words(question) + (f" [{printable(default)}]" if default else "")
        while True:
            answer = cleaned(self._typed(asked, name or question, fitting))
            if self._turns.is_back(answer):
                if self._turns.may_go_back(recorded=self.recorded is not False):
                    self._turns.go_back()
                self.warn(N_("There is no question before this one to go back to."))
                continue
            answer = answer or default
            if answer:
                short = as_code(answer)  # ３ and ＋ of a Chinese keyboard
                answer = short if short == "+" or short.isdecimal() else answer
                self._turns.give(answer)
                self._remember(name or question, answer)
                return answer

    def _typed(self, asked: str, key: str, fitting: Callable[[str], list[str]] | None) -> str:
        """A line as it is typed."""
        from svc.cli.line_editor import can_edit, edit_line

        if can_edit():
            earlier = self._earlier_answers().get(key, [])
            typed = edit_line(asked, text=self._turns.offered, earlier=earlier, fitting=fitting)
            line = "" if typed is None else f"{typed}\n"
        else:
            sys.stderr.write(f"{asked}: ")
            sys.stderr.flush()
            line = sys.stdin.readline()
        return line or self.give_up()

    def refuse_answer(self, message: str, /, **facts: object) -> None:
        """Say why the last answer is not taken; it is offered again, to be edited."""
        self.warn(message, **facts)
        self._turns.refuse()

    def refuse_number(self, answer: str, most: int) -> None:
        """Say that the last answer is the number of none of so many."""
        says = N_("{answer} is none of them. Type a number from 1 to {most}.")
        self.refuse_answer(says, answer=answer, most=most)

    def _take_back(self, key: str) -> None:
        """The last answer is not taken: it is offered again, and none of the earlier ones."""
        self._turns.refuse()
        there = self._earlier_answers().get(key, [])
        if self._turns.offered in there:
            there.remove(self._turns.offered)

    def show(self, line: str) -> None:
        """Show a line at once, between two questions."""
        if not self._turns.repeating:
            from shutil import get_terminal_size

            sys.stderr.write(folded(f"{line}\n", get_terminal_size().columns))
            sys.stderr.flush()

    def hint_at_going_back(self) -> None:
        """Say, once, how to go back to the question before."""
        if not self._hinted:
            self._hinted = True
            self.show(self.words(GOING_BACK))

    def in_turns(self, talk: Callable[[], Read]) -> Read:
        """Hold a conversation, which records nothing before its last question; held once more
        where somebody goes back to an earlier question of it.
        """
        start = self._turns.begin()
        said, answered, chosen = len(self._said), dict(self.answered), dict(self._chosen)
        try:
            while True:
                try:
                    return talk()
                except GoneBack:
                    if not self._turns.again_from(start):
                        raise
                    del self._said[said:]
                    self.answered, self._chosen = dict(answered), dict(chosen)
        finally:
            self._turns.end()

    def close_way_back(self) -> None:
        """Something was done that is not done twice: no question before it is asked again."""
        self._turns.close_way_back()

    def _earlier_answers(self) -> dict[str, list[str]]:
        """Answers of this session by what is asked; those that name nobody of earlier ones, too."""
        if self._earlier is None:
            from svc.store import earlier_answers

            self._earlier = {}
            if not self.starting:
                with suppress(SvcError):  # the command says it, if it needs one
                    self.ledger()
            if self._ledger is not None:
                self._earlier = earlier_answers.read(self._ledger.root)
        return self._earlier

    def _remember(self, key: str, answer: str) -> None:
        there = self._earlier_answers().setdefault(key, [])
        there[:] = [*(each for each in there if each != answer), answer]

    def keep_earlier_answers(self) -> None:
        """Keep what was answered and names nobody, for the arrow keys of the next command."""
        if self._ledger is not None and self._turns.any_given and self._earlier:
            from svc.store import earlier_answers

            earlier_answers.keep(self._ledger.root, self._earlier)

    def keep_answers(self, argv: list[str], message: str = "") -> None:
        """Give what was answered at the terminal as a command line, where nothing was recorded."""
        if not self.answered or self.recorded is not False:
            return
        from shlex import join

        options = [
            word
            for (name, about), answer in self.answered.items()
            for word in (
                f"--{name.replace('_', '-')}",
                f"{about}={answer}" if about else answer,
            )
        ]
        tell_at_once(
            self.words(
                message
                or N_("Your answers are not lost. Once that is put right, type:\n  {command}"),
                command=join(["svc", *argv, *options]),
            )
        )

    def give_up(self) -> NoReturn:
        """End the command as Ctrl-C does: Ctrl-D at a question."""
        from signal import SIGINT

        from svc.store.interrupts import Stopped

        raise Stopped(SIGINT)
