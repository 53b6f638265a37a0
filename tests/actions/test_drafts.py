"""What was typed at `svc intake` and could not be recorded: kept, offered again, thrown away."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from pathlib import Path
from shlex import quote

import pytest
from conftest import NOW, TICKET, Desk

from svc.model import reading

NEXT_DAY = "2026-11-23T09:00:00+08:00"
HOUR_LATER = "2026-11-23T10:00:00+08:00"


def kept(desk: Desk) -> list[Path]:
    return sorted((desk.path / ".git/svc/drafts").glob("*.yaml"))


def lock(desk: Desk) -> Path:
    return desk.path / ".git/index.lock"


def put(desk: Desk, name: str, text: str) -> Path:
    """A draft made by hand."""
    folder = desk.path / ".git/svc/drafts"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def refused(desk: Desk) -> Desk:
    """A whole request that could not be recorded, as another program held git's lock."""
    lock(desk).touch()
    ended = desk.intake(now=NEXT_DAY)
    assert ended.status == 4
    lock(desk).unlink()
    return desk


def test_what_could_not_be_recorded_is_kept_for_its_owner_alone(refused: Desk) -> None:
    (path,) = kept(refused)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    draft = reading.read_record(path.read_bytes())
    assert {**draft, **refused.told} == draft
    assert (draft["by"], draft["at"]) == ("chen", NEXT_DAY)
    assert not refused.record.exists()


@pytest.mark.parametrize("how", ["lock", "merge", "other writer"])
def test_the_refusal_says_where_it_is_kept_and_what_to_type(desk: Desk, how: str) -> None:
    from svc.store.lock import Holder, take

    held = None
    if how == "lock":
        lock(desk).touch()
    elif how == "merge":
        (desk.path / ".git/MERGE_HEAD").write_text(desk.head)
    else:
        from datetime import UTC, datetime

        held = take(desk.ledger.root, Holder(who="li", since=datetime(2026, 11, 20, tzinfo=UTC)), 0)
    try:
        ended = desk.intake(now=NEXT_DAY)
    finally:
        if held is not None:
            held.release()
    (path,) = kept(desk)
    assert ended.status == 4
    assert f"kept, not recorded: {quote(str(path))}" in ended.err
    assert f"svc intake --from {quote(str(path))}" in ended.err
    lock(desk).touch()
    said = desk.intake("--json", now=NEXT_DAY).error
    assert Path(said["facts"]["draft"]).parent == path.parent


def test_what_the_rules_refuse_is_not_kept(desk: Desk) -> None:
    assert desk.intake(symptom="").status == 2
    assert kept(desk) == []


def test_the_next_intake_names_it_and_what_to_type_and_it_is_recorded_as_of_then(
    refused: Desk,
) -> None:
    (path,) = kept(refused)
    named = refused.other(2, now=HOUR_LATER)
    assert named.status == 0
    assert f"svc intake --from {quote(str(path))}" in named.err
    assert f"rm {quote(str(path))}" in named.err
    assert kept(refused) == [path]
    refused.ok("intake", "--from", str(path), by="chen", now=HOUR_LATER)
    head = refused.ok("--json", "show", "SZ-2611-A0002").json["record"]
    assert head["received"] == NEXT_DAY
    assert kept(refused) == []


def test_typed_again_as_it_was_it_is_recorded_and_the_draft_goes(refused: Desk) -> None:
    ended = refused.intake(now=NEXT_DAY)
    assert (ended.status, kept(refused)) == (0, [])
    assert "kept and not recorded" not in ended.err


def test_a_call_that_was_only_to_be_noted_is_kept_too(desk: Desk) -> None:
    lock(desk).touch()
    words = ("intake", "--note", "张工", "13900001111", "--words", "不加热")
    assert desk.svc(*words, by="chen").status == 4
    lock(desk).unlink()
    (path,) = kept(desk)
    desk.ok("intake", "--from", str(path), by="chen")
    noted = desk.log[0]
    assert (noted["name"], noted["phone"], noted["words"]) == ("张工", "13900001111", "不加热")
    assert kept(desk) == []


def test_what_completes_a_noted_call_completes_it_when_it_is_taken_up(desk: Desk) -> None:
    desk.ok("intake", "--note", "张工", "13900001111", by="chen")
    lock(desk).touch()
    assert desk.intake(TICKET).status == 4
    lock(desk).unlink()
    desk.ok("intake", "--from", str(kept(desk)[0]), by="chen")
    assert [event["what"] for event in desk.log] == ["noted", "received"]
    assert len(list(desk.path.glob("tickets/*/*/*.yaml"))) == 1


def test_where_it_can_not_be_kept_that_is_said_and_the_refusal_is_the_same(desk: Desk) -> None:
    elsewhere = desk.path.parent / "elsewhere"
    elsewhere.mkdir()
    (desk.path / ".git/svc").mkdir(exist_ok=True)
    (desk.path / ".git/svc/drafts").symlink_to(elsewhere)
    lock(desk).touch()
    ended = desk.intake()
    assert ended.status == 4
    assert "could not be kept" in ended.err
    assert list(elsewhere.iterdir()) == []


def test_a_draft_made_by_hand_steers_no_terminal_and_leads_nowhere_else(
    desk: Desk, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text('unit: "别处"\n', encoding="utf-8")
    put(desk, "a-link.yaml", "").unlink()
    (desk.path / ".git/svc/drafts/a-link.yaml").symlink_to(outside)
    put(desk, "b-escapes.yaml", 'unit: "\\e[2J红\\u202e"\nby: "\\e[31m"\ntyped: "\\a"\n')
    put(desk, "c-no-yaml.yaml", "unit: [\x1b\n")
    put(desk, "d-strange.yaml", 'shell: "rm -rf /"\n')
    put(desk, "e-\x1b[2J.yaml", 'unit: "x"\n')
    if sys.platform != "win32":
        os.mkfifo(desk.path / ".git/svc/drafts/f-pipe.yaml")
    before = sorted(path.name for path in (desk.path / ".git/svc/drafts").iterdir())
    ended = desk.other(3)
    assert ended.status == 0
    assert "\x1b" not in ended.err
    assert "\u202e" not in ended.err
    assert "\\x1b[2J红\\u202e" in ended.err
    assert "别处" not in ended.err
    for name in ("a-link", "c-no-yaml", "d-strange"):
        assert f"{name}.yaml is no draft that can be read" in ended.err
    assert sorted(path.name for path in (desk.path / ".git/svc/drafts").iterdir()) == before
    assert outside.exists()


# At a terminal

terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")


@terminal
@pytest.mark.parametrize(
    ("answer", "recorded", "left"), [("1", True, 0), ("2", False, 0), ("3", False, 1)]
)
def test_the_next_intake_offers_it(refused: Desk, answer: str, recorded: bool, left: int) -> None:
    from cli.terminal import CTRL_C, talk

    # missing are the distance and the urgency; who does not take it up is asked who calls
    more = ["", ""] if answer == "1" else [CTRL_C]
    ended = talk(refused.path, "intake", answers=[answer, *more], now=HOUR_LATER)
    assert "Kept and not recorded yet: 南山明辉餐饮" in ended.screen
    assert ended.status == (0 if answer == "1" else 130), ended.screen
    assert refused.record.exists() is recorded
    assert len(kept(refused)) == left


@terminal
def test_at_a_terminal_gits_lock_is_waited_for_and_then_it_is_recorded(desk: Desk) -> None:
    from cli.terminal import Keys, talk

    lock(desk).touch()

    def let_go() -> None:
        ends = time.monotonic() + 100
        while not kept(desk) and time.monotonic() < ends:
            time.sleep(0.05)
        lock(desk).unlink()

    words = [part for name, value in desk.told.items() for part in (f"--{name}", value)]
    threading.Thread(target=let_go).start()
    ended = talk(
        desk.path,
        "intake",
        *words,
        answers=["", Keys("\n", "Waiting: another git", then="")],
        now=NOW,
    )
    assert ended.status == 0, ended.screen
    assert desk.record.exists()
    assert kept(desk) == []  # it was there while it waited, in case it is killed


@terminal
def test_who_gives_up_waiting_finds_the_answers_again(desk: Desk) -> None:
    from cli.terminal import CTRL_C, Keys, talk

    desk.intake()
    desk.ok("cancel", TICKET, "--reason", "不修了", "--asked-by", "张工", by="chen")
    lock(desk).touch()
    before = desk.snapshot()
    answers = ["26001111", "", "", "漏水", "今早", "尽快", Keys("\n", "Waiting:", then=CTRL_C)]
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    assert ended.status == 130, ended.screen
    assert "Nothing was recorded" in ended.screen
    assert desk.snapshot() == before
    lock(desk).unlink()
    ended = talk(desk.path, "intake", answers=["1"], now=HOUR_LATER)
    assert ended.status == 0, ended.screen
    ticket = desk.ok("--json", "show", "SZ-2611-A0002").json["record"]
    assert (ticket["customer"]["file"], ticket["symptom"]) == ("SZ-A0001", "漏水")
    assert ticket["received"] == NEXT_DAY
    assert kept(desk) == []


@terminal
def test_a_reminder_that_could_not_be_recorded_is_kept_as_the_call_it_was(desk: Desk) -> None:
    from cli.terminal import CTRL_C, Keys, talk

    desk.intake()
    lock(desk).touch()
    answers = ["26001111", "", "", Keys("1\n", "Waiting:", then=CTRL_C)]
    assert talk(desk.path, "intake", answers=answers, now=NEXT_DAY).status == 130
    lock(desk).unlink()
    ended = talk(desk.path, "intake", answers=["1", "1"], now=HOUR_LATER)
    assert ended.status == 0, ended.screen
    assert [event["what"] for event in desk.log] == ["received", "reminded"]
    assert kept(desk) == []


@terminal
def test_other_commands_wait_too_and_who_gives_up_is_told_to_repeat(desk: Desk) -> None:
    from cli.terminal import CTRL_C, Keys, talk

    desk.play("handover")
    lock(desk).touch()
    ended = talk(
        desk.path,
        *("escalate", TICKET, "--reason", "不修了"),
        answers=[Keys("li\n", "Waiting:", then=CTRL_C)],
        now=NEXT_DAY,
    )
    assert ended.status == 130, ended.screen
    assert "Nothing was recorded; repeat the command" in " ".join(ended.screen.split())


@terminal
@pytest.mark.parametrize(("answer", "asks"), [("1", "first"), ("2", "none"), ("3", "each")])
def test_of_many_it_asks_once(desk: Desk, answer: str, asks: str) -> None:
    from cli.terminal import CTRL_C, talk

    for number in range(4):
        put(desk, f"{number}.yaml", f'unit: "食堂{number}"\n')
    ended = talk(desk.path, "intake", answers=[answer, CTRL_C], now=HOUR_LATER)
    assert "Kept and not recorded yet: 4. The first: 食堂0" in ended.screen
    one_by_one = "1: take it up again, 2: throw it away" in ended.screen
    assert one_by_one is (asks == "each")
    assert ("Address:" in ended.screen) is (asks == "first"), ended.screen
    assert len(kept(desk)) == 4
