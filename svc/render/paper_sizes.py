"""The sizes papers are printed on: what a page's size is in CSS, and what of its layout follows.

A size is data that one template is laid out by, never a second template. A roll is as long as what
is on it: whoever draws the page measures it first (`pdf_engines`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markupsafe import Markup

    from svc.model.settings import PaperSize


class PaperSheet(Struct, frozen=True, kw_only=True):
    """What a page is laid out on; templates have it as `sheet`."""

    size: str  # as CSS has it
    margin: str
    is_narrow: bool = False  # fields below each other, no running head and foot

    @property
    def gap(self) -> Markup:
        """What stands between two texts of the head: each has its own line where that is short."""
        from markupsafe import Markup

        return Markup("<br>" if self.is_narrow else "\u3000")

    @property
    def fields(self) -> Markup:
        """What a table of fields says of itself in a template, so that they can stand below each
        other.
        """
        from markupsafe import Markup

        return Markup(' class="fields"' if self.is_narrow else "")


_ROLL_MM, _MARGIN_MM = 80.0, 4.0
ROLL_PRINTED_MM = _ROLL_MM - 2 * _MARGIN_MM
_CUT_MM = 8.0
"""Left free at the end, where the printer cuts."""
_LONG = f"{_ROLL_MM:g}mm 4000mm"
"""Longer than any paper on a roll; cut to what is on it when the page is drawn."""

SHEETS: dict[PaperSize, PaperSheet] = {
    "A4": PaperSheet(size="A4", margin="14mm 14mm 14mm"),
    # Half a sheet of A4: what receipt books and the printers in offices have.
    "A5": PaperSheet(size="A5 landscape", margin="14mm 14mm 14mm"),
    # A thermal roll of 80 mm, of which 72 are printed.
    "80mm": PaperSheet(
        size=_LONG, margin=f"{_MARGIN_MM:g}mm {_MARGIN_MM:g}mm {_CUT_MM:g}mm", is_narrow=True
    ),
}


def is_roll(html: str) -> bool:
    """Whether the page is for a roll, and as long as what is on it."""
    return f"size: {_LONG};" in html


def cut_off(html: str, height_mm: float) -> str:
    """The page of a roll as long as what is on it, whose height is given, and the margins."""
    length = height_mm + _MARGIN_MM + _CUT_MM + 1  # what is rounded must not begin a second page
    return html.replace(f"size: {_LONG};", f"size: {_ROLL_MM:g}mm {length:.1f}mm;", 1)
