"""What a ticket owes, counted without `now`: the same promises, at any time, as judging each of
them then.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import at, calendar, policy, ticket

from svc.model.calendars import calendar_from
from svc.model.policies import Policy, Promise
from svc.model.settings import WatchLimits
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.deadlines import (
    always_tells,
    due_as_listed,
    is_in_reach,
    nearest_owed,
    owes_nothing,
    promises_owed,
    starts_of,
)
from svc.rules.promises.due import Due, Owed
from svc.rules.promises.runs import nearest_promise
from svc.rules.ticket.lifecycle import State, replay_ticket

OFFICE = policy("office@2026-11")
CALENDAR = calendar()
RECEIVED = "20 09:00 received"  # a Friday
HANDED_OVER = (RECEIVED, "20 09:20 handed_over")
DISPATCHED = (*HANDED_OVER, "20 09:30 contacted", "20 09:40 dispatched")
VISITED = (*DISPATCHED, "23 10:00 arrived", "23 11:00 visited")
OVER = (*VISITED, "23 16:00 back", "23 16:05 reported", "23 16:10 slip_in", "24 10:00 called_back",
        "24 10:05 closed")  # fmt: skip
REFUSED = (*VISITED[:-1], ("23 11:00 visited", {"outcome": "refused"}))
HELD = (*HANDED_OVER, "20 10:00 held")


def state(*log: Any, **head: Any) -> State:
    return replay_ticket(ticket(*log, **head))


UNSET = replace(
    OFFICE,
    promises={
        "complaint_answer": Promise(
            from_="received", to="answered", within="unset", clock="elapsed"
        )
    },
)
"""A promise that nobody has given a number."""


def by_name(*log: Any, of: Policy = OFFICE, **head: Any) -> dict[str, Owed]:
    return {each.promise: each for each in promises_owed(state(*log, **head), of, CALENDAR)}


def test_each_open_promise_has_its_deadline_the_end_of_its_grace_and_when_it_is_flagged() -> None:
    found = by_name(RECEIVED)
    assert found["visit_request"] == Owed(
        promise="visit_request",  # S4 hotline 6: within 30 minutes
        due=at("20 09:30"),
        late_after=at("20 09:30"),
        flag_at=at("20 09:30:01"),
    )
    assert (found["contact"].due, found["visit"].due) == (at("20 11:00"), at("24 17:30"))
    assert set(found) == {"visit_request", "contact", "visit"}


def test_a_call_due_while_the_office_is_closed_is_flagged_at_the_opening_before_it() -> None:
    unsure = (*VISITED[:-1], ("23 15:00 visited", {"sure": False}))
    call = by_name(*unsure)["followup_unsure"]  # S2 4.3.1: 3 hours, and 30 minutes of grace
    assert (call.due, call.late_after) == (at("23 18:00"), at("23 18:30"))
    assert call.flag_at == at("23 13:30")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("09-30", "10-09 17:30"),  # 1 to 7 October are National Day
        ("10-08", "10-10 17:30"),  # and Saturday the 10th is worked in their place
    ],
)
def test_a_deadline_in_working_days_goes_around_a_holiday_and_onto_its_make_up_day(
    received: str, due: str
) -> None:
    log = (f"{received} 09:00 received", f"{received} 09:20 handed_over")
    found = by_name(*log, received=f"2026-{received}T09:00:00+08:00")
    assert found["visit"].due == at(due)  # S4 coordinator 3: 2 working days


def test_what_is_kept_dropped_or_without_a_limit_is_not_owed() -> None:
    assert set(by_name(*DISPATCHED)) == {"visit", "appointment"}
    assert set(by_name(RECEIVED, kind="complaint")) >= {"complaint_answer"}
    assert "complaint_answer" not in by_name(RECEIVED, kind="complaint", of=UNSET)
    assert by_name(RECEIVED, "20 09:10 cancelled") == {}


def test_what_the_customer_put_on_hold_says_what_is_left() -> None:
    # 2 working days less the Friday until ten: what is left is counted in open seconds.
    visit = by_name(*HELD)["visit"]
    assert visit.left_seconds == (2 + 4 + 7.5 + 7.5) * 3600
    assert visit.at(at("2027-01-04 08:30")) == Due("visit", visit.due, "paused", 75600)
    assert by_name(*HELD)["contact"].left_seconds is None  # a first answer is never stretched


@pytest.mark.parametrize(
    "log",
    [
        (RECEIVED,),
        DISPATCHED,
        HELD,
        (*HELD, "23 09:00 resumed"),
        (*VISITED, "23 16:00 back"),
        (*OVER, "25 09:00 reopened"),
        (*DISPATCHED, "20 09:50 committed"),
    ],
)
def test_at_any_time_it_is_as_judging_the_promises_then(log: tuple[Any, ...]) -> None:
    ticket_state = state(*log)
    kept = promises_owed(ticket_state, OFFICE, CALENDAR)
    edges = {each.late_after for each in kept} | {each.due for each in kept}
    for moment in sorted(edges):
        for now in (moment, moment + timedelta(seconds=1)):
            runs = promises_of(ticket_state, OFFICE, CALENDAR, now)
            expected = [due_as_listed(run) for run in runs if run.is_open and run.due]
            assert [each.at(now) for each in kept] == expected
            first = nearest_owed(kept)
            assert first is not None
            assert first.at(now) == due_as_listed(nearest_promise(runs))


def test_a_commitment_on_a_ticket_that_is_over_is_kept_as_only_late() -> None:
    (committed,) = promises_owed(
        state(*OVER[:-1], "24 10:01 committed", OVER[-1]), OFFICE, CALENDAR
    )
    assert (committed.promise, committed.only_late) == ("commitment", True)
    assert committed.at(at("30 17:00")) is None


def some(name: str, due: str, left: int | None = None) -> Owed:
    moment = at(due)
    return Owed(promise=name, due=moment, late_after=moment, flag_at=moment, left_seconds=left)


def test_the_nearest_falls_due_first_and_one_that_stands_still_comes_last() -> None:
    later, sooner = some("contact", "20 11:00"), some("visit_request", "20 09:30")
    paused = some("visit", "20 09:00", left=60)
    assert nearest_owed([later, paused, sooner]) == sooner
    assert nearest_owed([paused, later]) == later
    assert nearest_owed([paused]) == paused
    assert nearest_owed([some("reply", "20 11:00"), later]) == later  # then by name
    assert nearest_owed([]) is None


def test_a_list_says_nothing_of_a_promise_without_a_limit() -> None:
    told = state(RECEIVED, kind="complaint")
    runs = {run.promise: run for run in promises_of(told, UNSET, CALENDAR, at("20 09:10"))}
    assert due_as_listed(runs["complaint_answer"]) is None
    assert due_as_listed(None) is None
    told = state(RECEIVED)
    runs = {run.promise: run for run in promises_of(told, OFFICE, CALENDAR, at("20 09:10"))}
    assert due_as_listed(runs["contact"]) == Due("contact", at("20 11:00"), "running")


# What needs no counting


STARTS = starts_of(OFFICE)
LOANER = ("20 09:25 loaner_lent", {"part": "P-9001", "until": "2026-11-27T18:00:00+08:00"})
PART = ("20 09:25 part_lent", {"part": "主板", "technician": "wang"})
BACK = {"of": "000003", "how": "good"}


def test_a_promise_starts_with_its_moment_and_again_where_it_says_so() -> None:
    rows = {
        "visit": Promise(from_="requested", to="arrived", clock="working", again=True),
        "slip_in": [Promise(from_="back", to="slip_in", clock="working")],
    }
    assert starts_of(Policy(name="x@1", promises=rows)) == {"requested", "reopened", "back"}
    once = {"slip_in": rows["slip_in"]}
    assert starts_of(Policy(name="x@1", promises=once)) == {"back"}


@pytest.mark.parametrize(
    ("log", "nothing"),
    [
        (OVER, True),
        ((RECEIVED, "20 09:10 cancelled"), True),
        (VISITED, False),  # open
        ((*OVER, "24 11:00 reopened"), False),
        ((*OVER[:-1], "24 10:01 committed", OVER[-1]), False),
        (REFUSED, True),  # by the customer, at the door
        # What is lent outlives the ticket, which a manager let be closed.
        ((*HANDED_OVER, LOANER, *OVER[2:]), False),
        ((*HANDED_OVER, PART, *OVER[2:]), False),
        ((*HANDED_OVER, LOANER, *OVER[2:], ("25 09:00 loaner_returned", BACK)), True),
        ((*HANDED_OVER, PART, *OVER[2:], ("25 09:00 loan_ended", BACK)), True),
    ],
)
def test_it_is_plain_that_a_ticket_that_is_over_owes_nothing(
    log: tuple[Any, ...], nothing: bool
) -> None:
    ticket_state = state(*log)
    assert owes_nothing(ticket_state, STARTS) is nothing
    owed = promises_owed(ticket_state, OFFICE, CALENDAR, WatchLimits(loan_days=2))
    assert (owed == []) is nothing


def test_a_slip_filed_after_the_end_may_start_a_promise_by_the_regions_policy() -> None:
    late_slip = state(*VISITED, "24 10:00 called_back", "24 10:05 closed", "24 16:00 slip_in")
    regions = policy("regions@2026-11")
    assert owes_nothing(late_slip, STARTS)  # the office's starts nothing then
    assert not owes_nothing(late_slip, starts_of(regions))
    assert "files" in {each.promise for each in promises_owed(late_slip, regions, CALENDAR)}


def limited(within: str, clock: str = "working", **row: str) -> Policy:
    promise = Promise(from_="received", to="replied", within=within, clock=clock, **row)
    return Policy(name="x@1", promises={"reply": promise})


def closed_all_week() -> WorkCalendar:
    hours: dict[str, list[str]] = {
        day: [] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    }
    data = {"zone": "Asia/Shanghai", "hours": hours}
    return WorkCalendar(calendar_from(data, "calendars/x.yaml"))


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (limited("8h"), True),
        (limited("unset"), True),
        (limited("93750h"), True),  # 37.5 hours a week, 2,500 weeks
        (limited("93751h"), False),
        (limited("12500wd", "working_days"), True),  # 5 days a week
        (limited("12501wd", "working_days"), False),
        (limited("17500d", "calendar_days"), True),
        (limited("17501d", "calendar_days"), False),
        (limited("8h", grace="93751h"), False),
        (limited("", clock="agreed", agreed="start", before="17501d"), False),
    ],
)
def test_a_limit_can_be_counted_while_it_is_not_longer_than_some_lifetimes(
    limit: Policy, told: bool
) -> None:
    assert always_tells(limit, CALENDAR) is told


def test_nothing_can_be_counted_on_an_office_that_never_opens() -> None:
    assert always_tells(OFFICE, CALENDAR)
    assert not always_tells(limited("8h"), closed_all_week())
    assert not always_tells(limited("7d", "calendar_days"), closed_all_week())


@pytest.mark.parametrize(
    ("when", "reach"),
    [("1949-12-31", False), ("1950-01-01", True), ("2199-12-30", True)],
)
def test_a_calendar_can_be_asked_of_years_in_which_there_may_be_tickets(
    when: str, reach: bool
) -> None:
    ticket_state = state(f"{when} 09:00 received", received=f"{when}T09:00:00+08:00")
    assert is_in_reach(ticket_state) is reach
    appointment = {"appointment": f"{when}T10:00:00+08:00"}
    agreed = state(*HANDED_OVER, ("20 09:30 dispatched", appointment))
    assert is_in_reach(agreed) is reach


def test_a_policy_with_another_limit_owes_another_deadline() -> None:
    rows = {"reply": Promise(from_="handed_over", to="replied", within="90m", clock="working")}
    (reply,) = promises_owed(state(*HANDED_OVER), replace(OFFICE, promises=rows), CALENDAR)
    assert reply.due == at("20 10:50")
