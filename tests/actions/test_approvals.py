"""What the guard named is answered for on the ticket it is about, by the words that it said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from conftest import NOW, TICKET

from svc.actions.approvals import answer_for
from svc.actions.typist import Typist

if TYPE_CHECKING:
    from conftest import Desk

PATH = f"tickets/SZ/2026-11/{TICKET}.yaml"
SAID = f"""svc: {PATH}: event 2 (note) was removed from the log [event-dropped 7k2m9qabcd]
commit 0123456789 of 2026-11-20 09:00, by 陈静 [late or not]
svc: {PATH}: 第 3 条（备注）被改动 [event-changed ffffffffff]
svc: staff.yaml: the roles of 陈静 were changed by hand, not by svc [role-changed 0123456789]
svc: Nothing of this push was taken"""


def test_each_finding_is_answered_for_once(desk: Desk) -> None:
    desk.play("intake")
    typist = Typist(by="sun", now=datetime.fromisoformat(NOW))
    answered: set[str] = set()
    assert answer_for(desk.ledger, typist, SAID, "已核对", answered)
    events = [event for event in desk.log if event["what"] == "approved"]
    assert sorted(event["of"] for event in events) == ["0123456789", "7k2m9qabcd", "ffffffffff"]
    assert {(event["asked"], event["by_whom"], event["by"]) for event in events} == {
        ("已核对", "sun", "sun")
    }
    assert not answer_for(desk.ledger, typist, SAID, "已核对", answered)
    assert not answer_for(desk.ledger, typist, "no", "已核对", set())
    assert len(desk.log) == 4
