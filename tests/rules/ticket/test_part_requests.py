"""Requests to the parts centre: how far each is, when it is expected, what ends it."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import at, ticket

from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.part_requests import CentreRequest, open_requests, part_requests

RECEIVED = "20 09:00 received"
ASKED = ("20 10:00 part_requested", {"part": "P-1", "by_when": "2026-11-25T17:00:00+08:00"})
PLAIN = ("20 10:00 part_requested", {"part": "P-1"})
OF = {"of": "000002"}
SENT = ("21 10:00 part_sent", OF | {"carrier": "顺丰", "number": "SF1"})
TOLD = ("21 10:00 part_sent", OF | {"expected": "2026-11-23T12:00:00+08:00"})
HERE = ("24 10:00 part_delivered", OF)
GIVEN_UP = ("22 10:00 part_request_cancelled", OF | {"reason": "改用库存"})


def replay(*log: Any) -> State:
    return replay_ticket(ticket(RECEIVED, *log))


def only(*log: Any) -> CentreRequest:
    (request,) = part_requests(replay(*log).events)
    return request


@pytest.mark.parametrize(
    ("log", "stage", "expected"),
    [
        ((ASKED,), "requested", "25 17:00"),
        ((PLAIN,), "requested", None),
        ((ASKED, SENT), "sent", "25 17:00"),  # no other day was told
        ((ASKED, TOLD), "sent", "23 12:00"),
        ((PLAIN, TOLD), "sent", "23 12:00"),
        ((ASKED, TOLD, HERE), "arrived", "23 12:00"),
        ((ASKED, HERE), "arrived", "25 17:00"),
        ((ASKED, GIVEN_UP), "cancelled", "25 17:00"),
        ((ASKED, GIVEN_UP, HERE), "cancelled", "25 17:00"),  # the first end stands
    ],
)
def test_a_request_is_as_far_as_was_told_last(log: Any, stage: str, expected: str | None) -> None:
    request = only(*log)
    assert request.stage == stage
    assert request.expected == (at(expected) if expected else None)


def test_only_what_is_awaited_is_late_and_only_after_its_moment() -> None:
    assert not only(ASKED).is_late(at("25 17:00"))
    assert only(ASKED).is_late(at("25 17:00:01"))
    assert not only(ASKED, HERE).is_late(at("30 09:00"))
    assert not only(PLAIN).is_late(at("30 09:00"))


def test_what_is_neither_here_nor_given_up_is_open() -> None:
    second = ("20 11:00 part_requested", {"part": "P-2"})
    state = replay(ASKED, second, HERE)
    assert [request.asked.part for request in open_requests(state.events)] == ["P-2"]
    assert open_requests(replay(ASKED, GIVEN_UP).events) == []
