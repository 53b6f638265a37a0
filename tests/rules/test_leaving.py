"""What hangs on somebody who leaves: their turns, words, visits, and what they hold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.logs import at, calendar, policy, ticket

from svc.errors import N_, Phrase
from svc.model.rosters import Roster, Shift
from svc.model.staff import Person, Staff
from svc.model.stock import StockLine
from svc.rules.leaving import (
    Hanging,
    days_on_duty,
    hanging_on_ticket,
    is_shared_turn,
    kit_hanging,
)
from svc.rules.promises.all_promises import promises_of
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.turns import escalated_to, specialist_asked, whose_turn
from svc.rules.ticket.visits import visits_of

CALENDAR, OFFICE = calendar(), policy("office@2026-11")
NOW = at("20 11:00")
RECEIVED = "20 09:00 received"
HANDED_OVER = (RECEIVED, "20 09:20 handed_over")  # to li
DISPATCHED = (*HANDED_OVER, ("20 09:30 dispatched", {"by": "li"}))  # wang, Monday 10:00
PROMISED = (
    "20 09:40 contacted",
    {"by": "li", "promised": "2026-11-23T10:00:00+08:00"},
)
LENT = ("20 10:00 part_lent", {"part": "P-1001", "count": 2, "technician": "wang"})
PAID = ("20 10:10 paid", {"taken_by": "wang", "amount": "80.00", "how": "cash"})


def person(id_: str, *roles: str) -> Person:
    return Person(id=id_, name=id_, office="SZ", roles=list(roles))


STAFF = Staff(
    staff=[
        person("chen", "clerk"),
        person("li", "coordinator"),
        person("wang", "technician"),
        person("wu", "specialist"),
        person("zhao", "callback", "cashier"),
        person("ma", "callback"),
        person("sun", "manager"),
    ]
)


def state(*log: Any, **head: Any) -> State:
    return replay_ticket(ticket(*log, **head))


def hanging(leaver: str, own: State, to: str = "sun") -> list[Hanging]:
    promises = promises_of(own, OFFICE, CALENDAR, NOW)
    receiver = STAFF.find_person(to)
    assert receiver is not None
    return list(hanging_on_ticket(own, promises, STAFF, leaver, receiver))


def kinds(leaver: str, *log: Any, to: str = "sun", **head: Any) -> list[str]:
    return [item.kind for item in hanging(leaver, state(*log, **head), to)]


@pytest.mark.parametrize(
    ("leaver", "log", "found"),
    [
        ("chen", (RECEIVED,), ["turn"]),  # the only clerk
        ("li", (RECEIVED,), []),
        ("li", HANDED_OVER, ["turn"]),
        ("sun", (*HANDED_OVER, "20 09:40 escalated"), ["turn"]),
        ("wu", (RECEIVED, "20 09:30 asked"), ["turn"]),
        ("wu", (RECEIVED, "20 09:30 asked", "20 10:00 answered"), []),
        ("zhao", (RECEIVED, "20 09:30 answered"), []),  # ma calls back as well
        ("li", (RECEIVED, "20 09:30 answered"), []),
        ("li", (*HANDED_OVER, PROMISED), ["turn", "word"]),
        ("li", DISPATCHED, ["turn"]),  # what is sent out comes back to whom it was handed over to
        ("wang", DISPATCHED, ["visit"]),
        ("wang", (*DISPATCHED, "23 10:00 arrived"), ["on_site"]),
        ("wang", (*DISPATCHED, "20 10:00 held"), ["visit"]),
        ("wang", (*DISPATCHED, "23 10:00 arrived", "23 11:00 visited"), []),
        ("wang", (*DISPATCHED, LENT), ["visit", "loan"]),
        ("wang", (*DISPATCHED, LENT, ("20 10:30 loan_ended", {"of": "000004"})), ["visit"]),
        ("wang", (RECEIVED, PAID), ["money"]),
        ("wang", (RECEIVED, PAID, ("20 10:30 handed_in", {"of": "000002"})), []),
        ("zhao", (RECEIVED, ("20 10:10 paid", {"taken_by": "zhao"})), []),  # the cashier herself
    ],
)
def test_what_hangs_on_whom(leaver: str, log: Any, found: list[str]) -> None:
    own = state(*log)
    items = hanging(leaver, own)
    assert [item.kind for item in items] == found
    assert {item.on for item in items} <= {own.ticket.id}


def test_of_a_closed_ticket_only_what_outlasts_it() -> None:
    closed = (RECEIVED, "20 09:30 answered", "20 10:00 called_back", "20 10:05 closed")
    assert kinds("chen", *closed) == []
    committed = ("20 09:20 committed", {"by": "wang", "until": "2026-11-20T10:30:00+08:00"})
    lent = (RECEIVED, LENT, PAID, committed, *closed[1:])
    assert kinds("wang", *lent) == ["word", "loan", "money"]


def test_a_word_says_which_it_is_and_when_it_is_due() -> None:
    (_, word) = hanging("li", state(*HANDED_OVER, PROMISED))
    assert (word.promise, word.due) == ("told_time", at("23 10:00"))


def test_how_much_is_in_hand_is_said() -> None:
    again = ("20 10:20 paid", {"taken_by": "wang", "amount": "20.50", "how": "wechat"})
    (loan, money) = hanging("wang", state(RECEIVED, LENT, PAID, again))
    assert (loan.part, loan.count) == ("P-1001", 2)
    assert str(money.amount) == "100.50"
    assert loan.can_be_handed_over
    assert money.can_be_handed_over


def test_what_was_given_on_hangs_on_the_other() -> None:
    given = ("20 10:40 taken_over", {"whose": "wang", "to": "li", "in_hand": ["000002", "000003"]})
    own = state(RECEIVED, LENT, PAID, given)
    assert [item.kind for item in hanging("li", own)] == ["loan", "money"]
    assert hanging("wang", own) == []
    without = state(RECEIVED, LENT, PAID, ("20 10:40 taken_over", {"whose": "wang", "to": "li"}))
    assert hanging("li", without) == []


def test_a_complaint_is_told_apart() -> None:
    assert kinds("li", *HANDED_OVER, kind="complaint") == ["complaint"]


@pytest.mark.parametrize(
    ("leaver", "log", "to", "may"),
    [
        ("li", HANDED_OVER, "sun", True),
        ("li", HANDED_OVER, "wang", False),  # who leads is a lead
        ("wu", (RECEIVED, "20 09:30 asked"), "wang", True),
        ("wu", (RECEIVED, "20 09:30 asked"), "chen", False),
        ("chen", (RECEIVED,), "zhao", False),
        ("sun", (*HANDED_OVER, "20 09:40 escalated"), "chen", True),
    ],
)
def test_who_has_no_role_for_the_turn_cant_have_it(
    leaver: str, log: Any, to: str, may: bool
) -> None:
    (turn,) = hanging(leaver, state(*log), to)
    assert turn.can_be_handed_over == may
    assert may or turn.against == (Phrase(N_("{person} has no role for it"), person=to),)


def test_a_turn_shared_with_others_of_the_role_stays_with_these() -> None:
    answered = state(RECEIVED, "20 09:30 answered")
    assert is_shared_turn(answered, STAFF, "zhao")
    assert not is_shared_turn(answered, STAFF, "chen")
    assert not is_shared_turn(state(RECEIVED), STAFF, "chen")


def test_days_of_duty_to_come_are_named() -> None:
    late = Shift(who="wang", since="17:30", until="24:00")
    roster = Roster(
        duty={"2026-11-19": ["wang"], "2026-11-22": ["li", late], "2026-11-20": ["wang"]}
    )
    days = [item.on for item in days_on_duty(roster, "wang", date(2026, 11, 20))]
    assert days == ["2026-11-20", "2026-11-22"]


# What was taken over


def taken(whose: str, to: str, **more: Any) -> Any:
    return ("20 10:40 taken_over", {"whose": whose, "to": to, "reason": "离职", **more})


def test_nothing_hangs_on_them_any_more_once_it_was_taken_over() -> None:
    for leaver, log in (
        ("chen", (RECEIVED,)),
        ("li", DISPATCHED),
        ("wu", (RECEIVED, "20 09:30 asked")),
        ("wang", DISPATCHED),
    ):
        assert kinds(leaver, *log, taken(leaver, "sun", visit=True)) == []


def test_the_turn_is_the_heirs() -> None:
    over = state(*HANDED_OVER, taken("li", "sun"))
    assert (over.lead, whose_turn(over, STAFF)) == ("sun", ["sun"])
    assert escalated_to(state(*HANDED_OVER, "20 09:40 escalated", taken("sun", "li"))) == "li"
    assert specialist_asked(state(RECEIVED, "20 09:30 asked", taken("wu", "wang"))) == "wang"
    assert whose_turn(state(RECEIVED, taken("chen", "zhao")), STAFF) == ["zhao"]
    both = state(RECEIVED, "20 09:30 answered", taken("zhao", "ma"))
    assert whose_turn(both, STAFF) == ["ma"]


def test_of_two_the_last_heir_has_it_and_what_came_later_is_no_part_of_it() -> None:
    over = state(*HANDED_OVER, taken("li", "sun"), taken("sun", "wu"))
    assert (over.heir("li"), over.heir("sun"), over.heir("chen")) == ("wu", "wu", "chen")
    assert (over.heir("li", 3), over.heir("sun", 4)) == ("li", "sun")


def test_a_word_given_before_is_the_heirs_one_given_later_is_the_givers() -> None:
    until = "2026-11-30T17:00:00+08:00"
    given = ("20 09:20 committed", {"by": "chen", "until": until})
    again = ("20 10:50 committed", {"by": "chen", "until": until})
    over = state(RECEIVED, given, taken("chen", "li"), again)
    runs = promises_of(over, OFFICE, CALENDAR, NOW)
    assert [run.by for run in runs if run.promise == "commitment"] == ["li", "chen"]


def test_the_visit_goes_over_with_its_time_only_where_that_is_said() -> None:
    out = ("20 09:40 handed_out", {"technician": "wang"})
    over = state(*DISPATCHED, out, taken("wang", "gao", visit=True))
    assert (over.technician, over.appointment) == ("gao", at("23 10:00"))
    assert not over.is_handed_out  # the other does not have the order yet
    (visit,) = visits_of(over)
    assert (visit.technician, visit.is_handed_out) == ("gao", False)
    assert state(*DISPATCHED, out, taken("wang", "gao")).technician == "wang"


def test_a_kit_of_somebody_without_an_office_has_no_store_to_go_to() -> None:
    along = [StockLine(part="P-1", count=2), StockLine(part="P-1", count=1, condition="defective")]
    nowhere, other = Person(id="w", name="王", roles=["technician"]), person("gao", "technician")

    def hangs(leaver: Person, *, is_back: bool = False) -> list[tuple[str, str, bool]]:
        found = kit_hanging(along, leaver, other, may_book=True, is_back=is_back)
        return [(each.kind, each.store, each.can_be_handed_over) for each in found]

    assert hangs(nowhere) == [("kit", "", False), ("old_part", "", False)]
    assert hangs(other) == [("kit", "", True), ("old_part", "SZ", True)]
    assert hangs(other, is_back=True) == [("kit", "SZ", True), ("old_part", "SZ", True)]
