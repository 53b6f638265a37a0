"""What a day came to, from tickets alone; the commands' answers: tests/actions/test_daily.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.checks.records import STAFF
from rules.logs import ticket

from svc.model.staff import Staff
from svc.rules.daily.sheet import OfficeDay, sheet_of
from svc.rules.ticket.lifecycle import State, replay_ticket

DAY = date(2026, 11, 20)
RECEIVED = "20 09:00 received"
PAID = ("20 10:00 paid", {"amount": "80.00", "taken_by": "wang", "id": "p00001"})
IN = ("20 17:00 handed_in", {"of": "p00001", "by": "chen"})
GONE = (
    "20 12:00 office_changed",
    {"office": "BJ", "region": "north", "calendar": "BJ@1", "reason": "跨区"},
)


def state(*log: object) -> State:
    return replay_ticket(ticket(RECEIVED, *log))


def sheet(*states: State, office: str = "SZ", day: date = DAY, **more: object) -> OfficeDay:
    return sheet_of(states, office, day, Staff(staff=STAFF), **more)


def test_money_in_a_technicians_hand_has_not_reached_the_cashier() -> None:
    found = sheet(state(PAID))
    assert [(each.technician, each.money_held) for each in found.figures] == [
        ("wang", Decimal("80.00"))
    ]
    assert found.books == {}


def test_money_that_was_handed_in_is_in_the_books_by_the_way_it_was_paid() -> None:
    found = sheet(state(PAID, IN))
    assert found.books == {"cash": Decimal("80.00")}
    (wang,) = found.figures
    assert (wang.money_held, wang.handed_in) == (Decimal("0.00"), Decimal("80.00"))


def test_a_transfer_is_the_companys_at_once_and_a_cashiers_money_too() -> None:
    transfer = ("20 10:00 paid", {"amount": "80.00", "taken_by": "wang", "how": "transfer"})
    assert sheet(state(transfer)).books == {"transfer": Decimal("80.00")}
    at_the_desk = ("20 10:00 paid", {"amount": "80.00", "taken_by": "chen"})
    assert sheet(state(at_the_desk)).books == {"cash": Decimal("80.00")}


def test_what_was_given_back_is_taken_off() -> None:
    back = ("20 11:00 refunded", {"amount": "30.00", "how": "wechat", "receipt": "SZ-A-26-0001"})
    assert sheet(state(PAID, IN, back)).books == {
        "cash": Decimal("80.00"),
        "wechat": Decimal("-30.00"),
    }


def test_what_happens_later_changes_no_earlier_day() -> None:
    later = state(PAID, ("21 09:00 handed_in", {"of": "p00001", "by": "chen"}))
    assert sheet(later) == sheet(state(PAID))
    assert sheet(later, day=date(2026, 11, 21)).books == {"cash": Decimal("80.00")}


def test_a_payment_counts_for_the_office_that_took_it_what_is_held_for_the_one_that_acts() -> None:
    moved = state(PAID, GONE)
    assert sheet(moved).events == ["p00001"]
    assert sheet(moved).technicians == []
    assert [each.technician for each in sheet(moved, office="BJ").technicians] == ["wang"]


def test_what_another_seal_has_is_left_out_and_what_came_late_is_counted_besides() -> None:
    from svc.rules.daily.sheet import entries_of

    made = state(PAID, IN)
    assert sheet(made, left_out=frozenset(("p00001", made.events[-1].id))).events == []
    besides = [entry for entry in entries_of(made, "SZ") if entry.event.id != "p00001"]
    next_day = sheet(made, day=date(2026, 11, 21), besides=besides)
    assert next_day.books == {"cash": Decimal("80.00")}
    assert next_day.events == [made.events[-1].id]
