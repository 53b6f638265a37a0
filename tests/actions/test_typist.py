"""What nearly every deed at the desk comes down to: one event, and how the ticket stands then.

How it is written is told in tests/store/test_recording.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from actions.deeds import events, last
from conftest import NOW, TICKET

from svc.actions.typist import Typist, record_event, ticket_result, writing
from svc.errors import NoSuchRecord, NotYourRole
from svc.model import events as ev

if TYPE_CHECKING:
    from conftest import Desk

MOMENT = datetime.fromisoformat(NOW) + timedelta(minutes=30)
EARLIER = datetime.fromisoformat(NOW) + timedelta(minutes=5)
HANDED = ev.HandedOver(to="li")


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def typist(
    by: str = "chen", at: datetime | None = None, again: bool = False, allow: str = ""
) -> Typist:
    return Typist(by=by, now=MOMENT, at=at, again=again, allow=allow)


def test_one_event_is_recorded_and_the_ticket_told_as_it_stands(taken: Desk) -> None:
    done = record_event(taken.ledger, TICKET.lower(), typist(), HANDED)
    assert last(taken) == {"what": "handed_over", "by": "chen", "to": "li"}
    assert (done.ticket.id, done.state.status) == (TICKET, "handed_over")
    assert (done.repeated, done.committed, done.notices) == (False, True, [])
    assert done.next_steps == ["reply", "contact", "dispatch"]
    assert done.due is not None
    ends = [run.due for run in done.promises if run.state == "running" and run.due]
    assert done.due.due == min(ends)


def test_just_now_is_when_it_is_typed_unless_it_happened_earlier(taken: Desk) -> None:
    assert typist().happened == MOMENT
    assert typist(at=EARLIER).happened == EARLIER
    record_event(taken.ledger, TICKET, typist(at=EARLIER), HANDED)
    event = events(taken)[-1]
    assert (event["at"], event["typed"]) == (EARLIER.isoformat(), MOMENT.isoformat())


def test_said_twice_it_is_repeated_unless_it_happened_again(taken: Desk) -> None:
    note = ev.Remarked(words="门口有狗")
    assert not record_event(taken.ledger, TICKET, typist(), note).repeated
    assert record_event(taken.ledger, TICKET, typist(), note).repeated
    assert not record_event(taken.ledger, TICKET, typist(again=True), note).repeated
    assert [event["what"] for event in events(taken)] == ["received", "remarked", "remarked"]


def test_a_manager_lets_it_happen_and_the_reason_stands_in_the_event(taken: Desk) -> None:
    record_event(taken.ledger, TICKET, typist(by="sun", allow="急"), HANDED)
    assert last(taken)["allowed"] == "急"


def test_without_commits_it_says_that_it_is_not_committed(taken: Desk) -> None:
    taken.git("config", "svc.commit", "off")
    assert not record_event(taken.ledger, TICKET, typist(), HANDED).committed


@pytest.mark.parametrize(
    ("ticket", "by", "error"),
    [("SZ-2611-A0099", "chen", NoSuchRecord), (TICKET, "wang", NotYourRole)],
)
def test_what_is_refused_is_not_written(
    taken: Desk, ticket: str, by: str, error: type[Exception]
) -> None:
    before = taken.snapshot()
    with pytest.raises(error):
        record_event(taken.ledger, ticket, typist(by=by), HANDED)
    assert taken.snapshot() == before


def test_several_events_of_one_command_are_one_commit_or_none(taken: Desk) -> None:
    ledger = taken.ledger
    commits = int(taken.git("rev-list", "--count", "HEAD"))
    with writing(ledger, typist()) as tx:
        tx.append(TICKET, HANDED)
        tx.append(TICKET, ev.Remarked(words="门口有狗"))
    assert int(taken.git("rev-list", "--count", "HEAD")) == commits + 1
    assert ticket_result(ledger, tx, TICKET).state.status == "handed_over"
    before = taken.snapshot()

    def half(desk: Desk) -> None:
        with writing(desk.ledger, typist()) as tx:
            tx.append(TICKET, ev.Remarked(words="二楼"))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        half(taken)
    assert taken.snapshot() == before


def test_what_is_recorded_is_told_though_its_promises_can_not_be(taken: Desk) -> None:
    (taken.path / "policies/office@2026-11.yaml").write_text("id: [\n", encoding="utf-8")
    done = record_event(taken.ledger, TICKET, typist(), HANDED)
    assert (done.state.status, done.promises, done.due) == ("handed_over", [], None)
