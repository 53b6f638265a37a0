"""A Chinese screen is Chinese: Latin letters stand on it only in what is typed, in names of formats
and programs, in ids, and in what people wrote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import catalogue
import pytest
from errors.states import STATES
from latin import ALLOWED, WRITTEN, english_on, latin

if TYPE_CHECKING:
    from conftest import Desk

NO_SCREENS = ("svc/render/meanings.py", "svc/render/schema", "svc/cli/answer")
"""Explanations of keys in an editor, and of answers in JSON, which name the keys."""

WHERE = catalogue.where()
MESSAGES = [
    (message, str(entry.string))
    for message, entry in catalogue.translations().items()
    if not all(where.startswith(NO_SCREENS) for where in WHERE[message])
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
    assert english_on(text) == []
    assert not re.search(r"\b\d+(?:wd|[dhms])\b", text), "a duration is said in words"
