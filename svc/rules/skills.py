"""What people are certified for, until when (S0 1.6): what runs out, and what an examination
changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from svc.model.staff import Person, Skill, Training


class SkillHeld(Struct, frozen=True, kw_only=True):
    """A skill of somebody who works here."""

    person: Person
    skill: Skill
    # until its last day; 0 on that day, less once it has run out; None: no end
    days_left: int | None


def skills_held(people: Iterable[Person], today: date, office: str = "") -> list[SkillHeld]:
    """The skills of those who work here (of one office), what runs out first before others; of one
    that was renewed the later end counts.
    """
    found = []
    for person in people:
        gone = person.left is not None and person.left < today
        if gone or office not in ("", person.office):
            continue
        latest: dict[str, Skill] = {}
        for skill in person.skills:
            known = latest.get(skill.covers.casefold())
            if known is None or _end(skill) > _end(known):
                latest[skill.covers.casefold()] = skill
        for skill in latest.values():
            left = None if skill.until is None else (skill.until - today).days
            found.append(SkillHeld(person=person, skill=skill, days_left=left))
    return sorted(
        found,
        key=lambda held: (_end(held.skill), held.person.id, held.skill.covers),
    )


def running_out(held: Iterable[SkillHeld], days: int) -> list[SkillHeld]:
    """Those of which the last day comes within so many days, or is over."""
    return [each for each in held if each.days_left is not None and each.days_left <= days]


def skills_after(skills: Iterable[Skill], training: Training) -> list[Skill]:
    """The skills once a training is over: passed, the skill holds from its first day on until the
    new end; failed, it ends with the day of the examination; attended, all stay as they are.
    """
    wanted = training.covers.casefold()
    others = [skill for skill in skills if skill.covers.casefold() != wanted]
    own = [skill for skill in skills if skill.covers.casefold() == wanted]
    if training.result == "attended":
        return [*skills]
    if training.result == "failed":
        return [*others, *(_ended(skill, training.on) for skill in own)]
    since = min([training.on, *(skill.since for skill in own if _holds(skill, training.on))])
    return [*others, Skill(covers=training.covers, since=since, until=training.until)]


def _holds(skill: Skill, day: date) -> bool:
    return skill.since <= day <= _end(skill)


def _ended(skill: Skill, day: date) -> Skill:
    return skill if skill.since > day or _end(skill) <= day else replace(skill, until=day)


def _end(skill: Skill) -> date:
    return skill.until or date.max
