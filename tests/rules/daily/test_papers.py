"""What a visit brings back, event by event; on sheets day by day: tests/actions/test_daily.py."""

from __future__ import annotations

from datetime import date

import pytest
from rules.checks.records import STAFF
from rules.logs import ticket

from svc.model.staff import Staff
from svc.rules.daily.papers import Papers
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
VISITED = ("20 14:00 visited", {"outcome": "fixed", "papers_seen": False})
SEEN = ("20 14:00 visited", {"outcome": "fixed", "papers_seen": True})
SIGNED = ("20 17:00 slip_in", {"signed_by": "张工", "rating": "satisfied"})
WITH_CARD = ("21 09:00 slip_in", {"signed_by": "张工", "rating": "satisfied", "card": "in"})
FORGED = ("20 17:00 slip_in", {"signed_by": "王强", "rating": "satisfied"})
UNSIGNED = ("20 17:00 slip_in", {"unsigned": "不在"})
FAIR = ("21 10:00 called_back", {"rating": "fair"})
GOOD = ("22 10:00 called_back", {"rating": "satisfied"})
CLOSED: tuple[str, dict[str, object]] = ("22 11:00 closed", {})


def papers(*log: object) -> Papers:
    """Told whatever is there, whether or not the ticket's state allows it."""
    made = ticket(RECEIVED, *log)
    found = Papers(replay_ticket(made), Staff(staff=STAFF))
    for event in made.log:
        found.tell(event)
    return found


def let_pass(*gaps: str) -> object:
    return ("23 09:00 waived", {"reason": "丢了", "gaps": list(gaps)})


@pytest.mark.parametrize(
    ("log", "gaps"),
    [
        ((), set()),
        ((VISITED,), {"slip", "card"}),
        ((SEEN,), {"slip"}),
        ((VISITED, SIGNED), {"card"}),
        ((VISITED, SIGNED, WITH_CARD), set()),
        ((VISITED, FORGED), {"card", "signature"}),
        ((SEEN, FORGED, GOOD), set()),
        ((SEEN, GOOD, FORGED), set()),  # whom we asked before the slip came
        ((SEEN, SIGNED, FAIR), {"signature"}),
        ((SEEN, SIGNED, FAIR, GOOD), set()),
        ((SEEN, UNSIGNED), set()),
        ((VISITED, FORGED, let_pass("card")), {"signature"}),
        ((VISITED, FORGED, let_pass("signature")), {"card"}),
        ((VISITED, let_pass("slip", "card")), set()),
        ((VISITED, let_pass("slip"), VISITED), {"slip", "card"}),  # another visit, other papers
    ],
)
def test_what_is_missing_or_in_doubt(log: tuple[object, ...], gaps: set[str]) -> None:
    assert papers(*log).gaps() == gaps


def test_a_slip_filed_again_with_its_card_is_the_slip_that_was_there() -> None:
    found = papers(VISITED, SIGNED)
    again, other = ticket(RECEIVED, WITH_CARD).log[-1], ticket(RECEIVED, FORGED).log[-1]
    assert (found.is_refiled(again), found.is_refiled(other)) == (True, False)


@pytest.mark.parametrize(
    ("log", "day", "count"),
    [
        ((SEEN, FORGED), 20, 0),  # that day's own sheet tells it
        ((SEEN, FORGED), 21, 1),
        ((SEEN, FORGED, CLOSED), 34, 1),
        ((SEEN, FORGED, CLOSED), 35, 0),
    ],
)
def test_a_doubt_lasts_and_of_a_closed_ticket_for_a_fortnight(
    log: tuple[object, ...], day: int, count: int
) -> None:
    on = date(2026, 11, day) if day <= 30 else date(2026, 12, day - 30)
    assert len(papers(*log).doubts_on(on)) == count


def test_what_the_index_is_asked_for_is_what_a_sheet_may_tell() -> None:
    assert not papers().is_to_clear
    assert papers(VISITED).is_to_clear  # the card is said to be missing
    assert not papers(SEEN).is_to_clear
    assert papers(SEEN, FORGED).is_to_clear
    assert not papers(SEEN, FORGED, GOOD).is_to_clear
    assert not papers(SEEN, FORGED, CLOSED).is_to_clear
    assert papers(VISITED, SIGNED, GOOD, CLOSED).is_to_clear
