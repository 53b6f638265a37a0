"""Measuring on a machine that others use too: ratios of pairs run side by side, never a bare
time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

TOLERANCE = 1.1
"""Met is a lower quartile within so many times the goal (design: figures)."""

Run = Callable[[], float]
"""Does something once and gives the seconds it took, or the bytes."""


class Row(NamedTuple):
    """A line of the table: what, its goal in which unit, and the ratio of each pair."""

    what: str
    goal: float
    unit: str
    ratios: list[float]
    note: str = ""

    @property
    def met(self) -> bool:
        return self.quartiles[0] <= TOLERANCE * self.goal

    @property
    def quartiles(self) -> tuple[float, float, float]:
        if len(self.ratios) < 2:
            return (self.ratios[0],) * 3
        low, middle, high = statistics.quantiles(self.ratios, n=4, method="inclusive")
        return low, middle, high


def row(
    what: str, goal: float, unit: str, base: Run, measured: Run, *, pairs: int, note: str = ""
) -> Row:
    """So many pairs, one run after the other, base and measured taking turns at being first."""
    ratios = []
    for number in range(pairs):
        if number % 2:
            took = measured()
            ratios.append(took / base())
        else:
            floor = base()
            ratios.append(measured() / floor)
    return Row(what, goal, unit, ratios, note)


def command(words: list[str], folder: Path, env: Mapping[str, str], said: bytes = b"") -> Run:
    """A program run from start to end, with what it is `said` on its standard input. Raises
    SystemExit with what it printed if it fails.
    """

    def run() -> float:
        begun = time.perf_counter()
        done = subprocess.run(
            words, cwd=folder, env=env, input=said, capture_output=True, check=False
        )
        took = time.perf_counter() - begun
        if done.returncode:
            raise SystemExit(
                f"{' '.join(words)}: {done.returncode}\n{done.stdout.decode()}{done.stderr.decode()}"
            )
        return took

    return run


def together(*runs: Run) -> Run:
    """One after the other, their times added."""
    return lambda: sum(run() for run in runs)


def after(prepare: Callable[[], object], run: Run) -> Run:
    """A run before which something is done that does not count."""

    def both() -> float:
        prepare()
        return run()

    return both


def peak_bytes(words: list[str], folder: Path, env: Mapping[str, str]) -> int:
    """The most memory a program and those it starts held at one time, shared pages counted once
    (Linux).
    """
    child = subprocess.Popen(
        words, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most = 0
    while child.poll() is None:
        most = max(most, sum(_held_by(pid) for pid in _family(child.pid)))
        time.sleep(0.02)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)}: {child.returncode}")
    return most


def _held_by(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:  # it has ended meanwhile
        pass
    return 0


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        children = []
    return [pid, *(member for child in children for member in _family(int(child)))]


def table(rows: list[Row]) -> str:
    """The rows as Markdown: goal, quartiles, mark."""
    lines = [
        "| what | goal | lower quartile | median | upper quartile | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for each in rows:
        low, middle, high = (_number(value) for value in each.quartiles)
        mark = "met" if each.met else f"missed by {100 * (each.quartiles[0] / each.goal - 1):.0f} %"
        what = f"{each.what} ({each.note})" if each.note else each.what
        lines.append(
            f"| {what} | ≤ {each.goal:g} {each.unit} | {low} | {middle} | {high} | {mark} |"
        )
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def environment(config: Path) -> dict[str, str]:
    """What commands run in: nothing of the person's own svc and git settings."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("SVC_", "GIT_"))
    }
    return env | {"SVC_LANG": "zh", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": str(config)}
