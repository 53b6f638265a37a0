"""Places where parts are. Every movement takes from one and gives to another.

Inner places hold what is ours: they cannot hold less than nothing, unless two desks that had not
yet exchanged anything gave the same piece away (decisions 16). Outer ones only say where pieces
came from or went.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.staff import Staff
from svc.model.stock import PartCondition

PlaceKind = Literal[
    "store",  # of an office
    "technician",
    "transit",  # between two offices: `SZ>BJ`
    "loaner",  # with a customer until theirs is repaired: the ticket
    "headquarters",
    "supplier",
    "opening",
    "found",
    "difference",  # what counting or taking in showed to be missing, or too many
    "lost",
    "fitted",  # in a customer's machine
    "customer",  # kept by the customer
    "scrap",
    "before",  # an inner place before its books were begun
]
PLACES: dict[str, str] = {
    "store": N_("store"),
    "technician": N_("technician"),
    "transit": N_("on the way"),
    "loaner": N_("lent to a customer"),
    "headquarters": N_("headquarters"),
    "supplier": N_("bought locally"),
    "opening": N_("opening stock"),
    "found": N_("found in the store"),
    "difference": N_("difference"),
    "lost": N_("lost"),
    "fitted": N_("fitted"),
    "customer": N_("customer"),
    "scrap": N_("scrap"),
    "before": N_("before the books"),
}
INNER = ("store", "technician", "transit", "loaner")


class Place(Struct, frozen=True, order=True):
    """A place, and whose it is: an office's code, a technician's id, `SZ>BJ`; empty where there is
    but one.
    """

    kind: PlaceKind
    whose: str = ""

    @property
    def is_inner(self) -> bool:
        return self.kind in INNER

    @property
    def code(self) -> str:
        """As one text: `store:SZ`, `fitted`."""
        return f"{self.kind}:{self.whose}" if self.whose else self.kind


def place_from_code(code: str) -> Place:
    """The place that `Place.code` wrote."""
    kind, _, whose = code.partition(":")
    return Place(kind, whose)  # type: ignore[arg-type]


def store_of(office: str) -> Place:
    return Place("store", office)


def with_technician(person: str) -> Place:
    return Place("technician", person)


def on_the_way(office: str, to_office: str) -> Place:
    return Place("transit", f"{office}>{to_office}")


def with_customer_of(ticket: str) -> Place:
    """Where a loaner is until it is back."""
    return Place("loaner", ticket)


class Spot(Struct, frozen=True, order=True):
    """Pieces of one condition at a place: good and defective ones are counted apart."""

    place: Place
    condition: PartCondition = "good"

    @property
    def holds_loans(self) -> bool:
        """Whether what lies there may have been lent: good pieces that a technician has."""
        return self.place.kind == "technician" and self.condition == "good"

    @property
    def code(self) -> str:
        """As one text: `store:SZ`, of defective ones `store:SZ!`."""
        return self.place.code + ("!" if self.condition == "defective" else "")


def spot_from_code(code: str) -> Spot:
    """The spot that `Spot.code` wrote."""
    place = place_from_code(code.removesuffix("!"))
    return Spot(place, "defective" if code.endswith("!") else "good")


def said_of_spot(spot: Spot, staff: Staff, offices: Mapping[str, str]) -> Phrase:
    """A spot in words: whose store or kit, and of defective pieces that they are. `offices`:
    what each is called.
    """
    place = spot.place
    match place.kind:
        case "store":
            said = Phrase(N_("the store {office}"), office=offices.get(place.whose, place.whose))
        case "technician":
            said = Phrase(N_("the kit of {person}"), person=staff.name_of(place.whose))
        case "transit":
            office, _, to_office = place.whose.partition(">")
            here, there = (offices.get(code, code) for code in (office, to_office))
            said = Phrase(N_("the way from {office} to {to}"), office=here, to=there)
        case "loaner":
            said = Phrase(N_("the customer of {ticket}"), ticket=place.whose)
        case _:
            said = Phrase(PLACES[place.kind])
    if spot.condition == "defective":
        return Phrase(N_("{place} (defective parts)"), place=said)
    return said
