"""Reports that the index keeps as they were made: what a report says, without the tickets behind
its figures.

In plain values, so that whoever shows a report that was made before loads nothing that makes one.
"""

from __future__ import annotations

import zlib
from datetime import date, datetime
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, Any

import msgspec

from svc.model.plain import from_plain, to_plain
from svc.rules.report.answer import REPORT_SCHEMA, Chart, Column, Figure, Label, Section, Table
from svc.store.index.schema import ODD

if TYPE_CHECKING:
    from sqlite3 import Connection

_MOST = 100
"""So many are kept, the latest ones: some 4 KB each, with 100,000 tickets 10 to 40."""
_YEAR = 12


class CachedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that says the same from one moment until another; None: for ever."""

    region: str  # empty: all
    first: date  # of the month, or the first of several
    months: int = 0  # 0: the report of one month, with what it compares; else of so many
    since: datetime
    until: datetime | None
    digest: str  # of what it is made of
    sections: list[Section]


def is_odd(connection: Connection) -> bool:
    """Whether there is anything that a report has to ask the files for each time."""
    asked = (
        f"SELECT EXISTS (SELECT 1 FROM ticket WHERE {ODD})"
        f" OR EXISTS (SELECT 1 FROM customer WHERE {_ODD_CUSTOMER})"
    )
    return bool(connection.execute(asked).fetchone()[0])


_ODD_CUSTOMER = "unsure OR NOT readable"


def kept_report(
    connection: Connection, region: str, first: date, now: datetime, months: int = 0
) -> tuple[str, list[Section]] | None:
    """The digest of what a report was made of, and its sections; None if it was not made yet, or
    says otherwise now.
    """
    row = connection.execute(
        "SELECT doc FROM report WHERE region = ? AND month = ? AND months = ?"
        " AND since <= ? AND (until IS NULL OR until > ?)",
        (region, month_of(first), months, *[int(now.timestamp())] * 2),
    ).fetchone()
    if row is None or is_odd(connection):
        return None
    try:
        schema, digest, sections = msgspec.msgpack.decode(zlib.decompress(row[0]))
    except (zlib.error, msgspec.DecodeError) as error:
        raise DatabaseError from error
    return (digest, [_section(each) for each in sections]) if schema == REPORT_SCHEMA else None


def keep_report(connection: Connection, report: CachedReport) -> None:
    """Keep a report instead of an earlier one of this region and these months."""
    month = month_of(report.first)
    since, until = (
        None if moment is None else int(moment.timestamp())
        for moment in (report.since, report.until)
    )
    plain = [REPORT_SCHEMA, report.digest, [_plain_section(each) for each in report.sections]]
    doc = zlib.compress(msgspec.msgpack.encode(plain))
    key = (report.region, month, report.months)
    connection.execute("DELETE FROM report WHERE region = ? AND month = ? AND months = ?", key)
    connection.execute("INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)", (*key, since, until, doc))
    connection.execute(
        "DELETE FROM report WHERE rowid <= (SELECT max(rowid) FROM report) - ?", (_MOST,)
    )


def forget_reports(
    connection: Connection, region: str | None = None, month: int = 0, *, later_too: bool = False
) -> None:
    """Forget reports of a region, and those of all regions, in which tickets received in this month
    (`month_of`) count.

    `later_too`: also those in which only what stood open, or was paid, counts. Without a region:
    every report.
    """
    if region is None:
        connection.execute("DELETE FROM report")
        return
    connection.execute(
        "DELETE FROM report WHERE region IN ('', ?) AND months AND month + months > ?",
        (region, month),
    )
    if later_too:
        connection.execute(
            "DELETE FROM report WHERE region IN ('', ?) AND month >= ?", (region, month)
        )
    else:
        own = (month, month + 1, month + _YEAR)
        connection.execute(
            "DELETE FROM report WHERE region IN ('', ?) AND NOT months AND month IN (?, ?, ?)",
            (region, *own),
        )


def month_of(day: date) -> int:
    """A month as a number: how many began since the year 0."""
    return day.year * _YEAR + day.month - 1


# In plain values (svc/model/plain.py)


def _plain_section(section: Section) -> list[Any]:
    return [
        section.id,
        section.number,
        _plain(section.title),
        [_plain_figure(each) for each in section.figures],
        [_plain_table(each) for each in section.tables],
        [_plain(each) for each in section.notes],
        [_plain_figure(each) for each in section.in_tables],
    ]


def _section(told: list[Any]) -> Section:
    id_, number, title, figures, tables, notes, in_tables = told
    return Section(
        id=id_,
        number=number,
        title=_value(title),
        figures=[_figure(each) for each in figures],
        tables=[_table(each) for each in tables],
        notes=[_value(each) for each in notes],
        in_tables=[_figure(each) for each in in_tables],
    )


_OF_FIGURE = (
    "id",
    "title",
    "unit",
    "value",
    "numerator",
    "denominator",
    "formula",
    "month_before",
    "year_before",
)


def _plain_figure(figure: Figure) -> list[Any]:
    return [_plain(getattr(figure, name)) for name in _OF_FIGURE]


def _figure(told: list[Any]) -> Figure:
    return Figure(**{name: _value(value) for name, value in zip(_OF_FIGURE, told, strict=True)})


def _plain_table(table: Table) -> list[Any]:
    chart = table.chart
    return [
        table.id,
        _plain(table.title),
        [[column.id, _plain(column.title), column.unit] for column in table.columns],
        [[_plain(cell) for cell in row] for row in table.rows],
        None if table.total is None else [_plain(cell) for cell in table.total],
        None if chart is None else [chart.kind, chart.labels, chart.values, chart.share],
        _plain(table.note),
    ]


def _table(told: list[Any]) -> Table:
    id_, title, columns, rows, total, chart, note = told
    return Table(
        id=id_,
        title=_value(title),
        columns=[Column(id=name, title=_value(title), unit=unit) for name, title, unit in columns],
        rows=[[_value(cell) if type(cell) is list else cell for cell in row] for row in rows],
        total=None if total is None else [_value(cell) for cell in total],
        chart=None
        if chart is None
        else Chart(kind=chart[0], labels=chart[1], values=chart[2], share=chart[3]),
        note=_value(note),
    )


def _plain(value: object) -> Any:
    return to_plain(value, _plain_label)


def _plain_label(value: object) -> list[str]:
    if not isinstance(value, Label):
        raise TypeError(type(value))
    return ["label", value.group, value.value]


def _value(told: object) -> Any:
    return from_plain(told, _label)


def _label(told: list[Any]) -> Label:
    match told:
        case ["label", group, name]:
            return Label(group, name)
    raise DatabaseError(told)
