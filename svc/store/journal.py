"""The journal: what a command is about to put in place, so that whoever comes after a kill finishes
or undoes it.

What it names lies in the ledger and is named as svc names it, or it is refused: `.git/svc` may have
come with a copied ledger, and the command that finishes a journal may be one that only reads.

`journal.new` is written before anything else and names what might be left behind; under the name
`journal` it is in force. It is judged by HEAD alone: the new texts are in it, or the command never
happened. A journal without a commit (`svc.commit` off) is in force for good once it has its name.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from svc.errors import (
    N_,
    Damaged,
    EditKept,
    EditMerged,
    JournalNotOurs,
    JournalUnreadable,
    Notice,
    Phrase,
    SvcError,
    TextLost,
)
from svc.store.files import (
    blob_id,
    link_new,
    located,
    read_file,
    remove,
    replace_if_same,
    saying,
    sync_folder,
    write_like,
    write_new,
)
from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from svc.store.git.program import Root

    # rescue(path, base, committed, found): one text with both changes, or None; base is None if it
    # is not known.
    Rescue = Callable[[str, bytes | None, bytes, bytes], bytes | None]


_TXID = re.compile(r"[0-9a-z]{1,40}")
_TEMPORARY = re.compile(r"\.[^/]*\.[0-9a-z]+-[0-9]+\.tmp")
_MODES = ("100644", "100755")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a command."""

    path: str
    old: str | None  # blob ids; None: a new record
    new: str | None  # None: it is taken out
    mode: str  # as git writes it
    temporary: str  # beside the target; empty: the file does not lie in this clone


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """All files of one command."""

    txid: str
    pid: int
    commit: bool
    ref: str
    parent: str | None
    folders: list[str]  # made for it, those above first
    entries: list[Entry]
    merges: str = ""  # the commit of another desk that comes in
    forward: bool = False  # the branch goes on to that one, without a commit of its own

    @property
    def blobs(self) -> dict[str, str]:
        """Path -> new blob, as HEAD has them once the command is committed."""
        return {entry.path: entry.new for entry in self.entries if entry.new is not None}

    @property
    def parents(self) -> list[str]:
        """Of its commit, in order."""
        return [commit for commit in (self.parent, self.merges) if commit]


def place_of(root: Root) -> Path:
    """Where a journal in force lies."""
    return root.own_dir / "journal"


def _draft_of(root: Root) -> Path:
    return root.own_dir / "journal.new"


def left_anything(root: Root) -> bool:
    """Whether an earlier command left a journal or a draft of one."""
    return os.path.lexists(place_of(root)) or os.path.lexists(_draft_of(root))


def draft(root: Root, journal: Journal) -> None:
    """Write down what is about to be made, before it is made. Raises OSError."""
    remove(_draft_of(root))  # one whose temporaries the system would not let us remove
    write_new(_draft_of(root), msgspec.json.encode(journal))


def enter(root: Root) -> None:
    """Put the draft in force: without a commit, this is the commit point. Raises OSError."""
    os.replace(_draft_of(root), place_of(root))


def load(root: Root) -> Journal | None:
    """The journal in force. Raises JournalUnreadable, JournalNotOurs."""
    place = place_of(root)
    data = read_file(place)
    if data is None:
        return None
    try:
        return _ours(root, place, msgspec.json.decode(data, type=Journal))
    except msgspec.MsgspecError as error:
        raise JournalUnreadable(path=str(place), line=1, problem=str(error)) from error


def _ours(root: Root, place: Path, journal: Journal) -> Journal:
    """The journal, if it is of a user whom this repository trusts and stays within the ledger.
    Raises JournalNotOurs.
    """
    problem = _why_not_ours(root, place, journal)
    if problem is not None:
        raise JournalNotOurs(path=str(place), line=1, problem=problem)
    return journal


def _why_not_ours(root: Root, place: Path, journal: Journal) -> Phrase | None:
    if hasattr(os, "geteuid"):
        trusted = {os.geteuid(), os.stat(root.git_dir).st_uid}
        if os.lstat(place).st_uid not in trusted:
            return Phrase(N_("it belongs to another user"))
    if not (_TXID.fullmatch(journal.txid) and journal.ref.startswith("refs/heads/")):
        return Phrase(N_("svc does not write one like this"))
    for entry in journal.entries:
        folder, _, name = entry.temporary.rpartition("/")
        if not entry.temporary and entry.mode in _MODES:
            continue
        is_beside = folder == entry.path.rpartition("/")[0]
        if not is_beside or not _TEMPORARY.fullmatch(name) or entry.mode not in _MODES:
            return Phrase(N_("svc does not write one like this"))
    named = [path for each in journal.entries for path in (each.path, each.temporary) if path]
    for path in (*named, *(f"{folder}/x" for folder in journal.folders)):
        try:
            located(root.path, path)
        except Damaged:
            return Phrase(N_("it names {path}, which is not a place in the ledger"), path=path)
    return None


def drop_draft(root: Root) -> None:
    """Undo a command that was killed before its journal was in force. Raises NotDone,
    JournalNotOurs.
    """
    data = read_file(_draft_of(root))
    if data is None:
        return
    try:
        discard(root, _ours(root, _draft_of(root), msgspec.json.decode(data, type=Journal)))
    except msgspec.MsgspecError:  # cut short: it was killed before anything that it names was made
        remove(_draft_of(root))


def discard(root: Root, journal: Journal) -> None:
    """Undo a command that was not recorded: nothing of it is in place yet.

    If the system lets a temporary not be removed, the journal stays, and the next command tries
    again.
    """
    temporaries = [root.path / entry.temporary for entry in journal.entries if entry.temporary]
    for temporary in temporaries:
        remove(temporary)
    for folder in reversed(journal.folders):
        with suppress(OSError):  # not empty: someone else uses it
            os.rmdir(root.path / folder)
    if not any(os.path.lexists(temporary) for temporary in temporaries):
        remove(_draft_of(root))
        remove(place_of(root))


def drop(root: Root) -> None:
    """Forget a journal that is finished. Raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(place_of(root))


def is_committed(root: Root, journal: Journal) -> bool:
    """Whether the command happened: HEAD has all its texts. Raises GitFailed and the like if git
    can't be asked.
    """
    if not journal.commit:
        return True
    commit = git.head(root).commit
    if commit == journal.parent or commit is None:
        return False
    paths = [entry.path for entry in journal.entries]
    return git.blobs(root, commit, paths) == journal.blobs


def put_in_place(
    root: Root, journal: Journal, rescue: Rescue | None, notices: list[Notice]
) -> None:
    """Give every text its name, flush the folders; what is in place already stays.

    One that can't be put in place does not keep the others from it; then raises its NotDone or
    NotAFile. `notices` is added to.
    """
    failed: SvcError | None = None
    lying = [entry for entry in journal.entries if entry.temporary]
    for entry in lying:
        try:
            with saying(root.path / entry.path):
                notice = _put(root, journal, entry, rescue)
        except SvcError as error:
            failed = failed or error
            continue
        if notice:
            notices.append(notice)
    for folder in {(root.path / entry.path).parent for entry in lying}:
        with saying(folder), suppress(FileNotFoundError):
            sync_folder(folder)
    if failed is not None:
        raise failed


def _put(root: Root, journal: Journal, entry: Entry, rescue: Rescue | None) -> Notice | None:
    target, temporary = root.path / entry.path, root.path / entry.temporary
    current = read_file(target)
    if entry.new is None:
        return _take_out(target, entry, current)
    have = None if current is None else blob_id(current, len(entry.new))
    if have == entry.new:
        remove(temporary)
        return None
    is_old = have == entry.old or (entry.old is None and current == b"")  # empty: see link_new
    text = read_file(temporary)
    if text is None or blob_id(text, len(entry.new)) != entry.new:
        if not is_old:
            return None  # it was in place, and a person has changed it since
        text = git.blob(root, entry.new) if journal.commit else None
        if text is None:
            return TextLost(path=entry.path)
        remove(temporary)
        os.makedirs(target.parent, exist_ok=True)
        write_new(temporary, text)
    if current is None:
        link_new(temporary, target)
        return None
    if is_old:
        saved = replace_if_same(temporary, target, current)
        if saved is None:
            return None
        current = saved
    # A person saved it between our last look and now. Neither text is lost.
    base = git.blob(root, entry.old) if entry.old else None
    merged = rescue(entry.path, base, text, current) if rescue else None
    if merged is not None:
        remove(temporary)
        write_like(temporary, merged, target)
        os.replace(temporary, target)
        return EditMerged(path=entry.path)
    aside = f"{entry.path}.saved-{journal.txid}"
    with suppress(FileExistsError):  # of an attempt that was killed
        write_like(root.path / aside, current, target)
    # in place already: it was written into the file as that was replaced
    with suppress(FileNotFoundError):
        os.replace(temporary, target)
    return EditKept(path=entry.path, saved=aside)


def _take_out(target: Path, entry: Entry, current: bytes | None) -> Notice | None:
    """Remove a file that the commit has no more; one that a person has changed since stays."""
    if current is None:
        return None
    if entry.old is None or blob_id(current, len(entry.old)) != entry.old:
        return EditKept(path=entry.path, saved=entry.path)
    remove(target)
    with suppress(OSError):  # not empty; git has no empty folders, and neither have other clones
        os.rmdir(target.parent)
        os.rmdir(target.parent.parent)
    return None
