"""The stock sheet for reception in words: on a screen, in a file, on paper."""

from __future__ import annotations

from collections.abc import Sequence

from svc.errors import N_
from svc.render.listings import TableValue
from svc.render.words import Words
from svc.rules.stock.sheet import Half, SheetRow

SHEET_HEADS = (
    *(N_("Part"), N_("Position"), N_("At hand"), N_("Reserved"), N_("Available")),
    *(N_("Minimum"), N_("Came in"), N_("Short")),
)
SHORT: dict[str, str] = {
    "none": N_("none to give out"),
    "too_few": N_("too few"),
    "soon": N_("soon too few"),
}


def sheet_title(half: Half, words: Words) -> str:
    """What the sheet is called."""
    is_morning = half == "morning"
    return words(N_("Stock sheet, morning") if is_morning else N_("Stock sheet, afternoon"))


def sheet_rows(rows: Sequence[SheetRow], words: Words) -> list[list[TableValue]]:
    """The parts as rows; nought of what is rare stays blank."""
    return [
        [
            *(
                f"{row.part} {row.name}".strip(),
                row.position,
                row.good,
                row.reserved or "",
                row.free,
            ),
            *(row.minimum or "", row.came or "", words(SHORT[row.short]) if row.short else ""),
        ]
        for row in rows
    ]
