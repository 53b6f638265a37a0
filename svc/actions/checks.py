"""`svc check`: every record read, every rule asked, everything that is wrong named with file and
line.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import knowledge
from svc.actions.attachments import attachment_faults
from svc.actions.check_moment import CheckedMoment, Outcomes, compare_record
from svc.actions.check_records import Checker, RecordFinding, line_of, unquoted_in, versions
from svc.actions.check_worker import NAMING, PIECE, WORKER, Looker
from svc.actions.signoffs import contradicted_days
from svc.errors import (
    N_,
    Damaged,
    NoSuchCustomer,
    NoSuchDocument,
    NoSuchRecord,
    NoSuchSeal,
    NoSuchVersion,
    NotDone,
    Phrase,
    RecordFaulty,
    SettingsChanging,
    SvcError,
)
from svc.model import reading
from svc.model.archives import archive_of
from svc.model.faults import KeyPath
from svc.model.file_text import file_text
from svc.model.ids import (
    RECORD_FOLDERS,
    CustomerId,
    MonthSealId,
    SealId,
    StockId,
    TicketId,
    parse_customer_id,
    parse_record_id,
    parse_ticket_id,
    record_id_at,
    ticket_order,
)
from svc.model.policies import Policy
from svc.model.rosters import Roster
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.rules.checks.configuration import Setup
from svc.rules.checks.facts import Facts
from svc.rules.checks.rules import findings_between, findings_of_configuration
from svc.store import files, merge_driver
from svc.store.configuration import EDITED, is_version_of
from svc.store.git import program as git
from svc.store.git.unfinished_operation import unfinished_operation
from svc.store.ledger import Ledger
from svc.store.workers import worker_answers

if TYPE_CHECKING:
    from svc.model.data import Data

_TRIES = 3  # as often a check begins anew because the settings were changed meanwhile
ATTRIBUTES = "".join(["* -text\n", *(f"{folder}/** merge=svc\n" for folder in RECORD_FOLDERS)])
Loaded = TypeVar("Loaded")
_NAMES_OF_VERSIONS = {
    "policies": N_("svc does not use it: a policy is named like office@2026-07.yaml"),
    "calendars": N_("svc does not use it: a calendar is named like SZ@2.yaml"),
    "prices": N_(
        "a price list is named after the month or day it takes effect, such as 2026-07.yaml"
    ),
    "desks": N_("svc does not use it: a desk's claim is named after its letter, like A.yaml"),
}

Templates = Callable[[str], SvcError | None]
"""What is wrong with a template of the department's own, by its name; None if it can be read."""


class Checked(Struct, frozen=True, kw_only=True):
    """What a check came to."""

    tickets: int
    customers: int = 0
    documents: int = 0  # of the stock
    seals: int = 0  # of days and months
    findings: list[RecordFinding]

    @property
    def wrong(self) -> bool:
        return any(not finding.advice for finding in self.findings)

    @property
    def damaged(self) -> bool:
        return any(finding.damaged for finding in self.findings)


def check_ledger(
    ledger: Ledger, now: datetime, record: str = "", *, templates: Templates | None = None
) -> Checked:
    """Check the whole ledger as it stands at one moment, or one ticket or customer's file.

    Raises NoSuchRecord, NoSuchCustomer; LockHeld if somebody writes so long that no moment can be
    had, SettingsChanging if the settings go on changing.
    """
    if record:
        return _check_one(ledger, now, record)
    for _ in range(_TRIES):
        moment = CheckedMoment(ledger, now)
        checked = _check_whole(ledger, now, moment, templates)
        if not moment.settings_changed:
            return checked
        ledger = ledger.read_anew()
    raise SettingsChanging()


def _check_whole(
    ledger: Ledger, now: datetime, moment: CheckedMoment, templates: Templates | None
) -> Checked:
    findings = [
        *_findings_of_configuration(ledger, now),
        *_findings_of_clone(ledger),
        *_findings_of_version_names(ledger),
        *_findings_of_encoding(ledger),
    ]
    if templates is not None:
        findings += _findings_of_templates(ledger, templates)
    outcomes = _check_all(ledger, now)
    compared = moment.settle(outcomes)
    findings += _findings_of_names(ledger)
    findings += _findings_of_archives(ledger)
    findings += _findings_of_sign_offs(ledger)
    findings += _findings_of_attachments(ledger)
    broken = list(_reasons_unreadable(ledger, outcomes.unreadable))
    unreadable = {str(error.facts["path"]) for error in broken}
    ledger.name_unseen(broken)
    findings += _findings_of_outcomes(ledger, outcomes)
    findings += [
        at
        for at in compared.all
        if at.rule != "history" or not (at.path in unreadable or _is_unseen(ledger, at.path))
    ]
    findings += _findings_of_damage(broken)
    ledger.fresh = True
    ledger.ask_index(bool)  # whoever checks has looked at every file, and so has the index then
    findings = [_where_it_lies(ledger, each) for each in findings]
    findings.sort(key=lambda finding: (finding.path, finding.line, finding.rule))
    unreadable_kinds = Counter(type(parse_record_id(number)) for number in outcomes.unreadable)
    return Checked(  # those that can't be read are counted, too
        tickets=len(outcomes.tickets) + unreadable_kinds[TicketId],
        customers=len(outcomes.customers) + unreadable_kinds[CustomerId],
        documents=len(outcomes.documents) + unreadable_kinds[StockId],
        seals=len(outcomes.seals) + unreadable_kinds[SealId] + unreadable_kinds[MonthSealId],
        findings=findings,
    )


def _findings_of_outcomes(ledger: Ledger, outcomes: Outcomes) -> list[RecordFinding]:
    """What is wrong in records and between them."""
    if ledger.unseen:  # what is missing may lie in there
        return outcomes.findings
    return outcomes.findings + _findings_between(ledger, _facts_of(ledger, outcomes))


def _is_unseen(ledger: Ledger, path: str) -> bool:
    """Whether it lies in a folder that could not be looked into."""
    return any(path.startswith(f"{folder}/") for folder in ledger.unseen)


def _check_all(ledger: Ledger, now: datetime) -> Outcomes:
    """Every record, on all processors if there are many."""
    counts = {folder: len(ledger.numbers_in(folder)) for folder in ledger.month_folders()}
    counts |= {
        folder: len(ledger.document_numbers_in(folder))
        for folder in ledger.month_folders(of="movements")
    }
    customer_names = [name.removesuffix(".yaml") for name in ledger.names("customers")]
    customers = [number for number in customer_names if parse_customer_id(number)]
    jobs = [folder for folder, count in counts.items() if count]
    sealed = [*ledger.seal_numbers(), *ledger.month_seal_numbers()]
    named = (customers, [str(number) for number in sealed])
    for kind, numbers in zip(NAMING, named, strict=True):
        pieces = range(0, len(numbers), PIECE)
        jobs += [" ".join([kind, *numbers[at : at + PIECE]]) for at in pieces]
    count = sum(counts.values()) + sum(map(len, named))
    here = Looker(ledger, now).answer
    outcomes = Outcomes()
    arguments = [str(ledger.top), now.isoformat()]
    for piece in worker_answers(WORKER, arguments, jobs, here, count=count):
        outcomes.take(piece)
        ledger.progress(len(outcomes), count)
    return outcomes


def _facts_of(ledger: Ledger, outcomes: Outcomes) -> Facts:
    """All that rules between records look at."""
    return Facts(
        tickets=dict(sorted(outcomes.tickets.items(), key=_order)),
        customers=dict(sorted(outcomes.customers.items())),
        documents=dict(sorted(outcomes.documents.items())),
        seals=dict(sorted(outcomes.seals.items())),
        # they are there, and nothing is told of them
        unreadable=frozenset(outcomes.unreadable) | _not_here(ledger),
        staff=_staff_of(ledger),
        offices={code: office.name for code, office in ledger.settings.offices.items()},
        has_loan_term=_has_loan_term(ledger),
    )


def _not_here(ledger: Ledger) -> frozenset[str]:
    return frozenset() if ledger.partial is None else ledger.partial.numbers


def _has_loan_term(ledger: Ledger) -> bool:
    try:
        return bool(ledger.settings.loan_days)
    except Damaged:
        return False


def _staff_of(ledger: Ledger) -> Staff:
    """The staff; nobody where staff.yaml can't be read, which is named by itself."""
    try:
        return ledger.staff
    except Damaged:
        return Staff(staff=[])


def _order(pair: tuple[str, object]) -> tuple[str, int, int, str, int]:
    number = parse_ticket_id(pair[0])
    assert number is not None  # of a record that was read
    return ticket_order(number)


def _reasons_unreadable(ledger: Ledger, numbers: list[str]) -> Iterator[Damaged]:
    """Why these records can't be read."""
    for number in numbers:
        parsed = parse_record_id(number)
        assert parsed is not None  # of a file that was found by it
        try:
            ledger.read_record(parsed)
        except Damaged as error:
            yield error
        except (NoSuchRecord, NoSuchCustomer, NoSuchDocument, NoSuchSeal):
            continue  # gone since


def _check_one(ledger: Ledger, now: datetime, number: str) -> Checked:
    """Check one record; of what stands between records nothing can be told."""
    parsed = parse_record_id(number)
    if parsed is None:
        raise NoSuchRecord(ticket=number)
    counts = {
        "tickets": int(isinstance(parsed, TicketId)),
        "customers": int(isinstance(parsed, CustomerId)),
        "documents": int(isinstance(parsed, StockId)),
        "seals": int(isinstance(parsed, SealId | MonthSealId)),
    }
    try:
        record = ledger.read_record(parsed)
        findings, path = Checker(ledger, now).record(record)[0], record.path
    except Damaged as error:
        return Checked(findings=_findings_of_damage([error]), **counts)
    return Checked(
        findings=sorted(
            [
                _where_it_lies(ledger, each)
                for each in (*findings, *compare_record(ledger, now, path))
            ],
            key=lambda finding: (finding.line, finding.rule),
        ),
        **counts,
    )


def _where_it_lies(ledger: Ledger, finding: RecordFinding) -> RecordFinding:
    """The finding; of an archived ticket with the line of the archive."""
    number = record_id_at(finding.path)
    if not isinstance(number, TicketId) or os.path.lexists(ledger.top / finding.path):
        return finding
    before = ledger.archives.line_of(number)
    if not before:
        return finding
    return replace(finding, path=archive_of(number).path, line=before + finding.line)


def _findings_of_archives(ledger: Ledger) -> list[RecordFinding]:
    """Tickets that are in an archive and have a file of their own besides: that one counts."""
    findings = []
    for archive in ledger.archive_ids():
        with suppress(Damaged, NotDone):  # named with what can't be read
            for ticket in ledger.archives.tickets_in(archive):
                if os.path.lexists(ledger.top / ticket.path):
                    says = N_("{ticket} has a file of its own, too, which counts: {path}")
                    facts = {"path": ticket.path, "year": archive.year}
                    problem = Phrase(says, ticket=str(ticket), **facts)
                    line = ledger.archives.line_of(ticket)
                    findings.append(
                        RecordFinding(
                            rule="archived-twice", path=archive.path, line=line, problem=problem
                        )
                    )
    return findings


def _findings_between(ledger: Ledger, facts: Facts) -> list[RecordFinding]:
    """What does not fit together between records, each with the line of the record in which it
    shows.
    """
    findings = []
    for id, finding in findings_between(facts):
        number = parse_record_id(id)
        assert number is not None
        line = _line_in(ledger, number.path, finding.place)
        findings.append(
            RecordFinding(
                rule=finding.rule, path=number.path, line=line, problem=finding.problem, id=id
            )
        )
    return findings


def _line_in(ledger: Ledger, path: str, key_path: KeyPath) -> int:
    try:
        number = record_id_at(path)
        data = (ledger.record_bytes(number) if number else _bytes_at(ledger, path)) or b""
        return line_of(reading.lines_of(reading.edited_text(data, path)), key_path)
    except SvcError:
        return 1


def _bytes_at(ledger: Ledger, path: str) -> bytes | None:
    return files.read_file(files.located(ledger.top, path))


def _findings_of_damage(broken: Iterable[Damaged]) -> list[RecordFinding]:
    """What could not be read, every fault of it."""
    findings: list[RecordFinding] = []
    for error in {str(error): error for error in broken}.values():  # many behind one folder
        path = str(error.facts["path"])
        if isinstance(error, RecordFaulty):
            faults: Any = error.facts["faults"]
            findings.extend(
                RecordFinding(rule=error.key, path=path, line=line, problem=problem, damaged=True)
                for line, problem in faults
            )
        else:
            line = int(str(error.facts.get("line") or 1))
            findings.append(
                RecordFinding(rule=error.key, path=path, line=line, problem=error, damaged=True)
            )
    return findings


# Configuration


def _findings_of_configuration(ledger: Ledger, now: datetime) -> list[RecordFinding]:
    """Settings, people, roster, desks, parts, policies, price lists, calendars: readable, and as
    the rules have it.
    """
    broken: list[Damaged] = []
    setup = _read_setup(ledger, now, broken)
    findings = []
    for path, finding in findings_of_configuration(setup):
        line = _line_in(ledger, path, finding.place)
        findings.append(
            RecordFinding(rule=finding.rule, path=path, line=line, problem=finding.problem)
        )
    for name in versions(ledger, "prices"):
        try:
            ledger.price_list(name)
        except Damaged as error:
            broken.append(error)
        except NoSuchVersion:
            continue  # gone since
    unreadable = {error.facts["path"] for error in broken}
    for path in _configuration_files(ledger):
        if path not in unreadable:
            findings += _findings_of_quotes(ledger, path)
    return findings + _findings_of_damage(broken)


def _findings_of_version_names(ledger: Ledger) -> list[RecordFinding]:
    """Files beside versions that bear no version's name: copies that another program made, say."""
    return [
        RecordFinding(rule="file-name", path=f"{folder}/{name}", line=1, problem=Phrase(says))
        for folder, says in _NAMES_OF_VERSIONS.items()
        for name in ledger.names(folder)
        if not is_version_of(folder, name.removesuffix(".yaml"))
    ]


def _findings_of_sign_offs(ledger: Ledger) -> list[RecordFinding]:
    """Days that were signed as without complaints and had some."""
    broken: list[Damaged] = []
    try:
        contradicted = list(contradicted_days(ledger, broken))
    except Damaged:
        return []  # the settings, of which it is said already
    findings = [
        RecordFinding(
            rule="sign-off",
            path=file.path,
            line=_line_in(ledger, file.path, ("days", place, "day")),
            problem=Phrase(
                N_("{day} is signed as without complaints; received that day: {tickets}"),
                day=file.days[place].day,
                tickets=tickets,
            ),
        )
        for file, place, tickets in contradicted
    ]
    unreadable = {error.facts["path"] for error in broken}
    for office in ledger.settings.offices:
        for name in ledger.names(f"signoffs/{office}"):
            path = f"signoffs/{office}/{name}"
            findings += [] if path in unreadable else _findings_of_quotes(ledger, path)
    return findings + _findings_of_damage(broken)


def _findings_of_attachments(ledger: Ledger) -> list[RecordFinding]:
    """Attached files of which the bytes are not here, or not as they were."""
    return [
        RecordFinding(
            rule="attachment",
            path=fault.path,
            line=1,
            problem=Phrase(
                N_("{name} is not as it was attached: {bytes_at}")
                if fault.is_altered
                else N_("{name} is attached, and its bytes are not there: {bytes_at}"),
                name=fault.name,
                bytes_at=fault.bytes_at,
            ),
        )
        for fault in attachment_faults(ledger, [])
    ]


def _configuration_files(ledger: Ledger) -> list[str]:
    top_files = [name for name in EDITED if (ledger.top / name).is_file()]
    folders = ("policies", "calendars", "prices", "desks")
    return top_files + [
        f"{folder}/{name}.yaml" for folder in folders for name in ledger.versions(folder)
    ]


def _findings_of_quotes(ledger: Ledger, path: str) -> list[RecordFinding]:
    try:
        text = reading.edited_text(files.read_file(files.located(ledger.top, path)) or b"", path)
        ours = reading.read_text(text, path)[1]
    except SvcError:
        return []  # of a version that nobody can name, or gone meanwhile
    findings = [] if ours else unquoted_in(text)
    lines = reading.lines_of(text) if findings else {}
    return [
        RecordFinding(
            rule=finding.rule,
            path=path,
            line=line_of(lines, finding.place),
            problem=finding.problem,
        )
        for finding in findings
    ]


def _findings_of_encoding(ledger: Ledger) -> list[RecordFinding]:
    """Files that people edit which are read, but are not as svc would write them."""
    findings = []
    for path in ledger.edited_files():
        try:
            found = file_text(files.read_file(files.located(ledger.top, path)) or b"", path)
        except SvcError:
            continue  # named by whoever reads it
        findings += [
            RecordFinding(rule="encoding", path=path, line=1, problem=problem)
            for problem in found.oddities
        ]
    return findings


def _read_setup(ledger: Ledger, now: datetime, broken: list[Damaged]) -> Setup:
    """The configuration as far as it can be read; of each file that can't, the reason is added to
    `broken`.
    """

    def read(load: Callable[[], Loaded]) -> Loaded | None:
        try:
            return load()
        except Damaged as error:
            broken.append(error)
        except NoSuchVersion:  # of a name that is none: no ticket can be under it
            pass
        return None

    def all_of(folder: str, load: Callable[[str], Loaded]) -> dict[str, Loaded]:
        loaded = {name: read(partial(load, name)) for name in sorted(version_names[folder])}
        return {name: record for name, record in loaded.items() if record is not None}

    version_names = {
        folder: versions(ledger, folder) for folder in ("policies", "calendars", "desks")
    }
    settings, staff = read(lambda: ledger.settings), read(lambda: ledger.staff)
    roster = read(lambda: ledger.roster)
    read(lambda: ledger.checklists)
    read(lambda: ledger.upkeep)
    policies = all_of("policies", ledger.policy)
    kinds = {
        "svc.yaml": (settings, Settings),
        "staff.yaml": (staff, Staff),
        "roster.yaml": (roster if (ledger.top / "roster.yaml").is_file() else None, Roster),
        **{f"policies/{version}.yaml": (policy, Policy) for version, policy in policies.items()},
    }
    return Setup(
        today=now.astimezone(ledger.zone).date() if settings else now.date(),
        settings=settings,
        staff=staff,
        roster=roster or Roster(),
        parts=read(lambda: ledger.parts),
        policies=policies,
        calendars={
            name: hours.calendar for name, hours in all_of("calendars", ledger.calendar).items()
        },
        versions=version_names,
        desks=all_of("desks", ledger.claim),
        knowledge=knowledge.knowledge_entries(ledger, broken),
        files={
            path: (_configuration_data(ledger, path), kind)
            for path, (record, kind) in kinds.items()
            if record is not None
        },
    )


def _configuration_data(ledger: Ledger, path: str) -> Data:
    data = files.read_file(files.located(ledger.top, path)) or b""
    return reading.read_record(reading.edited_text(data, path), path)


# Files and git


def _findings_of_templates(ledger: Ledger, faulty: Templates) -> list[RecordFinding]:
    """The department's own templates that can't be read."""
    findings = []
    top = ledger.top / "templates"
    for path in sorted(top.rglob("*.html")):
        name = path.relative_to(top).as_posix()
        error = faulty(name)
        if error is not None:
            line = int(str(error.facts.get("line") or 1))
            findings.append(
                RecordFinding(rule="template", path=f"templates/{name}", line=line, problem=error)
            )
    return findings


def _findings_of_clone(ledger: Ledger) -> list[RecordFinding]:
    """This copy: the merge driver is there, so that git never merges records line by line."""
    try:
        driver = git.run(ledger.root, "config", merge_driver.NAME).out.decode().strip()
    except SvcError:
        return []  # a ledger outside git is read-only; nothing is merged there
    findings = []

    def add(rule: str, path: str, problem: Phrase, id: str = "") -> None:
        findings.append(RecordFinding(rule=rule, path=path, line=1, problem=problem, id=id))

    if not merge_driver.is_ours(driver):
        add("merge-driver", ".git/config", Phrase(N_("git is not set up to merge records here")))
    else:
        missing = merge_driver.missing_program(driver)
        if missing:
            problem = Phrase(
                N_("git would not find svc to merge records: {program}"), program=missing
            )
            add("merge-driver", ".git/config", problem)
    lacking = attributes_lacking(files.read_file(ledger.top / ".gitattributes") or b"")
    if lacking:
        add(
            "attributes",
            ".gitattributes",
            Phrase(N_("lines are missing: {lines}"), lines="; ".join(lacking)),
        )
    operation = unfinished_operation(ledger.root)
    if operation is not None:
        operation_name, marker = operation
        problem = Phrase(N_("a git {what} is unfinished"), what=operation_name)
        add("unfinished", f".git/{marker.name}", problem, id=operation_name)
    return findings


def attributes_lacking(text: bytes) -> list[str]:
    """The lines that `.gitattributes` should have and does not: a ledger that an earlier svc
    started knows no kind of record that came later. That of archives comes with the first one.
    """
    return [line for line in ATTRIBUTES.splitlines() if line.encode() not in text.splitlines()]


def _findings_of_names(ledger: Ledger) -> list[RecordFinding]:
    """Files among the records that no number leads to."""
    findings = []
    for top_folder in RECORD_FOLDERS:
        for folder, _, names in os.walk(ledger.top / top_folder):
            folder_path = Path(folder).relative_to(ledger.top).as_posix()
            for name in names:
                leads_here = record_id_at(f"{folder_path}/{name}") is not None
                if name.endswith(".yaml") and not name.startswith(".") and not leads_here:
                    problem = Phrase(N_("no record has the number that this file is named after"))
                    findings.append(
                        RecordFinding(
                            rule="file-name", path=f"{folder_path}/{name}", line=1, problem=problem
                        )
                    )
    return findings
