"""A kit from its moves: what of it was used since it was filled, what is missing of its set."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from msgspec.structs import replace
from rules.stock.papers import FIRST, document, line, then

from svc.model.stock import Voided
from svc.rules.stock.documents import replay_document
from svc.rules.stock.kits import Kit, KitLine, kit_of
from svc.rules.stock.moves import Move, in_order, moves_of_document
from svc.rules.stock.places import Place, Spot, with_technician

SET = {"P-1": 3, "P-2": 1}


def lent(number: int, *lines: str, hours: float) -> list[Move]:
    made = document(
        number, "kit_lent", *(line(each) for each in lines), hours=hours, technician="wang"
    )
    return moves_of_document(replay_document(made))


def fitted(ticket: str, part: str, count: int, *, hours: float, loan: str = "") -> Move:
    at = FIRST + timedelta(hours=hours)
    return Move(
        at=at, typed=at, source=(ticket, 9, 1), how="fitted", by="wang", part=part, count=count,
        leaves=Spot(with_technician("wang")), goes=Spot(Place("fitted")), loan=loan,
    )  # fmt: skip


def made(*moves: Move, **more: Any) -> Kit:
    return kit_of(in_order(moves), "wang", "标准包", SET, **more)


def test_a_set_of_which_nothing_was_handed_out_is_missing_whole() -> None:
    kit = made()
    assert [(each.part, each.missing) for each in kit.lines] == [("P-1", 3), ("P-2", 1)]
    assert kit.is_there
    assert kit.topped_up is None
    assert not kit_of([], "wang", "", {}).is_there


def test_what_was_used_since_the_last_top_up_stands_by_ticket() -> None:
    moves = (
        *lent(1, "P-1:3", "P-7:1", hours=1),
        fitted("T-1", "P-1", 2, hours=2),
        *lent(2, "P-1:2", hours=3),
        fitted("T-2", "P-1", 1, hours=4),
        fitted("T-3", "P-2", 1, hours=4),
    )
    kit = made(*moves)
    assert kit.topped_up == FIRST + timedelta(hours=3)
    assert kit.lines == (
        KitLine(part="P-1", wanted=3, in_hand=2, used=(("T-2", 1),)),
        KitLine(part="P-2", wanted=1, in_hand=-1, used=(("T-3", 1),)),
        KitLine(part="P-7", wanted=0, in_hand=1),
    )
    assert [each.missing for each in kit.lines] == [1, 1, 0]
    assert made(*moves, until=FIRST + timedelta(hours=2)).lines[0].used == (("T-1", 2),)


def test_what_a_tickets_loan_moves_is_beside_the_kit() -> None:
    loan = replace(lent(1, "P-1:1", hours=1)[0], how="lent", loan="l1", source=("T-1", 3, 1))
    kit = made(loan, fitted("T-1", "P-1", 1, hours=2, loan="l1"), *lent(2, "P-1:1", hours=3))
    assert (kit.lines[0].in_hand, kit.lines[0].lent, kit.lines[0].used) == (1, 0, ())
    assert made(loan).lines[0].lent == 1


def test_a_top_up_that_was_voided_is_none() -> None:
    second = document(2, "kit_lent", line("P-1:1"), hours=3, technician="wang")
    voided = moves_of_document(then(second, Voided(reason="写错")))
    kit = made(*lent(1, "P-1:1", hours=1), fitted("T-1", "P-1", 1, hours=2), *voided)
    assert kit.topped_up == FIRST + timedelta(hours=1)
    assert (kit.lines[0].in_hand, kit.lines[0].used) == (0, (("T-1", 1),))
