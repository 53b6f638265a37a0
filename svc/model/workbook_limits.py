"""How much a workbook that somebody handed in may hold, looked at before its reader is asked: the
reader takes memory for every cell up to the farthest, and ends the process where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from svc.errors import N_, CannotReadFile, Phrase

if TYPE_CHECKING:
    from zipfile import ZipFile

MOST_BYTES = 200_000_000  # of all parts, unpacked
MOST_CELLS = 20_000_000  # of all sheets: rows × columns up to the farthest cell
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


class _Extent:
    """How far the cells of sheets reach, as their XML is gone through. Those that hold nothing but
    a format don't count: the reader leaves them out.
    """

    def __init__(self) -> None:
        self.sheets: list[tuple[int, int]] = []  # rows and columns
        self._row = self._column = 0  # of the next cell, from 0
        self._rows = 1  # that the row stands for (ODS)
        self._cell: tuple[int, int] | None = None  # rows and columns up to the cell being read

    def start(self, name: str, told: dict[str, str]) -> None:
        """An element begins."""
        if self._cell is not None:  # something stands in the cell
            self._reach(*self._cell)
        match name.rpartition(":")[2]:
            case "sheetData" | "table":
                self.sheets.append((0, 0))
                self._row = self._column = 0
            case "row":
                self._row = int(told.get("r", self._row + 1)) - 1
                self._column = 0
            case "c":
                row, self._column = _place(told.get("r", ""), (self._row, self._column))
                self._column += 1
                self._cell = (row + 1, self._column)
            case "table-row":
                self._rows = int(told.get("table:number-rows-repeated", "1"))
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._column += int(told.get("table:number-columns-repeated", "1"))
                self._cell = (self._row + self._rows, self._column)
                if any(each.startswith("office:") for each in told):
                    self._reach(*self._cell)

    def end(self, name: str) -> None:
        """An element ends."""
        match name.rpartition(":")[2]:
            case "c" | "table-cell" | "covered-table-cell":
                self._cell = None
            case "row":
                self._row += 1
            case "table-row":
                self._row += self._rows

    def _reach(self, rows: int, columns: int) -> None:
        if self.sheets:
            most = self.sheets[-1]
            self.sheets[-1] = (max(most[0], rows), max(most[1], columns))


def _place(name: str, counted: tuple[int, int]) -> tuple[int, int]:
    """Row and column of a cell by its name; as they were counted if it has none."""
    match = _PLACE.fullmatch(name.upper())
    if match is None:
        return counted
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def check_workbook(parts: ZipFile, path: str) -> None:
    """Raise CannotReadFile for a workbook too large to be read; and what readers of damaged files
    raise.
    """
    from xml.parsers import expat

    if "xl/workbook.bin" in parts.namelist():  # no XML to look into
        reason = Phrase(N_("it is a binary workbook; save it as XLSX"))
        raise CannotReadFile(path=path, reason=reason)
    cells = 0
    for part in _unpacked(parts, path):
        is_sheet = b"sheetData" in part or b"table-row" in part
        if not is_sheet:
            continue
        extent = _Extent()
        parser = expat.ParserCreate()
        parser.StartElementHandler = extent.start
        parser.EndElementHandler = extent.end
        parser.Parse(part, True)
        for rows, columns in extent.sheets:
            cells += rows * columns
            if cells > MOST_CELLS:
                says = N_("a sheet reaches to {cell}: too many cells; delete what stands far out")
                reason = Phrase(says, cell=place_of(columns - 1, rows - 1))
                raise CannotReadFile(path=path, reason=reason)


def _unpacked(parts: ZipFile, path: str) -> Iterator[bytes]:
    """Each part; none is trusted in how long it says it is."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED

    says = N_("it holds more than {count} megabytes when unpacked")
    too_much = Phrase(says, count=MOST_BYTES // 1_000_000)
    infos = parts.infolist()
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise CannotReadFile(path=path, reason=too_much)
    left = MOST_BYTES
    for info in infos:
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # unpacked without a limit
            raise NotImplementedError(info.filename)
        info.file_size = 2 * MOST_BYTES  # else no more is unpacked than it says
        with parts.open(info) as part:
            data = part.read(left + 1)
        info.file_size = len(data)
        left -= len(data)
        if left < 0:
            raise CannotReadFile(path=path, reason=too_much)
        yield data


def place_of(column: int, row: int) -> str:
    """A cell as spreadsheets call it: C5; both counted from 0."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
