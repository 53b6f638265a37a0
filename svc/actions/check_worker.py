"""A process that checks records for another one: `python -m svc.actions.check_worker TOP NOW`
(svc/store/workers.py).

A job is a folder of tickets or of stock documents, or `customers` or `seals` and the numbers of
files. What is found travels as plain data; a record that can't be read is named by its number
alone, and whoever asked meets the reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from svc.actions.check_records import Checker, RecordFinding
from svc.errors import Damaged, NoSuchCustomer, NoSuchDocument, NoSuchRecord, NoSuchSeal
from svc.model.ids import RecordId, parse_record_id
from svc.model.plain import from_plain, to_plain
from svc.rules.checks.facts import AnyFacts, CustomerFacts, SealFacts, StockFacts, TicketFacts
from svc.store.ledger import Ledger
from svc.store.workers import serve_jobs

WORKER = "svc.actions.check_worker"
NAMING = ("customers", "seals")
"""What a job begins with that names records of a kind; any other is a folder."""

PIECE = 500
"""So many records a piece of an answer is about."""

PackedFinding = tuple[str, str, int, str, object]
"""Rule, path, line, id, and the problem as plain data."""

PackedFacts = tuple[str, object]
"""Of what kind of record they are, and what rules between records have to know."""

Piece = tuple[list[PackedFinding], list[PackedFacts], list[str]]
"""Findings, facts, the numbers of records that can't be read."""


class Looker:
    """Does jobs: checks the records of each."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._ledger = ledger
        self._checker = Checker(ledger, now)

    def answer(self, job: str) -> Iterator[Piece]:
        """What a job comes to, in pieces."""
        folder, *names = job.split(" ")
        numbers: list[RecordId]
        if folder in NAMING:
            numbers = [number for name in names if (number := parse_record_id(name))]
        elif folder.startswith("movements/"):
            numbers = [*self._ledger.document_numbers_in(folder)]
        else:
            numbers = [*self._ledger.numbers_in(folder)]
        for start in range(0, len(numbers), PIECE):
            yield self.look_at(numbers[start : start + PIECE])

    def look_at(self, numbers: Sequence[RecordId]) -> Piece:
        """What these records come to; one that is gone comes to nothing."""
        findings: list[PackedFinding] = []
        facts: list[PackedFacts] = []
        unreadable: list[str] = []
        for number in numbers:
            try:
                of_record, record_facts = self._checker.record(self._ledger.read_record(number))
            except (NoSuchRecord, NoSuchCustomer, NoSuchDocument, NoSuchSeal):
                continue  # gone since it was found
            except Damaged:
                unreadable.append(str(number))
                continue
            findings += [pack_finding(item) for item in of_record]
            facts.append((type(record_facts).__name__, msgspec.to_builtins(record_facts)))
        return findings, facts, unreadable


_FACTS: dict[str, type[AnyFacts]] = {
    kind.__name__: kind for kind in (TicketFacts, CustomerFacts, StockFacts, SealFacts)
}


def facts_from(data: PackedFacts) -> AnyFacts:
    """What a piece says of one record, as rules between records look at it."""
    kind, facts = data
    return msgspec.convert(facts, _FACTS[kind])


# Findings as plain data


def pack_finding(finding: RecordFinding) -> PackedFinding:
    """A finding of which every fact is plain: a phrase with its facts, times and amounts with their
    kind.
    """
    problem = to_plain(finding.problem, other=str)
    return finding.rule, finding.path, finding.line, finding.id, problem


def unpack_finding(data: PackedFinding) -> RecordFinding:
    """The finding again; its words are added in the language of whoever asked."""
    rule, path, line, id, problem = data
    return RecordFinding(
        rule=rule, path=path, line=line, id=id, problem=from_plain(problem, _not_plain)
    )


def _not_plain(data: object) -> object:
    raise ValueError(data)


def main() -> None:
    looker = Looker(Ledger(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))
    serve_jobs(looker.answer)


if __name__ == "__main__":
    main()
