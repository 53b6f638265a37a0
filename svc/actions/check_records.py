"""`svc check` of records one by one: what is wrong in each, and what rules between records have to
know of it.

This part of the work is done by several processes where there is much of it
(`svc/actions/check_worker.py`).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache, lru_cache, partial
from shlex import quote
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import (
    N_,
    CannotSplice,
    Damaged,
    LogNotInLines,
    LogNotLast,
    NoFinalLineFeed,
    NoSuchVersion,
    Phrase,
    SvcError,
    WindowsLineEnds,
)
from svc.model import reading, splicing
from svc.model.faults import KeyPath
from svc.model.ids import MonthSealId
from svc.model.policies import Policy
from svc.model.prices import PriceList
from svc.rules.checks.facts import (
    AnyFacts,
    facts_of_customer,
    facts_of_document,
    facts_of_seal,
    facts_of_ticket,
)
from svc.rules.checks.rules import (
    BY_NAME,
    DAMAGED,
    findings_of_customer,
    findings_of_document,
    findings_of_month_seal,
    findings_of_seal,
    findings_of_ticket,
)
from svc.rules.checks.subject import (
    Finding,
    Referable,
    SealedDays,
    SealedMonth,
    checked_customer,
    checked_document,
    checked_month_seal,
    checked_seal,
    checked_ticket,
)
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.stock.moves import Begun, begun_by, moves_of_document
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.ticket.lifecycle import State
from svc.store.records import (
    AnyRecord,
    CustomerRecord,
    MonthSealRecord,
    Record,
    SealRecord,
    StockRecord,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svc.model.staff import Person
    from svc.store.ledger import Ledger


class RecordFinding(Struct, frozen=True, kw_only=True):
    """One finding: which rule, in which record and file, what (a Phrase, or the error that reading
    ended with).
    """

    rule: str
    path: str
    line: int
    problem: Phrase | SvcError
    id: str = ""
    damaged: bool = False

    @property
    def advice(self) -> bool:
        """Something to decide; nothing is wrong yet."""
        return self.rule in BY_NAME and BY_NAME[self.rule].advice

    @property
    def do(self) -> Phrase | None:
        """What to do next; None where the error itself says it."""
        if isinstance(self.problem, SvcError):
            return None
        rule = BY_NAME.get(self.rule)
        facts = {**self.problem.facts, "id": self.id, "path": self.path}
        typed = {name: as_typed(fact) for name, fact in facts.items()}
        return Phrase(rule.do if rule else DAMAGED, **typed)


def as_typed(fact: object) -> object:
    """A text as a word of a command line: what a shell takes for more than that is quoted, so that
    what somebody told us is never run.
    """
    if not isinstance(fact, str) or re.fullmatch(r"[\w@%+=:,./—-][\w@%+=:,./#—-]*", fact):
        return fact
    return quote(fact)


class Checker:
    """Asks every rule about one record after the other; what they refer to is read once."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self.known = known_of(ledger)
        self._now = now

    def record(self, record: AnyRecord) -> tuple[list[RecordFinding], AnyFacts]:
        """What is wrong in a record of any kind, and what others have to do with of it."""
        known, now, data = self.known, self._now, record.data
        facts: AnyFacts
        match record:
            case Record(ticket=ticket):
                state = record.state
                asked = findings_of_ticket(checked_ticket(ticket, data, state, known))
                marks, facts = (
                    state.corrections,
                    facts_of_ticket(ticket, now, moves_of_ticket(state)),
                )
            case CustomerRecord(customer=customer):
                file = record.state
                asked = findings_of_customer(checked_customer(customer, data, file, known))
                marks, facts = file.corrections, facts_of_customer(file, now)
            case StockRecord(document=document, state=stock):
                asked = findings_of_document(checked_document(document, data, stock, known))
                marks, facts = stock.corrections, facts_of_document(stock, now)
            case MonthSealRecord(seal=month, state=sealed_month, began=began):
                asked = findings_of_month_seal(
                    checked_month_seal(month, data, sealed_month, known, began)
                )
                marks, facts = sealed_month.corrections, facts_of_seal(month, now)
            case SealRecord(seal=seal, state=sealed, began=began):
                asked = findings_of_seal(checked_seal(seal, data, sealed, known, began))
                marks, facts = sealed.corrections, facts_of_seal(seal, now)
        findings = _layout_of(record, marks)
        if not record.our_layout:
            findings += unquoted_in(record.text)
        return with_lines(record, findings + asked), facts


def with_lines(record: AnyRecord, findings: list[Finding]) -> list[RecordFinding]:
    """Findings of a record with the line of each."""
    if not findings:
        return []
    lines = reading.lines_of(record.text)
    return [
        RecordFinding(
            rule=finding.rule,
            path=record.path,
            line=line_of(lines, finding.place),
            problem=finding.problem,
            id=record.id,
        )
        for finding in findings
    ]


def line_of(lines: dict[KeyPath, int], key_path: KeyPath) -> int:
    """The line of a place, or of the nearest around it."""
    while key_path and key_path not in lines:
        key_path = key_path[:-1]
    return lines.get(key_path, 1)


_MONTHS = 64
"""So many sealed months are kept in memory: records come by months."""


def known_of(ledger: Ledger) -> Referable:
    """What records refer to, as far as it can be read: what can't is named by itself."""
    try:
        # of two the first one counts
        people = {person.id: person for person in reversed(ledger.staff.staff)}
    except Damaged:
        people = None
    return Referable(
        people=people,
        offices={code: office.region for code, office in ledger.settings.offices.items()},
        policies=versions(ledger, "policies"),
        calendars=versions(ledger, "calendars"),
        prices={version: _price_list(ledger, version) for version in versions(ledger, "prices")},
        promises=partial(_promises, ledger, {}),
        seals=cache(partial(_sealed_days, ledger)),
        months=lru_cache(maxsize=_MONTHS)(partial(_sealed_month, ledger)),
        zone=ledger.zone,
        books=cache(partial(_books_begun, ledger, people or {})),
    )


def _books_begun(ledger: Ledger, people: Mapping[str, Person]) -> Begun:
    """Since when books are kept; documents that can't be read are named by themselves."""
    moves = (move for record in ledger.documents([]) for move in moves_of_document(record.state))
    return begun_by(moves, {id: person.office for id, person in people.items()})


def _sealed_days(ledger: Ledger) -> dict[str, SealedDays]:
    """The sealed days of each office; seals that can't be read are named by themselves."""
    days: dict[str, set[date]] = {}
    events: dict[str, set[str]] = {}
    for number in ledger.seal_numbers():
        try:
            record = ledger.read_seal(number)
        except Damaged:
            continue
        if record is not None:
            days.setdefault(number.office, set()).add(number.day)
            events.setdefault(number.office, set()).update(record.state.known)
    return {
        office: SealedDays(frozenset(days[office]), frozenset(events[office])) for office in days
    }


def _sealed_month(ledger: Ledger, office: str, first: date) -> SealedMonth | None:
    """A month of an office that is sealed; one that can't be read is named by itself."""
    try:
        record = ledger.read_month_seal(MonthSealId(office, first))
    except Damaged:
        return None
    return None if record is None else SealedMonth(record.state.sealed_ids, record.state.known)


def _promises(
    ledger: Ledger, single: dict[tuple[str, str], Policy], state: State, now: datetime, name: str
) -> list[PromiseRun]:
    """One promise of a ticket by its name, a commitment too. Raises SvcError where it can't be
    told.
    """
    terms = state.current.terms
    if terms is None:
        return []
    if (terms.policy, name) not in single:
        policy = ledger.policy(terms.policy)
        rows = {key: value for key, value in policy.promises.items() if key == name}
        single[terms.policy, name] = replace(policy, promises=rows)
    calendar, limits = ledger.calendar_of(state), ledger.settings.watch_limits
    return promises_of(state, single[terms.policy, name], calendar, now, limits)


def _price_list(ledger: Ledger, version: str) -> PriceList | None:
    try:
        return ledger.price_list(version)
    except (Damaged, NoSuchVersion):
        return None


def versions(ledger: Ledger, folder: str) -> frozenset[str]:
    """The versions that are there of policies, calendars or price lists, readable or not."""
    return frozenset(ledger.versions(folder))


# Layout

_NOTHING_CAN_BE_ADDED: dict[type[CannotSplice], str] = {
    NoFinalLineFeed: N_("the last line has no line end, so nothing can be added below it"),
    WindowsLineEnds: N_("the lines end in CR LF; records use LF only"),
    LogNotLast: N_("`{key}` comes after `log`, so nothing can be added to the log"),
    LogNotInLines: N_(
        "the log is not written line by line below `log:`, so nothing can be added to it"
    ),
}


def unquoted_in(text: str) -> list[Finding]:
    """Texts without quotes that other readers of YAML would take for numbers, days, true or
    false.
    """
    from svc.model import full_yaml

    return [
        Finding(
            "unquoted",
            Phrase(
                N_(
                    "`{field}` has no quotes, so other programs do not read it as the text "
                    '"{value}"'
                ),
                field=".".join(map(str, key_path)),
                value=value,
            ),
            key_path,
        )
        for key_path, value in full_yaml.unquoted(text).items()
    ]


def _layout_of(record: AnyRecord, corrections: dict[tuple[str, ...], int]) -> list[Finding]:
    """Whether events can be added as the file is laid out, and its comments are those that follow
    from the log.
    """
    try:
        splicing.check_layout(record.text, record.data, record.path, record.id)
    except CannotSplice as error:
        problem = Phrase(_NOTHING_CAN_BE_ADDED[type(error)], key=error.facts["problem"])
        return [Finding("layout", problem, ("log",))]
    if corrections or splicing.MARK in record.text:
        head, _, _ = record.text.partition("\nlog:\n")
        head += "\n"
        marked = splicing.mark_corrections(
            head, corrections, drop_others=True, our_layout=record.our_layout
        )
        if marked != head:
            return [
                Finding(
                    "marks",
                    Phrase(N_("the comments `# corrected in N` do not agree with the log")),
                    ("id",),
                )
            ]
    return []
