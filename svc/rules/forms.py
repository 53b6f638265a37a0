"""The forms in which what people write is compared: text, serial numbers, telephone numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BETWEEN_NUMBERS = re.compile(r"[/,;、|]|或|和")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x)\s*\d{1,6}\s*$|(?<=\d{7})-\d{1,5}\s*$", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


@lru_cache(maxsize=200_000)
def plain_form(text: str) -> str:
    """Text for comparing: full-width and half-width, large and small letters are the same, blanks
    single.
    """
    return " ".join(
        (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split()
    )


@lru_cache(maxsize=200_000)
def serial_form(serial: str) -> str:
    """A serial number for comparing: letters and digits alone. Nothing where nobody knows it."""
    form = _SIGNS.sub("", plain_form(serial))
    return "" if form == "unknown" else form


@lru_cache(maxsize=200_000)
def telephones(text: str) -> tuple[str, ...]:
    """The telephone numbers in a field, as digits without +86, the area code's 0, or an
    extension.
    """
    numbers = []
    for part in _BETWEEN_NUMBERS.split(plain_form(text)):
        digits = "".join(char for char in without_extension(part) if char.isdecimal())
        if part.strip().startswith("+86"):
            digits = digits[2:]
        elif digits.startswith("0086"):
            digits = digits[4:]
        elif digits.startswith("86") and len(digits) >= 12:
            digits = digits[2:]
        if digits := digits.removeprefix("0"):
            numbers.append(digits)
    return tuple(numbers)


def same_telephone(one: str, other: str) -> bool:
    """Whether two fields have a number in common; one may lack its area code."""
    return any(
        a == b or (min(len(a), len(b)) >= 7 and (a.endswith(b) or b.endswith(a)))
        for a in telephones(one)
        for b in telephones(other)
    )


def without_extension(text: str) -> str:
    """A telephone number as it was typed, without the extension behind it: 0755-25550001转8."""
    return _EXTENSION.sub("", text)
