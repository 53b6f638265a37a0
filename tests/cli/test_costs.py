"""`svc cost`: noted with who bears it, taken back with a minus, in the month's report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-21T11:00:00"


def test_a_cost_is_noted_with_who_bears_it_and_is_in_the_report(desk: Desk) -> None:
    desk.play()
    ended = desk.ok(
        "cost", TICKET, "--sort", "travel", "--amount", "86.5", "--person", "wang", by="li", now=NOW
    )
    assert "86.50" in ended.out
    told = desk.ok("cost", TICKET, "--sort", "parts", "--amount", "180", "--json", by="li", now=NOW)
    assert told.json["cost"] == {"sort": "parts", "amount": "180.00", "bearer": "manufacturing"}
    assert [
        (e["amount"], e["bearer"], e.get("person")) for e in desk.log if e["what"] == "cost_noted"
    ] == [
        ("86.50", "company", "wang"),
        ("180.00", "manufacturing", None),
    ]
    figures = desk.ok("report", "south", "2026-11", "--json", now=NOW).json["figures"]
    assert (figures["internal_cost"], figures["charged"]) == ("266.50", "0.00")
    assert "86.50" in desk.ok("show", TICKET, now=NOW).out


def test_what_was_noted_wrongly_is_taken_back_with_a_minus(desk: Desk) -> None:
    desk.play()
    desk.ok("cost", TICKET, "--sort", "lodging", "--amount", "300", by="li", now=NOW)
    desk.ok(
        "cost",
        TICKET,
        "--sort",
        "lodging",
        "--amount",
        "-300",
        "--words",
        "记错工单",
        by="li",
        now=NOW,
    )
    figures = desk.ok("report", "south", "2026-11", "--json", now=NOW).json["figures"]
    assert figures["internal_cost"] == "0.00"


def test_another_bearer_may_be_said(desk: Desk) -> None:
    desk.play()
    told = desk.ok(
        "cost",
        TICKET,
        "--sort",
        "parts",
        "--amount",
        "1",
        "--bearer",
        "business",
        "--json",
        by="li",
        now=NOW,
    )
    assert told.json["cost"]["bearer"] == "business"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--sort", "fun", "--amount", "1"), "not-one-of"),
        (("--sort", "travel", "--amount", "1.234"), "not-an-amount"),
        (("--sort", "travel", "--amount", "--5"), "not-an-amount"),
        (("--sort", "travel", "--amount", "1", "--person", "nobody"), "unknown-staff"),
        (("--sort", "travel", "--amount", "1", "--bearer", "them"), "not-one-of"),
        (("--amount", "1"), "missing-fields"),
    ],
)
def test_what_is_no_cost_is_refused_and_nothing_is_written(
    desk: Desk, words: tuple[str, ...], key: str
) -> None:
    desk.play()
    before = desk.snapshot()
    ended = desk.svc("cost", TICKET, *words, "--json", by="li", now=NOW)
    assert (ended.status, ended.out, ended.error["key"]) == (2, "", key)
    assert desk.snapshot() == before


def test_a_cost_of_a_complaint_that_is_no_amount_is_refused(desk: Desk) -> None:
    desk.play()
    desk.ok("complaint", "about", TICKET, "--words", "慢", "--wishes", "快", by="chen", now=NOW)
    ended = desk.svc("complaint", "cause", "SZ-2611-A0002", "--cause", "x", "--department", "y", "--cost", "abc",
                     "--json", by="li", now=NOW)  # fmt: skip
    assert (ended.status, ended.error["key"]) == (2, "not-an-amount")
