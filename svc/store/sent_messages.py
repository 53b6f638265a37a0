"""What this clone has sent: `.git/svc/notify.json`, written whole, so that nothing is sent twice.

It holds marks and moments, nothing of what was said. A message is entered as under way before it
is sent, so that one whose sender was killed is known for what it is: perhaps sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from svc.errors import LockHeld, NotAFile, NotifyRunning, SentUnreadable
from svc.model.events import Moment
from svc.store import lock
from svc.store.clone_settings import lock_wait_seconds
from svc.store.files import read_file, replace_file

if TYPE_CHECKING:
    from svc.store.git.program import Root

FILE = "notify.json"
KEPT = timedelta(days=45)
"""So long it is remembered what was sent; longer than anything is looked back for."""


class SentMessages(Struct, kw_only=True):
    """What was sent when, what perhaps was and how often, and when each robot was last spoken
    to.
    """

    schema: int = 1
    sent: dict[str, Moment] = {}  # mark → when
    perhaps: dict[str, int] = {}  # mark → how many times nobody knows whether it came
    spoken: dict[str, list[Moment]] = {}  # robot → when, in the last minute


def read_sent(root: Root) -> SentMessages:
    """What was sent so far. Raises SentUnreadable, NotDone."""
    path = root.own_dir / FILE
    try:
        data = read_file(path)
        return SentMessages() if data is None else msgspec.json.decode(data, type=SentMessages)
    except (NotAFile, msgspec.DecodeError, UnicodeDecodeError):
        raise SentUnreadable(path=str(path)) from None


def write_sent(root: Root, sent: SentMessages, now: datetime) -> None:
    """Keep it, without what is too old to matter. Raises NotDone."""
    sent.sent = {mark: at for mark, at in sent.sent.items() if now - at < KEPT}
    minute = timedelta(minutes=1)
    spoken = {
        robot: [at for at in times if now - at < minute] for robot, times in sent.spoken.items()
    }
    sent.spoken = {robot: times for robot, times in spoken.items() if times}
    replace_file(root.own_dir / FILE, msgspec.json.encode(sent))


@contextmanager
def sending(root: Root, now: datetime) -> Iterator[SentMessages]:
    """What was sent, for one sender at a time. Raises NotifyRunning, and what `read_sent` does."""
    holder = lock.Holder(who="svc notify", since=now)
    try:
        held = lock.take(root, holder, lock_wait_seconds(), "notify")
    except LockHeld as error:
        raise NotifyRunning(pid=error.facts["pid"], since=error.facts["since"]) from None
    try:
        yield read_sent(root)
    finally:
        held.release()
