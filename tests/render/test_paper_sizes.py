"""A paper on another size is the same template, laid out by what the size is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pypdfium2 as pdfium
import pytest
from msgspec.structs import replace
from pypdfium2 import raw
from render import golden
from render.paper_checks import (
    MM,
    check_inside_margins,
    check_no_overlap,
    draw_by_second_engine,
    glyphs,
    printed,
    scanned,
    text_of,
)
from render.paper_tickets import after, dispatched, paper_of
from render.papers import test_bench_order as bench
from render.papers import test_receipt as receipts
from render.papers.test_part_slips import short
from render.papers.test_visit_order import Seen
from render.test_letterhead import TICKETS

from svc.errors import NotOnThisSize
from svc.model import events as ev
from svc.render.pages import Pages, pages_as_one
from svc.render.paper_sizes import SHEETS, cut_off, is_roll
from svc.render.papers.table import PAPERS, copies_of, sheet_of
from svc.render.words import Words
from svc.store.assets import fonts_dir, templates_dir

RECEIPTS, VOUCHERS = receipts.cases(), bench.cases()
ROLL = {
    **{("receipt", name): RECEIPTS[name] for name in ("usual", "void", "long", "many", "hostile")},
    **{("voucher", name): VOUCHERS[name] for name in ("received", "long", "hostile")},
    ("fault-tag", "usual"): TICKETS["fault-tag"],
}
ONE_LINE = {"failure-slip": after(*dispatched(), short(6, "P-1012"))}
FORM = 241.3 * MM, 279.4 * MM
FORMS = {
    (name, size): FORM[1] / int(size[-1])
    for name, paper in PAPERS.items()
    for size in paper.sizes
    if size.startswith("241")
}
SLIPS = {
    (name, size): SHEETS[size].slips
    for name, paper in PAPERS.items()
    for size in paper.sizes
    if SHEETS[size].slips > 1 and name in TICKETS
}


def on(size: Any, document: str, ticket: Any, lang: str = "zh", **more: Any) -> Any:
    copies = more.pop("copies", [])
    count = more.pop("count", 0 if copies else 1)
    pages = Pages(
        [templates_dir()],
        fonts_dir(),
        Words(lang),
        {document: size},
        copies={document: copies},
        copy_count=count,
    )
    return paper_of(document, ticket, lang, pages=pages, **more)


def check_roll(document: pdfium.PdfDocument) -> None:
    """One page of 80 mm, what is on it inside the printed 72, and cut a thumb's breadth below it."""
    assert len(document) == 1
    width, height = document[0].get_size()
    assert abs(width - 80 * MM) < 1
    seen = list(glyphs(document[0], turned=False))
    assert min(left for _, left, *_ in seen) >= 3.9 * MM
    assert max(right for *_, right, _ in seen) <= width - 3.9 * MM
    assert max(top for *_, top in seen) <= height - 3.9 * MM
    lowest = min(bottom for _, _, bottom, *_ in seen)
    assert 7 * MM <= lowest <= 40 * MM  # the stamp's field may stand below the last text
    check_no_overlap(document)


@pytest.mark.parametrize("which", ROLL, ids=" ".join)
def test_on_a_roll_all_is_one_page_as_long_as_what_is_on_it(which: Any) -> None:
    lang = "en" if which[1] in ("usual", "long") else "zh"
    document = printed(on("80mm", which[0], ROLL[which], lang))
    check_roll(document)
    code = "SZ-A-26-0031" if which[0] == "receipt" else "SZ-2611-A0042"
    assert scanned(document) == [code]


@pytest.mark.parametrize("document", ["receipt", "voucher"])
def test_nothing_of_the_usual_size_is_missing_on_a_roll(document: str) -> None:
    usual, roll = (Seen(on(size, document, ROLL[document, "long"]).html) for size in ("A5", "80mm"))
    assert sorted("".join("".join(usual.text).split())) == sorted(
        "".join("".join(roll.text).split())
    )


def test_what_is_grey_on_a_sheet_is_black_on_a_roll() -> None:
    """A thermal head has one ink, and prints grey as dots."""
    grey = [
        printed(on(size, "receipt", ROLL["receipt", "void"]))[0].render().to_pil().convert("L")
        for size in ("A5", "80mm")
    ]
    on_sheet, on_roll = (picture.histogram()[0xC4] for picture in grey)
    assert on_sheet > 1000
    assert on_roll < 100


def test_the_second_engine_cuts_a_roll_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_by_second_engine(monkeypatch)
    check_roll(printed(on("80mm", "receipt", ROLL["receipt", "usual"])))


@pytest.mark.parametrize(
    "document", [name for name, paper in PAPERS.items() if "A5" in paper.sizes]
)
def test_on_a5_a_paper_is_two_pages_at_most_none_nearly_empty(document: str) -> None:
    pages = printed(on("A5", document, TICKETS[document]))
    assert len(pages) <= 2
    for page in pages:
        assert page.get_size() == pytest.approx((210 * MM, 148 * MM), abs=1)
        assert min(bottom for _, _, bottom, *_ in glyphs(page)) < 148 * MM / 2


def least_line(page: pdfium.PdfPage) -> float:
    """How thin the thinnest line or box on it is, in points; codes are left out."""
    width, height = page.get_size()
    thin = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        if left < width - 45 * MM or bottom < height - 30 * MM:
            thin.append(min(right - left, top - bottom))
    return min(thin)


@pytest.mark.parametrize("which", FORMS, ids=" ".join)
def test_on_continuous_paper_all_is_where_needles_reach_and_no_line_is_thin(which: Any) -> None:
    name, size = which
    document = printed(on(size, name, TICKETS[name]))
    height = FORMS[which]
    for page in document:
        assert page.get_size() == pytest.approx((FORM[0], height), abs=0.5)
        assert least_line(page) >= 0.9
    check_inside_margins(document, size=(FORM[0], height), side=19 * MM, ends=2 * MM)
    check_no_overlap(document)
    assert len(scanned(document)) == 1


@pytest.mark.parametrize("size", ["241-1/2", "241-1/3"])
@pytest.mark.parametrize("name", ["usual", "void", "plain", "long", "many"])
def test_a_receipt_of_any_length_breaks_where_its_sums_are_carried_over(
    name: str, size: str
) -> None:
    page = on(size, "receipt", RECEIPTS[name])
    document = printed(page)
    assert len(document) == page.html.count('<table class="lines">')
    check_inside_margins(document, (FORM[0], FORM[1] / int(size[-1])), side=19 * MM, ends=2 * MM)
    check_no_overlap(document)


@pytest.mark.parametrize("size", ["A5", "241-1/2", "241-1/3"])
@pytest.mark.parametrize(
    ("text", "word"),
    [("更换主控板及全部线束并重新标定", "束"), ("Main board replaced, calibrated ", "calibrated")],
)
def test_a_line_longer_than_a_page_goes_on_and_each_page_says_the_sum_up_to_it(
    size: Any, text: str, word: str
) -> None:
    long = ev.QuoteLine(item=text * 60, count=1, price=Decimal("300.00"))
    bearing = ev.QuoteLine(item="轴承 6204", count=2, price=Decimal("360.25"))
    ticket = after(*receipts.paid(lines=[bearing, long, bearing], total="1741.00"))
    page = on(size, "receipt", ticket)
    first, *between, last = page.html.split('<table class="lines">')[1:]
    assert "过次页" in first
    assert all("过次页" in each and "承前页" in each for each in between)
    assert "承前页" in last
    assert "¥1,741.00" in last
    assert page.html.count(">300.00<") == 2  # its price and its sum, once
    document = printed(page)
    if size != "A5":
        assert len(document) == page.html.count('<table class="lines">')
    assert text_of(document).count(word) == 60


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_usual_receipt_and_voucher_fit_a_third(lang: str) -> None:
    assert len(printed(on("241-1/3", "receipt", RECEIPTS["usual"], lang))) == 1
    assert len(printed(on("241-1/3", "voucher", VOUCHERS["received"], lang))) == 1


def test_what_is_grey_on_a_sheet_is_black_on_continuous_paper() -> None:
    page = printed(on("241-1/2", "receipt", RECEIPTS["void"]))[0]
    assert page.render().to_pil().convert("L").histogram()[0xC4] < 300


def test_paper_that_copies_itself_is_printed_once_with_the_names_of_all_at_its_foot() -> None:
    page = on("241-1/3", "receipt", RECEIPTS["usual"], count=0)
    assert page.more == ()
    assert "第一联　存根、第二联　客户、第三联　财务".replace("　", "") in text_of(printed(page))
    two = on("241-1/3", "receipt", RECEIPTS["usual"], copies=["customer", "stub"])
    assert "第一联　客户、第二联　存根".replace("　", "") in text_of(printed(two))


def test_a_paper_whose_copies_differ_is_printed_copy_by_copy_there_too() -> None:
    names = [copy.name for copy in copies_of("bench-order", (), 0, SHEETS["241-1/1"], Words("zh"))]
    assert names == ["第一联　存根", "第二联　客户取机凭证", "第三联　随机"]


@pytest.mark.parametrize("which", SLIPS, ids=" ".join)
def test_so_many_slips_are_on_a_sheet_and_none_is_cut(which: Any) -> None:
    name, size = which
    paper = on(size, name, ONE_LINE.get(name) or TICKETS[name])
    slips = paper.html.count('<div class="slip">')
    copies = -(-SLIPS[which] // slips)
    html = pages_as_one([paper] * copies, "x", are_slips=True)
    (page,) = printed(replace(paper, html=html))
    codes = len(scanned([page]))
    assert codes == copies * slips == SLIPS[which]
    check_no_overlap([page])
    check_inside_margins([page], ends=2 * MM)


def test_a_slip_that_has_more_to_say_takes_more_room_and_loses_nothing() -> None:
    pages = printed(on("A4/3", "receipt", RECEIPTS["many"]))
    assert len(pages) == 1
    assert "PN-030主轴驱动器" in text_of(pages)
    assert "4,650.00" in text_of(pages)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("size", "document"),
    [
        ("241-1/3", "receipt"),
        ("241-1/2", "voucher"),
        ("241-1/2", "issue-slip"),
        ("A4/3", "voucher"),
        ("A4/8", "fault-tag"),
    ],
)
def test_the_page_is_the_one_that_was_approved(size: str, document: str, lang: str) -> None:
    page = on(size, document, TICKETS[document], lang, for_pdf=False, count=0)
    golden.check(f"{document}-{size.replace('/', '-')}.{lang}.html", page.html)


def test_a_size_that_a_paper_is_not_made_for_is_refused_with_those_it_is() -> None:
    with pytest.raises(NotOnThisSize) as refused:
        sheet_of("visit-order", {"visit-order": "80mm"})
    assert refused.value.facts["sizes"][0] == "A4"
    assert sheet_of("visit-order", {"receipt": "80mm"}) == SHEETS["A4"]


def test_what_a_customer_writes_does_not_cut_the_page() -> None:
    html = "<style>@page { size: 80mm 4000mm; }</style><p>size: 80mm 4000mm;"
    assert is_roll(html)
    assert cut_off(html, 100) == "<style>@page { size: 80mm 113.0mm; }</style><p>size: 80mm 4000mm;"


def test_on_the_screen_the_browser_chooses_the_length_of_a_roll() -> None:
    page = on("80mm", "receipt", ROLL["receipt", "usual"], for_pdf=False).html
    assert "4000mm" not in page
    assert "max-width: 72mm" in page


@pytest.mark.parametrize("document", TICKETS)
def test_on_a_telephone_a_paper_is_as_wide_as_the_screen_and_a_pdf_knows_nothing_of_it(
    document: str,
) -> None:
    screen, pdf = (
        paper_of(document, TICKETS[document], for_pdf=for_pdf).html for for_pdf in (False, True)
    )
    for told in ('<meta name="viewport" content="width=device-width', "(max-width: 600px)"):
        assert told in screen
        assert told not in pdf
