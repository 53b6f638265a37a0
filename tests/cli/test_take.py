"""`svc take` at a terminal, from a pipe, from the clipboard, and with more than anybody sends."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cli.terminal import Keys, talk
from conftest import TICKET
from rules.composed import composed, wrapped

from svc.cli import blocks
from svc.errors import DiskFull

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk, Ended

EVENING = "2026-11-20T16:00:00"
SEVERAL = [composed("fault", token=f"fault3m9x2ab{n}", phone=f"1390000111{n}") for n in range(3)]


def chat(desk: Desk, *texts: str) -> str:
    path = desk.path.parent / "chat.txt"
    path.write_text("\n".join(texts), encoding="utf-8")
    return str(path)


def take(desk: Desk, *words: str, by: str = "chen") -> Ended:
    return desk.svc("take", *words, by=by, now=EVENING)


def noted(desk: Desk) -> int:
    return len(list((desk.path / "tickets").rglob("SZ-*.yaml")))


def test_without_a_terminal_and_without_go_it_is_only_shown(desk: Desk) -> None:
    before = desk.snapshot()
    ended = take(desk, chat(desk, composed("fault")))
    assert ended.status == 0
    assert "Symptom" not in ended.out
    assert "What is wrong: 开机后不加热" in ended.out
    assert "repeat the command with --go" in ended.out
    assert desk.snapshot() == before


@pytest.mark.parametrize(
    ("answers", "recorded"), [(("1", "2", "1"), 2), (("3",), 3), (("2", "3"), 2), (("9", "3"), 3)]
)
def test_at_a_terminal_each_is_asked_about_until_all_others_are_meant(
    desk: Desk, answers: tuple[str, ...], recorded: int
) -> None:
    words = ("take", chat(desk, *SEVERAL))
    ended = talk(desk.path, *words, answers=answers, now=f"{EVENING}+08:00")
    assert ended.status == 0, ended.screen
    assert noted(desk) == recorded


def test_whose_roles_may_not_record_a_visit_is_told_and_not_asked(desk: Desk) -> None:
    desk.play("dispatch")
    before = desk.snapshot()
    words = ("--lang", "zh", "take", chat(desk, composed()))
    ended = talk(desk.path, *words, answers=(), now=f"{EVENING}+08:00")
    assert (ended.status, desk.snapshot() == before) == (2, True)
    assert "第 1 份：陈静的岗位不能记录“已到达”" in ended.screen
    assert "以陈静的名义" not in ended.screen
    assert "要记录吗" not in ended.screen
    alone = take(desk, "--lang", "zh", "--go", chat(desk, composed()))
    assert "维修工程师" in alone.err


def test_what_is_no_telephone_is_named_and_may_be_taken(desk: Desk) -> None:
    ended = take(desk, "--lang", "zh", chat(desk, composed("fault", phone="1380")))
    assert "! 1380 不是电话号码，请再问一下" in ended.out
    fine = take(desk, "--lang", "zh", chat(desk, composed("fault")))
    assert "不是电话号码" not in fine.out


def test_a_visit_that_ends_before_it_begins_is_refused_with_both_times(desk: Desk) -> None:
    desk.play("dispatch")
    left = composed(left="2026-11-20 13:40 +08:00")
    ended = take(desk, "--lang", "zh", chat(desk, left), by="li")
    assert ended.status == 2
    assert "2026-11-20 13:40，早于到达时间 2026-11-20 13:55" in ended.err


def test_what_is_pasted_at_a_terminal_is_read_until_ctrl_d(desk: Desk) -> None:
    pasted = Keys(wrapped(composed("fault"), 30) + "\n\x04", until="Record it", then="1\n")
    ended = talk(desk.path, "take", "-", answers=[pasted], now=f"{EVENING}+08:00")
    assert (ended.status, noted(desk)) == (0, 1), ended.screen


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_pipe_is_read_in_whatever_encoding_a_chat_was_saved(desk: Desk, encoding: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "svc", "--as", "chen", "take", "--go"],
        input=f"张三 10:21\r\n{composed('fault')}\r\n".encode(encoding),
        env={**os.environ, "SVC_NOW": f"{EVENING}+08:00"},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, noted(desk)) == (0, 1), ended.stderr


def test_the_clipboard_is_read_by_the_first_program_that_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "copied").write_text(composed("fault"), encoding="utf-8")
    for name, script in (("xclip", "exit 1"), ("xsel", f"cat '{tmp_path / 'copied'}'")):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert take(desk, "--clipboard", "--go").status == 0
    assert noted(desk) == 1
    assert take(desk, "--clipboard", chat(desk, "x")).status == 2


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    ended = take(desk, "nowhere.txt")
    assert ended.status == 2
    assert "nowhere.txt" in ended.err


def test_what_is_wrong_with_some_is_said_and_the_others_are_taken(desk: Desk) -> None:
    desk.play("dispatch")
    texts = (
        composed("fault"),
        composed(ticket="BJ-2611-A0001"),
        composed().replace("断路", "短路"),
        composed("fault"),
        composed()[:-10],
    )
    ended = take(desk, chat(desk, *texts), "--go", by="li")
    assert ended.status == 3
    for said in (
        "BJ-2611-A0001",
        "Form 3 was changed",
        "Form 4 is form 1 once more",
        "Form 5 is cut off",
    ):
        assert said in ended.err
    assert "recorded now: 1, refused: 3" in ended.out


def test_hundreds_of_blocks_of_one_visit_record_it_once(desk: Desk) -> None:
    desk.play("dispatch")
    texts = [composed(token=f"token{n:07}") for n in range(200)]
    ended = take(desk, chat(desk, *texts), "--go", by="li")
    assert ended.status == 3
    assert [event["what"] for event in desk.log].count("visited") == 1
    assert f"svc back {TICKET}" in ended.err


def test_a_disk_that_fills_up_after_the_first_says_how_many_are_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from svc.store import transaction

    commit, calls = transaction.Changes.commit, []

    def second_fails(*args: object, **named: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise DiskFull(path="x", reason="full")
        return commit(*args, **named)

    with monkeypatch.context() as patch:
        patch.setattr(transaction.Changes, "commit", second_fails)
        ended = take(desk, chat(desk, *SEVERAL), "--go")
    assert ended.status == 4
    assert "Recorded: 1 of 3" in ended.err
    assert take(desk, chat(desk, *SEVERAL), "--go").status == 0
    assert noted(desk) == 3


def test_of_two_who_hold_the_same_text_one_records_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague is quicker, between the look at a block and its record."""
    path = chat(desk, composed("fault"))

    def colleague_is_quicker(taking: object) -> bool:
        monkeypatch.setattr(blocks, "_says_yes", says_yes)
        assert take(desk, path, "--go", by="li").status == 0
        return True

    says_yes = blocks._says_yes
    monkeypatch.setattr(blocks, "_says_yes", colleague_is_quicker)
    assert take(desk, path, "--go").status == 0
    assert noted(desk) == 1
