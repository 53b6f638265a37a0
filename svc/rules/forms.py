"""The forms in which what people write is compared: text and serial numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from svc.model.typed_text import as_code

_SIGNS = re.compile(r"[\W_]+")
_ALIKE = ("o0", "il1")
_MOST_ALIKE = 7  # places in a number; at most 3 ** 7 forms are looked up


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


def part_form(part: str) -> str:
    """A part's code, or the words for one that has none, for comparing."""
    return as_code(part).upper()


def serials_alike(serial: str) -> list[str]:
    """The other forms that pass for this one when they are read off a plate or over the phone: O
    for 0, I and L for 1. None of a number with so many of these that nobody can have meant each.
    """
    form = serial_form(serial)
    choices = [next((alike for alike in _ALIKE if char in alike), char) for char in form]
    if sum(len(choice) > 1 for choice in choices) > _MOST_ALIKE:
        return []
    return [alike for each in product(*choices) if (alike := "".join(each)) != form]
