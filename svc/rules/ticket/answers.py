"""What a customer, or one of us, was told last on a matter."""

from __future__ import annotations

from collections.abc import Sequence

from svc.model import events as ev

Answer = ev.Answered | ev.Replied


def last_answer(events: Sequence[ev.Event]) -> Answer | None:
    """The last answer or reply; None: there is none yet."""
    return next((event for event in reversed(events) if isinstance(event, Answer)), None)


def words_of_answer(answer: Answer | None) -> str:
    """Its words; empty: there is none yet."""
    if answer is None:
        return ""
    return answer.answer if isinstance(answer, ev.Answered) else answer.remedy
