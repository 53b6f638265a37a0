"""What needs attention in a small month: the worst of each kind, a ticket for its worst alone."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, NAMES, RECEIVED, Reported, measured, on

from svc.rules.report.attention import OF_EACH, attention_table

CLOSED = ("21 10:00 called_back", {"rating": "satisfied"}), "21 10:05 closed"
BAD = ("21 10:00 called_back", {"rating": "dissatisfied", "reason": "又坏了"})


def matters(*tickets: Any, older: Any = ()) -> list[tuple[str, Any, str]]:
    """What is the matter, with which ticket, and how that stands."""
    earlier = [replace(each, ticket=f"O{each.ticket}") for each in measured(*older)]
    months = replace(Reported(*tickets).months, older=earlier)
    rows = attention_table(months, NAMES.__getitem__).rows
    return [(row[0].says, row[1], row[4].says) for row in rows]


def kinds(found: list[tuple[str, Any, str]]) -> list[tuple[str, Any]]:
    return [(kind, name) for kind, name, _ in found]


def test_a_month_in_which_all_is_well_has_nothing() -> None:
    assert matters(ticket(*FIXED, *CLOSED)) == []


def test_the_dissatisfied_stand_first_until_something_was_done() -> None:
    action = ("21 11:00 corrective_action", {"remedy": "换人复修"})
    found = matters(ticket(*FIXED, BAD, action), ticket(*FIXED, BAD))
    assert kinds(found)[0] == ("dissatisfied, nothing done yet", "T2")
    assert "T1" not in [name for kind, name in kinds(found) if kind.startswith("dissatisfied")]


def test_of_each_kind_the_worst_are_told_and_no_ticket_twice() -> None:
    tickets = [ticket(RECEIVED) for _ in range(9)]
    found = matters(*tickets, older=[on("10-20")])
    names = [name for _, name, _ in found]
    assert len(names) == len(set(names))
    per_kind = [kind for kind, _ in kinds(found)]
    assert all(per_kind.count(kind) <= OF_EACH for kind in per_kind)
    assert kinds(found)[0] == ("most overdue", "OT1")


def test_open_complaints_money_and_machines_that_failed_again_are_told() -> None:
    charged = ("20 15:02 charged", {"total": "80.00"})
    found = kinds(
        matters(
            ticket(RECEIVED, kind="complaint"),
            ticket(*FIXED, *CLOSED),
            ticket(*FIXED, *CLOSED),
            ticket(*FIXED, charged, *CLOSED),
        )
    )
    assert ("complaint not settled", "T1") in found
    assert ("machine that failed again", "T4") in found
    paid = ("20 15:05 paid", {"amount": "80.00", "how": "cash", "taken_by": "wang"})
    owing = kinds(matters(ticket(*FIXED, charged, *CLOSED)))
    assert ("money outstanding", "T1") in owing
    settled = kinds(matters(ticket(*FIXED, charged, paid, *CLOSED)))
    assert ("money outstanding", "T1") not in settled


def test_what_is_done_late_is_not_overdue_any_more() -> None:
    late = ticket(RECEIVED, "20 09:31 handed_over", *ARRIVED[2:], "20 15:00 visited", *CLOSED)
    assert [kind for kind, _ in kinds(matters(late))] == []
