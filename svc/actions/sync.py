"""Exchanging with the other desks: what they recorded comes in, what was recorded here goes out.

The network is waited for without a lock; the merge is made under it, record by record, and becomes
one commit with its files, or nothing. So there is never an unfinished merge, and what is cut off is
simply done by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import approvals
from svc.actions.disputes import Decided, Side, decided_in, open_disputes, without_decided
from svc.actions.receipts import receipts_numbered
from svc.actions.renumber import begun
from svc.actions.typist import Typist
from svc.errors import (
    N_,
    AlwaysOvertaken,
    EditsInTheWay,
    HistoryKept,
    LaneElsewhere,
    LaneGone,
    LeftOut,
    NothingInCommon,
    Notice,
    NumberTwice,
    OnlyAManagerAnswers,
    Phrase,
    PushRefused,
    SettingsKept,
    SvcError,
    SyncStopped,
)
from svc.model import reading
from svc.model.archives import archive_at
from svc.model.data import log_of
from svc.model.events import ReceiptIssued
from svc.model.ids import RecordId, TicketId, parse_customer_id, parse_ticket_id, record_id_at
from svc.model.renumbering import WHAT, own_numbers
from svc.model.splicing import with_number
from svc.model.times import written_moment
from svc.rules.merge.archives import ArchivePlaces
from svc.rules.merge.configuration import Dispute
from svc.rules.merge.files import WHOLE, MergedFile, Sides, merge_file
from svc.rules.ticket.lifecycle import State, acting_office
from svc.store import clone_place, clone_settings, files, transaction
from svc.store.configuration import Configuration
from svc.store.git import program as git
from svc.store.git import remote, trees
from svc.store.git.archived import record_changes
from svc.store.ledger import Ledger
from svc.store.recording import both_changes
from svc.store.records import ticket_record_of
from svc.store.sync_state import (
    OpenDispute,
    SyncState,
    exchanging,
    keep_sync_state,
    sync_state,
)

if TYPE_CHECKING:
    from svc.actions.check_records import RecordFinding
    from svc.model.data import Data

TIMES = 5
"""So often another desk may be faster."""
_AT_ONCE = 400  # files whose texts are held in memory at a time
_TOLD = 500  # records of which it is told what came in


class CameIn(NamedTuple):
    """A record that another desk has changed: what came in, as (what, by whom), in order."""

    record_id: str
    path: str
    events: list[tuple[str, str]]


class Synced(Struct, frozen=True, kw_only=True):
    """What a sync came to."""

    remote: str
    came_in: list[CameIn]
    records_in: int  # all of them: of so many as `_TOLD` it is known what came
    files_in: int  # that are no records
    sent: int  # commits of ours that others have now
    disputes: list[OpenDispute]
    findings: list[RecordFinding]  # of records that both sides changed: somebody has to say
    notices: list[Notice]


def sync(
    ledger: Ledger,
    typist: Typist,
    *,
    restore: bool = False,
    take: Mapping[str, Side] | None = None,
    approve: str = "",
    tell: Callable[[str, int], None] = lambda what, count: None,
) -> Synced:
    """Exchange everything with the repository that the desks share.

    `restore`: what was rewound there is sent back. `take`: whose word holds in a record of which
    both versions can't, by its path. `approve`: why a manager lets pass what the shared repository
    refuses. `tell` hears what is being done: `fetch`, `merge` (how many files), `send` (how many
    commits).

    Raises ClonedDisk, OnlyAManagerAnswers, NoRemote, WhichRemote, RemoteUnreachable and the like,
    PushRefused, AlwaysOvertaken, HistoryRewound, NothingInCommon, EditsInTheWay, SyncStopped,
    NumberTwice, LockHeld and what else keeps a command from recording. What came in before that
    stays in; what was recorded here is safe.
    """
    root = ledger.root
    shared = remote.shared_branch(root, git.head(root).ref)
    who = transaction.Holder(who=typist.by, since=typist.now)
    clone_place.check_is_its_own(root, ledger.clone, lambda: clone_settings.free_lane(ledger))
    if approve and not ledger.person(typist.by).may(("manager",)):
        raise OnlyAManagerAnswers(person=typist.by)
    merging = _Merging(ledger, typist, shared, take or {}, tell)
    with exchanging(root, shared, who, clone_settings.lock_wait_seconds()) as held:
        try:
            sent = _exchange(root, shared, held, merging, approve, restore=restore, tell=tell)
        except NumberTwice as error:
            error.facts |= {side: begun(ledger, error.facts[side]) for side in ("ours", "theirs")}
            raise
    if any(what == "forgotten" for each in merging.came_in for what, _ in each.events):
        ledger.drop_index()  # what it noted before is in its file still
    if merging.of_own_lane:
        lane, numbers = ledger.clone.get("svc.desk", ""), merging.of_own_lane
        free = clone_settings.free_lane(ledger)
        merging.notices.append(
            LaneElsewhere(lane=lane, number=numbers[0], count=len(numbers), free=free)
        )
    disputes = open_disputes(ledger)
    commit = git.head(root).commit or ""
    keep_sync_state(root, SyncState(at=typist.now, commit=commit, disputes=disputes))
    return Synced(
        remote=shared.remote,
        came_in=merging.came_in[:_TOLD],
        records_in=len(merging.came_in),
        files_in=merging.files_in,
        sent=sent,
        disputes=disputes,
        findings=[
            *_findings(ledger, merging.both, typist.now),
            *_findings_of_customers(ledger, merging.came_in, typist.now),
        ],
        notices=merging.notices,
    )


def _exchange(
    root: git.Root,
    shared: remote.Shared,
    held: int,
    merging: _Merging,
    approve: str,
    *,
    restore: bool,
    tell: Callable[[str, int], None],
) -> int:
    """Fetch, merge and send until nobody was faster; how many commits were sent."""
    for _ in range(TIMES):
        tell("fetch", 0)
        theirs = remote.fetch(root, shared, held, rewound=restore)
        if theirs is not None:
            if remote.fetches_texts_late(root):
                ours = git.head(root).commit or theirs
                names = _Plan(root, ours, theirs, shared).names()
                remote.fetch_texts(root, shared, held, names)
            merging.bring_in(theirs)
            remote.accept(root, shared, theirs)
        own = git.head(root).commit
        if own is None or own == theirs:
            return 0
        sent = trees.commits_between(root, theirs, own)
        tell("send", sent)
        try:
            if remote.send(root, shared, held, own):
                return sent
        except PushRefused as refused:
            if not approve or not merging.answer_for(refused.facts["reason"], approve):
                raise
    raise AlwaysOvertaken(remote=shared.remote, times=TIMES)


class _Merging:
    """What comes in during one sync."""

    def __init__(
        self,
        ledger: Ledger,
        typist: Typist,
        shared: remote.Shared,
        take: Mapping[str, Side],
        tell: Callable[[str, int], None],
    ) -> None:
        self.ledger = ledger
        self.came_in: list[CameIn] = []
        self.files_in = 0
        self.both: list[RecordId] = []  # records that both sides changed
        self.notices: list[Notice] = []
        self.of_own_lane: list[str] = []  # numbers of this desk's lane that it did not give
        self._lane = ledger.clone.get("svc.desk", "")
        self._answered: set[str] = set()  # for what a manager does
        self._decided = Decided({})  # by others, of what comes in
        self._typist = typist
        self._shared = shared
        self._take = take
        self._tell = tell

    def bring_in(self, theirs: str) -> None:
        """Merge a commit of theirs into the branch: one commit and its files, or nothing."""
        ledger, now = self.ledger, self._typist.now
        root, clone = ledger.root, ledger.clone
        with transaction.changes(
            root,
            commit=True,
            wait_seconds=clone_settings.lock_wait_seconds(),
            who=transaction.Holder(who=self._typist.by, since=now),
            rescue=both_changes,
            tell=ledger.tell_waiting,
        ) as tx:
            ours = tx.head.commit
            if ours is None or trees.is_ancestor(root, theirs, ours):
                return
            plan = _Plan(root, ours, theirs, self._shared)
            if plan.has_settings or sync_state(root).disputes:
                self._decided = decided_in(root, ledger.staff, theirs, ours)
            self._tell("merge", len(plan.came))
            is_theirs = self._put_all(tx, plan)
            who = clone_settings.committer(root, clone)
            recorded = tx.commit(
                f"Merge of {self._shared.remote}/{self._shared.branch}: {len(plan.came)} files\n",
                author=who,
                committer=who,
                when=now,
                merges=theirs,
                forward=plan.is_behind and is_theirs,
            )
            self.notices += recorded.notices
        ledger.forget_what_was_read()

    def answer_for(self, said: str, reason: str) -> bool:
        """Record that a manager answers for what the shared repository named; False if it named
        nothing.
        """
        return approvals.answer_for(self.ledger, self._typist, said, reason, self._answered)

    def _put_all(self, tx: transaction.Changes, plan: _Plan) -> bool:
        """Plan what every file is to be; whether that is what theirs has everywhere. Raises
        EditsInTheWay and what `merge_file` raises.
        """
        in_the_way: list[str] = []
        disputes: list[OpenDispute] = []
        is_theirs = not plan.left_out
        moved: dict[str, bytes] = {}  # what of ours goes on under the number others gave it
        self.notices += [
            LeftOut(path=path.encode("utf-8", "backslashreplace").decode(), commit=plan.theirs[:10])
            for path in plan.left_out
        ]
        for file, sides in plan.files():
            path = file.path
            merged = self._merged_or_moved(plan, path, sides, moved)
            number = record_id_at(path)
            if isinstance(number, TicketId):
                self._check_receipts(number, sides)
            is_theirs = is_theirs and merged.data == sides.theirs and file.mode != "100755"
            if isinstance(number, TicketId):
                plan.places.note(number, sides.ours, merged.data)
            if path.startswith("desks/") and merged.disputes:
                lane = path[len("desks/") : -len(".yaml")]
                self.notices.append(LaneGone(lane=lane, free=clone_settings.free_lane(self.ledger)))
            else:
                disputes += [_open_dispute(file, each) for each in merged.disputes]
            if not self._put(tx, file, sides, merged, plan.places):
                in_the_way.append(path)
        for path, ours in moved.items():
            theirs = tx.read(path)
            merged = merge_file(path, Sides(None, ours, theirs))
            is_theirs = is_theirs and merged.data == theirs
            tx.put(path, merged.data)
        is_theirs = self._put_away(tx, plan.places, in_the_way) and is_theirs
        if in_the_way:
            record = record_id_at(in_the_way[0])
            first = Phrase(N_("settings")) if record is None else str(record)
            raise EditsInTheWay(files=in_the_way, record=first)
        self._keep_disputes(tx.root, disputes)
        return is_theirs

    def _keep_disputes(self, root: git.Root, disputes: list[OpenDispute]) -> None:
        """Keep what is in dispute now, besides what somebody has decided elsewhere."""
        state = sync_state(root)
        new = {each.name for each in disputes}
        known = [each for each in state.disputes if each.name not in new]
        left, told = without_decided([*known, *disputes], self._decided)
        self.notices += told
        if left != state.disputes:
            keep_sync_state(root, replace(state, disputes=left))

    def _merged_or_moved(
        self, plan: _Plan, path: str, sides: Sides, moved: dict[str, bytes]
    ) -> MergedFile:
        """A file merged; theirs, where they have our record under another number: ours is put into
        `moved` for it. Raises NumberTwice and what `merge_file` raises.
        """
        try:
            return self._merged(path, sides)
        except NumberTwice:
            new_path, ours = plan.moved_to(path, sides)
            if not new_path:
                raise
            moved[new_path] = ours
            return MergedFile(sides.theirs)

    def _put(
        self,
        tx: transaction.Changes,
        file: _File,
        sides: Sides,
        merged: MergedFile,
        places: ArchivePlaces,
    ) -> bool:
        """Plan what one file is to be; whether nobody's edit is in the way."""
        path = file.path
        if merged.data != sides.ours:
            self._note(path, sides, is_both=file.is_of_both)
        if merged.kept and not self._lies_elsewhere(path, merged.data):
            self.notices.append(HistoryKept(path=path, theirs=remote.FETCHED))
        own = places.files_of(record_id_at(path), sides.ours, merged.data)
        return self._put_file(tx, path, *own, merged.data)

    def _put_file(
        self,
        tx: transaction.Changes,
        path: str,
        ours: bytes | None,
        new: bytes | None,
        record: bytes | None,
    ) -> bool:
        """Plan that a file which was `ours` is `new`, and of which `record` it is; whether nobody's
        edit is in the way.
        """
        if self._lies_elsewhere(path, record):
            if new != ours:
                tx.put_away(path, ours, new)
            return True
        there = ours if self._is_left_out(path) else tx.read(path)
        if new != ours:
            tx.put(path, new)
        return there in (ours, new, record)

    def _put_away(
        self, tx: transaction.Changes, places: ArchivePlaces, in_the_way: list[str]
    ) -> bool:
        """Plan which tickets archives hold and which have files; whether that is what theirs has.
        Files in which somebody's edit is in the way are added.
        """
        for number, data in places.moved():
            own = places.files_of(number, data, data)
            if not self._put_file(tx, number.path, *own, data):
                in_the_way.append(number.path)
        for each in places.archives():
            if self._is_archive_elsewhere(each.path):
                tx.put_away(each.path, each.ours, each.merged)
            elif tx.read(each.path) not in (each.ours, each.merged):
                in_the_way.append(each.path)
            elif each.ours != each.merged:
                tx.put(each.path, each.merged)
        return places.is_theirs

    def _check_receipts(self, number: TicketId, sides: Sides) -> None:
        """Raise NumberTwice if a receipt came in whose number this desk gave to another one."""
        known = {event.get("id") for event in _log_of(sides.ours)}
        for theirs in _receipts_in(sides.theirs, number):
            for record, ours in receipts_numbered(self.ledger, theirs.number):
                if theirs.id not in known and ours.id != theirs.id:
                    raise NumberTwice(
                        path=record.path,
                        id=ours.number,
                        ours=f"{written_moment(ours.at)} {ours.by}",
                        theirs=f"{written_moment(theirs.at)} {theirs.by}",
                        problems=["log"],
                    )

    def _is_left_out(self, path: str) -> bool:
        """Whether a record does not lie in this clone so far."""
        return self.ledger.partial is not None and path in self.ledger.partial.paths

    def _is_archive_elsewhere(self, path: str) -> bool:
        """Whether an archive is merged without its file."""
        part, archive = self.ledger.partial, archive_at(path)
        return part is not None and archive is not None and part.lacks_office(archive.office)

    def _lies_elsewhere(self, path: str, data: bytes | None) -> bool:
        """Whether a record is merged without its file, as it is of an office whose folders are not
        here. A ticket that was handed to one that is here comes here.
        """
        part, number = self.ledger.partial, record_id_at(path)
        if part is None or number is None or not part.lies_elsewhere(number):
            return False
        if data is None or not isinstance(number, TicketId):
            return True
        try:
            acting = acting_office(ticket_record_of(data, number).ticket)
        except SvcError:
            return True  # `svc check` names it where it lies
        return part.lacks_office(acting)

    def _merged(self, path: str, sides: Sides) -> MergedFile:
        try:
            merged = merge_file(path, sides, self._take.get(path, ""))
        except SyncStopped as error:
            error.facts["theirs"] = remote.FETCHED
            raise
        if record_id_at(path) is not None or merged.data in (None, sides.ours):
            return merged
        problem = _why_not_used(self.ledger, path, merged.data)
        if problem is None:
            return merged
        if merged.data != sides.theirs and _why_not_used(self.ledger, path, sides.theirs) is None:
            return MergedFile(sides.theirs, [WHOLE])
        if sides.ours is not None and _why_not_used(self.ledger, path, sides.ours) is None:
            self.notices.append(SettingsKept(path=path, problem=problem))
            return MergedFile(sides.ours)
        return merged

    def _note(self, path: str, sides: Sides, *, is_both: bool) -> None:
        number = record_id_at(path)
        if number is None:
            self.files_in += 1
            return
        if sides.theirs is not None and b'"renumbered"' in sides.theirs:
            clone_settings.note_renumbered(self.ledger.root, self.ledger.clone)
        if sides.ours is None and getattr(number, "lane", "") == self._lane and self._lane:
            self.of_own_lane.append(str(number))
        events = _new_events(sides) if len(self.came_in) < _TOLD else []
        self.came_in.append(CameIn(str(number), path, events))
        if is_both:
            self.both.append(number)


class _File(NamedTuple):
    """A file that theirs has otherwise than ours, by the names of its blobs; None: not there."""

    path: str
    base: str | None
    ours: str | None
    theirs: str | None
    mode: str  # as theirs has it

    @property
    def is_of_both(self) -> bool:
        """Whether both sides have changed it."""
        return self.base not in (self.ours, self.theirs)


class _Plan:
    """What theirs has otherwise than ours, and from where both come."""

    def __init__(self, root: git.Root, ours: str, theirs: str, shared: remote.Shared) -> None:
        bases = trees.merge_bases(root, ours, theirs)
        if not bases:
            raise NothingInCommon(remote=shared.remote)
        self._root = root
        self.theirs = theirs
        self.is_behind = ours in bases  # nothing was recorded here since
        between = record_changes(root, ours, theirs)
        unpacked = [record_changes(root, base, theirs) for base in bases]
        self._archived = {k: v for each in (between, *unpacked) for k, v in each.texts.items()}
        self.places = ArchivePlaces(
            {each.path: each for each in between.archives},
            [{each.path: each.before for each in some.archives} for some in unpacked],
            lambda names: trees.texts_of(root, names),
        )
        since = [{c.path: c.before for c in some.changes} for some in unpacked]
        self.came: list[_File] = []
        self.left_out: list[str] = []
        for change in between.changes:
            before = {was.get(change.path, change.after) for was in since}
            if before == {change.after} and not self.places.may_move(record_id_at(change.path)):
                continue  # only ours has changed it
            base = before.pop() if len(before) == 1 else None  # of several that differ none counts
            file = _File(change.path, base, change.before, change.after, change.mode)
            if _can_lie_here(file):
                self.came.append(file)
            else:
                self.left_out.append(file.path)

    def moved_to(self, path: str, sides: Sides) -> tuple[str, bytes]:
        """Where theirs have our record of this path under another number, and ours under it; empty
        if they have not: then it is one of two that nobody has renumbered yet.
        """
        folder, ours = path.rpartition("/")[0], sides.ours or b""
        new = [each for each in self.came if each.ours is None and each.theirs is not None]
        beside = {each.theirs: each.path for each in new if each.path.startswith(f"{folder}/")}
        for name, text in trees.texts_of(self._root, [each for each in beside if each]).items():
            if WHAT.encode() in text and is_moved(ours, text):
                number = str(record_id_at(beside[name]))
                return beside[name], with_number(ours.decode(), number).encode()
        return "", b""

    @property
    def has_settings(self) -> bool:
        """Whether something comes in that is no record."""
        return any(record_id_at(file.path) is None for file in self.came)

    def names(self) -> set[str]:
        """The texts it needs, by the names of their blobs."""
        names = {name for file in self.came for name in file[1:4] if name}
        return names - set(self._archived)

    def files(self) -> Iterator[tuple[_File, Sides]]:
        """Each file as it is on either side."""
        for start in range(0, len(self.came), _AT_ONCE):
            some = self.came[start : start + _AT_ONCE]
            names = {name for file in some for name in file[1:4] if name} - set(self._archived)
            texts = {**trees.texts_of(self._root, names), **self._archived}
            for file in some:
                found = [texts[name] if name else None for name in file[1:4]]
                yield file, Sides(*found)


def is_moved(ours: bytes, theirs: bytes) -> bool:
    """Whether theirs is our record, which has another number there."""
    try:
        before, after = reading.read_record(ours), reading.read_record(theirs)
    except SvcError:
        return False
    known = {event.get("id") for event in _log_of(theirs)}
    begun = {event.get("id") for event in _log_of(ours) if event.get("seq") == 1}
    return before.get("id") in own_numbers(after) and bool(begun) and begun <= known


def _can_lie_here(file: _File) -> bool:
    """Whether a file of this name and sort can be one of ours."""
    if file.theirs is not None and file.mode not in ("100644", "100755"):
        return False
    try:
        file.path.encode()
        return files.checked_name(file.path) == file.path
    except ValueError:
        return False


def _open_dispute(file: _File, each: Dispute) -> OpenDispute:
    ours, theirs = (each.ours, each.theirs) if each.unit else (file.ours, file.theirs)
    return OpenDispute(path=file.path, unit=each.unit, ours=ours, theirs=theirs)


def _why_not_used(ledger: Ledger, path: str, data: bytes | None) -> SvcError | None:
    """Why a file can't be read as what it is; None: it can."""
    if data is None:
        return None
    try:
        Configuration(ledger.top, planned={path: data}).load_edited(path)
    except SvcError as error:
        return error
    return None


def _new_events(sides: Sides) -> list[tuple[str, str]]:
    """What theirs has recorded that ours has not, as (what, by whom)."""
    known = {event.get("id") for event in _log_of(sides.ours)}
    return [
        (str(event.get("what", "")), str(event.get("by", "")))
        for event in _log_of(sides.theirs)
        if event.get("id") not in known
    ]


def _log_of(data: bytes | None) -> list[Data]:
    """The events of a record as a desk has it; none where that can't be read."""
    try:
        return log_of(reading.read_record(data)) if data else []
    except SvcError:  # `svc check` names it
        return []


def _receipts_in(data: bytes | None, number: TicketId) -> Iterator[ReceiptIssued]:
    """The receipts of a ticket as another desk has it; none where that can't be read."""
    if data is None or b"receipt_issued" not in data:
        return
    from svc.store.records import ticket_record_of

    with suppress(SvcError):  # `svc check` names it
        for event in ticket_record_of(data, number).log:
            if isinstance(event, ReceiptIssued):
                yield event


def _findings(
    ledger: Ledger, numbers: Sequence[RecordId], now: datetime
) -> Iterator[RecordFinding]:
    """What is wrong in these records, and no mere hint."""
    if not numbers:
        return
    from svc.actions.check_records import Checker

    checker = Checker(ledger, now)
    for number in numbers:
        try:
            found, _ = checker.record(ledger.read_record(number))
        except SvcError:
            continue  # `svc check` names it
        yield from (each for each in found if not each.advice)


def _findings_of_customers(
    ledger: Ledger, came_in: Sequence[CameIn], now: datetime
) -> Iterator[RecordFinding]:
    """One customer, or one machine, that two desks entered, merged or gave away."""
    numbers = [each.record_id for each in came_in if parse_customer_id(each.record_id) is not None]
    if numbers and len(came_in) <= _TOLD:
        from svc.actions.customer_merges import findings_among

        yield from findings_among(ledger, numbers, now)


def states_of(ledger: Ledger, numbers: Sequence[str]) -> Iterator[State]:
    """The tickets among these records, as they stand; those that can't be read are left out."""
    for number in dict.fromkeys(numbers):
        if parse_ticket_id(number) is None:
            continue
        try:
            yield ledger.read(number).state
        except SvcError:
            continue  # `svc check` names it
