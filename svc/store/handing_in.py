"""One at a time: what was handed in, such as a text from a chat or a form's export, is looked for
and recorded by one command, so that of two that hold the same neither records what the other did.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from svc.store import lock
from svc.store.clone_settings import lock_wait_seconds
from svc.store.ledger import Ledger
from svc.store.lock import Holder


@contextmanager
def handing_in(ledger: Ledger, who: str, since: datetime) -> Iterator[None]:
    """Nobody else records what was handed in meanwhile; other commands are not waited for and do
    not wait. Raises LockHeld, NotDone.
    """
    holder = Holder(who=who, since=since)
    held = lock.take(ledger.root, holder, lock_wait_seconds(), "handing-in")
    try:
        ledger.close()  # its index is opened anew, with what others wrote while we waited
        yield
    finally:
        held.release()
