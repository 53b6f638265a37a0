"""What orders have of their own by kind of ticket, and which side has what."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pytest
from render import golden
from render.paper_checks import check_inside_margins, check_no_overlap, printed, text_of
from render.paper_tickets import (
    HEAD,
    MORNING,
    SETTINGS,
    after,
    cases,
    dispatched,
    event,
    order_of,
    paper_of,
    read,
    ticked,
    visited,
)

from svc.model import events as ev
from svc.model.checklists import Checklist, Checklists
from svc.model.parts import Part, PartsCatalogue
from svc.model.prices import Band, Item, PriceList
from svc.model.settings import OwnWarranty
from svc.model.tickets import Ticket
from svc.render.pages import Page
from svc.render.papers.filling import CONSENTS
from svc.render.papers.order_forms import FORMS
from svc.render.papers.table import PAPERS, paper_title, usual_paper
from svc.render.words import Words
from svc.rules.ticket.lifecycle import replay_ticket

LISTS = Checklists(
    checklists=[
        Checklist(sort="preparation", items=["工作证", "兆欧表"]),
        Checklist(sort="self_check", items=["满载试机 30 分钟", "工具清点"]),
        Checklist(sort="maintenance", items=["清洗滤棉", "紧固端子"]),
        Checklist(sort="installation", items=["就位找平", "接地电阻：≤ 4 Ω", "进水压力：0.15–0.4 MPa"]),
    ]
)  # fmt: skip
PRICES = PriceList(
    since=date(2026, 7, 1),
    labour=[Item(code="L01", name="保养", price=Decimal("200.00"), unit="台")],
    travel=[Band(code="T01", name="上门费", price=Decimal("50.00"))],
    parts=[Item(code="P-9", name="滤芯", price=Decimal("30.00"))],
)
PARTS = PartsCatalogue(
    parts=[
        Part(code="P-1", name="电源线", specification="3×2.5", unit="米"),
        Part(code="P-9", name="滤芯"),
    ]
)


def lists(sort: str) -> list[str]:
    return LISTS.items(sort, "CR-800")


def quoted(seq: int, kind: Any = ev.Quoted, count: int = 3) -> Any:
    lines = [ev.QuoteLine(item=f"第 {n} 项", count=1, price=Decimal("80.00")) for n in range(count)]
    return event(kind, seq, 2, lines=lines, total=Decimal("80.00") * count)


def agreed() -> Any:
    return event(ev.Consented, 7, 3, to="price", who="黄玥", how="phone")


def order_cases() -> dict[str, Ticket]:
    """Orders to look at, by name: what is not a repair, and a paid repair before the work."""
    measured = {"value": "1.8 Ω", "tolerance": "≤ 4 Ω", "within": True}
    defect = {"to": "builder", "defect": "排烟管未封口", "remedy": "补封", "by_when": MORNING}
    replaced = {
        "old_serial": "CR8-25-004217",
        "new_serial": "CR8-26-000001",
        "reason": "换过两次主板",
    }
    granted = {"asked": "换机", "granted": True, "by_whom": "li", "words": "同意换同型号"}
    accepted = {"words": "试机合格", "no_builder": True}
    return {
        "paid": after(*dispatched(), quoted(6), agreed(), mode="paid"),
        "maintenance": after(*dispatched(), quoted(6), kind="maintenance", mode="paid"),
        "installation": after(
            *dispatched(),
            event(ev.OrderIssued, 6, 2, number="ZL-7", start=MORNING),
            event(ev.PartsAccepted, 7, 48, missing=["地脚螺栓"]),
            event(ev.Measured, 8, 48, point="接地电阻", **measured),
            event(ev.Measured, 9, 48, point="噪声", value="92 dB", within=False),
            event(ev.DefectReported, 10, 49, **defect),
            event(ev.Accepted, 11, 50, **accepted),
            kind="installation",
        ),
        "inspection": after(*dispatched(), kind="inspection"),
        "training": after(*dispatched(), kind="training", of="use"),
        "survey": after(*dispatched(), kind="survey"),
        "exchange": after(
            *dispatched(),
            event(ev.Approved, 6, 2, **granted),
            event(ev.MachineReplaced, 7, 48, **replaced),
            kind="exchange",
        ),
        "upgrade": after(*dispatched(), kind="upgrade", of="software"),
    }  # fmt: skip


@cache
def order(name: str, lang: str = "zh", for_pdf: bool = True) -> Page:
    ticket = (order_cases() | cases())[name]
    return order_of(ticket, lang, checklist=lists, for_pdf=for_pdf)


@cache
def document(name: str, lang: str = "zh") -> pdfium.PdfDocument:
    return printed(order(name, lang))


def sides(name: str, lang: str = "en") -> tuple[str, str]:
    """What the office reads, and what the customer."""
    page = order(name, lang)
    (customers,) = page.more
    return read(page), read(Page(title="", html=customers, when=page.when))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*order_cases(), "received", "parts", "long"])
def test_the_order_is_the_one_that_was_approved(name: str, lang: str) -> None:
    golden.check(f"order-{name}.{lang}.html", order(name, lang, for_pdf=False).html)


def test_what_is_ours_is_not_on_the_customers_side_and_what_we_must_keep_is_on_ours() -> None:
    promised = event(ev.Committed, 8, 3, promise="赠送清洁剂一瓶", until=MORNING)
    ticket = after(*dispatched(), quoted(6), agreed(), promised, mode="paid")
    page = order_of(ticket, "en", checklist=lists)
    ours, theirs = read(page), read(Page(title="", html=page.more[0], when=page.when))
    for told in ("工作证", "绝缘表", "午市前要用", "2026-11-24 17:12", "赠送清洁剂一瓶", "urgent",
                 "疑似电机轴承卡滞", "The machine may be opened.", "quality", "Customer's signature"):  # fmt: skip
        assert told in ours, told
        assert told not in theirs, told
    for told in ("深圳市喆堃餐饮管理有限公司", "屏幕显示 E07", "王强", "2026-11-23 09:00", "第 2 项", "240.00",
                 "Parts used", "Charges agreed on site", "请清空锅体"):  # fmt: skip
        assert told in ours, told
        assert told in theirs, told
    assert "Warranty after the work" in theirs


@pytest.mark.parametrize("name", ["paid", "dispatched", "visited", "received", "exchange"])
def test_an_order_is_a_sheet_for_each_side(name: str) -> None:
    assert len(document(name)) == 2


def test_of_an_order_that_needs_two_sheets_the_work_stands_on_the_second_and_neither_is_empty() -> (
    None
):
    first, second, customers = (page.get_textpage() for page in document("long"))
    texts = [page.get_text_bounded() for page in (first, second, customers)]
    assert "客户确认事项" in texts[0]
    assert "上门维修记录" not in texts[0]
    assert "上门维修记录" in texts[1]
    assert "客户签字" in texts[1]
    for page in (first, second, customers):
        boxes = [page.get_charbox(index) for index in range(page.count_chars())]
        lowest = min(bottom for left, bottom, right, top in boxes if bottom > 40 and top > bottom)
        assert lowest < 842 * 0.8


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*order_cases(), "received", "parts", "long", "hostile"])
def test_all_text_is_inside_the_margins_and_none_on_another(name: Any, lang: str) -> None:
    check_inside_margins(document(name, lang))
    check_no_overlap(document(name, lang))


def many_cases() -> dict[str, Ticket]:
    """Orders by how much is on them: nothing yet of each kind, filled, of thirty lines."""
    parts = [
        ev.PartUsed(part=f"轴承 62{n:02d}", count=2, serial=f"B-{n}", old_part="returned")
        for n in range(60)
    ]
    return {
        **{f"blank {kind}": after(kind=kind) for kind in KIND_FORMS},
        "paid, filled": after(*visited(), quoted(20, ev.Charged), mode="paid"),
        "maintenance, seven items": after(
            *dispatched(), quoted(6), kind="maintenance", mode="paid"
        ),
        **{f"{n} parts": after(*visited(parts=parts[:n])) for n in (20, 30, 60)},
        **{
            f"{n} lines": after(*dispatched(), quoted(6, count=n), agreed(), mode="paid")
            for n in (20, 30, 60)
        },
        "30 of both": after(
            *visited(parts=parts[:30]), quoted(20, ev.Charged, count=30), mode="paid"
        ),
    }


def seven_items(sort: str) -> list[str]:
    """A usual list of a model's maintenance."""
    return (
        [f"{item}并复测" for item in lists(sort)[:1]] * 7 if sort == "maintenance" else lists(sort)
    )


KIND_FORMS = (
    "repair", "maintenance", "installation", "inspection", "training", "survey", "exchange",
    "upgrade",
)  # fmt: skip
TWO_SHEETS = ("20 parts", "30 parts", "60 parts", "20 lines", "30 lines", "60 lines", "30 of both")
"""Orders of which a side may go on to a second page; of the others each side is one."""


def fill_of(page: pdfium.PdfPage) -> float:
    """How far down the page its text goes, without running head and foot: 1 is the whole."""
    text, height = page.get_textpage(), page.get_height()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    lows = [low for _, low, _, high in boxes if high > low and 32 < low < height - 40]
    return (height - 28 - min(lows, default=height)) / (height - 56)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", [*order_cases(), *many_cases(), "received", "visited"])
def test_a_side_is_one_page_in_the_usual_case_and_none_is_four_fifths_empty(
    name: str, lang: str
) -> None:
    ticket = (order_cases() | many_cases() | cases())[name]
    page = order_of(ticket, lang, checklist=seven_items if "seven" in name else lists)
    for side in (page.html, *page.more):
        document = printed(Page(title="", html=side, when=page.when))
        fills = [round(fill_of(sheet), 2) for sheet in document]
        assert len(fills) <= (3 if name == "60 parts" else 2 if name in TWO_SHEETS else 1), fills
        assert min(fills) > 0.2, fills


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["30 lines", "60 lines"])
def test_no_consent_is_cut_through_nor_parted_from_the_others(name: str, lang: str) -> None:
    words = Words(lang)
    page = order_of(many_cases()[name], lang, checklist=lists)
    document = printed(Page(title="", html=page.html, when=page.when))
    texts = [text_of([sheet]) for sheet in document]
    told = ["".join(words(text).split()) for text in CONSENTS.values()]
    assert sorted(sum(each in text for each in told) for text in texts)[-1] == len(CONSENTS)


@pytest.mark.parametrize("count", [20, 24, 25, 30, 60])
def test_of_a_long_list_no_part_and_no_line_is_lost_or_told_twice(count: int) -> None:
    parts = [ev.PartUsed(part=f"零件{n:02d}号", count=1, old_part="none") for n in range(count)]
    page = order_of(after(*visited(parts=parts), quoted(20, ev.Charged, count=count)), "zh")
    for side in (page.html, *page.more):
        assert re.findall(r"<td>零件(..)号</td>", side) == [f"{n:02d}" for n in range(count)]
        lines = re.findall(r'<td><span class="text">第 (\d+) 项</span></td>', side)
        assert lines == [str(n) for n in range(count)]


def test_no_line_to_sign_on_is_filled() -> None:
    signed = event(ev.SlipIn, 11, 55, signed_by="黄玥", rating="satisfied")
    page = order_of(after(*visited(), signed), "en")
    assert "Customer's signature Technician's signature" in read(page)
    assert "signed by 黄玥" in read(page)


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_has_a_title_and_fields_of_its_own(kind: str) -> None:
    page = order_of(after(*dispatched(), kind=kind), "en")
    title = PAPERS["visit-order"].titles[kind]
    assert f"<h1>{title}" in page.html
    assert page.title == f"{title} SZ-2611-A0042"
    form = FORMS[kind]
    for field in (*form.before, *form.after):
        assert field.name in read(page)
    for result in form.results:
        assert result in read(page)
    assert "misuse" not in page.html


def test_the_models_list_is_gone_through_and_says_what_is_wanted() -> None:
    ours, theirs = sides("maintenance")
    assert "1 清洗滤棉 in order put right to be repaired" in ours
    assert "清洗滤棉" not in theirs
    ours, _ = sides("installation")
    assert "2 接地电阻 ≤ 4 Ω 1.8 Ω right wrong" in ours
    assert "3 进水压力 0.15–0.4 MPa right wrong" in ours
    assert "4 噪声 92 dB right wrong" in ours  # measured, and on no list


def test_an_installation_says_what_was_counted_what_is_left_and_that_it_was_accepted() -> None:
    ours, _ = sides("installation")
    assert "ZL-7, start 2026-11-21 09:12 Sat" in ours
    assert "missing: 地脚螺栓" in ours
    assert "排烟管未封口 补封 by 2026-11-21" in ours
    assert "试机合格" in ours
    assert "Builder's signature" in ours
    assert ticked(order("installation", "en")) == [
        "right", "wrong", "accepted, with defects to be remedied",
    ]  # fmt: skip


def test_an_exchange_names_both_machines_and_who_approved_it() -> None:
    ours, _ = sides("exchange")
    assert "Old machine CR8-25-004217 New machine CR8-26-000001" in ours
    assert "Why it is exchanged 换过两次主板" in ours
    assert "李明 2026-11-21 11:12 同意换同型号" in ours


def test_a_free_survey_says_nothing_of_money_or_parts() -> None:
    for side in sides("survey"):
        assert "yuan" not in side
        assert "Parts used" not in side
        assert "Consents" not in side


def test_what_is_taken_along_and_tried_is_the_models_list_else_the_usual_one() -> None:
    ours, _ = sides("dispatched")
    assert "兆欧表" in ours
    assert "shoe covers" not in ours
    assert "满载试机 30 分钟" in ours
    assert "full test passed" not in ours
    usual = read(order_of(after(*dispatched()), "en"))
    assert "shoe covers" in usual
    assert "full test passed" in usual
    assert "full test passed" in sides("visited")[0]  # what was recorded


@pytest.mark.parametrize(
    ("code", "unit"), [("P-1", "米"), ("p-9", "pcs"), ("L01", "台"), ("T01", "job"), ("X", "")]
)
def test_a_line_says_what_it_is_counted_in(code: str, unit: str) -> None:
    line = ev.QuoteLine(item="某项", count=2, price=Decimal("80.00"), code=code)
    quote = event(ev.Quoted, 6, 2, lines=[line], total=Decimal("160.00"))
    page = order_of(
        after(*dispatched(), quote),
        "en",
        find_part=PARTS.find_part,
        find_price=PRICES.find_item,
    )
    assert " ".join(f"某项 {unit} 2 80.00".split()) in read(page)


def test_a_part_has_its_specification_and_unit() -> None:
    used = ev.PartUsed(part="P-1", count=2, old_part="scrapped")
    page = order_of(after(*visited(parts=[used])), "en", find_part=PARTS.find_part)
    assert "P-1 电源线 3×2.5 米 2 scrapped" in read(page)


def test_a_charge_that_is_not_the_quotation_names_both_and_no_line_twice() -> None:
    log = [*dispatched(), quoted(6), agreed(), quoted(8, ev.Charged, 2)]
    page = read(order_of(after(*log), "en"))
    assert "quoted before the work: 240.00 160.00" in page
    assert page.count("第 1 项") == 1
    assert "第 2 项" not in page
    assert "Charges agreed on site" not in page


@pytest.mark.parametrize(
    ("period", "log", "told"),
    [
        ({"months": 3}, dispatched(), "this repair: 3 months from this work"),
        ({"days": 30}, dispatched(), "this repair: 30 days from this work"),
        ({"months": 3}, visited(), "this repair: until 2027-02-22"),
        ({}, visited(), "none of its own under warranty until"),
    ],
)
def test_the_customer_reads_how_long_the_repair_is_under_warranty(
    period: dict[str, int], log: list[Any], told: str
) -> None:
    from msgspec.structs import replace

    settings = replace(SETTINGS, repair_warranty=OwnWarranty(**period))
    page = order_of(after(*log), "en", settings=settings)
    assert told in read(Page(title="", html=page.more[0], when=page.when))
    assert told not in read(page)


def test_under_a_contract_that_is_free_nothing_is_agreed_on_site() -> None:
    terms = {"name": "24x7", "since": "2026-01-01", "until": "2026-12-31"}
    free = {**terms, "free": ["labour", "parts", "travel"]}
    assert "Charges" not in read(order_of(after(*dispatched(), covered_by=free), "en"))
    assert "Charges" in read(order_of(after(*dispatched()), "en"))


def test_a_walk_in_has_the_bench_order_and_a_talk_its_form() -> None:
    brought = event(ev.BroughtIn, 6, 50, place="维修区", condition="完好")
    again = event(ev.Dispatched, 7, 60, technician="wang", appointment=MORNING)

    def fitting(*log: Any, **head: Any) -> str:
        return usual_paper(replay_ticket(after(*log, **head)))

    assert fitting() == "visit-order"
    assert fitting(mode="walk_in") == "bench-order"
    assert fitting(*dispatched(), mode="walk_in") == "visit-order"
    assert fitting(*dispatched(), brought) == "bench-order"  # taken along from the visit
    assert fitting(*dispatched(), brought, again) == "visit-order"
    assert fitting(kind="complaint", mode="phone") == "complaint-form"
    assert fitting(kind="inquiry", mode="phone") == "inquiry-record"
    assert fitting(*dispatched(), kind="complaint") == "visit-order"


def test_a_title_is_the_kinds_own_else_the_papers() -> None:
    assert paper_title("visit-order", "maintenance") == "Maintenance order"
    assert paper_title("bench-order", "inspection") == "Bench inspection order"
    assert paper_title("receipt", "maintenance") == PAPERS["receipt"].title


def test_each_copy_of_a_bench_order_has_what_is_for_its_side() -> None:
    log = [
        event(ev.BroughtIn, 2, 0.2, place="维修区", condition="划痕", accessories=["电源线"]),
        quoted(3),
        event(ev.Consented, 4, 2, to="opening", who="黄玥", how="on_site"),
    ]
    page = paper_of("bench-order", after(*log, mode="walk_in"), "en", checklist=lists)
    office, customer, bench = (
        read(Page(title="", html=html, when=page.when)) for html in (page.html, *page.more)
    )
    for side in (office, customer, bench):
        assert "划痕" in side
        assert "电源线" in side
    assert "Consents, signed where they apply" in office
    assert "Consents" not in customer + bench
    assert "The machine may be opened." in bench
    assert "total 240.00" in office
    assert "total 240.00" in customer
    assert "240.00" not in bench
    assert "维修区" not in customer
    assert "misuse" not in customer
    assert "满载试机 30 分钟" in bench
    assert "Please bring" in customer


def test_the_head_is_whole_on_both_sides() -> None:
    for side in sides("maintenance"):
        assert HEAD["id"] in side
        assert HEAD["customer"]["unit"] in side
