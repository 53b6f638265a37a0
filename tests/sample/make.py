"""Make the sample ledger: `python -m sample.make ledger`. Everything follows from the seeds; see
the package.
"""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

from sample import branch, cash, costs, happenings, store
from sample.customers import Customers
from sample.desk import Case, World
from sample.intake import Intake
from sample.plan import added_plans, newest_plans, plans, store_plans
from sample.played import played, typed_besides
from sample.script import script
from sample.settings import configuration

LEDGER = Path(__file__).parents[2] / "ledger"


def sample(*offices: str) -> dict[str, str]:
    """All files of the sample ledger, path and text; `offices`: with the tickets of these alone."""
    cases, customers = stories()
    told = [case for case in cases if not offices or case.ticket.office in offices]
    of_offices = [
        deed
        for deed in (*store.planned(cases), *cash.planned(cases))
        if not offices or deed.office in offices
    ]
    files = played(configuration(), script(told, customers.files, of_offices))
    if offices and branch.OFFICE not in offices:
        return files
    return typed_besides(files, branch.LINES, branch.OFFICE, branch.DESK)


@cache
def stories() -> tuple[list[Case], Customers]:
    """What happened to tickets and customers."""
    world = World(configuration())
    customers = Customers(world)
    world.customers = customers
    intake = Intake(world, customers)
    todo: list[tuple[Any, int, Any]] = [(plan.at, 1, plan) for plan in plans(world)]
    todo += [(at, 0, deed) for at, deed in happenings.planned(world, customers)]
    _play(world, intake, todo)
    customers.add_more()
    _play(world, intake, [(plan.at, 1, plan) for plan in added_plans(world)])
    customers.add_newest()
    last: list[tuple[Any, int, Any]] = [(plan.at, 1, plan) for plan in newest_plans(world)]
    _play(world, intake, last + [(at, 0, deed) for at, deed in happenings.newest(world, customers)])
    customers.add_for_store()
    _play(world, intake, [(plan.at, 1, plan) for plan in store_plans(world)])
    for case in world.cases:
        costs.note(case)
    return world.cases, customers


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


if __name__ == "__main__":
    write(Path(__file__).parents[2] / sys.argv[1])
