"""A machine unpacked, its software updated: written, listed, seen in its life."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from actions.deeds import MINGHUI, last, refused, stands_once
from conftest import options

if TYPE_CHECKING:
    from conftest import Desk

A, SERIAL = "SZ-A0001", "CR200-24-0042"
MACHINE = {"serial": SERIAL, "model": "CR-200", "specification": "380V", "bought": "2026-08-01"}
UNBOX = ("equipment", "unbox", SERIAL)
UPDATE = ("equipment", "update", SERIAL, "--to", "V2", "--technician", "wang")
NEXT = "2026-11-20T11:00:00"


@pytest.fixture
def filed(desk: Desk) -> Desk:
    """A customer's file with one machine."""
    desk.ok("customer", "add", *options(MINGHUI), by="chen")
    desk.ok("equipment", "add", A, *options(MACHINE), "--software", "V1", by="chen")
    return desk


def test_a_machine_is_unpacked_faulty_or_good_and_the_rate_follows(filed: Desk) -> None:
    faulty = (*UNBOX, "--faulty", "外壳磕碰")
    filed.ok(*faulty, by="chen", now="2026-11-20T09:30:00")
    assert last(filed, A) == {
        "what": "equipment_unboxed", "by": "chen", "serial": SERIAL, "good": False, "found": "外壳磕碰"
    }  # fmt: skip
    stands_once(filed, *faulty)

    def rate() -> dict[str, object]:
        listed = json.loads(filed.ok("--json", "equipment", "unboxing", "2026-11", by="chen").out)
        (item,) = listed["items"]
        return dict(item)

    assert rate() == {"key": "2026-11", "opened": 1, "good": 0, "percent": 0.0}
    filed.ok(*UNBOX, "--good", by="chen", now=NEXT)
    assert rate() == {"key": "2026-11", "opened": 1, "good": 1, "percent": 100.0}
    assert refused(filed, *UNBOX, by="chen")["key"] == "missing-fields"


def test_an_update_has_both_versions_and_stands_in_list_and_life(filed: Desk) -> None:
    filed.ok(*UPDATE, by="chen", now="2026-11-20T09:30:00")
    assert last(filed, A) == {
        "what": "software_updated", "by": "chen", "serial": SERIAL, "before": "V1", "version": "V2",
        "technician": "wang",
    }  # fmt: skip
    stands_once(filed, *UPDATE)
    assert refused(filed, *UPDATE, by="chen", now=NEXT)["key"] == "already-so"
    listed = json.loads(filed.ok("--json", "equipment", "updates", "2026-11", by="chen").out)
    (item,) = listed["items"]
    assert (item["before"], item["version"], item["model"]) == ("V1", "V2", "CR-200")
    runs = json.loads(filed.ok("--json", "equipment", "list", "--software", "V2", by="chen").out)
    assert runs["count"] == 1
    life = filed.ok("equipment", "history", SERIAL, by="chen").out
    assert "V1 → V2" in life
    filed.ok("check", by="chen", now=NEXT)
