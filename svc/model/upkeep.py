"""Plans of preventive maintenance (预防性维护): `upkeep.yaml` (S2 5.3)."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
import re
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_, Phrase
from svc.model.events import Text
from svc.model.faults import Fault

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Season = Annotated[str, Meta(pattern=r"^[0-9]{2}-[0-9]{2}\.\.[0-9]{2}-[0-9]{2}$")]


class Every(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When maintenance is due; of two rules the earlier day wins."""

    rrule: str = ""  # RFC 5545, counted from the plan's first day
    after_service: Annotated[str, Meta(pattern="^([1-9][0-9]{0,3}[dwm])?$")] = ""  # 90d, 12w, 6m


class UpkeepPlan(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which machines are maintained, and when. What is empty leaves nobody out."""

    since: date  # no day before it is due
    every: Every
    name: str = ""
    until: date | None = None  # included
    regions: list[Text] = []
    offices: list[Text] = []
    customers: list[Text] = []  # numbers of their files
    contracts: list[Text] = []
    models: list[Text] = []  # beginnings of their names, upper or lower case
    machines: list[Text] = []  # serial numbers
    lead_days: Annotated[int, Meta(ge=0, le=366)] = 14  # the ticket is made so long before
    early_days: Annotated[int, Meta(ge=0, le=60)] = 7  # a day that won't do is moved so far ahead
    season: Season | None = None  # each year; from the later to the earlier: over New Year
    avoid_weekdays: list[Weekday] = []
    avoid: list[date] = []


class UpkeepPlans(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All plans, by a short name that tickets keep."""

    plans: dict[str, UpkeepPlan] = {}


class UpkeepDue(Struct, frozen=True, kw_only=True):
    """What a ticket was made for: one machine that was due by a plan."""

    plan: Text
    serial: Text
    model: Text
    due: date  # by the plan's rule
    proposed: date  # the working day that is offered to the customer


def upkeep_faults(plans: UpkeepPlans) -> list[Fault]:
    """What no type says: a rule there is, and RFC 5545 reads it; the season's days exist."""
    faults = []
    for name, plan in plans.plans.items():
        place = ("plans", name)
        if not (plan.every.rrule or plan.every.after_service):
            says = Phrase(N_("`every` needs rrule or after_service"))
            faults.append(Fault((*place, "every"), says))
        if plan.every.rrule and not _is_rule(plan.every.rrule, plan.since):
            says = Phrase(
                N_("'{rule}' is not a rule. Write it like FREQ=MONTHLY;INTERVAL=3"),
                rule=plan.every.rrule,
            )
            faults.append(Fault((*place, "every", "rrule"), says))
        if plan.season and not all(_is_day_of_year(end) for end in plan.season.split("..")):
            says = Phrase(N_("'{season}' names a day that no year has"), season=plan.season)
            faults.append(Fault((*place, "season"), says))
    return faults


def _is_rule(rule: str, since: date) -> bool:
    """Whether it is one rule of whole days without its own start that gives a day; it may end."""
    from datetime import datetime

    from dateutil.rrule import rrulestr

    text = rule.upper()
    whole_days = any(f"FREQ={unit}" in text for unit in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY"))
    refused = ("\n", "DTSTART", "BYHOUR", "BYMINUTE", "BYSECOND")
    if not whole_days or any(each in text for each in refused):
        return False
    # Steps of none or backwards never end.
    if "INTERVAL" in text and not re.search(r"INTERVAL=[1-9][0-9]{0,2}(;|$)", text):
        return False
    try:
        dates = rrulestr(rule, dtstart=datetime(since.year, since.month, since.day), ignoretz=True)
        return next(iter(dates), None) is not None
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _is_day_of_year(month_day: str) -> bool:
    try:
        date.fromisoformat(f"2024-{month_day}")
    except ValueError:
        return False
    return True
