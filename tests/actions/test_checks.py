"""`svc check`: the ledger as a whole, and what it puts right."""

from __future__ import annotations

import pytest
from conftest import TICKET

BESIDES = {"unset"}  # advice: promises no source gives a number for


@pytest.fixture
def taken(desk):
    assert desk.intake().status == 0
    return desk


def rules(desk, *words, status=1):
    ended = desk.svc("check", *words, "--json")
    assert ended.status == status, ended
    return [(item["rule"], item["path"]) for item in ended.json["items"] if item["rule"] not in BESIDES]


def test_a_ledger_that_was_just_started_or_used_has_nothing_wrong(desk):
    assert rules(desk, status=0) == []
    desk.play()
    assert rules(desk, status=0) == []
    ended = desk.ok("check")
    assert "[unset]" in ended.out  # named, and yet nothing is wrong


def test_every_finding_names_file_line_and_rule(taken):
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
def test_settings_are_checked_too(taken, path, old, new, rule, status):  # noqa: PLR0917
    taken.edit(old, new, path)
    assert (rule, path) in rules(taken, status=status)


def test_where_staff_can_not_be_read_the_records_are_judged_all_the_same(taken):
    taken.edit('status: "received"', 'status: "closed"')
    taken.edit('roles: ["clerk"]', 'roles: ["boss"]', "staff.yaml")
    found = [rule for rule, _ in rules(taken, status=3)]
    assert "status" in found
    assert "record-faulty" in found


def test_files_no_number_leads_to_are_found(taken):
    for path in ("SZ/2026-11/draft.yaml", "BJ/2026-11/SZ-2611-A0002.yaml", "SZ/2026-12/SZ-2611-A0003.yaml"):
        file = taken.path / "tickets" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(taken.record.read_bytes())
    assert sorted(rules(taken)) == [
        ("file-name", "tickets/BJ/2026-11/SZ-2611-A0002.yaml"),
        ("file-name", "tickets/SZ/2026-11/draft.yaml"),
        ("file-name", "tickets/SZ/2026-12/SZ-2611-A0003.yaml"),
    ]


def test_a_copy_that_does_not_know_how_to_merge_is_found(taken):
    taken.git("config", "--unset", "merge.svc.driver")
    assert rules(taken) == [("merge-driver", ".git/config")]
    taken.ok("init", "--join")
    assert rules(taken, status=0) == []


def test_damaged_records_are_listed_with_all_their_faults_beside_everything_else(taken):
    assert taken.other(1).status == 0
    taken.edit('kind: "repair"', 'kind: "fault"')
    taken.edit("seq: 1", 'seq: "one"')
    other = taken.record.with_name("SZ-2611-A0002.yaml")
    taken.edit('status: "received"', 'status: "closed"', other.relative_to(taken.path).as_posix())
    ended = taken.svc("check")
    assert ended.status == 3
    assert ended.out.count("[record-faulty]") == 2
    assert "[status]" in ended.out
    assert ended.err.startswith("svc: 2 faults")


# Putting right


def fix(desk, *words):
    """The preview changes nothing; done, the same lines are said, and one commit holds it."""
    before = desk.snapshot()
    shown = desk.ok("check", "--fix", *words)
    assert desk.snapshot() == before
    done = desk.ok("check", "--fix", "--go", *words, by="chen")
    assert done.out.splitlines()[:-1] == shown.out.splitlines()[:-1]
    assert desk.snapshot() != before
    assert desk.git("status", "--porcelain") == ""
    return done


def test_a_wrong_status_is_put_right(taken):
    taken.edit('status: "received"', 'status: "closed"')
    taken.commit()
    assert "closed → received" in fix(taken).out
    assert taken.data["status"] == "received"
    assert rules(taken, status=0) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + 'mood: "angry"\n',
        lambda text: text.replace('status: "received"', 'status:\n  "received"'),
    ],
    ids=["no final line feed", "Windows line ends", "a key behind the log", "a status on two lines"],
)
def test_a_layout_nothing_can_be_added_to_is_put_right(taken, spoil):
    taken.record.write_bytes(spoil(taken.record.read_text(encoding="utf-8")).encode())
    taken.commit()
    if taken.svc("check", "--fix").out.startswith("There is nothing"):
        taken.ok("note", TICKET, "x", by="chen")  # it was no obstacle after all
        return
    fix(taken, TICKET)
    taken.ok("note", TICKET, "x", by="chen")
    assert taken.svc("check").status in (0, 1)
    assert [event["what"] for event in taken.log] == ["received", "remarked"]


def test_what_is_not_certain_is_left_alone(taken):
    taken.edit('symptom: "开机后不加热"', 'symptom: "别的"')
    taken.commit()
    before = taken.snapshot()
    assert "nothing that could be put right" in taken.ok("check", "--fix", "--go", by="chen").out
    assert taken.snapshot() == before


def test_a_record_that_can_not_be_read_does_not_keep_others_from_being_put_right(taken):
    assert taken.other(1).status == 0
    taken.edit('status: "received"', 'status: "closed"')
    taken.record.with_name("SZ-2611-A0002.yaml").write_text("id: [")
    taken.commit()
    assert "closed → received" in fix(taken).out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('remedy: "', 'remedy: "不是', "event 3 (replied) was changed by hand"),
        ('to: "li"', 'to: "sun"', "event 2 (handed_over) was changed by hand"),
    ],
)
def test_a_log_that_was_edited_by_hand_is_damage(taken, old, new, says):
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    taken.ok("reply", TICKET, "--remedy", "更换加热管", by="li")
    taken.edit(old, new)
    ended = taken.svc("--lang", "en", "check")
    assert ended.status == 3
    assert says in ended.out
    assert rules(taken, TICKET, status=3) == [("history", f"tickets/SZ/2026-11/{TICKET}.yaml")]


def test_an_event_taken_out_and_a_file_that_is_gone_are_damage(taken):
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    text = taken.record.read_text(encoding="utf-8")
    shorter = text[: text.index("  - seq: 2")].replace('status: "handed_over"', 'status: "received"')
    taken.record.write_text(shorter, encoding="utf-8", newline="")
    assert rules(taken, status=3) == [("history", f"tickets/SZ/2026-11/{TICKET}.yaml")]
    taken.record.unlink()
    assert ("history", f"tickets/SZ/2026-11/{TICKET}.yaml") in rules(taken, status=3)


def test_what_a_desk_records_without_committing_is_no_damage(taken):
    taken.git("config", "svc.commit", "off")
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    assert rules(taken, status=0) == []
