"""JSON Schemas of the records, from the same definitions that read them."""

from __future__ import annotations

from typing import Any

import msgspec

from svc.model.customers import Customer
from svc.model.parts import Catalogue
from svc.model.policies import Policy
from svc.model.prices import PriceList
from svc.model.rosters import Roster
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.model.tickets import Ticket

KINDS: dict[str, Any] = {
    "ticket": Ticket,
    "customer": Customer,
    "staff": Staff,
    "settings": Settings,
    "policy": Policy,
    "prices": PriceList,
    "parts": Catalogue,
    "roster": Roster,
}


def schema_of(record: str) -> dict[str, Any]:
    """The schema (2020-12) of one kind of record. KeyError for a kind that is not in KINDS."""
    schema = msgspec.json.schema(KINDS[record])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"svc {record}", **schema}
