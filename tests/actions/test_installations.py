"""Installation (安装调试): each step as typed, as it stands in the file, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import Fields, comes_next, events, last, refused, said
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-20T14:30:00"
ON_SITE = ["install parts", "install measure", "install accept", "visit"]

ORDER = ("install", "order", TICKET, "--number", "AZ-1107", "--start", "2026-11-30 09:00")
PARTS = ("install", "parts", TICKET, "--signed-by", "张工", "--signed-by", "王强")
MEASURE = ("install", "measure", TICKET, "绝缘电阻", "12 MΩ")
DEFECT = ("install", "defect", TICKET, "--to", "明辉装修", "--defect", "排烟管未接")
ACCEPT = ("install", "accept", TICKET, "--signed-by", "张工", "--signed-by", "王强")


@pytest.fixture
def ordered(desk: Desk) -> Desk:
    """An installation was asked for; nobody was told yet."""
    assert desk.intake(kind="installation").status == 0
    return desk


@pytest.fixture
def on_site(desk: Desk) -> Desk:
    """The technician is there to install."""
    desk.told["kind"] = "installation"
    desk.play("arrive")
    return desk


def test_an_installation_asked_for_needs_its_order_first(ordered: Desk) -> None:
    ended = ordered.ok(*ORDER, by="li")
    assert last(ordered) == {
        "what": "order_issued",
        "by": "li",
        "number": "AZ-1107",
        "start": "2026-11-30T09:00:00+08:00",
    }
    assert "State: received" in ended.out
    assert comes_next(ended) == ["install order", "handover", "cancel"]


@pytest.mark.parametrize(
    ("words", "event"),
    [
        (PARTS, {"what": "parts_accepted", "signed_by": ["张工", "王强"]}),
        (
            (*PARTS, "--missing", "地脚螺栓", "--missing", "减压阀"),
            {
                "what": "parts_accepted",
                "signed_by": ["张工", "王强"],
                "missing": ["地脚螺栓", "减压阀"],
            },
        ),
        (
            MEASURE,
            {"what": "measured", "point": "绝缘电阻", "value": "12 MΩ", "within": True},
        ),
        (
            (*MEASURE, "--tolerance", "≥ 2 MΩ", "--within", "no"),
            {
                "what": "measured",
                "point": "绝缘电阻",
                "value": "12 MΩ",
                "tolerance": "≥ 2 MΩ",
                "within": False,
            },
        ),
        (DEFECT, {"what": "defect_reported", "to": "明辉装修", "defect": "排烟管未接"}),
        (
            (*DEFECT, "--remedy", "23 日前接好"),
            {
                "what": "defect_reported",
                "to": "明辉装修",
                "defect": "排烟管未接",
                "remedy": "23 日前接好",
            },
        ),
    ],
)
def test_on_site_it_is_written_as_said_and_the_work_goes_on(
    on_site: Desk, words: tuple[str, ...], event: Fields
) -> None:
    ended = on_site.ok(*words, by="wang", now=LATER)
    assert last(on_site) == {"by": "wang", **event}
    assert "State: visiting" in ended.out
    assert comes_next(ended) == ON_SITE


def test_accepted_and_signed_for_the_work_is_done(on_site: Desk) -> None:
    ended = on_site.ok(*ACCEPT, "--note", "试机两小时", by="wang", now=LATER)
    assert last(on_site) == {
        "what": "accepted",
        "by": "wang",
        "signed_by": ["张工", "王强"],
        "words": "试机两小时",
    }
    assert "State: done" in ended.out
    assert comes_next(ended)[-2:] == ["callback", "reopen"]
    assert on_site.svc("check", TICKET, now=LATER).status == 0


def test_each_change_is_measured_anew_and_all_values_stay(on_site: Desk) -> None:
    on_site.ok(*MEASURE, "--within", "no", by="wang", now=LATER)
    on_site.ok("install", "measure", TICKET, "绝缘电阻", "40 MΩ", by="wang", now=LATER)
    values = [e["value"] for e in events(on_site) if e["what"] == "measured"]
    assert values == ["12 MΩ", "40 MΩ"]


@pytest.mark.parametrize("words", [PARTS, MEASURE, DEFECT, ACCEPT])
def test_what_happened_earlier_bears_its_time_and_is_recorded_once(
    on_site: Desk, words: tuple[str, ...]
) -> None:
    earlier = (*words, "--at", "14:10")
    on_site.ok(*earlier, by="wang", now=LATER)
    assert last(on_site)["at"] == "2026-11-20T14:10:00+08:00"
    count = len(events(on_site))
    assert "already recorded" in on_site.ok(*earlier, by="wang", now=LATER).out
    assert len(events(on_site)) == count


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("install", "order", TICKET), ["--number", "--start"]),
        (("install", "parts", TICKET), ["--signed-by"]),
        (("install", "defect", TICKET), ["--to", "--defect"]),
        (("install", "accept", TICKET), ["--signed-by"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    ordered: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(ordered, *words, by="sun")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


def test_within_is_said_with_yes_or_no(on_site: Desk) -> None:
    error = refused(on_site, *MEASURE, "--within", "perhaps", by="wang", now=LATER)
    assert error["key"] == "not-one-of"


def test_the_work_is_not_accepted_before_somebody_is_sent(ordered: Desk) -> None:
    error = refused(ordered, *ACCEPT, by="wang")
    assert (error["key"], error["facts"]["step"]) == ("impossible-step", "accepted")


@pytest.mark.parametrize("words", [ORDER, PARTS, MEASURE, DEFECT, ACCEPT])
def test_who_only_makes_callbacks_installs_nothing(on_site: Desk, words: tuple[str, ...]) -> None:
    error = refused(on_site, *words, by="zhao", now=LATER)
    assert error["key"] == "not-your-role"


def test_with_leave_an_acceptance_bears_the_reason(on_site: Desk) -> None:
    on_site.ok(*ACCEPT, "--allow", "客户急用", by="sun", now=LATER)
    assert said(events(on_site)[-1])["allowed"] == "客户急用"
