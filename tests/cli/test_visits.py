"""The visit as typed by a technician."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Desk

T = "SZ-2611-A0001"
VISIT = (
    "visit",
    T,
    "--outcome",
    "fixed",
    "--found",
    "断路",
    "--done",
    "换管",
    "--cause",
    "quality",
)
EVENING = "2026-11-20T15:30:00"


def test_what_was_seen_to_before_leaving_is_recorded_once_and_in_order_and_shown(
    desk: Desk,
) -> None:
    desk.play("arrive")
    checked = (
        "--checked",
        "site_cleaned,full_test",
        "--checked",
        "full_test，cause explained",
        "--no-papers-seen",
    )
    desk.ok(*VISIT, *checked, by="wang", now=EVENING)
    event = desk.log[-1]
    assert event["checked"] == ["full_test", "site_cleaned", "cause_explained"]
    assert event["papers_seen"] is False
    told = desk.ok("show", T).out
    assert "checked: full test passed, site cleaned, cause explained" in told
    assert "warranty papers seen: no" in told


def test_a_machine_found_out_of_warranty_on_site_is_charged_for(desk: Desk) -> None:
    desk.play("arrive")
    desk.ok(*VISIT, "--out-of-warranty", by="wang", now=EVENING)
    assert "in warranty as seen on site: no" in desk.ok("show", T).out
    refused = desk.svc("--json", "charge", T, "--line", "L03", by="wang", now=EVENING)
    # not free-of-charge: it is paid for once the customer agrees
    assert refused.error["key"] == "no-consent"


def test_what_nobody_knows_to_check_is_refused_with_what_there_is(desk: Desk) -> None:
    desk.play("arrive")
    ended = desk.svc("--json", *VISIT, "--checked", "coffee", by="wang", now=EVENING)
    assert ended.status == 2
    assert ended.error["facts"]["value"] == "coffee"
    assert "dangers_removed" in ended.error["message"]
