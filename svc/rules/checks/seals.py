"""Rules about days and months that are sealed: what was sealed is what the seal says, one desk
sealed it, nothing came late for a day that nobody has counted, nor for a month without a reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.labels import event_called
from svc.model.month_seals import MonthRecounted, MonthSealed
from svc.model.seals import Recounted, Sealed
from svc.model.times import day_of
from svc.rules.checks.subject import CheckedMonthSeal, CheckedSeal, CheckedTicket, Finding
from svc.rules.daily.month_seals import NOTED_BY_ITSELF, month_seal_digest
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


def what_was_sealed_of_the_month_is_as_it_was(checked: CheckedMonthSeal) -> Iterator[Finding]:
    """Figures and events come to the digest that was written with them."""
    for index, event in checked.events_in_order(MonthSealed, MonthRecounted):
        if event.seal != month_seal_digest(event.figure_lines, event.ticket_lines):
            says = N_("the figures of '{what}' are not those that were confirmed")
            problem = Phrase(says, what=event_called(event))
            yield Finding("month-seal", problem, ("log", index, "seal"))


def one_desk_sealed_the_month(checked: CheckedMonthSeal) -> Iterator[Finding]:
    """Of two with other figures the first holds; a correction says which are right."""
    if checked.state.is_disputed:
        holds = checked.state.holds
        for index, event in checked.events_in_order(MonthSealed):
            if event.seal != holds.seal:
                problem = Phrase(
                    N_("{by} sealed it too, with other figures; the first, {first}, holds"),
                    by=event.by,
                    first=holds.by,
                    month=checked.record.month,
                    office=checked.record.office,
                )
                yield Finding("month-sealed-twice", problem, ("log", index))


def what_came_late_for_a_sealed_month_has_a_reason(checked: CheckedTicket) -> Iterator[Finding]:
    """An event that happened in a month of the office that acted, and that the month's seal does
    not have, says why it came late; or a manager answers for it, or the month was put right with
    it.
    """
    known, answered = checked.references, _answered_for(checked)
    for index, event in checked.order:
        month = day_of(event.at, known.zone).replace(day=1)
        if event.late or event.allowed or isinstance(event, NOTED_BY_ITSELF):
            continue
        office = checked.state.office_of(event)
        sealed = known.months(office, month)
        if sealed is not None and event.id not in sealed.known and event.id not in answered:
            problem = Phrase(
                N_(
                    "'{what}' of {day} was entered after {month} was sealed ({office}), without a "
                    "reason"
                ),
                what=event_called(event),
                day=event.at.date(),
                month=f"{month:%Y-%m}",
                office=office,
                event=event.id,
            )
            yield Finding("late-for-month", problem, ("log", index))


def _answered_for(checked: CheckedTicket) -> frozenset[str]:
    """What managers answer for on this ticket: ids of events."""
    people = checked.references.people or {}
    return frozenset(
        event.of
        for _, event in checked.events_of(ev.Approved)
        if event.of and event.granted and (who := people.get(event.by)) and who.may(("manager",))
    )
