"""`svc sync` and `svc renumber` killed, or refused by the system, at each call that changes
something, their git's calls too: what either desk recorded is there, no merge and no renumbering is
half done, and typed again it ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import count
from pathlib import Path

import pytest
from conftest import TICKET
from stress.desk import SVC, git, left_over, log_of, started, surroundings, svc
from stress.sweep import Point, Struck, sweep
from stress.test_sweep_commands import REFUSALS, EveryNth, all_points, needs_strace

NOTES = {"here": "这里说的", "there": "那里说的"}


class Pair:
    """A desk and the hub, each with what the other lacks; copied for each strike."""

    def __init__(self, top: Path) -> None:
        self.env = surroundings(top, now="2026-11-20T10:00:00+08:00")
        self.command = [SVC, "--as", "chen", "sync"]
        self._top = top
        self._numbers = count()
        template = top / "pair"
        here = started(template / "ledger", self.env, "intake")
        subprocess.run(["git", "clone", "-q", "--bare", here, template / "hub.git"], check=True)
        subprocess.run(["git", "clone", "-q", "hub.git", "there"], cwd=template, check=True)
        git(here, "remote", "add", "origin", "../hub.git")
        there = template / "there"
        for desk, who in ((here, "chen"), (there, "li")):
            words = NOTES["here" if desk == here else "there"]
            self.ok(desk, "--as", who, "note", TICKET, words)
        self.ok(there, "--as", "sun", "staff", "change", "li", "--phone", "13900001234")
        git(there, "push", "-q", "origin", "main")
        shutil.rmtree(there)
        self._template = template

    def ok(self, desk: Path, *words: str) -> None:
        done = svc(desk, self.env, *words)
        assert done.returncode == 0, done.stderr

    def fresh(self) -> Path:
        copy = self._top / f"pair{next(self._numbers):05}"
        return Path(shutil.copytree(self._template, copy, symlinks=True)) / "ledger"

    def check(self, ledger: Path, struck: Struck, point: Point) -> None:
        assert "Traceback" not in struck.err
        assert struck.status in (0, 4, -9, 137), struck.err
        assert not (ledger / ".git/MERGE_HEAD").exists()
        said = {event.get("words") for event in log_of(ledger)}
        assert NOTES["here"] in said
        self.ok(ledger, "--as", "chen", "list")  # whatever comes next works
        for lock in (ledger.parent / "hub.git").rglob("*.lock"):
            os.utime(lock, (0, 0))  # two minutes later
        self.ok(ledger, *self.command[1:])
        assert {event.get("words") for event in log_of(ledger)} >= set(NOTES.values())
        assert "13900001234" in (ledger / "staff.yaml").read_text(encoding="utf-8")
        assert git(ledger.parent / "hub.git", "rev-parse", "main") == git(
            ledger, "rev-parse", "HEAD"
        )
        assert git(ledger, "status", "--porcelain", "-uall") == ""
        assert git(ledger, "fsck", "--full", "--strict", "--no-dangling") == ""
        ours = ("sync", "sync.json", "sync-holder", "holder")
        left = set(left_over(ledger)) - {f".git/svc/{name}" for name in ours}
        assert not left, left
        shutil.rmtree(ledger.parent)


@needs_strace
def test_a_sync_killed_here_and_there_is_ended_by_the_next(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    hits = sweep(pair.command, pair.fresh, pair.check, pick=EveryNth(90, seed=1130), env=pair.env)
    assert hits > 1


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("with_parent", [False, True])
def test_a_sync_killed_anywhere_is_ended_by_the_next(tmp_path: Path, with_parent: bool) -> None:
    pair = Pair(tmp_path)
    hits = sweep(
        pair.command, pair.fresh, pair.check, pick=all_points, env=pair.env, with_parent=with_parent
    )
    assert hits > 60


@needs_strace
@pytest.mark.stress
def test_a_sync_that_the_system_refuses_anywhere_is_ended_by_the_next(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pick = EveryNth(3, seed=1130)
    assert (
        sweep(pair.command, pair.fresh, pair.check, pick=pick, env=pair.env, inject=REFUSALS) > 20
    )


OURS, NEW = "SZ-2611-A0002", "SZ-2611-C0001"


class Copied:
    """A copied disk that has become desk C, and still holds a ticket under a number that the hub
    knows as another one; copied for each strike.
    """

    def __init__(self, top: Path) -> None:
        self.env = surroundings(top, now="2026-11-20T10:00:00+08:00")
        self.command = [SVC, "--as", "li", "renumber", "--go"]
        self._top = top
        self._numbers = count()
        self._template = template = top / "copied"
        here = started(template / "here", self.env, "intake")
        subprocess.run(["git", "clone", "-q", "--bare", here, template / "hub.git"], check=True)
        git(here, "remote", "add", "origin", "../hub.git")
        ledger = Path(shutil.copytree(here, template / "ledger", symlinks=True))
        for desk, words in ((here, NOTES["here"]), (ledger, NOTES["there"])):
            self.ok(desk, "--as", "chen", "intake", "--note", words, "13900000001")
        self.ok(here, "--as", "chen", "sync")
        self.ok(ledger, "init", "--join", "--desk", "C")
        assert svc(ledger, self.env, "--as", "chen", "sync").returncode == 2
        shutil.rmtree(here)

    def ok(self, desk: Path, *words: str) -> str:
        done = svc(desk, self.env, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fresh(self) -> Path:
        copy = self._top / f"copied{next(self._numbers):05}"
        return Path(shutil.copytree(self._template, copy, symlinks=True)) / "ledger"

    def check(self, ledger: Path, struck: Struck, point: Point) -> None:
        assert "Traceback" not in struck.err
        assert struck.status in (0, 4, -9, 137), struck.err
        self.ok(ledger, "--as", "chen", "list")  # whatever comes next works, and finishes it
        folder = ledger / "tickets/SZ/2026-11"
        assert (folder / f"{OURS}.yaml").exists() != (folder / f"{NEW}.yaml").exists()
        assert git(ledger, "status", "--porcelain", "-uall") == ""
        self.ok(ledger, *self.command[1:])
        self.ok(ledger, "--as", "chen", "sync")
        for number, words in ((OURS, NOTES["here"]), (NEW, NOTES["there"])):
            assert words in (folder / f"{number}.yaml").read_text(encoding="utf-8")
        said = (folder / f"{NEW}.yaml").read_text(encoding="utf-8")
        assert said.count('what: "renumbered"') == 1
        assert "Findings: 0" in self.ok(ledger, "check")
        assert git(ledger, "status", "--porcelain", "-uall") == ""
        shutil.rmtree(ledger.parent)


@needs_strace
@pytest.mark.stress
def test_a_renumbering_killed_anywhere_is_done_once(tmp_path: Path) -> None:
    copied = Copied(tmp_path)
    hits = sweep(copied.command, copied.fresh, copied.check, pick=all_points, env=copied.env)
    assert hits > 60


@needs_strace
@pytest.mark.stress
def test_a_renumbering_that_the_system_refuses_anywhere_is_done_once(tmp_path: Path) -> None:
    copied = Copied(tmp_path)
    pick = EveryNth(3, seed=1130)
    refused = sweep(
        copied.command, copied.fresh, copied.check, pick=pick, env=copied.env, inject=REFUSALS
    )
    assert refused > 20
