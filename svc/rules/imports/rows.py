"""The rows of a sheet as values of fields, with what is faulty in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from svc.errors import N_, Phrase, SvcError
from svc.model.import_kinds import Field, Kind
from svc.model.table_files import CellValue, TableSheet
from svc.model.workbook_limits import place_of
from svc.rules.imports.cells import Known, NotTaken, is_nothing, value_of
from svc.rules.imports.heads import Columns

_LANGUAGES = (0, 1)


class CellFault(Struct, frozen=True, kw_only=True):
    """What can't be taken: in which cell, under which head, why, what to write instead."""

    cell: str  # C5; the row's number where it is about the whole row
    head: str
    problem: Phrase | SvcError
    write: Phrase | None = None


class TableRow(Struct, frozen=True, kw_only=True):
    """One row as it was read."""

    sheet: str
    number: int  # as spreadsheets count, from 1
    values: dict[str, str]  # field → value, those alone that say something
    cells: dict[str, str]  # field → where it stands
    heads: dict[str, str]  # field → the head of its column
    faults: tuple[CellFault, ...] = ()
    raw: tuple[CellValue, ...] = ()  # all cells, as they stand

    def fault(
        self, field: str, problem: Phrase | SvcError, write: Phrase | None = None
    ) -> CellFault:
        """A fault of this row in the column of a field."""
        return CellFault(
            cell=self.cells.get(field, str(self.number)),
            head=self.heads.get(field, ""),
            problem=problem,
            write=write,
        )

    def lines(self, field: str) -> list[str]:
        """The several words of a field."""
        return self.values[field].split("\n") if field in self.values else []

    def get(self, field: str) -> str:
        """The value of a field; empty if it says nothing."""
        return self.values.get(field, "")


class TableRows(Struct, frozen=True, kw_only=True):
    """All rows of a sheet that say something, and those that are the template's examples."""

    rows: list[TableRow]
    examples: list[int]


def read_rows(sheet: TableSheet, columns: Columns, kind: Kind, known: Known) -> TableRows:
    """The rows below the heads, blank ones left out; those that are the template's own examples are
    named and not taken.
    """
    rows: list[TableRow] = []
    examples: list[int] = []
    fields = [field for field in kind.fields if field.name in columns.fields]
    widths = {
        field.name: _digits_of_codes(sheet, columns, field)
        for field in fields
        if field.takes == "code"
    }
    for number, cells in _rows_with_something(sheet, columns):
        row = _read_row((sheet.name, number, cells), columns, fields, known, widths)
        if _is_example(row, kind):
            examples.append(number + 1)
        else:
            rows.append(row)
    return TableRows(rows=rows, examples=examples)


def _rows_with_something(
    sheet: TableSheet, columns: Columns
) -> Iterator[tuple[int, list[CellValue]]]:
    for number, cells in enumerate(sheet.rows[columns.row + 1 :], columns.row + 1):
        places = columns.fields.values()
        if any(place < len(cells) and not is_nothing(cells[place]) for place in places):
            yield number, cells


def _read_row(
    read: tuple[str, int, list[CellValue]],
    columns: Columns,
    fields: Sequence[Field],
    known: Known,
    widths: dict[str, int],
) -> TableRow:
    sheet, number, cells = read
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    faults: list[CellFault] = []
    for field in fields:
        column = columns.fields[field.name]
        cell = cells[column] if column < len(cells) else None
        places[field.name] = place_of(column, number)
        try:
            value = value_of(cell, field, known)
            _check_zeros(cell, value, widths.get(field.name, 0))
            if field.needed and not value:
                raise NotTaken(Phrase(N_("nothing stands here, and it is needed")))
        except NotTaken as wrong:
            faults.append(
                CellFault(
                    cell=places[field.name],
                    head=columns.heads[field.name],
                    problem=wrong.problem,
                    write=wrong.write,
                )
            )
            continue
        if value:
            values[field.name] = value
    return TableRow(
        sheet=sheet,
        number=number + 1,
        values=values,
        cells=places,
        heads=columns.heads,
        faults=tuple(faults),
        raw=tuple(cells),
    )


def _digits_of_codes(sheet: TableSheet, columns: Columns, field: Field) -> int:
    """How many digits the codes of a column have that begin with a zero; 0 if none does."""
    column = columns.fields[field.name]
    texts = (row[column] for row in sheet.rows[columns.row + 1 :] if column < len(row))
    lengths = [
        len(text.strip())
        for text in texts
        if isinstance(text, str) and text.startswith("0") and text.strip().isdecimal()
    ]
    return max(lengths, default=0)


def _check_zeros(cell: CellValue, value: str, digits: int) -> None:
    """Raise NotTaken for a number in a column of codes with zeros in front, if it is shorter."""
    if isinstance(cell, float) and len(value) < digits:
        raise NotTaken(
            Phrase(
                N_("{value} may have lost its zeros: others here have {count} digits"),
                value=value,
                count=digits,
            ),
            Phrase(N_("format the column as text and type the number again")),
        )


def _is_example(row: TableRow, kind: Kind) -> bool:
    """Whether a row is the one that the template shows how to fill in, and nothing was changed."""
    compared = [
        field
        for field in kind.fields
        if field.examples[0] and field.takes in ("text", "code", "phone", "amount")
    ]
    return bool(compared and not row.faults) and any(
        all(row.get(field.name) == field.examples[language] for field in compared)
        for language in _LANGUAGES
    )
