"""Numbers that two desks gave twice: ours get others, all that names them follows, and after the
merge nothing is wrong anywhere.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from actions.deeds import events, record
from conftest import TICKET
from exchange import Clone, Exchange
from keeper import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Desk

OURS = THEIRS = "SZ-2611-A0002"
NEW = "SZ-2611-C0001"
FILE, NEW_FILE = "SZ-A0002", "SZ-C0001"


class Copied(Exchange):
    """Two desks, of which one is a copy of the other's disk, with all of its settings."""

    def __init__(self, desk: Desk, folder: Path, patch: pytest.MonkeyPatch) -> None:
        super().__init__(desk, folder, patch)
        self.copy(self.there.path)

    def copy(self, path: Path) -> None:
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.here.path, path)

    def renumber(self, clone: Clone, letter: str = "C") -> None:
        """What a person types when the copy is noticed, up to the exchange."""
        clone.ok("init", "--join", "--desk", letter)
        clone.ok("renumber", "--go", by="li")
        ended = clone.sync()
        assert ended.status == 0, ended.err

    def assert_sound(self) -> None:
        """Both have the same, and `check` finds nothing wrong on either side."""
        assert self.are_the_same()
        for clone in (self.here, self.there):
            checked = clone.svc("check")
            assert "Findings: 0" in checked.out, checked.out


@pytest.fixture
def copied(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copied:
    desk.play("intake")
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    desk.commit()
    return Copied(desk, tmp_path, monkeypatch)


def take_down_both(copied: Copied) -> None:
    """Two tickets under one number, of two customers under one number."""
    assert copied.here.other(1, by="li").status == 0
    assert copied.there.other(2, by="li").status == 0
    assert copied.here.sync().status == 0


def test_the_ticket_and_the_customers_file_get_other_numbers_and_keep_what_they_say(
    copied: Copied,
) -> None:
    take_down_both(copied)
    copied.there.ok("handover", OURS, "--to", "li", by="chen", now="2026-11-20T09:20:00")
    before = record(copied.there, OURS)
    stopped = copied.there.sync()
    assert stopped.status == 2
    assert "To see which number it would get: svc renumber" in stopped.err
    copied.renumber(copied.there)
    after = record(copied.there, NEW)
    assert after | {"id": OURS, "log": []} == before | {"log": []}
    assert after["log"][: len(before["log"])] == before["log"]
    added = [
        {name: event[name] for name in ("was", "now", "fields") if name in event}
        for event in after["log"][len(before["log"]) :]
    ]
    assert added == [
        {"was": FILE, "now": NEW_FILE, "fields": ["customer.file"]},
        {"was": OURS, "now": NEW},
    ]
    assert record(copied.there, THEIRS)["customer"]["unit"] == "客户1"
    assert record(copied.there, NEW_FILE)["name"] == "客户2"
    copied.meet()
    copied.assert_sound()
    state = copied.here.ledger.read(NEW).state
    assert state.current.customer is not None
    assert state.current.customer.file == NEW_FILE
    assert state.status == "handed_over"


def test_a_preview_changes_nothing(copied: Copied) -> None:
    take_down_both(copied)
    copied.there.sync()
    before = copied.there.snapshot()
    shown = copied.there.ok("--json", "renumber").json
    assert [(item["was"], item["now"]) for item in shown["items"]] == [
        (OURS, "SZ-2611-A0003"),
        (FILE, "SZ-A0003"),
    ]
    assert shown["recorded"] is False
    assert shown["items"][1]["named"] == [OURS]
    assert copied.there.snapshot() == before
    said = copied.there.ok("renumber")
    assert "Nothing was changed. To record it: svc renumber --go" in said.out
    assert "Another computer gives numbers of lane A, too" in said.err


def test_where_no_number_stands_for_two_there_is_nothing_to_do(copied: Copied) -> None:
    assert copied.here.ok("renumber", "--go", by="li").out == "No number stands for two.\n"


@pytest.mark.stress
def test_a_number_is_free_only_if_neither_side_has_given_it(copied: Copied) -> None:
    """Both go on in one lane: the next number of ours is none of theirs."""
    take_down_both(copied)
    assert copied.here.other(3, by="li").status == 0
    assert copied.here.sync().status == 0
    copied.there.sync()
    shown = copied.there.ok("--json", "renumber").json
    assert [item["now"] for item in shown["items"]] == ["SZ-2611-A0004", "SZ-A0004"]


def test_what_else_names_the_record_follows_and_what_theirs_say_does_not(copied: Copied) -> None:
    take_down_both(copied)
    for clone in (copied.here, copied.there):
        clone.ok("complaint", "about", OURS, "--words", "来晚了", "--wishes", "道歉", by="li")
    copied.there.ok("note", TICKET, f"见 {OURS}", by="li")
    copied.here.sync()
    copied.there.sync()
    copied.renumber(copied.there)
    copied.meet()
    copied.assert_sound()
    ledger = copied.here.ledger
    named = {
        number: [event.ticket for event in ledger.read(number).log if hasattr(event, "ticket")]
        for number in (OURS, "SZ-2611-A0003", NEW, "SZ-2611-C0002")
    }
    assert named == {
        OURS: ["SZ-2611-A0003"],
        "SZ-2611-A0003": [OURS],
        NEW: ["SZ-2611-C0002"],
        "SZ-2611-C0002": [NEW],
    }
    assert [event for event in events(copied.here) if event["what"] == "renumbered"] == []


def test_a_stock_document_gets_another_number(copied: Copied) -> None:
    for clone, count in ((copied.here, 3), (copied.there, 5)):
        clone.ok("stock", "receive", f"P-1001:{count}:10.00@A-1", by="sun")
    copied.here.sync()
    copied.there.sync()
    copied.renumber(copied.there)
    copied.meet()
    copied.assert_sound()
    ledger = copied.here.ledger
    assert ledger.read_document("SZ-M2611-A0001").document.lines[0].count == 3
    assert ledger.read_document("SZ-M2611-C0001").document.lines[0].count == 5
    shown = copied.here.ok("stock", "show", "SZ-M2611-C0001").out
    assert "Formerly: SZ-M2611-A0001" in shown


@pytest.fixture
def charged(copied: Copied) -> Copied:
    """Two tickets of the hub's on which 80 yuan are charged."""
    here = copied.here
    assert here.intake("--again", mode="paid", bought="2020-08-01", symptom="又坏").status == 0
    for ticket in (TICKET, "SZ-2611-A0002"):
        here.ok("charge", ticket, "--line", "检测:1:80", "--allow", "检测费", by="sun")
    here.sync()
    copied.copy(copied.there.path)
    return copied


RECEIPT, NEW_RECEIPT = "SZ-A-26-0001", "SZ-C-26-0001"


def take_both(copied: Copied, ours: str, theirs: str) -> None:
    copied.here.ok("receipt", theirs, "--how", "cash", by="zhao", now="2026-11-20T09:30:00")
    copied.there.ok("receipt", ours, "--how", "wechat", by="zhao", now="2026-11-20T09:40:00")
    invoice = ("--invoice", "issued", "--invoice-number", "8")
    copied.there.svc("receipt", ours, *invoice, by="sun", now="2026-11-20T09:45:00")
    copied.here.sync()


def one_sync_and_what_it_stops_at(copied: Copied) -> None:
    stopped = copied.there.sync()
    assert stopped.status == 2
    assert f"{RECEIPT} stands for two" in stopped.err
    copied.renumber(copied.there)


def after_the_merge(copied: Copied) -> None:
    """Somebody has pulled with git: both receipts are there under one number."""
    copied.there.git("pull", "-q", "--no-edit", "--no-rebase", "origin", "main")
    assert "[receipt-book]" in copied.there.svc("check").out
    copied.renumber(copied.there)


@pytest.mark.parametrize(
    ("settle", "theirs"),
    [
        (one_sync_and_what_it_stops_at, "SZ-2611-A0002"),
        (after_the_merge, TICKET),
        pytest.param(one_sync_and_what_it_stops_at, TICKET, marks=pytest.mark.stress),
        pytest.param(after_the_merge, "SZ-2611-A0002", marks=pytest.mark.stress),
    ],
)
def test_a_receipt_is_renumbered_and_its_paper_still_found(
    charged: Copied, settle: Callable[[Copied], None], theirs: str
) -> None:
    ours = TICKET
    take_both(charged, ours, theirs)
    settle(charged)
    charged.meet()
    assert charged.are_the_same()
    account = charged.here.ledger.read(ours).state.account
    numbers = {receipt.how: receipt.number for receipt in account.receipts}
    assert numbers["wechat"] == NEW_RECEIPT
    assert not account.void
    found = account.find_receipt(RECEIPT)
    assert found is not None
    assert found.how == ("cash" if theirs == ours else "wechat")
    problems = charged.here.svc("check").out
    assert "receipt-book" not in problems
    assert "receipt-number" not in problems
    # the books go on: no number is given twice, none is left out
    rest = "SZ-2611-A0002" if theirs == ours else ""
    if rest:
        charged.there.ok("receipt", rest, "--how", "cash", by="zhao", now="2026-11-20T10:00:00")
        assert charged.there.ledger.read(rest).state.account.receipts[0].number == "SZ-C-26-0002"


@pytest.mark.stress
def test_three_copies_come_to_the_same_whoever_meets_whom_first(
    copied: Copied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = Clone(tmp_path / "third", monkeypatch)
    copied.copy(third.path)
    take_down_both(copied)
    assert third.other(4, by="li").status == 0
    third.sync()
    copied.there.sync()
    copied.renumber(copied.there, "C")
    third.sync()
    copied.renumber(third, "D")
    for clone in (copied.there, copied.here, copied.there):
        assert clone.sync().status == 0
    copied.assert_sound()
    assert third.head == copied.here.head
    ledger = third.ledger
    units = {
        str(number): customer.unit
        for number in ledger.numbers()
        if (customer := ledger.read(str(number)).ticket.customer) is not None
    }
    assert units == {
        TICKET: "南山明辉餐饮",
        OURS: "客户1",
        NEW: "客户2",
        "SZ-2611-D0001": "客户4",
    }
    assert third.svc("show", OURS).err.count("had the number") == 2


def test_a_desk_that_had_the_record_before_goes_on_with_it_under_its_new_number(
    copied: Copied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It got it from the copy itself, by git, and wrote a note there."""
    third = Clone(tmp_path / "third", monkeypatch)
    copied.copy(third.path)
    third.ok("init", "--join", "--desk", "D")
    assert copied.there.other(2, by="li").status == 0
    third.git("pull", "-q", "--no-edit", "--no-rebase", str(copied.there.path), "main")
    third.ok("note", OURS, "第三台记的", by="chen")
    assert copied.here.other(1, by="li").status == 0
    copied.here.sync()
    copied.there.sync()
    copied.renumber(copied.there)
    came = third.sync()
    assert came.status == 0, came.err
    copied.meet()
    assert third.sync().status == 0
    copied.assert_sound()
    notes = [event.get("words") for event in events(third, NEW)]
    assert "第三台记的" in notes
    assert record(third, OURS)["customer"]["unit"] == "客户1"
    assert not (third.path / "customers/SZ-D0001.yaml").exists()


def test_git_merges_both_ways_to_the_same_bytes(copied: Copied) -> None:
    """Without the shared repository: one pulls from the other, and the other from it."""
    here, there = copied.here, copied.there
    assert here.other(1, by="li").status == 0
    assert there.other(2, by="li").status == 0
    there.ok("init", "--join", "--desk", "C")
    there.git("fetch", "-q", str(here.path), "main")
    there.ok("renumber", "--go", "--against", "FETCH_HEAD", by="li")
    here.git("branch", "before")
    here.git("pull", "-q", "--no-edit", "--no-rebase", str(there.path), "main")
    there.git("pull", "-q", "--no-edit", "--no-rebase", str(here.path), "before")
    assert here.git("rev-parse", "HEAD^{tree}") == there.git("rev-parse", "HEAD^{tree}")
    assert here.svc("check").status == there.svc("check").status == 0


def test_what_was_edited_by_hand_stops_it(copied: Copied) -> None:
    take_down_both(copied)
    copied.there.sync()
    path = f"tickets/SZ/2026-11/{OURS}.yaml"
    copied.there.edit("故障2", "别的", path)
    said = copied.there.svc("renumber", "--go", by="li")
    assert said.status == 2
    assert path in said.err


def test_the_old_number_finds_it(copied: Copied) -> None:
    take_down_both(copied)
    copied.there.sync()
    copied.renumber(copied.there)
    there = copied.there
    assert "客户1" in there.svc("show", OURS).out
    assert f"{NEW} had the number {OURS}, too" in there.svc("show", OURS).err
    assert NEW in there.svc("search", OURS).out
    assert f"{NEW_FILE} had the number {FILE}, too" in there.svc("customer", "show", FILE).err
    page = there.path.parent / "order.html"
    there.ok("print", NEW, "visit-order", "--format", "html", "--out", str(page))
    assert f"formerly {OURS}" in page.read_text(encoding="utf-8")
    there.git("rm", "-q", f"tickets/SZ/2026-11/{OURS}.yaml", f"customers/{FILE}.yaml")
    there.git("commit", "-q", "-m", "gone")
    shown = there.ok("show", OURS)
    assert "客户2" in shown.out
    assert f"{OURS} has another number now: {NEW}" in shown.err
    assert "客户2" in there.ok("customer", "show", FILE).out
