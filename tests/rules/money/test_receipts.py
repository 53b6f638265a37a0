"""Receipt books run without gaps, each desk's by itself."""

from __future__ import annotations

import pytest

from svc.rules.money.receipts import ReceiptBook, books_run_without_gaps, parse_number


def problems(*numbers: str) -> list[str]:
    return [
        str(fault.problem)
        for fault in books_run_without_gaps((number, f"{number}.yaml") for number in numbers)
    ]


def test_books_of_two_desks_offices_and_years_run_each_by_itself() -> None:
    assert (
        problems("SZ-A-26-0001", "SZ-A-26-0002", "SZ-B-26-0001", "BJ-A-26-0001", "SZ-A-27-0001")
        == []
    )


def test_a_gap_is_named_from_its_first_to_its_last_number_and_where_the_book_goes_on() -> None:
    assert problems("SZ-A-26-0001", "SZ-A-26-0005", "SZ-A-26-0007") == [
        "receipt book SZ-A-26: SZ-A-26-0002 … SZ-A-26-0004 is missing before SZ-A-26-0005",
        "receipt book SZ-A-26: SZ-A-26-0006 is missing before SZ-A-26-0007",
    ]


def test_a_book_that_does_not_begin_with_1_has_a_gap() -> None:
    assert problems("SZ-A-26-0002") == [
        "receipt book SZ-A-26: SZ-A-26-0001 is missing before SZ-A-26-0002"
    ]


def test_a_number_given_twice_is_named_with_the_other_ticket() -> None:
    issued = [("SZ-A-26-0001", "one.yaml"), ("SZ-A-26-0001", "two.yaml")]
    (fault,) = books_run_without_gaps(issued)
    assert fault.path == "two.yaml"
    assert str(fault.problem) == "receipt SZ-A-26-0001 is also in one.yaml"


@pytest.mark.parametrize(
    "number", ["0031", "SZ-A-26-31", "sz-A-26-0031", "SZ-I-26-0031", "SZ-A-2026-0031"]
)
def test_what_is_no_number_of_a_book_is_named(number: str) -> None:
    assert parse_number(number) is None
    assert problems(number) == [f"'{number}' is not a receipt number, such as SZ-A-26-0031"]


def test_a_book_goes_on_beyond_9999() -> None:
    book = ReceiptBook(office="SZ", lane="A", year=2026)
    assert book.number(31) == "SZ-A-26-0031"
    assert parse_number(book.number(12345)) == (book, 12345)
