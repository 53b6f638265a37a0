"""Which machines are due for maintenance, and on which day (预防性维护, S2 5.3).

Laws: while a ticket made for a machine by a plan is not over, the plan makes no other for it; of a
rule's days each is one that a ticket was made for, or one that a later service met, or the next.
So it does not matter on which days tickets are made, or how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from svc.model import events as ev
from svc.model.customers import Customer, Equipment
from svc.model.upkeep import UpkeepDue, UpkeepPlan, UpkeepPlans
from svc.rules.forms import serial_form

if TYPE_CHECKING:
    from svc.rules.promises.clock import WorkCalendar
    from svc.rules.ticket.lifecycle import State

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FARTHEST_DAYS = 800
_IN_EVERY_MONTH = 28

Fate = Literal["made", "done", "skipped"]


class MadeDue(Struct, frozen=True, kw_only=True):
    """A due machine for which a ticket was made, and what became of it."""

    row: UpkeepDue
    ticket: str
    standing: Fate
    ended_on: date | None = None  # the day of the service, or on which it was given up
    reason: str = ""  # why it was given up


class NextDue(Struct, frozen=True, kw_only=True):
    """A machine with the next day on which it is due."""

    plan: str
    customer: Customer
    machine: Equipment
    due: date
    proposed: date
    waiting: str = ""  # the ticket that is open for it; nothing more is made until it is over


def made_dues(state: State) -> list[MadeDue]:
    """What a ticket was made for, with what became of it: done with the first visit that repaired
    or found nothing, skipped if the ticket ended without one.
    """
    rows = state.ticket.upkeep
    if not rows:
        return []
    done = [visit.at.date() for visit in state.visits if visit.outcome in ev.REPAIRED]
    standing: Fate = "done" if done else "made"
    ended, reason = (done[0] if done else None), ""
    if not done and not state.is_open():
        last = state.events[-1]
        standing, ended = "skipped", last.at.date()
        reason = next(
            (
                event.reason
                for event in reversed(state.events)
                if isinstance(event, (ev.Declined, ev.Cancelled))
            ),
            "",
        )
    return [
        MadeDue(row=row, ticket=state.ticket.id, standing=standing, ended_on=ended, reason=reason)
        for row in rows
    ]


def is_planned(plan: UpkeepPlan, customer: Customer, machine: Equipment) -> bool:
    """Whether a plan is for this machine of this customer."""
    model = machine.model.strip().upper()
    serials = {serial_form(serial) for serial in plan.machines}
    contract = customer.contract_terms.name if customer.contract_terms else customer.contract
    return (
        (not plan.regions or customer.region in plan.regions)
        and (not plan.offices or customer.office in plan.offices)
        and (not plan.customers or customer.id in plan.customers)
        and (not plan.contracts or contract in plan.contracts)
        and (not plan.models or any(model.startswith(m.strip().upper()) for m in plan.models))
        and (not serials or serial_form(machine.serial) in serials)
    )


def next_dues(
    plans: UpkeepPlans,
    customers: Iterable[Customer],
    made: Iterable[MadeDue],
    calendars: Mapping[str, WorkCalendar],
) -> list[NextDue]:
    """The next day of each machine under each plan, by day; `calendars` by office. A machine whose
    plan is over has none.
    """
    history: dict[tuple[str, str], list[MadeDue]] = {}
    for each in made:
        history.setdefault((each.row.plan, serial_form(each.row.serial)), []).append(each)
    found: list[NextDue] = []
    for customer in customers:
        for machine in customer.equipment:
            for name, plan in plans.plans.items():
                if is_planned(plan, customer, machine):
                    before = history.get((name, serial_form(machine.serial)), [])
                    due = _next_day(plan, machine, before, calendars[customer.office])
                    if due is not None:
                        found.append(NextDue(plan=name, customer=customer, machine=machine, **due))
    return sorted(found, key=lambda each: (each.proposed, each.customer.id, each.machine.serial))


def _next_day(
    plan: UpkeepPlan, machine: Equipment, made: list[MadeDue], calendar: WorkCalendar
) -> dict[str, Any] | None:
    """Of the next due: `due`, `proposed`, and `waiting` while a ticket is open for it."""
    waiting = [each for each in made if each.standing == "made"]
    if waiting:
        first = min(waiting, key=lambda each: (each.row.due, each.ticket))
        return {"due": first.row.due, "proposed": first.row.proposed, "waiting": first.ticket}
    due = due_after(plan, made, _begins(plan, machine))
    if due is None or (plan.until is not None and due > plan.until):
        return None
    proposed = day_for(plan, due, calendar)
    return None if proposed is None else {"due": due, "proposed": proposed}


def _begins(plan: UpkeepPlan, machine: Equipment) -> date:
    """The day from which a machine counts: of the plan, or of its installation if that is later."""
    return max(plan.since, machine.installed or plan.since)


def due_after(plan: UpkeepPlan, made: list[MadeDue], begins: date) -> date | None:
    """The earliest day of the plan's rules after all that was made is over; None if there is none
    any more.

    A service meets what was due until its own day; what was skipped is over with its own due day.
    """
    services = [each.ended_on for each in made if each.standing == "done" and each.ended_on]
    met = max([*(each.row.due for each in made), *services], default=begins - timedelta(days=1))
    days = []
    if plan.every.rrule:
        days.append(_first_after(plan.every.rrule, plan.since, met))
    if plan.every.after_service:
        skipped = [each.row.due for each in made if each.standing == "skipped"]
        last = max([*services, *skipped], default=begins)
        days.append(_later(last, plan.every.after_service))
    return min((day for day in days if day is not None), default=None)


@lru_cache(maxsize=4096)
def _first_after(rule: str, since: date, day: date) -> date | None:
    from dateutil.rrule import rrulestr

    first = datetime(since.year, since.month, since.day)
    # An UNTIL with a zone is compared with days that have none.
    dates = rrulestr(_with_last_days(rule, since), dtstart=first, ignoretz=True)
    found = dates.after(datetime(day.year, day.month, day.day))
    return found.date() if found is not None else None


def _with_last_days(rule: str, since: date) -> str:
    """A rule that counts months or years from the 29th or later, so that a shorter month has its
    last day: RFC 5545 leaves such months out, and a machine would not be maintained.
    """
    plain = rule.upper()
    if since.day <= _IN_EVERY_MONTH or "BY" in plain:
        return rule
    days = ",".join(str(day) for day in range(_IN_EVERY_MONTH, since.day + 1))
    if "FREQ=MONTHLY" in plain:
        return f"{rule};BYMONTHDAY={days};BYSETPOS=-1"
    if "FREQ=YEARLY" in plain:
        return f"{rule};BYMONTH={since.month};BYMONTHDAY={days};BYSETPOS=-1"
    return rule


def _later(day: date, span: str) -> date:
    """So many days, weeks or months later; a month's last day where it has no such day."""
    from dateutil.relativedelta import relativedelta

    amount = int(span[:-1])
    if span.endswith("m"):
        return day + relativedelta(months=amount)
    return day + timedelta(days=amount * (7 if span.endswith("w") else 1))


def day_for(plan: UpkeepPlan, due: date, calendar: WorkCalendar) -> date | None:
    """The day that is proposed: the due day if it will do, else the nearest before it within
    `early_days` and not before the plan, else the next after it; None if no day will do.

    A day will do if the office works on it (a make-up day too), in the season, and the plan does
    not avoid it.
    """
    earlier = (due - timedelta(days=back) for back in range(plan.early_days + 1))
    later = (due + timedelta(days=ahead) for ahead in range(1, _FARTHEST_DAYS))
    for day in chain((day for day in earlier if day >= plan.since), later):
        if _will_do(plan, day, calendar):
            return day
    return None


def _will_do(plan: UpkeepPlan, day: date, calendar: WorkCalendar) -> bool:
    if day in plan.avoid or _WEEKDAYS[day.weekday()] in plan.avoid_weekdays:
        return False
    if plan.season is not None:
        first, last = plan.season.split("..")
        here = f"{day:%m-%d}"
        is_in = first <= here <= last if first <= last else here >= first or here <= last
        if not is_in:
            return False
    return bool(calendar.plan_of_day(day).hours)


def visits_to_make(dues: Iterable[NextDue], plans: UpkeepPlans, today: date) -> list[list[NextDue]]:
    """The tickets to be made today: of each customer's site all machines for which it is time, and
    with them those whose own time comes within their plan's `early_days`.
    """
    sites: dict[tuple[str, str], list[NextDue]] = {}
    for due in dues:
        if not due.waiting:
            sites.setdefault((due.customer.id, due.machine.site), []).append(due)
    visits = []
    for at_site in sites.values():
        if any(_days_left(each, plans, today) <= 0 for each in at_site):
            visits.append(
                [
                    each
                    for each in at_site
                    if _days_left(each, plans, today) <= plans.plans[each.plan].early_days
                ]
            )
    return visits


def _days_left(due: NextDue, plans: UpkeepPlans, today: date) -> int:
    """Days until a ticket has to be made; none or fewer: it is time."""
    return (due.proposed - today).days - plans.plans[due.plan].lead_days
