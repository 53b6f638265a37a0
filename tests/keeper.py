"""A store to type at: a catalogue of four parts and what was delivered on the first days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conftest import Desk

PARTS = """parts:
  - {code: "P-1001", name: "加热管", models: ["CR-200"], position: "A-1-1", price: "180.00", \
minimum: 6, replaced_by: ["P-1002"]}
  - {code: "P-1002", name: "加热管（加长）", models: ["CR-200"], price: "210.00"}
  - {code: "P-1003", name: "主控板", models: ["CR-200"], price: "860.00", minimum: 2}
  - {code: "P-1004", name: "风机", models: ["CR-200"], position: "B-1-1"}
"""
DELIVERED, LATER = "2026-11-16T09:00:00", "2026-11-19T09:00:00"
BOARDS = "#ZB-1,ZB-2,ZB-3"
FIRST, SECOND, SENT = "SZ-M2611-A0001", "SZ-M2611-A0002", "SZ-M2611-A0003"


def furnish(desk: Desk) -> Desk:
    """The catalogue; ten heating tubes at 170, then five at 190; three boards with numbers."""
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    desk.commit()
    keep(desk, "receive", "P-1001:10:170.00@A-1-1", f"P-1003:3:800.00{BOARDS}", now=DELIVERED)
    keep(desk, "receive", "P-1001:5:190.00", now=LATER)
    return desk


def keep(desk: Desk, *words: str, now: str = "", by: str = "sun") -> Any:
    """What the keeper types behind `svc stock`; the answer."""
    at = now or "2026-11-20T09:00:00"
    return desk.ok("--json", "stock", *words, by=by, now=at).json


def refused(desk: Desk, *words: str, now: str = "2026-11-20T09:00:00", by: str = "sun") -> Any:
    """How `svc stock` refuses these words, which changes nothing."""
    before = desk.snapshot()
    ended = desk.svc("--json", "stock", *words, by=by, now=now)
    assert ended.status == 2, ended
    assert desk.snapshot() == before
    return ended.error


def lies(desk: Desk, office: str = "SZ", now: str = "2026-11-30T18:00:00") -> dict[str, int]:
    """How many good pieces lie in a store, by part."""
    items = keep(desk, "list", "--office", office, now=now)["items"]
    return {item["part"]: item["good"] for item in items if item["good"]}
