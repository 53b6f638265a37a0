"""The price list as a record: what it holds, what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from svc.errors import RecordFaulty
from svc.model import reading
from svc.model.faults import record_faulty, record_from
from svc.model.prices import PriceList, is_price_list, price_faults

STARTS_WITH = (Path(__file__).parent.parent / "five_offices/prices/2026-07.yaml").read_text(
    encoding="utf-8"
)
SMALL = """\
from: "2026-07-01"
labour:
  - {code: "L01", name: "检测", price: "80.00"}
travel:
  - {code: "T01", name: "20 公里以内", up_to_km: 20, price: "50.00"}
  - {code: "T02", name: "更远", price: "120.00"}
"""


def price_list(text: str) -> PriceList:
    prices = record_from(reading.read_record(text, "p.yaml"), PriceList, "p.yaml", text)
    found = price_faults(prices)
    if found:
        raise record_faulty(found, "p.yaml", text)
    return prices


def test_the_list_a_ledger_starts_with_has_nothing_wrong_and_labour_travel_and_parts() -> None:
    prices = price_list(STARTS_WITH)
    assert prices.labour
    assert prices.travel
    assert prices.parts
    assert len({item.code for item in prices.items}) == len(prices.items)


@pytest.mark.parametrize(("km", "code"), [(0, "T01"), (20, "T01"), (21, "T02"), (5000, "T02")])
def test_travel_is_by_the_first_band_that_reaches_as_far(km: int, code: str) -> None:
    assert price_list(SMALL).travel_band(km).code == code


def test_a_code_may_be_typed_in_small_letters() -> None:
    found = price_list(SMALL).find_item(" l01 ")
    assert found is not None
    assert found.name == "检测"
    assert price_list(SMALL).find_item("L99") is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"80.00"', '"80"', 3),  # no places
        ('"80.00"', '"80.005"', 3),
        ('"80.00"', '"-80.00"', 3),
        ('"80.00"', '"NaN"', 3),
        ('"80.00"', '"achtzig"', 3),
        ('code: "T01"', 'code: "L01"', 5),  # a code twice
        ('code: "T01"', 'code: "标准"', 5),
        ("up_to_km: 20, ", "", 6),  # a band behind one that reaches anywhere
        ("price:", "prise:", 3),
    ],
)
def test_each_fault_is_named_with_its_line(old: str, new: str, line: int) -> None:
    assert old in SMALL
    with pytest.raises(RecordFaulty) as damaged:
        price_list(SMALL.replace(old, new, 1))
    assert damaged.value.facts["line"] == line


@pytest.mark.parametrize(
    ("name", "good"),
    [("2026-07", True), ("2026-07-15", True), ("july", False), ("../2026-07", False)],
)
def test_a_list_is_named_by_the_month_or_day_from_which_it_holds(name: str, good: bool) -> None:
    assert is_price_list(name) is good
