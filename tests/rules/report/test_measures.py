"""What one ticket adds to figures: its turns, visits, callbacks, money and promises, as its log
says.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import SHANGHAI, at, ticket
from rules.report.months import ARRIVED, CALENDAR, FIXED, OFFICE, RECEIVED, on

from svc.model.tickets import Ticket
from svc.rules.promises.all_promises import promises_of
from svc.rules.report.measure_rows import (
    CallbackMade,
    CorrectionMade,
    CostBorne,
    Flow,
    JudgedPromise,
    MoneyMoved,
    Turn,
    VisitMade,
)
from svc.rules.report.measures import Measures, last_typed_at, measure_ticket, standings_of
from svc.rules.report.section_repair import had_to_be_fixed, is_first_time_fix, worked_visits
from svc.rules.ticket.lifecycle import replay_ticket

FRIDAY = date(2026, 11, 20)


def measured(made: Ticket, now: str = "30 12:00") -> Measures:
    state = replay_ticket(made)
    (whole,) = measure_ticket(state, promises_of(state, OFFICE, CALENDAR, at(now)), SHANGHAI)
    return whole


def turns(*log: Any) -> list[tuple[int, str]]:
    return [(turn.day.day, turn.how) for turn in measured(ticket(*log)).turns]


# Coming in and going out


def test_a_ticket_comes_in_and_goes_out_by_turns() -> None:
    log = (RECEIVED, "21 10:00 cancelled", "22 10:00 reopened", "23 10:00 cancelled")
    assert turns(*log) == [(20, "received"), (21, "cancelled"), (22, "reopened"), (23, "cancelled")]
    assert turns(*FIXED, "21 10:00 called_back", "21 10:05 closed", "22 10:00 reopened") == [
        (20, "received"),
        (21, "closed"),
        (22, "reopened"),
    ]


def test_a_ticket_opened_again_before_it_was_closed_was_in_all_the_time() -> None:
    again = measured(ticket(*FIXED, "21 10:00 reopened"))
    assert (again.turns, again.reopened) == ([Turn(FRIDAY, "received")], True)


@pytest.mark.parametrize("outcome", ["refused", "declined"])
def test_a_visit_that_the_customer_refused_is_a_way_out(outcome: str) -> None:
    visited = ("21 15:00 visited", {"outcome": outcome})
    assert turns(*ARRIVED, visited) == [(20, "received"), (21, "declined")]


@pytest.mark.parametrize(
    ("outcome", "last"),
    [
        ("replied", (23, "reopened")),
        ("on_hold", (23, "reopened")),
        ("closed", (22, "cancelled")),  # it was out already
        ("not a state", (22, "cancelled")),
    ],
)
def test_what_settles_a_merge_turns_the_ticket_if_it_has_to(
    outcome: str, last: tuple[int, str]
) -> None:
    settled = ("23 10:00 settled", {"outcome": outcome})
    assert turns(RECEIVED, "22 10:00 cancelled", settled)[-1] == last


def test_no_turn_lies_before_the_one_before_it() -> None:
    """A clock that was set back, or an event typed for an earlier day."""
    early = on("20", ("19 10:00 cancelled", {"typed": "21 10:00"}), ("18 09:00 reopened", {}))
    assert [(turn.day.day, turn.how) for turn in measured(early).turns] == [
        (20, "received"),
        (20, "cancelled"),
        (20, "reopened"),
    ]


# Visits


def visits(*log: Any) -> list[VisitMade]:
    return measured(ticket(*log)).visits


def test_a_visit_is_of_who_was_sent_with_its_seconds_and_whether_the_time_was_kept() -> None:
    assert visits(*FIXED) == [
        VisitMade(technician="wang", day=FRIDAY, outcome="fixed", seconds=18000, on_time=True)
    ]
    late = visits(*ARRIVED[:3], "23 10:00:01 arrived", "23 10:31 visited")
    assert [(each.seconds, each.on_time) for each in late] == [(1859, False)]


def test_each_visit_is_judged_by_its_own_arrival() -> None:
    again = ("23 09:00 dispatched", {"technician": "zhou"})
    made = visits(
        *ARRIVED, ("20 11:00 visited", {"outcome": "needs_parts"}), again,
        "23 10:00:01 arrived", "23 11:00:01 visited",
    )  # fmt: skip
    assert [(each.technician, each.seconds, each.on_time) for each in made] == [
        ("wang", 3600, True),
        ("zhou", 3600, False),
    ]


def test_who_took_the_visit_over_made_it() -> None:
    moved = ("20 09:40 rescheduled", {"technician": "zhou"})
    at_another_time = ("20 09:45 rescheduled", {"technician": ""})
    made = visits(*ARRIVED[:3], moved, at_another_time, "24 10:00 arrived", "24 10:30 visited")
    assert [(each.technician, each.on_time) for each in made] == [("zhou", True)]


def test_work_that_ended_before_it_began_by_the_clock_took_no_time() -> None:
    assert [each.seconds for each in visits(*ARRIVED, "20 09:55 visited")] == [0]


def test_the_cause_is_the_last_one_somebody_knew() -> None:
    def cause(*outcomes: tuple[str, str]) -> tuple[str, bool]:
        log: list[Any] = [RECEIVED, "20 09:20 handed_over"]
        for day, (outcome, found) in enumerate(outcomes, 23):
            log += [
                f"{day} 09:00 dispatched", f"{day} 10:00 arrived",
                (f"{day} 11:00 visited", {"outcome": outcome, "cause": found}),
            ]  # fmt: skip
        made = measured(ticket(*log))
        return made.cause, made.no_fault

    assert cause(("needs_parts", "wear"), ("fixed", "unknown")) == ("wear", False)
    assert cause(("needs_parts", "unknown"), ("fixed", "wear")) == ("wear", False)
    assert cause(("fixed", "unknown")) == ("unknown", False)
    assert cause(("needs_parts", "wear"), ("no_fault", "other")) == ("other", True)
    assert cause() == ("", False)


def test_a_repair_on_the_bench_is_of_who_typed_it_and_finds_a_cause() -> None:
    repaired = ("20 11:00 repaired", {"by": "zhou", "cause": "misuse", "evidence": "进水"})
    made = measured(ticket(RECEIVED, "20 09:05 brought_in", repaired))
    assert (made.bench_repairs, made.cause, made.is_fault) == (["zhou"], "misuse", True)


@pytest.mark.parametrize(
    ("log", "head", "fault"),
    [
        (FIXED, {}, True),
        ((RECEIVED,), {}, True),
        ((*ARRIVED, ("20 15:00 visited", {"outcome": "no_fault"})), {}, False),
        ((RECEIVED, "20 10:00 cancelled"), {}, False),
        (FIXED, {"kind": "maintenance"}, False),
    ],
)
def test_a_fault_is_a_repair_neither_given_up_nor_without_one(
    log: tuple[Any, ...], head: dict[str, Any], fault: bool
) -> None:
    assert measured(ticket(*log, **head)).is_fault is fault


# How it ended


def test_hours_to_repair_are_elapsed_until_the_work_ended_and_only_while_it_has() -> None:
    """Received on Friday at nine, with a weekend in between."""
    weekend = (*ARRIVED[:3], "23 10:00 arrived", "23 11:30 visited", "23 16:00 back")
    made = measured(ticket(*weekend))
    assert (made.hours_to_repair, made.solved, made.work_ended) == (74.5, True, True)
    open_again = measured(ticket(*weekend, "24 09:00 reopened"))
    assert (open_again.hours_to_repair, open_again.solved, open_again.work_ended) == (
        None,
        False,
        True,
    )
    given_up = measured(ticket(RECEIVED, "20 10:00 cancelled"))
    assert (given_up.hours_to_repair, given_up.solved) == (None, False)


def test_a_callback_has_the_technician_who_was_there_and_what_was_done_since() -> None:
    called = ("21 10:00 called_back", {"rating": "very_dissatisfied", "reason": "又坏了"})
    action = ("21 12:00 corrective_action", {"remedy": "换人复修"})
    made = measured(ticket(*FIXED, called, action))
    assert made.callbacks == [
        CallbackMade(
            day=date(2026, 11, 21),
            rating="very_dissatisfied",
            technician="wang",
            reason="又坏了",
            action="换人复修",
        )
    ]
    by_phone = measured(ticket(RECEIVED, "20 09:30 answered", called))
    assert by_phone.callbacks[0].technician == ""


def test_a_complaint_is_told_as_it_was_judged_and_a_repair_has_none() -> None:
    judged = {"sort": "收费", "grade": "major", "quality": False, "accepted": True}
    found = {"cause": "算错", "department": "财务部", "cost": "120.50"}
    log = (
        RECEIVED,
        ("20 10:00 complaint_judged", judged),
        ("20 11:00 responsibility_found", found),
    )
    complaint = measured(ticket(*log, kind="complaint")).complaint
    assert complaint is not None
    assert (complaint.category, complaint.grade, complaint.quality, complaint.accepted) == (
        "收费",
        "major",
        False,
        True,
    )
    assert (complaint.cause, complaint.department, complaint.cost, complaint.remedy) == (
        "算错",
        "财务部",
        Decimal("120.50"),
        "",
    )
    assert measured(ticket(RECEIVED)).complaint is None


def test_without_words_it_says_that_something_was_said_and_not_what() -> None:
    def told(words: str) -> Measures:
        called = {"rating": "dissatisfied", "reason": f"{words}1", "better": f"{words}2"}
        log = (
            *FIXED,
            ("21 10:00 called_back", called),
            ("21 12:00 corrective_action", {"remedy": f"{words}3"}),
            ("22 10:00 responsibility_found", {"cause": f"{words}4", "department": "财务部"}),
        )
        made = measured(ticket(*log, kind="complaint"))
        correction = CorrectionMade(
            day=date(2026, 11, 22), entry="visited", reason=f"{words}6", is_late=False
        )
        return replace(made, customer=f"{words}7", corrections=[correction])

    one, other = told("张三"), told("李四")
    assert "张三" in str(one)
    assert "张三" not in str(one.without_words())
    assert one != other
    assert one.without_words() == other.without_words()
    silent = replace(one, callbacks=[replace(one.callbacks[0], better="")])
    assert silent.without_words() != one.without_words()


# Money


def test_a_later_charge_moves_what_it_differs_by() -> None:
    def charged(amount: str, when: str) -> Any:
        return (f"{when} charged", {"total": amount})

    made = measured(
        ticket(
            RECEIVED,
            charged("80.00", "20 10:00"),
            ("20 10:05 paid", {"amount": "80.00", "how": "wechat"}),
            charged("70.5", "21 10:00"),
            ("21 10:05 refunded", {"amount": "9.50", "how": "cash"}),
        )
    )
    assert made.money_moved == [
        MoneyMoved(day=FRIDAY, category="charged", amount=Decimal("80.00")),
        MoneyMoved(day=FRIDAY, category="paid", amount=Decimal("80.00"), how="wechat"),
        MoneyMoved(day=date(2026, 11, 21), category="charged", amount=Decimal("-9.50")),
        MoneyMoved(day=date(2026, 11, 21), category="refunded", amount=Decimal("9.50"), how="cash"),
    ]
    assert (made.charged, made.paid) == (Decimal("70.50"), Decimal("70.50"))


def test_money_moved_before_the_ticket_came_in_moves_with_it() -> None:
    early = on("20", ("10-30 10:00 paid", {"amount": "5.00"}))
    assert [each.day for each in measured(early).money_moved] == [FRIDAY]


def test_costs_are_as_noted() -> None:
    noted = {"sort": "travel", "amount": "12.50", "bearer": "branch"}
    assert measured(ticket(RECEIVED, ("20 11:00 cost_noted", noted))).costs == [
        CostBorne(category="travel", amount=Decimal("12.50"), bearer="branch")
    ]


def test_flows_are_the_turns_and_the_money_and_so_is_what_any_month_has_of_the_ticket() -> None:
    made = ticket(RECEIVED, "20 10:05 paid", "21 10:00 cancelled", kind="complaint")
    measures = measured(made)
    flow = Flow(
        region="south", is_complaint=True, ticket="SZ-2611-A0001", day=FRIDAY, how="received"
    )
    assert measures.flows == [
        flow,
        replace(flow, day=date(2026, 11, 21), how="cancelled"),
        replace(flow, how="paid", amount=Decimal("80.00"), pay="cash"),
    ]
    assert [(each.comes_in, each.goes_out) for each in measures.flows] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    (standing,) = standings_of(replay_ticket(made), SHANGHAI)
    assert standing.flows == measures.flows


# From office to office

TO_BEIJING = ("20 11:00 office_changed", {"office": "BJ", "region": "north"})
ELSEWHERE = (
    RECEIVED, "20 09:10 handed_over", "20 09:15 dispatched", "20 10:00 arrived",
    ("20 10:30 visited", {"outcome": "needs_parts"}), "20 10:40 charged", TO_BEIJING,
    "21 09:15 dispatched", "23 10:00 arrived", "23 11:00 visited",
    ("23 11:10 charged", {"total": "100.00"}), "23 11:20 paid", "24 10:00 called_back",
)  # fmt: skip


def parts_of(*log: Any) -> list[Measures]:
    state = replay_ticket(ticket(*log))
    return measure_ticket(state, promises_of(state, OFFICE, CALENDAR, at("30 12:00")), SHANGHAI)


def test_a_ticket_of_another_region_counts_as_taken_in_where_it_was_and_as_done_where_it_is() -> (
    None
):
    south, north = parts_of(*ELSEWHERE)
    assert (south.region, south.is_intake, south.acts) == ("south", True, False)
    assert (north.region, north.is_intake, north.acts) == ("north", False, True)
    assert [len(each.turns) for each in (south, north)] == [1, 0]
    assert [[visit.outcome for visit in each.visits] for each in (south, north)] == [
        ["needs_parts"],
        ["fixed"],
    ]
    assert [len(each.all_visits) for each in (south, north)] == [0, 2]
    assert [(each.charged, each.paid) for each in (south, north)] == [
        (Decimal("80.00"), Decimal("0.00")),
        (Decimal("20.00"), Decimal("80.00")),
    ]
    assert [len(each.callbacks) for each in (south, north)] == [0, 1]
    assert [(each.solved, each.is_fault) for each in (south, north)] == [
        (False, False),
        (True, True),
    ]
    assert {each.promise for each in south.promises} >= {"visit_request"}
    assert "callback" in {each.promise for each in north.promises}
    assert "callback" not in {each.promise for each in south.promises}


def test_all_parts_of_a_ticket_together_are_what_it_was_without_the_other_office() -> None:
    (whole,) = parts_of(*(step for step in ELSEWHERE if step is not TO_BEIJING))
    parts = parts_of(*ELSEWHERE)
    assert sum(len(each.visits) for each in parts) == len(whole.visits)
    assert sum(each.charged for each in parts) == whole.charged
    assert sum(each.paid for each in parts) == whole.paid
    assert sorted(p.promise for each in parts for p in each.promises) == sorted(
        p.promise for p in whole.promises
    )


def test_an_office_of_the_same_region_has_its_own_part_too() -> None:
    nearer = ("20 11:00 office_changed", {"office": "GZ", "region": "south"})
    parts = parts_of(*(nearer if step is TO_BEIJING else step for step in ELSEWHERE))
    far = parts_of(*ELSEWHERE)
    assert [(each.region, each.office) for each in parts] == [("south", "SZ"), ("south", "GZ")]
    assert [replace(each, region="", office="", touched=None) for each in parts] == [
        replace(each, region="", office="", touched=None) for each in far
    ]


def test_the_first_days_of_a_month_have_the_visits_callbacks_and_money_of_these_days() -> None:
    _, north = parts_of(*ELSEWHERE)
    day = at("24 00:00").date()
    cut = north.until(day)
    assert (len(cut.visits), len(cut.callbacks), cut.paid) == (1, 0, Decimal("80.00"))
    earlier = north.until(day.replace(day=23))
    assert [len(each) for each in (earlier.visits, earlier.all_visits)] == [0, 1]
    assert (earlier.charged, earlier.paid) == (Decimal("0.00"), Decimal("0.00"))
    assert north.until(day.replace(day=25)) == north


def test_what_a_desk_did_that_knew_of_no_handover_counts_for_the_office_that_had_the_ticket() -> (
    None
):
    gone = (TO_BEIJING[0], {**TO_BEIJING[1], "acting": "BJ", "seq": 5, "away_from": "SZ"})
    log = (
        RECEIVED, "20 09:10 handed_over", "20 09:15 dispatched", "20 10:00 arrived", gone,
        ("20 11:05 visited", {"seq": 5}), ("20 11:10 charged", {"seq": 6, "by": "zhao"}),
        ("20 11:20 paid", {"seq": 6, "acting": "BJ"}),
    )  # fmt: skip
    south, north = parts_of(*log)
    assert [len(each.visits) for each in (south, north)] == [1, 0]
    assert [each.charged for each in (south, north)] == [Decimal("80.00"), Decimal("0.00")]
    assert [each.paid for each in (south, north)] == [Decimal("0.00"), Decimal("80.00")]


# Promises


def judged(*log: Any, now: str = "30 12:00", **head: Any) -> dict[str, JudgedPromise]:
    return {each.promise: each for each in measured(ticket(*log, **head), now).promises}


def test_a_broken_promise_says_when_it_was_due_and_done_and_others_only_how_they_count() -> None:
    due = at("20 09:30")
    assert judged(RECEIVED, "20 09:20 handed_over")["visit_request"] == JudgedPromise(
        promise="visit_request", verdict="kept"
    )
    late = judged(RECEIVED, "20 09:31 handed_over")["visit_request"]
    assert late == JudgedPromise(
        promise="visit_request",
        verdict="broken",
        due_at=due,
        done_at=at("20 09:31"),
        waited_for="dispatcher",
    )
    never = judged(RECEIVED)["visit_request"]
    assert never == JudgedPromise(
        promise="visit_request",
        verdict="broken",
        due_at=due,
        late_after=due,
        waited_for="dispatcher",
    )
    given_up = judged(RECEIVED, "20 10:00 cancelled")["visit_request"]
    assert (given_up.verdict, given_up.done_at) == ("broken", None)
    assert judged(RECEIVED, "20 09:10 cancelled")["visit_request"].verdict == "dropped"


def test_what_is_open_is_broken_from_a_moment_on_and_what_stands_still_from_none() -> None:
    visit = judged(RECEIVED, now="20 10:00")["visit"]
    assert (visit.verdict, visit.late_after) == ("open", at("24 17:30"))
    assert visit.judged_at(at("24 17:30")) == visit
    assert visit.judged_at(at("24 17:30:01")).verdict == "broken"
    held = judged(RECEIVED, "20 09:20 handed_over", "20 10:00 held", now="20 11:00")["visit"]
    assert (held.verdict, held.due_at, held.late_after) == ("open", None, None)
    assert held.judged_at(at("2027-06-01 09:00")) == held


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ("24 17:30", "open"),  # the month is not over: judged now
        ("24 17:30:01", "broken"),
        ("12-05 12:00", "broken"),  # judged at its end
    ],
)
def test_a_month_that_is_not_over_is_judged_now(now: str, verdict: str) -> None:
    own = measured(ticket(RECEIVED), "20 10:00").judged(at(now), at("12-01 00:00"))
    assert {each.promise: each.verdict for each in own.promises}["visit"] == verdict


def test_a_month_that_is_over_is_judged_at_its_end_or_when_something_was_typed_later() -> None:
    over = at("12-01 00:00")
    last_day = on("11-30", "11-30 09:20 handed_over", "11-30 09:30 contacted")
    own = measured(last_day, "11-30 10:00")
    assert own.touched == at("11-30 09:30")

    def visit(measures: Measures, now: str) -> str:
        found = measures.judged(at(now), over)
        return {each.promise: each.verdict for each in found.promises}["visit"]

    # Due on Wednesday, 2 December, at 17:30: at the end of November it was open, and stays so.
    assert visit(own, "12-31 12:00") == "open"
    remarked = ticket(
        "11-30 09:00 received", "11-30 09:20 handed_over", "11-30 09:30 contacted",
        "12-03 09:00 remarked", received="2026-11-30T09:00:00+08:00",
    )  # fmt: skip
    assert visit(measured(remarked, "12-03 09:00"), "12-31 12:00") == "broken"


def test_where_no_promise_can_be_broken_at_another_time_nothing_depends_on_when_it_is_judged() -> (
    None
):
    own = measured(ticket(RECEIVED, "20 09:10 cancelled"))
    assert own.touched is None
    assert own.judged(at("2027-06-01 09:00"), at("12-01 00:00")) is own


def test_time_for_a_callback_runs_while_its_promise_is_open() -> None:
    assert measured(ticket(*FIXED), "21 16:30").callback_runs
    assert not measured(ticket(*FIXED), "21 16:30:01").callback_runs
    assert not measured(ticket(RECEIVED), "20 10:00").callback_runs


# Days


def test_the_last_entry_is_by_when_it_was_typed() -> None:
    made = ticket(RECEIVED, ("20 10:00 remarked", {"typed": "22 10:00"}), "21 10:00 remarked")
    assert last_typed_at(made) == at("21 10:00") + timedelta(days=1)


def test_a_machine_is_told_in_both_forms_and_one_that_nobody_knows_in_one() -> None:
    made = measured(ticket(RECEIVED))
    assert (made.model, made.serial, made.serial_told) == ("CR-200", "cr200240042", "CR200-24-0042")
    noted = measured(
        ticket("20 09:00 noted", kind=None, urgency=None, mode=None, equipment=None)
    )  # fmt: skip
    assert (noted.kind, noted.model, noted.serial, noted.serial_told) == ("", "", "", "")


def test_a_visit_at_which_nobody_was_there_is_neither_a_first_nor_a_second_one() -> None:
    away = ("20 10:30 visited", {"outcome": "postponed"})
    steps = (
        RECEIVED, "20 09:10 handed_over", "20 09:15 dispatched", "20 10:00 arrived", away,
        "21 09:15 dispatched", "23 10:00 arrived", "23 11:00 visited",
    )  # fmt: skip
    (repair,) = parts_of(*steps)
    assert len(repair.visits) == 2
    assert is_first_time_fix(repair)
    assert had_to_be_fixed(repair)
    (never,) = parts_of(*steps[:5])
    assert worked_visits(never) == []


@pytest.mark.parametrize(
    ("outcome", "first_time", "counts"),
    [
        ("fixed", True, True),
        ("provisional", False, True),
        ("no_fault", False, False),  # nothing was fixed, and nothing was to be
        ("not_reproduced", False, False),
    ],
)
def test_a_fault_that_nobody_found_is_neither_fixed_at_the_first_visit_nor_missed(
    outcome: str, first_time: bool, counts: bool
) -> None:
    (repair,) = parts_of(*ARRIVED, ("20 11:00 visited", {"outcome": outcome}))
    assert (is_first_time_fix(repair), had_to_be_fixed(repair)) == (first_time, counts)
    back = ("22 10:00 reopened", {"reason": "又坏了"})
    (again,) = parts_of(*ARRIVED, ("20 11:00 visited", {"outcome": outcome}), back)
    assert (is_first_time_fix(again), had_to_be_fixed(again)) == (False, True)


def test_the_fault_is_that_of_the_machine_it_happened_on_whatever_came_in_its_place() -> None:
    exchanged = {"old_serial": "CR200-24-0042", "new_serial": "CR200-26-0007", "reason": "换新"}
    (repair,) = parts_of(*ARRIVED, ("20 11:00 machine_replaced", exchanged))
    assert (repair.serial, repair.serial_told) == ("cr200240042", "CR200-24-0042")
