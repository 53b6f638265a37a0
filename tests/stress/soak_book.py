"""What was acknowledged in a soak: each event by its id, as it was written, and each entry of the
settings; and whether a ledger holds just that.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from svc.model import reading
from svc.model.ids import is_record_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_EVENT = re.compile(r"(?m)^  - seq: ")
_ID = re.compile(r'(?m)^    id: "([0-9a-z]{10})"$')
_STAYS = re.compile(r'(?m)^    (?:id|what|at|typed|by): "[^"]*"$')
_RECEIPT = re.compile(r'(?m)^    number: "([A-Z]{2,3}-[A-Z]-\d\d-\d{4})"$')


class Written(NamedTuple):
    """An event as it stands in its file, and the command that wrote it."""

    text: str
    command: str
    acknowledged: bool


class Recorded(NamedTuple):
    """What one command added: new records by their numbers, receipts, how many events."""

    records: tuple[str, ...]
    receipts: tuple[str, ...]
    events: int


class Book:
    """The test's own account of what the desks were told is recorded."""

    def __init__(self) -> None:
        self.events: dict[str, Written] = {}
        self.entries: set[tuple[str, str]] = set()
        self.documents: set[str] = set()  # of the store, which have no event at first

    def open(self, ledger: Path) -> None:
        """What a ledger has at the beginning."""
        for name in _files(ledger):
            self._take(ledger, name, "before", acknowledged=True)
            if name.startswith("movements/"):
                self.documents.add(_document(ledger / name))

    def take(
        self, ledger: Path, before: str, command: str, *, acknowledged: bool = True
    ) -> Recorded:
        """Enter what HEAD has since `before`."""
        words = ("diff", "-z", "--no-renames", "--name-status", before, "HEAD")
        told = _git(ledger, *words).split("\0")[:-1]
        records, receipts, count = [], [], 0
        for status, name in zip(told[::2], told[1::2], strict=True):
            if status == "D":
                continue
            new = self._take(ledger, name, command, acknowledged=acknowledged)
            count += len(new)
            if status == "A" and name.startswith("movements/"):
                self.documents.add(_document(ledger / name))
            receipts += [number for text in new for number in _RECEIPT.findall(text)]
            if status == "A" and is_record_path(name):
                records.append(Path(name).stem)
        return Recorded(tuple(records), tuple(receipts), count)

    def _take(self, ledger: Path, name: str, command: str, *, acknowledged: bool) -> list[str]:
        if not is_record_path(name):
            self.entries |= _entries(ledger, name)
            return []
        new = []
        for event, text in events_of(ledger / name):
            if event not in self.events:
                self.events[event] = Written(text, command, acknowledged)
                new.append(text)
        return new

    def differences(self, ledger: Path) -> list[str]:
        """What is lost, doubled, changed or never acknowledged there; empty: nothing is.

        Of a record from which somebody was forgotten only its words may have gone.
        """
        found: Counter[str] = Counter()
        problems: list[str] = []
        entries: set[tuple[str, str]] = set()
        documents: list[str] = []
        for name in _files(ledger):
            if not is_record_path(name):
                entries |= _entries(ledger, name)
                continue
            if name.startswith("movements/"):
                documents.append(_document(ledger / name))
            is_forgotten = 'what: "forgotten"' in (ledger / name).read_text(encoding="utf-8")
            for event, text in events_of(ledger / name):
                found[event] += 1
                problems += self._problem(name, event, text, is_forgotten=is_forgotten)
        lost = [f"lost: {self.events[event]}" for event in self.events.keys() - found.keys()]
        doubled = [f"doubled: {self.events[event]}" for event, count in found.items() if count > 1]
        gone = [f"entry lost: {name} {key}" for name, key in sorted(self.entries - entries)]
        if sorted(documents) != sorted(self.documents):
            problems.append(f"documents: {documents} instead of {self.documents}")
        return [*problems, *lost, *doubled, *gone]

    def _problem(self, name: str, event: str, text: str, *, is_forgotten: bool) -> list[str]:
        written = self.events.get(event)
        if written is None:
            return [f"never acknowledged: {name} {text}"]
        same = written.text == text
        if is_forgotten:
            same = _STAYS.findall(written.text) == _STAYS.findall(text)
        return [] if same else [f"changed: {name} {written} is {text}"]


def events_of(path: Path) -> Iterator[tuple[str, str]]:
    """The events of a record, id and text."""
    text = path.read_text(encoding="utf-8")
    starts = [match.start() for match in _EVENT.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        event = text[start:end]
        found = _ID.search(event)
        assert found is not None, f"{path}: {event}"
        yield found[1], event.rstrip("\n")


def _document(path: Path) -> str:
    """A stock document without what may become another: its number, and whether it is void."""
    head = path.read_text(encoding="utf-8").partition("\nlog:")[0]
    return re.sub(r'(?m)^(?:id|status): "[^"]*"\n', "", head)


def ids_masked(texts: Iterable[str]) -> list[str]:
    """Events without their random ids, in an order of their own."""
    return sorted(_ID.sub('    id: "?"', text) for text in texts)


def _entries(ledger: Path, name: str) -> set[tuple[str, str]]:
    """The keys of a file that people edit, as far as they name an office, a person, a part, a day …"""
    if not name.endswith(".yaml"):
        return {(name, "")}
    data = reading.read_record((ledger / name).read_bytes(), name)
    found = {(name, "")}
    for key, value in data.items():
        if isinstance(value, dict):
            found |= {(name, f"{key}.{inner}") for inner in value}
        elif isinstance(value, list):
            named = [each for each in value if isinstance(each, dict)]
            found |= {
                (name, f"{key}.{each.get('id', each.get('code'))}")
                for each in named
                if "id" in each or "code" in each
            }
    return found


def _files(ledger: Path) -> list[str]:
    return _git(ledger, "ls-files", "-z").split("\0")[:-1]


def _git(ledger: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ledger, capture_output=True, check=True)
    return done.stdout.decode()
