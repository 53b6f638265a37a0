"""Lending from a store whose books are kept; which loans stop the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import last, refused
from conftest import TICKET
from keeper import FIRST, SECOND, SENT, furnish, keep, lies

if TYPE_CHECKING:
    from conftest import Desk

OTHER = "SZ-2611-A0002"
MORNING, NEXT_DAY = "2026-11-20T10:00:00", "2026-11-23T10:00:00"
LEND = ("loan", "lend", TICKET)
TO_WANG = ("--to", "wang")


@pytest.fixture
def store(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return furnish(desk)


def rules(desk: Desk, now: str = NEXT_DAY) -> list[str]:
    found = desk.svc("--json", "check", by="sun", now=now)
    return [each["rule"] for each in found.json["items"] if not each["advice"]]


# From the store


def test_what_is_lent_leaves_the_store_and_it_is_said_where_to_take_it(store: Desk) -> None:
    ended = store.ok(*LEND, "p-1001：2", *TO_WANG, by="sun", now=MORNING)
    assert last(store)["part"] == "P-1001"
    assert lies(store)["P-1001"] == 13
    assert f"position A-1-1, of what came on 2026-11-16 ({FIRST})" in ended.err


def test_first_in_is_first_out_and_the_last_position_counts(store: Desk) -> None:
    store.ok(*LEND, "P-1001:10", *TO_WANG, by="sun", now=MORNING)
    keep(store, "move", "P-1001", "@C-3-3", now="2026-11-20T10:05:00")
    ended = store.ok(*LEND, "P-1001", *TO_WANG, by="sun", now="2026-11-20T10:10:00")
    assert f"position C-3-3, of what came on 2026-11-19 ({SECOND})" in ended.err


def test_of_a_piece_with_a_number_it_is_said_what_it_came_with(store: Desk) -> None:
    keep(store, "receive", "P-1003:1#ZB-9", now="2026-11-19T10:00:00")
    ended = store.ok(*LEND, "P-1003", *TO_WANG, "--serial", "ZB-9", by="sun", now=MORNING)
    assert f"of what came on 2026-11-19 ({SENT})" in ended.err


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("管子",), "not-in-catalogue"),
        (("P-1001:16",), "too-few-to-lend"),
        (("P-1004",), "too-few-to-lend"),
        (("P-1003", "--serial", "ZB-4"), None),  # a number nobody wrote down
    ],
)
def test_what_does_not_lie_there_is_not_lent(
    store: Desk, words: tuple[str, ...], key: str | None
) -> None:
    if key is None:
        store.ok(*LEND, *words, *TO_WANG, by="sun", now=MORNING)
    else:
        assert refused(store, *LEND, *words, *TO_WANG, by="sun", now=MORNING)["key"] == key


def test_where_no_books_are_kept_any_words_are_lent_as_ever(desk: Desk) -> None:
    assert desk.intake().status == 0
    ended = desk.ok(*LEND, "加热管", *TO_WANG, by="sun", now=MORNING)
    assert (last(desk)["part"], ended.err) == ("加热管", "")


def test_a_piece_is_spelt_as_the_books_do_and_is_where_they_have_it(store: Desk) -> None:
    store.ok(*LEND, "P-1003", *TO_WANG, "--serial", "zb 1", by="sun", now=MORNING)
    assert last(store)["serial"] == "ZB-1"
    keep(store, "transfer", "P-1003:1#ZB-2", "--to", "BJ", now="2026-11-20T10:05:00")
    gone = ("P-1003", *TO_WANG, "--serial", "ZB-2")
    error = refused(store, *LEND, *gone, by="sun", now="2026-11-20T10:10:00")
    assert error["key"] == "serial-not-there"
    unbooked = (*gone, "--unbooked", "还没入账")
    error = refused(store, *LEND, *unbooked, by="sun", now="2026-11-20T10:10:00")
    assert error["key"] == "serial-not-there"


def test_the_same_loan_said_twice_takes_the_last_piece_once(store: Desk) -> None:
    store.ok(*LEND, "P-1001:15", *TO_WANG, by="sun", now=MORNING)
    again = store.ok(*LEND, "P-1001:15", *TO_WANG, by="sun", now="2026-11-20T10:01:00")
    assert "already recorded" in again.out
    assert "P-1001" not in lies(store)


# In the hand and not in the books


def test_unbooked_is_found_until_it_is_received(store: Desk) -> None:
    unbooked = ("P-1004", *TO_WANG, "--unbooked", "到货还没入账")
    ended = store.ok(*LEND, *unbooked, by="sun", now=MORNING)
    assert "take it from" not in ended.err
    assert last(store)["unbooked"] == "到货还没入账"
    assert rules(store) == ["unbooked"]
    store.ok(
        "loan", "return", TICKET, "P-1004", "--how", "good", by="sun", now="2026-11-20T14:00:00"
    )
    assert rules(store) == ["unbooked"]  # brought back, and still not in the books
    keep(store, "receive", "P-1004:3", now="2026-11-20T15:00:00")
    assert rules(store) == []
    assert lies(store)["P-1004"] == 3


def test_or_until_it_is_counted(store: Desk) -> None:
    store.ok(*LEND, "P-1004", *TO_WANG, "--unbooked", "货架上有", by="sun", now=MORNING)
    keep(store, "count", "P-1004:2", "--reason", "漏记", "--go", now="2026-11-20T15:00:00")
    assert rules(store) == []


def test_unbooked_may_be_what_the_catalogue_does_not_have(store: Desk) -> None:
    store.ok(*LEND, "垫片", *TO_WANG, "--unbooked", "本地买的", by="sun", now=MORNING)
    assert last(store)["part"] == "垫片"


# 前件不还后件不借


def test_loans_for_the_same_day_stand_together_and_the_next_day_they_stop_another(
    store: Desk,
) -> None:
    assert store.other(2).status == 0
    second = ("loan", "lend", OTHER, "P-1004", *TO_WANG, "--unbooked", "货架上有")
    store.ok(*LEND, "P-1001", *TO_WANG, by="sun", now=MORNING)
    store.ok(*second[:3], "P-1001", *TO_WANG, by="sun", now="2026-11-20T16:00:00")
    keep(store, "receive", "P-1004:1", now="2026-11-20T17:00:00")
    error = refused(store, *second, by="sun", now=NEXT_DAY)
    assert (error["key"], error["facts"]["ticket"]) == ("earlier-loan-open", TICKET)
    assert rules(store) == []
    store.ok(*second, "--allow", "急件", by="sun", now=NEXT_DAY)
    assert rules(store) == []
