"""Rules of the stock: what just holds and what just does not, and in which record it shows."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rules.checks.records import LENT, between, between_places, found_in_document, numbered
from rules.stock.papers import arrived, document, line, then

from svc.model.stock import StockDocument, Voided

BEFORE = 400  # hours after FIRST: 2026-11-19 01:00, before the tickets of the 20th
AFTER = 500


def opened(part: str = "P-1042", count: int = 1, hours: float = BEFORE) -> StockDocument:
    return document(1, "received", line(f"{part}:{count}"), source="opening", hours=hours)


def test_two_desks_that_gave_the_last_piece_away_are_named_by_the_second() -> None:
    first, second = numbered(1, LENT), numbered(2, ("20 09:31 part_lent", LENT[1]))
    found = [each for each in between_places(opened(), first, second) if each[1] == "overdrawn"]
    assert found == [("SZ-2611-A0002", "overdrawn", ("log",))]
    assert "overdrawn" not in between(opened(count=2), first, second)


def test_a_loan_may_be_booked_when_somebody_sees_that_its_part_was_put_in() -> None:
    used = {"parts": [{"part": "P-1042", "count": 1, "old_part": "none"}]}
    way = ("20 09:20 handed_over", "20 09:25 dispatched", "20 09:28 arrived")
    late = ("20 14:00 part_lent", LENT[1])
    visited = numbered(1, *way, ("20 12:00 visited", used), late)
    assert "overdrawn" not in between(opened(), visited)
    assert "overdrawn" in between(opened(), numbered(1, *way, ("20 12:00 visited", used)))


def test_without_books_nothing_is_overdrawn() -> None:
    assert "overdrawn" not in between(numbered(1, LENT))
    # nor is what left before they were begun
    assert "overdrawn" not in between(numbered(1, LENT), opened(hours=AFTER))


def test_each_place_is_named_once() -> None:
    twice = [
        document(number, "scrapped", line("P-1042:1"), hours=BEFORE + number)
        for number in (2, 3, 4)
    ]
    assert between(opened(), *twice) == ["overdrawn"]


def test_what_was_overdrawn_is_settled_by_a_count_or_by_making_the_document_void() -> None:
    second = document(2, "scrapped", line("P-1042:1"), hours=BEFORE + 2)
    first = document(3, "scrapped", line("P-1042:1"), hours=BEFORE + 1)
    counted = document(9, "counted", line("P-1042:0", booked=-1), hours=AFTER)
    bought = document(8, "received", line("P-1042:5"), hours=AFTER)
    assert between(opened(), first, second) == ["overdrawn"]
    assert between(opened(), first, second, bought) == ["overdrawn"]
    assert between(opened(), first, second, counted) == []
    assert between(opened(), first, then(second, Voided(reason="写错")).document) == []
    again = document(4, "scrapped", line("P-1042:1"), hours=AFTER + 1)
    assert between(opened(), first, second, counted, again) == ["overdrawn"]


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ((Voided(reason="写错"), Voided(reason="重复")), []),
        ((arrived(1), arrived(1)), []),
        ((arrived(1), arrived(0, reason="丢失")), ["ended-otherwise"]),
        ((Voided(reason="写错"), arrived(1)), ["ended-otherwise"]),
    ],
)
def test_of_two_desks_that_end_a_document_the_first_holds(
    events: tuple[Any, ...], found: list[str]
) -> None:
    sent = document(1, "transferred", line("P-1:1"), to_office="BJ")
    state = then(sent, *events)
    assert found_in_document(replace(state.document, status=state.status)) == found


def test_a_count_is_judged_by_what_was_booked_before_it() -> None:
    def counted(booked: int, **more: Any) -> StockDocument:
        return document(9, "counted", line("P-1042:4", booked=booked), hours=AFTER, **more)

    assert between(opened(count=3), counted(3)) == []
    late = document(2, "received", line("P-1042:2"), hours=AFTER - 1)
    assert between(opened(count=3), late, counted(3)) == ["counted"]
    after = document(2, "received", line("P-1042:2"), hours=AFTER + 1)
    assert between(opened(count=3), after, counted(3)) == []


def test_a_technician_named_is_one_of_the_staff() -> None:
    kit = document(1, "kit_lent", line("P-1:1"), technician="wang")
    assert found_in_document(kit) == []
    assert found_in_document(document(1, "kit_lent", line("P-1:1"), technician="nobody")) == [
        "stock-names"
    ]


@pytest.mark.parametrize("came", [2, 3, 5])
@pytest.mark.parametrize("ends", [(), (Voided(reason="写错"),)])
def test_a_transfer_overdraws_no_place_however_much_arrived_and_if_it_is_voided(
    came: int, ends: tuple[Voided, ...]
) -> None:
    there = opened(part="P-1", count=3)
    abroad = document(1, "received", line("P-9:1"), source="opening", office="BJ", hours=BEFORE)
    sent = document(2, "transferred", line("P-1:3"), to_office="BJ", hours=BEFORE + 1)
    state = then(sent, arrived(came, reason="少了或多了"), *ends)
    assert between(there, abroad, state.document) == []
