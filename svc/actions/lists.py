"""Tickets in a list, by what people ask for aloud."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from svc.actions import customers
from svc.errors import Damaged, NoSuchCustomer
from svc.model.ids import parse_customer_id
from svc.model.tickets import Ticket
from svc.rules.equipment import ticket_serials
from svc.rules.lifecycle import State
from svc.rules.matching import hits, plain_form, same_telephone, serial_form
from svc.rules.promises import Held, nearest
from svc.store.ledger import Ledger

STAGES: dict[str, tuple[str, ...]] = {
    "intake": ("noted", "received"),
    "reply": ("handed_over",),
    "arrange": ("replied", "reopened"),
    "prepare": ("dispatched",),
    "carry_out": ("visiting", "on_bench", "at_factory"),
    "follow_up": ("done", "called_back"),
}
"""The stage of S0 2.1 that an open ticket is in, by its state; what is on hold is in none."""


class Row(Struct, frozen=True, kw_only=True):
    """One ticket of a list: as it stands now, and the open promise that falls due first."""

    ticket: Ticket
    state: State
    due: Held | None


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


def tickets(ledger: Ledger, now: datetime, wanted: Wanted) -> tuple[list[Row], list[Damaged]]:
    """The tickets that fit, open ones unless `all_states` or a status is asked for; the nearest due first.

    What could not be read is returned beside them, never left out in silence.
    """
    broken: list[Damaged] = []
    files = _files(ledger, wanted.customer)
    found = []
    for record in ledger.tickets(broken, wanted.office):
        state = record.state
        if not _fits(state, wanted, files):
            continue
        row = Row(ticket=state.current, state=state, due=nearest(ledger.promises_told(state, now, broken)))
        if _is_due(row, wanted):
            found.append(row)
    return sorted(found, key=_order), broken


def rows(ledger: Ledger, states: Iterable[State], now: datetime) -> list[Row]:
    """Tickets already found, as rows."""
    return [Row(ticket=s.current, state=s, due=nearest(ledger.promises_told(s, now, []))) for s in states]


def _fits(state: State, wanted: Wanted, files: frozenset[str]) -> bool:
    ticket = state.current
    if not (wanted.all_states or wanted.status or state.is_open()):
        return False
    plain = (
        wanted.status in ("", state.status),
        not wanted.stage or state.status in STAGES[wanted.stage],
        wanted.kind in ("", ticket.kind),
        wanted.urgency in ("", ticket.urgency),
        wanted.region in ("", ticket.region),
        wanted.technician in ("", state.technician),
        wanted.received_from is None or ticket.received >= wanted.received_from,
        wanted.received_until is None or ticket.received < wanted.received_until,
    )
    if not all(plain):
        return False
    model = ticket.equipment.model if ticket.equipment else ""
    if wanted.model and not plain_form(model).startswith(plain_form(wanted.model)):
        return False
    if wanted.customer and not _is_of(ticket, wanted.customer, files):
        return False
    return all(_says(state, word) for word in wanted.words)


def _is_due(row: Row, wanted: Wanted) -> bool:
    if wanted.overdue and (row.due is None or row.due.state != "overdue"):
        return False
    if wanted.due_before is None:
        return True
    return row.due is not None and row.due.due is not None and row.due.due < wanted.due_before


def _files(ledger: Ledger, customer: str) -> frozenset[str]:
    """The number of a customer's file with those that were merged into it; none if no number was typed."""
    if parse_customer_id(customer) is None:
        return frozenset()
    try:
        state = customers.resolve(ledger, customer)
    except (NoSuchCustomer, Damaged):
        return frozenset({customer.strip().upper()})
    return frozenset({state.customer.id, *customers.aliases(ledger, state)})


def _is_of(ticket: Ticket, words: str, files: frozenset[str]) -> bool:
    told = ticket.customer
    if told is None:
        return False
    if files:
        return told.file in files
    if hits(told.unit, words) or hits(told.contact, words):
        return True
    return same_telephone(told.phone, words) or same_telephone(told.mobile, words)


def _says(state: State, word: str) -> bool:
    """Whether the word stands in the ticket: its number, customer, machine, symptom, wishes, or an event."""
    from svc.rules.searching import texts_of

    form = serial_form(word)
    if len(form) >= 4 and any(form in serial_form(serial) for serial in ticket_serials(state)):
        return True
    asked = plain_form(word)
    return any(asked in plain_form(text) for _, text in texts_of(state))


def _order(row: Row) -> tuple[bool, float, str]:
    due = row.due.due if row.due else None
    return (due is None, due.timestamp() if due else 0.0, row.ticket.id)
