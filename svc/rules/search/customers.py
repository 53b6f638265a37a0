"""Finding a customer while the caller speaks: by telephone, file number, name, contact, pinyin or serial number.

Pure, and quick enough to be asked at every key: 5,000 files take some ten milliseconds. pypinyin and rapidfuzz
take longer to load than that, so they are imported only when a rare character or a misspelt name calls for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, Phrase

if TYPE_CHECKING:
    from svc.model.customers import Customer, Equipment

_BETWEEN_NUMBERS = re.compile(r"[/,;、|]|或|和")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x)\s*\d{1,6}\s*$|(?<=\d{7})-\d{1,5}\s*$", re.IGNORECASE)
_TELEPHONE = re.compile(r"[+\d][\d\s()./-]*")
_SIGNS = re.compile(r"[\W_]+")
_LONGEST = 60  # characters of a question that are looked at
_BEGINNING = 3  # characters: of those that begin a name alike, few go on alike
_FIRST_WITH_READING = "〇"  # in the order of Unicode


class Match(Struct, frozen=True, kw_only=True):
    """A customer that fits what was typed, with the machine if it was that which fits. `why` says what fits."""

    customer: Customer
    machine: Equipment | None = None
    why: Phrase
    score: int  # 0 to 100; only for the order


def find_customers(customers: Iterable[Customer], words: str, limit: int = 9) -> list[Match]:
    """The customers (as they stand, see `CustomerState.current`) that fit the words, the best first.

    Fitting are a file number or its end; a telephone or mobile in any spelling, or four and more digits of it;
    a serial number's beginning (three characters), or four and more characters of it; name, contact, address or a
    part of them, also in pinyin: full, initials or mixed, in every reading of a character. Several words have to
    fit each. Only if nothing fits so: names that sound the same, then names written a little otherwise.
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
    return bool(asked) and (asked in plain_form(text).replace(" ", "") or Pinyin(asked).place(text) is not None)


@lru_cache(maxsize=200_000)
def plain_form(text: str) -> str:
    """Text for comparing: full-width and half-width, large and small letters are the same, blanks single."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split())


@lru_cache(maxsize=200_000)
def serial_form(serial: str) -> str:
    """A serial number for comparing: letters and digits alone. Nothing where nobody knows it."""
    form = _SIGNS.sub("", plain_form(serial))
    return "" if form == "unknown" else form


@lru_cache(maxsize=200_000)
def telephones(text: str) -> tuple[str, ...]:
    """The telephone numbers in a field, as digits without +86, the area code's 0, or an extension."""
    found = []
    for part in _BETWEEN_NUMBERS.split(plain_form(text)):
        digits = "".join(char for char in _EXTENSION.sub("", part) if char.isdecimal())
        if part.strip().startswith("+86"):
            digits = digits[2:]
        elif digits.startswith("0086"):
            digits = digits[4:]
        elif digits.startswith("86") and len(digits) >= 12:
            digits = digits[2:]
        if digits := digits.removeprefix("0"):
            found.append(digits)
    return tuple(found)


def same_telephone(one: str, other: str) -> bool:
    """Whether two fields have a number in common; one may lack its area code."""
    return any(
        a == b or (min(len(a), len(b)) >= 7 and (a.endswith(b) or b.endswith(a)))
        for a in telephones(one)
        for b in telephones(other)
    )


class Pinyin:
    """What was typed, to be found in names as characters, pinyin, initials, or a mixture of them."""

    def __init__(self, asked: str) -> None:
        self.asked = asked.replace(" ", "")
        self.with_letters = any(char.isascii() and char.isalpha() for char in self.asked)
        self._steps: dict[tuple[str, int], tuple[int, ...]] = {}
        self._first: dict[str, tuple[int, ...]] = {}  # steps from the start

    def place(self, text: str) -> int | None:
        """The index of the first character that the words stand for; None if they don't fit."""
        if not self.with_letters:
            return None
        end = len(self.asked)
        at: dict[int, int] = {}  # so far into the words, beginning at this character
        first = self._first
        for index, char in enumerate(plain_form(text)):
            if char not in first:
                first[char] = self._steps_of(char, 0)
            if not at and not first[char]:
                continue  # most characters of most names
            onward: dict[int, int] = {}
            for so_far, began in at.items():
                for reached in self._steps_of(char, so_far):
                    onward.setdefault(reached, began)
            for reached in first[char]:
                onward.setdefault(reached, index)
            if end in onward:
                return onward[end]
            at = onward
        return None

    def beginning(self, used: Set[str]) -> re.Pattern[str] | None:
        """What stands in every text that the words fit and that has no other characters than these.

        It is what they may begin with, at most three characters; None if they fit none.
        """
        pattern = self._onward(0, used, _BEGINNING)
        return None if pattern is None else re.compile(pattern)

    def _onward(self, so_far: int, used: Set[str], characters: int) -> str | None:
        """A pattern of what may follow so far into the words, so many characters long; None if nothing may."""
        if so_far == len(self.asked) or not characters:
            return ""
        leading: dict[int, list[str]] = {}
        for char in used:
            for reached in self._steps_of(char, so_far):
                leading.setdefault(reached, []).append(char)
        ways = []
        for reached, chars in sorted(leading.items()):
            rest = self._onward(reached, used, characters - 1)
            if rest is not None:
                ways.append(f"[{re.escape(''.join(sorted(chars)))}]{rest}")
        return f"(?:{'|'.join(ways)})" if ways else None

    def _steps_of(self, char: str, so_far: int) -> tuple[int, ...]:
        """How far into the words this character leads from there; remembered, as names share few characters."""
        steps = self._steps.get((char, so_far))
        if steps is None:
            steps = self._steps[(char, so_far)] = tuple(self._reach(char, so_far))
        return steps

    def _reach(self, char: str, so_far: int) -> Iterator[int]:
        if not char.isalnum() and so_far:  # signs inside a name are passed over
            yield so_far
        rest = self.asked[so_far:]
        for spelling in {char, *_spellings(char)}:
            if rest.startswith(spelling):
                yield so_far + len(spelling)
            elif spelling.startswith(rest):  # the last syllable is still being typed
                yield len(self.asked)


@cache
def _spellings(char: str) -> frozenset[str]:
    """All that a Chinese character may be typed as: each of its readings, and their initials."""
    spellings = set(readings(char))
    for reading in tuple(spellings):
        spellings.add(reading[0])
        if reading[:2] in ("zh", "ch", "sh"):
            spellings.add(reading[:2])
    return frozenset(spellings)


@cache
def readings(char: str) -> frozenset[str]:
    """The readings of a character in pinyin without tones, ü as v: 单 is dan, shan and chan."""
    if char < _FIRST_WITH_READING:
        return frozenset()
    known = _in_use().get(char)
    if known is not None:
        return frozenset(known)
    import os

    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # phrases take three quarters of its loading
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors=lambda _: "")
    return frozenset(reading.replace("ü", "v") for reading in found[0] if reading) if found else frozenset()


@cache
def syllables() -> dict[str, str]:
    """Each syllable with the characters that may be read so; of those in use, GB 2312 (6,763)."""
    from svc.rules.search.syllables import TABLE

    found: dict[str, str] = {}
    words = TABLE.split()
    for syllable, chars in zip(words[::2], words[1::2], strict=True):
        found[syllable] = found.get(syllable, "") + chars
    return found


@cache
def _in_use() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for syllable, chars in syllables().items():
        for char in chars:
            found.setdefault(char, []).append(syllable)
    return found


class Question(Struct, frozen=True):
    """What was typed, in the forms it is compared in."""

    words: str
    digits: str  # of a telephone; empty if it can't be one
    serial: str
    number: str  # of a file, without signs
    pinyin: Pinyin


def question(asked: str) -> Question:
    digits = ""
    if _TELEPHONE.fullmatch(_EXTENSION.sub("", asked).strip()):
        numbers = telephones(asked)
        digits = numbers[0] if len(numbers) == 1 and sum(char.isdecimal() for char in asked) >= 4 else ""
    form = serial_form(asked)
    return Question(asked, digits, form, form, Pinyin(asked))


def best(customers: list[Customer], asked: str) -> list[Match]:
    """The customers that fit what was asked for as a whole; each by what fits best."""
    wanted = question(asked)
    found = []
    for customer in customers:
        machines = [match for machine in customer.equipment if (match := _machine(customer, machine, wanted))]
        own = max(_themselves(customer, wanted), key=lambda match: match.score, default=None)
        found += [match for match in machines if own is None or match.score > own.score]
        if own is not None and (not machines or own.score >= max(match.score for match in machines)):
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
    elif len(asked.number) >= 3 and (number.startswith(asked.number) or number.endswith(asked.number)):
        yield match(84, N_("file number {file}"), file=customer.id)
    if asked.digits:
        for field in (customer.phone, *(contact.mobile for contact in customer.contacts)):
            if score := max((_telephone(own, asked.digits) for own in telephones(field)), default=0):
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
    """How well a name fits, 0 if it does not: as it is written before pinyin, its beginning before its middle."""
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
        now = {match.customer.id: match for match in sorted(best(left, part), key=lambda match: match.score)}
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
    """Names with other characters of the same sound, as an input method puts them: 名辉 for 明辉."""
    people = [
        [
            (customer.name, Phrase(N_("name that sounds alike"))),
            *((c.name, Phrase(N_("contact {name}, sounds alike"), name=c.name)) for c in customer.contacts),
        ]
        for customer in customers
    ]
    pattern = sound_of(asked, {char for names in people for name, _ in names for char in plain_form(name)})
    if pattern is None:
        return []
    found = []
    for customer, names in zip(customers, people, strict=True):
        why = next((why for name, why in names if pattern.search(plain_form(name))), None)
        if why is not None:
            found.append(Match(customer=customer, why=why, score=45))
    return found


def sound_of(asked: str, used: Set[str]) -> re.Pattern[str] | None:
    """What names sound like this: each character becomes the class of all those in use that share a reading with it.

    None where nothing is Chinese, or too little is asked for.
    """
    if len(asked) < 2 or not any("\u4e00" <= char <= "\u9fff" for char in asked):
        return None
    return re.compile(r"\W*".join(_class_of(char, used) for char in asked if char.isalnum()))


def _class_of(char: str, used: Set[str]) -> str:
    sound = readings(char)
    alike = {char, *(other for other in used if not sound.isdisjoint(readings(other)))}
    return "[" + "".join(re.escape(each) for each in sorted(alike)) + "]"


def near_names(names: list[str], asked: str, limit: int) -> list[tuple[int, float]]:
    """Places of names of which most of what was typed is a part, with how near it is: 昆山华衡 finds 昆山华恒."""
    if len(asked) < 3 or any(char.isdecimal() for char in asked):
        return []
    from rapidfuzz import fuzz, process

    near = process.extract(asked, names, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=65)
    return [(place, score) for _, score, place in near]


def written_alike(customer: Customer, score: float) -> Match:
    """A customer whose name is so near to what was typed."""
    return Match(customer=customer, why=Phrase(N_("name written alike")), score=int(score * 0.4))
