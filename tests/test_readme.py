"""The two READMEs are short, and what they show is what happens."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from svc.cli.commands import COMMANDS, GROUPS

TOP = Path(__file__).parent.parent
MOST_BYTES = 8192  # a stranger decides in a minute whether to read on
READMES = {"en": TOP / "README.md", "zh": TOP / "README.zh.md"}
DAY = "2026-11-02"


class Typed(NamedTuple):
    """A command of a README's day: when, its words, and the lines of its answer that stand there."""

    at: str
    words: list[str]
    shown: list[str]


def day_of(text: str) -> list[Typed]:
    """The commands of the block that is replayed: `# 09:15`, `$ svc …`, lines of the answer.

    A command may go on in the next line, as in a shell.
    """
    (block,) = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    out: list[Typed] = []
    at = ""
    for line in block.replace("\\\n", "").splitlines():
        if line.startswith("# "):
            at = line.removeprefix("# ")
        elif line.startswith("$ svc "):
            out.append(Typed(at, shlex.split(line.removeprefix("$ svc ")), []))
        else:
            out[-1].shown.append(line)
    return out


def play(typed: Typed, folder: Path, lang: str) -> str:
    """What the command says on both streams when it is typed in the folder; it has to succeed."""
    config = folder.parent / "gitconfig"
    config.write_text("[user]\n\tname = Demo\n\temail = demo@example.com\n", encoding="utf-8")
    surroundings = {
        "SVC_LANG": lang,
        "SVC_NOW": f"{DAY}T{typed.at}:00+08:00",
        "PYTHONUTF8": "1",
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SVC_", "GIT_"))}
    ended = subprocess.run(
        [sys.executable, "-m", "svc", *typed.words],
        cwd=folder,
        env=kept | surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout


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
    folder = tmp_path / "practice"
    play(Typed("08:30", ["init", str(folder), "--from", str(TOP / "ledger")], []), tmp_path, lang)
    day = day_of(READMES[lang].read_text(encoding="utf-8"))
    assert len(day) == 10
    for typed in day:
        said = play(typed, folder, lang).splitlines()
        left = iter(said)
        for line in typed.shown:
            assert line in left, f"not said, or not in this order: {line}\n" + "\n".join(said)


def test_both_readmes_tell_the_same_day() -> None:
    english, chinese = (day_of(path.read_text(encoding="utf-8")) for path in READMES.values())
    assert [typed[:2] for typed in english] == [typed[:2] for typed in chinese]
