"""Old tickets of a table: found by the number they had."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from conftest import TICKET
from msgspec.structs import replace
from rules.imports.tables import good, read
from rules.imports.test_customers import FILED

from svc.model import events as ev
from svc.rules.imports.found import Found
from svc.rules.imports.tickets import ended_at, find_tickets_of_rows, imported_as
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.store.records import ticket_record_of

if TYPE_CHECKING:
    from conftest import Desk

HEADS = "原单号 受理时间 单位 故障现象 完成时间"
DAY = "2026-11-20T09:00:00+08:00"


def imported(desk: Desk) -> State:
    """A ticket that was imported, closed, as 2026-7."""
    desk.play("intake")
    ticket = ticket_record_of(desk.record.read_bytes(), ticket_number()).ticket
    at = datetime.fromisoformat(DAY)
    event = ev.Imported(
        seq=1, id="aaaaaaaaaa", at=at, typed=at, by="sun", digest="0" * 16, number="2026-7",
        closed_at=at, technician="老王", remedy="换管",
    )  # fmt: skip
    return replay_ticket(replace(ticket, log=[event]))


def ticket_number() -> Any:
    from svc.model.ids import parse_ticket_id

    return parse_ticket_id(TICKET)


def found(*rows: list[Any], there: dict[str, State] | None = None) -> list[Found]:
    return find_tickets_of_rows(read("tickets", HEADS, *rows).rows, there or {}, FILED)


def test_a_number_that_nobody_imported_is_new_with_or_without_a_file() -> None:
    rows = (
        ["2024-1", "2024-03-01", "甲公司", "不热", None],
        ["2024-2", "2024-03-01", "别人", "漏", None],
    )
    assert [(each.verdict, each.owner) for each in found(*rows)] == [
        ("new", "SZ-A0001"),
        ("new", ""),
    ]


def test_a_customer_that_several_can_be_is_a_fault() -> None:
    assert [each.verdict for each in found(["1", "2024-03-01", "丙公司", "x", None])] == ["faulty"]


def test_what_ends_before_it_came_in_and_a_complaint_are_faults() -> None:
    assert [each.verdict for each in found(["1", "2024-03-02", "甲公司", "x", "2024-03-01"])] == [
        "faulty"
    ]
    rows = read(
        "tickets", "原单号 受理时间 单位 故障现象 类型", ["1", "2024-03-02", "甲", "x", "投诉"]
    ).rows
    assert [each.verdict for each in find_tickets_of_rows(rows, {}, FILED)] == ["faulty"]


def test_one_number_twice_is_said_again_or_faulty() -> None:
    row = ["1", "2024-03-01", "甲公司", "x", None]
    other = ["1", "2024-03-01", "甲公司", "y", None]
    assert [each.verdict for each in found(row, row, other)] == ["new", "again", "faulty"]


def test_a_day_of_the_end_is_no_earlier_than_the_moment_it_came_in() -> None:
    heads = "原单号 受理时间 单位 故障现象 完成时间"
    rows = good(
        "tickets", heads, ["1", "2024-03-01 09:30", "甲", "x", date(2024, 3, 1)],
        ["2", "2024-03-01 09:30", "甲", "x", date(2024, 3, 2)], ["3", "2024-03-01", "甲", "x", None],
    )  # fmt: skip
    assert [ended_at(row) and ended_at(row).isoformat() for row in rows] == [
        "2024-03-01T09:30:00+08:00", "2024-03-02T00:00:00+08:00", None,
    ]  # fmt: skip


def test_a_ticket_that_was_imported_is_the_same_or_differs(desk: Desk) -> None:
    state = imported(desk)
    there = imported_as([state])
    assert list(there) == ["2026-7"]
    told = state.ticket.customer.unit
    same = ["2026-7", "2026-11-20 09:00", told, state.ticket.symptom, "2026-11-20"]
    (each,) = found(same, there=there)
    assert (each.verdict, each.on) == ("same", TICKET)
    (each,) = found([*same[:3], "别的", same[4]], there=there)
    assert [(d.head, d.told) for d in each.differences] == [("故障现象", "别的")]


def test_only_what_was_imported_is_known_by_its_old_number(desk: Desk) -> None:
    desk.play("intake")
    ticket = ticket_record_of(desk.record.read_bytes(), ticket_number()).ticket
    assert imported_as([replay_ticket(ticket)]) == {}
