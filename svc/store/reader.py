"""The records of a ledger, read from their files alone: by number, by folder, and the promises of a
ticket.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from svc.errors import (
    N_,
    Damaged,
    MonthNotSealed,
    NoOpenTime,
    NoSuchCustomer,
    NoSuchDocument,
    NoSuchRecord,
    NoSuchSeal,
    NoSuchVersion,
    NotAFile,
    NotDone,
    NotInThisClone,
    NotOfAPart,
    PartHere,
    PartOnly,
    Phrase,
    PromisesUntold,
    Refused,
    SvcError,
    TooFar,
)
from svc.model.ids import (
    CustomerId,
    MonthSealId,
    RecordId,
    SealId,
    StockId,
    TicketId,
    parse_customer_id,
    parse_month_seal_id,
    parse_seal_id,
    parse_stock_id,
    parse_ticket_id,
)
from svc.store import files
from svc.store.configuration import Configuration, as_damage

if TYPE_CHECKING:
    from svc.model.archives import ArchiveId
    from svc.rules.money.costs import CostRow
    from svc.rules.promises.broken_then_amended import BrokenThenAmended
    from svc.rules.promises.clock import WorkCalendar
    from svc.rules.promises.runs import PromiseRun
    from svc.rules.promises.time_spent import TimeSpent
    from svc.rules.report.measures import Measures
    from svc.rules.ticket.lifecycle import State
    from svc.store.archives import Archives
    from svc.store.git.index_lock import TellsWaiting
    from svc.store.git.program import Root
    from svc.store.partial import Partial
    from svc.store.records import (
        AnyRecord,
        CustomerRecord,
        MonthSealRecord,
        Record,
        SealRecord,
        StockRecord,
    )

_YEAR_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"


class Reader(Configuration):
    """One department's records, below the folder `top`, with what they refer to. Opens files, knows
    of no index.
    """

    def __init__(self, top: Path) -> None:
        super().__init__(top)
        self.progress: Callable[[int, int], None] = _nobody_watches  # told how far long work is
        # hears that git's lock is waited for, and can give up; None: it is waited for some seconds
        self.tell_waiting: TellsWaiting | None = None
        self.looked_at_many = False  # whether what is answered is drawn from many records
        # of tickets and customers' files, with where they lie: no links on the way
        self._folders: dict[str, str] = {}

    @cached_property
    def root(self) -> Root:
        """The git work tree this ledger is the top of. Raises NotTopOfWorkTree."""
        from svc.store.git.program import repository_top

        return repository_top(self.top)

    @cached_property
    def clone(self) -> dict[str, str]:
        """What git is configured for here: `svc.desk`, `svc.commit`, `user.email` and their
        like.
        """
        from svc.store.git import program as git

        return git.config(self.root)

    @cached_property
    def partial(self) -> Partial | None:
        """What of the ledger is not in this clone; None if all is."""
        git_dir = self.top / ".git"
        if git_dir.is_dir() and not os.path.lexists(git_dir / "info/sparse-checkout"):
            return None  # without loading what starts git
        from svc.store.partial import partial_of

        try:
            return partial_of(self.root)
        except SvcError:  # outside git there are no partial clones
            return None

    @property
    def part_here(self) -> PartHere | None:
        """What is to be said beside what is drawn from many records; None where all are here."""
        part = self.partial
        if part is None:
            return None
        return PartHere(here=part.here, all=part.tickets, offices=list(part.not_here))

    def check_lies_here(self, number: RecordId, *, new: bool = False) -> None:
        """Raise NotInThisClone for a record that is elsewhere, or would be if it were made."""
        if self.partial is None:
            return
        if number.path in self.partial.paths or (new and self.partial.lies_elsewhere(number)):
            where = "customers" if isinstance(number, CustomerId) else number.folder
            raise NotInThisClone(record=str(number), office=number.office, folder=where)

    def check_has_all_of(self, offices: Iterable[str]) -> None:
        """Raise PartOnly if tickets of one of these offices are not in this clone."""
        if self.partial is not None and any(map(self.partial.lacks_office, offices)):
            lacking = list(self.partial.not_here)
            raise PartOnly(here=self.partial.here, all=self.partial.tickets, offices=lacking)

    def check_is_whole(self) -> None:
        """Raise NotOfAPart if any ticket is not in this clone."""
        notice = self.part_here
        if notice is not None:
            raise NotOfAPart(**notice.facts)

    def read(self, ticket: str) -> Record:
        """The record of a ticket. Raises NoSuchRecord (NotInThisClone if it is elsewhere), or
        Damaged if it can't be read.
        """
        number = parse_ticket_id(ticket)
        if number is None:
            raise NoSuchRecord(ticket=ticket)
        data = self.record_bytes(number)
        if data is None:
            self.check_lies_here(number)
            raise NoSuchRecord(ticket=str(number))
        from svc.store.records import ticket_record_of

        return ticket_record_of(data, number)

    def read_each(self, numbers: Iterable[TicketId], broken: list[Damaged]) -> Iterator[Record]:
        """The tickets with these numbers; of each that can't be read, the reason is added to
        `broken`.
        """
        for number in numbers:
            try:
                yield self.read(str(number))
            except (NoSuchRecord, NotInThisClone):
                continue  # gone since it was found
            except Damaged as error:
                broken.append(error)

    def numbers(self, office: str = "") -> Iterator[TicketId]:
        """The numbers of all tickets whose files are there, in the order of office, month and
        number.
        """
        for folder in self.month_folders(office):
            yield from self.numbers_in(folder)

    def month_folders(
        self, office: str = "", of: str = "tickets", *, year: int = 0
    ) -> Iterator[str]:
        """The folders of tickets, `tickets/SZ/2026-11`, of one office or all, in order, those too
        of which an archive holds tickets; `of`: `movements` for stock documents; `year`: those of
        one year alone.
        """
        self.looked_at_many = True
        folders = set() if of != "tickets" else set(self._archived_months(office, year))
        for code in self._folders_in(of):
            if office and code != office:
                continue
            for month in self._folders_in(f"{of}/{code}"):
                if re.fullmatch(_YEAR_MONTH, month) and month.startswith(f"{year or ''}"):
                    folders.add(f"{of}/{code}/{month}")
        yield from sorted(folders)

    @cached_property
    def archives(self) -> Archives:
        """What of closed years lies in one file for each office."""
        from svc.store.archives import Archives

        return Archives(self.top)

    def has_archives(self) -> bool:
        """Whether anything was ever put away: most ledgers have no such folder."""
        return os.path.lexists(self.top / "archive")

    def archive_ids(self, office: str = "") -> list[ArchiveId]:
        """The archives that are there, of one office or all, sorted."""
        found = self.archives.archives(self.listed) if self.has_archives() else []
        return [archive for archive in found if office in ("", archive.office)]

    def _archived_months(self, office: str, year: int) -> Iterator[str]:
        of_year = (each for each in self.archive_ids(office) if year in (0, each.year))
        for archive in of_year:
            with self._noting_unseen(archive.path):
                yield from self.archives.months_in(archive)

    def archived_in(self, folder: str) -> list[TicketId]:
        """The tickets of one month's folder that an archive holds, in no order."""
        _, office, month = folder.split("/")
        if not self.has_archives() or not re.fullmatch(_YEAR_MONTH, month):
            return []
        from svc.model.archives import ArchiveId

        archive = ArchiveId(office, int(month[:4]))
        with self._noting_unseen(archive.path):
            return [each for each in self.archives.tickets_in(archive) if each.folder == folder]
        return []

    @contextmanager
    def _noting_unseen(self, path: str) -> Iterator[None]:
        """Note an archive that can't be looked into: its tickets are not answered for."""
        try:
            yield
        except Damaged as error:
            self.unseen[path] = error
        except NotDone as error:
            self.unseen[path] = as_damage(path, error)

    def numbers_in(self, folder: str, lane: str = "") -> list[TicketId]:
        """The numbers of the tickets of one month's folder, archived ones too, sorted; of one desk
        alone if its `lane` is given.

        Files that bear no number are left to `svc check`.
        """
        named = [
            parse_ticket_id(name.removesuffix(".yaml"))
            for name in self.names(folder)
            if f"-{lane}" in name
        ]
        numbers = {n for n in named if n is not None and n.folder == folder}
        numbers |= {n for n in self.archived_in(folder) if lane in ("", n.lane)}
        return sorted(numbers, key=lambda n: (n.lane, n.number))

    def read_customer(self, customer_id: str) -> CustomerRecord:
        """A customer's file by its number. Raises NoSuchCustomer, or Damaged if it can't be
        read.
        """
        number = parse_customer_id(customer_id)
        data = None if number is None else self.record_bytes(number)
        if number is None or data is None:
            if number is not None:
                self.check_lies_here(number)
            raise NoSuchCustomer(customer=customer_id)
        from svc.store.records import customer_record_of

        return customer_record_of(data, number)

    def _customers_of(self, ids: Iterable[str], broken: list[Damaged]) -> Iterator[CustomerRecord]:
        for id in ids:
            try:
                yield self.read_customer(id)
            except (NoSuchCustomer, NotInThisClone):
                continue  # gone since it was found
            except Damaged as error:
                broken.append(error)

    def last_customer(self, office: str, lane: str) -> int:
        """The highest number of a customer's file in a desk's own series; 0 if there is none."""
        own = f"{office}-{lane}"
        names = [entry.name for entry in self.listed("customers")]
        numbers = (
            parse_customer_id(name[:-5])
            for name in names
            if name.startswith(own) and name.endswith(".yaml")
        )
        return max((number.number for number in numbers if number is not None), default=0)

    # Stock documents

    def read_document(self, number: str) -> StockRecord:
        """A stock document. Raises NoSuchDocument, or Damaged if it can't be read."""
        parsed = parse_stock_id(number)
        data = None if parsed is None else self.record_bytes(parsed)
        if parsed is None or data is None:
            if parsed is not None:
                self.check_lies_here(parsed)
            raise NoSuchDocument(document=number)
        from svc.store.records import stock_record_of

        return stock_record_of(data, parsed)

    def documents(self, broken: list[Damaged], office: str = "") -> Iterator[StockRecord]:
        """All stock documents that can be read, of one office or all, in the order of their
        numbers; of each that can't, the reason is added to `broken`.
        """
        for folder in self.month_folders(office, "movements"):
            for number in self.document_numbers_in(folder):
                try:
                    yield self.read_document(str(number))
                except (NoSuchDocument, NotInThisClone):
                    continue  # gone since it was found
                except Damaged as error:
                    broken.append(error)
        self.name_unseen(broken)

    def document_numbers_in(self, folder: str, lane: str = "") -> list[StockId]:
        """The numbers of the stock documents in one folder, sorted; of one desk alone if its `lane`
        is given.
        """
        numbers = [parse_stock_id(name.removesuffix(".yaml")) for name in self.names(folder)]
        return sorted(
            (n for n in numbers if n and n.folder == folder and lane in ("", n.lane)),
            key=lambda n: (n.lane, n.number),
        )

    # Seals

    def seal_numbers(self, office: str = "") -> Iterator[SealId]:
        """The days that are sealed, of one office or all, in order."""
        for code in self._folders_in("seals"):
            if office in ("", code):
                numbers = map(parse_seal_id, self._seal_names(code))
                yield from (number for number in numbers if number is not None)

    def month_seal_numbers(self, office: str = "") -> Iterator[MonthSealId]:
        """The months that are sealed, of one office or all, in order."""
        for code in self._folders_in("seals"):
            if office in ("", code):
                numbers = map(parse_month_seal_id, self._seal_names(code))
                yield from (number for number in numbers if number is not None)

    def _seal_names(self, office: str) -> list[str]:
        names = (name.removesuffix(".yaml") for name in self.names(f"seals/{office}"))
        return [f"{office}-{name}" for name in sorted(names)]

    def read_seal(self, number: SealId) -> SealRecord | None:
        """The seal of a day; None if it is not sealed. Raises Damaged."""
        data = self.record_bytes(number)
        if data is None:
            return None
        from svc.store.records import seal_record_of

        return seal_record_of(data, number)

    def read_month_seal(self, number: MonthSealId) -> MonthSealRecord | None:
        """The seal of a month; None if it is not sealed. Raises Damaged."""
        data = self.record_bytes(number)
        if data is None:
            return None
        from svc.store.records import month_seal_record_of

        return month_seal_record_of(data, number)

    def read_record(self, number: RecordId) -> AnyRecord:
        """The record of any kind with this number. Raises what says that there is none, or
        Damaged.
        """
        data = self.record_bytes(number)
        if data is None:
            raise no_such_record(number)
        from svc.store.records import record_of

        return record_of(data, number)

    def calendar_of(self, state: State, version: str = "") -> WorkCalendar:
        """The calendar by which a ticket's time is counted: one after the other, where it went from
        office to office. `version`: instead of the one that counts now.

        Raises NoSuchVersion; ValueError for a ticket without terms.
        """
        terms = state.current.terms
        if terms is None:
            raise ValueError(state.ticket.id)
        calendar = self.calendar(version or terms.calendar)
        if state.calendars_before:
            from svc.rules.promises.moved_calendar import MovedCalendar

            for until, earlier in reversed(state.calendars_before):
                calendar = MovedCalendar(self.calendar(earlier), calendar, until)
        return calendar

    def promises(self, state: State, now: datetime) -> list[PromiseRun]:
        """The promises of a ticket; none while a noted call has no terms yet.

        Raises Damaged if they can't be told: the ticket names a version that is not there
        or can't be read.
        """
        from svc.rules.promises.all_promises import promises_of

        terms = state.current.terms
        if terms is None:
            return []
        try:
            return promises_of(
                state,
                self.policy(terms.policy),
                self.calendar_of(state),
                now,
                self.settings.watch_limits,
            )
        except NoSuchVersion as missing:
            problem = Phrase(N_("there is no {version} in {folder}"), **missing.facts)
        except (NoOpenTime, TooFar) as useless:
            problem = Phrase(
                N_("the calendar {calendar} has no opening hours to calculate with"),
                calendar=useless.facts["calendar"],
            )
        raise PromisesUntold(path=state.ticket.number.path, line=1, problem=problem)

    def known_promises(
        self, state: State, now: datetime, broken: list[Damaged]
    ) -> list[PromiseRun]:
        """The same for one ticket of many: where they can't be told, none, and the reason is added
        to `broken` once.
        """
        try:
            return self.promises(state, now)
        except Damaged as error:
            if all(error.facts["path"] != other.facts["path"] for other in broken):
                broken.append(error)
            return []

    def costs(self, state: State) -> list[CostRow]:
        """What a ticket cost us, the parts used at their value in the catalogue. Raises Damaged if
        that can't be read.
        """
        from svc.rules.money.costs import costs_of

        return costs_of(state, self.settings, self.parts)

    def measures(self, state: State, unknown: list[Damaged]) -> list[Measures]:
        """What a ticket adds to reports, by office, promises as they stood before all; where they
        can't be told, the reason is added to `unknown`.
        """
        from svc.rules.promises.deadlines import BEFORE_ALL
        from svc.rules.report.measures import measure_ticket

        promises = self.known_promises(state, BEFORE_ALL, unknown)
        return measure_ticket(
            state,
            promises,
            self.zone,
            self.overturned(state),
            costs=self.costs(state),
            spent=self.time_spent(state) if state.status == "closed" else None,
            staff=self.staff,
        )

    def time_spent(self, state: State, until: datetime | None = None) -> TimeSpent | None:
        """For whom a ticket waited how long, until it ended, or until this moment if it is still
        open; None where it can't be told, as `known_promises` says, or has no terms yet.
        """
        terms = state.current.terms
        if terms is None:
            return None
        from svc.rules.promises.time_spent import time_spent

        last = until or max(event.at for event in state.events)
        try:
            return time_spent(state, self.policy(terms.policy), self.calendar_of(state), last)
        except (NoSuchVersion, NoOpenTime, TooFar, Damaged):
            return None

    def overturned(self, state: State) -> list[BrokenThenAmended]:
        """The promises of a ticket that were broken until a value was put right; none where they
        can't be told, as `known_promises` says.
        """
        terms = state.current.terms
        if terms is None or not (state.amendments or state.corrections):
            return []
        from svc.rules.promises.broken_then_amended import broken_then_amended

        try:
            policy, calendar = self.policy(terms.policy), self.calendar_of(state)
            return broken_then_amended(state, policy, calendar, self.settings.watch_limits)
        except (NoSuchVersion, NoOpenTime, TooFar, Damaged):
            return []

    def _folders_in(self, folder: str) -> list[str]:
        """The folders in a folder, sorted; one that is a link is noted as unseen."""
        entries = self.listed(folder)
        for entry in entries:
            if entry.is_symlink():
                path = f"{folder}/{entry.name}"
                self.unseen[path] = NotAFile(path=path, line=0, problem="link")
        return sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))

    def name_unseen(self, broken: list[Damaged]) -> None:
        """Add the folders that could not be looked into, once."""
        broken += [
            error
            for error in self.unseen.values()
            if all(error.facts["path"] != known.facts["path"] for known in broken)
        ]

    def record_bytes(self, number: RecordId) -> bytes | None:
        """The bytes of a record's file, of an archived ticket those that it had; None if there is
        none. Raises Damaged, NotDone.
        """
        folder = number.folder
        where = self._folders.get(folder)
        with files.reading(number.path):
            if where is None:
                where = self._folders[folder] = str(files.located(self.top, number.path).parent)
            name = number.path.rpartition("/")[2]
            data = files.read_file(os.path.join(where, name))
        if data is None and isinstance(number, TicketId) and self.has_archives():
            return self.archives.bytes_of(number)
        return data

    def has_record(self, number: RecordId) -> bool:
        """Whether a record with this number lies here, readable or not, archived or not."""
        if os.path.lexists(self.top / number.path):
            return True
        if not isinstance(number, TicketId):
            return False
        try:
            return self.archives.bytes_of(number) is not None
        except (Damaged, NotDone):
            return False


def no_such_record(number: RecordId) -> Refused:
    """The error that there is no record with this number."""
    match number:
        case CustomerId():
            return NoSuchCustomer(customer=str(number))
        case StockId():
            return NoSuchDocument(document=str(number))
        case SealId():
            return NoSuchSeal(office=number.office, whose=number.office, day=number.day)
        case MonthSealId():
            return MonthNotSealed(whose=[number.office], office=number.office, month=number.month)
        case TicketId():
            return NoSuchRecord(ticket=str(number))


def _nobody_watches(finished: int, count: int) -> None:
    """Long work shows how far it is at a terminal alone."""
