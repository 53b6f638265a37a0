"""A copied disk is seen by where the clone lies: another computer, or a copy beside it; not a
folder that was renamed, or brought back to where it was.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from svc.errors import ClonedDisk
from svc.store import clone_place
from svc.store.git import program as git

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

COMPUTER, OTHER = "4b1d", "9c2e"


@pytest.fixture
def noted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Where it lies is noted, by its own marks."""
    monkeypatch.delenv("SVC_PLACE")
    monkeypatch.setattr(clone_place, "_machine", lambda: COMPUTER)
    desk.git("config", "--unset", "svc.place")
    _look(desk.path)
    return desk


def _look(path: Path) -> None:
    root = git.repository_top(path)
    clone_place.check_is_its_own(root, git.config(root), lambda: "C")


def test_the_mark_is_noted_once_and_says_nothing_of_the_computer(noted: Desk) -> None:
    mark = noted.git("config", "svc.place").strip()
    assert len(mark.split(".")) == 3
    assert COMPUTER not in mark
    config = (noted.path / ".git/config").read_bytes()
    _look(noted.path)
    assert (noted.path / ".git/config").read_bytes() == config


def test_a_copy_beside_it_is_another_place(noted: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(noted.path, copy)
    with pytest.raises(ClonedDisk) as refused:
        _look(copy)
    assert refused.value.facts == {"lane": "A", "free": "C"}
    _look(noted.path)


def test_a_ledger_just_started_lies_where_it_was_started(
    noted: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its repository was made ready under another name."""
    noted.ok("init", str(tmp_path / "new"))
    root = git.repository_top(tmp_path / "new")
    assert git.config(root)["svc.place"] == clone_place.place_of(root)


def test_the_same_disk_in_another_computer_is_another_place(
    noted: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clone_place, "_machine", lambda: OTHER)
    with pytest.raises(ClonedDisk):
        _look(noted.path)


def test_a_folder_that_was_renamed_is_the_same(noted: Desk, tmp_path: Path) -> None:
    before = noted.git("config", "svc.place")
    moved = tmp_path / "moved"
    noted.path.rename(moved)
    _look(moved)
    assert git.config(git.repository_top(moved))["svc.place"] != before.strip()


def test_a_ledger_brought_back_to_where_it_was_is_the_same(noted: Desk, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(noted.path, backup)
    shutil.rmtree(noted.path)
    (noted.path.parent / "in the way").mkdir()
    shutil.copytree(backup, noted.path)
    _look(noted.path)


def test_where_a_computer_has_no_mark_the_folder_itself_tells(
    noted: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clone_place, "_machine", lambda: "")
    here = clone_place.place_of(git.repository_top(noted.path))
    _, name, folder = here.split(".")
    assert clone_place.is_same_place(here, f".{'0' * 12}.{folder}")
    assert not clone_place.is_same_place(here, f".{name}.{'0' * 12}")


def test_a_place_that_is_said_is_the_same_wherever_it_lies(
    noted: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVC_PLACE", "柜台一")
    noted.git("config", "--unset", "svc.place")
    _look(noted.path)
    copy = tmp_path / "copy"
    shutil.copytree(noted.path, copy)
    _look(copy)


def test_this_computer_has_a_mark_or_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "machine-id"
    file.write_text("4b1d\n")
    monkeypatch.setattr(clone_place, "_MACHINE_FILES", (str(tmp_path / "none"), str(file)))
    assert clone_place._machine() == "4b1d"
    monkeypatch.setattr(clone_place, "_MACHINE_FILES", (str(tmp_path / "none"),))
    assert clone_place._machine() == ""
