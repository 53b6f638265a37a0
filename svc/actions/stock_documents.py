"""Which stock documents there are: of a month, or transfers that nobody has taken in."""

from __future__ import annotations

from datetime import date

from svc.errors import Damaged
from svc.rules.stock.documents import DocumentRow
from svc.store.ledger import Ledger


def stock_documents(
    ledger: Ledger,
    broken: list[Damaged],
    *,
    office: str = "",
    kind: str = "",
    month: date | None = None,
) -> list[DocumentRow]:
    """The documents of an office (any) and of one sort (any) that are dated in a month, the newest
    last; without a month the transfers that are on the way, whenever they left. A transfer is of
    both its offices.
    """
    wanted = [
        row
        for row in ledger.document_rows(broken, month)
        if office in ("", row.office, row.to_office) and kind in ("", row.kind)
    ]
    return sorted(wanted, key=lambda row: (row.booked, row.id))
