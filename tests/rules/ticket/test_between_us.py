"""What is between us and the customer, whatever state the ticket is in."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.between_us import between_us
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED, CANCELLED = "20 09:00 received", "20 18:00 cancelled"
CHARGED = ("20 10:00 charged", {"total": "80.00", "lines": []})
LOANER = ("20 10:00 loaner_lent", {"serial": "CR200-B-1"})
PROMISED = ("20 10:00 committed", {"promise": "回电", "until": "2026-12-30T10:00:00+08:00"})


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ((CANCELLED,), []),
        ((), ["{ticket} is open: svc show {ticket}"]),
        ((LOANER, CANCELLED), ["{ticket}: they have a loaner: svc loaner return {ticket}"]),
        (
            (CHARGED, CANCELLED),
            ["{ticket}: {amount} is to be paid: svc receipt {ticket}"],
        ),
        (
            (PROMISED, CANCELLED),
            ["{ticket}: they were promised something: svc commit {ticket} --kept {event}"],
        ),
    ],
)
def test_what_is_open_is_said_with_what_ends_it(log: tuple[Any, ...], says: list[str]) -> None:
    state = replay_ticket(ticket(RECEIVED, *log))
    assert [each.says for each in between_us(state)] == says
