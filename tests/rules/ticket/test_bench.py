"""A customer's machine while it is with us: where it stands, and how it gets back."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.bench import MachineHere, bench_steps
from svc.rules.ticket.lifecycle import replay_ticket

VISITING = (
    "20 09:00 received",
    "20 09:05 handed_over",
    "20 09:15 dispatched",
    "20 10:00 arrived",
)
BROUGHT = ("20 09:00 received", "20 09:05 brought_in")
BROUGHT_BACK = (*BROUGHT, "20 10:00 repaired", "20 11:00 dispatched", "20 12:00 arrived")
HERE = MachineHere(place="维修区", received=True)


def machine(*log: Any) -> MachineHere | None:
    return replay_ticket(ticket(*log)).machine


def visited(outcome: str) -> tuple[str, dict[str, Any]]:
    return "20 13:00 visited", {"outcome": outcome}


@pytest.mark.parametrize(
    ("log", "found"),
    [
        (("20 09:00 received",), None),
        (BROUGHT, HERE),
        (
            (*BROUGHT, ("20 10:00 placed", {"place": "修复区"})),
            MachineHere(place="修复区", received=True),
        ),
        ((*BROUGHT, "20 10:00 repaired"), MachineHere(place="维修区", received=True, ready=True)),
        (
            (*BROUGHT, ("20 10:00 repaired", {"place": "修复区"})),
            MachineHere(place="修复区", received=True, ready=True),
        ),
        (
            (*BROUGHT, "20 10:00 repaired", "20 10:05 told_ready"),
            MachineHere(place="维修区", received=True, ready=True, customer_told=True),
        ),
        ((*BROUGHT, "20 10:00 repaired", "20 10:05 picked_up"), None),
        (
            (*BROUGHT, "20 10:00 shipped"),
            MachineHere(place="维修区", received=True, at_factory=True, shipped=True),
        ),
        (
            (*BROUGHT, ("20 10:00 shipped", {"place": "返厂架"})),
            MachineHere(place="返厂架", received=True, at_factory=True, shipped=True),
        ),
        (
            (*BROUGHT, "20 10:00 shipped", ("20 16:00 returned", {"place": "修复区"})),
            MachineHere(place="修复区", received=True, ready=True),
        ),
        # not received yet: nobody has signed for its condition
        ((*VISITING, visited("taken_along")), MachineHere()),
        ((*VISITING, visited("to_factory")), MachineHere(at_factory=True)),
        (
            (*VISITING, visited("taken_along"), ("20 15:00 brought_in", {"place": "A-1"})),
            MachineHere(place="A-1", received=True),
        ),
        ((*VISITING, visited("fixed")), None),
    ],
)
def test_where_it_is_and_how_far_follows_from_the_log(
    log: tuple[Any, ...], found: MachineHere | None
) -> None:
    assert machine(*log) == found


@pytest.mark.parametrize(
    ("outcome", "still_here"),
    [
        ("fixed", False),
        ("no_fault", False),
        ("needs_parts", False),
        ("postponed", True),
        ("refused", True),
        ("declined", True),
        ("taken_along", True),
    ],
)
def test_a_visit_that_brings_it_back_hands_it_over_unless_it_came_to_nothing(
    outcome: str, still_here: bool
) -> None:
    assert (machine(*BROUGHT_BACK, visited(outcome)) is not None) == still_here


def test_sent_to_the_factory_from_a_visit_it_is_no_longer_ready_and_nobody_was_told() -> None:
    log = (*BROUGHT, "20 10:00 repaired", "20 10:05 told_ready", *BROUGHT_BACK[3:])
    assert machine(*log, visited("to_factory")) == MachineHere(
        place="维修区", received=True, at_factory=True
    )


def test_back_from_the_factory_the_customer_is_to_be_told_anew() -> None:
    told = (*BROUGHT, "20 10:00 repaired", "20 10:05 told_ready")
    back = ("20 16:00 returned", {"place": "修复区"})
    assert machine(*told, "20 11:00 shipped", back) == MachineHere(
        place="修复区", received=True, ready=True
    )


def test_shipped_straight_from_the_customers_it_stands_nowhere_here() -> None:
    assert machine(*VISITING[:2], "20 09:10 replied", "20 10:00 shipped") == MachineHere(
        received=True, at_factory=True, shipped=True
    )


def test_given_up_it_is_still_here_until_it_is_picked_up() -> None:
    assert machine(*BROUGHT, "20 10:00 declined") == HERE
    assert machine(*BROUGHT, "20 10:00 declined", "20 11:00 picked_up") is None


@pytest.mark.parametrize(
    ("found", "steps"),
    [
        (None, ["bench receive"]),
        (MachineHere(), ["bench receive"]),
        (HERE, ["bench repair", "ship", "bench place"]),
        (MachineHere(received=True, ready=True), ["bench told", "pickup", "dispatch"]),
        (MachineHere(received=True, ready=True, customer_told=True), ["pickup", "dispatch"]),
        (MachineHere(at_factory=True), ["ship", "returned"]),
        (MachineHere(received=True, at_factory=True, shipped=True), ["returned"]),
    ],
)
def test_what_brings_it_back_to_the_customer_is_named_in_order(
    found: MachineHere | None, steps: list[str]
) -> None:
    assert bench_steps(found) == steps
