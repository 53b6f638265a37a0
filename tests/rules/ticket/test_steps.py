"""What comes next: in every state of every kind there is something to do, it is a command, and the
ticket may take it.
"""

from __future__ import annotations

from typing import Any, get_args

import pytest
from rules.logs import ticket
from rules.ticket.test_lifecycle import TO

from svc.cli.commands import COMMANDS
from svc.errors import ImpossibleStep
from svc.model import events as ev
from svc.model.tickets import TicketKind
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.steps import check_may_follow, next_steps

KINDS = get_args(TicketKind)

RECORDS: dict[str, tuple[str, ...]] = {
    "intake": ("received",),
    "handover": ("handed_over",),
    "contact": ("contacted",),
    "reply": ("replied", "answered"),
    "dispatch": ("dispatched",),
    "reschedule": ("rescheduled",),
    "arrive": ("arrived",),
    "visit": ("visited",),
    "back": ("back",),
    "slip": ("slip_in",),
    "hold": ("held",),
    "resume": ("resumed",),
    "callback": ("called_back",),
    "close": ("closed",),
    "reopen": ("reopened",),
    "cancel": ("cancelled",),
    "decline": ("declined",),
    "declare": ("repeat_declared",),
    "quote": ("quoted",),
    "consent": ("consented",),
    "charge": ("charged",),
    "receipt": ("paid", "receipt_issued"),
    "bench receive": ("brought_in",),
    "bench repair": ("repaired",),
    "bench place": ("placed",),
    "bench told": ("told_ready",),
    "pickup": ("picked_up",),
    "ship": ("shipped",),
    "returned": ("returned",),
    "complaint judge": ("complaint_judged",),
    "complaint cause": ("responsibility_found",),
    "complaint action": ("corrective_action",),
    "install order": ("order_issued",),
    "install parts": ("parts_accepted",),
    "install measure": ("measured",),
    "install accept": ("accepted",),
}
"""What each command that may come next writes; `print` writes nothing."""


def at(status: str, *more: Any, **head: Any) -> State:
    """A ticket in this state, by the shortest way, after `more` has happened."""
    return replay_ticket(ticket(*TO[status], *more, **head))


HEADS: dict[str, dict[str, Any]] = {
    "as usual": {},
    "brought by the customer": {"mode": "walk_in"},
    "paid": {"mode": "paid"},
    "a repeated repair": {"repeat_of": ["SZ-2610-A0001"]},
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", TO)
def test_something_comes_next_and_it_is_a_command_that_may_follow(
    status: str, kind: str, head: str
) -> None:
    state = at(status, kind=kind, **HEADS[head])
    assert state.status == status
    steps = next_steps(state)
    assert steps
    assert len(steps) == len(set(steps))
    for step in steps:
        assert step in COMMANDS
        if step != "print":
            assert any(status in ev.CATALOGUE[what].after for what in RECORDS[step]), step


def test_a_new_ticket_begins_with_its_intake() -> None:
    state = State(ticket("20 09:00 received"))  # before its log is replayed
    assert state.status == ev.NEW
    assert next_steps(state) == ["intake"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ev.FINAL)
def test_what_is_over_can_only_be_opened_again(status: str, kind: str) -> None:
    assert next_steps(at(status, kind=kind)) == ["reopen"]


USUAL_WAY = {
    "noted": ["intake", "cancel"],
    "received": ["handover", "contact", "hold", "cancel"],
    "handed_over": ["reply", "contact", "dispatch"],
    "replied": ["dispatch", "contact", "hold"],
    "dispatched": ["print", "arrive", "reschedule", "hold"],
    "visiting": ["visit"],
    "on_bench": ["bench repair", "ship", "bench place"],
    "at_factory": ["returned"],
    "done": ["callback", "reopen"],
    "called_back": ["close", "reopen"],
    "closed": ["reopen"],
    "on_hold": ["resume"],
    "reopened": ["handover", "contact", "dispatch"],
    "declined": ["reopen"],
    "cancelled": ["reopen"],
    "duplicate": ["reopen"],
}


@pytest.mark.parametrize("status", USUAL_WAY)
def test_of_a_repair_in_warranty_the_usual_step_is_named_first(status: str) -> None:
    assert next_steps(at(status)) == USUAL_WAY[status]


JUDGED = "20 11:00 complaint_judged"
SORT = {"sort": "态度"}


@pytest.mark.parametrize("status", ev.WAITING)
def test_a_complaint_is_judged_first_and_then_traced_and_put_right(status: str) -> None:
    assert next_steps(at(status, kind="complaint")) == ["complaint judge", "reply"]
    judged = at(status, (JUDGED, SORT), kind="complaint")
    assert next_steps(judged) == ["complaint cause", "complaint action", "reply"]


def test_nobody_judges_a_complaint_that_is_answered() -> None:
    assert next_steps(at("done", kind="complaint")) == ["callback", "reopen"]


@pytest.mark.parametrize("status", ["handed_over", "replied", "dispatched", "on_hold", "done"])
def test_an_installation_is_like_others_but_when_asked_for_and_on_site(status: str) -> None:
    assert next_steps(at(status, kind="installation")) != []
    assert next_steps(at("received", kind="installation")) == [
        "install order",
        "handover",
        "cancel",
    ]
    assert next_steps(at("visiting", kind="installation")) == [
        "install parts",
        "install measure",
        "install accept",
        "visit",
    ]
    others = [step for step in next_steps(at(status, kind="installation")) if "install" in step]
    assert others == []


@pytest.mark.parametrize("status", ["received", "handed_over", "replied", "reopened"])
def test_a_machine_the_customer_brings_is_received_first_while_it_is_not_here(status: str) -> None:
    assert next_steps(at(status, mode="walk_in"))[0] == "bench receive"
    assert "bench receive" not in next_steps(at(status))


# After a visit

VISITED = (*TO["visiting"], "20 11:00 visited")


@pytest.mark.parametrize(
    ("more", "steps"),
    [
        ((), ["back", "slip", "callback", "reopen"]),
        (("20 12:00 back",), ["slip", "callback", "reopen"]),
        (("20 12:00 slip_in",), ["back", "callback", "reopen"]),
        (("20 12:00 back", "20 12:05 slip_in"), ["callback", "reopen"]),
        (("20 12:00 called_back",), ["back", "slip", "close", "reopen"]),
        (("20 12:00 back", "20 12:05 slip_in", "20 12:10 called_back"), ["close", "reopen"]),
    ],
)
def test_after_a_visit_somebody_comes_back_and_files_the_slip(
    more: tuple[str, ...], steps: list[str]
) -> None:
    assert next_steps(replay_ticket(ticket(*VISITED, *more))) == steps


@pytest.mark.parametrize(
    ("outcome", "first"),
    [
        ("needs_parts", "dispatch"),
        ("taken_along", "bench receive"),
        ("to_factory", "ship"),
        ("declined", "reopen"),
    ],
)
def test_the_outcome_of_a_visit_says_what_comes_next(outcome: str, first: str) -> None:
    visited = ("20 11:00 visited", {"outcome": outcome})
    assert next_steps(replay_ticket(ticket(*TO["visiting"], visited)))[0] == first


# Money

QUOTED = "20 12:00 quoted"
YES = "20 12:05 consented"
NO = ("20 12:05 consented", {"granted": False})
CHARGED = "20 12:10 charged"
PAID = "20 12:15 paid"
RECEIPT = "20 12:16 receipt_issued"
MONEY = {"quote", "consent", "decline", "charge", "receipt"}


def money(*log: Any, **head: Any) -> list[str]:
    return [step for step in next_steps(replay_ticket(ticket(*log, **head))) if step in MONEY]


@pytest.mark.parametrize("status", ["handed_over", "replied", "on_bench", "on_hold"])
@pytest.mark.parametrize(
    ("more", "steps"),
    [
        ((), ["quote"]),
        ((QUOTED,), ["consent"]),
        ((QUOTED, YES), []),
        ((QUOTED, NO), ["decline", "quote"]),
        ((QUOTED, NO, QUOTED), ["consent"]),
        ((QUOTED, YES, CHARGED), ["receipt"]),
        ((QUOTED, YES, CHARGED, PAID), ["receipt"]),
        ((QUOTED, YES, CHARGED, PAID, RECEIPT), []),
    ],
)
def test_before_paid_work_its_price_is_named_and_agreed_to(
    status: str, more: tuple[Any, ...], steps: list[str]
) -> None:
    assert money(*TO[status], *more, mode="paid") == steps


@pytest.mark.parametrize(
    ("more", "steps"),
    [
        ((), ["quote"]),
        ((QUOTED,), ["consent"]),
        ((QUOTED, YES), ["charge"]),
        ((QUOTED, NO), ["quote"]),  # the work is done: too late to decline it
        ((QUOTED, YES, CHARGED), ["receipt"]),
    ],
)
def test_after_paid_work_it_is_charged(more: tuple[Any, ...], steps: list[str]) -> None:
    assert money(*TO["done"], *more, mode="paid") == steps


def test_a_machine_that_is_ready_is_charged_before_it_is_given_back() -> None:
    agreed = (*TO["on_bench"], QUOTED, YES)
    assert money(*agreed, mode="paid") == []
    assert money(*agreed, "20 12:07 repaired", mode="paid") == ["charge"]
    assert money(*TO["on_bench"], QUOTED, NO, "20 12:07 repaired", mode="paid") == ["quote"]


def test_what_was_agreed_to_is_charged_before_a_called_back_ticket_is_closed() -> None:
    assert money(*TO["done"], QUOTED, YES, "20 12:07 called_back", mode="paid") == ["charge"]
    # it is not closed before somebody has asked
    assert money(*TO["called_back"], mode="paid") == ["quote"]


def warranty(verdict: str) -> dict[str, Any]:
    return {
        "model": "CR-200",
        "specification": "12kW",
        "serial": "CR200-24-0042",
        "bought": "2026-08-01",
        "warranty": {"verdict": verdict, "on_site": True, "reason": "…"},
    }


@pytest.mark.parametrize(
    ("kind", "mode", "verdict", "steps"),
    [
        ("repair", "visit", "in", []),
        ("repair", "visit", "out", ["quote"]),
        ("repair", "visit", "unknown", []),  # to be found out on site
        ("repair", "paid", "in", ["quote"]),
        ("repair", "paid", "unknown", ["quote"]),
        ("maintenance", "visit", "out", ["quote"]),
        ("maintenance", "paid", "in", ["quote"]),
    ],
)
def test_a_price_is_asked_for_where_the_customer_pays(
    kind: str, mode: str, verdict: str, steps: list[str]
) -> None:
    log = TO["handed_over"]
    assert money(*log, kind=kind, mode=mode, equipment=warranty(verdict)) == steps


def test_money_that_is_open_does_not_keep_a_refused_ticket_from_its_receipt() -> None:
    declined = (*TO["on_bench"], QUOTED, YES, CHARGED, "20 13:00 declined")
    assert next_steps(replay_ticket(ticket(*declined, mode="paid"))) == [
        "receipt",
        "pickup",
        "reopen",
    ]


# A repeated repair


def test_a_repeated_repair_is_declared_once() -> None:
    again: dict[str, Any] = {"repeat_of": ["SZ-2610-A0001"]}
    assert "declare" in next_steps(at("received", **again))
    declared = ("20 11:00 repeat_declared", {"earlier": ["SZ-2610-A0001"]})
    assert "declare" not in next_steps(at("received", declared, **again))
    assert "declare" not in next_steps(at("received"))
    assert next_steps(at("closed", **again)) == ["declare", "reopen"]
    for status in ev.GIVEN_UP:
        assert next_steps(at(status, **again)) == ["reopen"]


# What cannot follow


def test_a_step_that_cannot_follow_is_refused_with_what_can() -> None:
    state = at("received")
    check_may_follow(state, "handed_over")
    with pytest.raises(ImpossibleStep) as refused:
        check_may_follow(state, "arrived")
    assert refused.value.facts == {
        "ticket": "SZ-2611-A0001",
        "step": "arrived",
        "status": "received",
        "possible": [
            f"svc {step} SZ-2611-A0001" for step in ("handover", "contact", "hold", "cancel")
        ],
    }
