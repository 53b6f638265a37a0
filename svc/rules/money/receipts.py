"""Receipt books: a book belongs to one desk of one office for one year, and runs without gaps, as
paper books do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.ids import LANES

_NUMBER = re.compile(rf"([A-Z]{{2,4}})-([{LANES}])-([0-9]{{2}})-([0-9]{{4,9}})")


class ReceiptBook(Struct, frozen=True, kw_only=True, order=True):
    """`SZ-A-26`: office, the desk's lane, year."""

    office: str
    lane: str
    year: int

    def number(self, running: int) -> str:
        """The number of a receipt of this book, `SZ-A-26-0031`; more than four digits when they are
        needed.
        """
        return f"{self}-{running:04d}"

    def __str__(self) -> str:
        return f"{self.office}-{self.lane}-{self.year % 100:02d}"


def number_from(typed: str) -> str:
    """A receipt's number as it is written, however it was typed."""
    return typed.strip().upper()


def parse_number(text: str) -> tuple[ReceiptBook, int] | None:
    """The book and running number of a receipt; None if it is not a number of ours."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    office, lane, year, running = match.groups()
    return ReceiptBook(office=office, lane=lane, year=2000 + int(year)), int(running)


class ReceiptBookFault(Struct, frozen=True):
    """What is wrong with a book, and in which ticket's file it shows."""

    path: str
    number: str
    problem: Phrase


def books_run_without_gaps(issued: Iterable[tuple[str, str]]) -> Iterator[ReceiptBookFault]:
    """Numbers that were given twice, that are missing, or that are of no book. `issued`: number and
    path of each.
    """
    books: dict[ReceiptBook, dict[int, str]] = {}
    for number, path in issued:
        parsed = parse_number(number)
        if parsed is None:
            problem = Phrase(
                N_("'{number}' is not a receipt number, such as SZ-A-26-0031"),
                number=number,
                lost=number,
            )
            yield ReceiptBookFault(path, number, problem)
            continue
        book, running = parsed
        if running in books.setdefault(book, {}):
            problem = Phrase(
                N_("receipt {number} is also in {path}"),
                number=number,
                path=books[book][running],
                lost=number,
            )
            yield ReceiptBookFault(path, number, problem)
        books[book].setdefault(running, path)
    for book, numbers in sorted(books.items()):
        missing = [running for running in range(1, max(numbers)) if running not in numbers]
        for first, last in _stretches(missing):
            after = min(running for running in numbers if running > last)
            stretch = (
                book.number(first)
                if first == last
                else f"{book.number(first)} … {book.number(last)}"
            )
            problem = Phrase(
                N_("receipt book {book}: {missing} is missing before {number}"),
                book=str(book),
                missing=stretch,
                number=book.number(after),
                lost=book.number(first),
            )
            yield ReceiptBookFault(numbers[after], book.number(after), problem)


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers, as first and last."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            yield numbers[start], numbers[index - 1]
            start = index
