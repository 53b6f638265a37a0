"""The table of service: every kind, warranty, contract and channel, and what is charged later."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any, get_args

import pytest
from rules.taken_down import CONTRACTS, KINDS, WARRANTIES, made

from svc.model.service import SHARES, Contract
from svc.model.tickets import Channel, Mode
from svc.rules.ticket.coverage import is_price_due_first, is_work_free, reason_to_pay
from svc.rules.ticket.service import (
    ANY,
    BROUGHT_KINDS,
    BY_PHONE,
    SERVICE,
    contract_covers,
    is_free,
    is_priced_first,
    service_of,
    standing,
)


def test_every_combination_has_a_row_and_the_rows_that_no_ticket_reaches_are_none() -> None:
    reached = set()
    for (kind, of), warranty in product(KINDS, ANY):
        rows = [
            r
            for r in SERVICE
            if r.kind == kind and warranty in r.warranty and (not r.of or of in r.of)
        ]
        assert rows, (kind, of, warranty)
        reached.add(SERVICE.index(rows[0]))
    assert reached == set(range(len(SERVICE)))


EVERY = list(product(KINDS, WARRANTIES, CONTRACTS, get_args(Channel)))


def test_what_the_ticket_says_later_is_what_the_table_said_at_intake() -> None:
    """All 14 kinds × 4 warranties × 5 contracts × 8 channels: free stays free, paid stays paid."""
    for case in EVERY:
        row, state = made(*case)
        assert service_of(state.current) == row, case
        assert is_work_free(state) == is_free(row), case
        assert (reason_to_pay(state) is None) == is_free(row), case
        assert is_price_due_first(state) == is_priced_first(row), case
        asks = "agreement" in row.before_work
        assert asks == (not is_free(row) and row.why not in ("unknown", "sale", "approval")), case


@pytest.mark.parametrize("mode", get_args(Mode))
def test_another_way_that_the_clerk_chose_keeps_word_and_charge_together(mode: str) -> None:
    for case in EVERY:
        row, state = made(*case, mode=mode)
        assert row.mode == mode, case
        assert is_work_free(state) == is_free(row), case
        assert is_price_due_first(state) == is_priced_first(row), case


def test_who_comes_to_the_counter_with_a_machine_is_not_told_when_we_come() -> None:
    for kind, warranty, contract in product(KINDS, WARRANTIES, CONTRACTS):
        row, _ = made(kind, warranty, contract, "walk_in")
        assert (row.mode == "walk_in") == (kind[0] in BROUGHT_KINDS), kind


def test_nobody_goes_out_for_a_question_a_complaint_or_a_suggestion() -> None:
    for kind, warranty, contract, channel in EVERY:
        if kind[0] in BY_PHONE:
            row, _ = made(kind, warranty, contract, channel)
            assert row.mode == "phone"
            assert is_free(row)


def test_a_customer_with_a_contract_is_never_told_to_bring_the_machine() -> None:
    for kind, warranty, contract in product(KINDS, WARRANTIES, CONTRACTS):
        if contract != "none" and kind[0] in ("repair", "inspection", "maintenance"):
            row, _ = made(kind, warranty, contract, "phone")
            assert row.mode == "visit", (kind, warranty, contract)


PAID, FREE = (), SHARES


@pytest.mark.parametrize(
    ("kind", "of", "warranty", "mode", "free", "why"),
    [
        ("repair", "", "on_site", "visit", FREE, "on_site"),  # S4 2.3(1)
        ("repair", "", "warranty", "walk_in", FREE, "warranty"),
        ("repair", "", "out", "paid", PAID, "out"),  # D
        ("inspection", "", "on_site", "visit", FREE, "on_site"),
        ("inspection", "", "out", "paid", PAID, "out"),  # D
        ("upgrade", "hardware", "on_site", "paid", PAID, "paid_kind"),  # A
        ("upgrade", "software_service", "on_site", "paid", PAID, "paid_kind"),  # C
        ("upgrade", "software", "out", "visit", FREE, "free_kind"),
        ("training", "technical", "on_site", "paid", PAID, "paid_kind"),  # B
        ("training", "use", "out", "visit", FREE, "free_kind"),  # B: use of the product excepted
        ("maintenance", "", "on_site", "paid", PAID, "paid_kind"),
        ("installation", "", "unknown", "visit", PAID, "sale"),
        ("survey", "", "unknown", "visit", FREE, "free_kind"),
        ("exchange", "", "on_site", "visit", FREE, "approval"),
        ("exchange", "", "out", "paid", PAID, "out"),
        ("inquiry", "", "out", "phone", FREE, "free_kind"),
    ],
)
def test_the_kinds_as_the_source_has_them(  # noqa: PLR0917
    kind: str, of: str, warranty: str, mode: str, free: tuple[str, ...], why: str
) -> None:
    row, _ = made((kind, of), warranty, "none", "phone")
    assert (row.mode, row.free, row.why) == (mode, free, why)


def test_a_visit_that_the_warranty_no_longer_covers_costs_the_way_alone() -> None:
    row, state = made(("repair", ""), "warranty", "none", "phone", mode="visit")
    assert (row.free, row.why) == (("labour", "parts"), "visit_wish")
    assert str(reason_to_pay(state)) == "The warranty no longer covers visits."


def test_a_contract_beats_what_was_found_and_misuse_beats_the_warranty() -> None:
    misuse = (
        "20 09:05 handed_over",
        "20 09:15 dispatched",
        "20 10:00 arrived",
        ("20 11:00 visited", {"cause": "misuse", "evidence": "进水"}),
    )
    for contract, free in (("full", True), ("none", False), ("unfiled", False)):
        _, state = made(("repair", ""), "on_site", contract, "phone", log=misuse)
        assert is_work_free(state) == free, contract
        assert is_price_due_first(state) != free, contract


def test_a_corrected_verdict_changes_the_price_with_it() -> None:
    corrected = (
        "20 09:30 corrected",
        {"field": "equipment.warranty.verdict", "old": "out", "new": "in"},
    )
    row, state = made(("repair", ""), "out", "none", "phone", log=(corrected,))
    assert row.why == "out"
    assert service_of(state.current).why == "given"  # the way is still the paid one


@pytest.mark.parametrize(
    ("changed", "kind", "serial", "on", "covers"),
    [
        ({}, "repair", "A1", "2026-01-01", True),
        ({}, "repair", "A1", "2026-12-31", True),
        ({}, "repair", "A1", "2025-12-31", False),
        ({}, "repair", "A1", "2027-01-01", False),
        ({}, "training", "A1", "2026-05-01", False),
        ({"kinds": ["training"]}, "training", "A1", "2026-05-01", True),
        ({"kinds": ["training"]}, "repair", "A1", "2026-05-01", False),
        ({"machines": ["A1"]}, "repair", "A1", "2026-05-01", True),
        ({"machines": ["A1"]}, "repair", "B2", "2026-05-01", False),
    ],
)
def test_a_contract_covers_its_days_kinds_and_machines(
    changed: dict[str, Any], kind: str, serial: str, on: str, covers: bool
) -> None:
    contract = Contract(name="金牌", since=date(2026, 1, 1), until=date(2026, 12, 31), **changed)
    assert contract_covers(contract, kind=kind, serial=serial, on=date.fromisoformat(on)) == covers


@pytest.mark.parametrize(
    ("verdict", "on_site", "is_"),
    [
        ("in", True, "on_site"),
        ("in", False, "warranty"),
        ("out", True, "out"),
        ("unknown", True, "unknown"),
    ],
)
def test_how_a_machine_stands(verdict: str, on_site: bool, is_: str) -> None:
    assert standing(verdict, on_site) == is_
