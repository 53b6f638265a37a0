"""Asking the index for a report: begun anew where a file turns out to be another one by now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from svc.errors import Damaged
from svc.store.index.month_measures import Outdated
from svc.store.ledger import Ledger

Index = TypeVar("Index")
Material = TypeVar("Material")
_TRIES = 3


def read_from_index(
    ledger: Ledger,
    ask: Callable[[], Index | None],
    tell: Callable[[Index], Material],
    broken: list[Damaged],
) -> tuple[Index, Material] | None:
    """What the index knows, and what it tells; None where the files are to be read instead.

    Begun anew, without what was added to `broken`, when a file turns out to be another by now.
    """
    for _ in range(_TRIES):
        index = ask()
        if index is None:
            return None
        try:
            return index, tell(index)
        except Outdated:
            ledger.fresh = True
            ledger.close()
            broken.clear()
    return None
