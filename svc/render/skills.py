"""Who is certified for what, until when, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from svc.errors import N_
from svc.model.labels import LABELS
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words
from svc.rules.skills import SkillHeld


def skill_table(held: Sequence[SkillHeld], words: Words) -> ValueTable:
    """A row a skill: whose, for what, since when, until when, how it stands."""
    heads = (
        *(N_("Person"), N_("Office"), N_("Certified for"), N_("Valid from"), N_("Valid until")),
        N_("How it stands"),
    )
    rows: list[list[TableValue]] = [
        [
            each.person.name,
            each.person.office,
            covers_said(each.skill.covers, words),
            each.skill.since,
            each.skill.until or "",
            state_said(each, words),
        ]
        for each in held
    ]
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def covers_said(covers: str, words: Words) -> str:
    """A kind of work by what it is called, a model as it is."""
    return words.label("kind", covers) if covers in LABELS["kind"] else covers


def state_said(held: SkillHeld, words: Words) -> str:
    """How a skill stands: holds, runs out in so many days, has run out."""
    if held.days_left is None:
        return words(N_("no end"))
    if held.days_left < 0:
        return words(N_("run out {days} days ago"), days=-held.days_left)
    return words(N_("{days} days left"), days=held.days_left)
