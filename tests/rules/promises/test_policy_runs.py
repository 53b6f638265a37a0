"""Promises: every row of the policies that ship, started and ended by events, and what moves a
deadline.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import pytest
from rules.logs import at, calendar, policy, ticket

from svc.model.policies import Policy, Promise, When
from svc.rules.promises.policy_runs import policy_runs
from svc.rules.promises.runs import PromiseRun, nearest_promise
from svc.rules.ticket.lifecycle import replay_ticket

SECOND = timedelta(seconds=1)
CALENDAR = calendar()
VERSIONS = ("office@2026-11", "six_stages@2026-11", "regions@2026-11", "contract247@2026-11")
POLICIES = {version.partition("@")[0]: policy(version) for version in VERSIONS}
LATER = at("2027-06-01 12:00")

RECEIVED = "20 09:00 received"
HANDED_OVER = (RECEIVED, "20 09:20 handed_over")
DISPATCHED = (*HANDED_OVER, "20 09:30 dispatched")  # for Monday the 23rd, 10:00
ARRIVED = (*DISPATCHED, "20 10:00 arrived")
BACK = (*ARRIVED, "20 16:00 back")
ANSWERED = (RECEIVED, "20 09:30 answered")
UNSURE = (*ARRIVED, ("20 15:00 visited", {"sure": False}))
LEFT_OVER = (*ARRIVED, ("20 15:00 visited", {"leftover": "门封条老化"}))
SLIP_IN = (*ARRIVED, "20 16:00 slip_in")
COMPLAINT = {"kind": "complaint"}
INSTALLATION = {"kind": "installation"}


class Case(NamedTuple):
    """A row of a policy: what starts it, what keeps it, and when it is due."""

    promise: str
    log: tuple[Any, ...]
    kept_by: str
    due: str
    head: Any = MappingProxyType({})  # head values other than the usual ones
    grace_minutes: int = 0


_CALLS = (
    # 3 h, whatever the office hours
    Case("followup_unsure", UNSURE, "followed_up", "20 18:00", grace_minutes=30),
    Case("followup_phone", ANSWERED, "followed_up", "20 11:30", grace_minutes=30),
)
_APPOINTMENT = Case("appointment", DISPATCHED, "arrived", "23 10:00")
_REPORT = Case("report", BACK, "reported", "20 23:59:59")
_SLIP_NEXT_DAY = Case("slip_in", BACK, "slip_in", "23 17:30")
_CALLBACK = Case("callback", ANSWERED, "called_back", "21 09:30")  # a Saturday: elapsed hours
# 2 h 40 min, 4 h, and 1 h 20 min on Monday
_REPLY = Case("reply", HANDED_OVER, "replied", "23 09:50")
_LEFTOVER = Case("leftover", LEFT_OVER, "passed_on", "22 23:59:59")
_NOTED = Case("noted", ("20 09:00 noted",), "received", "20 09:10")
_HANDOVER = Case("handover", (RECEIVED,), "handed_over", "20 10:00")

# ours: one working day, three
_COMPLAINT_DAY = Case("complaint_answer", (RECEIVED,), "answered", "23 17:30", COMPLAINT)
_SUGGESTION = Case("acknowledged", (RECEIVED,), "answered", "25 17:30", {"kind": "suggestion"})

_JUDGED = ("20 09:10 complaint_judged", {"accepted": True})
_ANALYSED = (RECEIVED, _JUDGED, "20 09:20 cause_found")
_TRACED = (*_ANALYSED, "20 09:30 responsibility_found")
_AUDITED = (*_TRACED, ("20 09:40 cost_audited", {"bearer": "business"}))
# from hand to hand: production 2, quality 2, finance 3, the business department 10 working days
_HANDS: tuple[tuple[str, tuple[Any, ...], str, str, str], ...] = (
    ("complaint_judged", (RECEIVED,), "complaint_judged", "23 17:30", "21 09:00"),
    ("complaint_cause", (RECEIVED, _JUDGED), "cause_found", "24 17:30", "22 09:10"),
    ("complaint_responsible", _ANALYSED, "responsibility_found", "24 17:30", "22 09:20"),
    ("complaint_cost", _TRACED, "cost_audited", "25 17:30", "23 09:30"),
    ("complaint_recovery", _AUDITED, "cost_recovered", "12-04 17:30", "30 09:40"),
    ("complaint_action", (RECEIVED, _JUDGED), "corrective_action", "27 17:30", "25 09:10"),
)
_COMPLAINT_STEPS = tuple(
    Case(promise, log, kept_by, due, COMPLAINT) for promise, log, kept_by, due, _ in _HANDS
)
_COMPLAINT_STEPS_247 = tuple(
    Case(promise, log, kept_by, due, COMPLAINT) for promise, log, kept_by, _, due in _HANDS
)

CASES: dict[str, tuple[Case, ...]] = {
    "office": (
        _NOTED,
        Case("visit_request", (RECEIVED,), "handed_over", "20 09:30"),
        Case("contact", (RECEIVED,), "contacted", "20 11:00"),
        _REPLY,
        Case("contact", (RECEIVED,), "contacted", "20 11:00", {"mode": "walk_in"}),
        Case("answer", (RECEIVED,), "answered", "23 17:30", {"kind": "inquiry"}),
        Case("answer", (RECEIVED, "20 10:00 asked"), "answered", "23 17:30"),
        _COMPLAINT_DAY,
        _SUGGESTION,
        *_COMPLAINT_STEPS,
        Case("visit", DISPATCHED, "arrived", "24 17:30", {"zone": "inside"}),
        Case("visit", DISPATCHED, "arrived", "25 17:30", {"zone": "near"}),
        Case("visit", DISPATCHED, "arrived", "23 10:00", {"zone": "far"}),
        _APPOINTMENT,
        Case("bench", (RECEIVED, "20 09:05 brought_in"), "repaired", "25 17:30"),
        _REPORT,
        _SLIP_NEXT_DAY,
        _LEFTOVER,
        *_CALLS,
        _CALLBACK,
    ),
    "six_stages": (
        _NOTED,
        _HANDOVER,
        _REPLY,
        _APPOINTMENT,
        _REPORT,
        _SLIP_NEXT_DAY,
        _LEFTOVER,
        _CALLBACK,
        _COMPLAINT_DAY,
        _SUGGESTION,
        *_COMPLAINT_STEPS,
    ),
    "regions": (
        _NOTED,
        _HANDOVER,
        _REPLY,
        _APPOINTMENT,
        Case("same_day", ARRIVED, "visited", "20 23:59:59"),
        _REPORT,
        Case("slip_in", BACK, "slip_in", "20 23:59:59"),
        Case("files", SLIP_IN, "filed", "20 23:59:59"),
        *_CALLS,
        _CALLBACK,
        _COMPLAINT_DAY,
        _SUGGESTION,
        *_COMPLAINT_STEPS,
    ),
    "contract247": (
        _NOTED,
        Case("phone", (RECEIVED,), "contacted", "20 09:30"),
        Case("on_site", (*HANDED_OVER, "20 09:25 contacted"), "dispatched", "20 10:25"),
        Case("solution", HANDED_OVER, "replied", "21 09:00"),
        Case("assign", HANDED_OVER, "dispatched", "21 09:00"),
        _APPOINTMENT,
        _REPORT,
        _SLIP_NEXT_DAY,
        _CALLBACK,
        Case("complaint_answer", (RECEIVED,), "answered", "21 09:00", COMPLAINT),
        Case("acknowledged", (RECEIVED,), "answered", "23 09:00", {"kind": "suggestion"}),
        *_COMPLAINT_STEPS_247,
    ),
}
WHEN_DONE = {
    "office": (
        Case("change_notice", DISPATCHED, "rescheduled", "22 23:59:59"),
        # it is to start on 1 December
        Case("service_order", (RECEIVED,), "order_issued", "24 23:59:59", INSTALLATION),
    ),
    "regions": (Case("change_notice", DISPATCHED, "rescheduled", "22 23:59:59"),),
}
"""Rows that are judged only once what they are about has been done."""

EVERY = [(name, case) for name, cases in CASES.items() for case in cases]
EVERY_DONE = [(name, case) for name, cases in WHEN_DONE.items() for case in cases]


def held_by(
    name: str, promise: str, *log: Any, now: datetime = LATER, **head: Any
) -> list[PromiseRun]:
    """How this promise of the policy stands on a ticket, each time it ran."""
    state = replay_ticket(ticket(*log, **head))
    assert state.out_of_turn == []
    return [
        held
        for held in policy_runs(state, POLICIES[name], CALENDAR, now)
        if held.promise == promise
    ]


def ran(
    name: str, promise: str, *log: Any, now: datetime = LATER, **head: Any
) -> list[tuple[datetime | None, str]]:
    return [(held.due, held.state) for held in held_by(name, promise, *log, now=now, **head)]


def _line(moment: datetime, what: str) -> str:
    return f"{moment:%Y-%m-%d} {moment:%H:%M:%S} {what}"


def _ids(case: Any) -> str:
    return (
        f"{case.promise} {case.head.get('zone', '')}".strip()
        if isinstance(case, Case)
        else str(case)
    )


def test_the_cases_cover_every_row_of_every_policy_that_ships() -> None:
    shipped = {
        p.name.removesuffix(".yaml") for p in (resources.files("svc") / "start/policies").iterdir()
    }
    assert shipped == set(VERSIONS)
    for name, made in POLICIES.items():
        rows = [
            promise
            for promise, given in made.promises.items()
            for _ in (given if isinstance(given, list) else [0])
        ]
        covered = [case.promise for case in (*CASES.get(name, ()), *WHEN_DONE.get(name, ()))]
        assert sorted(covered) == sorted(rows), name


@pytest.mark.parametrize(("name", "case"), EVERY, ids=_ids)
def test_a_promise_runs_until_its_due_second_and_is_overdue_the_second_after(
    name: Any, case: Any
) -> None:
    grace = timedelta(minutes=case.grace_minutes)
    due = at(case.due)
    assert ran(name, case.promise, *case.log, now=due + grace, **case.head) == [(due, "running")]
    assert ran(name, case.promise, *case.log, now=due + grace + SECOND, **case.head) == [
        (due, "overdue")
    ]


@pytest.mark.parametrize(("name", "case"), [*EVERY, *EVERY_DONE], ids=_ids)
def test_a_promise_is_kept_in_its_due_second_and_late_the_second_after(
    name: Any, case: Any
) -> None:
    grace = timedelta(minutes=case.grace_minutes)
    due = at(case.due)
    kept = _line(due + grace, case.kept_by)
    late = _line(due + grace + SECOND, case.kept_by)
    assert ran(name, case.promise, *case.log, kept, **case.head)[0] == (due, "kept")
    assert ran(name, case.promise, *case.log, late, **case.head)[0] == (due, "late")


@pytest.mark.parametrize(("name", "case"), EVERY_DONE, ids=_ids)
def test_what_need_not_be_done_is_not_waited_for(name: Any, case: Any) -> None:
    assert ran(name, case.promise, *case.log, **case.head) == []


def test_a_promise_without_a_number_is_never_overdue() -> None:
    row = Promise(
        when=When(kind="complaint"), from_="received", to="answered", within="unset",
        clock="elapsed",
    )  # fmt: skip
    unset = msgspec.structs.replace(POLICIES["office"], promises={"complaint_answer": row})

    def answers(*log: str, **head: Any) -> list[tuple[datetime | None, str]]:
        state = replay_ticket(ticket(RECEIVED, *log, **head))
        return [(run.due, run.state) for run in policy_runs(state, unset, CALENDAR, LATER)]

    assert answers(**COMPLAINT) == [(None, "unset")]
    assert answers("21 09:00 answered", **COMPLAINT) == [(None, "kept")]
    assert answers("21 09:00 cancelled", **COMPLAINT) == [(None, "dropped")]
    assert answers() == []  # no complaint


# Which row


@pytest.mark.parametrize(
    ("head", "due"),
    [
        ({"zone": "inside", "mode": "visit"}, "24 17:30"),
        ({"zone": "inside", "mode": "paid"}, "24 17:30"),
        ({"zone": "near", "mode": "paid"}, "25 17:30"),
        ({"zone": "inside", "mode": "walk_in"}, None),
        ({"zone": "near", "mode": "phone"}, None),
        ({"zone": "far", "mode": "visit"}, None),  # until a time is agreed
    ],
)
def test_zone_and_mode_choose_the_row(head: dict[str, str], due: str | None) -> None:
    assert ran("office", "visit", RECEIVED, now=at("20 09:00"), **head) == (
        [(at(due), "running")] if due else []
    )


def test_a_corrected_zone_chooses_another_row() -> None:
    moved = ("20 10:00 corrected", {"field": "customer.zone", "new": "near"})
    assert ran("office", "visit", RECEIVED, moved, now=at("20 11:00")) == [
        (at("25 17:30"), "running")
    ]


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({}, True),
        ({"kind": "repair"}, True),
        ({"kind": ["inquiry", "repair"]}, True),
        ({"kind": ["inquiry", "survey"]}, False),
        ({"kind": "repair", "urgency": "urgent"}, False),
        ({"urgency": ["urgent", "normal"], "zone": "inside", "mode": ["visit"]}, True),
        ({"mode": "paid"}, False),
    ],
)
def test_a_row_fits_if_each_value_it_names_is_one_of_its_list(
    when: dict[str, Any], fits: bool
) -> None:
    row = Promise(
        from_="received", to="handed_over", within="1h", clock="working", when=When(**when)
    )
    made = Policy(name="x@1", promises={"handover": row})
    held = policy_runs(replay_ticket(ticket(RECEIVED)), made, CALENDAR, at("20 09:00"))
    assert [h.promise for h in held] == ["handover"] * fits


def test_the_first_row_that_fits_counts() -> None:
    rows = [
        Promise(
            from_="received",
            to="handed_over",
            within="2h",
            clock="working",
            when=When(urgency="urgent"),
        ),
        Promise(from_="received", to="handed_over", within="3h", clock="working"),
        Promise(from_="received", to="handed_over", within="4h", clock="working"),
    ]
    held = policy_runs(
        replay_ticket(ticket(RECEIVED)),
        Policy(name="x@1", promises={"h": rows}),
        CALENDAR,
        at("20 09:00"),
    )
    assert [h.promise_row.within for h in held] == ["3h"]


# Holds (design, the clock, 5)


def test_a_hold_at_the_customers_wish_moves_what_runs_on_a_working_clock() -> None:
    log = (*HANDED_OVER, "20 10:00 held", "20 11:00 resumed")
    assert ran("office", "visit_request", *log)[0][0] == at("20 09:30")  # it had ended before
    made = Policy(
        name="x@1",
        promises={"p": Promise(from_="handed_over", to="arrived", within="4h", clock="working")},
    )
    (held,) = policy_runs(replay_ticket(ticket(*log)), made, CALENDAR, at("20 12:00"))
    assert held.due == at("20 15:50")  # 13:20 + lunch … + the hour on hold
    assert held.pauses == ((at("20 10:00"), at("20 11:00")),)


def test_a_day_deadline_moves_by_the_paused_open_time() -> None:
    # Two hours of Friday morning, and the weekend on hold: only open time counts.
    assert ran("office", "visit", RECEIVED, "20 10:00 held", "20 12:00 resumed") == [
        (at("25 10:30"), "overdue")
    ]
    assert ran("office", "visit", RECEIVED, "20 17:00 held", "23 09:00 resumed") == [
        (at("25 09:30"), "overdue")
    ]
    assert ran("office", "visit", RECEIVED, "21 09:00 held", "22 18:00 resumed") == [
        (at("24 17:30"), "overdue")
    ]


@pytest.mark.parametrize("wish", ["parts", "vehicle", "people"])
def test_waiting_for_us_stops_nothing(wish: str) -> None:
    held = ("20 10:00 held", {"wish": wish})
    assert ran("office", "visit", RECEIVED, held, "20 12:00 resumed") == [
        (at("24 17:30"), "overdue")
    ]
    assert ran("office", "visit", RECEIVED, held) == [(at("24 17:30"), "overdue")]


def test_touching_and_overlapping_holds_count_once() -> None:
    log = (
        RECEIVED,
        "20 09:00 held",
        "20 10:00 resumed",
        ("20 10:00 held", {"typed": "20 10:01"}),  # touches
        "20 11:00 resumed",
        ("20 09:30 held", {"typed": "20 11:01"}),  # lies within both
        ("20 10:30 resumed", {"typed": "20 11:01"}),
    )
    assert ran("office", "visit", *log) == [(at("25 10:30"), "overdue")]


def test_while_the_hold_lasts_a_promise_is_paused_and_not_overdue() -> None:
    (held,) = held_by("office", "visit", RECEIVED, "20 10:00 held", now=LATER)
    assert (held.state, held.paused_since) == ("paused", at("20 10:00"))
    assert held.is_open
    assert not held.is_broken


def test_while_the_hold_lasts_what_is_left_is_open_time_and_other_promises_come_first() -> None:
    # Friday 10:00 to Tuesday's close, in open time: 2 h and 4 h, 7.5 h, 7.5 h.
    (visit,) = held_by("office", "visit", RECEIVED, "20 10:00 held", now=LATER)
    assert visit.left_seconds == 21 * 3600
    (again,) = held_by(
        "office", "visit", RECEIVED, "20 09:30 held", "20 10:00 resumed", "20 10:30 held", now=LATER
    )
    # half an hour moved the deadline, half an hour has gone by since
    assert again.left_seconds == 21 * 3600
    (reply,) = held_by("office", "reply", *HANDED_OVER, "20 10:00 held", now=at("20 11:00"))
    assert reply.left_seconds is None
    assert (
        nearest_promise([visit, msgspec.structs.replace(reply, due=at("27 09:00"))]).promise
        == "reply"
    )
    assert nearest_promise([visit]).promise == "visit"


def test_what_was_broken_when_the_hold_was_typed_stays_broken() -> None:
    due = at("24 17:30")
    in_time = ("24 10:00 held", {"typed": "24 17:30"})
    too_late = ("24 10:00 held", {"typed": "24 17:31"})
    assert ran("office", "visit", RECEIVED, in_time)[0][1] == "paused"
    assert ran("office", "visit", RECEIVED, too_late) == [(due, "overdue")]
    assert ran(
        "office", "visit", RECEIVED, too_late, ("24 12:00 resumed", {"typed": "24 17:32"})
    ) == [(due, "overdue")]
    # Of two holds, the first moved the due time, so the second was typed before it.
    first = ("24 10:00 held", ("24 12:00 resumed", {"typed": "24 12:00"}))
    assert ran("office", "visit", RECEIVED, *first, "25 09:00 held")[0][1] == "paused"


@pytest.mark.parametrize(
    ("promise", "log", "due"),
    [
        ("contact", (RECEIVED,), "20 11:00"),
        ("reply", HANDED_OVER, "23 09:50"),
        ("answer", (RECEIVED, "20 09:00 asked"), "23 17:30"),
    ],
)
def test_first_answers_are_never_stretched(promise: str, log: Any, due: str) -> None:
    held = (*log, "20 09:30 held")
    assert ran("office", promise, *held) == [(at(due), "overdue")]
    assert ran("office", promise, *held, "20 10:30 resumed") == [(at(due), "overdue")]


def test_elapsed_time_and_agreed_times_are_not_stretched() -> None:
    log = (*HANDED_OVER, ("20 09:30 dispatched", {"appointment": "2026-11-20T14:00:00+08:00"}))
    on_hold = (*log, "20 10:00 held", "20 11:00 resumed")
    assert ran("office", "appointment", *on_hold) == [(at("20 14:00"), "overdue")]
    assert ran("contract247", "solution", *on_hold) == [(at("21 09:00"), "overdue")]


def test_a_policy_may_pause_elapsed_time() -> None:
    row = Promise(from_="received", to="closed", within="24h", clock="elapsed", pausable=True)
    state = replay_ticket(ticket(RECEIVED, "20 10:00 held", "20 12:00 resumed"))
    (held,) = policy_runs(state, Policy(name="x@1", promises={"p": row}), CALENDAR, LATER)
    assert held.due == at("21 11:00")


def test_a_hold_before_the_promise_began_does_not_move_it() -> None:
    log = (RECEIVED, "20 09:10 held", "20 09:20 resumed", "20 09:20 brought_in")
    assert ran("office", "bench", *log) == [(at("25 17:30"), "overdue")]


def test_a_cancelled_hold_pauses_nothing_after_the_ticket_is_opened_again() -> None:
    log = (RECEIVED, "20 10:00 held", "20 11:00 cancelled", "23 09:00 reopened")
    assert ran("office", "visit", *log)[-1] == (at("25 17:30"), "overdue")


# Opened again


def test_opened_again_visit_and_callback_start_anew_and_the_earlier_ones_keep_how_they_ended() -> (
    None
):
    first = (*DISPATCHED, "24 17:30:01 arrived", "24 18:00 visited", "25 10:00 called_back")
    again = (
        *first,
        "25 10:05 reopened",
        ("25 10:10 dispatched", {"appointment": "2026-11-26T09:00:00+08:00"}),
    )
    assert ran("office", "visit", *again) == [(at("24 17:30"), "late"), (at("27 17:30"), "overdue")]
    second = (*again, "26 09:00 arrived", "26 10:00 visited", "26 12:00 called_back")
    assert ran("office", "visit", *second) == [(at("24 17:30"), "late"), (at("27 17:30"), "kept")]
    assert ran("office", "callback", *second) == [
        (at("25 18:00"), "kept"),
        (at("27 10:00"), "kept"),
    ]
    assert ran("office", "appointment", *second) == [
        (at("23 10:00"), "late"),
        (at("26 09:00"), "kept"),
    ]


def test_opened_again_a_far_customer_has_no_visit_due_until_a_new_time_is_agreed() -> None:
    far = {"zone": "far"}
    log = (*DISPATCHED, "23 10:00 arrived", "23 11:00 visited", "24 09:00 reopened")
    assert ran("office", "visit", *log, **far) == [(at("23 10:00"), "kept")]
    agreed = (*log, ("24 09:10 dispatched", {"appointment": "2026-11-26T09:00:00+08:00"}))
    assert ran("office", "visit", *agreed, now=at("24 10:00"), **far)[-1] == (
        at("26 09:00"),
        "running",
    )


def test_opened_again_before_the_callback_nobody_is_to_be_called_until_the_work_ends_again() -> (
    None
):
    log = (*ARRIVED, "20 15:00 visited", "20 17:00 reopened")
    assert ran("office", "callback", *log) == [(at("21 15:00"), "dropped")]
    too_late = (*ARRIVED, "20 15:00 visited", "21 17:00 reopened")
    (held,) = held_by("office", "callback", *too_late)
    assert (held.state, held.is_open, held.is_broken) == ("overdue", False, True)
    more = (*log, "23 09:00 dispatched", "23 10:00 arrived", "23 11:00 visited")
    assert ran("office", "callback", *more) == [
        (at("21 15:00"), "dropped"),
        (at("24 11:00"), "overdue"),
    ]


# Callback


@pytest.mark.parametrize(
    ("log", "due"),
    [
        ((*ARRIVED, "20 15:00 visited", "20 16:30 back"), "21 16:30"),  # back the same day
        # not back that day: end of the visit
        ((*ARRIVED, "20 15:00 visited", "21 09:00 back"), "21 15:00"),
        ((*ARRIVED, "20 15:00 visited"), "21 15:00"),
        (
            (*ARRIVED, "20 16:30 back", ("20 15:00 visited", {"typed": "20 16:40"})),
            "21 16:30",
        ),  # typed at the office
        # said twice
        ((*ARRIVED, "20 15:00 visited", "20 16:30 back", "20 17:30 back"), "21 16:30"),
        (ANSWERED, "21 09:30"),
        ((RECEIVED, "20 09:05 brought_in", "23 10:00 repaired", "23 16:00 picked_up"), "24 16:00"),
    ],
)
def test_the_callback_counts_from_the_return_that_day_else_from_the_end_of_the_work(
    log: Any, due: str
) -> None:
    assert ran("office", "callback", *log) == [(at(due), "overdue")]


def test_who_was_called_before_the_technician_was_back_is_not_to_be_called_again() -> None:
    log = (*ARRIVED, "20 15:00 visited", "20 16:00 called_back", "20 16:30 back")
    assert ran("office", "callback", *log) == [(at("21 15:00"), "kept")]


def test_a_call_that_finds_nobody_leaves_the_callback_open() -> None:
    log = (*ANSWERED, ("20 15:00 not_reached", {"purpose": "callback"}))
    assert ran("office", "callback", *log) == [(at("21 09:30"), "overdue")]


def test_a_visit_that_fixed_nothing_asks_for_no_callback() -> None:
    assert (
        ran("office", "callback", *ARRIVED, ("20 15:00 visited", {"outcome": "needs_parts"})) == []
    )


# What came in on the way


def test_report_and_slip_handed_in_on_the_way_count_on_return() -> None:
    log = (*ARRIVED, "20 15:00 visited", "20 15:30 slip_in", "20 16:00 back")
    assert ran("office", "report", *log) == [(at("20 23:59:59"), "kept")]
    assert ran("office", "slip_in", *log) == [(at("23 17:30"), "kept")]
    reported = (*ARRIVED, "20 15:00 reported", "20 16:00 back")
    assert ran("office", "report", *reported) == [(at("20 23:59:59"), "kept")]


def test_a_visit_typed_in_full_after_the_return_is_the_report() -> None:
    in_time = (*BACK, ("20 15:00 visited", {"typed": "20 16:10"}))
    too_late = (*BACK, ("20 15:00 visited", {"typed": "21 09:00"}))
    assert ran("office", "report", *in_time)[0][1] == "kept"
    assert ran("office", "report", *too_late)[0][1] == "late"


def test_a_file_brought_up_to_date_on_the_way_is_not_asked_for_again() -> None:
    log = (*ARRIVED, "20 15:00 visited", "20 15:30 slip_in", "20 15:40 filed", "20 16:00 back")
    assert ran("regions", "files", *log) == [(at("20 23:59:59"), "kept")]


# Agreed times


def test_the_agreed_time_is_the_last_one_before_the_arrival() -> None:
    moved = (*DISPATCHED, "20 12:00 rescheduled")  # to the 24th, 10:00
    assert ran("office", "appointment", *moved) == [(at("24 10:00"), "overdue")]
    assert ran("office", "appointment", *moved, "24 10:00 arrived") == [(at("24 10:00"), "kept")]


def test_each_change_needs_its_own_notice_by_the_end_of_the_day_before_the_time_it_moves() -> None:
    log = (
        *DISPATCHED,
        "22 23:59:59 rescheduled",  # from the 23rd to the 24th: the day before, kept
        # the same day: late
        ("24 09:00 rescheduled", {"appointment": "2026-11-26T10:00:00+08:00"}),
        "25 20:00 cancelled",
    )
    assert ran("office", "change_notice", *log) == [
        (at("22 23:59:59"), "kept"),
        (at("23 23:59:59"), "late"),
        (at("25 23:59:59"), "kept"),
    ]


def test_giving_up_after_the_visit_took_place_changes_no_agreed_time() -> None:
    log = (*ARRIVED, ("20 15:00 visited", {"outcome": "needs_parts"}), "25 09:00 cancelled")
    assert ran("office", "change_notice", *log) == []
    given_up_twice = (*DISPATCHED, "21 09:00 cancelled", "25 09:00 reopened", "25 10:00 cancelled")
    assert ran("office", "change_notice", *given_up_twice) == [(at("22 23:59:59"), "kept")]


def test_bench_repair_is_due_when_agreed_else_after_three_working_days() -> None:
    agreed = (RECEIVED, ("20 09:05 brought_in", {"ready_by": "2026-11-21T16:00:00+08:00"}))
    assert ran("office", "bench", *agreed) == [(at("21 16:00"), "overdue")]
    assert ran("office", "bench", RECEIVED, "20 09:05 brought_in") == [(at("25 17:30"), "overdue")]


# Ends without a verdict


def test_a_promise_nobody_needs_any_more_is_dropped_unless_it_was_broken_by_then() -> None:
    assert ran("office", "visit", RECEIVED, "24 17:30 cancelled") == [(at("24 17:30"), "dropped")]
    (broken,) = held_by("office", "visit", RECEIVED, "24 17:30:01 cancelled")
    assert (broken.state, broken.is_broken, broken.is_open) == ("overdue", True, False)
    assert ran("office", "visit", *ANSWERED) == [(at("24 17:30"), "dropped")]


@pytest.mark.parametrize(
    "end", ["20 10:00 cancelled", "20 10:00 declined", ("20 10:00 settled", {"outcome": "closed"})]
)
def test_no_promise_of_an_ended_ticket_is_open(end: str | tuple[str, dict[str, str]]) -> None:
    state = replay_ticket(ticket(*HANDED_OVER, end))
    held = policy_runs(state, POLICIES["office"], CALENDAR, LATER)
    assert held
    assert not any(h.is_open for h in held)
    assert nearest_promise(held) is None


def test_a_visit_at_which_the_customer_declines_ends_all_promises_but_the_way_home() -> None:
    log = (*ARRIVED, ("20 11:00 visited", {"outcome": "refused"}))
    held = policy_runs(replay_ticket(ticket(*log)), POLICIES["office"], CALENDAR, LATER)
    assert [h.promise for h in held if h.is_open] == []


def test_other_moments_keep_a_promise_as_well() -> None:
    assert ran("office", "contact", RECEIVED, "20 10:00 brought_in") == [(at("20 11:00"), "kept")]
    assert ran("office", "reply", *HANDED_OVER, "20 10:00 answered") == [(at("23 09:50"), "kept")]
    assert (
        ran("contract247", "on_site", *HANDED_OVER, "20 09:21 contacted", "20 09:30 dispatched")[0][
            1
        ]
        == "kept"
    )


def test_a_noted_call_starts_to_count_at_the_note() -> None:
    log = ("20 09:00 noted", "20 10:00 received")
    assert ran("office", "contact", *log) == [(at("20 11:00"), "overdue")]
    assert ran("office", "visit_request", *log) == [(at("20 10:30"), "overdue")]


# The calendar does not know the year yet


def test_a_deadline_in_a_year_the_calendar_does_not_list_is_provisional() -> None:
    late = ticket("12-31 09:00 received", received="2026-12-31T09:00:00+08:00")
    held = {
        h.promise: h
        for h in policy_runs(replay_ticket(late), POLICIES["office"], CALENDAR, at("12-31 09:00"))
    }
    assert held["contact"].years_not_listed == ()
    assert held["visit"].years_not_listed == (2027,)
    elapsed = policy_runs(replay_ticket(late), POLICIES["contract247"], CALENDAR, at("12-31 09:00"))
    assert [h.years_not_listed for h in elapsed if h.promise_row.clock == "elapsed"] == [
        (),
        (),
        (),
    ]


def test_a_visit_agreed_for_the_same_day_has_no_notice_of_change() -> None:
    same_day = ("20 09:30 dispatched", {"appointment": "2026-11-20T14:00:00+08:00"})
    moved = ("20 10:00 rescheduled", {"appointment": "2026-11-24T10:00:00+08:00"})
    again = ("20 10:05 rescheduled", {"appointment": "2026-11-25T10:00:00+08:00"})
    log = ("20 09:00 received", "20 09:20 handed_over", same_day, moved)
    runs = policy_runs(
        replay_ticket(ticket(*log)), policy("office@2026-11"), CALENDAR, at("20 11:00")
    )
    assert "change_notice" not in {run.promise for run in runs}
    runs = policy_runs(
        replay_ticket(ticket(*log, again)), policy("office@2026-11"), CALENDAR, at("20 11:00")
    )
    assert [run.state for run in runs if run.promise == "change_notice"] == ["kept"]
