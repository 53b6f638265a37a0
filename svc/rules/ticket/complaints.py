"""How far a complaint has come, from hand to hand (S3 5–7): judged, its cause found by production,
who is responsible by quality inspection, its cost audited by finance and recovered by the business
department, put right, answered, and whether the prevention took effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, TypeVar

from msgspec import Struct

from svc.model import events as ev
from svc.rules.ticket.answers import GivenAnswer, last_answer, words_of_answer

Department = Literal["production", "quality", "finance", "business"]
E = TypeVar("E", bound=ev.Event)


class ComplaintStory(Struct, frozen=True, kw_only=True):
    """Each step as it was recorded last; None: not yet."""

    judged: ev.ComplaintJudged | None = None
    found: ev.CauseFound | None = None
    responsible: ev.ResponsibilityFound | None = None
    audited: ev.CostAudited | None = None
    recovered: ev.CostRecovered | None = None
    action: ev.CorrectiveAction | None = None
    checked: ev.PreventionChecked | None = None
    answered: GivenAnswer | None = None

    @property
    def cause(self) -> str:
        """The cause as quality inspection confirmed it, else as production found it."""
        if self.responsible is not None:
            return self.responsible.cause
        return self.found.cause if self.found is not None else ""

    @property
    def cost(self) -> Decimal | None:
        """The cost in yuan as audited, else as it was told with the responsibility."""
        if self.audited is not None:
            return self.audited.amount
        return self.responsible.cost if self.responsible is not None else None

    @property
    def answer(self) -> str:
        """What the customer was told, with its explanation."""
        return words_of_answer(self.answered)

    @property
    def department_next(self) -> Department | None:
        """The department whose step comes next; None: it is the head's, or nobody's."""
        if self.judged is None or not self.judged.accepted:
            return None
        if self.found is None and self.responsible is None:
            return "production"
        if self.responsible is None:
            return "quality"
        if self.cost is None:
            return "finance"
        if self.audited is not None and self.audited.bearer == "business":
            return "business" if self.recovered is None and self.audited.amount > 0 else None
        return None


def complaint_story(events: Iterable[ev.Event]) -> ComplaintStory:
    """The steps of a complaint by its log. An answer before it was judged is one, too."""
    log = list(events)
    return ComplaintStory(
        judged=_last(log, ev.ComplaintJudged),
        found=_last(log, ev.CauseFound),
        responsible=_last(log, ev.ResponsibilityFound),
        audited=_last(log, ev.CostAudited),
        recovered=_last(log, ev.CostRecovered),
        action=_last(log, ev.CorrectiveAction),
        checked=_last(log, ev.PreventionChecked),
        answered=last_answer(log),
    )


def _last(log: list[ev.Event], kind: type[E]) -> E | None:
    return next((event for event in reversed(log) if isinstance(event, kind)), None)
