"""What a ticket cost us: noted with whose it is and who bears it.

Who bears which cost is told in tests/rules/money/test_costs.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused
from conftest import TICKET

from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

NOW, VISIT = "2026-11-20T10:00:00", "2026-11-20T15:00:00"
DECEMBER = "2026-12-20T09:00:00"
COST = ("cost", TICKET, "--amount", "86.5", "--sort")


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("travel",), {"sort": "travel", "bearer": "company", "person": "li"}),
        (
            ("lodging", "--person", "wang", "--words", "两晚"),
            {"sort": "lodging", "bearer": "company", "person": "wang", "words": "两晚"},
        ),
        (("parts",), {"sort": "parts", "bearer": "manufacturing"}),
        (
            ("parts", "--person", "wang", "--bearer", "business"),
            {"sort": "parts", "bearer": "business", "person": "wang"},
        ),
    ],
)
def test_a_cost_is_written_with_whose_it_is_only_where_it_is_somebodys(
    taken: Desk, words: tuple[str, ...], fields: dict[str, str]
) -> None:
    ended = taken.ok(*COST, *words, by="li", now=NOW)
    assert last(taken) == {"what": "cost_noted", "by": "li", "amount": "86.50", **fields}
    assert comes_next(ended) == ["handover", "contact", "hold", "cancel"]


def test_whose_office_it_is_counts_not_who_types_it(taken: Desk) -> None:
    taken.edit('北京办事处", ', '北京办事处", sales_branch: true, ', "svc.yaml")
    taken.edit(
        'email: "wang@example.com"\n    office: "SZ"',
        'email: "wang@example.com"\n    office: "BJ"',
        "staff.yaml",
    )
    taken.commit()
    for person, bearer in (("wang", "branch"), ("li", "company")):
        taken.ok(*COST, "travel", "--person", person, by="li", now=NOW)
        assert (last(taken)["person"], last(taken)["bearer"]) == (person, bearer)


def test_what_is_taken_back_has_a_minus(taken: Desk) -> None:
    for sign in ("-", "−"):  # the second as a Chinese keyboard has it
        taken.ok("cost", TICKET, "--sort", "other", "--amount", f"{sign}80", by="li", now=NOW)
        assert last(taken)["amount"] == "-80.00"


def test_the_same_cost_typed_twice_stands_once_unless_it_came_again(taken: Desk) -> None:
    taken.ok(*COST, "travel", by="li", now=NOW)
    assert "already recorded" in taken.ok(*COST, "travel", by="li", now=NOW).out
    taken.ok(*COST, "travel", "--again", by="li", now=NOW)
    assert [event["what"] for event in events(taken)].count("cost_noted") == 2


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        ((*COST, "travel"), "cron", "not-your-role"),
        (("cost", "SZ-2611-A0099", *COST[2:], "travel"), "li", "no-such-record"),
        ((*COST, "travel", "--person", "nobody"), "li", "unknown-staff"),
    ],
)
def test_what_cannot_be_is_refused(taken: Desk, words: tuple[str, ...], by: str, key: str) -> None:
    assert refused(taken, *words, by=by, now=NOW)["key"] == key


def test_a_months_costs_are_what_was_noted_and_the_parts_used_at_their_value(desk: Desk) -> None:
    desk.play("arrive")
    desk.ok("part", "add", "P-1001", "--name", "加热管", "--price", "180", by="sun", now=VISIT)
    parts = ("--part", "P-1001:2:returned")
    work = ("--found", "断路", "--done", "换管", "--cause", "quality")
    desk.ok("visit", TICKET, "--outcome", "fixed", *work, *parts, by="wang", now=VISIT)
    desk.ok("cost", TICKET, "--sort", "travel", "--amount", "40", by="li", now=VISIT)
    told = desk.ok("costs", "2026-11", "--json", now=DECEMBER).json
    assert [(item["sort"], item["amount"], item["derived"]) for item in told["items"]] == [
        ("travel", "40.00", False),
        ("parts", "360.00", True),
    ]
    assert told["sums"] == [
        {"bearer": "company", "amount": "40.00"},
        {"bearer": "manufacturing", "amount": "360.00"},
    ]
    assert desk.ok("costs", "--office", "sz", "--json", now=DECEMBER).json == told
    shown = desk.ok("costs", now=DECEMBER).out
    assert "parts used: P-1001 × 2" in shown
    assert "400.00 yuan in all" in shown
    figures = desk.ok("report", "south", "2026-11", "--json", now=DECEMBER).json["figures"]
    assert figures["internal_cost"] == "400.00"
    assert "Nothing was noted or used in 2026-10." in desk.ok("costs", "2026-10", now=DECEMBER).out
    assert desk.svc("costs", "--office", "XX", now=DECEMBER).status == 2


@pytest.mark.parametrize("indexed", [True, False])
def test_the_months_report_counts_parts_at_the_value_that_the_catalogue_has_now(
    desk: Desk, indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not indexed:
        monkeypatch.setattr(Ledger, "ask_index", lambda *_, **__: None)
    desk.play("arrive")
    desk.ok("part", "add", "P-1001", "--name", "加热管", "--price", "180", by="sun", now=VISIT)
    work = (
        "--found",
        "断路",
        "--done",
        "换管",
        "--cause",
        "quality",
        "--part",
        "P-1001:2:returned",
    )
    desk.ok("visit", TICKET, "--outcome", "fixed", *work, by="wang", now=VISIT)

    def borne() -> list[object]:
        report = desk.ok("report", "south", "2026-11", "--json", now=DECEMBER).json
        tables = [table for section in report["sections"] for table in section["tables"]]
        (rows,) = [table["rows"] for table in tables if table["id"] == "internal_costs"]
        return [report["figures"]["internal_cost"], *rows]

    assert borne() == borne() == ["360.00", ["parts", "360.00", "360.00"]]
    dearer = ("part", "change", "P-1001", "--price", "200")
    desk.ok(*dearer, by="sun", now=VISIT)
    assert borne() == ["400.00", ["parts", "400.00", "400.00"]]
