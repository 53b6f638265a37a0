"""Which reason makes a line free: warranty, contract, a manager's goodwill."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import ticket

from svc.model.service import Contract
from svc.rules.ticket.free_lines import why_not_free
from svc.rules.ticket.lifecycle import State, replay_ticket

MISUSE = ("20 09:10 quoted", {"lines": [], "total": "0.00", "cause": "misuse", "evidence": "x"})
APPROVED = ("20 09:10 approved", {"asked": "免工时费", "granted": True, "by_whom": "sun"})
REFUSED = ("20 09:20 approved", {"asked": "免工时费", "granted": False, "by_whom": "sun"})
CONTRACT = Contract(
    name="24x7", since=date(2026, 1, 1), until=date(2026, 12, 31), free=["labour", "travel"]
)


def state(*log: Any, verdict: str = "in", on_site: bool = True, **head: Any) -> State:
    made = ticket("20 09:00 received", *log)
    machine = made.equipment
    assert machine is not None
    warranty = replace(machine.warranty, verdict=verdict, on_site=on_site)
    return replay_ticket(replace(made, equipment=replace(machine, warranty=warranty), **head))


@pytest.mark.parametrize(("seen", "share", "why"), [
    (state(), "parts", ""),
    (state(), None, ""),
    (state(), "travel", ""),
    (state(on_site=False), "travel", "visits"),
    (state(on_site=False), "labour", ""),
    (state(verdict="out"), "labour", "not in warranty"),
    (state(verdict="unknown"), "labour", "not in warranty"),
    (state(MISUSE), "labour", "none that the warranty covers"),
])  # fmt: skip
def test_by_warranty_is_free_what_it_covers(seen: State, share: Any, why: str) -> None:
    found = why_not_free(seen, "warranty", share)
    assert (found is None) if not why else (found is not None and why in found.says)


@pytest.mark.parametrize(("contract", "share", "is_free"), [
    (CONTRACT, "labour", True), (CONTRACT, "parts", False), (CONTRACT, None, True), (None, "labour", False),
])  # fmt: skip
def test_by_contract_is_free_what_it_names(contract: Any, share: Any, is_free: bool) -> None:
    found = why_not_free(state(covered_by=contract), "contract", share)
    assert (found is None) is is_free


def test_goodwill_is_free_once_it_is_approved() -> None:
    assert why_not_free(state(), "goodwill", "labour") is not None
    assert why_not_free(state(APPROVED), "goodwill", "labour") is None
    assert why_not_free(state(APPROVED, REFUSED), "goodwill", "labour") is not None
