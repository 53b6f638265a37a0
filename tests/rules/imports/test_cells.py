"""From cells to values: what spreadsheets did is undone where it is certain, and refused else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from msgspec.structs import replace
from rules.imports.tables import KNOWN

from svc.errors import Phrase
from svc.model.import_kinds import Field
from svc.model.table_files import Lost
from svc.rules.imports.cells import NotTaken, is_nothing, value_of


def value(cell: Any, takes: str, group: str = "", **known: Any) -> str:
    return value_of(cell, Field("x", takes, "x", group=group), replace(KNOWN, **known))


def refused(cell: Any, takes: str, group: str = "") -> str:
    with pytest.raises(NotTaken) as error:
        value(cell, takes, group)
    return str(error.value.problem)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (12345.0, "12345"),
        ("12345.0", "12345"),
        ("ＣＲ２０２４—１", "CR2024-1"),
        ("'00123", "00123"),
        (" cr-1 ", "cr-1"),
        (999_999_999_999_999.0, "999999999999999"),
        ("1E5", "1E5"),
        ("/", ""),
        ("无", ""),
        (None, ""),
    ],
)
def test_a_serial_number_is_its_digits_and_letters(cell: Any, told: str) -> None:
    assert value(cell, "code") == told


@pytest.mark.parametrize(
    "cell", [1.23e16, "1.23E+16", "1.23456E+11", 1e15, 12.5, date(2024, 3, 1), datetime(2024, 3, 1)]
)
def test_a_serial_number_that_lost_something_is_refused(cell: Any) -> None:
    assert refused(cell, "code")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (13800138000.0, "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        (75526001111.0, "075526001111"),
        (1026001111.0, "01026001111"),
        ("0755-26001111", "0755-26001111"),
        ("0755-26001111\n13900139000", "0755-26001111 / 13900139000"),
        ("0755-26001111/13900139000", "0755-26001111/13900139000"),
        (4008000000.0, "4008000000"),
        ("无", ""),
    ],
)
def test_a_telephone_gets_back_the_zero_of_its_area(cell: Any, told: str) -> None:
    assert value(cell, "phone") == told


@pytest.mark.parametrize("cell", [1.38e16, "1.38E+10", "123", "张工", 138.5])
def test_what_is_no_telephone_is_refused(cell: Any) -> None:
    assert refused(cell, "phone")


@pytest.mark.parametrize(
    "cell",
    [
        date(2024, 3, 1),
        datetime(2024, 3, 1, 9, 30),
        45352.0,
        "45352",
        "2024-03-01",
        "2024/3/1",
        "2024.3.1",
        "2024年3月1日",
        "２０２４年３月１日",
        "20240301",
        "2024/3/1 9:30",
    ],
)
def test_a_day_is_read_in_every_way_it_is_written(cell: Any) -> None:
    assert value(cell, "day") == "2024-03-01"
    assert value(cell, "bought") == "2024-03-01"


def test_a_number_means_another_day_where_they_count_from_1904() -> None:
    assert value(43890.0, "day", since_1904=True) == "2024-03-01"
    assert value(43890.0, "day") == "2020-02-29"


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "3/1/2024", "24/3/1", 2024.0, "1/2", "明天", "去年"]
)
def test_what_is_no_day_is_refused(cell: Any) -> None:
    assert refused(cell, "day")


@pytest.mark.parametrize(
    ("cell", "told"),
    [("去年", "去年"), ("2024年3月", "2024年3月"), (2024.0, "2024"), ("2019年", "2019年")],
)
def test_a_purchase_may_be_told_in_words(cell: Any, told: str) -> None:
    assert value(cell, "bought") == told


@pytest.mark.parametrize("cell", ["2024-02-30", "3/1/2024", date(2026, 11, 21)])
def test_a_purchase_is_no_day_that_is_none_or_still_to_come(cell: Any) -> None:
    assert refused(cell, "bought")


def test_a_moment_has_its_time_and_the_zone_of_the_ledger() -> None:
    assert value("2024-3-1 9:05", "moment") == "2024-03-01T09:05:00+08:00"
    assert value("2024年3月1日 9时5分", "moment") == "2024-03-01T09:05:00+08:00"
    assert value(45352.5, "moment") == "2024-03-01T12:00:00+08:00"
    assert value(date(2024, 3, 1), "moment") == "2024-03-01T00:00:00+08:00"
    assert refused(date(2026, 11, 21), "moment")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (180.0, "180.00"),
        ("180", "180.00"),
        ("¥1,020.5", "1020.50"),
        (0.1 + 0.2, "0.30"),
        ("80元", "80.00"),
    ],
)
def test_an_amount_has_two_places(cell: Any, told: str) -> None:
    assert value(cell, "amount") == told


@pytest.mark.parametrize(
    "cell", [12.345, -1.0, "面议", "12.345", 1e300, float("inf"), float("nan")]
)
def test_what_is_no_amount_is_refused(cell: Any) -> None:
    assert refused(cell, "amount")


def test_counts_lists_and_yes_are_read_as_people_write_them() -> None:
    assert value("12 公里", "count") == "12"
    assert value(12.0, "count") == "12"
    assert refused("约12", "count")
    assert value("CR-200、CR-300， CR-200", "list") == "CR-200\nCR-300"
    assert value("断电试过吗，几次？；屏亮吗", "lines") == "断电试过吗，几次？\n屏亮吗"
    assert [value(cell, "yes") for cell in ("是", "否", True, 1.0, "√")] == [
        "yes", "no", "yes", "yes", "yes",
    ]  # fmt: skip
    assert refused("也许", "yes")


def test_fixed_values_are_known_by_what_they_are_called() -> None:
    assert value("经销商", "choice", "customer_sort") == "dealer"
    assert value("维修工程师、协调员", "choices", "role") == "technician\ncoordinator"
    assert value("深圳", "office") == value("sz", "office") == "SZ"
    assert value("王强", "person") == "wang"
    for cell, takes, group in (
        ("什么", "choice", "zone"),
        ("广州", "office", ""),
        ("赵六", "person", ""),
    ):
        assert refused(cell, takes, group)


def test_what_the_file_has_lost_is_refused_with_its_reason() -> None:
    assert refused(Lost(Phrase("gone")), "text") == "gone"


def test_words_stay_as_they_are_and_numbers_are_no_fractions() -> None:
    assert value("南山１号  ", "text") == "南山１号"
    assert value(101.0, "text") == "101"
    assert value(date(2024, 3, 1), "text") == "2024-03-01"
    assert refused(1e15, "text")


@pytest.mark.parametrize("cell", ["(空)", "（空）", "[空]", "【无】", "null", "N/A", "NULL", "( )"])
def test_a_mark_for_empty_is_no_answer(cell: str) -> None:
    assert is_nothing(cell)
    assert not is_nothing(f"{cell}机")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2024-03-01T10:00:00+08:00", "2024-03-01T10:00:00+08:00"),
        ("2024-02-29T20:30:15Z", "2024-03-01T04:30:15+08:00"),
        ("2024-02-29T20:30:15.123456Z", "2024-03-01T04:30:15+08:00"),
        ("2024-03-01T00:30:00.5+0900", "2024-02-29T23:30:00+08:00"),
        ("2024-03-01 00:30 -05:00", "2024-03-01T13:30:00+08:00"),
    ],
)
def test_a_moment_with_an_offset_is_that_of_the_zone(cell: str, told: str) -> None:
    assert value(cell, "moment") == told
    assert value(cell, "day") == told[:10]


def test_an_offset_that_is_none_is_no_moment() -> None:
    assert refused("2024-03-01T00:30:00+99:00", "moment")


def test_a_moment_before_the_year_of_its_field_is_refused() -> None:
    at = Field("x", "moment", "x", since=2000)
    assert value_of("2000-01-01 0:00", at, KNOWN) == "2000-01-01T00:00:00+08:00"
    with pytest.raises(NotTaken):
        value_of("1999-12-31", at, KNOWN)


def test_a_cell_with_a_whole_book_in_it_is_refused() -> None:
    assert value("x" * 20_000, "text") == "x" * 20_000
    assert refused("x" * 20_001, "text") == "it has more than 20000 characters"
