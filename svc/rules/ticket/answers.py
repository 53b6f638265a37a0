"""What a customer, or one of us, was told last on a matter."""

from __future__ import annotations

from collections.abc import Sequence

from svc.model import events as ev

GivenAnswer = ev.Answered | ev.Replied


def last_answer(events: Sequence[ev.Event]) -> GivenAnswer | None:
    """The last answer or reply; None: there is none yet."""
    return next((event for event in reversed(events) if isinstance(event, GivenAnswer)), None)


def words_of_answer(answer: GivenAnswer | None) -> str:
    """Its words; empty: there is none yet."""
    if answer is None:
        return ""
    return answer.answer if isinstance(answer, ev.Answered) else answer.remedy
