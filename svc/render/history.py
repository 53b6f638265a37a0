"""What is against history, in words: which commit, whose, what it was and what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from svc.errors import N_
from svc.model.labels import LABELS
from svc.render.fields import FIELDS
from svc.render.words import word_as_typed

if TYPE_CHECKING:
    from svc.render.words import Words
    from svc.rules.history.judging import AgainstHistory
    from svc.rules.history.records import Change, Tampering

_OWN = {
    "seq": N_("its number in the log"),
    "at": N_("happened"),
    "typed": N_("entered"),
    "by": N_("by whom"),
    "what": N_("what it is"),
    "digest": N_("digest of the head"),
    "log": N_("order of the log"),
    "received": N_("began"),
    "staff": N_("roles"),
    "clone": N_("copy of the ledger"),
    "id": N_("number"),
    "file": N_("customer's file"),
    "from_file": N_("customer's file"),
    "contact": N_("contact person"),
    "contacts": N_("contacts"),
    "machine": N_("machine"),
    "equipment": N_("machines"),
    "contract": N_("contract"),
    "guided": N_("done by our guidance"),
}
_DO = {
    "number-gap": N_(
        "whoever typed at that desk looks for the record; it is sent with the next sync"
    ),
    "receipt-gap": N_(
        "whoever keeps the book looks for the ticket; a spoilt receipt is voided, not left out"
    ),
    "other-lane": N_("a desk sends what is numbered in its own lane"),
    "claim-changed": N_(
        "the computer that takes it over says so itself: svc init --join --desk {lane} --moved"
    ),
    "settings-changed": N_(
        "whoever keeps them changes them with svc, or edits the file and takes it on: svc adopt "
        "settings --reason REASON"
    ),
    "role": N_("somebody with the role records it, or a manager lets it pass with --allow"),
    "not-allowed": N_("a manager lets it pass"),
    "not-staff": N_("first the person is entered: svc staff add"),
    "future": N_("the clock of that desk is set right"),
    "late": N_("a manager answers for it"),
    "late-for-month": N_(
        "whoever enters something for a sealed month says why, with --late REASON; a manager "
        "answers for what was entered without"
    ),
    "event-reverted": N_(
        "nothing is reverted; what was wrong is put right by an event: it is amended, reopened, "
        "voided"
    ),
}
_DO_ELSE = N_(
    "nothing that was recorded is edited; what was wrong is put right by an event. As it was: git "
    "show {commit}^:{path}"
)
_SHOWN, _LONGEST = 4, 100
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")


def lines_about(words: Words, found: AgainstHistory) -> list[str]:
    """All that is said of one finding."""
    return [
        problem_line(words, found),
        commit_line(words, found),
        *change_lines(words, found),
        advice(words, found) if found.stands else standing(words, found),
    ]


def problem_line(words: Words, found: AgainstHistory) -> str:
    """Where, what, by which rule, and by what a manager answers for it."""
    problem = words.show(found.tampering.problem)
    mark = f"[{found.tampering.kind} {found.of}]"
    return f"{words.show(found.path)}: {problem} {mark}"


def commit_line(words: Words, found: AgainstHistory) -> str:
    """In which commit, whose, when."""
    commit = found.commit
    says = N_("commit {commit} of {when}, by {author}")
    return words(says, commit=commit.short, when=commit.when, author=commit.author)


def change_lines(words: Words, found: AgainstHistory) -> Iterator[str]:
    """What was, and what is."""
    changes = found.tampering.changes
    for change in changes[:_SHOWN]:
        field = field_named(words, found.tampering, change)
        before, after = (_value(words, found, change, at) for at in (1, 2))
        yield words(N_("{field}: {before} → {after}"), field=field, before=before, after=after)
    if len(changes) > _SHOWN:
        yield words(N_("and {count} more"), count=len(changes) - _SHOWN)


def advice(words: Words, found: AgainstHistory) -> str:
    """What is to be done."""
    kind = found.tampering.kind
    if kind == "role-changed":
        return _roles_by_svc(words, found)
    lane = str(found.tampering.problem.facts.get("lane", ""))
    says = _DO.get(kind, _DO_ELSE)
    return words(says, commit=found.commit.short, path=found.path, lane=lane)


def _roles_by_svc(words: Words, found: AgainstHistory) -> str:
    """How whoever keeps the settings gives the roles that somebody edited in; somebody who is gone
    has left.
    """
    (change,) = found.tampering.changes
    _, person, _ = change.field
    roles = [words.label("role", role) for role in change.after.split()]
    if not roles:
        says = N_(
            "whoever has left stays in it, with the day: svc staff change {person} --left today"
        )
        return words(says, person=word_as_typed(person))
    given = " ".join(f"--role {word_as_typed(role)}" for role in roles)
    if change.before or person in found.people:
        says = N_(
            "roles are given by whoever keeps the settings: svc staff change {person} {roles}"
        )
        return words(says, person=word_as_typed(person), roles=given)
    says = N_("people are entered by whoever keeps the settings: svc staff add {person} {roles}")
    name = found.tampering.problem.facts.get("person", person)
    return words(says, person=word_as_typed(str(name)), roles=given)


def standing(words: Words, found: AgainstHistory) -> str:
    """That nothing more has to be done about it; empty where something has."""
    if found.answered:
        return words(N_("a manager answers for it"))
    return words(N_("put right since")) if found.mended else ""


def field_named(words: Words, tampering: Tampering, change: Change) -> str:
    """What a field of an event or of the head is called."""
    first, last = change.field[0], change.field[-1]
    if first == "settings":
        return ".".join(change.field[1:])
    if tampering.event and first not in _OWN:
        label, _ = FIELDS.get(f"{tampering.what}.{first}") or FIELDS.get(first, (first, ""))
        return words(label)
    if len(change.field) == 1 and first in _OWN and not tampering.kind.startswith("head"):
        return words(_OWN[first])
    if first == "staff":
        return words(_OWN["staff"])
    return words.label("told", last)


def _value(words: Words, found: AgainstHistory, change: Change, at: int) -> str:
    text = change[at]
    assert isinstance(text, str)
    if not text:
        return "—"
    if change.field[0] == "staff":
        return words.comma.join(words.label("role", role) for role in text.split())
    if change.field == ("what",):
        return words.label("event", text)
    if change.field == ("received",):  # when and by whom a record was taken down
        return " ".join(_for_people(words, found, each) for each in text.split(" "))
    if found.tampering.event and len(change.field) == 1:
        first = change.field[0]
        named = FIELDS.get(f"{found.tampering.what}.{first}", FIELDS.get(first, ("", "")))
        if named[1] in LABELS:
            text = words.label(named[1], text)
    text = _for_people(words, found, text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _for_people(words: Words, found: AgainstHistory, text: str) -> str:
    """A person's name in place of their id, a moment as it is read; all else as it is."""
    person = found.people.get(text)
    if person is not None:
        return person.name
    if _MOMENT.fullmatch(text):
        return words.show(datetime.fromisoformat(text))
    return text
