"""`svc check --fix`: what is certain is put right, shown first; all else stays byte for byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import broken_rules, refused
from conftest import TICKET

from svc.actions import check_fixes
from svc.actions.typist import writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Desk


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


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
    assert broken_rules(taken, status=0) == []


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
    assert broken_rules(taken, status=0) == []


ENCODED: dict[str, Callable[[str], bytes]] = {
    "GBK": lambda text: text.encode("gbk"),
    "GBK with CR LF": lambda text: text.replace("\n", "\r\n").encode("gbk"),
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
    "CR LF": lambda text: text.replace("\n", "\r\n").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
}


@pytest.mark.parametrize("encoded", ENCODED)
def test_settings_in_any_encoding_are_read_named_and_put_right(desk: Desk, encoded: str) -> None:
    """All files that people edit, and every command goes on meanwhile."""
    paths = [path for path in desk.path.glob("**/*") if _is_edited(desk, path)]
    assert {path.parent.name for path in paths} >= {"policies", "calendars", "prices", "knowledge"}
    right = {path: path.read_bytes() for path in paths}
    for path in paths:
        path.write_bytes(ENCODED[encoded](right[path].decode()))
    desk.commit()
    changed = {path for path in paths if path.read_bytes() != right[path]}
    assert changed
    assert desk.intake().status == 0
    assert "陈静" in desk.ok("show", TICKET).out
    found = {path for rule, path in broken_rules(desk) if rule == "encoding"}
    assert found == {path.relative_to(desk.path).as_posix() for path in changed}
    fix(desk)
    assert {path: path.read_bytes() for path in paths} == right
    assert broken_rules(desk, status=0) == []


def _is_edited(desk: Desk, path: Path) -> bool:
    relative = path.relative_to(desk.path)
    return (
        path.is_file()
        and relative.parts[0] not in (".git", ".svc")
        and path.suffix in (".yaml", ".md")
    )


@pytest.mark.parametrize("encoded", ["GBK", "GBK with CR LF", "UTF-16"])
def test_a_record_that_an_editor_saved_in_another_encoding_is_named_with_it_and_put_right(
    taken: Desk, encoded: str
) -> None:
    right = taken.record.read_bytes()
    taken.record.write_bytes(ENCODED[encoded](right.decode()))
    name = "GBK (GB 18030)" if encoded.startswith("GBK") else "UTF-16"
    shown = taken.svc("--json", "show", TICKET)
    assert (shown.status, shown.error["key"]) == (3, "other-encoding")
    assert ("other-encoding", f"tickets/SZ/2026-11/{TICKET}.yaml") in broken_rules(taken, status=3)
    taken.commit()
    assert f"{name} is converted to UTF-8" in fix(taken).out
    assert taken.record.read_bytes() == right
    taken.ok("note", TICKET, "x", by="chen")


def test_what_was_changed_in_a_log_meanwhile_is_not_committed_with_it(taken: Desk) -> None:
    text = taken.record.read_text(encoding="utf-8")
    assert "昨天下午" in text
    taken.ok("note", TICKET, "门口有狗", by="chen")
    text = taken.record.read_text(encoding="utf-8").replace("门口有狗", "门口没狗")
    taken.record.write_bytes(text.encode("gbk"))
    (taken.path / "staff.yaml").write_bytes((taken.path / "staff.yaml").read_bytes() + b"\r\n")
    before = taken.record.read_bytes()
    ended = taken.svc("check", "--fix", "--go", by="chen")
    assert ended.status == 3
    assert f"{TICKET}.yaml" in ended.err
    assert f"{TICKET}.yaml" not in ended.out
    assert "staff.yaml: line ends are changed from CR LF to LF" in ended.out  # all the same
    assert taken.record.read_bytes() == before


def test_an_encoding_that_is_in_doubt_is_named_and_left_as_it_is(taken: Desk) -> None:
    staff = taken.path / "parts.yaml"
    staff.write_bytes('parts:\n  - code: "P-1"\n    name: "加熱管，電熱"\n'.encode("big5"))
    taken.commit()
    before = taken.snapshot()
    ended = taken.svc("check", "--fix", "--go", by="chen")
    assert ended.status == 3
    assert "parts.yaml:3" in ended.err
    assert taken.snapshot() == before
    assert ("not-utf-8", "parts.yaml") in broken_rules(taken, status=3)


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
    assert broken_rules(taken, status=0) == []


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


def test_what_would_be_put_right_is_shown_with_file_and_what(taken: Desk) -> None:
    taken.edit('status: "received"', 'status: "closed"')
    taken.edit('region: "south"', 'region: "south"  # corrected in 9')
    taken.commit()
    shown = taken.ok("check", "--fix").out
    path = f"tickets/SZ/2026-11/{TICKET}.yaml"
    assert f"{path}: status: closed → received" in shown
    assert f"{path}: the comments `# corrected in N` are rewritten from the log" in shown
    assert taken.data["status"] == "closed"


def test_only_the_record_that_is_named_is_put_right(taken: Desk) -> None:
    assert taken.other(2).status == 0
    second = "tickets/SZ/2026-11/SZ-2611-A0002.yaml"
    taken.edit('status: "received"', 'status: "closed"')
    taken.edit('status: "received"', 'status: "closed"', second)
    taken.commit()
    fix(taken, "SZ-2611-A0002")
    assert broken_rules(taken) == [("status", f"tickets/SZ/2026-11/{TICKET}.yaml")]


@pytest.mark.parametrize(
    ("number", "key"),
    [("SZ-A0099", "no-such-customer"), ("nonsense", "no-such-record")],
)
def test_a_record_that_is_not_there_is_refused(taken: Desk, number: str, key: str) -> None:
    assert refused(taken, "check", "--fix", "--go", number, by="chen")["key"] == key


def test_what_was_typed_after_it_was_found_is_kept(
    taken: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding and the lock somebody else writes; the file is read once more."""
    taken.edit('region: "south"', 'region: "south"  # corrected in 9')
    taken.commit()

    def late(*args: Any) -> Any:
        monkeypatch.setattr(check_fixes, "writing", writing)
        taken.ok("note", TICKET, "门口有狗", by="li")
        return writing(*args)

    monkeypatch.setattr(check_fixes, "writing", late)
    taken.ok("check", "--fix", "--go", by="chen")
    assert taken.log[-1]["words"] == "门口有狗"
    assert "# corrected" not in taken.record.read_text(encoding="utf-8")


def test_no_log_of_a_layout_of_its_own_is_changed(taken: Desk) -> None:
    before = taken.log
    text = taken.record.read_text(encoding="utf-8")
    head, log = text.split("log:\n")
    taken.record.write_text(
        head + "log: [" + _in_flow(taken.log[0]) + "]\nmood: 3\n", encoding="utf-8", newline=""
    )
    taken.commit()
    fix(taken)
    assert taken.log == before
    assert taken.data["mood"] == 3
    assert log in taken.record.read_text(encoding="utf-8")


def test_a_ledger_of_an_earlier_svc_gets_the_lines_by_which_git_merges_later_kinds(
    desk: Desk,
) -> None:
    path = desk.path / ".gitattributes"
    before = "* -text\ntickets/** merge=svc\ncustomers/** merge=svc\n# ours"
    path.write_text(before, encoding="utf-8")
    desk.commit()
    assert "attributes" in desk.svc("check", by="sun").out
    desk.ok("check", "--fix", "--go", by="sun")
    after = path.read_text(encoding="utf-8")
    assert after == f"{before}\nmovements/** merge=svc\nseals/** merge=svc\n"
    assert "attributes" not in desk.svc("check", by="sun").out
    assert desk.git("status", "--porcelain") == ""
