"""Who may record what a commit adds, and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rules.logs import ticket

from svc.model.records import plain_data
from svc.model.staff import Person
from svc.rules.history.new_events import (
    Limits,
    answered_for,
    entered_for_sealed_month,
    new_events,
    receipts_issued,
    wrongly_recorded,
)
from svc.rules.history.records import record_kind

NOW = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
LIMITS = Limits(now=NOW, ahead=timedelta(hours=36), late=timedelta(days=31))
KIND = record_kind("tickets/SZ/2026-11/SZ-2611-A0001.yaml")
PEOPLE = {
    "chen": Person(id="chen", name="陈静", roles=["clerk"]),
    "sun": Person(id="sun", name="孙伟", roles=["manager"]),
    "he": Person(id="he", name="何", roles=["head"]),
}


def event(what: str = "remarked", by: str = "chen", **fields: Any) -> dict[str, Any]:
    at = NOW.isoformat()
    return {"seq": 1, "id": "a", "what": what, "at": at, "typed": at, "by": by, **fields}


def kinds(*log: dict[str, Any]) -> list[str]:
    new = list(enumerate(log))
    found = wrongly_recorded(new, {"log": list(log)}, KIND, PEOPLE, LIMITS)
    return [each.kind for each in found]


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        (event(), []),
        (event("receipt_voided"), ["role"]),
        (event("receipt_voided", allowed="同意"), ["not-allowed"]),
        (event("receipt_voided", by="sun", allowed="同意"), []),
        (event("receipt_voided", by="he", allowed="同意"), []),  # a station's head is its manager
        (event(by="nobody"), ["not-staff"]),
        (event("not_yet_known"), []),
    ],
)
def test_who_has_a_role_records_and_a_manager_allows(
    recorded: dict[str, Any], found: list[str]
) -> None:
    assert kinds(recorded) == found


@pytest.mark.parametrize(
    ("typed", "at", "by", "found"),
    [
        ("2026-11-21T21:00:00+08:00", "2026-11-20T09:00:00+08:00", "chen", []),
        ("2026-11-21T21:00:01+08:00", "2026-11-20T09:00:00+08:00", "chen", ["future"]),
        ("2026-11-20T09:00:00+08:00", "2026-10-20T09:00:00+08:00", "chen", []),
        ("2026-11-20T09:00:01+08:00", "2026-10-20T09:00:00+08:00", "chen", ["late"]),
        ("2026-11-20T09:00:01+08:00", "2026-10-20T09:00:00+08:00", "sun", []),
        ("2026-01-20T09:00:00+08:00", "2026-01-20T09:00:00+08:00", "chen", []),  # sent late
    ],
)
def test_times_are_judged_to_the_second(typed: str, at: str, by: str, found: list[str]) -> None:
    assert kinds(event(typed=typed, at=at, by=by)) == found


def test_what_was_imported_happened_when_it_did() -> None:
    old, later = "2020-01-01T09:00:00+08:00", (NOW + timedelta(seconds=1)).isoformat()
    imported = event("imported", at=old)
    assert kinds(imported, event(at=old)) == []
    assert kinds(imported, event(at=old, typed=later)) == ["late"]


def test_new_is_what_no_parent_has() -> None:
    one, two, three = (event() | {"id": id} for id in "abc")
    parents = [{"log": [one]}, {"log": [two]}, None]
    assert new_events(parents, {"log": [one, two, three]}) == [(2, three)]
    assert len(new_events([], {"log": [one]})) == 1


def test_a_manager_answers_by_an_approval_that_says_of_what() -> None:
    given = event("approved", by="sun", granted=True, of="x")
    for answer, count in (
        (given, 1),
        (given | {"by": "chen"}, 0),
        (given | {"by": "nobody"}, 0),
        (given | {"granted": False}, 0),
        (given | {"of": ""}, 0),
        (given | {"what": "remarked"}, 0),
    ):
        assert list(answered_for([(0, answer)], PEOPLE)) == ["x"] * count


def test_receipts_are_found_with_their_places() -> None:
    issued = event("receipt_issued", number="SZ-A-26-0001")
    assert list(receipts_issued([(3, event()), (4, issued)])) == [(4, "SZ-A-26-0001")]


SEALED = {("SZ", date(2026, 10, 1)): frozenset({"counted"})}


@pytest.mark.parametrize(
    ("at", "fields", "named"),
    [
        ("2026-10-30T10:00:00+08:00", {}, True),
        ("2026-10-30T10:00:00+08:00", {"late": "单据晚到"}, False),
        ("2026-10-30T10:00:00+08:00", {"allowed": "同意", "by": "sun"}, False),
        ("2026-10-30T10:00:00+08:00", {"id": "counted"}, False),
        ("2026-10-31T18:00:00+00:00", {}, False),  # in the department's zone it is November
        ("2026-09-30T10:00:00+08:00", {}, False),  # a month that nobody sealed
        ("2026-11-02T10:00:00+08:00", {}, False),
    ],
)
def test_what_is_entered_for_a_sealed_month_says_why(
    at: str, fields: dict[str, Any], named: bool
) -> None:
    record = plain_data(ticket("01 09:00 received", "20 09:00 remarked"))
    record["log"][1] |= {"by": "chen", "id": "late01", "at": at, **fields}
    new = [(1, record["log"][1])]

    def sealed(office: str, first: date) -> frozenset[str] | None:
        return SEALED.get((office, first))

    found = list(entered_for_sealed_month(new, record, sealed, ZoneInfo("Asia/Shanghai")))
    assert [each.kind for each in found] == ["late-for-month"] * named


def test_it_is_a_month_of_the_office_that_acted() -> None:
    gone = ("02 09:00 office_changed", {"office": "BJ"})
    record = plain_data(ticket("01 09:00 received", gone, "20 09:00 remarked"))
    record["log"][2]["at"] = "2026-10-30T10:00:00+08:00"
    asked: list[str] = []

    def sealed(office: str, first: date) -> frozenset[str] | None:
        asked.append(office)
        return None

    new = [(2, record["log"][2])]
    assert not list(entered_for_sealed_month(new, record, sealed, ZoneInfo("Asia/Shanghai")))
    assert asked == ["BJ"]
