"""Rules about days that are sealed: what was sealed is what the seal says, one cashier sealed it,
and nothing came late that nobody has counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from svc.errors import N_, Phrase
from svc.model.labels import event_called
from svc.model.seals import Recounted, Sealed
from svc.rules.checks.subject import CheckedSeal, CheckedTicket, Finding
from svc.rules.daily.seals import seal_digest
from svc.rules.daily.sheet import entries_of


def what_was_sealed_is_as_it_was(checked: CheckedSeal) -> Iterator[Finding]:
    """Figures, counts and events come to the digest that was written with them."""
    for index, event in checked.events_in_order(Sealed, Recounted):
        if event.seal != seal_digest(event.counted, event.figures, event.events):
            says = N_("the figures of '{what}' are not those that were confirmed")
            problem = Phrase(says, what=event_called(event))
            yield Finding("seal", problem, ("log", index, "seal"))


def one_desk_sealed_the_day(checked: CheckedSeal) -> Iterator[Finding]:
    """Of two the first holds; a correction says which figures are right."""
    if checked.state.is_disputed:
        holds = checked.state.holds
        for index, event in checked.events_in_order(Sealed):
            if event.id != holds.id:
                problem = Phrase(
                    N_("{by} sealed it too; the first, {first}, holds"),
                    by=event.by,
                    first=holds.by,
                    day=checked.record.day,
                    office=checked.record.office,
                )
                yield Finding("sealed-twice", problem, ("log", index))


def nothing_came_late_for_a_sealed_day(checked: CheckedTicket) -> Iterator[Finding]:
    """An event of the daily sheet whose day was sealed without it, and that no other seal has
    either.
    """
    places = {event.id: index for index, event in checked.order}
    for office in {checked.state.office_of(event) for event in checked.state.events}:
        sealed = checked.references.seals().get(office)
        for entry in entries_of(checked.state, office) if sealed else ():
            if sealed and entry.day in sealed.days and entry.event.id not in sealed.events:
                problem = Phrase(
                    N_("'{what}' of {day} was entered after that day was sealed ({office})"),
                    what=event_called(entry.event),
                    day=entry.day,
                    office=office,
                )
                yield Finding("late-entry", problem, ("log", places[entry.event.id]))
