"""`svc check --history`: who changed what in which commit, what it was and what it is; and `svc
check` beside it, which compares with the last sync.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from exchange import Exchange

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

PATH = f"tickets/SZ/2026-11/{TICKET}.yaml"
LATER = "2026-11-20T10:00:00"


@pytest.fixture
def handed(desk: Desk) -> Desk:
    """A ticket with three events."""
    desk.play("handover")
    desk.ok("note", TICKET, "门口有狗", by="li", now="2026-11-20T09:30:00")
    return desk


def change(desk: Desk) -> str:
    desk.edit("门口有狗", "门口没有狗")
    desk.commit()
    return desk.git("rev-parse", "HEAD").strip()


def test_an_honest_history_has_nothing_against_it(handed: Desk) -> None:
    assert "Against history: 0" in handed.ok("check", "--history").out


def test_it_is_said_in_which_commit_whose_and_from_what_to_what(handed: Desk) -> None:
    commit = change(handed)
    handed.ok("note", TICKET, "二楼", by="li", now=LATER)
    ended = handed.svc("check", "--history")
    assert ended.status == 1
    author = handed.git("log", "-1", "--format=%an", commit).strip()
    lines = ended.out.splitlines()
    assert lines[0].startswith(f"{PATH}: event 3 (note) was changed [event-changed ")
    assert commit[:10] in lines[1]
    assert author in lines[1]
    assert lines[2] == "  remark: 门口有狗 → 门口没有狗"
    assert "git show" in lines[3]
    (item,) = handed.svc("--json", "check", "--history").json["items"]
    assert (item["commit"], item["stands"], item["rule"]) == (commit, True, "event-changed")
    assert item["changes"] == [{"field": "words", "before": "门口有狗", "after": "门口没有狗"}]
    chinese = handed.svc("--lang", "zh", "check", "--history").out
    assert "第 3 条（备注）被改动" in chinese
    assert "备注：门口有狗 → 门口没有狗" in chinese


def test_people_and_moments_in_what_changed_are_named_as_people_read_them(handed: Desk) -> None:
    handed.edit(
        'typed: "2026-11-20T09:30:00+08:00"\n    by: "li"',
        'typed: "2026-11-20T09:31:00+08:00"\n    by: "chen"',
    )
    handed.commit()
    said = handed.svc("--lang", "zh", "check", "--history").out
    name = {person.id: person.name for person in handed.ledger.staff.staff}
    assert f"{name['li']} → {name['chen']}" in said
    assert "2026-11-20 09:30 → 2026-11-20 09:31" in said


def test_another_record_under_the_number_is_told_apart_by_moment_and_name(handed: Desk) -> None:
    handed.record.unlink()
    handed.commit()
    assert handed.intake(by="chen", now="2026-11-21T09:00:00").status == 0
    said = handed.svc("check", "--history", now="2026-11-22T09:00:00").out
    assert "2026-11-20 09:00 陈静 → 2026-11-21 09:00 陈静" in said


def test_without_a_range_what_is_late_ahead_or_by_the_wrong_person_is_named_as_with_one(
    handed: Desk,
) -> None:
    text = handed.record.read_text(encoding="utf-8")
    event = (
        '  - seq: 4\n    id: "00000000aa"\n    at: 2026-11-20T09:40:00+08:00\n'
        '    typed: 2026-11-20T09:40:00+08:00\n    by: "wang"\n    what: "remarked"\n'
        '    words: "加注"\n'
    )
    by_nobody = event.replace("wang", "nobody").replace("4", "5", 1).replace("aa", "ab")
    late = (
        event.replace("4", "6", 1).replace("aa", "ac").replace("typed: 2026-11", "typed: 2027-02")
    )
    handed.record.write_text(text + event + by_nobody + late, encoding="utf-8")
    handed.commit()

    def rules(*wanted: str, now: str = "2027-02-21T09:00:00") -> list[str]:
        items = handed.svc("--json", "check", "--history", *wanted, now=now).json["items"]
        return sorted(item["rule"] for item in items)

    assert rules() == rules("HEAD~1") == ["late", "not-staff"]
    assert rules(now="2026-11-20T10:00:00") == ["future", "late", "not-staff"]


def test_commits_and_records_can_be_chosen(handed: Desk) -> None:
    commit = change(handed)
    handed.ok("note", TICKET, "二楼", by="li", now=LATER)
    for wanted, status in (
        ("HEAD~2..HEAD", 1),
        ("HEAD~2", 1),
        (f"{commit}..", 0),
        ("HEAD~3..HEAD~2", 0),
        (TICKET, 1),
        ("SZ-A0001", 0),
    ):
        assert handed.svc("check", "--history", wanted).status == status, wanted


def test_what_was_put_right_and_what_a_manager_answers_for_stand_no_longer(handed: Desk) -> None:
    commit = change(handed)
    handed.edit("门口没有狗", "门口有狗")
    handed.commit()
    said = handed.ok("check", "--history").out
    assert "of which stand: 0" in said
    assert "put right since" in said
    last = change(handed)
    handed.ok("approve", TICKET, "--asked", "误记", "--of", last[:10], by="sun", now=LATER)
    assert handed.log[-1]["of"] == last[:10]
    assert handed.svc("check", "--history", f"{commit}..").status == 0
    refused = handed.svc(
        "approve", TICKET, "--asked", "误记", "--of", last[:10], by="li", now=LATER
    )
    assert refused.status == 2


def test_a_manager_answers_on_a_closed_ticket_too(desk: Desk) -> None:
    desk.play("close")
    words = ("approve", TICKET, "--asked", "误记", "--of", "0123456789")
    desk.ok(*words, by="sun", now="2026-11-22T10:00:00")
    assert desk.data["status"] == "closed"
    assert desk.svc("check", now="2026-11-22T11:00:00").status == 0


def test_check_alone_compares_with_the_last_sync(
    handed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Exchange(handed, tmp_path, monkeypatch)
    here = both.here
    assert here.sync(now=LATER).status == 0
    assert here.svc("check", now=LATER).status == 0
    change(here)
    said = here.svc("check", now=LATER)
    assert said.status == 3
    assert "event 3 (note) was changed" in said.out
    here.git("reset", "-q", "--hard", "HEAD~2")
    rewound = here.svc("check", now=LATER)
    assert "[rewound]" in rewound.out
    assert "was removed from the log" in rewound.out
    assert "rewound or rewritten" in here.svc("check", "--history").out
    assert here.sync(now=LATER).status == 0
    assert here.svc("check", "--history").status == 0


def test_a_revert_is_called_one(handed: Desk) -> None:
    handed.git("revert", "--no-edit", "HEAD")
    said = handed.svc("check", "--history").out
    assert "event 3 (note) was taken out of the log by git revert [event-reverted" in said
    assert "nothing is reverted" in said


def test_what_both_bases_lack_is_named_once_and_each_thing_by_itself(
    handed: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Exchange(handed, tmp_path, monkeypatch).here
    assert here.sync(now=LATER).status == 0
    here.ok("note", TICKET, "二楼", by="li", now=LATER)  # committed, and not exchanged yet
    text = here.record.read_text(encoding="utf-8")
    here.record.unlink()
    said = here.svc("check", now=LATER).out
    assert said.count("the file is gone") == 1
    first, *events = text.split("  - seq: ")
    here.record.write_text("  - seq: ".join([first, events[0], *events[3:]]), encoding="utf-8")
    said = here.svc("check", now=LATER).out
    assert said.count("was removed from the log") == 2
