"""Months in the index: what reports add up, so that a report opens no ticket that it has met
before.

Sums of what stands open and of cash (`flow`) are kept with every ticket that is noted. What else a
ticket adds to the month in which it was received, its measures, is counted when a report first asks
for that month; it is kept by office and month (`measured`), with the tickets that have changed
since (`outdated`) and, where a report was over several months, with what they add up to (its
tally). A report that was made is kept too (`report`), until something changes that it is made of,
or the time comes at which it would say something else; so nothing here depends on when it is asked.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from svc.model.times import epoch_seconds
from svc.store.index import month_measures
from svc.store.index.flows import (
    IN_PLACE,
    OUT,
    TicketFlows,
    first_day,
    flow_of_sum,
    flows_of_ticket,
    received_on,
    summed_flows,
    unpacked_parts,
)
from svc.store.index.month_measures import kept_document
from svc.store.index.report_cache import forget_reports, month_number, needs_files
from svc.store.index.schema import IN_FOLDER, OF_SCOPE, PLACE, UNREADABLE, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from sqlite3 import Connection

    from svc.errors import Damaged
    from svc.rules.report.measure_rows import Flow
    from svc.rules.report.measures import Measures
    from svc.rules.report.month import FlowSpans
    from svc.rules.report.scope import RegionOffice, Scope
    from svc.store.index.month_measures import OfficeMonth
    from svc.store.reader import Reader

_RECEIVED = 0
_FLOWS = f"SELECT n, {PLACE}, kind = 'complaint', flows FROM ticket WHERE flows IS NOT NULL"


# Noted


def kept_flows(connection: Connection, numbers: Iterable[int]) -> list[TicketFlows]:
    """What these tickets add, as the tables have it now."""
    rows = (connection.execute(f"{_FLOWS} AND n = ?", (n,)).fetchone() for n in numbers)
    return [part for row in rows if row is not None for part in _ticket_flows(row)]


def flows_in_entries(rows: Rows) -> list[TicketFlows]:
    """What the tickets in these rows add."""
    out = []
    for row in rows:
        values = row.entry.values
        kind, office, region, (area, flowing) = values[2], values[5], values[6], values[-2:]
        if flowing is not None:
            places = area or f"{region}{IN_PLACE}{office}"
            out += _ticket_flows((row.n, places, kind == "complaint", flowing))
    return out


def add_flows(connection: Connection, tickets: Iterable[TicketFlows], sign: int = 1) -> None:
    """Add what these tickets add; `sign` -1: take it out again."""
    tickets = list(tickets)
    area_numbers: dict[RegionOffice, int] = {}
    for place in {ticket.place for ticket in tickets}:  # also where one adds nothing
        connection.execute("INSERT OR IGNORE INTO area (region, office) VALUES (?, ?)", place)
        (area_numbers[place],) = connection.execute(
            "SELECT a FROM area WHERE region = ? AND office = ?", place
        ).fetchone()
    by_month, by_day = summed_flows(tickets)
    for table, sums in (("flow", by_month), ("day_flow", by_day)):
        connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET number = number + excluded.number, fen = fen + excluded.fen",
            [
                (area_numbers[key.place], *key[1:], sign * number, sign * fen)
                for key, (number, fen) in sums.items()
            ],
        )


def note_flows(connection: Connection, before: list[TicketFlows], after: list[TicketFlows]) -> None:
    """Bring up to date what is kept of months: the tickets that were changed, as they were and as
    they are.
    """
    began = _first_month(connection)
    gone, come = ({(part.n, part.place): part for part in parts} for parts in (before, after))
    flowing = {key for key in {*gone, *come} if gone.get(key) != come.get(key)}
    add_flows(connection, [gone[key] for key in flowing if key in gone], -1)
    add_flows(connection, [come[key] for key in flowing if key in come])
    for ticket in (*before, *after):
        connection.execute(
            "INSERT OR IGNORE INTO outdated SELECT a, month, ? FROM measured JOIN area USING (a)"
            " WHERE region = ? AND office = ? AND month = ?",
            (ticket.n, *ticket.place, month_number(received_on(ticket))),
        )
    if began != _first_month(connection):
        forget_reports(connection)
        return
    for place, month in {
        (ticket.place, month_number(received_on(ticket))) for ticket in (*before, *after)
    }:
        forget_reports(connection, place, month)


# Asked


class IndexedLedger:
    """What the index knows besides the figures of a report."""

    def __init__(self, connection: Connection) -> None:
        self.generation = int(
            connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0]
        )
        began = _first_month(connection)
        self.began = None if began is None else first_day(began)
        self.is_odd = needs_files(connection)
        self.unreadable = [id for (id,) in connection.execute(_UNREADABLE)]
        self.unreadable_customers = [id for (id,) in connection.execute(_UNREADABLE_CUSTOMERS)]


class IndexedMonths(IndexedLedger):
    """What the index has of the months of a report."""

    def __init__(
        self,
        connection: Connection,
        scope: Scope,
        spans: FlowSpans,
        ends: list[datetime],
        *,
        each_flow: bool,
    ) -> None:
        """`spans`: the months looked at ticket by ticket. `ends`: when machines are counted for
        each. `each_flow`: of every ticket, not added up.
        """
        super().__init__(connection)
        numbers = [month_number(month) for month in spans.firsts]
        self.flows = (
            _each_flow(connection, scope, numbers[0])
            if each_flow
            else _summed_flows(connection, scope, spans)
        )
        self.machines = [_machine_counts(connection, scope, epoch_seconds(end)) for end in ends]
        asked = month_measures.office_months(connection, scope, numbers)
        self._wanted = month_measures.tickets_to_measure(connection, asked)
        self._measured: dict[OfficeMonth, dict[int, Measures]] = {}
        for office_month in asked:
            document = kept_document(connection, office_month)
            if document is not None:
                self._measured[office_month] = month_measures.unpacked_measures(*document)
        self._left: dict[OfficeMonth, list[int]] = {}
        older = month_measures.standing_before(connection, scope, spans.firsts[0])
        self._older = list(older)
        self._earlier: dict[int, Measures] = {}  # of months that other reports asked for
        for office_month in {each for own in older.values() for each in own}.difference(asked):
            document = kept_document(connection, office_month)
            if document is not None:
                measures = month_measures.unpacked_measures(*document)
                self._earlier |= {n: each for n, each in measures.items() if each.acts}

    def measure_older(self, ledger: Reader, broken: list[Damaged]) -> list[Measures]:
        """The measures of tickets of earlier months on which anything may still be to be done or to
        be paid, at the office that acts; after `measure`, and like it.
        """
        known = dict(self._earlier)
        for kept in self._measured.values():
            known |= {n: each for n, each in kept.items() if each.acts}
        measures = []
        for row in self._older:
            measured = [known[row.n]] if row.n in known else []
            measures += measured or month_measures.measured_ticket(ledger, row, broken)
        return measures

    def measure(self, ledger: Reader, broken: list[Damaged]) -> list[Measures]:
        """The measures of all tickets received in the months, by number; those not kept yet are
        counted.

        Promises stand as they did before all; where they can't be told, the reason is added to
        `broken`. Raises Outdated.
        """
        unknown: list[Damaged] = []
        for office_month, measures, left in month_measures.count_months(
            ledger, self._wanted, unknown
        ):
            self._measured.setdefault(office_month, {}).update(measures)
            self._left[office_month] = left
        broken += month_measures.in_ticket_order(unknown)
        all_measures = (each for kept in self._measured.values() for each in kept.values())
        return sorted(
            all_measures,
            key=lambda each: (
                month_measures.ticket_order(each.ticket),
                not each.is_intake,
                each.region,
                each.office,
            ),
        )

    def keep(self, connection: Connection) -> None:
        """Write down what was counted."""
        for office_month in self._wanted:
            counted = month_measures.OfficeMonthCounts(
                office_month, self._measured[office_month], self._left[office_month]
            )
            month_measures.keep_measures(
                connection,
                office_month,
                month_measures.packed_measures(counted),
                counted.left,
                None,
            )

    @property
    def has_counted(self) -> bool:
        """Whether there is anything to write down."""
        return bool(self._wanted)


_UNREADABLE = (
    "SELECT id FROM ticket JOIN folder ON f = n >> 40"
    f" WHERE standing = {UNREADABLE} ORDER BY path, n & {IN_FOLDER}"
)
_UNREADABLE_CUSTOMERS = "SELECT id FROM customer WHERE NOT readable ORDER BY id"


def _summed_flows(connection: Connection, scope: Scope, spans: FlowSpans) -> list[Flow]:
    """What stood open and what was paid until the end of the latest month, each on a day on which
    `spans` says that it stands.
    """
    latest, before, year = (month_number(month) for month in spans.firsts)
    cut = (before, year) if spans.are_cut else (0, 0)
    asked = {"latest": latest, "before": before, "year": year, "cut_before": cut[0]}
    asked |= {"cut_year": cut[1], "out": OUT.start, "last_out": OUT.stop - 1, **asdict(scope)}
    rows = connection.execute(_FLOWS_BY_MONTH, asked).fetchall()
    if spans.are_cut:
        rows += connection.execute(_FLOWS_BY_DAY, asked)
    return [
        flow_of_sum(
            region,
            is_complaint,
            # 0: days are not told apart
            date.fromordinal(day) if day else first_day(bucket),
            how,
            number=number,
            fen=fen,
        )
        for region, bucket, day, is_complaint, how, number, fen in rows
    ]


_FLOWS_BY_MONTH = (
    "SELECT region, CASE WHEN month < :year THEN :year - 1 WHEN month = :year THEN month"
    " WHEN month < :before THEN :before - 1 ELSE month END AS bucket,"
    " CASE WHEN month = :latest THEN day ELSE 0 END AS date, is_complaint, how, sum(number),"
    " sum(fen) FROM flow JOIN area USING (a) WHERE month <= :latest"
    f" AND month NOT IN (:cut_before, :cut_year) AND {OF_SCOPE}"
    " GROUP BY region, bucket, date, is_complaint, how"
)
_OF_CUT_MONTHS = f"JOIN area USING (a) WHERE month IN (:cut_before, :cut_year) AND {OF_SCOPE}"
_FLOWS_BY_DAY = (
    "SELECT region, month, day, is_complaint, how, number, fen FROM flow"
    f" {_OF_CUT_MONTHS} AND how BETWEEN :out AND :last_out"
    " UNION ALL SELECT region, month, day, is_complaint, how, number, fen FROM day_flow"
    f" {_OF_CUT_MONTHS}"
)
"""Of months of which only some days are looked at."""


def _each_flow(connection: Connection, scope: Scope, latest: int) -> list[Flow]:
    """The same of every ticket, one by one, by number."""
    rows = connection.execute(
        f"SELECT t.id, t.n, {PLACE}, kind = 'complaint', flows FROM ticket t JOIN "
        "folder ON f = n >> 40"
        f" WHERE flows IS NOT NULL ORDER BY path, n & {IN_FOLDER}",
    )
    end = first_day(latest + 1)
    return [
        flow
        for id, *values in rows
        for part in _ticket_flows(values)
        if scope.holds(*part.place)
        for flow in flows_of_ticket(part, id)
        if flow.day < end
    ]


def _machine_counts(connection: Connection, scope: Scope, before: int) -> dict[str, dict[str, int]]:
    """How many machines of each model customers had at a moment (in seconds since 1970), by
    region.
    """
    out: dict[str, dict[str, int]] = {}
    for region_name, model, number in connection.execute(
        "SELECT region, model, sum(number) AS total FROM machine"
        f" WHERE at < :before AND {OF_SCOPE}"
        " GROUP BY region, model HAVING total ORDER BY region, model",
        {"before": before, **asdict(scope)},
    ):
        out.setdefault(region_name, {})[model] = number
    return out


def _ticket_flows(row: Iterable[object]) -> list[TicketFlows]:
    n, places, is_complaint, flowing = row
    return unpacked_parts(n, places, bool(is_complaint), flowing)  # type: ignore[arg-type]


def _first_month(connection: Connection) -> int | None:
    """The month in which the first ticket of all was received."""
    (month,) = connection.execute(
        "SELECT min(month) FROM flow WHERE how = ? AND number <> 0", (_RECEIVED,)
    ).fetchone()
    return None if month is None else int(month)
