"""Stock documents for the ledger that figures are measured at: every store opened with plenty, a kit
for everybody, and then deliveries, each at another price, and scrapping week by week, the more the
larger the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from svc.model import layout, reading
from svc.model.ids import StockId
from svc.model.records import plain_data
from svc.model.stock import STOCK_HEAD_KEYS, Booked, StockDocument, StockLine
from svc.model.tickets import head_digest

PLENTY, IN_A_KIT = 900_000, 9_000
LINES = 50
WEEKS = 8 * 52
_FULL = 100_000
"""Tickets of the ledger that has two documents a week in each store."""


def stock_documents(
    files: Mapping[str, bytes], tickets: int, first: datetime
) -> Iterator[tuple[str, bytes]]:
    """The path and the text of each document, from a moment on. `files`: the settings, the staff
    and the catalogue of parts of the sample.
    """
    settings = reading.read_record(files["svc.yaml"])
    known = reading.read_record(files["parts.yaml"])["parts"]
    parts = [part["code"] for part in known]
    prices = {part["code"]: Decimal(part["price"]) for part in known}
    places = {part["code"]: part["position"] for part in known}
    staff = reading.read_record(files["staff.yaml"])["staff"]
    manager = next(each["id"] for each in staff if "manager" in each["roles"])
    weeks = WEEKS * tickets // _FULL
    for office, entry in settings["offices"].items():
        keepers = [each["id"] for each in staff if _is(each, office, "parts")]
        keeper = next(iter(keepers), manager)
        people = [each["id"] for each in staff if each.get("office") == office]
        store = _Store(office, entry["region"], keeper)
        yield store.document(
            *("received", first, parts, PLENTY),
            {part: {"price": prices[part], "position": places[part]} for part in parts},
            source="opening",
        )
        for person in people:
            yield store.document("kit_lent", first, parts, IN_A_KIT, technician=person)
        for week in range(1, weeks):
            at = first + timedelta(weeks=week * WEEKS // weeks)
            some = [parts[(week + each) % len(parts)] for each in range(LINES)]
            dearer = {part: {"price": prices[part] + week} for part in some}
            yield store.document("received", at, some, 5, dearer, source="headquarters")
            yield store.document("scrapped", at, some, 1, reason="旧")


def _is(person: Mapping[str, Any], office: str, role: str) -> bool:
    return person.get("office") == office and role in person["roles"]


class _Store:
    """One office's documents, numbered month by month."""

    def __init__(self, office: str, region: str, keeper: str) -> None:
        self._office, self._region, self._keeper = office, region, keeper
        self._given: dict[str, int] = {}

    def document(
        self,
        kind: Any,
        at: datetime,
        parts: list[str],
        count: int,
        of_each: Mapping[str, Mapping[str, Any]] | None = None,
        **more: Any,
    ) -> tuple[str, bytes]:
        none = StockId(self._office, at.year, at.month, "A", 0)
        self._given[none.folder] = self._given.get(none.folder, 0) + 1
        number = StockId(self._office, at.year, at.month, "A", self._given[none.folder])
        booked = Booked(seq=1, id=f"{number.number:06d}", at=at, typed=at, by=self._keeper)
        made = StockDocument(
            id=str(number),
            status="booked",
            booked=at,
            office=self._office,
            region=self._region,
            kind=kind,
            lines=[
                StockLine(part=part, count=count, **(of_each or {}).get(part, {})) for part in parts
            ],
            log=[booked],
            **more,
        )
        data = plain_data(made)
        data["log"][0]["digest"] = head_digest(data, STOCK_HEAD_KEYS)
        return number.path, layout.write_record(data).encode()
