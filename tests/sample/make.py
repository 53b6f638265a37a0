"""Make the sample ledger: `python -m sample.make ledger`. Everything follows from the seeds; see
the package.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import msgspec

from sample import costs, happenings
from sample.customers import Customers
from sample.desk import Case, World
from sample.intake import Intake
from sample.plan import added_plans, plans
from sample.settings import configuration
from svc.model import events as ev

LEDGER = Path(__file__).parents[2] / "ledger"


def sample() -> dict[str, str]:
    """All files of the sample ledger, path and text."""
    files = configuration()
    world = World(files)
    customers = Customers(world)
    world.customers = customers
    intake = Intake(world, customers)
    todo: list[tuple[Any, int, Any]] = [(plan.at, 1, plan) for plan in plans(world)]
    todo += [(at, 0, deed) for at, deed in happenings.planned(world, customers)]
    _play(world, intake, todo)
    customers.add_more()
    _play(world, intake, [(plan.at, 1, plan) for plan in added_plans(world)])
    _number_receipts(world.cases)
    for case in world.cases:
        costs.note(case)
        files[case.path] = case.text()
    for file in customers.files:
        if file.is_open:
            files[file.path] = file.text()
    return files


def _play(world: World, intake: Intake, todo: list[tuple[Any, int, Any]]) -> None:
    """Plans and deeds in the order of time."""
    for at, _, item in sorted(todo, key=lambda entry: (entry[0], entry[1])):
        _catch_up(world, at)
        if callable(item):
            item()
        else:
            intake.take(item)
    _catch_up(world, None)


def write(target: Path) -> None:
    """Write the sample into this folder, in place of what is there. Raises FileExistsError for
    anything else.
    """
    if target.exists() and any(target.iterdir()) and not (target / "svc.yaml").is_file():
        raise FileExistsError(f"{target} is no ledger")
    files = sample()
    shutil.rmtree(target, ignore_errors=True)
    for path, text in files.items():
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")


def _catch_up(world: World, until: Any) -> None:
    """What happened to customers' files up to then; None: all of it."""
    due = sorted(
        (entry for entry in world.later if until is None or entry[0] <= until),
        key=lambda entry: entry[:2],
    )
    for entry in due:
        world.later.remove(entry)
        entry[2]()


def _number_receipts(cases: list[Case]) -> None:
    """A receipt book runs without gaps in the order of time: so its numbers are given when all are
    known.
    """
    issued = [
        (event.typed, case.ticket.id, event.seq, case, event.number)
        for case in cases
        for event in case.log
        if isinstance(event, ev.ReceiptIssued)
    ]
    books: dict[str, int] = {}
    given: dict[tuple[str, str], str] = {}
    for typed, ticket, _, case, placeholder in sorted(issued, key=lambda entry: entry[:3]):
        book = f"{case.book}-{typed:%y}"
        books[book] = books.get(book, 0) + 1
        given[ticket, placeholder] = f"{book}-{books[book]:04d}"
    for case in cases:
        for index, event in enumerate(case.log):
            changes = {
                name: given[case.ticket.id, getattr(event, name)]
                for name in ("number", "replaces", "receipt")
                if str(getattr(event, name, "")).startswith("?")
            }
            if changes:
                case.log[index] = msgspec.structs.replace(event, **changes)


if __name__ == "__main__":
    write(Path(__file__).parents[2] / sys.argv[1])
