"""The month in figures, counted by hand beside it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from rules.logs import SHANGHAI, at, calendar, policy, ticket

from svc.model.times import month_after
from svc.rules.promises.runs import promises_of
from svc.rules.report.figures import median, ninetieth_percentile
from svc.rules.report.measures import measure_ticket
from svc.rules.report.month import ComparedMonths, month_window
from svc.rules.report.sections import report_sections
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
ARRIVED = (RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")
FIXED = (*ARRIVED, "20 15:00 visited", "20 16:30 back")
BEFORE = {"received": "2026-10-30T09:00:00+08:00"}


class Told:
    """A month of tickets: its figures by id, its tables by id."""

    def __init__(
        self,
        *tickets: Any,
        first: date = date(2026, 11, 1),
        now: str = "30 12:00",
        machines: Any = (),
    ) -> None:
        measures = []
        for number, made in enumerate(tickets, 1):
            state = replay_ticket(made)
            held = promises_of(state, policy("office@2026-07"), calendar(), at(now))
            one = measure_ticket(state, held, SHANGHAI)
            measures.append(replace(one, ticket=f"T{number}"))
        flows = [flow for each in measures for flow in each.flows]
        made = month_window(first, measures, flows, Counter(machines))
        earlier = month_window(month_after(first, -1), measures, flows, {})
        self.sections = report_sections(
            ComparedMonths(now=made, before=earlier, year=None),
            name_of={"wang": "王强", "zhou": "周斌"}.__getitem__,
        )
        self.figures = {each.id: each for section in self.sections for each in section.all_figures}
        self.tables = {each.id: each for section in self.sections for each in section.tables}

    def __getitem__(self, figure: Any) -> Any:
        return self.figures[figure].value

    def rows(self, table: Any) -> Any:
        return self.tables[table].rows

    def labels(self, table: Any) -> Any:
        """The first column's fixed values with the second column."""
        return {row[0].value: row[1] for row in self.rows(table)}


def test_a_ticket_counts_in_the_month_in_which_it_was_received_by_the_ledgers_own_day() -> None:
    october = ticket("10-31 23:59:59 received", received="2026-10-31T23:59:59+08:00")
    # the first of November in Shanghai
    abroad = ticket(RECEIVED, received="2026-10-31T16:00:00+00:00")
    figures = Told(october, abroad, ticket(RECEIVED))
    assert figures["received"] == 2
    assert figures.labels("by_kind") == {"repair": 2}
    assert figures.labels("by_channel") == {"phone": 2}
    assert figures.figures["received"].month_before == 1
    assert [row[3] for row in figures.rows("by_day") if row[0] == date(2026, 11, 20)] == [1]
    assert Told(october, first=date(2026, 12, 1))["received"] == 0


def test_a_complaint_is_never_counted_as_intake() -> None:
    figures = Told(ticket(RECEIVED), ticket(RECEIVED, kind="complaint"))
    assert (figures["received"], figures["complaints"], figures["open_end"]) == (1, 1, 1)
    assert figures.labels("by_kind") == {"repair": 1}


def test_a_call_that_was_only_noted_is_counted_as_what_it_is() -> None:
    noted = ticket("20 09:00 noted", kind=None, urgency=None, mode=None)
    assert Told(noted).labels("by_kind") == {"noted": 1}


def test_what_stood_open_is_told_by_the_log_and_not_by_todays_state() -> None:
    closed_later = ticket(*FIXED, "12-01 10:00 called_back", "12-01 10:05 closed")
    figures = Told(closed_later, now="12-05 12:00")
    assert (figures["open_start"], figures["received"], figures["closed"], figures["open_end"]) == (
        0,
        1,
        0,
        1,
    )
    december = Told(closed_later, first=date(2026, 12, 1), now="12-05 12:00")
    assert (
        december["open_start"],
        december["received"],
        december["closed"],
        december["open_end"],
    ) == (1, 0, 1, 0)


def test_start_and_received_and_opened_again_less_closed_make_the_end() -> None:
    old = ticket("10-30 09:00 received", "02 09:00 cancelled", **BEFORE)
    again = ticket("10-30 09:00 received", "10-30 10:00 cancelled", "03 09:00 reopened", **BEFORE)
    refused = ticket(*ARRIVED, ("20 11:00 visited", {"outcome": "refused"}))
    figures = Told(old, again, refused, ticket(RECEIVED))
    assert (figures["open_start"], figures["received"], figures["taken_up"]) == (1, 2, 1)
    assert (figures["closed"], figures["open_end"]) == (2, 2)
    assert figures.labels("by_end") == {"cancelled": 1, "declined": 1}


def test_a_merge_that_was_settled_opens_or_closes_a_ticket_once() -> None:
    settled = ticket(RECEIVED, "20 10:00 cancelled", ("20 11:00 settled", {"outcome": "replied"}))
    figures = Told(
        settled, ticket(RECEIVED, ("20 11:00 settled", {"outcome": "cancelled"}), "20 12:00 closed")
    )
    assert (figures["closed"], figures["taken_up"], figures["open_end"]) == (2, 1, 1)


def test_fixed_at_the_first_visit_is_what_needed_nothing_more() -> None:
    needs_parts = (*ARRIVED, ("20 15:00 visited", {"outcome": "needs_parts"}))
    second = (*needs_parts, "23 09:00 dispatched", "23 10:00 arrived", "23 11:00 visited")
    broken_again = (*FIXED, "21 10:00 reopened")
    by_phone = (RECEIVED, "20 09:30 answered")
    maintenance = ticket(*FIXED, kind="maintenance")
    figures = Told(
        ticket(*FIXED), ticket(*second), ticket(*broken_again), ticket(*by_phone), maintenance
    )
    assert (figures["visited"], figures["reopened"]) == (3, 1)
    rate = figures.figures["first_time_fix"]
    assert (rate.numerator, rate.denominator, round(rate.value, 3)) == (1, 3, 0.333)
    assert [(each.ticket, each.value, each.out_of) for each in rate.behind] == [
        ("T1", 1, 1),
        ("T2", 0, 1),
        ("T3", 0, 1),
    ]
    assert figures.figures["second_visits"].numerator == 1


def test_a_visit_that_another_desk_typed_out_of_turn_did_not_take_place() -> None:
    figures = Told(ticket(*FIXED, "20 15:01 visited"))
    assert (figures["visited"], figures["visits"], figures["second_visits"]) == (1, 1, 0)


def test_solved_is_what_was_done_and_is_not_open_again() -> None:
    given_up = ticket(RECEIVED, "20 10:00 cancelled")
    open_again = ticket(*FIXED, "21 10:00 reopened")
    rate = Told(ticket(*FIXED), open_again, ticket(RECEIVED), given_up).figures["solved"]
    assert (rate.numerator, rate.denominator) == (1, 3)


def test_time_to_repair_ends_with_the_work_and_not_with_the_way_home() -> None:
    open_again = ticket(*FIXED, "21 10:00 reopened")
    figures = Told(
        ticket(*FIXED), ticket(RECEIVED, "20 09:30 answered"), ticket(RECEIVED), open_again
    )
    assert [each.value for each in figures.figures["hours_median"].behind] == [6.0, 0.5]
    assert figures["hours_median"] == 3.25
    assert figures["hours_ninetieth"] == 6.0
    assert sum(row[1] for row in figures.rows("repair_times")) == 2


def test_quantiles_are_those_of_the_definition_stated() -> None:
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.5
    assert ninetieth_percentile([float(n) for n in range(1, 11)]) == 9.0
    assert ninetieth_percentile([float(n) for n in range(1, 12)]) == 10.0
    assert ninetieth_percentile([7.0]) == 7.0


def test_satisfaction_is_of_the_callbacks_with_an_answer() -> None:
    def called(rating: Any, *more: Any) -> Any:
        return ticket(*FIXED, ("21 10:00 called_back", {"rating": rating}), *more)

    action = ("21 12:00 corrective_action", {"remedy": "换人复修"})
    figures = Told(
        called("very_satisfied"),
        called("satisfied"),
        called("fair"),
        called("dissatisfied", "21 10:00 reopened", action),
        ticket(*FIXED, ("21 10:00 not_reached", {"purpose": "callback"})),
        now="21 12:00",
    )
    assert (figures["called_back"], figures["dissatisfied"], figures["satisfaction"]) == (4, 1, 0.5)
    assert figures["callback_missed"] == 0  # its time is not up
    assert [row[-1] for row in figures.rows("dissatisfied")] == ["换人复修"]


def test_a_callback_is_missed_once_its_time_is_up() -> None:
    nobody = ticket(*FIXED, ("21 10:00 not_reached", {"purpose": "callback"}))
    figures = Told(nobody, ticket(*FIXED, "21 10:00 called_back"), ticket(RECEIVED), now="23 12:00")
    assert (figures["called_back"], figures["callback_missed"], figures["callback_rate"]) == (
        1,
        1,
        0.5,
    )
    assert [row[0] for row in figures.rows("missed")] == ["T1"]


def test_promises_kept_and_broken_and_the_broken_ones_by_ticket() -> None:
    kept = ticket(RECEIVED, "20 09:20 handed_over")
    late = ticket(RECEIVED, "20 09:31 handed_over")
    never = ticket(RECEIVED)
    given_up = ticket(RECEIVED, "20 09:10 cancelled")
    given_up_late = ticket(RECEIVED, "20 10:00 cancelled")
    figures = Told(kept, late, never, given_up, given_up_late)
    rate = figures.figures["on_time.visit_request"]
    assert (rate.numerator, rate.denominator) == (1, 4)
    broken = [(row[0], row[3]) for row in figures.rows("broken") if row[1].value == "visit_request"]
    assert broken == [("T2", at("20 09:31")), ("T3", None), ("T5", None)]
    assert figures["broken"] == len(figures.rows("broken"))


def test_what_is_still_open_or_has_no_limit_counts_neither_way() -> None:
    figures = Told(ticket(RECEIVED, kind="complaint"), now="20 09:10")
    assert (figures["kept"], figures["broken"], figures["on_time"]) == (0, 0, None)
    assert figures["not_judged"] == sum(row[3] for row in figures.rows("by_promise")) > 1
    assert figures.figures["on_time.complaint_answer"].value is None


def test_faults_are_repairs_by_model_and_cause_in_share_of_the_machines_in_use() -> None:
    def fault(
        serial: str, cause: Any, model: str = "CR-200", outcome: str = "fixed", **head: Any
    ) -> Any:
        machine = {"model": model, "specification": "1", "serial": serial, "bought": "2026-08-01",
                   "warranty": {"verdict": "in", "on_site": True, "reason": "…"}}  # fmt: skip
        visited = ("20 15:00 visited", {"cause": cause, "outcome": outcome})
        return ticket(*ARRIVED, visited, equipment=machine, **head)

    figures = Told(
        fault("A-1", "wear"),
        fault("a1", "quality"),  # the same machine, spelled otherwise
        fault("B-1", "wear", model="SO-80"),
        fault("unknown", "wear"),
        fault("C-1", "other", outcome="no_fault"),
        fault("D-1", "wear", kind="maintenance"),
        fault("E-1", "wear", repeat_of=["SZ-2610-A0001"]),
        ticket(RECEIVED, "20 10:00 cancelled"),
        machines={"CR-200": 8, "RC-60": 2},
    )
    assert (figures["faults"], figures["serial_unknown"], figures["machines"]) == (5, 1, 10)
    assert figures["failure_rate"] == 0.3
    assert figures["machines_repeated"] == 2
    table = figures.tables["model_by_cause"]
    assert [column.id for column in table.columns] == ["model", "quality", "wear", "faults"]
    assert table.rows == [["CR-200", 1, 3, 4], ["SO-80", 0, 1, 1]]
    assert table.total[1:] == [1, 4, 5]
    assert [row[1:] for row in figures.rows("causes")] == [[4, 0.8, 0.8], [1, 0.2, 1.0]]
    assert figures.rows("models") == [
        ["CR-200", 4, 0.8, 2, 8, 0.25],
        ["SO-80", 1, 1.0, 1, 0, None],
        ["RC-60", 0, 1.0, 0, 2, 0.0],
    ]


def test_the_cause_is_the_last_one_that_was_found() -> None:
    twice = ticket(
        *ARRIVED,
        ("20 15:00 visited", {"outcome": "needs_parts", "cause": "wear"}),
        "23 09:00 dispatched",
        "23 10:00 arrived",
        ("23 11:00 visited", {"cause": "unknown"}),
    )
    figures = Told(twice, ticket(RECEIVED, "20 09:30 answered"))
    assert [row[1] for row in figures.rows("causes")] == [1, 1]  # wear, and none on record
    assert [column.id for column in figures.tables["model_by_cause"].columns] == [
        "model",
        "wear",
        "none",
        "faults",
    ]


def test_complaints_by_class_department_and_cost() -> None:
    judged = (
        "20 10:00 complaint_judged",
        {"sort": "收费", "grade": "major", "quality": False, "accepted": True},
    )
    found = ("20 11:00 responsibility_found", {"department": "售后服务部", "cost": "120.50"})
    one = ticket(RECEIVED, judged, found, kind="complaint")
    figures = Told(one, ticket(RECEIVED, kind="complaint"), ticket(RECEIVED))
    assert (figures["complaints"], figures["complaints_quality"], figures["complaints_major"]) == (
        2,
        0,
        1,
    )
    assert (figures["complaints_open"], figures["complaints_cost"]) == (1, Decimal("120.50"))
    assert [row[1:] for row in figures.rows("classes") if row[0] == "收费"] == [
        [1, 0, Decimal("120.50")]
    ]
    assert ["售后服务部", 1, Decimal("120.50")] in figures.rows("departments")


def test_money_by_ticket_and_by_day() -> None:
    def charge(amount: Any) -> dict[str, Any]:
        return {"lines": [{"item": "工时", "count": 1, "price": amount}], "total": amount}

    old = ticket(
        "10-30 09:00 received", ("10-30 10:00 charged", charge("100.00")), "03 10:00 paid", **BEFORE
    )
    twice = ticket(RECEIVED, ("20 10:00 charged", charge("80.00")), "20 10:05 paid", "20 10:10 refunded",
                   ("21 09:00 charged", charge("90.00")), ("12-01 09:00 paid", {"how": "transfer"}))  # fmt: skip
    figures = Told(old, twice)
    assert (figures["charged"], figures["paid"], figures["outstanding"]) == (
        Decimal(90),
        Decimal(80),
        Decimal(10),
    )
    assert (figures["owed_start"], figures["charged_in_month"]) == (Decimal(100), Decimal(90))
    assert (figures["taken_in_month"], figures["refunded_in_month"]) == (Decimal(160), Decimal(80))
    assert figures["owed_end"] == Decimal(110)
    assert figures.labels("taken") == {"cash": Decimal(160)}
    assert [row[0] for row in figures.rows("owing")] == ["T2"]


def test_technicians_by_who_was_sent() -> None:
    called = ("21 10:00 called_back", {"rating": "satisfied"})
    other = (
        "20 09:30 dispatched",
        {"technician": "zhou", "appointment": "2026-11-20T09:59:59+08:00"},
    )
    late = ticket(RECEIVED, "20 09:20 handed_over", other, "20 10:00 arrived", "20 10:45 visited")
    figures = Told(ticket(*FIXED, called), late)
    assert figures["visits"] == 2
    assert figures.figures["appointments"].numerator == 1
    rows = {row[0]: row[1:] for row in figures.rows("technicians")}
    assert rows["王强"] == [1, 1.0, 1.0, 1.0, 0, 5.0, 1]
    assert rows["周斌"] == [1, 0.0, 1.0, None, 0, 0.75, 1]


def test_a_month_without_tickets_has_zeros_and_no_ratios() -> None:
    figures = Told()
    assert all(figure.value in (0, None) for figure in figures.figures.values())
    assert all(
        figure.value is None
        for figure in figures.figures.values()
        if figure.unit in ("rate", "hours")
    )
    assert len(figures.rows("by_day")) == 30
