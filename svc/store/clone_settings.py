"""How this clone is set up (`git config`, the environment): its lane, whether it commits by
itself, who commits, how long it waits.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from svc.errors import LaneTaken, NoGitIdentity, NoLane, NoSuchVersion
from svc.model.ids import is_lane
from svc.store.git import program as git

if TYPE_CHECKING:
    from svc.store.reader import Reader


def own_lane(ledger: Reader) -> str:
    """The lane this clone writes new numbers in. Raises NoLane, LaneTaken if another clone has
    claimed it.
    """
    clone = ledger.clone
    lane = clone.get("svc.desk", "").upper()
    if not is_lane(lane):
        raise NoLane()
    try:
        claimed_by = ledger.claim(lane).clone
    except NoSuchVersion:
        raise NoLane() from None
    if claimed_by != clone.get("svc.clone"):
        raise LaneTaken(lane=lane, path=f"desks/{lane}.yaml")
    return lane


def commits_itself(clone: dict[str, str]) -> bool:
    """Whether this clone commits each command by itself: yes, unless `git config svc.commit
    off`.
    """
    return clone.get("svc.commit", "on").lower() not in ("off", "false", "no", "0")


def committer(root: git.Root, clone: dict[str, str]) -> git.Person:
    """Who commits: whom git knows; where it knows nobody, as under cron without a HOME, who set
    this clone up.

    Raises NoGitIdentity.
    """
    person = git.identity_in(clone)
    if person is not None:
        return person
    try:
        return git.identity(root)
    except NoGitIdentity:
        if clone.get("svc.name") and clone.get("svc.email"):
            return git.Person(clone["svc.name"], clone["svc.email"])
        raise


def lock_wait_seconds() -> float:
    """How long to wait for another writer: SVC_LOCK_WAIT seconds, 10 if it is not set or no
    number.
    """
    try:
        return max(0.0, float(os.environ.get("SVC_LOCK_WAIT", "10")))
    except ValueError:
        return 10.0
