"""Searching everything: the newest tickets first, where the words stand, how many more there are.

What is typed and shown is told in tests/cli/test_lists.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import FilesAlone
from conftest import TICKET

from svc.actions.search import SearchResult, search_all
from svc.store.index import full_text

if TYPE_CHECKING:
    from sqlite3 import Connection

    from conftest import Desk

    from svc.model.ids import TicketId

B, C = "SZ-2611-A0002", "SZ-2611-A0003"
KNOWN = """---
title: "面板报 E-09"
models: ["CR-300"]
symptom: "闪灯"
words: ["红灯"]
cause: "传感器断路"
remedy: "换传感器"
---
先测电阻。
"""


@pytest.fixture
def some(desk: Desk) -> Desk:
    """Three tickets of three customers, the second of them the oldest; one known fault."""
    for number, now in ((1, "20T09:00"), (2, "19T09:00"), (3, "20T09:00")):
        assert desk.other(number, now=f"2026-11-{now}:00").status == 0
    (desk.path / "knowledge/e-09.md").write_text(KNOWN, encoding="utf-8")
    return desk


def found(desk: Desk, *words: str, limit: int = 20) -> SearchResult:
    """What the index finds, which is what the files alone give."""
    hits = search_all(desk.ledger, list(words), limit)
    alone = search_all(FilesAlone(desk.path), list(words), limit)
    assert ids(hits) == ids(alone)
    assert [hit.place for hit in hits.tickets] == [hit.place for hit in alone.tickets]
    assert (hits.more, hits.knowledge) == (alone.more, alone.knowledge)
    return hits


def ids(hits: SearchResult) -> list[str]:
    return [hit.state.ticket.id for hit in hits.tickets]


def test_the_newest_tickets_come_first_and_of_one_moment_in_their_order(some: Desk) -> None:
    assert ids(found(some, "故障")) == [TICKET, C, B]


def test_of_more_than_asked_for_the_rest_is_counted(some: Desk) -> None:
    hits = found(some, "故障", limit=1)
    assert (ids(hits), hits.more) == ([TICKET], 2)
    assert found(some, "故障", limit=3).more == 0


@pytest.mark.parametrize(
    ("words", "tickets"),
    [
        (("故障2",), [B]),
        (("故障 客户3",), [C]),
        (("故障2", "客户3"), []),
        (("x-2",), [B]),
        (("二楼",), [C]),
    ],
)
def test_every_word_stands_somewhere_in_the_ticket(
    some: Desk, words: tuple[str, ...], tickets: list[str]
) -> None:
    some.ok("note", C, "放在二楼", by="li", now="2026-11-20T10:00:00")
    assert ids(found(some, *words)) == tickets


def test_where_the_word_stands_is_said_with_what_is_around_it(some: Desk) -> None:
    some.ok("note", C, "放在二楼", by="li", now="2026-11-20T10:00:00")
    (hit,) = found(some, "二楼").tickets
    assert (hit.place.field, hit.place.excerpt) == ("remarked.words", "放在二楼")


def test_customers_are_found_as_the_desk_finds_them(some: Desk) -> None:
    hits = found(some, "客户", "2")
    assert [match.customer.name for match in hits.customers] == ["客户2"]
    assert len(found(some, "客户", limit=2).customers) == 2


@pytest.mark.parametrize(
    "word", ["E-09", "闪灯", "红灯", "断路", "换传感器", "CR-300", "e-09", "电阻"]
)
def test_a_known_fault_is_found_by_all_that_stands_in_it(some: Desk, word: str) -> None:
    for path in (some.path / "knowledge").glob("*.md"):
        if path.name != "e-09.md":
            path.unlink()
    assert [hit.entry.slug for hit in found(some, word).knowledge] == ["e-09"]


def test_what_can_not_be_read_is_named_and_hides_nothing(some: Desk) -> None:
    some.edit("log:", "log: [", f"tickets/SZ/2026-11/{B}.yaml")
    (some.path / "knowledge/broken.md").write_text("x", encoding="utf-8")
    hits = found(some, "故障")
    assert ids(hits) == [TICKET, C]
    assert sorted(str(error.facts["path"]) for error in hits.broken) == [
        "knowledge/broken.md",
        f"tickets/SZ/2026-11/{B}.yaml",
    ]


def test_a_ticket_damaged_after_the_index_named_it_is_named(
    some: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets_with_words = full_text.tickets_with_words

    def and_then_damaged(
        connection: Connection, words: list[str], limit: int
    ) -> tuple[list[TicketId], int, list[TicketId]]:
        answer = tickets_with_words(connection, words, limit)
        some.edit("log:", "log: [", f"tickets/SZ/2026-11/{B}.yaml")
        return answer

    found(some, "故障")  # the index is there
    monkeypatch.setattr(full_text, "tickets_with_words", and_then_damaged)
    hits = search_all(some.ledger, ["故障"])
    assert ids(hits) == [TICKET, C]
    assert [error.facts["path"] for error in hits.broken] == [f"tickets/SZ/2026-11/{B}.yaml"]


def test_a_part_is_found_by_its_code_with_a_dash_and_without_by_name_use_and_pinyin(
    desk: Desk,
) -> None:
    (desk.path / "parts.yaml").write_text(
        'parts:\n  - {code: "P-1001", name: "加热管", specification: "12kW", for: "锅体"}\n',
        encoding="utf-8",
    )
    for word in ("P-1001", "p1001", "加热管", "jiareguan", "12kW", "锅体"):
        found = desk.ok("search", word, "--json").json
        assert "P-1001" in [part["code"] for part in found["parts"]], word
