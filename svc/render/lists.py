"""A list of tickets: as a table for people, as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from svc.errors import N_
from svc.model.events import FINAL
from svc.model.staff import Staff
from svc.model.times import written_moment
from svc.render.tables import TableCell, cut_to_cells, plain_table
from svc.render.words import Words, printable
from svc.rules.list_rows import ListRow
from svc.rules.promises.due import Due
from svc.rules.promises.runs import PROMISE_STATES, PromiseRun

CellWriter = Callable[[ListRow, Staff, Words], str]


COLUMNS: dict[str, tuple[str, CellWriter]] = {
    "id": (N_("Ticket"), lambda row, staff, words: row.id),
    "kind": (N_("Kind"), lambda row, staff, words: words.label("kind", row.kind)),
    "status": (
        N_("State"),
        lambda row, staff, words: TableCell(
            words.label("status", row.status), style="over" if row.status in FINAL else ""
        ),
    ),
    "urgency": (N_("Urgency"), lambda row, staff, words: words.label("urgency", row.urgency)),
    "office": (N_("Office"), lambda row, staff, words: row.office),
    "region": (N_("Region"), lambda row, staff, words: row.region),
    "customer": (N_("Customer"), lambda row, staff, words: row.customer or ""),
    "contact": (N_("Contact"), lambda row, staff, words: row.extra.contact if row.extra else ""),
    "phone": (N_("Telephone"), lambda row, staff, words: row.extra.phone if row.extra else ""),
    "mobile": (N_("Mobile"), lambda row, staff, words: row.extra.mobile if row.extra else ""),
    "model": (N_("Machine"), lambda row, staff, words: row.model or ""),
    "serial": (N_("Serial number"), lambda row, staff, words: row.serial or ""),
    "symptom": (
        N_("Symptom"),
        lambda row, staff, words: row.extra.symptom.strip() if row.extra else "",
    ),
    "technician": (
        N_("Technician"),
        lambda row, staff, words: staff.name_of(row.technician) if row.technician else "",
    ),
    "received": (N_("Received"), lambda row, staff, words: words.moment(row.received)),
    "appointment": (
        N_("Agreed time"),
        lambda row, staff, words: (
            words.moment(row.extra.appointment) if row.extra and row.extra.appointment else ""
        ),
    ),
    "due": (N_("Next due"), lambda row, staff, words: due_and_standing(row.due, words)),
}
"""The columns there are: what each is called, and what stands in it."""

READ_FROM_FILE = ("contact", "phone", "mobile", "symptom", "appointment")
"""The columns that the index does not have, or only as a moment to search by: for these the
tickets shown are read.
"""

USUAL = ("id", "status", "customer", "model", "technician", "due")
_WIDEST = {"customer": 24, "model": 16, "symptom": 30}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def as_table(rows: Sequence[ListRow], columns: Sequence[str], staff: Staff, words: Words) -> str:
    """The rows as a table; long texts are cut."""
    heads = [words(COLUMNS[name][0]) for name in columns]
    lines = []
    for row in rows:
        cells = [printable(COLUMNS[name][1](row, staff, words)) for name in columns]
        lines.append(
            [
                cut_to_cells(cell, _WIDEST.get(name, 60))
                for name, cell in zip(columns, cells, strict=True)
            ]
        )
    return plain_table(heads, lines, words.screen)


def as_csv(
    rows: Sequence[ListRow],
    columns: Sequence[str],
    staff: Staff,
    words: Words,
    *,
    in_full: bool = True,
) -> str:
    """The rows as CSV (RFC 4180, lines end in LF), with the names of columns as heads and times
    with their offset.

    Unless `in_full` telephone numbers are masked, in told texts too: a file goes from hand to hand.
    A text that a spreadsheet would take for a formula has a ' in front, whatever it is: taken off,
    it is as told.
    """
    import csv
    import io

    from svc.render.masking import masked_number, masked_text

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*columns, "due_at"] if "due" in columns else columns)
    for row in rows:
        cells = [_moment(row, name) or COLUMNS[name][1](row, staff, words) for name in columns]
        if not in_full:
            hide = {
                "phone": masked_number,
                "mobile": masked_number,
                "symptom": masked_text,
                "customer": masked_text,
                "contact": masked_text,
            }
            cells = [hide.get(name, str)(cell) for name, cell in zip(columns, cells, strict=True)]
        if "due" in columns:
            cells[columns.index("due")] = words.label("promise", row.due.promise) if row.due else ""
            cells.append(written_moment(row.due.due) if row.due else "")
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _moment(row: ListRow, name: str) -> str:
    value = {"received": row.received, "appointment": row.extra and row.extra.appointment}.get(name)
    return written_moment(value) if isinstance(value, datetime) else ""


def _harmless(cell: str) -> str:
    text = cell.replace("\x00", "")
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def standing(promise: Due | PromiseRun, words: Words) -> TableCell:
    """How a promise stands, in a cell of its own."""
    is_overdue = promise.state == "overdue"
    return TableCell(
        words(PROMISE_STATES[promise.state]),
        short=words(N_("late")) if is_overdue else "",
        style={"overdue": "overdue", "paused": "paused"}.get(promise.state, ""),
    )


def due_and_standing(promise: Due | PromiseRun | None, words: Words) -> TableCell:
    """The nearest promise in a cell of a table: its due time, or what is left of it while it stands
    still.
    """
    if promise is None:
        return TableCell("")
    name = words.label("promise", promise.promise)
    if promise.state == "paused":
        from svc.render.tickets import how_long_paused

        return TableCell(f"{name} {how_long_paused(promise, words)}", style="paused")
    if promise.due is None:
        return TableCell(name)
    due = words.moment(promise.due)
    if promise.state != "overdue":
        return TableCell(f"{name} {due}", short=due.short and f"{name} {due.short}")
    return TableCell(
        f"{name} {due} {words(N_('overdue'))}",
        short=due.short and f"{name} {due.short} {words(N_('late'))}",
        style="overdue",
    )
