"""A department entered from one workbook: what it is, its offices and people, what it has kept in
tables until now.

Tables name each other: a machine its owner, a customer an office. So the whole is first recorded in
a copy of the ledger that is thrown away, and what went well there is then recorded here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.import_tickets import Says
from svc.actions.imports import (
    Choices,
    ImportResult,
    TableRead,
    Tells,
    preview_import,
    read_table,
    record_import,
    sheet_of,
)
from svc.actions.policies import known_policies
from svc.actions.setup import SetupResult, apply_setup
from svc.actions.typist import Typist
from svc.errors import N_, Damaged, NoSuchSheet, NotDone, Phrase, SvcError
from svc.model.ids import is_office
from svc.model.import_kinds import DEPARTMENT, OFFICES, POLICY, PRICES, STAFF, TEMPLATE, Kind
from svc.model.setups import SetupAnswers, SetupOffice, SetupPerson
from svc.model.table_files import TableFile
from svc.rules.imports.cells import is_nothing
from svc.rules.imports.found import Found, faulty
from svc.rules.imports.rows import TableRow
from svc.store.ledger import Ledger
from svc.store.trial import trial_copy

_DEPARTMENT = (DEPARTMENT, OFFICES, STAFF)


class WorkbookSetup(Struct, frozen=True, kw_only=True):
    """What became of each sheet of a workbook, or would."""

    setup: SetupResult
    sheets: list[ImportResult]  # in the order in which they are entered
    problems: dict[str, SvcError]  # why a sheet as a whole can't be entered, by its name
    unread: list[str]  # sheets that are no table svc knows
    hidden: list[str]
    recorded: bool

    @property
    def faulty(self) -> int:
        """How many rows can't be taken, and sheets as a whole."""
        return sum(len(sheet.of("faulty")) for sheet in self.sheets) + len(self.problems)


class Workbook(Struct, frozen=True, kw_only=True):
    """A workbook, and what its cells are read by."""

    path: str
    file: TableFile
    choices: Choices
    say: Says
    tell: Callable[[bool], Tells]  # of the trial (False), and of recording (True)


def set_up_from(ledger: Ledger, typist: Typist, book: Workbook, *, go: bool) -> WorkbookSetup:
    """Enter what stands in a workbook; without `go`, or while a row is faulty, only see what it
    would come to.

    Raises NoSuchSheet if it has no sheet that svc knows, NoHeads and its like, what `apply_setup`
    and `record_import` raise, GitFailed where no copy can be made; then nothing is written, but
    ImportStopped names what was.
    """
    known = [kind for kind in TEMPLATE if _is_filled(book, kind)]
    if not any(sheet_of(book.file, kind) for kind in TEMPLATE):
        names = [sheet.name for sheet in book.file.sheets if sheet.name]
        raise NoSuchSheet(path=book.path, sheets=names or ["-"], hidden=book.file.hidden)
    with trial_copy(ledger) as trial:
        entered = _Entry(trial, typist, book, known, recorded=False)
        department = entered.department()
        answers, day = entered.answers, entered.day
        tried = _outcome(book, department, entered, entered.tables(), recorded=False)
    if tried.faulty or not go:
        return tried
    entered = _Entry(ledger, typist, book, known, recorded=True)
    entered.day = day
    entered.put(answers)
    return _outcome(book, department, entered, entered.tables(), recorded=True)


def _is_filled(book: Workbook, kind: Kind) -> bool:
    sheet = sheet_of(book.file, kind)
    return sheet is not None and not all(is_nothing(cell) for row in sheet.rows for cell in row)


def _outcome(
    book: Workbook,
    department: Sequence[ImportResult],
    entered: _Entry,
    tables: Sequence[ImportResult],
    *,
    recorded: bool,
) -> WorkbookSetup:
    if not entered.setup.paths:  # all of it is so already
        department = [replace(sheet, found=_same(sheet.found)) for sheet in department]
    called = [sheet_of(book.file, kind) for kind in TEMPLATE]
    unread = [each.name for each in book.file.sheets if not any(each is other for other in called)]
    return WorkbookSetup(
        setup=entered.setup,
        sheets=[*department, *tables],
        problems=entered.problems,
        unread=unread,
        hidden=book.file.hidden,
        recorded=recorded,
    )


def _same(found: Sequence[Found]) -> list[Found]:
    return [replace(each, verdict="same") if each.verdict == "new" else each for each in found]


class _Entry:
    """A workbook being entered into one ledger, the trial's or the department's own."""

    def __init__(
        self, ledger: Ledger, typist: Typist, book: Workbook, known: list[Kind], *, recorded: bool
    ) -> None:
        self.ledger, self.typist, self.book, self.known = ledger, typist, book, known
        self.recorded = recorded
        self.answers = SetupAnswers()
        self.setup = SetupResult(paths=[], years_missing=[])
        self.problems: dict[str, SvcError] = {}
        self.day = typist.now.date()  # from which prices hold, and what new people can repair

    def read(self, kind: Kind) -> TableRead:
        policies: dict[str, str] = {}
        for policy in known_policies(self.ledger):
            name = policy.version.partition("@")[0]
            policies |= {policy.note or name: name, name: name}
        return read_table(
            self.ledger,
            self.book.path,
            self.book.file,
            kind,
            choices={**self.book.choices, POLICY: policies},
            today=self.typist.now.date(),
        )

    def put(self, answers: SetupAnswers) -> None:
        """What the department is, in one commit."""
        self.answers = answers
        put = apply_setup(self.ledger, self.typist, answers, _roles, go=True)
        self.setup = SetupResult(
            paths=list(dict.fromkeys([*self.setup.paths, *put.paths])),
            years_missing=put.years_missing,
        )
        self.ledger.read_settings_again()

    def department(self) -> list[ImportResult]:
        """The sheets that say what the department is; people are read once their offices are
        there.
        """
        results = []
        for kind in _DEPARTMENT:
            if kind not in self.known:
                continue
            table = self.read(kind)
            found = _checked(kind, table.rows)
            results.append(ImportResult(table=table, day=self.day, found=found))
            good = [each.row for each in found if each.verdict == "new"]
            for row in good:
                if row.get("prices_from"):
                    self.day = date.fromisoformat(row.get("prices_from"))
            self.put(_answers(self.answers, kind, good, own_prices=self._has_prices()))
        return results

    def _has_prices(self) -> bool:
        return PRICES in self.known and bool(self.read(PRICES).rows)

    def tables(self) -> list[ImportResult]:
        """The other sheets, each as `svc import` records it; the faulty rows of a trial are left
        out, so that what names the others can be judged.
        """
        results = []
        for kind in self.known:
            if kind in _DEPARTMENT:
                continue
            preview = preview_import(self.ledger, self.read(kind), self.day)
            results.append(self._recorded(preview) if self.recorded else self._tried(preview))
        return results

    def _recorded(self, preview: ImportResult) -> ImportResult:
        return record_import(
            self.ledger,
            self.typist,
            preview,
            say=self.book.say,
            skip_faulty=not self.recorded,
            tell=self.book.tell(self.recorded),
        )

    def _tried(self, preview: ImportResult) -> ImportResult:
        """One that is refused as a whole hides no fault of the others; where a row of it is faulty,
        that is why.
        """
        try:
            return replace(self._recorded(preview), found=preview.found)
        except (NotDone, Damaged):
            raise
        except SvcError as error:
            if not preview.of("faulty"):
                self.problems[preview.table.sheet.name] = error
            return preview


def _roles(text: str) -> list[str]:
    """A sheet's words for roles are read already."""
    return text.split(",")


def _checked(kind: Kind, rows: Sequence[TableRow]) -> list[Found]:
    """The rows of a sheet about the department, with what only shows once they are compared."""
    found = []
    seen: set[str] = set()
    for row in rows:
        name, key = row.get("name"), row.get(kind.key).casefold()
        if row.faults:
            found.append(faulty(row, name))
        elif kind is OFFICES and not is_office(row.get("code").upper()):
            problem = Phrase(N_("'{value}' can't be a code"), value=row.get("code"))
            write = Phrase(N_("write 2 to 4 capital letters"))
            found.append(faulty(row, name, row.fault("code", problem, write)))
        elif key in seen or (kind is DEPARTMENT and seen):
            problem = Phrase(N_("it stands in a row above already"))
            found.append(faulty(row, name, row.fault(kind.key, problem)))
        else:
            found.append(Found(row=row, verdict="new", name=name))
        seen.add(key)
    return found


def _answers(
    answers: SetupAnswers, kind: Kind, rows: Sequence[TableRow], *, own_prices: bool
) -> SetupAnswers:
    """The answers to the questions of a setup that these rows give, with those given before."""
    if kind is OFFICES:
        offices = [
            SetupOffice(**{field.name: row.get(field.name) for field in OFFICES.fields})
            for row in rows
        ]
        return replace(answers, offices=offices)
    if kind is STAFF:
        people = [
            SetupPerson(
                name=row.get("name"),
                roles=",".join(row.lines("roles")),
                office=row.get("office"),
                phone=row.get("phone"),
                email=row.get("email"),
                skills=",".join(row.lines("skills")),
                id=row.get("id"),
                left=row.get("left"),
            )
            for row in rows
        ]
        return replace(answers, people=people)
    told = {name: row.get(name) for row in rows for name in row.values}
    if own_prices:  # a list of its own begins that day: not that with the usual lines
        told.pop("prices_from", "")
    return replace(answers, **told)
