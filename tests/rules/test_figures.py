"""The month in figures, counted by hand beside it."""

from __future__ import annotations

from rules.logs import at, calendar, policy, ticket

from svc.rules.figures import Kept, of_month
from svc.rules.lifecycle import replay
from svc.rules.promises import promises_of

RECEIVED = "20 09:00 received"
ARRIVED = (RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")
FIXED = (*ARRIVED, "20 15:00 visited", "20 16:30 back")


def month(*tickets, region="", wanted="2026-11", now="30 12:00"):
    judged = []
    for made in tickets:
        state = replay(made)
        judged.append((state, promises_of(state, policy("office@2026-07"), calendar(), at(now))))
    return of_month(judged, region, wanted)


def test_a_ticket_counts_in_the_month_and_region_in_which_it_was_received():
    october = ticket("10-31 23:59:59 received", received="2026-10-31T23:59:59+08:00")
    north = ticket(RECEIVED, region="north")
    south = ticket(RECEIVED)
    figures = month(october, north, south)
    assert (figures.received, figures.by_channel, figures.by_kind) == (2, {"phone": 2}, {"repair": 2})
    assert month(october, north, south, region="south").received == 1
    assert month(october, north, south, wanted="2026-10").received == 1
    assert month(october, north, south, wanted="2026-12").received == 0


def test_a_complaint_is_never_counted_as_repair_intake():
    figures = month(ticket(RECEIVED), ticket(RECEIVED, kind="complaint"))
    assert (figures.received, figures.complaints, figures.open) == (1, 1, 1)
    assert figures.by_kind == {"complaint": 1, "repair": 1}


def test_open_and_closed_are_as_they_stand():
    closed = ticket(*FIXED, "21 10:00 called_back", "21 10:05 closed")
    figures = month(closed, ticket(RECEIVED), ticket(RECEIVED, "20 10:00 cancelled"))
    assert (figures.received, figures.closed, figures.open) == (3, 1, 1)
    assert figures.by_status == {"cancelled": 1, "closed": 1, "received": 1}


def test_fixed_at_the_first_visit_is_what_needed_no_second():
    needs_parts = (*ARRIVED, ("20 15:00 visited", {"outcome": "needs_parts"}))
    second = (*needs_parts, "23 09:00 dispatched", "23 10:00 arrived", "23 11:00 visited")
    broken_again = (*FIXED, "21 10:00 reopened", "21 10:10 dispatched", "23 10:00 arrived", "23 11:00 visited")
    by_phone = (RECEIVED, "20 09:30 answered")
    figures = month(ticket(*FIXED), ticket(*second), ticket(*broken_again), ticket(*by_phone))
    assert (figures.visited, figures.fixed_first, figures.second_visits, figures.reopened) == (3, 1, 2, 1)
    assert round(figures.first_time_fix, 1) == 33.3


def test_a_visit_that_another_desk_typed_out_of_turn_did_not_take_place():
    twice = ticket(*FIXED, "20 15:01 visited")
    figures = month(twice)
    assert (figures.visited, figures.second_visits) == (1, 0)


def test_time_to_repair_ends_with_the_work_and_not_with_the_way_home():
    figures = month(ticket(*FIXED), ticket(RECEIVED, "20 09:30 answered"), ticket(RECEIVED))
    assert sorted(figures.hours_to_repair) == [0.5, 6.0]
    assert figures.median_hours == 3.25


def test_satisfaction_is_of_the_callbacks_with_an_answer():
    def called(rating, **more):
        return ticket(*FIXED, ("21 10:00 called_back", {"rating": rating, **more}))

    figures = month(
        called("very_satisfied"),
        called("satisfied"),
        called("fair"),
        called("dissatisfied"),
        ticket(*FIXED, ("21 10:00 not_reached", {"purpose": "callback"})),
    )
    assert (figures.called_back, figures.satisfied, figures.dissatisfied) == (4, 2, 1)
    assert figures.satisfaction == 50.0


def test_promises_kept_and_broken_and_the_broken_ones_by_ticket():
    kept = ticket(RECEIVED, "20 09:20 handed_over", id="SZ-2611-A0001")
    late = ticket(RECEIVED, "20 09:31 handed_over", id="SZ-2611-A0002")
    never = ticket(RECEIVED, id="SZ-2611-A0003")
    given_up = ticket(RECEIVED, "20 09:10 cancelled", id="SZ-2611-A0004")
    figures = month(kept, late, never, given_up)
    (visit_request,) = [p for p in figures.promises if p.promise == "visit_request"]
    assert visit_request == Kept(promise="visit_request", kept=1, broken=2, open=0)
    assert round(visit_request.percent, 1) == 33.3
    assert ("SZ-2611-A0002", "visit_request") in figures.broken
    assert ("SZ-2611-A0003", "visit_request") in figures.broken
    assert all(name != "SZ-2611-A0004" for name, _ in figures.broken)


def test_what_is_still_open_counts_neither_way():
    figures = month(ticket(RECEIVED), now="20 09:10")
    assert all((p.kept, p.broken, p.percent) == (0, 0, None) for p in figures.promises)
    assert all(p.open == 1 for p in figures.promises)


def test_an_empty_month_has_no_ratios():
    figures = month()
    assert (figures.received, figures.first_time_fix, figures.satisfaction, figures.median_hours) == (
        0,
        None,
        None,
        None,
    )
