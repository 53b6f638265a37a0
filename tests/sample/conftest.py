"""The sample ledger, read once for all tests of it."""

from __future__ import annotations

from typing import Any

import pytest

from sample.desk import END
from sample.make import LEDGER
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return Ledger(LEDGER)


@pytest.fixture(scope="session")
def states(ledger: Ledger) -> list[State]:
    broken: list[Any] = []
    found = [record.state for record in ledger.tickets(broken)]
    assert not broken
    return found


@pytest.fixture(scope="session")
def customers(ledger: Ledger) -> dict[str, CustomerState]:
    broken: list[Any] = []
    found = {record.id: record.state for record in ledger.customers(broken)}
    assert not broken
    return found


@pytest.fixture(scope="session")
def promises(ledger: Ledger, states: list[State]) -> list[PromiseRun]:
    return [held for state in states for held in ledger.promises(state, END)]
