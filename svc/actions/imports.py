"""Importing what a department has in spreadsheets: customers, machines, parts, prices, staff, known
faults, old tickets.

A table is read and compared with the ledger before anything is locked. What is new is then written
in commits short enough that nobody waits for long, and under each lock it is looked once more
whether it still is new. So an import that was stopped is repeated, and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.customers import contacts_told
from svc.actions.import_settings import KEEPERS, compared_settings, plan_settings
from svc.actions.import_tickets import (
    Says,
    SealedRows,
    check_reason_for_late,
    compared_tickets,
    imported_ticket,
    rows_of_sealed_months,
)
from svc.actions.settings import check_keeps_settings
from svc.actions.typist import Typist, writing
from svc.errors import (
    CannotReadFile,
    CannotUseFile,
    Damaged,
    FaultyRows,
    ImportStopped,
    NoSuchSheet,
    NotDone,
    OtherRules,
    SomeUnreadable,
    system_reason,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import Contact, Customer
from svc.model.faults import record_from
from svc.model.import_kinds import Kind
from svc.model.layout import write_record
from svc.model.reading import edited_text, read_record
from svc.model.table_files import TableFile, TableSheet, read_tables
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form
from svc.rules.imports.cells import Known
from svc.rules.imports.customers import CustomerBook, find_customers_of_rows
from svc.rules.imports.found import Found
from svc.rules.imports.heads import LEFT_OUT, Columns, find_columns, head_form
from svc.rules.imports.machines import find_machines_of_rows, machine_from
from svc.rules.imports.rows import TableRow, read_rows
from svc.rules.ticket.contracts import known_contract
from svc.rules.ticket.service_area import zone_of
from svc.store.clone_settings import own_lane
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data
    from svc.store.recording import Recording

BATCH = 500
"""Records in one commit: of so many, with all that comes after it, nobody waits five seconds."""

_PLACES_NAMED = 8
Tells = Callable[[int, int], None]
Choices = Mapping[str, Mapping[str, str]]
"""Group of labels → what a value may be called → the value."""


class TableRead(Struct, frozen=True, kw_only=True):
    """A table as it was read, not yet compared with the ledger."""

    path: str
    kind: Kind
    sheet: TableSheet
    columns: Columns
    rows: list[TableRow]
    examples: list[int]  # rows of the template that nobody has filled in
    hidden: list[str]  # sheets that were not read
    others: list[str]  # sheets that can be seen and were not meant


class ImportResult(Struct, frozen=True, kw_only=True):
    """What became of each row, or would."""

    table: TableRead
    day: date  # from which prices are to hold
    found: list[Found]
    recorded: int = 0  # of those that are new
    version: str = ""  # of the price list that was made
    committed: bool = True
    broken: list[Damaged] = []
    late: list[SealedRows] = []  # of tickets: rows of sealed months, which need a reason

    def of(self, *verdicts: str) -> list[Found]:
        """The rows with one of these verdicts."""
        return [each for each in self.found if each.verdict in verdicts]


def open_tables(path: str) -> TableFile:
    """The sheets of a file. Raises CannotReadFile, NoSheetReader."""
    try:
        data = Path(path).read_bytes()
    except OSError as failed:
        raise CannotReadFile(path=path, reason=system_reason(failed)) from None
    return read_tables(data, path)


def read_table(
    ledger: Ledger,
    path: str,
    file: TableFile,
    kind: Kind,
    *,
    choices: Choices,
    today: date,
    sheet: str = "",
    mapped: Mapping[str, str] | None = None,
) -> TableRead:
    """Read the sheet of a file that holds such a table; `path` is what the file is called.

    Raises NoSuchSheet, NoHeads, NoSuchColumn, NotAMap.
    """
    meant = _sheet_meant(file, kind, sheet, path)
    place = f"{path}: {meant.name}" if meant.name else path
    columns = find_columns(meant, kind, mapped or {}, place)
    known = Known(
        today=today,
        zone=ledger.zone,
        choices=choices,
        offices=_called_offices(ledger),
        staff=ledger.staff,
        since_1904=meant.since_1904,
    )
    read = read_rows(meant, columns, kind, known)
    return TableRead(
        path=path,
        kind=kind,
        sheet=meant,
        columns=columns,
        rows=read.rows,
        examples=read.examples,
        hidden=file.hidden,
        others=[each.name for each in file.sheets if each is not meant],
    )


def _sheet_meant(file: TableFile, kind: Kind, name: str, path: str) -> TableSheet:
    """The sheet with this name; without one that which is called as such tables are, or the only
    one. Raises NoSuchSheet.
    """
    found = _called(file, [name] if name else kind.sheets.split())
    if found is not None:
        return found
    if len(file.sheets) == 1 and not name:
        return file.sheets[0]
    sheets = [sheet.name for sheet in file.sheets if sheet.name]
    raise NoSuchSheet(path=path, sheets=sheets or ["-"], hidden=file.hidden)


def sheet_of(file: TableFile, kind: Kind) -> TableSheet | None:
    """The sheet that is called as such tables are; None if none is."""
    return _called(file, kind.sheets.split())


def _called(file: TableFile, names: Sequence[str]) -> TableSheet | None:
    forms = [head_form(sheet.name) for sheet in file.sheets]
    wanted = next((form for form in map(head_form, names) if form in forms), None)
    return None if wanted is None else file.sheets[forms.index(wanted)]


def _called_offices(ledger: Ledger) -> dict[str, str]:
    """What each office may be called, its name first."""
    offices = ledger.settings.offices.items()
    names = {office.name: code for code, office in offices}
    short = {office.name.removesuffix("办事处"): code for code, office in offices}
    return {**names, **short, **{code: code for code, _ in offices}}


def preview_import(
    ledger: Ledger, table: TableRead, day: date, own_office: str = ""
) -> ImportResult:
    """What an import would come to; nothing is written. `day` is that from which prices are to
    hold; `own_office` that of who types: what names no office belongs there.
    """
    broken: list[Damaged] = []
    found = _compared(ledger, table, day, broken)
    late: list[SealedRows] = []
    if table.kind.name == "tickets" and any(ledger.month_seal_numbers()):
        customers = list(_customers_in_use(ledger, []))
        late = rows_of_sealed_months(ledger, found, customers, own_office or ledger.usual_office)
    return ImportResult(table=table, day=day, found=found, broken=broken, late=late)


def _compared(ledger: Ledger, table: TableRead, day: date, broken: list[Damaged]) -> list[Found]:
    match table.kind.name:
        case "customers":
            return _compared_customers(ledger, table.rows, table, broken)
        case "machines":
            return find_machines_of_rows(table.rows, _customers_in_use(ledger, broken))
        case "tickets":
            return compared_tickets(
                ledger, table.rows, list(_customers_in_use(ledger, broken)), broken
            )
        case kind:
            return compared_settings(ledger, kind, table.rows, day, broken)


def _customers_in_use(ledger: Ledger, broken: list[Damaged]) -> Iterator[Customer]:
    files = ledger.customer_files(broken)
    return (file.customer for file in files if file.status == "active")


def _compared_customers(
    ledger: Ledger, rows: Sequence[TableRow], table: TableRead, broken: list[Damaged]
) -> list[Found]:
    names = {plain_form(row.get("name")) for row in table.rows}
    book = CustomerBook(_customers_in_use(ledger, broken))
    return find_customers_of_rows(rows, book, ledger.settings, names)


def record_import(
    ledger: Ledger,
    typist: Typist,
    preview: ImportResult,
    *,
    say: Says,
    skip_faulty: bool = False,
    tell: Tells = lambda done, count: None,
) -> ImportResult:
    """Record what is new, some hundred records in each commit; `tell` hears how many are done,
    `say` puts words of records into the ledger's language.

    Raises FaultyRows while a row can't be taken, unless these are to be skipped; SomeUnreadable if
    a customer's file can't be read, as nobody knows whether it is there already; then nothing is
    written. Raises ImportStopped if it could not go on after some was.
    """
    kind = preview.table.kind.name
    if kind in KEEPERS:
        check_keeps_settings(ledger, typist, KEEPERS[kind])
    faulty = preview.of("faulty")
    if preview.broken:
        raise SomeUnreadable.of(preview.broken)
    if faulty and not skip_faulty:
        places = [fault.cell for each in faulty for fault in each.faults]
        raise FaultyRows(count=len(faulty), path=preview.table.path, places=places[:_PLACES_NAMED])
    check_reason_for_late(ledger, preview.late, typist)
    write = _WRITERS[kind]
    # what was there a moment ago was compared: nothing here is typed twice
    return write(_Job(ledger, replace(typist, again=True), preview, say, tell))


class _Job(NamedTuple):
    """One import that is being recorded."""

    ledger: Ledger
    typist: Typist
    preview: ImportResult
    say: Says
    tell: Tells

    @property
    def own_office(self) -> str:
        """Where what names no office belongs: the office of who types."""
        return self.ledger.person(self.typist.by).office or self.ledger.usual_office


def _batches(items: Sequence[Found]) -> list[list[Found]]:
    return [list(items[start : start + BATCH]) for start in range(0, len(items), BATCH)]


def _write_batches(
    job: _Job,
    batches: Sequence[list[Found]],
    write: Callable[[Recording, list[Found]], list[Found]],
) -> ImportResult:
    """Write each batch in a commit of its own; `write` looks once more at what it is given, plans
    what is still new, and gives back what each has become.
    """
    count = sum(map(len, batches))
    became: dict[tuple[str, int], Found] = {}
    recorded, committed = 0, True
    for batch in batches:
        job.tell(len(became), count)
        try:
            with writing(job.ledger, job.typist) as tx:
                written = write(tx, batch)
        except NotDone as error:
            if not recorded:
                raise
            raise ImportStopped(done=recorded, count=count, reason=error) from error
        became |= {(each.row.sheet, each.row.number): each for each in written}
        recorded += sum(each.verdict == "new" for each in written)
        committed = tx.committed
    job.tell(count, count)
    found = [became.get((each.row.sheet, each.row.number), each) for each in job.preview.found]
    return replace(job.preview, found=found, recorded=recorded, committed=committed)


# Customers


def _write_customers(job: _Job) -> ImportResult:
    ledger, typist, preview, _, _ = job
    lane = own_lane(ledger)
    pending = preview.of("new")

    def write(tx: Recording, batch: list[Found]) -> list[Found]:
        rows = [row for each in batch for row in (each.row, *each.also)]
        again = _compared_customers(ledger, rows, preview.table, [])
        new = [each for each in again if each.verdict == "new"]
        numbers: dict[int, str] = {}
        heads = [_customer_from(ledger, each, typist, job.own_office) for each in new]
        for office in dict.fromkeys(head.office for head in heads):
            of_office = [place for place, head in enumerate(heads) if head.office == office]
            created = tx.create_customers([heads[place] for place in of_office], lane, typist.at)
            numbers |= dict(zip(of_office, created, strict=True))
        named = (replace(each, on=numbers[place]) for place, each in enumerate(new))
        return [next(named) if each.verdict == "new" else each for each in again]

    return _write_batches(job, _batches(pending), write)


def _customer_from(ledger: Ledger, found: Found, typist: Typist, own_office: str) -> Customer:
    """The file of a customer as a table tells of them; what it does not say is unknown."""
    row = found.row
    phone = row.get("phone") or UNKNOWN
    contacts, phones = contacts_told(
        phone,
        row.get("contact") or UNKNOWN,
        row.get("mobile") or (phone if row.get("contact") else UNKNOWN),
        row.get("job"),
    )
    people = {contact.name: contact for contact in contacts}
    for also in found.also:
        if also.get("contact"):
            mobile = also.get("mobile") or also.get("phone") or UNKNOWN
            contact = Contact(name=also.get("contact"), mobile=mobile, job=also.get("job"))
            people.setdefault(contact.name, contact)
    if row.get("mobile") and not row.get("phone") and contacts:
        phones = row.get("mobile")
    office = row.get("office") or own_office
    distance = int(row.get("distance_km")) if row.get("distance_km") else None
    return Customer(
        id="",
        status="active",
        opened=typist.happened,
        office=office,
        region=ledger.office(office).region,
        sort=row.get("sort") or "end_user",  # type: ignore[arg-type]
        name=row.get("name"),
        address=row.get("address") or UNKNOWN,
        phone=phones,
        contacts=list(people.values()),
        zone=zone_of(row.get("zone"), distance, ledger.settings),
        distance_km=distance,
        contract=known_contract(ledger.settings, row.get("contract")),
        cared_for_by=row.get("cared_for_by"),
        log=[cu.Opened(digest=ev.DIGEST_TO_COME)],
    )


# Machines


def _write_machines(job: _Job) -> ImportResult:
    ledger, typist, preview, _, _ = job
    by_owner: dict[str, list[Found]] = {}
    for each in preview.of("new"):
        by_owner.setdefault(each.owner, []).append(each)
    batches: list[list[Found]] = [[]]
    files = 0
    for machines in by_owner.values():
        if files == BATCH:  # a file is written once in a commit, with all that is new of it
            batches.append([])
            files = 0
        batches[-1] += machines
        files += 1

    def write(tx: Recording, batch: list[Found]) -> list[Found]:
        rows = [each.row for each in batch]
        again = find_machines_of_rows(rows, _customers_in_use(ledger, []))
        for each in again:
            if each.verdict == "new":
                added = cu.EquipmentAdded(machine=machine_from(each.row))
                tx.append(each.owner, added, at=typist.at)
        return [replace(each, on=each.on or each.owner) for each in again]

    return _write_batches(job, [batch for batch in batches if batch], write)


# Tickets


def _write_tickets(job: _Job) -> ImportResult:
    ledger, typist, preview, say, _ = job
    lane = own_lane(ledger)

    def write(tx: Recording, batch: list[Found]) -> list[Found]:
        customers = {customer.id: customer for customer in _customers_in_use(ledger, [])}
        rows = [each.row for each in batch]
        again = compared_tickets(ledger, rows, list(customers.values()), [])
        heads = [
            imported_ticket(ledger, each, customers, typist, own_office=job.own_office, say=say)
            for each in again
            if each.verdict == "new"
        ]
        numbers = iter(tx.create_imported(heads, lane))
        return [
            replace(each, on=next(numbers)) if each.verdict == "new" else each for each in again
        ]

    return _write_batches(job, _batches(preview.of("new")), write)


# What the department decides


def _write_settings(job: _Job) -> ImportResult:
    """All in one commit: a file with everything that is new in it."""
    ledger, typist, preview, _, _ = job
    kind = preview.table.kind.name
    with writing(ledger, typist) as tx:
        ledger.read_settings_again()  # they are read anew, under the lock
        found = _compared(ledger, preview.table, preview.day, [])
        version = plan_settings(ledger, tx, kind, found, preview.day)
    ledger.read_settings_again()
    taken_over = ("new", "differs") if kind == "prices" else ("new",)
    recorded = sum(each.verdict in taken_over for each in found)
    return replace(preview, found=found, recorded=recorded, version=version, committed=tx.committed)


_WRITERS: dict[str, Callable[[_Job], ImportResult]] = {
    "customers": _write_customers,
    "machines": _write_machines,
    "tickets": _write_tickets,
    **dict.fromkeys(("parts", "prices", "staff", "knowledge"), _write_settings),
}


# What columns are, kept in a file


class KeptRules(Struct, frozen=True, kw_only=True):
    """What a rules file says: for which tables, of which sheet, and which column is which field."""

    kind: str
    sheet: str = ""
    columns: dict[str, str] = {}


def load_rules(path: str, kind_name: str) -> KeptRules:
    """The rules in a file. Raises CannotReadFile, CannotUseFile, OtherRules for another kind of
    table.
    """
    try:
        text = edited_text(Path(path).read_bytes(), path)
        kept = record_from(read_record(text, path), KeptRules, path, text)
    except OSError as failed:
        raise CannotReadFile(path=path, reason=system_reason(failed)) from None
    except Damaged as broken:  # no record is: it is a file that was handed in
        raise CannotUseFile(path=path, line=broken.facts["line"], problem=broken) from None
    if kept.kind != kind_name:
        raise OtherRules(path=path, kind=kept.kind)
    return kept


def rules_text(table: TableRead) -> str:
    """The rules file of a table as it was read."""
    columns = {head: field for field, head in table.columns.heads.items()}
    columns |= dict.fromkeys([*table.columns.left_out, *table.columns.unread], LEFT_OUT)
    data: Data = {"kind": table.kind.name, "sheet": table.sheet.name, "columns": columns}
    return write_record(data)
