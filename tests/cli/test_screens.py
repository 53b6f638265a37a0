"""What stands on a terminal: never wider than it, coloured where that says something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Desk, typed

from svc.cli import surroundings
from svc.cli.screens import screen_of
from svc.render.tables import Screen, terminal_cells

SAMPLE = Path(__file__).parents[2] / "ledger"
NOW = "2026-10-31T17:00:00+08:00"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMMANDS = [
    tuple(line.split())
    for line in """
    list
    list --all
    list --overdue --columns id,kind,status,urgency,office,region,customer,contact,phone,symptom
    dispatch
    dispatch SZ-2610-A0066
    dispatch --day 2026-11-02
    overdue
    mine
    outstanding
    daily 2026-10-30 --office SZ
    statement SZ-H0007 2026-10
    costs 2026-10 --office SZ
    loan list
    stock sheet --office SZ
    stock list
    stock kit
    loaner list
    holds
    part requests
    part hit-rate 2026-10
    part replaced 2026-10
    part life
    part life P-1001
    complaint list --month 2026-10
    promise list
    prices
    roster
    customer find 润禾
    customer show SZ-A0001
    equipment history CR300-26-0259
    show SH-2608-K0008
    show SZ-2610-A0066
    search 电机
    knowledge E07
    staff list --all
    office list
    region list
    part list
    price list
    policy list
    policy new office --set visit=3d
    calendar list
    help states
    help roles
    help files
    help visit
    why SH-2608-K0008
    report south 2026-10
    report south 2026-08..2026-10
    staff leave 王强 --to 李明
    script SZ-2610-A0033
    amend SH-2608-K0008
    clock between 2026-10-01T09:00 2026-10-20T09:00
    """.strip().splitlines()
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, as a desk has it."""
    folder = tmp_path_factory.mktemp("screens") / "ledger"
    assert typed("init", str(folder), "--from", str(SAMPLE), "--desk", "P").status == 0
    return folder


def shown(
    words: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch, *, colours: bool
) -> str:
    monkeypatch.setattr(surroundings, "screen_of", lambda *_: Screen(width, colours))
    for name, value in {"SVC_NOW": NOW, "SVC_LANG": "zh", "SVC_AS": "sun"}.items():
        monkeypatch.setenv(name, value)
    ended = typed(*words)
    assert ended.status in (0, 1), (words, ended.err)
    return ended.out


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    sample: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVC_LEDGER", str(sample))
    too_wide = {}
    for words in COMMANDS:
        out = shown(words, width, monkeypatch, colours=True)
        lines = COLOUR.sub("", out).split("\n")
        wide = [line for line in lines if terminal_cells(line) > width and "svc " not in line]
        if wide:
            too_wide[words] = wide[:2]
    assert too_wide == {}


@pytest.mark.slow
def test_colours_change_nothing_else(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVC_LEDGER", str(sample))
    for words in (("list",), ("dispatch",), ("overdue",), ("show", "SZ-2610-A0066")):
        plain = shown(words, 80, monkeypatch, colours=False)
        assert "\x1b" not in plain
        assert COLOUR.sub("", shown(words, 80, monkeypatch, colours=True)) == plain, words


def test_what_is_overdue_is_red_and_headings_are_bold(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.intake()
    monkeypatch.setattr(surroundings, "screen_of", lambda *_: Screen(100, colours=True))
    out = desk.ok("list", now="2026-11-24T09:00:00").out
    assert "\x1b[1mTicket\x1b[0m" in out
    assert "\x1b[31mvisit request to the coordinator" in out


@pytest.mark.parametrize(
    ("color", "environ", "colours"),
    [
        (None, {}, True),
        (None, {"NO_COLOR": "1"}, False),
        (None, {"NO_COLOR": ""}, True),  # https://no-color.org: present and not empty
        (None, {"TERM": "dumb"}, False),
        ("never", {}, False),
        ("always", {"NO_COLOR": "1"}, True),
    ],
)
def test_colours_are_as_asked_for(
    color: str | None, environ: dict[str, str], colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    screen = screen_of(color, environ)
    assert screen is not None
    assert screen.colours == colours


def test_where_nobody_sees_it_there_is_no_screen(desk: Desk) -> None:
    assert screen_of("always", {}) is None
    desk.intake()
    assert "\x1b" not in desk.ok("--color", "always", "list").out


def test_the_option_takes_chinese_words_and_refuses_others(desk: Desk) -> None:
    desk.intake()
    assert desk.ok("--lang", "zh", "--color", "不用", "list").status == 0
    ended = desk.svc("--json", "--color", "blau", "list")
    assert (ended.status, ended.error["key"]) == (2, "not-one-of")
