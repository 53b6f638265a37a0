"""Tables that people hand in: workbooks (XLSX, ODS) and files of lines with commas, tabs or
semicolons between their values.

What comes out are the cells as the file has them, with what a spreadsheet did to them undone where
that is certain: a formula is its value, a merged cell stands in each row it covers, a format of
zeros gives back the zeros it shows. What can't be known any more is a `Lost`, with the reason.
"""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, json

from svc.errors import N_, CannotReadFile, NoSheetReader, Phrase
from svc.model.file_text import codec_of
from svc.model.typed_text import FORMULA_SIGNS
from svc.model.workbook_limits import check_workbook, place_of

if TYPE_CHECKING:
    from zipfile import ZipFile

    from python_calamine import CalamineSheet

_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # of Excel 97 to 2003; also one that is locked
_SEPARATORS = "\t;,"
_SAID_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)  # Excel's own first line
_BROKEN = (OSError, ValueError, KeyError, RuntimeError, NotImplementedError, EOFError, zlib.error)
"""What readers of packed files raise where one is damaged: the system and the decompressor
(OSError, EOFError, zlib.error), numbers and places that can't be (ValueError, KeyError), a part
with a password or a packing nobody knows (RuntimeError, NotImplementedError). Files damaged
anywhere are read in tests/model/test_table_files.py: none may end in anything else.
"""
_LONGEST_CELL = 1_000_000
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)  # how exports keep Excel from reading a number
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b(r|s|t)="([^"]*)"')
_VALUE = re.compile(r"<v\b[^>]*>([^<]+)</v>")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ZEROS = re.compile(r"0{2,}")


class Lost(Struct, frozen=True):
    """A cell whose value the file does not hold any more."""

    problem: Phrase


CellValue = str | float | bool | date | datetime | time | Lost | None
"""None where there is nothing."""


MergedCells = tuple[tuple[int, int], tuple[int, int]]
"""Row and column of the first cell and of the last, from 0."""


class TableSheet(Struct, frozen=True, kw_only=True):
    """One table: its rows from the first of the sheet on, so that row 1 is `rows[0]`."""

    name: str = ""  # empty: the file is the table
    rows: list[list[CellValue]]
    since_1904: bool = False  # days are counted from 1904, as on old Macintoshes


class TableFile(Struct, frozen=True, kw_only=True):
    """The sheets that can be seen, and the names of those that are hidden."""

    sheets: list[TableSheet]
    hidden: list[str] = []


def read_tables(data: bytes, path: str) -> TableFile:
    """The tables in a file. Raises CannotReadFile, NoSheetReader."""
    if data.startswith(_WORKBOOK):
        return _workbook(data, path)
    if data.startswith(_OLD_WORKBOOK):  # a damaged one may end the process that reads it
        reason = Phrase(
            N_("it is an old workbook (XLS) or has a password; save it as XLSX without one")
        )
        raise CannotReadFile(path=path, reason=reason)
    return TableFile(sheets=[TableSheet(rows=_lines(text_of(data, path), path))])


def read_json_lines(text: str, path: str) -> TableFile:
    """A table of one object a line: what they call their values are the heads. Raises
    CannotReadFile, naming the line.
    """
    objects: list[dict[str, object]] = []
    for number, line in enumerate(text.split("\n"), 1):  # other line breaks may stand in texts
        if not line.strip():
            continue
        try:
            objects.append(json.decode(line, type=dict[str, object]))
        except (MsgspecError, RecursionError):  # the second: brackets within brackets
            reason = Phrase(N_("line {line} is no JSON object"), line=number)
            raise CannotReadFile(path=path, reason=reason) from None
    heads = list(dict.fromkeys(name for each in objects for name in each))
    rows: list[list[CellValue]] = [list(heads)]
    rows += [[_json_cell(each.get(name)) for name in heads] for each in objects]
    return TableFile(sheets=[TableSheet(rows=rows)])


def _json_cell(value: object) -> CellValue:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return str(value)  # all digits, as they stand there
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(value)  # of a question with several answers
    return Lost(Phrase(N_("it is no text")))


# Lines


def text_of(data: bytes, path: str) -> str:
    """The text: by its byte order mark, else as UTF-8, else as Chinese Windows writes it. Raises
    CannotReadFile.
    """
    codec = codec_of(data) or "gb18030"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        reason = Phrase(N_("it is neither a workbook nor text in UTF-8, UTF-16 or GB 18030"))
        raise CannotReadFile(path=path, reason=reason) from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise CannotReadFile(path=path, reason=Phrase(N_("it is no table")))
    return text


def _lines(text: str, path: str) -> list[list[CellValue]]:
    said = _SAID_SEPARATOR.fullmatch(text.partition("\n")[0].strip())
    separator = said[1] if said else _separator(text)
    lines = list(io.StringIO(text, newline=""))
    if said:
        lines[0] = "\n"  # rows keep their numbers
    rows: list[list[CellValue]] = []
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        for values in reader:
            # a row is called by the line it ends at less the lines within it: as spreadsheets do
            rows.append([_text_cell(value) for value in values])
    except csv.Error as error:
        row = len(rows) + 1
        reason = Phrase(N_("row {row}: its quotation marks don't match"), row=row)
        if "field limit" in str(error):
            says = N_("row {row}: a cell has more than {count} characters")
            reason = Phrase(says, row=row, count=_LONGEST_CELL)
        raise CannotReadFile(path=path, reason=reason) from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _separator(text: str) -> str:
    """What stands between values: that which the fullest of the first lines has most of."""
    unquoted = re.sub(r'"[^"]*"', "", text[:20_000])
    lines = [line for line in unquoted.splitlines() if line.strip()][:10]
    counts = {sign: max((line.count(sign) for line in lines), default=0) for sign in _SEPARATORS}
    return max(_SEPARATORS, key=lambda sign: (counts[sign], _SEPARATORS.index(sign)))


def _text_cell(value: str) -> CellValue:
    kept = _AS_TEXT.fullmatch(value.strip())
    text = kept[1] if kept else _without_mark(value)
    return text if text.strip() else None


def _without_mark(text: str) -> str:
    """The text without the ' that keeps a spreadsheet from reading a formula: we write one, too."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS else text


# Workbooks


def _workbook(data: bytes, path: str) -> TableFile:
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise NoSheetReader(path=path, reason=str(error)) from None

    from xml.etree.ElementTree import ParseError
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile, ZipFile

    try:
        parts = ZipFile(io.BytesIO(data))
        check_workbook(parts, path)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen, hidden = [], []
        for sheet in book.sheets_metadata:
            if sheet.visible == calamine.SheetVisibleEnum.Visible:
                seen.append(sheet.name)
            else:
                hidden.append(sheet.name)
        beside = _Beside(parts)
        sheets = [
            TableSheet(
                name=name,
                rows=_rows(book.get_sheet_by_name(name), name, beside, path),
                since_1904=beside.since_1904,
            )
            for name in seen
        ]
    except (calamine.CalamineError, BadZipFile, ParseError, ExpatError, *_BROKEN):
        reason = Phrase(N_("it is damaged, has a password, or is no workbook"))
        raise CannotReadFile(path=path, reason=reason) from None
    return TableFile(sheets=sheets, hidden=hidden)


def _rows(sheet: CalamineSheet, name: str, beside: _Beside, path: str) -> list[list[CellValue]]:
    rows = [
        [_workbook_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)
    ]
    for number, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and len(value) > _LONGEST_CELL:
                says = N_("{cell} has more than {count} characters")
                reason = Phrase(says, cell=place_of(column, number), count=_LONGEST_CELL)
                raise CannotReadFile(path=path, reason=reason)
    merged = sheet.merged_cell_ranges
    if merged is None:
        merged = beside.merged.get(name, [])
    for (top, left), (bottom, _) in merged:
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[row]):  # what is merged beside the table holds nothing
                rows[row][left] = rows[top][left]
    for row, column, cell in beside.cells(name, rows):
        rows[row][column] = cell
    return rows


def _workbook_cell(value: object) -> CellValue:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, (float, bool, date, time)) or value is None:
        return value
    return str(value)


class _Beside:
    """What the parts of an XLSX or ODS file say beside the values of its cells."""

    def __init__(self, parts: ZipFile) -> None:
        self._zip = parts
        book = self._part("xl/workbook.xml")
        content = self._part("content.xml")
        self.merged = _merged_cells(content) if "number-rows-spanned" in content else {}
        self.since_1904 = (
            re.search(r'date1904="(1|true)"', book) is not None
            or re.search(r'null-date [^>]*date-value="1904-', content) is not None
        )
        targets = {
            _attribute(tag, "Id"): _attribute(tag, "Target")
            for tag in re.findall(
                r"<Relationship\b[^>]*>", self._part("xl/_rels/workbook.xml.rels")
            )
        }
        self._parts = {
            _attribute(tag, "name"): targets.get(_attribute(tag, "r:id"), "")
            for tag in re.findall(r"<sheet\b[^>]*>", book)
        }
        self._widths = self._zero_formats()

    def cells(
        self, sheet: str, rows: list[list[CellValue]]
    ) -> Iterator[tuple[int, int, CellValue]]:
        """The cells that hold something else than their values say: row and column from 0."""
        target = self._parts.get(sheet, "")
        text = self._part(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if not (self._widths or "<f" in text or 't="e"' in text):
            return
        for attributes, inside in _CELL.findall(text):
            about = dict(_ATTRIBUTE.findall(attributes))
            row, column = _position(about.get("r", ""))
            if row < len(rows) and column < len(rows[row]):
                cell = self._cell(about, inside, rows[row][column])
                if cell is not None:
                    yield row, column, cell

    def _cell(self, about: dict[str, str], inside: str, value: CellValue) -> CellValue:
        said = _VALUE.search(inside)
        if about.get("t") == "e":
            shown = said[1] if said else "#"
            return Lost(Phrase(N_("the formula gives the error {error}"), error=shown))
        if "<f" in inside and said is None and about.get("t") != "str" and value is None:
            return Lost(Phrase(N_("the formula was never worked out; open and save the file")))
        width = self._widths.get(about.get("s", ""), 0)
        if width and isinstance(value, float) and value >= 0 and value.is_integer():
            return str(int(value)).zfill(width)
        return None

    def _zero_formats(self) -> dict[str, int]:
        """The styles that show a number with zeros in front, and with how many digits."""
        styles = self._part("xl/styles.xml")
        formats = {
            _attribute(tag, "numFmtId"): len(_attribute(tag, "formatCode"))
            for tag in re.findall(r"<numFmt\b[^>]*>", styles)
            if _ZEROS.fullmatch(_attribute(tag, "formatCode"))
        }
        _, _, cells = styles.partition("<cellXfs")
        used = re.findall(r"<xf\b[^>]*>", cells.partition("</cellXfs>")[0])
        return {
            str(number): formats[_attribute(tag, "numFmtId")]
            for number, tag in enumerate(used)
            if _attribute(tag, "numFmtId") in formats
        }

    def _part(self, name: str) -> str:
        try:
            return self._zip.read(name).decode("utf-8", "replace")
        except KeyError:
            return ""


def _merged_cells(content: str) -> dict[str, list[MergedCells]]:
    """The cells of an ODS file that cover others below them: by sheet."""
    from xml.etree import ElementTree

    merged: dict[str, list[MergedCells]] = {}
    for table in ElementTree.fromstring(content).iter(f"{_TABLE}table"):
        found = merged.setdefault(table.get(f"{_TABLE}name", ""), [])
        row = 0
        for line in table.iter(f"{_TABLE}table-row"):
            column = 0
            for cell in line:
                below = int(cell.get(f"{_TABLE}number-rows-spanned", "1")) - 1
                if below:
                    found.append(((row, column), (row + below, column)))
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
    return merged


def _attribute(tag: str, name: str) -> str:
    from html import unescape

    match = re.search(rf'\s{re.escape(name)}="([^"]*)"', tag)
    return unescape(match[1]) if match else ""


def _position(place: str) -> tuple[int, int]:
    """Row and column from 0 of a cell called `C5`; far outside for what is none."""
    match = _PLACE.fullmatch(place)
    if match is None:
        return _LONGEST_CELL, _LONGEST_CELL
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
