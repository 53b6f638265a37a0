"""The script of the sample, performed: each deed by the action that its command calls, in the order
of time, in a ledger that begins without records.
"""

from __future__ import annotations

import os
import shlex
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any

from conftest import typed

from sample.branch import YEAR, Line
from sample.deeds import CUSTOMERS, TICKETS, Deed, git
from sample.dice import Dice
from sample.office_deeds import OfficeDeed
from svc.actions.merges import merge_files
from svc.model.ids import parse_customer_id
from svc.store import new_records
from svc.store.ledger import Ledger

Files = dict[str, str]
"""Path and text."""


def played(files: dict[str, str], script: Iterable[Deed | OfficeDeed]) -> dict[str, str]:
    """The files of a ledger that began with these, once all of the script is performed. Raises what
    an action raises.
    """
    with tempfile.TemporaryDirectory(dir=_memory()) as name:
        ledger = started(Path(name) / "ledger", files)
        numbers: dict[str, str] = {}
        before: dict[str, str] = {}
        for deed in script:
            if isinstance(deed, Deed) and deed.is_remembered:
                before[deed.record] = text_of(ledger, deed.record)
            if isinstance(deed, Deed) and deed.is_apart:
                perform_apart(ledger, deed, before[deed.record])
            else:
                perform(ledger, deed, numbers)
        ledger.close()
        return _files(ledger.top)


def typed_besides(files: dict[str, str], lines: Iterable[Line], office: str, desk: str) -> Files:
    """The files of a ledger that has these, once the command lines are typed at a desk of this
    office. Raises AssertionError with what a command said that did not do it.
    """
    with tempfile.TemporaryDirectory(dir=_memory()) as name, _environment() as environment:
        ledger = started(Path(name) / "ledger", files)
        claimed = {"svc.commit": "off", "svc.desk": desk, "svc.clone": ledger.claim(desk).clone}
        for key, value in claimed.items():
            git(ledger.top, "config", key, value)
        ledger.close()
        for number, line in enumerate(lines):
            environment["SVC_NOW"] = f"{YEAR}-{line.at.replace(' ', 'T')}:00+08:00"
            words = ["--as", line.by, *shlex.split(line.typed), "--ledger", str(ledger.top)]
            with _event_ids((), "typed", office, number), chdir(ledger.top):
                ended = typed(*words)
            assert ended.status == 0, (line, ended)
        return _files(ledger.top)


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def _environment() -> Iterator[MutableMapping[str, str]]:
    """The surroundings of a desk, whatever the person who makes the sample has set."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("SVC_", "GIT_")):
            del os.environ[name]
    os.environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "SVC_LANG": "zh"}
    try:
        yield os.environ
    finally:
        os.environ.clear()
        os.environ |= before


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


def perform(ledger: Ledger, deed: Deed | OfficeDeed, numbers: dict[str, str]) -> None:
    """Do it at its desk; `numbers` are those of stock documents by the names the script has for
    them. Raises what the action raises.
    """
    if deed.desk:
        ledger.clone |= {"svc.desk": deed.desk, "svc.clone": ledger.claim(deed.desk).clone}
    if isinstance(deed, OfficeDeed):
        with _event_ids((), "office", deed.name):
            deed.perform(ledger, numbers)
        return
    action = (CUSTOMERS if parse_customer_id(deed.record) else TICKETS)[deed.what]
    with _event_ids(deed.events, "besides", deed.record, deed.first.id):
        action(ledger, deed)


def text_of(ledger: Ledger, ticket: str) -> str:
    return (ledger.top / ledger.read(ticket).path).read_text(encoding="utf-8")


def perform_apart(ledger: Ledger, deed: Deed, before: str) -> None:
    """Do it at a desk that knows the ticket as it stood `before`; then both are merged as git has
    svc do it.
    """
    path = ledger.read(deed.record).path
    place, here = ledger.top / path, text_of(ledger, deed.record)
    ledger.close()
    place.write_text(before, encoding="utf-8", newline="")
    perform(ledger, deed, {})
    with tempfile.TemporaryDirectory() as name:
        base, ours, theirs = (Path(name) / side for side in ("base", "ours", "theirs"))
        for side, text in ((base, before), (ours, here), (theirs, text_of(ledger, deed.record))):
            side.write_text(text, encoding="utf-8", newline="")
        merge_files(base, ours, theirs, path)
        ledger.close()
        place.write_text(ours.read_text(encoding="utf-8"), encoding="utf-8", newline="")


@contextmanager
def _event_ids(events: Iterable[Any], *seed: object) -> Iterator[None]:
    """Events get the identities of the script, those that it does not know others by chance."""
    wanted = deque(event.id for event in events)
    dice = Dice(*seed)
    given = new_records.new_event_id
    new_records.new_event_id = lambda: wanted.popleft() if wanted else dice.event_id()
    try:
        yield
    finally:
        new_records.new_event_id = given
