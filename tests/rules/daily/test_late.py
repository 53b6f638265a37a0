"""Which events came too late for their day, and whose seal has them."""

from __future__ import annotations

from datetime import date

from rules.daily.days import DAY, recounted, sealed, state
from rules.logs import ticket

from svc.rules.daily.late import late_entries
from svc.rules.daily.sheet import entries_of
from svc.rules.ticket.lifecycle import replay_ticket

PAID = ("20 10:00 paid", {"amount": "80.00", "id": "p00001"})
NEXT = date(2026, 11, 21)


def entries() -> list[object]:
    return [*entries_of(replay_ticket(ticket("20 09:00 received", PAID)), "SZ")]


def test_an_event_of_a_sealed_day_that_its_seal_lacks_is_late() -> None:
    (late,) = late_entries(entries(), {DAY: state(sealed(events=("other1",)))})
    assert (late.entry.event.id, late.in_seal) == ("p00001", None)
    assert list(late_entries(entries(), {DAY: state(sealed(events=("p00001",)))})) == []
    assert list(late_entries(entries(), {})) == []


def test_the_seal_of_a_later_day_or_a_correction_may_have_it() -> None:
    later = {DAY: state(sealed()), NEXT: state(sealed(events=("p00001",)), day=NEXT)}
    assert [late.in_seal for late in late_entries(entries(), later)] == [NEXT]
    corrected = {DAY: state(sealed(), recounted(events=("p00001",)))}
    assert [late.in_seal for late in late_entries(entries(), corrected)] == [DAY]
