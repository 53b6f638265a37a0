"""What the last commit had and the log lost, and what was recorded and the last commit lacks.

What `svc check` says of both is told in tests/actions/test_checks.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.actions.tampering import find_changed_settings, find_rewritten, find_uncommitted

if TYPE_CHECKING:
    from conftest import Desk

PATH = f"tickets/SZ/2026-11/{TICKET}.yaml"
FILE = "customers/SZ-A0001.yaml"
PLACES = ["tickets", "customers"]
LATER = "2026-11-20T10:00:00"


@pytest.fixture
def handed(desk: Desk) -> Desk:
    """A ticket with three events, and its customer's file."""
    assert desk.intake().status == 0
    desk.ok("handover", TICKET, "--to", "li", "--note", "急", by="chen")
    desk.ok("note", TICKET, "门口有狗", by="li")
    return desk


def lost(desk: Desk, *places: str) -> list[tuple[str, int, str]]:
    found = find_rewritten(desk.ledger, list(places) or PLACES)
    return [(at.path, at.line, str(at.problem)) for at in found]


def ahead(desk: Desk) -> list[tuple[str, int, str]]:
    found = find_uncommitted(desk.ledger, PLACES)
    return [(at.path, at.line, str(at.problem)) for at in found]


def line(desk: Desk, text: str, path: str = PATH) -> int:
    lines = (desk.path / path).read_text(encoding="utf-8").splitlines()
    return next(number for number, each in enumerate(lines, 1) if text in each)


def test_as_it_was_recorded_nothing_is_lost_and_nothing_ahead(handed: Desk) -> None:
    assert (lost(handed), ahead(handed)) == ([], [])


def test_a_changed_event_is_named_with_its_line(handed: Desk) -> None:
    handed.edit('to: "li"', 'to: "sun"')
    ((path, at, problem),) = lost(handed)
    assert (path, at) == (PATH, line(handed, "- seq: 2"))
    assert "event 2 (handed over) was changed" in problem


def test_an_event_that_was_taken_out_is_named(handed: Desk) -> None:
    text = handed.record.read_text(encoding="utf-8")
    second, third = text.index("  - seq: 2"), text.index("  - seq: 3")
    handed.record.write_text(text[:second] + text[third:], encoding="utf-8", newline="")
    ((path, _, problem),) = lost(handed)
    assert path == PATH
    assert "event 2 (handed over)" in problem


def test_what_is_added_or_stands_in_the_head_is_no_loss(handed: Desk) -> None:
    handed.git("config", "svc.commit", "off")
    handed.ok("note", TICKET, "二楼", by="li", now=LATER)
    handed.edit('symptom: "开机后不加热"', 'symptom: "漏水"')
    assert lost(handed) == []


def test_a_file_that_is_gone_is_named_with_how_to_get_it_back(handed: Desk) -> None:
    (handed.path / FILE).unlink()
    assert lost(handed) == [
        (FILE, 1, f"the file is gone; to get it back: git checkout HEAD -- {FILE}")
    ]
    assert lost(handed, "tickets") == []
    assert list(find_rewritten(handed.ledger, [])) == []


def test_what_was_committed_is_not_looked_at_again(handed: Desk) -> None:
    handed.edit('to: "li"', 'to: "sun"')
    handed.commit()
    assert lost(handed) == []


def test_the_first_event_the_commit_lacks_is_named(handed: Desk) -> None:
    handed.git("config", "svc.commit", "off")
    for words in ("二楼", "三楼"):
        handed.ok("note", TICKET, words, by="li", now=LATER)
    says = "git does not have 2 events of this record"
    assert ahead(handed) == [(PATH, line(handed, "- seq: 4"), says)]


def test_a_record_git_does_not_have_is_named_and_other_files_are_not(handed: Desk) -> None:
    handed.git("rm", "-q", "--cached", FILE)
    (handed.path / "tickets/SZ/2026-11/draft.yaml").write_text("x", encoding="utf-8")
    (handed.path / "customers/note.txt").write_text("x", encoding="utf-8")
    assert ahead(handed) == [(FILE, 1, "git does not have this file")]


def test_a_head_that_was_edited_is_not_ahead(handed: Desk) -> None:
    handed.edit('symptom: "开机后不加热"', 'symptom: "漏水"')
    assert ahead(handed) == []


@pytest.mark.parametrize("spoilt", ["log: [", "log: 7\n", "log:\n  - id: [\n"])
def test_a_record_that_can_not_be_read_is_named_elsewhere(handed: Desk, spoilt: str) -> None:
    text = handed.record.read_text(encoding="utf-8")
    handed.record.write_text(text[: text.index("log:")] + spoilt, encoding="utf-8", newline="")
    assert ahead(handed) == []


def test_outside_git_there_is_nothing_to_compare_with(handed: Desk) -> None:
    handed.edit('to: "li"', 'to: "sun"')
    (handed.path / ".git").rename(handed.path / "elsewhere")
    assert (lost(handed), ahead(handed)) == ([], [])


def changed_settings(desk: Desk) -> list[tuple[str, str]]:
    return [(at.path, str(at.problem)) for at in find_changed_settings(desk.ledger)]


def test_settings_that_git_has_otherwise_or_not_at_all_are_named_and_nothing_else(
    desk: Desk,
) -> None:
    assert changed_settings(desk) == []
    desk.edit('name: "陈静"', 'name: "陈晓静"', "staff.yaml")
    (desk.path / "policies/new@2026-12.yaml").write_text("x", encoding="utf-8")
    (desk.path / "prices/2026-07.yaml").unlink()
    (desk.path / "knowledge/新 的.md").write_text("x", encoding="utf-8")
    for path in ("notes.yaml", "knowledge/README.txt", "policies/office.yaml~"):
        (desk.path / path).write_text("x", encoding="utf-8")
    assert desk.intake().status == 0
    assert sorted(changed_settings(desk)) == [
        ("knowledge/新 的.md", "git does not have this file"),
        ("policies/new@2026-12.yaml", "git does not have this file"),
        ("prices/2026-07.yaml", "it was removed, and git does not know"),
        ("staff.yaml", "it was changed, and git does not have the change"),
    ]
    desk.git("add", "-A")
    assert ("staff.yaml", "it was changed, and git does not have the change") in changed_settings(
        desk
    )
    desk.git("commit", "-qm", "x")
    assert changed_settings(desk) == []


def test_where_a_clone_leaves_commits_to_its_user_changed_settings_are_no_matter(
    desk: Desk,
) -> None:
    desk.git("config", "svc.commit", "off")
    desk.edit('name: "陈静"', 'name: "陈晓静"', "staff.yaml")
    assert "changed-settings" not in desk.ok("check").out
    desk.git("config", "svc.commit", "on")
    assert "changed-settings" in desk.ok("check").out
