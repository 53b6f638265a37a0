"""`svc check` looks at one moment, whoever records meanwhile.

Reading all records takes a while, and what one command recorded must not be half seen: a receipt
without the one before it, a customer's file without what its ticket says of it, a file before or
behind HEAD. So what lies there is looked at before and after (`svc/store/looks.py`), and what
changed meanwhile is read again. Only if something changed, or something seems to be wrong between
files and git, is the ledger made to stand still, for as long as that takes: what changed since is
read, and the places in doubt are compared once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from msgspec import Struct

from svc.actions import tampering
from svc.actions.check_history import rewound_branch
from svc.actions.check_records import RecordFinding
from svc.actions.check_worker import Looker, Piece, facts_from, unpack_finding
from svc.errors import LockHeld, SvcError
from svc.model.archives import ARCHIVES, archive_of
from svc.model.ids import RECORD_FOLDERS, RecordId, SealId, StockId, TicketId, record_id_at
from svc.rules.checks.facts import AnyFacts, CustomerFacts, SealFacts, StockFacts, TicketFacts
from svc.store import journal, recording
from svc.store.clone_settings import commits_itself
from svc.store.configuration import EDITED, EDITED_FOLDERS
from svc.store.git import program as git
from svc.store.git.unfinished_operation import unfinished_operation
from svc.store.ledger import Ledger
from svc.store.looks import look_at

SETTINGS = (*EDITED, *EDITED_FOLDERS)


class Outcomes:
    """What looking at each record came to; a record looked at once more takes its own place."""

    def __init__(self) -> None:
        self._findings: dict[str, list[RecordFinding]] = {}  # by path
        self._facts: dict[str, AnyFacts] = {}  # by number
        self._unreadable: set[str] = set()  # numbers

    def __len__(self) -> int:
        return len(self._facts) + len(self._unreadable)

    def take(self, piece: Piece) -> None:
        """Add what was found in some records."""
        findings, facts, unreadable = piece
        for finding in map(unpack_finding, findings):
            self._findings.setdefault(finding.path, []).append(finding)
        for each in map(facts_from, facts):
            self._facts[each.id] = each
        self._unreadable.update(unreadable)

    def drop(self, number: RecordId) -> None:
        """Forget one, which is read again, or is gone."""
        self._findings.pop(number.path, None)
        self._facts.pop(str(number), None)
        self._unreadable.discard(str(number))

    @property
    def findings(self) -> list[RecordFinding]:
        return [finding for found in self._findings.values() for finding in found]

    @property
    def found_in(self) -> set[str]:
        """The paths of records in which something was found."""
        return set(self._findings)

    @property
    def unreadable(self) -> list[str]:
        return sorted(self._unreadable)

    @property
    def tickets(self) -> dict[str, TicketFacts]:
        return {id: each for id, each in self._facts.items() if isinstance(each, TicketFacts)}

    @property
    def customers(self) -> dict[str, CustomerFacts]:
        return {id: each for id, each in self._facts.items() if isinstance(each, CustomerFacts)}

    @property
    def documents(self) -> dict[str, StockFacts]:
        return {id: each for id, each in self._facts.items() if isinstance(each, StockFacts)}

    @property
    def seals(self) -> dict[str, SealFacts]:
        return {id: each for id, each in self._facts.items() if isinstance(each, SealFacts)}


class Compared(Struct, frozen=True, kw_only=True):
    """What stands otherwise in the files than in git."""

    of_records: list[RecordFinding]
    of_settings: list[RecordFinding]
    rewound: list[RecordFinding]

    @property
    def all(self) -> list[RecordFinding]:
        return self.of_records + self.of_settings + self.rewound


class CheckedMoment:
    """The moment of which a check tells: made before anything is read, settled once all is."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._ledger = ledger
        self._now = now
        self._look = look_at(ledger.top, [*RECORD_FOLDERS, *SETTINGS])
        self.settings_changed = False  # then nothing of what was read may hold

    def settle(self, outcomes: Outcomes) -> Compared:
        """Bring what was read to one moment, and compare that with git.

        Raises LockHeld if somebody writes so long that no moment could be had; where no lock can be
        had at all (a ledger that may only be read), what was seen without one stands.
        """
        changed = self._read_what_changed(outcomes)
        compared = compare_with_git(self._ledger)
        if not (changed or compared.all or is_being_written(self._ledger)):
            return compared
        with standing_still(self._ledger, self._now) as still:
            if not still:
                return compared
            changed |= self._read_what_changed(outcomes)
            return _compared_again(self._ledger, compared, changed)

    def _read_what_changed(self, outcomes: Outcomes) -> set[str]:
        """Read once more what is not as it was, and give its paths."""
        earlier = self._look
        self._look = look_at(self._ledger.top, [*RECORD_FOLDERS, *SETTINGS], earlier)
        changed = self._look.differing(earlier)
        self.settings_changed |= any(_is_of_settings(path) for path in changed)
        numbers = {path: number for path in changed if (number := record_id_at(path))}
        if any(isinstance(number, SealId | StockId) for number in numbers.values()):
            # what is wrong in other records may follow from seals, and from when books were begun
            for path in outcomes.found_in:
                if number := record_id_at(path):
                    numbers[path] = number
        if numbers:
            looker = Looker(self._ledger, self._now)
            for number in numbers.values():
                outcomes.drop(number)
                outcomes.take(looker.look_at([number]))
        return changed


def _is_of_settings(path: str) -> bool:
    """Whether it is a file by which records are judged."""
    folder, _, name = path.rpartition("/")
    suffix = EDITED_FOLDERS.get(folder)
    return path in EDITED or (suffix is not None and name.endswith(suffix) and name[0] != ".")


def is_being_written(ledger: Ledger) -> bool:
    """Whether a command is between its commit and its files, or was killed there."""
    try:
        return journal.left_anything(ledger.root)
    except SvcError:
        return False  # a ledger outside git


@contextmanager
def standing_still(ledger: Ledger, now: datetime) -> Iterator[bool]:
    """The ledger while nobody writes; False where that can't be had: outside git, where we may not
    write, while git has something unfinished. Raises LockHeld.
    """
    with ExitStack() as held:
        is_still = False
        try:
            if unfinished_operation(ledger.root) is None:
                held.enter_context(recording.standing_still(ledger, now))
                is_still = True
        except LockHeld:
            raise
        except SvcError:
            pass
        yield is_still


# Files and git


def compare_with_git(ledger: Ledger) -> Compared:
    """What is not in git, and what is there otherwise."""
    places = [*RECORD_FOLDERS, ARCHIVES]
    return Compared(
        of_records=[*_rewritten(ledger, places), *_uncommitted(ledger, places)],
        of_settings=_changed_settings(ledger),
        rewound=_rewound(ledger),
    )


def compare_record(ledger: Ledger, now: datetime, path: str) -> list[RecordFinding]:
    """What was committed of one record and since then changed by hand in its log, or is gone."""
    found = _rewritten_in(ledger, path)
    if found or is_being_written(ledger):
        with standing_still(ledger, now) as still:
            return _rewritten_in(ledger, path) if still else found
    return found


def _rewritten_in(ledger: Ledger, path: str) -> list[RecordFinding]:
    return [each for each in _rewritten(ledger, _places_of({path})) if each.path == path]


def _places_of(paths: set[str]) -> list[str]:
    """Where these records lie, or would lie: a ticket's file, and the archive of its year."""
    numbers = map(record_id_at, paths)
    archives = {archive_of(number).path for number in numbers if isinstance(number, TicketId)}
    return sorted(paths | archives)


def _compared_again(ledger: Ledger, compared: Compared, changed: Iterable[str]) -> Compared:
    """The same, with what was in doubt compared while nobody writes."""
    in_doubt = {finding.path for finding in compared.of_records}
    in_doubt |= {path for path in changed if record_id_at(path) is not None}
    places = _places_of(in_doubt)
    return Compared(
        of_records=[*_rewritten(ledger, places), *_uncommitted(ledger, places)],
        of_settings=_changed_settings(ledger) if compared.of_settings else [],
        rewound=_rewound(ledger) if compared.rewound else [],
    )


def _rewritten(ledger: Ledger, places: list[str]) -> list[RecordFinding]:
    """What was committed and since then changed by hand in a log, or is gone."""
    return [
        RecordFinding(rule="history", path=at.path, line=at.line, problem=at.problem, damaged=True)
        for at in tampering.find_rewritten(ledger, places)
    ]


def _uncommitted(ledger: Ledger, places: list[str]) -> list[RecordFinding]:
    """What was recorded and is not in git; nothing where this clone leaves commits to its user."""
    if not places or not _commits(ledger):
        return []
    found = tampering.find_uncommitted(ledger, places)
    return [
        RecordFinding(rule="uncommitted", path=at.path, line=at.line, problem=at.problem)
        for at in found
    ]


def _changed_settings(ledger: Ledger) -> list[RecordFinding]:
    """Settings that git does not have as they are."""
    if not _commits(ledger):
        return []
    found = tampering.find_changed_settings(ledger)
    return [
        RecordFinding(rule="changed-settings", path=at.path, line=at.line, problem=at.problem)
        for at in found
    ]


def _commits(ledger: Ledger) -> bool:
    try:
        return commits_itself(ledger.clone)
    except SvcError:
        return False


def _rewound(ledger: Ledger) -> list[RecordFinding]:
    """That the branch no longer has what all desks had."""
    try:
        rewound = rewound_branch(ledger.root)
    except SvcError:
        return []  # a ledger outside git
    if rewound is None:
        return []
    path = f".git/{git.head(ledger.root).ref}"
    return [RecordFinding(rule="rewound", path=path, line=1, problem=rewound)]
