"""The write path: all files of a command and its commit, or none of them, whatever happens in
between.

It deals in bytes: a path relative to the ledger, and what is to be there. What they mean is
known to store/recording.py.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import (
    N_,
    ChangedSinceRead,
    DetachedHead,
    EarlierUnfinished,
    GitFailed,
    LeftToFinish,
    NameTaken,
    NotDone,
    Notice,
    NotKeptHere,
    PerhapsRecorded,
    Phrase,
    SvcError,
    system_reason,
)
from svc.store import files, journal, lock
from svc.store.git import branch_locks, commit_point, index_lock
from svc.store.git import index as git_index
from svc.store.git import program as git
from svc.store.git.entries import Committed
from svc.store.index import own_writes
from svc.store.interrupts import HeldBack
from svc.store.journal import Entry, Journal
from svc.store.lock import Holder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from svc.store.git.index_lock import TellsWaiting
    from svc.store.git.program import Head, Root
    from svc.store.journal import Rescue

_MANY = 20
"""From so many files on they are flushed once all are written: a disk does that at once, mostly,
where one after the other each would be waited for.
"""

__all__ = ["Changes", "Holder", "Recorded", "changes", "recover"]


class Recorded(NamedTuple):
    """What a commit came to: its id (None if commits are off or nothing changed), and what else is
    to be told.
    """

    commit: str | None
    notices: list[Notice]


@contextmanager
def changes(
    root: Root,
    *,
    commit: bool,
    wait_seconds: float,
    who: Holder,
    rescue: Rescue | None = None,
    tell: TellsWaiting | None = None,
) -> Iterator[Changes]:
    """The ledger for one writer: what an earlier one left is finished first; nothing is written
    until `commit()`.

    `commit` False leaves commits to the user. `rescue(path, base, committed, found)` is asked for
    one text with both changes if a person saves a record at the very moment it is replaced. With
    `tell`, which hears of it, git's lock is waited for without end. Raises LockHeld, DetachedHead,
    EarlierUnfinished, GitLocked, MergeUnfinished and whatever else the system or git refuses; then
    nothing was written.
    """
    held = _both_locks(root, who, index=commit, wait_seconds=wait_seconds, tell=tell)
    signals = HeldBack()
    try:
        notices = _finish_or_undo(root, held.descriptor, rescue, signals)
        tx = Changes(
            root,
            git.head(root),
            commit=commit,
            lock_descriptor=held.descriptor,
            rescue=rescue,
            signals=signals,
        )
        tx.notices += notices
        yield tx
    finally:
        index_lock.hand_back(root)
        held.release()
        signals.let_go()


def _both_locks(
    root: Root, who: Holder, *, index: bool, wait_seconds: float, tell: TellsWaiting | None
) -> lock.Lock:
    """The ledger's lock and git's, or the error of the one that can't be had."""
    patience = index_lock.Patience(wait_seconds, tell)
    while True:
        held = lock.take(root, who, wait_seconds)
        try:
            in_the_way = index_lock.take(root, index=index)
        except BaseException:  # Ctrl-C
            index_lock.let_go(root)
            held.release()
            raise
        if in_the_way is None:
            return held
        # Who waits for git keeps nobody else waiting: they look for themselves what is in the way.
        held.release()
        patience.wait(root, in_the_way, index=index)


@contextmanager
def beside_git(
    root: Root, who: Holder, wait_seconds: float, rescue: Rescue | None = None
) -> Iterator[int]:
    """The ledger's lock alone, for git's own commands: no svc writes meanwhile, and what an earlier
    one left is finished first. Gives the lock's descriptor, which goes to git. Raises LockHeld,
    GitLocked, EarlierUnfinished.
    """
    held = lock.take(root, who, wait_seconds)
    signals = HeldBack()
    try:
        in_the_way = index_lock.take(root, index=True, though_unfinished=True)
        if in_the_way is not None:
            raise in_the_way.error(root)
        with suppress(DetachedHead):  # in the middle of a rebase there is no branch to judge by
            git.head(root)
            _finish_or_undo(root, held.descriptor, rescue, signals)
        index_lock.let_go(root)
        yield held.descriptor
    finally:
        index_lock.let_go(root)
        held.release()
        signals.let_go()


@contextmanager
def standing_still(
    root: Root, who: Holder, wait_seconds: float, rescue: Rescue | None = None
) -> Iterator[None]:
    """Neither svc nor git writes here meanwhile, and what an earlier command left is finished: HEAD
    and the files tell of one moment. For short looks only. Raises what `changes` raises.
    """
    held = _both_locks(root, who, index=True, wait_seconds=wait_seconds, tell=None)
    signals = HeldBack()
    try:
        _finish_or_undo(root, held.descriptor, rescue, signals)
        yield
    finally:
        index_lock.hand_back(root)
        held.release()
        signals.let_go()


def recover(root: Root, rescue: Rescue | None = None) -> list[Notice]:
    """For a command that reads: finish or undo what a killed command left, if nobody writes and we
    may.

    Costs two looks for a file when there is nothing to do. Never fails: what can't be done is read
    as it is.
    """
    if not os.path.lexists(journal.place_of(root)) and not index_lock.is_left_over(root):
        return []
    signals = HeldBack()
    try:
        from datetime import UTC, datetime

        held = lock.take(root, Holder(who="svc", since=datetime.now(UTC).replace(microsecond=0)), 0)
    except NotDone:
        return []
    try:
        if index_lock.take(root, index=True) is not None:
            return []
        return _finish_or_undo(root, held.descriptor, rescue, signals)
    except SvcError:
        return []
    finally:
        index_lock.hand_back(root)
        held.release()
        signals.let_go()


class Changes:
    """One writer's changes. Made by `changes`."""

    def __init__(
        self,
        root: Root,
        head: Head,
        *,
        commit: bool,
        lock_descriptor: int,
        rescue: Rescue | None,
        signals: HeldBack,
    ) -> None:
        self.root = root
        self.head = head
        self.notices: list[Notice] = []  # of an earlier command that was finished just now
        self._commits = commit
        self._lock = lock_descriptor
        self._rescue = rescue
        self._signals = signals
        self._read: dict[str, bytes | None] = {}
        self._new: dict[str, bytes | None] = {}  # None: taken out
        self._adopted: set[str] = set()
        self._away: set[str] = set()  # not in this clone's work tree
        self._in_head: dict[str, bool] = {}
        self._committed = False

    def read(self, rel: str) -> bytes | None:
        """What is at `rel`, with this command's own changes; None if nothing. Raises NotAFile,
        NotDone.
        """
        if rel in self._new:
            return self._new[rel]
        if rel not in self._read:
            self._read[rel] = files.read_file(files.located(self.root.path, rel))
        return self._read[rel]

    def free(self, rel: str) -> bool:
        """Whether a new record may have this name: neither the work tree nor HEAD has it."""
        if rel in self._new or os.path.lexists(files.located(self.root.path, rel)):
            return False
        if rel not in self._in_head:
            self.look_up([rel])
        return not self._in_head[rel]

    def look_up(self, names: list[str]) -> None:
        """Ask at once whether HEAD has these names, so that `free` need not for each. Raises
        GitFailed.
        """
        commit = self.head.commit
        there = git.blobs(self.root, commit, names) if commit is not None else {}
        self._in_head |= {name: name in there for name in names}

    def create(self, rel: str, data: bytes) -> None:
        """A new record. Raises NameTaken if the name is not free; that is looked at once more when
        committing.
        """
        if not self.free(rel):
            raise NameTaken(path=rel)
        self._read[rel] = None
        self._new[rel] = data

    def replace(self, rel: str, data: bytes) -> None:
        """New bytes for a record that was read, or created, in this transaction; else
        ValueError.
        """
        if self.read(rel) is None:
            raise ValueError(f"not there to be replaced: {rel}")
        self._new[rel] = data

    def adopt(self, rel: str) -> None:
        """Commit a file as it lies there, whatever HEAD has; else ValueError if it is not there."""
        data = self.read(rel)
        if data is None:
            raise ValueError(f"not there to be committed: {rel}")
        self._new[rel] = data
        self._adopted.add(rel)

    def put(self, rel: str, data: bytes | None) -> None:
        """What is to be at `rel` after a merge, whatever is there; None: nothing."""
        self.read(rel)
        self._new[rel] = data
        self._adopted.add(rel)

    def put_away(self, rel: str, before: bytes | None, data: bytes | None) -> None:
        """What is to be at `rel` in the commit alone, which has `before` there: the file does not
        lie in this clone.
        """
        self._read[rel] = before
        self._new[rel] = data
        self._adopted.add(rel)
        self._away.add(rel)

    def leave(self, rel: str) -> None:
        """Take back what was planned for a file that is there: it stays as it is."""
        self._new.pop(rel, None)

    def edited(self) -> dict[str, tuple[bytes, bytes]]:
        """The files to be replaced that are not as HEAD has them: what it has, and what was read.
        Raises GitFailed.
        """
        commit = self.head.commit
        replaced = {rel: old for rel in self._new if (old := self._read[rel]) is not None}
        if commit is None or not replaced:
            return {}
        length = git.id_length(self.root, commit)
        found = {}
        for rel, name in git.blobs(self.root, commit, replaced).items():
            if name != files.blob_id(replaced[rel], length):
                committed = git.blob(self.root, name)
                if committed is not None:
                    found[rel] = (committed, replaced[rel])
        return found

    def commit(
        self,
        message: str,
        *,
        author: tuple[str, str],
        committer: tuple[str, str],
        when: datetime,
        merges: str = "",
        forward: bool = False,
    ) -> Recorded:
        """Write all changes and their commit, or none of them. With `merges` it brings in that
        commit, of which they are; `forward`: there is nothing of ours beside it, so the branch goes
        on to it.

        Raises ChangedSinceRead, NameTaken, CommitOvertaken, GitFailed, DiskFull and the other
        NotDone errors, or Interrupted; then nothing has changed. After the commit point it does not
        fail: what can't be finished is left in the journal for the next command, and told as a
        notice.
        """
        changed = {
            rel: data
            for rel, data in self._new.items()
            if data != self._read[rel] or rel in self._adopted
        }
        if not changed and not merges:
            return Recorded(None, self.notices)
        if self._committed:  # what was read and found free is of before
            raise ValueError("one commit a transaction")
        self._committed = True
        self._signals.hold_back()
        plan = self._plan(changed, merges, forward)
        watch = own_writes.Watch(self.root.path, changed)
        ready: git_index.Prepared | None = None

        def prepare() -> None:
            nonlocal ready
            ready = git_index.prepared(self.root, _committed(plan))

        with _undone_unless_recorded(self.root, plan):
            with files.saying(self.root.own_dir):
                journal.draft(self.root, plan)
            watch.begins()
            self._write_temporaries(plan, changed)
            watch.ends()
            self._check_nobody_else_wrote(plan)
            self._signals.stop_if_any()
            with files.saying(self.root.own_dir):
                journal.enter(self.root)  # the commit point, if commits are off
                files.sync_folder(self.root.own_dir)
            if self._commits:
                new = [(entry.path, entry.mode, changed[entry.path]) for entry in plan.entries]
                commit = commit_point.Commit(
                    ref=plan.ref,
                    parent=plan.parent,
                    author=git.Person(*author),
                    committer=git.Person(*committer),
                    when=when,
                    message=message,
                    files=new,
                    merges=merges,
                    forward=forward,
                )
                # the commit point
                commit_point.fast_import(self.root, commit, self._lock, meanwhile=prepare)
        notices = self.notices + _finish(
            self.root, plan, self._lock, self._rescue, watch, ready=ready
        )
        if self._commits:
            self.head = git.head(self.root)
        return Recorded(self.head.commit if self._commits else None, notices)

    def _plan(self, changed: Mapping[str, bytes | None], merges: str, forward: bool) -> Journal:
        """What is about to be made: every name that a kill could leave behind is in it."""
        top, txid = self.root.path, os.urandom(5).hex()
        length = git.id_length(self.root, self.head.commit)
        entries, folders = [], []
        for number, (rel, data) in enumerate(changed.items()):
            folder, _, name = rel.rpartition("/")
            # Cut, as a file's name may have 255 bytes; numbered, as two names may be cut to the
            # same.
            temporary = f".{name[:40]}.{txid}-{number}.tmp"
            is_away = rel in self._away
            old = self._read[rel]
            entries.append(
                Entry(
                    path=rel,
                    old=None if old is None else files.blob_id(old, length),
                    new=None if data is None else files.blob_id(data, length),
                    mode="100755"
                    if old is not None and not is_away and files.is_executable(top / rel)
                    else "100644",
                    temporary="" if is_away else f"{folder}/{temporary}".removeprefix("/"),
                )
            )
            missing = [] if data is None or is_away else files.missing_folders(top, rel)
            folders += [folder for folder in missing if folder not in folders]
        return Journal(
            txid=txid,
            pid=os.getpid(),
            commit=self._commits,
            ref=self.head.ref,
            parent=self.head.commit,
            folders=folders,
            entries=entries,
            merges=merges,
            forward=forward,
        )

    def _write_temporaries(self, plan: Journal, changed: Mapping[str, bytes | None]) -> None:
        top = self.root.path
        with files.saying(top):
            files.make_folders(top, plan.folders)
        entries = [
            (entry, data)
            for entry in plan.entries
            if entry.temporary and (data := changed[entry.path]) is not None
        ]
        flush = len(entries) < _MANY
        for entry, data in entries:
            target, temporary = files.located(top, entry.path), top / entry.temporary
            with files.saying(target):
                if entry.old is None:
                    files.write_new(temporary, data, flush=flush)
                else:
                    files.write_like(temporary, data, target, flush=flush)
        for entry, _ in entries if not flush else ():
            with files.saying(files.located(top, entry.path)):
                files.flush_file(top / entry.temporary)
        # with a commit, git has the text too should the name be lost with the power
        if not self._commits:
            for folder in sorted({(top / entry.path).parent for entry in plan.entries}):
                with files.saying(folder):
                    files.sync_folder(folder)

    def _check_nobody_else_wrote(self, plan: Journal) -> None:
        """Compare with what was read: editors know nothing of our lock."""
        for entry in plan.entries:
            if entry.old is None or not entry.temporary:
                if os.path.lexists(self.root.path / entry.path):
                    raise NameTaken(path=entry.path)
            elif files.read_file(self.root.path / entry.path) != self._read[entry.path]:
                raise ChangedSinceRead(path=entry.path)


@contextmanager
def _undone_unless_recorded(root: Root, plan: Journal) -> Iterator[None]:
    """Up to the commit point: a failure leaves nothing behind. One that came after it is no
    failure.
    """
    try:
        yield
    except BaseException as error:
        if not _was_recorded(root, plan, error):
            journal.discard(root, plan)
            raise


def _was_recorded(root: Root, plan: Journal, error: BaseException) -> bool:
    if not os.path.lexists(journal.place_of(root)):
        return False
    try:
        if not isinstance(error, NotDone) or (isinstance(error, GitFailed) and error.was_killed):
            _clear_locks(root, plan)
        return journal.is_committed(root, plan)
    except SvcError as unknown:
        raise PerhapsRecorded(ref=plan.ref, reason=_reason(unknown)) from error


def _reason(error: SvcError | OSError) -> object:
    """What went wrong, without what its own message says to do about it."""
    if isinstance(error, OSError):
        return system_reason(error)
    return error.facts.get("reason") or error.facts.get("problem") or error.key


def _clear_locks(root: Root, plan: Journal) -> None:
    with files.saying(root.git_dir), suppress(FileNotFoundError):
        since_ns = _began_ns(root)
        branch_locks.clear_left_over(
            root, ref=plan.ref, judge=lambda commit: _is_of(root, plan, commit), since_ns=since_ns
        )


def _is_of(root: Root, plan: Journal, commit: str) -> bool:
    """Whether a commit is the one that a journal speaks of. Raises GitFailed."""
    if plan.forward:
        return commit == plan.merges
    paths = [entry.path for entry in plan.entries]
    is_child = git.parents_of(root, commit) == plan.parents
    return is_child and git.blobs(root, commit, paths) == plan.blobs


def _began_ns(root: Root) -> int:
    """When the command whose journal is in force began to write, by the clock of its files."""
    return os.stat(journal.place_of(root)).st_mtime_ns


def _finish(
    root: Root,
    plan: Journal,
    lock_descriptor: int,
    rescue: Rescue | None,
    watch: own_writes.Watch,
    *,
    ready: git_index.Prepared | None,
) -> list[Notice]:
    """After the commit point: put everything in place and drop the journal, or leave it and say
    so.
    """
    if plan.commit:
        # Another program's lock may stay; ours is there only if git could not remove it, and nobody
        # else would.
        with suppress(NotDone):
            _clear_locks(root, plan)
    notices: list[Notice] = []
    try:
        if plan.commit:
            commit_point.flush_names(root, plan.ref, _began_ns(root))
        watch.begins()
        journal.put_in_place(root, plan, rescue, notices)
        watch.ends()
        watch.keep()
        _update_index(root, plan, lock_descriptor, ready)
        journal.drop(root)
    except SvcError as error:
        notices.append(
            LeftToFinish(path=error.facts.get("path", str(root.git_dir)), reason=_reason(error))
        )
    except OSError as error:
        notices.append(
            LeftToFinish(path=str(error.filename or root.git_dir), reason=_reason(error))
        )
    except MemoryError:
        reason = Phrase(N_("there is not enough memory"))
        notices.append(LeftToFinish(path=str(root.git_dir), reason=reason))
    return notices + _not_kept(root)


def _not_kept(root: Root) -> list[Notice]:
    """What the file system did not do for this command, if that was never said here before."""
    known = root.own_dir / "not-kept"
    if not files.not_kept or os.path.lexists(known):
        return []
    with suppress(OSError):
        files.write_new(known, b"")
    what = [Phrase(files.NOT_KEPT[each]) for each in sorted(files.not_kept)]
    return [NotKeptHere(path=str(root.path), what=what)]


def _update_index(
    root: Root, plan: Journal | None, lock_descriptor: int, ready: git_index.Prepared | None = None
) -> None:
    """Bring git's index up to the command, and to those that an earlier svc left waiting for it."""
    if plan is not None and not plan.commit:
        return
    own = _committed(plan) if plan else []
    latest = {file.path: file for file in [*git_index.waiting(root), *own]}
    if latest:
        git_index.update(root, list(latest.values()), lock_descriptor, ready)
    git_index.drop_waiting(root)


def _committed(plan: Journal) -> list[Committed]:
    return [Committed(entry.path, entry.mode, entry.new or "") for entry in plan.entries]


def _finish_or_undo(
    root: Root, lock_descriptor: int, rescue: Rescue | None, signals: HeldBack
) -> list[Notice]:
    """Finish what a command before us left that is recorded, undo what is not. Raises
    EarlierUnfinished, GitLocked.
    """
    if not journal.left_anything(root) and not git_index.is_waiting(root):
        return []
    signals.hold_back()
    notices: list[Notice] = []
    journal.drop_draft(root)
    earlier = journal.load(root)
    if earlier is not None:
        if earlier.commit:
            _clear_locks(root, earlier)
        if not journal.is_committed(root, earlier):
            journal.discard(root, earlier)
            earlier = None
    try:
        if earlier is not None:
            if earlier.commit:
                with files.saying(root.git_dir):
                    commit_point.flush_names(root, earlier.ref, _began_ns(root))
            journal.put_in_place(root, earlier, rescue, notices)
    except SvcError as error:
        raise EarlierUnfinished(path=error.facts.get("path", "?"), reason=_reason(error)) from error
    notices += _finish_index(root, earlier, lock_descriptor)
    signals.let_go()
    return notices


def _finish_index(root: Root, earlier: Journal | None, lock_descriptor: int) -> list[Notice]:
    """The last step of an earlier command. Where it can't be done, it waits for the next command,
    and the desk goes on working: an index that can't be written can't be committed either.
    """
    left: list[Notice] = []
    try:
        _update_index(root, earlier, lock_descriptor)
    except (SvcError, OSError) as error:
        left.append(LeftToFinish(path=str(root.git_dir / "index"), reason=_reason(error)))
    with files.saying(root.own_dir):
        if left and earlier is not None:
            git_index.let_wait(root, _committed(earlier))
        if earlier is not None:
            journal.drop(root)
    return left
