"""The coordinator's board: what presses most stands first (S4 coordinator 4), and who can go with
what speaks for and against.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from rules.logs import HEAD, at, calendar, policy, ticket

from svc.model.rosters import Away, Roster
from svc.model.staff import Absence, Person, Skill
from svc.rules.board import (
    Candidate,
    Planning,
    booked_visits,
    candidates_for,
    is_running_out,
    is_skilled,
    objections_to,
    overlapping_visit,
    parts_awaited,
    waiting_tickets,
    wanted_time,
)
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State, replay_ticket

CALENDAR = calendar()  # 08:30-12:00, 13:30-17:30, Monday to Friday
OFFICE = policy("office@2026-11")
NOW = at("20 10:00")
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
TWO_HOURS = timedelta(hours=2)

RECEIVED = "20 09:00 received"
HANDED_OVER = (RECEIVED, "20 09:20 handed_over")


def state(number: int, *log: Any, **head: Any) -> State:
    return replay_ticket(ticket(*(log or (RECEIVED,)), id=f"SZ-2611-A{number:04d}", **head))


def sent(number: int, who: str, appointment: str, *more: Any, **head: Any) -> State:
    fields = {"technician": who, "appointment": at(appointment).isoformat()}
    return state(number, *HANDED_OVER, ("20 09:30 dispatched", fields), *more, **head)


def promises(own: State, now: Any = NOW) -> list[PromiseRun]:
    return promises_of(own, OFFICE, CALENDAR, now)


def told(**changed: Any) -> dict[str, Any]:
    return {"customer": {**HEAD["customer"], **changed}}


# What waits


def order(*states: State) -> list[int]:
    rows = waiting_tickets([(own, promises(own)) for own in states], {"SZ@1": CALENDAR}, NOW)
    return [int(row.ticket.id[-4:]) for row in rows]


def test_by_urgency_first_and_a_noted_call_like_an_urgent_one() -> None:
    noted = state(3, "20 09:00 noted", kind=None, urgency=None, mode=None)
    urgent = state(4, urgency="urgent", asked_for="2026-11-20T14:00:00+08:00")
    assert order(state(1), state(2, urgency="critical"), noted, urgent) == [2, 4, 3, 1]


def test_then_by_the_time_wanted_then_by_distance_then_by_what_falls_due() -> None:
    asked = state(1, asked_for="2026-11-23T14:00:00+08:00")
    promised = ("20 09:40 contacted", {"promised": "2026-11-23T10:00:00+08:00"})
    sooner = state(2, RECEIVED, promised, asked_for="2026-11-30T14:00:00+08:00")
    near, far = state(3, **told(distance_km=5)), state(4, **told(distance_km=60))
    assert order(far, near, asked, sooner) == [2, 1, 3, 4]
    # Handed over at 09:20, the request is met; the next that falls due, the contact, is at 11:00.
    later = state(5, *HANDED_OVER)
    assert order(later, state(6)) == [6, 5]


def test_how_far_nobody_knows_waits_behind_the_farthest() -> None:
    assert order(state(1, **told(distance_km=None)), state(2, **told(distance_km=60))) == [2, 1]
    assert order(state(8), state(7)) == [7, 8]  # then by number


@pytest.mark.parametrize("status", ["dispatched", "visiting", "done", "on_hold", "cancelled"])
def test_what_somebody_is_on_the_way_for_or_is_over_does_not_wait(status: str) -> None:
    more: dict[str, tuple[Any, ...]] = {
        "dispatched": (),
        "visiting": ("20 10:00 arrived",),
        "done": ("20 10:00 arrived", "20 11:00 visited"),
        "on_hold": ("20 09:40 held",),
        "cancelled": ("20 09:40 cancelled",),
    }
    own = sent(1, "wang", "23 10:00", *more[status])
    assert own.status == status
    assert order(own) == []


def test_a_row_says_what_falls_due_first_and_whether_its_time_runs_out() -> None:
    own = state(1)
    (row,) = waiting_tickets([(own, promises(own))], {"SZ@1": CALENDAR}, NOW)
    assert row.due is not None
    assert (row.due.promise, row.running_out, row.wanted) == ("visit_request", True, None)
    (quiet,) = waiting_tickets([(own, [])], {}, NOW)
    assert (quiet.due, quiet.running_out) == (None, False)


def test_the_time_wanted_is_the_last_one_promised_else_the_one_asked_for() -> None:
    first = ("20 09:40 contacted", {"promised": "2026-11-23T10:00:00+08:00"})
    again = ("20 09:50 contacted", {"promised": "2026-11-23T14:00:00+08:00"})
    asked = {"asked_for": "2026-11-30T14:00:00+08:00"}
    assert wanted_time(state(1, RECEIVED, first, again, **asked)) == at("23 14:00")
    assert wanted_time(state(1, RECEIVED, "20 09:40 contacted", **asked)) == at("30 14:00")
    assert wanted_time(state(1)) is None


def run(name: str, own: State, now: Any = NOW) -> PromiseRun:
    return next(each for each in promises(own, now) if each.promise == name)


@pytest.mark.parametrize(
    ("now", "runs_out"),
    [
        # 8 open hours from Friday 09:20 (S0 2.3.2) end on Monday at 09:50; the last two begin on
        # Friday at 16:50, less the weekend.
        ("20 16:49:59", False),
        ("20 16:50", True),
        ("22 12:00", True),
        ("23 09:51", True),
    ],
)
def test_a_promise_runs_out_in_the_last_quarter_of_its_open_time(now: str, runs_out: bool) -> None:
    reply = run("reply", state(1, *HANDED_OVER))
    assert reply.due == at("23 09:50")
    assert is_running_out(reply, CALENDAR, at(now)) is runs_out


@pytest.mark.parametrize(("now", "runs_out"), [("20 09:14:59", False), ("20 09:15", True)])
def test_of_a_short_promise_the_last_fifteen_minutes_are_running_out(
    now: str, runs_out: bool
) -> None:
    request = run("visit_request", state(1))  # 30 minutes, until 09:30
    assert is_running_out(request, CALENDAR, at(now)) is runs_out


def test_an_elapsed_promise_runs_out_by_the_clock_and_one_that_stands_still_does_not() -> None:
    called = run("callback", state(1, RECEIVED, "20 09:30 answered"))  # until Saturday 09:30
    assert not is_running_out(called, CALENDAR, at("21 03:29:59"))
    assert is_running_out(called, CALENDAR, at("21 03:30"))
    assert is_running_out(called, None, at("21 03:30"))
    held = run("visit", state(1, *HANDED_OVER, "20 09:30 held"), at("30 09:00"))
    assert (held.state, is_running_out(held, CALENDAR, at("30 09:00"))) == ("paused", False)


# Who goes


def test_the_visits_of_a_day_stand_by_technician_and_time() -> None:
    states = [
        sent(1, "zhou", "23 09:00"),
        sent(2, "wang", "23 14:00"),
        sent(3, "wang", "23 10:00", "23 10:00 arrived", "23 11:00 visited"),
        sent(4, "wang", "24 10:00"),
        sent(5, "wang", "23 10:00"),
        sent(6, "wang", "23 08:30", "20 10:00 cancelled"),
        state(7),
    ]
    found = [
        (each.technician, each.ticket.id[-1], each.status) for each in booked_visits(states, MONDAY)
    ]
    assert found == [
        ("wang", "3", "done"),
        ("wang", "5", "dispatched"),
        ("wang", "2", "dispatched"),
        ("zhou", "1", "dispatched"),
    ]


@pytest.mark.parametrize(("at_", "who"), [("23 11:59:59", "1"), ("23 12:00", None), ("23 08:00:01", "1"),
                                         ("23 08:00", None)])  # fmt: skip
def test_two_visits_overlap_if_they_are_less_than_one_visit_apart(
    at_: str, who: str | None
) -> None:
    own = sent(1, "wang", "23 10:00")
    clash = overlapping_visit("wang", "SZ-2611-A0002", at(at_), [own], TWO_HOURS)
    assert (clash and clash.ticket.id[-1]) == who


def test_only_another_visit_of_the_same_technician_that_is_still_to_come_overlaps() -> None:
    own = sent(1, "wang", "23 10:00")
    assert overlapping_visit("wang", own.ticket.id, at("23 10:00"), [own], TWO_HOURS) is None
    assert overlapping_visit("zhou", "SZ-2611-A0002", at("23 10:00"), [own], TWO_HOURS) is None
    over = sent(1, "wang", "23 10:00", "23 10:00 arrived", "23 10:30 visited")
    assert overlapping_visit("wang", "SZ-2611-A0002", at("23 10:00"), [over], TWO_HOURS) is None


def person(id_: str = "wang", **changed: Any) -> Person:
    about: dict[str, Any] = {
        "name": id_,
        "office": "SZ",
        "roles": ["technician"],
        "skills": [Skill(covers="CR", since=date(2026, 1, 1))],
    }
    return Person(id=id_, **{**about, **changed})


@pytest.mark.parametrize(
    ("covers", "since", "until", "skilled"),
    [
        ("CR-200", "2026-11-20", None, True),
        ("cr", "2026-11-20", "2026-11-20", True),  # all models that begin so, on the last day too
        ("CR-200S", "2026-01-01", None, False),
        ("CR", "2026-11-21", None, False),
        ("CR", "2026-01-01", "2026-11-19", False),
        ("repair", "2026-01-01", None, True),  # the task
        ("installation", "2026-01-01", None, False),
    ],
)
def test_somebody_is_certified_for_a_model_or_a_task_on_the_day(
    covers: str, since: str, until: str | None, skilled: bool
) -> None:
    """S0 1.6."""
    skill = Skill(
        covers=covers,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
    )
    assert is_skilled(person(skills=[skill]), "CR-200", "repair", FRIDAY) is skilled


def reasons_against(
    who: Person, when: str | None, *states: State, roster: Roster | None = None, open_: bool = True
) -> list[str]:
    moment = at(when) if when else None
    planning = Planning(
        ticket=state(9).ticket,
        at=moment,
        day=moment.date() if moment else FRIDAY,
        states=states,
        roster=roster or Roster(),
        calendar=CALENDAR if open_ else None,
        visit_time=TWO_HOURS,
    )
    found = objections_to(who, planning)
    return [str(each) for each in found]


def test_nothing_forbids_a_free_certified_technician_who_is_there() -> None:
    assert reasons_against(person(), "23 10:00") == []
    assert reasons_against(person(), None) == []


def test_each_thing_that_forbids_it_is_said() -> None:
    away = Absence(since=FRIDAY, until=MONDAY, why="休假")
    busy = sent(1, "wang", "23 19:00")
    who = person(skills=[], absences=[away])
    assert reasons_against(who, "23 18:00", busy) == [
        "not certified for CR-200",
        "away from 2026-11-20 until 2026-11-23 (休假)",
        f"is at SZ-2611-A0001 from {at('23 19:00')}",
        f"not on duty then: the office is closed at {at('23 18:00')}",
    ]


def test_the_first_and_the_last_day_away_are_away_by_the_staff_file_or_the_roster() -> None:
    own = Absence(since=date(2026, 11, 23), until=date(2026, 11, 24), why="休假")
    roster = Roster(away=[Away(who="wang", since=own.since, until=own.until, why="出差")])
    for when, is_away in (
        ("22 10:00", False),
        ("23 10:00", True),
        ("24 10:00", True),
        ("25 10:00", False),
    ):
        by_file = reasons_against(person(absences=[own]), when, open_=False)
        by_roster = reasons_against(person(), when, roster=roster, open_=False)
        assert (bool(by_file), bool(by_roster)) == (is_away, is_away)
    assert reasons_against(person("zhou"), "23 10:00", roster=roster) == []


@pytest.mark.parametrize(
    ("when", "closed"),
    [
        ("20 08:29:59", True),
        ("20 08:30", False),
        ("20 12:30", False),  # a lunch break keeps nobody from a visit
        ("20 17:30", False),
        ("20 17:30:01", True),
        ("21 10:00", True),  # Saturday
        ("10-05 10:00", True),  # National Day
        ("10-10 10:00", False),  # a Saturday that is worked in its place
    ],
)
def test_outside_office_hours_those_on_duty_go(when: str, closed: bool) -> None:
    roster = Roster(duty={at(when).date().isoformat(): ["wang"]})
    assert bool(reasons_against(person(), when)) is closed
    assert reasons_against(person(), when, roster=roster) == []
    assert bool(reasons_against(person("zhou"), when, roster=roster)) is closed


# Who is proposed


def planned(about: State, moment: datetime | None, states: Sequence[State]) -> Planning:
    return Planning(
        ticket=about.ticket,
        at=moment,
        day=moment.date() if moment else FRIDAY,
        states=states,
        roster=Roster(),
        calendar=CALENDAR,
        visit_time=TWO_HOURS,
    )


def proposed(*people: Person, states: Any = (), when: str | None = "23 10:00") -> list[Candidate]:
    about = state(9, **told(unit="南山明辉", address="深圳市南山区南海大道", file="SZ-A0001"))
    moment = at(when) if when else None
    return candidates_for(planned(about, moment, states), people)


def test_all_technicians_of_the_office_who_have_not_left_are_looked_at() -> None:
    people = [
        person(),
        person("zhou", office="BJ"),
        person("chen", roles=["clerk"]),
        person("gone", left=date(2026, 11, 1)),
        person("new", roles=["clerk", "technician"], skills=[]),
    ]
    assert [(each.person.id, each.can_go) for each in proposed(*people)] == [
        ("wang", True),
        ("new", False),
    ]


def test_first_who_can_go_then_the_fewest_visits_that_day_then_the_reasons_then_recent_work() -> (
    None
):
    states = [
        sent(1, "busy", "23 15:00"),
        sent(2, "tired", "16 10:00"),  # seven days before
        sent(3, "rested", "15 10:00"),  # eight
        sent(4, "known", "09-01 10:00", **told(unit="南山明辉")),
    ]
    people = [person(name) for name in ("busy", "tired", "rested", "known", "anna")]
    people.append(person("unfit", skills=[]))
    found = proposed(*people, states=states)
    assert [(each.person.id, each.visits, each.recent) for each in found] == [
        ("known", 0, 0),
        ("rested", 0, 0),
        ("tired", 0, 1),
        ("anna", 0, 0),
        ("busy", 1, 0),
        ("unfit", 0, 0),
    ]


def test_what_speaks_for_somebody_is_the_customer_the_machine_and_the_way() -> None:
    other = {**HEAD["equipment"], "serial": "B-1"}
    there: dict[str, Any] = {"equipment": other, **told(unit="乙", address="深圳市南山区科技园")}
    states = [
        sent(1, "wang", "09-01 10:00", equipment=other, **told(unit="乙", file="SZ-A0001")),
        sent(2, "zhou", "09-01 10:00", **told(unit="乙")),
        sent(3, "sun", "23 15:00", **there),
        sent(4, "li", "24 15:00", **there),
    ]
    found = {
        each.person.id: [str(reason) for reason in each.reasons]
        for each in proposed(
            *[person(name) for name in ("wang", "zhou", "sun", "li")], states=states
        )
    }
    assert found == {
        "wang": ["has been at this customer's"],
        "zhou": ["knows this machine"],
        "sun": ["is nearby that day (SZ-2611-A0003)"],
        "li": [],
    }


def test_without_a_time_the_day_is_today() -> None:
    (found,) = proposed(person(), states=[sent(1, "wang", "20 15:00")], when=None)
    assert (found.visits, found.against) == (1, [])


def test_parts_are_awaited_until_they_are_delivered() -> None:
    def asked(part: str) -> Any:
        return ("20 10:00 part_requested", {"part": part, "count": 1})

    own = state(
        1, RECEIVED, asked("P-1"), asked("P-2"), ("20 11:00 part_delivered", {"of": "000002"})
    )
    assert parts_awaited(own) == ["P-2"]
    assert parts_awaited(state(1)) == []


def test_two_addresses_that_nobody_knows_are_not_near_each_other() -> None:
    def reasons(address: str) -> list[str]:
        about = state(9, **told(unit="南山明辉", address=address, file="SZ-A0001"))
        there = sent(1, "wang", "23 14:00", **told(address=address))
        (candidate,) = candidates_for(planned(about, at("23 10:00"), [there]), [person()])
        return [str(reason) for reason in candidate.reasons]

    near = "is nearby that day (SZ-2611-A0001)"
    assert near in reasons("深圳市南山区南海大道")
    assert near not in reasons("unknown")
