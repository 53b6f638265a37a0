"""Who pays: what the warranty covers, and the reason where it does not."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.coverage import (
    is_price_due_first,
    is_work_free,
    reason_to_pay,
    service_now,
)
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.paid_work import customer_pays, why_customer_pays

OTHER = "The warranty covers repairs; this is another service."
OUT = "The machine is out of warranty."
NOT_SHOWN = "There was no proof that the machine is in warranty."
NO_VISITS = "The warranty no longer covers visits."
PAID = "Recorded at intake as paid service."
ON_SITE = "Judged on site to be out of warranty."
MISUSE = "Not covered by the warranty: {evidence}"

VISIT = ("20 09:05 handed_over", "20 09:15 dispatched", "20 10:00 arrived")


def machine(verdict: str, on_site: bool) -> dict[str, Any]:
    return {
        "model": "CR-200",
        "specification": "12kW",
        "serial": "CR200-24-0042",
        "bought": "2026-08-01",
        "warranty": {"verdict": verdict, "on_site": on_site, "reason": "…"},
    }


def state(*log: Any, verdict: str = "in", on_site: bool = True, **head: Any) -> State:
    return replay_ticket(
        ticket("20 09:00 received", *log, equipment=machine(verdict, on_site), **head)
    )


def reason(found: State) -> str | None:
    why = reason_to_pay(found)
    return why.says if why else None


@pytest.mark.parametrize(
    ("mode", "verdict", "on_site", "why"),
    [
        ("visit", "in", True, None),
        ("visit", "in", False, NO_VISITS),
        ("walk_in", "in", False, None),  # brought to us it needs no visit
        ("phone", "in", False, None),
        ("paid", "in", True, PAID),
        ("visit", "out", True, OUT),
        ("visit", "out", False, OUT),
        ("walk_in", "out", False, OUT),
        ("paid", "out", True, OUT),
        ("visit", "unknown", True, NOT_SHOWN),
        ("paid", "unknown", False, NOT_SHOWN),
    ],
)
def test_a_repair_is_free_in_the_warranty_and_at_the_customers_while_that_covers_visits(
    mode: str, verdict: str, on_site: bool, why: str | None
) -> None:
    found = state(mode=mode, verdict=verdict, on_site=on_site)
    assert reason(found) == why
    assert is_work_free(found) == (why is None)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        *((kind, None) for kind in ("repair", "complaint", "exchange", "inspection", "survey")),
        *((kind, None) for kind in ("inquiry", "suggestion")),
        *((kind, OTHER) for kind in ("maintenance", "upgrade", "training")),
        ("installation", "What the installation costs is agreed with the sale."),
    ],
)
def test_in_warranty_maintenance_upgrades_and_training_are_paid_service(
    kind: str, why: str | None
) -> None:
    found = state(kind=kind)
    assert reason(found) == why
    assert is_work_free(found) == (why is None)


def test_without_a_machine_nothing_is_free_though_nothing_speaks_against_it() -> None:
    found = replay_ticket(ticket("20 09:00 received", equipment=None))
    assert reason(found) is None
    assert not is_work_free(found)


@pytest.mark.parametrize(
    ("visited", "why"),
    [
        ({}, None),
        ({"in_warranty": True}, None),
        ({"in_warranty": False}, ON_SITE),
        ({"in_warranty": False, "evidence": "铅封已撕"}, MISUSE),
        ({"cause": "misuse", "evidence": "进水"}, MISUSE),
        ({"cause": "misuse"}, None),  # nothing shows it (S4 visit 4)
        ({"cause": "wear", "evidence": "照片"}, None),
    ],
)
def test_what_was_seen_on_site_counts_if_it_is_shown(
    visited: dict[str, Any], why: str | None
) -> None:
    found = state(*VISIT, ("20 11:00 visited", visited))
    assert reason(found) == why
    assert is_work_free(found) == (why is None)


def test_the_evidence_is_told_to_the_customer() -> None:
    why = reason_to_pay(
        state(*VISIT, ("20 11:00 visited", {"cause": "misuse", "evidence": "进水"}))
    )
    assert why is not None
    assert why.facts == {"evidence": "进水"}


@pytest.mark.parametrize(
    ("repaired", "why"),
    [
        ({"cause": "misuse", "evidence": "主板水渍"}, MISUSE),
        ({"cause": "misuse"}, None),
        ({}, None),
    ],
)
def test_so_does_what_was_found_on_the_bench(repaired: dict[str, Any], why: str | None) -> None:
    found = state("20 09:05 brought_in", ("20 11:00 repaired", repaired), mode="walk_in")
    assert reason(found) == why


def test_of_several_the_last_that_speaks_against_it_is_told() -> None:
    first = ("20 11:00 visited", {"outcome": "needs_parts", "cause": "misuse", "evidence": "进水"})
    again = ("20 12:00 dispatched", "20 13:00 arrived")
    second = ("20 14:00 visited", {"in_warranty": False, "evidence": "铅封已撕"})
    why = reason_to_pay(state(*VISIT, first, *again, second))
    assert why is not None
    assert why.facts == {"evidence": "铅封已撕"}


def test_a_visit_in_warranty_does_not_take_back_that_the_first_was_not() -> None:
    first = ("20 11:00 visited", {"outcome": "needs_parts", "in_warranty": False})
    again = ("20 12:00 dispatched", "20 13:00 arrived", "20 14:00 visited")
    assert reason(state(*VISIT, first, *again)) == ON_SITE


def test_a_verdict_that_was_corrected_counts_as_it_stands_now() -> None:
    corrected = (
        "20 09:30 corrected",
        {"field": "equipment.warranty.verdict", "old": "out", "new": "in"},
    )
    assert is_work_free(state(corrected, verdict="out"))


EXCHANGE = ("20 09:05 handed_over", "20 09:15 dispatched", "20 10:00 arrived")
MISUSE_SEEN = ("20 11:00 visited", {"cause": "misuse", "evidence": "进水"})


@pytest.mark.parametrize(
    ("granted", "paid_by"), [(True, "approved"), (False, "approval")], ids=["approved", "refused"]
)
def test_an_approval_pays_for_an_exchange_whatever_is_found(granted: bool, paid_by: str) -> None:
    approved = ("20 09:30 approved", {"granted": granted})
    found = state(*EXCHANGE, approved, MISUSE_SEEN, kind="exchange", mode="visit")
    assert service_now(found).why == paid_by
    assert is_work_free(found) == granted
    assert is_price_due_first(found) != granted


def test_an_approval_decides_nothing_of_a_repair() -> None:
    found = state(*EXCHANGE, "20 09:30 approved", MISUSE_SEEN)
    assert service_now(found).why == "on_site"
    assert reason(found) == MISUSE


@pytest.mark.parametrize("cause", ["misuse", "software"])
def test_a_quotation_for_the_fault_charges_nothing_that_contract_or_approval_pays(
    cause: str,
) -> None:
    quoted = ("20 09:40 quoted", {"cause": cause, "evidence": "进水"})
    exchange = {"kind": "exchange", "mode": "visit"}
    assert why_customer_pays(state("20 09:05 handed_over", quoted, **exchange)) is not None
    approved = ("20 09:05 handed_over", "20 09:30 approved", quoted)
    assert why_customer_pays(state(*approved, **exchange)) is None
    assert not customer_pays(state(*approved, **exchange))
