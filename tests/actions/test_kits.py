"""A technician's kit: its set, filled up from the store, used up by work, given back, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET
from keeper import furnish, keep, lies, refused

from svc.actions.kits import kit_of_person

if TYPE_CHECKING:
    from conftest import Desk

SET = ("kit-set", "标准包", "P-1001:3", "P-1002:2", "P-1003:1")
TOPPED_UP = "SZ-M2611-A0003"


@pytest.fixture
def store(desk: Desk) -> Desk:
    """Wang is to have three tubes, two long ones (of which there are none) and a board along."""
    furnish(desk)
    keep(desk, *SET)
    desk.ok("staff", "change", "wang", "--kit", "标准包", by="li")
    return desk


def kit(desk: Desk, now: str = "2026-11-30T18:00:00") -> dict[str, tuple[int, int, int, int]]:
    """By part: how many the set has, are in hand, are missing, were used."""
    (items,) = keep(desk, "kit", "wang", now=now)["items"]
    return {
        each["part"]: (each["wanted"], each["in_hand"], each["missing"], each["used"])
        for each in items["parts"]
    }


def top_up(desk: Desk, *words: str, now: str = "2026-11-20T09:00:00") -> Any:
    return keep(desk, "kit-top-up", "王强", *words, now=now)


def visit(desk: Desk, *parts: str) -> None:
    desk.play("arrive")
    done = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    used = [word for part in parts for word in ("--part", part)]
    desk.ok("visit", TICKET, *done, *used, by="wang", now="2026-11-20T15:30:00")


def test_one_command_fills_the_set_and_names_what_the_store_lacks(store: Desk) -> None:
    assert kit(store) == {"P-1001": (3, 0, 3, 0), "P-1002": (2, 0, 2, 0), "P-1003": (1, 0, 1, 0)}
    made = top_up(store)
    assert made["document"] == TOPPED_UP
    assert [(each["part"], each["count"], each["serials"]) for each in made["parts"]] == [
        ("P-1001", 3, []),
        ("P-1003", 1, ["ZB-1"]),  # what came first
    ]
    assert made["short"] == [{"part": "P-1002", "missing": 2, "there": 0}]
    assert kit(store) == {"P-1001": (3, 3, 0, 0), "P-1002": (2, 0, 2, 0), "P-1003": (1, 1, 0, 0)}
    assert lies(store) == {"P-1001": 12, "P-1003": 2}
    store.ok("check", by="sun")


def test_a_set_that_is_full_is_not_filled_twice(store: Desk) -> None:
    keep(store, "receive", "P-1002:2")
    assert top_up(store)["document"] == "SZ-M2611-A0004"
    before = store.snapshot()
    assert top_up(store) == {
        **top_up(store), "document": None, "parts": [], "short": [], "committed": False,
    }  # fmt: skip
    assert store.snapshot() == before
    assert "is full" in store.ok("stock", "kit-top-up", "wang", by="sun").out


def test_where_the_store_has_nothing_of_what_is_missing_it_says_so(store: Desk) -> None:
    top_up(store)
    error = refused(store, "kit-top-up", "wang")
    assert error["key"] == "store-lacks-for-kit"
    assert error["facts"]["parts"] == ["P-1002 加热管（加长） ×2"]


def test_what_a_visit_puts_in_without_a_loan_is_used_up_of_the_kit(store: Desk) -> None:
    top_up(store)
    visit(store, "P-1001:2:returned")
    assert kit(store)["P-1001"] == (3, 1, 2, 2)
    (items,) = keep(store, "kit", "wang", now="2026-11-30T18:00:00")["items"]
    assert [part["tickets"] for part in items["parts"] if part["used"]] == [[TICKET]]
    out = store.ok("--lang", "zh", "stock", "kit", "王强", by="sun").out
    assert "P-1001 加热管" in out
    assert TICKET in out
    top_up(store, now="2026-11-21T09:00:00")
    assert kit(store)["P-1001"] == (3, 3, 0, 0)
    assert lies(store)["P-1001"] == 10


def test_what_was_lent_for_a_ticket_is_no_part_of_the_kit(store: Desk) -> None:
    store.play("reply")
    lend = ("loan", "lend", TICKET, "P-1001", "--to", "wang")
    store.ok(*lend, by="sun", now="2026-11-20T09:46:00")
    assert kit(store)["P-1001"] == (3, 0, 3, 0)
    top_up(store, now="2026-11-20T09:47:00")
    assert kit(store)["P-1001"] == (3, 3, 0, 0)
    error = refused(store, "kit-return", "wang", "P-1001:4", now="2026-11-20T10:00:00")
    assert (error["key"], error["facts"]["there"]) == ("not-in-kit", 3)
    held = store.ok("--json", "holds", "wang", now="2026-11-20T10:00:00").json["items"]
    assert [(each["part"], each["count"], each["kit"]) for each in held] == [
        ("P-1001", 1, False),
        ("P-1001", 3, True),
        ("P-1003", 1, True),
    ]
    told = store.ok("holds", now="2026-11-20T10:00:00").out.splitlines()[-1]
    assert told == "王强: 1 parts lent for tickets, 4 in the kit, 0.00 yuan"


def test_a_kit_is_given_back_in_pieces_or_whole(store: Desk) -> None:
    top_up(store)
    keep(store, "kit-return", "wang", "P-1001:1", now="2026-11-20T10:00:00")
    assert kit(store)["P-1001"] == (3, 2, 1, 0)
    assert keep(store, "kit-return", "wang", "P-1001:1", now="2026-11-20T10:01:00")["repeated"]
    keep(store, "kit-return", "wang", "--all", now="2026-11-20T10:30:00")
    assert lies(store) == {"P-1001": 15, "P-1003": 3}
    assert {line[1] for line in kit(store).values()} == {0}
    empty = store.ok("stock", "kit-return", "wang", "--all", by="sun", now="2026-11-20T11:00:00")
    assert "nothing in the kit" in empty.out
    store.ok("check", by="sun")


def test_old_parts_of_the_kits_repairs_come_in_as_defective(store: Desk) -> None:
    top_up(store)
    visit(store, "P-1001:2:returned")
    back = ("kit-return", "wang", "--condition", "defective")
    keep(store, *back, "P-1001:2", now="2026-11-20T17:00:00")
    rows = keep(store, "list")["items"]
    assert [row["defective"] for row in rows if row["part"] == "P-1001"] == [2]
    assert kit(store)["P-1001"] == (3, 1, 2, 2)


def test_a_van_is_counted_with_what_was_lent_and_differences_are_of_the_kit(store: Desk) -> None:
    store.play("reply")
    lend = ("loan", "lend", TICKET, "P-1001", "--to", "wang")
    store.ok(*lend, by="sun", now="2026-11-20T09:46:00")
    top_up(store, now="2026-11-20T09:47:00")
    count = ("kit-count", "wang", "P-1001:3", "P-1003:1", "--reason", "P-1001=找不到")
    before = store.snapshot()
    (tubes, _) = keep(store, *count, now="2026-11-21T09:00:00")["items"]
    assert (tubes["booked"], tubes["counted"], tubes["difference"]) == (4, 3, -1)
    assert store.snapshot() == before
    keep(store, *count, "--go", now="2026-11-21T09:00:00")
    assert keep(store, *count, "--go", now="2026-11-21T09:01:00")["repeated"]
    assert kit(store)["P-1001"] == (3, 2, 1, 0)
    store.ok("check", by="sun")
    assert keep(store, "list")["items"][0]["good"] == 11


def test_what_is_missing_of_a_loan_is_no_difference_of_the_kit(store: Desk) -> None:
    store.play("reply")
    lend = ("loan", "lend", TICKET, "P-1001", "--to", "wang")
    store.ok(*lend, by="sun", now="2026-11-20T09:46:00")
    count = ("kit-count", "wang", "P-1001:0", "--reason", "x", "--go")
    error = refused(store, *count, now="2026-11-20T10:00:00")
    assert error["key"] == "lent-pieces-missing"


def test_more_used_than_the_kit_had_is_none_in_hand_and_is_said(store: Desk) -> None:
    visit(store, "P-1001:1:returned")
    assert kit(store)["P-1001"] == (3, -1, 3, 1)
    shown = store.ok("stock", "kit", "wang", by="sun")
    assert "svc stock kit-count wang PART:COUNT" in shown.err
    keep(store, "kit-count", "wang", "P-1001:0", "--reason", "没登记", "--go",
         now="2026-11-21T09:00:00")  # fmt: skip
    assert kit(store)["P-1001"] == (3, 0, 3, 1)


def test_who_has_no_set_is_lent_what_is_named(store: Desk) -> None:
    assert refused(store, "kit-top-up", "chen")["key"] == "kit-not-set"
    keep(store, "kit-top-up", "chen", "P-1001:2")
    assert keep(store, "kit-top-up", "chen", "P-1001:2")["repeated"]
    (other, own) = keep(store, "kit")["items"]
    assert (other["technician"], own["technician"]) == ("chen", "wang")


def test_a_part_followed_piece_by_piece_is_named_by_its_number(store: Desk) -> None:
    store.ok("part", "change", "P-1003", "--serial", "yes", by="sun")
    assert refused(store, "kit-top-up", "wang", "P-1003:1")["key"] == "which-pieces"
    keep(store, "kit-top-up", "wang", "P-1003:1#zb2")
    (items,) = keep(store, "kit", "wang")["items"]
    assert [part["serials"] for part in items["parts"]] == [[], [], ["ZB-2"]]
    assert refused(store, "kit-return", "wang", "P-1003:1#ZB-1")["key"] == "serial-not-there"
    keep(store, "kit-return", "wang", "P-1003:1#ZB-2", now="2026-11-20T10:00:00")
    assert lies(store)["P-1003"] == 3


def test_a_set_is_entered_changed_and_kept_by_its_keepers(store: Desk) -> None:
    keep(store, "kit-set", "标准包", "P-1001:4", "P-1002:0")
    sets = keep(store, "kit-set")["items"]
    assert sets == [{"entry": "标准包", "fields": {"P-1001": 4, "P-1003": 1}}]
    assert keep(store, "kit-set", "标准包", "P-1001:4")["repeated"]
    assert "王强" in store.ok("stock", "kit-set", by="sun").out
    assert refused(store, "kit-set", "大包", "P-9:1")["key"] == "not-in-catalogue"
    assert refused(store, "kit-set", "大包")["key"] == "no-such-kit"
    assert refused(store, "kit-set", "大包", "P-1001:1", by="wang")["key"] == "settings-kept-by"
    text = (store.path / "parts.yaml").read_text(encoding="utf-8")
    assert '"标准包": {"P-1001": 4, "P-1003": 1}' in text


def test_nobody_is_given_a_set_that_is_not_there(store: Desk) -> None:
    before = store.snapshot()
    ended = store.svc("--json", "staff", "change", "wang", "--kit", "大包", by="li")
    assert (ended.status, ended.error["key"]) == (2, "no-such-kit")
    assert store.snapshot() == before
    store.ok("staff", "change", "wang", "--kit", "空", by="li")
    assert kit_of_person(store.ledger, store.ledger.person("wang"), []).name == ""


def test_a_board_of_the_kit_that_is_put_in_is_the_one_that_was_there(store: Desk) -> None:
    store.ok("part", "change", "P-1003", "--serial", "yes", by="sun")
    top_up(store)
    visit(store, "主控板:1:收回")
    (items,) = keep(store, "kit", "wang", now="2026-11-30T18:00:00")["items"]
    (board,) = [part for part in items["parts"] if part["part"] == "P-1003"]
    assert (board["in_hand"], board["serials"]) == (0, [])
    done = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    again = ("visit", TICKET, *done, "--part", "主控板:1:收回")
    assert store.ok("--json", *again, by="wang", now="2026-11-20T15:31:00").json["repeated"]
    top_up(store, now="2026-11-21T09:00:00")
    store.ok("check", by="sun")
