"""How far a complaint has come, and whose department is next."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import at, calendar, ticket

from svc.model.settings import WatchLimits
from svc.model.staff import Person, Staff
from svc.rules.promises.watched import Basis, watched_runs
from svc.rules.ticket.complaints import complaint_story
from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.turns import whose_turn

RECEIVED = "20 09:00 received"
JUDGED = ("20 09:10 complaint_judged", {"accepted": True})
FOUND = ("20 09:20 cause_found", {"cause": "漏打胶"})
TRACED = ("20 09:30 responsibility_found", {"cause": "漏检", "department": "制造部"})
OURS = ("20 09:40 cost_audited", {"amount": "320.00", "bearer": "manufacturing"})
THEIRS = ("20 09:40 cost_audited", {"amount": "320.00", "bearer": "business"})
RECOVERED = ("20 09:50 cost_recovered", {"amount": "300.00", "words": "协商"})
STAFF = Staff(
    staff=[
        Person(id="sun", name="孙伟", office="SZ", roles=["manager"]),
        Person(id="he", name="何检", roles=["quality"]),
        Person(id="cai", name="蔡会计", office="SZ", roles=["finance"]),
        Person(id="far", name="方远", office="BJ", roles=["production"]),
    ]
)


def told(*log: Any) -> Any:
    return replay_ticket(ticket(RECEIVED, *log, kind="complaint"))


@pytest.mark.parametrize(
    ("log", "department"),
    [
        ((), None),
        ((("20 09:10 complaint_judged", {"accepted": False}),), None),
        ((JUDGED,), "production"),
        ((JUDGED, FOUND), "quality"),
        ((JUDGED, TRACED), "finance"),  # quality inspection found the cause, too
        ((JUDGED, FOUND, TRACED, OURS), None),
        ((JUDGED, FOUND, TRACED, THEIRS), "business"),
        ((JUDGED, FOUND, TRACED, THEIRS, RECOVERED), None),
    ],
)
def test_it_goes_from_production_to_quality_to_finance_to_the_business_department(
    log: tuple[Any, ...], department: str | None
) -> None:
    assert complaint_story(told(*log).events).department_next == department


def test_the_confirmed_cause_and_the_audited_cost_count() -> None:
    early = ("20 09:30 responsibility_found", {"cause": "漏检", "cost": "100.00"})
    story = complaint_story(told(JUDGED, FOUND, early).events)
    assert (story.cause, f"{story.cost}") == ("漏检", "100.00")
    assert f"{complaint_story(told(JUDGED, early, OURS).events).cost}" == "320.00"
    assert complaint_story(told(JUDGED, FOUND).events).cause == "漏打胶"


@pytest.mark.parametrize(
    ("log", "people"),
    [
        ((JUDGED,), ["sun"]),  # production of another office: then it is the head's
        ((JUDGED, FOUND), ["he"]),  # of no office: the company's
        ((JUDGED, FOUND, TRACED), ["cai"]),
        ((JUDGED, FOUND, TRACED, OURS), ["sun"]),
    ],
)
def test_it_is_the_turn_of_the_departments_people(log: tuple[Any, ...], people: list[str]) -> None:
    assert whose_turn(told(*log), STAFF) == people


BY = "2026-12-20T17:00:00+08:00"
LATER = "2027-01-20T17:00:00+08:00"
ACTION = ("20 10:00 corrective_action", {"prevention": "加检", "effective_by": BY})
CLOSED = (
    "20 10:10 answered",
    "20 10:20 called_back",
    "20 10:30 closed",
)


def prevention(*log: Any, now: str) -> list[tuple[str, str]]:
    basis = Basis(calendar=calendar(), limits=WatchLimits())
    return [
        (f"{run.due:%m-%d}", run.state)
        for run in watched_runs(told(JUDGED, *log), frozenset(), basis, at(now))
        if run.promise == "prevention"
    ]


def test_whether_a_prevention_took_effect_is_watched_beyond_the_end_of_the_ticket() -> None:
    assert prevention(ACTION, *CLOSED, now="12-20 17:00") == [("12-20", "running")]
    assert prevention(ACTION, *CLOSED, now="12-20 17:01") == [("12-20", "overdue")]
    again = ("12-19 10:00 prevention_checked", {"effective": False, "again_by": LATER})
    assert prevention(ACTION, *CLOSED, again, now="12-31 09:00") == [
        ("12-20", "kept"),
        ("01-20", "running"),
    ]
    good = ("2027-01-10 10:00 prevention_checked", {"effective": True})
    assert prevention(ACTION, *CLOSED, again, good, now="2027-02-01 09:00") == [
        ("12-20", "kept"),
        ("01-20", "kept"),
    ]


def test_without_a_day_nothing_is_watched() -> None:
    assert prevention("20 10:00 corrective_action", now="2027-02-01 09:00") == []
