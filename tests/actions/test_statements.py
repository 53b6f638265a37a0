"""`svc statement`, `svc print` of a statement and of the price list, and how old debts are, as typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from actions.deeds import refused
from conftest import TICKET

from svc.actions.statements import month_before

if TYPE_CHECKING:
    from conftest import Desk

FILE = "SZ-A0001"
NOON, DECEMBER = "2026-11-20T12:00:00", "2026-12-20T09:00:00"


@pytest.fixture
def charged(desk: Desk) -> Desk:
    """240 yuan are charged, 100 of them paid."""
    assert desk.intake(mode="paid", bought="2020-08-01").status == 0
    desk.ok("charge", TICKET, "--line", "检测:3:80", "--allow", "检测费", by="sun")
    desk.ok("receipt", TICKET, "--how", "cash", "--amount", "100", by="zhao", now=NOON)
    return desk


def test_last_month_of_a_customer_by_number_or_name(charged: Desk) -> None:
    told = charged.ok("statement", FILE, "--json", now=DECEMBER).json
    assert (told["customer"], told["month"]) == (FILE, "2026-11")
    assert [told[name] for name in ("opening", "charged", "paid", "refunded", "closing")] == [
        "0.00", "240.00", "100.00", "0.00", "140.00",
    ]  # fmt: skip
    assert [item["balance"] for item in told["items"]] == ["240.00", "140.00"]
    assert told["items"][1]["receipt"] == "SZ-A-26-0001"
    assert told["open_items"][0]["amount"] == "140.00"
    again = charged.ok("statement", "明辉", "2026-11", "--json", now=DECEMBER).json
    assert again == told
    shown = charged.ok("statement", FILE, now=DECEMBER).out
    assert "Brought forward" in shown
    assert "cash, receipt SZ-A-26-0001" in shown
    assert f"{TICKET} 140.00, to be paid by at once" in shown
    assert "2026-11-20,SZ-2611-A0001" in charged.ok("statement", FILE, "--csv", now=DECEMBER).out


def test_a_month_in_which_nothing_was_charged_has_what_is_still_owed(charged: Desk) -> None:
    told = charged.ok("statement", FILE, "2026-12", "--json", now=DECEMBER).json
    assert (told["opening"], told["items"], told["closing"]) == ("140.00", [], "140.00")


@pytest.mark.parametrize(
    ("today", "before"),
    [((2026, 12, 20), (2026, 11)), ((2026, 1, 1), (2025, 12)), ((2026, 2, 28), (2026, 1))],
)
def test_the_last_month_that_is_over(today: tuple[int, int, int], before: tuple[int, int]) -> None:
    assert month_before(date(*today)) == date(*before, 1)


def test_debts_are_listed_with_their_days_and_summed_by_age(charged: Desk) -> None:
    told = charged.ok("outstanding", "--json", now=DECEMBER).json
    assert told["items"][0]["days"] == 30
    assert told["ages"] == [
        {"from": 0, "to": 30, "open": "140.00"},
        {"from": 31, "to": 60, "open": "0.00"},
        {"from": 61, "to": 90, "open": "0.00"},
        {"from": 91, "to": None, "open": "0.00"},
    ]
    charged.edit("schema: 1", "schema: 1\ndebt_ages: [40, 7]", "svc.yaml")
    charged.commit()
    shown = charged.ok("outstanding", now=DECEMBER).out
    assert "140.00 yuan in all" in shown
    assert "0–7 0.00, 8–40 140.00, 41 and more 0.00" in shown


def test_the_price_list_of_a_day_is_printed_whole(charged: Desk, tmp_path: Path) -> None:
    charged.ok("price", "new", "2026-12-01", by="sun", now=NOON)
    charged.ok("price", "line", "L03", "--price", "199", by="sun", now=NOON)
    for day, price in (("2026-11-30", "160.00"), ("2026-12-01", "199.00")):
        out = tmp_path / "prices.html"
        told = charged.ok(
            *("print", "price-list", "--day", day, "--format", "html", "--out", str(out), "--json")
        ).json
        assert (told["document"], told["tickets"]) == ("price-list", [])
        assert price in out.read_text(encoding="utf-8")


def test_a_file_is_named_after_what_the_paper_is_about(charged: Desk) -> None:
    ended = charged.ok("print", "price-list", now=DECEMBER)
    assert "Written: 2026-07-price-list.pdf" in ended.out
    ended = charged.ok("print", "明辉", "statement", "--month", "2026-11", now=DECEMBER)
    assert f"Written: {FILE}-statement-2026-11.pdf" in ended.out
    for name in (f"{FILE}-statement-2026-11.pdf", "2026-07-price-list.pdf"):
        assert (charged.path / name).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("price-list", "--day", "2020-01-01"), "no-price-list"),
        (("price-list", "--office", "SZ"), "not-for-this-paper"),
        (("price-list", "--month", "2026-11"), "not-for-this-paper"),
        ((FILE, "price-list"), "not-for-this-paper"),
        (("statement",), "which-customer"),
        ((FILE, "statement", "--day", "today"), "not-for-this-paper"),
        ((FILE, "statement", "--month", "soon"), "not-a-month"),
        (("没有这家", "statement"), "no-such-customer"),
        ((TICKET, "quotation", "--month", "2026-11"), "not-for-this-paper"),
    ],
)
def test_each_paper_takes_what_it_is_about(charged: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(charged, "print", *words, by="zhao", now=DECEMBER)["key"] == key
