"""Where the shell gives no place to read from or write to: closed, full or gone. Run as real
processes.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TICKET, Desk
from stress.desk import git, log_of, started, surroundings

if sys.platform == "win32":
    pytest.skip("closes streams as a POSIX shell does", allow_module_level=True)

NOW = "2026-11-20T09:30:00+08:00"
SVC = Path(sys.executable).with_name("svc")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A ledger with one ticket, and the environment of its desk."""
    folder = tmp_path_factory.mktemp("streams")
    env = surroundings(folder, now=NOW)
    return started(folder / "ledger", env, until="intake"), env


def typed(
    place: tuple[Path, dict[str, str]], line: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A line of a shell, typed in the folder; `$svc` in it is svc, `$note` a note on the ticket."""
    ledger, env = place
    line = line.replace("$note", "$svc --as chen note SZ-2611-A0001").replace("$svc", '"$svc"')
    return subprocess.run(
        ["sh", "-c", line], check=False, cwd=folder or ledger, env=env | {"svc": str(SVC)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("gone", [">&-", "> /dev/full", ">&- <&-"])
def test_an_answer_that_cannot_be_written_is_an_error_and_the_status_says_so(
    place: tuple[Path, dict[str, str]], gone: str
) -> None:
    if "full" in gone and not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    done = typed(place, f"$svc show SZ-2611-A0001 {gone}")
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith("svc: The answer could not be written to standard output: ")
    assert "Nothing was recorded" in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("gone", [">&-", ">&- <&-", ">&- 2>&- <&-"])
def test_what_was_recorded_stands_and_repeated_it_is_recorded_once(
    place: tuple[Path, dict[str, str]], gone: str
) -> None:
    ledger, _ = place
    words = f"said into {gone}"
    done = typed(place, f"$note '{words}' {gone}")
    assert done.returncode == 4
    if "2>" not in gone:
        assert done.stderr.startswith("svc: It is recorded, but the answer could not be written")
    again = typed(place, f"$note '{words}'")
    assert again.returncode == 0, again.stderr
    assert "already recorded" in again.stdout
    assert [event.get("words") for event in log_of(ledger, "SZ-2611-A0001")].count(words) == 1
    assert git(ledger, "status", "--porcelain") == ""
    git(ledger, "fsck", "--strict")


@pytest.mark.parametrize("gone", ["2>&-", "2> /dev/full", "2>&1 | true"])
def test_a_refusal_nobody_can_hear_keeps_its_status(
    place: tuple[Path, dict[str, str]], gone: str
) -> None:
    done = typed(place, f"{{ $svc show nothing; echo $? >&3; }} 3>&1 {gone}" if "|" not in gone else
                 f"{{ {{ $svc show nothing; echo $? >&3; }} {gone}; }} 3>&1")  # fmt: skip
    assert done.stdout == "2\n", done


def test_in_a_folder_that_is_gone_it_says_so_and_can_still_be_asked_elsewhere(
    place: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    ledger, _ = place
    gone = tmp_path / "gone"
    gone.mkdir()
    done = typed(place, "rmdir ../gone; $svc list", folder=gone)
    assert done.returncode == 4
    # Where the path to svc has a blank in it, pip starts svc by a shell, which has its own say first.
    ours = [line for line in done.stderr.splitlines() if "getcwd" not in line]
    assert ours[0].startswith("svc: The folder you are in is no longer there.")
    gone.mkdir()
    done = typed(place, f"rmdir ../gone; $svc --ledger '{ledger}' list", folder=gone)
    assert done.returncode == 0, done.stderr
    assert "SZ-2611-A0001" in done.stdout


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_a_command_leaves_no_file_open(desk: Desk) -> None:
    assert desk.intake().status == 0
    gc.disable()  # it is not left to the collector, which may come late
    try:
        before = open_files()
        for words in (("list",), ("search", "南山"), ("show", TICKET), ("show", "SZ-2611-A0009")):
            desk.svc(*words)
        assert open_files() == before
    finally:
        gc.enable()


def open_files() -> list[str]:
    """What this process has open in ledgers."""
    links = (os.path.join("/proc/self/fd", number) for number in os.listdir("/proc/self/fd"))
    return sorted(name for link in links if "svc" in (name := _link(link)))


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:  # of the listing itself
        return ""
