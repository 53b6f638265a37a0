"""A list of tickets: as a table for people, as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from svc.errors import N_
from svc.model.staff import Staff
from svc.model.times import written
from svc.render.tables import cut, table
from svc.render.tickets import how_long_paused
from svc.render.words import Words, plain
from svc.rules.promises import Held

# A row is anything with ticket, state and due: render does not know the actions.
Cell = Callable[[Any, Staff, Words], str]


def _told(part: str, field: str) -> Cell:
    """A value of the customer or the machine; empty while a noted call has neither."""

    def cell(row: Any, staff: Staff, words: Words) -> str:
        head = getattr(row.ticket, part)
        return str(getattr(head, field)) if head else ""

    return cell


COLUMNS: dict[str, tuple[str, Cell]] = {
    "id": (N_("Ticket"), lambda row, staff, words: row.ticket.id),
    "kind": (N_("Kind"), lambda row, staff, words: words.label("kind", row.ticket.kind)),
    "status": (N_("State"), lambda row, staff, words: words.label("status", row.state.status)),
    "urgency": (N_("Urgency"), lambda row, staff, words: words.label("urgency", row.ticket.urgency)),
    "office": (N_("Office"), lambda row, staff, words: row.ticket.office),
    "region": (N_("Region"), lambda row, staff, words: row.ticket.region),
    "customer": (N_("Customer"), _told("customer", "unit")),
    "contact": (N_("Contact"), _told("customer", "contact")),
    "phone": (N_("Telephone"), _told("customer", "phone")),
    "mobile": (N_("Mobile"), _told("customer", "mobile")),
    "model": (N_("Machine"), _told("equipment", "model")),
    "serial": (N_("Serial number"), _told("equipment", "serial")),
    "symptom": (N_("Symptom"), lambda row, staff, words: row.ticket.symptom.strip()),
    "technician": (
        N_("Technician"),
        lambda row, staff, words: staff.name(row.state.technician) if row.state.technician else "",
    ),
    "received": (N_("Received"), lambda row, staff, words: words.show(row.ticket.received)),
    "appointment": (N_("Agreed time"), lambda row, staff, words: words.show(row.state.appointment or "")),
    "due": (N_("Next due"), lambda row, staff, words: due_and_standing(row.due, words)),
}  # fmt: skip
"""The columns there are: what each is called, and what stands in it."""

USUAL = ("id", "status", "customer", "model", "technician", "due")
_WIDEST = {"customer": 24, "model": 16, "symptom": 30}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def as_table(rows: Sequence[Any], columns: Sequence[str], staff: Staff, words: Words) -> str:
    """The rows as a table; long texts are cut."""
    heads = [words(COLUMNS[name][0]) for name in columns]
    lines = []
    for row in rows:
        cells = [plain(COLUMNS[name][1](row, staff, words)) for name in columns]
        lines.append([cut(cell, _WIDEST.get(name, 60)) for name, cell in zip(columns, cells, strict=True)])
    return table(heads, lines)


def as_csv(rows: Sequence[Any], columns: Sequence[str], staff: Staff, words: Words) -> str:
    """The rows as CSV (RFC 4180, lines end in LF), with the names of columns as heads and times with their offset.

    A text that a spreadsheet would take for a formula has a ' in front, whatever it is: taken off, it is as told.
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "due_at"] if "due" in columns else columns)
    for row in rows:
        cells = [_moment(row, name) or COLUMNS[name][1](row, staff, words) for name in columns]
        if "due" in columns:
            cells[columns.index("due")] = words.label("promise", row.due.promise) if row.due else ""
            cells.append(written(row.due.due) if row.due and row.due.due else "")
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _moment(row: Any, name: str) -> str:
    value = {"received": row.ticket.received, "appointment": row.state.appointment}.get(name)
    return written(value) if isinstance(value, datetime) else ""


def _harmless(cell: str) -> str:
    text = cell.replace("\x00", "")
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def due_and_standing(held: Held | None, words: Words) -> str:
    """The nearest promise in a cell of a table: its due time, or what is left of it while it stands still."""
    if held is None:
        return ""
    name = words.label("promise", held.promise)
    if held.state == "paused":
        return f"{name} {how_long_paused(held, words)}"
    overdue = f" {words(N_('overdue'))}" if held.state == "overdue" else ""
    return f"{name} {words.show(held.due)}{overdue}"
