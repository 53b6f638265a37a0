"""What commands answer with `--json` is what the table of answers says, judged by the schemas that
are made from it: no field less, none more, each of its kind.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, surroundings
from reference.asked import LINES, play
from reference.judge import fits
from reference.reach import reached

import svc
from svc.cli.answers.common import PARTS
from svc.cli.answers.fields import AnswerField
from svc.cli.answers.table import ANSWERED, ANSWERS, OF_FILES, SAID_OF_ALL
from svc.cli.commands import COMMANDS


def expected(kind: str) -> tuple[dict[str, str], list[str]]:
    """The fields of an answer with what each may hold, and the paths below which a file's own keys
    stand.
    """
    fields: dict[str, str] = {}
    whole = []
    for each in ANSWERS[kind].fields:
        if isinstance(each, AnswerField):
            fields[each.path] = each.holds
        elif each.of in PARTS:
            above = f"{each.path}." if each.path else ""
            if each.path and not each.path.endswith("[]"):
                fields.setdefault(each.path, "mapping")
            fields |= {f"{above}{field.path}": field.holds for field in PARTS[each.of][1]}
        if not isinstance(each, AnswerField) and each.of in OF_FILES:
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


@pytest.mark.parametrize("kind", LINES)
def test_an_answer_has_the_fields_of_the_table_and_no_others(ledgers: Any, kind: str) -> None:
    fields, _ = expected(kind)
    seen = set()
    for until, who, words, now in LINES[kind]:
        desk = ledgers()
        play(desk, until)
        ended = desk.svc("--json", *words, by=who, now=now)
        assert ended.status in (0, 1, 3), ended.err
        assert ended.json["kind"] == kind
        fits(ended.json, kind)
        fits(ended.json)
        for line in ended.err.splitlines():
            fits(json.loads(line), *SAID_OF_ALL)
        seen |= {path for path, _ in told(ended.json)}
    assert set(fields) - seen == set(), f"{kind}: never seen"


def test_a_field_too_many_one_too_few_and_another_kind_do_not_fit(desk: Desk) -> None:
    desk.play("intake")
    answer = desk.ok("--json", "list", by="chen").json
    fits(answer)
    row = answer["items"][0]
    for wrong in (
        {**answer, "extra": 1},
        {**answer, "items": [{**row, "extra": 1}]},
        {**answer, "items": [{**row, "due": {**row["due"], "extra": 1}}]},
        {**answer, "items": [{k: v for k, v in row.items() if k != "office"}]},
        {**answer, "items": [{**row, "received": "2026-11-20"}]},
        {**answer, "more": "0"},
        {k: v for k, v in answer.items() if k != "unreadable"},
        {**answer, "kind": "loans"},
        {**answer, "kind": "nothing"},
        {**answer, "schema": 2},
    ):
        with pytest.raises(AssertionError):
            fits(wrong)


def test_every_kind_that_the_code_answers_is_in_the_table_and_belongs_to_a_command() -> None:
    written = set()
    for path in Path(svc.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show_json":
                written |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert written <= set(ANSWERS)
    assert set(ANSWERS) == {*LINES, *SAID_OF_ALL}
    for name, command in COMMANDS.items():
        if name != "merge-driver":  # git calls it, and reads no answer
            assert set(ANSWERED[name].split()) == set(reached(command).kinds), name
    assert set(ANSWERED) == {*COMMANDS} - {"merge-driver"}
