"""Settings as a person reads them: an entry before and after, lists of entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from svc.errors import N_
from svc.render.listings import ValueTable
from svc.render.tables import terminal_cells
from svc.render.words import printable

if TYPE_CHECKING:
    from svc.render.words import Words

FIELDS: dict[str, tuple[str, str]] = {
    # field → what it is called, and the group of labels of its values
    "id": (N_("Staff id"), ""),
    "name": (N_("Named"), ""),
    "office": (N_("Office"), ""),
    "roles": (N_("Roles"), "role"),
    "skills": (N_("Skills"), ""),
    "trainings": (N_("Trainings"), ""),
    "phone": (N_("Phone"), ""),
    "email": (N_("E-mail"), ""),
    "kit": (N_("Set"), ""),
    "left": (N_("Last day with us"), ""),
    "code": (N_("Code"), ""),
    "region": (N_("Region"), ""),
    "calendar": (N_("Working calendar"), ""),
    "address": (N_("Address"), ""),
    "policies": (N_("Promises"), ""),
    "hotline": (N_("Hotline"), ""),
    "price": (N_("Price"), ""),
    "unit": (N_("Unit"), ""),
    "up_to_km": (N_("Up to km"), ""),
    "consumable": (N_("Used up in use"), ""),
    "models": (N_("Models"), ""),
    "specification": (N_("Specification"), ""),
    "for": (N_("What for"), ""),
    "position": (N_("Position in the store"), ""),
    "minimum": (N_("At least in store"), ""),
    "serial": (N_("By serial number"), ""),
    "loaner": (N_("Loaner machine"), ""),
    "replaced_by": (N_("Replaced by"), ""),
    "note": (N_("Remark"), ""),
    "whose": (N_("For whose tickets"), ""),
    "version": (N_("Version"), ""),
    "list": (N_("Price list"), ""),
    "from": (N_("Holds from"), ""),
    "kind": (N_("Group"), ""),
    "hours": (N_("Opening hours"), ""),
    "years": (N_("Holidays entered"), ""),
    "offices": (N_("Used by"), ""),
    "count": (N_("Rows"), ""),
    "title": (N_("Title"), ""),
    "symptom": (N_("Symptom"), ""),
    "words": (N_("Callers say"), ""),
    "cause": (N_("Cause"), ""),
    "remedy": (N_("Likely remedy"), ""),
    "ask": (N_("Ask"), ""),
    "parts": (N_("Parts"), ""),
    "tickets": (N_("Seen on"), ""),
    "on_phone": (N_("On the phone"), ""),
}


LONGEST = 32
"""Cells of a column but the last, so that a list of settings fits the usual terminal."""


def changed_lines(
    before: Mapping[str, object], after: Mapping[str, object], words: Words
) -> Iterator[str]:
    """A line a field that differs: what it was and what it is; of a new entry what it is."""
    fields = [
        name
        for name in {**after, **before}
        if before.get(name) != after.get(name) and (before or after.get(name))
    ]
    heads = [words(FIELDS[name][0]) if name in FIELDS else name for name in fields]
    width = max(map(terminal_cells, heads), default=0)
    for name, head in zip(fields, heads, strict=True):
        old, new = (shown_value(name, entry.get(name), words) for entry in (before, after))
        gap = " " * (width - terminal_cells(head))
        said = new if not before else words(N_("{old} → {new}"), old=old or "—", new=new or "—")
        yield f"  {head}{gap}  {said}"


def shown_value(name: str, value: object, words: Words) -> str:
    """A value in words, on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words(N_("yes")) if value else words(N_("no"))
    if isinstance(value, (list, tuple)):
        return words.comma.join(shown_value(name, each, words) for each in value)
    if name in ("skills", "trainings") and isinstance(value, Mapping):
        return _skill(value, words)
    group = FIELDS[name][1] if name in FIELDS else ""
    return words.label(group, str(value)) if group else printable(str(value))


def _skill(skill: Mapping[str, object], words: Words) -> str:
    """A skill, or the training it follows from."""
    covers = words.label("kind", str(skill.get("covers")))
    if "result" in skill:
        result = words.label("training_result", str(skill["result"]))
        says = N_("{what} {day}: {result}")
        return words(says, what=covers, day=str(skill.get("on")), result=result)
    if skill.get("until"):
        says = N_("{what} ({since} to {until})")
        return words(says, what=covers, since=str(skill["since"]), until=str(skill["until"]))
    return words(N_("{what} (since {since})"), what=covers, since=str(skill.get("since")))


def entries_listed(
    entries: Sequence[Mapping[str, object]], columns: Sequence[str], words: Words
) -> ValueTable:
    """The entries, a row each; a column that is empty in all is left out."""
    rows = [[shown_value(name, entry.get(name), words) for name in columns] for entry in entries]
    kept = [nth for nth in range(len(columns)) if nth == 0 or any(row[nth] for row in rows)]
    return ValueTable(
        heads=[words(FIELDS[columns[nth]][0]) for nth in kept],
        rows=[[row[nth] for nth in kept] for row in rows],
        widest=dict.fromkeys(range(len(kept) - 1), LONGEST),
        numbers=[place for place, nth in enumerate(kept) if columns[nth] == "phone"],
    )


WEEK = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))


def week_in_words(week: Sequence[Sequence[object]], words: Words) -> list[str]:
    """The hours of a week, days that follow each other with the same hours together; without those
    that are closed.
    """
    said = []
    first = 0
    for day in range(1, len(week) + 1):
        if day < len(week) and list(week[day]) == list(week[first]):
            continue
        if week[first]:
            name = words(WEEK[first])
            if day - first > 1:
                name = words(N_("{first} to {last}"), first=name, last=words(WEEK[day - 1]))
            said.append(f"{name} {' '.join(map(str, week[first]))}")
        first = day
    return said
