"""Tickets in a list, by what people ask for aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import Damaged, NoSuchCustomer, NoSuchRecord
from svc.model.ids import parse_customer_id
from svc.rules.forms import plain_form
from svc.rules.list_rows import ExtraCells, ListRow, list_row
from svc.rules.search.customers import words_fit_text
from svc.rules.telephones import same_telephone
from svc.store.ledger import Ledger

# What counts promises is imported where tickets are read: most lists come from the index.
if TYPE_CHECKING:
    from svc.model.tickets import Ticket
    from svc.rules.ticket.lifecycle import State
    from svc.store.index.queries import Listed, Sought
    from svc.store.records import Record

STAGES: dict[str, tuple[str, ...]] = {
    "intake": ("noted", "received"),
    "reply": ("handed_over",),
    "arrange": ("replied", "reopened"),
    "prepare": ("dispatched",),
    "carry_out": ("visiting", "on_bench", "at_factory"),
    "follow_up": ("done", "called_back"),
}
"""The stage of S0 2.1 that an open ticket is in, by its state; what is on hold is in none."""


class Listing(Struct, frozen=True, kw_only=True):
    """What a list came to; `more` fit beyond the limit."""

    rows: list[ListRow]
    more: int
    broken: list[Damaged]


class Wanted(Struct, frozen=True, kw_only=True):
    """What a list is to hold; an empty field asks for nothing."""

    all_states: bool = False
    status: str = ""
    stage: str = ""
    kind: str = ""
    urgency: str = ""
    office: str = ""
    region: str = ""
    technician: str = ""
    model: str = ""  # or the beginning of its name
    customer: str = ""  # a file's number, a name or part of it, pinyin, a telephone
    overdue: bool = False
    due_before: datetime | None = None
    received_from: datetime | None = None
    received_until: datetime | None = None  # excluded
    words: tuple[str, ...] = ()  # each stands somewhere in the ticket


def list_tickets(
    ledger: Ledger, now: datetime, wanted: Wanted, *, with_extra_cells: bool = False, limit: int = 0
) -> Listing:
    """The tickets that fit, open ones unless `all_states` or a status is asked for; the nearest due
    first.

    `with_extra_cells`: with what stands in the rows only when it is asked for; `limit`: at most so
    many, 0 for all. What could not be read is returned beside them, never left out in silence.
    """
    listed = (
        None if wanted.customer or wanted.words else _rows_from_index(ledger, now, wanted, limit)
    )
    broken: list[Damaged] = []
    if listed is None:
        records = ledger.tickets(broken, wanted.office, _sought(wanted))
        return _listing(list(_rows_from_files(ledger, now, wanted, records, broken)), limit, broken)
    fitting_rows = [row for row in listed.rows if _is_of_model(row.model, wanted.model)]
    records = ledger.read_each(listed.by_file, broken)
    fitting_rows += _rows_from_files(ledger, now, wanted, records, broken)
    listing = _listing(fitting_rows, limit, broken, more=listed.more)
    if with_extra_cells:
        listing = replace(
            listing, rows=[row if row.extra else _read_row(ledger, row) for row in listing.rows]
        )
    return listing


def _rows_from_index(ledger: Ledger, now: datetime, wanted: Wanted, limit: int) -> Listed | None:
    """The rows from the index; None where there is none."""
    from svc.store.index.queries import listed_tickets

    return ledger.ask_index(
        lambda index: listed_tickets(
            index,
            _sought(wanted),
            now,
            office=wanted.office,
            overdue=wanted.overdue,
            due_before=wanted.due_before,
            limit=0 if wanted.model else limit,
        )
    )


def _rows_from_files(
    ledger: Ledger, now: datetime, wanted: Wanted, records: Iterable[Record], broken: list[Damaged]
) -> Iterator[ListRow]:
    customer_ids = _customer_ids(ledger, wanted.customer)
    for record in records:
        state = record.state
        if _fits(state, wanted, customer_ids):
            from svc.rules.promises.deadlines import due_as_listed
            from svc.rules.promises.runs import nearest_promise

            row = list_row(
                state, due_as_listed(nearest_promise(ledger.known_promises(state, now, broken)))
            )
            if _is_due(row, wanted):
                yield row


def _read_row(ledger: Ledger, row: ListRow) -> ListRow:
    """The row with all that can be asked for; as it is if its file was taken away this moment."""
    try:
        return replace(row, extra=list_row(ledger.read(row.id).state, None).extra)
    except (NoSuchRecord, Damaged):
        return replace(
            row, extra=ExtraCells(contact="", phone="", mobile="", symptom="", appointment=None)
        )


def _listing(unordered: list[ListRow], limit: int, broken: list[Damaged], more: int = 0) -> Listing:
    in_order = sorted(unordered, key=_by_due)
    over = max(0, len(in_order) - limit) if limit else 0
    return Listing(rows=in_order[:limit] if limit else in_order, more=more + over, broken=broken)


def _sought(wanted: Wanted) -> Sought:
    """What the index can narrow the tickets to."""
    from svc.store.index.queries import Sought

    statuses: tuple[str, ...] = ()
    if wanted.status:
        statuses = (wanted.status,)
    elif wanted.stage:
        statuses = STAGES[wanted.stage]
    return Sought(
        is_open=not (wanted.all_states or wanted.status),
        statuses=statuses,
        kind=wanted.kind,
        urgency=wanted.urgency,
        region=wanted.region,
        technician=wanted.technician,
        received_from=wanted.received_from,
        received_until=wanted.received_until,
    )


def rows(
    ledger: Ledger, states: Iterable[State], now: datetime, broken: list[Damaged]
) -> list[ListRow]:
    """Tickets already found, as rows; what their promises need and can't be read is added to
    `broken`.
    """
    from svc.rules.promises.deadlines import due_as_listed
    from svc.rules.promises.runs import nearest_promise

    return [
        list_row(state, due_as_listed(nearest_promise(ledger.known_promises(state, now, broken))))
        for state in states
    ]


def _fits(state: State, wanted: Wanted, customer_ids: frozenset[str]) -> bool:
    ticket = state.current
    if not (wanted.all_states or wanted.status or state.is_open()):
        return False
    fits_columns = (
        wanted.status in ("", state.status),
        not wanted.stage or state.status in STAGES[wanted.stage],
        wanted.kind in ("", ticket.kind),
        wanted.urgency in ("", ticket.urgency),
        wanted.office in ("", ticket.office),
        wanted.region in ("", ticket.region),
        wanted.technician in ("", state.technician),
        wanted.received_from is None or ticket.received >= wanted.received_from,
        wanted.received_until is None or ticket.received < wanted.received_until,
    )
    if not all(fits_columns):
        return False
    if not _is_of_model(ticket.equipment.model if ticket.equipment else None, wanted.model):
        return False
    if wanted.customer and not _is_of_customer(ticket, wanted.customer, customer_ids):
        return False
    from svc.rules.search.tickets import find_in_ticket

    return not wanted.words or find_in_ticket(state, list(wanted.words)) is not None


def _is_due(row: ListRow, wanted: Wanted) -> bool:
    if wanted.overdue and (row.due is None or row.due.state != "overdue"):
        return False
    if wanted.due_before is None:
        return True
    return row.due is not None and row.due.due < wanted.due_before


def _is_of_model(model: str | None, wanted: str) -> bool:
    return not wanted or plain_form(model or "").startswith(plain_form(wanted))


def _customer_ids(ledger: Ledger, customer: str) -> frozenset[str]:
    """The number of a customer's file with those that were merged into it; none if no number was
    typed.
    """
    if parse_customer_id(customer) is None:
        return frozenset()
    from svc.actions import customers

    try:
        state = customers.resolve_customer(ledger, customer)
    except (NoSuchCustomer, Damaged):
        return frozenset({customer.strip().upper()})
    return frozenset({state.customer.id, *customers.merged_ids(ledger, state)})


def _is_of_customer(ticket: Ticket, words: str, customer_ids: frozenset[str]) -> bool:
    customer = ticket.customer
    if customer is None:
        return False
    if customer_ids:
        return customer.file in customer_ids
    if words_fit_text(customer.unit, words) or words_fit_text(customer.contact, words):
        return True
    return same_telephone(customer.phone, words) or same_telephone(customer.mobile, words)


def _by_due(row: ListRow) -> tuple[bool, float, str]:
    due = row.due.due if row.due else None
    return (due is None, due.timestamp() if due else 0.0, row.id)
