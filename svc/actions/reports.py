"""A region's month in figures, and a digest of what they come from."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from svc.errors import Damaged, NotAMonth, Phrase, UnknownOffice
from svc.model.digests import digest
from svc.model.ids import parse_customer_id, parse_ticket_id
from svc.rules.reports import REPORT_SCHEMA, Report, Unreadable
from svc.store import files
from svc.store.index.reports import kept_report
from svc.store.ledger import Ledger

HEADQUARTERS = "all"
_SETTINGS = ("svc.yaml", "staff.yaml")  # names of regions, labels, names of people


def month(
    ledger: Ledger, region: str, month: str, now: datetime, *, explained: bool = False
) -> tuple[Report, list[Damaged]]:
    """The report of a region (its code, its name, or one of its offices'; `all` for headquarters), and what was
    unreadable of it. `explained`: with the tickets behind each figure.

    Promises that are open are judged at the end of the ticket's month, or when something was last entered on the
    ticket if that is later; of a month that is not over, now. Raises UnknownOffice, NotAMonth.
    """
    code = "" if region == HEADQUARTERS else _region(ledger, region)
    first = first_day(month)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    is_over = now >= datetime(after.year, after.month, 1, tzinfo=ledger.zone)
    kept = None
    if not explained:
        (kept,) = ledger.ask_index(lambda i: (kept_report(i, code, first, now),), customers="likely") or (None,)
    broken: list[Damaged] = []
    if kept is not None:
        of, sections = kept
    else:
        from svc.actions.months import made  # a report that the index has kept needs nothing of this

        told = made(ledger, code, first, now, explained=explained)
        of, sections = told.digest, told.sections
        broken = [error for error in told.broken if _is_of(ledger, code, error)]
    report = Report(
        department=ledger.settings.name,
        region=code,
        region_name=ledger.settings.regions[code].name if code else "",
        month=month,
        as_of=None if is_over else now,
        sections=sections,
        digest="",
        unreadable=[_unreadable(ledger, error) for error in broken],
    )
    return replace(report, digest=_digest(ledger, report, of)), broken


def first_day(month: str) -> date:
    """The first day of a month as typed, `2026-11`. Raises NotAMonth."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = date.min
    if f"{first:%Y-%m}" != month or not 1900 <= first.year < 3000:
        raise NotAMonth(text=month)
    return first


def _digest(ledger: Ledger, report: Report, of: str) -> str:
    """Of all that the report comes from, so that the same digest is the same report.

    That is what its figures add up (`of`), and whole files: settings, staff, the department's templates and whatever
    could not be read. And the moment, where the month is not over.
    """
    head = f"svc report {REPORT_SCHEMA} {report.region or HEADQUARTERS} {report.month} {report.as_of or ''} {of}\n"
    paths = {*_SETTINGS, *_templates(ledger), *(each.path for each in report.unreadable)}
    lines = (f"{path}\0{digest(_bytes(ledger, path))}\n" for path in sorted(paths))
    return digest("".join([head, *lines]).encode("utf-8", "surrogateescape"))


def _is_of(ledger: Ledger, region: str, error: Damaged) -> bool:
    """Whether a file that can't be read is of the region: the number in its name says of which office it is."""
    name = _below(ledger, str(error.facts["path"])).rpartition("/")[2].removesuffix(".yaml")
    number = parse_ticket_id(name) or parse_customer_id(name)
    office = ledger.settings.offices.get(number.office) if number is not None else None
    return not region or office is None or office.region == region


def _unreadable(ledger: Ledger, error: Damaged) -> Unreadable:
    """What the report says of a file: where it lies in the ledger, and what is wrong."""
    problem = error.facts["problem"]
    return Unreadable(
        path=_below(ledger, str(error.facts["path"])),
        line=int(str(error.facts["line"])),
        problem=problem if isinstance(problem, Phrase) else str(problem),
    )


def _below(ledger: Ledger, path: str) -> str:
    """The path as seen from the ledger: the same on every machine."""
    return Path(path).as_posix().removeprefix(f"{ledger.top.as_posix()}/")


def _bytes(ledger: Ledger, path: str) -> bytes:
    """What is in a file; of one that is none (a link, a pipe), that it could not be read."""
    try:
        return files.read_file(files.located(ledger.top, path)) or b""
    except Damaged as error:
        return error.key.encode()
    except ValueError:  # a name that not every system has
        return b""


def _templates(ledger: Ledger) -> list[str]:
    """The department's own: they may change the pages."""
    top = ledger.top / "templates"
    return [f"templates/{path.name}" for path in top.iterdir()] if top.is_dir() else []


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
