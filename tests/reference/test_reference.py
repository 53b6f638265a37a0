"""The pages of the reference say what the code does, and what they show is right."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import STORY
from reference import commands, surroundings
from reference.generate import MAKERS, MANUAL, PAGES, made, pages
from reference.markdown import blocks
from reference.reach import EVENTS, reached

import svc
from svc.cli.commands import COMMANDS, STAGES
from svc.cli.desk import Desk as TypedAt
from svc.cli.examples import EXAMPLES
from svc.model import reading
from svc.model.events import CATALOGUE, OPEN, STATES
from svc.model.faults import record_from
from svc.model.tickets import Ticket, head_digest
from svc.rules.ticket.lifecycle import replay_ticket

if TYPE_CHECKING:
    from conftest import Desk

ROOT = Path(svc.__file__).parent
SAMPLE = ROOT.parent / "ledger"
LISTED = [command.name for _, rows in STAGES for command in rows]


@pytest.mark.parametrize("path", [*pages(), MANUAL], ids=lambda path: path.name)
def test_a_page_is_as_the_code_has_it(path: Any) -> None:
    assert path.read_text(encoding="utf-8") == made(path), "stale: make reference"


def test_every_table_stands_on_a_page_once() -> None:
    named = Counter(name for page in pages() for name in blocks(page.read_text(encoding="utf-8")))
    assert dict(named) == dict.fromkeys(MAKERS, 1)


# Commands


def parsed(name: str, words: list[str]) -> dict[str, object]:
    """What Typer makes of a command line at the sample ledger; its words behind the command. Raises
    its complaint if it is wrong.
    """
    context = commands.built(name, "en").make_context(
        f"svc {name}", list(words), obj=TypedAt(["--lang", "en", "--ledger", str(SAMPLE)], {})
    )
    values: dict[str, object] = context.params
    return values


def words_of(name: str) -> list[str]:
    line = shlex.split(EXAMPLES[name])
    count = 1 + len(name.split())
    assert line[:count] == ["svc", *name.split()]
    return line[count:]


def test_every_command_has_an_example() -> None:
    assert list(EXAMPLES) == LISTED


def test_every_event_of_the_catalogue_is_recorded_by_a_command() -> None:
    recorded = {what for command in COMMANDS.values() for what in reached(command).events}
    assert EVENTS.keys() - recorded == set()


@pytest.mark.parametrize("name", LISTED)
def test_an_example_can_be_typed_and_its_fixed_values_are_there(name: Any) -> None:
    words = words_of(name)
    parsed(name, words)
    for option in commands.options(name, "en"):
        choices = option.metavar.split("|")
        if len(choices) > 1 and all(re.fullmatch("[a-z_0-9]+", choice) for choice in choices):
            given = [words[at + 1] for at, word in enumerate(words) if word == option.name]
            assert set(given) <= set(choices)


@pytest.mark.parametrize("name", LISTED)
def test_an_example_names_all_that_the_command_needs(name: Any) -> None:
    """Arguments that are needed; of what it asks for at least something, unless it can do without."""
    words = words_of(name)
    asked = {
        option.name
        for option in commands.options(name, "en")
        if option.asked and option.name.startswith("-")
    }
    if asked and name not in ("dispatch", "intake"):
        assert asked & set(words), asked


def test_what_a_command_is_said_to_record_is_what_it_records(desk: Desk) -> None:
    """Each command of the story of a repair adds events, and its section names them."""
    assert desk.intake().status == 0
    assert {"received"} <= set(reached(COMMANDS["intake"]).events)
    recorded = 1
    for when, who, words in STORY:
        desk.ok(*words, by=who, now=when)
        new = [event["what"] for event in desk.log[recorded:]]
        recorded += len(new)
        assert new
        assert set(new) <= set(reached(COMMANDS[words[0]]).events), words


def test_what_a_command_is_said_to_be_refused_with_is_raised_where_it_is_called() -> None:
    """One of each way: in the command, in its action, in a rule, in what commands share."""
    for name, key in (
        ("callback", "own-work"),
        ("visit", "evidence-missing"),
        ("dispatch", "cannot-go"),
        ("part request", "not-a-number"),
        ("check", "findings"),
    ):
        assert key in reached(COMMANDS[name]).errors, name


def test_open_states_are_those_that_the_page_of_events_names() -> None:
    page = (PAGES / "events.md").read_text(encoding="utf-8")
    line = re.search(r"All\s+but (.*?) are open", page, re.DOTALL)
    assert line is not None
    assert set(re.findall("`([a-z_]+)`", line[1])) == set(STATES) - set(OPEN)


# Files, JSON


def test_the_example_record_is_a_record_whose_digest_and_status_are_right() -> None:
    example = re.search(
        r"```yaml\n(id: .*?)```", (PAGES / "files.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert example is not None
    text = example[1]
    data = reading.read_record(text, "files.md")
    ticket = record_from(data, Ticket, "files.md", text)
    assert replay_ticket(ticket).status == ticket.status
    assert getattr(ticket.log[0], "digest", "") == head_digest(data)


def test_the_examples_of_json_are_what_the_commands_answer(desk: Desk) -> None:
    shown = re.findall(
        r"```json\n(.*?)\n```", (PAGES / "json.md").read_text(encoding="utf-8"), re.DOTALL
    )
    desk.play("dispatch")
    listed = desk.svc("--json", "list", now="2026-11-20T12:00:00")
    refused = desk.svc("--json", "show", "SZ-2611-A0002")
    assert [json.loads(text) for text in shown] == [listed.json, json.loads(refused.err)]


# Environment


def texts_of_code() -> set[str]:
    """Every text in the code that is no docstring."""
    found = set()
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in told
        }
    return found


def test_every_variable_that_the_code_looks_at_is_in_the_table_and_no_other_of_ours() -> None:
    ours = {text for text in texts_of_code() if re.fullmatch("_?SVC_[A-Z_]+", text)}
    named = surroundings.names(surroundings.VARIABLES)
    assert {name for name in named if "SVC_" in name} == ours
    asked = set()
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", text))
        asked |= set(re.findall(r'"(GIT_CONFIG_[A-Z]+)"', text))
    asked.discard("GIT_CONFIG_COUNT")  # set for git, never asked for
    assert asked <= named
    assert {name for name in named if name not in ("LESS", *asked)} <= ours


def test_every_setting_of_git_that_the_code_looks_at_is_in_the_table_and_no_other() -> None:
    form = r"(merge\.)?svc\.(?!yaml|mo)[a-z]+|(user|committer)\.(name|email)"
    modules = {f"svc.{path.stem}" for path in ROOT.iterdir()}
    ours = {text for text in texts_of_code() if re.fullmatch(form, text)} - modules
    # committer.name and its like are put together from both words.
    ours |= {f"{who}.{what}" for who in ("user", "committer") for what in ("name", "email")}
    assert surroundings.names(surroundings.GIT_SETTINGS) == ours


# The manual page


@pytest.mark.parametrize(
    "program",
    [("groff", "-man", "-ww", "-Tutf8", "-Kutf8", "-z"), ("mandoc", "-Tlint", "-Wwarning")],
    ids=lambda program: program[0],
)
def test_the_manual_page_is_formatted_without_a_warning(program: tuple[str, ...]) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    # In its folder: groff warns of a path that is not ASCII.
    ended = subprocess.run(
        [*program, MANUAL.name], cwd=MANUAL.parent, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_the_manual_page_names_every_command_and_option() -> None:
    page = MANUAL.read_text(encoding="utf-8").replace("\\-", "-").replace("\\:", "")
    for name in LISTED:
        assert f"\\fBsvc {name}" in page
        assert all(f"\\fB{option.name}" in page for option in commands.options(name, "en"))


def test_every_event_has_a_section_and_every_section_is_an_event() -> None:
    page = (PAGES / "events.md").read_text(encoding="utf-8")
    assert re.findall("^### (.*)$", page, re.MULTILINE) == list(CATALOGUE)
