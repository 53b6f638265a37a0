"""What is overdue, flagged once, recomputed after a preview."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-21T16:45:00"  # Saturday; the callback was due at 16:30


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """Back from the visit; nobody has called the customer yet."""
    desk.play("slip")
    return desk


def items(desk: Desk, *words: Any, now: Any = LATER, status: int = 0) -> Any:
    ended = desk.svc("overdue", *words, "--json", now=now)
    assert ended.status == status
    return [(item["id"], item["promise"], item["state"]) for item in ended.json["items"]]


def test_a_call_that_is_due_is_overdue_the_second_after(waiting: Desk) -> None:
    assert items(waiting, now="2026-11-21T16:30:00") == []
    assert items(waiting, now="2026-11-21T16:30:01") == [(TICKET, "callback", "overdue")]
    assert items(waiting, "--check", now="2026-11-21T16:30:00") == []
    assert items(waiting, "--check", status=1) == [(TICKET, "callback", "overdue")]


def test_what_falls_due_soon_is_shown_when_asked_for(waiting: Desk) -> None:
    now = "2026-11-21T15:00:00"
    assert items(waiting, "--within", "89m", now=now) == []
    assert items(waiting, "--within", "90m", now=now) == [(TICKET, "callback", "running")]
    assert items(waiting, "--within", "90m", "--promise", "slip_in", now=now) == []


def test_usually_only_calls_to_customers_are_looked_at(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert items(desk) == []
    assert [promise for _, promise, _ in items(desk, "--all")] == ["visit_request", "contact"]
    assert items(desk, "--all", "--office", "BJ") == []


def test_what_is_overdue_is_flagged_once_and_then_there_is_nothing_to_say(waiting: Desk) -> None:
    before = len(waiting.log)
    first = waiting.ok("overdue", "--flag", by="cron", now=LATER)
    assert TICKET in first.out
    assert waiting.log[-1]["what"] == "flagged"
    assert waiting.log[-1]["due"] == "2026-11-21T16:30:00+08:00"
    snapshot = waiting.snapshot()
    for now in (LATER, "2026-11-21T16:55:00", "2026-11-23T09:00:00"):
        again = waiting.ok("overdue", "--flag", by="cron", now=now)
        assert (again.out, again.err) == ("", "")
    assert waiting.snapshot() == snapshot
    assert len(waiting.log) == before + 1


def test_a_call_due_while_closed_is_flagged_while_somebody_is_still_there(waiting: Desk) -> None:
    # Due on Saturday at half past four: the last opening before that was on Friday after lunch.
    out = waiting.ok("overdue", "--flag", by="cron", now="2026-11-20T17:00:00").out
    assert "not yet due" in out
    assert waiting.ok("overdue", "--flag", by="cron", now=LATER).out == ""


def test_a_call_due_while_open_is_flagged_the_second_after(desk: Desk) -> None:
    desk.play("reply")
    # 2 h and half an hour
    desk.ok("reply", TICKET, "--answer", "按复位键", by="li", now="2026-11-20T14:00:00")
    words = ("overdue", "--flag", "--promise", "followup_phone")
    assert desk.ok(*words, by="cron", now="2026-11-20T16:30:00").out == ""
    assert TICKET in desk.ok(*words, by="cron", now="2026-11-20T16:30:01").out


def test_many_are_flagged_in_one_commit(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert desk.other(1).status == 0
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    out = desk.ok("overdue", "--flag", "--all", by="cron", now="2026-11-20T11:00:01").out
    assert out.count("SZ-2611-A0001") == out.count("SZ-2611-A0002") == 2
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 1


def _windows_line_ends(desk: Desk, path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def _log_rewritten(desk: Desk, path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("客户1", "客户9")
    head, log = text.split("log:\n")
    path.write_text(
        head + "log:\n" + log.replace('by: "chen"', 'by: "li"'), encoding="utf-8", newline=""
    )


@pytest.mark.parametrize(
    "spoil", [_windows_line_ends, _log_rewritten, lambda desk, path: path.write_text("id: [")]
)
def test_a_ticket_that_nothing_can_be_written_into_is_named_and_the_others_are_flagged(
    desk: Desk, spoil: Any
) -> None:
    for order in (1, 2, 3):
        assert desk.other(order).status == 0
    second = desk.record.with_name("SZ-2611-A0002.yaml")
    spoil(desk, second)
    before = second.read_bytes()
    now = "2026-11-20T11:00:01"
    ended = desk.svc("overdue", "--flag", "--all", by="cron", now=now)
    assert ended.status == 3
    assert "SZ-2611-A0002.yaml" in ended.err
    assert "SZ-2611-A0002" not in ended.out
    assert ended.out.count("SZ-2611-A0001") == ended.out.count("SZ-2611-A0003") == 2
    assert second.read_bytes() == before
    assert "SZ-2611-A0002" not in desk.git("show", "--format=%B", "--name-only", "HEAD")
    again = desk.svc("overdue", "--flag", "--all", by="cron", now=now)
    assert (again.status, again.out) == (3, "")


def test_where_no_ticket_can_be_written_into_nothing_is_recorded(desk: Desk) -> None:
    assert desk.other(1).status == 0
    _windows_line_ends(desk, desk.record)
    before = desk.snapshot()
    ended = desk.svc("overdue", "--flag", "--all", by="cron", now="2026-11-20T11:00:01")
    assert ended.status == 3
    assert desk.snapshot() == before


def test_two_desks_that_flag_the_same_have_two_events_and_the_first_counts(
    waiting: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(waiting.path), str(other)], check=True)
    waiting.ok("overdue", "--flag", by="cron", now=LATER)
    monkeypatch.chdir(other)
    there = type(waiting)(other, monkeypatch)
    there.ok("init", "--join")
    there.ok("overdue", "--flag", by="cron", now=LATER)
    merged = subprocess.run(
        ["git", "pull", "-q", "--no-rebase", "--no-edit", "origin", "main"],
        cwd=other, capture_output=True, check=False,
    )  # fmt: skip
    assert merged.returncode == 0, merged.stderr.decode()
    flagged = [event for event in there.log if event["what"] == "flagged"]
    assert len(flagged) == 2
    assert there.ok("overdue", "--flag", by="cron", now=LATER).out == ""
    assert there.svc("check", TICKET).status == 0


def test_only_the_system_and_those_who_lead_flag(waiting: Desk) -> None:
    ended = waiting.svc("overdue", "--flag", "--json", by="wang", now=LATER)
    assert (ended.status, ended.error["key"]) == (2, "not-your-role")


RECOMPUTE = ("promise", "recompute", "--from", "office@2026-11", "--to", "office@2026-12")


def bring_in_later_policy(desk: Desk) -> None:
    text = (desk.path / "policies/office@2026-11.yaml").read_text(encoding="utf-8")
    later = text.replace("office@2026-11", "office@2026-12").replace('within: "2h"', 'within: "4h"')
    (desk.path / "policies/office@2026-12.yaml").write_text(later, encoding="utf-8")
    desk.commit()


def test_tickets_that_cannot_be_read_are_named_where_the_others_are_recomputed(
    desk: Desk,
) -> None:
    assert desk.intake().status == 0
    bring_in_later_policy(desk)
    path = "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
    (desk.path / path).write_text("id: [\n", encoding="utf-8")
    for go in ((), ("--go", "--reason", "新规")):
        ended = desk.svc(*RECOMPUTE, *go, "--json", by="li")
        assert (ended.status, ended.json["unreadable"]) == (3, 1)
        assert len(ended.json["items"]) == 1
        assert ended.error["facts"]["files"] == [path]
    assert desk.log[-1]["what"] == "recomputed"


@pytest.mark.parametrize("go", [(), ("--go", "--reason", "新规")])
def test_nobody_says_there_is_nothing_to_recompute_while_a_ticket_cannot_be_read(
    desk: Desk, go: tuple[str, ...]
) -> None:
    bring_in_later_policy(desk)
    assert desk.svc(*RECOMPUTE, *go, "--json", by="li").error["key"] == "nothing-to-recompute"
    path = desk.path / "tickets/SZ/2026-11/SZ-2611-A0001.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("id: [\n", encoding="utf-8")
    ended = desk.svc(*RECOMPUTE, *go, "--json", by="li")
    assert (ended.status, ended.error["key"]) == (3, "some-unreadable")


def test_a_later_policy_is_previewed_and_then_recorded_per_ticket(desk: Desk) -> None:
    assert desk.intake().status == 0
    bring_in_later_policy(desk)
    words = RECOMPUTE
    before = desk.snapshot()
    shown = desk.ok(*words, "--json", by="li").json
    assert shown["recorded"] is False
    assert [(i["promise"], i["before"][11:16], i["after"][11:16]) for i in shown["items"]] == [
        ("contact", "11:00", "14:30")
    ]
    assert desk.snapshot() == before
    desk.ok(*words, "--go", "--reason", "新规", by="li")
    assert desk.log[-1]["what"] == "recomputed"
    (line,) = [
        line for line in desk.record.read_text("utf-8").splitlines() if line.startswith("terms:")
    ]
    assert 'policy: "office@2026-11"' in line
    assert line.endswith("  # corrected in 2")
    (due,) = [
        p for p in desk.ok("why", TICKET, "--json").json["items"] if p["promise"] == "contact"
    ]
    assert due["due"] == "2026-11-20T14:30:00+08:00"
    assert desk.svc("check", TICKET).status == 0


@pytest.mark.parametrize("indexed", [True, False])
def test_after_how_many_days_a_ticket_is_stale_is_the_departments(
    desk: Desk, indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("callback")  # on Saturday, so that Monday is day 0; only closing it is left
    desk.edit("near_km:", "stale_days: 1\nnear_km:", "svc.yaml")
    if not indexed:
        monkeypatch.setattr("svc.store.index.opening.open_index", lambda *_, **__: None)
    assert items(desk, now="2026-11-24T17:30:00") == []
    assert items(desk, now="2026-11-24T17:30:01") == [(TICKET, "stale", "overdue")]


def test_why_ends_with_where_the_time_went_and_it_adds_up(waiting: Desk) -> None:
    told = waiting.ok("why", TICKET, now=LATER).out.split("Where the working time went ")[1]
    spent = waiting.ok("why", TICKET, "--json", now=LATER).json["spent"]
    assert spent["clock"] == "working"
    assert sum(spent["by_bucket"].values()) == spent["seconds"] > 0
    assert set(spent["by_bucket"]) == {"dispatcher", "technician", "repair", "callback"}
    assert len(told.splitlines()) == 1 + len(spent["by_bucket"])
    assert "callback and close" in told
    only = waiting.ok("why", TICKET, "--promise", "callback", now=LATER).out
    assert "Where the working time went" not in only


def test_a_noted_call_waits_for_the_desk(desk: Desk) -> None:
    desk.ok("intake", "--note", "张工", "13900001111", by="chen")
    assert desk.ok("why", TICKET, "--json").json["spent"]["by_bucket"] == {}
    spent = desk.ok("why", TICKET, "--json", now="2026-11-20T09:30:00").json["spent"]
    assert spent["by_bucket"] == {"dispatcher": 1800}
    assert "Where the" not in desk.ok("why", TICKET).out
