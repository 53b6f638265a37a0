"""Paid service: quoted from the price list, agreed to, charged, or declined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import comes_next, last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-20T10:00:00"
QUOTE = ("quote", TICKET, "--line", "L04", "--line", "P-1001:2")
CONSENT = ("consent", TICKET, "--to", "price", "--who", "张工", "--how", "电话")
LINES = [
    {"item": "电控板维修", "count": 1, "price": "240.00", "code": "L04"},
    {"item": "加热管", "count": 2, "price": "180.00", "code": "P-1001"},
]


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """A machine long out of warranty, the visit to be paid for."""
    desk.told |= {"bought": "2020-08-01", "mode": "paid", "zone": "near", "distance": "35"}
    desk.play("reply")
    return desk


@pytest.fixture
def agreed(paid: Desk) -> Desk:
    paid.ok(*QUOTE, by="chen", now=NOW)
    paid.ok(*CONSENT, by="chen", now=NOW)
    return paid


def total(ended: Any) -> Any:
    return ended.json["money"]


def test_a_price_is_named_line_by_line_and_added_up(paid: Desk) -> None:
    ended = paid.ok(*QUOTE, by="chen", now=NOW)
    assert last(paid) == {"what": "quoted", "by": "chen", "lines": LINES, "total": "600.00"}
    assert "600.00" in ended.out
    assert comes_next(ended)[0] == "consent"


def test_travel_is_by_the_customers_distance_and_ones_own_line_has_its_own_price(
    paid: Desk,
) -> None:
    paid.ok("quote", TICKET, "--line", "吊装:1:333.5", "--travel", by="chen", now=NOW)
    event = last(paid)
    assert event["lines"] == [
        {"item": "吊装", "count": 1, "price": "333.50"},
        {"item": "上门费 20–80 公里", "count": 1, "price": "120.00", "code": "T02"},
    ]
    assert event["total"] == "453.50"


@pytest.mark.parametrize(
    ("words", "event", "first"),
    [
        ((), {"to": "price"}, "dispatch"),
        (("--refused",), {"to": "price", "granted": False}, "decline"),
    ],
)
def test_the_customers_answer_is_recorded_before_the_work(
    paid: Desk, words: tuple[str, ...], event: dict[str, object], first: str
) -> None:
    paid.ok(*QUOTE, by="chen", now=NOW)
    ended = paid.ok(*CONSENT, *words, by="chen", now=NOW)
    answer = {"what": "consented", "by": "chen", "who": "张工", "how": "电话"}
    assert last(paid) == {**answer, **event}
    assert comes_next(ended)[0] == first


@pytest.mark.parametrize("to", ["opening", "data_risk", "more_faults"])
def test_other_things_are_agreed_to_without_a_price(paid: Desk, to: str) -> None:
    paid.ok(*CONSENT[:3], to, *CONSENT[4:], by="chen", now=NOW)
    assert last(paid)["to"] == to


def test_a_price_never_named_is_not_agreed_to(paid: Desk) -> None:
    error = refused(paid, *CONSENT, by="chen", now=NOW)
    assert (error["key"], error["facts"]) == ("nothing-quoted", {"ticket": TICKET})


def test_what_was_quoted_is_charged(agreed: Desk) -> None:
    ended = agreed.ok("charge", TICKET, by="chen", now=NOW)
    assert last(agreed) == {"what": "charged", "by": "chen", "lines": LINES, "total": "600.00"}
    assert "receipt" in comes_next(ended)
    money = agreed.ok("--json", "charge", TICKET, "--again", by="chen", now=NOW).json["money"]
    assert (money["charged"], money["open"]) == ("600.00", "600.00")


def test_a_charge_typed_later_bears_its_time(agreed: Desk) -> None:
    agreed.ok("charge", TICKET, "--at", "09:35", by="chen", now="2026-11-20T12:00:00")
    assert last(agreed)["at"] == "2026-11-20T09:35:00+08:00"


def test_with_leave_a_line_is_charged_from_the_list_of_the_day_without_a_quote(paid: Desk) -> None:
    paid.ok("charge", TICKET, "--line", "L01", "--allow", "老客户", by="sun", now=NOW)
    assert (last(paid)["total"], last(paid)["allowed"]) == ("80.00", "老客户")


def test_less_than_was_agreed_to_may_be_charged_and_takes_the_earlier_ones_place(
    agreed: Desk,
) -> None:
    agreed.ok("charge", TICKET, by="chen", now=NOW)
    less = ("charge", TICKET, "--line", "L01", "--reason", "没有换件")
    assert agreed.ok("--json", *less, by="chen", now=NOW).json["money"]["charged"] == "80.00"
    assert (last(agreed)["total"], last(agreed)["reason"]) == ("80.00", "没有换件")
    assert "-520.00 against what was agreed: 没有换件" in agreed.ok("show", TICKET).out


def test_why_less_is_charged_than_was_agreed_to_is_asked(agreed: Desk) -> None:
    error = refused(agreed, "charge", TICKET, "--line", "L01", by="chen", now=NOW)
    assert error["key"] == "difference-unexplained"
    assert (error["facts"]["total"], error["facts"]["agreed"]) == ("80.00", "600.00")
    agreed.ok("charge", TICKET, "--line", "L01", "--allow", "老客户", by="sun", now=NOW)
    assert "-520.00 against what was agreed: 老客户" in agreed.ok("show", TICKET).out


def test_more_than_was_agreed_to_needs_the_customer_or_a_manager(agreed: Desk) -> None:
    more = ("charge", TICKET, "--line", "L04", "--line", "P-1001:2", "--line", "P-1011")
    error = refused(agreed, *more, by="chen", now=NOW)
    assert error["key"] == "above-agreed"
    assert (error["facts"]["total"], error["facts"]["agreed"]) == ("612.50", "600.00")
    agreed.ok(*more, "--allow", "客户在场同意", by="sun", now=NOW)
    assert (last(agreed)["total"], last(agreed)["allowed"]) == ("612.50", "客户在场同意")


def test_nothing_is_charged_that_was_never_agreed_to(paid: Desk) -> None:
    error = refused(paid, "charge", TICKET, by="chen", now=NOW)
    assert (error["key"], error["facts"]) == ("nothing-quoted", {"ticket": TICKET})
    paid.ok(*QUOTE, by="chen", now=NOW)
    error = refused(paid, "charge", TICKET, by="chen", now=NOW)
    assert (error["key"], error["facts"]["ticket"]) == ("no-consent", TICKET)


def test_a_charge_does_not_go_below_what_was_paid(agreed: Desk) -> None:
    agreed.ok("charge", TICKET, by="chen", now=NOW)
    agreed.ok("receipt", TICKET, "--how", "cash", by="zhao", now=NOW)
    error = refused(agreed, "charge", TICKET, "--line", "L01", by="chen", now=NOW)
    assert error["key"] == "below-paid"
    assert (error["facts"]["total"], error["facts"]["paid"]) == ("80.00", "600.00")


def test_in_warranty_nothing_is_charged_unless_a_manager_allows(desk: Desk) -> None:
    desk.play("reply")
    for words in (("charge", TICKET), ("charge", TICKET, "--line", "L01")):
        assert refused(desk, *words, by="chen", now=NOW)["key"] == "free-of-charge"
    desk.ok("charge", TICKET, "--line", "L01", "--allow", "人为损坏", by="sun", now=NOW)
    assert last(desk)["total"] == "80.00"


def test_without_consent_it_is_politely_declined(paid: Desk) -> None:
    ended = paid.ok("decline", TICKET, "--reason", "不同意报价", by="chen", now=NOW)
    assert last(paid) == {"what": "declined", "by": "chen", "reason": "不同意报价"}
    assert "State: declined" in ended.out
    assert comes_next(ended) == ["reopen"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("quote", TICKET), "missing-fields"),
        (("quote", TICKET, "--line", "L99"), "no-such-item"),
        (("quote", TICKET, "--line", "吊装:1:much"), "not-an-amount"),
        (("consent", TICKET), "missing-fields"),
        ((*CONSENT[:3], "all", *CONSENT[4:]), "not-one-of"),
        (("decline", TICKET), "missing-fields"),
    ],
)
def test_what_is_typed_wrong_is_refused(paid: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(paid, *words, by="chen", now=NOW)["key"] == key


def test_the_price_list_of_the_day_is_shown(desk: Desk) -> None:
    shown = desk.ok("--json", "prices").json
    assert (shown["list"], shown["since"]) == ("2026-07", "2026-07-01")
    assert shown["items"][0] == {"code": "L01", "name": "检测诊断", "price": "80.00"}
    text = desk.ok("prices").out
    assert "加热管" in text
    assert "180.00" in text


@pytest.mark.parametrize("command", ["quote", "charge"])
@pytest.mark.parametrize("line", ["检修:1:80.555", "检修:9999:999999999", "检修:0:80"])
def test_what_can_not_be_charged_can_not_be_quoted(agreed: Desk, command: str, line: str) -> None:
    error = refused(agreed, command, TICKET, "--line", line, by="chen", now=NOW)
    assert error["key"] in ("not-an-amount", "not-a-line")
    assert last(agreed)["what"] == "consented"


def test_under_a_contract_that_pays_for_all_misuse_is_neither_quoted_nor_charged(
    desk: Desk,
) -> None:
    desk.play("intake")
    free = ("--free", "labour", "--free", "parts", "--free", "travel")
    days = ("--since", "2026-01-01", "--until", "2026-12-31")
    desk.ok("customer", "contract", "SZ-A0001", "--name", "24x7", *days, *free, by="chen")
    ticket = "SZ-2611-A0002"
    assert desk.intake("--second", "--serial", "CR200-24-0042", symptom="漏电").status == 0
    misuse = ("--line", "L04", "--cause", "misuse", "--evidence", "进水")
    assert refused(desk, "quote", ticket, *misuse, by="chen", now=NOW)["key"] == "free-of-charge"
