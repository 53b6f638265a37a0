"""How a row of a table stands to what the ledger has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from svc.rules.imports.rows import CellFault, TableRow

Verdict = Literal["new", "same", "differs", "again", "faulty"]


class Difference(Struct, frozen=True, kw_only=True):
    """A value that the ledger has otherwise than the table: nothing is changed by an import."""

    head: str
    filed: str
    told: str


class Found(Struct, frozen=True, kw_only=True):
    """A row, and what is to become of it.

    `new` is recorded; `same` is there already; `differs` is there with other values, which stay;
    `again` says once more what an earlier row says; `faulty` can't be taken.
    """

    row: TableRow
    verdict: Verdict
    name: str  # what the row is about, as people call it
    on: str = ""  # what it was found as: a file's number, a code, an id
    owner: str = ""  # of a machine or a ticket: the number of the customer's file
    differences: tuple[Difference, ...] = ()
    faults: tuple[CellFault, ...] = ()
    also: tuple[TableRow, ...] = ()  # later rows about the same


def faulty(row: TableRow, name: str, *faults: CellFault) -> Found:
    """A row that can't be taken."""
    return Found(row=row, verdict="faulty", name=name, faults=(*row.faults, *faults))


def compared(row: TableRow, name: str, on: str, differences: Sequence[Difference]) -> Found:
    """A row about what is there: the same, or otherwise."""
    return Found(
        row=row,
        verdict="differs" if differences else "same",
        name=name,
        on=on,
        differences=tuple(differences),
    )
