"""A region's month, from the records: each is read once, and what was read is told by a digest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import msgspec

from svc.errors import Damaged, NotAMonth, Phrase, UnknownOffice
from svc.model.customers import Customer
from svc.model.ids import is_version, parse_customer_id, parse_ticket_id
from svc.model.tickets import Ticket
from svc.rules.figures.machines import in_use
from svc.rules.figures.months import Months, Window, month_after, window
from svc.rules.figures.sections import sections
from svc.rules.measures import Standing, day_of, last_entry, measure, standing
from svc.rules.reports import REPORT_SCHEMA, Report, Unreadable
from svc.store import files
from svc.store.ledger import Ledger

HEADQUARTERS = "all"
_SETTINGS = ("svc.yaml", "staff.yaml")  # names of regions, labels, names of people


def month(ledger: Ledger, region: str, month: str, now: datetime) -> tuple[Report, list[Damaged]]:
    """The report of a region (its code, its name, or one of its offices'; `all` for headquarters), and what was
    unreadable of it.

    Promises that are open are judged at the end of the ticket's month, or when something was last entered on the
    ticket if that is later; of a month that is not over, now. Raises UnknownOffice, NotAMonth.
    """
    code = "" if region == HEADQUARTERS else _region(ledger, region)
    first = first_day(month)
    reading = _Reading(ledger, code, first, now)
    tickets, customers = reading.tickets(), reading.customers()
    before, year = month_after(first, -1), month_after(first, -12)
    machines = {day: in_use(customers, reading.moment(month_after(day))) for day in (first, before, year)}
    is_older = {"month": reading.began < first, "year": reading.began < month_after(year)}

    def of_month(day: date, of: str = code) -> Window:
        models: dict[str, int] = {}
        for place, counts in machines[day].items():
            for model, number in counts.items() if of in ("", place) else ():
                models[model] = models.get(model, 0) + number
        return window(day, (each for each in tickets if of in ("", each.region)), models)

    months = Months(
        now=of_month(first),
        before=of_month(before) if is_older["month"] else None,
        year=of_month(year) if is_older["year"] else None,
    )
    regions = {name: of_month(first, of=each) for each, name in _region_names(ledger, tickets).items()}
    people = [person.name for person in ledger.staff.staff]

    def name_of(person: str) -> str:
        name = ledger.staff.name(person)
        return f"{name} ({person})" if people.count(name) > 1 else name

    report = Report(
        department=ledger.settings.name,
        region=code,
        region_name=ledger.settings.regions[code].name if code else "",
        month=month,
        as_of=reading.as_of,
        sections=sections(months, name_of, None if code else regions),
        digest=reading.digest(month, {"machines": [machines[day] for day in machines], **is_older}),
        unreadable=[reading.unreadable(error) for error in reading.broken],
    )
    return report, reading.broken


def first_day(month: str) -> date:
    """The first day of a month as typed, `2026-11`. Raises NotAMonth."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = date.min
    if f"{first:%Y-%m}" != month or not 1900 <= first.year < 3000:
        raise NotAMonth(text=month)
    return first


class _Reading:
    """One pass over the records of a region, up to the end of a month."""

    def __init__(self, ledger: Ledger, region: str, first: date, now: datetime) -> None:
        self.broken: list[Damaged] = []
        self.began = date.max  # when the first ticket of the ledger came in, of whatever region
        self._ledger = ledger
        self._zone = ledger.zone
        self._region = region
        self._after = month_after(first)
        self._compared = (first, month_after(first, -1), month_after(first, -12))
        self._now = now
        self._read: dict[str, bytes] = {}
        self._versions: set[str] = set()

    @property
    def as_of(self) -> datetime | None:
        """Now, if the month is not over."""
        return self._now if self._now < self.moment(self._after) else None

    def moment(self, day: date) -> datetime:
        """When a day begins in the ledger's zone."""
        return datetime(day.year, day.month, day.day, tzinfo=self._zone)

    def tickets(self) -> list[Standing]:
        """What each ticket adds: those of the months looked at in full, of others what they add to stocks and cash."""
        out: list[Standing] = []
        broken: list[Damaged] = []
        for record in self._ledger.tickets(broken):
            received = day_of(record.ticket.received, self._zone)
            self.began = min(self.began, received)
            if received >= self._after or self._region not in ("", record.ticket.region):
                continue
            state = record.state
            if received.replace(day=1) not in self._compared:
                out.append(standing(state, self._zone))
                self._read[record.path] = msgspec.json.encode(out[-1])
                continue
            self._read[record.path] = record.text.encode()
            if state.current.terms is not None:
                terms = state.current.terms
                for folder, version in (("policies", terms.policy), ("calendars", terms.calendar)):
                    if is_version(version):  # what is none names no file
                        self._versions.add(f"{folder}/{version}.yaml")
            promises = self._ledger.promises_told(state, self._judged_at(record.ticket, received), self.broken)
            out.append(measure(state, promises, self._zone))
        self._take_broken(broken)
        return out

    def customers(self) -> list[Customer]:
        """The customers' files of the region that were opened before the end of the month."""
        broken: list[Damaged] = []
        out = []
        end = self.moment(self._after)
        for record in self._ledger.customers(broken):
            if record.customer.opened < end and self._region in ("", record.customer.region):
                out.append(record.customer)
        self._take_broken(broken)
        return out

    def digest(self, month: str, besides: dict[str, object]) -> str:
        """Of all that the report comes from, so that the same digest is the same report.

        Whole files: settings, staff, the department's templates, the tickets of the months looked at with their
        policies and calendars, and whatever could not be read. Of other tickets what they add to stocks and cash, of
        customers' files how many machines there were (`besides`): a later note in them changes no report. And the
        moment, where the month is not over.
        """
        from hashlib import sha256

        for path in (*_SETTINGS, *sorted(self._versions)):
            self._read[path] = self._bytes(path)
        for name in _files(self._ledger, "templates"):
            self._read[name] = self._bytes(name)
        told = msgspec.json.encode(besides, order="deterministic").decode()
        head = f"svc report {REPORT_SCHEMA} {self._region or HEADQUARTERS} {month} {self.as_of or ''} {told}\n"
        lines = (f"{path}\0{sha256(data).hexdigest()}\n" for path, data in sorted(self._read.items()))
        return sha256("".join([head, *lines]).encode()).hexdigest()

    def _judged_at(self, ticket: Ticket, received: date) -> datetime:
        end = self.moment(month_after(received.replace(day=1)))
        return self._now if self._now < end else max(end, last_entry(ticket))

    def _take_broken(self, broken: Iterable[Damaged]) -> None:
        """Those of the region: the number in a file's name says of which office it is."""
        offices = self._ledger.settings.offices
        for error in broken:
            path = self._below(str(error.facts["path"]))
            name = path.rpartition("/")[2].removesuffix(".yaml")
            number = parse_ticket_id(name) or parse_customer_id(name)
            office = offices.get(number.office) if number is not None else None
            if self._region and office is not None and office.region != self._region:
                continue
            self.broken.append(error)
            self._read[path] = self._bytes(path)

    def unreadable(self, error: Damaged) -> Unreadable:
        """What the report says of a file: where it lies in the ledger, and what is wrong."""
        problem = error.facts["problem"]
        return Unreadable(
            path=self._below(str(error.facts["path"])),
            line=int(str(error.facts["line"])),
            problem=problem if isinstance(problem, Phrase) else str(problem),
        )

    def _below(self, path: str) -> str:
        """The path as seen from the ledger: the same on every machine."""
        top = f"{self._ledger.top.as_posix()}/"
        return Path(path).as_posix().removeprefix(top)

    def _bytes(self, path: str) -> bytes:
        """What is in a file; of one that is none (a link, a pipe), that it could not be read."""
        try:
            return files.read_file(files.located(self._ledger.top, path)) or b""
        except Damaged as error:
            return error.key.encode()
        except ValueError:  # a name that not every system has
            return b""


def _files(ledger: Ledger, folder: str) -> list[str]:
    """The department's own templates: they may change the pages."""
    top = ledger.top / folder
    return sorted(f"{folder}/{path.name}" for path in top.iterdir()) if top.is_dir() else []


def _region_names(ledger: Ledger, tickets: Iterable[Standing]) -> dict[str, str]:
    """What each region is called, those of tickets that svc.yaml no longer names too; no two the same."""
    named = {code: region.name for code, region in ledger.settings.regions.items()}
    named |= {each.region: each.region for each in tickets if each.region not in named}
    names = list(named.values())
    return {code: f"{name} ({code})" if names.count(name) > 1 else name for code, name in named.items()}


def _region(ledger: Ledger, named: str) -> str:
    settings = ledger.settings
    if named in settings.regions:
        return named
    office = settings.offices.get(named.upper())
    if office is not None:
        return office.region
    for code, region in settings.regions.items():
        if region.name == named:
            return code
    for office in settings.offices.values():
        if office.name == named:
            return office.region
    raise UnknownOffice(office=named, known=[HEADQUARTERS, *settings.regions])
