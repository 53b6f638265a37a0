"""Labels for machines (设备标签) on sheets of A4: the serial number as a QR code and as text, model
and specification, nothing of the customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import repeat
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_
from svc.render.pages import Page, Pages
from svc.render.papers.filling import qr_code, stand_ins
from svc.render.pdf import Ink

if TYPE_CHECKING:
    from datetime import date

    from svc.model.customers import Equipment

SHEET_MM = (210, 297)
_LEAST_MM = (30, 14)  # narrower, the number does not fit; lower, phones do not read the code


class LabelSize(Struct, frozen=True):
    """How large one label is, in mm; a sheet has as many as fit, in its middle."""

    width: float
    height: float

    @property
    def across(self) -> int:
        return int(SHEET_MM[0] // self.width)

    @property
    def down(self) -> int:
        return int(SHEET_MM[1] // self.height)

    @property
    def is_possible(self) -> bool:
        """Whether a code on it can be read, and a sheet has one."""
        least_width, least_height = _LEAST_MM
        if self.width < least_width or self.height < least_height:
            return False
        return self.across > 0 and self.down > 0


class MachineLabel(Struct, frozen=True, kw_only=True):
    """What stands on one, ready to print."""

    serial: str
    model: str
    specification: str
    qr: str  # an SVG element, with its quiet zone; scans to the serial number


class LabelSheets(Struct, frozen=True, kw_only=True):
    """What `labels.html` can use, as `paper`."""

    department: str
    hotline: str
    size: LabelSize
    code_mm: float  # the code's side, quiet zone included
    left_mm: float
    top_mm: float
    sheets: list[list[list[MachineLabel | None]]]  # sheet, row, place; None: left empty


def labels_page(
    machines: Sequence[Equipment],
    pages: Pages,
    *,
    size: LabelSize,
    skip: int,
    department: str,
    hotline: str,
    day: date,
    for_pdf: bool,
) -> Page:
    """The sheets: a label for each machine, after `skip` places of the first one that are used
    already.
    """
    words, ink = pages.words, Ink(pages.font_dir if for_pdf else None)
    labels = [
        MachineLabel(
            serial=ink(machine.serial, machine.serial),
            model=ink(machine.serial, words.told(machine.model)),
            specification=ink(machine.serial, words.told(machine.specification)),
            qr=qr_code(machine.serial),
        )
        for machine in machines
    ]
    paper = LabelSheets(
        department=ink("svc.yaml: name", department),
        hotline=ink("svc.yaml: hotline", hotline),
        size=size,
        code_mm=min(size.height - 2, size.width * 0.45, 40),
        left_mm=(SHEET_MM[0] - size.across * size.width) / 2,
        top_mm=(SHEET_MM[1] - size.down * size.height) / 2,
        sheets=label_sheets(labels, size, skip),
    )
    title = words(N_("Machine labels"))
    html = ink.on_page(
        pages.html(
            "labels.html",
            for_pdf=for_pdf,
            document="labels",
            title=title,
            paper=paper,
            stood_in=stand_ins(ink, words),
        )
    )
    return Page(
        title=title,
        html=html,
        when=datetime.combine(day, time(), tzinfo=UTC),
        stood_in=tuple(ink.lacking),
    )


def label_sheets(
    labels: Sequence[MachineLabel], size: LabelSize, skip: int
) -> list[list[list[MachineLabel | None]]]:
    """Each label in its place, row by row; the last sheet is filled up with empty places."""
    places: list[MachineLabel | None] = [*repeat(None, skip), *labels]
    places += repeat(None, -len(places) % (size.across * size.down))
    rows = [places[at : at + size.across] for at in range(0, len(places), size.across)]
    return [rows[at : at + size.down] for at in range(0, len(rows), size.down)]
