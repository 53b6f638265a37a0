"""Drafts of `svc intake`: what was typed is not lost where it can't be recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions import drafts
from svc.cli.shared import as_typed
from svc.errors import N_, NotDone, SvcError
from svc.store.interrupts import Stopped

if TYPE_CHECKING:
    from svc.actions.drafts import IntakeDraft, Typed
    from svc.actions.intake_answers import IntakeAnswers
    from svc.actions.typist import Typist
    from svc.cli.desk import Desk
    from svc.cli.intake_dialogue import DialogueEnd, SoFar
    from svc.errors import WaitsForGit

_TAKE_UP, _THROW_AWAY = "1", "2"  # 3 leaves it
_FIRST, _NONE, _EACH = "1", "2", "3"
_MOST_ASKED = 3  # drafts about which a clerk is asked one by one, with somebody on the line


def offered(desk: Desk, typed: Typed, taken: IntakeDraft | None) -> list[IntakeDraft]:
    """The drafts that are taken up again now, asked for one by one; elsewhere than at a terminal
    they are named only. One that is `taken` up already, or tells what was `typed` just now, needs
    no question.
    """
    broken: list[SvcError] = []
    others = [
        draft
        for draft in drafts.kept_drafts(desk.ledger(), broken)
        if draft != taken and not drafts.is_same_call(draft.typed, typed)
    ]
    for error in broken:
        desk.warn(
            N_("{path} is no draft that can be read, and is left as it is."),
            path=error.facts.get("path", ""),
        )
    if not desk.at_terminal:
        for draft in others:
            desk.warn(
                N_(
                    "kept and not recorded yet: {about} (typed by {by}, {since}).\n"
                    "To record it: svc intake --from {path}\nTo throw it away: rm {path}"
                ),
                about=_about(draft.typed),
                by=draft.by,
                since=_shown(draft.since),
                path=as_typed(str(draft.path)),
            )
        return []
    if len(others) > _MOST_ASKED:
        desk.show(
            desk.words(
                N_("Kept and not recorded yet: {count}. The first: {about}."),
                count=len(others),
                about=_about(others[0].typed),
            )
        )
        all_at_once = N_("1: take up the first, 2: leave them all for later, 3: one by one")
        answer = _number(desk, all_at_once, _NONE)
        if answer != _EACH:
            return others[:1] if answer == _FIRST else []
    return [draft for draft in others if _is_taken_up(desk, draft)]


def _number(desk: Desk, question: str, default: str) -> str:
    """Which of three: 1, 2 or 3."""
    while True:
        answer = desk.ask(question, default=default)
        if answer in ("1", "2", "3"):
            return answer
        desk.refuse_number(answer, 3)


def _is_taken_up(desk: Desk, draft: IntakeDraft) -> bool:
    desk.show(
        desk.words(
            N_("Kept and not recorded yet: {about} (typed by {by}, {since})."),
            about=_about(draft.typed),
            by=draft.by,
            since=_shown(draft.since),
        ),
    )
    question = N_("1: take it up again, 2: throw it away, 3: leave it for later")
    answer = _number(desk, question, _TAKE_UP)
    if answer == _THROW_AWAY:
        drafts.drop_draft(desk.ledger(), draft)
        desk.close_way_back()
    return answer == _TAKE_UP


def _shown(since: str) -> datetime | str:
    """A moment as moments are shown; what a hand has written there, as it is."""
    try:
        return datetime.fromisoformat(since)
    except ValueError:
        return since


def _about(typed: Typed) -> list[str]:
    """What tells one request from another: who calls, about what."""
    answers = typed.answers
    told = (
        typed.ticket,
        typed.note or answers.unit or typed.customer or answers.contact,
        answers.phone,
        answers.serial or answers.model,
        answers.symptom or typed.words,
    )
    return [text for text in told if text] or ["?"]


class Keeper:
    """Keeps one request while it is recorded; `draft` is the one it was taken up from."""

    def __init__(self, desk: Desk, typist: Typist, typed: Typed, draft: IntakeDraft | None) -> None:
        self._desk = desk
        self._typist = typist
        self._typed = typed
        self._draft = draft
        self._is_kept = False  # by this command

    def conversing(self, talk: Callable[[SoFar], DialogueEnd | None]) -> DialogueEnd | None:
        """Hold the conversation; what was answered is kept where it is broken off."""
        latest = self._typed

        def so_far(answers: IntakeAnswers, customer: str) -> None:
            nonlocal latest
            latest = replace(self._typed, answers=answers, customer=customer)

        try:
            return self._desk.in_turns(lambda: talk(so_far))
        except Stopped as stopped:
            if latest != self._typed and not self._is_kept and not self._desk.recorded:
                sys.stderr.write("\n")  # behind the question that stays unanswered
                if self._keep(latest):
                    self._say(stopped)
            raise

    @contextmanager
    def keeping(
        self, answers: IntakeAnswers, customer: str = "", *, second: bool = False, new: bool = False
    ) -> Iterator[None]:
        """The block records these answers. If it can't, or is told to stop, they are kept and it
        is said where; they are on the disk before git is waited for. Recorded, no draft of them
        stays.
        """
        typed = replace(
            self._typed,
            answers=answers,
            customer=customer or self._typed.customer,
            second=second or self._typed.second,
            new_customer=new or self._typed.new_customer,
        )
        ledger = self._desk.ledger()
        tell = ledger.tell_waiting

        def keep_and_tell(notice: WaitsForGit) -> None:
            self._keep(typed)
            if tell is not None:
                tell(notice)

        if tell is not None:
            ledger.tell_waiting = keep_and_tell
        try:
            yield
        except (NotDone, Stopped) as error:
            if ledger.recorded:
                self._drop_all(typed)
            elif self._keep(typed):
                self._say(error)
            raise
        except SvcError as error:
            if self._draft is not None:
                self._say(error)
            raise
        finally:
            ledger.tell_waiting = tell
        self._drop_all(typed)

    def _keep(self, typed: Typed) -> bool:
        try:
            self._draft = drafts.keep_draft(
                self._desk.ledger(),
                typed,
                by=self._typist.by,
                now=self._typist.now,
                at=self._typist.happened,
                name=self._draft.name if self._draft else "",
            )
        except (SvcError, ValueError) as failed:
            said = self._desk.words.error(failed) if isinstance(failed, SvcError) else str(failed)
            self._desk.warn(
                N_("What was typed could not be kept: {reason}"), reason=said.split("\n")[0]
            )
            return False
        self._is_kept = True
        return True

    def _say(self, error: BaseException) -> None:
        """Where it is kept: beside the refusal, with --json as a fact of it."""
        assert self._draft is not None
        path = str(self._draft.path)
        if self._desk.json and isinstance(error, SvcError):
            error.facts["draft"] = path
            return
        self._desk.warn(
            N_(
                "What was typed is kept, not recorded: {path}\n"
                "To take it up at a terminal: svc intake; elsewhere: svc intake --from {path}"
            ),
            path=as_typed(path),
        )

    def _drop_all(self, typed: Typed) -> None:
        """It is recorded: the draft it came from goes, and those that tell the same."""
        ledger = self._desk.ledger()
        for draft in drafts.kept_drafts(ledger, []):
            is_it = self._draft is not None and draft.name == self._draft.name
            if is_it or any(drafts.is_same_call(draft.typed, one) for one in (typed, self._typed)):
                drafts.drop_draft(ledger, draft)
