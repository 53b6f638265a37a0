"""The parts of a ticket that are out, and who has each."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.parts_out import parts_out

RECEIVED = "20 09:00 received"
BOARD = ("20 10:00 part_lent", {"part": "P-1001", "technician": "wang"})  # 000002
SEAL = ("20 10:05 part_lent", {"part": "P-1042", "technician": "gao"})  # 000003


def over(*in_hand: str, to: str = "li", whose: str = "wang") -> Any:
    return ("20 11:00 taken_over", {"whose": whose, "to": to, "in_hand": list(in_hand)})


@pytest.mark.parametrize(
    ("log", "out"),
    [
        ((), []),
        ((BOARD, SEAL), [("P-1001", "wang"), ("P-1042", "gao")]),
        ((BOARD, SEAL, ("20 10:30 loan_ended", {"of": "000002"})), [("P-1042", "gao")]),
        ((BOARD, SEAL, over("000002")), [("P-1001", "li"), ("P-1042", "gao")]),
        ((BOARD, over()), [("P-1001", "wang")]),  # the ticket alone went over
        ((BOARD, over("000002"), over("000002", to="gao", whose="li")), [("P-1001", "gao")]),
        ((BOARD, over("000002"), ("20 11:30 loan_ended", {"of": "000002"})), []),
        ((BOARD, ("20 10:30 loan_ended", {"of": "000002"}), over("000002")), []),
    ],
)
def test_who_has_what(log: tuple[Any, ...], out: list[tuple[str, str]]) -> None:
    events = replay_ticket(ticket(RECEIVED, *log)).events
    assert [(each.lent.part, each.technician) for each in parts_out(events)] == out
