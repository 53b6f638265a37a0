"""The tickets of a month's report, a row each, for its workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from svc.errors import N_
from svc.model.exported import TICKETS, ColumnKind, Exported, ExportRow
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words

LABELLED = {
    "kind": "kind", "channel": "channel", "urgency": "urgency", "mode": "mode",
    "status": "status", "warranty": "verdict", "outcome": "outcome", "cause": "cause",
    "rating": "rating", "slip_rating": "rating", "complaint_grade": "grade", "office": "office",
    "who_pays": "payer",
}  # fmt: skip
"""Columns of fixed values, with the group of labels that has their words."""

SHOWN = (
    *("ticket", "office", "received_at", "kind", "channel", "urgency", "status", "customer_name"),
    *(
        "model",
        "serial",
        "new_serial",
        "warranty",
        "who_pays",
        "technician",
        "replied_at",
        "dispatched_at",
    ),
    *("appointment_at", "arrived_at", "work_ended_at", "called_back_at", "ended_at"),
    *("hours_to_repair", "visits", "visit_minutes", "visits_late", "outcome", "first_time_fix"),
    *("cause", "bench_repairs", "reopened", "reminders", "repeat_of", "parts_fitted", "quoted"),
    *("charged", "paid", "outstanding", "cost", "promises_kept", "promises_broken", "broken"),
    *("late_minutes", "rating", "complaint_class", "complaint_grade"),
)
"""The columns of the export that the sheet has; people are called by their names."""


def tickets_table(rows: Iterable[ExportRow], staff: Staff, words: Words) -> ValueTable:
    """The sheet: heads in words, times and days as such, fixed values as they are called."""
    columns = {column.name: column for column in TICKETS.columns}
    return ValueTable(
        heads=[words(columns[name].says) for name in SHOWN],
        rows=[
            [_value(name, columns[name].kind, row[name], staff, words) for name in SHOWN]
            for row in rows
        ],
        told=[SHOWN.index(name) for name in ("customer_name", "model", "serial")],
    )


def _value(name: str, kind: ColumnKind, value: Exported, staff: Staff, words: Words) -> TableValue:
    if value is None:
        return None
    if isinstance(value, bool):
        return words(N_("yes")) if value else words(N_("no"))
    if not isinstance(value, str):
        return Decimal(str(value)) if isinstance(value, float) else value
    match kind:
        case "time":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "amount":
            return Decimal(value)
    return _words(name, value, staff, words)


def _words(name: str, value: str, staff: Staff, words: Words) -> str:
    """A text as the department calls it."""
    if name in LABELLED:
        return words.label(LABELLED[name], value)
    match name:
        case "technician":
            return staff.name_of(value)
        case "broken":
            return words.comma.join(words.label("promise", each) for each in value.split())
    return value
