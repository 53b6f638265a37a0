"""What the index keeps of a month is what the tickets' files come to; of what reports make of it
see test_report_month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.model.ids import parse_ticket_id
from svc.rules.report.scope import RegionOffice
from svc.store.index import month_measures
from svc.store.index.month_measures import MeasuredTicket, OfficeMonth, OfficeMonthCounts, Outdated
from svc.store.index.report_cache import month_number

if TYPE_CHECKING:
    from datetime import date

    from conftest import Desk

    from svc.errors import Damaged


def noted(desk: Desk) -> MeasuredTicket:
    """The story's ticket as the index has it."""
    sql = "SELECT n, id, stamp, unsure FROM ticket"
    rows = desk.ledger.ask_index(lambda index: index.execute(sql).fetchall())
    ((n, id, stamp, unsure),) = rows or ()
    return MeasuredTicket(n, id, stamp, bool(unsure))


def test_a_ticket_is_measured_as_its_file_is_and_kept_as_measured(desk: Desk) -> None:
    desk.play("close")
    ledger, unknown = desk.ledger, list["Damaged"]()
    expected = ledger.measures(ledger.read(TICKET).state, [])
    measured = month_measures._measured(ledger, noted(desk), unknown)
    assert measured == expected
    assert not unknown
    (one,) = expected
    month = OfficeMonth(RegionOffice(one.region, one.office), month_number(first_of(one.received)))
    packed = month_measures.packed_measures(OfficeMonthCounts(month, {7: one, 8: one}, []))
    assert month_measures.unpacked_measures(packed, ()) == {7: one, 8: one}
    assert month_measures.unpacked_measures(packed, {8}) == {7: one}


def first_of(day: date) -> date:
    return day.replace(day=1)


def test_a_file_that_is_another_one_by_now_is_not_measured(desk: Desk) -> None:
    desk.play("intake")
    row = noted(desk)
    desk.ok("note", TICKET, "x", by="chen")
    with pytest.raises(Outdated):
        month_measures._measured(desk.ledger, row, [])


def test_tickets_are_told_in_the_order_of_their_numbers() -> None:
    typed = ["SZ-2611-A0010", "BJ-2611-A0002", "SZ-2611-A0002", "SZ-2610-A0003"]
    told = sorted(typed, key=month_measures.ticket_order)
    assert [str(parse_ticket_id(each)) for each in told][-1] == "SZ-2611-A0010"
    assert told.index("SZ-2611-A0002") < told.index("SZ-2611-A0010")
