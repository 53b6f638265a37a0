"""Which defects of an installation are open."""

from __future__ import annotations

from typing import Any

from rules.logs import ticket

from svc.rules.ticket.installation import open_defects
from svc.rules.ticket.lifecycle import replay_ticket

PIPE = {"to": "明辉装修", "defect": "排烟管未接"}
ON_SITE = ("20 09:00 received", "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")


def told(clock: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return f"20 {clock} defect_reported", PIPE | fields


def test_told_again_it_is_the_same_one_and_keeps_what_was_told_before() -> None:
    first = told("11:00", prevents_use=True, remedy="接好")
    other = told("11:05", defect="少一颗螺栓")
    by = told("11:10", by_when="2026-11-27T17:00:00+08:00")
    state = replay_ticket(ticket(*ON_SITE, first, other, by))
    pipe, bolt = open_defects(state)
    assert (pipe.remedy, pipe.prevents_use, pipe.by_when is not None) == ("接好", True, True)
    assert (bolt.defect, bolt.prevents_use) == ("少一颗螺栓", False)


def test_remedied_it_is_open_no_longer() -> None:
    state = replay_ticket(ticket(*ON_SITE, told("11:00"), told("12:00", remedied=True)))
    assert open_defects(state) == []
