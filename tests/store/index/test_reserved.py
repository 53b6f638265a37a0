"""What tickets reserve, in the index: the same as from the files, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import TICKET
from keeper import furnish

from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk


def both(desk: Desk, office: str = "", *parts: str) -> list[tuple[str, int, str]]:
    """What index and files answer, which is the same: part, count, who goes."""
    indexed, plain = Ledger(desk.path), Ledger(desk.path, indexed=False)
    assert indexed.ask_index(lambda _: True)
    found = indexed.reservations([], office, parts)
    assert found == plain.reservations([], office, parts)
    return [(each.part, each.count, each.technician) for each in found]


def test_the_index_has_what_the_files_have_at_every_step(desk: Desk) -> None:
    desk.play("reply")
    furnish(desk)
    assert both(desk) == []
    send = ("dispatch", TICKET, "--to", "wang", "--appointment", "14:00", "--bring", "P-1001:2")
    desk.ok(*send, "--bring", "P-1003", by="li", now="2026-11-20T09:50:00")
    assert both(desk) == [("P-1001", 2, "wang"), ("P-1003", 1, "wang")]
    assert both(desk, "SZ", "P-1003", "P-1004") == [("P-1003", 1, "wang")]
    assert both(desk, "BJ") == []
    lend = ("loan", "lend", TICKET, "P-1001:2", "--to", "wang")
    desk.ok(*lend, by="sun", now="2026-11-20T10:00:00")
    assert both(desk) == [("P-1003", 1, "wang")]
    desk.ok(
        "hold", TICKET, "--for", "customer", "--reason", "改天", by="li", now="2026-11-20T10:10:00"
    )
    assert both(desk) == []
