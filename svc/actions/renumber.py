"""Numbers that two desks gave twice: one of both records gets another, and the old number still
finds it.

It happens where two desks write in one lane: a copied disk, a lane that two claimed before they
met. What moves is what the others do not have yet. A receipt is renumbered, not voided: whoever
paid holds its paper, and nothing about the money was wrong; the book it leaves has no gap, as the
other desk's receipt stands at that number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import Typist, writing
from svc.errors import N_, Damaged, EditsInTheWay, Phrase, SvcError
from svc.model import events as ev
from svc.model.archives import ARCHIVES, archive_of, tickets_in
from svc.model.ids import (
    RECORD_FOLDERS,
    CustomerId,
    SealId,
    StockId,
    TicketId,
    parse_record_id,
    record_id_at,
)
from svc.model.times import written_moment
from svc.rules.merge.collisions import (
    Collision,
    Naming,
    Version,
    names_of,
    receipts_of_one_number,
    records_of_one_number,
)
from svc.rules.money.receipts import ReceiptBook, parse_number
from svc.store import files
from svc.store.clone_settings import note_renumbered, own_lane
from svc.store.git import program as git
from svc.store.git import remote, trees
from svc.store.git.archived import record_changes, texts_at
from svc.store.git.history import commit_named
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.records import record_of

if TYPE_CHECKING:
    from svc.model.data import ReadOnlyData
    from svc.store.recording import Recording

_AT_ONCE = 400  # files whose texts are held in memory at a time


class NewNumber(Struct, frozen=True, kw_only=True):
    """A number that stands for two, and the one that ours gets; `named` says where else."""

    collision: Collision
    now: str
    named: list[Naming]

    @property
    def was(self) -> str:
        return self.collision.number

    @property
    def is_receipt(self) -> bool:
        return bool(self.collision.event)


class Renumbering(Struct, frozen=True, kw_only=True):
    """What is to be renumbered, or was."""

    numbers: list[NewNumber]
    lane: str  # the desk's own, from which the new numbers are
    is_lane_shared: bool  # another desk gives numbers in it, too
    broken: list[Damaged]  # why tickets can't be read: receipts in them may be more of one number
    done: bool = False


def begun(ledger: Ledger, said: str) -> Phrase:
    """When a record or receipt was taken down and by whom, as `intake_words` has it, for people."""
    at, _, person = said.partition(" ")
    says = N_("{at} {person}")
    return Phrase(says, at=datetime.fromisoformat(at), person=ledger.staff.name_of(person))


def plan_renumbering(ledger: Ledger, *, against: str = "") -> Renumbering:
    """What stands for two records: here and in what was fetched last, or in the commit `against`.

    Raises NoLane, LaneTaken, NoSuchRevision.
    """
    lane = own_lane(ledger)
    found = _Found(ledger, against)
    given = _Given(ledger, found.theirs, lane)
    numbers = [
        NewNumber(
            collision=each,
            now=given.next_receipt(each.number) if each.event else given.next_record(each.number),
            named=_names(found, each),
        )
        for each in found.collisions
    ]
    shared = any(not each.is_receipt and f"-{lane}" in each.was for each in numbers)
    return Renumbering(numbers=numbers, lane=lane, is_lane_shared=shared, broken=found.broken)


def renumber(ledger: Ledger, typist: Typist, *, against: str = "") -> Renumbering:
    """Give ours of each number that stands for two another one, all in one commit.

    Raises EditsInTheWay, and what `plan_renumbering` and recording raise; then nothing is written.
    """
    with writing(ledger, typist) as tx:
        plan = plan_renumbering(ledger, against=against)
        _check_as_committed(ledger, plan)
        for each in plan.numbers:
            for naming in each.named:
                said = ev.Renumbered(
                    was=each.was, now=each.now, fields=naming.fields, events=naming.events
                )
                tx.append(naming.record, said)
        for each in plan.numbers:
            if not each.is_receipt:
                _move(tx, each)
    if plan.numbers:
        note_renumbered(ledger.root, ledger.clone)
    ledger.forget_what_was_read()
    return replace(plan, done=True)


def _move(tx: Recording, each: NewNumber) -> None:
    number, new = parse_record_id(each.was), parse_record_id(each.now)
    assert number is not None
    assert new is not None
    tx.renumber(number, new)


def _names(found: _Found, collision: Collision) -> list[Naming]:
    """Where ours say the number; of a receipt only its own ticket's entries, where another receipt
    of that number stands beside it this entry alone.
    """
    if not collision.event:
        return list(names_of(found.ours, collision.number))
    if collision.event in found.beside:
        return [Naming(record=collision.holder, fields=[], events=[collision.event])]
    versions = found.merged.get(collision.event) or found.ours
    own = [each for each in versions if each.ours["id"] == collision.holder]
    return list(names_of(own, collision.number))


class _Found:
    """What this clone has and the others have not, and which numbers in it they know as
    something else.
    """

    def __init__(self, ledger: Ledger, against: str) -> None:
        self._root = ledger.root
        own = git.head(self._root).commit
        self.theirs = commit_named(self._root, against) if against else _fetched(self._root)
        self.ours: list[Version] = []
        self.merged: dict[str, list[Version]] = {}  # by the receipt's entry
        self.beside: set[str] = set()  # receipts with another of their number in the same ticket
        self.broken: list[Damaged] = []
        came: list[Version] = []
        if own is not None and self.theirs is not None:
            bases = trees.merge_bases(self._root, own, self.theirs)
            self.ours = self._versions(bases, own, self.theirs)
            came = self._versions(bases, self.theirs, own, b"receipt_issued")
        self.collisions = sorted(records_of_one_number(self.ours), key=_order)
        self.collisions += receipts_of_one_number(self.ours, came)
        known = {each.event for each in self.collisions if each.event}
        self.collisions += [
            each for each in self._receipts_twice(ledger) if each.event not in known
        ]

    def _versions(
        self, bases: Sequence[str], own: str, other: str, says: bytes = b""
    ) -> list[Version]:
        """The records that one side changed since the sides met, as either has them; of those alone
        that hold some bytes.
        """
        places = (*RECORD_FOLDERS, ARCHIVES)
        changed = {
            each.path: each.after
            for base in bases
            for each in record_changes(self._root, base, own, *places).changes
            if each.after is not None and _is_numbered(each.path)
        }
        found = []
        paths = sorted(changed)
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            names = [name for path in some for name in (f"{own}:{path}", f"{other}:{path}")]
            texts = texts_at(self._root, names)
            for path in some:
                data = texts.get(f"{own}:{path}", b"")
                ours = _read(data, path) if says in data else None
                if ours is not None:
                    theirs = _read(texts.get(f"{other}:{path}", b""), path)
                    found.append(Version(path=path, ours=ours, theirs=theirs))
        return found

    def _receipts_twice(self, ledger: Ledger) -> Iterator[Collision]:
        """The receipts that two desks gave one number and that are merged already: the one typed
        first keeps it.
        """
        first: dict[str, tuple[ev.ReceiptIssued, str]] = {}
        issued = [
            (event, record)
            for record in ledger.tickets(self.broken, "", Sought(keys=_all_books(ledger)))
            for event in record.log
            if isinstance(event, ev.ReceiptIssued)
        ]
        for event, record in sorted(issued, key=lambda pair: (pair[0].typed, pair[0].id)):
            other, holder = first.setdefault(event.number, (event, record.id))
            if other.id == event.id:
                continue
            self.merged[event.id] = [Version(path=record.path, ours=record.data)]
            self.beside |= {event.id} if holder == record.id else set()
            yield Collision(
                number=event.number,
                holder=record.id,
                ours=f"{written_moment(event.at)} {event.by}",
                theirs=f"{written_moment(other.at)} {other.by}",
                event=event.id,
            )


class _Given:
    """The numbers that are given already, here and there, and the next ones of our own lane."""

    def __init__(self, ledger: Ledger, theirs: str | None, lane: str) -> None:
        self._ledger = ledger
        self._theirs = theirs
        self._lane = lane
        self._last: dict[str, int] = {}  # by folder and office, or by book

    def next_record(self, number: str) -> str:
        parsed = parse_record_id(number)
        assert isinstance(parsed, TicketId | CustomerId | StockId)
        series = replace(parsed, lane=self._lane, number=0)
        key = str(series)
        if key not in self._last:
            known = [*self._ledger.names(series.folder), *self._names_there(series.folder)]
            same = [parse_record_id(name.removesuffix(".yaml")) for name in known]
            if isinstance(series, TicketId):
                same += self._archived(series)
            self._last[key] = max(
                (
                    each.number
                    for each in same
                    if isinstance(each, type(series)) and replace(each, number=0) == series
                ),
                default=0,
            )
        self._last[key] += 1
        return str(replace(series, number=self._last[key]))

    def next_receipt(self, number: str) -> str:
        parsed = parse_number(number)
        assert parsed is not None
        book = ReceiptBook(office=parsed[0].office, lane=self._lane, year=parsed[0].year)
        if str(book) not in self._last:
            given = (running for running, _ in self._ledger.receipt_numbers(str(book)))
            self._last[str(book)] = max(given, default=0)
        self._last[str(book)] += 1
        return book.number(self._last[str(book)])

    def _archived(self, series: TicketId) -> list[TicketId]:
        """The tickets of its month that archives hold, here and there."""
        archive, there = archive_of(series), f"{self._theirs}:{archive_of(series).path}"
        texts = trees.texts_of(self._ledger.root, [there]) if self._theirs else {}
        return [*self._ledger.archived_in(series.folder), *tickets_in(texts.get(there), archive)]

    def _names_there(self, folder: str) -> list[str]:
        if self._theirs is None:
            return []
        words = ("ls-tree", "-z", "--name-only", "--full-tree", self._theirs, "--", f"{folder}/")
        names = trees.names_in(git.output(self._ledger.root, *words))
        return [name.rpartition("/")[2] for name in names]


def _all_books(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """The keys of all receipt books there can be: each office's, each desk's, each year's."""
    years = {folder.rpartition("/")[2][:4] for folder in ledger.month_folders()}
    lanes = [name.removesuffix(".yaml") for name in ledger.names("desks")]
    return tuple(
        ("book", str(ReceiptBook(office=office, lane=lane, year=int(year))))
        for office in ledger.settings.offices
        for lane in lanes
        for year in sorted(years)
    )


def _order(collision: Collision) -> tuple[str, str]:
    return collision.number.partition("-")[0], collision.number


def _is_numbered(path: str) -> bool:
    """Whether a record lies there whose number somebody gave."""
    return not isinstance(record_id_at(path), SealId | None)


def _read(data: bytes, path: str) -> ReadOnlyData | None:
    """The record as its file has it; None if there is none that can be read."""
    number = record_id_at(path)
    assert number is not None  # only such are looked at
    try:
        return record_of(data, number).data if data else None
    except SvcError:
        return None  # `svc check` names it


def _fetched(root: git.Root) -> str | None:
    """What was fetched last; None: nothing was."""
    return trees.commit_of(root, remote.FETCHED)


def _check_as_committed(ledger: Ledger, plan: Renumbering) -> None:
    """Raise EditsInTheWay if a file that is to change was edited by hand since it was committed."""
    named = {naming.record for each in plan.numbers for naming in each.named}
    named |= {each.was for each in plan.numbers if not each.is_receipt}
    paths = [number.path for number in map(parse_record_id, sorted(named)) if number is not None]
    commit = git.head(ledger.root).commit
    there = trees.texts_of(ledger.root, [f"{commit}:{path}" for path in paths])
    edited = [
        path
        for path in paths
        if files.read_file(files.located(ledger.top, path)) != there.get(f"{commit}:{path}")
    ]
    if edited:
        raise EditsInTheWay(files=edited, record=str(record_id_at(edited[0])))
