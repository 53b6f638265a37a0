"""What the index has of the months of a report over several: what each adds up to, its tally.

The tally of a month that is over is kept with the measures of its tickets, as long as none of them
changes. So a report over years reads no measures, and no ticket, of months in which nothing
changed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from sqlite3 import Connection, DatabaseError
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import asdict

from svc.model.times import epoch_seconds
from svc.rules.report.scope import RegionOffice
from svc.rules.report.tally import Tally, tally_tickets
from svc.store.index import month_measures
from svc.store.index.flows import first_day, flow_of_sum
from svc.store.index.month_measures import OfficeMonth
from svc.store.index.report_cache import month_number
from svc.store.index.report_month import IndexedLedger
from svc.store.index.schema import OF_SCOPE

if TYPE_CHECKING:
    from datetime import date, datetime

    from svc.errors import Damaged
    from svc.rules.report.measure_rows import Flow
    from svc.rules.report.measures import Measures
    from svc.rules.report.scope import Scope
    from svc.store.index.month_measures import MeasuredTicket
    from svc.store.reader import Reader

Keep = Callable[[int, Callable[[Connection], None]], bool]
"""`Ledger.note_in_index`."""

_BATCH = 24
"""So many offices' months are written down together: who is interrupted meanwhile loses no more."""
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Tally)

_Fresh = tuple[OfficeMonth, bytes, list[int], bytes | None]
"""To be kept of an office's month: its measures, those that will be counted anew, its tally."""


class IndexedSpan(IndexedLedger):
    """What the index has of the months of an office, a region or all, the earliest first."""

    def __init__(
        self,
        connection: Connection,
        scope: Scope,
        months: list[date],
        ends: list[datetime],
        now: datetime,
        *,
        costs: bool = True,
    ) -> None:
        """`ends`: when each of the months is over. `costs`: False if what parts cost is in none of
        the figures that are told.
        """
        super().__init__(connection)
        first, last = month_number(months[0]), month_number(months[-1])
        self.flows = _flows_by_month(connection, scope, first, last)
        self.machines = [
            (area, at, number)
            for area, at, number in connection.execute(
                f"SELECT region, at, sum(number) FROM machine WHERE at < :before AND {OF_SCOPE}"
                " GROUP BY region, at",
                {"before": epoch_seconds(ends[-1]), **asdict(scope)},
            )
        ]
        self.may_keep = True  # whether what is counted can be written down
        # of months that are not over: which figures still change by themselves
        self.running: list[Measures] = []
        self._now = now
        self._ends = {month_number(month): end for month, end in zip(months, ends, strict=True)}
        asked = month_measures.office_months(connection, scope, list(self._ends))
        self._tallies = _kept_tallies(
            connection,
            {office_month for office_month in asked if now >= self._ends[office_month.month]},
            costs=costs,
        )
        stale = [office_month for office_month in asked if office_month not in self._tallies]
        self._docs: dict[OfficeMonth, tuple[bytes, list[int]]] = {}
        for office_month in stale:
            document = month_measures.kept_document(connection, office_month)
            if document is not None:
                self._docs[office_month] = document
        self._wanted: dict[OfficeMonth, list[MeasuredTicket]] = {
            office_month: [] for office_month in stale
        } | month_measures.tickets_to_measure(connection, stale)

    def tallies(
        self, ledger: Reader, broken: list[Damaged], keep: Keep
    ) -> dict[OfficeMonth, Tally]:
        """The tally of each office in each month; what is not kept yet is counted, and kept.

        Where a ticket's promises can't be told, the reason is added to `broken`. Raises Outdated.
        """
        unknown: list[Damaged] = []
        fresh: list[_Fresh] = []
        for office_month, own, left in month_measures.count_months(ledger, self._wanted, unknown):
            doc = self._docs.pop(office_month, None)
            try:
                measures = (month_measures.unpacked_measures(*doc) if doc else {}) | own
            except DatabaseError:
                raise month_measures.Outdated from None
            end = self._ends[office_month.month]
            self._tallies[office_month] = tally_tickets(
                [each.judged(self._now, end) for each in measures.values()]
            )
            is_over = self._now >= end
            if not is_over:
                self.running += measures.values()
            kept = zlib.compress(_ENCODER.encode(self._tallies[office_month])) if is_over else None
            if kept is not None or own or left or doc is None:
                counted = month_measures.OfficeMonthCounts(office_month, measures, left)
                is_as_kept = doc is not None and not (doc[1] or own)
                packed = doc[0] if doc and is_as_kept else month_measures.packed_measures(counted)
                fresh.append((office_month, packed, left, kept))
            if len(fresh) >= _BATCH:
                self._keep(keep, fresh)
        self._keep(keep, fresh)
        broken += month_measures.in_ticket_order(unknown)
        return dict(sorted(self._tallies.items()))

    def _keep(self, keep: Keep, fresh: list[_Fresh]) -> None:
        if fresh and self.may_keep:
            self.may_keep = keep(self.generation, partial(_write_fresh, list(fresh)))
            self.generation += 1
        fresh.clear()


def _write_fresh(fresh: list[_Fresh], connection: Connection) -> None:
    for office_month, doc, left, kept in fresh:
        month_measures.keep_measures(connection, office_month, doc, left, kept)


def _kept_tallies(
    connection: Connection, wanted: set[OfficeMonth], *, costs: bool
) -> dict[OfficeMonth, Tally]:
    """Those of these months of which no ticket has changed since; with `costs`, nor the catalogue
    of parts. Raises sqlite3.DatabaseError.
    """
    rows = connection.execute(
        "SELECT region, office, month, tally FROM measured m JOIN area USING (a)"
        " WHERE tally IS NOT NULL AND priced >= ? AND NOT EXISTS"
        " (SELECT 1 FROM outdated o WHERE o.a = m.a AND o.month = m.month)",
        (int(costs),),
    )
    tallies = {}
    try:
        for region, office, month, doc in rows:
            office_month = OfficeMonth(RegionOffice(region, office), month)
            if office_month in wanted:
                tallies[office_month] = _DECODER.decode(zlib.decompress(doc))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DatabaseError from error
    return tallies


def _flows_by_month(connection: Connection, scope: Scope, first: int, last: int) -> list[Flow]:
    """What stood open and what was paid until the end of the last month, added up by month, all
    before in one.
    """
    rows = connection.execute(
        "SELECT region, max(month, :first - 1) AS bucket, is_complaint, how, sum(number), sum(fen)"
        f" FROM flow JOIN area USING (a) WHERE month <= :last AND {OF_SCOPE}"
        " GROUP BY region, bucket, is_complaint, how",
        {"first": first, "last": last, **asdict(scope)},
    )
    return [
        flow_of_sum(region, is_complaint, first_day(bucket), how, number=number, fen=fen)
        for region, bucket, is_complaint, how, number, fen in rows
    ]
