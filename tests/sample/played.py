"""The script of the sample, performed: each deed by the action that its command calls, in the order
of time, in a ledger that begins without records.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sample.deeds import CUSTOMERS, TICKETS, Deed, git
from sample.dice import Dice
from svc.model.ids import parse_customer_id
from svc.store import recording
from svc.store.ledger import Ledger


def played(files: dict[str, str], script: Iterable[Deed]) -> dict[str, str]:
    """The files of a ledger that began with these, once all of the script is performed. Raises what
    an action raises.
    """
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        ledger = started(Path(name) / "ledger", files)
        for deed in script:
            perform(ledger, deed)
        return _files(ledger.top)


def _files(top: Path) -> dict[str, str]:
    return {
        path.relative_to(top).as_posix(): path.read_bytes().decode()
        for path in sorted(top.rglob("*"))
        if path.is_file() and not {".git", ".svc"} & set(path.relative_to(top).parts)
    }


def started(top: Path, files: dict[str, str]) -> Ledger:
    """A ledger with these files and no commits of its own."""
    for path, text in files.items():
        place = top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    git(top, "init", "-q", "-b", "main")
    ledger = Ledger(top)
    ledger.clone["svc.commit"] = "off"
    return ledger


def perform(ledger: Ledger, deed: Deed) -> None:
    """Do it at its desk. Raises what the action raises."""
    if deed.desk:
        ledger.clone |= {"svc.desk": deed.desk, "svc.clone": ledger.claim(deed.desk).clone}
    action = (CUSTOMERS if parse_customer_id(deed.record) else TICKETS)[deed.what]
    with _event_ids(deed):
        action(ledger, deed)


@contextmanager
def _event_ids(deed: Deed) -> Iterator[None]:
    """Events get the identities of the script, those that it does not know others by chance."""
    wanted = deque(event.id for event in deed.events)
    dice = Dice("besides", deed.record, deed.first.id)
    given = recording.new_event_id
    recording.new_event_id = lambda: wanted.popleft() if wanted else dice.event_id()
    try:
        yield
    finally:
        recording.new_event_id = given
