"""An office's month ticket by ticket: which tickets are read for it, with an index and without."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from conftest import TICKET, Desk

from svc.actions.office_month import MonthOfOffice, late_in_month, office_month
from svc.rules.report.sealed_figures import month_figures

FIRST = date(2026, 11, 1)
NOW = datetime.fromisoformat("2027-01-10T09:00:00+08:00")
OLD, OWED = "SZ-2610-A0001", "SZ-2610-A0002"


@pytest.fixture
def desk_with_old_tickets(desk: Desk) -> Desk:
    """One that stood open since October until January, one of which a charge is not paid, and the
    story's of November.
    """
    for number, day in ((1, "2026-10-20"), (2, "2026-10-21")):
        assert desk.other(number, now=f"{day}T09:00:00").status == 0
    line = ("--line", "检测:1:80", "--allow", "检测费")
    desk.ok("charge", OWED, *line, by="sun", now="2026-10-21T17:00:00")
    told = ("--reason", "客户不修了", "--asked-by", "李工")
    desk.ok("cancel", OWED, *told, by="sun", now="2026-10-22T09:00:00")
    desk.ok("cancel", OLD, *told, by="sun", now="2027-01-05T09:00:00")
    assert desk.intake().status == 0
    return desk


def figures(month: MonthOfOffice) -> dict[str, str]:
    found = month_figures(month.window(month.states()))
    assert month.broken == []
    return {each.figure.id: each.figure.number for each in found}


def test_what_stood_open_or_owed_from_months_before_is_counted_with_an_index_and_without(
    desk_with_old_tickets: Desk,
) -> None:
    indexed, plain = desk_with_old_tickets.ledger, desk_with_old_tickets.ledger
    plain.indexed = False
    found = [office_month(ledger, "SZ", FIRST, NOW) for ledger in (indexed, plain)]
    assert [record.id for record in found[0].records] == [OLD, OWED, TICKET]
    by_index, by_files = map(figures, found)
    assert by_index == by_files
    assert (by_index["open_start"], by_index["received"], by_index["open_end"]) == ("1", "1", "2")
    assert (by_index["owed_start"], by_index["charged"]) == ("80.00", "0.00")
    december = office_month(indexed, "SZ", date(2026, 12, 1), NOW)
    assert figures(december)["open_start"] == "2"


def test_another_office_has_nothing_of_them(desk_with_old_tickets: Desk) -> None:
    ledger = desk_with_old_tickets.ledger
    january = office_month(ledger, "SZ", date(2027, 1, 1), NOW)
    assert {record.id for record in january.records} == {OLD, OWED, TICKET}
    elsewhere = office_month(ledger, "BJ", FIRST, NOW)
    assert set(figures(elsewhere).values()) <= {"0", "0/0", "-", "0.00"}
    assert list(elsewhere.lines()) == []


def test_late_is_what_the_seal_has_not_and_what_was_known_is_replayed(
    desk_with_old_tickets: Desk,
) -> None:
    ledger = desk_with_old_tickets.ledger
    month = office_month(ledger, "SZ", FIRST, NOW)
    (line,) = month.lines()
    number, id = line.split(" ")
    assert number == TICKET
    assert late_in_month(ledger, "SZ", FIRST, NOW, []) == [TICKET]
    assert late_in_month(ledger, "SZ", FIRST, NOW, [line]) == []
    assert month.lines(without=frozenset({id})) == []
    assert len(list(month.states(lambda event: event.id != id))) == 2
