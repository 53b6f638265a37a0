"""The index asked for a report, when a file turns out to be another by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.actions.index_reading import read_from_index
from svc.store.index.month_measures import Outdated

if TYPE_CHECKING:
    from conftest import Desk


def test_where_there_is_no_index_there_is_no_answer(desk: Desk) -> None:
    assert read_from_index(desk.ledger, lambda: None, lambda asked: asked, []) is None


def test_outdated_it_is_asked_again_with_fresh_eyes_but_not_for_ever(desk: Desk) -> None:
    ledger = desk.ledger
    asked: list[bool] = []
    broken = []

    def ask() -> int:
        asked.append(ledger.fresh)
        return len(asked)

    def tell(question: int) -> str:
        broken.append(FileNotFoundError())
        if question < 3:
            raise Outdated
        return "told"

    assert read_from_index(ledger, ask, tell, broken) == (3, "told")
    assert (asked, len(broken)) == ([False, True, True], 1)

    def never(question: int) -> str:
        raise Outdated

    assert read_from_index(ledger, ask, never, []) is None
    assert len(asked) == 6
