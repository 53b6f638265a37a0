"""Whose turn it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.logs import ticket

from svc.model.staff import Person, Staff
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.turns import (
    AT_MOST,
    escalated_to,
    specialist_asked,
    station_head,
    whose_turn,
)

RECEIVED = "20 09:00 received"
HANDED_OVER = (RECEIVED, "20 09:20 handed_over")  # to li
DISPATCHED = (*HANDED_OVER, "20 09:30 dispatched")
ON_BENCH = (RECEIVED, "20 09:05 brought_in")
ANSWERED = (RECEIVED, "20 09:30 answered")
ESCALATED = (*HANDED_OVER, "20 09:40 escalated")  # to sun


def person(id_: str, *roles: str, office: str = "SZ", **others: Any) -> Person:
    return Person(id=id_, name=id_, office=office, roles=list(roles), **others)


STAFF = Staff(
    staff=[
        person("chen", "clerk"),
        person("li", "coordinator"),
        person("zhao", "bench"),
        person("xu", "receptionist"),
        person("ma", "callback"),
        person("sun", "manager"),
        person("wu", "lead"),
        person("bj", "clerk", "coordinator", "bench", "callback", office="BJ"),
    ]
)


def state(*log: Any, **head: Any) -> State:
    return replay_ticket(ticket(*log, **head))


@pytest.mark.parametrize(
    ("log", "people"),
    [
        ((RECEIVED,), ["chen"]),
        (HANDED_OVER, ["li"]),
        ((*HANDED_OVER, "20 10:00 held"), ["li", "wu"]),
        (DISPATCHED, []),
        (ON_BENCH, ["zhao"]),
        ((*ON_BENCH, "20 10:00 repaired"), ["xu"]),  # S4, bench 6: reception tells the customer
        ((*ON_BENCH, "20 10:00 shipped"), ["xu"]),
        (ANSWERED, ["ma"]),
        ((*ANSWERED, "21 09:00 called_back"), ["ma"]),
        ((*ANSWERED, "21 09:00 called_back", "21 09:05 closed"), []),
        ((*ANSWERED, "21 09:00 reopened"), ["chen"]),
    ],
)
def test_the_state_says_who_of_the_office_does_what_comes_next(
    log: tuple[Any, ...], people: list[str]
) -> None:
    assert whose_turn(state(*log), STAFF) == people


def test_a_complaint_is_the_heads() -> None:
    assert whose_turn(state(RECEIVED, kind="complaint"), STAFF) == ["sun", "wu"]


def test_where_many_could_do_it_three_are_named() -> None:
    many = Staff(staff=[person(f"clerk{number}", "clerk") for number in range(5)])
    assert whose_turn(state(RECEIVED), many) == ["clerk0", "clerk1", "clerk2"]
    assert AT_MOST == 3


def test_who_has_left_is_not_named() -> None:
    from datetime import date

    gone = Staff(staff=[person("chen", "clerk", left=date(2026, 11, 1)), person("lu", "clerk")])
    assert whose_turn(state(RECEIVED), gone) == ["lu"]


def test_what_was_escalated_waits_for_that_person_until_he_records_something() -> None:
    assert escalated_to(state(*HANDED_OVER)) == ""
    assert whose_turn(state(*ESCALATED), STAFF) == ["sun"]
    by_another = (*ESCALATED, ("20 10:00 remarked", {"by": "li"}))
    assert escalated_to(state(*by_another)) == "sun"
    answered = (*ESCALATED, ("20 10:00 remarked", {"by": "sun"}))
    assert whose_turn(state(*answered), STAFF) == ["li"]
    again = (*answered, ("20 11:00 escalated", {"to": "wu"}))
    assert escalated_to(state(*again)) == "wu"
    assert escalated_to(state(*ESCALATED, "20 10:00 office_changed")) == ""  # there it is nobody's


def test_a_question_is_the_specialists_turn_until_it_is_answered() -> None:
    asked = (*HANDED_OVER, "20 09:40 asked")  # of wu
    assert whose_turn(state(*asked), STAFF) == ["wu"]
    assert whose_turn(state(*asked, ("20 10:00 remarked", {"by": "li"})), STAFF) == ["wu"]
    assert specialist_asked(state(*asked, ("20 10:00 remarked", {"by": "wu"}))) == ""
    assert whose_turn(state(*asked, "20 10:00 replied"), STAFF) == ["li"]
    assert specialist_asked(state(*asked, "20 10:00 dispatched")) == ""


def test_what_somebody_took_over_from_who_leaves_is_his_turn() -> None:
    took_over = ("20 10:00 taken_over", {"whose": "sun", "to": "wu"})
    assert whose_turn(state(*ESCALATED, took_over), STAFF) == ["wu"]
    of_another = ("20 10:00 taken_over", {"whose": "li", "to": "wu"})
    assert whose_turn(state(*ESCALATED, of_another), STAFF) == ["sun"]
    asked = (*HANDED_OVER, "20 09:40 asked")  # of wu
    took_it = ("20 10:00 taken_over", {"whose": "wu", "to": "zhao"})
    assert specialist_asked(state(*asked, took_it)) == "zhao"


def test_who_did_paid_work_to_which_nobody_agreed_asks_the_customer() -> None:
    done = (*DISPATCHED, "20 13:00 arrived", "20 15:00 visited")
    assert whose_turn(state(*done, mode="paid"), STAFF) == ["chen"]
    assert whose_turn(state(*done), STAFF) == ["ma"]


def test_a_talk_is_the_heads_and_not_the_clerks() -> None:
    done = (*ANSWERED, "20 11:00 called_back")
    talk = state(*done, ("20 11:00 reopened", {"reopened_for": "talk"}))
    assert whose_turn(talk, STAFF) == ["sun", "wu"]
    assert whose_turn(state(*done, "20 11:00 reopened"), STAFF) == ["chen"]


@pytest.mark.parametrize(
    ("people", "head"),
    [
        ([("sun", "manager", "SZ")], "sun"),
        ([("bao", "manager", "BJ"), ("sun", "manager", "SZ")], "sun"),
        ([("bao", "manager", "BJ"), ("ma", "manager", "")], "ma"),
        ([("ma", "manager", ""), ("sun", "manager", "SZ")], "sun"),
        ([("bao", "manager", "BJ")], "bao"),
        ([("li", "lead", "SZ"), ("sun", "manager", "SZ")], "li"),
        ([("sun", "manager", "SZ"), ("li", "lead", "SZ"), ("qi", "head", "SZ")], "qi"),
        ([("li", "lead", "BJ"), ("ma", "manager", "")], "ma"),
        ([("li", "lead", "BJ")], ""),
        ([("qi", "head", "BJ")], "qi"),
        ([("wang", "technician", "SZ")], ""),
        ([], ""),
    ],
)
def test_what_went_wrong_is_heard_by_the_head_else_the_lead_else_a_manager(
    people: list[tuple[str, str, str]], head: str
) -> None:
    staff = Staff(staff=[person(id_, role, office=office) for id_, role, office in people])
    found = station_head(staff, "SZ", date(2026, 11, 20))
    assert (found.id if found else "") == head


@pytest.mark.parametrize(("left", "head"), [(19, "bao"), (20, "sun")])
def test_nobody_who_has_left_hears_of_it(left: int, head: str) -> None:
    sun = person("sun", "manager", left=date(2026, 11, left))
    staff = Staff(staff=[sun, person("bao", "manager", office="BJ")])
    found = station_head(staff, "SZ", date(2026, 11, 20))
    assert found is not None
    assert found.id == head


def test_who_could_not_manage_is_not_told_of_it() -> None:
    staff = Staff(staff=[person("li", "lead"), person("sun", "manager")])
    found = station_head(staff, "SZ", date(2026, 11, 20), besides="li")
    assert found is not None
    assert found.id == "sun"


def test_who_is_on_duty_stands_in_for_the_desk_and_for_nobody_else() -> None:
    for log in ((RECEIVED,), HANDED_OVER, ("20 09:00 noted",)):
        assert whose_turn(state(*log), STAFF, ["zhao"]) == ["zhao"]
    assert whose_turn(state(*ESCALATED), STAFF, ["zhao"]) == ["sun"]
    assert whose_turn(state(*ANSWERED), STAFF, ["zhao"]) == ["ma"]
