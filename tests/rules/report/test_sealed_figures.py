"""Figures as a seal keeps them, and what is compared with them later."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from rules.report.months import ARRIVED, FIXED, RECEIVED, measured, month_of, on

from svc.model.month_seals import FIGURE_LINE
from svc.rules.report.sealed_figures import (
    OF_NO_TICKET,
    FigureChange,
    MonthFigure,
    changed_figures,
    month_figures,
    parse_figure,
)
from svc.rules.report.sections import TITLES


def figures(*logs: tuple[object, ...]) -> list[MonthFigure]:
    return month_figures(month_of(measured(*(on("20", *log[1:]) for log in logs))))


def lines(of: list[MonthFigure]) -> list[str]:
    return [each.figure.line for each in of]


def changes(
    sealed: list[MonthFigure], then: list[MonthFigure], now: list[MonthFigure]
) -> dict[str, FigureChange]:
    return {each.id: each for each in changed_figures(lines(sealed), then, now)}


def test_every_section_has_figures_and_each_is_a_line_that_is_read_again() -> None:
    found = figures(FIXED, ARRIVED)
    assert {each.figure.section for each in found} == {*TITLES}
    assert all(re.fullmatch(FIGURE_LINE, line) for line in lines(found))
    assert [parse_figure(line) for line in lines(found)] == [each.figure for each in found]
    assert len({each.figure.id for each in found}) == len(found)
    assert not OF_NO_TICKET & {each.figure.id for each in found}
    assert "promises on_time.contact" in " ".join(lines(found))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("intake received count 12", 12),
        ("promises on_time rate 3/4", 0.75),
        ("promises on_time rate 0/0", None),
        ("repair hours_median hours 6.5000", 6.5),
        ("repair hours_median hours -", None),
        ("money charged yuan 80.00", Decimal("80.00")),
    ],
)
def test_a_line_is_a_number_again(line: str, value: object) -> None:
    assert parse_figure(line).value == value


@pytest.mark.parametrize("line", ["received 12", "intake received count 1.5"])
def test_what_is_no_figure_is_none(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(line)):
        parse_figure(line)


def test_nothing_changed_where_nothing_happened() -> None:
    same = figures(FIXED)
    assert changes(same, same, same) == {}


def test_a_change_has_both_numbers_and_the_tickets_that_add_something_else() -> None:
    then, now = figures(ARRIVED, (RECEIVED,)), figures(FIXED, (RECEIVED,))
    visits = changes(then, then, now)["visits"]
    assert visits.before is not None
    assert visits.after is not None
    assert (visits.before.value, visits.after.value) == (0, 1)
    assert (visits.tickets, visits.section, visits.is_told) == (["T1"], "technicians", True)
    assert "received" not in changes(then, then, now)


def test_what_the_logs_do_not_tell_is_said() -> None:
    then, now = figures(ARRIVED), figures(FIXED)
    sealed = figures(FIXED, FIXED)
    assert changes(sealed, then, now)["visits"].is_told is False


def test_a_rate_that_does_not_come_up_any_more_is_named_by_its_id() -> None:
    sealed = [*lines(figures(FIXED)), "promises on_time.thanks rate 1/2"]
    (change,) = changed_figures(sealed, figures(FIXED), figures(FIXED))
    assert (change.id, change.title, change.after, change.tickets) == (
        "on_time.thanks",
        None,
        None,
        [],
    )


def test_a_figure_that_was_not_counted_yet_when_the_seal_was_made_is_no_change() -> None:
    now = figures(FIXED)
    sealed = [line for line in lines(now) if " visits " not in line and " received " not in line]
    assert changed_figures(sealed, now, now) == []
    without = [line for line in sealed if " on_time." not in line]
    came_up = {change.id for change in changed_figures(without, now, now)}
    assert came_up
    assert all(id_.startswith("on_time.") for id_ in came_up)
