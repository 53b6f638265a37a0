"""Ending what git has begun in this copy and not ended, so that nothing that was recorded is lost.

git's own commands do it. Before and after, the events of every record that they change are
compared: an end that would take one out is refused, or taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from svc.actions.typist import Typist
from svc.errors import (
    N_,
    MergeInConflict,
    NothingUnfinished,
    Phrase,
    SvcError,
    WouldLoseEvents,
    WouldRunProgram,
)
from svc.model import reading
from svc.model.archives import ARCHIVES, archive_at
from svc.model.ids import RECORD_FOLDERS
from svc.store import files, merge_driver, transaction
from svc.store.clone_settings import lock_wait_seconds
from svc.store.git import ending, trees
from svc.store.git import program as git
from svc.store.git.archived import Unpacked
from svc.store.git.ending import How
from svc.store.git.trees import Changed
from svc.store.git.unfinished_operation import UnfinishedOperation, unfinished_operation
from svc.store.ledger import Ledger
from svc.store.recording import both_changes

_PLACES = (*RECORD_FOLDERS, ARCHIVES)
_EVENT_ID = re.compile(rb'^[ -]*id: "?([0-9a-z]{10})"?\s*$', re.MULTILINE)
_ENDS: dict[How, str] = {
    "continue": N_("the unfinished {what} is finished: git {what} --continue"),
    "skip": N_("the unfinished {what} has nothing to add, and is ended: git {what} --skip"),
    "abort": N_("the unfinished {what} is dropped: git {what} --abort"),
}
Events = set[tuple[str, str]]
"""Events by record and id."""


class PlannedEnd(Struct, frozen=True, kw_only=True):
    """How something unfinished is ended."""

    operation: UnfinishedOperation
    how: How

    @property
    def path(self) -> str:
        """The file of git's that says it is unfinished."""
        return f".git/{self.operation.place.name}"

    @property
    def says(self) -> Phrase:
        """What is done."""
        return Phrase(_ENDS[self.how], what=self.operation.what)


def plan_end(ledger: Ledger, *, give_up: bool) -> PlannedEnd | None:
    """How what is unfinished would be ended; None if nothing is.

    Raises MergeInConflict if it can't be finished, WouldRunProgram if git would run one for it,
    WouldLoseEvents if an end would take events out.
    """
    root = ledger.root
    found = unfinished_operation(root)
    if found is None:
        return None
    if give_up:
        _check(root, found, "abort", _lost_by_dropping(ledger, found))
        return PlannedEnd(operation=found, how="abort")
    conflicts = ending.in_conflict(root)
    if conflicts:
        raise MergeInConflict(what=found.what, files=conflicts)
    program = ending.would_run(root)
    if program:
        command = f"git {found.what} --continue"
        raise WouldRunProgram(what=found.what, program=program, command=command)
    if found.what in ("merge", "cherry-pick", "revert"):
        sides = [_head(root), *ending.commits_in(root, "MERGE_HEAD")]
        staged = (_lost(root, ending.staged_changes(root, side)) for side in sides)
        _check(root, found, "continue", set().union(*staged))
    picks = ending.commits_in(root, "CHERRY_PICK_HEAD", "REVERT_HEAD")
    has_nothing = found.what in ("cherry-pick", "revert") and picks and ending.is_empty(root)
    return PlannedEnd(operation=found, how="skip" if has_nothing else "continue")


def end_unfinished(ledger: Ledger, typist: Typist, *, give_up: bool) -> PlannedEnd:
    """End what is unfinished. Raises NothingUnfinished, LockHeld, GitLocked, GitFailed and what
    `plan_end` raises; then it is as unfinished as it was, or nothing of it is left.
    """
    root = ledger.root
    who = transaction.Holder(who=typist.by, since=typist.now)
    with transaction.beside_git(root, who, lock_wait_seconds(), both_changes) as lock:
        planned = plan_end(ledger, give_up=give_up)
        if planned is None:
            raise NothingUnfinished()
        what = planned.operation.what
        before = _before(root, planned.operation)
        driver = merge_driver.own_driver()
        ended = ending.run(root, planned.operation, planned.how, lock, driver=driver)
        still = unfinished_operation(root)
        if ended.status and still is not None:
            conflicts = ending.in_conflict(root)
            if conflicts:  # of the next commit that a rebase or the like has come to
                raise MergeInConflict(what=what, files=conflicts)
        if ended.status:
            raise git.failure(what, ended, root.git_dir)
        if still is None and planned.how != "abort":
            sides = (_lost(root, trees.changes(root, side, "HEAD", *_PLACES)) for side in before)
            lost: Events = set().union(*sides)
            if lost:
                back = ending.put_back(root, before[0], lock)
                if back.status:
                    raise git.failure("reset", back, root.git_dir)
                _check(root, planned.operation, planned.how, lost)
    return planned


def _check(root: git.Root, found: UnfinishedOperation, how: How, lost: Events) -> None:
    if lost:
        path, _ = min(lost)
        command = f"git {found.what} --{how}"
        raise WouldLoseEvents(command=command, count=len(lost), path=path)


def _head(root: git.Root) -> str:
    return git.output(root, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()


def _before(root: git.Root, found: UnfinishedOperation) -> list[str]:
    """What has to be in the commit it ends with: what the branch had, and the sides of a merge."""
    orig = ending.commits_in(root, "rebase-merge/orig-head", "rebase-apply/orig-head")
    if found.what == "rebase" and orig:
        return orig
    return [_head(root), *ending.commits_in(root, "MERGE_HEAD")]


# What would be lost


def _lost(root: git.Root, changes: Iterable[Changed]) -> Events:
    """Events that the earlier version of a record has and the later one has not, of all changes
    between two trees.
    """
    unpacked = Unpacked(changes, lambda names: trees.texts_of(root, names), lambda path: None)
    changes = [change for change in unpacked.changes if change.before is not None]
    names = {name for c in changes for name in (c.before, c.after) if name is not None}
    texts = {**trees.texts_of(root, names - set(unpacked.texts)), **unpacked.texts}
    lost: Events = set()
    for change in changes:
        before = _events(texts.get(change.before or "", b""))
        after = _events(texts.get(change.after or "", b""))
        lost |= {(change.path, id) for id in before - after}
    return lost


def _lost_by_dropping(ledger: Ledger, found: UnfinishedOperation) -> Events:
    """Events that stand in HEAD or in a file, and would stand under no branch any more."""
    root = ledger.root
    back_to = _goes_back_to(root, found)
    lost = _lost(root, trees.changes(root, "HEAD", back_to, *_PLACES)) if back_to else set()
    touched = ending.changed_files(root)
    if found.what != "rebase":  # git keeps what it has not touched itself
        staged = {change.path for change in ending.staged_changes(root, "HEAD")}
        touched = [path for path in touched if path in staged]
    for path in touched:
        if archive_at(path) is not None:
            continue  # what was put away stands in HEAD
        try:
            data = files.read_file(files.located(ledger.top, path))
        except SvcError:
            continue
        lost |= {(path, id) for id in _events(data or b"")}
    if not lost:
        return lost
    coming = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
    kept_in = [*ending.tips(root), *ending.commits_in(root, *coming)]
    kept_in += [back_to] if back_to else [_head(root)]
    paths = sorted({path for path, _ in lost})
    # a patch that is applied by `git am` stands in no commit yet, but in the index it made
    names = {f"{side}:{path}": path for side in (*kept_in, "", ":1", ":2", ":3") for path in paths}
    for name, text in trees.texts_of(root, names).items():
        lost -= {(names[name], id) for id in _events(text)}
    return lost


def _goes_back_to(root: git.Root, found: UnfinishedOperation) -> str | None:
    """The commit that dropping it goes back to; None: the branch stays where it is."""
    if found.what == "rebase":
        return next(
            iter(ending.commits_in(root, "rebase-merge/orig-head", "rebase-apply/orig-head")), None
        )
    head = _head(root)
    if found.what == "am":
        safe = ending.commits_in(root, "rebase-apply/abort-safety")
        first = ending.commits_in(root, "ORIG_HEAD")
    else:
        safe = ending.commits_in(root, "sequencer/abort-safety")
        first = ending.commits_in(root, "sequencer/head")
    return first[0] if first and safe == [head] else None


def _events(text: bytes) -> set[str]:
    """The ids of a record's events; of one with git's marks in it those that stand in a line."""
    try:
        log = reading.read_record(text).get("log")
        if isinstance(log, list):
            return {str(event["id"]) for event in log if isinstance(event, dict) and "id" in event}
    except SvcError:
        pass
    return {found.decode() for found in _EVENT_ID.findall(text)}
