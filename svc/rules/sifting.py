"""Finding a customer among many without looking at each as a whole: first who may fit, by a card of plain text.

What is found is what `svc.rules.matching.find_customers` finds among all of them: a card only leaves out who can't fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from svc.model.customers import Customer
from svc.rules import matching
from svc.rules.matching import Match, Question, plain_form, serial_form, telephones


class Card(Struct, frozen=True):
    """What a customer may be found by, in the forms in which it is compared; each a text a line."""

    names: str  # the customer's, then the contacts'
    address: str
    numbers: str  # of the file, of machines, of telephones


Load = Callable[[list[int]], list[Customer]]
"""The customers of these cards, in their order; those that are gone are left out."""


def card_of(customer: Customer) -> Card:
    """The card of a customer as it stands."""
    serials = {serial_form(machine.serial) for machine in customer.equipment}
    fields = (customer.phone, *(contact.mobile for contact in customer.contacts))
    phones = {number for field in fields for number in telephones(field)}
    return Card(
        names="\n".join(plain_form(name) for name in (customer.name, *(c.name for c in customer.contacts))),
        address=plain_form(customer.address),
        numbers="\n".join([serial_form(customer.id), *sorted(serials), *sorted(phones)]),
    )


def find_among(cards: Sequence[Card], load: Load, words: str, limit: int = 9) -> list[Match]:
    """What `find_customers` finds among the customers of these cards."""
    asked = matching.asked_for(words)
    if not asked or limit < 1:
        return []
    found = matching.best(load(_may_fit(cards, asked)), asked)
    parts = asked.split()
    if not found and len(parts) > 1:
        places = set.intersection(*({*_may_fit(cards, part)} for part in parts))
        found = matching.fitting_each(load(sorted(places)), parts)
    if not found:
        found = matching.sounding_alike(load(_may_sound_alike(cards, asked)), asked)
    if not found:
        near = matching.near_names([card.names.partition("\n")[0] for card in cards], asked, limit)
        found = [matching.written_alike(customer, score) for place, score in near for customer in load([place])]
    return matching.in_order(found, limit)


def _may_fit(cards: Sequence[Card], asked: str) -> list[int]:
    question = matching.question(asked)
    words, serial, digits = question.words, question.serial, question.digits
    found = []
    for place, card in enumerate(cards):
        if (
            words in card.names
            or words in card.address
            or (serial and serial in card.numbers)
            or (digits and digits in card.numbers)
            or (question.pinyin.with_letters and _is_spelt(card, question))
        ):
            found.append(place)
    return found


def _is_spelt(card: Card, question: Question) -> bool:
    return any(question.pinyin.place(name) is not None for name in card.names.split("\n"))


def _may_sound_alike(cards: Sequence[Card], asked: str) -> list[int]:
    pattern = matching.sound_of(asked, set().union(*(card.names for card in cards)))
    return [] if pattern is None else [place for place, card in enumerate(cards) if pattern.search(card.names)]
