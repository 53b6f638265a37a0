"""Customers' files asked of the index: by what they are found, as they stand, which can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, TOLD, options

from svc.store.index import changed_customers, customers
from svc.store.index.schema import lookup_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Desk

A, B = "SZ-A0001", "SZ-A0002"
OTHER = TOLD | {
    "unit": "福田食堂", "phone": "0755-83000000", "mobile": "13800002222", "serial": "X-1",
}  # fmt: skip


@pytest.fixture
def two(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    # what was written within a tick of the clock may be found by anything
    monkeypatch.setattr(changed_customers, "is_unsure", lambda *_: False)
    assert desk.intake().status == 0
    desk.ok("intake", *options(OTHER), by="chen", now=NOW)
    return desk


def asked(desk: Desk, question: Callable[[Any], Any]) -> Any:
    ledger = desk.ledger
    answer = ledger.ask_index(question, customers="all")
    ledger.close()
    assert answer is not None
    return answer


def numbers(desk: Desk, *sought: tuple[str, str]) -> list[str]:
    return [str(each) for each in asked(desk, lambda db: customers.customer_numbers(db, sought))]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ([("name", "福田食堂")], [B]),
        ([("phone", "83000000")], [B]),
        ([("serial", "x-1"), ("phone", "0755-26001111")], [A, B]),
        ([("name", "没有"), ("serial", "")], []),
        ([], []),
    ],
)
def test_files_are_found_by_any_of_their_values(
    two: Desk, sought: list[tuple[str, str]], found: list[str]
) -> None:
    assert numbers(two, *sought) == found


def test_more_values_than_one_question_takes_are_asked_in_pieces(
    two: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customers, "_MOST_VALUES", 2)
    many = [("name", f"没有{n}") for n in range(7)]
    assert numbers(two, *many, ("name", "福田食堂"), ("serial", TOLD["serial"])) == [A, B]


def test_a_file_that_had_another_number_is_found_by_it(two: Desk) -> None:
    path = two.path / f"customers/{B}.yaml"
    event = (
        f'  - seq: 9\n    id: "renumbered"\n    what: "renumbered"\n    at: "{NOW}"\n'
        f'    typed: "{NOW}"\n    by: "chen"\n    was: "SZ-A0007"\n    now: "{B}"\n'
    )
    path.write_text(path.read_text(encoding="utf-8") + event, encoding="utf-8", newline="")
    assert numbers(two, ("alias", "SZ-A0007")) == [B]
    assert numbers(two, ("alias", B)) == []


def test_what_can_not_be_read_is_among_whatever_is_sought(two: Desk) -> None:
    (two.path / f"customers/{B}.yaml").write_text("- no record\n", encoding="utf-8")
    assert numbers(two, ("name", "没有")) == [B]
    known, unreadable = asked(two, customers.all_customers)
    assert ([each.customer.id for each in known], unreadable) == ([A], [B])
    assert asked(two, lambda db: customers.current_customers(db, [A, B])).keys() == {A}


def test_they_come_as_they_stand_without_their_logs(two: Desk) -> None:
    two.ok("customer", "merge", B, "--into", A, "--reason", "同一家", by="sun", now=NOW)
    found, _ = asked(two, customers.all_customers)
    assert [(each.customer.id, each.status, each.merged_into) for each in found] == [
        (A, "active", ""),
        (B, "merged", A),
    ]
    assert all(each.customer.log == [] for each in found)
    current = asked(two, lambda db: customers.current_customers(db, [B, "SZ-A0099"]))
    assert {id: each.name for id, each in current.items()} == {B: "福田食堂"}


def test_a_number_is_looked_up_without_its_area_and_nothing_by_nothing() -> None:
    assert customers.lookup_keys("phone", "0755-83000000") == customers.lookup_keys(
        "phone", "83000000"
    )
    assert len(customers.lookup_keys("phone", "0755-83000000、13800002222")) == 2
    assert customers.lookup_keys("name", " ") == []
    assert customers.lookup_keys("alias", A) == [lookup_key("alias", A)]
