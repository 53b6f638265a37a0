"""The daily reconciliation (日对账, S2 4.3.3): what a day came to; the cashier counts it and seals
it, and what is put right afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.holds import money_keys
from svc.actions.typist import Typist, writing
from svc.errors import (
    N_,
    CountDiffers,
    Damaged,
    DaySealed,
    MissingFields,
    NoSuchSeal,
    NothingToCorrect,
    Notice,
    Phrase,
)
from svc.model.events import Pay
from svc.model.ids import SealId
from svc.model.labels import LABELS
from svc.model.money import NOTHING
from svc.model.seals import WAYS, Counted, Recounted, Seal, Sealed
from svc.rules.daily.late import Late, late_entries
from svc.rules.daily.papers import LOOKED_BACK
from svc.rules.daily.seals import SealState, seal_digest
from svc.rules.daily.sheet import CASH, OfficeDay, entries_of, sheet_of
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State
    from svc.store.recording import Recording


class Reconciled(Struct, frozen=True, kw_only=True):
    """A day of an office with what was sealed of it."""

    sheet: OfficeDay
    seal: SealState | None
    late: list[Late]  # events of the day that its seal does not have
    carried: list[Late]  # of sealed days before it, that nobody had counted until this day

    @property
    def typed(self) -> datetime | None:
        """When the last of what is told was entered; None if nothing is."""
        moments = [self.sheet.typed, self.seal.last.typed if self.seal else None]
        return max((typed for typed in moments if typed is not None), default=None)

    @property
    def is_as_sealed(self) -> bool:
        """Whether nothing is to be said beside the seal; False where there is none."""
        if self.seal is None:
            return False
        last, sheet = self.seal.last, self.sheet
        books = {each.how: each.books for each in last.counted if each.books}
        return not (
            self.seal.is_disputed
            or any(late.in_seal is None for late in self.late)
            or last.figures != sheet.figures
            or books != sheet.books
        )


class Confirmation(Struct, frozen=True, kw_only=True):
    """What sealing a day, or putting it right, came to."""

    seal: SealState
    repeated: bool
    committed: bool
    notices: list[Notice]


def reconcile(
    ledger: Ledger, office: str, day: date, now: datetime, broken: list[Damaged]
) -> Reconciled:
    """What a day of an office came to, as at its end; of each record that can't be read, the reason
    is added to `broken`. Raises UnknownOffice.
    """
    ledger.office(office)
    seals = _seals_around(ledger, office, day, broken)
    last = max(day, now.date())
    states = [record.state for record in ledger.tickets(broken, "", *_sought(ledger, day, last))]
    entries = [entry for state in states for entry in entries_of(state, office)]
    found = list(late_entries(entries, seals))
    late = [each for each in found if each.entry.day == day]
    carried = _carried(found, seals, day)
    elsewhere = [each for each in late if each.in_seal not in (None, day)]
    sheet = sheet_of(
        states,
        office,
        day,
        ledger.staff,
        left_out=frozenset(each.entry.event.id for each in elsewhere),
        besides=[each.entry for each in carried],
    )
    return Reconciled(sheet=sheet, seal=seals.get(day), late=late, carried=carried)


def unsealed_days(ledger: Ledger, office: str, now: datetime, broken: list[Damaged]) -> list[date]:
    """The days before today, of those looked back at, on which money reached an office's cashier
    and that nobody has sealed (S2 4.3.3).
    """
    first = now.date() - LOOKED_BACK
    days = [first + timedelta(days=number) for number in range(LOOKED_BACK.days)]
    return unsealed_among(ledger, office, days, broken)


def unsealed_among(
    ledger: Ledger, office: str, days: Iterable[date], broken: list[Damaged]
) -> list[date]:
    """Those of these days on which money reached an office's cashier and that nobody has sealed."""
    sealed = {number.day for number in ledger.seal_numbers(office)}
    unsealed = [day for day in days if day not in sealed]
    keys = tuple(("money_day", f"{office} {day}") for day in unsealed)
    of_day: dict[date, dict[str, State]] = defaultdict(dict)
    for record in ledger.tickets(broken, "", Sought(keys=keys)) if keys else ():
        for entry in entries_of(record.state, office):
            if isinstance(entry.event, CASH):
                of_day[entry.day][entry.ticket] = record.state
    return [
        day for day in unsealed if sheet_of(of_day[day].values(), office, day, ledger.staff).books
    ]


def offices_unsealed(
    ledger: Ledger, offices: Iterable[str], now: datetime, broken: list[Damaged]
) -> dict[str, list[date]]:
    """The same of each of these offices that has sealed a day at all, if there are any."""
    found = {
        office: unsealed_days(ledger, office, now, broken)
        for office in offices
        if any(ledger.seal_numbers(office))
    }
    return {office: days for office, days in found.items() if days}


def _seals_around(
    ledger: Ledger, office: str, day: date, broken: list[Damaged]
) -> dict[date, SealState]:
    """The seals that have to do with a day: its own, those looked back at, and later ones that may
    have what came late for it.
    """
    seals: dict[date, SealState] = {}
    for number in ledger.seal_numbers(office):
        if abs(number.day - day) <= LOOKED_BACK:
            try:
                record = ledger.read_seal(number)
            except Damaged as error:
                broken.append(error)
                continue
            if record is not None:
                seals[number.day] = record.state
    return seals


def _sought(ledger: Ledger, day: date, last: date) -> list[Sought]:
    """Tickets that the sheet may say something of: of its day, of days looked back at, of those
    since (what was held then may be back by now), and what is held now.
    """
    first = day - LOOKED_BACK
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    offices = ledger.settings.offices
    held = money_keys(ledger.staff)
    keys = [("day", f"{office} {each}") for office in offices for each in days]
    return [Sought(keys=(("is", "lent"), ("is", "without_slip"), ("is", "to_clear"), *held, *keys))]


def _carried(found: list[Late], seals: Mapping[date, SealState], day: date) -> list[Late]:
    """What came late for a day before and is counted now: nobody had before, or this day's seal
    did.
    """
    seal = seals.get(day)
    before = [each for each in found if each.entry.day < day]
    if seal is None:
        return [each for each in before if each.in_seal is None]
    return [each for each in before if each.entry.event.id in seal.known]


def confirm_day(
    ledger: Ledger,
    typist: Typist,
    *,
    office: str,
    day: date,
    counted: Mapping[Pay, Decimal],
    reason: str = "",
) -> Confirmation:
    """Seal a day: the cashier has counted its money.

    Raises DaySealed, MissingFields for a way of paying that the books have and nobody
    counted, CountDiffers without a reason, NotYourRole, UnknownOffice; Damaged where a
    record that may belong to the day can't be read.
    """
    number = SealId(office, day)
    with writing(ledger, typist) as tx:
        there = tx.seal(number)
        if there is None:
            sheet = _readable(ledger, office, day, typist).sheet
            lines = _count(sheet, counted)
            if not reason and any(line.difference for line in lines):
                raise CountDiffers(differences=[*map(_difference, filter(_differs, lines))])
            sealed = Sealed(
                counted=lines,
                figures=sheet.figures,
                events=sheet.events,
                seal=seal_digest(lines, sheet.figures, sheet.events),
                reason=reason,
            )
            tx.create_seal(
                Seal(
                    id=str(number),
                    status="sealed",
                    office=office,
                    region=ledger.office(office).region,
                    day=day,
                    log=[sealed],
                )
            )
        else:
            holds = there.state.holds
            if not (tx.has_just_said(holds) and _says_the_same(holds, counted, reason)):
                by = ledger.staff.name_of(holds.by)
                raise DaySealed(office=office, whose=office, day=day, by=by, at=holds.typed)
            tx.repeated = True
    return _confirmation(tx, number)


def correct_day(
    ledger: Ledger,
    typist: Typist,
    *,
    office: str,
    day: date,
    counted: Mapping[Pay, Decimal],
    reason: str,
) -> Confirmation:
    """Record what the figures of a sealed day are now, and why; what was sealed stays as it was.
    What is not counted anew stays as counted.

    Raises NoSuchSeal, NothingToCorrect, MissingFields, NotYourRole, UnknownOffice, Damaged.
    """
    number = SealId(office, day)
    with writing(ledger, typist) as tx:
        there = tx.seal(number)
        if there is None:
            raise NoSuchSeal(office=office, whose=office, day=day)
        found = _readable(ledger, office, day, typist)
        sheet, last = found.sheet, there.state.last
        lines = _count(sheet, {each.how: each.counted for each in last.counted} | dict(counted))
        added = sorted(late.entry.event.id for late in found.late if late.in_seal is None)
        recounted = Recounted(
            counted=lines,
            figures=sheet.figures,
            events=added,
            seal=seal_digest(lines, sheet.figures, added),
            reason=reason,
        )
        if not found.is_as_sealed or lines != last.counted:
            tx.append(str(number), recounted)
        elif tx.has_just_said(last) and isinstance(last, Recounted) and last.reason == reason:
            tx.repeated = True
        else:
            raise NothingToCorrect(office=office, whose=office, day=day)
    return _confirmation(tx, number)


def _readable(ledger: Ledger, office: str, day: date, typist: Typist) -> Reconciled:
    """The day, of which everything can be read. Raises Damaged."""
    broken: list[Damaged] = []
    found = reconcile(ledger, office, day, typist.now, broken)
    if broken:
        raise broken[0]
    return found


def _count(sheet: OfficeDay, counted: Mapping[Pay, Decimal]) -> list[Counted]:
    """Books and count by way of paying. Raises MissingFields for what nobody counted."""
    missing = [how for how in sheet.books if how not in counted]
    if missing:
        raise MissingFields(fields=[f"--counted {how}=" for how in missing])
    return [
        Counted(how=how, books=sheet.books.get(how, NOTHING), counted=counted[how])
        for how in WAYS
        if how in counted
    ]


def _differs(line: Counted) -> bool:
    return bool(line.difference)


def _difference(line: Counted) -> Phrase:
    return Phrase(
        N_("{how}: by the books {books}, counted {counted}"),
        how=Phrase(LABELS["pay"][line.how]),
        books=line.books,
        counted=line.counted,
    )


def _says_the_same(holds: Sealed, counted: Mapping[Pay, Decimal], reason: str) -> bool:
    return holds.reason == reason and {each.how: each.counted for each in holds.counted} == counted


def _confirmation(tx: Recording, number: SealId) -> Confirmation:
    state = tx.as_recorded(str(number)).state
    assert isinstance(state, SealState)
    return Confirmation(
        seal=state, repeated=tx.repeated, committed=tx.committed, notices=tx.notices
    )
