"""What is shown at the prompt in Chinese: help, tables, errors. No English sentence is left in
between.
"""

from __future__ import annotations

import ast
import re
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import catalogue
import pytest
from conftest import typed
from typer.core import TyperArgument, TyperOption

from svc.cli.app import run
from svc.cli.commands import COMMANDS, GROUPS, HIDDEN
from svc.cli.desk import Desk
from svc.cli.examples import EXAMPLES
from svc.cli.lazy import build_command
from svc.render.tables import terminal_cells
from svc.render.words import Words

if TYPE_CHECKING:
    from conftest import Desk as Office

CHINESE = {str(entry.string) for entry in catalogue.translations().values()}
ENGLISH = set(catalogue.translations())
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b")


def help_texts(page: str) -> tuple[str, list[str], list[str]]:
    """A help page as its usage line, its headings and the sentences behind the names."""
    usage, *lines = page.splitlines()
    headings = [
        line.removesuffix(":") for line in lines if line.endswith(":") and not line.startswith(" ")
    ]
    texts = [line for line in lines if line and not line.startswith(" ") and not line.endswith(":")]
    for line in lines:
        if line.startswith("  "):
            name, _, text = line.strip().partition("  ")
            if not line.startswith("   ") and not text:
                continue  # a long name; its text is on the next line
            texts.append((text or name).strip())
    return usage, headings, texts


@pytest.mark.parametrize(
    "language",
    [("zh", CHINESE, "用法：svc"), ("en", ENGLISH, "Usage: svc")],
    ids=lambda language: language[0],
)
@pytest.mark.parametrize("name", ["", *GROUPS, *COMMANDS])
def test_every_line_of_help_is_from_the_catalogue(
    name: Any,
    language: tuple[str, Any, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lang, known, usage = language
    monkeypatch.chdir(tmp_path)  # help needs no ledger
    assert run(["--lang", lang, *name.split(), "--help"]) == 0
    page, complaints = capsys.readouterr()
    assert complaints == ""
    first, headings, texts = help_texts(page)
    assert first.startswith(f"{usage} {name}".rstrip())
    assert [text for text in headings + texts if text not in known] == []
    assert texts


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_says_what_it_is_for(name: Any) -> None:
    built = build_command(COMMANDS[name], Desk(["--lang", "zh"], {}))
    assert built.help in CHINESE
    params = [param for param in built.params if isinstance(param, TyperArgument | TyperOption)]
    assert len(params) == len(built.params)
    assert [param.name for param in params if param.help not in CHINESE] == []


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--all"),
        ("overdue", "--all", "--within", "2000h"),
        ("dispatch",),
        ("promise", "list"),
        ("promise", "recompute", "--from", "office@2026-11", "--to", "six_stages@2026-11"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_the_columns_of_a_table_line_up_under_heads_from_the_catalogue(
    desk: Office, words: tuple[str, ...]
) -> None:
    desk.play("slip")
    other = {
        "phone": "0755-83002222",
        "mobile": "13900002222",
        "serial": "CR1-7",
        "contact": "李经理",
    }
    assert (
        desk.intake(unit="福田美味轩（中心店）", model="CR-1", symptom="异响", **other).status == 0
    )
    ended = desk.svc("--lang", "zh", *words, by="li", now="2026-11-21T17:00:00")
    assert ended.status == 0, ended.err
    lines = ended.out.splitlines()
    rules = [place for place, line in enumerate(lines) if re.fullmatch("[─ ]+", line)]
    assert rules
    for place in rules:
        starts = [match.start() for match in re.finditer("─+", lines[place])]
        heads = re.split(" {2,}", lines[place - 1].strip())
        assert [head for head in heads if head not in CHINESE] == []
        rows = list(
            takewhile(lambda line: line and not line.startswith("未做"), lines[place + 1 :])
        )
        assert rows
        for line in [lines[place - 1], *rows]:
            cells = by_cell(line)
            before = [cells[start - 2 : start] for start in starts[1:] if start < len(cells)]
            assert all(gap == [" ", " "] for gap in before), line


def by_cell(line: str) -> list[str]:
    """The line as a terminal shows it, a cell each; the second cell of a wide character is
    empty.
    """
    return [cell for char in line for cell in ([char] + [""] * (terminal_cells(char) - 1))]


def test_a_ticket_s_story_and_its_month_hold_no_english_sentence(desk: Office) -> None:
    desk.play()
    for words in (
        ("show", desk.ticket),
        ("why", desk.ticket),
        ("report", "south", "2026-11"),
        ("list", "--all"),
    ):
        ended = desk.svc("--lang", "zh", *words, now="2026-11-22T09:00:00")
        assert ended.status == 0
        assert not ENGLISH_SENTENCE.findall(ended.out)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lst",), "没有“lst”命令"),
        (("list", "--al"), "没有 --al 选项"),
        (("list", "--status"), "--status 后面要写值"),
        (("show",), "缺少：工单"),
        (("show", "SZ-2611-A0009"), "没有工单 SZ-2611-A0009"),
        (("report", "south", "2026-13"), "“2026-13”不是月份"),
        (("intake", "--unit", "x"), "缺少："),
        (("list", "--status", "foo"), "--status：“foo”不在 待受理、已受理、"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_typed_wrong_is_said_in_chinese_with_what_to_type_and_that_nothing_changed(
    desk: Office, words: tuple[str, ...], says: str
) -> None:
    ended = desk.svc("--lang", "zh", *words, by="chen")
    assert (ended.status, ended.out) == (2, "")
    assert says in ended.err
    assert "未做任何更改" in ended.err
    assert not ENGLISH_SENTENCE.findall(ended.err)


def test_a_step_that_can_t_be_taken_is_refused_in_the_desk_s_words(desk: Office) -> None:
    assert desk.intake().status == 0
    ended = desk.svc("--lang", "zh", "close", desk.ticket, by="chen")
    assert ended.status == 2
    assert "当前是“已受理”，不能记录“已关闭”。未做任何更改。" in ended.err
    assert (
        desk.svc("close", desk.ticket, "--json", by="chen").error["facts"]["status"] == "received"
    )


def needed(function: ast.FunctionDef) -> list[str]:
    """The options that a command asks for whatever else was typed."""
    found: list[str] = []

    def look(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.If, ast.IfExp, ast.Try, ast.FunctionDef)):
                continue
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
                if child.func.attr == "need":
                    found.extend(keyword.arg for keyword in child.keywords if keyword.arg)
                elif child.func.attr == "need_some":
                    found.append(ast.literal_eval(child.args[0]))
            look(child)

    look(function)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_needed_stands_in_the_table_and_is_marked(name: Any) -> None:
    module, _, function = COMMANDS[name].call.partition(":")
    source = Path(str(import_module(module).__file__)).read_text(encoding="utf-8")
    called = {
        each.name: each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef)
    }
    assert COMMANDS[name].needs.split() == needed(called[function])
    page = typed("--lang", "en", *name.split(), "-h").out
    marked = re.findall(r"^  \S[^\n]*? \*(?:  |$)", page, re.MULTILINE)
    assert len(marked) == len(COMMANDS[name].needs.split()), page
    assert ("* needed" in page) == bool(COMMANDS[name].needs)


@pytest.mark.parametrize("name", [name for name in COMMANDS if COMMANDS[name] not in HIDDEN])
def test_each_command_has_an_example_in_the_readers_language(name: Any) -> None:
    english, chinese = (
        typed("--lang", lang, *name.split(), "--help").out.splitlines()[-1].strip()
        for lang in ("en", "zh")
    )
    assert english == EXAMPLES[name]
    assert chinese.split()[: len(name.split()) + 1] == ["svc", *name.split()]
    if name == "visit":
        assert "--outcome 已修好" in chinese
        assert "P-1001:1:交回我方" in chinese
        assert "全面测试合格,现场已清洁" in chinese


def test_help_of_a_command_a_group_and_all_is_the_help_screen() -> None:
    for name in ("", "clock", "clock add", "visit"):
        assert typed("help", *name.split()).out == typed(*name.split(), "--help").out


@pytest.mark.parametrize("topic", ["times", "states", "roles", "promises", "files"])
def test_topics_are_explained_in_both_languages_under_both_names(topic: str) -> None:
    chinese = typed("--lang", "zh", "help", Words("zh")(topic)).out
    assert chinese == typed("--lang", "zh", "help", topic).out
    english = typed("--lang", "en", "help", topic).out
    assert english != chinese
    assert not ENGLISH_SENTENCE.search(re.sub(r"svc [a-z]+( [a-z]+)?", "", chinese))


def test_each_open_state_has_whose_turn_and_each_role_what_it_may_record() -> None:
    states = typed("--lang", "zh", "help", "状态").out
    for state in ("已派工", "上门中"):
        assert re.search(rf"^{state} +维修工程师$", states, re.MULTILINE)
    roles = typed("--lang", "zh", "help", "岗位").out.splitlines()
    bare = [line for line in roles[3:] if line and len(line.split()) < 2]
    assert bare == []
    assert any(line.split() == ["站长", "与经理相同"] for line in roles)


def test_what_is_neither_command_nor_topic_is_refused_with_the_topics() -> None:
    refused = typed("--lang", "en", "help", "weather")
    assert (refused.status, refused.out) == (2, "")
    assert "times, states, roles, promises, files" in refused.err
    assert typed("--lang", "en", "help", "clock", "weather").status == 2


def test_the_version_is_that_of_the_option() -> None:
    assert typed("version").out == typed("--version").out
