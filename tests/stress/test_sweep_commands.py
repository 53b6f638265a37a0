"""Every command that records, killed at each call that changes something, its git's calls too; then
typed again.

After the kill every file, and HEAD, is whole: as before, or as after. Typed again the command
succeeds, and what it says stands once. `make stress` strikes five commands at every point and all
others at every fourth; without it a few points of three.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from stress.deeds import DEEDS, EXCHANGE, LEAVE_A_FILE, MAIN, ONLY_READ, Deed, Stage, command_of
from stress.desk import git, left_over, texts
from stress.sweep import Point, Struck, sweep, why_not

from svc.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable

needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
OTHERS = [name for name in DEEDS if name not in MAIN]
REFUSALS = [f"error={name}" for name in ("ENOSPC", "EIO", "EROFS", "EMFILE", "EDQUOT", "EACCES")]


def test_every_command_that_records_has_a_deed() -> None:
    elsewhere = ONLY_READ | LEAVE_A_FILE | EXCHANGE
    covered = {command_of(deed) for deed in DEEDS.values()} | elsewhere
    assert set(COMMANDS) - covered == set(), (
        "give it a Deed in tests/stress/deeds.py, or say there that it only reads"
    )
    assert covered <= set(COMMANDS)
    assert {command_of(deed) for deed in DEEDS.values()} & elsewhere == set()


class Swept(NamedTuple):
    """How much a sweep struck, and for how long."""

    hits: int
    seconds: float


class EveryNth:
    """Picks one of `step` points, beginning at a random one."""

    def __init__(self, step: int, seed: int) -> None:
        self._step = step
        self._next = Random(seed).randrange(step)

    def __call__(self, point: Point) -> bool:
        self._next -= 1
        if self._next >= 0:
            return False
        self._next += self._step
        return True


def all_points(point: Point) -> bool:
    return True


# Killed


def kill_everywhere(
    deed: Deed, top: Path, pick: Callable[[Point], bool], *, with_parent: bool = False
) -> Swept:
    """Kill the command at each point picked, and demand all of what the head of this file says."""
    stage = Stage(deed, top)

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert "Traceback" not in struck.err
        stage.assert_whole(ledger)
        stage.assert_once_when_typed_again(ledger)

    began = time.monotonic()
    hits = sweep(
        stage.command, stage.fresh, check, pick=pick, env=stage.env, with_parent=with_parent
    )
    return Swept(hits, time.monotonic() - began)


def told(name: str, swept: Swept, how: str = "killed") -> None:
    print(f"{name}: {how} at {swept.hits} points, {swept.seconds:.0f} s")


@needs_strace
@pytest.mark.parametrize("name", ["intake", "visit", "receipt"])
def test_killed_here_and_there_and_typed_again_it_is_recorded_once(
    tmp_path: Path, name: str
) -> None:
    assert kill_everywhere(DEEDS[name], tmp_path, EveryNth(30, seed=2611)).hits > 1


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", MAIN)
def test_killed_anywhere_and_typed_again_it_is_recorded_once(tmp_path: Path, name: Any) -> None:
    swept = kill_everywhere(DEEDS[name], tmp_path, all_points)
    told(name, swept)
    assert swept.hits > 60


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_command_killed_at_every_fourth_point_is_recorded_once(
    tmp_path: Path, name: Any
) -> None:
    swept = kill_everywhere(DEEDS[name], tmp_path, EveryNth(4, seed=26))
    told(name, swept)
    assert swept.hits > 8


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", ["intake", "visit"])
def test_killed_together_with_its_git_and_typed_again_it_is_recorded_once(
    tmp_path: Path, name: str
) -> None:
    def in_git(point: Point) -> bool:
        return point.program != "svc" and not point.follow

    swept = kill_everywhere(DEEDS[name], tmp_path, in_git, with_parent=True)
    told(name, swept, "killed with its git")
    assert swept.hits > 15


# Stopped by Ctrl-C or SIGTERM


def stop_everywhere(deed: Deed, top: Path, pick: Callable[[Point], bool]) -> tuple[Swept, set[str]]:
    """SIGINT and SIGTERM in turn at the calls of svc that are picked; what is said must be how it
    stands.
    """
    stage = Stage(deed, top)
    ends: set[str] = set()

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert struck.status in (130, 143)
        # Once it is recorded, what else is to be told may have been told already: a customer's file
        # that was opened.
        last = struck.err.splitlines(keepends=True)[-1]
        assert re.fullmatch(r"svc: interrupted[^\n]*\n", last), struck.err
        assert left_over(ledger) == []
        ends.add(last)
        if deed.words[0] != "init":
            assert git(ledger, "status", "--porcelain", "-uall") == ""
            recorded = "it was already recorded" in last
            assert recorded or struck.err == last
            assert texts(ledger, stage.known) == (stage.new if recorded else stage.old)
        stage.assert_once_when_typed_again(ledger)

    def in_svc(point: Point) -> bool:
        return point.program == "svc" and pick(point)

    began = time.monotonic()
    inject = ["signal=SIGINT", "signal=SIGTERM"]
    hits = sweep(stage.command, stage.fresh, check, inject=inject, env=stage.env, pick=in_svc)
    return Swept(hits, time.monotonic() - began), ends


BOTH_ENDS = {
    "svc: interrupted; nothing was changed.\n",
    "svc: interrupted, but it was already recorded.\n",
}


@needs_strace
def test_stopped_here_and_there_nothing_is_half_done_and_it_says_how_it_stands(
    tmp_path: Path,
) -> None:
    swept, ends = stop_everywhere(DEEDS["visit"], tmp_path, EveryNth(5, seed=7))
    assert swept.hits > 5
    assert ends == BOTH_ENDS


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", ["intake", "visit"])
def test_stopped_anywhere_nothing_is_half_done_and_it_says_how_it_stands(
    tmp_path: Path, name: str
) -> None:
    swept, ends = stop_everywhere(DEEDS[name], tmp_path, all_points)
    told(name, swept, "stopped")
    assert ends == BOTH_ENDS


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", [name for name in DEEDS if name not in ("intake", "visit")])
def test_every_other_command_stopped_here_and_there_is_not_half_done(
    tmp_path: Path, name: Any
) -> None:
    swept, _ = stop_everywhere(DEEDS[name], tmp_path, EveryNth(6, seed=11))
    told(name, swept, "stopped")
    assert swept.hits > 3


# Refused by the system


def refuse_everywhere(
    deed: Deed, top: Path, pick: Callable[[Point], bool], inject: list[str]
) -> Swept:
    """The system refuses a call, or does less than it says: it is done, or nothing is changed and
    it says so.
    """
    stage = Stage(deed, top)

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert struck.status in (0, 4), struck.err
        assert "Traceback" not in struck.err
        stage.assert_whole(ledger)
        if struck.status == 4 and deed.words[0] != "init":
            assert struck.out == ""
            # Where it is the answer that can't be written, it says which of the two it is.
            recorded = struck.err.startswith("svc: It is recorded")
            assert texts(ledger, stage.known) == (stage.new if recorded else stage.old)
        stage.assert_once_when_typed_again(ledger)

    began = time.monotonic()
    hits = sweep(stage.command, stage.fresh, check, inject=inject, env=stage.env, pick=pick)
    return Swept(hits, time.monotonic() - began)


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", DEEDS)
def test_every_command_refused_here_and_there_is_done_or_changes_nothing(
    tmp_path: Path, name: Any
) -> None:
    swept = refuse_everywhere(DEEDS[name], tmp_path, EveryNth(6, seed=5), REFUSALS)
    told(name, swept, "refused")
    assert swept.hits > 3


@needs_strace
@pytest.mark.stress
@pytest.mark.parametrize("name", MAIN)
def test_writes_cut_short_are_noticed_or_continued(tmp_path: Path, name: Any) -> None:
    def writes(point: Point) -> bool:
        return point[:2] == ("svc", "write")

    swept = refuse_everywhere(DEEDS[name], tmp_path, writes, ["retval=3"])
    told(name, swept, "cut short")
    assert swept.hits > 3
