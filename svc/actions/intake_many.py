"""Many requests at once: a form's export, or one JSON object a line, each as if typed by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from svc.actions.drafts import Typed
from svc.actions.imports import read_table
from svc.actions.intake_answers import IntakeAnswers
from svc.model.import_kinds import REQUESTS
from svc.model.table_files import TableFile, read_json_lines, read_tables, text_of
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form
from svc.rules.imports.rows import CellFault
from svc.rules.telephones import same_telephone
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

_OTHER = ("at", "customer")
"""What is no answer of the caller, but stands on the command line."""


_NEEDED = ("unit", "contact", "symptom")


class RequestRow(Struct, frozen=True, kw_only=True):
    """One request of a file: what it tells, and what in it can't be read."""

    number: int  # of the row or line, from 1
    typed: Typed
    faults: tuple[CellFault, ...]


class RequestRows(Struct, frozen=True, kw_only=True):
    """All requests of a file, and the columns that tell nothing svc takes."""

    rows: list[RequestRow]
    columns: list[str]  # fields that it has a column of
    unread: list[str]


def read_requests(
    ledger: Ledger, path: str, data: bytes, *, today: date, mapped: Mapping[str, str]
) -> RequestRows:
    """The requests in a file. Raises CannotReadFile, NoSheetReader, NoSuchSheet, NoHeads, NotAMap,
    NoSuchColumn.
    """
    file = _tables(data, path)
    table = read_table(ledger, path, file, REQUESTS, choices={}, today=today, mapped=mapped)
    rows = [
        RequestRow(
            number=row.number,
            typed=Typed(
                answers=IntakeAnswers(
                    **{name: told for name, told in row.values.items() if name not in _OTHER}
                ),
                customer=row.get("customer"),
                at=row.get("at"),
            ),
            faults=row.faults,
        )
        for row in table.rows
    ]
    return RequestRows(rows=rows, columns=list(table.columns.fields), unread=table.columns.unread)


def _tables(data: bytes, path: str) -> TableFile:
    if path.lower().endswith((".csv", ".tsv", ".txt")) or data.startswith(b"PK\x03\x04"):
        return read_tables(data, path)
    text = text_of(data, path) if not data.startswith(b"\xd0\xcf") else ""
    return read_json_lines(text, path) if text.lstrip().startswith("{") else read_tables(data, path)


def with_reasons(
    answers: IntakeAnswers, wanted: Collection[str], columns: Collection[str], reason: str
) -> IntakeAnswers:
    """The answers, with `reason` why nobody knows what the form does not ask. Who calls, from which
    number, and what is wrong are never given so.
    """
    if not answers.telephones:
        return answers
    for name, answer in answers.of_fields():
        if name in wanted and not answer and name not in (*columns, *_NEEDED):
            answers = answers.with_answer(name, f"{UNKNOWN}: {reason}")
    return answers


def taken_down_as(ledger: Ledger, typed: Typed, at: datetime) -> str:
    """The ticket that tells of this request already: come in at that moment, from one of its
    numbers, with the same words; empty if none does.
    """
    words = plain_form(typed.answers.symptom)
    sought = Sought(received_from=at, received_until=at + timedelta(seconds=1))
    for record in ledger.tickets([], "", sought):
        ticket = record.ticket
        customer = ticket.customer
        if ticket.received != at or customer is None:
            continue
        is_theirs = any(
            same_telephone(told, known)
            for told in typed.answers.telephones
            for known in (customer.phone, customer.mobile)
        )
        if is_theirs and plain_form(ticket.symptom) == words:
            return ticket.id
    return ""
