"""The handbook shows what `svc` says: every page is played again and compared, byte for byte."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from handbook.replay import HANDBOOK, STATUS, Unplayable, pages, replayed

from svc.cli.commands import COMMANDS, GROUPS, HIDDEN

if sys.platform != "linux":
    pytest.skip(
        "the pages are played with the shell and the tools of Linux", allow_module_level=True
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_page_shows_what_svc_says(page: Path, tmp_path: Path) -> None:
    assert replayed(page, tmp_path) == page.read_text(encoding="utf-8"), (
        f"stale: docs/handbook/{page.relative_to(HANDBOOK)}; "
        "read the difference, then: cd tests && python -m handbook.replay update"
    )


def test_both_languages_have_the_same_pages() -> None:
    names = {path.name for path in (HANDBOOK / "zh").glob("*.md")}
    assert names == {path.name for path in (HANDBOOK / "en").glob("*.md")}
    assert "README.md" in names


@pytest.mark.parametrize("language", STATUS)
def test_every_command_has_its_place_and_none_is_made_up(language: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (HANDBOOK / language).glob("*.md"))
    typed = re.findall(r"(?:`|\$ )svc (?:--as \w+ )?([a-z][a-z-]*)(?: ([a-z-]+))?", text)
    # `svc report south` is a command with a word, `svc report diff` one of two words
    named = {
        f"{first} {second}"
        if f"{first} {second}" in COMMANDS or (first in GROUPS and second and first not in COMMANDS)
        else first
        for first, second in typed
    }
    hidden = {command.name for command in HIDDEN}
    assert named == set(COMMANDS) - hidden


@pytest.fixture
def play(tmp_path: Path) -> Callable[[str], str]:
    """A page of its own, of the text it is called with, played; gives the text that comes out."""

    def written_and_played(text: str) -> str:
        folder = tmp_path / "en"
        folder.mkdir()
        (folder / "page.md").write_text(text, encoding="utf-8")
        (tmp_path / "top").mkdir()
        return replayed(folder / "page.md", tmp_path / "top")

    return written_and_played


NOW = "<!-- now: 2026-11-02T08:40:00+08:00 -->\n"


def test_what_is_no_longer_said_is_replaced_and_a_refusal_shows_its_exit_status(
    play: Callable[[str], str],
) -> None:
    told = play(f"{NOW}```console\n$ svc show SZ-1\nwhat it said once\n```\n")
    assert "what it said once" not in told
    assert told.splitlines()[-2:] == ["(exit status 2)", "```"]


def test_earlier_deeds_files_and_exports_hold_for_what_follows(play: Callable[[str], str]) -> None:
    told = play(
        f"{NOW}<!-- earlier\n11-01 21:10 wuhao svc intake --note Shao 15400001096\n-->\n"
        "```yaml\n# words.yaml\nnote: a\n```\n"
        "```console\n$ export SVC_AS=chen\n$ svc note SZ-2611-A0001 \\\n    'by chen'\n$ cat words.yaml\n"
        '$ svc --json show SZ-2611-A0001 | grep -o \'"by": "[a-z]*"\'\n```\n'
    )
    assert "$ cat words.yaml\nnote: a\n" in told
    assert [line for line in told.splitlines() if line.startswith('"by"')] == [
        '"by": "wuhao"',
        '"by": "chen"',
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("```console\n$ svc list\n```\n", "no <!-- now"),
        (f"{NOW}```console\n$ svc list\n", "no ``` to end"),
        (f"{NOW}<!-- earlier\nchen svc list\n-->\n", "neither day"),
        (f"{NOW}<!-- earlier\n11-02 08:00 chen svc show SZ-1\n-->\n", "ended with 2"),
        ("<!-- now: soon -->\n", "no time"),
    ],
)
def test_a_page_that_can_not_be_played_says_why(
    play: Callable[[str], str], text: str, said: str
) -> None:
    with pytest.raises(Unplayable, match=said):
        play(text)
