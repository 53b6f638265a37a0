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
from svc.rules.forms import plain_form, serial_form, telephones, without_extension
from svc.rules.search.pinyin import Pinyin, sound_of

if TYPE_CHECKING:
    from svc.model.customers import Customer, Equipment

_TELEPHONE = re.compile(r"[+\d][\d\s()./-]*")
_LONGEST = 60  # characters of a question that are looked at


class Match(Struct, frozen=True, kw_only=True):
    """A customer that fits what was typed, with the machine if it was that which fits. `why` says
    what fits.
    """

    customer: Customer
    machine: Equipment | None = None
    why: Phrase
    score: int  # 0 to 100; only for the order


def find_customers(customers: Iterable[Customer], words: str, limit: int = 9) -> list[Match]:
    """The customers (as they stand, see `CustomerState.current`) that fit the words, the best
    first.

    Fitting are a file number or its end; a telephone or mobile in any spelling, or four and more
    digits of it; a serial number's beginning (three characters), or four and more characters of it;
    name, contact, address or a part of them, also in pinyin: full, initials or mixed, in every
    reading of a character. Several words have to fit each. Only if nothing fits so: names that
    sound the same, then names written a little otherwise.
    """
    asked = asked_for(words)
    if not asked or limit < 1:
        return []
    there = list(customers)
    found = best(there, asked)
    parts = asked.split()
    if not found and len(parts) > 1:
        found = fitting_each(there, parts)
    if not found:
        found = sounding_alike(there, asked)
    if not found:
        near = near_names([plain_form(customer.name) for customer in there], asked, limit)
        found = [written_alike(there[place], score) for place, score in near]
    return in_order(found, limit)


def asked_for(words: str) -> str:
    """What was typed in the form in which it is compared, no longer than anybody is called."""
    return plain_form(words)[:_LONGEST]


def in_order(found: list[Match], limit: int) -> list[Match]:
    """The best first. The sort is stable: what fits alike stays in the order of the files."""
    return sorted(found, key=lambda match: -match.score)[:limit]


def hits(text: str, words: str) -> bool:
    """Whether the words stand in the text, as they are or as pinyin of it."""
    asked = plain_form(words)[:_LONGEST].replace(" ", "")
    return bool(asked) and (
        asked in plain_form(text).replace(" ", "") or Pinyin(asked).place(text) is not None
    )


class Question(Struct, frozen=True):
    """What was typed, in the forms it is compared in."""

    words: str
    digits: str  # of a telephone; empty if it can't be one
    serial: str
    number: str  # of a file, without signs
    pinyin: Pinyin


def question(asked: str) -> Question:
    digits = ""
    if _TELEPHONE.fullmatch(without_extension(asked).strip()):
        numbers = telephones(asked)
        digits = (
            numbers[0] if len(numbers) == 1 and sum(char.isdecimal() for char in asked) >= 4 else ""
        )
    form = serial_form(asked)
    return Question(asked, digits, form, form, Pinyin(asked))


def best(customers: list[Customer], asked: str) -> list[Match]:
    """The customers that fit what was asked for as a whole; each by what fits best."""
    wanted = question(asked)
    found = []
    for customer in customers:
        machines = [
            match
            for machine in customer.equipment
            if (match := _machine(customer, machine, wanted))
        ]
        own = max(_themselves(customer, wanted), key=lambda match: match.score, default=None)
        found += [match for match in machines if own is None or match.score > own.score]
        if own is not None and (
            not machines or own.score >= max(match.score for match in machines)
        ):
            found.append(own)
    return found


def _machine(customer: Customer, machine: Equipment, asked: Question) -> Match | None:
    serial = serial_form(machine.serial)
    score = 0
    if asked.serial and asked.serial == serial:
        score = 99
    elif len(asked.serial) >= 3 and serial.startswith(asked.serial):
        score = 88
    elif len(asked.serial) >= 4 and asked.serial in serial:
        score = 78
    if not score:
        return None
    why = Phrase(N_("serial number {serial}"), serial=machine.serial)
    return Match(customer=customer, machine=machine, why=why, score=score)


def _themselves(customer: Customer, asked: Question) -> Iterator[Match]:
    def match(score: int, says: str, **facts: object) -> Match:
        return Match(customer=customer, why=Phrase(says, **facts), score=score)

    number = serial_form(customer.id)
    if asked.number == number:
        yield match(100, N_("file number {file}"), file=customer.id)
    elif len(asked.number) >= 3 and (
        number.startswith(asked.number) or number.endswith(asked.number)
    ):
        yield match(84, N_("file number {file}"), file=customer.id)
    if asked.digits:
        for field in (customer.phone, *(contact.mobile for contact in customer.contacts)):
            if score := max(
                (_telephone(own, asked.digits) for own in telephones(field)), default=0
            ):
                yield match(score, N_("telephone {number}"), number=field)
    score = _text(customer.name, asked)
    if score:
        yield match(score, N_("name"))
    for contact in customer.contacts:
        score = _text(contact.name, asked)
        if score:
            yield match(score - 4, N_("contact {name}"), name=contact.name)
    if len(asked.words) >= 2 and asked.words in plain_form(customer.address):
        yield match(50, N_("address"))


def _telephone(own: str, digits: str) -> int:
    if own == digits:
        return 98
    if own.endswith(digits):
        return 94 if len(digits) >= 7 else 86
    return 82 if own.startswith(digits) else 74 if digits in own else 0


def _text(text: str, asked: Question) -> int:
    """How well a name fits, 0 if it does not: as it is written before pinyin, its beginning before
    its middle.
    """
    form = plain_form(text)
    if asked.words == form:
        return 97
    at = form.find(asked.words)
    if at >= 0:
        return 90 if at == 0 else 80
    place = asked.pinyin.place(text)
    if place is None:
        return 0
    return 72 if place == 0 else 64


def fitting_each(customers: list[Customer], parts: list[str]) -> list[Match]:
    """The customers that every single word fits; what is said of them is what fits best."""
    left = customers
    fittest: dict[str, Match] = {}
    score: dict[str, int] = {}
    for part in parts:
        now = {
            match.customer.id: match
            for match in sorted(best(left, part), key=lambda match: match.score)
        }
        left = [customer for customer in left if customer.id in now]
        for customer in left:
            match = now[customer.id]
            earlier = fittest.get(customer.id)
            if earlier is None or (match.machine is not None, match.score) > (
                earlier.machine is not None,
                earlier.score,
            ):
                fittest[customer.id] = match
            score[customer.id] = min(score.get(customer.id, 100), match.score)
    return [
        Match(
            customer=customer,
            machine=fittest[customer.id].machine,
            why=fittest[customer.id].why,
            score=score[customer.id],
        )
        for customer in left
    ]


def sounding_alike(customers: list[Customer], asked: str) -> list[Match]:
    """Names with other characters of the same sound, as an input method puts them: 名辉 for
    明辉.
    """
    people = [
        [
            (customer.name, Phrase(N_("name that sounds alike"))),
            *(
                (c.name, Phrase(N_("contact {name}, sounds alike"), name=c.name))
                for c in customer.contacts
            ),
        ]
        for customer in customers
    ]
    pattern = sound_of(
        asked, {char for names in people for name, _ in names for char in plain_form(name)}
    )
    if pattern is None:
        return []
    found = []
    for customer, names in zip(customers, people, strict=True):
        why = next((why for name, why in names if pattern.search(plain_form(name))), None)
        if why is not None:
            found.append(Match(customer=customer, why=why, score=45))
    return found


def near_names(names: list[str], asked: str, limit: int) -> list[tuple[int, float]]:
    """Places of names of which most of what was typed is a part, with how near it is: 昆山华衡
    finds 昆山华恒.
    """
    if len(asked) < 3 or any(char.isdecimal() for char in asked):
        return []
    from rapidfuzz import fuzz, process

    near = process.extract(asked, names, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=65)
    return [(place, score) for _, score, place in near]


def written_alike(customer: Customer, score: float) -> Match:
    """A customer whose name is so near to what was typed."""
    return Match(customer=customer, why=Phrase(N_("name written alike")), score=int(score * 0.4))
