"""Every name prints: which of our fonts has a character, what stands in for what none has, and what
text copied out of the PDF is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from render.paper_checks import draw_by_second_engine, text_of
from render.paper_tickets import MORNING

from svc.errors import TemplateAsksOutside
from svc.render.fonts import (
    beyond_usual,
    covered_points,
    font_file,
    further_families,
    missing_characters,
)
from svc.render.pdf import pdf_of, printable_text
from svc.store.assets import fonts_dir

FONTS = fonts_dir()
STYLE = """<html><head><style>
@font-face { font-family: "Svc Sans SC"; src: local("Svc Sans SC"), url("svc-fonts:SvcSansSC-Regular.ttf") }
@page { margin: 0 }
body { font: 12pt "Svc Sans SC", "Svc Sans SC More", "Svc Sans SC Rare", "Svc Stand-in" }
</style></head>"""
NAMES = {
    "traditional": "龍鳳樓茶餐廳",
    "kana": "ケーキ工房 ｶﾌｪ",
    "rare": "龘靐齉 㐂 㼆 ⼀",
    "Latin with marks": "Jiří Dvořák, Łódź, Nguyễn",
    "Cyrillic": "ТОО Алматы Қуат",
    "Greek": "Έλλη Ωμέγα",
    "full width": "ＡＢＣ１２３　（甲）",
    "boxes and signs": "┌─┐│└┘ ☑☒☐ ✔ ≒ ① ㎡ ℃ ™ € ₸ ㍿",
    "no composed form": "x̂ q̃",
    "no font": "a😀b 𠀋山 ኢ",
}


def drawn(html: str) -> pdfium.PdfDocument:
    page = f"{STYLE}<body>{html}</body></html>"
    return pdfium.PdfDocument(pdf_of(page, title="x", when=MORNING, fonts=FONTS))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(params=["plutoprint", "weasyprint"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the two that draw papers, in turn."""
    name: str = request.param
    if name == "weasyprint":
        draw_by_second_engine(monkeypatch)
    return name


def test_whatever_is_printed_is_copied_as_what_was_meant(engine: str) -> None:
    lines = "".join(f"<p>{name} <b>{name}</b></p>" for name in NAMES.values())
    meant = "".join(squeezed(f"{name}{name}") for name in NAMES.values())
    assert squeezed(text_of(drawn(lines))) == meant


def test_nothing_is_drawn_as_an_empty_box(engine: str) -> None:
    """A box is a font's `.notdef`, which no code stands for: what is drawn is seen beside it."""
    text = "龘😀𠀋ኢ"
    page = drawn("".join(f"<p>{char}</p>" for char in text))[0]
    picture = page.render(scale=2).to_pil().convert("L")
    lines = (picture.crop((0, y, picture.width, y + 1)) for y in range(picture.height))
    bands = "".join("#" if line.getextrema()[0] < 128 else " " for line in lines).split()
    # the first character is one piece; each 〓 is two bars
    assert len(bands) == 1 + 2 * 3


def test_two_signs_alike_are_told_apart_in_what_is_copied(engine: str) -> None:
    assert squeezed(text_of(drawn("<p>😀 😁 😀 😂</p>"))) == "😀😁😀😂"


def test_the_whole_of_gb_18030_in_two_bytes_has_a_picture() -> None:
    two_bytes = [
        char
        for char in map(chr, range(0x80, 0xFFFE))
        if not "\ud800" <= char <= "\uf8ff" and len(char.encode("gb18030")) == 2
    ]
    assert len(two_bytes) > 21_700
    assert missing_characters("".join(two_bytes), FONTS) == []


def test_of_the_basic_ideographs_only_the_last_sixteen_are_lacking() -> None:
    basic = "".join(map(chr, range(0x4E00, 0xA000)))
    assert missing_characters(basic, FONTS) == [chr(code) for code in range(0x9FF0, 0xA000)]


def test_each_family_has_what_its_list_says() -> None:
    from fontTools.ttLib import TTFont

    for path in sorted(FONTS.glob("*/*.ttf")):
        points = set(TTFont(path, lazy=True).getBestCmap())
        assert covered_points(path.parent) <= points, path.name


def test_a_page_names_the_families_it_needs_and_no_other() -> None:
    for text, families in (
        ("龙凤楼 abc\n", []),
        ("龍鳳樓", ["more"]),
        ("龘", ["rare"]),
        ("ř龘", ["more", "rare"]),
        ("😀", []),
    ):
        assert further_families(beyond_usual([text], FONTS), FONTS) == families


def test_characters_outside_the_fonts_are_found_and_line_feeds_are_not() -> None:
    assert missing_characters("喆堃垚镕旻龍ř\n①¥〓", FONTS) == []
    assert missing_characters("a😀𠮷😀\t", FONTS) == ["\t", "😀", "𠮷"]


def test_what_is_left_out_before_looking_is_in_the_usual_family() -> None:
    assert set(map(chr, range(0x20, 0x7F))) <= set(map(chr, covered_points(FONTS / "usual")))
    assert missing_characters(" aZ~\n", FONTS) == []
    assert missing_characters("a\tb", FONTS) == ["\t"]


def test_coverage_counts_both_ends_of_a_range(tmp_path: Path) -> None:
    (tmp_path / "coverage.txt").write_text("41-43,4e00\n", encoding="ascii")
    assert covered_points(tmp_path) == {0x41, 0x42, 0x43, 0x4E00}


@pytest.mark.parametrize(("text", "shown"), [
    ("e\u0301 か\u3099", "é が"), ("x\u0302", "x\u0302"), ("\uf9d1山", "\uf9d1山"),
    ("葛\U000e0100城", "葛城"), ("❤\ufe0f", "❤"), ("👨\u200d👩\u200d👧", "👨👩👧"), ("👍🏽", "👍"), ("❤\ufe0f\u200d🔥", "❤🔥"),
    ("a\u200db", "a\u200db"), ("甲\u200b乙\u202e", "甲\u200b乙\u202e"), ("plain", "plain"),
])  # fmt: skip
def test_what_only_chooses_a_picture_is_left_out_and_marks_join_their_letter(
    text: str, shown: str
) -> None:
    assert printable_text(text) == shown


@pytest.mark.parametrize("name", [
    "SvcSansSC-Thin.ttf", "../fonts.conf", "usual/SvcSansSC-Bold.ttf", "stand-in-", "stand-in-x", "stand-in-110000",
    "stand-in--1", "",
])  # fmt: skip
def test_a_page_gets_no_file_but_our_fonts(name: str) -> None:
    assert font_file(name, FONTS) is None


def test_a_font_of_nothing_is_refused_where_a_template_asks_for_it() -> None:
    style = '<style>@font-face { font-family: x; src: url("svc-fonts:stand-in-zz") }</style>'
    with pytest.raises(TemplateAsksOutside):
        drawn(f'{style}<p style="font-family: x">a</p>')


def test_a_day_with_a_rare_name_is_one_file_with_the_fonts_it_needs(engine: str) -> None:
    pages: Callable[[str], str] = lambda text: f"{STYLE}<body><p>{text}</p></body></html>"  # noqa: E731
    data = pdf_of(pages("甲"), pages("龍"), pages("乙"), title="x", when=MORNING, fonts=FONTS)
    again = pdf_of(pages("甲"), pages("龍"), pages("乙"), title="x", when=MORNING, fonts=FONTS)
    assert data == again
    assert text_of(pdfium.PdfDocument(data)) == "甲龍乙"
