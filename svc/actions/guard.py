"""The guard of the repository that desks share: what a push brings is judged before it is taken.

It runs where git calls it, as `pre-receive`, in a repository without a work tree; what is pushed
lies aside until it has answered.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from svc.actions.history import Judged, Range, judge_commits
from svc.actions.settings_in_git import settings_at
from svc.errors import N_, HookThere, Phrase
from svc.model.settings import Settings
from svc.rules.history.numbers import Books, put_number
from svc.store import files, merge_driver
from svc.store.git import program as git
from svc.store.git import trees
from svc.store.git.branch_locks import clear_abandoned
from svc.store.git.history import Objects

HOOK = "hooks/pre-receive"
_MARK = "# svc guard"
_KEPT = "svc-guard.json"
_OF_PARTIAL_CLONES = ("uploadpack.allowFilter", "uploadpack.allowReachableSHA1InWant")
"""Without the second one ssh, which tells the server nothing of git's protocol, gives no texts."""


class RefUpdate(NamedTuple):
    """What a push does to a branch: from which commit to which; None: it is not there."""

    old: str | None
    new: str | None
    ref: str


class PushVerdict(Struct, frozen=True, kw_only=True):
    """What became of a push: why branches can't be moved so, and what is against history."""

    branches: list[Phrase]
    judged: list[Judged]
    settings: Settings | None  # of the ledger before the push

    @property
    def refused(self) -> bool:
        return bool(self.branches) or any(each.standing for each in self.judged)


class _Remembered(Struct, frozen=True, kw_only=True):
    """The receipt books at a commit, so that nobody has to look through all tickets again."""

    commit: str
    books: Books


def ref_updates(lines: Iterable[str]) -> list[RefUpdate]:
    """What git tells a pre-receive hook: old, new, ref in each line."""
    updates = []
    for line in lines:
        old, new, ref = line.rstrip("\n").split(" ", 2)
        updates.append(RefUpdate(_commit(old), _commit(new), ref))
    return updates


def _commit(name: str) -> str | None:
    return None if set(name) == {"0"} else name


def judge_push(
    folder: Path,
    updates: Iterable[RefUpdate],
    now: datetime,
    environ: Mapping[str, str],
    tell: Callable[[int, int], None] = lambda done, count: None,
) -> PushVerdict:
    """Judge a push into the repository at `folder`. SVC_PUSHER in `environ` names the desk that
    sends. Raises NoRepository, GitFailed and the like.
    """
    root = git.bare_repository(folder, environ)
    guarded = _guarded(root)
    for ref in guarded:
        clear_abandoned(root.git_dir, ref.removeprefix("refs/heads/"))
    branches: list[Phrase] = []
    judged: list[Judged] = []
    for update in updates:
        problem = _branch_problem(root, update, guarded)
        if problem is not None:
            branches.append(problem)
            continue
        assert update.new is not None
        commits = Range(last=update.new, before=[update.old] if update.old else [])
        known = _remembered(root, update.old)
        pusher = environ.get("SVC_PUSHER", "").strip().upper()
        books = None if known is None else known.copy
        found = judge_commits(root, commits, now, pusher=pusher, books=books, tell=tell)
        judged.append(found)
        if not found.standing:
            _remember(root, update.new, found.books if known is None else known, found.issued)
    settings = next((each.settings for each in judged), None) or _own_settings(root)
    return PushVerdict(branches=branches, judged=judged, settings=settings)


def _own_settings(root: git.Root) -> Settings | None:
    """Those of the ledger as it is here."""
    commit = git.head(root).commit
    if commit is None:
        return None
    with Objects(root) as objects:
        return settings_at(objects, commit)


def _guarded(root: git.Root) -> list[str]:
    """The branches that are taken: as `git config svc.guarded` names them, else that of HEAD."""
    named = git.run(root, "config", "--get-all", "svc.guarded").out.decode("utf-8", "replace")
    if named.split():
        return [f"refs/heads/{name}" for name in named.split()]
    return [git.head(root).ref]


def _branch_problem(root: git.Root, update: RefUpdate, guarded: list[str]) -> Phrase | None:
    """Why a branch can't be moved so; None: it can."""
    branch = update.ref.removeprefix("refs/heads/")
    if update.ref not in guarded:
        names = [each.removeprefix("refs/heads/") for each in guarded]
        says = N_("{branch} is not taken here; what desks share is {guarded}")
        return Phrase(says, branch=branch, guarded=names)
    if update.new is None:
        return Phrase(N_("{branch} is what all desks share; it can't be deleted"), branch=branch)
    if update.old is not None and not trees.is_ancestor(root, update.old, update.new):
        says = N_(
            "{branch} would lose what it has: the push goes from {old} to {new}, which does not "
            "come from it. To bring both together: svc sync"
        )
        return Phrase(says, branch=branch, old=update.old[:10], new=update.new[:10])
    return None


def _remembered(root: git.Root, old: str | None) -> Books | None:
    """The receipt books as they were before the push, if they are remembered."""
    data = files.read_file(root.git_dir / _KEPT)
    try:
        known = None if data is None else msgspec.json.decode(data, type=_Remembered)
    except msgspec.MsgspecError:
        return None
    return known.books if known is not None and known.commit == old else None


def _remember(root: git.Root, commit: str, before: Books | None, issued: Iterable[str]) -> None:
    """Keep the books as they are with this push; where that can't be written, or nobody had to know
    them, they are looked up once more.
    """
    if before is None:
        return
    books = dict(before)
    for number in issued:
        put_number(books, number)
    place = root.git_dir / _KEPT
    data = msgspec.json.encode(_Remembered(commit=commit, books=books))
    new = place.with_name(f"{_KEPT}.{os.getpid()}")
    try:
        new.write_bytes(data)
        new.replace(place)
    except OSError:
        files.remove(new)


def install_guard(folder: Path, environ: Mapping[str, str]) -> Path:
    """Put the guard into the repository at `folder`; gives the hook's place. Twice changes nothing.

    In a repository that is still empty the branch is `main`, as in every ledger. Where nobody has
    decided it, offices may clone their own folders alone. Raises NoRepository, HookThere, NotDone
    and the like.
    """
    root = git.bare_repository(folder, environ)
    place = root.git_dir / HOOK
    there = files.read_file(place)
    if there is not None and _MARK.encode() not in there:
        raise HookThere(path=str(place))
    if git.head(root).commit is None:
        git.output(root, "symbolic-ref", "HEAD", "refs/heads/main")
    with files.saying(place):
        place.parent.mkdir(exist_ok=True)
        new = place.with_name("pre-receive.svc")
        new.write_bytes(_hook().encode())
        new.chmod(0o755)
        new.replace(place)
    for setting in _OF_PARTIAL_CLONES:
        if git.run(root, "config", "--get", setting).status:
            git.output(root, "config", setting, "true")
    return place


def _hook() -> str:
    """The hook's text: this svc, by its full path, or the one on the PATH where it is gone."""
    from shlex import quote

    words = [Path(word).as_posix() for word in merge_driver.own_program()]
    full = " ".join(map(quote, words))
    return (
        f"#!/bin/sh\n{_MARK}\n"
        f"if test -x {quote(words[0])}; then exec {full} guard; else exec svc guard; fi\n"
    )
