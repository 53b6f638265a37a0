"""`svc check`: every record read, every rule asked, everything that is wrong named with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from msgspec import Struct

from svc.actions import histories, knowledge
from svc.actions.check_records import Checker, Found, line_of, unquoted_in, versions
from svc.errors import N_, Damaged, NoSuchVersion, Phrase, RecordFaulty, SvcError
from svc.model import reading
from svc.model.ids import parse_customer_id, parse_ticket_id
from svc.model.policies import Policy
from svc.model.rosters import Roster
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.rules.checks.between import Facts, FileFacts, TicketFacts
from svc.rules.checks.configuration import Setup
from svc.rules.checks.seen import Place
from svc.rules.checks.table import findings_between, findings_of_configuration
from svc.store import files, git
from svc.store.ledger import Ledger

DRIVER = "svc merge-driver %O %A %B %P && exit 0; git merge-file %A %O %B; exit 1"
"""What git runs to merge two versions of a record; safe where svc is not found: markers, and git stops."""

Templates = Callable[[str], SvcError | None]
"""What is wrong with a template of the department's own, by its name; None if it can be read."""


class Checked(Struct, frozen=True, kw_only=True):
    """What a check came to."""

    tickets: int
    customers: int = 0
    found: list[Found]

    @property
    def wrong(self) -> bool:
        return any(not found.advice for found in self.found)

    @property
    def damaged(self) -> bool:
        return any(found.damaged for found in self.found)


def check(ledger: Ledger, now: datetime, record: str = "", *, templates: Templates | None = None) -> Checked:
    """Check the whole ledger, or one ticket or customer's file. Raises NoSuchRecord, NoSuchCustomer."""
    if record:
        return _check_one(ledger, now, record)
    found = [*_of_configuration(ledger), *_of_clone(ledger), *_of_names(ledger)]
    if templates is not None:
        found += _of_templates(ledger, templates)
    broken: list[Damaged] = []
    checker = Checker(ledger, now)
    tickets: dict[str, TicketFacts] = {}
    customers: dict[str, FileFacts] = {}
    for ticket in ledger.tickets(broken):
        items, tickets[ticket.id] = checker.ticket(ticket)
        found += items
    unreadable_tickets = len(broken)
    for file in ledger.customers(broken):
        items, customers[file.id] = checker.file(file)
        found += items
    unreadable = {str(error.facts["path"]) for error in broken}
    numbers = frozenset(path.rpartition("/")[2].removesuffix(".yaml") for path in unreadable)
    found += _between(ledger, Facts(tickets=tickets, files=customers, unreadable=numbers))
    found += [at for at in _of_history(ledger, ["tickets", "customers"]) if at.path not in unreadable]
    found += _of_files(broken)
    ledger.fresh = True
    ledger.ask_index(bool)  # whoever checks has looked at every file, and so has the index then
    found.sort(key=lambda f: (f.path, f.line, f.rule))
    count = len(tickets) + unreadable_tickets  # those that can't be read are counted too
    return Checked(tickets=count, customers=len(customers) + len(broken) - unreadable_tickets, found=found)


def _check_one(ledger: Ledger, now: datetime, number: str) -> Checked:
    """Check one record; of what stands between records nothing can be told."""
    is_file = parse_customer_id(number) is not None
    counts = {"tickets": 0 if is_file else 1, "customers": 1 if is_file else 0}
    try:
        if is_file:
            file = ledger.read_customer(number)
            found, path = Checker(ledger, now).file(file)[0], file.path
        else:
            ticket = ledger.read(number)
            found, path = Checker(ledger, now).ticket(ticket)[0], ticket.path
    except Damaged as error:
        return Checked(found=_of_files([error]), **counts)
    return Checked(found=sorted([*found, *_of_history(ledger, [path])], key=lambda f: (f.line, f.rule)), **counts)


def _between(ledger: Ledger, facts: Facts) -> list[Found]:
    """What does not fit together between records, each with the line of the record in which it shows."""
    out = []
    for id, finding in findings_between(facts):
        number = parse_ticket_id(id) or parse_customer_id(id)
        assert number is not None
        line = _line_in(ledger, number.path, finding.place)
        out.append(Found(rule=finding.rule, path=number.path, line=line, problem=finding.problem, id=id))
    return out


def _line_in(ledger: Ledger, path: str, place: Place) -> int:
    try:
        data = files.read_file(files.located(ledger.top, path)) or b""
        return line_of(reading.lines_of(reading.decode(data, path)), place)
    except SvcError:
        return 1


def _of_files(broken: Iterable[Damaged]) -> list[Found]:
    """What could not be read, every fault of it."""
    out: list[Found] = []
    for error in broken:
        path = str(error.facts["path"])
        if isinstance(error, RecordFaulty):
            faults: Any = error.facts["faults"]
            out.extend(Found(rule=error.key, path=path, line=line, problem=p, damaged=True) for line, p in faults)
        else:
            line = int(str(error.facts.get("line") or 1))
            out.append(Found(rule=error.key, path=path, line=line, problem=error, damaged=True))
    return out


# Configuration


def _of_configuration(ledger: Ledger) -> list[Found]:
    """Settings, people, roster, desks, parts, policies, price lists, calendars: readable, and as the rules have it."""
    broken: list[Damaged] = []
    setup = _setup_of(ledger, broken)
    out = []
    for path, finding in findings_of_configuration(setup):
        line = _line_in(ledger, path, finding.place)
        out.append(Found(rule=finding.rule, path=path, line=line, problem=finding.problem))
    for name in versions(ledger, "prices"):
        try:
            ledger.price_list(name)
        except Damaged as error:
            broken.append(error)
        except NoSuchVersion:
            problem = Phrase(N_("a price list is named by the month or day from which it holds, such as 2026-07.yaml"))
            out.append(Found(rule="file-name", path=f"prices/{name}.yaml", line=1, problem=problem))
    knowledge.entries(ledger, broken)
    unreadable = {error.facts["path"] for error in broken}
    for path in _configuration_files(ledger):
        if path not in unreadable:
            out += _unquoted(ledger, path)
    return out + _of_files(broken)


def _configuration_files(ledger: Ledger) -> list[str]:
    there = [name for name in ("svc.yaml", "staff.yaml", "roster.yaml", "parts.yaml") if (ledger.top / name).is_file()]
    folders = ("policies", "calendars", "prices", "desks")
    return there + [f"{folder}/{name}" for folder in folders for name in ledger.names(folder)]


def _unquoted(ledger: Ledger, path: str) -> list[Found]:
    try:
        text = reading.decode(files.read_file(files.located(ledger.top, path)) or b"", path)
        ours = reading.read_text(text, path)[1]
    except SvcError:
        return []  # of a version that nobody can name, or gone meanwhile
    found = [] if ours else unquoted_in(text)
    lines = reading.lines_of(text) if found else {}
    return [Found(rule=f.rule, path=path, line=line_of(lines, f.place), problem=f.problem) for f in found]


def _setup_of(ledger: Ledger, broken: list[Damaged]) -> Setup:
    """The configuration as far as it can be read; of each file that can't, the reason is added to `broken`."""

    def read(load: Callable[[], Any]) -> Any:
        try:
            return load()
        except Damaged as error:
            broken.append(error)
        except NoSuchVersion:  # of a name that is none: no ticket can be under it
            pass
        return None

    def all_of(folder: str, load: Callable[[str], Any]) -> dict[str, Any]:
        loaded = {name: read(partial(load, name)) for name in sorted(there[folder])}
        return {name: record for name, record in loaded.items() if record is not None}

    there = {folder: versions(ledger, folder) for folder in ("policies", "calendars", "desks")}
    read(lambda: ledger.parts)
    settings, staff = read(lambda: ledger.settings), read(lambda: ledger.staff)
    roster = read(lambda: ledger.roster)
    policies = all_of("policies", ledger.policy)
    kinds = {
        "svc.yaml": (settings, Settings),
        "staff.yaml": (staff, Staff),
        "roster.yaml": (roster if (ledger.top / "roster.yaml").is_file() else None, Roster),
        **{f"policies/{version}.yaml": (policy, Policy) for version, policy in policies.items()},
    }
    return Setup(
        settings=settings,
        staff=staff,
        roster=roster or Roster(),
        policies=policies,
        calendars={name: hours.calendar for name, hours in all_of("calendars", ledger.calendar).items()},
        versions=there,
        desks=all_of("desks", ledger.claim),
        files={path: (_data(ledger, path), kind) for path, (record, kind) in kinds.items() if record is not None},
    )


def _data(ledger: Ledger, path: str) -> dict[str, Any]:
    return reading.read(files.read_file(files.located(ledger.top, path)) or b"", path)


# Files and git


def _of_templates(ledger: Ledger, faulty: Templates) -> list[Found]:
    """The department's own templates that can't be read."""
    out = []
    for path in sorted((ledger.top / "templates").glob("*.html")):
        error = faulty(path.name)
        if error is not None:
            line = int(str(error.facts.get("line") or 1))
            out.append(Found(rule="template", path=f"templates/{path.name}", line=line, problem=error))
    return out


def _of_clone(ledger: Ledger) -> list[Found]:
    """This copy: the merge driver is there, so that git never merges records line by line."""
    try:
        driver = git.run(ledger.root, "config", "merge.svc.driver").out.decode().strip()
    except SvcError:
        return []  # a ledger outside git is read-only; nothing is merged there
    if driver == DRIVER:
        return []
    problem = Phrase(N_("git does not know how to merge records here"))
    return [Found(rule="merge-driver", path=".git/config", line=1, problem=problem)]


def _of_history(ledger: Ledger, places: list[str]) -> list[Found]:
    """What was committed and since then changed by hand in a log, or is gone."""
    return [
        Found(rule="history", path=at.path, line=at.line, problem=at.problem, damaged=True)
        for at in histories.rewritten(ledger, places)
    ]


def _of_names(ledger: Ledger) -> list[Found]:
    """Files among the tickets and customers' files that no number leads to."""
    out = []
    for path in sorted(p for folder in ("tickets", "customers") for p in (ledger.top / folder).rglob("*.yaml")):
        if path.name.startswith("."):
            continue
        rel = path.relative_to(ledger.top).as_posix()
        number = parse_customer_id(path.stem) if rel.startswith("customers/") else parse_ticket_id(path.stem)
        if number is None or number.path != rel:
            problem = Phrase(N_("no number of a ticket or customer leads to this file"))
            out.append(Found(rule="file-name", path=rel, line=1, problem=problem))
    return out
