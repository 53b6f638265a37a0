"""A Chinese screen is Chinese: Latin letters stand on it only in what is typed, in names of formats
and programs, in ids, and in what people wrote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import catalogue
import pytest
from errors.states import STATES
from reference.commands import options

from svc.cli.commands import COMMANDS, GROUPS
from svc.cli.lazy import GLOBAL_OPTIONS
from svc.rules.checks.rules import BY_NAME

if TYPE_CHECKING:
    from conftest import Desk

COMMAND_WORDS = {word for name in (*COMMANDS, *GROUPS) for word in name.split()}
OPTIONS = (
    {
        name
        for command in COMMANDS
        for option in options(command, "en")
        for name in option.name.split(" / ")
        if name.startswith("--")
    }
    | {f"--{name}" for name, _, _ in GLOBAL_OPTIONS}
    | {"--help"}
)
FORMATS = {
    "PDF", "HTML", "JSON", "YAML", "CSV", "XLSX", "UTF-8", "GBK", "BOM", "LF", "CR", "Schema",
    "html", "json", "pdf", "xlsx", "md", "yaml",
}  # fmt: skip
"""Names of formats of files."""
PROGRAMS = {"svc", "git", "lp", "lpstat", "pip", "holidays", "bash", "zsh", "fish", "powershell",
            "VS", "Code", "vscode", "settings.json", "cd", "rm", "kill", "PATH", "e"}  # fmt: skip
KEYS = {"Tab", "Ctrl-C"}
GIT = {
    "merge", "checkout", "pull", "diff", "log", "status", "switch", "main", "config", "add", "mv",
    "commit", "HEAD", "show", "safe.directory", "user.name", "user.email", "svc.commit", "off",
    "YOU@EXAMPLE.COM", "svc-desk", "--continue", "--skip", "--global", "--add", "p", "S",
    "policies", "calendars", "customers", "tickets",
}  # fmt: skip
"""Commands of git, what follows them, and settings of it."""
EXAMPLES = {"B", "I", "O", "Q", "U", "P-1042", "SZ-A0031", "SZ-A-26-0031", "L03", "x7", "data",
            "h", "m", "s", "wd", "d", "Asia/Shanghai"}  # fmt: skip
"""Letters of lanes, numbers as they look, durations as they are typed."""
WORDS_TAKEN = {
    "all", "unknown", "true", "false", "zh", "en", "none", "visit-order", "script",
    "ticket", "customer", "settings", "staff", "policy", "calendar", "prices", "parts", "roster",
    "desk", "knowledge", "intake", "reply", "arrival", "callback",
}  # fmt: skip
"""Words that are typed as they are, in either language: papers, steps, kinds of files."""
RULES_OF_CHECK = set(BY_NAME) | {"BJ", "SH", "WH", "CD"}
"""What stands in brackets behind a finding, for scripts; codes of offices."""
ALLOWED = (
    COMMAND_WORDS
    | OPTIONS
    | FORMATS
    | PROGRAMS
    | KEYS
    | GIT
    | EXAMPLES
    | WORDS_TAKEN
    | RULES_OF_CHECK
)
NO_SCREENS = ("svc/render/meanings.py", "svc/render/schema")
"""Explanations of keys in an editor, which name the keys."""

LATIN = re.compile(r"(?:--)?[A-Za-z][A-Za-z0-9_.@/-]*[A-Za-z0-9]|[A-Za-z]")


def latin(text: str) -> list[str]:
    """The Latin words of a message, without fields, quoted keys, files and variables."""
    text = re.sub(r"\{[^}]*\}|`[^`]*`|%[A-Z]\b", " ", text)
    text = re.sub(
        r"\b[a-z_]+(?:\.yaml|/[\w.]*)|\bSVC_[A-Z_]+|--diff-filter=D|\b\w+\.yaml", " ", text
    )
    text = re.sub(r"\d[A-E]\b", " ", text)  # clauses: 4.2.2C
    return [word for word in LATIN.findall(text) if not re.search(r"\d", word) or word == "x7"]


WHERE = catalogue.extracted()
MESSAGES = [
    (message, str(entry.string))
    for message, entry in catalogue.translations().items()
    if not all(where.startswith(NO_SCREENS) for where in WHERE.get(message, ["?"]))
]


def test_no_english_word_stands_in_a_chinese_message() -> None:
    found = {
        word: chinese for _, chinese in MESSAGES for word in latin(chinese) if word not in ALLOWED
    }
    assert found == {}


SCREENS = (
    ("show", "{t}"),
    ("why", "{t}"),
    ("list", "--all"),
    ("mine", "li"),
    ("overdue", "--all", "--within", "2000h"),
    ("dispatch",),
    ("dispatch", "{t}"),
    ("callback",),
    ("script", "{t}", "all"),
    ("search", "不加热"),
    ("knowledge", "不加热"),
    ("customer", "show", "SZ-A0001"),
    ("customer", "find", "南山"),
    ("equipment", "history", "CR200-24-0042"),
    ("outstanding",),
    ("prices",),
    ("loan", "list"),
    ("complaint", "list"),
    ("promise", "list"),
    ("check",),
    ("clock", "between", "2026-11-20T09:00:00+08:00", "2026-11-21T12:00:00+08:00", "--explain"),
    ("amend", "{t}"),
    ("roster",),
    ("report", "south", "2026-11"),
)
WRITTEN = re.compile(
    r"SZ-[\w-]+|CR-?\d[\w-]*|P-\d+|[LT]\d\d|\d+V/\d+kW|\b(?:chen|li|wang|zhao|sun|wu)\b|"
    r"(?:office|SZ|regions|six_stages|contract\d*)@[\w-]+|SVC_\w+|[A-Z]-\d+|\bkW\b|\bSZ\b|S\d\b|"
    r"[a-z0-9_./@-]+\.yaml(?::\d+)?|\bx\b"
)
"""Numbers, models, ids of people, versions, sources of clauses: as somebody gave or wrote them."""


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
@pytest.mark.parametrize("state", ["replied", "dispatched", "closed", "paid repair"])
def test_no_english_word_stands_on_a_chinese_screen(
    desk: Desk, words: tuple[str, ...], state: str
) -> None:
    STATES[state](desk)
    typed = [word.format(t=desk.ticket) for word in words]
    ended = desk.svc("--lang", "zh", *typed, by="li", now="2026-11-24T10:00:00")
    assert ended.status in (0, 1), ended.err
    text = WRITTEN.sub(" ", ended.out + ended.err)
    assert [word for word in latin(text) if word not in ALLOWED] == []
    assert not re.search(r"\b\d+(?:wd|[dhms])\b", text), "a duration is said in words"
