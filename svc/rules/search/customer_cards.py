"""Finding a customer among many without looking at each as a whole: first who may fit, by a card of
plain text.

What is found is what `svc.rules.search.customers.find_customers` finds among all of them: a card
only leaves out who can't fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

from msgspec import Struct

from svc.model.customers import Customer
from svc.rules.forms import plain_form, serial_form, telephones
from svc.rules.search import customers as matching
from svc.rules.search.customers import Match
from svc.rules.search.pinyin import Pinyin, sound_of

_TOGETHER = (
    32  # customers that are looked at as a whole before it is asked whether others can be better
)


class Card(Struct, frozen=True, array_like=True, gc=False):
    """What a customer may be found by, in the forms in which it is compared; each a text a line."""

    names: str  # the customer's, then the contacts'
    address: str
    numbers: str  # of the file, of machines, of telephones


class Cards(NamedTuple):
    """The cards of many; the characters of all their names, perhaps some more; and how to get the
    customers at some places among the cards: those that are gone are left out.
    """

    cards: Sequence[Card]
    characters: Set[str]
    load: Callable[[list[int]], dict[int, Customer]]

    def customers(self, places: list[int]) -> list[Customer]:
        """The customers at these places, in their order."""
        there = self.load(places)
        return [there[place] for place in places if place in there]


def card_of(customer: Customer) -> Card:
    """The card of a customer as it stands."""
    serials = {serial_form(machine.serial) for machine in customer.equipment}
    fields = (customer.phone, *(contact.mobile for contact in customer.contacts))
    phones = {number for field in fields for number in telephones(field)}
    return Card(
        names="\n".join(
            plain_form(name) for name in (customer.name, *(c.name for c in customer.contacts))
        ),
        address=plain_form(customer.address),
        numbers="\n".join([serial_form(customer.id), *sorted(serials), *sorted(phones)]),
    )


def cards_of(customers: Sequence[Customer]) -> Cards:
    """The cards of these customers."""
    cards = [card_of(each) for each in customers]
    characters = set().union(*(card.names for card in cards)) - {"\n"}
    return Cards(cards, characters, lambda places: {place: customers[place] for place in places})


def find_among(among: Cards, words: str, limit: int = 9) -> list[Match]:
    """What `find_customers` finds among the customers of these cards."""
    asked = matching.asked_for(words)
    if not asked or limit < 1:
        return []
    found = _best(among, asked, limit)
    parts = asked.split()
    if not found and len(parts) > 1:
        places = set.intersection(*({*_may_fit(among, part)} for part in parts))
        found = matching.fitting_each(among.customers(sorted(places)), parts)
    if not found:
        found = matching.sounding_alike(among.customers(_may_sound_alike(among, asked)), asked)
    if not found:
        near = matching.near_names(
            [card.names.partition("\n")[0] for card in among.cards], asked, limit
        )
        there = among.load([place for place, _ in near])
        found = [
            matching.written_alike(there[place], score) for place, score in near if place in there
        ]
    return matching.in_order(found, limit)


def _best(among: Cards, asked: str, limit: int) -> list[Match]:
    """Of what `matching.best` finds, the best; in the order of the cards.

    Whole customers are looked at by what they may score at most, until none of the others can
    be among the best.
    """
    most = _may_fit(among, asked)
    places = sorted(most, key=lambda place: (-most[place], place))
    found: dict[int, list[Match]] = {}
    ranks: list[tuple[int, int]] = []  # of all that was found
    for start in range(0, len(places), _TOGETHER):
        first = places[start]
        if len(ranks) >= limit and sorted(ranks)[limit - 1] < (-most[first], first):
            break
        for place, customer in among.load(places[start : start + _TOGETHER]).items():
            found[place] = matching.best([customer], asked)
            ranks += [(-match.score, place) for match in found[place]]
    return [match for place in sorted(found) for match in found[place]]


def _may_fit(among: Cards, asked: str) -> dict[int, int]:
    """The places of the cards that may fit, and what each may score at most (see
    `matching.best`).
    """
    question = matching.question(asked)
    words, serial, digits = question.words, question.serial, question.digits
    spelt = _spelt(among, question.pinyin) if question.pinyin.with_letters else set()
    as_name, as_serial = _ways(words, 97, 90, 80, 80), _ways(serial, 100, 88, 84, 78)
    as_digits = _ways(digits, 98, 82, 94, 74)
    found = {}
    for place, card in enumerate(among.cards):
        score = 72 if place in spelt else 0
        if words in card.names:
            score = max(score, _most(card.names, as_name))
        if serial and serial in card.numbers:
            score = max(score, _most(card.numbers, as_serial))
        if digits and digits in card.numbers:
            score = max(score, _most(card.numbers, as_digits))
        if score or words in card.address:
            found[place] = max(score, 50)
    return found


def _ways(words: str, whole: int, beginning: int, end: int, part: int) -> list[tuple[str, int]]:
    """What the words are of a line among lines, and what that scores; the most first."""
    ways = [(f"\n{words}\n", whole), (f"\n{words}", beginning), (f"{words}\n", end), (words, part)]
    return sorted(ways, key=lambda way: -way[1])


def _most(lines: str, ways: list[tuple[str, int]]) -> int:
    lines = f"\n{lines}\n"
    return next(score for words, score in ways if words in lines)


def _spelt(among: Cards, pinyin: Pinyin) -> set[int]:
    """The places of the cards with a name that the words are the pinyin of."""
    beginning = pinyin.beginning(among.characters)
    if beginning is None:
        return set()
    return {
        place
        for place, card in enumerate(among.cards)
        if beginning.search(card.names)
        and any(pinyin.place(name) is not None for name in card.names.split("\n"))
    }


def _may_sound_alike(among: Cards, asked: str) -> list[int]:
    pattern = sound_of(asked, among.characters)
    return (
        []
        if pattern is None
        else [place for place, card in enumerate(among.cards) if pattern.search(card.names)]
    )
