"""Documents that move parts, as a keeper types them: sent and taken in, sent back, scrapped, put
elsewhere, voided; and what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from keeper import FIRST, LATER, SENT, furnish, keep, lies, refused

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def store(desk: Desk) -> Desk:
    return furnish(desk)


@pytest.fixture
def sent(store: Desk) -> Desk:
    keep(store, "transfer", "P-1001:4", "P-1003:2#ZB-1,ZB-3", "--to", "BJ")
    return store


def on_the_way(desk: Desk, office: str = "SZ") -> list[str]:
    items = keep(desk, "documents", "--on-the-way", "--office", office)["items"]
    return [item["id"] for item in items]


def written(desk: Desk, number: str = SENT) -> Any:
    return keep(desk, "show", number)


def test_what_is_sent_is_on_the_way_until_the_other_office_takes_it_in(sent: Desk) -> None:
    assert lies(sent) == {"P-1001": 11, "P-1003": 1}
    assert lies(sent, "BJ") == {}
    assert on_the_way(sent) == on_the_way(sent, "BJ") == [SENT]
    assert on_the_way(sent, "SH") == []
    assert keep(sent, "take-in", SENT)["document"]["status"] == "taken_in"
    assert lies(sent, "BJ") == {"P-1001": 4, "P-1003": 2}
    assert on_the_way(sent) == []


@pytest.mark.parametrize("line", ["1=3", "p-1001=3@C-1", "1＝3"])
def test_what_is_missing_of_a_transfer_is_booked_with_its_reason(sent: Desk, line: str) -> None:
    assert refused(sent, "take-in", SENT, line)["facts"]["fields"] == ["--reason"]
    keep(sent, "take-in", SENT, line, "--reason", "箱子破了")
    assert lies(sent, "BJ") == {"P-1001": 3, "P-1003": 2}
    assert lies(sent) == {"P-1001": 11, "P-1003": 1}
    first, second = written(sent)["parts"]
    assert (first["count"], first["arrived"], first["reason"]) == (4, 3, "箱子破了")
    assert (second["count"], second["arrived"], second["reason"]) == (2, 2, "")
    assert sent.ok("check").status == 0


def test_pieces_with_numbers_are_taken_in_one_by_one(sent: Desk) -> None:
    missing = ("--reason", "少一块")
    assert refused(sent, "take-in", SENT, "2=1", *missing)["key"] == "which-serials"
    assert refused(sent, "take-in", SENT, "2=1#ZB-2", *missing)["key"] == "which-serials"
    assert refused(sent, "take-in", SENT, "1=1#ZB-1", *missing)["key"] == "which-serials"
    keep(sent, "take-in", SENT, "2=1#ZB-3", *missing)
    assert lies(sent, "BJ") == {"P-1001": 4, "P-1003": 1}
    back = "transfer", "P-1003:1#ZB-1", "--office", "BJ", "--to", "SZ"
    assert refused(sent, *back)["key"] == "serial-not-there"
    keep(sent, "transfer", "P-1003:1#ZB-3", "--office", "BJ", "--to", "SZ")


@pytest.mark.parametrize(("words", "key"), [
    (("take-in", SENT, "3=1"), "no-such-stock-line"),
    (("take-in", SENT, "0=1"), "no-such-stock-line"),
    (("take-in", SENT, "P-1002=1"), "no-such-stock-line"),
    (("take-in", SENT, "1:1"), "bad-taken-in-line"),
    (("take-in", FIRST), "nothing-to-transfer"),
    (("take-in", "SZ-M2611-A0009"), "no-such-document"),
    (("transfer", "P-1001:12", "--to", "BJ"), "not-in-stock"),
    (("transfer", "P-1001:1", "--to", "SZ"), "same-office"),
    (("transfer", "P-1001:1"), "missing-fields"),
    (("send-back", "P-1001:1"), "not-in-stock"),
    (("scrap", "P-1001:1", "--condition", "good"), "missing-fields"),
    (("move", "P-1002", "@A-9"), "not-in-stock"),
    (("move", "P-9", "@A-9"), "not-in-catalogue"),
    (("void", FIRST), "missing-fields"),
    (("void", FIRST, "--reason", "x"), "not-in-stock"),
    (("show", "SZ-M2611-A0009"), "no-such-document"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(
    sent: Desk, words: tuple[str, ...], key: str
) -> None:
    assert refused(sent, *words)["key"] == key


def test_a_transfer_is_taken_in_once_and_voided_once(sent: Desk) -> None:
    keep(sent, "take-in", SENT)
    assert keep(sent, "take-in", SENT)["repeated"]
    later = "2026-11-20T11:00:00"
    assert refused(sent, "take-in", SENT, now=later)["key"] == "document-settled"
    keep(sent, "void", SENT, "--reason", "发错", now=later)
    assert lies(sent) == {"P-1001": 15, "P-1003": 3}
    assert lies(sent, "BJ") == {}
    evening = "2026-11-20T18:00:00"
    error = refused(sent, "void", SENT, "--reason", "再来", now=evening)
    assert (error["key"], error["facts"]["status"]) == ("document-settled", "voided")
    assert "已作废" in sent.svc("--lang", "zh", "stock", "void", SENT, "--reason", "x", by="sun",
                               now=evening).err  # fmt: skip


def test_good_pieces_go_back_or_to_scrap_only_when_it_is_said(store: Desk) -> None:
    keep(store, "send-back", "P-1001:1", "--condition", "good", "--number", "SF1")
    keep(store, "scrap", "P-1001:2", "--condition", "good", "--reason", "泡水")
    assert lies(store)["P-1001"] == 12
    assert written(store)["document"]["kind"] == "sent_back"
    assert "SF1" in store.ok("stock", "show", SENT, by="sun").out


def test_a_part_lies_elsewhere_from_then_on(store: Desk) -> None:
    keep(store, "move", "p-1001", "＠A-2-03")
    line = written(store)["parts"][0]
    assert (line["position"], line["count"]) == ("A-2-03", 15)
    assert lies(store)["P-1001"] == 15


def test_documents_are_listed_by_month_office_and_sort(sent: Desk) -> None:
    def listed(*words: str, now: str = "") -> list[str]:
        return [each["id"][-5:] for each in keep(sent, "documents", *words, now=now)["items"]]

    assert listed() == ["A0001", "A0002", "A0003"]
    assert listed("--kind", "transferred") == ["A0003"]
    assert listed("--office", "BJ") == ["A0003"]
    assert listed(now="2026-12-01T09:00:00") == []
    december = "2026-12-01T09:00:00"
    keep(sent, "receive", "P-1002:1", "--at", "2026-11-30 09:00", now=december)
    assert listed("--month", "2026-11")[-1] == "A0001"  # of December's folder
    assert listed("--month", "2026-11")[:3] == ["A0001", "A0002", "A0003"]
    assert listed("--month", "2026-10") == []


def test_the_list_is_a_table_and_a_file(sent: Desk) -> None:
    csv = sent.ok("--lang", "zh", "stock", "documents", "--csv", by="sun").out
    assert "SZ-M2611-A0003,调拨单,2026-11-20 09:00,深圳办事处 → 北京办事处,6,,已入账,孙伟," in csv
    empty = sent.ok("stock", "documents", "--month", "2026-01", by="sun").out
    assert "--month MONTH" in empty
    nothing = sent.ok("stock", "documents", "--on-the-way", "--office", "SH", by="sun").out
    assert nothing == "Nothing is on the way.\n"


def test_a_document_is_shown_with_its_parts_and_its_log(sent: Desk) -> None:
    keep(sent, "take-in", SENT, "1=3", "--reason", "箱子破了")
    out = sent.ok("--lang", "zh", "stock", "show", SENT.lower(), by="sun").out
    assert out.startswith(f"{SENT}：调拨单，已收货\n库房：深圳办事处\n调往：北京办事处\n")
    assert "备件名称/编号  件数  实到  序列号     原因" in out
    assert "1  P-1001 加热管     4     3             箱子破了" in out
    assert "ZB-1 ZB-3" in out
    assert out.splitlines()[-1] == "2026-11-20 09:00  已收货  孙伟"


def test_a_clerk_is_not_the_keeper(sent: Desk) -> None:
    assert refused(sent, "take-in", SENT, by="chen")["key"] == "not-your-role"


def test_what_came_before_it_was_sent_is_refused(sent: Desk) -> None:
    assert refused(sent, "take-in", SENT, "--at", LATER)["key"] == "before-booked"


def test_a_count_and_what_corrected_it_both_stay_with_their_difference(desk: Desk) -> None:
    furnish(desk)
    count = ("count", "P-1001:13", "P-1003:3#ZB-1,ZB-2,ZB-3", "--reason", "P-1001=找不到两件")
    first = keep(desk, *count, "--go", now="2026-11-20T09:00:00")["document"]["id"]
    again = ("count", "P-1001:15", "--reason", "在货架后面", "--go")
    second = keep(desk, *again, now="2026-11-20T11:00:00")["document"]["id"]
    third = keep(desk, "count", "P-1001:14", "--reason", "数错", "--go", now="2026-11-20T13:00:00")
    wrong = third["document"]["id"]
    keep(desk, "void", wrong, "--reason", "看错行", now="2026-11-20T14:00:00")
    items = {each["id"]: each for each in keep(desk, "documents")["items"]}
    told = [
        (items[n]["more"], items[n]["less"], items[n]["reason"]) for n in (first, second, wrong)
    ]
    assert told == [(0, 2, "找不到两件"), (2, 0, "在货架后面"), (0, 1, "数错")]
    assert items[wrong]["status"] == "voided"
    shown = desk.ok("--lang", "zh", "stock", "documents", by="sun").out
    assert [line.split().count("-2") for line in shown.splitlines() if first in line] == [1]
    book = keep(desk, "book", "P-1001", now="2026-11-20T15:00:00")["items"]
    assert [(each["record"], each["balance"], each["reason"]) for each in book[2:]] == [
        (first, 13, "找不到两件"),
        (second, 15, "在货架后面"),
        (wrong, 14, "数错"),
        (wrong, 15, "看错行"),
    ]
