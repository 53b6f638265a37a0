"""A department as `svc setup` enters it: answers to its questions, or a file with the same keys."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from typing import Annotated

from msgspec import Meta, Struct

from svc.model.events import Text


class SetupOffice(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """An office; region and policy by name or code."""

    code: str
    name: Text
    region: Text
    phone: str = ""
    address: str = ""
    hours: str = ""  # where they are not the department's
    policy: str = ""  # the same


class SetupPerson(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Somebody who works here; roles in words, several with 、 between."""

    name: Text
    roles: Text
    office: str = ""
    phone: str = ""
    email: str = ""
    skills: str = ""
    id: str = ""  # of somebody new; empty: the pinyin of the name
    left: str = ""  # a day


class SetupPrice(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Another price, or another name, of a usual line of the price list."""

    code: Text
    price: Text
    name: str = ""


class SetupAnswers(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """All that is asked; what is left out stays as it is in the ledger."""

    name: str = ""
    hotline: str = ""
    regions: list[Text] = []
    offices: list[SetupOffice] = []
    hours: str = ""
    people: list[SetupPerson] = []
    policy: str = ""
    prices_from: str = ""  # a day; empty: no list is begun
    prices: Annotated[list[SetupPrice], Meta(max_length=200)] = []
    footer: str = ""  # what stands below every paper
