"""The month's report from real files: figures recomputed by other means, a digest that tells what
was read.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from actions import by_hand
from actions.formulas import FORMULAS
from conftest import TICKET

from svc.actions import reports
from svc.errors import BeforeLedger, MonthNotBegun, NotAMonth, Phrase
from svc.render.report_text import report_markdown
from svc.render.report_words import report_fields, title_words
from svc.render.words import Words
from svc.rules.report.answer import Figure, Label
from svc.rules.report.section_unfinished import NOT_TALLIED
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

SAMPLE = Path(__file__).parents[2] / "ledger"
NOW = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
MONTHS = (("south", "2026-09"), ("north", "2026-08"), ("southwest", "2026-10"), ("all", "2026-10"))
BY_HAND = [("south", "2026-08"), ("north", "2026-10"), ("all", "2026-10")]
"""Months in which no ticket went to another region: `by_hand` tells whole tickets apart by it."""


class ReadOnce(Ledger):
    """The sample, its tickets read once for all reports."""

    @cached_property
    def _all(self) -> Any:
        return list(super().tickets([]))

    def tickets(self, broken: Any, office: str = "", *sought: Any) -> Any:
        return iter(self._all)


@pytest.fixture(scope="module")
def told() -> Any:
    """The sample's reports, each made once."""
    made = {}
    ledger = ReadOnce(SAMPLE)

    def report(region: str, month: str) -> Any:
        if (region, month) not in made:
            made[region, month] = reports.month_report(ledger, region, month, NOW, explained=True)[
                0
            ]
        return made[region, month]

    return report


@pytest.mark.parametrize(("region", "month"), BY_HAND)
def test_the_figures_are_those_that_yaml_and_plain_loops_give(
    told: Any, region: str, month: str
) -> None:
    report = told(region, month)
    expected = by_hand.figures(SAMPLE, "" if region == "all" else region, month)
    assert report.figure("on_time.callback").numerator == expected.pop("callbacks_in_time")
    found = {name: report.figure(name).value for name in expected}
    assert found == pytest.approx(expected)
    assert report.unreadable == []


@pytest.mark.parametrize(("region", "month"), BY_HAND[:2])
def test_each_printed_formula_is_what_was_computed(told: Any, region: str, month: str) -> None:
    """What no plain loop can tell, as it needs calendars, is at least the sum that is printed."""
    report = told(region, month)
    printed = {each.id: each for section in report.sections for each in section.figures}
    in_words = {
        id_: tuple(title_words(each.formula, Words(lang)) for lang in ("en", "zh"))
        for id_, each in printed.items()
    }
    assert in_words == FORMULAS
    plain = by_hand.figures(SAMPLE, region, month)
    value = {id_: each.value for id_, each in printed.items()}
    need_calendars = {"on_time", "kept", "broken", "not_judged", "overturned"}
    assert printed.keys() - plain.keys() == {*need_calendars, "parts_paid"}
    assert value["parts_paid"] <= value["parts_replaced"]
    assert value["on_time"] == value["kept"] / (value["kept"] + value["broken"])
    assert {id_: value[id_] for id_ in value.keys() & plain.keys()} == pytest.approx(
        {id_: plain[id_] for id_ in value.keys() & plain.keys()}
    )


def named(cell: Any) -> Any:
    """What a row's name is in the records; of what has no name of its own, nothing."""
    return {Label: lambda: cell.value, Phrase: lambda: "", str: lambda: cell}.get(
        type(cell), lambda: str(cell)
    )()


@pytest.mark.parametrize(("region", "month"), BY_HAND)
def test_the_rows_of_tables_are_those_that_yaml_and_plain_loops_give(
    told: Any, region: str, month: str
) -> None:
    made = {table.id: table for section in told(region, month).sections for table in section.tables}
    for name, expected in by_hand.tables(SAMPLE, "" if region == "all" else region, month).items():
        column = "received" if name == "by_day" else made[name].columns[1].id
        found = dict(
            zip(
                map(named, made[name].column(made[name].columns[0].id)),
                made[name].column(column),
                strict=True,
            )
        )
        assert {key: value for key, value in found.items() if value} == {
            k: v for k, v in expected.items() if v
        }, name


@pytest.mark.parametrize(("region", "month"), MONTHS)
def test_what_was_open_came_and_went_adds_up(told: Any, region: str, month: str) -> None:
    report = told(region, month)

    def value(figure: Any) -> Any:
        return report.figure(figure).value

    assert value("open_start") + value("received") + value("taken_up") - value("closed") == value(
        "open_end"
    )
    assert (
        value("owed_start") + value("charged_in_month") - value("taken_in_month") + value("refunded_in_month")
        == value("owed_end")
    )  # fmt: skip
    tables = {table.id: table for section in report.sections for table in section.tables}
    assert sum(tables["by_kind"].column("received")) == value("received")
    assert sum(tables["by_channel"].column("received")) == value("received")
    assert (
        sum(tables["by_day"].column("received")) == tables["by_day"].total[3] == value("received")
    )
    assert (
        sum(tables["by_day"].column("closed"))
        == sum(tables["by_end"].column("closed"))
        == value("closed")
    )
    assert (
        sum(tables["by_promise"].column("broken")) == len(tables["broken"].rows) == value("broken")
    )
    assert sum(tables["technicians"].column("visits")) == value("visits")
    assert (
        sum(tables["causes"].column("faults"))
        == sum(tables["models"].column("faults"))
        == value("faults")
    )
    assert (
        sum(tables["classes"].column("complaints"))
        == len(tables["register"].rows)
        == value("complaints")
    )
    assert sum(tables["owing"].column("outstanding")) == value("outstanding")


@pytest.mark.parametrize(("region", "month"), MONTHS)
def test_the_tickets_behind_a_figure_make_it(told: Any, region: str, month: str) -> None:
    for section in told(region, month).sections:
        for figure in section.all_figures:
            values = [each.value for each in figure.behind]
            assert len({each.ticket for each in figure.behind}) == len(values)
            if figure.unit == "rate":
                assert sum(values) == figure.numerator
                assert sum(each.out_of for each in figure.behind) in (figure.denominator, 0)
            elif figure.unit == "hours":
                assert figure.value is None or min(values) <= figure.value <= max(values)
            elif figure.id != "machines":  # those are of customers' files, not of tickets
                assert sum(values) == figure.value


def test_a_month_ago_is_what_that_months_report_says(told: Any) -> None:
    september, october = told("south", "2026-09"), told("south", "2026-10")
    for section in october.sections:
        for figure in section.figures:
            before = september.figure(figure.id).value
            assert figure.month_before == (None if figure.id in NOT_TALLIED else before), figure.id
            assert figure.year_before is None  # there were no records yet
    august = told("south", "2026-08")
    assert {figure.month_before for section in august.sections for figure in section.figures} == {
        None
    }


def test_headquarters_is_its_regions_together(told: Any) -> None:
    whole = told("all", "2026-10")
    regions = [told(code, "2026-10") for code in Ledger(SAMPLE).settings.regions]
    for figure in (
        "received",
        "closed",
        "open_end",
        "kept",
        "broken",
        "visits",
        "faults",
        "machines",
        "taken_in_month",
    ):
        assert whole.figure(figure).value == sum(each.figure(figure).value for each in regions)
    beside = whole.sections[0].tables[0]
    assert beside.column("received") == [each.figure("received").value for each in regions]
    assert beside.column("satisfaction") == [each.figure("satisfaction").value for each in regions]


def test_of_a_month_before_the_first_record_no_noughts_are_told(told: Any) -> None:
    with pytest.raises(BeforeLedger) as refused:
        reports.check_known(told("all", "2025-01"))
    assert refused.value.facts["months"] == "2025-01"


def test_of_a_month_that_has_not_begun_there_is_no_report(told: Any) -> None:
    with pytest.raises(MonthNotBegun) as refused:
        told("all", "2031-01")
    assert refused.value.facts == {"month": "2031-01", "today": NOW.date()}


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "9999-12", "2026-11-01", "", "soon"])
def test_what_is_no_month_is_refused(desk: Desk, month: str) -> None:
    with pytest.raises(NotAMonth):
        reports.month_report(desk.ledger, "all", month, NOW)


@pytest.mark.parametrize(
    "month", ["2026-10", "2026/10", "２０２６-10", "10月", "上月", "last month"]
)
def test_a_month_is_the_same_however_it_is_typed(told: Any, month: str) -> None:
    assert told("all", month).month == "2026-10"
    assert told("all", month).digest == told("all", "2026-10").digest


# The digest


def report(
    desk: Desk,
    month: str = "2026-11",
    region: str = "south",
    now: str = "2026-12-05T09:00:00+08:00",
) -> tuple[Any, Any]:
    made, broken = reports.month_report(desk.ledger, region, month, datetime.fromisoformat(now))
    return made, broken


def test_the_digest_is_of_what_was_read_and_the_same_digest_is_the_same_report(desk: Desk) -> None:
    desk.play()
    first, _ = report(desk)
    later, _ = report(desk, now="2027-03-01T09:00:00+08:00")
    assert first.digest == later.digest
    assert report_markdown(first, Words("zh")) == report_markdown(later, Words("zh"))
    assert report_fields(first, Words("en")) == report_fields(later, Words("en"))
    desk.ok("note", TICKET, "x", by="chen", now="2026-12-01T09:00:00")
    assert report(desk)[0].digest == first.digest  # it is in no figure
    desk.ok("reopen", TICKET, "--reason", "又坏了", by="zhao", now="2026-12-01T09:10:00")
    again = report(desk)[0]
    assert again.digest != first.digest
    assert again.figure("reopened").value == first.figure("reopened").value + 1


def test_what_was_written_for_a_month_stands_in_its_report_and_in_its_digest(desk: Desk) -> None:
    desk.play()
    first, _ = report(desk)
    assert first.remarks == []
    remarks = desk.path / "notes" / "south" / "2026-11.md"
    remarks.parent.mkdir(parents=True)
    remarks.write_text("# 问题与改进\n<b>缺货</b> =1+1\n", encoding="utf-8")
    again, _ = report(desk)
    assert again.remarks == ["# 问题与改进", "<b>缺货</b> =1+1"]
    assert again.digest != first.digest
    assert report(desk, region="all")[0].remarks == []
    page = report_markdown(again, Words("zh"))
    assert "### 问题与改进\n\n\\<b\\>缺货\\</b\\> =1+1\n" in page


def test_the_first_page_is_kept_with_the_report_and_has_the_targets_of_whose_it_is(
    desk: Desk,
) -> None:
    desk.play()
    targets = "targets: {open_end: 0, on_time: 90}\nown_targets: {all: {open_end: 5}}\n"
    desk.edit("warranty:", f"{targets}warranty:", "svc.yaml")
    made, kept = report(desk)[0], report(desk)[0]
    assert made.front is not None
    assert made.front == kept.front
    wanted = {each.id: each.target for each in made.front.figures}
    assert (wanted["open_end"], wanted["on_time"], wanted["satisfaction"]) == (0, 0.9, None)
    everywhere = report(desk, region="all")[0].front
    assert everywhere is not None
    assert {each.id: each.target for each in everywhere.figures}["open_end"] == 5


def test_what_is_of_another_region_or_a_later_month_changes_no_digest(desk: Desk) -> None:
    desk.play()
    first, _ = report(desk)
    assert desk.other(2, "--office", "BJ", now="2026-11-25T09:00:00").status == 0
    assert desk.other(3, now="2026-12-02T09:00:00").status == 0
    (desk.path / "README.txt").write_text("x", encoding="utf-8")
    again, _ = report(desk)
    assert again.digest == first.digest
    assert again.figure("received").value == 1
    assert report(desk, region="all")[0].figure("received").value == 2


def test_a_note_on_an_old_ticket_changes_no_digest_but_opening_it_again_does(desk: Desk) -> None:
    desk.play()

    def january() -> Any:
        return report(desk, "2027-01", now="2027-02-01T09:00:00+08:00")[0]

    first = january()
    assert (first.figure("open_start").value, first.figure("open_end").value) == (0, 0)
    desk.ok("note", TICKET, "x", by="chen", now="2027-01-05T09:00:00")
    assert january().digest == first.digest
    desk.ok("reopen", TICKET, "--reason", "又坏了", by="zhao", now="2027-01-06T09:00:00")
    assert january().digest != first.digest
    assert (january().figure("taken_up").value, january().figure("open_end").value) == (1, 1)


@pytest.mark.parametrize("path", ["svc.yaml", "staff.yaml", "templates/x.html"])
def test_the_digest_changes_with_whatever_can_change_the_report(desk: Desk, path: str) -> None:
    desk.play()
    first, _ = report(desk)
    file = desk.path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        (file.read_text(encoding="utf-8") if file.exists() else "") + "# x\n", encoding="utf-8"
    )
    assert report(desk)[0].digest != first.digest


def test_the_digest_changes_with_a_policy_that_judges_otherwise_and_with_no_word_of_its_comments(
    desk: Desk,
) -> None:
    desk.play()
    first, _ = report(desk)
    policy = desk.path / "policies/office@2026-11.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text + "# x\n", encoding="utf-8")
    assert report(desk)[0].digest == first.digest
    policy.write_text(text.replace('within: "2h"', 'within: "1s"'), encoding="utf-8")
    stricter, _ = report(desk)
    assert stricter.digest != first.digest
    assert stricter.figure("broken").value > first.figure("broken").value


def test_a_month_that_is_not_over_is_told_as_of_now(desk: Desk) -> None:
    assert desk.intake().status == 0
    early, _ = report(desk, now="2026-11-20T09:20:00+08:00")
    late, _ = report(desk, now="2026-11-20T09:40:00+08:00")
    assert (early.figure("broken").value, late.figure("broken").value) == (0, 1)
    assert early.digest != late.digest
    assert "2026-11-20 09:40" in report_markdown(late, Words("en"))
    assert "1 to 20" in report_markdown(late, Words("en"))
    assert report(desk)[0].as_of is None


@pytest.mark.parametrize("name", ["SZ", "sz", "深圳办事处"])
def test_an_office_has_a_report_of_its_own_that_says_so(desk: Desk, name: str) -> None:
    desk.play("reply")
    office, _ = report(desk, region=name)
    assert (office.region, office.office, office.office_name) == ("south", "SZ", "深圳办事处")
    assert "深圳办事处（华南）" in report_markdown(office, Words("zh"))
    assert report_fields(office, Words("zh"))["office"] == "SZ"
    region, _ = report(desk, region="华南")
    assert "office" not in report_fields(region, Words("zh"))
    assert office.digest != region.digest
    assert (
        report_fields(office, Words("zh"))["figures"]
        == report_fields(region, Words("zh"))["figures"]
    )


def test_an_open_promise_is_judged_at_the_end_of_its_month_or_when_its_ticket_last_was_touched(
    desk: Desk,
) -> None:
    desk.intake(now="2026-11-30T17:00:00")  # due after the month: visit request 30 min, contact 2 h
    assert {
        name: report(desk)[0].figure(name).denominator
        for name in ("on_time.visit_request", "on_time.contact")
    } == {"on_time.visit_request": 1, "on_time.contact": 0}
    desk.ok("note", TICKET, "x", by="chen", now="2026-12-03T09:00:00")
    assert report(desk)[0].figure("on_time.contact").denominator == 1


# What can't be read


def test_a_ticket_that_can_not_be_read_is_said_and_counted_nowhere(desk: Desk) -> None:
    desk.play()
    assert desk.other(2).status == 0
    broken = desk.path / "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
    broken.write_text("id: [", encoding="utf-8")
    made, errors = report(desk)
    assert [each.path for each in made.unreadable] == ["tickets/SZ/2026-11/SZ-2611-A0002.yaml"]
    assert made.figure("received").value == 1
    assert "SZ-2611-A0002.yaml:1: " in report_markdown(made, Words("en"))
    assert len(errors) == 1
    assert report(desk, region="north")[0].unreadable == []
    assert len(report(desk, region="all")[0].unreadable) == 1
    digest = made.digest
    broken.write_text("id: {", encoding="utf-8")
    assert report(desk)[0].digest != digest


def test_a_ticket_whose_calendar_is_gone_counts_but_its_promises_do_not(desk: Desk) -> None:
    desk.play()
    (desk.path / "calendars/SZ@1.yaml").unlink()
    made, errors = report(desk)
    assert (made.figure("received").value, made.figure("kept").value) == (1, 0)
    assert [each.path for each in made.unreadable] == [f"tickets/SZ/2026-11/{TICKET}.yaml"]
    assert len(errors) == 1


def test_a_moment_at_the_end_of_all_time_is_no_time_of_a_record_and_spoils_no_report(
    desk: Desk,
) -> None:
    desk.play()
    desk.edit('received: "2026-11-20T09:00:00+08:00"', 'received: "0001-01-01T00:00:00+14:00"')
    made, errors = report(desk)
    assert (made.figure("received").value, len(errors)) == (0, 1)
    assert [each.line for each in made.unreadable] == [4]


def test_regions_of_one_name_are_told_apart_and_one_no_longer_named_is_shown(desk: Desk) -> None:
    desk.play()
    desk.edit('north: {name: "华北"}', 'north: {name: "华南"}', path="svc.yaml")
    desk.edit('region: "south"', 'region: "old"')
    table = report(desk, region="all")[0].sections[0].tables[0]
    assert table.column("region")[:2] == ["华南 (south)", "华南 (north)"]
    assert table.rows[-1][:2] == ["old", 1]


EXPLAINED = [
    *(("all", "2026-10"), ("SZ", "2026-09"), ("south", "2026-11")),
    *(("all", "2026"), ("southwest", "2026-09..2026-11")),
]


@pytest.mark.parametrize(("area", "month"), EXPLAINED)
def test_what_is_listed_behind_every_figure_makes_the_figure(area: str, month: str) -> None:
    """Counted by a plain loop: of a rate both sides, of hours the middle one and the ninth of ten.
    November is not over.
    """
    ledger = Ledger(SAMPLE)
    asked: Any = {"explained": True, "with_owners": True}
    today = NOW.date()
    if reports.is_span(month, today):
        months = reports.months_of(month, today)
        report, broken = reports.span_report(ledger, area, months, NOW, **asked)
        plain, _ = reports.span_report(ledger, area, months, NOW)
    else:
        report, broken = reports.month_report(ledger, area, month, NOW, **asked)
        plain, _ = reports.month_report(ledger, area, month, NOW)
    assert (broken, report.digest) == ([], plain.digest)
    figures = [each for section in report.sections for each in section.all_figures]
    assert len(figures) > 40
    for figure in figures:
        shown = plain.figure(figure.id)
        assert shown is not None
        assert (figure.value, figure.numerator) == (shown.value, shown.numerator), figure.id
        _check_counted(figure)


def _check_counted(figure: Figure) -> None:
    total: Any = 0
    out_of = 0
    for each in figure.behind:
        total += each.value
        out_of += each.out_of
        assert each.ticket.startswith(("SZ-", "GZ-", "BJ-", "SH-", "WH-", "CD-")), figure.id
    if figure.unit == "rate":
        assert (total, out_of) == (figure.numerator, figure.denominator), figure.id
        assert figure.value == (total / out_of if out_of else None)
    elif figure.unit == "hours":
        hours = sorted(each.value for each in figure.behind)
        count = len(hours)
        if figure.id == "hours_median":
            middle = (hours[(count - 1) // 2] + hours[count // 2]) / 2 if hours else None
            assert figure.value == pytest.approx(middle)
        else:
            within = [hour for hour in hours if hours.index(hour) < -(-count * 9 // 10)]
            assert figure.value == (max(within) if within else None)
    else:
        assert total == figure.value, figure.id
