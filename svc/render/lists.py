"""A list of tickets: as a table for people, as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from svc.errors import N_
from svc.model.events import FINAL
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable
from svc.render.tables import TableCell, cut_to_cells, plain_table
from svc.render.words import Words
from svc.rules.list_rows import ListRow
from svc.rules.promises.due import Due

if TYPE_CHECKING:
    from svc.rules.promises.runs import PromiseRun

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
    "office": (N_("Office"), lambda row, staff, words: words.label("office", row.office)),
    "region": (N_("Region"), lambda row, staff, words: words.label("region", row.region)),
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


def as_table(rows: Sequence[ListRow], columns: Sequence[str], staff: Staff, words: Words) -> str:
    """The rows as a table; long texts are cut."""
    heads = [words(COLUMNS[name][0]) for name in columns]
    lines = []
    for row in rows:
        cells = [words.told(COLUMNS[name][1](row, staff, words)) for name in columns]
        lines.append(
            [
                cut_to_cells(cell, _WIDEST.get(name, 60))
                for name, cell in zip(columns, cells, strict=True)
            ]
        )
    return plain_table(heads, lines, words.screen)


def as_listing(
    rows: Sequence[ListRow],
    columns: Sequence[str],
    staff: Staff,
    words: Words,
    *,
    in_full: bool = True,
) -> ValueTable:
    """The rows for a spreadsheet: moments as such, of what is due first its name, when and how it
    stands. Unless `in_full` telephone numbers are masked, in told texts too.
    """
    spread = [each for name in columns for each in (DUE_IN_FILES if name == "due" else (name,))]
    heads = [words(_DUE_HEADS[name] if name in _DUE_HEADS else COLUMNS[name][0]) for name in spread]
    values = [
        [
            _VALUES[name](row, words) if name in _VALUES else COLUMNS[name][1](row, staff, words)
            for name in spread
        ]
        for row in rows
    ]
    places = {name: place for place, name in enumerate(spread)}
    return ValueTable(
        heads=heads,
        rows=values,
        numbers=[] if in_full else [places[n] for n in ("phone", "mobile") if n in places],
        told=[] if in_full else [places[n] for n in _TOLD if n in places],
    )


DUE_IN_FILES = ("promise", "due_at", "standing")
_DUE_HEADS = {"promise": N_("Next due"), "due_at": N_("Due"), "standing": N_("Promise state")}
_TOLD = ("symptom", "customer", "contact")
_VALUES: dict[str, Callable[[ListRow, Words], TableValue]] = {
    # column → what it is, where that is not its text
    "received": lambda row, words: row.received,
    "appointment": lambda row, words: row.extra.appointment if row.extra else None,
    "promise": lambda row, words: words.label("promise", row.due.promise) if row.due else "",
    "due_at": lambda row, words: row.due.due if row.due else None,
    "standing": lambda row, words: str(standing(row.due, words)) if row.due else "",
}


def standing(promise: Due | PromiseRun, words: Words) -> TableCell:
    """How a promise stands, in a cell of its own."""
    from svc.rules.promises.runs import PROMISE_STATES

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
    overdue, late = words(N_("overdue")), words(N_("late"))
    return TableCell(
        f"{name} {due} {overdue}",
        short=due.short and f"{name} {due.short} {late}",
        style="overdue",
    )
