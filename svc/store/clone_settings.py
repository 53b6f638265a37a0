"""How this clone is set up (`git config`, the environment): its lane, whether it commits by
itself, who commits, how long it waits.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from svc.errors import LaneTaken, NoGitIdentity, NoLane, NoSuchVersion, NotDone
from svc.model.ids import LANES, is_lane
from svc.store import clone_place
from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svc.store.reader import Reader

RENUMBERED = "svc.renumbered"
"""That this clone has seen a record get another number."""
_WEEKLY = "svc.weekly"
"""The day on which cron last said here what it says once a week."""


def own_lane(ledger: Reader) -> str:
    """The lane this clone writes new numbers in. Raises NoLane, LaneTaken if another clone has
    claimed it, ClonedDisk if it was copied from where it was set up.
    """
    clone = ledger.clone
    lane = clone.get("svc.desk", "").upper()
    if not is_lane(lane):
        raise NoLane(free=free_lane(ledger))
    try:
        claimed_by = ledger.claim(lane).clone
    except NoSuchVersion:
        raise NoLane(free=free_lane(ledger)) from None
    if claimed_by != clone.get("svc.clone"):
        raise lane_taken(ledger, lane)
    clone_place.check_is_its_own(ledger.root, clone, lambda: free_lane(ledger))
    return lane


def lane_taken(ledger: Reader, lane: str) -> LaneTaken:
    """The error that another clone has this lane, with one that none has."""
    return LaneTaken(lane=lane, path=f"desks/{lane}.yaml", free=free_lane(ledger))


def free_lane(ledger: Reader) -> str:
    """A letter that no clone has claimed, as far as is known here: the one to join with."""
    used = {name.removesuffix(".yaml") for name in ledger.names("desks")}
    return next((letter for letter in LANES if letter not in used), "—")


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


def note_renumbered(root: git.Root, clone: Mapping[str, str]) -> None:
    """Remember that a record has got another number; where that can't be written, `show` alone
    does not say whose number it was.
    """
    if RENUMBERED not in clone:
        with suppress(NotDone):
            git.set_config(root, {RENUMBERED: "yes"})


def is_weekly_word_due(clone: dict[str, str], today: date) -> bool:
    """Whether what cron says once a week is to be said again here."""
    try:
        said = date.fromisoformat(clone.get(_WEEKLY, ""))
    except ValueError:
        return True
    return not said <= today < said + timedelta(days=7)


def note_weekly_word(root: git.Root, today: date) -> None:
    """Remember that it was said; where that can't be written it is said once more."""
    with suppress(NotDone):
        git.set_config(root, {_WEEKLY: today.isoformat()})
