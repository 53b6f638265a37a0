"""Warranty (保修期) and its first part, the on-site period (上门期): the verdict (S4 2.3)."""

from __future__ import annotations

from datetime import date, timedelta

from svc.errors import N_, Phrase
from svc.model.customers import Equipment
from svc.model.settings import WarrantyPeriods
from svc.model.typed_text import UNKNOWN
from svc.model.typed_times import read_full_day


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


NOT_KNOWN = N_("day of purchase not known: to be checked in the papers")


def warranty_verdict(bought: str, periods: WarrantyPeriods, on: date) -> dict[str, object]:
    """The warranty of a machine bought on `bought` (a day, however it is written, or words) as it
    stands on `on`.

    Both periods include their last day: the same date after so many months, the day before it
    where the day of purchase counts, the last of a month that has no such date (民法典 201, 202).
    Words instead of a day, or a day to come, give `unknown`: the papers are looked at on site.
    Returns verdict, on_site, until, on_site_until, and reason as a Phrase.
    """
    if bought == UNKNOWN:
        return {"verdict": "unknown", "on_site": False, "reason": Phrase(NOT_KNOWN)}
    since = read_full_day(bought)
    if since is None or since > on:  # words, or somebody misread it
        return {
            "verdict": "unknown",
            "on_site": False,
            "reason": Phrase(
                N_("day of purchase not known ({bought}): to be checked in the papers"),
                bought=bought,
            ),
        }
    until = last_day_of_months(since, periods.months, first_counts=periods.first_day_counts)
    on_site_until = last_day_of_months(
        since, periods.on_site_months, first_counts=periods.first_day_counts
    )
    return {
        "verdict": "in" if on <= until else "out",
        "on_site": on <= min(until, on_site_until),
        "until": until,
        "on_site_until": min(until, on_site_until),
        "reason": Phrase(
            N_("bought {bought}; on site until {on_site_until}, warranty until {until}"),
            bought=since,
            on_site_until=min(until, on_site_until),
            until=until,
        ),
    }


def warranty_of_machine(
    machine: Equipment, periods: WarrantyPeriods, on: date
) -> dict[str, object]:
    """The warranty of a machine in a customer's file: the ends agreed for it, else those of the
    usual periods.
    """
    judged = warranty_verdict(machine.bought, periods, on)
    if machine.warranty_until is None and machine.on_site_until is None:
        return judged
    until = machine.warranty_until or judged.get("until") or machine.on_site_until
    on_site_until = machine.on_site_until or judged.get("on_site_until") or until
    assert isinstance(until, date)
    assert isinstance(on_site_until, date)
    on_site_until = min(until, on_site_until)
    return {
        "verdict": "in" if on <= until else "out",
        "on_site": on <= on_site_until,
        "until": until,
        "on_site_until": on_site_until,
        "reason": Phrase(
            N_("by the customer's file: on site until {on_site_until}, warranty until {until}"),
            on_site_until=on_site_until,
            until=until,
        ),
    }


def last_day_of_months(since: date, months: int, *, first_counts: bool) -> date:
    """The last day of so many months from a day on, which itself counts or does not (民法典
    201, 202).
    """
    same_date = months_after(since, months)
    is_cut_short = same_date.day < since.day  # the month has no such date
    return same_date if is_cut_short or not first_counts else same_date - timedelta(days=1)


def always_on_site(judged: dict[str, object]) -> dict[str, object]:
    """The verdict on a machine of a model that nobody can bring: visits as long as the warranty."""
    if judged["verdict"] != "in" or judged["on_site"]:
        return judged
    reason = Phrase(N_("{reason}; this model is repaired on site"), reason=judged["reason"])
    return {**judged, "on_site": True, "on_site_until": judged["until"], "reason": reason}
