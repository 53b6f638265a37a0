"""Amounts in yuan: as typed, as written, and in capital characters."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from svc.errors import NotAnAmount
from svc.model.money import (
    amount_from,
    amount_in_capitals,
    in_yuan,
    is_amount,
    signed_amount_from,
)


@pytest.mark.parametrize(
    ("figures", "capitals"),
    [
        # 正确填写票据和结算凭证的基本规定, its own examples
        ("1409.50", "壹仟肆佰零玖元伍角"),  # noughts between digits: one 零
        ("6007.14", "陆仟零柒元壹角肆分"),  # several in a row: one 零
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),  # a nought ends the yuan: 零 is allowed
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),  # no jiao: 零 before the fen
        ("325.04", "叁佰贰拾伍元零肆分"),
        # ours
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("1.00", "壹元整"),
        ("10.00", "壹拾元整"),
        ("380.00", "叁佰捌拾元整"),
        ("10010.01", "壹万零壹拾元零壹分"),
        ("100000000.00", "壹亿元整"),
        ("100001000.00", "壹亿零壹仟元整"),
        ("-12.50", "负壹拾贰元伍角"),
    ],
)
def test_amounts_in_capital_characters_follow_the_rules_of_the_peoples_bank(
    figures: str, capitals: str
) -> None:
    assert amount_in_capitals(Decimal(figures)) == capitals


def test_the_figures_can_be_read_back_from_5_000_random_amounts_in_capital_characters() -> None:
    random = Random(20261122)
    for _ in range(5000):
        amount = Decimal(random.randrange(10 ** random.randint(1, 13))).scaleb(-2)
        assert read_back(amount_in_capitals(amount)) == amount


def read_back(text: str) -> Decimal:
    """The amount in capital characters, by a reader that has nothing of the writer's in it."""
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = section = digit = cents = 0
    for character in text.removesuffix("整"):
        if character in digits:
            digit = digits[character]
        elif character in places:
            section, digit = section + digit * places[character], 0
        elif character == "万":
            section, digit = (section + digit) * 10**4, 0
            total, section = total + section, 0
        elif character == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif character == "元":
            total, section, digit = total + section + digit, 0, 0
        else:
            cents, digit = cents + digit * {"角": 10, "分": 1}[character], 0
    return Decimal(total) + Decimal(cents).scaleb(-2)


def test_a_third_place_is_never_cut_off() -> None:
    with pytest.raises(ValueError, match=r"1\.005"):
        amount_in_capitals(Decimal("1.005"))
    with pytest.raises(NotAnAmount):
        amount_from("1.005", "--amount")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("80", "80.00"),
        ("80.5", "80.50"),
        (" ¥80.50 ", "80.50"),
        ("￥1200", "1200.00"),
        ("0", "0.00"),
        ("1,200", "1200.00"),
        ("1,020.50", "1020.50"),
        ("1，020.50", "1020.50"),  # as a Chinese keyboard has it
        ("999,999,999.99", "999999999.99"),
        ("８０元", "80.00"),
        ("８０．５０", "80.50"),
        ("80块", "80.00"),
        ("80 块钱", "80.00"),
        ("80元整", "80.00"),
        ("RMB 80", "80.00"),
        ("80 yuan", "80.00"),
    ],
)
def test_an_amount_is_taken_as_people_type_it(typed: str, amount: str) -> None:
    assert str(amount_from(typed, "--amount")) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-5",
        "1e3",
        "NaN",
        "八十",
        "12.",
        "٣",
        "9999999999",
        "1,20",
        "12,0000",
        "0,200",
        "1.020,50",
        "1,020.505",
        "80角",
        "80块5",
        "约80",
        "80-90",
        "1 020",
    ],
)
def test_what_is_no_amount_is_refused_and_named(typed: str) -> None:
    with pytest.raises(NotAnAmount) as refused:
        amount_from(typed, "--amount")
    assert refused.value.facts == {"option": "--amount", "value": typed}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("-80", "-80.00"), ("－1,020.50元", "-1020.50"), ("−¥80", "-80.00"), ("80块", "80.00")],
)
def test_a_minus_takes_an_amount_back(typed: str, amount: str) -> None:
    assert str(signed_amount_from(typed, "--amount")) == amount
    with pytest.raises(NotAnAmount):
        signed_amount_from(f"-{typed}-", "--amount")


@pytest.mark.parametrize(
    ("text", "good"), [("12.50", True), ("12.5", False), ("-1.00", False), ("NaN", False)]
)
def test_a_list_has_amounts_with_two_places(text: str, good: bool) -> None:
    assert is_amount(Decimal(text)) is good


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("0.025", "0.03"), ("0.0249", "0.02"), ("7", "7.00")],
)
def test_half_a_fen_goes_up(exact: str, rounded: str) -> None:
    assert str(in_yuan(Decimal(exact))) == rounded
    assert str(in_yuan(-Decimal(exact))) == f"-{rounded}"
