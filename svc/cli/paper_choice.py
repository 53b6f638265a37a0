"""How a paper is wanted this once, where not as `svc.yaml` says: on what, in which copies, on one
side or both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, get_args

from msgspec import Struct

from svc.cli.desk import Desk
from svc.cli.shared import chosen_value, one_of
from svc.errors import NotCopies
from svc.model.settings import CopyName, PaperSize
from svc.render.papers.table import COPIES_AT_MOST, copies_of, sheet_of

if TYPE_CHECKING:
    from svc.render.pages import Pages
    from svc.render.paper_sizes import PaperSheet
    from svc.render.pdf_engines import EmptyBacks
    from svc.store.printers import PrintedSides


class PaperOptions(NamedTuple):
    """What was typed of it; empty or None where nothing was."""

    size: str = ""
    copies: str = ""
    duplex: bool | None = None

    @property
    def typed(self) -> dict[str, str]:
        """By option, for what is not taken."""
        sides = "" if self.duplex is None else "--duplex"
        return {"--paper": self.size, "--copies": self.copies, "--duplex": sides}


class PaperChoice(Struct, frozen=True, kw_only=True):
    """What is meant; empty, 0 or None: as the settings say."""

    size: PaperSize | None = None
    copies: tuple[CopyName, ...] = ()
    copy_count: int = 0
    duplex: bool | None = None


def paper_choice(desk: Desk, options: PaperOptions) -> PaperChoice:
    """What was typed. Raises NotOneOf, NotCopies."""
    size = one_of("--paper", options.size, get_args(PaperSize)) if options.size else None
    text, count = options.copies.strip(), 0
    names: tuple[CopyName, ...] = ()
    if text.isdecimal():
        count = int(text)
        if not 1 <= count <= COPIES_AT_MOST:
            raise NotCopies(value=text, most=COPIES_AT_MOST)
    elif text:
        names = tuple(_copy_named(desk, each) for each in re.split(r"[,，、\s]+", text) if each)
        if not 1 <= len(names) <= COPIES_AT_MOST:
            raise NotCopies(value=text, most=COPIES_AT_MOST)
    return PaperChoice(size=size, copies=names, copy_count=count, duplex=options.duplex)


def _copy_named(desk: Desk, text: str) -> CopyName:
    """The copy by its name; 联 behind it is what a colleague says."""
    known: tuple[CopyName, ...] = get_args(CopyName)
    return chosen_value(desk, "--copies", text.removesuffix("联") or text, "copy", known)


def check_printable(document: str, pages: Pages) -> PaperSheet:
    """What the paper is laid out on, before any is made. Raises NotOnThisSize, NotSoManyCopies."""
    sheet = sheet_of(document, pages.sizes)
    copies_of(document, pages.copies.get(document, ()), pages.copy_count, sheet, pages.words)
    return sheet


def empty_backs(desk: Desk, choice: PaperChoice, sheet: PaperSheet) -> EmptyBacks:
    """Which sides stay empty: of what is cut apart all backs do."""
    if not _is_duplex(desk, choice) or not sheet.has_backs:
        return "none"
    return "all" if sheet.slips > 1 else "last"


def printed_sides(desk: Desk, choice: PaperChoice, sheet: PaperSheet) -> PrintedSides:
    """Which sides the printer is told to print, so that it does what the file was laid out for,
    whatever its queue does else; of paper without backs it is told nothing.
    """
    if not sheet.has_backs:
        return ""
    if not _is_duplex(desk, choice):
        return "one-sided"
    return "two-sided-short-edge" if sheet.is_landscape else "two-sided-long-edge"


def _is_duplex(desk: Desk, choice: PaperChoice) -> bool:
    return desk.ledger().settings.duplex if choice.duplex is None else choice.duplex
