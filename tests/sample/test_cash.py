"""The cash days of the sample's last month, and what happened with money besides."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from svc.model import events as ev
from svc.rules.daily.late import late_entries
from svc.rules.daily.seals import SealState
from svc.rules.daily.sheet import DayEntry, entries_of, sheet_of
from svc.rules.money.statements import statement_of
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger

OFFICES = ("SZ", "BJ", "SH", "WH", "CD")


@pytest.fixture(scope="module")
def seals(ledger: Ledger) -> dict[str, dict[date, SealState]]:
    found: dict[str, dict[date, SealState]] = defaultdict(dict)
    for office in OFFICES:
        for number in ledger.seal_numbers(office):
            record = ledger.read_seal(number)
            assert record is not None
            found[office][number.day] = record.state
    return found


@pytest.fixture(scope="module")
def entries(states: list[State]) -> dict[str, list[DayEntry]]:
    return {office: [e for s in states for e in entries_of(s, office)] for office in OFFICES}


def events(states: list[State], kind: type[Any]) -> list[tuple[State, Any]]:
    return [(state, e) for state in states for e in state.ticket.log if isinstance(e, kind)]


def test_every_day_of_the_last_month_on_which_something_happened_is_sealed(
    seals: dict[str, dict[date, SealState]], entries: dict[str, list[DayEntry]]
) -> None:
    for office in OFFICES:
        days = {entry.day for entry in entries[office] if entry.day >= date(2026, 10, 1)}
        assert set(seals[office]) == days
        assert len(days) >= 20


def test_two_days_differ_each_with_its_reason(seals: dict[str, dict[date, SealState]]) -> None:
    found = [
        (office, each.how, each.difference, bool(state.holds.reason))
        for office in OFFICES
        for state in seals[office].values()
        for each in state.holds.counted
        if each.difference
    ]
    assert found == [
        ("SZ", "cash", Decimal("-5.00"), True),
        ("SH", "wechat", Decimal("0.50"), True),
    ]


def test_two_slips_came_late_one_was_put_right_one_is_counted_in_the_next_day(
    seals: dict[str, dict[date, SealState]], entries: dict[str, list[DayEntry]]
) -> None:
    for office in ("SZ", "SH"):
        slips = [
            late
            for late in late_entries(entries[office], seals[office])
            if isinstance(late.entry.event, ev.SlipIn)
        ]
        (late,) = slips
        recounts = seals[office][late.entry.day].recounts
        assert late.in_seal is not None
        assert bool(recounts) is (office == "SZ")
        assert (late.in_seal == late.entry.day) is (office == "SZ")
        assert all(recount.reason for recount in recounts)


def test_nothing_came_late_that_no_seal_has(
    seals: dict[str, dict[date, SealState]], entries: dict[str, list[DayEntry]]
) -> None:
    for office in OFFICES:
        late = [each for each in late_entries(entries[office], seals[office]) if not each.in_seal]
        assert late == [], office


def test_a_sealed_day_says_what_the_tickets_say(
    ledger: Ledger, seals: dict[str, dict[date, SealState]], states: list[State]
) -> None:
    day = date(2026, 10, 15)
    sealed = seals["SZ"][day].holds
    sheet = sheet_of(states, "SZ", day, ledger.staff)
    assert sealed.figures == sheet.figures
    assert {each.how: each.books for each in sealed.counted} == sheet.books
    assert sum(each.visits for each in sealed.figures) >= 3


def test_a_receipt_over_two_ways_of_paying(states: list[State]) -> None:
    found = [receipt for _, receipt in events(states, ev.ReceiptIssued) if receipt.ways]
    assert len(found) == 2
    for receipt in found:
        assert sum(way.amount for way in receipt.ways) == receipt.amount
        assert {way.how for way in receipt.ways} == {"wechat", "cash"}


def test_goodwill_was_approved_by_the_manager_before_it_was_promised(states: list[State]) -> None:
    found = [
        (state, quote)
        for state, quote in events(states, ev.Quoted)
        if any(line.free == "goodwill" for line in quote.lines)
    ]
    assert len(found) == 2
    for state, quote in found:
        approved = next(e for e in state.ticket.log if isinstance(e, ev.Approved))
        assert approved.granted
        assert approved.seq < quote.seq
        assert state.account.charge is not None
        assert state.account.charge.total == quote.total


def test_less_than_agreed_was_charged_for_a_reason(states: list[State]) -> None:
    found = [(state, charge) for state, charge in events(states, ev.Charged) if charge.reason]
    assert len(found) == 2
    for state, charge in found:
        assert charge.total < (state.account.agreed or 0)


def test_a_customer_on_account_has_a_statement_and_pays_in_the_next_month(
    ledger: Ledger, states: list[State]
) -> None:
    """October's is of what September's said is owed; 510 yuan, charged on the 8th of September."""
    state = next(each for each in states if each.ticket.id == "SZ-2609-U0001")
    assert state.ticket.customer is not None
    file = state.ticket.customer.file
    assert ledger.read_customer(file).state.current.account is not None
    own = [each for each in states if each.ticket.customer and each.ticket.customer.file == file]
    september = statement_of(own, date(2026, 9, 1), ledger.zone)
    october = statement_of(own, date(2026, 10, 1), ledger.zone)
    assert september.closing == september.total("charged") == Decimal("510.00")
    assert october.total("paid") == Decimal("510.00")
    assert october.total("charged") == october.closing == 0


def test_a_payment_that_was_recorded_twice_is_settled(states: list[State]) -> None:
    ((state, back),) = (each for each in events(states, ev.Refunded) if each[1].not_taken)
    assert len(state.account.receipts) == 2
    assert back.receipt == state.account.receipts[1].number
    assert state.account.still_to_pay == 0
    assert [receipt.number for receipt in state.account.receipts_in_force] == [
        state.account.receipts[0].number
    ]
