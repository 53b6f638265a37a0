"""`make bench`: what a command costs, as a ratio to `python -c pass` (B) measured beside it, run by run.

Met is a lower quartile within 1.1 times the goal (design: figures). Absolute times are only there for scale.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BIN = Path(os.path.normpath(sys.executable)).parent
TICKET = "SZ-2610-A0059"
ROUNDS = 15

ROWS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    # what, the command, its goal in B
    ("svc --version", ("--version",), 6.5),
    ("svc --help", ("--help",), 7.5),
    ("svc show ID", ("show", TICKET), 8.0),
)


def seconds(command: list[str], folder: Path, env: dict[str, str]) -> float:
    """Wall time of one run. Raises CalledProcessError if it fails."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    compileall.compile_dir(TOP / "svc", quiet=2)  # an editable install is not compiled where bytecode is off
    env = {name: value for name, value in os.environ.items() if not name.startswith("SVC_")} | {"SVC_LANG": "zh"}
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger"
        shutil.copytree(TOP / "ledger", ledger)
        bare = [sys.executable, "-c", "pass"]
        print(f"{'':16} {'goal':>6} {'lower q.':>9} {'median':>7} {'upper q.':>9}   of {ROUNDS} pairs, in B")
        for name, words, goal in ROWS:
            command = [str(BIN / "svc"), *words]
            seconds(command, ledger, env)
            ratios = []
            for _ in range(ROUNDS):
                base = seconds(bare, ledger, env)
                ratios.append(seconds(command, ledger, env) / base)
            low, middle, high = statistics.quantiles(ratios, n=4)
            mark = "met" if low <= 1.1 * goal else "missed"
            print(f"{name:16} {goal:6.1f} {low:9.2f} {middle:7.2f} {high:9.2f}   {mark}")


if __name__ == "__main__":
    main()
