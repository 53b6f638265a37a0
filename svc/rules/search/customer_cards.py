"""Finding a customer among many without looking at each as a whole: first who may fit, by a card of
plain text.

What is found is what `svc.rules.search.customers.find_customers` finds among all of them: a card
only leaves out who can't fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

from msgspec import Struct

from svc.model.customers import Customer, phone_fields
from svc.rules.forms import plain_form, serial_form
from svc.rules.search import customers as matching
from svc.rules.search.customers import CustomerMatch
from svc.rules.search.pinyin import Pinyin, sound_pattern
from svc.rules.telephones import telephones

_BATCH = (
    32  # customers that are looked at as a whole before it is asked whether others can be better
)


class SearchCard(Struct, frozen=True, array_like=True, gc=False):
    """What a customer may be found by, in the forms in which it is compared; each a text a line."""

    names: str  # the customer's, then the contacts'
    address: str
    numbers: str  # of the file, of machines, of telephones


class CustomerCards(NamedTuple):
    """The cards of many; the characters of all their names, perhaps some more; and how to get the
    customers at some places among the cards: those that are gone are left out.
    """

    cards: Sequence[SearchCard]
    characters: Set[str]
    load: Callable[[list[int]], dict[int, Customer]]

    def customers(self, places: list[int]) -> list[Customer]:
        """The customers at these places, in their order."""
        there = self.load(places)
        return [there[place] for place in places if place in there]


def customer_card(customer: Customer) -> SearchCard:
    """The card of a customer as it stands."""
    serials = {serial_form(machine.serial) for machine in customer.equipment}
    fields = phone_fields(customer)
    phones = {number.number for field in fields for number in telephones(field)}
    return SearchCard(
        names="\n".join(
            plain_form(name)
            for name in (customer.name, *(contact.name for contact in customer.contacts))
        ),
        address=plain_form(customer.address),
        numbers="\n".join([serial_form(customer.id), *sorted(serials), *sorted(phones)]),
    )


def customer_cards(customers: Sequence[Customer]) -> CustomerCards:
    """The cards of these customers."""
    cards = [customer_card(each) for each in customers]
    characters = set().union(*(card.names for card in cards)) - {"\n"}
    return CustomerCards(
        cards, characters, lambda places: {place: customers[place] for place in places}
    )


def find_by_cards(cards: CustomerCards, words: str, limit: int = 9) -> list[CustomerMatch]:
    """What `find_customers` finds among the customers of these cards."""
    query = matching.query_form(words)
    if not query or limit < 1:
        return []
    matches = _best_by_cards(cards, query, limit)
    query_words = query.split()
    if not matches and len(query_words) > 1:
        places = set.intersection(*({*_greatest_scores(cards, part)} for part in query_words))
        matches = matching.match_every_word(cards.customers(sorted(places)), query_words)
    if not matches:
        matches = matching.match_by_sound(cards.customers(_places_by_sound(cards, query)), query)
    if not matches:
        near = matching.near_names(
            [card.names.partition("\n")[0] for card in cards.cards], query, limit
        )
        there = cards.load([place for place, _ in near])
        matches = [
            matching.match_by_spelling(there[place], score)
            for place, score in near
            if place in there
        ]
    return matching.best_first(matches, limit)


def _best_by_cards(cards: CustomerCards, query: str, limit: int) -> list[CustomerMatch]:
    """Of what `best_matches` finds, the best; in the order of the cards.

    Whole customers are looked at by what they may score at most, until none of the others can
    be among the best.
    """
    greatest = _greatest_scores(cards, query)
    places = sorted(greatest, key=lambda place: (-greatest[place], place))
    matches: dict[int, list[CustomerMatch]] = {}
    ranks: list[tuple[int, int]] = []  # of all that was found
    for start in range(0, len(places), _BATCH):
        first = places[start]
        if len(ranks) >= limit and sorted(ranks)[limit - 1] < (-greatest[first], first):
            break
        for place, customer in cards.load(places[start : start + _BATCH]).items():
            matches[place] = matching.best_matches([customer], query)
            ranks += [(-match.score, place) for match in matches[place]]
    return [match for place in sorted(matches) for match in matches[place]]


def _greatest_scores(cards: CustomerCards, query: str) -> dict[int, int]:
    """The places of the cards that may fit, and what each may score at most (see
    `best_matches`).
    """
    forms = matching.query_from(query)
    words, serial, telephone = forms.words, forms.signless, forms.telephone
    spelt = _places_by_pinyin(cards, forms.pinyin) if forms.pinyin.with_letters else set()
    as_name, as_serial = (
        _scored_patterns(words, 97, 90, 80, 80),
        _scored_patterns(serial, 100, 88, 84, 78),
    )
    as_telephone = _scored_patterns(telephone.number if telephone else "", 98, 82, 94, 74)
    greatest = {}
    for place, card in enumerate(cards.cards):
        score = 72 if place in spelt else 0
        if words in card.names:
            score = max(score, _greatest_score(card.names, as_name))
        if serial and serial in card.numbers:
            score = max(score, _greatest_score(card.numbers, as_serial))
        if telephone and telephone.number in card.numbers:
            score = max(score, _greatest_score(card.numbers, as_telephone))
        if score or words in card.address:
            greatest[place] = max(score, 50)
    return greatest


def _scored_patterns(
    words: str, whole: int, beginning: int, end: int, part: int
) -> list[tuple[str, int]]:
    """What the words are of a line among lines, and what that scores; the most first."""
    patterns = [
        (f"\n{words}\n", whole),
        (f"\n{words}", beginning),
        (f"{words}\n", end),
        (words, part),
    ]
    return sorted(patterns, key=lambda way: -way[1])


def _greatest_score(lines: str, patterns: list[tuple[str, int]]) -> int:
    lines = f"\n{lines}\n"
    return next(score for words, score in patterns if words in lines)


def _places_by_pinyin(cards: CustomerCards, pinyin: Pinyin) -> set[int]:
    """The places of the cards with a name that the words are the pinyin of."""
    beginning = pinyin.pattern_of_beginning(cards.characters)
    if beginning is None:
        return set()
    return {
        place
        for place, card in enumerate(cards.cards)
        if beginning.search(card.names)
        and any(pinyin.find_in(name) is not None for name in card.names.split("\n"))
    }


def _places_by_sound(cards: CustomerCards, query: str) -> list[int]:
    pattern = sound_pattern(query, cards.characters)
    return (
        []
        if pattern is None
        else [place for place, card in enumerate(cards.cards) if pattern.search(card.names)]
    )
