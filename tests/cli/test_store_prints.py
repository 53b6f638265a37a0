"""`svc print` of papers of the store: the same as by the command each belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET
from keeper import FIRST, LATER, furnish

from svc.store import printers

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-20T12:00:00"


@pytest.fixture
def store(desk: Desk) -> Desk:
    desk.play("dispatch")
    furnish(desk)
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now=LATER)
    return desk


def made(desk: Desk, *words: str) -> str:
    """The page that this writes."""
    out = desk.path.parent / "paper.html"
    out.unlink(missing_ok=True)
    desk.ok("--lang", "zh", *words, "../paper.html", by="sun", now=NOW)
    return out.read_text(encoding="utf-8")


HTML = ("--format", "html", "--out")


@pytest.mark.parametrize(
    ("printed", "own"),
    [
        (("count-list",), ("stock", "count", *HTML)),
        (("kit-list", "王强"), ("stock", "kit", "wang", *HTML)),
        (("备件库存表",), ("stock", "sheet", *HTML)),
        (("盘点表",), ("stock", "count", *HTML)),
        (("stock-book", "P-1001"), ("stock", "book", "P-1001", *HTML)),
        ((FIRST,), ("stock", "show", FIRST, *HTML)),
        (("调拨单", FIRST), ("stock", "show", FIRST, *HTML)),
        (("hit-rate", "--office", "SZ"), ("part", "hit-rate", "--office", "SZ", "--out")),
        (("parts-replaced", "--month", "2026-11"), ("part", "replaced", "2026-11", "--out")),
    ],
)
def test_each_is_the_paper_of_its_command(
    store: Desk, printed: tuple[str, ...], own: tuple[str, ...]
) -> None:
    page = made(store, "print", *printed, *HTML)
    assert "<html" in page
    assert page == made(store, *own)


def test_a_stock_document_is_printed_on_continuous_paper_and_in_copies(store: Desk) -> None:
    how = ("--paper", "241-1/3", "--copies", "store,accounts")
    page = made(store, "print", FIRST, *how, *HTML)
    assert "size: 241.3mm 93.1mm" in page
    assert "第一联　仓库、第二联　财务" in page
    assert page == made(store, "stock", "show", FIRST, *how, *HTML)
    assert "size: A5 landscape" in made(store, "print", "kit-list", "王强", "--paper", "A5", *HTML)


@pytest.mark.parametrize("typed", [("--paper", "A5"), ("--copies", "2"), ("--duplex",)])
def test_a_paper_of_the_store_that_is_laid_out_in_one_way_takes_no_other(
    store: Desk, typed: tuple[str, ...]
) -> None:
    refused = store.svc("print", "count-list", *typed, "--json", by="sun", now=NOW)
    assert (refused.status, refused.error["key"]) == (2, "not-for-this-paper")


def test_a_month_of_the_book_carries_over_what_was_before(store: Desk) -> None:
    page = made(store, "print", "stock-book", "p-1001", "--month", "2026-12", *HTML)
    assert "上期结存" in page
    assert "2026-12-01…2026-12-31" in page


@pytest.mark.parametrize("name", ["hit-rate", "count-list"])
def test_it_goes_to_a_printer(store: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []

    def spool_pdf(data: bytes, printer: str, title: str, sides: str = "") -> str:
        sent.append((data[:5], printer))
        return "Office-7"

    monkeypatch.setattr(printers, "spool_pdf", spool_pdf)
    answer = store.ok("--json", "print", name, "--printer", "Office", by="sun", now=NOW).json
    assert (answer["path"], answer["printer"], answer["job"]) == (None, "Office", "Office-7")
    assert sent == [(b"%PDF-", "Office")]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("stock-book",), "which-of-the-store"),
        (("transfer-note",), "which-of-the-store"),
        (("stock-book", "P-1001", "P-1003"), "not-for-this-paper"),
        (("count-list", "--day", "today"), "not-for-this-paper"),
        (("count-list", "--month", "2026-11"), "not-for-this-paper"),
        (("stock-book", "P-9999"), "not-in-catalogue"),
        ((FIRST, "--office", "SZ"), "not-for-this-paper"),
    ],
)
def test_what_does_not_go_with_it_is_refused(store: Desk, words: tuple[str, ...], key: str) -> None:
    ended = store.svc("--json", "print", *words, by="sun", now=NOW)
    assert (ended.status, ended.error["key"]) == (2, key)
