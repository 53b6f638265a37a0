"""The last answer, whichever command recorded it."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.answers import last_answer, words_of_answer

REPLIED = ("20 10:00 replied", {"remedy": "换密封圈"})
ANSWERED = ("20 11:00 answered", {"answer": "已列入下一版"})


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ((), ""),
        ((REPLIED,), "换密封圈"),
        ((REPLIED, ANSWERED), "已列入下一版"),
        ((ANSWERED, REPLIED), "换密封圈"),
    ],
)
def test_the_words_are_those_of_the_last_one(log: Any, words: str) -> None:
    assert words_of_answer(last_answer(ticket("20 09:12 received", *log).log)) == words
