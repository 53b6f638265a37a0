"""The spans behind a deadline."""

from __future__ import annotations

from typing import Any

from svc.model.durations import parse_duration
from svc.rules.promises.explained import explain_deadline, spans_between

from .test_clock import CLOCK, at


def shown(spans: Any) -> list[tuple[str, str, str, str | None, str]]:
    return [
        (f"{s.begins:%m-%d %H:%M}", f"{s.ends:%m-%d %H:%M}", s.state, s.source, s.note)
        for s in spans
    ]


def test_each_counted_and_closed_span_is_there_with_whose_word_it_is() -> None:
    found = explain_deadline(at("24 16:30"), parse_duration("5h"), CLOCK)
    assert found.at == at("26 09:00")
    assert found.calendar == "SZ@3"
    assert shown(found.spans) == [
        ("11-24 16:30", "11-24 17:30", "counted", "weekly", ""),
        ("11-24 17:30", "11-25 00:00", "closed", "weekly", ""),
        ("11-25 00:00", "11-25 08:30", "closed", "own", "盘点"),
        ("11-25 08:30", "11-25 12:00", "counted", "own", "盘点"),
        ("11-25 12:00", "11-26 00:00", "closed", "own", "盘点"),
        ("11-26 00:00", "11-26 08:30", "closed", "weekly", ""),
        ("11-26 08:30", "11-26 09:00", "counted", "weekly", ""),
    ]


def test_a_weekend_is_one_closed_span_and_a_holiday_names_its_notice() -> None:
    assert shown(spans_between(at("20 17:00"), at("23 09:00"), CLOCK))[1] == (
        "11-20 17:30", "11-23 08:30", "closed", "weekly", "",
    )  # fmt: skip
    assert ("10-01 00:00", "10-06 00:00", "closed", "official", "the notice for 2026") in shown(
        spans_between(at("09-30 10:00"), at("10-12 10:00"), CLOCK)
    )


def test_paused_spans_are_there_and_paused_while_closed_is_closed() -> None:
    found = explain_deadline(
        at("20 15:30"), parse_duration("8h"), CLOCK, pauses=[(at("20 16:30"), at("23 10:30"))]
    )
    assert found.at == at("24 10:00")
    assert shown(found.spans)[:4] == [
        ("11-20 15:30", "11-20 16:30", "counted", "weekly", ""),
        ("11-20 16:30", "11-20 17:30", "paused", "weekly", ""),
        ("11-20 17:30", "11-23 08:30", "closed", "weekly", ""),
        ("11-23 08:30", "11-23 10:30", "paused", "weekly", ""),
    ]


def test_the_counted_spans_of_any_duration_add_up_to_it_and_no_gap_is_left() -> None:
    for limit in ("8h", "-8h", "100h", "0h", "-90m"):
        found = explain_deadline(at("20 15:30"), parse_duration(limit), CLOCK)
        counted = sum(span.seconds for span in found.spans if span.state == "counted")
        assert counted == abs(parse_duration(limit).seconds)
        assert all(a.ends == b.begins for a, b in zip(found.spans, found.spans[1:], strict=False))
        if found.spans:
            assert {found.spans[0].begins, found.spans[-1].ends} == {found.start, found.at}


def test_clocks_that_know_no_hours_show_one_span_and_leave_no_year_unsure() -> None:
    found = explain_deadline(at("20 19:00"), parse_duration("60d"), CLOCK)
    assert shown(found.spans) == [("11-20 19:00", "01-19 23:59", "counted", None, "")]
    assert found.years_not_listed == ()
    assert explain_deadline(at("20 19:00"), parse_duration("40wd"), CLOCK).years_not_listed == (
        2027,
    )
