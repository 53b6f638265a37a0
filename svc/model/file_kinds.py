"""The kinds of YAML files a ledger has: where each lies, and what it is read as."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from svc.model.calendars import Calendar
from svc.model.checklists import Checklists
from svc.model.customers import Customer
from svc.model.desks import Claim
from svc.model.knowledge import FrontMatter
from svc.model.month_seals import MonthSeal
from svc.model.parts import PartsCatalogue
from svc.model.policies import Policy
from svc.model.prices import PriceList
from svc.model.rosters import Roster
from svc.model.seals import Seal
from svc.model.settings import Settings
from svc.model.signoffs import SignOffs
from svc.model.staff import Staff
from svc.model.stock import StockDocument
from svc.model.tickets import Ticket
from svc.model.upkeep import UpkeepPlans


class FileKind(Struct, frozen=True):
    """A kind of file: where it lies, from the top of the ledger, and the definition that reads
    it.
    """

    where: str  # a pattern as editors take it
    record: Any


FILE_KINDS: dict[str, FileKind] = {
    "ticket": FileKind("tickets/*/*/*.yaml", Ticket),
    "customer": FileKind("customers/*.yaml", Customer),
    "movement": FileKind("movements/*/*/*.yaml", StockDocument),
    "seal": FileKind("seals/*/*-*-*.yaml", Seal),
    "month_seal": FileKind("seals/*/????-??.yaml", MonthSeal),
    "settings": FileKind("svc.yaml", Settings),
    "staff": FileKind("staff.yaml", Staff),
    "policy": FileKind("policies/*.yaml", Policy),
    "calendar": FileKind("calendars/*.yaml", Calendar),
    "prices": FileKind("prices/*.yaml", PriceList),
    "parts": FileKind("parts.yaml", PartsCatalogue),
    "checklists": FileKind("checklists.yaml", Checklists),
    "upkeep": FileKind("upkeep.yaml", UpkeepPlans),
    "roster": FileKind("roster.yaml", Roster),
    "signoffs": FileKind("signoffs/*/*.yaml", SignOffs),
    "desk": FileKind("desks/*.yaml", Claim),
    "knowledge": FileKind("knowledge/*.md", FrontMatter),
}
"""`knowledge` is the front matter of a text that is no YAML itself."""
