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

from svc.model.times import epoch_seconds
from svc.rules.report.tally import Tally, tally_tickets
from svc.store.index import month_measures
from svc.store.index.flows import first_day, flow_of_sum
from svc.store.index.month_measures import RegionMonth
from svc.store.index.report_cache import month_number
from svc.store.index.report_month import IndexedLedger

if TYPE_CHECKING:
    from datetime import date, datetime

    from svc.errors import Damaged
    from svc.rules.report.measures import Flow, Measures
    from svc.store.index.month_measures import MeasuredTicket
    from svc.store.reader import Reader

Keep = Callable[[int, Callable[[Connection], None]], bool]
"""`Ledger.note_in_index`."""

_BATCH = 24
"""So many regions' months are written down together: who is interrupted meanwhile loses no more."""
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Tally)

_Fresh = tuple[RegionMonth, bytes, list[int], bytes | None]
"""To be kept of a region's month: its measures, those that will be counted anew, its tally."""


class IndexedSpan(IndexedLedger):
    """What the index has of a region's months, the earliest first."""

    def __init__(
        self,
        connection: Connection,
        region: str,
        months: list[date],
        ends: list[datetime],
        now: datetime,
    ) -> None:
        """`region`: empty for all. `ends`: when each of the months is over."""
        super().__init__(connection)
        first, last = month_number(months[0]), month_number(months[-1])
        self.flows = _flows_by_month(connection, region, first, last)
        self.machines = [
            (area, at, number)
            for area, at, number in connection.execute(
                "SELECT region, at, sum(number) FROM machine WHERE at < :before AND (:region = '' "
                "OR region = :region)"
                " GROUP BY region, at",
                {"before": epoch_seconds(ends[-1]), "region": region},
            )
        ]
        self.may_keep = True  # whether what is counted can be written down
        # of months that are not over: which figures still change by themselves
        self.running: list[Measures] = []
        self._now = now
        self._ends = {month_number(month): end for month, end in zip(months, ends, strict=True)}
        asked = month_measures.region_months(connection, region, list(self._ends))
        self._tallies = _kept_tallies(
            connection,
            {region_month for region_month in asked if now >= self._ends[region_month.month]},
        )
        stale = [region_month for region_month in asked if region_month not in self._tallies]
        self._docs: dict[RegionMonth, tuple[bytes, list[int]]] = {}
        for region_month in stale:
            document = month_measures.kept_document(connection, region_month)
            if document is not None:
                self._docs[region_month] = document
        self._wanted: dict[RegionMonth, list[MeasuredTicket]] = {
            region_month: [] for region_month in stale
        } | month_measures.tickets_to_measure(connection, stale)

    def tallies(
        self, ledger: Reader, broken: list[Damaged], keep: Keep
    ) -> dict[RegionMonth, Tally]:
        """The tally of each region in each month; what is not kept yet is counted, and kept.

        Where a ticket's promises can't be told, the reason is added to `broken`. Raises Outdated.
        """
        unknown: list[Damaged] = []
        fresh: list[_Fresh] = []
        for region_month, own, left in month_measures.count_months(ledger, self._wanted, unknown):
            doc = self._docs.pop(region_month, None)
            try:
                measures = (month_measures.unpacked_measures(*doc) if doc else {}) | own
            except DatabaseError:
                raise month_measures.Outdated from None
            end = self._ends[region_month.month]
            self._tallies[region_month] = tally_tickets(
                [each.judged(self._now, end) for each in measures.values()]
            )
            is_over = self._now >= end
            if not is_over:
                self.running += measures.values()
            kept = zlib.compress(_ENCODER.encode(self._tallies[region_month])) if is_over else None
            if kept is not None or own or left or doc is None:
                fresh.append(
                    (
                        region_month,
                        month_measures.packed_measures(
                            month_measures.RegionMonthCounts(region_month, measures, left)
                        ),
                        left,
                        kept,
                    )
                )
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
    for region_month, doc, left, kept in fresh:
        month_measures.keep_measures(connection, region_month, doc, left, kept)


def _kept_tallies(connection: Connection, wanted: set[RegionMonth]) -> dict[RegionMonth, Tally]:
    """Those of these months of which no ticket has changed since. Raises sqlite3.DatabaseError."""
    rows = connection.execute(
        "SELECT name, month, tally FROM measured m JOIN area USING (a) WHERE tally IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM outdated o WHERE o.a = m.a AND o.month = m.month)"
    )
    tallies = {}
    try:
        for name, month, doc in rows:
            region_month = RegionMonth(name, month)
            if region_month in wanted:
                tallies[region_month] = _DECODER.decode(zlib.decompress(doc))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DatabaseError from error
    return tallies


def _flows_by_month(connection: Connection, region: str, first: int, last: int) -> list[Flow]:
    """What stood open and what was paid until the end of the last month, added up by month, all
    before in one.
    """
    rows = connection.execute(
        "SELECT name, max(month, :first - 1) AS bucket, is_complaint, how, sum(number), sum(fen)"
        " FROM flow JOIN area USING (a) WHERE month <= :last AND (:region = '' OR name = :region)"
        " GROUP BY name, bucket, is_complaint, how",
        {"first": first, "last": last, "region": region},
    )
    return [
        flow_of_sum(name, is_complaint, first_day(bucket), how, number=number, fen=fen)
        for name, bucket, is_complaint, how, number, fen in rows
    ]
