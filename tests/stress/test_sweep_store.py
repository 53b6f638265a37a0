"""The write path killed, and failed, at every call of its own and of git's.

`SVC_STRESS=1` takes every error at every call; without it the errors take turns.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from stress import driver
from stress.driver import LINE, LOG, NEW
from stress.sweep import CALLS, Point, Struck, sweep, why_not

import svc

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
STRESS = bool(os.environ.get("SVC_STRESS"))
DRIVER = str(Path(__file__).with_name("driver.py"))
OLD_LOG, NEW_TEXT = b"log:\n", b"id: 1\n" * 2000
EVERY_ERROR = [f"error={name}" for name in ("ENOSPC", "EIO", "EROFS", "EMFILE", "EDQUOT", "EACCES")]


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return os.environ | {
        "PYTHONPATH": os.path.dirname(os.path.dirname(svc.__file__)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[..., Any]:
    """A new ledger on each call."""
    template = tmp_path / "template"
    template.mkdir()
    (template / "customers").mkdir()
    (template / LOG).write_bytes(OLD_LOG)
    for words in (
        ["init", "-q", "-b", "main", "--template="],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "Start"],
    ):
        subprocess.run(["git", *words], cwd=template, check=True)
    numbers = count()

    def make() -> Path:
        # Names of one length: the number of a call must not depend on where it runs.
        return Path(
            shutil.copytree(template, tmp_path / f"ledger{next(numbers):05}", symlinks=True)
        )

    return make


def git(ledger: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ledger, capture_output=True, check=True, text=True)
    return done.stdout + done.stderr


def texts(ledger: Path) -> tuple[bytes, bytes | None]:
    new = ledger / NEW
    return (ledger / LOG).read_bytes(), new.read_bytes() if new.exists() else None


def left_over(ledger: Path) -> list[str]:
    found = [path.relative_to(ledger).as_posix() for path in ledger.rglob("*")]
    return [
        name
        for name in found
        if name.endswith((".tmp", ".lock"))
        or (name.startswith(".git/svc/") and name not in (".git/svc/lock", ".git/svc/index.held"))
    ]


def assert_each_whole(ledger: Path) -> None:
    log, new = texts(ledger)
    assert log in (OLD_LOG, OLD_LOG + LINE)
    assert new in (None, NEW_TEXT)


def assert_recorded_once(ledger: Path, *, commit: bool = True) -> None:
    assert texts(ledger) == (OLD_LOG + LINE, NEW_TEXT)
    assert left_over(ledger) == []
    assert git(ledger, "fsck", "--full", "--strict", "--no-dangling") == ""
    if commit:
        assert git(ledger, "status", "--porcelain", "-uall") == ""
        assert git(ledger, "rev-list", "--count", "HEAD") == "2\n"


def assert_untouched(ledger: Path) -> None:
    assert texts(ledger) == (OLD_LOG, None)
    assert git(ledger, "rev-list", "--count", "HEAD") == "1\n"


def chosen(point: Point) -> bool:
    """git writes each object alike: a few of those calls stand for the others."""
    return STRESS or not point.follow or point.number % 8 == 1


def every_other(point: Point) -> bool:
    return STRESS or (chosen(point) and point.number % 2 == 1)


@pytest.mark.parametrize("mode", ["commit", "off"])
def test_killed_anywhere_and_run_again_everything_is_there_once(
    fresh: Callable[..., Any], env: dict[str, str], mode: str
) -> None:
    commit = mode == "commit"
    command = [sys.executable, DRIVER, ".", *([] if commit else ["off"])]

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert_each_whole(ledger)
        run_again(ledger, commit=commit)
        assert_recorded_once(ledger, commit=commit)

    hits = sweep(command, fresh, check, env=env, pick=chosen)
    assert hits > (60 if commit else 25)


def test_killed_together_with_its_git_and_run_again_everything_is_there_once(
    fresh: Callable[..., Any], env: dict[str, str]
) -> None:
    command = [sys.executable, DRIVER, "."]

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert_each_whole(ledger)
        run_again(ledger)
        assert_recorded_once(ledger)

    def in_git(point: Point) -> bool:
        return point.program != "svc" and not point.follow

    assert sweep(command, fresh, check, env=env, pick=in_git, with_parent=True) > 15


@pytest.mark.parametrize("inject", [[error] for error in EVERY_ERROR] if STRESS else [EVERY_ERROR])
def test_whatever_the_system_refuses_the_command_is_done_or_nothing_is_changed(
    fresh: Callable[..., Any], env: dict[str, str], inject: Any
) -> None:
    command = [sys.executable, DRIVER, "."]

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert struck.status in (0, 4), struck.err
        if struck.status == 4:
            assert_untouched(ledger)
            # Where it is removing that fails, the next command removes what is left.
            assert left_over(ledger) == [] or point.call in ("unlink", "rmdir")
        else:
            assert git(ledger, "rev-list", "--count", "HEAD") == "2\n"
            assert_each_whole(ledger)
        run_again(ledger)
        # removed by the next that changes something
        (ledger / ".git/svc/index.new").unlink(missing_ok=True)
        # what the file system can't do was said, and is not said again
        (ledger / ".git/svc/not-kept").unlink(missing_ok=True)
        assert_recorded_once(ledger)

    assert sweep(command, fresh, check, inject=inject, env=env, pick=every_other) > 30


def test_interrupted_anywhere_nothing_is_begun_that_is_not_finished(
    fresh: Callable[..., Any], env: dict[str, str]
) -> None:
    command = [sys.executable, DRIVER, "."]

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert struck.status in (130, 143), struck.err
        assert struck.err == ""
        if texts(ledger) == (OLD_LOG, None):
            assert_untouched(ledger)
            assert not (ledger / "tickets").exists()
            assert left_over(ledger) == []
        else:
            assert_recorded_once(ledger)
        run_again(ledger)
        assert_recorded_once(ledger)

    def in_svc(point: Point) -> bool:
        return point.program == "svc" and every_other(point)

    signals = ["signal=SIGINT", "signal=SIGTERM"]
    assert sweep(command, fresh, check, inject=signals, env=env, pick=in_svc) > 15


def test_every_text_is_flushed_before_it_gets_its_name_and_the_name_before_the_end(
    fresh: Callable[..., Any], env: dict[str, str], tmp_path: Path
) -> None:
    """And nothing is ever written into a file that has a record's name."""
    ledger, log = fresh(), tmp_path / "log"
    traced = [
        "strace",
        "-qq",
        "-y",
        "-o",
        str(log),
        "-e",
        f"trace={','.join(CALLS)}",
        sys.executable,
        DRIVER,
        ".",
    ]
    subprocess.run(traced, cwd=ledger, env=env, check=True)
    lines = log.read_text().splitlines()

    def where(pattern: str, start: int = 0, end: int | None = None) -> int:
        found = [at for at, line in enumerate(lines[start:end], start) if re.match(pattern, line)]
        assert found, f"{pattern} not in lines {start} to {end} of\n" + "\n".join(lines)
        return found[-1]

    for name in (NEW, LOG):
        folder, _, base = name.rpartition("/")
        named = where(rf"(rename|linkat)\(.*\.{base}\.\w+-\d\.tmp.*/{base}\"")
        written = where(rf"write\(\d+<.*/{folder}/\.{base}\.", 0, named)
        where(rf"fsync\(\d+<.*/{folder}/\.{base}\.", written, named)
        where(rf"fsync\(\d+<.*/{folder}>\)", named)
        assert not [line for line in lines if re.match(rf"write\(\d+<.*/{base}>", line)]
    in_force = where(r"rename\(.*journal\.new")
    where(r"fsync\(\d+<.*journal\.new>", 0, in_force)
    where(r"fsync\(\d+<.*/\.git/svc>", in_force, where(r"write\(\d+<pipe:.*feature done"))


def test_a_write_cut_short_is_noticed_or_continued(
    fresh: Callable[..., Any], env: dict[str, str]
) -> None:
    command = [sys.executable, DRIVER, "."]

    def check(ledger: Path, struck: Struck, point: Point) -> None:
        assert struck.status in (0, 4), struck.err
        assert_each_whole(ledger)
        if struck.status == 4:
            assert_untouched(ledger)
        run_again(ledger)
        assert_recorded_once(ledger)

    writes = sweep(
        command,
        fresh,
        check,
        inject="retval=3",
        env=env,
        pick=lambda point: point[:2] == ("svc", "write"),
    )
    assert writes > 4


@pytest.mark.parametrize("kilobytes", [0, 1, 2, 8, 11, 12])
def test_at_the_limit_of_a_files_size_nothing_is_changed(
    fresh: Callable[..., Any], env: dict[str, str], kilobytes: int
) -> None:
    ledger, command = fresh(), [sys.executable, DRIVER, "."]
    limited = ["bash", "-c", f'ulimit -f {kilobytes}; exec "$@"', "-", *command]
    done = subprocess.run(limited, cwd=ledger, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if kilobytes == 12 else 4), done.stderr
    if done.returncode:
        assert done.stderr.startswith(("disk-full:", "git-failed:"))
        assert_untouched(ledger)
        assert left_over(ledger) == []
    run_again(ledger)
    assert_recorded_once(ledger)


def run_again(ledger: Path, *, commit: bool = True) -> None:
    """In this process: what is left by the one that was struck is what counts."""
    driver.main(ledger, commit=commit)
