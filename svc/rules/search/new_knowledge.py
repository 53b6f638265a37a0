"""What a ticket that is over says for the knowledge base (S1 4.1): symptom, cause, remedy, parts,
model; and the name of a new entry.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from svc.model import events as ev
from svc.model.typed_text import UNKNOWN
from svc.rules.search.people import pinyin_of

if TYPE_CHECKING:
    from svc.model.data import Data
    from svc.rules.ticket.lifecycle import State

TAKEN_OUT = "××"
"""Stands where a customer's name, number or address stood: an entry is read by everybody, and
outlasts the customer's file.
"""
_LONGEST_SLUG = 40
_LONGEST_TITLE = 30
_CLAUSE = re.compile(r"[，。；,;\n]")
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z-])(?:\+?86[- ]?)?(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])"
)


def draft_of(state: State) -> Data:
    """What the last work on a ticket says of the fault, by the fields of an entry; what nobody
    wrote is left out. Names, numbers and addresses of the customer are taken out.
    """
    ticket = state.current
    work = _last_work(state)
    said: Data = {
        "models": [ticket.equipment.model] if ticket.equipment and ticket.equipment.model else [],
        "symptom": ticket.symptom,
        "cause": "",
        "remedy": "",
        "parts": [],
    }
    match work:
        case ev.Visited() | ev.Repaired():
            said |= {"cause": work.found, "remedy": work.done}
            said["parts"] = list(dict.fromkeys(used.part for used in work.parts))
        case ev.Answered():
            said |= {"remedy": work.answer, "phone": True}
        case ev.Returned():
            said["remedy"] = work.done
    names = _names_of(state)
    for field in ("symptom", "cause", "remedy"):
        said[field] = without_names(said[field].strip(), names)
    said["title"] = title_of(said["symptom"])
    said["tickets"] = [ticket.id]
    return {
        name: value for name, value in said.items() if value not in ("", [], [UNKNOWN], UNKNOWN)
    }


def title_of(symptom: str) -> str:
    """The first clause of a symptom, as a title."""
    return next((part.strip() for part in _CLAUSE.split(symptom) if part.strip()), "")[
        :_LONGEST_TITLE
    ]


def without_names(text: str, names: Iterable[str]) -> str:
    """A text without these, and without telephone numbers."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, TAKEN_OUT)
    return _NUMBER.sub(TAKEN_OUT, text)


def free_slug(title: str, taken: Collection[str]) -> str:
    """A name for an entry's file that none has: the pinyin of the title."""
    letters = re.sub(r"[^a-z0-9]", "", pinyin_of(title))[:_LONGEST_SLUG] or "entry"
    slug, number = letters, 2
    while slug in taken:
        slug, number = f"{letters}_{number}", number + 1
    return slug


def _last_work(state: State) -> ev.AnyEvent | None:
    """What ended the work last: the visit, the bench repair, the answer, or the factory's."""
    kinds = (ev.Visited, ev.Repaired, ev.Answered, ev.Returned)
    return next((event for event in reversed(state.events) if isinstance(event, kinds)), None)


def _names_of(state: State) -> set[str]:
    customer = state.current.customer
    if customer is None:
        return set()
    told = (customer.unit, customer.contact, customer.phone, customer.mobile, customer.address)
    return {text for text in told if len(text) > 1 and text != UNKNOWN}
