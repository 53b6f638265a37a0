"""What the index keeps of a ticket, so that a question finds it again: what is out, what is taken.

Its columns are tried by what is asked of them, step by step: test_random.py, test_report_month.py.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.store.index.schema import lookup_key

if TYPE_CHECKING:
    from conftest import Desk

PRICED = ("--line", "工时:1:80", "--allow", "x")
ON_FRIDAY = "2026-11-20T17:00:00"


def found_by(desk: Desk, mark: str, kind: str = "is") -> list[str]:
    """The tickets that an index which is made anew has with this mark."""
    shutil.rmtree(desk.path / ".svc", ignore_errors=True)
    ledger = desk.ledger
    rows = ledger.ask_index(
        lambda index: index.execute(
            "SELECT id FROM found_by JOIN ticket USING (n) WHERE key = ?",
            (lookup_key(kind, mark),),
        ).fetchall()
    )
    ledger.close()
    assert rows is not None
    return [str(row[0]) for row in rows]


@pytest.mark.parametrize(
    ("how", "is_in_hand"), [("cash", True), ("wechat", True), ("transfer", False)]
)
def test_money_is_taken_until_it_is_handed_in(desk: Desk, how: str, is_in_hand: bool) -> None:
    desk.play("back")
    desk.ok("charge", TICKET, *PRICED, by="sun", now=ON_FRIDAY)
    assert found_by(desk, "wang", "taken") == []
    desk.ok("receipt", TICKET, "--how", how, by="wang", now=ON_FRIDAY)
    assert found_by(desk, "wang", "taken") == ([TICKET] if is_in_hand else [])
    if is_in_hand:
        desk.ok("receipt", TICKET, "--hand-in", by="sun", now="2026-11-20T17:30:00")
        assert found_by(desk, "wang", "taken") == []


def test_a_day_on_which_money_came_in_is_noted_and_one_with_a_visit_alone_is_not(
    desk: Desk,
) -> None:
    desk.play("back")
    desk.ok("charge", TICKET, *PRICED, by="sun", now=ON_FRIDAY)
    desk.ok("receipt", TICKET, "--how", "cash", by="wang", now=ON_FRIDAY)
    late = ("--hand-in", "--at", "2026-11-23 09:00")  # the day it happened, not when it was typed
    desk.ok("receipt", TICKET, *late, by="sun", now="2026-11-24T08:50:00")
    desk.ok("slip", TICKET, "--signed-by", "张工", by="wang", now="2026-11-24T09:00:00")
    days = {day: found_by(desk, f"SZ {day}", "money_day") for day in ("2026-11-20", "2026-11-23")}
    assert days == {"2026-11-20": [TICKET], "2026-11-23": [TICKET]}
    assert found_by(desk, "SZ 2026-11-24", "money_day") == []
    assert found_by(desk, "SZ 2026-11-24", "day") == [TICKET]


def test_a_part_is_lent_until_its_loan_has_ended(desk: Desk) -> None:
    desk.play("dispatch")
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now="2026-11-20T10:00:00")
    assert found_by(desk, "lent") == [TICKET]
    back = ("loan", "return", TICKET, "P-1001", "--how", "good")
    desk.ok(*back, by="sun", now="2026-11-20T11:00:00")
    assert found_by(desk, "lent") == []
