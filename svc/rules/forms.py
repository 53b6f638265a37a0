"""The forms in which what people write is compared: text and serial numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
