"""A store is counted: the list along the shelves, what was found, why it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from keeper import furnish, keep, lies, refused

if TYPE_CHECKING:
    from conftest import Desk

COUNT = "SZ-M2611-A0003"
LOST = ("count", "P-1001:13", "P-1003:3", "--reason", "p-1001=找不到")


@pytest.fixture
def store(desk: Desk) -> Desk:
    return furnish(desk)


def parts_of(desk: Desk, number: str = COUNT) -> list[Any]:
    rows = keep(desk, "show", number)["parts"]
    return [(row["part"], row["booked"], row["count"], row["reason"]) for row in rows]


def test_a_preview_says_what_differs_and_changes_nothing(store: Desk) -> None:
    before = store.snapshot()
    items = keep(store, *LOST)["items"]
    assert [(i["part"], i["booked"], i["counted"], i["difference"], i["reason"]) for i in items] == [
        ("P-1001", 15, 13, -2, "找不到"),
        ("P-1003", 3, 3, 0, ""),
    ]  # fmt: skip
    out = store.ok("--lang", "zh", "stock", *LOST, by="sun").out
    assert "P-1001 加热管    15      13    -2  找不到" in out
    assert "svc stock count P-1001:13 P-1003:3 --reason p-1001=找不到 --go" in out
    assert store.snapshot() == before


def test_a_count_books_each_difference_with_its_reason_and_leaves_the_rest(store: Desk) -> None:
    keep(store, *LOST, "--go")
    assert lies(store) == {"P-1001": 13, "P-1003": 3}
    assert parts_of(store) == [("P-1001", 15, 13, "找不到"), ("P-1003", 3, 3, "")]
    keep(store, "count", "P-1001:15@A-9", "--reason", "找到了", "--go")
    assert lies(store) == {"P-1001": 15, "P-1003": 3}
    rows = keep(store, "list")["items"]
    assert [row["position"] for row in rows if row["part"] == "P-1001"] == ["A-9"]


def test_typed_again_a_count_is_the_same_count(store: Desk) -> None:
    keep(store, *LOST, "--go")
    assert keep(store, *LOST, "--go")["repeated"]
    assert not keep(store, *LOST, "--go", "--again")["repeated"]
    assert parts_of(store, "SZ-M2611-A0004")[0] == ("P-1001", 13, 13, "")


def test_a_difference_without_a_reason_is_refused(store: Desk) -> None:
    error = refused(store, "count", "P-1001:13", "P-1003:2", "--reason", "P-1001=x", "--go")
    assert error["key"] == "differences-unexplained"
    assert error["facts"]["parts"] == ["P-1003 主控板"]
    keep(store, "count", "P-1001:13", "P-1003:2", "--reason", "都找不到", "--go")


def test_the_books_are_those_of_the_moment_of_the_count(store: Desk) -> None:
    keep(store, "receive", "P-1001:4", now="2026-11-20T10:00:00")
    keep(store, "count", "P-1001:15", "--at", "09:30", "--go", now="2026-11-20T11:00:00")
    assert parts_of(store, "SZ-M2611-A0004") == [("P-1001", 15, 15, "")]
    assert lies(store)["P-1001"] == 19


def test_what_was_recorded_while_people_counted_is_in_the_books(
    store: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from svc.actions import stock_counts

    told = stock_counts.record_count
    beside: list[int] = []

    def later(*given: Any, **more: Any) -> Any:
        if not beside:
            beside.append(1)
            keep(store, "receive", "P-1001:4", "--number", "beside")
        return told(*given, **more)

    monkeypatch.setattr(stock_counts, "record_count", later)
    keep(store, "count", "P-1001:19", "--go")
    assert parts_of(store, "SZ-M2611-A0004") == [("P-1001", 19, 19, "")]


def test_a_part_in_two_places_is_added_up(store: Desk) -> None:
    keep(store, "count", "P-1001:10", "P-1001:5", "--go")
    assert parts_of(store) == [("P-1001", 15, 15, "")]


@pytest.mark.parametrize(("words", "key"), [
    (("count", "P-1001:13#ZB-1"), "bad-stock-line"),
    (("count", "P-1001:13:10.00"), "bad-stock-line"),
    (("count", "P-1001"), "bad-stock-line"),
    (("count", "P-77:1"), "not-in-catalogue"),
    (("count", "--from", "gone.csv"), "cannot-read-file"),
    (("count", "--from", "parts.yaml"), "no-count-columns"),
])  # fmt: skip
def test_what_cannot_be_counted_is_refused(store: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(store, *words)["key"] == key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_can_be_filled_in_and_read_back(store: Desk, lang: str) -> None:
    text = store.ok("--lang", lang, "stock", "count", "--csv", by="sun").out
    heads, *rows = text.strip().splitlines()
    assert [row.split(",")[1] for row in rows] == ["P-1001", "P-1003"]
    assert "15" not in text
    filled = [heads, rows[0].removesuffix(",,") + ",13,找不到", rows[1]]
    (store.path.parent / "count.csv").write_text("\n".join(filled), encoding="utf-8")
    keep(store, "count", "--from", "../count.csv", "--go")
    assert parts_of(store) == [("P-1001", 15, 13, "找不到")]
    (store.path.parent / "count.csv").write_text("编码,实盘数\nP-1001,几个\n", encoding="utf-8")
    error = refused(store, "count", "--from", "../count.csv")
    assert (error["key"], error["facts"]["row"], error["facts"]["value"]) == (
        "bad-count-row", 2, "几个",
    )  # fmt: skip


def test_the_list_goes_along_the_shelves_and_tells_no_figures(store: Desk) -> None:
    keep(store, "receive", "P-1002:2@A-10-1", "P-1004:7@A-2-1")
    answer = keep(store, "count", "--format", "html", "--out", "../list.html")
    page = (store.path.parent / "list.html").read_text(encoding="utf-8")
    places = [page.index(code) for code in ("P-1001", "P-1004", "P-1002", "P-1003")]
    assert answer["path"] == "../list.html"
    assert places == sorted(places)
    assert ">15<" not in page
    assert ">7<" not in page


def test_a_store_that_was_not_counted_for_a_month_says_so(store: Desk) -> None:
    def said(now: str) -> str:
        return store.ok("stock", "list", by="sun", now=now).out

    assert "never been counted" in said("2026-11-20T10:00:00")
    keep(store, "count", "P-1001:15", "--go")
    keep(store, "receive", "P-1001:1", now="2026-12-20T10:00:00")
    assert "counted" not in said("2026-12-20T10:00:00")
    assert "last counted on 2026-11-20" in said("2026-12-22T10:00:00")


def test_the_board_says_it_too_for_whoever_has_books(store: Desk) -> None:
    def due(*words: str) -> list[str]:
        told = store.ok("--json", "dispatch", *words, by="li", now="2026-11-20T12:00:00").json
        return list(told["counts_due"])

    assert (due(), due("--office", "all"), due("--office", "BJ")) == (["SZ"], ["SZ"], [])
    shown = store.ok("--lang", "zh", "dispatch", by="li", now="2026-11-20T12:00:00").out
    assert "深圳办事处备件库还没盘点过：svc stock count" in shown
