"""Who takes calls about a ticket now (值班)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors import Damaged, NoSuchVersion
from svc.rules.duty import is_after_hours, people_on_duty

if TYPE_CHECKING:
    from datetime import datetime

    from svc.rules.ticket.lifecycle import State
    from svc.store.reader import Reader


def on_duty_now(ledger: Reader, state: State, now: datetime) -> list[str]:
    """Who takes calls about a ticket now, outside opening hours; empty in them, and where calendar
    or roster can't be read.
    """
    office, terms = state.current.office, state.current.terms
    try:
        version = (
            terms.calendar
            if terms
            else ledger.newest("calendars", ledger.settings.offices[office].calendar)
        )
        calendar = ledger.calendar(version)
        if not is_after_hours(now, calendar):
            return []  # the roster is not read
        return people_on_duty(ledger.roster, ledger.staff, office, calendar, now)
    except (NoSuchVersion, Damaged):
        return []
