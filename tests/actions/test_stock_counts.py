"""A store is counted: the list along the shelves, what was found, why it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from keeper import furnish, keep, lies, refused

from svc.rules.stock.pieces import pieces_at
from svc.rules.stock.places import Spot, store_of, with_technician

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
    assert "svc stock count P-1001:13 P-1003:3 --reason P-1001=找不到 --go" in out
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


# What is followed piece by piece

WHY = ("--reason", "P-1003=查不到")
SEEN = ("count", "P-1003:3#zb-1,ZB-3,ZB-7", *WHY)


@pytest.fixture
def boards(store: Desk) -> Desk:
    """Three boards ZB-1, ZB-2, ZB-3, each followed by its number."""
    store.ok("part", "change", "P-1003", "--serial", "yes", by="sun")
    return store


def pieces(desk: Desk) -> list[str]:
    return pieces_at(desk.ledger.moves([], "P-1003"), "P-1003", Spot(store_of("SZ")))


def test_differences_are_named_piece_by_piece_though_the_number_is_the_same(boards: Desk) -> None:
    before = boards.snapshot()
    (row,) = keep(boards, *SEEN)["items"]
    assert (row["booked"], row["counted"], row["difference"]) == (3, 3, 0)
    assert (row["missing"], row["found"]) == (["ZB-2"], ["ZB-7"])
    out = boards.ok("--lang", "zh", "stock", *SEEN, by="sun").out
    assert "P-1003 主控板，账上有而没见到：ZB-2" in out
    assert "P-1003 主控板，见到而账上没有：ZB-7" in out
    assert boards.snapshot() == before


def test_each_piece_that_differs_is_booked_and_the_check_is_clean(boards: Desk) -> None:
    error = refused(boards, *SEEN[:2], "--go")
    assert error["key"] == "differences-unexplained"
    made = keep(boards, *SEEN, "--go")
    assert keep(boards, *SEEN, "--go")["repeated"]
    assert pieces(boards) == ["ZB-1", "ZB-3", "ZB-7"]
    moves = [
        (move.serial, move.count, move.leaves.code, move.goes.code, move.reason)
        for move in boards.ledger.moves([], "P-1003")
        if move.source[0] == made["document"]["id"]
    ]
    assert moves == [
        ("ZB-2", 1, "store:SZ", "difference", "查不到"),
        ("ZB-7", 1, "difference", "store:SZ", "查不到"),
    ]
    boards.ok("check", by="sun")
    keep(boards, "void", made["document"]["id"], "--reason", "数错", now="2026-11-20T10:00:00")
    assert pieces(boards) == ["ZB-1", "ZB-3", "ZB-2"]


def test_seen_as_the_books_say_nothing_moves_and_the_store_was_counted(boards: Desk) -> None:
    keep(boards, "count", "P-1003:3#ZB-3,ZB-2,ZB-1", "--go")
    (move,) = boards.ledger.moves([], "P-1003")[3:]
    assert (move.leaves, move.count, move.serial) == (move.goes, 3, "")
    assert "never been counted" not in boards.ok("stock", "list", by="sun").out


def test_pieces_the_books_have_without_a_number_get_theirs(boards: Desk) -> None:
    keep(boards, "receive", "P-1004:2")
    boards.ok("part", "change", "P-1004", "--serial", "yes", by="sun")
    keep(boards, "count", "P-1004:3#F-1,F-2,F-3", "--reason", "补登编号", "--go")
    held = boards.ledger.balances([], places=[store_of("SZ")])
    assert held["P-1004", Spot(store_of("SZ"))] == 3
    boards.ok("check", by="sun")


def test_without_the_numbers_no_count_is_taken(boards: Desk) -> None:
    error = refused(boards, "count", "P-1003:3", *WHY)
    assert (error["key"], error["facts"]["code"]) == ("which-pieces", "P-1003")
    assert keep(boards, "count", "P-1003:0", *WHY)["items"][0]["missing"] == [
        "ZB-1", "ZB-2", "ZB-3",
    ]  # fmt: skip


def test_a_piece_that_is_elsewhere_by_the_books_is_first_brought_here(boards: Desk) -> None:
    keep(boards, "kit-top-up", "wang", "P-1003:1#ZB-2")
    error = refused(boards, "count", "P-1003:3#ZB-1,ZB-2,ZB-3", now="2026-11-20T10:00:00")
    assert (error["key"], error["facts"]["serial"]) == ("piece-elsewhere", "ZB-2")
    keep(boards, "kit-count", "wang", "P-1003:0", *WHY, "--go", now="2026-11-20T11:00:00")
    keep(boards, "count", "P-1003:3#ZB-1,ZB-2,ZB-3", *WHY, "--go", now="2026-11-20T12:00:00")
    assert pieces(boards) == ["ZB-1", "ZB-3", "ZB-2"]
    van = pieces_at(boards.ledger.moves([]), "P-1003", Spot(with_technician("wang")))
    assert van == []
    boards.ok("check", by="sun")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_has_a_column_for_the_numbers_and_is_read_back(boards: Desk, lang: str) -> None:
    text = boards.ok("--lang", lang, "stock", "count", "--csv", by="sun").out
    heads, *rows = text.strip().splitlines()
    assert "ZB-1" not in text
    filled = [heads, rows[1].removesuffix(",,,") + ",2,ZB-1 ZB-3,找不到"]
    (boards.path.parent / "count.csv").write_text("\n".join(filled), encoding="utf-8")
    (row,) = keep(boards, "count", "--from", "../count.csv")["items"]
    assert (row["counted"], row["missing"], row["reason"]) == (2, ["ZB-2"], "找不到")
    filled[1] = filled[1].replace(",2,", ",3,")
    (boards.path.parent / "count.csv").write_text("\n".join(filled), encoding="utf-8")
    error: Any = refused(boards, "count", "--from", "../count.csv")
    assert (error["key"], error["facts"]["value"]) == ("bad-count-row", "ZB-1 ZB-3")
