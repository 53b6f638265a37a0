"""What a file is known by, and when a look at it is not enough."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from svc.store.index.changed_records import (
    TICKETS,
    file_clock_ns,
    files_in_folder,
    is_unsure,
    month_folders,
    stamp_of,
)

SECOND = 1_000_000_000
TENTH = SECOND // 10
KNOWN = {"st_mtime_ns": 5 * SECOND + 7, "st_ctime_ns": 6 * SECOND + 7, "st_size": 90, "st_ino": 12}


def status(**other: int) -> Any:
    return SimpleNamespace(**(KNOWN | other))


@pytest.mark.parametrize("fact", KNOWN)
def test_a_file_is_known_by_both_times_its_size_and_its_inode(fact: str) -> None:
    assert stamp_of(status()) == stamp_of(status())
    assert stamp_of(status(**{fact: KNOWN[fact] + 1})) != stamp_of(status())


@pytest.mark.parametrize("time", ["st_mtime_ns", "st_ctime_ns"])
def test_what_changed_within_a_tick_before_the_look_is_unsure(time: str) -> None:
    long_ago = {"st_mtime_ns": 7, "st_ctime_ns": 7}
    at = 10_000 * SECOND + 7
    changed = status(**(long_ago | {time: at}))
    assert is_unsure(changed, at)
    assert is_unsure(changed, at + TENTH - 1)
    assert not is_unsure(changed, at + TENTH)
    # a time of whole seconds may be of a file system that counts every other one
    whole = status(**(long_ago | {time: 10_000 * SECOND}))
    assert is_unsure(whole, 10_002 * SECOND + TENTH - 1)
    assert not is_unsure(whole, 10_002 * SECOND + TENTH)
    # ahead of the look by less than any look takes: changed while it went on; by more: a clock set back
    assert is_unsure(changed, at - 3599 * SECOND)
    assert not is_unsure(changed, at - 3600 * SECOND)


def test_folders_are_offices_and_months_and_files_are_records(tmp_path: Path) -> None:
    for path in ("SZ/2026-11", "SZ/2026-13", "SZ/old", "BJ/2026-10"):
        (tmp_path / "tickets" / path).mkdir(parents=True)
    for name in ("SZ-2611-A0001.yaml", ".SZ-2611-A0002.yaml", "SZ-2611-A0003.yaml~"):
        (tmp_path / "tickets/SZ/2026-11" / name).touch()
    folders = [path for path, _ in month_folders(tmp_path, TICKETS)]
    assert folders == ["tickets/BJ/2026-10", "tickets/SZ/2026-11"]
    assert [name for name, _ in files_in_folder(tmp_path, folders[1])] == ["SZ-2611-A0001"]
    assert list(files_in_folder(tmp_path, "tickets/WH/2026-11")) == []


def test_the_clock_is_that_of_the_file_system_and_never_of_a_file_elsewhere(tmp_path: Path) -> None:
    first = file_clock_ns(tmp_path)
    assert first == os.stat(tmp_path / "now").st_mtime_ns
    os.utime(tmp_path / "now", (1, 1))
    assert file_clock_ns(tmp_path) >= first
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    os.utime(elsewhere, (1, 1))
    (tmp_path / "now").unlink()
    (tmp_path / "now").symlink_to(elsewhere)
    with pytest.raises(FileExistsError):
        file_clock_ns(tmp_path)
    assert elsewhere.stat().st_mtime == 1
