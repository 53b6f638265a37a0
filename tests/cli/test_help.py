"""What is shown at the prompt in Chinese: help, tables, errors. No English sentence is left in
between.
"""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import catalogue
import pytest
from typer.core import TyperArgument, TyperOption

from svc.cli.app import run
from svc.cli.commands import COMMANDS, GROUPS
from svc.cli.desk import Desk
from svc.cli.lazy import build_command
from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    from conftest import Desk as Office

CHINESE = {str(entry.string) for entry in catalogue.translations().values()}
ENGLISH = set(catalogue.extracted())
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
