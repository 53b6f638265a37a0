"""How much work something is, counted: the same on every machine, however busy it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def counted(deed: Callable[[], T]) -> tuple[T, int]:
    """What `deed` returns, and how many functions were called meanwhile, those written in C among them.

    Some ten million calls take a second. What one call does inside C counts as one.
    """
    calls = 0

    def hear(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(hear)
    try:
        result = deed()
    finally:
        sys.setprofile(before)
    return result, calls


def calls_of(deed: Callable[[], object]) -> int:
    """How many functions are called while `deed` runs."""
    return counted(deed)[1]
