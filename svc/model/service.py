"""What a service costs the customer, and the contract (合同) that may say so: parts of records."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from datetime import date
from typing import Literal

from msgspec import Struct

from svc.errors import N_
from svc.model.events import Text

Share = Literal["labour", "parts", "travel"]
SHARES: tuple[Share, ...] = ("labour", "parts", "travel")
"""What a service can cost."""
SHARE_NAMES: dict[str, str] = {
    "labour": N_("labour"),
    "parts": N_("parts"),
    "travel": N_("travel"),
}

CostReason = Literal[
    "contract",
    "contract_unfiled",
    "on_site",
    "warranty",
    "visit_wish",
    "out",
    "unknown",
    "free_kind",
    "paid_kind",
    "sale",
    "approval",
    "approved",
    "given",
]
COST_REASONS: dict[str, str] = {
    "contract": N_("by contract"),
    "contract_unfiled": N_("contract whose terms are not in the customer's file"),
    "on_site": N_("warranty, on-site period"),
    "warranty": N_("warranty, brought to us"),
    "visit_wish": N_("warranty; the visit is the customer's wish"),
    "out": N_("out of warranty"),
    "unknown": N_("warranty to be seen in the papers"),
    "free_kind": N_("free service"),
    "paid_kind": N_("paid service, in warranty too"),
    "sale": N_("as the sale says"),
    "approval": N_("once it is approved"),
    "approved": N_("by approval"),
    "given": N_("taken down as paid"),
}

Subject = Literal["hardware", "software", "software_service", "use", "technical"]
SUBJECTS: dict[str, tuple[Subject, ...]] = {
    "upgrade": ("hardware", "software", "software_service"),
    "training": ("use", "technical"),
}
"""Kinds of tickets of which it matters for the price what they are of (S4 2.3)."""


class Contract(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A contract with a customer as far as service asks: what it covers, and what is free."""

    name: Text  # such as 24x7
    since: date
    until: date  # included
    kinds: list[str] = []  # kinds of tickets; empty: repair, maintenance and inspection
    machines: list[str] = []  # serial numbers; empty: all of the customer's
    free: list[Share] = []
    policy: str = ""  # the name of the policy; empty: as svc.yaml has it for the contract
