"""A day's typing, killed again and again: what was answered for stays, and what is typed again is
recorded once.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from conftest import NOW
from stress.desk import SVC, assert_sound, log_of, of_caller, started, surroundings
from stress.night import by_night

from svc.errors import SvcError
from svc.model import layout
from svc.store.ledger import Ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


class Typed(NamedTuple):
    """A command of the script, and what it adds to which ticket."""

    words: tuple[str, ...]
    ticket: str
    events: tuple[str, ...]


def script(folder: Path, commands: int) -> list[Typed]:
    """Tickets from the call to the visit, with notes in between; so many commands in all."""
    out: list[Typed] = []
    for number in range(1, commands // 10 + 1):
        ticket = f"SZ-2611-A{number:04}"
        file = folder / f"{number:04}.yaml"
        file.write_text(layout.write_record(of_caller(number)), encoding="utf-8")
        found = ("--found", "断路", "--done", "换管", "--cause", "quality")
        for who, words, events in (
            ("chen", ("intake", "--from", str(file)), ("received",)),
            ("chen", ("note", ticket, f"记事 {number}-1"), ("remarked",)),
            ("chen", ("handover", ticket, "--to", "li"), ("handed_over",)),
            ("li", ("contact", ticket, "--spoke-to", "张工", "--judged", "断路"), ("contacted",)),
            ("li", ("reply", ticket, "--remedy", "换管"), ("replied",)),
            (
                "li",
                ("dispatch", ticket, "--to", "wang", "--appointment", "14:00", "--allow", "忙"),
                ("dispatched",),
            ),
            ("wang", ("arrive", ticket), ("arrived",)),
            ("chen", ("note", ticket, f"记事 {number}-2"), ("remarked",)),
            ("wang", ("visit", ticket, "--outcome", "fixed", *found), ("visited",)),
            ("chen", ("note", ticket, f"记事 {number}-3"), ("remarked",)),
        ):
            by = "sun" if "--allow" in words else who
            out.append(Typed(("--as", by, *words), ticket, events))
    return out


def run_killed(folder: Path, commands: int, kills: int, seed: int) -> tuple[int, int]:
    """Run the script with so many kills spread over it; how many came before the command's end, how
    many it cost.
    """
    env = surroundings(folder, now=NOW)
    ledger = started(folder / "ledger", env)
    random = Random(seed)
    lines = script(folder, commands)
    strikes = sorted(random.choices(range(len(lines)), k=kills))
    seconds = 0.4  # a command's time, learned as it goes on
    expected: dict[str, list[str]] = {}
    hit = lost = 0
    for at in range(len(lines)):
        line = lines[at]
        for _ in range(strikes.count(at)):
            child = start(ledger, env, line)
            time.sleep(random.uniform(0, seconds))
            came_to_an_end = child.poll() is not None
            end(child, with_git=random.random() < 0.5)
            hit += not came_to_an_end
            lost += came_to_an_end
            if came_to_an_end:  # the machine has become quicker: strike earlier
                seconds /= 2
            if came_to_an_end and child.returncode == 0:
                expected.setdefault(line.ticket, []).extend(line.events)
                line = line._replace(events=())
            assert_whole(ledger, expected, line)
        began = time.monotonic()
        child = start(ledger, env, line)
        out, err = child.communicate(timeout=60)
        seconds = 0.8 * seconds + 0.2 * (time.monotonic() - began)
        assert child.returncode == 0, f"seed {seed}, command {at} {line.words}: {err}"
        expected.setdefault(line.ticket, []).extend(line.events)
        assert_whole(ledger, expected, line._replace(events=()))
        assert out
    for ticket, events in expected.items():
        log = log_of(ledger, ticket)
        assert [event["what"] for event in log] == events, ticket
        assert len({event["id"] for event in log}) == len(log)
    assert sum(1 for _ in Ledger(ledger).numbers()) == len(expected)
    assert_sound(ledger, env)
    return hit, lost


def start(ledger: Path, env: dict[str, str], line: Typed) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [SVC, *line.words], cwd=ledger, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


def end(child: subprocess.Popen[str], *, with_git: bool) -> None:
    """Kill a command, alone or with the git it started: that may live on, and still moves the
    branch.
    """
    below = children_of(child.pid) if with_git else []
    child.kill()
    for process in below:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    child.communicate(timeout=60)


def children_of(process: int) -> list[int]:
    """The processes a process of ours has started, and theirs."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:  # no such list on this system, or it has ended
        return []
    return [number for child in text.split() for number in (int(child), *children_of(int(child)))]


def assert_whole(ledger: Path, expected: dict[str, list[str]], line: Typed) -> None:
    """No torn file; what was answered for is there once; what was not is there whole, once, or not
    at all.
    """
    broken: list[SvcError] = []
    found = {
        record.id: [str(e.__struct_config__.tag) for e in record.log]
        for record in Ledger(ledger).tickets(broken)
    }
    assert broken == []
    for ticket, events in found.items():
        answered = expected.get(ticket, [])
        more = [*answered, *line.events] if ticket == line.ticket else answered
        assert events in (answered, more), ticket
    assert set(expected) <= set(found)


def test_a_script_of_24_commands_killed_12_times_loses_nothing_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    hit, _ = run_killed(tmp_path, 24, 12, seed=2611)
    assert hit > 3


@pytest.mark.stress
@pytest.mark.parametrize("seed", range(1, by_night(2, 10) + 1))
def test_a_script_of_200_commands_killed_100_times_loses_nothing_and_doubles_nothing(
    tmp_path: Path, seed: int
) -> None:
    """By night ten scripts, 1,000 kills."""
    hit, late = run_killed(tmp_path, 200, 100, seed)
    print(
        f"seed {seed}: 200 commands, 100 kills: {hit} while the command ran, {late} after its end"
    )
    assert hit > 40
