"""What paid work waits for: agreed to before it begins, charged and paid before the machine and the
ticket leave us.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest
from rules.lives import fields_of, made
from rules.logs import HEAD, at, ticket

from svc.model import events as ev
from svc.rules.ticket.lifecycle import AFTER_VISIT, State, replay_ticket
from svc.rules.ticket.paid_work import (
    customer_pays,
    done_unagreed_by,
    free_part,
    gaps_after,
    gaps_before,
    is_done_unagreed,
    is_worked,
    last_day_of,
    may_be_charged,
    needs_agreement,
    next_gaps,
    why_customer_pays,
)

RECEIVED = "20 09:00 received"
QUOTED = "20 10:00 quoted"
AGREED = "20 10:30 consented"
BROUGHT_IN = "20 09:30 brought_in"
REPAIRED = "23 09:00 repaired"
CHARGED = "23 10:00 charged"
PAID = ("23 10:05 paid", {"amount": "80.00"})
VISITED = ("20 13:00 dispatched", "23 09:55 arrived")
MISUSE = {"cause": "misuse", "evidence": "进水"}


def paid(*log: Any, **head: Any) -> State:
    """A paid repair after these events, all of them in turn."""
    state = replay_ticket(ticket(RECEIVED, *log, **{"mode": "paid", **head}))
    assert state.out_of_turn == []
    return state


def free(*log: Any) -> State:
    return paid(*log, mode="walk_in")


@pytest.mark.parametrize(
    ("log", "work", "hand_over", "deliver"),
    [
        ((), ["agreement"], [], []),  # nothing was done: it goes back as it came
        ((QUOTED,), ["agreement"], [], []),
        ((QUOTED, ("20 10:30 consented", {"granted": False})), ["agreement"], [], []),
        ((QUOTED, ("20 10:30 consented", {"to": "opening"})), ["agreement"], [], []),
        ((QUOTED, AGREED), [], ["charge"], ["charge"]),
        ((QUOTED, AGREED, REPAIRED), [], ["charge"], ["charge"]),
        ((REPAIRED,), ["agreement"], ["agreement", "charge"], ["agreement", "charge"]),
        ((QUOTED, AGREED, REPAIRED, CHARGED), [], ["payment"], []),
        ((QUOTED, AGREED, REPAIRED, CHARGED, PAID), [], [], []),
        ((QUOTED, AGREED, REPAIRED, CHARGED, ("23 10:05 paid", {"amount": "79.99"})), [], ["payment"], []),
        ((REPAIRED, CHARGED, PAID), ["agreement"], ["agreement"], ["agreement"]),
    ],
)  # fmt: skip
def test_each_step_waits_for_what_belongs_before_it(
    log: tuple[Any, ...], work: list[str], hand_over: list[str], deliver: list[str]
) -> None:
    state = paid(BROUGHT_IN, *log)
    assert gaps_before(state, "work") == work
    assert gaps_before(state, "hand_over") == gaps_before(state, "close") == hand_over
    assert gaps_before(state, "deliver") == deliver
    assert gaps_after(state) == hand_over


def test_what_the_warranty_covers_waits_for_nothing() -> None:
    state = free(BROUGHT_IN, REPAIRED)
    assert (gaps_after(state), gaps_before(state, "work")) == ([], [])
    assert (customer_pays(state), may_be_charged(state), why_customer_pays(state)) == (
        *(False, False),
        None,
    )


def test_a_charge_of_nothing_settles_no_price_that_was_agreed_to() -> None:
    nothing = ("23 10:00 charged", {"lines": [], "total": "0.00"})
    assert gaps_after(paid(BROUGHT_IN, QUOTED, AGREED, REPAIRED, nothing)) == ["charge"]
    free_of_charge = ("20 10:30 consented", {"amount": "0.00"})
    assert gaps_after(paid(BROUGHT_IN, QUOTED, free_of_charge, REPAIRED, nothing)) == []


def test_what_was_given_up_goes_back_unagreed_but_its_fee_is_paid() -> None:
    declined = paid(BROUGHT_IN, QUOTED, "20 11:00 declined")
    assert gaps_before(declined, "hand_over") == []
    fee = paid(BROUGHT_IN, QUOTED, "20 11:00 declined", "20 11:05 charged")
    assert gaps_before(fee, "hand_over") == ["payment"]


def test_consumables_that_were_agreed_to_in_warranty_are_charged_and_paid() -> None:
    assert gaps_after(free(BROUGHT_IN, QUOTED, REPAIRED)) == []  # nobody wanted them
    assert gaps_after(free(BROUGHT_IN, QUOTED, AGREED, REPAIRED)) == ["charge"]


def test_an_agreement_is_judged_by_when_it_was_given() -> None:
    state = paid(BROUGHT_IN, QUOTED, AGREED)
    assert gaps_before(state, "work", at("20 10:29")) == ["agreement"]
    assert gaps_before(state, "work", at("20 10:30")) == []
    (repaired,) = (e for e in ticket(("20 10:29 repaired", {})).log if isinstance(e, ev.Repaired))
    assert needs_agreement(state, repaired)
    assert not needs_agreement(state, msgspec.structs.replace(repaired, at=at("20 10:30")))


@pytest.mark.parametrize(
    ("outcome", "needs"),
    [
        ("fixed", True),
        ("provisional", True),
        ("completed", True),
        ("no_fault", False),
        ("not_reproduced", False),
        ("needs_parts", False),
        ("taken_along", False),
        ("refused", False),
        ("declined", False),
    ],
)
def test_a_diagnosis_needs_no_agreement(outcome: ev.Outcome, needs: bool) -> None:
    state = paid("20 09:10 handed_over", *VISITED, ("23 11:00 visited", {"outcome": outcome}))
    assert is_done_unagreed(state, state.visits[-1]) == needs
    assert is_worked(state) == needs
    assert done_unagreed_by(state) == ("chen" if needs else "")


@pytest.mark.parametrize(
    ("visited", "why"),
    [
        (MISUSE, "Not covered by the warranty: {evidence}"),
        ({"cause": "misuse"}, None),  # without what shows it, it is not claimed
        ({"in_warranty": False}, "Judged on site to be out of warranty."),
        ({"cause": "software"}, "A software fault is paid service, in warranty too."),
        ({"cause": "wear"}, None),
    ],
)
def test_what_was_found_says_whether_it_may_be_charged(
    visited: dict[str, Any], why: str | None
) -> None:
    state = paid("20 09:10 handed_over", *VISITED, ("23 11:00 visited", visited), mode="visit")
    phrase = why_customer_pays(state)
    assert (phrase.says if phrase else None) == why
    assert may_be_charged(state) == (why is not None)
    # a software fault may be charged; it need not be
    assert customer_pays(state) == (why is not None and visited.get("cause") != "software")


@pytest.mark.parametrize(
    ("quoted", "pays", "charged"),
    [(MISUSE, True, True), ({"cause": "software"}, False, True), ({}, False, False)],
)
def test_a_quotation_says_before_the_work_why_the_customer_pays(
    quoted: dict[str, Any], pays: bool, charged: bool
) -> None:
    state = free(BROUGHT_IN, ("20 10:00 quoted", quoted))
    assert (customer_pays(state), may_be_charged(state)) == (pays, charged)
    phrase = why_customer_pays(state)
    assert (phrase is not None) == charged
    if quoted == MISUSE:
        assert phrase is not None
        assert phrase.says == "Not covered by the warranty: {evidence}"
        assert phrase.facts == {"evidence": "进水"}


@pytest.mark.parametrize(
    ("quoted", "visited", "free"),
    [
        (None, {}, ("labour", "parts")),
        (None, {"cause": "quality"}, ("labour", "parts")),
        (None, {"cause": "misuse", "evidence": "进水"}, ()),
        (None, {"cause": "software"}, ()),
        (None, {"in_warranty": False}, ()),
        ({"cause": "misuse", "evidence": "进水"}, {}, ()),
        ({}, {}, ("labour", "parts")),
    ],
)
def test_of_a_visit_on_wish_in_warranty_only_the_way_is_paid_unless_something_else_was_found(
    quoted: dict[str, Any] | None, visited: dict[str, Any], free: tuple[str, ...]
) -> None:
    warranty = {"verdict": "in", "on_site": False, "reason": "…"}
    log = () if quoted is None else (("20 10:00 quoted", quoted),)
    state = paid(
        "20 09:10 handed_over", *log, *VISITED, ("23 11:00 visited", visited),
        mode="visit", equipment={**HEAD["equipment"], "warranty": warranty},
    )  # fmt: skip
    assert free_part(state) == free
    # where the warranty covers the way, too, nothing is said of a part
    assert free_part(paid(*log, mode="visit")) == ()


def test_what_is_to_be_let_pass_is_the_agreement_before_the_work_and_then_all_that_is_missing() -> (
    None
):
    assert next_gaps(paid(BROUGHT_IN)) == ["agreement"]
    assert next_gaps(paid(BROUGHT_IN, REPAIRED)) == ["agreement", "charge"]
    (repaired,) = (e for e in ticket(("20 10:29 repaired", {})).log if isinstance(e, ev.Repaired))
    assert needs_agreement(paid(BROUGHT_IN), repaired)
    waived = ("20 09:40 waived", {"gaps": ["agreement"]})
    assert not needs_agreement(paid(BROUGHT_IN, waived), repaired)


def test_what_the_factory_did_unagreed_nobody_of_us_did() -> None:
    state = paid(BROUGHT_IN, "20 10:00 shipped", "23 09:00 returned")
    assert gaps_after(state)[:1] == ["agreement"]
    assert done_unagreed_by(state) == ""


def test_of_a_machine_whose_warranty_nobody_knows_nobody_is_asked_to_pay_yet() -> None:
    unknown = {
        **HEAD["equipment"],
        "warranty": {"verdict": "unknown", "on_site": False, "reason": "…"},
    }
    assert not customer_pays(free_with(unknown))
    out = {**unknown, "warranty": {"verdict": "out", "on_site": False, "reason": "…"}}
    assert customer_pays(free_with(out))


def free_with(equipment: dict[str, Any]) -> State:
    return replay_ticket(ticket(RECEIVED, mode="walk_in", equipment=equipment))


def test_what_is_owed_until_a_day_passes_up_to_that_sum() -> None:
    deferred = ("23 10:02 payment_deferred", {"amount": "80.00"})
    log = (BROUGHT_IN, QUOTED, AGREED, REPAIRED, CHARGED)
    assert gaps_after(paid(*log, deferred)) == []
    less = ("23 10:02 payment_deferred", {"amount": "79.99"})
    assert gaps_after(paid(*log, less)) == ["payment"]


def test_what_was_let_pass_is_missing_no_longer_until_the_ticket_is_opened_again() -> None:
    waived = ("23 09:30 waived", {"gaps": ["agreement", "charge"]})
    state = paid(BROUGHT_IN, REPAIRED, waived)
    assert (gaps_after(state), next_gaps(state)) == ([], [])
    before = ("20 09:40 waived", {"gaps": ["agreement"]})
    assert next_gaps(paid(BROUGHT_IN)) == ["agreement"]
    assert gaps_before(paid(BROUGHT_IN, before), "work") == []
    assert gaps_after(paid(BROUGHT_IN, before, REPAIRED)) == ["charge"]
    again = paid(BROUGHT_IN, REPAIRED, waived, "24 09:00 picked_up", "25 09:00 reopened")
    assert gaps_after(again) == ["agreement", "charge"]


def test_a_quotation_holds_so_many_days() -> None:
    (quoted,) = (e for e in ticket(("20 10:00 quoted", {})).log if isinstance(e, ev.Quoted))
    assert last_day_of(quoted, 30).isoformat() == "2026-12-20"


# Random lives


@pytest.mark.slow
def test_of_2_000_random_lives_no_closed_ticket_lacks_what_paid_work_needs() -> None:
    """The commands' gates, and an account of one's own from the bare log."""
    random, closed = Random(20261130), 0
    held_back: set[tuple[str, str]] = set()
    for _ in range(2_000):
        log = gated_life(random, held_back)
        state = replay_ticket(log)
        if state.status == "closed":
            closed += 1
            assert lacks(log.log, state) == [], [str(e) for e in log.log]
    assert closed > 60
    # every gate was seen to hold something back
    assert {step for step, _ in held_back} == {"work", "hand_over", "deliver", "close"}
    assert {gap for _, gap in held_back} == {"agreement", "charge", "payment"}


STEP_OF = {"repaired": "work", "picked_up": "hand_over", "closed": "close"}
FAVOURED = (
    *("brought_in", "repaired", "told_ready", "picked_up", "called_back", "closed"),
    *("quoted", "consented", "charged", "paid", "visited", "arrived", "dispatched"),
)


def gated_life(random: Random, held_back: set[tuple[str, str]]) -> Any:
    """A paid repair whose steps wait as they do in commands; now and then one is let pass."""
    now = at("20 09:00")
    log = [made("received", 1, now, {})]
    head = ticket(RECEIVED, mode=random.choice(["paid", "walk_in", "visit"]))
    for seq in range(2, random.randint(8, 26)):
        state = replay_ticket(msgspec.structs.replace(head, log=log))
        if state.status == "closed":  # what is charged or given back later is found by `check`
            break
        steps = [
            what
            for what, kind in ev.CATALOGUE.items()
            if state.status in kind.after
            and what not in ("settled", "forgotten", "recomputed", "corrected", "waived")
            and what not in ("cancelled", "declined", "held", "reopened")
        ]
        favoured = [what for what in steps if what in FAVOURED]
        what = random.choice(favoured if favoured and random.random() < 0.85 else steps)
        now = now.replace(minute=now.minute) + (at("20 09:05") - at("20 09:00"))
        event = made(what, seq, now, fields_of_money(random, what, now, log))
        gaps = gaps_in_the_way(state, event, now)
        held_back |= {(step_of(state, event), gap) for gap in gaps}
        if gaps and random.random() < 0.1:
            event = made("waived", seq, now, {"gaps": gaps})
        elif gaps:
            continue
        log = [*log, event]
    return msgspec.structs.replace(head, log=log)


def step_of(state: State, event: ev.AnyEvent) -> Any:
    ready = state.machine is not None and state.machine.ready
    if isinstance(event, ev.Dispatched) and ready:
        return "deliver"
    return STEP_OF.get(ev.tag_of(event), "")


def gaps_in_the_way(state: State, event: ev.AnyEvent, now: datetime) -> list[ev.PaidWorkGap]:
    step = step_of(state, event)
    if isinstance(event, ev.Repaired):
        return ["agreement"] if needs_agreement(state, event) else []
    return gaps_before(state, step, now) if step else []


def fields_of_money(
    random: Random, what: str, now: datetime, log: list[ev.AnyEvent]
) -> dict[str, Any]:
    fields = fields_of(random, what, now, log)
    if what == "visited":
        fields["outcome"] = random.choice([*("fixed", "taken_along") * 4, *AFTER_VISIT])
        fields["in_warranty"] = random.choice([None, False])
    if what == "consented":
        fields |= {"granted": random.random() < 0.8, "to": random.choice(["price", "opening"])}
    if what == "paid":
        fields["amount"] = random.choice(["80.00", "80.00", "30.00"])
    if what == "payment_deferred":
        fields["amount"] = "80.00"
    return fields


def lacks(log: list[ev.AnyEvent], state: State) -> list[str]:
    """What is missing on a closed ticket, reckoned from its events alone."""
    waived = {gap for event in log if isinstance(event, ev.Waived) for gap in event.gaps}
    events = [event for event in log if event not in state.out_of_turn]
    quoted = any(isinstance(event, ev.Quoted) for event in events)
    agreed = [
        event
        for event in events
        if isinstance(event, ev.Consented) and event.to == "price" and event.granted and quoted
    ]
    charges = [event for event in events if isinstance(event, ev.Charged)]
    took = sum((event.amount for event in events if isinstance(event, ev.Paid)), start=Decimal())
    took -= sum(
        (event.amount for event in events if isinstance(event, ev.Refunded)), start=Decimal()
    )
    owed = any(isinstance(event, ev.PaymentDeferred) for event in events)
    worked = any(
        isinstance(event, (ev.Repaired, ev.Returned))
        or (
            isinstance(event, ev.Visited) and event.outcome in ("fixed", "provisional", "completed")
        )
        for event in events
    )
    judged_out = any(isinstance(e, ev.Visited) and e.in_warranty is False for e in events)
    payable = (state.ticket.mode == "paid" or judged_out) and worked
    missing = []
    if payable and not agreed:
        missing.append("agreement")
    if payable and not charges:
        missing.append("charge")
    if charges and took < charges[-1].total and not owed:
        missing.append("payment")
    return [gap for gap in missing if gap not in waived]
