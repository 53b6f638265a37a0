"""A small month in the notation of logs, reported: its figures and tables by id. The tickets are
T1, T2 and so on, as they are given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace
from rules.logs import SHANGHAI, at, calendar, policy, ticket

from svc.model.tickets import Ticket
from svc.model.times import month_after
from svc.rules.promises.all_promises import promises_of
from svc.rules.report.answer import Figure, Section, Table
from svc.rules.report.measures import Measures, measure_ticket
from svc.rules.report.month import ComparedMonths, Window, month_window
from svc.rules.report.sections import report_sections
from svc.rules.ticket.lifecycle import replay_ticket

NOVEMBER = date(2026, 11, 1)
OFFICE = policy("office@2026-11")
CALENDAR = calendar()
NAMES = {"wang": "王强", "zhou": "周斌", "chen": "陈静"}

RECEIVED = "20 09:00 received"
ARRIVED = (RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")
FIXED = (*ARRIVED, "20 15:00 visited", "20 16:30 back")


def on(day: str, *log: Any, **head: Any) -> Ticket:
    """A ticket received at nine on another day than the 20th of November: `10-30`."""
    received = at(f"{day} 09:00").isoformat()
    return ticket(f"{day} 09:00 received", *log, **{"received": received, **head})


def measured(*tickets: Ticket, now: str = "30 12:00") -> list[Measures]:
    """The measures of each, with its promises under the office's policy as they stand then."""
    found = []
    for number, each in enumerate(tickets, 1):
        state = replay_ticket(each)
        promises = promises_of(state, OFFICE, CALENDAR, at(now))
        found += [
            replace(part, ticket=f"T{number}") for part in measure_ticket(state, promises, SHANGHAI)
        ]
    return found


def month_of(
    measures: Iterable[Measures], first: date = NOVEMBER, machines: Mapping[str, int] | None = None
) -> Window:
    """The month of these tickets, with all that took place until its end."""
    tickets = list(measures)
    flows = [flow for each in tickets for flow in each.flows]
    return month_window(first, tickets, flows, machines or {})


class Reported:
    """The month reported beside the one before and the same a year ago."""

    def __init__(
        self,
        *tickets: Ticket,
        first: date = NOVEMBER,
        now: str = "30 12:00",
        machines: Mapping[str, int] | None = None,
        records_before: bool = True,
    ) -> None:
        own = measured(*tickets, now=now)
        self.months = ComparedMonths(
            now=month_of(own, first, Counter(machines or {})),
            before=month_of(own, month_after(first, -1)) if records_before else None,
            year=month_of(own, month_after(first, -12)) if records_before else None,
        )
        self.sections: list[Section] = report_sections(self.months, name_of=NAMES.__getitem__)
        self.figures: dict[str, Figure] = {
            each.id: each for section in self.sections for each in section.all_figures
        }
        self.tables: dict[str, Table] = {
            each.id: each for section in self.sections for each in section.tables
        }

    def __getitem__(self, figure: str) -> Any:
        return self.figures[figure].value

    def earlier(self, figure: str) -> tuple[Any, Any]:
        """What it was a month and a year ago."""
        found = self.figures[figure]
        return found.month_before, found.year_before

    def rate(self, figure: str) -> tuple[int | None, int | None]:
        """What stands above and below the line."""
        return self.figures[figure].numerator, self.figures[figure].denominator

    def behind(self, figure: str) -> list[str]:
        """The tickets behind it."""
        return [each.ticket for each in self.figures[figure].behind]

    def rows(self, table: str) -> list[list[Any]]:
        return self.tables[table].rows

    def labelled(self, table: str) -> dict[str, list[Any]]:
        """The rows by the fixed value that each begins with, in their order."""
        return {row[0].value: row[1:] for row in self.rows(table)}

    def labels(self, table: str) -> dict[str, Any]:
        """The same, with the second column alone."""
        return {name: row[0] for name, row in self.labelled(table).items()}
