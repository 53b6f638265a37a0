"""The quotation that a customer agrees to, or not."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import pypdfium2 as pdfium
import pytest
from render import golden
from render.paper_checks import (
    check_inside_margins,
    check_no_overlap,
    pieces,
    printed,
    scanned,
    text_of,
)
from render.paper_tickets import (
    HEAD,
    HOSTILE,
    LONG,
    NAME,
    SETTINGS,
    after,
    dispatched,
    event,
    paper_of,
    visited,
)
from render.papers.test_bench_order import read
from render.papers.test_visit_order import Seen, ticked_on

from svc.errors import NoQuotation
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.render.pages import Page

LINES = [
    ev.QuoteLine(item="主轴驱动器维修", count=1, price=Decimal("240.00"), code="L04"),
    ev.QuoteLine(item="上门费 20–80 公里", count=1, price=Decimal("120.00"), code="T02"),
    ev.QuoteLine(item="轴承 6204", count=2, price=Decimal("85.25"), code="P11"),
]
OUT = {"verdict": "out", "on_site": False, "reason": "2020-08-02 购买，保修期至 2022-08-02"}
PAID = {"equipment": {**HEAD["equipment"], "warranty": OUT}, "mode": "paid"}


def quoted(lines: list[ev.QuoteLine] = LINES, total: str = "530.50", **more: Any) -> list[Any]:
    return [*dispatched()[:3], event(ev.Quoted, 6, 3, lines=lines, total=Decimal(total), **more)]


def answered(granted: bool = True) -> Any:
    return event(ev.Consented, 7, 5, to="price", who="黄玥", how="电话，录音 0213", granted=granted)


def cases() -> dict[str, Ticket]:
    """What a quotation must bear, by name."""
    hostile = {
        **HEAD["customer"],
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    long = {**HEAD["customer"], "unit": LONG * 3, "address": LONG * 3, "contact": NAME}
    many = [
        ev.QuoteLine(item=f"PN-{n:03d} 主轴驱动器", count=n, price=Decimal("10.00"))
        for n in range(1, 31)
    ]
    line = [ev.QuoteLine(item=HOSTILE, count=1, price=Decimal("530.50"))]
    plain = event(ev.Quoted, 2, 3, lines=LINES[:1], total=Decimal("240.00"))
    return {
        "open": after(*quoted(), **PAID),
        "agreed": after(*quoted(), answered(), **PAID),
        "refused": after(*quoted(), answered(granted=False), **PAID),
        "plain": after(plain, **PAID),
        "long": after(
            *quoted([LINES[0], ev.QuoteLine(item=LONG * 2, count=1, price=Decimal("290.50"))]),
            customer=long,
        ),
        "many": after(*quoted(many, "4650.00"), **PAID),
        "hostile": after(*quoted(line), customer=hostile, symptom=HOSTILE, **PAID),
    }


@cache
def quotation(name: str, lang: str = "en") -> Page:
    return paper_of("quotation", cases()[name], lang)


@cache
def document(name: str, lang: str = "zh") -> pdfium.PdfDocument:
    return printed(quotation(name, lang))


def of(*events: Any, **more: Any) -> str:
    """What a person reads on the quotation of a ticket with these events."""
    settings = {"settings": more.pop("settings")} if "settings" in more else {}
    return read(paper_of("quotation", after(*events, **{**PAID, **more}), "en", **settings).html)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["open", "agreed"])
def test_the_quotation_is_the_one_that_was_approved(name: str, lang: str) -> None:
    page = paper_of("quotation", cases()[name], lang, for_pdf=False)
    golden.check(f"quotation-{name}.{lang}.html", page.html)


def test_it_says_what_is_to_be_done_for_how_much_and_why_the_customer_pays() -> None:
    page = quotation("open").html
    for told in (
        "主轴驱动器维修1240.00240.00", "上门费 20–80 公里1120.00120.00", "轴承 6204285.25170.50", "伍佰叁拾元零伍角",
        "¥530.50", "out of warranty 2020-08-02 购买", "The machine is out of warranty.", "上门检查主轴电机与驱动器",
        "2026-11-21 12:12 Sat", "Quoted by 李明", "Price list2026-07", "no. 1 for this ticket",
    ):  # fmt: skip
        assert told in read(page)
    assert ticked_on(page) == []


def test_it_holds_for_thirty_days_or_as_many_as_the_department_says() -> None:
    assert "This quotation is valid until 2026-12-21." in of(*quoted())
    ten = msgspec.structs.replace(SETTINGS, quote_days=10)
    assert "This quotation is valid until 2026-12-01." in of(*quoted(), settings=ten)


def test_it_says_that_payment_may_be_made_in_advance_only_where_it_may() -> None:
    assert "in advance" not in of(*quoted())
    assert "in advance" in of(
        *quoted(), settings=msgspec.structs.replace(SETTINGS, prepayment=True)
    )


@pytest.mark.parametrize(("granted", "ticked", "mark"), [
    (True, "I agree to the price and the work.", ""), (False, "I decline.", "Price refused"),
])  # fmt: skip
def test_the_answer_is_ticked_with_who_how_and_when_and_a_no_is_marked(
    granted: bool, ticked: str, mark: str
) -> None:
    page = quotation("agreed" if granted else "refused").html
    assert ticked_on(page) == [ticked]
    for told in ("黄玥", "电话，录音 0213", "2026-11-21 14:12"):
        assert told in read(page)
    assert ('<span class="mark">Price refused</span>' in page) == bool(mark)


def test_a_later_quote_takes_the_earlier_ones_place_and_its_answer_is_open() -> None:
    later = event(ev.Quoted, 8, 30, lines=LINES[:1], total=Decimal("240.00"))
    page = paper_of("quotation", after(*quoted(), answered(), later, **PAID), "en").html
    assert "the quotation made 2026-11-21 12:12" in page
    assert "no. 2 for this ticket" in page
    assert "¥240.00" in page
    assert "530.50" not in page
    assert ticked_on(page) == []


@pytest.mark.parametrize(("head", "log", "why"), [
    ({}, [], "This work is covered by the warranty; the price is for information only."),
    ({"kind": "maintenance"}, [], "The warranty covers repairs; this is another service."),
    ({"mode": "paid"}, [], "Recorded at intake as paid service."),
    ({"equipment": {**HEAD["equipment"], "warranty": {**OUT, "verdict": "in"}}}, [],
     "The warranty no longer covers visits."),
    ({"equipment": {**HEAD["equipment"], "warranty": {**OUT, "verdict": "unknown"}}}, [],
     "There was no proof that the machine is in warranty."),
    ({}, visited(cause="misuse", evidence="进水痕迹"), "Not covered by the warranty: 进水痕迹"),
    ({}, visited(in_warranty=False), "Judged on site to be out of warranty."),
])  # fmt: skip
def test_the_reason_why_it_is_paid_is_the_one_that_holds(
    head: dict[str, Any], log: Any, why: str
) -> None:
    quote = event(ev.Quoted, 20, 60, lines=LINES, total=Decimal("530.50"))
    assert why in read(paper_of("quotation", after(*log, quote, **head), "en").html)


def test_before_a_price_is_named_there_is_none_and_how_to_name_one_is_said() -> None:
    with pytest.raises(NoQuotation, match="svc quote SZ-2611-A0042"):
        paper_of("quotation", after(*dispatched(), **PAID))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
def test_all_text_is_inside_the_margins_and_none_on_another(name: Any, lang: str) -> None:
    check_inside_margins(document(name, lang))
    check_no_overlap(document(name, lang))


@pytest.mark.parametrize("name", cases())
def test_every_text_of_the_record_is_in_the_text_layer(name: Any) -> None:
    ticket, page = cases()[name], text_of(document(name))
    lines = [
        line.item for quote in ticket.log if isinstance(quote, ev.Quoted) for line in quote.lines
    ]
    for told in (ticket.customer.unit, ticket.customer.address, ticket.symptom, *lines):
        assert all(piece in page for piece in pieces(told))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["open", "agreed", "plain"])
def test_the_usual_quotation_is_one_page(name: str, lang: str) -> None:
    assert len(document(name, lang)) == 1


@pytest.mark.parametrize("name", ["open", "hostile"])
def test_the_code_scans_to_the_number_at_200_dpi(name: str) -> None:
    assert scanned(document(name)) == ["SZ-2611-A0042"]


def test_hostile_text_of_a_customer_appears_literally_and_adds_no_element() -> None:
    hostile, plain = Seen(quotation("hostile").html), Seen(quotation("open").html)
    assert "".join(hostile.text).count(HOSTILE) == 7
    assert set(hostile.elements) == set(plain.elements)
