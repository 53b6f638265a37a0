"""Command lines made from the grammar, and broken: each ends with a status of ours and a few lines,
never a traceback.

The words come from the table of commands itself, so a new command is tried as soon as it is there.
`make stress` tries 5,000; without it a share.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from conftest import STORY, TICKET, TOLD, options

from svc.cli.commands import COMMANDS
from svc.cli.desk import Desk
from svc.cli.lazy import build_command

if TYPE_CHECKING:
    from conftest import Desk as Office

WORDS = """
SZ-2611-A0001 SZ-2611-A0002 sz-2611-a0001 SZ-2611-A9999 SZ-A0001 sz-a0001 CR200-24-0042 SZ-A-26-0001
chen li wang sun zhao nobody customer parts fixed fair dissatisfied yes no cash wechat south all A B
2026-11 2026-13 2026-11-20 今天 09:00 14:00 25:00 2h 2wd -8h 0 1 -1 3.5 80.50 NaN 1e3 null
L04 P-1001:2 a:1:80 张工 换管 unknown 不详：脱落 office@2026-11 visit-order loan-card html json md
urgent repair price customer.phone - -- = * ~ $(id) ../../etc/passwd /dev/null . {0.__class__} %s ' "
--json --help --at --again
"""
ODD = (
    "",
    " ",
    "明天 10:00",
    "\x1b[31m",
    "a\nb",
    "a\0b",
    "\u202e",
    "\u009b31m",
    "\udcff",
    "9" * 40,
    "长" * 300,
)
VALUES = (*WORDS.split(), *ODD)
BY = ("chen", "li", "wang", "zhao", "sun", "cron", "", "nobody")
# Commands that make folders beside the ledger or wait for a terminal are tried by themselves.
PASSED_OVER = {"init", "merge-driver"}


def grammar(path: Any) -> dict[str, tuple[list[str], list[str], int]]:
    """Of each command its options that take a value, its flags, and how many words it takes."""
    desk = Desk([], {"SVC_LANG": "en"})
    out = {}
    for name, command in COMMANDS.items():
        if name in PASSED_OVER:
            continue
        valued, flags, words = [], [], 0
        for param in build_command(command, desk).params:
            if param.param_type_name == "argument":
                words += 1
            elif param.opts[0] in ("--ledger", "--help"):
                continue
            elif getattr(param, "is_flag", False):
                flags += [*param.opts, *param.secondary_opts]
            else:
                valued.append(param.opts[0])
        out[name] = (valued, flags, words)
    return out


def line(random: Random, commands: dict[str, tuple[list[str], list[str], int]]) -> list[str]:
    """A command line that could be right, or one of the story's; then perhaps broken."""
    if random.random() < 0.15:
        words = list(random.choice([*(words for _, _, words in STORY), ("intake", *options(TOLD))]))
    else:
        name = random.choice(list(commands))
        valued, flags, count = commands[name]
        words = name.split()
        words += [
            TICKET if place == 0 and random.random() < 0.6 else random.choice(VALUES)
            for place in range(count)
        ]
        for option in random.sample(valued, min(len(valued), random.choice((0, 1, 2, 3, 5)))):
            value = random.choice(VALUES)
            words += [f"{option}={value}"] if random.random() < 0.5 else [option, value]
        words += random.sample(flags, min(len(flags), random.choice((0, 0, 1, 2))))
    for _ in range(random.choice((0, 0, 1, 2))):
        place = random.randrange(len(words) + 1)
        match random.randrange(5):
            case 0:
                del words[place : place + 1]
            case 1:
                words.insert(place, random.choice(VALUES))
            case 2:
                words[place : place + 1] = [random.choice(VALUES)]
            case 3:
                words[place : place + 1] = [
                    word[: random.randrange(len(word) + 1)] for word in words[place : place + 1]
                ]
            case _:
                random.shuffle(words)
    return words


def try_lines(desk: Any, count: int, seed: int) -> dict[int, int]:
    """So many lines at one ledger, which changes as it goes; how often each status came."""
    random = Random(seed)
    commands = grammar(desk.path)
    seen: dict[int, int] = {}
    for number in range(count):
        words = line(random, commands)
        if any(word.startswith(("--ledger", "--out")) for word in words) or words[:1] == ["init"]:
            continue
        by, now = (
            random.choice(BY),
            f"2026-11-{random.randrange(20, 29)}T{random.randrange(8, 18):02}:00:00",
        )
        before = desk.snapshot() if number % 20 == 0 else {"HEAD": desk.head}
        ended = desk.svc(*words, by=by, now=now)
        told = f"seed {seed}, line {number}, by {by!r} at {now}: {words!r}\n{ended.err}"
        assert ended.status in (0, 1, 2, 3, 4), told
        assert "Traceback" not in ended.err, told
        assert len(ended.err.splitlines()) <= 10, told
        assert all(char.isprintable() or char in "\n\u3000" for char in ended.err), told
        if ended.status in (2, 4):
            assert ended.out == "", told
            after = desk.snapshot() if number % 20 == 0 else {"HEAD": desk.head}
            assert after == before, told
        seen[ended.status] = seen.get(ended.status, 0) + 1
    return seen


@pytest.fixture
def busy(desk: Office) -> Office:
    """A ticket on its way, and another."""
    desk.play("dispatch")
    assert desk.other(2).status == 0
    return desk


def test_300_command_lines_end_well(busy: Office) -> None:
    seen = try_lines(busy, 300, seed=1)
    assert seen[0] > 3  # few lines made at random are accepted
    assert seen[2] > 100
    assert busy.svc("check").status in (0, 1)


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(10, 20))
def test_5000_command_lines_end_well(busy: Office, seed: int) -> None:
    print(f"seed {seed}: {try_lines(busy, 500, seed)}")
    assert busy.svc("check").status in (0, 1)
