"""The two READMEs are short, and what they show is what happens."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from handbook.replay import Player, lent_sample, surroundings

from svc.cli.commands import COMMANDS, GROUPS

TOP = Path(__file__).parent.parent
MOST_BYTES = 8192  # a stranger decides in a minute whether to read on
READMES = {"en": TOP / "README.md", "zh": TOP / "README.zh.md"}
DAY = "2026-11-02"


class Typed(NamedTuple):
    """A command of a README's day: when, as typed, and the lines of its answer that stand there."""

    at: str
    command: str
    shown: list[str]


def day_of(text: str) -> list[Typed]:
    """The commands of the block that is replayed: `# 09:15`, `$ svc …`, lines of the answer.

    A command may go on in the next line, as in a shell. Unlike in the handbook's pages an answer
    stands there in part.
    """
    (block,) = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    out: list[Typed] = []
    at = ""
    for line in block.replace("\\\n", "").splitlines():
        if line.startswith("# "):
            at = line.removeprefix("# ")
        elif line.startswith("$ "):
            out.append(Typed(at, line.removeprefix("$ "), []))
        else:
            out[-1].shown.append(line)
    return out


@pytest.mark.parametrize("lang", READMES)
def test_a_readme_is_short(lang: str) -> None:
    assert READMES[lang].stat().st_size <= MOST_BYTES


@pytest.mark.parametrize("lang", READMES)
def test_every_command_named_in_a_readme_is_there(lang: str) -> None:
    text = READMES[lang].read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)(?:\$ )?svc (?:--as \w+ )?([a-z]+)", text, re.MULTILINE))
    assert len(named) > 10
    assert named <= {name.split()[0] for name in COMMANDS} | set(GROUPS)


@pytest.mark.parametrize("lang", READMES)
def test_the_day_of_a_readme_is_what_happens(lang: str, tmp_path: Path) -> None:
    day = day_of(READMES[lang].read_text(encoding="utf-8"))
    assert len(day) == 10
    with surroundings(tmp_path, lang):
        desk = Player(tmp_path, lang)
        try:
            for typed in day:
                desk.now = f"{DAY}T{typed.at}:00+08:00"
                ended = desk.type(typed.command)
                assert ended.status == 0, ended.said
                answer = iter(ended.said.splitlines())
                for line in typed.shown:
                    assert line in answer, f"not said, or out of order: {line}\n{ended.said}"
        finally:
            os.chdir(tmp_path)
            if desk.ledger is not None:
                lent_sample().take_back(desk.ledger)


def test_both_readmes_tell_the_same_day() -> None:
    english, chinese = (day_of(path.read_text(encoding="utf-8")) for path in READMES.values())
    assert [typed[:2] for typed in english] == [typed[:2] for typed in chinese]
