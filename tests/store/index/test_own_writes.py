"""What svc itself changed among the customers' files is told apart from what others did."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from svc.store.index.own_writes import Watch, folder_stamp, own_writes_between

A, B = "customers/SZ-A0001.yaml", "customers/SZ-A0002.yaml"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    (tmp_path / "customers").mkdir()
    (tmp_path / ".svc").mkdir()
    (tmp_path / "tickets/SZ/2026-11").mkdir(parents=True)
    return tmp_path


def stamp(top: Path) -> int:
    now = folder_stamp(top)
    assert now is not None
    return now


def put(top: Path, path: str) -> None:
    """Put a file there; the folder's time is another by that, however coarse its clock."""
    (top / path).write_text("x", encoding="utf-8")
    later = (top / "customers").stat().st_mtime_ns + 1_000_000
    os.utime(top / "customers", ns=(later, later))


def write(top: Path, *paths: str, also: Iterable[str] = (), before: Iterable[str] = ()) -> None:
    """One command's writing; `before` it begins, and `also` after it is through, others write."""
    watch = Watch(top, paths)
    for path in before:
        put(top, path)
    watch.begins()
    for path in paths:
        put(top, path)
    watch.ends()
    for path in also:
        put(top, path)
    watch.keep()


def test_what_svc_wrote_between_two_looks_is_named(top: Path) -> None:
    was = stamp(top)
    write(top, A)
    middle = stamp(top)
    write(top, B, "tickets/SZ/2026-11/SZ-2611-A0001.yaml")
    assert own_writes_between(top, was, stamp(top)) == ["SZ-A0001.yaml", "SZ-A0002.yaml"]
    assert own_writes_between(top, middle, stamp(top)) == ["SZ-A0002.yaml"]


@pytest.mark.parametrize("when", ["before", "also"])
def test_where_somebody_else_was_there_nothing_is_known(top: Path, when: str) -> None:
    was = stamp(top)
    write(top, A, **{when: ["customers/by-hand.yaml"]})
    assert own_writes_between(top, was, stamp(top)) is None


def test_between_two_commands_somebody_else_is_noticed_and_it_begins_anew(top: Path) -> None:
    was = stamp(top)
    write(top, A)
    put(top, "customers/by-hand.yaml")
    seen = stamp(top)
    write(top, B)
    assert own_writes_between(top, was, stamp(top)) is None
    assert own_writes_between(top, seen, stamp(top)) == ["SZ-A0002.yaml"]


def test_what_wrote_no_customers_file_leaves_no_word(top: Path) -> None:
    write(top, "tickets/SZ/2026-11/SZ-2611-A0001.yaml")
    assert list((top / ".svc").iterdir()) == []


def test_without_a_folder_for_it_or_through_a_link_nothing_is_written(top: Path) -> None:
    (top / ".svc").rmdir()
    write(top, A)
    assert not (top / ".svc").exists()
    elsewhere = top / "elsewhere"
    elsewhere.mkdir()
    (top / ".svc").symlink_to(elsewhere)
    write(top, B)
    assert list(elsewhere.iterdir()) == []


def test_what_can_not_be_read_is_nothing_known(top: Path) -> None:
    was = stamp(top)
    write(top, A)
    (top / ".svc/customers").write_text("what\n", encoding="utf-8")
    assert own_writes_between(top, was, stamp(top)) is None


def test_it_does_not_grow_without_end(top: Path) -> None:
    for number in range(250):
        write(top, f"customers/SZ-A{number:04}.yaml")
    assert len((top / ".svc/customers").read_text(encoding="utf-8").splitlines()) == 200
