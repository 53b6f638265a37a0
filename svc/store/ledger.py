"""The ledger: the folder of records a department owns, opened, read and written.

Reading needs the files alone. Writing goes through `Ledger.writing()`: events are planned, judged
together, and written with their commit, or not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from svc.errors import (
    Damaged,
    NewerLedger,
    NoLedger,
    NoSuchDocument,
    SvcError,
)
from svc.model.ids import CustomerId, StockId, TicketId, parse_customer_id, parse_record_id
from svc.model.settings import SCHEMA
from svc.store.reader import Reader

if TYPE_CHECKING:
    from sqlite3 import Connection

    from svc.errors import Notice
    from svc.model.customers import Customer
    from svc.rules.search.customer_cards import CustomerCards, SearchCard
    from svc.rules.stock.documents import DocumentRow
    from svc.rules.stock.lots import Worth
    from svc.rules.stock.moves import Balances, Begun, Move
    from svc.rules.stock.places import Place, Spot
    from svc.rules.stock.reserved import Reservation
    from svc.rules.ticket.customers import CustomerFile
    from svc.store.index.opening import Index
    from svc.store.index.queries import Sought
    from svc.store.new_records import Happened
    from svc.store.recording import Recording
    from svc.store.records import AnyRecord, CustomerRecord, Record

Answer = TypeVar("Answer")


class Ending(NamedTuple):
    """Tickets whose numbers end alike."""

    open: list[str]
    others: list[str]


_SAME_LOOK_SECONDS = 2.0


class Ledger(Reader):
    """One department's records, below the folder `top`, with what they refer to."""

    def __init__(self, top: Path, *, indexed: bool = True) -> None:
        super().__init__(top)
        self.indexed = indexed  # False: every answer from the files alone
        self.fresh = (
            False  # whether the index is to look at every file, not only where changes are likely
        )
        self._index: Index | None = None
        self._looked_at = 0.0  # when it was brought up to date, by a clock of no zone; 0: not yet
        # whether something was, through this object: what an interrupted command has to tell
        self.recorded = False
        self.skew: Notice | None = (
            None  # that the clock it was recorded by stands behind earlier entries
        )
        self.happened: list[Happened] = []  # what was recorded through this object, for hooks

    def read_anew(self) -> Ledger:
        """The same ledger, of which nothing was read yet: its settings have changed."""
        self.close()
        anew = Ledger(self.top, indexed=self.indexed)
        anew.progress, anew.tell_waiting = self.progress, self.tell_waiting
        return anew

    # Tickets

    def tickets(self, broken: list[Damaged], office: str = "", *sought: Sought) -> Iterator[Record]:
        """All tickets that can be read, or those for which an office acts; of each that can't, the
        reason is added to `broken` (of an office, where its number is of it).

        `sought`: which of them are wanted, those that fit any of these. Others may be left out, and
        must be passed over if they come.
        """
        numbers = self._numbers(office, sought)
        if not office:
            yield from self.read_each(numbers, broken)
            self.name_unseen(broken)
            return
        from svc.rules.ticket.lifecycle import acting_office

        for number in numbers:
            unread: list[Damaged] = []
            for record in self.read_each([number], unread):
                if acting_office(record.ticket) == office:
                    yield record
            if number.office == office:
                broken += unread
        self.name_unseen(broken)

    def tickets_not_as_told(
        self, broken: list[Damaged], told: Mapping[str, bytes], *sought: Sought
    ) -> Iterator[Record]:
        """Of the tickets that may fit any of what is sought those that are not as the index was
        `told` of them, see `tickets_not_as_told` there; without an index all of them.
        """
        from svc.store.index.queries import tickets_not_as_told

        known = None
        if self.indexed:
            known = self.ask_index(lambda index: tickets_not_as_told(index, sought, told))
        yield from self.read_each(self.numbers() if known is None else known, broken)
        self.name_unseen(broken)

    def _numbers(self, office: str, sought: Sequence[Sought]) -> Iterable[TicketId]:
        """Those that may fit; others may be among them, of other offices too."""
        if sought and self.indexed:
            from svc.store.index.queries import ticket_numbers

            known = self.ask_index(lambda index: ticket_numbers(index, sought, office))
            if known is not None:
                return known
        return self.numbers()

    def tickets_ending(self, month: str, lane: str, number: int, office: str) -> Ending:
        """The tickets of an office (all, if none is given) whose numbers end so: the open ones; if
        there are none, the others. `month` (2611) and `lane` may be empty.
        """
        from svc.store.index.queries import Sought

        def ends_so(id: TicketId) -> bool:
            return (
                id.number == number
                and lane in ("", id.lane)
                and month in ("", f"{id.year % 100:02d}{id.month:02d}")
            )

        found = [id for id in self._numbers(office, [Sought(is_open=True)]) if ends_so(id)]
        states = [record.state for record in self.read_each(found, [])]
        still_open = [
            state.ticket.id
            for state in states
            if state.is_open() and office in ("", state.current.office)
        ]
        if still_open:
            return Ending(still_open, [])
        ending = [id for id in self.numbers() if ends_so(id)]
        others = [
            str(record.ticket.number)
            for record in self.read_each(ending, [])
            if office in ("", record.state.current.office)
        ]
        return Ending([], others)

    def drop_index(self) -> None:
        """Remove the index, and with it what it noted of records that have changed since."""
        from svc.store.index.opening import drop_index

        self.close()
        self._looked_at = 0.0
        drop_index(self.top)

    def ask_index(
        self,
        question: Callable[[Connection], Answer],
        *,
        customers: Literal["", "likely", "all"] = "",
        words: bool = False,
        stock: bool = False,
    ) -> Answer | None:
        """What the index answers, up to date; None where there can be none, and the files are to be
        read instead.

        `customers`: it is about customers' files, those that are `likely` to have changed or `all`
        of them looked at; `words`: about the words in tickets; `stock`: about moves of parts. What
        this process asks within two seconds is answered from one look at the files.
        """
        self.looked_at_many = True
        if not self.indexed:
            return None
        lacks_words = words and self._index is not None and not self._index.has_words
        if not self._looked_at or lacks_words or monotonic() - self._looked_at > _SAME_LOOK_SECONDS:
            self.close()
            from svc.store.index.opening import open_index

            self._index = open_index(self, full=self.fresh, words=words)
            self._looked_at, self.fresh = monotonic(), False
        if (
            customers
            and self._index is not None
            and not self._index.knows_customers(self, full=customers == "all")
        ):
            self.close()
        if stock and self._index is not None and not self._index.knows_documents(self):
            self.close()
        answer = None if self._index is None else self._index.ask(question)
        if answer is None:
            self.close()
        return answer

    def note_in_index(self, generation: int, deed: Callable[[Connection], None]) -> bool:
        """Have the index keep what was found out from it, if nothing changed since; see
        `Index.write`.
        """
        return self._index is not None and self._index.write(generation, deed)

    def close(self) -> None:
        """Let go of the index; the next question opens it again."""
        if self._index is not None:
            self._index.close()
        self._index, self._looked_at = None, 0.0

    def receipt_numbers(self, book: str) -> list[tuple[int, str]]:
        """The numbers of a receipt book, `SZ-A-26`, that tickets hold, each with its ticket's path.

        Looks at the text of every ticket in which the index knows one of the book, or which it
        can't read, so that a broken record, or an event that a merge left out of turn, still holds
        its number; so does one in a ticket that is not in this clone.
        """
        from svc.store.index.queries import Sought

        wanted = re.compile(
            rb'^ +(?:number|now): "?%s-([0-9]{4,9})\b' % re.escape(book).encode(), re.MULTILINE
        )
        mention = f"{book}-".encode()
        out: list[tuple[int, str]] = []
        for number in self._numbers("", [Sought(keys=(("book", book),))]):
            data = self.record_bytes(number) or b""
            if mention in data:
                out.extend((int(match[1]), number.path) for match in wanted.finditer(data))
        if self.partial is not None:
            from svc.store.partial import receipts_elsewhere

            out.extend(receipts_elsewhere(self.root, book, self.partial.paths))
        return out

    def records_once_called(self, number: str) -> list[str]:
        """The records that have another number now than this one; what can't be read is none of
        them.
        """
        from svc.rules.ticket.aliases import earlier_numbers
        from svc.store.index.queries import Sought

        records: Iterable[AnyRecord]
        match parse_record_id(number):
            case TicketId():
                records = self.tickets([], "", Sought(keys=(("alias", number),)))
            case CustomerId():
                records = self.customers([], ("alias", number))
            case StockId(office=office):
                records = self.documents([], office)
            case _:
                return []
        return [record.id for record in records if number in earlier_numbers(record.log)]

    # Customers

    def customers(self, broken: list[Damaged], *keys: tuple[str, str]) -> Iterator[CustomerRecord]:
        """All customers' files that can be read, by number; of each that can't, the reason is added
        to `broken`.

        With `keys` (`serial`, `phone`, `name` or `alias` and its value, `is` and `replaced`,
        `equipment_unboxed` or `software_updated`) those
        that have any of them as they stand; others may be left out, and must be passed over if
        they come.
        """
        yield from self._customers_of(map(str, self._customer_numbers(keys)), broken)
        self.name_unseen(broken)

    def customer_files(self, broken: list[Damaged]) -> list[CustomerFile]:
        """The same, as they stand and without their logs."""
        from svc.store.index.customers import all_customers

        answer = self.ask_index(all_customers, customers="all")
        if answer is None:
            from svc.rules.ticket.customers import customer_file

            return [customer_file(record.state) for record in self.customers(broken)]
        files, unreadable = answer
        self.name_unreadable(unreadable, broken)
        return files

    def name_unreadable(self, ids: list[str], broken: list[Damaged]) -> None:
        """Add to `broken` why each of these customers' files can't be read."""
        for _ in self._customers_of(ids, broken):
            pass  # it can be read by now

    def customer_cards(
        self, broken: list[Damaged]
    ) -> tuple[CustomerCards, CustomerCards, dict[str, str]]:
        """Cards of the customers in use, cards of the files merged into others, and where each of
        these went.
        """
        from svc.rules.search.customer_cards import CustomerCards, customer_cards
        from svc.store.index.customer_cards import cards_on_file

        on_file = self.ask_index(cards_on_file, customers="likely")
        if on_file is None:
            files = self.customer_files(broken)
            in_use = [file.customer for file in files if file.status == "active"]
            merged = [file for file in files if file.status == "merged"]
            merged_into = {file.customer.id: file.merged_into for file in merged}
            return (
                customer_cards(in_use),
                customer_cards([file.customer for file in merged]),
                merged_into,
            )
        self.name_unreadable(on_file.unreadable, broken)

        def loaded_as_asked(cards: dict[str, SearchCard]) -> CustomerCards:
            ids = list(cards)

            def load(places: list[int]) -> dict[int, Customer]:
                customers = self._current_customers([ids[place] for place in places], broken)
                return {place: customers[ids[place]] for place in places if ids[place] in customers}

            return CustomerCards(list(cards.values()), on_file.characters, load)

        return (
            loaded_as_asked(on_file.in_use),
            loaded_as_asked(on_file.merged),
            on_file.merged_into,
        )

    def _current_customers(self, ids: list[str], broken: list[Damaged]) -> dict[str, Customer]:
        """These customers as they stand, without those that are gone or can't be read."""
        from svc.store.index.customers import current_customers

        customers = self.ask_index(lambda index: current_customers(index, ids), customers="likely")
        if customers is None:
            records = self._customers_of(ids, broken)
            customers = {record.id: record.state.current for record in records}
        return customers

    def look_at_customers(self) -> int | None:
        """A number that is another one as soon as a customer's file is added, removed or replaced.

        None if that can't be told, as one has been just now.
        """
        from svc.store.index.own_writes import sure_folder_stamp

        return sure_folder_stamp(self.top)

    def _customer_numbers(self, keys: Sequence[tuple[str, str]]) -> Iterable[CustomerId]:
        if keys:
            from svc.store.index.customers import customer_numbers

            known = self.ask_index(lambda index: customer_numbers(index, keys), customers="likely")
            if known is not None:
                return known
        numbers = (
            parse_customer_id(name.removesuffix(".yaml")) for name in self.names("customers")
        )
        return (number for number in numbers if number is not None)

    # Parts

    def moves(
        self, broken: list[Damaged], part: str = "", place: Place | None = None
    ) -> list[Move]:
        """The moves of parts on tickets and stock documents as they are booked, in the order in
        which they happened: of one part, of those that leave or reach one place; of each record
        that can't be read, the reason is added to `broken`.
        """
        from svc.rules.stock.moves import booked_moves

        moves, begun = self._moves_and_begin(broken, part, place)
        return [
            move
            for move in booked_moves(moves, begun)
            if part in ("", move.part)
            and (place is None or place in (move.leaves.place, move.goes.place))
        ]

    def moves_beside(self, of_tickets: list[Move], broken: list[Damaged]) -> list[Move]:
        """All moves as `moves` has them, where those of all tickets are known: no ticket is read,
        and no index asked.
        """
        from svc.rules.stock.moves import booked_moves

        return list(booked_moves(*self._all_moves(of_tickets, broken)))

    def balances(
        self,
        broken: list[Damaged],
        until: datetime | None = None,
        places: Sequence[Place] | None = None,
    ) -> Balances:
        """How many pieces of each part are booked at these places (in every store, with every
        technician and on the way), after all moves or until a moment.
        """
        if until is None:
            from svc.store.index.stock import held_in_index

            known = self._ask_reckoned(lambda index: held_in_index(index, places))
        else:
            from svc.store.index.stock import past_balances

            offices = self._offices_of_staff()
            known = self.ask_index(lambda index: past_balances(index, offices, until), stock=True)
        if known is not None:
            self._name_broken_stock(broken)
        else:
            from svc.rules.stock.moves import balances

            known = balances(self.moves(broken), until)
        return {
            (part, spot): count
            for (part, spot), count in known.items()
            if spot.place.is_inner and (places is None or spot.place in places)
        }

    def positions(self, office: str) -> dict[str, str]:
        """Where good pieces of each part were last said to lie in the store of an office."""
        from svc.store.index.stock import positions_in_index

        known = self._ask_reckoned(lambda index: positions_in_index(index, office))
        if known is None:
            from svc.rules.stock.places import store_of
            from svc.store.index.stock_figures import positions_in

            return positions_in(self.moves([], place=store_of(office)), office)
        return known

    def worth(
        self, broken: list[Damaged], until: datetime | None = None
    ) -> dict[Spot, dict[str, Worth]]:
        """What the pieces are worth by lots at each place of ours, part by part, after all moves or
        until a moment.
        """
        if until is None:
            from svc.store.index.stock import keep_worth, reckon_worth, worth_in_index

            offices = self._offices_of_staff()
            known = self._ask_reckoned(worth_in_index)
            if known is None:
                found = self.ask_index(lambda index: reckon_worth(index, offices), stock=True)
                if found is not None:
                    self.note_in_index(found.generation, lambda index: keep_worth(index, found))
                    known = self.ask_index(worth_in_index, stock=True)
            if known is not None:
                self._name_broken_stock(broken)
                return known
        from svc.rules.stock.lots import lots_of

        return lots_of(self.moves(broken), until).worth()

    def reservations(
        self, broken: list[Damaged], office: str = "", parts: Sequence[str] = ()
    ) -> list[Reservation]:
        """What tickets reserve in the store of an office (every one, if none is given) of these
        parts (all, if none are), the first first; of each that can't be read, the reason is added
        to `broken`.
        """
        from svc.rules.stock.reserved import reserved_for
        from svc.store.index.queries import Sought
        from svc.store.index.reserved import reserved_in_index

        known = self.ask_index(lambda index: reserved_in_index(index, office, parts))
        if known is not None:
            for _ in self.tickets(broken, "", Sought(keys=())):
                pass  # it can be read: the index was not sure of it
            return known
        found = [
            each
            for record in self.tickets(broken, office)
            for each in reserved_for(record.state)
            if not parts or each.part in parts
        ]
        return sorted(found, key=lambda each: each.order)

    def books_begun(self) -> Begun:
        """Since when the books of each store are kept."""
        from svc.rules.stock.moves import Begun
        from svc.store.index.stock import begun_in_index

        stores = self._ask_reckoned(begun_in_index)
        if stores is None:
            return self._moves_and_begin([], "-", None)[1]
        return Begun(stores=stores, offices=self._offices_of_staff())

    def _ask_reckoned(self, question: Callable[[Connection], Answer | None]) -> Answer | None:
        """What the index answers of what moves come to, once it has reckoned that where they
        changed, and keeps it.
        """
        from svc.store.index.stock import keep_reckoned, reckon_moves

        offices = self._offices_of_staff()
        found = self.ask_index(lambda index: reckon_moves(index, offices), stock=True)
        if found is not None and found.is_new:
            self.note_in_index(found.generation, lambda index: keep_reckoned(index, found))
        return self.ask_index(question, stock=True)

    def document_rows(self, broken: list[Damaged], month: date | None) -> list[DocumentRow]:
        """What lists say of the stock documents that are dated in a month; without one, of the
        transfers that are on the way.
        """
        from svc.store.index.stock import document_rows_in_index

        rows = self.ask_index(lambda index: document_rows_in_index(index, month), stock=True)
        if rows is not None:
            self._name_broken_documents(broken)
            return rows
        from svc.rules.stock.documents import document_row

        known = (document_row(record.state) for record in self.documents(broken))
        return [row for row in known if row.is_of(month)]

    def _moves_and_begin(
        self, broken: list[Damaged], part: str, place: Place | None
    ) -> tuple[list[Move], Begun]:
        """The moves of a part or place, or more, and since when books are kept."""
        from svc.rules.stock.moves import Begun
        from svc.rules.stock.of_tickets import moves_of_ticket
        from svc.store.index.stock import begun_in_index, moves_in_index

        offices = self._offices_of_staff()
        known = self.ask_index(
            lambda index: (moves_in_index(index, part, place), begun_in_index(index)), stock=True
        )
        if known is not None:
            self._name_broken_stock(broken)
            return known[0], Begun(stores=known[1], offices=offices)
        of_tickets = [
            move for record in self.tickets(broken) for move in moves_of_ticket(record.state)
        ]
        return self._all_moves(of_tickets, broken)

    def _all_moves(self, of_tickets: list[Move], broken: list[Damaged]) -> tuple[list[Move], Begun]:
        """These with those of all documents, and since when books are kept."""
        from svc.rules.stock.moves import begun_by, in_order, moves_of_document

        of_documents = [
            move
            for document in self.documents(broken)
            for move in moves_of_document(document.state)
        ]
        begun = begun_by(of_documents, self._offices_of_staff())
        return in_order([*of_documents, *of_tickets]), begun

    def _offices_of_staff(self) -> dict[str, str]:
        return {person.id: person.office for person in self.staff.staff}

    def _name_broken_stock(self, broken: list[Damaged]) -> None:
        """Add why records can't be read that the index knows as such."""
        from svc.store.index.queries import Sought

        for _ in self.tickets(broken, "", Sought(keys=())):
            pass  # it can be read: the index was not sure of it
        self._name_broken_documents(broken)

    def _name_broken_documents(self, broken: list[Damaged]) -> None:
        from svc.store.index.stock import unreadable_documents

        for id in self.ask_index(unreadable_documents, stock=True) or ():
            try:
                self.read_document(id)
            except NoSuchDocument:
                continue  # gone since it was found
            except Damaged as error:
                broken.append(error)

    # Reading and writing

    def recover(self) -> list[Notice]:
        """Finish or undo what a killed command left, if nobody writes and we may; what is to be
        told of it.

        Costs one look at a file.
        """
        git = self.top / ".git"
        left = any(os.path.lexists(git / name) for name in ("svc/journal", "index.lock"))
        if left or git.is_file():  # a file: a linked work tree
            from svc.store import recording

            return recording.recover(self)
        return []

    def is_set_up(self) -> bool:
        """Whether git knows here how to merge records; what is no clone needs none of it.

        Every command asks: so git's own file is looked at, and git itself only where that says
        nothing.
        """
        said = self._settings_of_git
        if said is None or b'[merge "svc"]' in said:
            return True
        try:
            return "merge.svc.driver" in self.clone
        except SvcError:
            return True  # named by whoever records

    def had_renumbered(self) -> bool:
        """Whether this clone has seen a record get another number (`svc.renumbered`): most never
        do, and look for none.
        """
        return b"renumbered = " in (self._settings_of_git or b"")

    @cached_property
    def _settings_of_git(self) -> bytes | None:
        """The clone's own, as git's file has them; None of what is no clone."""
        try:
            return (self.top / ".git" / "config").read_bytes()
        except FileNotFoundError:
            return None
        except OSError:  # a linked work tree, or nothing that we may read
            return b""

    def forget_what_was_read(self) -> None:
        """Others have written here since: look at the files again."""
        self._looked_at = 0.0
        self.read_settings_again()

    def check_may_write(self) -> None:
        """Raise NewerLedger if a later svc than this one writes here: what it has added may be lost
        on us.
        """
        if self.settings.schema > SCHEMA:
            raise NewerLedger(schema=self.settings.schema, known=SCHEMA)

    @contextmanager
    def writing(
        self,
        *,
        by: str,
        now: datetime,
        again: bool = False,
        allow: str = "",
        late: str = "",
    ) -> Iterator[Recording]:
        """The ledger for one command that records something; see `svc/store/recording.py`."""
        from svc.store.recording import recording

        self.check_may_write()
        tx: Recording | None = None
        try:
            with recording(self, by=by, now=now, again=again, allow=allow, late=late) as tx:
                self._looked_at = 0.0  # what others wrote while we waited for our turn
                yield tx
        finally:
            self._looked_at = 0.0
            if tx is not None and tx.recorded:
                self.recorded, self.skew = True, tx.skew
                self.happened += tx.happened


def find_ledger(start: Path, *, named: bool = False) -> Path:
    """The ledger that `start` lies in: the nearest folder upwards with `svc.yaml`. Raises NoLedger.

    A folder that was `named` is the ledger itself or none: a typing error must not lead to
    another ledger.
    """
    for folder in (start,) if named else (start, *start.parents):
        if os.path.isfile(folder / "svc.yaml"):  # no error for a name that no system takes
            return folder
    raise NoLedger(path=str(start))
