"""Months that are over and that nobody has sealed: asked with every board, so nothing is loaded by
which one is sealed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from svc.model.times import day_of, month_after
from svc.store.ledger import Ledger

SEALED_WITHIN = timedelta(days=7)
"""So long after a month is over nobody is reminded that it is not sealed."""


def months_unsealed(ledger: Ledger, office: str, now: datetime) -> list[str]:
    """The months of an office that are over for a week and not sealed, from the first one on that
    it sealed: one that never sealed a month has none.
    """
    sealed = {number.first for number in ledger.month_seal_numbers(office)}
    today = day_of(now, ledger.zone)
    months = []
    month = min(sealed, default=today)
    while month_after(month) + SEALED_WITHIN <= today:
        if month not in sealed:
            months.append(f"{month:%Y-%m}")
        month = month_after(month)
    return months
