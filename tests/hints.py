"""Command lines in what svc says: found as a person finds them, and typed as they are printed."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from svc.cli.commands import COMMANDS, GROUPS
from svc.errors import Refused, typed
from svc.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

_WORD = r"\"[^\"]*\"|'[^']*'|[^\s，；。、“”（）();`,\"'：]+"
COMMAND_LINE = re.compile(rf"\bsvc((?: +(?:{_WORD}))+)")

STANDS_FOR = {
    "TICKET": "SZ-2611-A0001",
    "ENTRY": "1",
    "NAME=VALUE": "note=更正",
    "STAFF": "li",
    "MANAGER": "sun",
    "NAME": "张工",
    "PHONE": "13900001111",
    "TIME": "明天 10:00",
    "DAY": "2026-12-18",
    "YEAR": "2027",
    "NUMBER": "SZ-A-26-0001",
    "YUAN": "9999",
    "CUSTOMER": "SZ-A0001",
    "SERIAL": "CR200-24-0042",
    "PART": "P-1001",
    "PAPER": "visit-order",
    "CODE": "L03",
    "DOCUMENT": "SZ-M2611-A0001",
    "PART:COUNT": "P-1001:1",
    "KIT": "标准包",
    "REGION": "south",
    "REASON": "实际如此",
    "WORDS": "已问清",
    "TEXT": "文字若干",
    "VALUE": "0755-26001112",
    "CONTRACT": "24x7",
    "HOW": "电话",
    "STATE": "received",
    "DIR": "new",
    "LETTER": "C",
    "PLACE": "维修间",
    "PARTY=NAME": "customer=张工",
}
"""What a person types for each word that stands for something."""


class Line(NamedTuple):
    """A command line in a message."""

    command: str
    words: tuple[str, ...]  # behind `svc`, with what stands for something as it is printed

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def option_of(self, at: int) -> str:
        """The option whose value stands there; nothing for an argument."""
        before = self.words[at - 1] if at else ""
        return before if before.startswith("--") else ""


def lines_in(text: str) -> Iterator[Line]:
    """The command lines in a message, or in a message id."""
    for found in COMMAND_LINE.findall(re.sub(r"[.:?](?=\s|$)", "\n", text)):
        words = re.findall(_WORD, found)
        name = " ".join(words[:2]) if words[0] in GROUPS else words[0]
        if words[0] in COMMANDS and name not in COMMANDS:
            name = words[0]
        if name in COMMANDS:
            yield Line(name, tuple(words))


def typed_words(line: Line) -> list[str]:
    """What a person types who reads the line, in either language."""
    chinese = Words("zh")
    values = STANDS_FOR | {chinese(word): value for word, value in STANDS_FOR.items()}
    values |= {"REASON": STANDS_FOR["REASON"]}
    words = [shlex.split(word)[0] if word[0] in "\"'" else word for word in line.words]
    return [values.get(word, word) for word in words]


USAGE = frozenset(
    kind.key
    for kind in vars(typed).values()
    if isinstance(kind, type) and issubclass(kind, Refused) and kind is not Refused
)
"""Refusals of what was typed, whatever the ledger holds."""


def why_not_typed(desk: Any, patch: pytest.MonkeyPatch, line: Line, *, by: str, now: str) -> str:
    """Why the command can't be typed as it is printed; nothing if it can, or if at a terminal it
    asks for what is left out.
    """
    words = typed_words(line)
    ended = desk.svc("--json", *words, by=by, now=now)
    if ended.status not in (2, 70):
        return ""
    error = json.loads(ended.err.splitlines()[-1])["error"]  # drafts may be named before it
    key = error["key"]
    if key == "missing-fields":
        with patch.context() as at_terminal:
            at_terminal.setattr("svc.cli.desk.Desk.at_terminal", True)
            asked = desk.svc(*words, by=by, now=now)
        if asked.status == 130:  # it asked, and there was no more to read
            return ""
    return f"{line.text}: {key}: {error['message']}" if key in USAGE else ""
