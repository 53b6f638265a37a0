"""Workbooks that would take all memory, refused before their reader is asked."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from model.workbooks import ods, workbook, xlsx

from svc.errors import CannotReadFile
from svc.model.table_files import read_tables
from svc.model.workbook_limits import place_of

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"
FAR = "a sheet reaches to XFD1048576: too many cells; delete what stands far out"


def changed(data: bytes, part: str, *pairs: tuple[str, str]) -> bytes:
    """The workbook with other words in one of its parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            for before, after in pairs if name == part else ():
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(CannotReadFile) as refused:
        read_tables(data, "x")
    return str(refused.value.facts["reason"])


def test_cells_are_called_as_spreadsheets_call_them() -> None:
    assert [place_of(column, 4) for column in (0, 25, 26, 51, 701, 702)] == [
        "A5", "Z5", "AA5", "AZ5", "ZZ5", "AAA5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pairs",
    [
        [('r="C1"', 'r="XFD1048576"')],
        [('r="C1"', "r = 'xfd1048576'")],
        [('<row r="1"', '<row r="1048576"'), ('r="C1"', ""), ('r="B1"', 'r="XFC1048576"')],
        [
            ('<row r="1"', '<row r="1048576"'),
            ('r="A1"', 'r="XFC1"'),
            ('r="B1"', ""),
            ('r="C1"', 'r="A1"'),
        ],
        [('<c r="C1"', '<!-- <c x=" --><c r="XFD1048576"')],
    ],
)
def test_a_cell_in_the_farthest_corner_is_refused_by_its_name(pairs: list[tuple[str, str]]) -> None:
    assert refusal(changed(xlsx(), SHEET, *pairs)) == FAR


def test_a_repeated_cell_of_an_ods_file_reaches_as_far_as_it_says() -> None:
    wide = ('rows-spanned="2"', 'columns-repeated="16384"')
    deep = ("<table:table-row>", '<table:table-row table:number-rows-repeated="524288">')
    assert "XFD524288" in refusal(changed(ods(), "content.xml", wide, deep))


def test_many_sheets_may_not_hold_more_together_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(book: Any) -> None:
        for _ in range(3):
            book.add_worksheet().write(1, 1, "x")

    monkeypatch.setattr("svc.model.workbook_limits.MOST_CELLS", 12)
    assert len(read_tables(workbook(fill), "x").sheets) == 3
    monkeypatch.setattr("svc.model.workbook_limits.MOST_CELLS", 11)
    assert "B2" in refusal(workbook(fill))


def test_a_format_far_out_and_a_size_that_is_only_said_are_no_cells() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert read_tables(workbook(fill), "x").sheets[0].rows == [["x"]]
    empty = ("<table:covered-table-cell/>", '<table:covered-table-cell table:style-name="x"'
             ' table:number-columns-repeated="16384"/>')  # fmt: skip
    deep = ("</table:table-row><table:table-row>",
            '</table:table-row><table:table-row table:number-rows-repeated="1048575">')  # fmt: skip
    (sheet,) = read_tables(changed(ods(), "content.xml", empty, deep), "x").sheets
    assert sheet.rows == [["单位"]]


def lying(data: bytes) -> bytes:
    """The workbook, whose directory says that its last part is one byte long."""
    entry = bytearray(data)
    place = data.rindex(b"PK\x01\x02")
    entry[place + 24 : place + 28] = (1).to_bytes(4, "little")
    return bytes(entry)


@pytest.mark.parametrize("said", [bytes, lying])
def test_parts_that_unpack_to_too_much_are_refused_whatever_they_say(
    said: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/more.bin", bytes(3_000_000))
    data = said(out.getvalue())
    monkeypatch.setattr("svc.model.workbook_limits.MOST_BYTES", 3_000_000)
    assert refusal(data) == "it holds more than 3 megabytes when unpacked"
    monkeypatch.setattr("svc.model.workbook_limits.MOST_BYTES", 3_100_000)
    assert read_tables(data, "x").sheets[0].rows == [["单位", 1.5, "x"]]


def test_a_binary_workbook_is_refused() -> None:
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("xl/workbook.bin", b"x")
    assert "binary" in refusal(out.getvalue())
