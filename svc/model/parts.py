"""The catalogue of parts: `parts.yaml` (S3 四 3: code, name, model, specification, substitutes,
use, position).
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from svc.errors import N_, Phrase
from svc.model.events import Text
from svc.model.faults import Fault
from svc.model.money import is_amount
from svc.model.prices import Code


class Part(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    rename={"use": "for"},
):
    """One kind of part."""

    code: Code
    name: Text
    models: list[Text] = []  # of machines
    specification: str = ""
    use: str = ""  # what it is for
    unit: str = ""  # of count: 个, 米, 套; empty: as the price list has it
    position: str = ""  # in the store: zone, rack, shelf
    price: Decimal | None = None  # yuan, two places
    consumable: bool = False  # used up in use: charged in warranty too
    minimum: Annotated[int, Meta(ge=0)] = 0  # what every store has at least
    replaced_by: list[Code] = []  # what may be used in its place
    serial: bool = False  # each piece has a serial number, by which it is followed
    loaner: bool = False  # a machine that is lent to customers while theirs is repaired


class PartsCatalogue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All parts, in the order of the file, and the sets of them that technicians have with them."""

    parts: list[Part] = []
    kits: dict[Text, dict[Code, Annotated[int, Meta(ge=1, le=1000)]]] = {}  # name → part → count

    def find_part(self, code: str) -> Part | None:
        """The part with this code, upper or lower case; None if there is none."""
        wanted = code.strip().upper()
        return next((part for part in self.parts if part.code == wanted), None)

    def named(self, text: str) -> Part | None:
        """The part that somebody means by its code, its name, or both; None for a name that several
        have, or none.
        """
        part = self.find_part(text)
        if part is not None:
            return part
        named = [each for each in self.parts if text in (each.name, f"{each.code} {each.name}")]
        return named[0] if len(named) == 1 else None

    def price_of(self, code: str) -> Decimal | None:
        """What one piece is worth, in yuan; None where the catalogue does not say."""
        part = self.find_part(code)
        return part.price if part else None

    def called(self, code: str) -> str:
        """A part by its code and, where it is in the catalogue, its name."""
        part = self.find_part(code)
        return code if part is None else f"{part.code} {part.name}"


def catalogue_faults(catalogue: PartsCatalogue) -> list[Fault]:
    """What no type says: amounts with two places, each code once, substitutes that are there."""
    out: list[Fault] = []
    codes = {part.code for part in catalogue.parts}
    seen: set[str] = set()
    for index, part in enumerate(catalogue.parts):
        where = ("parts", index)
        if part.price is not None and not is_amount(part.price):
            problem = Phrase(
                N_("'{price}' is not an amount in yuan with two places"), price=part.price
            )
            out.append(Fault((*where, "price"), problem))
        if part.code in seen:
            out.append(
                Fault(
                    (*where, "code"),
                    Phrase(N_("the code {code} appears twice"), code=part.code),
                )
            )
        seen.add(part.code)
        if part.loaner and not part.serial:
            problem = Phrase(N_("a loaner is followed by its serial number: `serial: true`"))
            out.append(Fault((*where, "loaner"), problem))
        for other in part.replaced_by:
            if other not in codes:
                out.append(
                    Fault(
                        (*where, "replaced_by"), Phrase(N_("there is no part {code}"), code=other)
                    )
                )
    for name, kit in catalogue.kits.items():
        for code in kit:
            if code not in codes:
                problem = Phrase(N_("there is no part {code}"), code=code)
                out.append(Fault(("kits", name, code), problem))
    return out
