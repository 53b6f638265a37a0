"""Ctrl-C, SIGTERM and SIGSTOP at real commands: at a question, and while they hold the lock."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TICKET
from stress.desk import SVC, assert_sound, git, left_over, log_of, started, surroundings, svc, texts

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals and terminals as POSIX has them"
)
NOW = "2026-11-20T09:30:00+08:00"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return surroundings(tmp_path, now=NOW)


@pytest.fixture
def ledger(tmp_path: Path, env: dict[str, str]) -> Path:
    return started(tmp_path / "账本 1", env, until="intake")


# At a question


@pytest.mark.parametrize(("how", "status"), [("ctrl-c", 130), ("ctrl-d", 130), ("SIGTERM", 143)])
def test_stopped_at_a_question_nothing_is_changed(
    ledger: Path, env: dict[str, str], how: str, status: int
) -> None:
    before, head = texts(ledger), git(ledger, "rev-parse", "HEAD")
    ours, its = os.openpty()
    command = [SVC, "--as", "li", "contact", TICKET]
    # The terminal has to be its own, or Ctrl-C is nobody's; no threads run here.
    take_it = lambda: os.login_tty(its)  # noqa: E731
    asked = subprocess.Popen(command, cwd=ledger, env=env, stdin=its, preexec_fn=take_it)  # noqa: PLW1509
    os.close(its)
    said = _read_until(ours, ": ")

    def stop() -> None:
        if how == "SIGTERM":
            asked.send_signal(signal.SIGTERM)
        else:
            os.write(ours, b"\x03" if how == "ctrl-c" else b"\x04")

    rest = _read_to_the_end(ours, stop)
    assert asked.wait(10) == status
    assert said.endswith(": ")
    # The terminal itself shows ^C, and makes CR LF of a line feed.
    assert rest.replace("^C", "").replace("^D", "").replace("\b", "").split("\r\n") == [
        "",
        "svc: interrupted; nothing was changed.",
        "",
    ]
    assert (texts(ledger), git(ledger, "rev-parse", "HEAD"), left_over(ledger)) == (
        before,
        head,
        [],
    )
    assert (
        svc(ledger, env | {"SVC_LOCK_WAIT": "0"}, "--as", "li", "note", TICKET, "接着做").returncode
        == 0
    )


def _read_until(terminal: int, end: str) -> str:
    said = ""
    while not said.endswith(end):
        said += os.read(terminal, 1000).decode()
    return said


def _read_to_the_end(terminal: int, stop: Callable[[], None]) -> str:
    """All that is said once it is stopped.

    A signal that comes between Python's last look for one and its waiting for the terminal is seen
    at the next key; who presses Ctrl-C presses it again then, and so does this.
    """
    said = b""
    stop()
    try:
        while True:
            if not select.select([terminal], [], [], 5)[0]:
                stop()
                continue
            more = os.read(terminal, 1000)
            if not more:
                break
            said += more
    except OSError:  # how Linux says that the other side has gone
        pass
    return said.decode()


# While it holds the lock


def halted(folder: Path, ledger: Path, env: dict[str, str], word: str) -> subprocess.Popen[str]:
    """`svc note` that has come so far that it waits for `git WORD`, which goes on once folder/go is
    there.

    `var` is asked under the lock by svc alone; `fast-import` holds the lock together with svc.
    """
    (folder / "bin").mkdir()
    stand_in = folder / "bin" / "git"
    stand_in.write_text(
        f'#!/bin/sh\ncase " $* " in *" {word} "*)\n'
        f'  : > "{folder}/there"; while [ ! -e "{folder}/go" ]; do sleep 0.05; done;;\nesac\n'
        f'exec {shlex.quote(str(shutil.which("git")))} "$@"\n'
    )
    stand_in.chmod(0o755)
    slow = env | {"PATH": f"{stand_in.parent}:{env['PATH']}"}
    first = subprocess.Popen(
        [SVC, "--as", "chen", "note", TICKET, "第一条"], cwd=ledger, env=slow, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    give_up_at = time.monotonic() + 120
    while not (folder / "there").exists():
        assert time.monotonic() < give_up_at
        time.sleep(0.01)
    return first


def words_of(ledger: Path) -> list[str]:
    return [event["words"] for event in log_of(ledger) if event["what"] == "remarked"]


def test_behind_a_stopped_command_the_next_waits_as_long_as_told_and_says_for_whom(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    first = halted(tmp_path, ledger, env, "fast-import")
    first.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        second = svc(ledger, env | {"SVC_LOCK_WAIT": "1"}, "--as", "li", "note", TICKET, "第二条")
        waited = time.monotonic() - began
        assert (second.returncode, second.stdout) == (4, "")
        assert waited >= 1
        assert second.stderr.startswith(
            f"svc: chen (process {first.pid}) has been writing to this ledger since {NOW}; waited "
            f"1 s.\n"
        )
        assert f"kill {first.pid}" in second.stderr
        assert second.stderr.count("svc:") == 1
        # Who only reads does not wait.
        assert svc(ledger, env, "show", TICKET).returncode == 0
    finally:
        (tmp_path / "go").touch()
        first.send_signal(signal.SIGCONT)
        out, err = first.communicate(timeout=120)
    assert (first.returncode, err) == (0, ""), out
    assert svc(ledger, env, "--as", "li", "note", TICKET, "第二条").returncode == 0
    assert words_of(ledger) == ["第一条", "第二条"]
    assert_sound(ledger, env)


def test_after_a_killed_command_the_next_succeeds_at_once(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    # Of a name with a full stop at its end git itself has to be asked what it makes of it.
    subprocess.run(["git", "config", "user.name", "Chen J."], cwd=ledger, env=env, check=True)
    first = halted(tmp_path, ledger, env, "var")
    try:
        first.kill()
        first.wait()
        done = svc(ledger, env | {"SVC_LOCK_WAIT": "0"}, "--as", "li", "note", TICKET, "第二条")
        assert (done.returncode, done.stderr) == (0, "")
    finally:
        (tmp_path / "go").touch()
    assert words_of(ledger) == ["第二条"]
    assert_sound(ledger, env)


def test_after_a_killed_command_whose_git_lives_on_the_next_waits_for_that_git(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    first = halted(tmp_path, ledger, env, "fast-import")
    first.kill()
    first.wait()
    try:
        early = svc(ledger, env | {"SVC_LOCK_WAIT": "0.2"}, "--as", "li", "note", TICKET, "第二条")
        assert (early.returncode, early.stdout) == (4, "")
    finally:
        (tmp_path / "go").touch()
    done = svc(ledger, env, "--as", "li", "note", TICKET, "第二条")
    assert (done.returncode, done.stderr) == (0, "")
    assert words_of(ledger) in (["第一条", "第二条"], ["第二条"])
    assert_sound(ledger, env)
