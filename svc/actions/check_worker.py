"""A process that checks records for another one: `python -m svc.actions.check_worker TOP NOW`
(svc/store/workers.py).

A job is a folder of tickets, or `customers` and the numbers of files. What is found travels as
plain data; a record that can't be read is named by its number alone, and whoever asked meets the
reason.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from svc.actions.check_records import Checker, RecordFinding
from svc.errors import Damaged, NoSuchCustomer, NoSuchRecord
from svc.model.plain import fact, plain
from svc.rules.checks.across_records import FileFacts, TicketFacts
from svc.store.ledger import Ledger
from svc.store.workers import serve_jobs

WORKER = "svc.actions.check_worker"
CUSTOMERS = "customers"
"""What a job begins with that names customers' files; any other is a folder of tickets."""

PIECE = 500
"""So many records a piece of an answer is about."""

Piece = tuple[list[Any], list[Any], list[str]]
"""Findings, what rules between records have to know, the numbers of those that can't be read."""


class Looker:
    """Does jobs: checks the records of each."""

    def __init__(self, ledger: Ledger, now: datetime) -> None:
        self._ledger = ledger
        self._checker = Checker(ledger, now)

    def answer(self, job: str) -> Iterator[Piece]:
        """What a job comes to, in pieces."""
        folder, *numbers = job.split(" ")
        is_file = folder == CUSTOMERS
        records = (
            numbers if is_file else [str(number) for number in self._ledger.numbers_in(folder)]
        )
        for start in range(0, len(records), PIECE):
            yield self._piece(records[start : start + PIECE], is_file=is_file)

    def _piece(self, numbers: list[str], *, is_file: bool) -> Piece:
        findings: list[Any] = []
        facts: list[Any] = []
        unreadable: list[str] = []
        for number in numbers:
            try:
                of_record, record_facts = self._look_at(number, is_file=is_file)
            except (NoSuchRecord, NoSuchCustomer):
                continue  # gone since it was found
            except Damaged:
                unreadable.append(number)
                continue
            findings += [pack_finding(item) for item in of_record]
            facts.append([is_file, msgspec.to_builtins(record_facts)])
        return findings, facts, unreadable

    def _look_at(
        self, number: str, *, is_file: bool
    ) -> tuple[list[RecordFinding], TicketFacts | FileFacts]:
        if is_file:
            return self._checker.file(self._ledger.read_customer(number))
        return self._checker.ticket(self._ledger.read(number))


def facts_from(data: tuple[bool, list[Any]]) -> TicketFacts | FileFacts:
    """What a piece says of one record, as rules between records look at it."""
    is_file, facts = data
    return msgspec.convert(facts, FileFacts) if is_file else msgspec.convert(facts, TicketFacts)


# Findings as plain data


def pack_finding(finding: RecordFinding) -> list[Any]:
    """A finding of which every fact is plain: a phrase with its facts, times and amounts with their
    kind.
    """
    return [finding.rule, finding.path, finding.line, finding.id, plain(finding.problem, other=str)]


def unpack_finding(data: list[Any]) -> RecordFinding:
    """The finding again; its words are added in the language of whoever asked."""
    rule, path, line, id, problem = data
    return RecordFinding(rule=rule, path=path, line=line, id=id, problem=fact(problem, _not_plain))


def _not_plain(data: list[Any]) -> object:
    raise ValueError(data)


def main() -> None:
    looker = Looker(Ledger(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))
    serve_jobs(looker.answer)


if __name__ == "__main__":
    main()
