"""Recording: said twice, roles, commits on and off, what is written."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET, TOLD
from errors.states import without_last_event

from svc.errors import NotAcceptable
from svc.model import reading
from svc.model.events import Paid, Remarked
from svc.model.tickets import head_digest
from svc.rules.ticket.lifecycle import replay_ticket
from svc.store.reader import Reader
from svc.store.recording import recording

if TYPE_CHECKING:
    from conftest import Desk

CLOCK = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
NOTE = ("note", TICKET, "门口有狗")


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def said_again(desk: Desk, *words: Any, by: str = "chen", now: str = "2026-11-20T09:09:59") -> None:
    """The same once more: already recorded, exit 0, and nothing written."""
    before = desk.snapshot()
    ended = desk.ok(*words, by=by, now=now)
    assert "already recorded" in ended.out
    assert desk.snapshot() == before
    assert desk.ok(*words, "--json", by=by, now=now).json["repeated"] is True


# Events as objects


def test_an_event_that_was_read_is_not_recorded_once_more(taken: Desk) -> None:
    ledger = Reader(taken.path)
    with pytest.raises(ValueError, match="recorded already"):  # noqa: SIM117
        with recording(ledger, by="chen", now=CLOCK, again=False, allow="") as tx:
            tx.append(TICKET, tx.ticket(TICKET).log[0])
    assert len(taken.log) == 1


def test_what_no_record_may_hold_is_refused_before_anything_is_written(taken: Desk) -> None:
    before = taken.snapshot()
    paid = Paid(amount=Decimal("1.001"), how="cash", taken_by="li")
    with pytest.raises(NotAcceptable):  # noqa: SIM117
        with recording(Reader(taken.path), by="chen", now=CLOCK, again=False, allow="") as tx:
            tx.append(TICKET, paid)
    assert taken.snapshot() == before


def test_what_is_said_again_is_known_by_all_of_its_events_within_ten_minutes(taken: Desk) -> None:
    taken.ok(*NOTE, by="chen")
    note, other = Remarked(words=NOTE[2]), Remarked(words="x")
    for now, by, expected in (
        (CLOCK, "chen", True),
        (CLOCK + timedelta(minutes=11), "chen", False),
        (CLOCK, "li", False),
    ):
        with recording(Reader(taken.path), by=by, now=now, again=False, allow="") as tx:
            assert tx.is_said_again(TICKET, note) is expected
            assert not tx.is_said_again(TICKET, other, note)
            log = tx.ticket(TICKET).log
            assert tx.has_just_said(log[-1]) is expected
            said = [event.words for event in tx.just_said(log) if isinstance(event, Remarked)]
            assert said == [NOTE[2]] * expected


def test_with_again_nothing_was_said_just_now(taken: Desk) -> None:
    taken.ok(*NOTE, by="chen")
    with recording(Reader(taken.path), by="chen", now=CLOCK, again=True, allow="") as tx:
        assert list(tx.just_said(tx.ticket(TICKET).log)) == []


# Said twice


@pytest.mark.parametrize("at", [(), ("--at", "08:00")])
def test_the_same_said_again_within_ten_minutes_is_already_recorded(
    desk: Desk, at: tuple[str, ...]
) -> None:
    assert desk.intake("--at", "07:00").status == 0
    words = (*NOTE, *at)
    desk.ok(*words, by="chen")
    said_again(desk, *words)
    said_again(desk, *words, now="2026-11-20T09:10:00")


def test_after_ten_minutes_it_is_said_anew(taken: Desk) -> None:
    taken.ok(*NOTE, by="chen")
    assert "recorded. State" in taken.ok(*NOTE, by="chen", now="2026-11-20T09:10:01").out
    assert len(taken.log) == 3


def test_whoever_means_it_says_again(taken: Desk) -> None:
    taken.ok(*NOTE, by="chen")
    taken.ok(*NOTE, "--again", by="chen")
    assert len(taken.log) == 3


def test_another_person_another_word_or_another_time_is_something_else(desk: Desk) -> None:
    assert desk.intake("--at", "07:00").status == 0
    desk.ok(*NOTE, by="chen")
    desk.ok(*NOTE, by="li")
    desk.ok("note", TICKET, "两条狗", by="chen")
    desk.ok("note", TICKET, "两条狗", "--at", "08:00", by="chen")
    desk.ok("note", TICKET, "两条狗", "--at", "08:01", by="chen")
    assert len(desk.log) == 6


def test_only_the_last_thing_said_is_taken_for_a_repetition(taken: Desk) -> None:
    taken.ok("remind", TICKET, by="chen")
    taken.ok(*NOTE, by="chen")
    taken.ok("remind", TICKET, by="chen")  # the customer called once more
    assert [event["what"] for event in taken.log] == [
        "received",
        "reminded",
        "remarked",
        "reminded",
    ]


def test_what_somebody_else_said_in_between_does_not_make_it_new(taken: Desk) -> None:
    taken.ok(*NOTE, by="chen")
    taken.ok("remind", TICKET, by="li")
    said_again(taken, *NOTE)


def test_all_events_of_a_command_are_one_thing_said(desk: Desk) -> None:
    desk.play("dispatch")
    visit = (
        "visit", TICKET, "--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality",
        "--arrived", "13:50",
    )  # fmt: skip
    desk.ok(*visit, by="wang", now="2026-11-20T15:30:00")
    said_again(desk, *visit, by="wang", now="2026-11-20T15:35:00")
    assert [event["what"] for event in desk.log[-2:]] == ["arrived", "visited"]


def test_a_call_that_found_nobody_is_one_attempt_however_often_it_is_typed(taken: Desk) -> None:
    words = ("contact", TICKET, "--not-reached", "无人接听")
    taken.ok(*words, by="li")
    assert taken.log[-1]["next"] == "2026-11-20T11:00:00+08:00"  # two working hours later
    said_again(taken, *words, by="li")  # the next attempt would be some minutes later now


# Roles


def test_leave_is_recorded_with_what_it_was_given_for(taken: Desk) -> None:
    taken.ok("cancel", TICKET, "--reason", "x", "--asked-by", "y", "--allow", "客户要求", by="sun")
    assert taken.log[-1]["allowed"] == "客户要求"


# What is written


def test_status_digest_and_commit_say_what_the_log_says(desk: Desk) -> None:
    desk.play("visit")
    data = desk.data
    assert data["status"] == replay_ticket(desk.ledger.read(TICKET).ticket).status == "done"
    assert data["log"][0]["digest"] == head_digest(data)
    assert [event["seq"] for event in data["log"]] == [1, 2, 3, 4, 5, 6, 7]
    assert len({event["id"] for event in data["log"]}) == 7
    subjects = desk.git("log", "--format=%s %an %ae %cn %aI", "-1").strip()
    assert (
        subjects == f"{TICKET} visited (wang) 王强 wang@example.com Desk 2026-11-20T15:30:00+08:00"
    )
    assert desk.git("status", "--porcelain") == ""
    history = desk.git("log", "--format=%B")
    assert all(secret not in history for secret in (TOLD["unit"], TOLD["phone"], TOLD["contact"]))


def test_when_it_happened_and_when_it_was_typed_are_two_things(taken: Desk) -> None:
    taken.ok(*NOTE, "--at", "09:05", by="chen", now="2026-11-20T10:00:00")
    assert taken.log[-1]["at"] == "2026-11-20T09:05:00+08:00"
    assert taken.log[-1]["typed"] == "2026-11-20T10:00:00+08:00"


def test_a_diff_shows_the_added_lines_and_the_status_alone(taken: Desk) -> None:
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    lines = taken.git("show", "--format=", "-U0").splitlines()
    gone = [line for line in lines if line.startswith("-") and not line.startswith("---")]
    assert gone == ['-status: "received"']


def test_comments_and_keys_of_ones_own_survive(taken: Desk) -> None:
    taken.edit(
        'symptom: "开机后不加热"', 'symptom: "开机后不加热"  # heard it myself\nmood: "angry"'
    )
    taken.commit()
    taken.ok(*NOTE, by="chen")
    text = taken.record.read_text(encoding="utf-8")
    assert "# heard it myself" in text
    assert taken.data["mood"] == "angry"


def test_with_commits_off_it_is_recorded_and_says_that_it_is_not_committed(taken: Desk) -> None:
    taken.git("config", "svc.commit", "off")
    head = taken.head
    ended = taken.ok(*NOTE, by="chen")
    assert "recorded, not committed" in ended.out
    assert taken.head == head
    assert taken.log[-1]["what"] == "remarked"
    assert taken.ok("note", TICKET, "y", "--json", by="chen").json["committed"] is False
    taken.git("config", "svc.commit", "on")
    assert "not committed" not in taken.ok("note", TICKET, "z", by="chen").out


def test_a_record_nothing_can_be_added_to_is_said_with_its_line_and_left_alone(taken: Desk) -> None:
    text = taken.record.read_text(encoding="utf-8")
    taken.record.write_text(text.rstrip("\n"), encoding="utf-8")
    before = taken.snapshot()
    ended = taken.svc(*NOTE, by="chen")
    assert ended.status == 3
    assert f"svc check --fix {TICKET}" in ended.err
    assert taken.snapshot() == before
    assert taken.svc("show", TICKET).status == 0


def test_what_a_person_edits_and_has_not_committed_goes_along_with_the_next_event(
    taken: Desk,
) -> None:
    taken.edit('wishes: "今天来修"', 'wishes: "明天来修"')
    taken.ok(*NOTE, by="chen")
    assert taken.git("status", "--porcelain") == ""
    assert "明天来修" in taken.git("show", f"HEAD:tickets/SZ/2026-11/{TICKET}.yaml")


@pytest.mark.parametrize(
    ("tampered", "says"),
    [
        (without_last_event, "event 2 (note) was removed from the log"),
        (
            lambda record: record.replace(b'words: "first"', b'words: "1st"'),
            "event 2 (note) was changed",
        ),
        (
            lambda record: record.replace(b'by: "chen"', b'by: "li"', 1),
            "event 1 (received) was changed",
        ),
    ],
)
def test_what_was_committed_is_never_taken_out_of_a_log_by_the_commit_of_another_command(
    taken: Desk, tampered: Any, says: str
) -> None:
    taken.ok("note", TICKET, "first", by="chen")
    taken.record.write_bytes(tampered(taken.record.read_bytes()))
    before = taken.snapshot()
    ended = taken.svc(*NOTE, by="li")
    assert ended.status == 3, ended
    assert says in ended.err
    assert taken.snapshot() == before
    taken.git("checkout", "-q", "HEAD", "--", f"tickets/SZ/2026-11/{TICKET}.yaml")  # as it says
    taken.ok(*NOTE, by="li")
    assert [event.get("words") for event in taken.log[1:]] == ["first", NOTE[2]]


def test_with_commits_off_what_was_recorded_since_the_last_commit_is_no_change_by_hand(
    taken: Desk,
) -> None:
    taken.git("config", "svc.commit", "off")
    taken.ok("note", TICKET, "first", by="chen")
    taken.ok(*NOTE, by="li")
    assert len(taken.log) == 3


# Corrections adopted from the head


def test_a_head_edited_by_hand_is_found_and_adopted_as_corrections(taken: Desk) -> None:
    taken.edit('phone: "0755-26001111"', 'phone: "0755-26002222"')
    taken.edit('wishes: "今天来修"', 'wishes: "明天来修"')
    taken.commit()
    checked = taken.svc("check", TICKET)
    assert checked.status == 1
    assert f"svc adopt {TICKET}" in checked.out
    taken.ok("adopt", TICKET, "--reason", "听错了", by="chen")
    assert [(e["field"], e["old"], e["new"]) for e in taken.log[1:]] == [
        ("customer.phone", "0755-26001111", "0755-26002222"),
        ("wishes", "今天来修", "明天来修"),
    ]
    text = taken.record.read_text(encoding="utf-8")
    assert 'phone: "0755-26001111"  # corrected in 2\n' in text
    assert 'wishes: "今天来修"  # corrected in 3\n' in text
    assert taken.svc("check", TICKET).status == 0
    assert "0755-26002222" in taken.svc("show", TICKET).out
    taken.ok("note", TICKET, "x", by="chen")
    assert taken.svc("check", TICKET).status == 0


def test_adopted_once_more_a_moment_later_it_says_so_and_changes_nothing(taken: Desk) -> None:
    taken.edit('phone: "0755-26001111"', 'phone: "0755-26002222"')
    taken.edit('wishes: "今天来修"', 'wishes: "明天来修"')
    taken.commit()
    taken.ok("adopt", TICKET, "--reason", "听错了", by="chen")
    before = taken.record.read_bytes()
    assert "already recorded" in taken.ok("adopt", TICKET, "--reason", "听错了", by="chen").out
    assert taken.record.read_bytes() == before
    for refused in (
        taken.svc("--as", "chen", "adopt", TICKET, "--reason", "别的"),
        taken.svc("--as", "chen", "--again", "adopt", TICKET, "--reason", "听错了"),
    ):
        assert (refused.status, taken.record.read_bytes()) == (2, before)


def test_recomputed_once_more_a_moment_later_it_says_so_and_changes_nothing(taken: Desk) -> None:
    words = (
        "promise",
        "recompute",
        "--from",
        "office@2026-11",
        "--to",
        "six_stages@2026-11",
        "--reason",
        "新规",
    )
    taken.ok(*words, "--go", by="li")
    before = taken.record.read_bytes()
    assert "Already recorded" in taken.ok(*words, "--go", by="li").out
    assert taken.record.read_bytes() == before
    assert taken.svc("--as", "li", *words).status == 2
    assert taken.svc("--as", "chen", *words, "--go").status == 2


def test_what_was_deleted_or_added_in_the_head_is_not_adopted(taken: Desk) -> None:
    taken.edit('wishes: "今天来修"\n', "")
    taken.commit()
    before = taken.snapshot()
    ended = taken.svc("adopt", TICKET, "--reason", "x", "--json", by="chen")
    assert (ended.status, ended.error["key"], ended.error["facts"]["field"]) == (
        2,
        "cannot-adopt",
        "wishes",
    )
    assert taken.snapshot() == before


def test_a_record_in_plain_data_is_as_it_was_told(taken: Desk) -> None:
    data = reading.read_record(taken.record.read_bytes(), TICKET)
    assert data["customer"] == {
        "file": "SZ-A0001",
        "unit": TOLD["unit"],
        "address": TOLD["address"],
        "phone": TOLD["phone"],
        "contact": TOLD["contact"],
        "mobile": TOLD["mobile"],
    }
    assert (data["terms"]["policy"], data["terms"]["calendar"]) == ("office@2026-11", "SZ@1")
    assert (data["mode"], data["region"], data["channel"], data["urgency"]) == (
        "visit",
        "south",
        "phone",
        "normal",
    )


def test_what_is_recorded_and_not_in_place_yet_is_told_as_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder can't be flushed after the commit: the next command finishes it, and this one is
    done.
    """

    def refuse(path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(
            "svc.store.journal.put_in_place", lambda root, *rest: refuse(root.path / "tickets")
        )
        ended = desk.intake()
    assert ended.status == 0
    assert "SZ-2611-A0001: recorded." in ended.out
    assert "Recorded, but" in ended.err
    assert desk.ok("show", "SZ-2611-A0001").out
    assert desk.git("rev-list", "--count", "HEAD").strip() == "2"
