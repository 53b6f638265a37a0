"""What tickets reserve, until when, and what is left for others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from rules.logs import at, ticket

from svc.rules.stock.reserved import Reservation, lacking, may_take, reserved_for
from svc.rules.ticket.lifecycle import replay_ticket

START = ("20 09:00 received", "20 09:10 handed_over", "20 09:20 contacted", "20 09:30 replied")
SENT = ("20 09:40 dispatched", {"bring": ["P-1:2", "万用表"]})  # wang, Monday 10:00
LENT = ("20 10:00 part_lent", {"part": "P-1", "count": 1, "technician": "wang"})  # 000006
HERE = "23 09:55 arrived"
ASKED = ("20 09:35 part_requested", {"part": "P-1", "count": 2})  # 000005
CAME = ("20 09:38 part_delivered", {"of": "000005"})


def reserved(*log: Any) -> dict[str, int]:
    found = reserved_for(replay_ticket(ticket(*START, *log)))
    return {each.part: each.count for each in found if each.part.startswith("P-")}


def ended(how: str, of: str = "000006", when: str = "20 15:00") -> Any:
    return (f"{when} loan_ended", {"of": of, "how": how})


def visited(outcome: str = "fixed", parts: int = 0, when: str = "23 11:00") -> Any:
    part = {"part": "P-1", "count": parts, "old_part": "none"}
    return (f"{when} visited", {"outcome": outcome, "parts": [part] if parts else []})


def test_a_visit_reserves_what_it_is_to_bring_less_what_is_lent_for_it() -> None:
    assert reserved(SENT) == {"P-1": 2}
    assert reserved(SENT, LENT) == {"P-1": 1}
    assert reserved(SENT, LENT, ended("good")) == {"P-1": 2}
    assert reserved(SENT, LENT, ended("defective")) == {"P-1": 2}
    assert reserved(SENT, LENT, ended("used")) == {"P-1": 1}
    (kept, tool) = reserved_for(replay_ticket(ticket(*START, SENT)))
    assert (kept.office, kept.since, kept.technician) == ("SZ", at("20 09:40"), "wang")
    assert (kept.appointment, tool.part) == (at("23 10:00"), "万用表")


@pytest.mark.parametrize(
    ("then", "count"),
    [
        ((HERE,), 2),
        ((HERE, visited()), 0),
        ((HERE, visited("postponed")), 0),
        (("20 17:10 rescheduled",), 2),
        (("20 17:00 reassigned",), 2),
        ((("20 17:00 reassigned", {"bring": ["P-1"]}),), 1),
        ((("20 17:00 reassigned", {"bring": ["P-2"]}),), 0),
        (("20 17:00 held",), 0),
        (("20 17:00 held", "20 18:00 resumed"), 2),
        (("20 17:00 cancelled",), 0),
    ],
)
def test_until_the_visit_took_place_is_changed_or_called_off(then: Any, count: int) -> None:
    assert reserved(SENT, *then).get("P-1", 0) == count


def test_what_is_still_in_hand_counts_for_the_next_visit_and_what_was_put_in_does_not() -> None:
    again = ("24 09:00 dispatched", {"bring": ["P-1"]})
    made = (SENT, LENT, HERE)
    assert reserved(*made, visited("postponed"), again) == {}
    assert reserved(*made, visited("postponed", 1), again) == {"P-1": 1}
    assert reserved(*made, visited("needs_parts"), ended("good", when="23 15:00"), again) == {
        "P-1": 1
    }


def test_what_came_for_a_ticket_is_its_own_until_it_is_lent_or_the_work_is_done() -> None:
    assert reserved(ASKED) == {}
    assert reserved(ASKED, CAME) == {"P-1": 2}
    lent = ("20 10:00 part_lent", {"part": "P-1", "count": 2, "technician": "wang"})
    sent = ("20 09:50 dispatched", {"bring": ["P-1"]})
    assert reserved(ASKED, CAME, lent) == {}
    assert reserved(ASKED, CAME, sent) == {"P-1": 2}
    assert reserved(ASKED, CAME, sent, HERE, visited("postponed")) == {"P-1": 2}
    assert reserved(ASKED, CAME, sent, HERE, visited("postponed", 1)) == {"P-1": 1}
    assert reserved(ASKED, CAME, sent, HERE, visited()) == {}


def kept(ticket: str, count: int, hour: int) -> Reservation:
    since = datetime.fromisoformat("2026-11-20T09:00:00+08:00") + timedelta(hours=hour)
    return Reservation(ticket=ticket, office="SZ", part="P-1", count=count, since=since)


FIRST, SECOND = kept("A", 2, 0), kept("B", 2, 1)


@pytest.mark.parametrize(
    ("who", "there", "may"),
    [
        ("A", 3, 2), ("A", 1, 1), ("A", 5, 3),
        ("B", 3, 1), ("B", 1, 0), ("B", 5, 3),
        ("C", 3, 0), ("C", 5, 1), ("", 4, 0), ("", 6, 2),
    ],
)  # fmt: skip
def test_who_reserved_first_has_it_first(who: str, there: int, may: int) -> None:
    assert may_take(who, [SECOND, FIRST], there) == may


def test_who_comes_last_lacks_it() -> None:
    assert lacking([SECOND, FIRST], 4) == []
    assert lacking([SECOND, FIRST], 3) == [(SECOND, 1)]
    assert lacking([SECOND, FIRST], -1) == [(FIRST, 2), (SECOND, 2)]
