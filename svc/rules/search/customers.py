"""Finding a customer while the caller speaks: by telephone, file number, name, contact, pinyin or
serial number.

Pure, and quick enough to be asked at every key: 5,000 files take some ten milliseconds. rapidfuzz
takes longer to load than that, so it is imported only when a misspelt name calls for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.customers import phone_fields
from svc.model.typed_text import as_code
from svc.rules.forms import plain_form, serial_form
from svc.rules.search.pinyin import Pinyin, sound_pattern
from svc.rules.telephones import Telephone, telephones

if TYPE_CHECKING:
    from svc.model.customers import Customer, Equipment

_TELEPHONE = re.compile(r"[+\d(][\d\s()./-]*(?:(?:转|分机号?|内线|ext|x|#)[\s.:]*\d{1,6})?")
_WHOLE = 94  # from this score on a telephone is a whole one
_LONGEST = 60  # characters of a question that are looked at


class CustomerMatch(Struct, frozen=True, kw_only=True):
    """A customer that fits what was typed, with the machine if it was that which fits. `why` says
    what fits.
    """

    customer: Customer
    machine: Equipment | None = None
    why: Phrase
    score: int  # 0 to 100; only for the order


def find_customers(
    customers: Iterable[Customer], words: str, limit: int = 9
) -> list[CustomerMatch]:
    """The customers (as they stand, see `CustomerState.current`) that fit the words, the best
    first.

    Fitting are a file number, its beginning or its end (three characters); a telephone or mobile
    in any spelling, or four and more digits of it; a serial number's beginning (three characters),
    or four and more characters of it; an address or a part of it, as it is written; a name or
    contact or a part of them, also in pinyin: full, initials or mixed, in every reading of a
    character. Several words have to fit each. Only if nothing fits so: names that sound the same,
    then names written a little otherwise.
    """
    query = query_form(words)
    if not query or limit < 1:
        return []
    customers_ = list(customers)
    matches = best_matches(customers_, query)
    query_words = query.split()
    if not matches and len(query_words) > 1:
        matches = match_every_word(customers_, query_words)
    if not matches:
        matches = match_by_sound(customers_, query)
    if not matches:
        near = near_names([plain_form(customer.name) for customer in customers_], query, limit)
        matches = [match_by_spelling(customers_[place], score) for place, score in near]
    return best_first(matches, limit)


def query_form(words: str) -> str:
    """What was typed in the form in which it is compared, no longer than anybody is called."""
    return plain_form(words)[:_LONGEST]


def best_first(matches: list[CustomerMatch], limit: int) -> list[CustomerMatch]:
    """The best first. The sort is stable: what fits alike stays in the order of the files."""
    return sorted(matches, key=lambda match: -match.score)[:limit]


def words_fit_text(text: str, words: str) -> bool:
    """Whether the words stand in the text, as they are or as pinyin of it."""
    query = plain_form(words)[:_LONGEST].replace(" ", "")
    return bool(query) and (
        query in plain_form(text).replace(" ", "") or Pinyin(query).find_in(text) is not None
    )


class Query(Struct, frozen=True):
    """What was typed, in the forms it is compared in."""

    words: str
    telephone: Telephone | None  # or some digits of it; None if it can't be one
    signless: str  # as serial numbers and file numbers are compared
    pinyin: Pinyin


def query_from(query: str) -> Query:
    telephone = None
    if _TELEPHONE.fullmatch(as_code(query)) and sum(char.isdecimal() for char in query) >= 4:
        numbers = telephones(query)
        telephone = numbers[0] if len(numbers) == 1 else None
    return Query(query, telephone, serial_form(query), Pinyin(query))


def best_matches(customers: list[Customer], query: str) -> list[CustomerMatch]:
    """The customers that fit what was asked for as a whole; each by what fits best."""
    forms = query_from(query)
    matches = []
    for customer in customers:
        machines = [
            match
            for machine in customer.equipment
            if (match := _match_machine(customer, machine, forms))
        ]
        own = max(
            _matches_of_customer(customer, forms), key=lambda match: match.score, default=None
        )
        matches += [match for match in machines if own is None or match.score > own.score]
        if own is not None and (
            not machines or own.score >= max(match.score for match in machines)
        ):
            matches.append(own)
    return matches


def _match_machine(customer: Customer, machine: Equipment, query: Query) -> CustomerMatch | None:
    serial = serial_form(machine.serial)
    score = 0
    if query.signless and query.signless == serial:
        score = 99
    elif len(query.signless) >= 3 and serial.startswith(query.signless):
        score = 88
    elif len(query.signless) >= 4 and query.signless in serial:
        score = 78
    if not score:
        return None
    why = Phrase(N_("serial number {serial}"), serial=machine.serial)
    return CustomerMatch(customer=customer, machine=machine, why=why, score=score)


def _matches_of_customer(customer: Customer, query: Query) -> Iterator[CustomerMatch]:
    def match(score: int, says: str, **facts: object) -> CustomerMatch:
        return CustomerMatch(customer=customer, why=Phrase(says, **facts), score=score)

    number = serial_form(customer.id)
    if query.signless == number:
        yield match(100, N_("file number {file}"), file=customer.id)
    elif len(query.signless) >= 3 and (
        number.startswith(query.signless) or number.endswith(query.signless)
    ):
        yield match(84, N_("file number {file}"), file=customer.id)
    if query.telephone:
        for field in phone_fields(customer):
            if score := max(
                (_telephone_score(own, query.telephone) for own in telephones(field)),
                default=0,
            ):
                yield match(score, N_("telephone {number}"), number=field)
    score = _name_score(customer.name, query)
    if score:
        yield match(score, N_("name"))
    for contact in customer.contacts:
        score = _name_score(contact.name, query)
        if score:
            yield match(score - 4, N_("contact {name}"), name=contact.name)
    if len(query.words) >= 2 and query.words in plain_form(customer.address):
        yield match(50, N_("address"))


def _telephone_score(own: Telephone, asked: Telephone) -> int:
    """How well a number fits. With another extension, or where only one has any, it is the same
    house and perhaps another customer: never a whole telephone.
    """
    score = _digits_score(own.number, asked.number)
    if own.extension == asked.extension or score < _WHOLE:
        return score
    return score - 12 if own.extension and asked.extension else score - 6


def _digits_score(own: str, digits: str) -> int:
    if own == digits:
        return 98
    if own.endswith(digits):
        return 94 if len(digits) >= 7 else 86
    if own.startswith(digits):
        return 82
    return 74 if digits in own else 0


def _name_score(text: str, query: Query) -> int:
    """How well a name fits, 0 if it does not: as it is written before pinyin, its beginning before
    its middle.
    """
    form = plain_form(text)
    if query.words == form:
        return 97
    at = form.find(query.words)
    if at >= 0:
        return 90 if at == 0 else 80
    place = query.pinyin.find_in(text)
    if place is None:
        return 0
    return 72 if place == 0 else 64


def match_every_word(customers: list[Customer], query_words: list[str]) -> list[CustomerMatch]:
    """The customers that every single word fits; what is said of them is what fits best."""
    left = customers
    fittest: dict[str, CustomerMatch] = {}
    score: dict[str, int] = {}
    for word in query_words:
        fitting = {
            match.customer.id: match
            for match in sorted(best_matches(left, word), key=lambda match: match.score)
        }
        left = [customer for customer in left if customer.id in fitting]
        for customer in left:
            match = fitting[customer.id]
            earlier = fittest.get(customer.id)
            if earlier is None or (match.machine is not None, match.score) > (
                earlier.machine is not None,
                earlier.score,
            ):
                fittest[customer.id] = match
            score[customer.id] = min(score.get(customer.id, 100), match.score)
    return [
        CustomerMatch(
            customer=customer,
            machine=fittest[customer.id].machine,
            why=fittest[customer.id].why,
            score=score[customer.id],
        )
        for customer in left
    ]


def match_by_sound(customers: list[Customer], query: str) -> list[CustomerMatch]:
    """Names with other characters of the same sound, as an input method puts them: 名辉 for
    明辉.
    """
    people = [
        [
            (customer.name, Phrase(N_("name that sounds alike"))),
            *(
                (contact.name, Phrase(N_("contact {name}, sounds alike"), name=contact.name))
                for contact in customer.contacts
            ),
        ]
        for customer in customers
    ]
    pattern = sound_pattern(
        query, {char for names in people for name, _ in names for char in plain_form(name)}
    )
    if pattern is None:
        return []
    matches = []
    for customer, names in zip(customers, people, strict=True):
        why = next((why for name, why in names if pattern.search(plain_form(name))), None)
        if why is not None:
            matches.append(CustomerMatch(customer=customer, why=why, score=45))
    return matches


def near_names(names: list[str], query: str, limit: int) -> list[tuple[int, float]]:
    """Places of names of which most of what was typed is a part, with how near it is: 昆山华衡
    finds 昆山华恒.
    """
    if len(query) < 3 or any(char.isdecimal() for char in query):
        return []
    from rapidfuzz import fuzz, process

    near = process.extract(query, names, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=65)
    return [(place, score) for _, score, place in near]


def match_by_spelling(customer: Customer, score: float) -> CustomerMatch:
    """A customer whose name is so near to what was typed."""
    return CustomerMatch(
        customer=customer, why=Phrase(N_("name written alike")), score=int(score * 0.4)
    )
