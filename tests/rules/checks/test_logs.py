"""Rules of every record: what just holds and what just does not, with the place of the finding."""

from __future__ import annotations

from typing import Any

import pytest
from rules.checks.records import (
    HANDED_OVER,
    LENT,
    RECEIVED,
    customer,
    found,
    found_in_file,
    in_ticket,
    known,
    names,
    places,
    seen,
    seen_customer,
)
from rules.logs import ticket

from svc.errors import Phrase
from svc.model.events import Event
from svc.model.labels import event_of_kind
from svc.model.records import plain_data
from svc.model.staff import Person
from svc.model.tickets import head_digest
from svc.rules.checks.logs import PEOPLE
from svc.rules.checks.rules import findings_of_customer, findings_of_ticket
from svc.rules.checks.subject import Finding
from svc.rules.forgetting import without_personal_data


@pytest.mark.parametrize(
    "changed",
    [{"symptom": "不转"}, {"occurred": "今天"}, {"urgency": "critical"}, {"terms": {"policy": "office@2026-11",
     "calendar": "SZ@2"}}],
)  # fmt: skip
def test_a_head_edited_by_hand(changed: dict[str, Any]) -> None:
    assert found(RECEIVED, changed=changed) == ["head"]
    assert found_in_file(changed={"name": "乙"}) == ["head"]


def test_a_head_from_which_personal_data_was_removed_is_no_finding() -> None:
    forgotten = ("20 10:00 forgotten", {"by": "sun"})
    data = without_personal_data(plain_data(ticket(RECEIVED, forgotten)))
    assert found(RECEIVED, forgotten, changed=data) == []
    told = ("20 10:00 forgotten", {"by": "sun", "digest": head_digest(data)})
    data["log"][1]["digest"] = head_digest(data)
    assert found(RECEIVED, told, changed=data) == []
    assert found(RECEIVED, told, changed={**data, "kind": "inquiry"}) == ["head"]


def test_an_event_out_of_turn_until_it_is_settled() -> None:
    log = (RECEIVED, "20 10:00 arrived")
    (finding,) = findings_of_ticket(seen(ticket(*log)))
    assert (finding.rule, finding.place) == ("out-of-turn", ("log", 1))
    assert finding.problem.facts["what"] == event_of_kind("arrived")  # in words, not by its key
    assert found(*log, ("20 11:00 settled", {"outcome": "received"})) == []


def test_who_has_left_stays_known_and_without_a_staff_file_people_are_not_looked_at() -> None:
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "sun"})) == []
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "nobody"})) == ["staff"]
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "nobody"}), about={"people": None}) == []
    allowed = ("20 10:00 cancelled", {"by": "sun", "allowed": "人手不足"})
    assert found(RECEIVED, allowed, status="cancelled") == []


def test_a_clock_may_be_two_minutes_ahead_of_another() -> None:
    assert found(RECEIVED, ("20 10:00 remarked", {"typed": "20 09:58"})) == []
    assert found(RECEIVED, "20 12:02 remarked", "20 12:00 remarked") == []


def test_two_desks_that_recorded_at_different_times_set_no_clock_back() -> None:
    ours = [
        ("20 10:00 remarked", {"seq": 2, "id": "aaaaaa"}),
        ("20 10:10 remarked", {"seq": 3, "id": "aaaaab"}),
    ]
    theirs = [
        ("20 09:10 remarked", {"seq": 2, "id": "bbbbbb"}),
        ("20 09:20 remarked", {"seq": 3, "id": "bbbbba"}),
    ]
    assert found(RECEIVED, ours[0], theirs[0], ours[1], theirs[1]) == []


def test_a_correction_says_what_stood_there_or_came_there() -> None:
    right = {"field": "customer.phone", "old": "1", "new": "2"}
    again = {"field": "customer.phone", "old": "2", "new": "3"}
    assert found(RECEIVED, ("20 10:00 corrected", right), ("20 10:05 corrected", again)) == []
    assert found(RECEIVED, ("20 10:00 corrected", {**right, "old": "9"})) == ["correction"]
    assert found(RECEIVED, ("20 10:00 corrected", {**right, "field": "customer.fax"})) == [
        "correction"
    ]


def test_a_finding_says_its_rule_and_place() -> None:
    problem = Phrase(
        "status is '{written}', the log says '{replayed}'", written="closed", replayed="received"
    )
    assert findings_of_ticket(seen(ticket(RECEIVED, status="closed"))) == [
        Finding("status", problem, ("status",))
    ]


def test_a_field_that_names_one_of_the_staff_is_looked_at_too() -> None:
    sent = ("20 09:50 dispatched", {"technician": "nobody"})
    log = (RECEIVED, HANDED_OVER, sent)
    assert in_ticket(*log, status="dispatched") == [("staff", ("log", 2, "technician"))]
    moved = ("20 09:55 rescheduled", {"technician": ""})  # by who was sent before
    assert in_ticket(RECEIVED, HANDED_OVER, "20 09:50 dispatched", moved, status="dispatched") == []


@pytest.mark.parametrize("kind", PEOPLE)
def test_every_field_that_names_a_person_is_one_of_its_event(kind: type[Event]) -> None:
    assert set(PEOPLE[kind]) <= set(kind.__struct_fields__)


def test_of_what_was_taken_over_both_are_looked_at() -> None:
    over = ("20 09:50 taken_over", {"whose": "nobody", "to": "no_one"})
    assert in_ticket(RECEIVED, over) == [
        ("staff", ("log", 1, "whose")),
        ("staff", ("log", 1, "to")),
    ]


def test_two_who_are_nobody_are_two_findings() -> None:
    lent = (LENT[0], {**LENT[1], "technician": "nobody", "by": "nobody"})
    assert in_ticket(RECEIVED, lent) == [
        ("staff", ("log", 1, "by")),
        ("staff", ("log", 1, "technician")),
    ]


def test_what_a_manager_allowed_needs_no_role_and_what_nobody_knows_has_any() -> None:
    handed_over = ("20 10:00 handed_over", {"by": "zhao"})
    assert in_ticket(RECEIVED, handed_over, status="handed_over") == [("role", ("log", 1, "by"))]
    allowed = ("20 10:00 handed_over", {"by": "sun", "allowed": "人手不足"})
    assert found(RECEIVED, allowed, status="handed_over") == []
    by_clerk = ("20 10:00 handed_over", {"by": "zhao", "allowed": "人手不足"})
    assert in_ticket(RECEIVED, by_clerk, status="handed_over") == [
        ("allowed", ("log", 1, "allowed"))
    ]
    nobody = ("20 10:00 handed_over", {"by": "nobody"})
    about = {"people": None}
    assert found(RECEIVED, nobody, status="handed_over", about=about) == []


def test_an_office_its_region_and_its_numbers_go_together() -> None:
    assert in_ticket(RECEIVED, office="XX") == [("office", ("office",)), ("number", ("office",))]
    assert in_ticket(RECEIVED, region="moon") == [("region", ("region",))]
    assert found(RECEIVED, office="BJ", id="BJ-2611-A0001", region="south") == []  # of another
    assert found(RECEIVED, office="S", about={"offices": {"S": "south"}}) == ["number"]


def test_nothing_happened_before_the_record_began_unless_a_clock_was_put_back() -> None:
    before = ("20 08:59:59 remarked", {"typed": "20 09:30"})
    assert in_ticket(RECEIVED, before) == [("time-order", ("log", 1, "at"))]
    assert found(RECEIVED, ("20 09:00 remarked", {"typed": "20 09:30"})) == []
    assert found(RECEIVED, "20 08:59:59 remarked") == []  # typed at once, a second too early


@pytest.mark.parametrize(
    ("typed", "rules"),
    [("20 09:58", []), ("20 09:57:59", ["future"])],
)
def test_what_happened_may_be_two_minutes_after_it_was_typed(typed: str, rules: list[str]) -> None:
    assert found(RECEIVED, ("20 10:00 remarked", {"typed": typed})) == rules


@pytest.mark.parametrize(
    ("later", "rules"), [("20 11:58", []), ("20 11:57:59", ["clock-set-back"])]
)
def test_a_clock_that_was_set_back_by_more_than_two_minutes(later: str, rules: list[str]) -> None:
    assert found(RECEIVED, "20 12:00 remarked", f"{later} remarked") == rules


def test_each_of_two_events_of_one_identity_after_the_first_is_named() -> None:
    twice = ("20 10:00 remarked", {"id": "000001"})
    assert in_ticket(RECEIVED, twice, twice) == [
        ("event-twice", ("log", 1, "id")),
        ("event-twice", ("log", 2, "id")),
    ]


def test_a_correction_of_what_another_event_changed_before_is_of_that_value() -> None:
    urgent = ("20 09:30 urgency_set", {"urgency": "urgent"})
    corrected = {"field": "urgency", "old": "urgent", "new": "normal", "reason": "听错"}
    assert found(RECEIVED, urgent, ("20 10:00 corrected", corrected)) == []
    assert in_ticket(RECEIVED, ("20 10:00 corrected", corrected)) == [
        ("correction", ("log", 1, "old"))
    ]
    serial = {"field": "equipment.serial", "old": "CR200-26-0007", "new": "CR200-26-0008"}
    replaced = "20 09:30 machine_replaced"
    assert found(RECEIVED, replaced, ("20 10:00 corrected", serial)) == []
    assert found(RECEIVED, ("20 10:00 corrected", serial)) == ["correction"]


def test_a_correction_that_the_field_can_not_have_changes_nothing_and_is_named_once() -> None:
    wrong = {"field": "customer.zone", "old": "far", "new": "mars"}
    assert in_ticket(RECEIVED, ("20 10:00 corrected", wrong)) == [("correction", ("log", 1, "new"))]


def test_two_desks_may_correct_one_old_value_at_once() -> None:
    ours = {"field": "customer.phone", "old": "1", "new": "2"}
    theirs = {**ours, "new": "3", "seq": 2, "id": "zzzzzz"}
    assert found(RECEIVED, ("20 10:00 corrected", ours), ("20 10:01 corrected", theirs)) == [
        "corrected-twice"
    ]


def test_the_status_of_a_file_follows_from_its_log_too() -> None:
    merged = {"what": "merged_into", "file": "SZ-A0002", "reason": "同一客户"}
    assert found_in_file(merged) == ["status"]
    assert found_in_file(merged, status="merged") == []


def test_the_rules_look_at_a_customers_file_as_at_a_ticket() -> None:
    own = seen_customer(customer({"what": "remarked", "words": "x", "by": "nobody"}))
    assert places(findings_of_customer(own)) == [("staff", ("log", 1, "by"))]


def test_who_may_record_is_asked_of_the_roles_the_event_has() -> None:
    callback = Person(id="x", name="新", roles=["callback"])
    about = {"people": {**known().people, "x": callback}}
    log = (RECEIVED, "20 09:30 answered", ("20 15:00 called_back", {"by": "x"}))
    assert found(*log, status="called_back", about=about) == []
    clerk = {"people": {**about["people"], "x": Person(id="x", name="新", roles=["parts"])}}
    assert found(*log, status="called_back", about=clerk) == ["role"]


def test_a_turned_log_is_one_finding_at_the_log() -> None:
    made = ticket(RECEIVED, ("20 10:00 remarked", {"seq": 3}), ("20 10:05 remarked", {"seq": 2}))
    assert names(findings_of_ticket(seen(made)))[:1] == ["event-order"]
    assert any(place == ("log",) for _, place in places(findings_of_ticket(seen(made))))


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, []),
        ({"office": "XX"}, ["office"]),
        ({"calendar": "XX@1"}, ["terms"]),
    ],
)
def test_the_office_that_acts_and_its_calendar_are_there(
    fields: dict[str, str], rules: list[str]
) -> None:
    moved = {"office": "BJ", "region": "north", **fields}
    assert found(RECEIVED, ("20 10:00 office_changed", moved)) == rules
