"""Which entry a new one is compared with, when a clock may have been set back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from conftest import TICKET

from svc.store.clock_witnesses import ClockWitnesses

if TYPE_CHECKING:
    from conftest import Desk

SECOND = "SZ-2611-A0002"


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{time}:00+08:00")


def test_a_new_ticket_follows_the_intake_before_it_and_not_what_was_added_to_that_since(
    desk: Desk,
) -> None:
    desk.play("intake")
    desk.ok("note", TICKET, "x", by="chen", now="2026-11-20T11:00:00")
    between = desk.other(2, now="2026-11-20T10:00:00")
    assert (between.status, "behind" in between.err) == (0, False)
    before = desk.other(3, now="2026-11-20T09:30:00")
    assert f"behind the last entry of {SECOND}" in before.err


def test_of_several_records_the_one_farthest_ahead_is_named(desk: Desk) -> None:
    desk.play("intake")
    assert desk.other(2, now="2026-11-20T10:00:00").status == 0
    for first, second in ((TICKET, SECOND), (SECOND, TICKET)):
        witnesses = ClockWitnesses(desk.ledger)
        for number in (first, second):
            witnesses.record(number, desk.ledger.read(number).log)
        skew = witnesses.skew(at("08:00"))
        assert skew is not None
        assert (skew.facts["record"], skew.facts["behind"]) == (SECOND, "2h")
        assert witnesses.skew(at("10:00")) is None
