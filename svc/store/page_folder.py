"""A folder of pages: written file by file, each whole; what is as it was is left alone.

A small file in the folder says which pages svc put there and for whom, so that it takes away its
own and no other. It names them before they are written: whatever a killed command leaves behind is
known to the next. No link in the folder is followed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from svc.errors import (
    FolderHasOthers,
    FolderInLedger,
    LinkInTheWay,
    NotAFile,
    NotDone,
    NotOurPage,
    PagesForOthers,
    PagesListUnreadable,
    PagesUnfinished,
)
from svc.store.files import is_alive, lies_in, read_file, remove, saying, write_new

LIST = ".svc-pages.json"
"""What is in the folder, and for whom."""
_UNFINISHED = re.compile(r"\.svc-page\.([0-9]{1,10})\.tmp")
_PAGE = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9][A-Za-z0-9_-]*\.html")
"""What a page can be called: nothing else is ever written or taken away."""


class PagesList(msgspec.Struct, frozen=True, kw_only=True):
    """The pages that svc put into a folder."""

    shown_to: str  # the level, and whose pages they are alone
    pages: list[str]


class WrittenPages(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the folder."""

    written: list[str]
    same: int
    removed: list[str]


def write_pages(
    folder: Path,
    pages: Mapping[str, bytes],
    shown_to: str,
    *,
    ledger: Path,
    among_others: bool = False,
) -> WrittenPages:
    """Make the folder hold just these pages, beside what is not svc's if `among_others`.

    Raises, before anything is written: FolderInLedger, FolderHasOthers, PagesForOthers,
    PagesListUnreadable, LinkInTheWay, NotOurPage; NotDone. PagesUnfinished where some of it was
    done.
    """
    assert all(_PAGE.fullmatch(path) for path in pages), "a page that would not be known again"
    check_outside(folder, ledger)
    with saying(folder):
        folder.mkdir(parents=True, exist_ok=True)
    _remove_unfinished(folder)
    known = _known_pages(folder, shown_to, among_others=among_others)
    _check_way(folder, pages, known)
    changed = [path for path in sorted(pages) if _plain(folder / path) != pages[path]]
    gone = [path for path in sorted(known - pages.keys()) if os.path.lexists(folder / path)]
    if changed or gone or known != pages.keys():
        _write_list(folder, shown_to, known | pages.keys())
    done = 0
    try:
        for path in changed:
            with saying(folder / path):
                (folder / path).parent.mkdir(exist_ok=True)
                _put(folder / path, pages[path])
            done += 1
        for path in gone:
            _take_away(folder, path)
            done += 1
        # Another command may have put pages there meanwhile: they stay listed, and so svc's.
        now_known = _known_pages(folder, shown_to, among_others=among_others)
        _write_list(folder, shown_to, (now_known - known) | pages.keys())
    except NotDone as error:
        if not done:
            raise
        count = len(changed) + len(gone)
        raise PagesUnfinished(path=str(folder), done=done, count=count, reason=error) from error
    return WrittenPages(written=changed, same=len(pages) - len(changed), removed=gone)


def _take_away(folder: Path, path: str) -> None:
    """A page, and its folder with the last one."""
    with saying(folder / path):
        os.unlink(folder / path)
        with suppress(OSError):  # others are in it
            if (folder / path).parent != folder:
                (folder / path).parent.rmdir()


def read_page(folder: Path, path: str) -> bytes | None:
    """A page that svc put into the folder; None if it did not. Raises NotDone,
    PagesListUnreadable, LinkInTheWay.
    """
    listed = _listed(folder)
    if listed is None or path not in listed.pages:
        return None
    is_there = _PAGE.fullmatch(path) and _mode((folder / path).parent) == stat.S_IFDIR
    return _plain(folder / path) if is_there else None


def check_outside(folder: Path, ledger: Path) -> None:
    """Raise FolderInLedger for a folder that is the ledger or lies in it, also by a link."""
    if lies_in(folder, ledger):
        raise FolderInLedger(path=str(folder), ledger=str(ledger))


def _known_pages(folder: Path, shown_to: str, *, among_others: bool) -> set[str]:
    """The pages that svc put there; none in a folder that is new to it."""
    listed = _listed(folder)
    if listed is None:
        others = sorted(name for name in os.listdir(folder) if not _UNFINISHED.fullmatch(name))
        if others and not among_others:
            raise FolderHasOthers(path=str(folder), count=len(others), first=others[0])
        return set()
    if listed.shown_to != shown_to:
        raise PagesForOthers(
            path=str(folder), there=listed.shown_to.split("/"), wanted=shown_to.split("/")
        )
    return {path for path in listed.pages if _PAGE.fullmatch(path)}


def _listed(folder: Path) -> PagesList | None:
    """What svc put there; None in a folder where it did not yet."""
    data = _plain(folder / LIST)
    try:
        return None if data is None else msgspec.json.decode(data, type=PagesList)
    except msgspec.DecodeError:
        raise PagesListUnreadable(path=str(folder / LIST)) from None


def _check_way(folder: Path, pages: Mapping[str, bytes], known: set[str]) -> None:
    """Raise LinkInTheWay where something that is no folder or no plain file is in the way of a
    page, old or new; NotOurPage for a file that somebody else put there.
    """
    folders = {path.rpartition("/")[0] for path in (*pages, *known)} - {""}
    for name in sorted(folders):
        if _mode(folder / name) not in (None, stat.S_IFDIR):
            raise LinkInTheWay(path=str(folder / name))
    for path in sorted({*pages, *known}):
        mode = _mode(folder / path)
        if mode not in (None, stat.S_IFREG):
            raise LinkInTheWay(path=str(folder / path))
        if mode is not None and path not in known:
            raise NotOurPage(path=str(folder / path))


def _remove_unfinished(folder: Path) -> None:
    """Take away what killed commands were about to write."""
    for place in (folder, *(each for each in folder.iterdir() if _mode(each) == stat.S_IFDIR)):
        with suppress(OSError):
            for name in os.listdir(place):
                left = _UNFINISHED.fullmatch(name)
                if left and not is_alive(int(left[1])):
                    remove(place / name)


def _mode(path: Path) -> int | None:
    """What kind of file is there; None if nothing is."""
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _plain(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except NotAFile:
        raise LinkInTheWay(path=str(path)) from None


def _put(path: Path, data: bytes) -> None:
    """The file with this content, or as it was. Pages are made again by the next command, so they
    are not flushed: one that a power cut leaves empty differs then, and is written.
    """
    unfinished = path.with_name(f".svc-page.{os.getpid()}.tmp")
    write_new(unfinished, data, flush=False)
    try:
        os.replace(unfinished, path)
    except BaseException:
        remove(unfinished)
        raise


def _write_list(folder: Path, shown_to: str, pages: set[str]) -> None:
    listed = PagesList(shown_to=shown_to, pages=sorted(pages))
    data = msgspec.json.format(msgspec.json.encode(listed), indent=1) + b"\n"
    path = folder / LIST
    if _plain(path) != data:
        with saying(path):
            _put(path, data)
