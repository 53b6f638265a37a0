"""What completion offers, and what it reads of a ledger: by first bytes, never parsed.

Answers are evaluated by the shells, zsh's with what it knows of code. So nothing a customer said is
passed on but letters, digits and blanks (`harmless`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from svc.cli.desk import Desk
    from svc.model.ids import TicketId
    from svc.model.staff import Person
    from svc.store.ledger import Ledger


class CompletionItem(Struct, frozen=True):
    """One answer, as Typer's classes for the shells want it."""

    value: str
    help: str = ""
    type: str = "plain"


def ticket_numbers(ledger: Ledger, incomplete: str) -> Iterator[TicketId]:
    """The numbers of tickets that begin so, the newest month first; other months' folders are not
    even listed.
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


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file, which hold status and customer; nothing if it can't be read."""
    try:
        with open(path, "rb") as opened:
            return opened.read(2000)
    except OSError:
        return b""


def first_match(pattern: re.Pattern[bytes], data: bytes) -> str:
    match = pattern.search(data)
    return match[1].decode("utf-8", "replace") if match else ""
