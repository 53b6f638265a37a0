"""A list as a table, as CSV: the same values, cut on a screen, masked in a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from svc.model.table_files import read_tables
from svc.model.typed_text import FORMULA_SIGNS
from svc.render.listings import TableValue, ValueTable, for_a_file, listing_csv, listing_table
from svc.render.words import Words

MOMENT = datetime(2026, 11, 20, 9, 5, tzinfo=timezone(timedelta(hours=8)))
LISTING = ValueTable(
    heads=["工单", "客户", "电话", "到期", "金额"],
    rows=[["A1", "南山明辉餐饮 13900001111", "0755-26001111", MOMENT, Decimal("80.50")]],
    widest={1: 12},
    numbers=(2,),
    told=(1,),
)


def test_a_table_cuts_what_is_long_and_masks_nothing() -> None:
    assert listing_table(LISTING, Words("zh")).split("\n")[2].split() == [
        "A1", "南山明辉餐…", "0755-26001111", "2026-11-20", "09:05", "80.50",
    ]  # fmt: skip


def test_csv_is_whole_and_masked() -> None:
    assert listing_csv(LISTING, Words("zh")).split("\n") == [
        "\ufeff工单,客户,电话,到期,金额",
        "A1,南山明辉餐饮 139****1111,0755-****1111,2026-11-20 09:05,80.50",
        "",
    ]
    assert LISTING.rows[0][2] == "0755-26001111"  # the list itself stays


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (7, "7"),
        (date(2026, 11, 20), "2026-11-20"),
        (MOMENT.replace(second=9), "2026-11-20 09:05:09"),
        ("=1+1", "'=1+1"),
        ("＋1", "'＋1"),
        ("'x", "''x"),
        ("a\x00b", "ab"),
        ("a\r=1\r\nb", '"a\n=1\nb"'),
        ('say "x", y', '"say ""x"", y"'),
    ],
)
def test_each_kind_of_value_in_csv(value: TableValue, written: str) -> None:
    listing = ValueTable(heads=["x"], rows=[[value]])
    text = listing_csv(listing, Words("zh")).partition("\n")[2]
    assert text == f"{written or chr(34) * 2}\n"


@pytest.mark.parametrize("sign", ["", *FORMULA_SIGNS])
def test_what_is_kept_from_being_a_formula_is_read_again_as_it_was(sign: str) -> None:
    text = f"{sign}a1"
    written = listing_csv(ValueTable(heads=["x", "y", "z"], rows=[[text, "b", "c"]]), Words("zh"))
    assert (f"'{text}" in written) == (sign != "")
    (sheet,) = read_tables(written.encode(), "x.csv").sheets
    assert sheet.rows[1] == [text, "b", "c"]


def test_a_number_that_nobody_knows_is_no_text() -> None:
    listing = ValueTable(heads=["x", "y"], rows=[["a", None]], numbers=(1,))
    assert for_a_file(listing, Words("zh")) == [["a", ""]]


def test_what_nobody_knew_is_called_so_on_a_screen_and_in_a_file() -> None:
    told: list[TableValue] = ["unknown", "unknown", "unknown", "unknown fault"]
    listing = ValueTable(heads=["a", "b", "c", "d"], rows=[told], numbers=(1,), told=(2,))
    for lang, unknown in (("zh", "不详"), ("en", "unknown")):
        words = Words(lang)
        assert for_a_file(listing, words) == [[unknown] * 3 + ["unknown fault"]]
        assert listing_csv(listing, words).split("\n")[1] == f"{unknown}," * 3 + "unknown fault"
        assert listing_table(listing, words).split("\n")[2].split()[:3] == [unknown] * 3
