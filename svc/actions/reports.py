"""A month of an office, a region or all in figures, and a digest of what they come from."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.errors import (
    BeforeLedger,
    Damaged,
    MonthNotBegun,
    NotAMonth,
    NotASpan,
    Phrase,
    UnknownOffice,
)
from svc.model.digests import hex_digest
from svc.model.ids import parse_customer_id, parse_ticket_id
from svc.model.settings import ALL, code_named, means_all
from svc.model.times import month_after
from svc.model.typed_times import is_range, read_months
from svc.rules.report.answer import (
    FRONT,
    REPORT_SCHEMA,
    Cut,
    Report,
    Section,
    SpecialDay,
    Unreadable,
)
from svc.rules.report.scope import Scope
from svc.store import files
from svc.store.index.report_cache import kept_report
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.actions.report_month import BuiltReport

HEADQUARTERS = ALL
MOST_MONTHS = 240
"""Of a report over several months: twenty years."""
_SETTINGS = ("svc.yaml", "staff.yaml")  # names of regions, labels, names of people


def month_report(
    ledger: Ledger,
    region: str,
    month: str,
    now: datetime,
    *,
    explained: bool = False,
    with_owners: bool = False,
) -> tuple[Report, list[Damaged]]:
    """The report of a region or an office (its code or its name; `all` for headquarters) for a
    month as typed, and what was unreadable of it. `explained`: with the tickets behind each
    figure, `with_owners` also with the customers whose machines are counted (all their files are
    read for it).

    Promises that are open are judged at the end of the ticket's month, or when something was last
    entered on the ticket if that is later; of a month that is not over, now. Raises UnknownOffice,
    NotAMonth, MonthNotBegun.
    """
    scope = scope_called(ledger, region)
    today = now.astimezone(ledger.zone).date()
    first = read_months(month, today).first
    check_begun(first, today)
    begins_later = None  # of what is kept it never does
    content = None if explained else _kept_report(ledger, scope, first, now, 0)
    if content is None:
        from svc.actions.report_month import build_month_report

        built = build_month_report(
            ledger, scope, first, now, explained=explained, with_owners=with_owners
        )
        begins_later = built.began if built.is_before(first) else None
        content = _content_of(built)
    return _report_answer(
        ledger,
        scope,
        f"{first:%Y-%m}",
        content,
        None if _is_over(ledger, first, now) else now.astimezone(ledger.zone),
        several=False,
        begins_later=begins_later,
    )


def span_report(
    ledger: Ledger,
    region: str,
    months: list[date],
    now: datetime,
    *,
    explained: bool = False,
    with_owners: bool = False,
) -> tuple[Report, list[Damaged]]:
    """The report over several months (`months_of`), month by month and of all of them together; as
    `month_report`. Explained, all tickets are read.

    Raises UnknownOffice.
    """
    scope = scope_called(ledger, region)
    begins_later = None  # of what is kept it never does
    content = None if explained else _kept_report(ledger, scope, months[0], now, len(months))
    if content is None:
        from svc.actions.report_span import build_span_report

        built = build_span_report(
            ledger, scope, months, now, explained=explained, with_owners=with_owners
        )
        begins_later = built.began if built.is_before(months[-1]) else None
        content = _content_of(built)
    as_of = None if _is_over(ledger, months[-1], now) else now
    name = _span_name(months, is_running=as_of is not None)
    return _report_answer(
        ledger, scope, name, content, as_of, several=True, begins_later=begins_later
    )


_ReportContent = tuple[str, list[Section], list[SpecialDay], list[Damaged]]
"""The digest of what a report is made of, its sections, its days off, and what could not be read
for it.
"""


def _kept_report(
    ledger: Ledger, scope: Scope, first: date, now: datetime, months: int
) -> _ReportContent | None:
    """What the index has kept of the report; None if it has not, or there is no index."""
    (kept,) = ledger.ask_index(
        lambda i: (kept_report(i, scope.key, first, now, months),),
        customers="likely",
        stock=not months,
    ) or (None,)
    return None if kept is None else (*kept, [])


def check_known(report: Report) -> None:
    """Raise BeforeLedger if the ledger begins only after the months: noughts would be figures."""
    if report.begins_later is not None:
        raise BeforeLedger(months=report.month, began=f"{report.begins_later:%Y-%m}")


def _content_of(built: BuiltReport) -> _ReportContent:
    return built.digest, built.pages, built.special_days, built.broken


def _report_answer(
    ledger: Ledger,
    scope: Scope,
    month: str,
    content: _ReportContent,
    as_of: datetime | None,
    *,
    several: bool,
    begins_later: date | None = None,
) -> tuple[Report, list[Damaged]]:
    content_digest, all_sections, days, unreadable = content
    front = next((each for each in all_sections if each.id == FRONT), None)
    sections = [each for each in all_sections if each is not front]
    broken = [error for error in unreadable if _is_of(ledger, scope, error)]
    office = ledger.settings.offices[scope.office] if scope.office else None
    region = office.region if office else scope.region
    report = Report(
        department=ledger.settings.name,
        region=region,
        region_name=ledger.settings.regions[region].name if region else "",
        office=scope.office,
        office_name=office.name if office else "",
        month=month,
        as_of=as_of,
        sections=sections,
        digest="",
        unreadable=[_unreadable(ledger, error) for error in broken],
        several=several,
        special_days=days,
        front=front,
        remarks=_remarks(ledger, scope, month) if front else [],
        begins_later=begins_later,
    )
    return replace(report, digest=_report_digest(ledger, report, content_digest)), broken


def digest_now(ledger: Ledger, scope: Scope, first: date, now: datetime) -> str:
    """The digest that the report of the month that begins with `first` has when it is made now."""
    from svc.actions.report_month import build_month_report

    built = build_month_report(ledger, scope, first, now, explained=False)
    return digest_of(ledger, scope, first, built, now)


def digest_of(ledger: Ledger, scope: Scope, first: date, built: BuiltReport, now: datetime) -> str:
    """The digest of a month's report that was built at this moment."""
    as_of = None if _is_over(ledger, first, now) else now.astimezone(ledger.zone)
    month = f"{first:%Y-%m}"
    made = _report_answer(ledger, scope, month, _content_of(built), as_of, several=False)
    return made[0].digest


def of_cut(ledger: Ledger, report: Report, cut: Cut) -> Report:
    """The report, which was made of a ledger as it was, saying so; its digest says it, too."""
    content = report.digest
    cut_report = replace(report, cut=cut)
    return replace(cut_report, digest=_report_digest(ledger, cut_report, content))


def _is_over(ledger: Ledger, first: date, now: datetime) -> bool:
    """Whether the month that begins with this day is over."""
    return now >= datetime.combine(month_after(first, 1), time(), tzinfo=ledger.zone)


def months_of(text: str, today: date) -> list[date]:
    """The first days of the months of a span as typed: `2025`, `2024..2026`, `2024-07..2026-06`,
    `今年`; those that have begun.

    Raises BackwardsSpan, MonthNotBegun where all of it is ahead, or NotASpan, also where it is
    longer than MOST_MONTHS.
    """
    try:
        typed = read_months(text, today)
    except NotAMonth:
        raise NotASpan(text=text, most=MOST_MONTHS) from None
    check_begun(typed.first, today)
    first, last = typed.first, min(typed.last, today.replace(day=1))
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    if count > MOST_MONTHS:
        raise NotASpan(text=text, most=MOST_MONTHS)
    return [month_after(first, months) for months in range(count)]


def check_begun(first: date, today: date) -> None:
    """Raise MonthNotBegun if the month that begins with this day is all ahead."""
    if first > today:
        raise MonthNotBegun(month=f"{first:%Y-%m}", today=today)


def is_span(text: str, today: date) -> bool:
    """Whether several months are meant, not one: a year, or anything with two ends."""
    try:
        return is_range(text) or read_months(text, today).several
    except NotAMonth:
        return False


def _span_name(months: list[date], *, is_running: bool = False) -> str:
    """A span as it is written: by years where it is of whole ones, the last as far as it has
    come.
    """
    first, last = months[0], months[-1]
    if first.month != 1 or (last.month != 12 and not is_running):
        return f"{first:%Y-%m}..{last:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else f"{first:%Y}..{last:%Y}"


def _report_digest(ledger: Ledger, report: Report, content_digest: str) -> str:
    """Of all that the report comes from, so that the same digest is the same report.

    That is what its figures add up (`content_digest`), and whole files: settings, staff, the
    department's templates and whatever could not be read. And the moment, where the month is not
    over.
    """
    whose, as_of = report.code or HEADQUARTERS, report.as_of or ""
    cut = f"{report.cut.how} {report.cut.moment} {report.cut.commit} " if report.cut else ""
    head = f"svc report {REPORT_SCHEMA} {whose} {report.month} {as_of} {cut}{content_digest}\n"
    paths = {*_SETTINGS, *_template_paths(ledger), *(each.path for each in report.unreadable)}
    if report.remarks:
        paths.add(remarks_path(report.code, report.month))
    lines = (f"{path}\0{hex_digest(_file_bytes(ledger, path))}\n" for path in sorted(paths))
    days = (f"{each.day} {each.how}\n" for each in report.special_days)
    return hex_digest("".join([head, *days, *lines]).encode("utf-8", "surrogateescape"))


def _is_of(ledger: Ledger, scope: Scope, error: Damaged) -> bool:
    """Whether a file that can't be read is of those reported: the number in its name says of which
    office it is.
    """
    name = (
        _path_in_ledger(ledger, str(error.facts["path"])).rpartition("/")[2].removesuffix(".yaml")
    )
    number = parse_ticket_id(name) or parse_customer_id(name)
    office = ledger.settings.offices.get(number.office) if number is not None else None
    return office is None or number is None or scope.holds(office.region, number.office)


def _unreadable(ledger: Ledger, error: Damaged) -> Unreadable:
    """What the report says of a file: where it lies in the ledger, and what is wrong."""
    problem = error.facts["problem"]
    return Unreadable(
        path=_path_in_ledger(ledger, str(error.facts["path"])),
        line=int(str(error.facts["line"])),
        problem=problem if isinstance(problem, Phrase) else str(problem),
    )


def _path_in_ledger(ledger: Ledger, path: str) -> str:
    """The path as seen from the ledger: the same on every machine."""
    return Path(path).as_posix().removeprefix(f"{ledger.top.as_posix()}/")


def remarks_path(code: str, month: str) -> str:
    """Where the remarks on a month lie that are printed with its report."""
    return f"notes/{code or HEADQUARTERS}/{month}.md"


def _remarks(ledger: Ledger, scope: Scope, month: str) -> list[str]:
    """What was written for the report of a month; nothing if there is no such file."""
    path = remarks_path(scope.code, month)
    if not (ledger.top / path).is_file():
        return []
    return _file_bytes(ledger, path).decode(errors="replace").splitlines()


def _file_bytes(ledger: Ledger, path: str) -> bytes:
    """What is in a file; of one that is none (a link, a pipe), that it could not be read."""
    try:
        return files.read_file(files.located(ledger.top, path)) or b""
    except Damaged as error:
        return error.key.encode()
    except ValueError:  # a name that not every system has
        return b""


def _template_paths(ledger: Ledger) -> list[str]:
    """The department's own: they may change the pages."""
    top = ledger.top / "templates"
    return [f"templates/{path.name}" for path in top.iterdir()] if top.is_dir() else []


def scope_called(ledger: Ledger, name: str) -> Scope:
    """Whose report is asked for: `all`, a region or an office, by its code or its name; where both
    have one name, the region. Raises UnknownOffice.
    """
    settings = ledger.settings
    if means_all(name):
        return Scope()
    if name in settings.regions:
        return Scope(region=name)
    if name.upper() in settings.offices:
        return Scope(office=name.upper())
    region, office = code_named(name, settings.regions), code_named(name, settings.offices)
    if region in settings.regions:
        return Scope(region=region)
    if office in settings.offices:
        return Scope(office=office)
    raise UnknownOffice(office=name, known=[HEADQUARTERS, *settings.regions, *settings.offices])
