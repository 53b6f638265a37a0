"""One writer at a time, and what the next one in the queue is told."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING

import pytest

import svc
from svc.errors import LockHeld
from svc.store import lock
from svc.store.transaction import recover

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

ENV = os.environ | {"PYTHONPATH": os.path.dirname(os.path.dirname(svc.__file__))}
HOLD = """
import sys, time
from datetime import datetime, timezone
from pathlib import Path
from svc.store.git import program as git
from svc.store.transaction import Holder, changes
since = datetime(2026, 11, 21, 9, 20, tzinfo=timezone.utc)
with changes(git.repository_top(Path.cwd()), commit=True, wait_seconds=0, who=Holder(who="li", since=since)) as tx:
    print("held", flush=True)
    time.sleep(60)
"""
ADD = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from svc.store.git import program as git
from svc.store.transaction import Holder, changes
now = datetime(2026, 11, 21, 9, 20, tzinfo=timezone.utc)
for number in range(int(sys.argv[2])):
    with changes(git.repository_top(Path.cwd()), commit=True, wait_seconds=60, who=Holder(who="li", since=now)) as tx:
        log = tx.read("customers/SZ-A0031.yaml")
        tx.replace("customers/SZ-A0031.yaml", log + f"  - {sys.argv[1]}.{number}\\n".encode())
        tx.create(f"tickets/SZ/{sys.argv[1]}.{number}.yaml", b"x\\n")
        tx.commit("m", author=("a", "a@b"), committer=("a", "a@b"), when=now)
"""


@pytest.fixture
def holder(ledger: StoreLedger) -> Iterator[Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ledger.path, env=ENV, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


class Clock:
    """Stands in for `time`: it goes on only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize(
    "stopped",
    [False, pytest.param(True, marks=pytest.mark.skipif(os.name == "nt", reason="signals"))],
)
def test_who_waits_in_vain_is_told_who_writes_since_when_and_in_which_process(
    ledger: StoreLedger, holder: Popen[bytes], stopped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stopped:
        os.kill(holder.pid, signal.SIGSTOP)
    clock = Clock()
    monkeypatch.setattr(lock, "time", clock)
    with pytest.raises(LockHeld) as refused, ledger.changes(wait=300):
        pass
    assert 300 <= clock.now < 300.1
    assert refused.value.facts["who"] == "li"
    assert refused.value.facts["pid"] == holder.pid
    assert refused.value.facts["since"] == "2026-11-21T09:20:00+00:00"
    assert str(holder.pid) in str(refused.value)


def test_the_lock_of_a_killed_process_is_free_at_once(
    ledger: StoreLedger, holder: Popen[bytes]
) -> None:
    holder.kill()
    holder.wait()
    ledger.write({ledger.new: b"x\n"}, wait=0)
    ledger.assert_whole()


def test_a_reader_does_not_wait_for_a_writer(
    ledger: StoreLedger, holder: Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(lock, "time", clock)
    (ledger.path / ".git/svc/journal").write_bytes(b"{}")
    assert recover(ledger.root) == []
    assert clock.now == 0


def test_writers_side_by_side_lose_nothing(ledger: StoreLedger) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", ADD, str(number), "5"], cwd=ledger.path, env=ENV)
        for number in range(4)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    lines = ledger.at(ledger.log).decode().splitlines()[1:]
    assert sorted(lines) == sorted(
        f"  - {writer}.{number}" for writer in range(4) for number in range(5)
    )
    assert ledger.git("rev-list", "--count", "HEAD") == "21\n"
    ledger.assert_whole()


@pytest.mark.skipif(os.name == "nt", reason="git as a shell script")
def test_git_that_outlives_a_killed_svc_is_waited_for_before_anything_is_judged(
    ledger: StoreLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shlex.quote(str(shutil.which("git")))
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(
        f'#!/bin/sh\ncase "$*" in *fast-import*) cat > "{tmp_path}/stream"; touch "{tmp_path}/ready"; sleep 1;\n'
        f'exec {real} "$@" < "{tmp_path}/stream";; esac\nexec {real} "$@"\n'
    )
    (folder / "git").chmod(0o755)
    env = ENV | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    writer = subprocess.Popen([sys.executable, "-c", ADD, "1", "1"], cwd=ledger.path, env=env)
    while not (tmp_path / "ready").exists():
        time.sleep(0.01)
    writer.kill()
    writer.wait()
    with pytest.raises(LockHeld), ledger.changes(wait=0):
        pass
    with ledger.changes(wait=120):
        pass
    assert ledger.at(ledger.log) == b"log:\n  - 1.0\n"
    ledger.assert_whole()
