"""The sample is what svc's own actions write: its stories are typed, and nothing beneath them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sample import branch, make
from sample.make import LEDGER
from svc.store.ledger import Ledger

ONE = "CD"
"""The office that is played where there is no time for all."""
HERE = Path(__file__).parent
RECORDS = ("tickets/", "customers/", "movements/", "seals/")
WRITES = {
    "svc.model.splicing": set[str](),
    "svc.model.layout": {"settings", "desk_files", "people", "robots"},  # what an editor writes
    "svc.model.records.judge_event": {"desk", "customers"},  # the words that are to be written
    "svc.rules.ticket.steps": set[str](),
    "svc.store": {"played", "deeds", "office_deeds"},  # the ledger that is played in
}
"""What lies beneath the actions, and the modules that name it all the same."""


def _named(path: Path) -> set[str]:
    """The modules, and what is imported from them, that a file names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def _is_in(name: str, module: str) -> bool:
    return f"{name}.".startswith(f"{module}.")


@pytest.mark.parametrize("beneath", WRITES)
def test_stories_write_nothing_beneath_the_actions(beneath: str) -> None:
    modules = [path for path in HERE.glob("*.py") if not path.stem.startswith(("test_", "conft"))]
    users = {path.stem for path in modules if any(_is_in(name, beneath) for name in _named(path))}
    assert users <= WRITES[beneath]


@pytest.mark.slow
def test_an_office_is_typed_again_to_the_same_bytes() -> None:
    """If this fails after a change of what ships (policies, calendars, prices, knowledge), or of
    what an action writes: make sample.
    """
    made = make.sample(ONE)
    folders = [f"{sort}/{ONE}/" for sort in ("tickets", "movements", "seals")]
    mine = {path: text for path, text in made.items() if path.startswith((*folders,))}
    here = {
        path.relative_to(LEDGER).as_posix(): path.read_bytes().decode()
        for folder in folders
        for path in (LEDGER / folder).rglob("*.yaml")
    }
    assert sorted(mine) == sorted(here)
    assert [path for path in mine if mine[path] != here[path]] == []
    besides = [path for path in made if not path.startswith(RECORDS)]
    assert [path for path in besides if made[path] != (LEDGER / path).read_bytes().decode()] == []


def test_the_stories_come_to_what_stands_there() -> None:
    """What the generator takes a ticket for, when it tells on, is what the actions made of it."""
    ledger = Ledger(LEDGER, indexed=False)
    told = {case.ticket.id: case.state.status for case in make.stories()[0]}
    all_found = {record.id: record.state.status for record in ledger.tickets([])}
    found = {id: status for id, status in all_found.items() if not id.startswith(branch.OFFICE)}
    assert {
        id: (told.get(id), status) for id, status in found.items() if told.get(id) != status
    } == {}
    assert len(told) == len(found)


@pytest.mark.stress
def test_all_of_it_is_typed_again_to_the_same_bytes() -> None:
    here = {
        p.relative_to(LEDGER).as_posix(): p.read_bytes() for p in LEDGER.rglob("*") if p.is_file()
    }
    made = {path: text.encode() for path, text in make.sample().items()}
    assert sorted(here) == sorted(made)
    assert [path for path in made if made[path] != here[path]] == []
