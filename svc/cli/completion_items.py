"""What completion offers, and what it reads of a ledger: by first bytes, never parsed.

Answers are evaluated by the shells, zsh's with what it knows of code. So nothing a customer said is
passed on but letters, digits and blanks (`harmless`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import SvcError

if TYPE_CHECKING:
    from svc.cli.desk import Desk
    from svc.model.ids import TicketId
    from svc.model.staff import Person
    from svc.store.ledger import Ledger


_START = 2000
"""So many bytes of a file hold what is looked for."""


class CompletionItem(Struct, frozen=True):
    """One answer, as Typer's classes for the shells want it."""

    value: str
    help: str = ""
    type: str = "plain"


def ticket_numbers(ledger: Ledger, incomplete: str) -> Iterator[TicketId]:
    """The numbers of tickets that begin so, the newest month first; other months' folders are not
    even listed. Those that were put away come last, once their office and year are typed.
    """
    wanted = incomplete.upper()
    tickets = ledger.top / "tickets"
    folders = sorted(
        tickets.glob("*/*"), key=lambda folder: (folder.name, folder.parent.name), reverse=True
    )
    for folder in folders:
        start = f"{folder.parent.name}-{folder.name[2:4]}{folder.name[5:7]}-"
        if start.startswith(wanted) or wanted.startswith(start):
            for number in reversed(
                ledger.numbers_in(f"tickets/{folder.parent.name}/{folder.name}")
            ):
                if str(number).startswith(wanted):
                    yield number
    for archive in reversed(ledger.archive_ids()):
        if wanted.startswith(f"{archive.office}-{archive.year % 100:02d}"):
            with suppress(SvcError):  # named by whoever reads it
                numbers = ledger.archives.tickets_in(archive)
                alone = (n for n in reversed(numbers) if not (ledger.top / n.folder).exists())
                yield from (number for number in alone if str(number).startswith(wanted))


def newest_tickets(ledger: Ledger) -> Iterator[Path]:
    """The files of tickets, the newest month first."""
    return (ledger.top / number.path for number in ticket_numbers(ledger, ""))


def people_like(
    desk: Desk, incomplete: str, may: Callable[[Person], bool]
) -> Iterator[CompletionItem]:
    """Those of the staff who may be meant, by id, name or pinyin."""
    from svc.rules.search.pinyin import Pinyin

    pinyin = Pinyin(incomplete)
    for person in desk.ledger().staff.staff:
        fits = (
            person.id.startswith(incomplete)
            or person.name.startswith(incomplete)
            or pinyin.find_in(person.name) == 0
        )
        if fits and person.left is None and may(person):
            yield CompletionItem(person.id, harmless(person.name))


def harmless(text: str) -> str:
    """Letters, digits and blanks of a text: no shell takes them for anything but text."""
    return " ".join(
        "".join(char if char.isalnum() or char in "-.，。、" else " " for char in text).split()
    )[:60]


def first_of_ticket(ledger: Ledger, number: TicketId) -> bytes:
    """The first bytes of a ticket, wherever it lies; nothing if it can't be read."""
    start = first_bytes(ledger.top / number.path)
    if not start and ledger.has_archives():
        with suppress(SvcError):
            start = (ledger.archives.bytes_of(number) or b"")[:_START]
    return start


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file, which hold status and customer; nothing if it can't be read."""
    try:
        with open(path, "rb") as opened:
            return opened.read(_START)
    except OSError:
        return b""


def first_match(pattern: re.Pattern[bytes], data: bytes) -> str:
    match = pattern.search(data)
    return match[1].decode("utf-8", "replace") if match else ""
