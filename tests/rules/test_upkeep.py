"""Maintenance by plan: which day is due, which is proposed, what is made when."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from rules.logs import calendar

from svc.model.customers import Customer, Equipment
from svc.model.upkeep import UpkeepDue, UpkeepPlan, UpkeepPlans, upkeep_faults
from svc.rules.upkeep import (
    Fate,
    MadeDue,
    day_for,
    due_after,
    is_planned,
    next_dues,
    visits_to_make,
)

HOURS = calendar(
    official={
        "2026": {
            "notice": "n",
            "closed": ["2026-10-01..2026-10-07"],
            "open": ["2026-09-20", "2026-10-10"],
        }
    },
    own={},
)
MONTHLY = {"rrule": "FREQ=MONTHLY"}


def plan(since: str = "2026-01-15", every: Any = MONTHLY, **changed: Any) -> UpkeepPlan:
    return msgspec.convert({"since": since, "every": every, **changed}, UpkeepPlan)


def machine(serial: str = "A-1", **changed: Any) -> Equipment:
    told = {"serial": serial, "model": "CR-200", "specification": "380V", "bought": "2025-01-01"}
    return msgspec.convert({**told, **changed}, Equipment)


def customer(*machines: Equipment, **changed: Any) -> Customer:
    head = {
        "id": "SZ-A0001", "status": "active", "opened": "2026-01-01T09:00:00+08:00",
        "office": "SZ", "region": "south", "name": "明辉", "address": "深圳", "phone": "0755-1",
        "contacts": [], "equipment": [msgspec.to_builtins(each) for each in machines],
        "log": [{"what": "confirmed", "seq": 1, "id": "e1e1e1", "at": "2026-01-01T09:00:00+08:00",
                 "typed": "2026-01-01T09:00:00+08:00", "by": "li"}],
    }  # fmt: skip
    return msgspec.convert({**head, **changed}, Customer)


def made(
    due: str, standing: Fate = "done", ended: str = "", serial: str = "A-1", ticket: str = "T1"
) -> MadeDue:
    day = date.fromisoformat(due)
    row = UpkeepDue(plan="cr", serial=serial, model="CR-200", due=day, proposed=day)
    return MadeDue(
        row=row,
        ticket=ticket,
        standing=standing,
        ended_on=date.fromisoformat(ended) if ended else None,
    )


@pytest.mark.parametrize(
    ("every", "before", "due"),
    [
        (MONTHLY, [], "2026-01-15"),  # the plan's own first day
        (MONTHLY, [made("2026-01-15", ended="2026-01-12")], "2026-02-15"),  # done early
        (MONTHLY, [made("2026-01-15", ended="2026-03-20")], "2026-04-15"),  # late: met two more
        (MONTHLY, [made("2026-01-15", "skipped", "2026-01-20")], "2026-02-15"),
        ({"after_service": "6m"}, [], "2026-07-15"),
        ({"after_service": "12w"}, [made("2026-01-15", ended="2026-01-10")], "2026-04-04"),
        ({"after_service": "1m"}, [made("2026-01-15", ended="2026-01-31")], "2026-02-28"),
        ({"after_service": "30d"}, [made("2026-03-01", "skipped", "2026-03-09")], "2026-03-31"),
        (
            {**MONTHLY, "after_service": "20d"},
            [made("2026-01-15", ended="2026-01-15")],
            "2026-02-04",
        ),
        (
            {**MONTHLY, "after_service": "9m"},
            [made("2026-01-15", ended="2026-01-15")],
            "2026-02-15",
        ),
        ({"rrule": "FREQ=YEARLY;UNTIL=20270101T000000Z"}, [made("2026-01-15")], None),
    ],
)
def test_of_the_rules_the_earliest_day_wins_after_what_is_over(
    every: Any, before: list[MadeDue], due: str | None
) -> None:
    found = due_after(plan(every=every), before, date(2026, 1, 15))
    assert found == (date.fromisoformat(due) if due else None)


@pytest.mark.parametrize(
    ("due", "changed", "day"),
    [
        ("2026-11-18", {}, "2026-11-18"),
        ("2026-11-22", {}, "2026-11-20"),  # a Sunday: the Friday before
        ("2026-09-20", {}, "2026-09-20"),  # a Sunday that is worked
        ("2026-10-03", {}, "2026-09-30"),  # a holiday: before it
        ("2026-10-07", {}, "2026-09-30"),
        ("2026-10-07", {"early_days": 3}, "2026-10-08"),  # too far back: after it
        ("2026-11-18", {"avoid_weekdays": ["wed"]}, "2026-11-17"),
        ("2026-11-18", {"avoid": ["2026-11-18", "2026-11-17"]}, "2026-11-16"),
        ("2026-11-18", {"season": "03-01..10-31"}, "2027-03-01"),
        ("2026-07-01", {"season": "11-01..02-28"}, "2026-11-02"),  # over New Year; a Sunday first
        ("2027-01-15", {"season": "11-01..02-28"}, "2027-01-15"),
        ("2026-11-22", {"since": "2026-11-22"}, "2026-11-23"),  # not before the plan
    ],
)
def test_a_day_that_will_not_do_is_moved_ahead_else_later(due: str, changed: Any, day: str) -> None:
    assert day_for(plan(**changed), date.fromisoformat(due), HOURS) == date.fromisoformat(day)


def test_no_day_is_proposed_where_none_will_do() -> None:
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert day_for(plan(avoid_weekdays=week), date(2026, 11, 18), HOURS) is None


@pytest.mark.parametrize(
    ("changed", "is_for"),
    [
        ({}, True),
        ({"regions": ["north"]}, False),
        ({"offices": ["SZ", "BJ"]}, True),
        ({"offices": ["BJ"]}, False),
        ({"customers": ["SZ-A0002"]}, False),
        ({"models": ["cr"]}, True),
        ({"models": ["SO"]}, False),
        ({"machines": ["a 1"]}, True),
        ({"machines": ["A-2"]}, False),
        ({"contracts": ["24x7"]}, False),
    ],
)
def test_a_plan_is_for_what_it_names_and_for_all_where_it_names_nothing(
    changed: Any, is_for: bool
) -> None:
    assert is_planned(plan(**changed), customer(machine()), machine()) is is_for


def test_a_machine_whose_ticket_is_open_gets_no_other() -> None:
    plans = UpkeepPlans(plans={"cr": plan()})
    before = [made("2026-01-15", "made", serial="a-1", ticket="T7")]
    (due,) = next_dues(plans, [customer(machine())], before, {"SZ": HOURS})
    assert due.waiting == "T7"
    assert visits_to_make([due], plans, date(2027, 1, 1)) == []


def test_a_plan_that_is_over_makes_nothing_and_one_that_begins_later_waits_for_the_machine() -> (
    None
):
    over = UpkeepPlans(plans={"cr": plan(until="2026-01-14")})
    assert next_dues(over, [customer(machine())], [], {"SZ": HOURS}) == []
    goes_on = UpkeepPlans(plans={"cr": plan()})
    (due,) = next_dues(goes_on, [customer(machine(installed="2026-05-16"))], [], {"SZ": HOURS})
    assert due.due == date(2026, 6, 15)


def test_machines_of_one_customer_that_are_due_about_then_are_one_visit() -> None:
    plans = UpkeepPlans(
        plans={
            "cr": plan("2026-11-18", machines=["A-1"]),
            "so": plan("2026-11-24", machines=["A-2"]),
            "ff": plan("2026-12-09", machines=["A-3"]),
        }
    )
    owner = customer(machine(), machine("A-2"), machine("A-3"))
    dues = next_dues(plans, [owner], [], {"SZ": HOURS})
    assert visits_to_make(dues, plans, date(2026, 11, 3)) == []
    (visit,) = visits_to_make(dues, plans, date(2026, 11, 4))
    assert [each.machine.serial for each in visit] == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("since", "rule", "days"),
    [
        ("2026-01-31", "FREQ=MONTHLY", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2026-08-30", "FREQ=MONTHLY;INTERVAL=6", ["2027-02-28", "2027-08-30", "2028-02-29"]),
        ("2024-02-29", "FREQ=YEARLY", ["2025-02-28", "2026-02-28", "2027-02-28"]),
        ("2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-2", ["2026-02-27", "2026-03-30", "2026-04-29"]),
    ],
)
def test_a_month_without_the_day_has_its_last_day_instead(
    since: str, rule: str, days: list[str]
) -> None:
    day, found = date.fromisoformat(since), []
    for _ in days:
        done = [made(day.isoformat(), ended=day.isoformat())]
        following = due_after(plan(since, {"rrule": rule}), done, date.fromisoformat(since))
        assert following is not None
        day = following
        found.append(day.isoformat())
    assert found == days


@pytest.mark.parametrize("seed", range(40))
def test_no_day_is_lost_or_doubled_whenever_tickets_are_made(seed: int) -> None:
    """Each day of the rule is one that a ticket was made for, or one before a later service."""
    chance = Random(seed)
    rule = chance.choice(["FREQ=MONTHLY", "FREQ=WEEKLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=-1"])
    plans = UpkeepPlans(plans={"cr": plan("2026-08-03", {"rrule": rule}, lead_days=10)})
    history: list[MadeDue] = []
    today = date(2026, 7, 1)
    while today < date(2027, 3, 1):
        today += timedelta(days=chance.choice((1, 1, 2, 9, 40)))
        for place, each in enumerate(history):
            if each.standing == "made" and chance.random() < 0.4:
                how: Fate = chance.choice(("done", "done", "skipped"))
                history[place] = msgspec.structs.replace(each, standing=how, ended_on=today)
        for _ in range(2):  # twice is once
            dues = next_dues(plans, [customer(machine())], history, {"SZ": HOURS})
            for due in (due for visit in visits_to_make(dues, plans, today) for due in visit):
                assert HOURS.plan_of_day(due.proposed).hours
                assert due.proposed - timedelta(days=10) <= today
                day = due.due.isoformat()
                history.append(made(day, "made", ticket=f"T{len(history)}"))
    days = [each.row.due for each in history]
    assert sorted(set(days)) == days
    assert sum(each.standing == "made" for each in history) <= 1
    services = [each.ended_on for each in history if each.standing == "done" and each.ended_on]
    day, last = date(2026, 8, 2), max(days)
    while (
        day := due_after(plan("2026-08-03", {"rrule": rule}), [made(f"{day}", "skipped")], day)
        or last
    ) < last:
        assert day in days or any(day <= service for service in services)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"every": {}}, ("plans", "cr", "every")),
        ({"every": {"rrule": "EVERY=DAY"}}, ("plans", "cr", "every", "rrule")),
        ({"every": {"rrule": "FREQ=HOURLY"}}, ("plans", "cr", "every", "rrule")),
        ({"every": {"rrule": "FREQ=DAILY;BYHOUR=9"}}, ("plans", "cr", "every", "rrule")),
        ({"every": {"rrule": "DTSTART:20260101\nFREQ=DAILY"}}, ("plans", "cr", "every", "rrule")),
        ({"every": {"rrule": "FREQ=MONTHLY;INTERVAL=0"}}, ("plans", "cr", "every", "rrule")),
        ({"every": {"rrule": "FREQ=DAILY;INTERVAL=-1"}}, ("plans", "cr", "every", "rrule")),
        (
            {"every": {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"}},
            ("plans", "cr", "every", "rrule"),
        ),
        ({"season": "02-30..03-01"}, ("plans", "cr", "season")),
    ],
)
def test_a_rule_that_says_no_day_is_named_with_its_place(changed: Any, place: Any) -> None:
    faults = upkeep_faults(UpkeepPlans(plans={"cr": plan(**changed)}))
    assert [fault.path for fault in faults] == [place]
    assert upkeep_faults(UpkeepPlans(plans={"cr": plan()})) == []
