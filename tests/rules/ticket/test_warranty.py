"""The warranty and its first part, the on-site period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from svc.model.customers import Equipment
from svc.model.settings import WarrantyPeriods
from svc.rules.ticket.service import WantedService, service_for, standing
from svc.rules.ticket.warranty import (
    always_on_site,
    months_after,
    warranty_of_machine,
    warranty_verdict,
)


def service_mode(judged: dict[str, object]) -> str:
    """How a repair is served under this verdict."""
    stands = standing(str(judged["verdict"]), bool(judged["on_site"]))
    return service_for(WantedService(kind="repair", warranty=stands)).mode


USUAL = WarrantyPeriods(months=12, on_site_months=6)


@pytest.mark.parametrize(
    ("bought", "on", "judged", "how"),
    [
        ("2026-08-01", "2026-08-01", "in", "visit"),  # the day itself
        ("2026-08-01", "2027-01-31", "in", "visit"),  # the last day of the on-site period
        ("2026-08-01", "2027-02-01", "in", "walk_in"),
        ("2026-08-01", "2027-07-31", "in", "walk_in"),  # the last day of the warranty
        ("2026-08-01", "2027-08-01", "out", "paid"),
        ("2026-08-31", "2027-02-28", "in", "visit"),  # a shorter month ends on its last day
        ("2026-08-31", "2027-03-01", "in", "walk_in"),
        ("2028-02-29", "2029-02-28", "in", "walk_in"),
        ("2028-02-29", "2029-03-01", "out", "paid"),
        ("两年前", "2026-11-20", "unknown", "visit"),  # the papers are looked at there
        ("unknown", "2026-11-20", "unknown", "visit"),
        ("2026-02-30", "2026-11-20", "unknown", "visit"),
        ("2027-01-01", "2026-11-20", "unknown", "visit"),  # still to come: somebody misread it
        ("9999-12-31", "2026-11-20", "unknown", "visit"),
        ("1985-01-01", "2026-11-20", "out", "paid"),
    ],
)
def test_the_day_of_purchase_decides_verdict_and_mode(
    bought: str, on: str, judged: str, how: str
) -> None:
    made = warranty_verdict(bought, USUAL, date.fromisoformat(on))
    assert made["verdict"] == judged
    assert service_mode(made) == how
    assert ("until" in made) == (judged != "unknown")


def test_both_periods_are_named_with_their_ends() -> None:
    made = warranty_verdict("2026-08-01", USUAL, date(2026, 11, 20))
    assert (made["until"], made["on_site_until"]) == (date(2027, 7, 31), date(2027, 1, 31))
    assert (
        str(made["reason"])
        == "bought 2026-08-01; on site until 2027-01-31, warranty until 2027-07-31"
    )


def test_the_on_site_period_never_outlasts_the_warranty() -> None:
    longer = WarrantyPeriods(months=3, on_site_months=12)
    made = warranty_verdict("2026-08-01", longer, date(2026, 12, 1))
    assert (made["verdict"], made["on_site"], made["on_site_until"]) == (
        "out",
        False,
        date(2026, 10, 31),
    )


def test_without_any_period_everything_is_paid() -> None:
    none = WarrantyPeriods(months=0, on_site_months=0)
    assert service_mode(warranty_verdict("2026-11-20", none, date(2026, 11, 20))) == "paid"


def test_what_is_not_known_is_said_with_the_words_that_were_told() -> None:
    on = date(2026, 11, 20)
    told = warranty_verdict("两年前", USUAL, on)
    assert str(told["reason"]) == "day of purchase not known (两年前): to be checked in the papers"
    untold = warranty_verdict("unknown", USUAL, on)
    assert str(untold["reason"]) == "day of purchase not known: to be checked in the papers"
    assert told["on_site"] is untold["on_site"] is False


def machine(bought: str = "2026-08-01", **ends: date) -> Equipment:
    """A machine in a customer's file."""
    return Equipment(
        serial="CR200-24-0042", model="CR-200", specification="12kW", bought=bought, **ends
    )


def test_without_ends_of_its_own_a_machine_has_the_usual_periods() -> None:
    on = date(2026, 11, 20)
    assert warranty_of_machine(machine(), USUAL, on) == warranty_verdict("2026-08-01", USUAL, on)


@pytest.mark.parametrize(("ends", "until", "on_site_until"), [
    ({"warranty_until": date(2029, 7, 31)}, date(2029, 7, 31), date(2027, 1, 31)),
    ({"on_site_until": date(2027, 3, 31)}, date(2027, 7, 31), date(2027, 3, 31)),
    ({"warranty_until": date(2026, 12, 31)}, date(2026, 12, 31), date(2026, 12, 31)),  # shorter
    (
        {"warranty_until": date(2029, 7, 31), "on_site_until": date(2028, 7, 31)},
        date(2029, 7, 31),
        date(2028, 7, 31),
    ),
])  # fmt: skip
def test_an_agreed_end_stands_in_place_of_the_usual_one(
    ends: dict[str, date], until: date, on_site_until: date
) -> None:
    judged = warranty_of_machine(machine(**ends), USUAL, date(2026, 11, 20))
    assert (judged["until"], judged["on_site_until"]) == (until, on_site_until)
    assert (judged["verdict"], judged["on_site"]) == ("in", True)
    assert str(judged["reason"]) == (
        f"by the customer's file: on site until {on_site_until}, warranty until {until}"
    )


@pytest.mark.parametrize(("on", "judged", "on_site"), [
    (date(2028, 7, 31), "in", True),    # the last day of the on-site period
    (date(2028, 8, 1), "in", False),
    (date(2029, 7, 31), "in", False),   # the last day of the warranty
    (date(2029, 8, 1), "out", False),
])  # fmt: skip
def test_agreed_periods_include_their_last_day(on: date, judged: str, on_site: bool) -> None:
    agreed = machine(warranty_until=date(2029, 7, 31), on_site_until=date(2028, 7, 31))
    made = warranty_of_machine(agreed, USUAL, on)
    assert (made["verdict"], made["on_site"]) == (judged, on_site)


@pytest.mark.parametrize("end", ["warranty_until", "on_site_until"])
def test_one_agreed_end_is_enough_where_the_day_of_purchase_is_not_known(end: str) -> None:
    agreed = machine("两年前", **{end: date(2027, 7, 31)})
    judged = warranty_of_machine(agreed, USUAL, date(2026, 11, 20))
    assert judged["until"] == judged["on_site_until"] == date(2027, 7, 31)
    assert service_mode(judged) == "visit"


def test_months_end_where_the_month_ends() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2028, 1, 31), 1) == date(2028, 2, 29)


@pytest.mark.parametrize(("on", "on_site"), [
    (date(2026, 11, 20), True),
    (date(2027, 7, 31), True),   # warranty only: nobody can bring it
    (date(2027, 8, 1), False),
])  # fmt: skip
def test_of_a_model_that_nobody_can_bring_visits_are_free_as_long_as_the_warranty(
    on: date, on_site: bool
) -> None:
    judged = always_on_site(warranty_verdict("2026-08-01", USUAL, on))
    assert judged["on_site"] == on_site
    if on == date(2027, 7, 31):
        assert judged["on_site_until"] == judged["until"] == date(2027, 7, 31)
        assert str(judged["reason"]).endswith("; this model is repaired on site")
        assert service_mode(judged) == "visit"


@pytest.mark.parametrize(
    ("bought", "months", "counted", "last"),
    [
        ("2025-11-20", 12, True, "2026-11-19"),
        ("2025-11-20", 12, False, "2026-11-20"),
        ("2026-01-31", 1, True, "2026-02-28"),  # no 31st: the month's last day
        ("2026-01-31", 1, False, "2026-02-28"),
        ("2026-01-28", 1, True, "2026-02-27"),
        ("2024-02-29", 12, True, "2025-02-28"),
        ("2024-02-29", 12, False, "2025-02-28"),
        ("2024-02-29", 48, True, "2028-02-28"),
        ("2024-02-29", 48, False, "2028-02-29"),
        ("2025-08-31", 6, False, "2026-02-28"),
    ],
)
def test_a_period_ends_as_the_civil_code_says(
    bought: str, months: int, counted: bool, last: str
) -> None:
    """民法典 201, 202; the first day counts unless svc.yaml says otherwise."""
    periods = WarrantyPeriods(months=months, on_site_months=months, first_day_counts=counted)
    day = date.fromisoformat(last)
    judged = warranty_verdict(bought, periods, day)
    assert (judged["verdict"], judged["until"]) == ("in", day)
    assert warranty_verdict(bought, periods, day + timedelta(days=1))["verdict"] == "out"
