"""A paper as a PDF, looked at as a reader, a printer and a scanner see it; the checks every paper
has to pass.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
import pytest
import zxingcpp
from pypdfium2 import raw

from svc.render.pages import Page
from svc.render.pdf import pdf_of
from svc.store.assets import fonts_dir

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)


def printed(page: Page) -> pdfium.PdfDocument:
    """The page as a PDF."""
    return pdfium.PdfDocument(
        pdf_of(page.html, *page.more, title=page.title, when=page.when, fonts=fonts_dir())
    )


def draw_by_second_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on papers of this test are drawn without plutoprint; skipped where WeasyPrint's
    libraries, which are the system's, are not there.
    """
    monkeypatch.setenv("FONTCONFIG_PATH", "")  # set by the engine; put back after the test
    monkeypatch.setitem(sys.modules, "plutoprint", None)
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as reason:
        pytest.skip(f"WeasyPrint can't be loaded here: {reason}")


def text_of(document: Iterable[pdfium.PdfPage]) -> str:
    """The text layer of all pages without blanks: where lines break is of no matter."""
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def glyphs(
    page: pdfium.PdfPage, *, turned: bool = True
) -> Iterator[tuple[str, float, float, float, float]]:
    """Each visible character with the box of its ink: left, bottom, right, top in points; turned
    ones only if told.
    """
    layer = page.get_textpage()
    for index in range(layer.count_chars()):
        if not turned and abs(raw.FPDFText_GetCharAngle(layer, index)) % 6.28 > 0.01:
            continue
        char = layer.get_text_range(index, 1)
        left, bottom, right, top = layer.get_charbox(index)
        if char.strip() and right > left and top > bottom:
            yield char, left, bottom, right, top


def check_inside_margins(
    document: Iterable[pdfium.PdfPage],
    size: tuple[float, float] = A4,
    side: float = 13.9 * MM,
    ends: float = 5 * MM,
) -> None:
    """Fail, naming the character, if any stands in the margin at the sides or the outer half of
    that above or below.
    """
    width, height = size
    for page in document:
        real_width, real_height = page.get_size()
        assert abs(real_width - width) < 1
        assert abs(real_height - height) < 1
        for char, left, bottom, right, top in glyphs(page):
            assert left >= side, char
            assert right <= width - side, char
            # The running head and foot stand in the middle of the upper and lower margin.
            assert bottom >= ends, char
            assert top <= height - ends, char


def check_no_overlap(document: Iterable[pdfium.PdfPage]) -> None:
    """Fail, naming both, if two characters cover more than a quarter of the smaller one.

    Turned ones are left out: of them only an upright box around the ink is known.
    """
    for page in document:
        seen: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
        for glyph in glyphs(page, turned=False):
            char, left, bottom, right, top = glyph
            cells = {(int(x // 20), int(y // 20)) for x in (left, right) for y in (bottom, top)}
            for other in {item for cell in cells for item in seen.get(cell, [])}:
                wide = min(right, other[3]) - max(left, other[1])
                high = min(top, other[4]) - max(bottom, other[2])
                smaller = min(
                    (right - left) * (top - bottom), (other[3] - other[1]) * (other[4] - other[2])
                )
                assert wide <= 0 or high <= 0 or wide * high < 0.25 * smaller, (
                    f"{char} on {other[0]}"
                )
            for cell in cells:
                seen.setdefault(cell, []).append(glyph)


OURS = {("SvcSansSC-Regular", 1), ("SvcSansSC-Bold", 1)}


def fonts_of(document: pdfium.PdfDocument) -> set[tuple[str, int]]:
    """The fonts of its text by name, each with 1 if it is embedded."""
    fonts = set()
    for page in document:
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(item)
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            fonts.add((name.value.decode().rpartition("+")[2], raw.FPDFFont_GetIsEmbedded(font)))
    return fonts


def scanned(document: Iterable[pdfium.PdfPage]) -> list[str]:
    """What a scanner reads off the pages at 200 dpi."""
    return [
        found.text
        for page in document
        for found in zxingcpp.read_barcodes(page.render(scale=200 / 72, grayscale=True).to_pil())
    ]


ONE_GLYPH = str.maketrans("\u2011\u2013•‧・｀～", "-\u2012···‵〜")
"""Characters for which our font has one glyph: a reader of the PDF gives the second of each pair.
"""


def pieces(told: str) -> list[str]:
    """A text as it is looked for in `text_of`: without blanks; a long line may run on over a page's
    foot and head.
    """
    out = []
    for line in told.translate(ONE_GLYPH).splitlines():
        out += [line[i : i + 8] for i in range(0, len(line), 8)] if len(line) > 400 else [line]
    return ["".join(piece.split()) for piece in out]


def check_paper(page: Page, told: Iterable[str], code: str = "") -> None:
    """Fail unless the page prints well: every text in the text layer, inside the margins, nothing
    on top of another, black on white, pages numbered, further pages with the running head, its code
    readable.
    """
    document = printed(page)
    layer = text_of(document)
    for text in told:
        assert all(piece in layer for piece in pieces(text)), text
    check_inside_margins(document)
    check_no_overlap(document)
    if code:
        first = document[0].render(scale=200 / 72, grayscale=True).to_pil()
        assert code in {found.text for found in zxingcpp.read_barcodes(first)}
    for number, sheet in enumerate(document, 1):
        read = "".join(sheet.get_textpage().get_text_bounded().split())
        assert (
            f"第{number}页/共{len(document)}页" in read or f"Page{number}of{len(document)}" in read
        )
        assert "".join(page.title.split()) in read
        red, green, blue = sheet.render(scale=0.5).to_pil().convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()
