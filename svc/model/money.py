"""Money: amounts in yuan, exact, with two places; how one is typed, written and put in capital
characters.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from svc.errors import NotAnAmount

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
LIMIT = Decimal(10) ** 9
"""No amount of a ticket reaches this."""


def in_yuan(amount: Decimal) -> Decimal:
    """The amount with two places: the one place where money is rounded, half a fen up (四舍五入).

    Nothing that is charged needs it: prices have two places and counts are whole, a third place is
    refused where it is typed, so that sums are exact.
    """
    return amount.quantize(CENT, ROUND_HALF_UP)


_TYPED = r"(?:[¥￥]|rmb|cny)? ?([0-9]{1,9}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(\.[0-9]{1,2})?"
_UNIT = r" ?(?:元|元整|块|块钱|圆|yuan)?"
_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def amount_from(text: str, option: str) -> Decimal:
    """The amount typed for an option: `80`, `80.5`, `¥80.50`, `1,020.50`, `８０元`, `80块`. Raises
    NotAnAmount; a third place is never cut off, and a comma stands where thousands end.
    """
    match = re.fullmatch(_TYPED + _UNIT, unicodedata.normalize("NFKC", text).strip().lower())
    if match is None:
        raise NotAnAmount(option=option, value=text)
    return in_yuan(Decimal(match[1].replace(",", "") + (match[2] or "")))


def signed_amount_from(text: str, option: str) -> Decimal:
    """An amount as typed, with a minus where it takes something back. Raises NotAnAmount."""
    sign, unsigned = text.strip()[:1], text.strip()[1:]
    is_minus = sign in ("-", "−", "－")
    return -amount_from(unsigned, option) if is_minus else amount_from(text, option)


def is_amount(amount: Decimal) -> bool:
    """Whether this is an amount as records have it: two places, neither negative nor beyond all
    measure.
    """
    return amount.is_finite() and amount.as_tuple().exponent == -2 and 0 <= amount < LIMIT


def amount_in_capitals(amount: Decimal) -> str:
    """The amount as it stands on receipts (人民币大写): 1020.50 is 壹仟零贰拾元零伍角, without 整
    behind 角.

    By the People's Bank's rules for notes and receipts (正确填写票据和结算凭证的基本规定): one 零
    for noughts in a row, none for those that end the yuan, 整 behind whole yuan. Raises ValueError
    beyond two places or 10¹².
    """
    cents = amount * 100
    if cents != cents.to_integral_value() or abs(amount) >= Decimal(10) ** 12:
        raise ValueError(amount)
    yuan, rest = divmod(abs(int(cents)), 100)
    jiao, fen = divmod(rest, 10)
    text = ("负" if amount < 0 else "") + (f"{_whole(yuan)}元" if yuan else "")
    if not rest:
        return f"{text or '零元'}整"
    if jiao:
        text += ("零" if yuan and yuan % 10 == 0 else "") + f"{_DIGITS[jiao]}角"
    elif yuan:
        text += "零"
    return text + (f"{_DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    if number < 10**4:
        return _up_to_four_digits(number)
    unit, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
    high, low = divmod(number, unit)
    if not low:
        return _whole(high) + name
    gap = "零" if low < unit // 10 else ""
    return _whole(high) + name + gap + _whole(low)


def _up_to_four_digits(number: int) -> str:
    text, gap = "", False
    for place, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
        gap = not digit
    return text
