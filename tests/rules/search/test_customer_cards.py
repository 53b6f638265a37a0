"""Who is found among cards is who is found among all customers looked at as a whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from svc.model.customers import Customer
from svc.rules.search.customer_cards import customer_cards, find_by_cards
from svc.rules.search.customers import find_customers
from svc.rules.telephones import telephones
from svc.store.ledger import Ledger

WORDS = (
    "深圳", "学校", "xuexiao", "szx", "cr200", "CR-200", "26-0", "0755", "食堂 CR", "深圳 食堂", "不加热", "nanshan",
    "漏水", "SZ-A0012", "a0012", "路", "科技路2号", "明辉", "名辉", "名会小学", "zhang", "z", "13", "9001", "unknown",
    "",
)  # fmt: skip


@pytest.fixture(scope="module")
def customers() -> list[Customer]:
    files = Ledger(Path(__file__).parents[3] / "ledger").customer_files([])
    return [file.customer for file in files if file.status == "active"]


def _same(customers: list[Customer], words: str) -> None:
    cards = customer_cards(customers)
    for limit in (1, 9, 200):
        assert find_by_cards(cards, words, limit) == find_customers(customers, words, limit), words


@pytest.mark.parametrize("words", WORDS)
def test_the_same_are_found_for_what_people_type(customers: list[Customer], words: str) -> None:
    _same(customers, words)


def test_and_for_pieces_of_what_stands_in_the_files(customers: list[Customer]) -> None:
    rng = Random(7)
    for _ in range(60):
        one = rng.choice(customers)
        phones = [each.form for contact in one.contacts for each in telephones(contact.mobile)]
        text = rng.choice(
            [one.name, one.address, one.id, one.phone, *phones, *(m.serial for m in one.equipment)]
        )
        start = rng.randrange(len(text)) if text else 0
        piece = text[start : start + rng.randrange(1, 8)]
        _same(customers, piece if rng.random() < 0.7 else f"{piece} {rng.choice(WORDS)}")


def test_of_many_that_fit_only_as_many_as_may_be_among_the_best_are_looked_at_as_a_whole(
    customers: list[Customer],
) -> None:
    cards = customer_cards(customers)
    loaded: list[int] = []
    watched = cards._replace(load=lambda places: loaded.extend(places) or cards.load(places))
    fitting = {match.customer.id for match in find_customers(customers, "CR-200", 10_000)}
    assert len(find_by_cards(watched, "CR-200", 9)) == 9
    assert len(loaded) <= 64 < len(fitting)
