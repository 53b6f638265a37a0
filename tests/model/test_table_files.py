"""Tables as people hand them in, made by the programs that make them: workbooks, and text in every
encoding of a Chinese desk.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from model.workbooks import ods, workbook, xlsx

from svc.errors import CannotReadFile, NoSheetReader
from svc.model.table_files import Lost, read_json_lines, read_tables

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "单位,电话\n甲公司,0755-26001111\n"
ROWS = [["单位", "电话"], ["甲公司", "0755-26001111"]]


def rows(data: bytes) -> list[list[Any]]:
    (sheet,) = read_tables(data, "x.csv").sheets
    return sheet.rows


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        ("sep=;\n" + TEXT.replace(",", ";")).encode(),
    ],
)
def test_a_text_is_read_in_whatever_encoding_and_with_whatever_separator(data: bytes) -> None:
    assert [row for row in rows(data) if row] == ROWS


def test_a_short_name_alone_is_taken_for_gbk_where_it_is_no_utf_8() -> None:
    assert rows("单位\n喆喆\n".encode("gb18030")) == [["单位"], ["喆喆"]]


def test_rows_keep_their_numbers_below_the_line_that_names_the_separator() -> None:
    assert rows(b"sep=;\na;b\n1;2\n") == [[], ["a", "b"], ["1", "2"]]


def test_values_in_quotes_hold_separators_quotes_and_line_feeds() -> None:
    assert rows(b'a,b\n"x,""y""\nz",2\n') == [["a", "b"], ['x,"y"\nz', "2"]]


def test_the_separator_is_not_that_within_quotes() -> None:
    assert rows('名称;词\n"甲,乙,丙";"x"\n'.encode()) == [["名称", "词"], ["甲,乙,丙", "x"]]


def test_the_trick_that_keeps_zeros_in_front_is_undone() -> None:
    assert rows(b'a,b\n="00123","=""007"""\n') == [["a", "b"], ["00123", "007"]]


def test_what_is_neither_text_nor_workbook_is_refused() -> None:
    with pytest.raises(CannotReadFile):
        read_tables(b"\x89PNG\r\n\x1a\n\0\0\0", "x.png")
    with pytest.raises(CannotReadFile):
        read_tables(b"\xff\xff\xff\x00\x01", "x")
    with pytest.raises(CannotReadFile):
        read_tables(b"PK\x03\x04 no workbook", "x.xlsx")


def test_an_old_or_locked_workbook_is_refused() -> None:
    with pytest.raises(CannotReadFile) as refused:
        read_tables(b"\xd0\xcf\x11\xe0" + bytes(600), "x.xls")
    assert "XLSX" in str(refused.value.facts["reason"])


def test_a_quote_that_is_never_closed_is_refused_with_its_row() -> None:
    with pytest.raises(CannotReadFile) as refused:
        read_tables(b'a,b\n"x,2\n', "x.csv")
    assert refused.value.facts["reason"].facts["row"] == 2


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_days_in_both_epochs(since_1904: bool) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("客户")
        sheet.write(0, 0, date(2024, 3, 1))
        sheet.write(1, 0, datetime(2024, 3, 1, 9, 30))
        sheet.write(2, 0, 43890)

    (sheet,) = read_tables(workbook(fill, date_1904=since_1904), "x.xlsx").sheets
    assert sheet.rows[0] == [date(2024, 3, 1)]
    assert sheet.rows[1] == [datetime(2024, 3, 1, 9, 30)]
    assert sheet.rows[2] == [43890.0]
    assert sheet.since_1904 is since_1904


def test_a_merged_cell_stands_in_each_of_its_rows_and_hidden_sheets_are_named() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("机器")
        sheet.write_row(0, 0, ["单位", "编号"])
        sheet.merge_range(1, 0, 3, 0, "甲公司")
        for row in (1, 2, 3):
            sheet.write(row, 1, f"X-{row}")
        sheet.merge_range(0, 9, 30, 9, "")
        book.add_worksheet("旧").hide()

    file = read_tables(workbook(fill), "x.xlsx")
    assert file.sheets[0].rows[1:] == [["甲公司", f"X-{row}"] for row in (1, 2, 3)]
    assert ([sheet.name for sheet in file.sheets], file.hidden) == (["机器"], ["旧"])


def test_a_format_of_zeros_gives_back_the_zeros_it_shows() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        zeros, two = (
            book.add_format({"num_format": "000000"}),
            book.add_format({"num_format": "0.00"}),
        )
        sheet.write_row(0, 0, [1, 2])
        sheet.write(1, 0, 123, zeros)
        sheet.write(1, 1, 123, two)

    (sheet,) = read_tables(workbook(fill), "x.xlsx").sheets
    assert sheet.rows == [[1.0, 2.0], ["000123", 123.0]]


def test_a_formula_is_its_value_and_an_error_is_lost() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(1, 0, '="a"&"b"', None, "ab")
        sheet.write_formula(2, 0, "=NA()", None, "#N/A")

    (sheet,) = read_tables(workbook(fill), "x.xlsx").sheets
    assert sheet.rows[:2] == [[2.0], ["ab"]]
    (lost,) = sheet.rows[2]
    assert isinstance(lost, Lost)
    assert lost.problem.facts == {"error": "#N/A"}


def test_a_formula_that_was_never_worked_out_is_lost() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 0)
        sheet.write(0, 1, 7)

    data = workbook(fill)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>0</v>", b""))
    (sheet,) = read_tables(out.getvalue(), "x.xlsx").sheets
    ((lost, _),) = sheet.rows
    assert isinstance(lost, Lost)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
@pytest.mark.parametrize("since_1904", [False, True])
def test_a_workbook_of_libreoffice_says_the_same(tmp_path: Path, since_1904: bool) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, ["单位", "日期", "编号"])
        sheet.write_row(1, 0, ["甲公司", date(2024, 3, 1), 13800138000, "007"])
        sheet.merge_range(2, 0, 3, 0, "乙公司")
        sheet.write_column(2, 2, ["X-1", "X-2"])
        book.add_worksheet("旧").hide()

    (tmp_path / "a.xlsx").write_bytes(workbook(fill, date_1904=since_1904))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    words = ["--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run([*command, *words], check=True, capture_output=True)
    file = read_tables((tmp_path / "a.ods").read_bytes(), "a.ods")
    assert file.sheets[0].rows == [
        ["单位", "日期", "编号", None],
        ["甲公司", date(2024, 3, 1), 13800138000.0, "007"],
        ["乙公司", None, "X-1", None],
        ["乙公司", None, "X-2", None],
    ]
    assert file.sheets[0].since_1904 is since_1904
    assert file.hidden == ["旧"]


def test_without_the_reader_of_workbooks_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(NoSheetReader):
        read_tables(workbook(lambda book: book.add_worksheet()), "x.xlsx")
    assert rows(TEXT.encode()) == ROWS


@pytest.mark.parametrize("whole", [xlsx, ods])
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(whole: Any) -> None:
    data = whole()
    (sheet,) = read_tables(data, "x").sheets
    assert sheet.rows[0][0] == "单位"
    random = Random(20261130)
    refused = 0
    for _ in range(250):
        damaged = bytearray(data)
        for _ in range(random.choice((1, 3, 40))):
            damaged[random.randrange(4, len(damaged))] = random.randrange(256)
        if random.random() < 0.3:
            del damaged[random.randrange(4, len(damaged)) :]
        try:
            read_tables(bytes(damaged), "x")
        except CannotReadFile:
            refused += 1
    assert refused > 50


def test_what_keeps_a_spreadsheet_from_reading_a_formula_is_not_part_of_the_text() -> None:
    text = "单位,备注\n'=HYPERLINK(1),'-5度\n'引用',''x\n"
    assert rows(text.encode())[1:] == [["=HYPERLINK(1)", "-5度"], ["'引用'", "'x"]]


def test_a_cell_that_nobody_reads_is_refused_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("svc.model.table_files._LONGEST_CELL", 9)
    data = workbook(lambda book: book.add_worksheet().write_row(1, 1, ["x" * 9, "x" * 10]))
    with pytest.raises(CannotReadFile) as refused:
        read_tables(data, "x.xlsx")
    assert refused.value.facts["reason"].facts == {"cell": "C2", "count": 9}
    with pytest.raises(CannotReadFile) as refused:
        read_tables(b"a,b\n1,0123456789\n", "x.csv")
    assert refused.value.facts["reason"].facts == {"row": 2, "count": 9}


@pytest.mark.parametrize("line", ["[1]", "{", "x", '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"])
def test_a_line_that_is_no_json_object_is_named_in_our_own_words(line: str) -> None:
    with pytest.raises(CannotReadFile) as refused:
        read_json_lines('{"a": "b"}\n\n' + line, "x")
    assert str(refused.value.facts["reason"]) == "line 3 is no JSON object"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_line_breaks_of_other_scripts_part_no_lines(sign: str) -> None:
    (sheet,) = read_json_lines(f'{{"a": "x{sign}y"}}\r\n{{"a": "z"}}\r\n', "x").sheets
    assert sheet.rows == [["a"], [f"x{sign}y"], ["z"]]
    assert rows(f"a,b\r\nx{sign}y,1\r\n".encode()) == [["a", "b"], [f"x{sign}y", "1"]]


def test_what_is_wrong_with_lines_is_said_in_our_own_words() -> None:
    for data in (b'a,b\n"x,2\n', b'a,b\n"x"y,2\n'):
        with pytest.raises(CannotReadFile) as refused:
            read_tables(data, "x.csv")
        assert str(refused.value.facts["reason"]) == "row 2: its quotation marks don't match"
