"""What `svc check` finds in one record: every rule with what it finds and what it passes."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from rules.logs import policy, ticket

from svc.model.records import plain_data
from svc.model.staff import Person, Staff
from svc.model.tickets import Ticket, head_digest
from svc.rules.findings import RULES, Seen, findings, unset_promises
from svc.rules.lifecycle import replay

STAFF = Staff(
    staff=[
        Person(id="chen", name="陈静", roles=["clerk", "technician", "lead"]),
        Person(id="zhao", name="赵敏", roles=["callback"]),
        Person(id="sun", name="孙伟", roles=["manager"], left=date(2026, 11, 1)),
    ]
)


def seen(made: Ticket, staff: Staff | None = STAFF, **changed: Any) -> Seen:
    """What check sees of a ticket whose head is as it was told; `changed` are keys edited since."""
    data = plain_data(made)
    for event in data["log"]:
        if event["what"] == "received":
            event["digest"] = head_digest(data)
    data |= changed
    made = msgspec.convert(data, Ticket)
    return Seen(
        ticket=made,
        data=data,
        state=replay(made),
        staff=staff,
        offices={"SZ": "south", "BJ": "north"},
        policies=frozenset({"office@2026-07"}),
        calendars=frozenset({"SZ@1", "SZ@2"}),
    )


def found(*log: Any, staff: Staff | None = STAFF, changed: dict[str, Any] | None = None, **head: Any) -> list[str]:
    return [finding.rule for finding in findings(seen(ticket(*log, **head), staff, **(changed or {})))]


RECEIVED = "20 09:00 received"
HANDED_OVER = "20 09:20 handed_over"


def test_a_record_as_svc_writes_it_has_nothing_wrong():
    assert found(RECEIVED) == []
    assert found(RECEIVED, HANDED_OVER, "20 09:30 replied", status="replied") == []


def test_every_rule_is_asked():
    assert len(RULES) == len(set(RULES))
    assert {rule.__name__ for rule in RULES} == {
        name for name, made in vars(__import__("svc.rules.findings", fromlist=["x"])).items()
        if callable(made) and getattr(made, "__annotations__", {}).get("return") == "Iterator[Finding]"
    }  # fmt: skip


def test_a_status_that_does_not_follow_from_the_log():
    assert found(RECEIVED, status="closed") == ["status"]
    (finding,) = findings(seen(ticket(RECEIVED, status="closed")))
    assert "svc check --fix SZ-2611-A0001" in str(finding.problem)
    assert finding.place == ("status",)


@pytest.mark.parametrize(
    "changed",
    [{"symptom": "不转"}, {"occurred": "今天"}, {"urgency": "critical"}, {"terms": {"policy": "office@2026-07",
     "calendar": "SZ@2"}}],
)  # fmt: skip
def test_a_head_edited_by_hand(changed):
    assert found(RECEIVED, changed=changed) == ["head"]


def test_a_head_from_which_personal_data_was_removed_is_no_finding():
    assert found(RECEIVED, ("20 10:00 forgotten", {"by": "sun"}), changed={"symptom": "(removed)"}) == []


def test_a_head_that_lacks_what_intake_must_hold():
    assert found(RECEIVED, occurred="") == ["head"]
    assert found("20 09:00 noted", status="noted", occurred="", wishes="") == []


def test_an_event_out_of_turn_until_it_is_settled():
    log = (RECEIVED, "20 10:00 arrived")
    assert found(*log) == ["out-of-turn"]
    (finding,) = findings(seen(ticket(*log)))
    assert finding.place == ("log", 1)
    assert found(*log, ("20 11:00 settled", {"outcome": "received"})) == []


def test_events_with_one_identity_or_out_of_order():
    assert found(RECEIVED, ("20 10:00 remarked", {"id": "000001"})) == ["event-twice"]
    made = ticket(RECEIVED, "20 10:00 remarked", "20 10:05 remarked")
    turned = msgspec.structs.replace(made, log=[made.log[0], made.log[2], made.log[1]])
    assert [f.rule for f in findings(seen(turned))] == ["event-order"]


def test_people_nobody_knows_or_without_the_role():
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "nobody"})) == ["staff"]
    assert found(RECEIVED, ("20 10:00 handed_over", {"by": "zhao"}), status="handed_over") == ["role"]
    allowed = ("20 10:00 handed_over", {"by": "zhao", "allowed": "人手不足"})
    assert found(RECEIVED, allowed, status="handed_over") == []
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "sun"})) == []  # who has left stays known


def test_without_a_staff_file_people_are_not_looked_at():
    assert found(RECEIVED, ("20 10:00 remarked", {"by": "nobody"}), staff=None) == []


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        ({"office": "XX"}, ["office"]),
        ({"region": "moon"}, ["region"]),
        ({"terms": {"policy": "office@1999", "calendar": "SZ@1"}}, ["terms"]),
        ({"terms": {"policy": "office@1999", "calendar": "SZ@9"}}, ["terms", "terms"]),
    ],
)
def test_what_a_record_refers_to_is_there(head, rules):
    assert found(RECEIVED, **head) == rules


def test_recomputed_terms_are_the_ones_that_count():
    assert found(RECEIVED, ("20 10:00 recomputed", {"calendar": "SZ@9"})) == ["terms"]


def test_times_that_can_not_be():
    assert found(RECEIVED, ("20 08:59 remarked", {"typed": "20 09:30"})) == ["time-order"]
    assert found(RECEIVED, ("20 10:00 remarked", {"typed": "20 09:57"})) == ["future"]
    assert found(RECEIVED, ("20 10:00 remarked", {"typed": "20 09:58"})) == []  # a clock two minutes fast


def test_keys_that_mean_nothing():
    assert found(RECEIVED, changed={"mood": "angry"}) == ["unknown-key"]
    made = seen(ticket(RECEIVED, "20 10:00 remarked"))
    made.data["log"][1]["mood"] = "angry"
    assert [(f.rule, f.place) for f in findings(made)] == [("unknown-key", ("log", 1, "mood"))]


def test_an_outcome_that_is_no_state():
    assert found(RECEIVED, ("20 11:00 settled", {"outcome": "lost"})) == ["settled"]


def test_promises_without_a_number_are_named():
    assert unset_promises(policy("office@2026-07")) == ["complaint_answer"]
    assert unset_promises(policy("six_stages@2026-07")) == []
