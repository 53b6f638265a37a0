"""What comes next on a ticket: the commands that move it on, and whether an event may follow
now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors import ImpossibleStep
from svc.model import events as ev
from svc.rules.ticket import bench
from svc.rules.ticket.paid_work import next_gaps, paid_too_much
from svc.rules.ticket.turns import specialist_asked

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State

BEFORE_THE_WORK = ("handed_over", "replied", "dispatched", "on_bench", "on_hold")
"""States in which a price is named and agreed to, if possible before the visit (S2 4.2.2A)."""


def check_may_follow(state: State, what: str) -> None:
    """Raise ImpossibleStep, naming the state and what may come next, if the event can't follow
    now.
    """
    if state.status not in ev.CATALOGUE[what].after:
        raise impossible_step(state, what)


def impossible_step(state: State, what: str) -> ImpossibleStep:
    """The refusal of an event that can't follow now, with the commands that can."""
    return ImpossibleStep(
        ticket=state.ticket.id, step=what, status=state.status, possible=next_commands(state)
    )


def next_commands(state: State) -> list[str]:
    """The next steps as they are typed."""
    there = [f"svc show {state.duplicate_of}"] if state.duplicate_of else []
    return [*there, *(f"svc {step} {state.ticket.id}" for step in next_steps(state))]


def next_steps(state: State) -> list[str]:
    """The commands that move this ticket on, the usual one first."""
    pay = _money_steps(state)  # and what else is to be done at any time
    after = (
        []
        if state.visit is None
        else ["back"] * (not state.is_back) + ["slip"] * (state.slip is None)
    )
    is_declared = state.last_mark("repeat_declared") is not None
    # What was given up is no repair to declare.
    is_given_up = state.status in (*ev.GIVEN_UP, "duplicate")
    if state.ticket.repeat_of and not is_declared and not is_given_up:
        pay = [*pay, "declare"]
    if state.ticket.kind == "complaint" and state.status in ev.WAITING:
        judged = (
            ["complaint cause", "complaint action", "reply"]
            if state.last_mark("complaint_judged")
            else []
        )
        return judged or ["complaint judge", "reply"]
    if state.ticket.kind == "installation" and state.status in ("visiting", "received"):
        ordered = ["install parts", "install measure", "install accept", "visit"]
        return ordered if state.status == "visiting" else ["install order", "handover", "cancel"]
    if state.is_reopened_for_talk():
        return ["reply", "contact", "dispatch"]
    # The customer brings the machine: nobody goes there, so nobody is dispatched (way 3).
    comes = ["bench receive"] if state.current.mode == "walk_in" and state.machine is None else []
    answer = ["reply"] if is_answer_wanted(state) else []
    return {
        ev.NEW: ["intake"],
        "noted": ["intake", "cancel"],
        "received": [
            *answer,
            *comes,
            "handover",
            *pay,
            "contact",
            "hold",
            "cancel",
        ],
        "handed_over": [*comes, "reply", *pay, "contact", "dispatch"],
        "replied": [*comes, *pay, "dispatch", "contact", "hold"],
        "dispatched": ["print", "arrive", "reschedule", "hold"],
        "visiting": ["visit"],
        "on_bench": [*pay, *bench.bench_steps(state.machine)],
        "at_factory": bench.bench_steps(state.machine),
        "done": [*after, *pay, "callback", "reopen"],
        "called_back": [*after, *pay, "close", "reopen"],
        "on_hold": ["resume", *pay],
        "reopened": [*comes, "handover", "contact", "dispatch"],
    }.get(state.status, [*pay, *(["pickup"] if state.machine else []), "reopen"])


def is_answer_wanted(state: State) -> bool:
    """Whether the next word to the customer is an answer that ends the matter: a talk is wanted, or
    a specialist was asked before anybody took the ticket over.
    """
    if state.is_reopened_for_talk():
        return True
    return state.status == "received" and bool(specialist_asked(state))


def _money_steps(state: State) -> list[str]:
    """The commands that the money of this ticket still needs, the most pressing first."""
    account = state.account
    steps = []
    is_worked = state.status in ("done", "called_back") or (
        state.machine is not None and state.machine.ready
    )
    if account.charge is None and state.status in (*BEFORE_THE_WORK, "done", "called_back"):
        if account.refused:
            steps += ["quote"] if is_worked else ["decline", "quote"]
        elif account.quote is not None and not account.asked:
            steps.append("consent")
        elif account.quote is None and "agreement" in next_gaps(state):
            steps.append("quote")
    if is_worked and account.agreed and account.charge is None:
        steps.append("charge")
    if account.still_to_pay > 0 or account.without_receipt > 0:
        steps.append("receipt")
    if paid_too_much(state) > 0:
        steps.append("overpaid")
    return steps
