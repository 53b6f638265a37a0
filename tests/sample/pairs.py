"""Stories that need somebody besides: a colleague for one who fell ill, two machines of one customer
in one visit.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sample import requests
from sample.after import finish
from sample.desk import Case
from sample.steps import back, dispatch, ready, repair_fields
from sample.stories import fixed_on_site, opening


def ill(c: Case) -> None:
    """The technician falls ill the morning before the visit: a colleague goes at the same time."""
    opening(c)
    c.outcome = "fixed"
    dispatch(c, not_before=c.working_day(1, 9, 0))
    assert c.appointment is not None
    sick, start = c.technician, c.appointment
    colleague = c.world.colleague(c, start)
    if colleague:
        c.until(start - timedelta(minutes=c.dice.between(70, 100)))
        c.say(
            "reassigned",
            **c.world.dispatcher(c, colleague, start),
            technician=colleague,
            told=c.contact,
            reason=f"{c.world.staff.name_of(sick)}今早发烧请假，同事按原时间去",
        )
        c.world.give_back(c, sick, start)
        c.technician = colleague
    ready(c)
    fixed_on_site(c, [])
    finish(c)


def one_of_two(c: Case) -> None:
    """The first of two machines, until both are answered."""
    opening(c)


def other_of_two(a: Case, b: Case) -> None:
    """Both are seen to in one visit, typed together; each has its own slip and callback."""
    opening(b)
    b.until(a.now)
    b.wait(15)
    a.now = b.now
    who = b.world.able_for(b.office, (a.model, b.model))
    technician, start = b.world.book(b, b.working_day(1, 9, 0), only=who)
    for c in (a, b):
        c.technician, c.appointment, c.outcome = technician, start, "fixed"
    sent = b.world.dispatcher(b, technician, start)
    told = {"technician": technician, "appointment": start, "agreed_with": b.contact}
    told |= {"reasons": "两台同一家，一趟修完"}
    by, allowed = sent.pop("by"), sent
    a.say_of_both(
        b,
        "dispatched",
        by,
        {**told, **allowed, "together": [b.ticket.id]},
        {**told, **allowed, "together": [a.ticket.id]},
    )
    ready(a)
    b.until(a.now)
    ready(b)
    _there(a, b, start - timedelta(minutes=a.dice.between(2, 9)))
    for c in (a, b):
        back(c)
        finish(c)


def _there(a: Case, b: Case, arrived: Any) -> None:
    """What is typed on the spot, once for both."""
    a.until(max(arrived, b.now))
    met = {"met": a.contact}
    a.say_of_both(b, "arrived", a.technician, met, met)
    a.pause(105)
    a.visit, b.visit = None, None
    reports = [
        {
            "outcome": "fixed",
            **repair_fields(c),
            "advice": c.fault.advice,
            "condition": c.dice.pick(requests.CONDITION),
            "surroundings": a.dice.pick(requests.SURROUNDINGS),
            "checked": ["full_test", "dangers_removed", "site_cleaned", "cause_explained"],
        }
        for c in (a, b)
    ]
    reports[1]["along_with"] = a.ticket.id
    a.say_of_both(b, "visited", a.technician, *reports)
    assert a.appointment is not None
    a.world.visits[a.technician].append((a.appointment, a.now))
    for c in (a, b):
        c.visit, c.now = c.log[-1], a.now
        c.home = a.now + timedelta(minutes=40)
