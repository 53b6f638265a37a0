"""Rules of the configuration: what just holds and what just does not, and in which file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from rules.checks.records import (
    SETTINGS,
    STAFF,
    configured,
    in_setup,
    settings,
    setup,
    staff,
    with_promise,
)
from rules.logs import calendar, policy

from svc.model.calendars import OfficialYear
from svc.model.desks import Claim
from svc.model.policies import UNSET, Promise
from svc.model.rosters import Away, Roster
from svc.model.settings import PolicyChoice
from svc.model.staff import Absence, Person, Skill, Staff
from svc.rules.checks.configuration import unset_promises
from svc.rules.checks.rules import findings_of_configuration


def test_the_last_row_of_policies_fits_every_ticket() -> None:
    assert settings(policies=[PolicyChoice(office="SZ", policy="office")]) == ["policy"]
    assert settings(
        policies=[PolicyChoice(office="XX", policy="office"), PolicyChoice(policy="office")]
    ) == ["setting"]


def test_a_roster_names_days_and_people_who_are_there() -> None:
    assert configured(roster=Roster(duty={"21.11.": ["wang"]})) == ["roster"]
    away = Away(who="nobody", since=date(2026, 11, 2), until=date(2026, 11, 1), why="休假")
    assert sorted(configured(roster=Roster(away=[away]))) == ["days", "roster"]


def test_a_desk_claims_the_lane_its_file_is_named_for() -> None:
    assert configured(desks={"A": Claim(lane="B", clone="1")}) == ["lane"]


def test_promises_without_a_number_are_named() -> None:
    shipped = policy("office@2026-11")
    assert unset_promises(shipped) == []
    row = Promise(from_="received", to="answered", within=UNSET, clock="working_days")
    changed = replace(shipped, promises={**shipped.promises, "complaint_answer": row})
    assert unset_promises(changed) == ["complaint_answer"]


def test_what_can_not_be_read_is_not_looked_at() -> None:
    assert (
        configured(settings=None, staff=None, policies={}, calendars={}, desks={}, files={}) == []
    )
    assert configured(settings=None, staff=Staff(staff=[*STAFF, STAFF[0]])) == ["staff-twice"]


def test_the_second_of_two_with_one_id_is_named() -> None:
    assert in_setup(staff=Staff(staff=[STAFF[0], *STAFF])) == [
        ("staff.yaml", "staff-twice", ("staff", 1, "id"))
    ]


def test_people_belong_to_an_office_there_is_or_to_none() -> None:
    assert staff(office="BJ") == []
    assert staff(office="") == []
    assert staff(office="XX") == ["staff-office"]


def span(since: int, until: int | None) -> dict[str, Any]:
    ends = None if until is None else date(2026, 11, until)
    return {"since": date(2026, 11, since), "until": ends}


def test_absences_and_skills_end_on_the_day_they_begin_or_later() -> None:
    same_day = Absence(**span(2, 2), why="休假")
    backwards = Absence(**span(2, 1), why="休假")
    assert staff(absences=[same_day]) == []
    assert (
        staff(skills=[Skill(covers="CR", **span(2, None)), Skill(covers="SO", **span(2, 2))]) == []
    )
    person = Person(id="new", name="新", roles=["clerk"], absences=[same_day, backwards],
                    skills=[Skill(covers="CR", **span(2, 1))])  # fmt: skip
    assert in_setup(staff=Staff(staff=[*STAFF, person])) == [
        ("staff.yaml", "days", ("staff", 5, "absences", 1)),
        ("staff.yaml", "days", ("staff", 5, "skills", 0)),
    ]
    away = [Away(who="wang", **span(2, 2), why="x"), Away(who="wang", **span(2, 1), why="x")]
    assert in_setup(roster=Roster(away=away)) == [("roster.yaml", "days", ("away", 1))]


@pytest.mark.parametrize("day", ["21.11.", "2026-11-31", "20261121", "2026-1-1", ""])
def test_a_day_of_the_roster_is_written_as_it_is_looked_up(day: str) -> None:
    assert in_setup(roster=Roster(duty={day: ["wang"]})) == [
        ("roster.yaml", "roster", ("duty", day))
    ]


def test_an_office_has_somebody_who_has_not_left() -> None:
    left = replace(STAFF[2], left=date(2026, 11, 1))  # zhao, the only one in BJ
    gone = [left if person.id == "zhao" else person for person in STAFF]
    assert in_setup(staff=Staff(staff=gone)) == [("svc.yaml", "office-people", ("offices", "BJ"))]


def test_a_calendar_and_a_policy_are_there_in_any_version() -> None:
    there = {"policies": frozenset({"office@2020-01", "six_stages@2020-01"}),
             "calendars": frozenset({"SZ@9"})}  # fmt: skip
    assert configured(versions=there) == []
    close = {"policies": frozenset({"office_old@2026-07", "six_stages@1"}),
             "calendars": frozenset({"SZ2@1"})}  # fmt: skip
    assert in_setup(versions=close) == [
        ("svc.yaml", "office-calendar", ("offices", "SZ", "calendar")),
        ("svc.yaml", "office-calendar", ("offices", "BJ", "calendar")),
        ("svc.yaml", "policy", ("policies", 1, "policy")),
    ]
    assert configured(versions={}) == ["office-calendar"] * 2 + ["policy"] * 2


@pytest.mark.parametrize("row", [{"office": "SZ"}, {"kind": "repair"}, {"contract": "24x7"}])
def test_a_last_row_that_fits_some_tickets_only_is_named(row: dict[str, Any]) -> None:
    rows = [PolicyChoice(policy="six_stages"), PolicyChoice(policy="office", **row)]
    assert in_setup(settings=replace(SETTINGS, policies=rows)) == [
        ("svc.yaml", "policy", ("policies", 1))
    ]


def test_an_office_that_settings_name_is_there() -> None:
    assert settings(default_office="SZ") == []
    rows = [PolicyChoice(policy="office", office="XX"), PolicyChoice(policy="office")]
    assert in_setup(settings=replace(SETTINGS, default_office="YY", policies=rows)) == [
        ("svc.yaml", "setting", ("default_office",)),
        ("svc.yaml", "setting", ("policies", 0, "office")),
    ]


def test_papers_that_settings_name_are_there() -> None:
    assert settings(paper_sizes={"receipt": "80mm"}, paper_copies={"kit-list": ["stub"]}) == []
    strange = replace(SETTINGS, paper_sizes={"reciept": "80mm"}, paper_copies={"收据": ["stub"]})
    assert in_setup(settings=strange) == [
        ("svc.yaml", "setting", ("paper_sizes", "reciept")),
        ("svc.yaml", "setting", ("paper_copies", "收据")),
    ]


def test_targets_are_of_regions_and_offices_that_are_there_or_of_all() -> None:
    assert settings(own_targets={"all": {"open_end": 9}, "SZ": {"on_time": 95}}) == []
    assert in_setup(settings=replace(SETTINGS, own_targets={"XX": {"on_time": 95}})) == [
        ("svc.yaml", "setting", ("own_targets", "XX"))
    ]


def test_a_clone_claims_one_lane_in_the_file_of_its_letter() -> None:
    assert in_setup(desks={"B": Claim(lane="B", clone="1"), "A": Claim(lane="A", clone="1")}) == [
        ("desks/B.yaml", "lane", ("clone",))
    ]
    assert in_setup(desks={"B": Claim(lane="A", clone="1")}) == [
        ("desks/B.yaml", "lane", ("lane",))
    ]
    assert in_setup(desks={"ab": Claim(lane="ab", clone="1")}) == [
        ("desks/ab.yaml", "lane", ("lane",))
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"from_": "never", "to": "replied"},
        {"from_": "received", "to": "never"},
        {"from_": "received", "to": "replied", "or_to": ["answered", "never"]},
        {"from_": "received", "to": "replied", "drops": ["never"]},
    ],
)
def test_every_moment_that_a_promise_names_can_come(row: dict[str, Any]) -> None:
    assert with_promise(within="1h", **row) == ["moment"]
    there = {key: "received" if value == "never" else value for key, value in row.items()}
    named = {key: [each for each in value if each != "never"] if isinstance(value, list) else value
             for key, value in there.items()}  # fmt: skip
    assert with_promise(within="1h", **named) == []


def test_a_promise_of_which_one_row_has_no_limit_is_named_once() -> None:
    office = policy("office@2026-11")
    rows = [
        Promise(from_="received", to="replied", within="8h", clock="working"),
        Promise(from_="received", to="replied", within="unset", clock="working"),
    ]
    assert unset_promises(replace(office, promises={"reply": rows, "visit": rows[0]})) == ["reply"]


def test_a_calendar_has_the_zone_of_the_ledger() -> None:
    tokyo = {"SZ@1": calendar().calendar, "BJ@1": calendar(zone="Asia/Tokyo").calendar}
    assert in_setup(calendars=tokyo) == [("calendars/BJ@1.yaml", "zone", ("zone",))]
    assert configured(calendars=tokyo, settings=replace(SETTINGS, zone="Asia/Tokyo")) == ["zone"]


def test_the_newest_calendar_lists_this_year_and_from_december_the_coming_one() -> None:
    def missing(day: date, **calendars: Any) -> list[str]:
        findings = findings_of_configuration(setup(today=day, **calendars))
        return [f"{path} {finding.problem.facts['year']}" for path, finding in findings]

    assert missing(date(2026, 11, 30)) == []
    assert missing(date(2026, 12, 1)) == ["calendars/SZ@1.yaml 2027"]
    assert missing(date(2027, 1, 1)) == ["calendars/SZ@1.yaml 2027"]
    filled = replace(
        calendar().calendar,
        official={year: OfficialYear(notice="x", closed=(), open={}) for year in (2026, 2027)},
    )
    both = {"SZ@9": filled, "SZ@10": calendar().calendar, "XX@1": calendar().calendar}
    assert missing(date(2026, 12, 1), calendars={**both, "SZ@10": filled}) == []
    assert missing(date(2026, 12, 1), calendars=both) == ["calendars/SZ@10.yaml 2027"]
