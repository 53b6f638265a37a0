"""The duty roster (值班表): who takes calls outside opening hours, and who is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import Typist, writing
from svc.errors import NotYourRole
from svc.model import layout
from svc.model.records import plain_data
from svc.model.rosters import Away, Duty, Roster, Shift, who_of
from svc.store.ledger import Ledger

PATH = "roster.yaml"
KEEPERS = ("lead", "coordinator", "manager")


class RosterDay(Struct, frozen=True, kw_only=True):
    """One day: who is on duty, who is away and why."""

    day: date
    duty: list[Duty]
    away: list[tuple[str, str]]


def roster_days(ledger: Ledger, first: date, count: int = 7) -> list[RosterDay]:
    """The roster of so many days from `first` on."""
    listed = []
    for number in range(count):
        day = first + timedelta(days=number)
        away = [
            (absence.who, absence.why)
            for absence in ledger.roster.away
            if absence.since <= day <= absence.until
        ]
        away += [
            (person.id, absence.why)
            for person in ledger.staff.staff
            for absence in person.absences
            if absence.since <= day <= absence.until
        ]
        listed.append(RosterDay(day=day, duty=ledger.roster.entries(day), away=away))
    return listed


def set_duty(
    ledger: Ledger,
    typist: Typist,
    day: date,
    people: list[str],
    shift: tuple[str, str] | None = None,
) -> None:
    """Say who is on duty on a day, or for a shift of it, in the order in which they are called.

    What stands there of other offices stays, and so do the other shifts of theirs. Raises
    UnknownStaff, NotYourRole.
    """
    persons = [ledger.person(person) for person in people]
    offices = {person.office for person in persons}
    entries = [
        Shift(who=person.id, since=shift[0], until=shift[1]) if shift else person.id
        for person in persons
    ]

    def is_replaced(entry: Duty) -> bool:
        person = ledger.staff.find_person(who_of(entry))
        same_shift = shift is None or (
            isinstance(entry, Shift) and (entry.since, entry.until) == shift
        )
        return person is not None and person.office in offices and same_shift

    def with_entries(roster: Roster) -> Roster:
        others = [entry for entry in roster.entries(day) if not is_replaced(entry)]
        return replace(roster, duty={**roster.duty, day.isoformat(): [*others, *entries]})

    _change_roster(ledger, typist, with_entries)


def set_away(
    ledger: Ledger, typist: Typist, *, who: str, since: date, until: date, why: str
) -> None:
    """Say that somebody is away, both days included; said twice it stands once. Raises
    UnknownStaff, NotYourRole.
    """
    away = Away(who=ledger.person(who).id, since=since, until=until, why=why)
    _change_roster(
        ledger,
        typist,
        lambda roster: replace(roster, away=[*(a for a in roster.away if a != away), away]),
    )


def _change_roster(ledger: Ledger, typist: Typist, change: Callable[[Roster], Roster]) -> None:
    """Change the roster as it is under the lock: what somebody else has entered meanwhile stays."""
    if not ledger.person(typist.by).may(KEEPERS):
        raise NotYourRole(person=typist.by, step="roster", roles=list(KEEPERS))
    with writing(ledger, typist) as tx:
        is_there = tx.has_file(PATH)
        ledger.__dict__.pop("roster", None)  # read anew
        data = plain_data(change(ledger.roster))
        data["duty"] = dict(sorted(data.get("duty", {}).items()))
        if is_there:
            tx.replace_file(PATH, layout.write_record(data))
        else:
            tx.create_file(PATH, layout.write_record(data))
    ledger.__dict__.pop("roster", None)
