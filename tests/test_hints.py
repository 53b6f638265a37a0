"""Every command that a message names can be typed as it is printed, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po
from reference.commands import options

from svc.cli.commands import COMMANDS, GROUPS
from svc.cli.lazy import GLOBAL_OPTIONS

CATALOGUE = Path(__file__).resolve().parents[1] / "svc/locale/zh_CN/LC_MESSAGES/svc.po"
GLOBAL = {f"--{name}" for name, _, _ in GLOBAL_OPTIONS} | {"--help"}
# `svc` as the subject of a sentence
SPEAKS_OF_ITSELF = {
    "commands", "could", "did", "does", "has", "itself", "reads", "to", "writes",
}  # fmt: skip


ONE_DEED: dict[str, dict[str, set[str]]] = {
    "receipt": {
        "--void": {"--reason"},
        "--how": set(),
        "--replaces": set(),
        "--invoice": set(),
        "--hand-in": set(),
    },
    "dispatch": {"--tomorrow": set(), "--day": set()},
    "roster": {"--duty": {"--who"}},
    "print": {"--day": set()},
}
"""What a command of several deeds needs for the one that is told by an option."""


THE_REST_IS_ASKED = {
    "consent {ticket} --to price",
    "customer account {customer} --limit YUAN",
    "customer contract CUSTOMER --name NAME",
    "customer contract {id} --name NAME",
    "dispatch TICKET --to STAFF",  # an agreed visit has its time
    "dispatch {ticket} --to STAFF",
    "dispatch 工单号 --to 人员",
    "dispatch {ticket} --to 人员",
    "quote {ticket} --cause misuse --evidence TEXT",
    "quote {ticket} --line CODE",
    "quote {ticket} --line 代码",
}
"""They say what matters, and the command asks at a terminal for the rest."""


class Hint(NamedTuple):
    """A command line in a message: its command, and its options with what follows each."""

    line: str
    command: str
    options: tuple[str, ...]


def hints() -> Iterator[Hint]:
    """The command lines in the messages, in English and in Chinese."""
    with CATALOGUE.open("rb") as file:
        messages = read_po(file)
    for message in messages:
        for text in (message.id, message.string):
            for line in re.findall(r"\bsvc +([-a-z{][^\n，；。、“”（）;]*)", str(text)):
                yield from _hint(line)


def _hint(line: str) -> Iterator[Hint]:
    line = re.split(r"\. |, | \(|\)", line)[0].rstrip(".:, …")
    words = line.split()
    while words and words[0].startswith("--"):  # `svc --as ID …`: an option of every command
        assert words[0] in GLOBAL | {"--version"}, line
        words = words[2:]
    if not words or words[0].startswith("{") or words[0] in SPEAKS_OF_ITSELF | {"…"}:
        return
    two = " ".join(words[:2])
    name = two if two in COMMANDS or words[0] in GROUPS else words[0]
    yield Hint(line, name, tuple(re.findall(r"--[a-z][a-z-]*", line)))


HINTS = sorted({hint for hint in hints()})


def test_messages_name_many_commands() -> None:
    assert len(HINTS) > 100
    assert len({hint.command for hint in HINTS}) > 40


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.line)
def test_a_command_that_a_message_names_is_one_and_has_the_options(hint: Hint) -> None:
    assert hint.command in COMMANDS, hint
    known = [each for each in options(hint.command, "en") if each.name.startswith("--")]
    names = {name for each in known for name in each.name.split(" / ")} | GLOBAL
    assert set(hint.options) <= names, set(hint.options) - names
    if not hint.options:  # by itself it asks for what it needs
        return
    needed = {each.name for each in known if each.asked}
    for option, deed_needs in ONE_DEED.get(hint.command, {}).items():
        if option in hint.options:
            needed = deed_needs
            break
    if not set(hint.options) <= GLOBAL and hint.line not in THE_REST_IS_ASKED:
        assert needed <= set(hint.options), f"{hint.line}: {needed - set(hint.options)}"
    assert "|" not in hint.line, "a shell would take it for a pipe"
    for option in hint.options:
        if next((each.metavar for each in known if each.name == option), ""):
            behind = hint.line.partition(f"{option} ")[2]
            assert behind, f"{hint.line}: {option} needs a value"
            assert not behind.startswith("--"), f"{hint.line}: {option} needs a value"
