"""What the index notes of one ticket: columns that follow from its file, its policy and its
calendar alone.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import Damaged, SvcError
from svc.model import events as ev
from svc.model.blocks import token_of
from svc.model.ids import TicketId
from svc.model.times import day_of
from svc.rules.daily.month_seals import NOTED_BY_ITSELF
from svc.rules.daily.papers import papers_of
from svc.rules.daily.sheet import CASH, is_counted
from svc.rules.forms import part_form, plain_form, serial_form
from svc.rules.promises.deadlines import (
    always_tells,
    is_in_reach,
    nearest_owed,
    owes_nothing,
    promises_owed,
    starts_of,
)
from svc.rules.promises.due import Owed
from svc.rules.report.left_to_do import left_to_do
from svc.rules.report.measures import NOBODY, standings_of
from svc.rules.search.knowledge_used import entries_used
from svc.rules.search.tickets import searched_serials, searched_text
from svc.rules.ticket.aliases import earlier_numbers
from svc.rules.ticket.attachments import attached_files
from svc.rules.ticket.equipment import ticket_serials
from svc.rules.ticket.loaners import loaners_out
from svc.rules.ticket.part_requests import open_requests
from svc.store import files
from svc.store.index import flows
from svc.store.index.known_faults import HELPED, TRIED
from svc.store.index.schema import (
    BY_TIME,
    CLOSED,
    FROM_COLUMNS,
    OPEN,
    UNREADABLE_VALUES,
    UNTOLD,
    TicketEntry,
    lookup_key,
    packed_events,
    packed_moment,
)
from svc.store.records import Record, ticket_record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, tzinfo
    from pathlib import Path

    from svc.model.staff import Staff
    from svc.model.tickets import Ticket
    from svc.rules.ticket.lifecycle import State
    from svc.store.reader import Reader


class Noter:
    """Notes tickets of one ledger; what their terms name is read once."""

    def __init__(self, ledger: Reader, *, words: bool, measured_since: date | None = None) -> None:
        self._ledger = ledger
        self._words = words  # whether what a search looks into is noted, too
        self._measured_since = measured_since  # the first day of which tickets are measured, too
        try:
            self._staff = ledger.staff
        except SvcError:  # whoever needs it says so
            self._staff = NOBODY
        self._terms: dict[tuple[str, str], tuple[frozenset[str], bool] | None] = {}

    def entry_of_file(self, folder: Path, number: TicketId) -> TicketEntry | None:
        """What is noted of the ticket in this file; None if there is none (any more). `folder` is
        no link.

        What the system does not let us read is noted as unreadable: whoever asks meets the reason.
        """
        return self._entry_of(
            lambda: files.read_file(os.path.join(folder, f"{number}.yaml")), number
        )

    def entry_of_archived(self, number: TicketId) -> TicketEntry | None:
        """The same of a ticket that an archive holds."""
        return self._entry_of(lambda: self._ledger.archives.bytes_of(number), number)

    def _entry_of(self, read: Callable[[], bytes | None], number: TicketId) -> TicketEntry | None:
        try:
            data = read()
            return None if data is None else self.of(ticket_record_of(data, number))
        except SvcError:
            return TicketEntry(UNREADABLE_VALUES)

    def of(self, record: Record) -> TicketEntry:
        """What is noted of a ticket."""
        state = record.state
        ticket = state.current
        customer, machine = ticket.customer, ticket.equipment
        promises = self._promises_owed(state)
        nearest = nearest_owed(promises) if promises else None
        by_file = UNTOLD if promises is None else FROM_COLUMNS
        if any(each.only_late for each in promises or ()):
            by_file = BY_TIME
        due: tuple[object, ...] = (None, None, None, None)
        rows: tuple[tuple[object, ...], ...] = ()
        received = appointment = None
        try:
            received = packed_moment(ticket.received)
            appointment = packed_moment(state.appointment) if state.appointment else None
            if nearest is not None and by_file == FROM_COLUMNS:
                due = (
                    packed_moment(nearest.due),
                    packed_moment(nearest.late_after),
                    nearest.promise,
                    nearest.left_seconds,
                )
            rows = tuple(_owed_row(each) for each in promises or ())
        except ValueError:  # an offset of before there were time zones
            by_file, due = UNTOLD, (None, None, None, None)
        values = (
            OPEN if state.is_open() else CLOSED,
            by_file,
            ticket.kind,
            state.status,
            ticket.urgency,
            ticket.office,
            ticket.region,
            customer.unit if customer else None,
            machine.model if machine else None,
            machine.serial if machine else None,
            state.technician,
            received,
            appointment,
            *due,
            _events_by_month(state, self._ledger.zone),
            *self._report_columns(state, received),
        )
        measures = self._measures(state)
        words = (searched_text(state), searched_serials(state)) if self._words else None
        keys = tuple(_ticket_keys(state, self._ledger.zone, self._staff))
        return TicketEntry(
            values, keys, rows, words, _moves_of(state), _reserved_by(state), measures
        )

    def _measures(self, state: State) -> bytes | None:
        """What reports count of a ticket that is new enough, as it has just been read; None where
        that can't be told.
        """
        since = self._measured_since
        if since is None or day_of(state.ticket.received, self._ledger.zone) < since:
            return None
        from svc.store.index.month_measures import packed_ticket

        unknown: list[Damaged] = []
        try:
            packed = packed_ticket(self._ledger.measures(state, unknown))
        except SvcError:  # whoever makes the report says so
            return None
        return None if unknown else packed

    def _report_columns(
        self, state: State, received: int | None
    ) -> tuple[str | None, bytes | None]:
        """What reports are told of the ticket: its places if they can't be seen from the columns,
        and its flows; nothing of one that counts nowhere.
        """
        head, ticket = state.ticket, state.current
        standings = standings_of(state, self._ledger.zone)
        if not standings:
            return None, None
        places = [(each.region, each.office) for each in standings]
        is_seen = (
            received is not None
            and places == [(ticket.region, ticket.office)]
            and head.received == ticket.received
        )
        told = None if is_seen else flows.written_places(standings)
        return told, flows.packed_flows(standings)

    def _promises_owed(self, state: State) -> list[Owed] | None:
        """What the ticket owes; None if its promises can't be told."""
        terms = state.current.terms
        if terms is None:
            return []
        names = (terms.policy, terms.calendar)
        if names not in self._terms:
            self._terms[names] = self._starts_and_certainty(*names)
        plain = None if state.calendars_before else self._terms[names]
        if plain is not None and plain[1] and is_in_reach(state) and owes_nothing(state, plain[0]):
            return []
        try:
            # raises what whoever lists the ticket would meet
            self._ledger.promises(state, state.ticket.received)
            return promises_owed(
                state,
                self._ledger.policy(terms.policy),
                self._ledger.calendar_of(state),
                self._ledger.settings.watch_limits,
            )
        except Damaged:
            return None

    def _starts_and_certainty(
        self, policy: str, calendar: str
    ) -> tuple[frozenset[str], bool] | None:
        """What starts promises, and whether they can always be told; None if policy or calendar
        can't be read.
        """
        try:
            rules, hours = self._ledger.policy(policy), self._ledger.calendar(calendar)
        except SvcError:
            return None
        return starts_of(rules), always_tells(rules, hours)


def _moves_of(state: State) -> tuple[tuple[object, ...], ...]:
    """The rows of `moved`; most tickets move no part."""
    if not any(isinstance(event, _MOVING) for event in state.events):
        return ()
    from svc.rules.stock.of_tickets import moves_of_ticket
    from svc.store.index.stock import move_row

    return tuple(move_row(move) for move in moves_of_ticket(state))


def _reserved_by(state: State) -> tuple[tuple[object, ...], ...]:
    """The rows of `reserved`; most tickets reserve nothing. Left out is what was reserved at an
    offset of before there were time zones.
    """
    if not any(isinstance(event, _RESERVING) for event in state.events):
        return ()
    from svc.rules.stock.reserved import reserved_for

    with suppress(ValueError):
        return tuple(
            (each.part, each.count, packed_moment(each.since)) for each in reserved_for(state)
        )
    return ()


def _ticket_keys(state: State, zone: tzinfo, staff: Staff) -> set[int]:
    ticket = state.current
    keys = {
        lookup_key("serial", form)
        for serial in ticket_serials(state)
        if (form := serial_form(serial))
    }
    keys |= {lookup_key("is", mark) for mark in _marks(state)}
    keys |= {lookup_key("taken", person) for person in _with_money(state)}
    keys |= {lookup_key("day", f"{office} {day}") for office, day in _counted_days(state)}
    keys |= {lookup_key("money_day", f"{office} {day}") for office, day in _money_days(state)}
    keys |= {lookup_key(*key) for key in _months_and_standing(state, zone, staff)}
    keys |= {lookup_key("visit", day.isoformat()) for day in _other_visit_days(state)}
    keys |= {
        lookup_key("imported", plain_form(event.number))
        for event in state.ticket.log[:1]
        if isinstance(event, ev.Imported)
    }
    keys |= {
        lookup_key("block", token_of(event.block))
        for event in state.ticket.log
        if isinstance(event, ev.Noted) and event.block
    }
    keys |= {lookup_key("attached", each.sha256) for each in attached_files(state.ticket.log)}
    for entry, helped in entries_used(state.ticket.log).items():
        keys |= {lookup_key(kind, entry) for kind in ((TRIED, HELPED) if helped else (TRIED,))}
    keys |= {lookup_key("alias", number) for number in earlier_numbers(state.ticket.log)}
    for part, month in _parts_moved(state, zone):
        keys |= {lookup_key("part", part), lookup_key("parts", month)}
    keys |= {lookup_key("book", number.rpartition("-")[0]) for number in _receipt_numbers(state)}
    if ticket.customer is not None:
        keys.add(lookup_key("unit", plain_form(ticket.customer.unit)))
        if ticket.customer.file:
            keys.add(lookup_key("file", ticket.customer.file))
    return keys


def _parts_moved(state: State, zone: tzinfo) -> Iterator[tuple[str, str]]:
    """The parts that were asked for, lent or fitted, in the form they are compared in, each with
    the month of it.
    """
    lent: dict[str, ev.PartLent] = {}
    for event in state.events:
        parts: list[str] = []
        match event:
            case ev.PartLent():
                lent[event.id] = event
                parts = [event.part]
            case ev.PartShort() | ev.PartRequested():
                parts = [event.part]
            case ev.LoanEnded() if event.of in lent:
                parts = [lent[event.of].part]
            case ev.Visited() | ev.Repaired():
                parts = [used.part for used in event.parts]
        yield from ((part_form(part), f"{day_of(event.at, zone):%Y-%m}") for part in parts)


def _receipt_numbers(state: State) -> set[str]:
    """The numbers of receipts that the log names, whether it says so in turn or not."""
    return {
        event.number
        for event in state.ticket.log
        if isinstance(event, (ev.ReceiptIssued, ev.ReceiptVoided))
    }


def _other_visit_days(state: State) -> set[date]:
    """The days of the ticket's visits, agreed or made, besides that of the appointment it has
    now.
    """
    days = {agreed.time.date() for agreed in state.agreed if agreed.name == "appointment"}
    days |= {mark.at.date() for moment, mark in state.marks if moment in ("arrived", "visited")}
    return days - {state.appointment.date()} if state.appointment else days


_MOVING = (ev.PartLent, ev.PartDelivered, ev.LoanerLent, ev.Visited, ev.Repaired)
_RESERVING = (ev.Dispatched, ev.PartDelivered)
_MARKING = (
    ev.LoanEnded,
    ev.LoanerLent,
    ev.LoanerReturned,
    ev.PartLent,
    ev.PartRequested,
    ev.PartDelivered,
    ev.PartRequestCancelled,
    ev.MachineReplaced,
    ev.Returned,
)


def _marks(state: State) -> Iterator[str]:
    yield from _marks_of_head(state.ticket)
    log = state.ticket.log
    if any(isinstance(event, ev.Attached) for event in log):
        yield "attached"
    if any(isinstance(event, ev.Charged) for event in log) and state.account.still_to_pay > 0:
        yield "owing"
    marking = [event for event in log if isinstance(event, _MARKING)]
    ended = {event.of for event in marking if isinstance(event, ev.LoanEnded)}
    if any(_fits_a_part(event) for event in state.events):
        yield "fitted"
    if any(isinstance(event, ev.PartLent) and event.id not in ended for event in marking):
        yield "lent"
    if loaners_out(marking):
        yield "loaner"
    if open_requests(marking):
        yield "awaiting"
    if state.visit is not None and state.slip is None:
        yield "without_slip"
    if state.visit is not None and papers_of(state).is_to_clear:
        yield "to_clear"
    if any(
        isinstance(event, ev.MachineReplaced)
        or (isinstance(event, ev.Returned) and event.replaced_by)
        for event in marking
    ):
        yield "replaced"


def _marks_of_head(ticket: Ticket) -> Iterator[str]:
    if ticket.customer is None:
        yield "noted"
    if ticket.kind == "complaint":
        yield "complaint"
    if ticket.upkeep:
        yield "upkeep"


def _fits_a_part(event: ev.Event) -> bool:
    if isinstance(event, ev.LoanEnded):
        return event.how == "used"
    return isinstance(event, (ev.Visited, ev.Repaired)) and bool(event.parts)


def _with_money(state: State) -> set[str]:
    """Who has money of this ticket in hand, a cashier too."""
    account = state.account
    return {
        account.holder(payment)
        for payment in account.payments
        if payment.how != "transfer" and payment.id not in account.handed_in
    }


def _counted_days(state: State) -> set[tuple[str, date]]:
    """The days whose sheet may say something of this ticket: those on which something happened or
    was entered, each with the office that acted.
    """
    counted = [event for event in state.events if is_counted(event)]
    return {
        (state.office_of(event), day)
        for event in counted
        for day in (event.at.date(), event.typed.date())
    }


def _months_and_standing(state: State, zone: tzinfo, staff: Staff) -> set[tuple[str, str]]:
    """The months in which the ticket counts at an office, or in which anything happened while that
    acted, besides the one in which it was received there; and the offices where it stands open, or
    what was charged is not what was paid, or anything else is left to do.
    """
    keys = {
        ("month", f"{state.office_of(event)} {day_of(event.at, zone):%Y-%m}")
        for event in state.recorded.log
    }
    for standing in standings_of(state, zone):
        office, flows = standing.office, standing.flows
        days = {standing.received, *(flow.day for flow in flows)}
        keys |= {("month", f"{office} {day:%Y-%m}") for day in days}
        owed = sum(
            flow.amount if flow.how in ("charged", "refunded") else -flow.amount for flow in flows
        )
        if owed or sum((1 if turn.comes_in else -1) for turn in standing.turns) != 0:
            keys.add(("stands", office))
    if left_to_do(state, zone, staff) is not None:
        keys.add(("stands", state.current.office))
    return keys - {("month", f"{state.ticket.office} {day_of(state.current.received, zone):%Y-%m}")}


def _events_by_month(state: State, zone: tzinfo) -> bytes:
    """What happened in each month at the office that acted, eight bytes for each of both: by that
    it is told without the ticket's file whether a seal has all of it.
    """
    happened: dict[str, list[str]] = {}
    for event in state.recorded.log:
        if not isinstance(event, NOTED_BY_ITSELF):
            month = f"{state.office_of(event)} {day_of(event.at, zone):%Y-%m}"
            happened.setdefault(month, []).append(event.id)
    return b"".join(packed_events(month, ids) for month, ids in sorted(happened.items()))


def _money_days(state: State) -> set[tuple[str, date]]:
    """The days on which money reached a cashier or left, each with the office that acted."""
    moved = [event for event in state.events if isinstance(event, CASH)]
    return {(state.office_of(event), event.at.date()) for event in moved}


def _owed_row(each: Owed) -> tuple[object, ...]:
    return (
        each.promise,
        packed_moment(each.due),
        packed_moment(each.late_after),
        packed_moment(each.flag_at),
        each.left_seconds,
    )
