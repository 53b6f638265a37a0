"""What was corrected of a machine in the file that it left, and what it came with to the other."""

from __future__ import annotations

from typing import Any

from rules.checks.records import customer, machine

from svc.rules.ticket.customers import replay_customer
from svc.rules.ticket.machines_moved import (
    corrected_where_it_was,
    machines_given_away,
    machines_received,
)

LEFT = {"what": "equipment_left", "serial": "A-1", "to": "SZ-A0002", "reason": "转让"}
CAME = {"what": "equipment_came", "machine": machine("a1"), "from_file": "SZ-A0001"}


def corrected(field: str, new: str, serial: str = "A-1") -> dict[str, Any]:
    told = {"serial": serial, "field": field, "old": "x", "new": new, "reason": "铭牌"}
    return {"what": "equipment_corrected", **told}


def differing(here: list[Any], there: list[Any]) -> list[tuple[str, str, str]]:
    """Of the one machine that went from here to there."""
    given = machines_given_away(replay_customer(customer(*here)))
    received = machines_received(replay_customer(customer(*there, equipment=[])))
    return [each for one in given for two in received for each in corrected_where_it_was(one, two)]


def test_what_came_otherwise_and_was_not_corrected_there_differs() -> None:
    model = corrected("model", "CR-300")
    assert differing([model, LEFT], [CAME]) == [("model", "CR-300", "CR-200")]
    assert differing([LEFT, corrected("model", "CR-200"), model], [CAME]) == [
        ("model", "CR-300", "CR-200")
    ]
    assert differing([model, LEFT], [CAME, corrected("model", "CR-400", "A1")]) == []
    assert differing([model, LEFT], [CAME, corrected("bought", "2026-08-02", "A1")]) != []


def test_what_agrees_where_it_stands_and_what_was_forgotten_does_not() -> None:
    assert differing([LEFT], [CAME]) == []
    assert differing([corrected("model", "CR-200"), LEFT], [CAME]) == []
    assert differing([corrected("place", "二楼"), LEFT], [CAME]) == []
    assert differing([corrected("specification", "(removed)"), LEFT], [CAME]) == []
    assert differing([corrected("model", "CR-300", "B-1"), LEFT], [CAME]) == []
    out_of_use = {**LEFT, "to": ""}
    assert differing([corrected("model", "CR-300"), out_of_use], [CAME]) == []
