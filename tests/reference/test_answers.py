"""What commands answer with `--json` is what the table of answers says: no field less, none more,
each of its kind.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, surroundings
from reference.answers import ANSWERS, OF_FILES, PARTS, Field
from reference.asked import LINES, play
from reference.reach import reached

import svc
from svc.cli.commands import COMMANDS

HOLDS = {
    # what a field may hold → whether a value is that
    "text": lambda value: isinstance(value, str),
    "count": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "yes or no": lambda value: isinstance(value, bool),
    "time": lambda value: bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", str(value))
    ),
    "day": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))),
    "amount": lambda value: (
        bool(re.fullmatch(r"-?\d+\.\d\d", str(value))) and isinstance(value, str)
    ),
    "list": lambda value: isinstance(value, list),
    "mapping": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def expected(kind: str) -> tuple[dict[str, str], list[str]]:
    """The fields of an answer with what each may hold, and the paths below which a file's own keys
    stand.
    """
    fields: dict[str, str] = {}
    whole = []
    for each in ANSWERS[kind].fields:
        if isinstance(each, Field):
            fields[each.path] = each.holds
        elif each.of in PARTS:
            above = f"{each.path}." if each.path else ""
            if each.path and not each.path.endswith("[]"):
                fields.setdefault(each.path, "mapping")
            fields |= {f"{above}{field.path}": field.holds for field in PARTS[each.of][1]}
        if not isinstance(each, Field) and each.of in OF_FILES:
            whole.append(each.path)
    return fields, whole


def told(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of an answer with its value: `items[].due.at`."""
    inner = value.items() if isinstance(value, dict) else ()
    for name, each in inner:
        below = f"{path}.{name}" if path else name
        yield below, each
        yield from told(each, below)
    if isinstance(value, list):
        for each in value:
            yield from told(each, f"{path}[]")


def is_held(value: Any, holds: str) -> bool:
    words = holds.replace("yes or no", "yes_or_no").replace(" or ", ", ").split(", ")
    return any(HOLDS[word.replace("yes_or_no", "yes or no")](value) for word in words)


@pytest.fixture
def ledgers(
    tmp_path: Path, made_ledger: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """A way to get one new ledger after the other; we are in the last."""

    def new() -> Any:
        path = tmp_path / f"ledger {next(number)}" / "ledger"
        shutil.copytree(made_ledger, path)
        surroundings(monkeypatch, gitconfig)
        monkeypatch.chdir(path)
        return Desk(path, monkeypatch)

    number = count(1)
    return new


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_has_the_fields_of_the_table_and_no_others(ledgers: Any, kind: Any) -> None:
    fields, whole = expected(kind)
    seen = set()
    for until, who, words, now in LINES[kind]:
        desk = ledgers()
        play(desk, until)
        ended = desk.svc("--json", *words, by=who, now=now)
        assert ended.status in (0, 1, 3), ended.err
        answer = ended.json
        assert (answer.pop("schema"), answer.pop("kind")) == (1, kind)
        for path, value in told(answer):
            if path.startswith(("figures.", "before.", "after.", "items[].fields.")):
                continue  # their names are those of the figures, or of what files hold
            if path in fields:
                assert is_held(value, fields[path]), f"{path}: {value!r} is no {fields[path]}"
                seen.add(path)
            else:
                above = [
                    each for each in whole if not each or path.startswith((f"{each}.", f"{each}["))
                ]
                assert above or path in whole, f"{kind}: {path} is not in the table"
    assert set(fields) - seen == set(), f"{kind}: never seen"


def test_every_kind_that_the_code_answers_is_in_the_table_and_belongs_to_a_command() -> None:
    written = set()
    for path in Path(svc.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show_json":
                written |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert written <= set(ANSWERS)
    assert set(ANSWERS) == set(LINES)
    assert {kind for command in COMMANDS.values() for kind in reached(command).kinds} == set(
        ANSWERS
    )
