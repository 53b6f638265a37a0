"""Who draws the pages: plutoprint, or WeasyPrint where no wheel of plutoprint is to be had (Linux
on arm64, such as 统信 and 麒麟; musl). The same HTML, the same fonts, and nothing else is fetched.

Each takes pages of HTML, each counting its sheets from 1 and of a size of its own, and gives one
PDF whose bytes follow from them, the title and the moment alone. A fetcher gives what a page asks
for, or None.
"""

from __future__ import annotations

import hashlib
import io
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from svc.errors import NoPdfEngine
from svc.render.fonts import USUAL, further_families, with_fonts
from svc.render.paper_sizes import ROLL_PRINTED_MM, cut_off, is_roll

Fetcher = Callable[[str], bytes | None]
"""An address → the font there; None if it is not ours. `data:` addresses are not asked."""
EmptyBacks = Literal["none", "last", "all"]
"""Where both sides are printed, which backs stay empty: none; the last of a document that would end
on a front, so that the next begins on one; all, of what is cut apart.
"""
Engine = Callable[[Iterable[str], str, datetime, Fetcher, EmptyBacks], bytes]
"""Pages, title, the record's own time, fetcher, which backs stay empty → PDF."""

_DATE = "SOURCE_DATE_EPOCH"
_FONTS = "FONTCONFIG_PATH"
_MM_OF_PX = 25.4 / 96  # CSS pixels


def pdf_engine(fonts: Path, beyond: frozenset[str] = frozenset()) -> Engine:
    """The first of the two that can be loaded, with our fonts of this folder; `beyond`: which
    characters of the pages the usual ones lack. Raises NoPdfEngine if neither can.
    """
    reasons = []
    for load in (_plutoprint, _weasyprint):
        try:
            return load(fonts, beyond)
        except (ImportError, OSError) as error:  # OSError: a library of the system is not there
            reasons.append(str(error).splitlines()[0])
    raise NoPdfEngine(reason="; ".join(reasons))


def _plutoprint(fonts: Path, beyond: frozenset[str]) -> Engine:
    import plutoprint

    def draw(
        pages: Iterable[str],
        title: str,
        when: datetime,
        fetched: Fetcher,
        backs: EmptyBacks = "none",
    ) -> bytes:
        class OurFontsOnly(plutoprint.ResourceFetcher):
            def fetch_url(self, url: str) -> plutoprint.ResourceData:
                if url.startswith("data:"):
                    return plutoprint.default_resource_fetcher.fetch_url(url)
                data = fetched(url)  # raising here would only print a traceback and go on
                return plutoprint.ResourceData(data or b"", "font/ttf" if data else "text/plain")

        def laid_out(html: str, size: plutoprint.PageSize) -> plutoprint.Book:
            book = plutoprint.Book(size, plutoprint.PAGE_MARGINS_NONE, plutoprint.MEDIA_TYPE_PRINT)
            book.custom_resource_fetcher = OurFontsOnly()
            # so that a bare file name is asked for, and refused, too
            book.load_html(html, base_url="page:///")
            return book

        # Read with the first page of the process. Where it can't be, and for what a later file
        # needs, the pages' @font-face still names our files.
        families = [USUAL, *further_families(beyond, fonts)]
        plutoprint.plutobook_set_fontconfig_path(fonts / families[-1])
        out = io.BytesIO()
        canvas = plutoprint.PDFCanvas.create_for_stream(out, plutoprint.PAGE_SIZE_A4)
        moment = when.isoformat(timespec="seconds")
        canvas.set_metadata(plutoprint.PDF_METADATA_TITLE, title)
        canvas.set_metadata(plutoprint.PDF_METADATA_CREATION_DATE, moment)
        canvas.set_metadata(plutoprint.PDF_METADATA_MODIFICATION_DATE, moment)
        sides = 0
        for page in pages:
            html = with_fonts(page, beyond, fonts, by_name=True)
            if is_roll(html):
                printed = plutoprint.PageSize(ROLL_PRINTED_MM * plutoprint.UNITS_MM, 842)
                html = cut_off(html, laid_out(html, printed).get_document_height() * _MM_OF_PX)
            book = laid_out(html, plutoprint.PAGE_SIZE_A4)
            for number in range(book.get_page_count()):
                canvas.set_size(book.get_page_size_at(number))
                if _is_on_a_back(backs, sides, number):
                    canvas.show_page()
                    sides += 1
                sides += 1
                canvas.save_state()
                canvas.scale(plutoprint.UNITS_PX, plutoprint.UNITS_PX)
                book.render_page(canvas, number)
                canvas.restore_state()
                canvas.show_page()
        canvas.finish()
        return out.getvalue()

    return draw


def _weasyprint(fonts: Path, beyond: frozenset[str]) -> Engine:
    # Read when the module is loaded; where the system has fonts of its own they are not looked at.
    os.environ[_FONTS] = str(fonts / USUAL)
    with warnings.catch_warnings(action="ignore"):
        from weasyprint import HTML
        from weasyprint.document import DocumentMetadata
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher, URLFetcherResponse

    def draw(
        pages: Iterable[str],
        title: str,
        when: datetime,
        fetched: Fetcher,
        backs: EmptyBacks = "none",
    ) -> bytes:
        class OurFontsOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
            def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
                if url.startswith("data:"):
                    return super().fetch(url)
                return URLFetcherResponse(url, fetched(url) or b"")

        shared = FontConfiguration()

        def laid_out(html: str) -> Any:
            page = HTML(string=html, base_url="page:///", url_fetcher=OurFontsOnly())
            return page.render(font_config=shared)

        digest = hashlib.sha256()
        drawn: list[Any] = []
        for given in pages:
            digest.update(given.encode())
            html = with_fonts(given, beyond, fonts, by_name=False)
            document = laid_out(html)
            if is_roll(html):
                body = document.pages[0]._page_box.children[0]
                document = laid_out(cut_off(html, body.margin_height() * _MM_OF_PX))
            for number, sheet in enumerate(document.pages):
                if _is_on_a_back(backs, len(drawn), number):
                    size = f"{sheet.width}px {sheet.height}px"
                    drawn += laid_out(f"<style>@page {{ size: {size} }}</style>").pages
                drawn.append(sheet)
        whole = document.copy(drawn)
        moment = when.isoformat(timespec="seconds")
        whole.metadata = DocumentMetadata(title=title, created=moment, modified=moment)
        with _fonts_dated(when):
            return bytes(whole.write_pdf(pdf_identifier=digest.digest()[:16]))

    return draw


def _is_on_a_back(backs: EmptyBacks, sides: int, number: int) -> bool:
    """Whether a document's page of this number, counted from 0, would be printed after so many
    sides on the back of what it must not be on the back of.
    """
    begins = backs == "all" or (backs == "last" and number == 0)
    return begins and sides % 2 == 1


@contextmanager
def _fonts_dated(when: datetime) -> Iterator[None]:
    """fontTools writes into a font when it was cut down: by the clock, unless it is told."""
    before = os.environ.get(_DATE)
    os.environ[_DATE] = str(int(when.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_DATE]
        else:
            os.environ[_DATE] = before
