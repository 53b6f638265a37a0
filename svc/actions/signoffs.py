"""The duty head signs that a day had no complaint (S4 2.7.4), and where nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from svc.actions.typist import Typist, writing
from svc.errors import ComplaintsThatDay, Damaged, NoSuchRecord, NoSuchVersion, NotADutyHead
from svc.model import layout, reading
from svc.model.faults import record_from
from svc.model.records import plain_data
from svc.model.signoffs import SignOff, SignOffs
from svc.rules.signoffs import days_unsigned
from svc.store.clone_settings import own_lane
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.records import Record

HEADS = ("head", "lead", "manager")
LOOKED_BACK = timedelta(days=31)
"""Days that lie farther back are nobody's to sign any more."""


class SignedDay(Struct, frozen=True, kw_only=True):
    """A day that is signed; `repeated`: it was before."""

    office: str
    day: date
    by: str
    repeated: bool
    committed: bool


class Unsigned(Struct, frozen=True, kw_only=True):
    """An office with the working days of which nobody has said anything."""

    office: str
    days: list[date]


def sign_no_complaints(
    ledger: Ledger, typist: Typist, *, office: str, day: date, words: str = ""
) -> SignedDay:
    """Say that an office had no complaint that day.

    Raises ComplaintsThatDay, NotADutyHead, UnknownOffice, NoLane, PartOnly where the office's
    tickets are not all here; then nothing is written.
    """
    if not ledger.person(typist.by).may(HEADS):
        raise NotADutyHead(person=ledger.staff.name_of(typist.by), roles=list(HEADS))
    ledger.office(office)
    ledger.check_has_all_of([office])
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        received = complaints_since(ledger, office, day, [])
        complaints = [record.ticket.id for record, that in received if that == day]
        if complaints:
            raise ComplaintsThatDay(office=office, day=day, tickets=complaints)
        broken: list[Damaged] = []
        there = next((s for s in _signed_days(ledger, office, broken) if s.day == day), None)
        if there is not None:
            return SignedDay(office=office, day=day, by=there.by, repeated=True, committed=True)
        own = SignOffs(office=office, month=f"{day:%Y-%m}", desk=lane, days=[])
        data = tx.bytes_of(own.path)
        if data is not None:
            text = reading.decode(data, own.path)
            own = record_from(reading.read_record(text, own.path), SignOffs, own.path, text)
        signed = SignOff(day=day, by=typist.by, typed=typist.now, words=words)
        days = sorted([*own.days, signed], key=lambda each: each.day)
        text = layout.write_record({**plain_data(own), "days": [plain_data(d) for d in days]})
        (tx.create_file if data is None else tx.replace_file)(own.path, text)
    return SignedDay(office=office, day=day, by=typist.by, repeated=False, committed=tx.committed)


def unsigned_days(
    ledger: Ledger, now: datetime, broken: list[Damaged], office: str = ""
) -> list[Unsigned]:
    """The offices, or the one, in which a working day ended without a complaint and without a word
    of the duty head; counted from the first ticket on. Files of signed days that can't be read are
    added to `broken`; of tickets it is said where they are listed.
    """
    found = []
    for code in [office] if office else ledger.settings.offices:
        since = _first_day(ledger, code)
        if since is None:
            continue
        since = max(since, now.date() - LOOKED_BACK)
        spoken_for = {day for _, day in complaints_since(ledger, code, since, [])}
        spoken_for |= {each.day for each in _signed_days(ledger, code, broken)}
        try:
            calendar = ledger.calendar(
                ledger.newest("calendars", ledger.settings.offices[code].calendar)
            )
        except (NoSuchVersion, Damaged):
            continue  # `svc check` names it
        days = days_unsigned(calendar, since, now, spoken_for)
        if days:
            found.append(Unsigned(office=code, days=days))
    return found


def complaints_since(
    ledger: Ledger, office: str, since: date, broken: list[Damaged]
) -> Iterator[tuple[Record, date]]:
    """The complaints an office has received since a day, each with its day."""
    midnight = datetime.combine(since, datetime.min.time(), tzinfo=ledger.zone)
    sought = Sought(keys=(("is", "complaint"),), received_from=midnight)
    for record in ledger.tickets(broken, office, sought):
        day = record.ticket.received.astimezone(ledger.zone).date()
        if record.ticket.kind == "complaint" and day >= since:
            yield record, day


def contradicted_days(
    ledger: Ledger, broken: list[Damaged]
) -> Iterator[tuple[SignOffs, int, list[str]]]:
    """Days that one desk signed and on which another registered complaints: the file, the place in
    it, the complaints.
    """
    for office in ledger.settings.offices:
        files = list(ledger.sign_offs(office, broken))
        days = [signed.day for file in files for signed in file.days]
        if not days:
            continue
        complaints: dict[date, list[str]] = {}
        for record, day in complaints_since(ledger, office, min(days), []):
            complaints.setdefault(day, []).append(record.ticket.id)
        for file in files:
            for place, signed in enumerate(file.days):
                if signed.day in complaints:
                    yield file, place, complaints[signed.day]


def _signed_days(ledger: Ledger, office: str, broken: list[Damaged]) -> list[SignOff]:
    return [signed for file in ledger.sign_offs(office, broken) for signed in file.days]


def _first_day(ledger: Ledger, office: str) -> date | None:
    """The day of the office's first ticket; None if it has none."""
    for folder in ledger.month_folders(office):
        for number in ledger.numbers_in(folder)[:1]:
            try:
                return ledger.read(str(number)).ticket.received.astimezone(ledger.zone).date()
            except (Damaged, NoSuchRecord):
                return date(number.year, number.month, 1)
    return None
