"""Many processes at one ledger at once: nothing is lost, nothing doubled, nobody is told the wrong
number.
"""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import TICKET
from stress.desk import assert_sound, git, log_of, of_caller, started, surroundings, svc
from stress.night import by_night

from svc.model import layout, reading
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WAIT = "600"  # SVC_LOCK_WAIT: the queue is long
NOW = "2026-11-20T09:30:00+08:00"  # one second for all: no clock tells them apart


class Pace(NamedTuple):
    """How many processes got on: seconds in all, of the first and the last quarter, and the longest
    that one waited.
    """

    seconds: float
    first: float
    last: float
    longest: float

    def __str__(self) -> str:
        return (
            f"{self.seconds:.0f} s, of these the first quarter {self.first:.0f}, the last "
            f"{self.last:.0f}; "
            f"the longest wait {self.longest:.1f}"
        )


def all_at_once(processes: int, times: int, deed: Callable[[int, int], None]) -> Pace:
    """`deed(process, number)` so many times in a row for each process, all released together; how
    it went.
    """
    gate = threading.Barrier(processes + 1)
    ended: list[tuple[float, float]] = []  # when a deed was done, and how long it took

    def one(process: int) -> None:
        gate.wait()
        for number in range(times):
            before = time.monotonic()
            deed(process, number)
            after = time.monotonic()
            ended.append((after, after - before))

    with ThreadPoolExecutor(processes) as pool:
        running = [pool.submit(one, process) for process in range(processes)]
        gate.wait()
        began = time.monotonic()
        for run in running:
            run.result()
    at = sorted(moment for moment, _ in ended)
    quarter = max(1, len(at) // 4)
    return Pace(
        at[-1] - began,
        at[quarter - 1] - began,
        at[-1] - at[-quarter],
        max(took for _, took in ended),
    )


def take_down_many(folder: Path, processes: int, times: int) -> Pace:
    """Intakes from many processes; each printed number must hold its own customer, and no other is
    there.
    """
    env = surroundings(folder, now=NOW, wait=WAIT)
    ledger = started(folder / "ledger", env)
    told: dict[str, str] = {}  # number as printed -> whose it is

    def intake(process: int, number: int) -> None:
        caller = of_caller(100 * process + number)
        unit = caller["unit"]
        file = folder / f"{process}-{number}.yaml"
        file.write_text(layout.write_record(caller), encoding="utf-8")
        done = svc(ledger, env, "--as", "chen", "intake", "--from", str(file))
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr  # remarks stand there: of the customer's file
        printed = re.match(r"(SZ-2611-A[0-9]{4}): recorded\.", done.stdout)
        assert printed, done.stdout
        assert told.setdefault(printed[1], unit) == unit

    pace = all_at_once(processes, times, intake)
    wanted = processes * times
    assert len(told) == len(set(told.values())) == wanted
    records = Ledger(ledger)
    assert {str(number) for number in records.numbers()} == set(told)
    for number, unit in told.items():
        customer = records.read(number).ticket.customer
        assert customer is not None
        assert customer.unit == unit
        assert [event["what"] for event in log_of(ledger, number)] == ["received"]
    assert git(ledger, "rev-list", "--count", "HEAD") == f"{1 + wanted}\n"
    assert_sound(ledger, env)
    return pace


def note_many(folder: Path, processes: int, times: int, reads: int = 0) -> tuple[Pace, int]:
    """Notes on one ticket from many processes, read meanwhile; each must be there once. The pace,
    and how often read.

    `reads`: so often at least, after the last note if it must be.
    """
    env = surroundings(folder, now=NOW, wait=WAIT)
    ledger = started(folder / "ledger", env, until="intake")
    before = len(log_of(ledger))
    over = threading.Event()

    def note(process: int, number: int) -> None:
        done = svc(ledger, env, "--as", "chen", "note", TICKET, f"第 {process}-{number} 条")
        assert (done.returncode, done.stderr) == (0, "")

    def watch() -> int:
        """The log grows, and is never read broken; no command that looks fails or misses the
        ticket.
        """
        seen, count = before, 0
        while not over.is_set() or count < reads:
            if count % 20 == 10:
                _looked(ledger, env, LOOKS[count // 20 % len(LOOKS)])
            else:
                now = len(log_of(ledger)) if count % 20 else _shown(ledger, env)
                assert now >= seen
                seen = now
            count += 1
            time.sleep(0.01)
        return count

    with ThreadPoolExecutor(1) as reader:
        watching = reader.submit(watch)
        try:
            pace = all_at_once(processes, times, note)
        finally:
            over.set()
        count = watching.result()
    log = log_of(ledger)
    wanted = {
        f"第 {process}-{number} 条" for process in range(processes) for number in range(times)
    }
    assert sorted(event["words"] for event in log[before:]) == sorted(wanted)
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    assert len({event["id"] for event in log}) == len(log)
    assert git(ledger, "rev-list", "--count", "HEAD") == f"{2 + len(wanted)}\n"
    assert_sound(ledger, env)
    return pace, count


def _shown(ledger: Path, env: dict[str, str]) -> int:
    done = svc(ledger, env, "show", TICKET)
    assert (done.returncode, done.stderr) == (0, "")
    return 1 + done.stdout.count("条")  # the intake and the notes


LOOKS = (
    ("list", "--all"),
    ("list", "--json"),
    ("report", "all", "2026-11"),
    ("overdue", "--all"),
    ("search", "加热"),
)


def _looked(ledger: Path, env: dict[str, str], words: tuple[str, ...]) -> None:
    done = svc(ledger, env, *words)
    assert (done.returncode, done.stderr) == (0, ""), words
    assert words[0] in ("report", "overdue") or TICKET in done.stdout, words


def test_of_a_few_desks_typing_at_once_each_gets_its_own_number(tmp_path: Path) -> None:
    take_down_many(tmp_path, 6, 3)


def test_a_few_desks_add_to_one_ticket_at_once_and_each_note_is_there_once(tmp_path: Path) -> None:
    note_many(tmp_path, 4, 5)


@pytest.mark.stress
def test_320_intakes_from_32_processes_are_320_tickets(tmp_path: Path) -> None:
    """By night 2,560 from 64."""
    processes, times = by_night(32, 64), by_night(10, 40)
    print(f"{processes} x {times} intakes: {take_down_many(tmp_path, processes, times)}")


@pytest.mark.stress
def test_320_notes_from_16_processes_on_one_ticket_are_320_events(tmp_path: Path) -> None:
    """By night 3,200 from 64; read 500 times meanwhile, by night 5,000 times."""
    processes, times, reads = by_night(16, 64), by_night(20, 50), by_night(500, 5000)
    pace, count = note_many(tmp_path, processes, times, reads)
    print(f"{processes} x {times} notes: {pace}; read {count} times")
    assert count >= reads


@pytest.mark.parametrize("same", [6])
def test_what_several_type_at_once_in_the_same_words_is_recorded_once(
    tmp_path: Path, same: int
) -> None:
    """One person's command, repeated while the first has not answered yet."""
    env = surroundings(tmp_path, now=NOW, wait=WAIT)
    ledger = started(tmp_path / "ledger", env, until="intake")
    before = len(log_of(ledger))

    def note(process: int, number: int) -> None:
        assert svc(ledger, env, "--as", "chen", "note", TICKET, "等配件").returncode == 0

    all_at_once(same, 1, note)
    assert len(log_of(ledger)) == before + 1
    assert_sound(ledger, env)


def test_of_several_inits_at_once_one_starts_the_ledger_and_the_others_change_nothing(
    tmp_path: Path,
) -> None:
    env = surroundings(tmp_path, now=NOW, wait=WAIT)
    ended: list[int] = []
    all_at_once(
        5, 1, lambda process, number: ended.append(svc(tmp_path, env, "init", "ledger").returncode)
    )
    assert 0 in ended
    assert set(ended) <= {0, 4}
    assert git(tmp_path / "ledger", "rev-list", "--count", "HEAD") == "1\n"
    assert_sound(tmp_path / "ledger", env)


def test_several_who_enter_absences_at_once_all_stand_in_the_roster_once(tmp_path: Path) -> None:
    """A file that is written anew as a whole: what another desk entered while one waited must
    stay.
    """
    env = surroundings(tmp_path, now=NOW, wait=WAIT)
    ledger = started(tmp_path / "ledger", env)

    def away(process: int, number: int) -> None:
        words = (
            "roster",
            "--away",
            f"2026-12-{1 + process % 4:02}",
            "--who",
            "wang",
            "--why",
            "休假",
        )
        done = svc(ledger, env, "--as", "li", *words)
        assert (done.returncode, done.stderr) == (0, "")

    all_at_once(8, 1, away)
    entered = reading.read_record((ledger / "roster.yaml").read_bytes(), "roster.yaml")["away"]
    assert sorted(entry["since"] for entry in entered) == [
        f"2026-12-{day:02}" for day in range(1, 5)
    ]
    assert_sound(ledger, env)
