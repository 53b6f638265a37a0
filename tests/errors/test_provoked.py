"""Every error there is can be provoked by a command line, and ends as the table of errors in the reference says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from errors.provoked import CASES, Case
from errors.states import STATES
from hints import Line, lines_in, why_not_typed
from reference.kinds import error_kinds

from svc.cli.desk import Desk as SvcDesk
from svc.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Desk

KINDS = {kind.key: kind for kind in error_kinds() if kind.says}
ELSEWHERE = {
    "not-a-clock-question": "an answer among others: tests/cli/test_clock.py",
    "no-xlsx": "tests/render/test_sheets.py",
    "cannot-put-entry": "tests/model/test_entries.py",
    "import-stopped": "tests/actions/test_imports.py",
    "decided-elsewhere": "needs three desks: tests/actions/test_disputes.py",
    "not-sent": "said before messages-not-sent: tests/cli/test_notify.py",
    "perhaps-sent": "likewise",
    "given-up": "likewise",
    "not-told-from-here": "said beside what is told: tests/cli/test_notify.py",
    "block-twice": "ends no command: tests/rules/test_blocks.py",
    "blocks-differ": "likewise",
    "answer-lost": "needs a process of its own: tests/cli/test_streams.py",
    "answer-lost-recorded": "likewise",
}
"""Errors that do not end a command, or not one within this process, and what provokes them."""


def test_every_error_has_a_command_line_that_provokes_it() -> None:
    assert {case.key for case in CASES} | set(ELSEWHERE) == set(KINDS)
    assert len(CASES) == len({case.key for case in CASES})


def commands_named(patch: pytest.MonkeyPatch) -> list[Line]:
    """Fills with the command lines that are said from now on, in both languages."""
    named: list[Line] = []

    def listen(name: str, text: Callable[..., str]) -> None:
        say = getattr(SvcDesk, name)

        def heard(desk: SvcDesk, *told: Any, **facts: Any) -> None:
            for lang in ("en", "zh"):
                named.extend(lines_in(text(Words(lang), *told, **facts)))
            say(desk, *told, **facts)

        patch.setattr(SvcDesk, name, heard)

    listen("error", Words.error)
    listen("warn", Words.__call__)
    return named


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_it_is_said_with_its_key_and_exit_status(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    kind = KINDS[case.key]
    for state in case.states:
        STATES[state](desk)
    with monkeypatch.context() as patch:
        if case.spoil is not None:
            case.spoil(desk, patch)
        named = commands_named(patch)
        ended = desk.svc("--json", *case.words, by=case.by, now=case.now)
        if hasattr(desk, "held"):
            desk.held.release()
    assert "Traceback" not in ended.err
    assert ended.status == kind.exit_status, ended
    for line in named:
        assert why_not_typed(desk, monkeypatch, line, by=case.by, now=case.now) == ""
    if kind.exit_status == 0:
        first = (
            kind.says.split("\n")[0].partition("{")[0] or kind.says.split("}")[1].partition("{")[0]
        )
        assert first.strip() in ended.err, ended
        return
    assert ended.error["key"] == case.key, ended.err
    assert ended.error["message"]
    if kind.exit_status in (2, 4, 70):
        assert ended.out == ""
