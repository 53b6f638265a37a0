"""A new version of a policy: previewed, written, and only new tickets are under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actions.deeds import refused

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk

NEW = ("policy", "new", "office", "--set", "联系到客户=1小时")


def policy(desk: Desk, version: str) -> Any:
    return reading.read_record((desk.path / f"policies/{version}.yaml").read_bytes())


def test_a_preview_says_what_changes_for_whom_and_writes_nothing(desk: Desk) -> None:
    assert desk.intake().status == 0
    before = desk.snapshot()
    shown = desk.ok("--json", *NEW, by="chen").json
    assert shown["changes"] == [{"promise": "contact", "before": "2h", "after": "1h"}]
    assert (shown["open_tickets"], shown["recorded"]) == (1, False)
    told = desk.ok("--lang", "zh", *NEW, by="chen").out
    assert "2小时  1小时" in told
    assert "其余全部" in told
    assert desk.snapshot() == before


def test_the_new_version_has_the_limit_in_every_row_and_its_own_name(desk: Desk) -> None:
    version = desk.ok("--json", *NEW, "--set", "visit=3wd", "--go", by="sun").json["version"]
    assert version == "office@2026-11-20"
    old, new = policy(desk, "office@2026-11"), policy(desk, version)
    assert new["name"] == version
    assert [row["within"] for row in new["promises"]["contact"]] == ["1h", "1h"]
    assert [row.get("within") for row in new["promises"]["visit"]] == ["3wd", "3wd", None]
    assert new["promises"]["reply"] == old["promises"]["reply"]
    assert refused(desk, *NEW, "--go", by="sun")["key"] == "nothing-to-change"


def test_the_clock_follows_the_unit_of_the_limit(desk: Desk) -> None:
    words = ("--set", "reply=1wd", "--set", "callback=2d", "--set", "report=4h")
    version = desk.ok("--json", "policy", "new", "office", *words, "--go", by="sun").json["version"]
    promises = policy(desk, version)["promises"]
    clocks = [promises[name]["clock"] for name in ("reply", "callback", "report")]
    assert clocks == ["working_days", "calendar_days", "working"]


def test_tickets_that_are_open_keep_the_version_they_have(desk: Desk) -> None:
    assert desk.intake().status == 0
    desk.ok(*NEW, "--go", by="sun")
    assert 'office@2026-11"' in desk.record.read_text(encoding="utf-8")
    other = desk.other(2).out
    assert "SZ-2611-A0002" in other
    second = desk.record.with_name("SZ-2611-A0002.yaml").read_text(encoding="utf-8")
    assert "office@2026-11-20" in second


def test_versions_are_named_later_and_later(desk: Desk) -> None:
    names = [
        desk.ok("--json", *NEW[:-1], f"contact={limit}", "--go", by="sun", now=now).json["version"]
        for limit, now in (
            ("1h", "2026-11-20T09:00:00"), ("3h", "2026-11-20T10:00:00"), ("4h", "2026-12-01T09:00:00"),
        )
    ]  # fmt: skip
    assert names == ["office@2026-11-20", "office@2026-11-20-2", "office@2026-12"]
    listed = desk.ok("--json", "policy", "list").json["items"]
    newest = [item["entry"] for item in listed if item["fields"]["newest"]]
    assert "office@2026-12" in newest
    assert "office@2026-11" not in newest


def test_a_promise_that_is_not_in_it_is_named(desk: Desk) -> None:
    error = refused(desk, "policy", "new", "office", "--set", "phone=1h", by="sun")
    assert error["key"] == "no-such-promise"
    assert "contact" in error["facts"]["known"]
