"""`svc check`: the ledger as a whole, and what it puts right."""

from __future__ import annotations

import json
import marshal
import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET

from svc.actions.check_records import RecordFinding
from svc.actions.check_worker import packed, unpacked
from svc.errors import Phrase
from svc.store import workers

if TYPE_CHECKING:
    from conftest import Desk

BESIDES = {"unset", "office-people"}  # advice about what `svc init` starts with
LATER = "2026-11-30T09:00:00"


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def rules(desk: Desk, *words: Any, status: int = 1) -> Any:
    ended = desk.svc("check", *words, "--json", now=LATER)
    assert ended.status == status, ended
    return [
        (item["rule"], item["path"]) for item in ended.json["items"] if item["rule"] not in BESIDES
    ]


def test_a_ledger_that_was_just_started_or_used_has_nothing_wrong(desk: Desk) -> None:
    assert rules(desk, status=0) == []
    desk.play()
    assert rules(desk, status=0) == []
    ended = desk.ok("check")
    assert "[unset]" in ended.out  # named, and yet nothing is wrong


def test_every_finding_names_file_line_and_rule(taken: Desk) -> None:
    taken.edit('status: "received"', 'status: "closed"')
    ended = taken.svc("check")
    assert ended.status == 1
    assert f"tickets/SZ/2026-11/{TICKET}.yaml:3: " in ended.out
    assert "[status]" in ended.out
    assert taken.svc("check", TICKET).out.startswith("tickets/")


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "status"),
    [
        ("calendars/SZ@1.yaml", 'zone: "Asia/Shanghai"', 'zone: "Asia/Tokyo"', "zone", 1),
        ("policies/office@2026-07.yaml", 'to: "handed_over"', 'to: "never"', "moment", 1),
        ("policies/office@2026-07.yaml", 'within: "30m"', 'within: "2wd"', "record-faulty", 3),
        ("staff.yaml", 'roles: ["clerk"]', 'roles: ["boss"]', "record-faulty", 3),
        ("staff.yaml", "staff:", "staff: [", "record-broken", 3),
    ],
)
def test_settings_are_checked_too(  # noqa: PLR0917
    taken: Desk, path: str, old: str, new: str, rule: str, status: int
) -> None:
    taken.edit(old, new, path)
    assert (rule, path) in rules(taken, status=status)


def test_where_staff_can_not_be_read_the_records_are_judged_all_the_same(taken: Desk) -> None:
    taken.edit('status: "received"', 'status: "closed"')
    taken.edit('roles: ["clerk"]', 'roles: ["boss"]', "staff.yaml")
    found = [rule for rule, _ in rules(taken, status=3)]
    assert "status" in found
    assert "record-faulty" in found


def test_files_no_number_leads_to_are_found(taken: Desk) -> None:
    for path in (
        "SZ/2026-11/draft.yaml",
        "BJ/2026-11/SZ-2611-A0002.yaml",
        "SZ/2026-12/SZ-2611-A0003.yaml",
    ):
        file = taken.path / "tickets" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(taken.record.read_bytes())
    assert sorted(rules(taken)) == [
        ("file-name", "tickets/BJ/2026-11/SZ-2611-A0002.yaml"),
        ("file-name", "tickets/SZ/2026-11/draft.yaml"),
        ("file-name", "tickets/SZ/2026-12/SZ-2611-A0003.yaml"),
    ]


def test_a_copy_that_does_not_know_how_to_merge_is_found(taken: Desk) -> None:
    taken.git("config", "--unset", "merge.svc.driver")
    assert rules(taken) == [("merge-driver", ".git/config")]
    taken.ok("init", "--join")
    assert rules(taken, status=0) == []


def test_damaged_records_are_listed_with_all_their_faults_beside_everything_else(
    taken: Desk,
) -> None:
    assert taken.other(1).status == 0
    taken.edit('kind: "repair"', 'kind: "fault"')
    taken.edit("seq: 1", 'seq: "one"')
    other = taken.record.with_name("SZ-2611-A0002.yaml")
    taken.edit('status: "received"', 'status: "closed"', other.relative_to(taken.path).as_posix())
    ended = taken.svc("check")
    assert ended.status == 3
    assert ended.out.count("[record-faulty]") == 2
    assert "[status]" in ended.out
    assert ended.err.startswith("svc: Faults in damaged records: 2,")


def _spoil(spoiled: Any) -> Any:
    """A ledger with one ticket of which the text was changed like this."""

    def spoil(desk: Desk) -> None:
        text = desk.record.read_text(encoding="utf-8")
        desk.record.write_bytes(spoiled(text).encode())
        desk.commit()

    return spoil


def _took_out_an_event(desk: Desk) -> None:
    desk.ok("note", desk.ticket, "x", by="chen")
    text = desk.record.read_text(encoding="utf-8")
    desk.record.write_text(text[: text.index("  - seq: 2")], encoding="utf-8", newline="")


def _left_out_of_a_commit(desk: Desk) -> None:
    """As a merge does it that began before the note was recorded."""
    desk.ok("note", desk.ticket, "x", by="chen")
    text = desk.record.read_bytes()
    desk.git("checkout", "HEAD~1", "--", str(desk.record))
    desk.commit("A commit without the note")
    desk.record.write_bytes(text)


def _template(desk: Desk) -> None:
    (desk.path / "templates").mkdir()
    (desk.path / "templates/receipt.html").write_text("<p>\n{% if %}\n", encoding="utf-8")


BROKEN_FILES = {
    "layout": _spoil(lambda text: text.rstrip("\n")),
    "marks": _spoil(
        lambda text: text.replace(
            'symptom: "开机后不加热"', 'symptom: "开机后不加热"  # corrected in 7'
        )
    ),
    "unquoted": lambda desk: desk.edit(
        'hotline: "400-800-0000"', "hotline: 02112345678", "svc.yaml"
    ),
    "file-name": lambda desk: desk.record.rename(desk.record.with_name("draft.yaml")),
    "history": _took_out_an_event,
    "merge-driver": lambda desk: desk.git("config", "--unset", "merge.svc.driver"),
    "uncommitted": _left_out_of_a_commit,
    "unfinished": lambda desk: (desk.path / ".git/MERGE_HEAD").write_text(desk.head),
    "attributes": lambda desk: (desk.path / ".gitattributes").write_text("* -text\n"),
    "template": _template,
}
"""For each rule about files and git what breaks it; see tests/rules/test_checks.py for all others.
"""


@pytest.mark.parametrize("rule", BROKEN_FILES)
def test_what_breaks_a_rule_about_files_is_found_and_it_is_said_what_to_do(
    taken: Desk, rule: Any
) -> None:
    BROKEN_FILES[rule](taken)
    ended = taken.svc("check", "--json")
    found = [item for item in ended.json["items"] if item["rule"] == rule]
    assert found
    assert all(item["do"] and item["line"] >= 1 for item in found)
    assert {item["rule"] for item in ended.json["items"]} - BESIDES <= {rule, "history"}


def test_several_processes_find_what_one_finds(
    taken: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(taken.other(number).status == 0 for number in (1, 2, 3))
    taken.edit('status: "received"', 'status: "closed"')
    for number, old, new in (
        (2, 'serial: "X-1"', 'serial: "X-9"\n  sreial: "X-1"'),
        (3, 'by: "chen"', 'by: "nobody"'),
        (4, "log:", "log: ["),
    ):
        taken.edit(old, new, f"tickets/SZ/2026-11/SZ-2611-A000{number}.yaml")
    taken.edit('serial: "X-3"', 'serial: "X-2"', "customers/SZ-A0004.yaml")
    taken.edit("contacts:", "contacts: [", "customers/SZ-A0003.yaml")
    alone = taken.svc("check", "--json")
    found = {item["rule"] for item in alone.json["items"]}
    assert {"status", "head", "unknown-key", "staff", "record-broken"} <= found
    monkeypatch.setattr(workers, "FEW", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together = taken.svc("check", "--json")
    assert (together.status, together.out) == (alone.status, alone.out)
    monkeypatch.setattr(sys, "executable", str(taken.record))  # no other process can be started
    assert taken.svc("check", "--json").out == alone.out


def test_findings_travel_between_processes_with_every_fact() -> None:
    facts = {"at": datetime(2026, 11, 20, 9, tzinfo=UTC), "until": date(2026, 11, 20), "amount": Decimal("12.50"),
             "files": ["a", "b"], "why": Phrase("{x}", x=1), "none": None, "yes": True}  # fmt: skip
    found = RecordFinding(
        rule="status", path="p", line=3, id="SZ-2611-A0001", problem=Phrase("{at}", **facts)
    )
    assert unpacked(marshal.loads(marshal.dumps(packed(found)))) == found


# Putting right


def fix(desk: Desk, *words: Any, status: int = 0) -> Any:
    """The preview changes nothing; done, the same lines are said, one commit holds it, and a second
    time is idle.
    """
    before = desk.snapshot()
    shown = desk.svc("check", "--fix", *words)
    assert (shown.status, desk.snapshot()) == (status, before), shown
    done = desk.svc("check", "--fix", "--go", *words, by="chen")
    assert done.status == status, done
    assert done.out.splitlines()[:-1] == shown.out.splitlines()[:-1]
    after = desk.snapshot()
    assert after != before
    assert desk.git("status", "--porcelain") == ""
    again = desk.svc("check", "--fix", "--go", *words, by="chen")
    assert "Nothing here can be fixed" in again.out
    assert desk.snapshot() == after
    return done


def test_a_wrong_status_is_put_right(taken: Desk) -> None:
    taken.edit('status: "received"', 'status: "closed"')
    taken.commit()
    assert "closed → received" in fix(taken).out
    assert taken.data["status"] == "received"
    assert rules(taken, status=0) == []


SPOILED = {
    "no final line feed": lambda text: text.rstrip("\n"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "all three": lambda text: "\ufeff" + text.rstrip("\n").replace("\n", "\r\n"),
    "a stale mark": lambda text: text.replace(
        'region: "south"', 'region: "south"  # corrected in 9'
    ),
}
"""What leaves every other byte as it was."""


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_layout_nothing_can_be_added_to_is_put_right_and_all_other_bytes_stay(
    taken: Desk, spoiled: Any
) -> None:
    taken.edit('region: "south"', 'region: "south"  # our own remark')
    right = taken.record.read_bytes()
    taken.record.write_bytes(SPOILED[spoiled](right.decode()).encode())
    taken.commit()
    fix(taken, TICKET)
    assert taken.record.read_bytes() == right
    assert rules(taken, status=0) == []


def test_the_log_is_put_last_with_all_remarks_kept(taken: Desk) -> None:
    text = taken.record.read_text(encoding="utf-8")
    taken.record.write_bytes((text + '# why\nmood: "angry"  # very\nsince: "today"\n').encode())
    taken.commit()
    assert "the log is moved to the end" in fix(taken).out
    lines = taken.record.read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted(
        [*text.splitlines(), "# why", 'mood: "angry"  # very', 'since: "today"']
    )
    taken.ok("note", TICKET, "x", by="chen")


def test_what_can_not_be_kept_is_written_anew_after_it_was_said(taken: Desk) -> None:
    text = taken.record.read_text(encoding="utf-8")
    head, log = text.split("log:\n")
    taken.record.write_bytes((head + "log: [" + _in_flow(taken.log[0]) + "]\n").encode())
    taken.commit()
    assert "rewritten in the usual layout" in fix(taken).out
    assert taken.record.read_text(encoding="utf-8") == head + "log:\n" + log


def _in_flow(event: Any) -> Any:
    return "{" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in event.items()) + "}"


def test_a_status_on_two_lines_is_put_right_too(taken: Desk) -> None:
    taken.edit('status: "received"', 'status:\n  "closed"')
    taken.commit()
    fix(taken)
    assert taken.data["status"] == "received"
    assert rules(taken, status=0) == []


def test_a_customers_file_is_put_right_too(taken: Desk) -> None:
    taken.edit('status: "active"', 'status: "merged"', "customers/SZ-A0001.yaml")
    taken.commit()
    assert "customers/SZ-A0001.yaml: status: merged → active" in fix(taken, "SZ-A0001").out


def test_what_is_not_certain_is_left_alone(taken: Desk) -> None:
    taken.edit('symptom: "开机后不加热"', 'symptom: "别的"')
    taken.commit()
    before = taken.snapshot()
    assert "Nothing here can be fixed" in taken.ok("check", "--fix", "--go", by="chen").out
    assert taken.snapshot() == before


def test_a_record_that_can_not_be_read_is_named_and_does_not_keep_others_from_being_put_right(
    taken: Desk,
) -> None:
    assert taken.other(1).status == 0
    taken.edit('status: "received"', 'status: "closed"')
    assert taken.other(2).status == 0
    taken.record.with_name("SZ-2611-A0002.yaml").write_text("id: [")
    folder = taken.record.with_name("SZ-2611-A0003.yaml")
    folder.unlink()
    folder.mkdir()
    (folder / "x").write_text("x")
    taken.commit()
    done = fix(taken, status=3)
    assert "closed → received" in done.out
    assert "SZ-2611-A0002.yaml" in done.err
    assert "SZ-2611-A0003.yaml" in done.err


def test_a_ticket_that_is_not_there_can_not_be_put_right(taken: Desk) -> None:
    assert taken.svc("--json", "check", "--fix", "SZ-2611-A0099").error["key"] == "no-such-record"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('remedy: "', 'remedy: "不是', "event 3 (replied) was changed by hand"),
        ('to: "li"', 'to: "sun"', "event 2 (handed_over) was changed by hand"),
    ],
)
def test_a_log_that_was_edited_by_hand_is_damage(
    taken: Desk, old: str, new: str, says: str
) -> None:
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    taken.ok("reply", TICKET, "--remedy", "更换加热管", by="li")
    taken.edit(old, new)
    ended = taken.svc("--lang", "en", "check")
    assert ended.status == 3
    assert says in ended.out
    assert rules(taken, TICKET, status=3) == [("history", f"tickets/SZ/2026-11/{TICKET}.yaml")]


@pytest.mark.parametrize(
    "spoilt", ["log: {}\n", 'log: ["x"]\n', "log:\n  - id: {}\n", 'log: "none"\n']
)
def test_a_log_that_is_none_any_more_is_named_as_damage(taken: Desk, spoilt: str) -> None:
    text = taken.record.read_text(encoding="utf-8")
    taken.record.write_text(text[: text.index("log:")] + spoilt, encoding="utf-8", newline="")
    ended = taken.svc("check")
    assert ended.status == 3
    assert f"{taken.ticket}.yaml:" in ended.out


def test_an_event_taken_out_and_a_file_that_is_gone_are_damage(taken: Desk) -> None:
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    text = taken.record.read_text(encoding="utf-8")
    shorter = text[: text.index("  - seq: 2")].replace(
        'status: "handed_over"', 'status: "received"'
    )
    taken.record.write_text(shorter, encoding="utf-8", newline="")
    assert rules(taken, status=3) == [("history", f"tickets/SZ/2026-11/{TICKET}.yaml")]
    taken.record.unlink()
    assert ("history", f"tickets/SZ/2026-11/{TICKET}.yaml") in rules(taken, status=3)


def test_what_a_desk_records_without_committing_is_no_damage(taken: Desk) -> None:
    taken.git("config", "svc.commit", "off")
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    assert rules(taken, status=0) == []


def test_what_another_program_left_out_of_its_commit_is_named_and_recorded_with_the_next_event(
    taken: Desk,
) -> None:
    _left_out_of_a_commit(taken)
    path = f"tickets/SZ/2026-11/{TICKET}.yaml"
    assert rules(taken) == [("uncommitted", path)]
    taken.ok("note", TICKET, "y", by="chen")
    assert taken.git("show", f"HEAD:{path}").count("remarked") == 2
    assert rules(taken, status=0) == []


def test_a_record_that_git_does_not_have_is_named(taken: Desk) -> None:
    taken.git("rm", "-q", "--cached", str(taken.record))
    taken.git("commit", "-q", "-m", "Without it")
    assert rules(taken) == [("uncommitted", f"tickets/SZ/2026-11/{TICKET}.yaml")]


def test_where_commits_are_left_to_the_user_what_waits_for_one_is_no_finding(taken: Desk) -> None:
    taken.git("config", "svc.commit", "off")
    taken.ok("note", TICKET, "x", by="chen")
    assert rules(taken, status=0) == []
