"""A loaner machine from the store to the customer and back, and what waits for it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from conftest import TICKET as T
from exchange import Exchange
from keeper import keep

from svc.rules.stock.places import Spot, store_of
from svc.store.index import changed_records

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

LATER, NEXT_DAY, LATE = "2026-11-20T16:35:00", "2026-11-21T11:00:00", "2026-12-05T09:00:00"
LEND = ("loaner", "lend", T, "P-9100", "--until", "2026-12-04")
SIGNED = ("--signed-by", "张工")
BACK = ("loaner", "return", T, "--condition", "完好，少一块盖板", "--how")


@pytest.fixture
def store(desk: Desk) -> Desk:
    """Two loaners in the store, and a repair that was called back."""
    desk.play("callback")
    desk.ok("part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes", by="sun")
    keep(desk, "receive", "P-9100:2:3000#BY-01,BY-02")
    return desk


def lent(desk: Desk, serial: str = "BY-01", now: str = NEXT_DAY) -> Any:
    return desk.ok("--json", *LEND, *SIGNED, "--serial", serial, by="sun", now=now).json


def machines(desk: Desk, *words: str, now: str = NEXT_DAY) -> list[tuple[Any, ...]]:
    items = desk.ok("--json", "loaner", "list", *words, by="sun", now=now).json["items"]
    return [(each["serial"], each["ticket"], each["overdue"]) for each in items]


def test_a_loaner_goes_to_the_customer_until_a_day_and_comes_back(store: Desk) -> None:
    assert machines(store, "--free") == [("BY-01", None, False), ("BY-02", None, False)]
    lent(store, "by 01")
    assert lent(store, "by 01")["repeated"]
    assert machines(store) == [("BY-01", T, False)]
    assert machines(store, now=LATE) == [("BY-01", T, True)]
    assert machines(store, "--free") == [("BY-02", None, False)]
    held = store.ledger.balances([])
    assert {spot.code: count for (_, spot), count in held.items()} == {
        "store:SZ": 1,
        f"loaner:{T}": 1,
    }
    shown = store.ok("--lang", "zh", "show", T, by="sun", now=NEXT_DAY).out
    assert "客户手里有备用机：P-9100 备用炉 BY-01，2026-12-04 23:59:59 前归还" in shown
    listed = store.ok("--lang", "zh", "loaner", "list", by="sun", now=LATE).out
    assert "P-9100 备用炉 BY-01" in listed
    assert "南山明辉餐饮" in listed
    assert "loaner to be back" in store.ok("overdue", now=LATE).out
    assert "3000" in store.ok("stock", "value", by="sun", now=NEXT_DAY).out
    store.ok(*BACK, "good", by="sun", now=LATE)
    assert machines(store) == []
    assert machines(store, "--free") == [("BY-02", None, False), ("BY-01", None, False)]
    store.ok("check", by="sun", now=LATE)


@pytest.mark.parametrize(("how", "goes"), [("defective", "store:SZ!"), ("lost", "")])
def test_a_damaged_one_lies_with_the_defective_and_a_lost_one_nowhere(
    store: Desk, how: str, goes: str
) -> None:
    lent(store)
    store.ok(*BACK, how, by="sun", now=LATE)
    assert store.svc("--json", *BACK, how, by="sun", now=LATE).json["repeated"]
    held = {spot.code: count for (_, spot), count in store.ledger.balances([]).items()}
    assert held == {"store:SZ": 1} | ({goes: 1} if goes else {})
    store.ok("check", by="sun", now=LATE)


def test_the_ticket_is_not_closed_before_unless_a_manager_allows_it(
    store: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Later than a tick of the file system's clock: the index is sure of what it noted.
    monkeypatch.setattr(changed_records, "_TICK", 0)
    lent(store)
    error = refused(store, "close", T, by="zhao", now=NEXT_DAY)
    assert (error["key"], error["facts"]["serial"]) == ("loaner-not-back", "BY-01")
    store.ok("close", T, "--allow", "客户歇业，下周去取", by="sun", now=NEXT_DAY)
    assert machines(store) == [("BY-01", T, False)]
    assert "loaner to be back" in store.ok("overdue", now=LATE).out
    store.ok(*BACK, "good", by="sun", now=LATE)


def test_a_machine_that_is_elsewhere_is_not_lent(store: Desk) -> None:
    lent(store)
    store.other(2)
    again = ("loaner", "lend", "SZ-2611-A0002", *LEND[3:], *SIGNED, "--serial", "BY-01")
    assert refused(store, *again, by="sun", now=NEXT_DAY)["key"] == "serial-not-there"
    unknown = (*LEND, *SIGNED, "--serial", "BY-77")
    assert refused(store, *unknown, by="sun", now=NEXT_DAY)["key"] == "serial-not-there"
    assert refused(store, *LEND, "--serial", "BY-02", by="sun", now=NEXT_DAY)["key"] == (
        "missing-fields"
    )


def test_of_several_the_one_that_is_back_is_named(store: Desk) -> None:
    lent(store)
    lent(store, "BY-02")
    assert refused(store, *BACK, "good", by="sun", now=LATE)["key"] == "which-loaner"
    named = ("loaner", "return", T, "by-02", *BACK[3:], "good")
    store.ok(*named, by="sun", now=LATE)
    assert machines(store) == [("BY-01", T, False)]
    assert refused(store, *named[:-1], "lost", by="sun", now=LATE)["key"] == "no-such-loaner"


def test_without_books_a_loaner_is_with_one_customer_at_a_time(desk: Desk) -> None:
    desk.play("reply")
    desk.ok("part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes", by="sun")
    lent(desk, now=LATER)
    desk.other(2)
    again = ("loaner", "lend", "SZ-2611-A0002", *LEND[3:], *SIGNED, "--serial", "BY-01")
    assert refused(desk, *again, by="sun", now=LATER)["key"] == "serial-not-there"
    desk.ok(*BACK, "good", by="sun", now=LATER)
    assert desk.ledger.balances([], places=[store_of("SZ")]) == {}
    assert Spot(store_of("SZ")).place.is_inner


def test_whoever_gives_the_own_machine_back_is_reminded_and_the_papers_say_it(desk: Desk) -> None:
    desk.told |= {"channel": "walk_in", "mode": "walk_in"}
    desk.play("intake")
    desk.ok("part", "add", "P-9100", "--name", "备用炉", "--loaner", "yes", by="sun")
    receive = ("--place", "A-1", "--condition", "划伤", "--accessory", "电源线")
    desk.ok("bench", "receive", T, *receive, "--signed-by", "张工", by="chen")
    lent(desk, now=LATER)
    done = ("--found", "断路", "--done", "换管", "--cause", "wear")
    desk.ok("bench", "repair", T, *done, by="li", now=LATER)
    order = ("print", T, "bench-order", "--format", "html", "--out", "../order.html")
    desk.ok("--lang", "zh", *order, by="chen", now=LATER)
    page = (desk.path.parent / "order.html").read_text(encoding="utf-8")
    assert "应收回备用机" in page
    assert "P-9100 备用炉 BY-01" in page
    pick_up = ("pickup", T, "--signed-by", "张工")
    told = desk.ok("--lang", "zh", *pick_up, by="chen", now=NEXT_DAY).err
    assert f"{T}：请收回备用机 P-9100 备用炉 BY-01" in told


@pytest.mark.parametrize("taken_back", [0, 1])
def test_one_lent_at_two_desks_is_with_who_keeps_it_once_the_other_loan_is_taken_back(
    store: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken_back: int
) -> None:
    store.other(2, by="chen", now="2026-11-20T10:00:00")
    both = Exchange(store, tmp_path, monkeypatch)
    tickets = (T, "SZ-2611-A0002")
    for desk, ticket, now in zip((both.here, both.there), tickets, ("10:00", "10:05"), strict=True):
        words = ("loaner", "lend", ticket, "P-9100", "--until", "2026-12-04", *SIGNED)
        desk.ok(*words, "--serial", "BY-01", by="sun", now=f"2026-11-21T{now}:00")
    both.meet()
    here = both.here
    found = here.svc("check", "--json", now=NEXT_DAY).json["items"]
    assert {each["rule"] for each in found if not each["advice"]} == {"loaner-twice"}
    back, kept = tickets[taken_back], tickets[1 - taken_back]
    # the other of its kind is there, whatever the sum says
    other = ("loaner", "lend", kept, "P-9100", "--until", "2026-12-04", *SIGNED)
    here.ok(*other, "--serial", "BY-02", by="sun", now="2026-11-21T11:05:00")
    returned = ("loaner", "return", kept, "BY-02", "--how", "good", "--condition", "完好")
    here.ok(*returned, by="sun", now="2026-11-21T11:10:00")
    words = ("loaner", "return", back, "BY-01", "--how", "good", "--condition", "没借出")
    here.ok(*words, by="sun", now="2026-11-21T11:20:00")
    after = "2026-11-21T11:30:00"
    assert here.svc("check", now=after).status == 0
    assert machines(here, now=after) == [("BY-01", kept, False)]
    assert machines(here, "--free", now=after) == [("BY-02", None, False)]
    again = ("loaner", "lend", back, "P-9100", "--until", "2026-12-04", *SIGNED)
    said = here.svc(*again, "--serial", "BY-01", by="sun", now=after)
    assert (said.status, "BY-01" in said.err) == (2, True)
    words = ("loaner", "return", kept, "--how", "good", "--condition", "完好")
    here.ok(*words, by="sun", now="2026-11-21T12:00:00")
    assert here.svc("check", now="2026-11-21T12:10:00").status == 0
    free = [serial for serial, *_ in machines(here, "--free", now="2026-11-21T12:10:00")]
    assert sorted(free) == ["BY-01", "BY-02"]
