"""The sizes papers are printed on: what a page's size is in CSS, and what of its layout follows.

A size is data that one template is laid out by, never a second template. A roll is as long as what
is on it: whoever draws the page measures it first (`pdf_engines`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from markupsafe import Markup

    from svc.model.settings import PaperSize


class PaperSheet(Struct, frozen=True, kw_only=True):
    """What a page is laid out on; templates have it as `sheet`."""

    size: str  # as CSS has it
    margin: str
    width: str = "182mm"  # between the margins; what a screen shows
    # `roll`: fields below each other; `compact`: the head in two lines, nothing thin or grey
    layout: Literal["usual", "roll", "compact"] = "usual"
    room_mm: float = 0  # between the margins from top to bottom; 0: as long as what is on it
    is_carbon: bool = False  # the copies are made by the paper: all are printed at once
    slips: int = 1  # so many on a sheet, to be cut apart
    across: int = 1  # of these, beside each other

    @property
    def is_narrow(self) -> bool:
        """Whether fields stand below each other."""
        return self.layout == "roll"

    @property
    def is_compact(self) -> bool:
        """Whether it is low: the head stands in two lines, and nothing is thin or grey."""
        return self.layout == "compact"

    @property
    def has_backs(self) -> bool:
        """Whether its other side can be printed: not on a roll, nor on what copies itself."""
        return not self.is_narrow and not self.is_carbon

    @property
    def is_landscape(self) -> bool:
        """Whether it is wider than high, and turned over at its upper edge."""
        return self.size.endswith("landscape")

    @property
    def has_running(self) -> bool:
        """Whether its pages have a head and a foot, and are counted: a roll has one page, and
        slips are cut apart.
        """
        return not self.is_narrow and self.slips == 1

    @property
    def slip_mm(self) -> float:
        """How high a slip is at least; a longer one takes more."""
        return round(_A4_MM * self.across / self.slips - _ROUNDED_MM, 2)

    @property
    def gap(self) -> Markup:
        """What stands between two texts of the head: each has its own line where that is short."""
        from markupsafe import Markup

        return Markup("<br>" if self.is_narrow else "\u3000")

    @property
    def below(self) -> Markup:
        """What stands between two texts of a cell: the second is below the first, beside it where
        the page is low.
        """
        from markupsafe import Markup

        return Markup("\u3000" if self.is_compact else "<br>")

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

_A4_MM = 297.0
_ROUNDED_MM = 0.1
"""What rounding may take, so that the last slip of a sheet does not begin another."""
_FORM_MM, _FORM_WIDTH_MM = 279.4, 241.3  # 11 inches, 9.5 with the holes
_NEEDLES_MM = 203.2
"""As wide as a printer of 80 columns prints (8 inches), inside the strips with the holes."""
_TORN_MM = 8.0
"""Left free at the perforation."""


def _continuous(parts: int) -> PaperSheet:
    """A form of this many to 11 inches."""
    height, side = _FORM_MM / parts, (_FORM_WIDTH_MM - _NEEDLES_MM) / 2
    return PaperSheet(
        size=f"{_FORM_WIDTH_MM}mm {height:.1f}mm",
        margin=f"{_TORN_MM:g}mm {side:.2f}mm",
        width=f"{_NEEDLES_MM:g}mm",
        layout="compact",
        room_mm=height - 2 * _TORN_MM,
        is_carbon=True,
    )


def _slips(count: int, across: int = 1) -> PaperSheet:
    """So many on a sheet of A4, of which some are beside each other."""
    return PaperSheet(size="A4", margin="0 14mm", layout="compact", slips=count, across=across)


SHEETS: dict[PaperSize, PaperSheet] = {
    "A4": PaperSheet(size="A4", margin="14mm 14mm 14mm", room_mm=_A4_MM - 28),
    # Half a sheet of A4: what receipt books and the printers in offices have.
    "A5": PaperSheet(size="A5 landscape", margin="14mm 14mm 14mm", room_mm=148 - 28),
    # A thermal roll of 80 mm, of which 72 are printed.
    "80mm": PaperSheet(
        size=_LONG,
        margin=f"{_MARGIN_MM:g}mm {_MARGIN_MM:g}mm {_CUT_MM:g}mm",
        width=f"{ROLL_PRINTED_MM:g}mm",
        layout="roll",
    ),
    "241-1/1": _continuous(1),
    "241-1/2": _continuous(2),
    "241-1/3": _continuous(3),
    "A4/2": _slips(2),
    "A4/3": _slips(3),
    "A4/4": _slips(4),
    "A4/8": _slips(8, across=2),
}


def is_roll(html: str) -> bool:
    """Whether the page is for a roll, and as long as what is on it."""
    return f"size: {_LONG};" in html


def cut_off(html: str, height_mm: float) -> str:
    """The page of a roll as long as what is on it, whose height is given, and the margins."""
    length = height_mm + _MARGIN_MM + _CUT_MM + 1  # what is rounded must not begin a second page
    return html.replace(f"size: {_LONG};", f"size: {_ROLL_MM:g}mm {length:.1f}mm;", 1)
