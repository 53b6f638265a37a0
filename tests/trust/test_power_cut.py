"""The power fails in the middle of a command: what reached the disk, git's files too, is the old
state or the new.

Of every state the disk may be in (`crash_states.py`) git finds nothing wrong with its repository,
each record is as before or as after, the next command finishes or undoes what was begun, and the
command typed again is recorded once. What svc had answered for is there without that, even where a
file system keeps to nothing that it need not.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import typed
from stress.deeds import DEEDS
from stress.desk import (
    SVC,
    committed,
    event_ids,
    git,
    left_over,
    request,
    started,
    surroundings,
    texts,
)
from trust.crash_states import State, states, traced, why_not

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")


class PowerCut:
    """One command, traced once; then put to the test in each state of the disk."""

    def __init__(self, name: str, top: Path, patch: pytest.MonkeyPatch) -> None:
        deed = DEEDS[name]
        self.top = top
        self.words = [*(["--as", deed.by] if deed.by else []), *deed.words]
        self.words = [
            str(top / "request.yaml") if word == "../request.yaml" else word for word in self.words
        ]
        env = surroundings(top, now=deed.now)
        (top / "request.yaml").write_text(request(), encoding="utf-8")
        self.before = started(top / "before", env, deed.until)
        self.after = Path(shutil.copytree(self.before, top / "after", symlinks=True))
        self.known = event_ids(self.before)
        self.old = texts(self.before, self.known)
        self.trace = traced([SVC, *self.words], self.after, env)
        self.new = texts(self.after, self.known)
        self.commits = git(self.after, "rev-list", "--count", "HEAD")
        assert self.old != self.new
        for variable, value in env.items():
            patch.setenv(variable, value)
        patch.setattr(
            "svc.store.git.branch_locks._STALE_SECONDS", 0.01
        )  # nobody else is at work here

    def states(self, *, most: int = 0, **how: bool) -> list[State]:
        """Those the disk may be in; if there are more than `most`, so many taken at random, and the
        last.
        """
        found = list(states(self.trace, **how))
        if most and len(found) > most:
            found = [*Random(2611).sample(found[:-1], most - 1), found[-1]]
        return found

    def ledgers(self, found: list[State]) -> Iterator[tuple[Path, State]]:
        for state in found:
            ledger = Path(shutil.copytree(self.before, self.top / "now", symlinks=True))
            state.put(ledger)
            try:
                yield ledger, state
            except AssertionError as error:
                error.add_note(f"after {state.after} of {len(self.trace.calls)} calls: {state}")
                raise
            shutil.rmtree(ledger)

    def demand(self, ledger: Path, state: State) -> None:
        """All that the head of this file says, of one state."""
        answered = state.after == len(self.trace.calls)
        assert self.faults(ledger) == ""
        assert committed(ledger, self.known) in (self.old, self.new)
        for name, text in texts(ledger, self.known).items():
            assert text in (self.old.get(name), self.new.get(name)) or name.endswith(".tmp"), name
        if answered:
            assert texts(ledger, self.known) == self.new
        again = typed("--ledger", str(ledger), *self.words)
        assert again.status == 0, again.err
        assert texts(ledger, self.known) == committed(ledger, self.known) == self.new
        assert git(ledger, "rev-list", "--count", "HEAD") == self.commits
        assert git(ledger, "status", "--porcelain", "-uall") == ""
        assert self.faults(ledger) == ""
        # Removed by the next command that changes something, or takes the lock.
        later = {".git/svc/index.new", ".git/svc/index.new.lock", ".git/svc/holder"}
        assert [
            name for name in left_over(ledger) if name not in later and "/objects/" not in name
        ] == []
        check = typed("--ledger", str(ledger), "check")
        assert check.status == 0, check.out + check.err

    def faults(self, ledger: Path) -> str:
        """What `git fsck` finds."""
        done = subprocess.run(
            ["git", "fsck", "--full", "--strict", "--no-dangling"],
            cwd=ledger,
            capture_output=True,
            check=False,
        )
        return (done.stdout + done.stderr).decode() + (
            "" if done.returncode == 0 else f"status {done.returncode}"
        )


def try_all(name: str, top: Path, patch: pytest.MonkeyPatch, most: int = 0) -> int:
    cut = PowerCut(name, top, patch)
    count = 0
    for ledger, state in cut.ledgers(cut.states(names_in_order=True, most=most)):
        cut.demand(ledger, state)
        count += 1
    return count


@pytest.mark.parametrize("name", ["visit"])
def test_after_a_power_cut_the_record_and_git_are_as_before_or_as_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert try_all(name, tmp_path, monkeypatch, most=25) == 25


@pytest.mark.stress
@pytest.mark.parametrize("name", ["intake", "visit", "callback", "overdue --flag"])
def test_after_a_power_cut_anywhere_the_record_and_git_are_as_before_or_as_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    print(f"{name}: {try_all(name, tmp_path, monkeypatch)} states of the disk")


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("visit", 12),
        *(pytest.param(name, 0, marks=pytest.mark.stress) for name in ("intake", "visit")),
    ],
)
def test_what_was_answered_for_is_on_the_disk_whatever_the_file_system_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: Any, most: Any
) -> None:
    cut = PowerCut(name, tmp_path, monkeypatch)
    found = cut.states(names_in_order=False, only_at_the_end=True, most=most)
    for ledger, state in cut.ledgers(found):
        cut.demand(ledger, state)
    assert found
