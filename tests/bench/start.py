"""`make bench`: what a command costs, as a ratio measured run by run beside what it is compared with.

B is `python -c pass` of this environment; G is `git add` and `git commit` of one new file, synced to disk, in the
same ledger. Here it is the sample; `list` and `intake` read every record of it until there is an index.

Met is a lower quartile within 1.1 times the goal (design: figures).
"""

from __future__ import annotations

import compileall
import os
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
    ("svc list", ("list",), 9.0),
)
INTAKE_GOAL = 0.8  # in G

REQUEST = """\
unit: "客户{number}"
address: "深圳市南山区科技路{number}号"
phone: "0755-2700{number:04d}"
contact: "李工{number}"
mobile: "1370000{number:04d}"
model: "CR-200"
specification: "380V/12kW"
serial: "BENCH-{number}"
bought: "2026-08-01"
symptom: "故障{number}"
occurred: "昨天"
wishes: "尽快"
"""


def seconds(command: list[str], folder: Path, env: dict[str, str]) -> float:
    """Wall time of one run. Raises CalledProcessError if it fails."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
    return time.perf_counter() - begun


def committed_by_git(ledger: Path, number: int, env: dict[str, str]) -> float:
    """What git alone takes to add and commit one new file."""
    (ledger / f"bench-{number}.txt").write_text(f"{number}\n", encoding="utf-8")
    sync = ("git", "-c", "core.fsync=all")
    took = seconds([*sync, "add", f"bench-{number}.txt"], ledger, env)
    return took + seconds([*sync, "commit", "-q", "-m", "bench"], ledger, env)


def taken_down(ledger: Path, number: int, env: dict[str, str]) -> float:
    """`svc intake --from` of a customer who is new, with its commit."""
    request = ledger.parent / "request.yaml"
    request.write_text(REQUEST.format(number=number), encoding="utf-8")
    return seconds([str(BIN / "svc"), "--as", "chen", "intake", "--from", str(request)], ledger, env)


def row(name: str, unit: str, goal: float, ratios: list[float]) -> str:
    low, middle, high = statistics.quantiles(ratios, n=4)
    mark = "met" if low <= 1.1 * goal else "missed"
    return f"{name:20} {goal:6.1f} {unit} {low:9.2f} {middle:7.2f} {high:9.2f}   {mark}"


def main() -> None:
    compileall.compile_dir(TOP / "svc", quiet=2)  # an editable install is not compiled where bytecode is off
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SVC_", "GIT_"))}
    env |= {"SVC_LANG": "zh", "GIT_CONFIG_NOSYSTEM": "1"}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        config = Path(folder) / "gitconfig"
        config.write_text("[user]\n\tname = Bench\n\temail = bench@example.com\n", encoding="utf-8")
        env["GIT_CONFIG_GLOBAL"] = str(config)
        ledger = Path(folder) / "ledger"
        seconds([str(BIN / "svc"), "init", str(ledger), "--from", str(TOP / "ledger"), "--desk", "T"], TOP, env)
        bare = [sys.executable, "-c", "pass"]
        print(f"{'':20} {'goal':>8} {'lower q.':>9} {'median':>7} {'upper q.':>9}   of {ROUNDS} pairs")
        for name, words, goal in ROWS:
            command = [str(BIN / "svc"), *words]
            seconds(command, ledger, env)
            ratios = []
            for _ in range(ROUNDS):
                base = seconds(bare, ledger, env)
                ratios.append(seconds(command, ledger, env) / base)
            print(row(name, "B", goal, ratios))
        ratios = []
        for number in range(ROUNDS):
            base = committed_by_git(ledger, number, env)
            ratios.append(taken_down(ledger, number, env) / base)
        print(row("svc intake --from", "G", INTAKE_GOAL, ratios))


if __name__ == "__main__":
    main()
