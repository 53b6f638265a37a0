"""The price list (价目单): `prices/2026-07.yaml`, labour by job, travel by distance band, parts.

A list that a ticket names is never edited; other prices are a new list, with the day from which it
holds.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from svc.errors import N_, Phrase
from svc.model.events import Text
from svc.model.faults import Fault
from svc.model.money import is_amount

Code = Annotated[str, Meta(pattern="^[A-Z][A-Z0-9-]{0,15}$")]
"""What is typed for an item: `L03`, `P-1042`."""

_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A job, or a part, and what one costs."""

    code: Code
    name: Text
    price: Decimal  # yuan, two places
    unit: str = ""  # 次, 个, 半天; empty: 次 for a job, 个 for a part
    consumable: bool = False  # used up in use: charged in warranty too


class Band(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Travel there and back, to customers up to a distance from the office."""

    code: Code
    name: Text
    up_to_km: Annotated[int, Meta(ge=1)] | None = None  # None: any distance; the last band
    price: Decimal


class PriceList(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"since": "from"},
):
    """One list: from which day it holds, and its items. The order of the file is the order on
    paper.
    """

    since: date
    note: str = ""
    labour: Annotated[list[Item], Meta(min_length=1)]
    travel: Annotated[list[Band], Meta(min_length=1)]
    parts: list[Item] = []

    @property
    def items(self) -> list[Item | Band]:
        return [*self.labour, *self.travel, *self.parts]

    def find_item(self, code: str) -> Item | Band | None:
        """The item with this code, upper or lower case."""
        wanted = code.strip().upper()
        return next((item for item in self.items if item.code == wanted), None)

    def travel_band(self, distance_km: int) -> Band:
        """The travel band for a distance: the first that reaches as far, else the last."""
        reaching = (
            band for band in self.travel if band.up_to_km is None or distance_km <= band.up_to_km
        )
        return next(reaching, self.travel[-1])


def is_price_list(version: str) -> bool:
    """Whether `version` can name a price list: the month, or the day, from which it holds."""
    return _VERSION.fullmatch(version) is not None


def price_faults(prices: PriceList) -> list[Fault]:
    """What no type says: amounts with two places, each code once, bands that grow."""
    out: list[Fault] = []
    seen: set[str] = set()
    for group in ("labour", "travel", "parts"):
        for index, item in enumerate(getattr(prices, group)):
            if not is_amount(item.price):
                problem = Phrase(
                    N_("'{price}' is not an amount in yuan with two places"), price=item.price
                )
                out.append(Fault((group, index, "price"), problem))
            if item.code in seen:
                out.append(
                    Fault(
                        (group, index, "code"),
                        Phrase(N_("the code {code} appears twice"), code=item.code),
                    )
                )
            seen.add(item.code)
    reaches = [band.up_to_km for band in prices.travel]
    for index, reach in enumerate(reaches[1:], start=1):
        before = reaches[index - 1]
        if before is None or (reach is not None and reach <= before):
            out.append(
                Fault(
                    ("travel", index),
                    Phrase(N_("this travel band reaches no further than the one before")),
                )
            )
    return out
