"""The receipt as the payer gets it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pytest
from render import golden
from render.paper_checks import (
    MM,
    check_inside_margins,
    check_no_overlap,
    printed,
    scanned,
    text_of,
)
from render.paper_tickets import HEAD, HOSTILE, LONG, NAME, after, event, paper_of
from render.papers.test_bench_order import read
from render.papers.test_visit_order import Seen, ticked_on

from svc.errors import NoReceipt, NoSuchReceipt
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.render.pages import Page

A5_ACROSS = (210 * MM, 148 * MM)
FIRST, SECOND = "SZ-A-26-0031", "SZ-A-26-0032"
OWN = ("number", "payer", "amount", "how", "lines", "replaces")
LINES = [
    ev.QuoteLine(item="更换驱动器", count=1, price=Decimal("300.00"), code="L03"),
    ev.QuoteLine(item="轴承 6204", count=2, price=Decimal("360.25")),
]


def paid(lines: list[ev.QuoteLine] = LINES, total: str = "1020.50", **fields: Any) -> list[Any]:
    """Charged, taken on site by the technician, and a receipt issued."""
    amount = Decimal(total)
    issued = {
        "number": FIRST,
        "payer": "深圳市喆堃餐饮管理有限公司",
        "amount": amount,
        "how": "wechat",
        "lines": lines,
    }
    return [
        event(ev.Charged, 2, 50, lines=lines or LINES, total=amount),
        event(ev.Paid, 3, 50.1, amount=amount, how="wechat", taken_by="wang"),
        event(ev.ReceiptIssued, 4, 50.1, **(issued | fields)),
    ]


def voided() -> list[Any]:
    """The first receipt had a wrong payer and was made out anew."""
    again = paid(number=SECOND, payer="黄玥", replaces=FIRST)[2]
    return [
        *paid(),
        event(ev.ReceiptVoided, 5, 60, number=FIRST, reason="交款单位写错"),
        event(ev.ReceiptIssued, 6, 61, **{name: getattr(again, name) for name in OWN}),
    ]  # fmt: skip


def given_back() -> list[Any]:
    """The money was given back, the receipt voided with it."""
    back = {"amount": Decimal("1020.50"), "how": "cash", "receipt": FIRST, "reason": "设备退货"}
    return [
        *paid(),
        event(ev.Refunded, 5, 70, **back),
        event(ev.ReceiptVoided, 6, 70, number=FIRST, reason="设备退货"),
    ]


def invoiced() -> Any:
    return event(
        ev.Invoiced, 7, 80, receipt=FIRST, state="issued", title=HEAD["customer"]["unit"], number="26440000",
        tax_number="91440300000000000X", sort="电子普通发票",
    )  # fmt: skip


def cases() -> dict[str, Ticket]:
    """What a receipt must bear, by name."""
    many = [
        ev.QuoteLine(item=f"PN-{n:03d} 主轴驱动器", count=n, price=Decimal("10.00"))
        for n in range(1, 31)
    ]
    long = {**HEAD["customer"], "unit": LONG * 2, "contact": NAME}
    return {
        "usual": after(*paid(), invoiced()),
        "plain": after(*paid(lines=[], total="200.00")),
        "void": after(*given_back()),
        "replaced": after(*voided()),
        "long": after(*paid(payer=LONG * 2), customer=long),
        "many": after(*paid(many, "4650.00")),
        "hostile": after(
            *paid([ev.QuoteLine(item=HOSTILE, count=1, price=Decimal("1020.50"))], payer=HOSTILE)
        ),
    }


@cache
def receipt(name: str, lang: str = "en", which: str = "") -> Page:
    return paper_of("receipt", cases()[name], lang, which=which)


@cache
def document(name: str, lang: str = "zh") -> pdfium.PdfDocument:
    return printed(receipt(name, lang, FIRST if name == "replaced" else ""))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["usual", "void"])
def test_the_receipt_is_the_one_that_was_approved(name: str, lang: str) -> None:
    golden.check(
        f"receipt-{name}.{lang}.html", paper_of("receipt", cases()[name], lang, for_pdf=False).html
    )


def test_it_says_who_paid_how_much_in_figures_and_capitals_for_what_how_and_to_whom() -> None:
    page = receipt("usual")
    for told in (
        "SZ-A-26-0031", "深圳市喆堃餐饮管理有限公司", "2026-11-23", "WeChat Pay", "SZ-2611-A0042",
        "CR-800 CR8-25-004217", "更换驱动器1300.00300.00", "轴承 62042360.25720.50",
        "壹仟零贰拾元零伍角", "¥1,020.50", "Payment taken by 王强 Issued by 李明",
        "Payment forservice: repair", "Copy 1: for our files", "26440000 电子普通发票", "91440300000000000X", "Payee's stamp",
    ):  # fmt: skip
        assert told in read(page.html)
    assert ticked_on(page.html) == ["issued"]
    assert page.title == "Receipt SZ-A-26-0031"


def test_it_is_half_a_sheet_across() -> None:
    assert document("usual")[0].get_size() == pytest.approx(A5_ACROSS, abs=1)


def test_a_receipt_says_the_machine_and_the_office_of_when_it_was_issued() -> None:
    words = {"old_serial": "CR8-25-004217", "new_serial": "CR8-26-000001", "reason": "换新机"}
    later = event(ev.MachineReplaced, 5, 60, **words)
    moved = event(ev.OfficeChanged, 6, 61, office="BJ", region="north", away_from="SZ")
    before, again = (
        read(paper_of("receipt", after(*paid(), *more), "en").html) for more in ([], [later, moved])
    )
    assert "CR8-26-000001" not in again
    assert before.partition("as of")[0] == again.partition("as of")[0]


def test_money_taken_in_part_or_in_advance_is_said_to_be_that() -> None:
    assert "repair, paid in part" in receipt("plain").html
    not_charged_yet = after(*paid(lines=[])[1:])
    assert "repair, paid in advance" in paper_of("receipt", not_charged_yet, "en").html


def test_a_voided_receipt_is_marked_across_with_the_reason_and_what_became_of_the_money() -> None:
    page = receipt("void").html
    assert '<div class="void">Void</div>' in page
    assert '<span class="mark">Void</span>' in page
    assert "Void 2026-11-24 07:12 李明 设备退货" in read(page)
    assert "Money refunded: cash 2026-11-24 07:12" in read(page)
    assert "作废" in text_of(document("void"))


def test_the_last_that_stands_is_printed_unless_another_is_named() -> None:
    second, first = receipt("replaced"), receipt("replaced", which=FIRST.lower())
    assert second.title.endswith(SECOND)
    assert "receipt SZ-A-26-0031 (void)" in second.html
    assert "Void" not in read(second.html)
    assert first.title.endswith(FIRST)
    assert "Replaced by receipt SZ-A-26-0032" in first.html


def test_if_all_were_voided_the_last_is_printed_with_its_mark() -> None:
    page = receipt("void")
    assert page.title.endswith(FIRST)


def test_a_receipt_in_place_of_another_names_who_took_the_money() -> None:
    assert "Payment taken by 王强" in read(receipt("replaced").html)


def test_a_ticket_without_a_receipt_is_refused_and_told_how_to_issue_one() -> None:
    with pytest.raises(NoReceipt, match="svc receipt SZ-2611-A0042 --how cash"):
        paper_of("receipt", after())


def test_a_number_the_ticket_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(NoSuchReceipt, match=f"{FIRST}, {SECOND}"):
        paper_of("receipt", cases()["replaced"], which="SZ-A-26-0099")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
def test_all_text_is_inside_the_margins_and_none_on_another(name: Any, lang: str) -> None:
    check_inside_margins(document(name, lang), size=A5_ACROSS)
    check_no_overlap(document(name, lang))


@pytest.mark.parametrize("name", cases())
def test_every_line_is_in_the_text_layer_and_the_total_on_the_last_page(name: Any) -> None:
    issued = next(event for event in cases()[name].log if isinstance(event, ev.ReceiptIssued))
    page = text_of(document(name))
    for told in (issued.payer, *(line.item for line in issued.lines)):
        assert "".join(told.split()) in page
    *_, last = (page.get_textpage().get_text_bounded() for page in document(name))
    assert f"¥{issued.amount:,.2f}" in last
    assert "收款单位" in last


@pytest.mark.parametrize("name", ["usual", "void", "hostile"])
def test_the_code_scans_to_its_own_number_at_200_dpi_under_the_mark_too(name: str) -> None:
    assert set(scanned(document(name))) == {FIRST}


def test_hostile_text_of_a_payer_appears_literally_and_adds_no_element() -> None:
    hostile, plain = Seen(receipt("hostile").html), Seen(receipt("plain").html)
    assert "".join(hostile.text).count(HOSTILE) == 2
    assert set(hostile.elements) == set(plain.elements)


def test_a_character_no_font_has_is_told_only_of_a_receipt_that_would_print_it() -> None:
    elsewhere = after(*paid(), customer={**HEAD["customer"], "address": "𠀋"})
    assert paper_of("receipt", elsewhere).stood_in == ()
    page = paper_of("receipt", after(*paid(payer="𠀋野家")))
    assert [each.field for each in page.stood_in] == ["log 4: payer"]
    assert "𠀋野家" in page.html
