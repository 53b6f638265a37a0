"""Numbers of tickets as links on terminals that have them, and nowhere else."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET

from svc.cli.links import has_links, linked

if TYPE_CHECKING:
    from conftest import Desk

LINK = re.compile(r"\x1b\]8;;(.*?)\x1b\\(.*?)\x1b\]8;;\x1b\\")


@pytest.mark.parametrize(
    ("environ", "has"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "4999"}, False),
        ({"VTE_VERSION": "x"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"KITTY_WINDOW_ID": "1"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"VTE_VERSION": "7600", "TMUX": "/tmp/x"}, False),
        ({"SVC_LINKS": "always"}, True),
        ({"SVC_LINKS": "never", "WT_SESSION": "1"}, False),
    ],
)
def test_which_terminals_have_links(environ: dict[str, str], has: bool) -> None:
    assert has_links(environ) == has


def test_a_link_leads_to_the_file_and_the_text_stays(desk: Desk) -> None:
    desk.intake()
    text = f"{TICKET}  \x1b[2m{TICKET}\x1b[0m x-{TICKET} {TICKET}… {TICKET}9 SZ-2611-A0099\n"
    shown = linked(text, desk.path)
    assert LINK.sub(r"\2", shown) == text
    found = LINK.findall(shown)
    assert [number for _, number in found] == [TICKET, TICKET]
    assert {address for address, _ in found} == {desk.record.as_uri()}
    assert found[0][0].isascii()  # the ledger's folder has a Chinese name


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_links_are_on_a_terminal_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from cli.terminal import talk

    desk.intake()

    def screen(*words: str) -> str:
        return talk(desk.path, *words, answers=[], now=NOW).screen

    plain = screen("list")
    assert "\x1b]8" not in plain
    monkeypatch.setenv("WT_SESSION", "1")
    with_links = screen("list")
    assert LINK.sub(r"\2", with_links) == plain
    assert LINK.findall(with_links) == [(desk.record.as_uri(), TICKET)]
    assert "\x1b]8" in screen("--color", "always", "list")
    for words in (("--color", "never", "list"), ("--json", "list"), ("list", "--csv")):
        assert "\x1b]8" not in screen(*words), words
    assert "\x1b]8" not in desk.ok("list").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b]8" not in screen("list")


def test_a_number_that_is_no_ticket_here_is_no_link(tmp_path: Path) -> None:
    assert linked(f"{TICKET} ../../SZ-2611-A0001", tmp_path) == f"{TICKET} ../../SZ-2611-A0001"
