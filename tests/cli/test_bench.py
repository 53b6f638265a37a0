"""Machines that are with us, as typed: brought in, repaired, told, picked up; to the factory and
back; replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Desk

T = "SZ-2611-A0001"
RECEIVE = (
    "bench",
    "receive",
    T,
    "--place",
    "客户机库房 A-1",
    "--condition",
    "外壳划伤",
    "--accessory",
    "电源线",
)
REPAIR = ("bench", "repair", T, "--found", "断路", "--done", "换管", "--cause", "wear")
SHIP = ("ship", T, "--carrier", "顺丰", "--number", "SF1001", "--reason", "主板需返厂")


def what(desk: Desk) -> list[str]:
    return [event["what"] for event in desk.log]


def walk_in(desk: Desk, **told: str) -> None:
    assert desk.intake(channel="walk_in", mode="walk_in", **told).status == 0


def test_a_walk_in_repair_goes_from_the_counter_to_closing(desk: Desk) -> None:
    walk_in(desk)
    received = desk.ok(*RECEIVE, "--signed-by", "张工", "--ready-by", "2026-11-21 17:00", by="chen")
    assert "Next: svc bench repair" in received.out
    desk.ok("bench", "place", T, "--to", "维修区 3", by="chen", now="2026-11-20T10:00:00")
    repaired = desk.ok(
        *REPAIR,
        "--part",
        "加热管:1:none",
        "--place",
        "修复区",
        by="wang",
        now="2026-11-20T11:00:00",
    )
    assert "Next: svc bench told" in repaired.out
    desk.ok("bench", "told", T, "--spoke-to", "张工", by="chen", now="2026-11-20T11:10:00")
    desk.ok("pickup", T, "--signed-by", "张工", by="chen", now="2026-11-20T15:00:00")
    desk.ok(
        "callback",
        T,
        "--spoke-to",
        "张工",
        "--rating",
        "satisfied",
        by="zhao",
        now="2026-11-21T10:00:00",
    )
    closed = desk.ok("close", T, by="zhao", now="2026-11-21T10:01:00")
    assert "closed" in closed.out
    told = [
        "received",
        "brought_in",
        "placed",
        "repaired",
        "told_ready",
        "picked_up",
        "called_back",
        "closed",
    ]
    assert what(desk) == told
    assert desk.svc("check", now="2026-11-21T10:02:00").status == 0


def test_configuration_and_part_barcodes_checked_at_the_counter_are_told(desk: Desk) -> None:
    walk_in(desk)
    desk.ok(
        *RECEIVE,
        "--configuration",
        "标准配置",
        "--parts-not-ours",
        "--signed-by",
        "张工",
        by="chen",
    )
    told = desk.ok("show", T).out
    assert "configuration: 标准配置" in told
    assert "parts ours by their barcodes: no" in told


def test_a_walk_in_is_received_next_and_the_agreed_pick_up_time_is_the_promise(desk: Desk) -> None:
    walk_in(desk)
    assert f"Next: svc bench receive {T}" in desk.ok("show", T).out
    received = desk.ok(*RECEIVE, "--signed-by", "张工", "--ready-by", "2026-11-21 17:00", by="chen")
    assert "2026-11-21 17:00" in received.out


def test_all_that_is_missing_at_the_counter_is_named_at_once(desk: Desk) -> None:
    walk_in(desk)
    ended = desk.svc("--json", "bench", "receive", T, by="chen")
    assert ended.status == 2
    assert ended.error["facts"]["fields"] == ["--place", "--condition", "--signed-by"]


def test_condition_is_signed_for_or_it_is_said_why_not_never_both(desk: Desk) -> None:
    walk_in(desk)
    before = desk.snapshot()
    ended = desk.svc("--json", *RECEIVE, "--signed-by", "张工", "--unsigned", "赶时间", by="chen")
    assert (ended.status, ended.error["key"]) == (2, "condition-needs-one")
    assert desk.snapshot() == before
    desk.ok(*RECEIVE, "--unsigned", "赶时间", by="chen")


@pytest.mark.parametrize(
    "words",
    [
        ("bench", "place", T, "--to", "维修区"),
        ("bench", "told", T, "--spoke-to", "张工"),
        ("pickup", T, "--signed-by", "张工"),
        REPAIR,
    ],
)
def test_what_is_done_with_a_machine_needs_one_that_was_received(desk: Desk, words: Any) -> None:
    walk_in(desk)
    before = desk.snapshot()
    ended = desk.svc("--json", *words, by="sun")
    assert (ended.status, ended.error["key"]) == (2, "not-brought-in")
    assert desk.snapshot() == before


def test_a_machine_that_is_here_is_not_received_again_but_the_same_said_twice_is(
    desk: Desk,
) -> None:
    walk_in(desk)
    desk.ok(*RECEIVE, "--signed-by", "张工", by="chen")
    assert (
        "already recorded"
        in desk.ok(*RECEIVE, "--signed-by", "张工", by="chen", now="2026-11-20T09:05:00").out
    )
    ended = desk.svc(
        "--json", *RECEIVE, "--signed-by", "李工", by="chen", now="2026-11-20T09:06:00"
    )
    assert ended.error["key"] == "impossible-step"


def test_a_machine_is_told_and_given_back_when_it_is_ready_unless_a_manager_allows(
    desk: Desk,
) -> None:
    walk_in(desk)
    desk.ok(*RECEIVE, "--signed-by", "张工", by="chen")
    for words in (("bench", "told", T, "--spoke-to", "张工"), ("pickup", T, "--signed-by", "张工")):
        assert desk.svc("--json", *words, by="chen").error["key"] == "not-yet-ready"
    desk.ok("pickup", T, "--signed-by", "张工", "--allow", "客户急用", by="sun")
    assert desk.log[-1]["allowed"] == "客户急用"


def test_without_the_voucher_it_is_said_how_the_person_was_known(desk: Desk) -> None:
    walk_in(desk)
    desk.ok(*RECEIVE, "--signed-by", "张工", by="chen")
    desk.ok(*REPAIR, by="wang")
    desk.ok("pickup", T, "--signed-by", "李工", "--known-by", "身份证，单位来电确认", by="chen")
    assert desk.log[-1]["voucher"] == "身份证，单位来电确认"
    again = desk.ok(
        "pickup", T, "--signed-by", "李工", "--known-by", "身份证，单位来电确认", by="chen"
    )
    assert "already recorded" in again.out


def test_misuse_found_on_the_bench_needs_what_shows_it(desk: Desk) -> None:
    walk_in(desk)
    desk.ok(*RECEIVE, "--signed-by", "张工", by="chen")
    misuse = ("bench", "repair", T, "--found", "进水", "--done", "烘干", "--cause", "misuse")
    assert desk.svc("--json", *misuse, by="wang").status == 2
    shown = ("--evidence", "主板水渍照片 3 张")
    # the warranty does not cover it, so the customer is asked first
    assert desk.svc("--json", *misuse, *shown, by="wang").error["key"] == "not-agreed"
    desk.ok("quote", T, "--line", "L03", "--cause", "misuse", *shown, by="wang")
    desk.ok("consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen")
    assert f"Next: svc charge {T}" in desk.ok(*misuse, *shown, by="wang").out


def test_declined_at_the_counter_the_machine_goes_back_as_it_is_and_no_callback_is_due(
    desk: Desk,
) -> None:
    walk_in(desk, bought="2020-01-01")
    desk.ok(*RECEIVE, "--signed-by", "张工", by="chen")
    declined = desk.ok("decline", T, "--reason", "不同意报价", by="chen")
    assert "Next: svc pickup" in declined.out
    taken = desk.ok("--json", "pickup", T, "--signed-by", "张工", by="chen").json
    assert taken["ticket"]["status"] == "declined"
    assert taken["ticket"]["due"] is None
    assert (
        desk.svc("--json", "pickup", T, "--signed-by", "李工", by="chen").error["key"]
        == "not-brought-in"
    )


def on_the_way(desk: Desk, outcome: str) -> None:
    desk.play("arrive")
    visit = (
        "visit",
        T,
        "--outcome",
        outcome,
        "--found",
        "主板坏",
        "--done",
        "拆下",
        "--cause",
        "quality",
    )
    desk.ok(*visit, by="wang", now="2026-11-20T15:00:00")


def test_a_machine_taken_along_is_received_repaired_and_brought_back_by_a_visit(desk: Desk) -> None:
    on_the_way(desk, "taken_along")
    desk.ok(*RECEIVE, "--signed-by", "张工", by="wang", now="2026-11-20T16:00:00")
    desk.ok(*REPAIR, by="wang", now="2026-11-20T17:00:00")
    back = ("dispatch", T, "--to", "wang", "--appointment", "2026-11-23 10:00")
    desk.ok(*back, by="li", now="2026-11-20T17:10:00")
    desk.ok("arrive", T, by="wang", now="2026-11-23T09:55:00")
    done = desk.ok(
        *(
            "visit",
            T,
            "--outcome",
            "fixed",
            "--found",
            "已修好",
            "--done",
            "装回",
            "--cause",
            "quality",
        ),
        by="wang",
        now="2026-11-23T11:00:00",
    )
    assert "State: done" in done.out
    assert "The machine is here" not in desk.ok("show", T, now="2026-11-23T11:00:00").out


def test_to_the_factory_and_back_with_the_freight_data(desk: Desk) -> None:
    on_the_way(desk, "to_factory")
    assert f"Next: svc ship {T}" in desk.ok("show", T, now="2026-11-20T15:10:00").out
    shipped = desk.ok(*SHIP, by="chen", now="2026-11-20T16:00:00")
    assert f"Next: svc returned {T}" in shipped.out
    event = desk.log[-1]
    assert (event["carrier"], event["number"], event["paid_by"]) == ("顺丰", "SF1001", "us")
    assert "at the factory" in desk.ok("show", T, now="2026-11-20T16:00:00").out
    back = desk.ok(
        "returned", T, "--done", "换主板", "--place", "修复区", by="chen", now="2026-12-04T10:00:00"
    )
    assert "Next: svc bench told" in back.out
    desk.ok("bench", "told", T, "--spoke-to", "张工", by="chen", now="2026-12-04T10:10:00")
    desk.ok("pickup", T, "--signed-by", "张工", by="chen", now="2026-12-04T15:00:00")


def test_who_pays_the_freight_is_us_or_the_customer(desk: Desk) -> None:
    walk_in(desk)
    desk.ok(*RECEIVE, "--signed-by", "张工", by="chen")
    assert desk.svc("--json", *SHIP, "--paid-by", "factory", by="chen").error["key"] == "not-one-of"
    desk.ok(*SHIP, "--paid-by", "customer", by="chen")


def test_a_ticket_is_not_closed_while_the_customers_machine_is_with_us(desk: Desk) -> None:
    on_the_way(desk, "taken_along")
    desk.ok(*RECEIVE, "--signed-by", "张工", by="wang", now="2026-11-20T16:00:00")
    # Two desks' logs met: one says that the customer was called back, the other still has the
    # machine.
    log = desk.record.read_text(encoding="utf-8")
    called = event_lines(
        7, "called_back", 'spoke_to: "张工"', "running: true", 'rating: "satisfied"'
    )
    settled = event_lines(9, "settled", 'outcome: "called_back"', 'words: "两边都对"')
    desk.record.write_text(log + called + settled, encoding="utf-8", newline="")
    desk.edit('status: "on_bench"', 'status: "called_back"')
    desk.commit()
    slip = ("slip", T, "--signed-by", "张工")
    desk.ok(*slip, by="wang", now="2026-11-20T17:00:00")
    ended = desk.svc("--json", "close", T, by="zhao", now="2026-11-20T17:00:00")
    assert (ended.status, ended.error["key"]) == (2, "not-picked-up")
    assert ended.error["facts"]["place"] == "客户机库房 A-1"
    desk.ok("close", T, "--allow", "客户已自提", by="sun", now="2026-11-20T17:00:00")


def event_lines(seq: int, what: str, *fields: str) -> str:
    """An event as it stands in a file."""
    time = "2026-11-20T16:30:00+08:00"
    head = (
        f"seq: {seq}",
        f'id: "zz{seq:04d}"',
        f'what: "{what}"',
        f'at: "{time}"',
        f'typed: "{time}"',
        'by: "li"',
    )
    return "  - " + "\n    ".join([*head, *fields]) + "\n"


REPLACE = ("replace", T, "--old", "CR200-24-0042", "--new", "CR200-26-0007", "--reason", "三次维修")


def test_a_replaced_machine_needs_leave_and_then_stands_on_the_ticket_and_in_the_customers_file(
    desk: Desk,
) -> None:
    desk.play("reply")
    before = desk.snapshot()
    refused = desk.svc("--json", *REPLACE, by="wang", now="2026-11-20T10:00:00")
    assert (refused.status, refused.error["key"]) == (2, "not-approved")
    assert desk.snapshot() == before
    leave = ("approve", T, "--asked", "换机", "--by", "sun")
    desk.ok(*leave, by="sun", now="2026-11-20T10:05:00")
    desk.ok(*REPLACE, by="wang", now="2026-11-20T10:10:00")
    assert "CR200-26-0007" in desk.ok("show", T, now="2026-11-20T10:10:00").out
    machine = desk.ledger.read_customer("SZ-A0001").state.current.equipment[0]
    assert (machine.serial, machine.bought, machine.model) == (
        "CR200-26-0007",
        "2026-08-01",
        "CR-200",
    )
    assert "already recorded" in desk.ok(*REPLACE, by="wang", now="2026-11-20T10:12:00").out
    assert desk.svc("check", now="2026-11-20T10:12:00").status == 0


def test_another_machines_number_is_not_replaced(desk: Desk) -> None:
    desk.play("reply")
    other = ("replace", T, "--old", "CR200-24-0043", "--new", "CR200-26-0007", "--reason", "换机")
    ended = desk.svc("--json", *other, by="sun", now="2026-11-20T10:00:00")
    assert ended.error["key"] == "another-machine"
    assert ended.error["facts"]["own"] == "CR200-24-0042"


def test_a_machine_the_factory_sent_needs_no_further_leave(desk: Desk) -> None:
    on_the_way(desk, "to_factory")
    desk.ok(*SHIP, by="chen", now="2026-11-20T16:00:00")
    desk.ok(
        *("returned", T, "--done", "换新机", "--place", "修复区", "--replaced-by", "CR200-26-0007"),
        by="chen",
        now="2026-12-04T10:00:00",
    )
    desk.ok(*REPLACE, by="wang", now="2026-12-04T10:05:00")
