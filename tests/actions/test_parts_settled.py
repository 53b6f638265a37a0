"""A machine is not told ready and a ticket not closed while a part lent for it is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LEND = ("loan", "lend", TICKET, "主板", "--to", "wang")
RETURN = ("loan", "return", TICKET, "主板", "--how", "used")
CLOSE = ("close", TICKET)
CLOSING = "2026-11-21T11:00:00"
READY = ("bench", "told", TICKET, "--spoke-to", "张工")
REPAIR = ("bench", "repair", TICKET, "--found", "断路", "--done", "换主板", "--cause", "quality")


@pytest.fixture
def called_back(desk: Desk) -> Desk:
    desk.play("visit")
    desk.ok(*LEND, by="sun", now="2026-11-20T15:40:00")
    desk.ok("back", TICKET, by="wang", now="2026-11-20T16:30:00")
    desk.ok("slip", TICKET, "--signed-by", "张工", by="wang", now="2026-11-20T16:40:00")
    rated = ("callback", TICKET, "--rating", "satisfied", "--spoke-to", "张工")
    desk.ok(*rated, by="zhao", now="2026-11-21T10:00:00")
    return desk


def test_a_ticket_is_not_closed_while_a_part_of_it_is_out(called_back: Desk) -> None:
    error = refused(called_back, *CLOSE, by="zhao", now=CLOSING)
    assert error["key"] == "parts-not-settled"
    assert "主板 with 王强" in error["message"]
    called_back.ok(*RETURN, by="sun", now=CLOSING)
    called_back.ok(*CLOSE, by="zhao", now=CLOSING)


def test_a_manager_may_let_it_be_closed_and_the_reason_is_written(called_back: Desk) -> None:
    called_back.ok(*CLOSE, "--allow", "件已丢失，在查", by="sun", now=CLOSING)
    assert (last(called_back)["what"], last(called_back)["allowed"]) == ("closed", "件已丢失，在查")


def test_closing_said_again_is_no_new_question(called_back: Desk) -> None:
    called_back.ok(*CLOSE, "--allow", "在查", by="sun", now=CLOSING)
    again = called_back.ok(*CLOSE, "--allow", "在查", by="sun", now="2026-11-21T11:01:00")
    assert "already recorded" in again.out


def test_a_repair_is_recorded_and_not_told_ready_while_a_part_is_out(desk: Desk) -> None:
    assert desk.intake().status == 0
    bring = ("--place", "维修区", "--condition", "完好", "--signed-by", "张工")
    desk.ok("bench", "receive", TICKET, *bring, by="chen", now="2026-11-20T09:30:00")
    desk.ok(*LEND, by="sun", now="2026-11-20T10:00:00")
    desk.ok(*REPAIR, by="wang", now="2026-11-20T14:00:00")
    later = "2026-11-20T15:00:00"
    assert refused(desk, *READY, by="chen", now=later)["key"] == "parts-not-settled"
    desk.ok(*RETURN, by="sun", now=later)
    desk.ok(*READY, by="chen", now=later)
