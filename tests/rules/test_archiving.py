"""Which closed tickets may go into an archive, and why others stay."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import at, calendar, policy, ticket

from svc.model.staff import Person, Staff
from svc.rules.archiving import reasons_to_stay
from svc.rules.promises.all_promises import promises_of
from svc.rules.ticket.lifecycle import replay_ticket

CALENDAR, OFFICE, NOW = calendar(), policy("office@2026-11"), at("28 11:00")
STAFF = Staff(
    staff=[
        Person(id="wang", name="王", office="SZ", roles=["technician"]),
        Person(id="zhao", name="赵", office="SZ", roles=["cashier"]),
    ]
)
RECEIVED = "20 09:00 received"
DONE = (RECEIVED, "20 09:20 handed_over", "20 09:25 contacted", "20 09:30 replied",
        "20 09:35 dispatched", "20 10:00 arrived", "20 11:00 visited", "20 12:00 back",
        "20 12:10 slip_in", "21 10:00 called_back")  # fmt: skip
CLOSED = "21 10:05 closed"
PROMISED = ("20 10:30 committed", {"promise": "回电", "until": "2026-12-30T10:00:00+08:00"})
LENT = ("20 09:50 part_lent", {"part": "P-1001", "technician": "wang"})
PAID = ("20 11:10 paid", {"taken_by": "wang", "amount": "80.00", "how": "cash"})


def reasons(*log: Any) -> list[str]:
    state = replay_ticket(ticket(*log))
    promises = promises_of(state, OFFICE, CALENDAR, NOW)
    return [each.says for each in reasons_to_stay(state, promises, STAFF)]


def test_one_that_is_over_and_settled_may_go() -> None:
    assert reasons(*DONE, CLOSED) == []
    assert reasons(RECEIVED, "20 09:10 cancelled") == []


@pytest.mark.parametrize(
    ("log", "says"),
    [
        (DONE, ["{ticket} is open: svc show {ticket}"]),
        ((*DONE[:5], LENT, *DONE[5:]), ["{ticket} is open: svc show {ticket}"]),  # no more of it
        (
            (*DONE[:6], PROMISED, *DONE[6:], CLOSED),
            ["{ticket}: they were promised something: svc commit {ticket} --kept {event}"],
        ),
        ((*DONE[:5], LENT, *DONE[5:], CLOSED), ["{ticket}: part {part} is out: svc loan return {ticket} {part}"]),
        (
            (*DONE, PAID, CLOSED),
            ["{ticket}: its money was not handed in: svc receipt {ticket} --hand-in",
             "{ticket}: {amount} more was paid than charged: svc check {ticket}"],
        ),
        ((*DONE, CLOSED, "21 11:00 visited"), ["{ticket}: events are out of turn: svc check {ticket}"]),
    ],
)  # fmt: skip
def test_what_keeps_one_where_it_is_is_said_with_what_ends_it(
    log: tuple[Any, ...], says: list[str]
) -> None:
    assert reasons(*log) == says


def test_an_open_promise_keeps_one_where_it_is() -> None:
    called = promises_of(replay_ticket(ticket(*DONE[:-1])), OFFICE, CALENDAR, NOW)
    assert any(run.is_open for run in called)
    over = replay_ticket(ticket(*DONE, CLOSED))
    (reason,) = reasons_to_stay(over, called, STAFF)
    assert reason.says == "{ticket}: a promise is open: svc why {ticket}"
