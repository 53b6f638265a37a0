"""Loaners of a ticket: which the customer has."""

from __future__ import annotations

import pytest
from rules.logs import ticket

from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.loaners import loaners_out

RECEIVED = "20 09:00 received"
ONE = ("20 10:00 loaner_lent", {"part": "P-9100", "serial": "BY-01"})  # 000002
TWO = ("20 10:05 loaner_lent", {"part": "P-9100", "serial": "BY-02"})  # 000003
BACK = ("21 10:00 loaner_returned", {"of": "000002", "how": "good"})


@pytest.mark.parametrize(
    ("log", "out"),
    [((), []), ((ONE, TWO), ["BY-01", "BY-02"]), ((ONE, TWO, BACK), ["BY-02"]), ((ONE, BACK), [])],
)
def test_a_loaner_is_out_until_it_is_back(log: tuple[object, ...], out: list[str]) -> None:
    state = replay_ticket(ticket(RECEIVED, *log))
    assert [each.serial for each in loaners_out(state.events)] == out
