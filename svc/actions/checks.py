"""`svc check`: every record read, every rule asked, everything that is wrong named with file and line."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from svc.actions import histories, knowledge
from svc.actions.recording import Typist
from svc.errors import N_, CannotSplice, Damaged, NoSuchVersion, Phrase, RecordFaulty, SvcError
from svc.model import layout, reading, splicing
from svc.model.events import MOMENTS, ReceiptIssued
from svc.model.ids import parse_customer_id, parse_ticket_id
from svc.model.policies import Policy
from svc.model.staff import Staff
from svc.rules import customer_findings as customer_rules
from svc.rules import findings as rules
from svc.rules.receipts import books_run_without_gaps
from svc.store import git
from svc.store.ledger import Ledger
from svc.store.records import CustomerRecord, Record

DRIVER = "svc merge-driver %O %A %B %P && exit 0; git merge-file %A %O %B; exit 1"
"""What git runs to merge two versions of a record; safe where svc is not found: markers, and git stops."""


class Found(Struct, frozen=True, kw_only=True):
    """One finding: which rule, where, what (a Phrase, or an error that says it)."""

    rule: str
    path: str
    line: int
    problem: Phrase | SvcError
    damaged: bool = False
    advice: bool = False  # something to decide; nothing is wrong yet


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


def check(ledger: Ledger, ticket: str = "") -> Checked:
    """Check the whole ledger, or one ticket or customer's file. Raises NoSuchRecord, NoSuchCustomer."""
    found: list[Found] = []
    broken: list[Damaged] = []
    if parse_customer_id(ticket):
        there = _customer_files(ledger)
        files = [file for file in [_one_file(ledger, ticket, broken)] if file is not None]
        found.extend(item for file in files for item in _of_customer(ledger, file, there))
        found += _of_history(ledger, [file.path for file in files])
        return Checked(tickets=0, customers=1, found=found + _of_files(ledger, broken))
    if ticket:
        number = parse_ticket_id(ticket)
        try:
            records = [ledger.read(ticket)]
        except Damaged as error:
            records, broken = [], [error]
        found.extend(_of_files(ledger, broken))
        found.extend(item for record in records for item in _of_record(ledger, record))
        found.extend(_of_history(ledger, [record.path for record in records]))
        return Checked(tickets=1 if number else 0, found=found)
    found.extend(_of_configuration(ledger))
    found.extend(_of_clone(ledger))
    found.extend(_of_names(ledger))
    count = 0
    issued: list[tuple[str, str]] = []
    for record in ledger.tickets(broken):
        count += 1
        found.extend(_of_record(ledger, record))
        issued.extend((event.number, record.path) for event in record.log if isinstance(event, ReceiptIssued))
    if not broken:  # what is missing may be in a record that can't be read
        found.extend(_of_receipt_books(ledger, issued))
    tickets = count + len(broken)
    there = _customer_files(ledger)
    files = list(ledger.customers(broken))
    customers = len(files) + len(broken) + count - tickets  # those that can't be read are counted too
    found.extend(item for file in files for item in _of_customer(ledger, file, there))
    found.extend(_between_customers(files))
    unreadable = {str(error.facts["path"]) for error in broken}  # named already
    found.extend(at for at in _of_history(ledger, ["tickets", "customers"]) if at.path not in unreadable)
    found.extend(_of_files(ledger, broken))
    ledger.fresh = True
    ledger.ask_index(bool)  # whoever checks has looked at every file, and so has the index then
    found.sort(key=lambda f: (f.path, f.line, f.rule))
    return Checked(tickets=tickets, customers=customers, found=found)


def _one_file(ledger: Ledger, file: str, broken: list[Damaged]) -> CustomerRecord | None:
    try:
        return ledger.read_customer(file)
    except Damaged as error:
        broken.append(error)
        return None


def _customer_files(ledger: Ledger) -> frozenset[str]:
    """The numbers of all customers' files, readable or not."""
    return frozenset(name.removesuffix(".yaml") for name in ledger.names("customers"))


def _of_customer(ledger: Ledger, record: CustomerRecord, there: frozenset[str]) -> list[Found]:
    seen = customer_rules.SeenFile(
        customer=record.customer,
        data=record.data,
        state=record.state,
        staff=_staff(ledger),
        offices={code: office.region for code, office in ledger.settings.offices.items()},
        files=there,
    )
    found = customer_rules.findings(seen)
    lines = reading.lines_of(record.text) if found else {}
    return [Found(rule=f.rule, path=record.path, line=_line(lines, f.place), problem=f.problem) for f in found]


def _between_customers(files: list[CustomerRecord]) -> list[Found]:
    """What does not fit together between files: a machine in two of them, a telephone of two."""
    records = {record.id: record for record in files}
    out = []
    for file, finding, advice in customer_rules.between([record.state for record in files]):
        line = _line(reading.lines_of(records[file].text), finding.place)
        path = records[file].path
        out.append(Found(rule=finding.rule, path=path, line=line, problem=finding.problem, advice=advice))
    return out


def _staff(ledger: Ledger) -> Staff | None:
    """The people; None if their file can't be read: it is named by itself, the records are judged all the same."""
    try:
        return ledger.staff
    except Damaged:
        return None


def _of_record(ledger: Ledger, record: Record) -> list[Found]:
    seen = rules.Seen(
        ticket=record.ticket,
        data=record.data,
        state=record.state,
        staff=_staff(ledger),
        offices={code: office.region for code, office in ledger.settings.offices.items()},
        policies=frozenset(name.removesuffix(".yaml") for name in ledger.names("policies")),
        calendars=frozenset(name.removesuffix(".yaml") for name in ledger.names("calendars")),
        prices=frozenset(name.removesuffix(".yaml") for name in ledger.names("prices")),
    )
    found = rules.findings(seen)
    if not found:
        return []
    lines = reading.lines_of(record.text)
    return [Found(rule=f.rule, path=record.path, line=_line(lines, f.place), problem=f.problem) for f in found]


def _of_receipt_books(ledger: Ledger, issued: list[tuple[str, str]]) -> list[Found]:
    """Receipt numbers that are missing from their book, given twice, or of no book."""
    out = []
    for fault in books_run_without_gaps(issued):
        lines = (ledger.top / fault.path).read_text(encoding="utf-8").splitlines()
        line = next((i for i, text in enumerate(lines, start=1) if "number:" in text and fault.number in text), 1)
        out.append(Found(rule="receipt-book", path=fault.path, line=line, problem=fault.problem))
    return out


def _of_files(ledger: Ledger, broken: list[Damaged]) -> list[Found]:
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


def _of_configuration(ledger: Ledger) -> list[Found]:
    """Settings, staff, parts, policies, price lists and calendars: readable, and of one zone."""
    out: list[Found] = []
    broken: list[Damaged] = []
    for load in (lambda: ledger.settings, lambda: ledger.staff, lambda: ledger.parts):
        try:
            load()
        except Damaged as error:
            broken.append(error)
    for name in ledger.names("policies"):
        path = f"policies/{name}"
        try:
            out.extend(_of_policy(ledger.policy(name.removesuffix(".yaml")), path))
        except Damaged as error:
            broken.append(error)
    for name in ledger.names("prices"):
        try:
            ledger.price_list(name.removesuffix(".yaml"))
        except Damaged as error:
            broken.append(error)
        except NoSuchVersion:
            problem = Phrase(N_("a price list is named by the month or day from which it holds, such as 2026-07.yaml"))
            out.append(Found(rule="file-name", path=f"prices/{name}", line=1, problem=problem))
    for name in ledger.names("calendars"):
        path = f"calendars/{name}"
        try:
            zone = ledger.calendar(name.removesuffix(".yaml")).calendar.zone
        except Damaged as error:
            broken.append(error)
            continue
        if zone != ledger.settings.zone:
            problem = Phrase(N_("the zone is {zone}, the ledger's is {own}"), zone=zone, own=ledger.settings.zone)
            out.append(Found(rule="zone", path=path, line=1, problem=problem))
    knowledge.entries(ledger, broken)
    return out + _of_files(ledger, broken)


def _of_policy(policy: Policy, path: str) -> list[Found]:
    out = []
    for name, rows in policy.promises.items():
        for row in rows if isinstance(rows, list) else [rows]:
            for moment in (row.from_, row.to, *row.or_to, *row.drops):
                if moment not in MOMENTS:
                    problem = Phrase(
                        N_("promise '{promise}' names '{moment}', which never comes"), promise=name, moment=moment
                    )
                    out.append(Found(rule="moment", path=path, line=1, problem=problem))
    for name in rules.unset_promises(policy):
        problem = Phrase(N_("promise '{promise}' has no limit yet; set one in a new version"), promise=name)
        out.append(Found(rule="unset", path=path, line=1, problem=problem, advice=True))
    return out


def _of_clone(ledger: Ledger) -> list[Found]:
    """This copy: the merge driver is there, so that git never merges records line by line."""
    try:
        driver = git.run(ledger.root, "config", "merge.svc.driver").out.decode().strip()
    except SvcError:
        return []  # a ledger outside git is read-only; nothing is merged there
    if driver == DRIVER:
        return []
    problem = Phrase(N_("git does not know how to merge records here; make this copy ready: svc init --join"))
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
            problem = Phrase(N_("no number of a ticket or customer leads to this file; rename or move it"))
            out.append(Found(rule="file-name", path=rel, line=1, problem=problem))
    return out


def _line(lines: dict[tuple[str | int, ...], int], place: tuple[str | int, ...]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def fix(ledger: Ledger, ticket: str, typist: Typist | None) -> list[tuple[str, str, str]]:
    """What can be put right with certainty, as (path, before, after); done if there is a typist, else only shown.

    Certain are: a status that does not follow from the log, a record whose layout nothing can be added to
    (it is written anew in the usual one; comments in it are lost, so it is shown first).
    """
    records: list[Record | CustomerRecord]
    if ticket:
        records = [ledger.read_customer(ticket) if parse_customer_id(ticket) else ledger.read(ticket)]
    else:
        records = [*ledger.tickets([]), *ledger.customers([])]
    if typist is None:
        return [line for record in records for line in _fixed(record)[0]]
    fixes: list[tuple[str, str, str]] = []
    with ledger.writing(by=typist.by, now=typist.now) as tx:
        for read in records:
            record = (
                tx.customer(read.id) if isinstance(read, CustomerRecord) else tx.ticket(read.id)
            )  # as it is under the lock: nothing that was typed meanwhile is overwritten
            lines, text = _fixed(record)
            fixes.extend(lines)
            if text != record.text:
                tx.replace_file(record.path, text)
    return fixes


def _fixed(record: Record | CustomerRecord) -> tuple[list[tuple[str, str, str]], str]:
    """What is put right in one record, and its text afterwards."""
    fixes: list[tuple[str, str, str]] = []
    text = record.text
    try:
        splicing.append_events(text, [], path=record.path, id=record.id)
    except CannotSplice as error:
        text = layout.write({**{k: v for k, v in record.data.items() if k != "log"}, "log": record.data["log"]})
        fixes.append((record.path, error.key, "usual layout"))
    status = record.state.status
    written = str(record.data["status"])
    if written != status:
        fixes.append((record.path, written, status))
        text = splicing.append_events(text, [], status, path=record.path, id=record.id)
    return fixes, text
