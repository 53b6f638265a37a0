"""The index asked for keys: whatever way a number is spelled, its ticket is found, and no other.

All else that it is asked is tried step by step against the files: test_random.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.test_import_tickets import CLOSED, OPEN, SECOND, imported

from svc.store.index.queries import Sought, ticket_numbers

if TYPE_CHECKING:
    from sqlite3 import Connection

    from conftest import Desk


def found(desk: Desk, kind: str, value: str) -> list[str]:
    """What the index has under a key, were all files older than this moment: those that are not
    are looked into whatever is asked.
    """
    sought = [Sought(keys=((kind, value),))]

    def ask(index: Connection) -> list[str]:
        index.execute("UPDATE ticket SET unsure = 0")
        return [str(number) for number in ticket_numbers(index, sought)]

    ledger = desk.ledger
    numbers = ledger.ask_index(ask)
    ledger.close()
    assert numbers is not None
    return numbers


@pytest.mark.parametrize(
    ("kind", "value", "tickets"),
    [
        ("imported", "2024-0317", [CLOSED]),
        ("imported", "２０２４－０３１７", [CLOSED]),
        ("imported", "2024-0318", [SECOND]),
        ("imported", "2024-03", []),
        ("serial", "x 1", [CLOSED, OPEN]),
        ("serial", "X-2", []),
        ("unit", " 甲公司", [CLOSED, OPEN]),
        ("unit", "乙公司", []),
        ("is", "complaint", []),
    ],
)
def test_a_key_is_found_in_whatever_spelling(
    desk: Desk, kind: str, value: str, tickets: list[str]
) -> None:
    imported(desk)
    assert found(desk, kind, value) == tickets
