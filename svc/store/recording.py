"""Recording: what one command adds to the ledger, judged as a whole and written with its commit.

Events are planned first. When the command is through, its plan is compared with what this person
recorded last (said twice changes nothing), then judged event by event against the catalogue, then
written. So a command repeated after a lost answer never doubles anything, and never half happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import takewhile
from typing import Any

import msgspec
from msgspec.structs import replace

from svc.errors import (
    BeforeBooked,
    BeforeOpened,
    BeforeReceived,
    ChangedSinceRead,
    Damaged,
    LogRewritten,
    Notice,
    OnlyAManagerAllows,
    StaffLeft,
    SvcError,
    WordsLeftOut,
)
from svc.model import reading, splicing
from svc.model.events import Event, Forgotten, OfficeChanged, Received, Renumbered, tag_of
from svc.model.ids import RecordId, TicketId, is_record_path, parse_ticket_id, record_id_at
from svc.model.records import event_data, plain_data
from svc.model.staff import Person
from svc.model.tickets import HEAD_KEYS, Ticket, head_digest
from svc.rules.daily.month_seals import MonthSealState
from svc.rules.daily.seals import SealState
from svc.rules.stock.documents import StockState
from svc.rules.stock.documents import check_may_follow as check_document
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.customers import check_may_follow as check_customer
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.rules.ticket.steps import check_may_follow
from svc.store import clone_settings, merge_driver, transaction
from svc.store.git import program as git
from svc.store.new_records import Happened, NewRecords, writable
from svc.store.reader import Reader
from svc.store.records import AnyRecord, Record, record_of, ticket_record_of
from svc.store.said_twice import Planned, are_the_last, heads_agree

AnyState = State | CustomerState | StockState | SealState | MonthSealState


class Recording(NewRecords):
    """What one command is about to record. Made by `recording`, for `Ledger.writing`."""

    def __init__(
        self,
        ledger: Reader,
        changes: transaction.Changes,
        *,
        person: Person,
        now: datetime,
        again: bool,
        allow: str,
        late: str,
    ) -> None:
        super().__init__(
            ledger, changes, person=person, now=now, again=again, allow=allow, late=late
        )
        self.recorded = False  # whether anything was: what an interrupted command has to tell
        self.skew: Notice | None = (
            None  # that the clock it was recorded by stands behind earlier entries
        )
        self.committed = True  # False where this clone leaves commits to its user
        self.notices: list[Notice] = list(changes.notices)
        # Of a batch: why nothing could be written into a file, which is left out then; None: that
        # stops the whole command.
        self.left_out: list[Damaged] | None = None
        self.title = ""  # of the commit, where a list of what changed would say less
        self.left_without: set[str] = set()  # records whose personal data are gone for good
        self._plans: dict[str, list[Planned]] = {}
        self._renumbered: dict[str, RecordId] = {}
        self._files: list[str] = []

    # What is to be

    def append(
        self,
        record_id: str,
        event: Event,
        *,
        at: datetime | None = None,
        worked_out: tuple[str, ...] = (),
    ) -> None:
        """Plan an event of a ticket or a customer's file; `at` is when it happened (None: now).

        `worked_out` names fields nobody typed, which may differ when the same is said twice.
        Raises NotAcceptable for values the catalogue does not allow.
        """
        record = self._record(record_id)
        planned = Planned(self._planned(event, at), at is not None, worked_out)
        self._plans.setdefault(record.id, []).append(planned)

    def renumber(self, number: RecordId, new: RecordId) -> None:
        """Plan that a record lies under another number, with the event that says so; all else in
        its file stays. Raises NameTaken if that number is not free, and like `append`.
        """
        self.append(str(number), Renumbered(was=str(number), now=str(new)))
        self._renumbered[str(number)] = new

    def planned_state(self, ticket: str) -> State:
        """Where the ticket stands once what is planned for it is recorded. Raises NoSuchRecord,
        Damaged.
        """
        record = self.ticket(ticket)
        log: list[Event] = list(record.log)
        last = max(event.seq for event in log)
        for seq, planned in enumerate(self._plans.get(record.id, ()), last + 1):
            log.append(replace(planned.event, seq=seq))
        return record.state_with(log)

    def is_said_again(self, record_id: str, *events: Event) -> bool:
        """Whether these events are the last that this person recorded there, moments ago.

        Then they are no new deed: what the first one changed does not speak against them.
        """
        record = self._record(record_id)
        return self._equals_last(
            record, [Planned(self._planned(event, None), False) for event in events]
        )

    def just_said(self, log: Iterable[Event]) -> Iterator[Event]:
        """What this person recorded in a log within the last ten minutes, the newest first; with
        --again nothing, as then it is not the same once more.
        """
        mine = [event for event in events_in_order(list(log)) if event.by == self.person.id]
        return takewhile(self.has_just_said, () if self._again else reversed(mine))

    def complete(self, ticket: str, head: Ticket, at: datetime | None = None) -> None:
        """Plan the completion of a noted call: the short head gets what it lacks, once, and
        `received`, which happened `at` (None: now), its digest.
        """
        record = self.ticket(ticket)
        first = next((event for event in record.log if isinstance(event, Received)), None)
        if first is not None and self.has_just_said(first):
            self.repeated = heads_agree(record.ticket, head)
        if self.repeated:
            return
        check_may_follow(record.state, "received")
        data = plain_data(head)
        added = {key: data[key] for key in HEAD_KEYS if key in data and key not in record.data}
        text = writable(splicing.complete_head, record.text, added, path=record.path, id=record.id)
        completed = ticket_record_of(text.encode(), record.ticket.number)
        self.put_back(completed)
        self.append(ticket, Received(digest=head_digest(completed.data)), at=at)

    def put_back(self, restored: AnyRecord) -> None:
        """Take `restored` for what the record's file should have been before this command's
        events.
        """
        self._put(restored.path, restored.text.encode())
        self._records[restored.id] = restored

    def _put(self, path: str, data: bytes) -> None:
        """Plan new bytes for a record that was read. An archived ticket comes out of its archive:
        what is worked on has a file of its own.
        """
        number = record_id_at(path)
        if isinstance(number, TicketId) and self._changes.read(path) is None:
            self._archived.take_out(number)
            self._changes.put(path, data)
            return
        self._changes.replace(path, data)

    def create_file(self, path: str, text: str) -> None:
        """Plan a new file that is no record: a version of a calendar, a policy. Raises
        NameTaken.
        """
        self._changes.create(path, text.encode())
        self._files.append(path)

    def replace_file(self, path: str, text: str) -> None:
        """Plan other bytes for a file that is there; of a record, without an event."""
        self._put(path, text.encode())
        self._files.append(path)

    def put_file(self, path: str, data: bytes | None) -> None:
        """Plan what is to be at a path where no record lies, whatever is there; None: nothing."""
        self._changes.put(path, data)
        self._files.append(path)

    def adopt_file(self, path: str) -> None:
        """Plan the commit of a file that is no record as it lies there: somebody edited it."""
        self._changes.adopt(path)
        self._files.append(path)

    def archive(self, ticket: TicketId, data: bytes) -> None:
        """Plan that a ticket, whose file holds `data`, has no file any more and stands in its
        archive, byte for byte. Raises ChangedSinceRead, NotDone, Damaged.
        """
        if self._changes.read(ticket.path) != data:
            raise ChangedSinceRead(path=ticket.path)
        self._archived.put_in(ticket, data)
        self._changes.put(ticket.path, None)

    def unarchive(self, ticket: TicketId) -> None:
        """Plan that an archived ticket has a file of its own again, with the bytes that it had; one
        that has a file beside keeps that. Raises NotDone, Damaged.
        """
        data = self._archived.take_out(ticket)
        if self._changes.read(ticket.path) is None:
            self._changes.put(ticket.path, data)

    # The end: called by `recording`

    def write(self, clone: dict[str, str]) -> None:
        """Judge the plan and write it. Raises what refuses it; then nothing is written."""
        if self._plans and not (self._created or self._files or self._again):
            self.repeated = all(
                self._equals_last(self._record(id), plan) for id, plan in self._plans.items()
            )
        if self.repeated or not self._is_planned():
            return
        for id in list(self._plans):
            record = self._record(id)
            try:
                self._write_events(record, self._plans[id])
            except Damaged as error:
                self._leave_out(record.path, error)
        archives = self._archived.plan()
        self._check_no_log_was_rewritten()
        if not self._is_planned():
            return
        # of a ticket that came out on the way its own line says enough
        self._files += archives if not (self._plans or self._created) else []
        commits = clone_settings.commits_itself(clone)
        committer = (
            clone_settings.committer(self.ledger.root, clone) if commits else git.Person("", "")
        )
        recorded = self._changes.commit(
            self._message(),
            author=(self.person.name, self.person.email or committer.email),
            committer=committer,
            when=self.now,
        )
        self.recorded = True
        written = (*self._plans, *self._created, *map(str, self._renumbered.values()))
        self.happened = [each for each in self.happened if each.record_id in written]
        self.skew = self._witnesses.skew(self.now)
        self.committed = commits
        self.notices = list(recorded.notices)
        self.notices += [WordsLeftOut(record=id) for id in sorted(self.left_without)]

    def _is_planned(self) -> bool:
        return bool(self._plans or self._created or self._files or self._archived.is_planned())

    def _check_no_log_was_rewritten(self) -> None:
        """Raise LogRewritten if a log lost something by hand: with this command's commit it would
        be gone for good. Of a batch that file is left out.
        """
        for path, (committed, edited) in self._changes.edited().items():
            self._archived.check_not_rewritten(path, committed, edited)
            if not is_record_path(path):
                continue
            from svc.rules.history.records import events_tampered_with

            try:
                before = reading.read_record(committed, path)
                # whatever an editor saved it as: `check --fix` converts it
                text = reading.edited_text(edited, path)
                after = reading.read_record(text, path)
            except Damaged:
                continue  # HEAD's was no record yet
            for found in events_tampered_with(before, after):
                line = reading.lines_of(text).get(found.place, 1)
                self._leave_out(path, LogRewritten(path=path, line=line, problem=found.problem))
                break

    def _leave_out(self, path: str, error: Damaged) -> None:
        """Write nothing into a file because of this error, and all else of a batch; else raise
        it.
        """
        if self.left_out is None:
            raise error
        self.left_out.append(error)
        self._changes.leave(path)
        self._archived.leave(path)
        self._files = [file for file in self._files if file != path]
        for id in [id for id in self._plans if self._record(id).path == path]:
            del self._plans[id]

    def _write_events(self, record: AnyRecord, plan: list[Planned]) -> None:
        state: AnyState = record.state
        log: list[Event] = list(record.log)
        seq = max(event.seq for event in log)
        self._witnesses.record(record.id, log)
        added: list[dict[str, Any]] = []
        is_without_names = any(isinstance(each, Forgotten) and not each.places for each in log)
        for planned in plan:
            event = planned.event
            what = tag_of(event)
            _check_may_follow(state, what)
            # Where nobody named a time, the event's is the clock's: the clock was put back, which
            # is no reason to lose what happened.
            if event.at < record.began and planned.at_given:
                if isinstance(state, CustomerState):
                    raise BeforeOpened(customer=record.id, at=event.at, opened=record.began)
                if isinstance(state, StockState):
                    raise BeforeBooked(document=record.id, at=event.at, booked=record.began)
                raise BeforeReceived(ticket=record.id, at=event.at, received=record.began)
            self._check_role(what, record.catalogue)
            seq += 1
            event = self._identified(event, seq)
            if isinstance(state, State):
                office = event.office if isinstance(event, OfficeChanged) else state.office_at(seq)
                event = self._late_with_reason(event, office)
                if state.moves or isinstance(event, OfficeChanged):
                    event = replace(event, acting=office)
            data = event_data(event)
            if is_without_names:
                from svc.rules.forgetting import event_without

                told, data = data, event_without(data, record.data)
                if data != told:
                    self.left_without.add(record.id)
                event = msgspec.convert(data, type(event))
            log.append(event)
            added.append(data)
            state = record.state_with(log)
            named = str(self._renumbered.get(record.id, record.id))
            self.happened.append(Happened(named, state.current.office, event))
        text = writable(
            splicing.append_events,
            record.text,
            added,
            state.status,
            state.corrections,
            path=record.path,
            id=record.id,
        )
        new = self._renumbered.get(record.id)
        if new is None:
            self._put(record.path, text.encode())
            return
        moved = splicing.with_number(text, str(new), path=record.path, id=record.id).encode()
        record_of(moved, new)  # what can't be read back is never written
        if self._changes.read(record.path) is None:
            assert isinstance(record, Record)
            self._archived.take_out(record.ticket.number)
        else:
            self._changes.put(record.path, None)
        self._changes.create(new.path, moved)

    def _equals_last(self, record: AnyRecord, plan: list[Planned]) -> bool:
        log: list[Event] = list(record.log)
        return are_the_last(plan, log, self.person.id, self.now)

    # The message

    def _message(self) -> str:
        """Ids alone: nothing of a customer goes into the history's subject lines."""
        written = dict(self._created)
        for id, plan in self._plans.items():
            written[id] = " ".join(tag_of(planned.event) for planned in plan)
        lines = [f"{name} {what} ({self.person.id})" for name, what in written.items()]
        lines += [f"{path} ({self.person.id})" for path in self._files]
        if len(lines) == 1 and not self.title:
            return lines[0] + "\n"
        # A customer's file that a ticket opens or changes along the way is named below it.
        main = [name for name in written if parse_ticket_id(name)]
        title = f"{self.title} ({self.person.id})" if self.title else ""
        if len(main) == 1 and not title:
            title = f"{main[0]} {written[main[0]]} ({self.person.id})"
        return (
            (title or f"{len(lines)} records ({self.person.id})") + "\n\n" + "\n".join(lines) + "\n"
        )


@contextmanager
def recording(
    ledger: Reader, *, by: str, now: datetime, again: bool, allow: str, late: str = ""
) -> Iterator[Recording]:
    """The ledger for one command: locked, recovered, and written when the block ends without an
    error.

    Raises UnknownStaff, StaffLeft, NotTopOfWorkTree, NoGitIdentity, LockHeld and the other NotDone
    errors.
    """
    person = ledger.person(by)
    if person.left is not None and person.left < now.date():
        raise StaffLeft(person=by, left=person.left)
    # Only a manager approves, whatever it is for: a role, a skill, a slip that is missing. The
    # reason is recorded with every event of the command.
    if allow and not person.may(("manager",)):
        raise OnlyAManagerAllows(person=by)
    clone = ledger.clone
    with transaction.changes(
        ledger.root,
        commit=clone_settings.commits_itself(clone),
        wait_seconds=clone_settings.lock_wait_seconds(),
        who=transaction.Holder(who=by, since=now),
        rescue=both_changes,
        tell=ledger.tell_waiting,
    ) as changes:
        tx = Recording(ledger, changes, person=person, now=now, again=again, allow=allow, late=late)
        yield tx
        tx.write(clone)
    merge_driver.keep_right(ledger.root, clone)


@contextmanager
def standing_still(ledger: Reader, now: datetime) -> Iterator[None]:
    """Nobody writes meanwhile, and files and HEAD tell of one moment: for short looks only. Raises
    LockHeld and what else keeps from writing.
    """
    who = transaction.Holder(who="svc", since=now)
    wait_seconds = clone_settings.lock_wait_seconds()
    with transaction.standing_still(ledger.root, who, wait_seconds, both_changes):
        yield


def recover(ledger: Reader) -> list[Notice]:
    """For a command that reads: finish or undo what a killed one left; what is to be told of it."""
    return transaction.recover(ledger.root, both_changes)


def both_changes(path: str, base: bytes | None, recorded: bytes, saved: bytes) -> bytes | None:
    """One text with what was recorded and what a person saved at the same moment; None if they
    can't both hold.

    The log is as recorded: a person may write a comment or a key of their own, not history.
    """
    from svc.rules.merge.records import merge_record

    if base is None or not is_record_path(path):
        return None
    try:
        before, ours, theirs = (reading.decode(data, path) for data in (base, recorded, saved))
        merged = merge_record(path, before, ours, theirs)
        same_log = reading.read_record(merged)["log"] == reading.read_record(recorded)["log"]
    except SvcError:
        return None
    return merged.encode() if same_log else None


def _check_may_follow(state: AnyState, what: str) -> None:
    """Raise ImpossibleStep if the event can't follow now."""
    match state:
        case State():
            check_may_follow(state, what)
        case CustomerState():
            check_customer(state, what)
        case StockState():
            check_document(state, what)
        case SealState() | MonthSealState():
            state.check_may_follow(what)
