"""What a ticket used up, however: named by work or not, lent or not, taken over, amended."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.stock.used import parts_used
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
LENT = ("20 09:10 part_lent", {"part": "p-1", "count": 2, "technician": "wang"})  # 000002
SENT = ("20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")
OVER = ("20 14:00 taken_over", {"whose": "wang", "to": "gao", "in_hand": ["000002"], "reason": "离职"})  # fmt: skip
LATE = ("20 14:00 part_lent", {"part": "P-1", "count": 1, "technician": "wang"})  # 000006
BROUGHT = ("20 09:15 brought_in",)
AMENDED = {"of": "000006", "field": "parts", "reason": "写错",
           "old": '[{"part": "P-1", "count": 1, "old_part": "none"}]',
           "new": '[{"part": "P-1", "count": 2, "old_part": "none"}]'}  # fmt: skip


def part(count: int = 1, **more: Any) -> Any:
    return {"parts": [{"part": "P-1", "count": count, "old_part": "none", **more}]}


def visited(count: int = 1) -> Any:
    return ("20 12:00 visited", part(count))


def ended(how: str, of: str = "000002", day: str = "20 15:00") -> Any:
    return (f"{day} loan_ended", {"of": of, "how": how})


@pytest.mark.parametrize(("log", "uses"), [
    ([LENT, *SENT, visited(1), ended("used")], [("visited", 1), ("loan_ended", 1)]),
    ([LENT, *SENT, visited(2), ended("used")], [("visited", 2)]),
    ([LENT, *SENT, visited(1), ended("good")], [("visited", 1)]),
    ([LENT, *SENT, visited(1), ended("defective")], [("visited", 1)]),
    ([LENT, *SENT, visited(1), ended("lost")], [("visited", 1)]),
    ([LENT, *SENT, visited(3), ended("used")], [("visited", 3)]),               # one from the kit
    ([LENT, ended("used")], [("loan_ended", 2)]),                             # no work at all
    ([LENT, ended("used"), ended("used", day="20 16:00")], [("loan_ended", 2)]),  # confirmed twice
    ([LENT, *SENT, visited(1), OVER, ended("used")], [("visited", 1), ("loan_ended", 1)]),
    ([*SENT, visited(1), LATE, ended("used", "000006")], [("visited", 1)]),   # booked afterwards
    ([*SENT, visited(1), LATE, ended("used", "000009")], [("visited", 1)]),   # of no loan
    ([LENT, *BROUGHT, ("20 12:00 repaired", part(1)), ended("used")], [("repaired", 1), ("loan_ended", 1)]),
    ([LENT, *BROUGHT, ("20 12:00 repaired", part(3)), ended("used")], [("repaired", 3)]),  # one of the store
    ([LENT, *SENT, visited(1), ("20 14:00 amended", AMENDED), ended("used")], [("visited", 2)]),
])  # fmt: skip
def test_what_a_ticket_used_is_what_its_moves_put_into_machines(log: Any, uses: Any) -> None:
    state = replay_ticket(ticket(RECEIVED, *log))
    found = parts_used(state)
    assert [(type(use.event).__struct_config__.tag, use.count) for use in found] == uses
    put_in: Counter[str] = Counter()
    for move in moves_of_ticket(state):
        if move.goes.code == "fitted" and move.leaves.code != "fitted":
            put_in[move.part] += move.count
    counted: Counter[str] = Counter()
    for use in found:
        counted[use.part] += use.count
    assert counted == put_in
