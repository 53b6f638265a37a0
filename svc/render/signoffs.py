"""Days of which nobody has signed that there were no complaints, in words."""

from __future__ import annotations

from collections.abc import Iterable

from svc.actions.signoffs import Unsigned
from svc.errors import N_
from svc.model.settings import Settings
from svc.render.words import Words, printable

NAMED = 3
"""So many days are named, the last ones; of more it is said how many there are."""


def unsigned_lines(unsigned: Iterable[Unsigned], settings: Settings, words: Words) -> list[str]:
    """A line for each office, the last day first, with what to type for it."""
    lines = []
    for each in unsigned:
        days = words.comma.join(words.show(day) for day in each.days[: -NAMED - 1 : -1])
        if len(each.days) > NAMED:
            days = words(N_("{days} … ({count} days)"), days=days, count=len(each.days))
        lines.append(
            words(
                N_(
                    "{office}: no complaint and no word that there was none: {days}. If so: svc "
                    "complaint none {day} --office {code}"
                ),
                office=printable(settings.offices[each.office].name),
                days=days,
                day=each.days[-1],
                code=each.office,
            )
        )
    return lines


def unsigned_fields(unsigned: Iterable[Unsigned]) -> list[dict[str, object]]:
    """The same in JSON."""
    return [
        {"office": each.office, "days": [day.isoformat() for day in each.days]} for each in unsigned
    ]
