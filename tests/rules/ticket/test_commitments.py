"""What was promised a customer is open until it is kept."""

from __future__ import annotations

from rules.logs import ticket

from svc.rules.ticket.commitments import open_commitments

LOG = (
    "20 09:00 received",
    ("20 09:10 committed", {"promise": "带说明书", "until": "2026-11-23T09:00:00+08:00"}),
    ("20 09:20 committed", {"promise": "回电话", "until": "2026-11-21T09:00:00+08:00"}),
)


def test_each_is_open_until_its_own_keeping_in_the_order_of_the_log() -> None:
    log = ticket(*LOG).log
    assert [each.promise for each in open_commitments(log)] == ["带说明书", "回电话"]
    kept = ("20 10:00 commitment_kept", {"of": log[1].id})
    assert [each.promise for each in open_commitments(ticket(*LOG, kept).log)] == ["回电话"]
    assert open_commitments(iter(ticket(*LOG, kept, "20 11:00 closed").log))[0].promise == "回电话"
    assert open_commitments([]) == []
