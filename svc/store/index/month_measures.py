"""Tickets measured for reports: what the index keeps of an office's month, and what has to be
counted from files.

Where much has to be counted, as when a report is the first to ask for its months, all processors do
it.
"""

from __future__ import annotations

import os
import zlib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from svc.errors import Damaged, NoSuchRecord
from svc.model.ids import parse_ticket_id
from svc.rules.report.measures import Measures
from svc.rules.report.scope import RegionOffice
from svc.store.index.changed_records import stamp_of
from svc.store.index.flows import first_day, received_on, unpacked_parts
from svc.store.index.report_cache import month_number
from svc.store.index.schema import PLACE, least_packed, lookup_key
from svc.store.workers import worker_answers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

    from svc.rules.report.scope import Scope
    from svc.rules.ticket.lifecycle import State
    from svc.store.index.flows import TicketFlows
    from svc.store.index.schema import Rows
    from svc.store.reader import Reader

WORKER = "svc.store.index.measure_worker"
_JOB = 200
"""So many tickets are one job of another process."""
_DAYS_AROUND = 2  # a moment's own day and that of the ledger's zone are no farther apart

# JSON, as it keeps the offset of a moment.
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(dict[int, Measures])
_ONE = msgspec.json.Decoder(list[Measures])
_RAW = msgspec.json.Decoder(list[msgspec.Raw])


class OfficeMonth(NamedTuple):
    """Whose measures are kept together: those of tickets that count at an office, received in a
    month.
    """

    place: RegionOffice
    month: int

    @property
    def first(self) -> date:
        return first_day(self.month)


class MeasuredTicket(NamedTuple):
    """A ticket to be measured, and its file as it was when it was noted."""

    n: int
    id: str
    stamp: int
    unsure: bool


class OfficeMonthCounts(NamedTuple):
    """What was counted of an office's month."""

    office_month: OfficeMonth
    measures: dict[int, Measures]
    left: list[int]  # what can't be kept, as it may read otherwise the next time


class Outdated(Exception):
    """A file is not what the index has noted of it: it is to be looked at once more."""


# What is kept


def office_months(connection: Connection, scope: Scope, months: Sequence[int]) -> list[OfficeMonth]:
    """The offices in these months (`month_number`)."""
    places = [
        RegionOffice(*row)
        for row in connection.execute("SELECT region, office FROM area ORDER BY region, office")
    ]
    return [
        OfficeMonth(place, month) for place in places if scope.holds(*place) for month in months
    ]


def tickets_to_measure(
    connection: Connection, asked: Collection[OfficeMonth]
) -> dict[OfficeMonth, list[MeasuredTicket]]:
    """The tickets that have to be counted, of each month of which not all is kept as it is now;
    maybe none.
    """
    kept = {_office_month(*row) for row in connection.execute(_KEPT)}
    wanted: dict[OfficeMonth, list[MeasuredTicket]] = {
        office_month: [] for office_month in asked if office_month not in kept
    }
    for office_month, ticket in _tickets_of(connection, wanted):
        if office_month in wanted:
            wanted[office_month].append(ticket)
    outdated = connection.execute(_OUTDATED)
    for *place_and_month, n in outdated.fetchall():
        office_month = _office_month(*place_and_month)
        if office_month in kept and office_month in asked:
            changed = wanted.setdefault(office_month, [])
            row = connection.execute(_ONE_TICKET, (n,)).fetchone()
            if row is not None and office_month in _office_months(row):
                changed.append(MeasuredTicket(*row[:4]))
    return wanted


_KEPT = "SELECT region, office, month FROM measured JOIN area USING (a) WHERE priced"
_OUTDATED = "SELECT region, office, month, n FROM outdated JOIN area USING (a)"


def _office_month(region: str, office: str, month: int) -> OfficeMonth:
    return OfficeMonth(RegionOffice(region, office), month)


def _tickets_of(
    connection: Connection, wanted: Collection[OfficeMonth]
) -> Iterator[tuple[OfficeMonth, MeasuredTicket]]:
    """All tickets of these months, each once with every office and month in which it counts, and
    some of others.
    """
    if not wanted:
        return
    rows = {row[0]: row for row in connection.execute(_AT_ANOTHER_OFFICE)}
    for first, last in _consecutive_runs({month for _, month in wanted}):
        bounds = _packed_bounds(first_day(first), first_day(last + 1))
        rows |= {row[0]: row for row in connection.execute(_RECEIVED, bounds)}
    for row in rows.values():
        for office_month in _office_months(row):
            yield office_month, MeasuredTicket(*row[:4])


def standing_before(
    connection: Connection, scope: Scope, first: date
) -> dict[MeasuredTicket, list[OfficeMonth]]:
    """The tickets received before this day on which anything may still be to be done or to be paid
    at an office of these, by number, each with where it counts.
    """
    offices = {
        office for region, office in connection.execute(_AREAS) if scope.holds(region, office)
    }
    keys = [lookup_key("stands", office) for office in sorted(offices)]
    sql = f"{_COLUMNS} AND n IN (SELECT n FROM found_by WHERE key IN ({','.join('?' * len(keys))}))"
    rows = connection.execute(sql, keys).fetchall()
    before = month_number(first)
    older = {MeasuredTicket(*row[:4]): _office_months(row) for row in rows}
    return {
        row: own
        for row, own in sorted(older.items(), key=lambda item: ticket_order(item[0].id))
        if min((each.month for each in own), default=before) < before
    }


_AREAS = "SELECT region, office FROM area"
_COLUMNS = f"SELECT n, id, stamp, unsure, {PLACE}, flows FROM ticket WHERE flows IS NOT NULL"
_RECEIVED = f"{_COLUMNS} AND received BETWEEN ? AND ?"
_AT_ANOTHER_OFFICE = f"{_COLUMNS} AND area IS NOT NULL"
_ONE_TICKET = f"{_COLUMNS} AND n = ?"


def kept_document(
    connection: Connection, office_month: OfficeMonth
) -> tuple[bytes, list[int]] | None:
    """The measures kept of an office's month, and which of them have changed since (see
    `unpacked_measures`); None if none are kept.
    """
    row = connection.execute(
        "SELECT a, doc FROM measured JOIN area USING (a)"
        " WHERE region = ? AND office = ? AND month = ? AND priced",
        (*office_month.place, office_month.month),
    ).fetchone()
    if row is None:
        return None
    changed = connection.execute(
        "SELECT n FROM outdated WHERE a = ? AND month = ?", (row[0], office_month.month)
    )
    return row[1], [n for (n,) in changed]


def unpacked_measures(doc: bytes, changed: Collection[int]) -> dict[int, Measures]:
    """The measures in a document, without those that have changed. Raises sqlite3.DatabaseError."""
    try:
        measures = _DECODER.decode(zlib.decompress(doc))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DatabaseError from error
    for n in changed:
        measures.pop(n, None)
    return measures


def packed_measures(counted: OfficeMonthCounts) -> bytes:
    """What `unpacked_measures` takes."""
    kept = {n: each for n, each in counted.measures.items() if n not in counted.left}
    return zlib.compress(_ENCODER.encode(kept))


def keep_measures(
    connection: Connection,
    office_month: OfficeMonth,
    doc: bytes,
    left: Sequence[int],
    tally: bytes | None,
) -> None:
    """Write down what was counted of a month, and its tally if that says the same for ever."""
    (a,) = connection.execute(
        "SELECT a FROM area WHERE region = ? AND office = ?", office_month.place
    ).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO measured (a, month, doc, tally) VALUES (?, ?, ?, ?)",
        (a, office_month.month, doc, tally),
    )
    connection.execute("DELETE FROM outdated WHERE a = ? AND month = ?", (a, office_month.month))
    connection.executemany(
        "INSERT INTO outdated VALUES (?, ?, ?)", [(a, office_month.month, n) for n in left]
    )


class NewestMonths:
    """Gathers what is measured of the newest months while every ticket is read for the index."""

    def __init__(self, since: date | None) -> None:
        """`since`: the first day of the first of them; None: there is none."""
        self._since = None if since is None else month_number(since)
        self._measures: dict[OfficeMonth, dict[int, msgspec.Raw]] = {}
        self._left: dict[OfficeMonth, list[int]] = {}

    def add(self, flows: Iterable[TicketFlows], rows: Rows) -> None:
        """Add what was measured of these tickets: `flows` says where each counts."""
        if self._since is None:
            return
        measured = {row.n: row for row in rows}
        for part in flows:
            month = month_number(received_on(part))
            if month < self._since:
                continue
            office_month, row = OfficeMonth(part.place, month), measured[part.n]
            measures = self._measures.setdefault(office_month, {})
            packed = row.entry.measures
            own = None if packed is None else _of_place(packed, part.place)
            if own is None or row.unsure:
                self._left.setdefault(office_month, []).append(part.n)
            else:
                measures[part.n] = own

    def keep(self, connection: Connection) -> None:
        """Write it all down."""
        for office_month, measures in sorted(self._measures.items()):
            doc = zlib.compress(_ENCODER.encode(measures))
            keep_measures(connection, office_month, doc, self._left.get(office_month, []), None)


def packed_ticket(measures: list[Measures]) -> bytes:
    """The measures of a ticket at each office, as processes tell them to each other."""
    return _ENCODER.encode(measures)


def _of_place(packed: bytes, place: RegionOffice) -> msgspec.Raw | None:
    """The measures at one office."""
    raw = _RAW.decode(packed)
    if len(raw) == 1:
        return raw[0]
    for part, measures in zip(raw, _ONE.decode(packed), strict=True):
        if RegionOffice(measures.region, measures.office) == place:
            return part
    return None


# What is counted


def count_months(
    ledger: Reader, wanted: Mapping[OfficeMonth, list[MeasuredTicket]], unknown: list[Damaged]
) -> Iterator[OfficeMonthCounts]:
    """The measures of these tickets, month by month, in any order.

    Promises stand as they did before all; where they can't be told, the reason is added to
    `unknown`. Raises Outdated.
    """
    months_of: dict[int, list[OfficeMonth]] = {}
    for office_month, own in wanted.items():
        for row in own:
            months_of.setdefault(row.n, []).append(office_month)
    rows = sorted({row for own in wanted.values() for row in own})
    unfinished = {office_month: OfficeMonthCounts(office_month, {}, []) for office_month in wanted}
    yield from (unfinished.pop(office_month) for office_month, own in wanted.items() if not own)
    own_row = {row.n: row for row in rows}
    jobs = [_job_line(rows[start : start + _JOB]) for start in range(0, len(rows), _JOB)]
    counted_tickets = 0
    for piece in worker_answers(
        WORKER, [str(ledger.top)], jobs, Measurer(ledger).answer, count=len(rows)
    ):
        for n, doc in piece:
            row, unknown_before = own_row[n], len(unknown)
            parts = _measured(ledger, row, unknown) if doc is None else _ONE.decode(doc)
            part_of = {RegionOffice(part.region, part.office): part for part in parts}
            for office_month in months_of[n]:
                unfinished[office_month].measures[n] = part_of[office_month.place]
                if row.unsure or len(unknown) > unknown_before:
                    unfinished[office_month].left.append(n)
                if len(unfinished[office_month].measures) == len(wanted[office_month]):
                    yield unfinished.pop(office_month)
        counted_tickets += len(piece)
        ledger.progress(counted_tickets, len(rows))


class Measurer:
    """Does jobs: measures the tickets that each names, with the stamps of their files."""

    def __init__(self, ledger: Reader) -> None:
        self._ledger = ledger

    def answer(self, job: str) -> Iterator[list[tuple[int, bytes | None]]]:
        """Each ticket's `n` and measures; None where its promises can't be told, or its file is
        another by now.
        """
        out: list[tuple[int, bytes | None]] = []
        for ticket in job.split(" "):
            n, stamp, id = ticket.split(",")
            row = MeasuredTicket(int(n), id, int(stamp), unsure=False)
            unknown: list[Damaged] = []
            try:
                measures = _measured(self._ledger, row, unknown)
            except Outdated:
                out.append((row.n, None))
            else:
                out.append((row.n, None if unknown else packed_ticket(measures)))
        yield out


def _job_line(rows: Sequence[MeasuredTicket]) -> str:
    return " ".join(f"{row.n},{row.stamp},{row.id}" for row in rows)


def measured_ticket(ledger: Reader, row: MeasuredTicket, unknown: list[Damaged]) -> list[Measures]:
    """The measures of one ticket; as `count_months`."""
    return _measured(ledger, row, unknown)


def _measured(ledger: Reader, row: MeasuredTicket, unknown: list[Damaged]) -> list[Measures]:
    """Raises Outdated."""
    return ledger.measures(_read_as_noted(ledger, row), unknown)


def _read_as_noted(ledger: Reader, row: MeasuredTicket) -> State:
    """A ticket's state, of the very file that was noted. Raises Outdated."""
    try:
        number = parse_ticket_id(row.id)
        path = ledger.top / (number.path if number is not None else row.id)
        if stamp_of(os.stat(path, follow_symlinks=False)) != row.stamp:
            raise Outdated
        return ledger.read(row.id).state
    except (OSError, NoSuchRecord, Damaged):
        raise Outdated from None


def _consecutive_runs(months: set[int]) -> list[tuple[int, int]]:
    """Months that follow each other: the first and the last of each run."""
    firsts = sorted(month for month in months if month - 1 not in months)
    lasts = sorted(month for month in months if month + 1 not in months)
    return list(zip(firsts, lasts, strict=True))


def _packed_bounds(first: date, after: date) -> tuple[int, int]:
    """What moments of these months are packed as at most, wherever they were told."""
    days = timedelta(days=_DAYS_AROUND)
    begin, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (first, after))
    return least_packed(begin - days), least_packed(end + days)


def _office_months(row: tuple[int, str, int, bool, str, bytes]) -> list[OfficeMonth]:
    """Where the ticket of a row of `_COLUMNS` counts."""
    n, *_, places, flows = row
    return [
        OfficeMonth(part.place, month_number(received_on(part)))
        for part in unpacked_parts(n, places, False, flows)
    ]


# In order


def ticket_order(ticket: str) -> tuple[str, str, int]:
    """As `ids.ticket_order` sorts numbers."""
    front, _, tail = ticket.rpartition("-")
    return front, tail[0], int(tail[1:])


def in_ticket_order(unknown: list[Damaged]) -> list[Damaged]:
    """By the number of the ticket; other files, such as a calendar, come first."""

    def order(error: Damaged) -> tuple[bool, tuple[str, str, int], str]:
        path = str(error.facts["path"])
        number = parse_ticket_id(Path(path).stem)
        if number is None:
            return False, ("", "", 0), path
        return True, ticket_order(str(number)), ""

    return sorted(unknown, key=order)
