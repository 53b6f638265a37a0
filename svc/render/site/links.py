"""What can be tapped on a page: a telephone number to call, an address to find on a map."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec import Struct

from svc.rules.telephones import Telephone, telephones


class Link(Struct, frozen=True, kw_only=True):
    """A text, and where a tap on it leads; nowhere if `to` is empty."""

    text: str
    to: str = ""


def telephone_links(text: str) -> list[Link]:
    """The text of a field with a telephone number, to be called by a tap; of several numbers each.
    One that is none leads nowhere.
    """
    numbers = [each for each in telephones(text) if each.can_be_one]
    if len(numbers) == 1:
        return [Link(text=text, to=_to_call(numbers[0]))]
    links = [Link(text=_dialled(each), to=_to_call(each)) for each in numbers]
    return [Link(text=text), *links] if text else []


def map_link(address: str, map_address: str) -> Link:
    """An address, to be looked for on a map: all that is not a letter or digit of ASCII is
    encoded, so that it can't be anything but what is looked for.
    """
    to = map_address.replace("{address}", quote(address.replace("\n", " "), safe=""))
    return Link(text=address, to=to if address else "")


def _to_call(telephone: Telephone) -> str:
    return f"tel:{_dialled(telephone)}"


def _dialled(telephone: Telephone) -> str:
    """What is dialled: digits alone, a + before those from abroad; the extension is said."""
    number = telephone.number
    has_area = telephone.local != "" and not re.fullmatch(r"[48]00[0-9]{7}", number)
    return f"0{number}" if has_area else number
