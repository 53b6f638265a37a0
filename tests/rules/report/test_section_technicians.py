"""Section 10 of a small month: technicians by who was sent, on time or not, with their load."""

from __future__ import annotations

from typing import Any

from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, RECEIVED, Reported, on

from svc.rules.report.figures import wilson_interval


def sent(who: str, when: str, appointment: str) -> Any:
    return (f"{when} dispatched", {"technician": who, "appointment": appointment})


def rows(month: Reported) -> dict[str, list[Any]]:
    """By name: visits, agreed times kept, first-time fix, satisfaction, repairs on the bench,
    hours, days.
    """
    rates = [
        {row[1]: row[4] for row in month.rows(f"technician_{name}")}
        for name in ("times_kept", "fixes", "answers")
    ]
    return {
        name: [visits, *(rate.get(name) for rate in rates), *rest]
        for name, visits, *rest in month.rows("technicians")
    }


def test_whoever_has_few_cases_is_not_ranked_and_each_rate_says_of_how_many_it_is() -> None:
    """王强 missed one of ten; 周斌 came in time, once."""
    late = ("20 09:30 dispatched", {"appointment": "2026-11-20T09:59:59+08:00"})
    missed = ticket(RECEIVED, "20 09:20 handed_over", late, "20 10:00 arrived", "20 15:00 visited")
    other = ticket(
        RECEIVED,
        "20 09:20 handed_over",
        sent("zhou", "20 09:30", "2026-11-20T10:00:00+08:00"),
        *FIXED[3:],
    )
    month = Reported(*[ticket(*FIXED)] * 9, missed, other)
    few, many = wilson_interval(1, 1), wilson_interval(9, 10)
    assert few is not None
    assert many is not None
    assert month.rows("technician_times_kept") == [
        [1, "王强", 9, 10, 0.9, *many],
        [None, "周斌", 1, 1, 1.0, *few],
    ]
    nine = Reported(*[ticket(*FIXED)] * 9).rows("technician_times_kept")
    assert [row[:4] for row in nine] == [[None, "王强", 9, 9]]


def test_who_is_as_good_has_the_same_rank_and_whoever_is_worse_stands_after_all_of_them() -> None:
    def by(who: str, rating: str, count: int) -> list[Any]:
        called = ("21 10:00 called_back", {"rating": rating})
        log = [RECEIVED, "20 09:20 handed_over", sent(who, "20 09:30", "2026-11-20T10:00:00+08:00")]
        return [ticket(*log, *FIXED[3:], called)] * count

    month = Reported(
        *by("wang", "satisfied", 10), *by("zhou", "satisfied", 12), *by("chen", "fair", 10)
    )
    rows = month.rows("technician_answers")
    assert [row[:5] for row in rows] == [
        [1, "周斌", 12, 12, 1.0],
        [1, "王强", 10, 10, 1.0],
        [3, "陈静", 0, 10, 0.0],
    ]


def test_technicians_by_who_was_sent() -> None:
    called = ("21 10:00 called_back", {"rating": "satisfied"})
    # for 09:59:59; he arrived at 10:00
    other = sent("zhou", "20 09:30", "2026-11-20T09:59:59+08:00")
    late = ticket(RECEIVED, "20 09:20 handed_over", other, "20 10:00 arrived", "20 10:45 visited")
    month = Reported(ticket(*FIXED, called), late)
    assert month["visits"] == 2
    assert month.rate("appointments") == (1, 2)
    assert rows(month) == {
        "王强": [1, 1.0, 1.0, 1.0, 0, 5.0, 1],
        "周斌": [1, 0.0, 1.0, None, 0, 0.75, 1],
    }


def test_a_second_visit_by_another_counts_for_him_and_the_first_fix_for_who_came_first() -> None:
    both = ticket(
        *ARRIVED,
        ("20 11:00 visited", {"outcome": "needs_parts"}),
        sent("zhou", "23 09:00", "2026-11-23T10:00:00+08:00"),
        "23 10:00 arrived",
        "23 12:00 visited",
        ("24 10:00 called_back", {"rating": "fair"}),
    )
    assert rows(Reported(both)) == {
        "周斌": [1, 1.0, None, 0.0, 0, 2.0, 1],  # the customer was asked after his visit
        "王强": [1, 1.0, 0.0, None, 0, 1.0, 1],
    }


def test_who_took_over_at_another_time_made_the_visit() -> None:
    moved = ("20 09:40 rescheduled", {"technician": "zhou"})
    taken_over = ticket(*ARRIVED[:3], moved, "24 10:00 arrived", "24 10:30 visited")
    assert rows(Reported(taken_over)) == {"周斌": [1, 1.0, 1.0, None, 0, 0.5, 1]}


def test_hours_are_not_cut_and_days_are_those_with_a_visit() -> None:
    def short(day: str) -> Any:
        return ticket(
            RECEIVED,
            "20 09:20 handed_over",
            sent("wang", "20 09:30", f"2026-11-{day}T10:00:00+08:00"),
            f"{day} 10:00 arrived",
            f"{day} 10:20:59 visited",
        )

    # two on Friday and one on Monday, 20 minutes and 59 seconds each
    month = Reported(short("20"), short("20"), short("23"))
    assert rows(month) == {"王强": [3, 1.0, 1.0, None, 0, 3 * 1259 / 3600, 2]}


def test_first_time_fix_is_of_repairs_alone() -> None:
    month = Reported(ticket(*FIXED, kind="maintenance"))
    assert rows(month) == {"王强": [1, 1.0, None, None, 0, 5.0, 1]}


def test_repairs_on_the_bench_count_for_who_typed_them_and_also_without_a_visit() -> None:
    bench = ticket(RECEIVED, "20 09:05 brought_in", ("20 11:00 repaired", {"by": "zhou"}))
    month = Reported(bench)
    assert month["bench_repairs"] == 1
    assert rows(month) == {"周斌": [0, None, None, None, 1, 0.0, 0]}


def test_those_with_most_visits_are_first_then_those_with_most_repairs() -> None:
    bench = ticket(RECEIVED, "20 09:05 brought_in", ("20 11:00 repaired", {"by": "zhou"}))
    other = ticket(RECEIVED, "20 09:05 brought_in", ("20 11:00 repaired", {"by": "chen"}))
    month = Reported(other, bench, bench, ticket(*FIXED))
    assert list(rows(month)) == ["王强", "周斌", "陈静"]


def test_visits_of_a_ticket_of_another_month_count_there() -> None:
    october = on("10-30", "10-30 09:20 handed_over", *FIXED[2:])
    month = Reported(october)
    assert (month["visits"], rows(month)) == (0, {})
    assert month.earlier("visits") == (1, 0)
    assert month.figures["appointments"].month_before == 1.0


def test_a_month_without_visits_has_no_rate() -> None:
    month = Reported(ticket(RECEIVED))
    assert (month["visits"], month["appointments"], month["bench_repairs"]) == (0, None, 0)
    assert month.rows("technicians") == []


def test_one_visit_that_two_desks_recorded_apart_is_counted_once() -> None:
    def machine(number: int, visited: dict[str, str], **sent_out: Any) -> Any:
        other = f"SZ-2611-A{3 - number:04d}"
        sent_along = {"technician": "wang", "appointment": "2026-11-20T10:00:00+08:00"}
        return ticket(
            RECEIVED,
            "20 09:20 handed_over",
            ("20 09:30 dispatched", {**sent_along, "together": [other], **sent_out}),
            "20 10:00 arrived",
            ("20 11:00 visited", visited),
            id=f"SZ-2611-A{number:04d}",
        )

    apart = Reported(machine(1, {}), machine(2, {}))
    assert (apart["visits"], rows(apart)) == (1, {"王强": [1, 1.0, 1.0, None, 0, 1.0, 1]})
    at_once = Reported(machine(1, {}), machine(2, {"along_with": "SZ-2611-A0001"}))
    assert rows(at_once) == rows(apart)
    later = {"appointment": "2026-11-20T10:30:00+08:00"}
    assert Reported(machine(1, {}), machine(2, {}, **later))["visits"] == 2
    by_another = {"technician": "zhou"}
    assert Reported(machine(1, {}), machine(2, {}, **by_another))["visits"] == 2
