"""What changed in a ledger between two looks, by the times of folders and files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from svc.store import looks
from svc.store.looks import look_at

if TYPE_CHECKING:
    from pathlib import Path

PLACES = ("tickets", "customers", "svc.yaml", "nothing-there")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    for name in ("tickets/SZ/2026-11/1.yaml", "tickets/SZ/2026-11/2.yaml", "customers/3.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    (tmp_path / "svc.yaml").write_text("1", encoding="utf-8")
    (tmp_path / ".svc").mkdir()
    return tmp_path


def replaced(path: Path, text: str) -> None:
    """As a command puts it in place."""
    temporary = path.with_name(".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def test_what_was_replaced_added_and_removed_is_seen(top: Path) -> None:
    before = look_at(top, PLACES)
    assert look_at(top, PLACES, before).differing(before) == set()
    replaced(top / "tickets/SZ/2026-11/2.yaml", "1")
    replaced(top / "svc.yaml", "2")
    (top / "customers/3.yaml").unlink()
    replaced(top / "tickets/SZ/2026-12.yaml", "1")
    (top / "tickets/BJ/2026-11").mkdir(parents=True)
    replaced(top / "tickets/BJ/2026-11/4.yaml", "1")
    after = look_at(top, PLACES, before)
    changed = {
        "tickets/SZ/2026-11/2.yaml",
        "svc.yaml",
        "customers/3.yaml",
        "tickets/SZ/2026-12.yaml",
        "tickets/BJ/2026-11/4.yaml",
    }
    assert after.differing(before) == before.differing(after) == changed
    assert look_at(top, PLACES, after).differing(after) == set()


def test_a_folder_that_did_not_change_is_not_gone_through_again(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_through: list[str] = []
    going_through = looks._gone_through

    def noted(path: Path, stamp: int | None) -> looks._Folder:
        gone_through.append(path.name)
        return going_through(path, stamp)

    monkeypatch.setattr(looks, "_gone_through", noted)
    monkeypatch.setattr(looks, "is_unsure", lambda status, now_ns: False)
    before = look_at(top, PLACES)
    assert sorted(gone_through) == ["2026-11", "SZ", "customers", "tickets"]
    gone_through.clear()
    replaced(top / "customers/3.yaml", "2")
    assert look_at(top, PLACES, before).differing(before) == {"customers/3.yaml"}
    assert gone_through == ["customers"]


def test_a_folder_that_changed_in_the_same_tick_is_gone_through_again(top: Path) -> None:
    before = look_at(top, PLACES)
    folder, file = top / "customers", top / "customers/3.yaml"
    stamp = folder.stat()
    replaced(file, "another")
    os.utime(folder, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert look_at(top, PLACES, before).differing(before) == {"customers/3.yaml"}


def test_links_are_not_followed_and_what_may_not_be_written_is_looked_at_all_the_same(
    top: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "5.yaml").write_text("1", encoding="utf-8")
    (top / "tickets/CD").symlink_to(outside)
    (top / ".svc").rmdir()
    before = look_at(top, PLACES)
    replaced(outside / "5.yaml", "2")
    replaced(top / "customers/3.yaml", "2")
    assert look_at(top, PLACES, before).differing(before) == {"customers/3.yaml"}
