"""One of the staff by what people call them: id, name, or pinyin of the name.

Nobody is guessed: where two have what was typed, both are named and nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from svc.errors import SeveralPeople, UnknownStaff
from svc.model.staff import Person
from svc.model.typed_text import as_code
from svc.rules.forms import plain_form
from svc.rules.search.pinyin import Pinyin


def person_called(staff: Sequence[Person], words: str, office: str = "") -> Person:
    """The person meant. A refusal names those of the office, if one is given.

    An id is one person's; a name or its pinyin may be several people's. Of these, somebody who has
    left is meant only where nobody else can be. Raises UnknownStaff, SeveralPeople.
    """
    people = people_called(staff, words)
    if len(people) == 1:
        return people[0]
    if people:
        raise SeveralPeople(person=words, people=[_shown(person) for person in people])
    active = [person for person in staff if person.left is None]
    known = [person for person in active if office in ("", person.office)] or active
    raise UnknownStaff(
        person=words,
        known=[person.id for person in staff],
        people=[_shown(person) for person in known],
    )


def people_called(staff: Sequence[Person], words: str) -> list[Person]:
    """All who can be meant: one by the id, else all of the name, else all of the pinyin."""
    words = as_code(words)
    form = plain_form(words).replace(" ", "")
    by_id = [person for person in staff if person.id in (words, form)]
    if by_id or not form:
        return by_id[:1]
    by_name = [person for person in staff if plain_form(person.name).replace(" ", "") == form]
    pinyin = Pinyin(form)
    people = by_name or [person for person in staff if _is_all_of(person.name, pinyin)]
    return [person for person in people if person.left is None] or people


def new_person_id(name: str, taken: Sequence[str]) -> str:
    """An id for somebody of this name that nobody has: the surname in pinyin, else with the initial
    of what follows, else all of it, else with a number. A Latin name stands for itself.
    """
    words = re.findall(r"[a-z0-9]+", name.casefold())
    syllables = [_usual_reading(char) for char in name if "\u3400" <= char <= "\u9fff"] or words
    first, rest = "".join(syllables[:1]), [word for word in syllables[1:] if word]
    tried = [first, first + "".join(word[0] for word in rest[:1]), "".join([first, *rest])]
    for id in tried:
        if re.fullmatch(r"[a-z][a-z0-9_]*", id) and id not in taken:
            return id
    stem = next((id for id in tried if re.fullmatch(r"[a-z][a-z0-9_]*", id)), "staff")
    return next(f"{stem}{number}" for number in count(2) if f"{stem}{number}" not in taken)


def pinyin_of(name: str) -> str:
    """A name as a code: 华南 is huanan. Empty if it has no letters."""
    return "".join(
        _usual_reading(char) if "\u3400" <= char <= "\u9fff" else char.casefold()
        for char in name
        if char.isalnum()
    )


def _usual_reading(char: str) -> str:
    """The commonest reading of a character, without tones."""
    import os

    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.NORMAL, errors=lambda _: "")
    return readings[0][0].replace("ü", "v") if readings and readings[0] else ""


def _is_all_of(name: str, pinyin: Pinyin) -> bool:
    """Whether the pinyin is that of the whole name, in full, in initials or mixed."""
    return pinyin.find_in(name) == 0 and pinyin.find_in(name[:-1]) is None


def _shown(person: Person) -> str:
    office = f" ({person.office})" if person.office else ""
    return f"{person.id} {person.name}{office}"
