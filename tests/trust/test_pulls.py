"""A desk that types while `git pull` is at work: what was acknowledged is in HEAD at both desks.

`git pull` holds git's index lock for its whole merge. What svc recorded meanwhile used to be missing
from the merge's commit.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from conftest import typed
from stress.desk import SVC, git, of_caller, started, surroundings, svc
from stress.night import NIGHT
from stress.sweep import why_not

from svc.model.events import Remarked
from svc.store.ledger import Ledger

# Logs grow by the round, so that 200 rounds are tried as shares, each from a new ledger.
SHARES, ROUNDS, RECORDS = (10, 20, 30) if NIGHT else (1, 10, 4)
MORNING = "2026-11-20T10:00:00+08:00"


class Desks:
    """Two clones of one ledger, and what each was told is recorded: words that stand nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.words: list[str] = []
        self.env = surroundings(folder, now=MORNING, wait="60")
        # git calls our merge driver by its name
        self.env["PATH"] = os.pathsep.join([str(Path(SVC).parent), os.environ["PATH"]])
        self.here = started(folder / "这里", self.env)
        for number in range(RECORDS):
            self.intake(self.here, f"first{number}", number)
        self.tickets = sorted(path.stem for path in self.here.glob("tickets/*/*/*.yaml"))
        self.hub = folder / "hub.git"
        subprocess.run(["git", "clone", "-q", "--bare", self.here, self.hub], check=True)
        git(self.here, "remote", "add", "origin", str(self.hub))
        git(self.here, "fetch", "-q")
        git(self.here, "branch", "-q", "--set-upstream-to=origin/main", "main")
        self.there = folder / "那里"
        subprocess.run(["git", "clone", "-q", self.hub, self.there], check=True, env=self.env)
        joined = svc(self.there, self.env, "init", "--join", "--desk", "B")
        assert joined.returncode == 0, joined.stderr
        self.words.clear()
        self.died = 0  # merges of git's that found its lock taken between two of their steps

    def note(self, desk: Path, ticket: str, word: str) -> None:
        self._typed(desk, word, "note", ticket, word)

    def note_all_before(self, desk: Path, word: str) -> None:
        """A note on each ticket, in one commit, while no pull is at work."""
        noted = {ticket: f"{word}-{number}" for number, ticket in enumerate(self.tickets)}
        now = datetime.fromisoformat(MORNING)
        with self._at(desk), Ledger(desk).writing(by="chen", now=now) as tx:
            for ticket, words in noted.items():
                tx.append(ticket, Remarked(words=words))
        self.words += noted.values()

    def intake(self, desk: Path, word: str, number: int) -> None:
        told = {**of_caller(number), "symptom": word}
        options = [part for name, value in told.items() for part in (f"--{name}", value)]
        self._typed(desk, word, "intake", *options)

    def _typed(self, desk: Path, word: str, *words: str) -> None:
        """In this process; git, which pulls meanwhile, is another one."""
        with self._at(desk):
            ended = typed("--as", "chen", *words)
        assert ended.status in (0, 4), ended.err
        if ended.status == 0:
            self.words.append(word)

    @contextmanager
    def _at(self, desk: Path) -> Iterator[None]:
        """With this desk's surroundings, in its ledger."""
        with pytest.MonkeyPatch.context() as patch, chdir(desk):
            for name, value in self.env.items():
                patch.setenv(name, value)
            yield

    def pull(self, desk: Path) -> None:
        """As a person does it: once more where another program was in the way, or HEAD has moved;
        a merge that git leaves to them is concluded, as git says; what a merge that died has
        written is committed, as `svc check` says.
        """
        for _ in range(5):
            ended = subprocess.run(
                ["git", "pull", "-q", "--no-rebase", "--no-edit"],
                cwd=desk,
                env=self.env,
                capture_output=True,
                check=False,
            )
            if ended.returncode == 0:
                return
            if (desk / ".git/MERGE_HEAD").exists():
                git(desk, "commit", "-q", "--no-edit")
            elif b"local changes" in ended.stderr:
                assert "[uncommitted]" in svc(desk, self.env, "check").stdout
                git(desk, "add", "--", "tickets", "customers")
                git(desk, "commit", "-q", "-m", "What was missing")
                self.died += 1
            time.sleep(0.2)
        raise AssertionError(ended.stderr.decode())

    def missing(self, desk: Path) -> list[str]:
        text = git(desk, "grep", "-h", "-E", "(words|symptom): ", "HEAD")
        return [word for word in self.words if f'"{word}"' not in text]


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_what_is_typed_while_a_pull_is_at_work_is_in_head_at_both_desks(
    tmp_path: Path, share: int
) -> None:
    desks = Desks(tmp_path)
    random = Random(20261129 + share)
    for turn in range(ROUNDS):
        desks.note_all_before(desks.there, f"there{turn}")
        desks.note_all_before(desks.here, f"here{turn}")
        _push(desks, desks.there)
        pulling = subprocess.Popen(
            ["git", "pull", "-q", "--no-rebase", "--no-edit"],
            cwd=desks.here,
            env=desks.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(2):
            time.sleep(random.random() / 3)  # where in the pull it falls is left to chance
            desks.note(desks.here, random.choice(desks.tickets), f"meanwhile{turn}-{number}")
        desks.intake(desks.here, f"new{turn}", 100 + turn)
        pulling.wait()
        desks.pull(desks.here)
        _push(desks, desks.here)
        desks.pull(desks.there)
        assert desks.missing(desks.here) == []
        assert desks.missing(desks.there) == []
    print(
        f"{ROUNDS} rounds of {RECORDS}, {len(desks.words)} acknowledged, {desks.died} merges died"
    )
    checked = svc(desks.here, desks.env, "check")
    assert "[uncommitted]" not in checked.stdout


@pytest.mark.slow
@pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
def test_what_is_typed_between_a_merges_first_look_and_its_lock_waits_for_the_merge(
    tmp_path: Path,
) -> None:
    """git has read HEAD and the index then, and would write that index, without what was typed."""
    desks = Desks(tmp_path)
    first, second, third = desks.tickets[:3]
    desks.note(desks.there, first, "there")
    desks.note(desks.here, second, "here")
    _push(desks, desks.there)
    its_lock = desks.here / ".git/index.lock"
    # git takes its lock twice: to refresh the index, and to merge
    held_up = ["-e", "trace=openat", "-e", "inject=openat:delay_enter=1500000:when=2"]
    strace = ["strace", "-f", "-qq", "-o", str(tmp_path / "log"), "-P", str(its_lock), *held_up]
    pulling = subprocess.Popen(
        [*strace, "git", "pull", "-q", "--no-rebase", "--no-edit"], cwd=desks.here, env=desks.env
    )
    while not (desks.here / ".git/ORIG_HEAD").exists():
        assert pulling.poll() is None
        time.sleep(0.02)
    desks.note(desks.here, third, "meanwhile")
    assert pulling.wait() == 0
    assert desks.words == ["there", "here", "meanwhile"]
    assert desks.missing(desks.here) == []
    assert git(desks.here, "status", "--porcelain", "-uall") == ""


def _push(desks: Desks, desk: Path) -> None:
    subprocess.run(["git", "push", "-q", "origin", "main"], cwd=desk, env=desks.env, check=True)
