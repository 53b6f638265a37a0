"""Cards of customers' files: each stands once, those that went are out, and damage is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from sqlite3 import Connection

import pytest

from svc.rules.search.customer_cards import SearchCard
from svc.store.index.customer_cards import NumberedCard, cards_on_file, replace_cards
from svc.store.index.schema import TABLES, run_definitions


def card(n: int, name: str = "", status: str = "active", into: str = "") -> NumberedCard:
    found_by = SearchCard(names=name or f"客户{n}", address="", numbers=f"A{n}")
    return NumberedCard(n=n, id=f"SZ-A{n:04}", status=status, merged_into=into, card=found_by)


@pytest.fixture
def index() -> Iterator[Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        run_definitions(connection, TABLES)
        yield connection


def names(index: Connection) -> dict[str, str]:
    return {id: each.names for id, each in cards_on_file(index).in_use.items()}


def test_cards_are_put_in_replaced_and_taken_out(index: Connection) -> None:
    replace_cards(index, set(), [card(1), card(600), card(2)])  # in two decks
    assert list(names(index)) == ["SZ-A0001", "SZ-A0002", "SZ-A0600"]
    replace_cards(index, {1, 600}, [card(1, "新名")])
    assert names(index) == {"SZ-A0001": "新名", "SZ-A0002": "客户2"}
    replace_cards(index, {1, 2}, [])
    assert names(index) == {}


def test_a_file_that_was_merged_leads_to_the_other_and_is_not_in_use(index: Connection) -> None:
    replace_cards(index, set(), [card(1), card(2, status="merged", into="SZ-A0001")])
    replace_cards(index, set(), [card(3, status="forgotten")])
    on_file = cards_on_file(index)
    assert list(on_file.in_use) == ["SZ-A0001"]
    assert list(on_file.merged) == ["SZ-A0002"]
    assert on_file.merged_into == {"SZ-A0002": "SZ-A0001"}


def test_the_characters_of_all_names_are_known_and_no_line_break_is_one(index: Connection) -> None:
    replace_cards(index, set(), [card(1, "明辉\n张工"), card(2, "明华")])
    assert cards_on_file(index).characters == set("明辉张工华")


def test_what_can_not_be_unpacked_is_damage(index: Connection) -> None:
    replace_cards(index, set(), [card(1)])
    index.execute("UPDATE deck SET cards = ?", (b"\xc1",))
    with pytest.raises(sqlite3.DatabaseError):
        cards_on_file(index)
