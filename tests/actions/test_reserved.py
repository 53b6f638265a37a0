"""What visits need is reserved at dispatch, lent to no one else, and what is short is said: from the
index and from the files alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import last, refused
from conftest import TICKET
from keeper import PARTS, furnish, keep

from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

OTHER = "SZ-2611-A0002"
NOW = "2026-11-20T09:50:00"
LATER = "2026-11-20T11:00:00"
SEND = ("dispatch", TICKET, "--to", "wang", "--appointment", "14:00")


@pytest.fixture
def store(desk: Desk) -> Desk:
    """Fifteen heating tubes and three boards; two tickets."""
    desk.play("reply")
    assert desk.other(2).status == 0
    return furnish(desk)


@pytest.fixture(params=["index", "files"])
def either(store: Desk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Desk:
    if request.param == "files":
        monkeypatch.setattr(Ledger, "ask_index", lambda *_, **__: None)
    return store


def send(desk: Desk, *bring: str, now: str = NOW) -> Any:
    words = [word for each in bring for word in ("--bring", each)]
    return desk.ok(*SEND, *words, by="li", now=now)


def row(desk: Desk, part: str = "P-1001", now: str = LATER) -> tuple[int, int, int]:
    (item,) = [i for i in keep(desk, "list", part, "--office", "SZ", now=now)["items"]]
    return item["good"], item["reserved"], item["free"]


def lend(desk: Desk, ticket: str, part: str, *more: str) -> tuple[str, ...]:
    return ("loan", "lend", ticket, part, "--to", "wang", *more)


def test_what_a_visit_brings_is_reserved_and_lent_to_no_one_else(either: Desk) -> None:
    assert send(either, "p-1001：3", "万用表").err == ""
    assert last(either)["bring"] == ["P-1001:3", "万用表"]
    assert row(either) == (15, 3, 12)
    error = refused(either, *lend(either, OTHER, "P-1001:13"), by="sun", now=LATER)
    assert error["key"] == "reserved-for-others"
    facts = error["facts"]
    assert (facts["there"], facts["free"], facts["count"]) == (15, 12, 13)
    assert TICKET in facts["whose"][0]
    assert either.ok(*lend(either, TICKET, "P-1001:2"), by="sun", now=LATER).status == 0
    assert row(either) == (13, 1, 12)
    either.ok(*lend(either, OTHER, "P-1001:12"), by="sun", now=LATER)
    assert row(either) == (1, 1, 0)
    listed = either.ok("--lang", "zh", "stock", "list", "P-1001", by="sun", now=LATER).out
    assert f"已留 1 件：{TICKET}，王强，2026-11-20 14:00 上门" in listed


def test_a_manager_lets_it_go_and_who_now_lacks_it_is_said(store: Desk) -> None:
    send(store, "加热管:15")
    given = store.ok(*lend(store, OTHER, "P-1001", "--allow", "急"), by="sun", now=LATER)
    assert f"reserved in the store 深圳办事处 is not all there any more; {TICKET}" in given.err
    assert f"svc part request {TICKET} P-1001:1" in given.err
    assert row(store) == (14, 15, -1)
    short = keep(store, "list", "--short", now=LATER)["items"]
    assert [item["part"] for item in short] == ["P-1001"]


def test_what_is_short_is_said_at_dispatch_with_what_does_instead_and_where_it_lies(
    either: Desk,
) -> None:
    keep(either, "receive", "P-1002:4")
    keep(either, "receive", "P-1001:9", "--office", "BJ")
    said = send(either, "P-1001:17", "万用表", "P-1003").err
    assert "P-1001 加热管: 17 to bring; the store 深圳办事处 has 15, of these 0 reserved" in said
    assert f"2 missing. To ask the parts centre: svc part request {TICKET} P-1001:2" in said
    assert "--bring '万用表' --bring P-1003 --bring P-1001:15 --bring P-1002:2\n" in said
    assert "svc stock transfer P-1001:2 --office 北京" in said
    assert "P-1003" not in said.replace("--bring P-1003", "")
    assert row(either) == (15, 17, -2)
    come = ("--bring", "P-1001:15", "--bring", "P-1002:2")
    either.ok("dispatch", TICKET, "--to", "wang", *come, by="li", now=LATER)
    assert (last(either)["what"], last(either)["bring"]) == (
        "reassigned",
        ["P-1001:15", "P-1002:2"],
    )
    assert (row(either), row(either, "P-1002")) == ((15, 15, 0), (4, 2, 2))


def test_stock_documents_leave_what_is_reserved_and_facts_are_never_refused(store: Desk) -> None:
    send(store, "P-1001:14")
    away = ("stock", "transfer", "P-1001:2", "--to", "BJ")
    assert refused(store, *away, by="sun", now=LATER)["key"] == "reserved-for-others"
    assert "lacks" in store.ok(*away, "--allow", "急", by="sun", now=LATER).err
    back = ("stock", "send-back", "P-1001:1", "--condition", "good")
    assert refused(store, *back, by="sun", now=LATER)["key"] == "reserved-for-others"
    broken = ("stock", "scrap", "P-1001:1", "--condition", "good", "--reason", "泡水")
    assert "lacks 2" in store.ok(*broken, by="sun", now=LATER).err
    earlier = lend(store, OTHER, "P-1001", "--at", "2026-11-20 10:30")
    assert "lacks 3" in store.ok(*earlier, by="sun", now=LATER).err
    come = store.ok("stock", "receive", "P-1001:2", by="sun", now=LATER).err
    assert f"P-1001 加热管: to be kept for {TICKET} (王强, 2026-11-20 14:00: 2)" in come
    assert row(store) == (13, 14, -1)


def test_where_no_books_are_kept_nothing_is_short_and_nothing_is_refused(desk: Desk) -> None:
    desk.play("reply")
    assert desk.other(2).status == 0
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    desk.commit()
    assert send(desk, "P-1001:3").err == ""
    desk.ok(*lend(desk, OTHER, "P-1001"), by="sun", now=LATER)
    said = desk.ok("stock", "list", by="sun", now=LATER)
    assert "The books of 深圳办事处's store have not been begun" in said.out
    planned = desk.ok("--json", "dispatch", "--tomorrow", "--day", "2026-11-20", by="li", now=LATER)
    assert [part["missing"] for part in planned.json["parts"]] == [None]


def test_the_days_orders_say_what_is_kept_and_what_is_missing(store: Desk) -> None:
    send(store, "P-1001:16", "P-1003", "万用表")
    words = ("dispatch", "--tomorrow", "--day", "2026-11-20")
    parts = store.ok("--json", *words, by="li", now=LATER).json["parts"]
    assert [(each["part"], each["count"], each["missing"]) for each in parts] == [
        ("P-1001", 16, 1),
        ("P-1003", 1, 0),
    ]
    shown = store.ok("--lang", "zh", *words, by="li", now=LATER).out
    assert "要带、还没借出的备件" in shown
    assert "P-1001 加热管" in shown.partition("要带")[2]
    there = keep(store, "list", "P-1001", "--at", "2026-11-20", now=LATER)["items"][0]
    assert (there["reserved"], there["free"]) == (None, None)


def test_what_the_centre_sent_for_a_ticket_is_kept_for_it(store: Desk) -> None:
    store.ok("part", "request", TICKET, "P-1004:2", by="sun", now=NOW)
    came = store.ok("part", "deliver", TICKET, "P-1004", by="sun", now=LATER)
    assert f"P-1004 风机: to be kept for {TICKET} (2)" in came.err
    assert row(store, "P-1004") == (2, 2, 0)
    error = refused(store, *lend(store, OTHER, "P-1004"), by="sun", now=LATER)
    assert error["key"] == "reserved-for-others"
    store.ok(*lend(store, TICKET, "P-1004:2"), by="sun", now=LATER)


def test_of_several_machines_each_part_is_for_one(store: Desk) -> None:
    for words in (
        ("handover", OTHER, "--to", "li"),
        ("contact", OTHER, "--spoke-to", "李工", "--judged", "断路"),
        ("reply", OTHER, "--remedy", "更换"),
    ):
        store.ok(*words, by="li", now=NOW)
    both = ("dispatch", TICKET, OTHER, "--to", "wang", "--appointment", "14:00")
    store.ok(*both, "--bring", "P-1001:2", "--bring", "A0002=P-1003", by="li", now=NOW)
    assert (last(store)["bring"], last(store, OTHER)["bring"]) == (["P-1001:2"], ["P-1003"])
    assert (row(store), row(store, "P-1003")) == ((15, 2, 13), (3, 1, 2))
