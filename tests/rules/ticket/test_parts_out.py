"""The parts of a ticket that are out, and who has each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.parts_out import parts_out

RECEIVED = "20 09:00 received"
BOARD = ("20 10:00 part_lent", {"part": "P-1001", "technician": "wang"})  # 000002
BOARD_AFTER = ("20 11:00 part_lent", BOARD[1])
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


def only(*log: Any) -> Any:
    (out,) = parts_out(replay_ticket(ticket(RECEIVED, *log)).events)
    return out


@pytest.mark.parametrize(
    ("log", "at", "is_earlier"),
    [
        ((), "2026-11-20T23:59+08:00", False),  # for one day's orders
        ((), "2026-11-21T00:00+08:00", True),
        (("20 10:30 cancelled",), "2026-11-20T10:29+08:00", False),
        (("20 10:30 cancelled",), "2026-11-20T10:30+08:00", True),
    ],
)
def test_a_loan_stops_the_next_once_its_day_is_over_or_its_visit_has_ended(
    log: tuple[Any, ...], at: str, is_earlier: bool
) -> None:
    moment = datetime.fromisoformat(at)
    assert only(BOARD, *log).is_earlier_than(moment, moment) is is_earlier


def test_a_visit_told_later_was_not_known_then_and_a_term_takes_the_place_of_the_day() -> None:
    known = datetime.fromisoformat("2026-11-20T10:30+08:00")
    late = datetime.fromisoformat("2026-11-22T10:30+08:00")
    ended = only(BOARD, "20 10:30 cancelled")
    assert not ended.is_earlier_than(late, known - timedelta(minutes=1), has_term=True)
    assert ended.is_earlier_than(late, known, has_term=True)
    assert not only(BOARD).is_earlier_than(late, late, has_term=True)


def test_a_visit_agreed_for_another_day_is_the_day_of_the_loan() -> None:
    agreed = ("20 10:30 dispatched", {"appointment": "2026-11-24T10:00:00+08:00"})
    assert only("20 09:10 handed_over", BOARD, agreed).needed_on.day == 24
    assert only("20 09:10 handed_over", agreed, BOARD_AFTER).needed_on.day == 24
