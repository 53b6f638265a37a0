"""`svc check`: the ledger as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import BESIDES, broken_rules
from conftest import TICKET

from svc.model.archives import archive_of, archive_with
from svc.model.ids import parse_ticket_id

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def test_a_ledger_that_was_just_started_or_used_has_nothing_wrong(desk: Desk) -> None:
    assert broken_rules(desk, status=0) == []
    desk.play()
    assert broken_rules(desk, status=0) == []
    desk.ok("check")


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
        ("policies/office@2026-11.yaml", 'to: "handed_over"', 'to: "never"', "moment", 1),
        ("policies/office@2026-11.yaml", 'within: "30m"', 'within: "2wd"', "record-faulty", 3),
        ("staff.yaml", 'roles: ["clerk"]', 'roles: ["boss"]', "record-faulty", 3),
        ("staff.yaml", "staff:", "staff: [", "record-broken", 3),
    ],
)
def test_settings_are_checked_too(  # noqa: PLR0917
    taken: Desk, path: str, old: str, new: str, rule: str, status: int
) -> None:
    taken.edit(old, new, path)
    assert (rule, path) in broken_rules(taken, status=status)


def test_a_key_of_the_roster_that_svc_does_not_know_is_named(taken: Desk) -> None:
    (taken.path / "roster.yaml").write_text("dutty: {}\n", encoding="utf-8")
    assert ("unknown-setting", "roster.yaml") in broken_rules(taken, status=1)


def test_where_staff_can_not_be_read_the_records_are_judged_all_the_same(taken: Desk) -> None:
    taken.edit('status: "received"', 'status: "closed"')
    taken.edit('roles: ["clerk"]', 'roles: ["boss"]', "staff.yaml")
    found = [rule for rule, _ in broken_rules(taken, status=3)]
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
    assert sorted(broken_rules(taken)) == [
        ("file-name", "tickets/BJ/2026-11/SZ-2611-A0002.yaml"),
        ("file-name", "tickets/SZ/2026-11/draft.yaml"),
        ("file-name", "tickets/SZ/2026-12/SZ-2611-A0003.yaml"),
    ]


def test_a_copy_that_does_not_know_how_to_merge_is_found(taken: Desk) -> None:
    taken.git("config", "--unset", "merge.svc.driver")
    assert broken_rules(taken) == [("merge-driver", ".git/config")]
    taken.ok("init", "--join")
    assert broken_rules(taken, status=0) == []


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


def _in_gbk(desk: Desk) -> None:
    staff = desk.path / "staff.yaml"
    staff.write_bytes(staff.read_text(encoding="utf-8").encode("gbk"))
    desk.commit()


def _complaint_on_a_signed_day(desk: Desk) -> None:
    desk.ok("complaint", "none", by="li")
    desk.ok("complaint", "about", TICKET, "--words", "来晚了", "--wishes", "道歉", by="chen")


def _rewound(desk: Desk) -> None:
    """All desks had a commit that this branch does not have."""
    desk.git("remote", "add", "origin", "/gone")
    other = desk.git("commit-tree", "HEAD^{tree}", "-m", "x").strip()
    desk.git("update-ref", "refs/svc/seen/origin/main", other)


def _archived_twice(desk: Desk) -> None:
    ticket = parse_ticket_id(TICKET)
    assert ticket is not None
    archive = archive_of(ticket)
    path = desk.path / archive.path
    path.parent.mkdir(parents=True)
    path.write_bytes(archive_with({ticket: desk.record.read_bytes()}, archive))
    desk.commit()


def _attached_and_lost(desk: Desk) -> None:
    desk.ok("attach", TICKET, "svc.yaml", by="chen")
    next((desk.path / "files").iterdir()).unlink()


BROKEN_FILES = {
    "attachment": _attached_and_lost,
    "archived-twice": _archived_twice,
    "sign-off": _complaint_on_a_signed_day,
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
    "rewound": _rewound,
    "merge-driver": lambda desk: desk.git("config", "--unset", "merge.svc.driver"),
    "uncommitted": _left_out_of_a_commit,
    "unfinished": lambda desk: (desk.path / ".git/MERGE_HEAD").write_text(desk.head),
    "attributes": lambda desk: (desk.path / ".gitattributes").write_text("* -text\n"),
    "template": _template,
    "encoding": _in_gbk,
    "changed-settings": lambda desk: desk.edit('name: "陈静"', 'name: "陈晓静"', "staff.yaml"),
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


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('remedy: "', 'remedy: "不是', "event 3 (replied) was changed"),
        ('to: "li"', 'to: "sun"', "event 2 (handed over) was changed"),
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
    assert broken_rules(taken, TICKET, status=3) == [
        ("history", f"tickets/SZ/2026-11/{TICKET}.yaml")
    ]


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
    assert broken_rules(taken, status=3) == [("history", f"tickets/SZ/2026-11/{TICKET}.yaml")]
    taken.record.unlink()
    assert ("history", f"tickets/SZ/2026-11/{TICKET}.yaml") in broken_rules(taken, status=3)


def test_what_a_desk_records_without_committing_is_no_damage(taken: Desk) -> None:
    taken.git("config", "svc.commit", "off")
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    assert broken_rules(taken, status=0) == []


def test_what_another_program_left_out_of_its_commit_is_named_and_recorded_with_the_next_event(
    taken: Desk,
) -> None:
    _left_out_of_a_commit(taken)
    path = f"tickets/SZ/2026-11/{TICKET}.yaml"
    assert broken_rules(taken) == [("uncommitted", path)]
    taken.ok("note", TICKET, "y", by="chen")
    assert taken.git("show", f"HEAD:{path}").count("remarked") == 2
    assert broken_rules(taken, status=0) == []


def test_a_record_that_git_does_not_have_is_named(taken: Desk) -> None:
    taken.git("rm", "-q", "--cached", str(taken.record))
    taken.git("commit", "-q", "-m", "Without it")
    assert broken_rules(taken) == [("uncommitted", f"tickets/SZ/2026-11/{TICKET}.yaml")]


def test_where_commits_are_left_to_the_user_what_waits_for_one_is_no_finding(taken: Desk) -> None:
    taken.git("config", "svc.commit", "off")
    taken.ok("note", TICKET, "x", by="chen")
    assert broken_rules(taken, status=0) == []
