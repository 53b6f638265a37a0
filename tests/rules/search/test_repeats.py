"""Repeated repairs: the same fault again within so many days, or the so-manieth repair."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import HEAD, at, ticket

from svc.rules.search.repeats import Repeat, earlier_repairs, judge_repeat
from svc.rules.ticket.lifecycle import State, replay_ticket

DONE = ("20 09:00 received", "20 09:30 answered")  # the work ended on 20 November
SERIAL = HEAD["equipment"]["serial"]


def earlier(number: int = 1, *log: str, **head: Any) -> State:
    return replay_ticket(ticket(*(log or DONE), id=f"SZ-2611-A{number:04d}", **head))


def again(symptom: str, when: str, states: list[State], count: int = 3) -> Repeat | None:
    found = earlier_repairs(SERIAL, states, at(when))
    return judge_repeat(symptom, at(when), found, days=30, count=count)


@pytest.mark.parametrize(
    ("when", "is_repeat"),
    [
        ("20 23:00", True),
        ("12-20 23:59", True),  # 30 days later, whatever the hour
        ("12-21 00:01", False),
    ],
)
def test_days_are_counted_from_the_end_of_the_earlier_work(when: str, is_repeat: bool) -> None:
    assert (again("又不加热", when, [earlier()]) is not None) is is_repeat


def test_another_fault_is_no_repeat_until_it_is_the_third_repair() -> None:
    assert again("漏水", "25 09:00", [earlier()]) is None
    third = again("漏水", "25 09:00", [earlier(1), earlier(2)])
    assert third == Repeat(times=3, same_fault=[], earlier=["SZ-2611-A0002", "SZ-2611-A0001"])
    assert third.counted == third.earlier


def test_what_was_found_tells_the_fault_as_well_as_what_was_told() -> None:
    way = ("20 09:00 received", "20 09:05 handed_over", "20 09:10 dispatched", "20 10:00 arrived")
    found = [
        replay_ticket(ticket(*way, ("20 11:00 visited", {"found": text}), symptom="没反应"))
        for text in ("保险熔断", "加热管断路")
    ]
    assert again("加热管断路", "25 09:00", found[:1]) is None
    assert again("加热管断路", "25 09:00", found[1:]) is not None


@pytest.mark.parametrize(
    "state",
    [
        earlier(1, "20 09:00 received", "20 09:30 cancelled"),
        earlier(1, "20 09:00 received", "20 09:30 declined"),
        earlier(1, kind="maintenance"),
        earlier(1, equipment={**HEAD["equipment"], "serial": "CR200-24-0099"}),
    ],
)
def test_what_was_no_repair_of_this_machine_does_not_count(state: State) -> None:
    assert again("不加热", "21 09:00", [state]) is None


def test_a_machine_whose_number_nobody_knows_has_no_earlier_repairs() -> None:
    state = earlier(1, equipment={**HEAD["equipment"], "serial": "unknown"})
    assert earlier_repairs("unknown", [state], at("21 09:00")) == []
    assert earlier_repairs("", [state], at("21 09:00")) == []
