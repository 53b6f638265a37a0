"""Machines that are with us: received, placed, repaired, told, picked up, sent away, replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused, said
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-20T10:00:00"
NEXT = "2026-11-20T11:00:00"
EVENING = "2026-11-20T17:00:00"
RECEIVE = ("bench", "receive", TICKET, "--place", "库房 A-1", "--condition", "外壳划伤")
SIGNED = (*RECEIVE, "--signed-by", "张工")
PLACE = ("bench", "place", TICKET, "--to", "维修区 3")
REPAIR = ("bench", "repair", TICKET, "--found", "断路", "--done", "换管", "--cause", "wear")
TOLD = ("bench", "told", TICKET, "--spoke-to", "张工")
PICKUP = ("pickup", TICKET, "--signed-by", "李工")
SHIP = ("ship", TICKET, "--carrier", "顺丰", "--number", "SF1001", "--reason", "主板需返厂")
RETURNED = ("returned", TICKET, "--done", "换主板", "--place", "修复区 2")
OLD, NEW = "CR200-24-0042", "CR200-26-0007"
REPLACE = ("replace", TICKET, "--old", OLD, "--new", NEW, "--reason", "三次维修")
FILE = "customers/SZ-A0001.yaml"


@pytest.fixture
def walked_in(desk: Desk) -> Desk:
    """The customer stands at the counter with the machine."""
    assert desk.intake(channel="walk_in", mode="walk_in").status == 0
    return desk


@pytest.fixture
def here(walked_in: Desk) -> Desk:
    """The machine was received and signed for."""
    walked_in.ok(*SIGNED, by="chen")
    return walked_in


@pytest.fixture
def repaired(here: Desk) -> Desk:
    here.ok(*REPAIR, by="wang", now=LATER)
    return here


# Received


def test_a_machine_is_received_with_all_that_was_seen_of_it(walked_in: Desk) -> None:
    words = (
        *("--configuration", "标准配置", "--accessory", "电源线", "--accessory", "说明书"),
        *("--parts-not-ours", "--ready-by", "2026-11-23 17:00"),
    )
    ended = walked_in.ok(*SIGNED, *words, by="chen", now=LATER)
    assert last(walked_in) == {
        "what": "brought_in",
        "by": "chen",
        "place": "库房 A-1",
        "condition": "外壳划伤",
        "configuration": "标准配置",
        "accessories": ["电源线", "说明书"],
        "parts_ours": False,
        "signed_by": "张工",
        "ready_by": "2026-11-23T17:00:00+08:00",
    }
    assert "State: on the bench" in ended.out
    assert comes_next(ended) == ["bench repair", "ship", "bench place"]


def test_who_did_not_sign_is_not_made_to_have_signed(walked_in: Desk) -> None:
    walked_in.ok(*RECEIVE, "--unsigned", "赶时间", "--parts-ours", by="chen", now=LATER)
    assert last(walked_in) == {
        "what": "brought_in",
        "by": "chen",
        "place": "库房 A-1",
        "condition": "外壳划伤",
        "parts_ours": True,
        "unsigned": "赶时间",
    }


def test_a_machine_that_is_here_is_not_received_again_and_what_is_possible_is_said(
    here: Desk,
) -> None:
    error = refused(here, *RECEIVE, "--signed-by", "李工", by="chen", now=LATER)
    assert (error["key"], error["facts"]) == (
        "impossible-step",
        {
            "ticket": TICKET,
            "step": "brought_in",
            "status": "on_bench",
            "possible": [
                f"svc {step} {TICKET}" for step in ("bench repair", "ship", "bench place")
            ],
        },
    )


# Placed, repaired, told, picked up


def test_where_it_stands_is_written_and_nothing_else_changes(here: Desk) -> None:
    ended = here.ok(*PLACE, by="wang", now=LATER)
    assert last(here) == {"what": "placed", "by": "wang", "place": "维修区 3"}
    assert comes_next(ended) == ["bench repair", "ship", "bench place"]


def test_a_repair_says_what_was_found_done_and_put_in(here: Desk) -> None:
    words = (
        "--part",
        "加热管:2:scrapped",
        "--part",
        "密封圈:1:returned to us",
        "--place",
        "修复区 1",
    )
    ended = here.ok(*REPAIR, *words, by="wang", now=LATER)
    assert last(here) == {
        "what": "repaired",
        "by": "wang",
        "found": "断路",
        "done": "换管",
        "cause": "wear",
        "place": "修复区 1",
        "parts": [
            {"part": "加热管", "count": 2, "old_part": "scrapped"},
            {"part": "密封圈", "count": 1, "old_part": "returned"},
        ],
    }
    assert comes_next(ended) == ["bench told", "pickup", "dispatch"]


def test_why_nobody_agreed_is_only_missed_where_the_customer_pays(here: Desk) -> None:
    ended = here.ok(*REPAIR, "--not-agreed", "电话不通", by="wang", now=LATER)
    assert "no agreement is on record" not in ended.err


def test_misuse_is_claimed_with_what_shows_it(here: Desk) -> None:
    misuse = (*REPAIR[:-1], "misuse")
    error = refused(here, *misuse, by="wang", now=LATER)
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["--evidence"])
    shown = ("--evidence", "水渍照片 3 张", "--not-agreed", "已烘干才发现")
    here.ok(*misuse, *shown, by="wang", now=LATER)
    assert (last(here)["cause"], last(here)["evidence"]) == ("misuse", "水渍照片 3 张")


def test_told_the_customer_only_has_to_come(repaired: Desk) -> None:
    ended = repaired.ok(*TOLD, by="chen", now=NEXT)
    assert last(repaired) == {"what": "told_ready", "by": "chen", "spoke_to": "张工"}
    assert comes_next(ended) == ["pickup", "dispatch"]


def test_while_a_part_that_was_lent_is_out_the_customer_is_not_told(repaired: Desk) -> None:
    repaired.ok("loan", "lend", TICKET, "风机", "--to", "wang", by="sun", now=LATER)
    error = refused(repaired, *TOLD, by="chen", now=NEXT)
    assert (error["key"], error["facts"]["part"]) == ("parts-not-settled", "风机")
    assert "风机 with 王强" in error["message"]
    repaired.ok(*TOLD, "--allow", "风机另算", by="sun", now=NEXT)


def test_who_takes_it_signs_and_without_the_voucher_it_is_said_how_they_were_known(
    repaired: Desk,
) -> None:
    ended = repaired.ok(*PICKUP, "--known-by", "身份证", by="chen", now=NEXT)
    assert last(repaired) == {
        "what": "picked_up",
        "by": "chen",
        "signed_by": "李工",
        "voucher": "身份证",
    }
    assert "State: done" in ended.out
    assert comes_next(ended) == ["callback", "reopen"]


def test_with_the_voucher_nothing_more_is_said_and_it_is_picked_up_once(repaired: Desk) -> None:
    repaired.ok(*PICKUP, by="chen", now=NEXT)
    assert last(repaired) == {"what": "picked_up", "by": "chen", "signed_by": "李工"}
    again = repaired.ok(*PICKUP, by="chen", now="2026-11-20T11:01:00")
    assert "already recorded" in again.out
    assert [event["what"] for event in events(repaired)].count("picked_up") == 1
    error = refused(repaired, *PICKUP, by="chen", now=EVENING)
    assert (error["key"], error["facts"]) == ("not-brought-in", {"ticket": TICKET})


@pytest.mark.parametrize("words", [TOLD, PICKUP])
def test_what_is_not_ready_stays_here_unless_a_manager_lets_it_go(
    here: Desk, words: tuple[str, ...]
) -> None:
    error = refused(here, *words, by="chen", now=LATER)
    assert (error["key"], error["facts"]) == ("not-yet-ready", {"ticket": TICKET})
    here.ok(*words, "--allow", "客户急用", by="sun", now=LATER)
    assert last(here)["allowed"] == "客户急用"


def test_given_up_it_goes_back_as_it_is(here: Desk) -> None:
    cancel = ("cancel", TICKET, "--reason", "不修了", "--asked-by", "张工")
    ended = here.ok(*cancel, by="chen", now=LATER)
    assert comes_next(ended)[0] == "pickup"
    here.ok(*TOLD, by="chen", now=LATER)
    ended = here.ok(*PICKUP, by="chen", now=NEXT)
    assert "State: cancelled" in ended.out
    assert comes_next(ended) == ["reopen"]


@pytest.mark.parametrize("words", [PLACE, REPAIR, TOLD])
def test_taken_along_it_is_received_first(desk: Desk, words: tuple[str, ...]) -> None:
    desk.play("arrive")
    visit = ("visit", TICKET, "--found", "断路", "--done", "拆下", "--cause", "quality")
    desk.ok(*visit, "--outcome", "taken_along", by="wang", now="2026-11-20T15:00:00")
    error = refused(desk, *words, by="sun", now=EVENING)
    assert (error["key"], error["facts"]) == ("not-brought-in", {"ticket": TICKET})


def test_it_is_given_back_though_only_taken_along_once_a_manager_allows(desk: Desk) -> None:
    desk.play("arrive")
    visit = ("visit", TICKET, "--found", "断路", "--done", "拆下", "--cause", "quality")
    desk.ok(*visit, "--outcome", "taken_along", by="wang", now="2026-11-20T15:00:00")
    assert refused(desk, *PICKUP, by="chen", now=EVENING)["key"] == "not-yet-ready"
    desk.ok(*PICKUP, "--allow", "原样取回", by="sun", now=EVENING)
    assert last(desk)["what"] == "picked_up"


# To the factory and back


@pytest.mark.parametrize(("typed", "payer"), [((), "us"), (("--paid-by", "customer"), "customer")])
def test_what_is_sent_away_has_carrier_number_payer_and_reason(
    here: Desk, typed: tuple[str, ...], payer: str
) -> None:
    ended = here.ok(*SHIP, *typed, by="chen", now=LATER)
    assert last(here) == {
        "what": "shipped",
        "by": "chen",
        "carrier": "顺丰",
        "number": "SF1001",
        "paid_by": payer,
        "reason": "主板需返厂",
    }
    assert "State: at the factory" in ended.out
    assert comes_next(ended) == ["returned"]


def test_what_the_factory_did_and_sent_is_written_and_it_is_ready(here: Desk) -> None:
    here.ok(*SHIP, by="chen", now=LATER)
    words = ("--carrier", "德邦", "--number", "DB-9", "--replaced-by", NEW)
    ended = here.ok(*RETURNED, *words, by="chen", now=NEXT)
    assert said(events(here)[-2]) == {
        "what": "returned",
        "by": "chen",
        "done": "换主板",
        "place": "修复区 2",
        "carrier": "德邦",
        "number": "DB-9",
        "replaced_by": NEW,
    }
    assert comes_next(ended) == ["bench told", "pickup", "dispatch"]


def test_nothing_comes_back_that_was_not_sent(here: Desk) -> None:
    assert refused(here, *RETURNED, by="chen", now=LATER)["key"] == "impossible-step"


# Another machine in its place


def test_another_machine_is_written_on_the_ticket_and_in_the_file_together(here: Desk) -> None:
    commits = int(here.git("rev-list", "--count", "HEAD"))
    here.ok(*REPLACE, by="sun", now=LATER)
    assert int(here.git("rev-list", "--count", "HEAD")) == commits + 1
    assert last(here) == {
        "what": "machine_replaced",
        "by": "sun",
        "old_serial": OLD,
        "new_serial": NEW,
        "reason": "三次维修",
    }
    assert last(here, "SZ-A0001") == {
        "what": "equipment_replaced",
        "by": "sun",
        "serial": OLD,
        "ticket": TICKET,
        "machine": {
            "serial": NEW,
            "model": "CR-200",
            "specification": "380V/12kW",
            "bought": "2026-08-01",
        },
    }


def test_the_same_exchange_said_twice_stands_once_on_the_ticket_and_in_the_file(
    here: Desk,
) -> None:
    here.ok(*REPLACE, by="sun", now=LATER)
    before = here.snapshot()
    again = here.ok(*REPLACE, by="sun", now="2026-11-20T10:01:00")
    assert "already recorded" in again.out
    assert here.snapshot() == before


def test_another_number_of_ours_is_named_and_however_it_is_spelt_it_is_the_same(
    here: Desk,
) -> None:
    other = ("replace", TICKET, "--old", "CR200-24-0043", "--new", NEW, "--reason", "x")
    error = refused(here, *other, by="sun", now=LATER)
    assert (error["key"], error["facts"]) == (
        "another-machine",
        {"ticket": TICKET, "serial": "CR200-24-0043", "own": OLD},
    )
    spelt = ("replace", TICKET, "--old", "cr200 24 0042", "--new", NEW, "--reason", "x")
    here.ok(*spelt, by="sun", now=LATER)
    (machine,) = here.ledger.read_customer("SZ-A0001").state.current.equipment
    assert machine.serial == NEW


@pytest.mark.parametrize("answers", [(), (["--refused"],), ([], ["--refused"])])
def test_without_a_yes_nobody_but_a_manager_exchanges_it(
    here: Desk, answers: tuple[list[str], ...]
) -> None:
    for minute, answer in enumerate(answers):
        words = ("approve", TICKET, "--asked", "换机", *answer)
        here.ok(*words, by="sun", now=f"2026-11-20T10:0{minute}:00")
    error = refused(here, *REPLACE, by="wang", now=NEXT)
    assert (error["key"], error["facts"]) == ("not-approved", {"ticket": TICKET})


def test_the_last_word_counts_and_a_yes_lets_the_bench_exchange_it(here: Desk) -> None:
    for minute, answer in enumerate((["--refused"], [])):
        words = ("approve", TICKET, "--asked", "换机", *answer)
        here.ok(*words, by="sun", now=f"2026-11-20T10:0{minute}:00")
    here.ok(*REPLACE, by="wang", now=NEXT)
    assert last(here)["what"] == "machine_replaced"


def test_what_the_factory_sent_instead_is_in_the_file_with_the_history_and_said_twice_once(
    here: Desk,
) -> None:
    here.ok(*SHIP, by="chen", now=LATER)
    words = (*RETURNED, "--replaced-by", NEW)
    commits = int(here.git("rev-list", "--count", "HEAD"))
    here.ok(*words, by="chen", now=NEXT)
    assert int(here.git("rev-list", "--count", "HEAD")) == commits + 1
    assert said(events(here)[-1])["new_serial"] == NEW
    history = here.ok("--json", "equipment", "history", NEW, now=NEXT).json
    assert [item["id"] for item in history["items"]] == [TICKET]
    before = here.snapshot()
    assert here.ok("--json", *words, by="chen", now=NEXT).json["repeated"] is True
    assert here.snapshot() == before


def test_a_number_another_file_has_is_not_taken_and_the_ticket_stays_as_it_was(
    here: Desk,
) -> None:
    assert here.other(2).status == 0
    machine = (
        "--serial",
        NEW,
        "--model",
        "CR-200",
        "--specification",
        "x",
        "--bought",
        "2026-01-01",
    )
    here.ok("equipment", "add", "SZ-A0002", *machine, by="chen")
    error = refused(here, *REPLACE, by="sun", now=LATER)
    assert (error["key"], error["facts"]["file"]) == ("serial-there", "SZ-A0002")


def test_a_machine_no_file_has_is_exchanged_on_the_ticket_alone(here: Desk) -> None:
    here.ok("equipment", "transfer", OLD, "--gone", "--reason", "已退", by="chen", now=LATER)
    before = (here.path / FILE).read_bytes()
    here.ok(*REPLACE, by="sun", now=NEXT)
    assert last(here)["new_serial"] == NEW
    assert (here.path / FILE).read_bytes() == before


# Typed wrong


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (RECEIVE[:3], ["--place", "--condition", "--signed-by"]),
        (PLACE[:3], ["--to"]),
        (REPAIR[:3], ["--found", "--done", "--cause"]),
        (TOLD[:3], ["--spoke-to"]),
        (PICKUP[:2], ["--signed-by"]),
        (SHIP[:2], ["--carrier", "--number", "--reason"]),
        (RETURNED[:2], ["--done", "--place"]),
        (REPLACE[:2], ["--old", "--new", "--reason"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    walked_in: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(walked_in, *words, by="sun", now=LATER)
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        ((*SHIP, "--paid-by", "factory"), "chen", "not-one-of"),
        ((*REPAIR[:-1], "fate"), "wang", "not-one-of"),
        ((*REPAIR, "--part", "加热管:0:none"), "wang", "not-acceptable"),
        (REPAIR, "chen", "not-your-role"),
        (PLACE, "zhao", "not-your-role"),
        (TOLD, "wang", "not-your-role"),
        (PICKUP, "wang", "not-your-role"),
        ((*TOLD, "--allow", "急"), "chen", "only-a-manager-allows"),
    ],
)
def test_what_cannot_be_is_refused(here: Desk, words: tuple[str, ...], by: str, key: str) -> None:
    if words[:2] != ("bench", "repair"):
        here.ok(*REPAIR, by="wang", now=LATER)
    assert refused(here, *words, by=by, now=NEXT)["key"] == key


def test_when_the_factory_is_to_have_sent_it_back_is_written_and_watched(here: Desk) -> None:
    here.ok(*SHIP, "--due-back", "2026-12-04 17:00", by="chen", now=LATER)
    assert last(here)["due_back"] == "2026-12-04T17:00:00+08:00"
    found = here.ok("--json", "overdue", now="2026-12-04T17:00:01").json["items"]
    assert [item["promise"] for item in found] == ["factory"]


def test_it_can_not_have_been_due_back_before_it_was_sent(here: Desk) -> None:
    error = refused(here, *SHIP, "--due-back", "2026-11-19 17:00", by="chen", now=LATER)
    assert error["key"] == "past-time"
