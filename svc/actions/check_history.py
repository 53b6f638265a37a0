"""`svc check --history`: the commits of this ledger, or some of them, looked through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from svc.actions.history import Range, judge_commits
from svc.errors import N_, Phrase, SvcError
from svc.model.ids import parse_record_id
from svc.rules.history.judging import AgainstHistory
from svc.store.git import history, remote, trees
from svc.store.git import program as git
from svc.store.ledger import Ledger


class HistoryChecked(Struct, frozen=True, kw_only=True):
    """What looking through commits came to."""

    commits: int
    found: list[AgainstHistory]
    rewound: Phrase | None  # this branch no longer has what it had

    @property
    def standing(self) -> list[AgainstHistory]:
        return [each for each in self.found if each.stands]


def check_history(
    ledger: Ledger, wanted: str, now: datetime, tell: Callable[[int, int], None]
) -> HistoryChecked:
    """Judge all commits, those of `REV..REV` or since `REV`, or of all of them what they did to one
    record. Raises NoSuchRevision, HistoryNotHere, GitFailed and the like.
    """
    root, record = ledger.root, parse_record_id(wanted)
    commits = _range(root, "" if record else wanted)
    judged = judge_commits(root, commits, now, of_all_time=True, tell=tell)
    found = judged.found
    if record is not None:
        found = [each for each in found if each.path == record.path]
    return HistoryChecked(commits=judged.commits, found=found, rewound=rewound_branch(root))


def _range(root: git.Root, wanted: str) -> Range:
    first, dots, last = wanted.partition("..")
    if not wanted:
        return Range(last=history.commit_named(root, "HEAD"))
    return Range(
        last=history.commit_named(root, (last if dots else "") or "HEAD"),
        before=[history.commit_named(root, first or "HEAD")],
    )


def rewound_branch(root: git.Root) -> Phrase | None:
    """That the branch no longer has what all desks had at the last sync; None: it has."""
    seen = last_exchanged(root)
    own = git.head(root).commit
    if seen is None or own is None or trees.is_ancestor(root, seen, own):
        return None
    says = N_(
        "the branch was rewound or rewritten: it no longer has commit {commit}, which all desks "
        "had at the last sync; it comes back with: svc sync"
    )
    return Phrase(says, commit=seen[:10])


def last_exchanged(root: git.Root) -> str | None:
    """The commit up to which everything was exchanged; None: nothing ever was."""
    try:
        return remote.last_seen(root, remote.shared_branch(root, git.head(root).ref))
    except SvcError:
        return None  # a ledger outside git, or one that exchanges with nobody
