"""Ten thousand movements of several offices, kits and desks: whatever is merged in whatever order,
nothing is lost and nothing is made.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from rules.stock.papers import FIRST, arrived, document, line, then

from svc.model import layout
from svc.model.records import plain_data
from svc.model.stock import StockDocument, Voided
from svc.rules.merge.records import merge_record
from svc.rules.stock.documents import StockState, replay_document
from svc.rules.stock.moves import (
    Move,
    balances,
    begun_by,
    booked_moves,
    in_order,
    moves_of_document,
)

OFFICES = ("SZ", "BJ", "SH")
KITS = {"SZ": ("wang", "gao"), "BJ": ("zhao",), "SH": ("qian",)}
PARTS = ("P-1", "P-2", "P-3")
MOVES = 10_000  # at least


class _Department:
    """Offices that write documents as keepers do, and their stock as somebody keeps it apart."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.states: list[StockState] = []
        self.apart: Counter[tuple[str, str]] = Counter()  # (part, place) → how many
        self.moves = 0
        self._number = 0

    def run(self) -> None:
        for office in OFFICES:
            for part in PARTS:
                self._write("received", office, part, 20, source="opening")
        while self.moves < MOVES + 200:
            self._step()

    def _step(self) -> None:
        office = self.random.choice(OFFICES)
        part = self.random.choice(PARTS)
        there = self.apart[part, f"store:{office}"]
        kit = self.random.choice(KITS[office])
        has = self.apart[part, f"technician:{kit}"]
        count = self.random.randint(1, 5)
        match self.random.choice(
            ("received", "transferred", "scrapped", "kit_lent", "kit_returned", "counted", "void")
        ):
            case "received":
                self._write("received", office, part, count)
            case "transferred" if there >= count:
                self._transfer(office, part, count)
            case "scrapped" if there >= count:
                self._write("scrapped", office, part, count)
            case "kit_lent" if there >= count:
                self._write("kit_lent", office, part, count, technician=kit)
            case "kit_returned" if has >= count:
                self._write("kit_returned", office, part, count, technician=kit)
            case "counted":
                self._count(office, part, there)
            case "void":
                self._void(office, part)
            case _:
                pass

    def _document(self, kind: str, office: str, part: str, count: int, **more: Any) -> Any:
        self._number += 1
        booked = more.pop("booked", None)
        return document(
            self._number,
            kind,
            line(f"{part}:{count}", booked=booked),
            office=office,
            hours=self._number / 60,
            **more,
        )

    def _write(self, kind: str, office: str, part: str, count: int, **more: Any) -> None:
        self.states.append(replay_document(self._document(kind, office, part, count, **more)))
        store, kit = f"store:{office}", f"technician:{more.get('technician')}"
        ways = {
            "received": (None, store),
            "scrapped": (store, None),
            "kit_lent": (store, kit),
            "kit_returned": (kit, store),
        }
        self._carry(part, count, *ways[kind])

    def _carry(self, part: str, count: int, leaves: str | None, goes: str | None) -> None:
        self.moves += 1
        if leaves:
            self.apart[part, leaves] -= count
        if goes:
            self.apart[part, goes] += count

    def _transfer(self, office: str, part: str, count: int) -> None:
        to = self.random.choice([each for each in OFFICES if each != office])
        sent = self._document("transferred", office, part, count, to_office=to)
        self._carry(part, count, f"store:{office}", f"transit:{office}>{to}")
        if self.random.random() < 0.2:
            self.states.append(replay_document(sent))
            return
        came = count - self.random.choice((0, 0, 0, 1))
        self.states.append(then(sent, arrived(came, reason="少")))
        self._number += 60
        self._carry(part, came, f"transit:{office}>{to}", f"store:{to}")
        if came < count:
            self._carry(part, count - came, f"transit:{office}>{to}", None)

    def _count(self, office: str, part: str, there: int) -> None:
        counted = max(0, there + self.random.choice((-1, 0, 0, 1)))
        made = self._document("counted", office, part, counted, booked=there)
        self.states.append(replay_document(made))
        if counted != there:
            self._carry(part, counted - there, None, f"store:{office}")

    def _void(self, office: str, part: str) -> None:
        """The delivery of a moment ago was typed wrongly."""
        made = self._document("received", office, part, 1)
        self.states.append(then(made, Voided(reason="写错")))
        self._number += 60
        self.moves += 2


@pytest.fixture(scope="module", params=[1, 2])
def department(request: pytest.FixtureRequest) -> _Department:
    made = _Department(request.param)
    made.run()
    return made


def all_moves(states: list[StockState]) -> list[Move]:
    moves = [move for state in states for move in moves_of_document(state)]
    begun = begun_by(moves, {kit: office for office in OFFICES for kit in KITS[office]})
    return list(booked_moves(in_order(moves), begun))


def test_the_books_have_what_somebody_kept_apart(department: _Department) -> None:
    moves = all_moves(department.states)
    assert len(moves) >= MOVES
    inner = {
        (part, spot.place.code): count
        for (part, spot), count in balances(moves).items()
        if spot.place.is_inner
    }
    assert inner == {key: count for key, count in department.apart.items() if count}


def test_nothing_is_made_and_nothing_lost(department: _Department) -> None:
    """The sum over all places of a part is nought, at every moment."""
    sums: Counter[str] = Counter()
    for (part, _), count in balances(all_moves(department.states)).items():
        sums[part] += count
    assert set(sums.values()) == {0}


def test_no_inner_place_ever_has_less_than_nothing(department: _Department) -> None:
    there: Counter[tuple[str, str]] = Counter()
    for move in all_moves(department.states):
        there[move.part, move.leaves.code] -= move.count
        there[move.part, move.goes.code] += move.count
        if move.leaves.place.is_inner:
            assert there[move.part, move.leaves.code] >= 0, move


def test_any_day_is_what_was_added_up_until_then(department: _Department) -> None:
    moves = all_moves(department.states)
    for hours in (1, 30, 100):
        until = FIRST + timedelta(hours=hours)
        again: Counter[tuple[str, str]] = Counter()
        for move in moves:
            if move.at <= until:
                again[move.part, move.leaves.code] -= move.count
                again[move.part, move.goes.code] += move.count
        said = {(part, spot.code): count for (part, spot), count in balances(moves, until).items()}
        assert said == {key: count for key, count in again.items() if count}


def test_in_whatever_order_documents_come_the_books_are_the_same(department: _Department) -> None:
    shuffled = list(department.states)
    Random(7).shuffle(shuffled)
    assert all_moves(shuffled) == all_moves(department.states)


def _text(made: StockDocument, status: str) -> str:
    return layout.write_record({**plain_data(made), "status": status})


def test_two_desks_that_took_in_one_transfer_come_to_the_same_by_either_merge() -> None:
    sent = document(1, "transferred", line("P-1:3"), to_office="BJ")
    base = _text(sent, "booked")
    ours, theirs = then(sent, arrived(3)), then(sent, arrived(2, reason="少"))
    theirs_text = _text(theirs.document, "taken_in").replace("e2000100", "e2000199")
    path = "movements/SZ/2026-11/SZ-M2611-A0001.yaml"
    sides = (_text(ours.document, "taken_in"), theirs_text)
    merged = merge_record(path, base, *sides)
    assert merged == merge_record(path, base, *reversed(sides))
    assert 'status: "taken_in"' in merged
    from svc.model.ids import parse_stock_id
    from svc.store.records import stock_record_of

    number = parse_stock_id("SZ-M2611-A0001")
    assert number is not None
    state = stock_record_of(merged.encode(), number).state
    assert len(state.out_of_turn) == 1
    assert [move.count for move in moves_of_document(state) if move.how == "taken_in"] == [3]
