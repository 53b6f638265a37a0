"""Numbers of a desk's own series run without gaps: of tickets, customers' files and stock documents
by office, month and lane, of receipts by book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.model.ids import MonthSealId, SealId, record_id_at
from svc.rules.money.receipts import parse_number

if TYPE_CHECKING:
    from svc.model.ids import CustomerId, StockId, TicketId

Books = dict[str, int]
"""The highest number of each receipt book."""

IN_TEXT = "[A-Z]{2,4}-[A-Z]-[0-9]{2}-[0-9]{4,9}"
"""What looks like a receipt's number, wherever it stands in a text."""


def numbered(path: str) -> TicketId | CustomerId | StockId | None:
    """The number that a desk gave to the record at this path; None of what nobody numbers."""
    number = record_id_at(path)
    return None if number is None or isinstance(number, SealId | MonthSealId) else number


def path_before(path: str) -> str:
    """Where the record lies that has the number before this one's; empty for the first of its
    series.
    """
    number = numbered(path)
    if number is None or number.number <= 1:
        return ""
    return replace(number, number=number.number - 1).path


def highest_numbers(found: Iterable[str]) -> Books:
    """The highest number of each book among these; what is none is passed over."""
    books: Books = {}
    for number in found:
        put_number(books, number)
    return books


def put_number(books: Books, number: str) -> None:
    """Remember that a book has come to this number."""
    parsed = parse_number(number)
    if parsed is not None:
        book = str(parsed[0])
        books[book] = max(books.get(book, 0), parsed[1])


def missing_receipts(before: Mapping[str, int], issued: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of the receipts just issued those whose book has none with the number before: that number and
    theirs.
    """
    new: dict[str, set[int]] = {}
    for number in issued:
        parsed = parse_number(number)
        if parsed is not None:
            new.setdefault(str(parsed[0]), set()).add(parsed[1])
    for book, numbers in sorted(new.items()):
        for running in sorted(numbers):
            if running - 1 > before.get(book, 0) and running - 1 not in numbers:
                yield f"{book}-{running - 1:04d}", f"{book}-{running:04d}"
