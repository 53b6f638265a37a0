"""Reports that the index keeps as they were made: what a report says, without the tickets behind
its figures.

In plain values, so that whoever shows a report that was made before loads nothing that makes one.
"""

from __future__ import annotations

import zlib
from datetime import date, datetime
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from svc.model.plain import from_plain, to_plain
from svc.rules.report.answer import (
    REPORT_SCHEMA,
    Cell,
    Chart,
    Column,
    Figure,
    Label,
    Section,
    SpecialDay,
    Table,
)
from svc.rules.report.scope import office_key
from svc.store.index.schema import ODD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from svc.rules.report.scope import RegionOffice

_MOST = 100
"""So many are kept, the latest ones: some 4 KB each, with 100,000 tickets 10 to 40."""
_YEAR = 12


class CachedReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that says the same from one moment until another; None: for ever."""

    scope: str  # its key
    first: date  # of the month, or the first of several
    months: int = 0  # 0: the report of one month, with what it compares; else of so many
    since: datetime
    until: datetime | None
    digest: str  # of what it is made of
    sections: list[Section]
    special_days: list[SpecialDay] = []


def needs_files(connection: Connection) -> bool:
    """Whether there is anything that a report has to ask the files for each time."""
    asked = (
        f"SELECT EXISTS (SELECT 1 FROM ticket WHERE {ODD})"
        f" OR EXISTS (SELECT 1 FROM customer WHERE {_ODD_CUSTOMER})"
    )
    return bool(connection.execute(asked).fetchone()[0])


_ODD_CUSTOMER = "unsure OR NOT readable"


def kept_report(
    connection: Connection, scope: str, first: date, now: datetime, months: int = 0
) -> tuple[str, list[Section], list[SpecialDay]] | None:
    """The digest of what a report was made of, its sections, and its days off; None if it was not
    made yet, or says otherwise now.
    """
    row = connection.execute(
        "SELECT doc FROM report WHERE scope = ? AND month = ? AND months = ?"
        " AND since <= ? AND (until IS NULL OR until > ?)",
        (scope, month_number(first), months, *[int(now.timestamp())] * 2),
    ).fetchone()
    if row is None or needs_files(connection):
        return None
    try:
        schema, digest, days, sections = _REPORT.decode(zlib.decompress(row[0]))
        if schema != REPORT_SCHEMA:
            return None
        special_days = [SpecialDay(day=date.fromisoformat(day), how=how) for day, how in days]
        return digest, [_section(each) for each in _SECTIONS.decode(sections)], special_days
    except (zlib.error, msgspec.DecodeError) as error:
        raise DatabaseError from error


def keep_report(connection: Connection, report: CachedReport) -> None:
    """Keep a report instead of an earlier one of this scope and these months."""
    month = month_number(report.first)
    since, until = (
        None if moment is None else int(moment.timestamp())
        for moment in (report.since, report.until)
    )
    days = [(each.day.isoformat(), each.how) for each in report.special_days]
    sections = [_plain_section(each) for each in report.sections]
    plain = [REPORT_SCHEMA, report.digest, days, sections]
    doc = zlib.compress(msgspec.msgpack.encode(plain))
    key = (report.scope, month, report.months)
    connection.execute("DELETE FROM report WHERE scope = ? AND month = ? AND months = ?", key)
    connection.execute("INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)", (*key, since, until, doc))
    connection.execute(
        "DELETE FROM report WHERE rowid <= (SELECT max(rowid) FROM report) - ?", (_MOST,)
    )


def forget_reports(
    connection: Connection, place: RegionOffice | None = None, month: int = 0
) -> None:
    """Forget reports of an office, of its region and of headquarters that end with this month
    (`month_number`) or later: what is open, was paid or lies in the store goes on into them.
    Without a place: every report.
    """
    if place is None:
        connection.execute("DELETE FROM report")
        return
    connection.execute(
        "DELETE FROM report WHERE scope IN (?, ?, ?) AND month + max(months, 1) > ?",
        ("", place.region, office_key(place.office), month),
    )


def forget_stores(connection: Connection, month: int) -> None:
    """Forget reports of one month, this one or a later one: they say what is in the stores."""
    connection.execute("DELETE FROM report WHERE NOT months AND month >= ?", (month,))


def month_number(day: date) -> int:
    """A month as a number: how many began since the year 0."""
    return day.year * _YEAR + day.month - 1


# In plain values (svc/model/plain.py), which have no type of their own here


class _PlainColumn(NamedTuple):
    id: str
    title: object
    unit: str


class _PlainChart(NamedTuple):
    kind: str
    labels: str
    values: list[str]
    share: str


class _PlainTable(NamedTuple):
    id: str
    title: object
    columns: list[_PlainColumn]
    rows: list[list[object]]
    total: list[object] | None
    chart: _PlainChart | None
    note: object


class _PlainSection(NamedTuple):
    id: str
    number: int
    title: object
    figures: list[list[object]]
    tables: list[_PlainTable]
    notes: list[object]
    in_tables: list[list[object]]


_REPORT = msgspec.msgpack.Decoder(
    tuple[int, str, list[tuple[str, Literal["weekly", "holiday", "make_up"]]], msgspec.Raw]
)
"""Schema, digest, days off, sections; these are read once the schema is known to be ours."""
_SECTIONS = msgspec.msgpack.Decoder(list[_PlainSection])


def _plain_section(section: Section) -> _PlainSection:
    return _PlainSection(
        id=section.id,
        number=section.number,
        title=_plain(section.title),
        figures=[_plain_figure(each) for each in section.figures],
        tables=[_plain_table(each) for each in section.tables],
        notes=[_plain(each) for each in section.notes],
        in_tables=[_plain_figure(each) for each in section.in_tables],
    )


def _section(kept: _PlainSection) -> Section:
    return Section(
        id=kept.id,
        number=kept.number,
        title=_fact(kept.title),
        figures=[_figure(each) for each in kept.figures],
        tables=[_table(each) for each in kept.tables],
        notes=[_fact(each) for each in kept.notes],
        in_tables=[_figure(each) for each in kept.in_tables],
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
    "target",
    "is_target_most",
)


def _plain_figure(figure: Figure) -> list[object]:
    return [_plain(getattr(figure, name)) for name in _OF_FIGURE]


def _figure(kept: list[object]) -> Figure:
    return Figure(**{name: _fact(value) for name, value in zip(_OF_FIGURE, kept, strict=True)})


def _plain_table(table: Table) -> _PlainTable:
    chart = table.chart
    return _PlainTable(
        id=table.id,
        title=_plain(table.title),
        columns=[
            _PlainColumn(column.id, _plain(column.title), column.unit) for column in table.columns
        ],
        rows=[_plain_row(row) for row in table.rows],
        total=None if table.total is None else _plain_row(table.total),
        chart=None if chart is None else _plain_chart(chart),
        note=_plain(table.note),
    )


def _table(kept: _PlainTable) -> Table:
    return Table(
        id=kept.id,
        title=_fact(kept.title),
        columns=[
            Column(id=column.id, title=_fact(column.title), unit=column.unit)
            for column in kept.columns
        ],
        rows=[_row(row) for row in kept.rows],
        total=None if kept.total is None else _row(kept.total),
        chart=None if kept.chart is None else Chart(**kept.chart._asdict()),
        note=_fact(kept.note),
    )


def _plain_chart(chart: Chart) -> _PlainChart:
    return _PlainChart(chart.kind, chart.labels, chart.values, chart.share)


def _plain_row(row: Sequence[Cell]) -> list[object]:
    return [_plain(cell) for cell in row]


def _row(kept: list[object]) -> list[Cell]:
    return [_fact(cell) for cell in kept]


def _plain(value: object) -> object:
    return to_plain(value, _plain_label)


def _plain_label(value: object) -> list[str]:
    if not isinstance(value, Label):
        raise TypeError(type(value))
    return ["label", value.group, value.value]


def _fact(kept: object) -> Any:  # of the type that its place in the report asks for
    return from_plain(kept, _label)


def _label(kept: list[object]) -> Label:
    match kept:
        case ["label", str(group), str(value)]:
            return Label(group, value)
    raise DatabaseError(kept)
