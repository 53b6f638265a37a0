"""What was told and what is awaited: from when, until when, and by what each ends."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from rules.logs import at, calendar, ticket

from svc.model import events as ev
from svc.model.settings import WatchLimits
from svc.rules.promises.runs import PromiseRun
from svc.rules.promises.watched import (
    WATCHES,
    WORDS_GIVEN,
    Basis,
    end_of_hold,
    stale_run,
    watched_runs,
)
from svc.rules.ticket.lifecycle import replay_ticket

CALENDAR = calendar()
BASIS = Basis(calendar=CALENDAR, limits=WatchLimits(loan_days=2))
LATER = at("2027-06-01 12:00")
RECEIVED = "20 09:00 received"  # a Friday
HANDED_OVER = (RECEIVED, "20 09:20 handed_over")
TWO = "2026-11-20T14:00:00+08:00"
CONTACTED = (*HANDED_OVER, ("20 10:00 contacted", {"promised": TWO}))
DISPATCHED = (*HANDED_OVER, "20 09:30 dispatched")  # for Monday the 23rd, 10:00
ARRIVED = (*DISPATCHED, "23 10:00 arrived")
DONE = (*ARRIVED, "23 11:00 visited")
ON_BENCH = (
    RECEIVED,
    ("20 09:05 brought_in", {"ready_by": "2026-11-24T16:00:00+08:00"}),
)
SHIPPED = (*ON_BENCH, ("20 10:00 shipped", {"due_back": "2026-12-04T17:00:00+08:00"}))
REQUESTED = (
    *HANDED_OVER,
    ("20 10:00 part_requested", {"part": "主板", "by_when": "2026-11-25T17:00:00+08:00"}),
)
SENT_WITH_DAY = {"of": "000003", "expected": "2026-11-27T12:00:00+08:00"}
UNTIL = "2026-11-27T18:00:00+08:00"
BORROWED = (*HANDED_OVER, ("20 10:00 loaner_lent", {"part": "P-9001", "until": UNTIL}))
LENT = (*HANDED_OVER, ("20 10:00 part_lent", {"part": "主板", "technician": "wang"}))
COMMITTED = (*HANDED_OVER, "20 09:40 committed")  # until the 30th, 17:00


LATER_DAY = {"until": "2026-12-31T23:59:59+08:00", "amount": "80.00"}
DEFERRED = (
    *HANDED_OVER,
    "20 10:00 charged",
    ("20 10:05 payment_deferred", {**LATER_DAY, "until": "2026-12-20T23:59:59+08:00"}),
)
ANOTHER_DAY = "2026-11-30T17:00:00+08:00"
PIPE = {"to": "明辉装修", "defect": "排烟管未接"}
DEFECT = (*ARRIVED, ("23 11:00 defect_reported", PIPE | {"by_when": "2026-11-27T17:00:00+08:00"}))
SIGNED = [{"party": "builder", "name": "刘工", "on": "2026-11-26"}]
UNSIGNED = (
    *ARRIVED,
    ("23 11:00 parts_accepted", {"not_signed": [{"party": "builder", "reason": "未到场"}]}),
)
UNAGREED = (*ARRIVED, ("23 11:00 visited", {"in_warranty": False}))


def attempt(purpose: str, time: str = "10:00", next_: str = TWO) -> tuple[str, dict[str, Any]]:
    return f"20 {time} not_reached", {"purpose": purpose, "next": next_}


def runs(
    *log: Any, now: datetime = LATER, agreed: frozenset[str] = frozenset({"appointment"})
) -> list[PromiseRun]:
    state = replay_ticket(ticket(*log))
    assert state.out_of_turn == []
    return list(watched_runs(state, agreed, BASIS, now))


def stood(*log: Any, now: datetime = LATER, **others: Any) -> list[tuple[str, datetime, str]]:
    return [(run.promise, run.due, run.state) for run in runs(*log, now=now, **others)]


TALK = (
    RECEIVED,
    "20 09:10 answered",
    "20 10:00 called_back",
    ("20 10:00 reopened", {"reopened_for": "talk"}),
)
OPEN: dict[str, tuple[tuple[Any, ...], str]] = {
    "told_time": (CONTACTED, "20 14:00"),
    "next_call": ((*HANDED_OVER, attempt("contact")), "20 14:00"),
    "hold": (
        (*HANDED_OVER, ("20 10:00 held", {"until": "2026-11-27T09:00:00+08:00"})),
        "27 09:00",
    ),
    "visit_record": (ARRIVED, "23 23:59:59"),
    "start": ((RECEIVED, "20 09:10 order_issued"), "12-01 23:59:59"),
    "factory": (SHIPPED, "12-04 17:00"),
    "quote": ((*HANDED_OVER, "20 10:00 quoted"), "12-20 23:59:59"),
    "remedy": (TALK, "23 17:30"),
    "defect": (DEFECT, "27 17:00"),
    "signature": (UNSIGNED, "26 17:30"),  # three working days later
    "part": (REQUESTED, "25 17:00"),
    "commitment": (COMMITTED, "30 17:00"),
    "payment": (DEFERRED, "12-20 23:59:59"),
    "loan": (LENT, "24 17:30"),  # two working days later
    "loaner": (BORROWED, "27 18:00"),
    "agreement": (UNAGREED, "24 17:30"),  # the next working day
}
ENDS: list[tuple[str, str | tuple[str, dict[str, Any]], str]] = [
    ("told_time", "20 13:30 answered", "kept"),
    ("told_time", "20 13:30 brought_in", "kept"),
    ("told_time", "20 11:00 dispatched", "dropped"),
    ("told_time", "20 11:00 held", "dropped"),
    ("told_time", "20 11:00 cancelled", "dropped"),
    ("told_time", ("20 11:00 contacted", {"promised": "2026-11-20T16:00:00+08:00"}), "dropped"),
    ("next_call", "20 13:50 contacted", "kept"),
    ("next_call", attempt("contact", "13:59", ""), "kept"),
    ("next_call", "20 13:50 dispatched", "kept"),
    ("next_call", "20 13:50 cancelled", "dropped"),
    ("hold", "26 09:00 resumed", "kept"),
    ("hold", "26 09:00 cancelled", "dropped"),
    ("visit_record", "23 11:00 visited", "kept"),
    ("visit_record", "23 11:00 accepted", "kept"),
    ("visit_record", "23 11:00 settled", "dropped"),
    ("start", "11-30 10:00 parts_accepted", "kept"),
    ("start", "11-30 10:00 cancelled", "dropped"),
    ("factory", "12-03 09:00 returned", "kept"),
    ("quote", "21 09:00 consented", "dropped"),
    ("quote", "21 09:00 charged", "dropped"),
    ("quote", "21 09:00 declined", "dropped"),
    ("quote", "21 09:00 quoted", "dropped"),
    ("remedy", "20 16:00 answered", "kept"),
    ("remedy", "20 16:00 replied", "kept"),
    ("remedy", "20 16:00 dispatched", "dropped"),
    ("remedy", "20 16:00 brought_in", "dropped"),
    ("remedy", "20 16:00 cancelled", "dropped"),
    ("defect", ("27 16:00 defect_reported", PIPE | {"remedied": True}), "kept"),
    ("defect", ("24 09:00 defect_reported", PIPE | {"by_when": ANOTHER_DAY}), "dropped"),
    ("signature", ("26 09:00 signed_later", {"of": "000005", "signatures": SIGNED}), "kept"),
    ("signature", ("27 09:00 signed_later", {"of": "000005", "signatures": SIGNED}), "late"),
    ("signature", ("24 09:00 parts_accepted", {"signatures": SIGNED}), "dropped"),
    ("signature", "24 09:00 cancelled", "dropped"),
    ("part", ("25 09:00 part_delivered", {"of": "000003"}), "kept"),
    ("loan", ("24 09:00 loan_ended", {"of": "000003", "how": "good"}), "kept"),
    ("loaner", ("27 17:00 loaner_returned", {"of": "000003", "how": "good"}), "kept"),
    ("loaner", ("28 09:00 loaner_returned", {"of": "000003", "how": "lost"}), "late"),
    ("loan", ("25 09:00 loan_ended", {"of": "000003", "how": "lost"}), "late"),
    ("part", "25 09:00 cancelled", "dropped"),
    ("part", ("25 09:00 part_request_cancelled", {"of": "000003"}), "dropped"),
    ("part", ("24 09:00 part_sent", SENT_WITH_DAY), "dropped"),  # another day takes its place
    ("commitment", ("30 16:30 commitment_kept", {"of": "000003"}), "kept"),
    ("payment", ("12-20 09:00 paid", {"amount": "80.00"}), "kept"),
    ("payment", ("12-21 09:00 paid", {"amount": "80.00"}), "late"),
    ("payment", ("12-01 09:00 charged", {"lines": [], "total": "0.00"}), "dropped"),
    ("payment", ("12-01 09:00 payment_deferred", LATER_DAY), "dropped"),
    ("agreement", ("24 09:00 consented", {"amount": "80.00"}), "kept"),
    ("agreement", ("24 09:00 waived", {"gaps": ["agreement"]}), "kept"),
    ("agreement", "24 09:00 reopened", "dropped"),
]


@pytest.mark.parametrize("promise", OPEN)
def test_it_runs_until_its_second_and_is_overdue_the_second_after(promise: str) -> None:
    log, due = OPEN[promise]
    moment = at(due)
    assert (promise, moment, "running") in stood(*log, now=moment)
    later = moment.replace(second=moment.second) + (at("20 09:00:01") - at("20 09:00"))
    assert (promise, moment, "overdue") in stood(*log, now=later)


def test_a_word_to_the_customer_has_somebody_whose_word_it_is() -> None:
    for promise, (log, _) in OPEN.items():
        (run,) = (run for run in runs(*log) if run.promise == promise)
        assert bool(run.by) == (promise in WORDS_GIVEN), promise


@pytest.mark.parametrize(("promise", "end", "how"), ENDS)
def test_it_ends_with_what_it_waits_for_or_with_what_takes_its_place(
    promise: str, end: str | tuple[str, dict[str, Any]], how: str
) -> None:
    if isinstance(end, tuple):
        end = (end[0], {key: value for key, value in end[1].items() if value})
    log, due = OPEN[promise]
    assert (promise, at(due), how) in stood(*log, end)


@pytest.mark.parametrize(
    ("promise", "end", "how"),
    [
        ("told_time", "20 14:00:01 answered", "late"),
        ("told_time", "20 14:00:01 dispatched", "overdue"),
        ("hold", "27 09:00:01 resumed", "late"),
        ("part", ("25 17:00:01 part_delivered", {"of": "000003"}), "late"),
        ("commitment", ("30 17:00:01 commitment_kept", {"of": "000003"}), "late"),
    ],
)
def test_what_comes_after_its_time_is_late_and_what_was_broken_stays_so(
    promise: str, end: str, how: str
) -> None:
    log, due = OPEN[promise]
    assert (promise, at(due), how) in stood(*log, end)


def test_each_kind_is_tried_here() -> None:
    kinds = {watch.promise for watch in WATCHES}
    kinds |= {"part", "defect", "signature", "commitment", "agreement", "payment", "loan"}
    kinds |= {"loaner"}
    assert kinds == OPEN.keys() | {"appointment", "ready_by"}
    assert {promise for promise, _, _ in ENDS} == OPEN.keys()


def test_agreed_times_are_watched_where_the_policy_does_not() -> None:
    none = frozenset[str]()
    assert stood(*DISPATCHED, agreed=none) == [("appointment", at("23 10:00"), "overdue")]
    assert stood(*DISPATCHED) == []
    moved = stood(*DISPATCHED, "21 09:00 rescheduled", "24 10:00 arrived", agreed=none)
    assert moved[:2] == [
        ("appointment", at("23 10:00"), "dropped"),
        ("appointment", at("24 10:00"), "kept"),
    ]
    assert stood(*ON_BENCH, agreed=none) == [("ready_by", at("24 16:00"), "overdue")]
    assert stood(*ON_BENCH, "24 15:00 repaired", agreed=none)[0][2] == "kept"
    assert stood(*ON_BENCH, agreed=frozenset({"ready_by"})) == []


def test_what_names_no_time_is_not_watched() -> None:
    assert stood(*HANDED_OVER, "20 10:00 contacted") == []
    assert stood(*HANDED_OVER, "20 10:00 not_reached") == []
    assert stood(*ON_BENCH, "20 10:00 shipped", agreed=frozenset({"ready_by"})) == []
    assert stood(*HANDED_OVER, ("20 10:00 part_requested", {"part": "主板"})) == []


def test_a_later_word_without_a_time_leaves_the_one_that_was_given() -> None:
    assert stood(*CONTACTED, "20 11:00 contacted") == [("told_time", at("20 14:00"), "overdue")]


def test_an_attempt_to_call_ends_only_those_for_the_same_call() -> None:
    log = (*DONE, attempt("callback"), attempt("followup", "11:00"))
    assert [state for promise, _, state in stood(*log) if promise == "next_call"] == [
        "overdue",
        "overdue",
    ]
    called = (*log, "20 11:30 followed_up")
    assert [state for promise, _, state in stood(*called) if promise == "next_call"] == [
        "overdue",
        "kept",
    ]


def test_of_consents_only_that_to_the_price_answers_a_quotation() -> None:
    opening = ("21 09:00 consented", {"to": "opening"})
    assert stood(*HANDED_OVER, "20 10:00 quoted", opening)[0][2] == "overdue"


def test_a_hold_without_an_end_lasts_ten_working_days() -> None:
    assert stood(*HANDED_OVER, "20 10:00 held") == [("hold", at("12-04 17:30"), "overdue")]
    assert end_of_hold(at("20 10:00"), CALENDAR, WatchLimits(hold_days=1)) == at("23 17:30")


def test_parts_are_awaited_one_by_one_whatever_else_happens() -> None:
    second = ("20 11:00 part_requested", {"part": "面板", "by_when": "2026-11-26T17:00:00+08:00"})
    log = (*REQUESTED, second, ("24 09:00 part_delivered", {"of": "000003"}))
    assert stood(*log) == [
        ("part", at("25 17:00"), "kept"),
        ("part", at("26 17:00"), "overdue"),
    ]


def test_the_day_told_when_a_part_is_sent_takes_the_place_of_the_one_asked_for() -> None:
    sent = ("24 09:00 part_sent", SENT_WITH_DAY)
    here = ("26 09:00 part_delivered", {"of": "000003"})
    assert stood(*REQUESTED, sent) == [
        ("part", at("25 17:00"), "dropped"),
        ("part", at("27 12:00"), "overdue"),
    ]
    assert stood(*REQUESTED, sent, here)[-1] == ("part", at("27 12:00"), "kept")
    without = (*HANDED_OVER, ("20 10:00 part_requested", {"part": "主板"}), sent)
    assert stood(*without) == [("part", at("27 12:00"), "overdue")]
    # told without a day, or of what is here already: nothing new is awaited
    plain = ("24 09:00 part_sent", {"of": "000003"})
    assert stood(*REQUESTED, plain) == [("part", at("25 17:00"), "overdue")]
    late = ("26 09:30 part_sent", SENT_WITH_DAY)
    assert stood(*without[:-1], here, late) == []
    over = (*HANDED_OVER, ("20 10:00 part_requested", {"part": "主板"}), "21 09:00 cancelled")
    assert stood(*over, ("24 09:00 part_sent", SENT_WITH_DAY)) == []


def test_a_defect_told_again_without_a_day_keeps_the_one_that_was_told() -> None:
    again = ("24 09:00 defect_reported", PIPE | {"remedy": "接好"})
    assert stood(*DEFECT, again, now=at("25 09:00"))[-1] == ("defect", at("27 17:00"), "running")


def test_a_loan_outlives_the_ticket_and_each_ends_with_its_own_end() -> None:
    second = ("20 11:00 part_lent", {"part": "主板", "technician": "wang"})
    log = (*LENT, second, ("20 12:00 loan_ended", {"of": "000004", "how": "used"}))
    over = (*log, "20 13:00 cancelled")
    assert stood(*over, now=at("24 17:30")) == [
        ("loan", at("24 17:30"), "kept"),
        ("loan", at("24 17:30"), "running"),
    ]
    none = Basis(calendar=CALENDAR, limits=WatchLimits())
    state = replay_ticket(ticket(*LENT))
    assert list(watched_runs(state, frozenset(), none, LATER)) == []


def test_a_commitment_outlives_the_ticket_only_if_it_is_late() -> None:
    over = (*COMMITTED, "20 10:00 cancelled")
    assert stood(*over, now=at("30 17:00")) == [("commitment", at("30 17:00"), "dropped")]
    assert stood(*over, now=at("30 17:00:01")) == [("commitment", at("30 17:00"), "overdue")]


def test_a_ticket_opened_again_is_not_held_to_what_was_told_before() -> None:
    log = (*DONE, attempt("callback", "11:30"), "24 09:00 reopened")
    assert [state for promise, _, state in stood(*log) if promise == "next_call"] == ["overdue"]
    assert not any(run.is_open for run in runs(*log))


def test_a_ticket_is_stale_three_working_days_after_the_last_entry_that_took_it_further() -> None:
    def due(*log: Any) -> datetime | None:
        return stale_run(replay_ticket(ticket(*log)), BASIS, LATER).due

    assert due(RECEIVED) == at("25 17:30")
    assert due(*HANDED_OVER, "23 09:00 replied") == at("26 17:30")
    for no_entry in ("remarked", "flagged", "filed", "linked"):
        assert due(RECEIVED, f"23 09:00 {no_entry}") == at("25 17:30"), no_entry
    one_day = Basis(calendar=CALENDAR, limits=WatchLimits(stale_days=1))
    run = stale_run(replay_ticket(ticket(RECEIVED)), one_day, at("23 17:30"))
    assert (run.promise, run.due, run.state) == ("stale", at("23 17:30"), "running")
    assert stale_run(replay_ticket(ticket(RECEIVED)), one_day, at("23 17:30:01")).state == "overdue"


NOT_WATCHED = {
    ("Event", "at"): "when it happened",
    ("Event", "typed"): "when it was typed",
    ("Imported", "closed_at"): "it was over before it was entered here",
    ("Flagged", "due"): "the due time of another promise, kept as it was found",
}
"""Moments of a record that nobody waits for, each with the reason."""


def test_every_moment_that_an_event_can_name_is_watched_or_has_its_reason() -> None:
    named = {
        (kind.event.__name__, field)
        for kind in ev.CATALOGUE.values()
        for field in ev.moments_in(kind.event)
        if field not in ("at", "typed")
    }
    by_policy_or_watch = {
        (start.__name__, field)
        for watch in WATCHES
        for start in watch.starts
        for field in ev.moments_in(start)
        if field not in ("at", "typed")
    } | {
        ("PartRequested", "by_when"),
        ("PartSent", "expected"),
        ("DefectReported", "by_when"),
        ("Committed", "until"),
        ("CorrectiveAction", "effective_by"),
        ("PreventionChecked", "again_by"),
        ("PaymentDeferred", "until"),
        ("LoanerLent", "until"),
    }
    reasons = {name for name in NOT_WATCHED if name[0] != "Event"}
    assert named == by_policy_or_watch | reasons
    assert not by_policy_or_watch & reasons


def test_a_signature_that_is_still_missing_or_of_another_paper_ends_nothing() -> None:
    both = [{"party": party, "reason": "x"} for party in ("customer", "builder")]
    accepted = (*ARRIVED, ("23 11:00 accepted", {"not_signed": both}))
    signed = ("24 09:00 signed_later", {"of": "000005", "signatures": SIGNED})
    assert stood(*accepted, signed)[-1] == ("signature", at("26 17:30"), "overdue")
    other = ("24 09:00 signed_later", {"of": "000004", "signatures": SIGNED})
    assert stood(*UNSIGNED, other)[-1] == ("signature", at("26 17:30"), "overdue")
