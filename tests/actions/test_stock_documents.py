"""Which stock documents there are, told from files that can be read and files that can't."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from keeper import FIRST, SECOND, furnish

from svc.actions.stock_documents import stock_documents
from svc.errors import Damaged

if TYPE_CHECKING:
    from conftest import Desk


def test_what_cannot_be_read_is_named_and_the_others_are_listed(desk: Desk) -> None:
    furnish(desk)
    (desk.path / f"movements/SZ/2026-11/{FIRST}.yaml").write_text("[", encoding="utf-8")
    broken: list[Damaged] = []
    found = stock_documents(desk.ledger, broken, month=date(2026, 11, 1))
    assert [row.id for row in found] == [SECOND]
    assert len(broken) == 1
