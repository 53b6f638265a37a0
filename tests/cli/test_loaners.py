"""`svc loaner`: what is asked for, who signs, and what the lists say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import refused
from conftest import TICKET
from keeper import keep

if TYPE_CHECKING:
    from conftest import Desk

NEXT_DAY, LATE = "2026-11-21T11:00:00", "2026-12-05T09:00:00"
LEND = ("loaner", "lend", TICKET, "P-9100", "--serial", "BY-01", "--until", "2026-12-04")


@pytest.fixture
def store(desk: Desk) -> Desk:
    """Two loaners in the store, and a repair that was called back."""
    desk.play("callback")
    desk.ok("part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes", by="sun")
    keep(desk, "receive", "P-9100:2:3000#BY-01,BY-02")
    return desk


def test_without_a_loaner_with_a_customer_or_in_the_store_the_list_says_so(desk: Desk) -> None:
    assert desk.ok("loaner", "list", by="sun").out == "No customer has a loaner.\n"
    assert desk.ok("loaner", "list", "--free", by="sun").out == "No loaner lies in the store.\n"


def test_what_lies_in_the_store_is_listed_with_its_office(store: Desk) -> None:
    listed = store.ok("loaner", "list", "--free", "--csv", by="sun", now=NEXT_DAY).out.splitlines()
    assert listed[1:] == ["P-9100 备用炉,BY-01,深圳办事处", "P-9100 备用炉,BY-02,深圳办事处"]


def test_what_customers_have_is_listed_with_since_when_and_until(store: Desk) -> None:
    store.ok(*LEND, "--signed-by", "张工", by="sun", now=NEXT_DAY)
    until = "2026-12-04 23:59:59"
    (row,) = store.ok("loaner", "list", "--csv", by="sun", now=NEXT_DAY).out.splitlines()[1:]
    assert row.startswith("P-9100 备用炉 BY-01,")
    assert row.endswith(f",{TICKET},2026-11-21 11:00,{until}")
    (late,) = store.ok("loaner", "list", "--csv", by="sun", now=LATE).out.splitlines()[1:]
    assert late.endswith(f",{until} overdue")


def test_nobody_is_asked_for_who_signed_where_the_reason_is_said(store: Desk) -> None:
    error = refused(store, *LEND, by="sun", now=NEXT_DAY)
    assert error["facts"]["fields"] == ["--signed-by"]
    store.ok(*LEND, "--unsigned", "负责人不在", by="sun", now=NEXT_DAY)
    assert "signed_by" not in store.log[-1]
    assert store.log[-1]["unsigned"] == "负责人不在"


def test_how_it_came_back_and_in_what_state_must_be_said(store: Desk) -> None:
    store.ok(*LEND, "--signed-by", "张工", by="sun", now=NEXT_DAY)
    error = refused(store, "loaner", "return", TICKET, by="sun", now=LATE)
    assert error["facts"]["fields"] == ["--how", "--condition"]
