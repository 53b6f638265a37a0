"""Exchanging with the other desks: what they recorded comes in, what was recorded here goes out.

The network is waited for without a lock; the merge is made under it, record by record, and becomes
one commit with its files, or nothing. So there is never an unfinished merge, and what is cut off is
simply done by the next run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import Typist, writing
from svc.errors import (
    N_,
    AlwaysOvertaken,
    EditsInTheWay,
    HistoryKept,
    NothingInCommon,
    Notice,
    NotInDispute,
    Phrase,
    SvcError,
    SyncStopped,
)
from svc.model import reading
from svc.model.ids import RecordId, parse_ticket_id, record_id_at
from svc.rules.merge.configuration import Dispute, put_unit, value_of
from svc.rules.merge.files import MergedFile, Sides, merge_file
from svc.rules.ticket.lifecycle import State
from svc.store import clone_settings, files, transaction
from svc.store.configuration import Configuration
from svc.store.git import program as git
from svc.store.git import remote, trees
from svc.store.ledger import Ledger
from svc.store.recording import both_changes
from svc.store.sync_state import OpenDispute, SyncState, keep_sync_state, sync_state

if TYPE_CHECKING:
    from svc.actions.check_records import RecordFinding
    from svc.model.data import ReadOnlyData
    from svc.store.git.trees import Changed

Side = Literal["ours", "theirs"]
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
    tell: Callable[[str, int], None] = lambda what, count: None,
) -> Synced:
    """Exchange everything with the repository that the desks share.

    `restore`: what was rewound there is sent back. `take`: whose word holds in a record of which
    both versions can't, by its path. `tell` hears what is being done: `fetch`, `merge` (how many
    files), `send` (how many commits).

    Raises NoRemote, WhichRemote, RemoteUnreachable and the like, PushRefused, AlwaysOvertaken,
    HistoryRewound, NothingInCommon, EditsInTheWay, SyncStopped, NumberTwice, LockHeld and what else
    keeps a command from recording. What came in before that stays in; what was recorded here is
    safe.
    """
    root = ledger.root
    shared = remote.shared_branch(root, git.head(root).ref)
    who = transaction.Holder(who=typist.by, since=typist.now)
    merging = _Merging(ledger, typist, shared, take or {}, tell)
    with remote.exchanging(root, who, clone_settings.lock_wait_seconds()) as held:
        sent = _exchange(root, shared, held, merging, restore=restore, tell=tell)
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
        findings=list(_findings(ledger, merging.both, typist.now)),
        notices=merging.notices,
    )


def _exchange(
    root: git.Root,
    shared: remote.Shared,
    held: int,
    merging: _Merging,
    *,
    restore: bool,
    tell: Callable[[str, int], None],
) -> int:
    """Fetch, merge and send until nobody was faster; how many commits were sent."""
    for _ in range(TIMES):
        tell("fetch", 0)
        theirs = remote.fetch(root, shared, held, rewound=restore)
        if theirs is not None:
            merging.bring_in(theirs)
        own = git.head(root).commit
        if own is None or own == theirs:
            return 0
        sent = trees.commits_between(root, theirs, own)
        tell("send", sent)
        if remote.send(root, shared, held, own):
            return sent
    raise AlwaysOvertaken(remote=shared.remote, times=TIMES)


def open_disputes(ledger: Ledger) -> list[OpenDispute]:
    """What is still to be decided: of an entry that is by now as ours had it, nothing."""
    return [each for each in sync_state(ledger.root).disputes if not _is_settled(ledger, each)]


def take_in_dispute(ledger: Ledger, typist: Typist, entry: str, side: Side) -> OpenDispute:
    """Decide whose word holds of an entry in dispute: ours is put into the file and committed.

    Raises NotInDispute; CannotPutEntry where the file is laid out so that it can't be done; what
    keeps a command from recording.
    """
    disputes = open_disputes(ledger)
    chosen = next((each for each in disputes if each.name == entry), None)
    if chosen is None:
        raise NotInDispute(entry=entry, open=[each.name for each in disputes] or "—")
    if side == "ours":
        with writing(ledger, typist) as tx:
            data = tx.bytes_of(chosen.path)
            text = "" if data is None else reading.edited_text(data, chosen.path)
            wanted = chosen.ours
            if chosen.unit:
                wanted = put_unit(text, chosen.unit, chosen.ours, chosen.path)
            if data is None:
                tx.create_file(chosen.path, wanted or "")
            else:
                tx.replace_file(chosen.path, wanted or "")
        ledger.read_settings_again()
    state = sync_state(ledger.root)
    others = [each for each in disputes if each != chosen]
    keep_sync_state(ledger.root, replace(state, disputes=others))
    return chosen


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

    def _put_all(self, tx: transaction.Changes, plan: _Plan) -> bool:
        """Plan what every file is to be; whether that is what theirs has everywhere. Raises
        EditsInTheWay and what `merge_file` raises.
        """
        in_the_way: list[str] = []
        disputes: list[OpenDispute] = []
        is_theirs = True
        for path, sides in plan.files():
            merged = self._merged(path, sides)
            is_theirs = is_theirs and merged.data == sides.theirs
            disputes += [
                OpenDispute(path=path, unit=each.unit, ours=each.ours, theirs=each.theirs)
                for each in merged.disputes
            ]
            there = _read(tx, path)
            if there not in (sides.ours, merged.data):
                in_the_way.append(path)
            if merged.kept:
                self.notices.append(HistoryKept(path=path, theirs=remote.SEEN))
            if merged.data != sides.ours:
                tx.put(path, merged.data)
                self._note(path, sides, is_both=path in plan.own)
        if in_the_way:
            raise EditsInTheWay(files=in_the_way)
        if disputes:
            state = sync_state(tx.root)
            kept = [each for each in state.disputes if each.name not in {d.name for d in disputes}]
            keep_sync_state(tx.root, replace(state, disputes=[*kept, *disputes]))
        return is_theirs

    def _merged(self, path: str, sides: Sides) -> MergedFile:
        try:
            merged = merge_file(path, sides, self._take.get(path, ""))
        except SyncStopped as error:
            error.facts["theirs"] = remote.SEEN
            raise
        if merged.data in (sides.ours, sides.theirs) or merged.data is None:
            return merged
        if record_id_at(path) is None and not _can_be_used(self.ledger, path, merged.data):
            text = None if sides.ours is None else sides.ours.decode("utf-8", "replace")
            other = None if sides.theirs is None else sides.theirs.decode("utf-8", "replace")
            return MergedFile(sides.theirs, [Dispute((), text, other)])
        return merged

    def _note(self, path: str, sides: Sides, *, is_both: bool) -> None:
        number = record_id_at(path)
        if number is None:
            self.files_in += 1
            return
        events = _new_events(sides) if len(self.came_in) < _TOLD else []
        self.came_in.append(CameIn(str(number), path, events))
        if is_both:
            self.both.append(number)


class _Plan:
    """What theirs has that ours has not, and from where both come."""

    def __init__(self, root: git.Root, ours: str, theirs: str, shared: remote.Shared) -> None:
        bases = trees.merge_bases(root, ours, theirs)
        if not bases:
            raise NothingInCommon(remote=shared.remote)
        self._root = root
        self.is_behind = ours in bases  # nothing was recorded here since
        base = bases[0]
        self.came: list[Changed] = trees.changes(root, base, theirs)
        own = [] if self.is_behind else trees.changes(root, base, ours)
        self.own = {change.path: change for change in own}
        self._unsure = _differing(root, bases, [c.path for c in self.came if c.path in self.own])

    def files(self) -> Iterator[tuple[str, Sides]]:
        """Each file that theirs has otherwise than ours, as it is on either side."""
        for start in range(0, len(self.came), _AT_ONCE):
            some = self.came[start : start + _AT_ONCE]
            names = {name for change in some for name in self._sides_of(change) if name}
            texts = trees.texts_of(self._root, names)
            for change in some:
                base, ours, theirs = self._sides_of(change)
                if ours != theirs and (theirs is None or theirs in texts):
                    found = [texts.get(name) if name else None for name in (base, ours, theirs)]
                    yield change.path, Sides(*found)

    def _sides_of(self, change: Changed) -> tuple[str | None, str | None, str | None]:
        own = self.own.get(change.path)
        base = None if change.path in self._unsure else change.before
        return base, own.after if own else change.before, change.after


def _differing(root: git.Root, bases: Sequence[str], paths: list[str]) -> set[str]:
    """The files that are not the same in all of several commits from which two come."""
    if len(bases) < 2:
        return set()
    found = [git.blobs(root, base, paths) for base in bases]
    return {path for path in paths if len({blobs.get(path) for blobs in found}) > 1}


def _read(tx: transaction.Changes, path: str) -> bytes | None:
    """What lies there. Raises SyncStopped for a name that no file of ours can have."""
    try:
        return tx.read(path)
    except ValueError:
        says = N_("its name, which not every system can have")
        raise SyncStopped(path=path, problems=[Phrase(says)], theirs="") from None


def _can_be_used(ledger: Ledger, path: str, data: bytes) -> bool:
    """Whether a file put together from two can be read as what it is."""
    try:
        Configuration(ledger.top, planned={path: data}).load_edited(path)
    except SvcError:
        return False
    return True


def _is_settled(ledger: Ledger, dispute: OpenDispute) -> bool:
    try:
        data = files.read_file(files.located(ledger.top, dispute.path))
        text = None if data is None else reading.edited_text(data, dispute.path)
        now: object = text
        if dispute.unit and text is not None:
            now = value_of(text, dispute.unit, dispute.path)
        return bool(now == dispute.ours)
    except SvcError:
        return False


def _new_events(sides: Sides) -> list[tuple[str, str]]:
    """What theirs has recorded that ours has not, as (what, by whom)."""
    known = {event.get("id") for event in _log_of(sides.ours)}
    return [
        (str(event.get("what", "")), str(event.get("by", "")))
        for event in _log_of(sides.theirs)
        if event.get("id") not in known
    ]


def _log_of(data: bytes | None) -> list[ReadOnlyData]:
    try:
        log = reading.read_record(data).get("log") if data else None
    except SvcError:
        return []  # `svc check` names it
    return [event for event in log if isinstance(event, dict)] if isinstance(log, list) else []


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


def last_synced(ledger: Ledger) -> datetime | None:
    """When this desk last exchanged everything; None: never."""
    return sync_state(ledger.root).at


def states_of(ledger: Ledger, numbers: Sequence[str]) -> Iterator[State]:
    """The tickets among these records, as they stand; those that can't be read are left out."""
    for number in dict.fromkeys(numbers):
        if parse_ticket_id(number) is None:
            continue
        try:
            yield ledger.read(number).state
        except SvcError:
            continue  # `svc check` names it
