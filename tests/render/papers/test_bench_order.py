"""The bench repair order, in three copies."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace
from render import golden
from render.paper_checks import (
    check_inside_margins,
    check_no_overlap,
    pieces,
    printed,
    scanned,
    text_of,
)
from render.paper_tickets import HEAD, HOSTILE, LONG, MORNING, NAME, after, event, paper_of
from render.papers.test_visit_order import Seen, ticked_on

from svc.model import events as ev
from svc.model.parts import Part, PartsCatalogue
from svc.model.policies import Promise
from svc.model.tickets import Ticket
from svc.render.pages import Page
from svc.render.pdf import pdf_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import Mark
from svc.store.assets import fonts_dir

COPIES = (
    "Copy 1: for our files",
    "Copy 2: the customer's pick-up voucher",
    "Copy 3: stays with the machine",
)


def brought_in(**fields: object) -> list[ev.AnyEvent]:
    """Brought to the office, received and signed for."""
    received = {
        "place": "客户机库房 B-02", "condition": "外壳左下角有划痕，按键完好", "accessories": ["电源线", "遥控器"],
        "signed_by": "黄玥", "ready_by": MORNING + timedelta(days=2),
    }  # fmt: skip
    return [event(ev.BroughtIn, 2, 0.2, **(received | fields))]


def repaired(**fields: object) -> list[ev.AnyEvent]:
    """Quoted, agreed to, repaired and the customer told."""
    work = {
        "found": "驱动器过流保护，电机轴承卡滞", "done": "更换驱动器，清洁风道，满载试机 30 分钟", "cause": "wear",
        "place": "修复区 2", "parts": [ev.PartUsed(part="DRV-12", count=1, old_part="returned", serial="D-5")],
    }  # fmt: skip
    lines = [
        ev.QuoteLine(item="更换驱动器", count=1, price=Decimal("300.00")),
        ev.QuoteLine(item="DRV-12", count=1, price=Decimal("880.00")),
    ]
    return [
        *brought_in(),
        event(ev.Quoted, 3, 1, lines=lines, total=Decimal("1180.00")),
        event(ev.Consented, 4, 2, to="price", who="黄玥", how="电话"),
        event(ev.Consented, 5, 2, to="opening", who="黄玥", how="签字"),
        event(ev.Repaired, 6, 20, **(work | fields)),
        event(ev.ToldReady, 7, 21, spoke_to="黄玥"),
    ]


def picked_up(voucher: str = "", **fields: object) -> list[ev.AnyEvent]:
    """Charged, tested in front of the customer and taken."""
    charged = event(ev.Charged, 8, 28, lines=repaired()[1].lines, total=Decimal("1180.00"))
    return [
        *repaired(**fields),
        charged,
        event(ev.PickedUp, 9, 28, signed_by="黄玥", voucher=voucher),
    ]


def sent_to_factory() -> list[ev.AnyEvent]:
    """Shipped to the factory and not yet back."""
    freight = {
        "carrier": "顺丰",
        "number": "SF-1",
        "paid_by": "us",
        "reason": "主板需返厂检测",
        "place": "返厂途中",
    }
    return [*brought_in(), event(ev.Shipped, 3, 5, **freight)]


def cases() -> dict[str, Ticket]:
    """What a bench repair order must bear, by name."""
    hostile = {
        **HEAD["customer"],
        **dict.fromkeys(("unit", "address", "phone", "contact", "mobile"), HOSTILE),
    }
    long = {**HEAD["customer"], "unit": LONG * 2, "address": LONG * 2, "contact": NAME}
    parts = [
        ev.PartUsed(
            part=f"PN-{n:03d} 主轴驱动器", count=n, serial=f"SN{n:08d}", old_part="scrapped"
        )
        for n in range(1, 31)
    ]
    return {
        "empty": after(mode="walk_in"),
        "received": after(*brought_in(), mode="walk_in"),
        "picked up": after(*picked_up(), mode="walk_in"),
        "factory": after(*sent_to_factory(), mode="walk_in"),
        "long": after(*repaired(found="很长的现象描述，" * 60, done="W" * 300), customer=long),
        "parts": after(*picked_up(parts=parts)),
        "hostile": after(
            *brought_in(condition=HOSTILE, place=HOSTILE), customer=hostile, symptom=HOSTILE
        ),
    }


@cache
def order(name: str, lang: str = "en") -> Page:
    return paper_of("bench-order", cases()[name], lang)


@cache
def document(name: str, lang: str = "zh") -> pdfium.PdfDocument:
    return printed(order(name, lang))


def read(page: str) -> str:
    """What a person reads, blanks as one."""
    return " ".join("".join(Seen(page).text).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["received", "picked up"])
def test_the_order_is_the_one_that_was_approved(name: str, lang: str) -> None:
    page = paper_of("bench-order", cases()[name], lang, for_pdf=False)
    golden.check(f"bench-order-{name.replace(' ', '-')}.{lang}.html", page.html)


def test_on_the_screen_the_three_copies_follow_each_other_on_one_page() -> None:
    page = paper_of("bench-order", cases()["received"], "en", for_pdf=False)
    assert page.more == ()
    assert [read(page.html).count(copy) for copy in COPIES] == [1, 1, 1]


def test_on_paper_each_copy_is_named_in_its_head_and_on_each_of_its_pages_which_it_counts_from_one() -> (
    None
):
    pages = [
        " ".join(page.get_textpage().get_text_bounded().split()) for page in document("parts", "en")
    ]
    assert len(pages) == 6
    for number, page in enumerate(pages):
        assert f"Page {number % 2 + 1} of 2" in page
        assert page.count(COPIES[number // 2]) == 2  # head and foot
        assert not any(copy in page for copy in COPIES if copy != COPIES[number // 2])


def test_the_customers_copy_alone_says_that_it_is_the_voucher_to_be_brought() -> None:
    first, second, third = (
        read(page) for page in (order("received").html, *order("received").more)
    )
    assert "Please bring this copy" in second
    assert "Please bring" not in first + third


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["received", "picked up"])
def test_the_usual_copy_is_one_page(name: str, lang: str) -> None:
    assert len(document(name, lang)) == 3


def test_at_the_counter_it_says_what_came_in_where_it_stands_and_until_when_it_is_promised() -> (
    None
):
    page = read(order("received").html)
    for told in (
        "SZ-2611-A0042", "深圳市喆堃餐饮管理有限公司", "CR8-25-004217", "屏幕显示 E07", "2026-11-21 09:24 Sat",
        "客户机库房 B-02", "外壳左下角有划痕", "电源线, 遥控器", "2026-11-23 09:12 Mon", "by 李明", "signed by 黄玥",
    ):  # fmt: skip
        assert told in page
    assert ticked_on(order("received").html) == []


def test_configuration_and_part_barcodes_that_were_checked_are_shown() -> None:
    ticket = after(*brought_in(configuration="标准配置，少一只刀盘", parts_ours=False))
    page = paper_of("bench-order", ticket, "en").html
    assert "标准配置，少一只刀盘" in page
    assert ticked_on(page) == ["not ours"]


def test_the_place_is_where_the_machine_stands_now() -> None:
    assert "修复区 2" in read(paper_of("bench-order", after(*repaired()), "en").html)


def test_without_an_agreed_time_the_promised_one_is_named() -> None:
    row = Promise(from_="brought_in", to="ready", within="3wd", clock="working_days")
    bench = PromiseRun(
        promise="bench",
        promise_row=row,
        started=Mark(MORNING, MORNING, 2),
        due=MORNING,
        state="running",
    )
    page = paper_of("bench-order", after(*brought_in(ready_by=None)), "en", promises=[bench])
    assert "at the latest 2026-11-21 09:12 Sat" in page.html


def test_afterwards_it_says_what_was_found_done_paid_and_who_took_it() -> None:
    page = order("picked up").html
    for told in (
        "电机轴承卡滞", "满载试机 30 分钟", "DRV-12", "D-5", "1180.00, as quoted", "2026-11-22 06:12 Sun 黄玥",
        "更换驱动器 1 × 300.00, DRV-12 1 × 880.00; total 1180.00",
    ):  # fmt: skip
        assert told in read(page)
    assert ticked_on(page) == [
        "The machine may be opened.", "I agree to the price quoted before the work.", "wear",
        "tested in front of the customer", "handed in",
    ]  # fmt: skip


def test_without_the_voucher_it_says_how_the_person_was_known() -> None:
    page = paper_of("bench-order", after(*picked_up(voucher="出示身份证")), "en").html
    assert "出示身份证" in page
    assert ticked_on(page)[-1] == "without it, ID shown"


def test_who_did_not_sign_is_named_with_the_reason() -> None:
    page = paper_of("bench-order", after(*brought_in(signed_by="", unsigned="快递送来")), "en").html
    assert ticked_on(page) == ["not signed, because"]
    assert "快递送来" in page


def test_a_machine_at_the_factory_is_marked_and_its_freight_shown() -> None:
    page = order("factory").html
    assert '<span class="mark">At the factory</span>' in page
    for told in ("顺丰 SF-1", "主板需返厂检测", "返厂途中"):
        assert told in read(page)


def test_back_from_the_factory_it_is_no_longer_marked() -> None:
    back = event(ev.Returned, 4, 90, done="更换主板", place="修复区", replaced_by="CR8-26-1")
    page = paper_of("bench-order", after(*sent_to_factory(), back), "en").html
    assert "At the factory" not in page
    assert "更换主板" in page
    assert "CR8-26-1" in page


def test_what_the_factory_did_is_no_gap_at_our_bench_and_needs_no_second_page() -> None:
    back = event(ev.Returned, 4, 90, done="更换主板", place="修复区")
    made = paper_of("bench-order", after(*sent_to_factory(), back), "zh")
    page = read(made.html)
    assert "站内维修" not in page
    assert "更换备件" not in page
    assert "修复时间2026-11-25 03:12 周三维修工程师工厂" in page
    assert len(printed(made)) == len(COPIES)
    ours = event(ev.Repaired, 5, 99, found="x", done="清洁", cause="wear")
    both = read(paper_of("bench-order", after(*sent_to_factory(), back, ours), "zh").html)
    assert "站内维修" in both
    assert "返厂处理更换主板" in both


@pytest.mark.parametrize("given_up", [False, True])
def test_a_machine_that_goes_back_as_it_is_is_marked_and_not_said_to_be_tested(
    given_up: bool,
) -> None:
    no = [event(ev.Declined, 3, 3, reason="价格太高")] if given_up else []
    page = paper_of(
        "bench-order", after(*brought_in(), *no, event(ev.PickedUp, 4, 4, signed_by="黄玥")), "en"
    ).html
    mark = "declined" if given_up else "Unfinished: returned unrepaired"
    assert f'<span class="mark">{mark}</span>' in page
    assert ticked_on(page) == ["handed in"]


def test_brought_in_a_second_time_the_first_repair_is_not_shown() -> None:
    again = [
        event(ev.Reopened, 10, 50, reason="又坏了"),
        event(ev.BroughtIn, 11, 51, place="客户机库房", condition="同前"),
    ]
    page = read(paper_of("bench-order", after(*picked_up(), *again), "en").html)
    assert "同前" in page
    assert "满载试机" not in page
    assert "外壳左下角" not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
def test_all_text_is_inside_the_margins_and_none_on_another(name: Any, lang: str) -> None:
    copy = printed(replace(order(name, lang), more=()))  # the copy with the most on it
    check_inside_margins(copy)
    check_no_overlap(copy)


@pytest.mark.parametrize("name", cases())
def test_every_text_of_the_record_is_in_the_text_layer(name: Any) -> None:
    ticket, page = cases()[name], text_of(document(name))
    told = [
        ticket.customer.unit,
        ticket.customer.address,
        ticket.customer.contact,
        ticket.symptom,
        ticket.wishes,
    ]
    for happened in ticket.log:
        told += [
            getattr(happened, field, "")
            for field in ("condition", "found", "done", "carrier", "signed_by")
        ]
        told += [used.serial for used in getattr(happened, "parts", [])]
    for text in told:
        assert all(piece in page for piece in pieces(text)), text


@pytest.mark.parametrize("name", ["received", "hostile"])
def test_the_code_on_every_copy_scans_to_the_number_at_200_dpi(name: str) -> None:
    assert scanned(document(name)) == ["SZ-2611-A0042"] * 3


def test_hostile_text_of_a_customer_appears_literally_and_adds_no_element() -> None:
    hostile, plain = Seen(order("hostile").html), Seen(order("received").html)
    assert "".join(hostile.text).count(HOSTILE) == 8
    assert hostile.elements == plain.elements


def test_the_same_record_gives_the_same_bytes() -> None:
    page = order("picked up")
    one, two = (
        pdf_of(page.html, *page.more, title=page.title, when=page.when, fonts=fonts_dir())
        for _ in range(2)
    )
    assert one == two


def test_a_part_of_the_catalogue_is_named() -> None:
    known = PartsCatalogue(parts=[Part(code="DRV-12", name="主轴驱动器")])
    page = paper_of("bench-order", cases()["picked up"], "en", find_part=known.find_part).html
    assert "DRV-12 主轴驱动器" in page
