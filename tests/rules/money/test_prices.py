"""Lines of a quote or charge: by code of the price list, or in words of one's own; travel by the
customer's distance.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rules.logs import at, ticket

from svc.errors import DistanceUnknown, NoPriceList, NoSuchItem, NotALine, NotAnAmount
from svc.model.events import QuoteLine
from svc.model.prices import Band, Item, PriceList
from svc.model.tickets import Ticket
from svc.rules.money.prices import line_from, sum_of, total_of, travel_line

PRICES = PriceList(
    since=at("01 00:00").date(),
    labour=[Item(code="L03", name="更换零部件", price=Decimal("160.00"))],
    travel=[
        Band(code="T01", name="20 公里以内", up_to_km=20, price=Decimal("50.00")),
        Band(code="T02", name="更远", price=Decimal("120.00")),
    ],
    parts=[Item(code="P-1", name="加热管", price=Decimal("180.00"))],
)


def test_a_line_is_a_code_with_its_count_or_words_with_count_and_price() -> None:
    lines = [
        line_from(text, PRICES, "2026-07")
        for text in ("l03", "P-1:2", "清洗：加急:1:33.5", "Y: Z:3:0.10", "T02 : 1")
    ]
    assert [(line.item, line.count, str(line.price), line.code) for line in lines] == [
        ("更换零部件", 1, "160.00", "L03"),
        ("加热管", 2, "180.00", "P-1"),
        ("清洗:加急", 1, "33.50", ""),
        ("Y: Z", 3, "0.10", ""),
        ("更远", 1, "120.00", "T02"),
    ]
    assert [sum_of(line) for line in lines] == [
        Decimal("160.00"), Decimal("360.00"), Decimal("33.50"), Decimal("0.30"), Decimal("120.00"),
    ]  # fmt: skip
    assert total_of(lines) == Decimal("673.80")


def test_a_sum_has_two_places_and_of_nothing_is_nothing() -> None:
    assert str(total_of([])) == "0.00"
    assert str(total_of([QuoteLine(item="工时", count=3, price=Decimal("1"))])) == "3.00"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", NotALine),
        ("L03:0", NotALine),
        ("L03:-1", NotALine),
        ("L03:viele", NotALine),
        ("L03:２", NotALine),  # full width
        ("L03:10000", NotALine),
        ("L03:00001", NotALine),
        (":1:5", NotALine),
        ("换管", NotALine),
        ("清洗:0:5", NotALine),
        ("清洗:1:1.005", NotAnAmount),
        ("清洗:1:", NotAnAmount),
        ("L99", NoSuchItem),
    ],
)
def test_what_is_no_line_is_refused(typed: str, error: Any) -> None:
    with pytest.raises(error):
        line_from(typed, PRICES, "2026-07")


def test_as_many_as_four_digits_say_can_be_put_on_a_line() -> None:
    assert line_from("P-1:9999", PRICES, "2026-07").count == 9999


def test_a_refusal_names_the_line_the_code_and_the_list() -> None:
    with pytest.raises(NotALine) as refused:
        line_from("L03:x", PRICES, "2026-07")
    assert refused.value.facts == {"value": "L03:x"}
    with pytest.raises(NoSuchItem) as unknown:
        line_from("l99:2", PRICES, "2026-07")
    assert unknown.value.facts == {"code": "l99", "prices": "2026-07"}


def test_without_a_price_list_only_lines_of_ones_own_can_be_quoted() -> None:
    assert line_from("清洗:1:30", None, "2026-11-20").price == Decimal("30.00")
    with pytest.raises(NoPriceList):
        line_from("L03", None, "2026-11-20")
    with pytest.raises(NoPriceList):
        travel_line(customer_at(5, "inside"), None, "2026-11-20")


def customer_at(km: int | None, zone: str) -> Ticket:
    told = {
        "unit": "明辉",
        "address": "深圳",
        "phone": "1",
        "contact": "张工",
        "mobile": "1",
        "zone": zone,
    }
    return ticket("20 09:00 received", customer=told | ({} if km is None else {"distance_km": km}))


@pytest.mark.parametrize(
    ("km", "zone", "code", "price"),
    [
        (20, "inside", "T01", "50.00"),
        (21, "near", "T02", "120.00"),
        (21, "inside", "T02", "120.00"),
        (300, "far", "T02", "120.00"),
    ],
)
def test_travel_is_one_line_by_the_band_of_the_customers_distance(
    km: int | None, zone: str, code: str, price: str
) -> None:
    line = travel_line(customer_at(km, zone), PRICES, "2026-07")
    assert (line.code, line.count, line.price) == (code, 1, Decimal(price))


@pytest.mark.parametrize("zone", ["near", "far"])
def test_travel_to_a_customer_outside_whose_distance_nobody_knows_has_no_price(zone: str) -> None:
    with pytest.raises(DistanceUnknown) as refused:
        travel_line(customer_at(None, zone), PRICES, "2026-07")
    assert refused.value.facts == {"ticket": "SZ-2611-A0001", "known": "T01, T02"}


def test_travel_for_a_call_that_was_only_noted_has_no_price_yet() -> None:
    noted = ticket("20 09:00 noted", kind=None, urgency=None, mode=None, customer=None)
    with pytest.raises(DistanceUnknown):
        travel_line(noted, PRICES, "2026-07")
