"""What intake asks for each kind of request: a suggestion is no reason to read out a serial number.

What is not asked is taken if it is told, and else written as unknown; that needs no reason.
"""

from __future__ import annotations

from svc.errors import N_
from svc.model.labels import LABELS

FIELDS = tuple(LABELS["told"])
_WHO = ("unit", "phone", "contact")
_WHERE = ("unit", "address", "phone", "contact", "mobile")
_SHORT = (*_WHO, "model", "symptom")
_MACHINE = ("model", "specification", "serial", "bought")

ASKED: dict[str, tuple[str, ...]] = {
    "inquiry": _SHORT,
    "suggestion": _SHORT,  # who, what, about which product, no more
    "complaint": (*_WHO, "symptom", "wishes"),
    "survey": (*_WHERE, "model", "symptom", "wishes"),
    "training": (*_WHERE, "model", "symptom", "wishes"),
    "installation": (*_WHERE, "model", "specification", "serial", "symptom", "wishes"),
    "maintenance": (*_WHERE, *_MACHINE, "symptom", "wishes"),
    "upgrade": (*_WHERE, *_MACHINE, "symptom", "wishes"),
    "inspection": (*_WHERE, *_MACHINE, "symptom", "wishes"),
}
"""Of other kinds, all of FIELDS (S0 2.2.3)."""

MATTER: dict[str, str] = {
    "inquiry": N_("What they want to know"),
    "suggestion": N_("What they suggest"),
    "complaint": N_("What they complain about"),
    "survey": N_("What is to be looked at"),
    "training": N_("What is to be taught"),
    "installation": N_("What is to be installed, and where"),
    "maintenance": N_("What is to be maintained"),
    "upgrade": N_("What is to be upgraded"),
    "inspection": N_("What is to be inspected"),
}
"""What is asked instead of the symptom where nothing is broken."""


def asked_fields(kind: str) -> tuple[str, ...]:
    """The fields that intake must hold for this kind, in the order in which they are asked."""
    return tuple(name for name in FIELDS if name in ASKED.get(kind, FIELDS))
