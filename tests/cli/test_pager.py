"""What is longer than the terminal is paged, long work shows how far it is: at a terminal, and
nowhere else.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from cli.terminal import talk
from conftest import NOW

from svc.cli.app import run
from svc.cli.desk import Desk as Seat
from svc.cli.progress import ProgressLine
from svc.render.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk


class Seen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


class Reader:
    """A pager that is read to its end."""

    def __init__(self, paged: list[str]) -> None:
        self._paged = paged

    def communicate(self, text: bytes) -> None:
        self._paged.append(text.decode())


COUNTS = f"{shlex.quote(sys.executable)} -c 'import sys; print(len(sys.stdin.readlines()), \"lines paged\")'"


@pytest.fixture
def three(desk: Desk) -> Desk:
    desk.intake()
    for number in (2, 3):
        desk.other(number)
    return desk


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_list_longer_than_the_terminal_goes_through_the_pager_that_is_set(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVC_PAGER", COUNTS)
    monkeypatch.setenv("LINES", "4")
    monkeypatch.setenv("COLUMNS", "160")
    assert "5 lines paged" in talk(three.path, "list", answers=[], now=NOW).screen
    monkeypatch.setenv("LINES", "24")
    screen = talk(three.path, "list", answers=[], now=NOW).screen
    assert "paged" not in screen
    assert "SZ-2611-A0003" in screen


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize("pager", ["", "cat", "no-such-pager --really", "'"])
def test_without_a_pager_all_is_shown_at_once(
    three: Desk, monkeypatch: pytest.MonkeyPatch, pager: str
) -> None:
    monkeypatch.setenv("SVC_PAGER", pager)
    monkeypatch.setenv("LINES", "4")
    talked = talk(three.path, "list", answers=[], now=NOW)
    assert (talked.status, "SZ-2611-A0003" in talked.screen) == (0, True)


def test_nothing_is_paged_where_nobody_reads(three: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVC_PAGER", COUNTS)
    monkeypatch.setenv("LINES", "4")
    ended = three.ok("list")
    assert "paged" not in ended.out
    assert ended.err == ""


def test_a_list_of_some_says_how_many_more_there_are(three: Desk) -> None:
    ended = three.ok("list", "--limit", "2")
    assert len(ended.out.splitlines()) == 4
    assert ended.err == "svc: More that match: 1; leave out --limit to show them all\n"
    assert (
        three.ok("--json", "list", "--limit", "1").json["more"],
        three.ok("--json", "list").json["more"],
    ) == (2, 0)


def test_what_changed_unseen_is_seen_with_fresh(three: Desk) -> None:
    assert "SZ-2611-A0001" in three.ok("list", "--fresh").out


def test_progress_is_one_line_that_goes_away(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = iter(range(1, 100))
    monkeypatch.setattr("svc.cli.progress.monotonic", lambda: next(at))
    progress = ProgressLine(Words("en"))
    for done in (1, 2, 3, 4):
        progress(done * 100, 400)
    lines = capsys.readouterr().err.split("\r")
    assert lines[1:3] == ["Reading the records: 200 of 400", "Reading the records: 300 of 400"]
    assert lines[3].strip() == ""
    progress(5, 5)  # done at once: nothing to show
    assert capsys.readouterr().err == ""


def test_progress_over_things_counts_each_when_the_next_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = iter(range(1, 100))
    monkeypatch.setattr("svc.cli.progress.monotonic", lambda: next(at))
    progress = ProgressLine(Words("en"), "Making the papers: {done} of {count}")
    assert list(progress.over(["a", "b", "c"])) == ["a", "b", "c"]
    lines = capsys.readouterr().err.split("\r")
    assert lines[1:3] == ["Making the papers: 1 of 3", "Making the papers: 2 of 3"]
    assert lines[3].strip() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize("words", [
    "show {t}", "why {t}", "script {t} all", "check", "report south 2026-11", "prices",
    "promise list", "customer show SZ-A0001", "equipment history CR200-24-0042", "dispatch",
    "intake --help", "help times", "staff list", "search 客户", "overdue --all --within 2000h",
    "callback", "knowledge", "amend {t}", "schema", "--help", "roster", "calendar list",
])  # fmt: skip
def test_whatever_is_longer_than_the_terminal_is_paged(
    three: Desk, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Seen())
    monkeypatch.setenv("LINES", "2")
    monkeypatch.setenv("COLUMNS", "80")
    paged: list[str] = []
    popen = SimpleNamespace(Popen=lambda *_, **__: Reader(paged), PIPE=None)
    monkeypatch.setattr("svc.cli.pager.subprocess", popen)
    monkeypatch.setenv("SVC_PAGER", "less")
    said = run(["--as", "chen", *words.format(t="SZ-2611-A0001").split()])
    assert said in (0, 1)
    length = len((paged or [sys.stdout.getvalue()])[0].splitlines())
    assert bool(paged) == (length > 1), words


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(("lines", "is_paged"), [("2", True), ("24", False)])
def test_links_are_looked_for_only_in_what_is_not_paged(
    three: Desk, monkeypatch: pytest.MonkeyPatch, lines: str, is_paged: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Seen())
    monkeypatch.setenv("LINES", lines)
    monkeypatch.setenv("SVC_LINKS", "always")
    monkeypatch.setenv("SVC_PAGER", "less")
    looked_in: list[str] = []
    monkeypatch.setattr("svc.cli.links.linked", lambda text, _: looked_in.append(text) or text)
    popen = SimpleNamespace(Popen=lambda *_, **__: Reader([]), PIPE=None)
    monkeypatch.setattr("svc.cli.pager.subprocess", popen)
    assert run(["--as", "chen", "--color", "always", "list"]) == 0
    assert len(looked_in) == (0 if is_paged else 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_terminal_that_can_do_nothing_has_no_pager(three: Desk) -> None:
    from svc.cli.pager import PROMPT, _pager_command

    assert _pager_command({"TERM": "dumb"}) == []
    assert _pager_command({"TERM": "xterm"}) == ["less", "-P", PROMPT]
    assert _pager_command({"TERM": "dumb", "SVC_PAGER": "more"}) == ["more"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({}, "1 FRX: -P q | SPACE | b\n按 q 退出，空格翻页"),
        ({"LESSSECURE": "0", "LESS": "-M"}, "1 -M: -P q | SPACE | b\n按 q 退出，空格翻页"),
        ({"PAGER": "less -N"}, "1 FRX: -N"),
        ({"SVC_PAGER": "less -N", "PAGER": "more"}, "1 FRX: -N"),
    ],
)
def test_less_says_how_to_leave_it_and_saves_no_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    chosen: dict[str, str],
    says: str,
) -> None:
    less = tmp_path / "less"
    told = tmp_path / "told"
    script = (
        f'echo "$LESSSECURE $LESS: $*" > {told}\nhead -n 1 | grep q >> {told}\ncat >/dev/null\n'
    )
    less.write_text(f"#!/bin/sh\n{script}")
    less.chmod(0o755)
    monkeypatch.setenv("LINES", "2")
    path = f"{tmp_path}:{os.environ['PATH']}"
    monkeypatch.setattr("svc.cli.surroundings.sys.stdout", Seen())
    desk = Seat(["--lang", "zh"], {"PATH": path, "TERM": "xterm", **chosen})
    desk.out("a\nb\nc\n")
    desk.flush()
    assert told.read_text() == f"{says}\n"
