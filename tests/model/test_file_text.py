"""Files as editors leave them: read where there is no doubt, else named with the cause."""

from __future__ import annotations

import pytest

from svc import errors
from svc.model import file_text, reading
from svc.store.assets import start_files_dir

TEXT = 'staff:\n  - id: "wang"\n    name: "王强，技术员"\n    office: "深圳"\n'


@pytest.mark.parametrize(
    ("data", "encoding", "marked", "line_ends"),
    [
        (TEXT.encode(), "", False, ""),
        (TEXT.encode("utf-8-sig"), "", True, ""),
        (TEXT.replace("\n", "\r\n").encode(), "", False, "CR LF"),
        (TEXT.replace("\n", "\r").encode(), "", False, "CR"),
        (TEXT.replace("\n", "\r\n").encode("utf-8-sig"), "", True, "CR LF"),
        (TEXT.replace("\n", "\r\n").encode("gbk"), "GBK (GB 18030)", False, "CR LF"),
        (TEXT.encode("gb18030"), "GBK (GB 18030)", False, ""),
        (("\ufeff" + TEXT).encode("gb18030"), "GBK (GB 18030)", True, ""),
        (TEXT.encode("utf-16"), "UTF-16", False, ""),
        (TEXT.encode("utf-16-le"), "UTF-16", False, ""),
        (TEXT.encode("utf-16-be"), "UTF-16", False, ""),
        (TEXT.encode("utf-32"), "UTF-32", False, ""),
    ],
)
def test_a_text_is_read_in_every_encoding_that_is_certain(
    data: bytes, encoding: str, marked: bool, line_ends: str
) -> None:
    found = file_text.file_text(data, "staff.yaml")
    assert found == (TEXT, encoding, marked, line_ends)
    assert reading.edited_text(data, "staff.yaml") == TEXT
    assert found.is_ours == (data == TEXT.encode())
    assert bool(found.oddities) == bool(found.mends) == (not found.is_ours)


def test_a_name_in_the_extension_of_gbk_is_read() -> None:
    text = TEXT.replace("王强", "王喆")
    assert reading.edited_text(text.encode("gbk"), "x") == text


@pytest.mark.parametrize("name", ["叶志强", "联通", "王强"])
def test_a_name_that_looks_like_utf_8_in_gbk_is_read(name: str) -> None:
    assert reading.edited_text(f'name: "{name}"\n'.encode("gbk"), "x") == f'name: "{name}"\n'


@pytest.mark.parametrize(
    "text", ["±5 °C", "café", "10 μm", "Ω", "José Müller", "Привет", "שלום", "ñ"]
)
def test_other_letters_in_utf_8_stay_what_they_are(text: str) -> None:
    assert reading.edited_text(text.encode(), "x") == text


def test_what_we_start_with_is_read_in_gbk_too() -> None:
    for path in sorted(start_files_dir().rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert reading.edited_text(text.encode("gb18030"), "x") == text, path


DOUBTFUL = {
    "UTF-8 with a byte gone": TEXT.encode().replace("王".encode(), "王".encode()[:2]),
    "UTF-8 with a line in GBK": TEXT.encode() + "    why: 出差\n".encode("gbk"),
    "GBK with a line in UTF-8": TEXT.encode("gbk") * 20 + "    why: 出差\n".encode(),
    "Big5": "姓名: 陳靜，電話\n地址: 深圳市南山區\n".encode("big5"),
    "Latin 1": 'name: "café, José"\n'.encode("latin-1"),
    "Japanese": "名前: 渡辺さん、電話\n".encode("shift-jis"),
    "half of UTF-16": TEXT.encode("utf-16")[:-1],
    "noise": bytes(range(128, 256)),
    "a mark of UTF-16 and no more text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("doubtful", DOUBTFUL)
def test_what_is_in_doubt_is_refused_and_not_guessed(doubtful: str) -> None:
    with pytest.raises(errors.NotUtf8) as refused:
        reading.edited_text(DOUBTFUL[doubtful], "staff.yaml")
    assert not isinstance(refused.value, errors.OtherEncoding)
    assert refused.value.facts["path"] == "staff.yaml"


def test_the_line_of_the_first_wrong_byte_is_named() -> None:
    with pytest.raises(errors.NotUtf8) as refused:
        reading.edited_text(DOUBTFUL["UTF-8 with a byte gone"], "staff.yaml")
    assert (refused.value.facts["line"], refused.value.facts["problem"]) == (3, "0xe7")


def test_a_table_of_a_spreadsheet_program_is_named_as_what_it_is() -> None:
    with pytest.raises(errors.NotUtf8) as refused:
        reading.edited_text(b"PK\x03\x04\x14\x00\x06\x00\xff\xff", "staff.yaml")
    assert refused.value.facts["problem"] == "xlsx, docx, zip"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [(TEXT.encode("gbk"), "GBK (GB 18030)"), (TEXT.encode("utf-16"), "UTF-16"),
     (TEXT.encode("utf-16-be"), "UTF-16")],
)  # fmt: skip
def test_a_record_in_another_encoding_is_not_read_but_named_with_it(
    data: bytes, encoding: str
) -> None:
    with pytest.raises(errors.OtherEncoding) as refused:
        reading.read_record(data, "x.yaml")
    assert refused.value.facts["problem"] == encoding


def test_a_byte_order_mark_in_a_record_is_named_as_one() -> None:
    with pytest.raises(errors.ByteOrderMark) as refused:
        reading.read_record(TEXT.encode("utf-8-sig"), "x.yaml")
    assert refused.value.facts["line"] == 1


def test_a_single_carriage_return_is_no_line_end() -> None:
    text = 'a: "b\rc"\nd: "e"\n'
    assert reading.edited_text(text.encode(), "x") == text
