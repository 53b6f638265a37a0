"""A month as numbers that can be added over months: what is summed, and what is counted anew."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, RECEIVED, measured, month_of, on

from svc.errors import Phrase
from svc.rules.report.answer import Figure
from svc.rules.report.tally import (
    FIGURES,
    NOT_OF_TICKETS,
    Tally,
    add_tallies,
    tallied_figures,
    tally_tickets,
)

CALLED = ("21 10:00 called_back", {"rating": "satisfied"})


def machine(serial: str) -> dict[str, Any]:
    return {"model": "CR-200", "specification": "1", "serial": serial, "bought": "2026-08-01",
            "warranty": {"verdict": "in", "on_site": True, "reason": "…"}}  # fmt: skip


def by_id(sections: list[list[Figure]]) -> dict[str, Figure]:
    return {figure.id: figure for section in sections for figure in section}


def test_a_month_is_its_counts_shares_amounts_hours_and_machines() -> None:
    charged = (
        "20 15:30 charged",
        {"lines": [{"item": "工时", "count": 1, "price": "80.00"}], "total": "80.00"},
    )
    found = tally_tickets(
        measured(
            ticket(*FIXED, CALLED, charged, equipment=machine("A-1")),
            ticket(RECEIVED, "20 09:30 answered", equipment=machine("B-1")),
            ticket(RECEIVED, equipment=machine("B-1")),
        )
    )
    assert (found.counts["received"], found.counts["faults"], found.counts["visited"]) == (3, 3, 1)
    assert (found.shares["first_time_fix"], found.shares["solved"]) == ((1, 1), (2, 3))
    assert found.shares["satisfaction"] == (1, 1)
    assert found.amounts == {"charged": Decimal("80.00"), "outstanding": Decimal("80.00")}
    assert set(found.counts).isdisjoint({*found.shares, *found.amounts, "hours_median"})
    assert found.repaired == [1800, 21600]  # half an hour, and six
    assert (found.faulty, found.repeated) == (["a1"], ["b1"])


def test_what_is_of_the_month_and_not_of_its_tickets_is_in_no_tally() -> None:
    found = tally_tickets(measured(on("20", "20 10:00 paid", "20 11:00 cancelled")))
    assert NOT_OF_TICKETS.isdisjoint({*found.counts, *found.shares, *found.amounts})
    assert "closed" in NOT_OF_TICKETS
    assert {each.id for make in FIGURES for each in make(month_of([]))} >= NOT_OF_TICKETS


def test_a_month_without_tickets_adds_nothing() -> None:
    assert tally_tickets([]) == Tally()
    one = tally_tickets(measured(ticket(*FIXED)))
    assert add_tallies([Tally(), one, Tally()]) == replace(
        one, counts={**one.counts, "machines_repeated": 0}
    )


def test_a_machine_with_a_fault_in_two_months_is_one_with_repeated_faults() -> None:
    october = Tally(faulty=["a1", "b1"], repeated=["c1"])
    november = Tally(faulty=["b1", "d1"])
    december = Tally(faulty=["c1"], repeated=["d1"])
    both = add_tallies([october, november])
    assert (both.faulty, both.repeated) == (["a1", "d1"], ["b1", "c1"])
    assert both.counts == {"machines_repeated": 2}
    all_three = add_tallies([october, november, december])
    assert (all_three.faulty, all_three.repeated) == (["a1"], ["b1", "c1", "d1"])
    assert all_three == add_tallies([december, october, november])


def test_what_is_above_and_below_the_line_is_added_and_never_the_rates() -> None:
    one = Tally(shares={"solved": (1, 1)}, repaired=[60, 120], amounts={"paid": Decimal("0.10")})
    other = Tally(shares={"solved": (0, 3)}, repaired=[90], amounts={"paid": Decimal("0.20")},
                  counts={"received": 3})  # fmt: skip
    both = add_tallies([one, other])
    assert both.shares == {"solved": (1, 4)}
    assert both.repaired == [60, 90, 120]
    assert both.amounts == {"paid": Decimal("0.30")}
    assert both.counts == {"received": 3, "machines_repeated": 0}


def test_the_figures_of_a_period_are_of_its_tally_and_of_what_took_place_in_it() -> None:
    period = month_of(
        measured(on("10-30", "10-30 09:05 cancelled", "20 10:00 paid")), machines={"CR-200": 8}
    )
    tickets = Tally(
        counts={"received": 12, "closed": 99},
        shares={"solved": (3, 4), "failure_rate": (99, 100)},
        amounts={"charged": Decimal("7.50")},
        repaired=[1800, 3600, 5400, 7200],
        faulty=["a1"],
        repeated=["b1"],
    )
    found = by_id(tallied_figures(period, tickets))
    assert (found["received"].value, found["closed"].value) == (12, 0)
    assert (found["solved"].value, found["solved"].numerator, found["solved"].denominator) == (
        0.75,
        3,
        4,
    )
    assert (found["charged"].value, found["taken_in_month"].value) == (
        Decimal("7.50"),
        Decimal("80.00"),
    )
    assert str(found["paid"].value) == "0.00"
    assert (found["hours_median"].value, found["hours_ninetieth"].value) == (1.25, 2.0)
    rate = found["failure_rate"]  # a1 and b1, of eight
    assert (rate.value, rate.numerator, rate.denominator) == (0.25, 2, 8)


def test_stocks_cash_and_machines_are_those_of_the_period_whatever_tickets_add() -> None:
    def charged(amount: str, when: str) -> Any:
        return (f"{when} charged", {"total": amount})

    old = on(
        "10-30",
        charged("100.00", "10-30 10:00"),
        "10-30 11:00 cancelled",
        "03 09:00 reopened",
        ("20 10:00 paid", {"amount": "80.00"}),
        ("21 10:00 refunded", {"amount": "30.00"}),
        charged("120.00", "22 10:00"),
        "25 09:00 cancelled",
    )
    period = month_of(measured(old, on("10-29")), machines={"CR-200": 8})
    names = NOT_OF_TICKETS
    found = by_id(
        tallied_figures(
            period,
            Tally(counts=dict.fromkeys(names, 99), amounts=dict.fromkeys(names, Decimal("99.00"))),
        )
    )
    values = {"open_start": 1, "taken_up": 1, "closed": 1, "open_end": 1, "machines": 8}
    yuan = {"owed_start": 100, "charged_in_month": 20, "taken_in_month": 80,
            "refunded_in_month": 30, "owed_end": 70}  # fmt: skip
    assert {name: found[name].value for name in (*values, *yuan)} == {**values, **yuan}


def test_of_no_tickets_there_are_zeros_and_no_rates() -> None:
    found = by_id(tallied_figures(month_of([]), Tally()))
    for each in found.values():
        assert each.value == (None if each.unit in ("rate", "hours") else 0)


@pytest.mark.parametrize("reopened", [False, True])
def test_a_months_figures_of_its_tally_are_those_of_its_tickets(reopened: bool) -> None:
    more = ("21 10:00 reopened",) if reopened else (CALLED,)
    needs_parts = ("20 15:00 visited", {"outcome": "needs_parts"})
    own = measured(
        ticket(*FIXED, *more, equipment=machine("A-1")),
        ticket(*ARRIVED, needs_parts, equipment=machine("A-1")),
        ticket(RECEIVED, kind="complaint"),
    )
    month = month_of(own, machines={"CR-200": 3})
    expected = [[replace(each, behind=[]) for each in make(month)] for make in FIGURES]
    without = replace(month, received=[], requests=[], repairs=[])
    found = tallied_figures(without, tally_tickets(own))
    assert [[replace(each, behind=[]) for each in section] for section in found] == expected


def test_a_figure_that_no_tally_holds_is_an_error_and_not_a_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strange = Figure(
        id="minutes_median", title=Phrase("m"), unit="minutes", value=1, formula=Phrase("m")
    )
    monkeypatch.setattr("svc.rules.report.tally.FIGURES", (lambda month: [strange],))
    with pytest.raises(ValueError, match="minutes_median"):
        tallied_figures(month_of([]), Tally())
