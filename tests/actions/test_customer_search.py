"""Finding customers among all files: those in use, and what a merged file leads to.

What fits which words is told in tests/rules/search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import FilesAlone
from conftest import options

from svc.actions.customer_search import search_customers

if TYPE_CHECKING:
    from conftest import Desk

    from svc.errors import Damaged
    from svc.rules.search.customers import CustomerMatch

A, B, C = "SZ-A0001", "SZ-A0002", "SZ-A0003"


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three customers; the second was merged into the first."""
    for number, name in enumerate(("南山明辉餐饮", "明辉二店", "昆山华恒焊接")):
        told = {"name": name, "address": "x", "phone": f"0755-2600111{number}", "contact": "张工"}
        desk.ok("customer", "add", *options({**told, "mobile": f"1390000111{number}"}), by="chen")
    desk.ok("customer", "merge", B, "--into", A, "--reason", "x", by="chen")
    return desk


def found(desk: Desk, words: str, limit: int = 9) -> tuple[list[CustomerMatch], list[str]]:
    """What fits, by the index and by the files alone; and the files that can't be read."""
    broken: list[Damaged] = []
    by_index = search_customers(desk.ledger, words, broken, limit)
    by_files = search_customers(FilesAlone(desk.path), words, [], limit)
    assert [told(match) for match in by_files] == [told(match) for match in by_index]
    return by_index, [str(error.facts["path"]) for error in broken]


def told(match: CustomerMatch) -> tuple[str, str, int]:
    return match.customer.id, str(match.why), match.score


def test_a_customer_in_use_is_found_as_they_stand_now(three: Desk) -> None:
    three.ok("customer", "correct", C, "--field", "name", "--to", "甲", "--reason", "x", by="chen")
    ((match,), broken) = found(three, "甲")
    assert (match.customer.id, match.customer.name, broken) == (C, "甲", [])


def test_what_stands_in_a_merged_file_finds_the_one_it_went_into(three: Desk) -> None:
    ((match,), _) = found(three, "二店")
    assert (match.customer.id, str(match.why)) == (A, f"merged file {B} 明辉二店")


def test_who_is_found_by_the_own_file_is_found_once(three: Desk) -> None:
    ((match,), _) = found(three, "明辉")
    assert match.customer.id == A
    assert "merged file" not in str(match.why)


def test_the_best_come_first_and_no_more_than_asked_for(three: Desk) -> None:
    hits, _ = found(three, "张工")
    assert {match.customer.id for match in hits} == {A, C}
    assert [match.score for match in hits] == sorted((m.score for m in hits), reverse=True)
    assert len(found(three, "张工", limit=1)[0]) == 1


def test_a_file_merged_twice_leads_to_the_last(three: Desk) -> None:
    three.ok("customer", "merge", A, "--into", C, "--reason", "x", by="chen")
    assert [match.customer.id for match in found(three, "二店")[0]] == [C]


def test_two_files_merged_crosswise_lead_to_none_and_to_no_endless_search(three: Desk) -> None:
    three.git("checkout", "-q", "-b", "other", "HEAD~1")
    three.ok("customer", "merge", A, "--into", B, "--reason", "x", by="chen")
    merged = (three.path / f"customers/{A}.yaml").read_bytes()
    three.git("checkout", "-q", "main")
    (three.path / f"customers/{A}.yaml").write_bytes(merged)
    three.commit()
    assert found(three, "二店") == ([], [])


def test_a_file_that_can_not_be_read_is_named_and_hides_no_other(three: Desk) -> None:
    (three.path / f"customers/{C}.yaml").write_text("id: [\n", encoding="utf-8")
    hits, broken = found(three, "南山")
    assert ([match.customer.id for match in hits], broken) == ([A], [f"customers/{C}.yaml"])
