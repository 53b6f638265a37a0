"""A copy of a ledger in which something is tried: what is recorded there is recorded nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitFailed
from svc.store.clone_settings import commits_itself, own_lane
from svc.store.ledger import Ledger
from svc.store.trial import trial_copy

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk


def test_a_copy_is_the_ledger_as_it_is_committed_and_gone_afterwards(desk: Desk) -> None:
    assert desk.intake().status == 0
    ledger = Ledger(desk.path)
    before = desk.snapshot()
    with trial_copy(ledger) as trial:
        assert [str(id) for id in trial.numbers()] == [str(id) for id in ledger.numbers()]
        assert own_lane(trial) == own_lane(ledger)
        assert not commits_itself(trial.clone)
        (trial.top / "svc.yaml").write_text("name: x\n", encoding="utf-8")
        top = trial.top
    assert not top.exists()
    assert desk.snapshot() == before


def test_the_copy_of_a_program_that_was_killed_goes_with_the_next(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    dead, others = tmp_path / f"svc-trial-{ended.pid}-x1", tmp_path / "svc-trial-of-ours"
    alive = tmp_path / f"svc-trial-{os.getppid()}-x2"
    for folder in (dead, others, alive):
        (folder / "ledger").mkdir(parents=True)
    with trial_copy(Ledger(desk.path)):
        assert not dead.exists()
    assert others.exists()
    assert alive.exists()


def test_where_no_copy_can_be_made_it_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svc.store.trial._WORDS", ("clone", "--no-such-option"))
    with pytest.raises(GitFailed), trial_copy(Ledger(desk.path)):
        pass
