"""Money taken with its receipt, and what becomes of both: each event as it stands in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import Fields, comes_next, events, last, refused, said
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-20T09:30:00"
SOON = "2026-11-20T09:35:00"
LATER = "2026-11-20T10:30:00"
FIRST, SECOND, THIRD = "SZ-A-26-0001", "SZ-A-26-0002", "SZ-A-26-0003"
TAKE = ("receipt", TICKET, "--how", "cash")
SOME = (*TAKE, "--amount", "100")
VOID = ("receipt", TICKET, "--void", FIRST, "--reason", "抬头写错")
REPLACE = ("receipt", TICKET, "--replaces", FIRST)
HAND_IN = ("receipt", TICKET, "--hand-in")
INVOICE = ("receipt", TICKET, "--invoice")
LINES = [{"item": "检测", "count": 1, "price": "80.00"}]


@pytest.fixture
def charged(desk: Desk) -> Desk:
    """80 yuan are charged and nothing is paid."""
    assert desk.intake(mode="paid", bought="2020-08-01").status == 0
    desk.ok("charge", TICKET, "--line", "检测:1:80", "--allow", "检测费", by="sun")
    return desk


@pytest.fixture
def more(charged: Desk) -> Desk:
    """240 yuan are charged and nothing is paid."""
    lines = ("--line", "检测:3:80", "--allow", "加项")
    charged.ok("charge", TICKET, *lines, by="sun", now="2026-11-20T09:10:00")
    return charged


@pytest.fixture
def paid(charged: Desk) -> Desk:
    charged.ok(*TAKE, by="zhao", now=NOW)
    return charged


def both(desk: Desk) -> tuple[Fields, Fields]:
    """The payment that was recorded last and its receipt."""
    payment, receipt = map(said, events(desk)[-2:])
    return payment, receipt


# Taken


def test_all_that_is_open_is_taken_and_the_receipt_has_the_lines(charged: Desk) -> None:
    commits = int(charged.git("rev-list", "--count", "HEAD"))
    ended = charged.ok(*TAKE, by="zhao", now=NOW)
    assert int(charged.git("rev-list", "--count", "HEAD")) == commits + 1
    assert both(charged) == (
        {"what": "paid", "by": "zhao", "amount": "80.00", "how": "cash", "taken_by": "zhao"},
        {
            "what": "receipt_issued",
            "by": "zhao",
            "number": FIRST,
            "payer": "南山明辉餐饮",
            "amount": "80.00",
            "how": "cash",
            "lines": LINES,
        },
    )
    assert comes_next(ended) == ["handover", "contact", "hold", "cancel"]


def test_a_part_of_it_is_a_receipt_without_lines_and_the_rest_comes_next(charged: Desk) -> None:
    words = ("--how", "wechat", "--amount", "30", "--payer", "明辉公司", "--taken-by", "wang")
    ended = charged.ok("receipt", TICKET, *words, "--at", "09:05", by="zhao", now=NOW)
    at = "2026-11-20T09:05:00+08:00"
    assert both(charged) == (
        {
            "what": "paid",
            "by": "zhao",
            "at": at,
            "amount": "30.00",
            "how": "wechat",
            "taken_by": "wang",
        },
        {
            "what": "receipt_issued",
            "by": "zhao",
            "at": at,
            "number": FIRST,
            "payer": "明辉公司",
            "amount": "30.00",
            "how": "wechat",
        },
    )
    assert comes_next(ended) == ["handover", "receipt", "contact", "hold", "cancel"]


def test_several_ways_of_paying_stand_in_one_receipt(more: Desk) -> None:
    words = ("--how", "wechat", "--also", "cash:100", "--also", "card：40")
    more.ok("receipt", TICKET, *words, by="zhao", now=NOW)
    *payments, receipt = map(said, events(more)[-4:])
    assert [(each["how"], each["amount"]) for each in payments] == [
        ("wechat", "100.00"),
        ("cash", "100.00"),
        ("card", "40.00"),
    ]
    assert (receipt["amount"], receipt["how"]) == ("240.00", "wechat")
    assert [(way["how"], way["amount"]) for way in receipt["ways"]] == [
        ("wechat", "100.00"),
        ("cash", "100.00"),
        ("card", "40.00"),
    ]
    ended = more.ok("receipt", TICKET, *words, by="zhao", now=SOON)
    assert "already recorded" in ended.out
    assert "WeChat Pay 100.00 yuan, cash 100.00 yuan, card 40.00 yuan" in ended.out


def test_one_way_named_twice_is_one_way(more: Desk) -> None:
    more.ok("receipt", TICKET, "--how", "cash", "--also", "cash:100", by="zhao", now=NOW)
    payment, receipt = both(more)
    assert (payment["how"], payment["amount"]) == ("cash", "240.00")
    assert "ways" not in receipt


@pytest.mark.parametrize(
    ("also", "key"),
    [
        (("cash:240",), "parts-above-whole"),
        (("cash:200", "card:50"), "parts-above-whole"),
        (("cash:0",), "parts-above-whole"),
        (("cash",), "not-a-way"),
        ((":50",), "not-a-way"),
        (("gold:50",), "not-one-of"),
        (("cash:many",), "not-an-amount"),
    ],
)
def test_each_further_way_has_its_part_and_something_is_left_for_the_first(
    more: Desk, also: tuple[str, ...], key: str
) -> None:
    words = [word for part in also for word in ("--also", part)]
    assert refused(more, "receipt", TICKET, "--how", "wechat", *words, by="zhao")["key"] == key


def test_a_receipt_in_place_of_one_over_several_ways_names_them_too(more: Desk) -> None:
    more.ok("receipt", TICKET, "--how", "wechat", "--also", "cash:100", by="zhao", now=NOW)
    more.ok(*VOID, by="zhao", now=SOON)
    more.ok(*REPLACE, by="zhao", now=LATER)
    assert last(more)["ways"] == [
        {"how": "wechat", "amount": "140.00"},
        {"how": "cash", "amount": "100.00"},
    ]


def test_the_same_money_typed_twice_was_taken_once(more: Desk) -> None:
    more.ok(*SOME, by="zhao", now=NOW)
    before = more.snapshot()
    for words in (SOME, TAKE):  # all that is open was that, when it was typed first
        again = more.ok(*words, by="zhao", now=SOON)
        assert "already recorded" in again.out
        assert FIRST in again.out
    assert more.snapshot() == before


@pytest.mark.parametrize(
    "words",
    [
        (*TAKE, "--amount", "50"),
        (*SOME, "--at", "09:20"),
        (*SOME, "--payer", "明辉公司"),
        (*SOME, "--taken-by", "wang"),
        ("receipt", TICKET, "--how", "card", "--amount", "100"),
        (*SOME, "--again"),
    ],
)
def test_other_money_has_its_own_receipt(more: Desk, words: tuple[str, ...]) -> None:
    more.ok(*SOME, by="zhao", now=NOW)
    more.ok(*words, by="zhao", now=SOON)
    assert both(more)[1]["number"] == SECOND


def test_no_more_is_taken_than_is_open_unless_a_manager_allows(charged: Desk) -> None:
    too_much = (*TAKE, "--amount", "80.01")
    error = refused(charged, *too_much, by="zhao", now=NOW)
    assert (error["key"], error["facts"]) == (
        "too-much",
        {"ticket": TICKET, "amount": "80.01", "open": "80.00"},
    )
    charged.ok(*too_much, "--allow", "多收下次抵", by="sun", now=NOW)
    payment, receipt = both(charged)
    assert (payment["allowed"], receipt["amount"]) == ("多收下次抵", "80.01")


def test_nothing_is_taken_where_nothing_is_open_unless_a_manager_names_the_amount(
    paid: Desk,
) -> None:
    error = refused(paid, *TAKE, by="zhao", now=LATER)
    assert (error["key"], error["facts"]) == ("nothing-open", {"ticket": TICKET})
    assert refused(paid, *TAKE, "--allow", "定金", by="sun", now=LATER)["key"] == "nothing-open"
    paid.ok(*SOME, "--allow", "定金", by="sun", now=LATER)
    assert both(paid)[1]["number"] == SECOND


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*TAKE, "--amount", "0"), "not-an-amount"),
        ((*TAKE, "--amount", "-5"), "not-an-amount"),
        ((*TAKE, "--amount", "1.234"), "not-an-amount"),
        ((*TAKE, "--taken-by", "nobody"), "unknown-staff"),
        (("receipt", TICKET, "--how", "beads"), "not-one-of"),
        (("receipt", TICKET), "missing-fields"),
        (VOID[:4], "missing-fields"),
        ((*INVOICE, "lost"), "not-one-of"),
        ((*VOID, "--refund", "beads"), "not-one-of"),
        ((*HAND_IN, *VOID[2:]), "one-deed-at-a-time"),
    ],
)
def test_what_is_typed_wrong_is_refused(charged: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(charged, *words, by="zhao", now=NOW)["key"] == key


@pytest.mark.parametrize(
    "words", [VOID, HAND_IN, (*INVOICE, "waived"), (*VOID, "--refund", "cash")]
)
def test_the_cashier_alone_has_money_back_handed_in_voided_and_invoiced(
    paid: Desk, words: tuple[str, ...]
) -> None:
    paid.ok(*SOME, "--allow", "定金", "--taken-by", "wang", by="sun", now=SOON)
    assert refused(paid, *words, by="chen", now=LATER)["key"] == "not-your-role"


def test_a_copy_without_a_lane_issues_no_receipt(paid: Desk) -> None:
    paid.ok(*VOID, by="zhao", now=NOW)
    paid.git("config", "--unset", "svc.desk")
    for words in (SOME, REPLACE):
        assert refused(paid, *words, by="zhao", now=LATER)["key"] == "no-lane"


# Voided, given back, issued anew


def test_a_voided_receipt_says_why_and_its_money_still_lacks_one(paid: Desk) -> None:
    ended = paid.ok(*VOID, by="zhao", now=NOW)
    assert last(paid) == {
        "what": "receipt_voided",
        "by": "zhao",
        "number": FIRST,
        "reason": "抬头写错",
    }
    assert comes_next(ended) == ["handover", "receipt", "contact", "hold", "cancel"]


def test_money_given_back_is_written_before_the_void_and_is_open_again(paid: Desk) -> None:
    void = (*VOID[:3], FIRST.lower(), *VOID[4:], "--refund", "transfer")
    paid.ok(*void, by="zhao", now=NOW)
    refund, voided = map(said, events(paid)[-2:])
    assert refund == {
        "what": "refunded",
        "by": "zhao",
        "amount": "80.00",
        "how": "transfer",
        "receipt": FIRST,
        "reason": "抬头写错",
    }
    assert (voided["what"], voided["number"]) == ("receipt_voided", FIRST)
    before = paid.snapshot()
    assert "already recorded" in paid.ok(*void, by="zhao", now=SOON).out
    assert paid.snapshot() == before
    assert refused(paid, *REPLACE, by="zhao", now=LATER)["key"] == "no-money-for-receipt"
    paid.ok(*TAKE, by="zhao", now=LATER)
    assert both(paid)[1]["number"] == SECOND


def test_a_receipt_is_voided_once(paid: Desk) -> None:
    paid.ok(*VOID, by="zhao", now=NOW)
    other = (*VOID[:-1], "金额写错")
    error = refused(paid, *other, by="zhao", now=LATER)
    assert (error["key"], error["facts"]) == (
        "receipt-is-void",
        {"ticket": TICKET, "number": FIRST},
    )


def test_another_receipt_takes_the_place_of_a_voided_one_line_by_line(paid: Desk) -> None:
    paid.ok(*VOID, by="zhao", now=NOW)
    paid.ok(*REPLACE, "--payer", "明辉公司", by="zhao", now=SOON)
    assert last(paid) == {
        "what": "receipt_issued",
        "by": "zhao",
        "number": SECOND,
        "payer": "明辉公司",
        "amount": "80.00",
        "how": "cash",
        "lines": LINES,
        "replaces": FIRST,
    }


def test_who_paid_is_the_same_unless_another_is_named(paid: Desk) -> None:
    paid.ok(*VOID, by="zhao", now=NOW)
    paid.ok(*REPLACE, by="zhao", now=SOON)
    assert last(paid)["payer"] == "南山明辉餐饮"
    again = paid.ok(*REPLACE, by="zhao", now="2026-11-20T09:36:00")
    assert "already recorded" in again.out
    assert [event["what"] for event in events(paid)].count("receipt_issued") == 2


def test_one_that_stands_is_not_replaced(paid: Desk) -> None:
    error = refused(paid, *REPLACE, by="zhao", now=NOW)
    assert (error["key"], error["facts"]) == (
        "receipt-stands",
        {"ticket": TICKET, "number": FIRST},
    )


@pytest.mark.parametrize("more_words", [("--payer", "别人"), ("--again",)])
def test_there_is_one_receipt_for_the_money_until_that_is_voided_too(
    paid: Desk, more_words: tuple[str, ...]
) -> None:
    paid.ok(*VOID, by="zhao", now=NOW)
    paid.ok(*REPLACE, by="zhao", now=SOON)
    error = refused(paid, *REPLACE, *more_words, by="zhao", now="2026-11-20T09:36:00")
    assert (error["key"], error["facts"]) == (
        "no-money-for-receipt",
        {"ticket": TICKET, "number": FIRST},
    )
    paid.ok(*VOID[:3], SECOND, "--reason", "又写错", by="zhao", now=LATER)
    paid.ok(*REPLACE, *more_words, by="zhao", now=LATER)
    assert (last(paid)["number"], last(paid)["replaces"]) == (THIRD, FIRST)


@pytest.mark.parametrize("words", [VOID, REPLACE, (*INVOICE, "issued", "--of")])
def test_a_number_the_ticket_does_not_have_is_answered_with_those_it_has(
    paid: Desk, words: tuple[str, ...]
) -> None:
    there = ("receipt", TICKET, *(w for w in words[2:] if w != FIRST))
    option = "--of" if "--of" in words else words[2]
    at = there.index(option) + 1
    error = refused(paid, *there[:at], "SZ-A-26-0009", *there[at:], by="zhao", now=LATER)
    assert (error["key"], error["facts"]) == (
        "no-such-receipt",
        {"ticket": TICKET, "number": "SZ-A-26-0009", "known": FIRST},
    )


# Handed in


def test_all_the_cash_that_was_taken_on_site_is_handed_in_together(more: Desk) -> None:
    words = ("--taken-by", "wang", "--amount")
    for how, amount in (("cash", "100"), ("transfer", "30"), ("cash", "20")):
        more.ok("receipt", TICKET, "--how", how, *words, amount, by="wang", now=NOW)
    cash = [e["id"] for e in events(more) if e["what"] == "paid" and e["how"] == "cash"]
    told = (*HAND_IN, "--at", "09:32")
    more.ok(*told, by="zhao", now=SOON)
    assert [said(event) for event in events(more)[-2:]] == [
        {"what": "handed_in", "at": "2026-11-20T09:32:00+08:00", "by": "zhao", "of": payment}
        for payment in cash
    ]
    before = more.snapshot()
    assert "already recorded" in more.ok(*told, by="zhao", now="2026-11-20T09:36:00").out
    assert more.snapshot() == before
    error = refused(more, *HAND_IN, by="zhao", now=LATER)
    assert (error["key"], error["facts"]) == ("nothing-to-hand-in", {"ticket": TICKET})


def test_what_the_cashier_took_is_not_handed_in(paid: Desk) -> None:
    assert refused(paid, *HAND_IN, by="zhao", now=NOW)["key"] == "nothing-to-hand-in"


# The invoice


def test_every_word_of_an_invoice_stands_in_its_own_field(paid: Desk) -> None:
    words = (
        *("issued", "--of", FIRST.lower(), "--title", "明辉公司", "--tax-number", "9144"),
        *("--sort", "电子普票", "--invoice-number", "25001"),
    )
    paid.ok(*INVOICE, *words, by="zhao", now=LATER)
    assert last(paid) == {
        "what": "invoiced",
        "by": "zhao",
        "receipt": FIRST,
        "state": "issued",
        "title": "明辉公司",
        "tax_number": "9144",
        "sort": "电子普票",
        "number": "25001",
    }


def test_an_invoice_is_for_the_last_receipt_that_stands(more: Desk) -> None:
    for amount in ("100", "50", "20"):
        more.ok(*TAKE, "--amount", amount, by="zhao", now=NOW)
    more.ok("receipt", TICKET, "--void", THIRD, "--reason", "x", by="zhao", now=SOON)
    more.ok(*INVOICE, "to_issue", by="zhao", now=LATER)
    assert last(more) == {
        "what": "invoiced",
        "by": "zhao",
        "receipt": SECOND,
        "state": "to_issue",
    }


def test_without_a_receipt_there_is_no_invoice(charged: Desk) -> None:
    error = refused(charged, *INVOICE, "waived", by="zhao", now=NOW)
    assert (error["key"], error["facts"]) == (
        "no-such-receipt",
        {"ticket": TICKET, "number": "—", "known": "—"},
    )
