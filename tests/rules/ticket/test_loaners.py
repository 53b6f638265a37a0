"""Loaners of a ticket: which the customer has."""

from __future__ import annotations

import pytest
from rules.logs import ticket

from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.loaners import loaners_out, loans_said_again

RECEIVED = "20 09:00 received"
ONE = ("20 10:00 loaner_lent", {"part": "P-9100", "serial": "BY-01"})  # 000002
TWO = ("20 10:05 loaner_lent", {"part": "P-9100", "serial": "BY-02"})  # 000003
AGAIN = ("20 10:06 loaner_lent", {"part": "P-9100", "serial": "by-01"})  # at another desk
BACK = ("21 10:00 loaner_returned", {"of": "000002", "how": "good"})


@pytest.mark.parametrize(
    ("log", "out"),
    [((), []), ((ONE, TWO), ["BY-01", "BY-02"]), ((ONE, TWO, BACK), ["BY-02"]), ((ONE, BACK), [])],
)
def test_a_loaner_is_out_until_it_is_back(log: tuple[object, ...], out: list[str]) -> None:
    state = replay_ticket(ticket(RECEIVED, *log))
    assert [each.serial for each in loaners_out(state.events)] == out


@pytest.mark.parametrize("of", ["000002", "000003"])
def test_one_loan_that_two_desks_recorded_is_one_whichever_of_them_is_ended(of: str) -> None:
    log = ("20 09:00 received", ONE, AGAIN)
    state = replay_ticket(ticket(*log))
    assert loans_said_again(state.events) == {"000003": "000002"}
    assert [each.id for each in loaners_out(state.events)] == ["000003"]
    assert [move.how for move in moves_of_ticket(state)] == ["loaner_lent"]
    back = replay_ticket(ticket(*log, ("21 10:00 loaner_returned", {"of": of, "how": "good"})))
    assert loaners_out(back.events) == []
    assert [move.how for move in moves_of_ticket(back)] == ["loaner_lent", "loaner_returned"]


def test_a_loaner_that_was_back_may_be_lent_again() -> None:
    state = replay_ticket(ticket(RECEIVED, ONE, BACK, AGAIN))
    assert loans_said_again(state.events) == {}
    assert [each.id for each in loaners_out(state.events)] == ["000004"]
