"""A folder of pages: only what changed is written, only what is svc's is taken away, no link is
followed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from svc.errors import (
    DiskFull,
    FolderHasOthers,
    FolderInLedger,
    LinkInTheWay,
    NotDone,
    NotOurPage,
    PagesForOthers,
    PagesListUnreadable,
    PagesUnfinished,
)
from svc.render.page_paths import machine_page
from svc.store import page_folder
from svc.store.page_folder import LIST, WrittenPages, read_page

PAGES = {"index.html": b"1", "tickets/A.html": b"2", "tickets/B.html": b"3"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ledger").mkdir()
    return tmp_path / "网页 1"


def write(
    folder: Path, pages: dict[str, bytes], shown_to: str = "staff", **more: bool
) -> WrittenPages:
    return page_folder.write_pages(folder, pages, shown_to, ledger=folder.parent / "ledger", **more)


def there(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


def test_what_is_as_it_was_is_not_touched(folder: Path) -> None:
    write(folder, PAGES)
    os.utime(folder / "index.html", (1, 1))
    os.utime(folder / LIST, (1, 1))
    assert write(folder, PAGES) == WrittenPages(written=[], same=3, removed=[])
    assert {os.stat(folder / name).st_mtime for name in ("index.html", LIST)} == {1}
    assert write(folder, {**PAGES, "tickets/A.html": b"4"}).written == ["tickets/A.html"]
    assert os.stat(folder / "index.html").st_mtime == 1
    assert there(folder) == {**PAGES, "tickets/A.html": b"4"}


def test_pages_of_machines_with_odd_numbers_are_known_again(folder: Path) -> None:
    serials = ("机号1", "-12", "/3", "ab1", "AB1", "", "长" * 200)
    pages = {machine_page(serial): serial.encode() for serial in serials}
    write(folder, pages, "customer")
    assert write(folder, pages, "customer").same == len(serials)
    assert [read_page(folder, path) for path in pages] == list(pages.values())


@pytest.mark.parametrize("path", ["machines/_673a_1.html", "../a.html", "a/b/c.html", "a.txt"])
def test_no_page_is_written_that_would_not_be_known_again(folder: Path, path: str) -> None:
    with pytest.raises(AssertionError):
        write(folder, {path: b""})
    assert not folder.exists()


def test_pages_that_no_longer_belong_are_taken_away_and_an_empty_folder_with_them(
    folder: Path,
) -> None:
    write(folder, PAGES)
    (folder / "notes.txt").write_text("mine")
    assert write(folder, {"index.html": b"1"}).removed == ["tickets/A.html", "tickets/B.html"]
    assert there(folder) == {"index.html": b"1", "notes.txt": b"mine"}
    assert not (folder / "tickets").exists()


def test_a_folder_with_other_files_is_left_alone_unless_it_is_said(folder: Path) -> None:
    folder.mkdir()
    (folder / "mine.html").write_bytes(b"mine")
    with pytest.raises(FolderHasOthers):
        write(folder, PAGES)
    assert there(folder) == {"mine.html": b"mine"}
    write(folder, PAGES, among_others=True)
    write(folder, {}, among_others=True)
    assert there(folder) == {"mine.html": b"mine"}


@pytest.mark.parametrize("among_others", [False, True])
def test_a_file_of_somebody_elses_is_never_overwritten(folder: Path, among_others: bool) -> None:
    write(folder, {"index.html": b"1"})
    (folder / "tickets").mkdir()
    (folder / "tickets/A.html").write_bytes(b"mine")
    with pytest.raises(NotOurPage):
        write(folder, PAGES, among_others=among_others)
    assert there(folder) == {"index.html": b"1", "tickets/A.html": b"mine"}


def test_who_sees_one_level_never_finds_the_pages_of_another(folder: Path) -> None:
    write(folder, PAGES, "wall")
    for other in ("manager", "wall/wang"):
        with pytest.raises(PagesForOthers):
            write(folder, {"index.html": b"secret"}, other)
    assert there(folder) == PAGES


@pytest.mark.parametrize("at", ["index.html", "tickets", "tickets/A.html", LIST])
def test_no_link_is_followed_and_nothing_is_written(folder: Path, at: str) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "A.html").write_bytes(b"theirs")
    write(folder, {"index.html": b"1"})
    before = there(folder)
    path = folder / at
    path.parent.mkdir(exist_ok=True)
    kept = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    target = outside if at == "tickets" else outside / "A.html"
    path.symlink_to(target)
    with pytest.raises(LinkInTheWay):
        write(folder, PAGES)
    assert (outside / "A.html").read_bytes() == b"theirs"
    assert sorted(os.listdir(outside)) == ["A.html"]
    path.unlink()
    if kept:
        path.write_bytes(kept)
    assert there(folder) == before


def test_a_page_that_became_a_link_is_not_taken_away_through_a_linked_folder(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "A.html").write_bytes(b"theirs")
    write(folder, PAGES)
    for name in ("A.html", "B.html"):
        (folder / "tickets" / name).unlink()
    (folder / "tickets").rmdir()
    (folder / "tickets").symlink_to(outside)
    with pytest.raises(LinkInTheWay):
        write(folder, {"index.html": b"1"})
    assert (outside / "A.html").exists()


def test_a_list_that_names_what_is_no_page_takes_nothing_away(folder: Path) -> None:
    write(folder, {"index.html": b"1"})
    victim = folder.parent / "victim.html"
    victim.write_bytes(b"x")
    (folder / "mine.txt").write_bytes(b"y")
    named = ["../victim.html", str(victim), "mine.txt", ".git/x.html", "a/b/c.html", LIST]
    (folder / LIST).write_text(json.dumps({"shown_to": "staff", "pages": named}))
    write(folder, {}, among_others=True)
    assert victim.exists()
    assert (folder / "mine.txt").exists()


@pytest.mark.parametrize("text", ["", "{", '{"pages": 1}', "[]"])
def test_a_list_that_can_not_be_read_is_no_leave_to_write(folder: Path, text: str) -> None:
    write(folder, PAGES)
    (folder / LIST).write_text(text)
    with pytest.raises(PagesListUnreadable):
        write(folder, {})
    assert there(folder) == PAGES


def test_a_killed_command_leaves_nothing_that_the_next_does_not_know(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"index.html": b"1", "old.html": b"0"})
    put = page_folder._put
    left = 3

    def killed(path: Path, data: bytes) -> None:
        nonlocal left
        left -= 1
        if not left:
            (path.parent / ".svc-page.999999999.tmp").write_bytes(data[:1])
            raise KeyboardInterrupt
        put(path, data)

    monkeypatch.setattr(page_folder, "_put", killed)
    with pytest.raises(KeyboardInterrupt):
        write(folder, {**PAGES, "index.html": b"new"})
    monkeypatch.undo()
    assert (folder / "old.html").exists()
    write(folder, {"index.html": b"new"})
    assert there(folder) == {"index.html": b"new"}


def test_a_page_is_whole_or_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, PAGES)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(NotDone):
        write(folder, {**PAGES, "index.html": b"new"})
    monkeypatch.undo()
    assert there(folder) == PAGES


def test_of_a_disk_that_is_full_it_is_said_what_was_done_and_the_next_does_the_rest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"old.html": b"0"})
    put = page_folder._put

    def full(path: Path, data: bytes) -> None:
        if path.name == stopped:
            raise OSError(28, "No space left on device")
        put(path, data)

    monkeypatch.setattr(page_folder, "_put", full)
    stopped = "index.html"
    with pytest.raises(DiskFull):  # nothing was changed
        write(folder, PAGES)
    assert there(folder) == {"old.html": b"0"}
    stopped = "B.html"
    with pytest.raises(PagesUnfinished) as caught:
        write(folder, PAGES)
    reason = caught.value.facts["reason"]
    assert (caught.value.facts["done"], caught.value.facts["count"]) == (2, 4)
    assert isinstance(reason, DiskFull)
    assert there(folder).keys() == {"old.html", "index.html", "tickets/A.html"}
    stopped = ""
    assert write(folder, PAGES) == WrittenPages(
        written=["tickets/B.html"], same=2, removed=["old.html"]
    )


def test_pages_that_were_only_taken_away_in_part_are_told_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, PAGES)
    unlink = os.unlink

    def refused(path: Path, **more: object) -> None:
        if Path(path).name == "B.html":
            raise PermissionError(13, "Permission denied")
        unlink(path)

    monkeypatch.setattr(os, "unlink", refused)
    with pytest.raises(PagesUnfinished) as caught:
        write(folder, {"index.html": b"1"})
    assert (caught.value.facts["done"], caught.value.facts["count"]) == (1, 2)


@pytest.mark.parametrize("inside", ["", "pages", "tickets/SZ", ".git/x", "../link"])
def test_never_in_the_ledger_by_whatever_way(folder: Path, inside: str) -> None:
    ledger = folder.parent / "ledger"
    (folder.parent / "link").symlink_to(ledger)
    with pytest.raises(FolderInLedger):
        page_folder.write_pages(ledger / inside, PAGES, "wall", ledger=ledger)
    assert list(ledger.iterdir()) == []


def test_only_pages_that_svc_put_there_are_read(folder: Path) -> None:
    write(folder, PAGES)
    (folder / "secret.html").write_bytes(b"x")
    assert read_page(folder, "tickets/A.html") == b"2"
    for path in ("secret.html", LIST, "../ledger/x.html", "tickets", "", "/etc/passwd"):
        assert read_page(folder, path) is None
