"""`make demo`: a day at an office, by real commands on a copy of the sample ledger.

Each step of `day.py` is a command as a person types it, at the minute the story gives it (SVC_NOW
stands for the clock).
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from demo.day import STEPS, Step

YEAR, DAY = "2026", "11-02"
SAMPLE = Path(os.environ.get("SVC_SAMPLE") or Path(__file__).resolve().parents[2] / "ledger")
SVC = Path(os.path.normpath(sys.executable)).parent / ("svc.exe" if os.name == "nt" else "svc")


def environment(top: Path) -> dict[str, str]:
    """What the desk's machine has: git knows a name; nothing of the person who runs the demo is
    used.
    """
    config = top / "gitconfig"
    config.write_text("[user]\n\tname = Demo\n\temail = demo@example.com\n", encoding="utf-8")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SVC_", "GIT_"))
    }
    return kept | {
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "SVC_LANG": "zh",
        "PYTHONUTF8": "1",
    }


class Ended(NamedTuple):
    """How a command ended: its exit status and what stood on both streams."""

    status: int
    out: str
    err: str


Typed = Callable[[list[str], Path, dict[str, str]], Ended]
"""Types words behind `svc`, in a folder, with these variables alone."""


def by_program(words: list[str], folder: Path, env: dict[str, str]) -> Ended:
    """As at a prompt: `svc` is started."""
    return _started([str(SVC), *words], folder, env)


def play(
    top: Path, say: Callable[[str], object] = print, svc: Typed = by_program
) -> list[tuple[Step, str]]:
    """Play the day below `top`, which is emptied first; gives each step with what it showed.

    `svc` types what people type; what comes first and what cron does are programs in any case.
    Raises SystemExit naming the step that failed or did not show what it should.
    """
    shutil.rmtree(top, ignore_errors=True)
    (top / "papers").mkdir(parents=True)
    ledger = top / "ledger"
    env = environment(top)
    first = Step(
        "08:00",
        "",
        f"init {shlex.quote(str(ledger))} --from {shlex.quote(str(SAMPLE))}",
        "复制样例台账，建自己的仓库",
    )
    shown = [(first, _told(first, by_program(_words(first), top, _at(first, env)), say))]
    # Within a minute in the order of the story; one command after the other, as the clock goes.
    for step in sorted(STEPS, key=clock):
        if step.by == "cron":
            ended = by_cron(step, ledger, env)
        else:
            ended = svc(_words(step), ledger, _at(step, env))
        shown.append((step, _told(step, ended, say)))
    return shown


def clock(step: Step) -> str:
    """SVC_NOW of a step: its time on the day, or with a day of its own (`11-01 21:10`)."""
    day, _, time = step.at.rpartition(" ")
    return f"{YEAR}-{day or DAY}T{time}:00+08:00"


def papers() -> list[tuple[str, str]]:
    """The files that the day leaves in `papers`, in the order in which they are printed, each with
    what it is.
    """
    printed = (
        (step.typed.partition(" ../papers/")[2].split(), step.story)
        for step in sorted(STEPS, key=clock)
    )
    return [(words[0], story) for words, story in printed if words]


def _words(step: Step) -> list[str]:
    return [*(["--as", step.by] if step.by else []), *shlex.split(step.typed)]


def _at(step: Step, env: dict[str, str]) -> dict[str, str]:
    return env | {"SVC_NOW": clock(step)}


def _started(command: list[str], folder: Path | str, env: dict[str, str]) -> Ended:
    ended = subprocess.run(
        command,
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def _told(step: Step, ended: Ended, say: Callable[[str], object]) -> str:
    say(f"\n— {step.at}  {step.story}\n$ svc {step.typed}")
    say(f"{ended.out}{ended.err}".rstrip())
    if ended.status:
        raise SystemExit(f"step failed with status {ended.status}: svc {step.typed}")
    if step.shows not in ended.out + ended.err:
        raise SystemExit(f"step did not show '{step.shows}': svc {step.typed}")
    return ended.out


def by_cron(step: Step, ledger: Path, env: dict[str, str]) -> Ended:
    """The crontab line's command in cron's bare environment: no HOME, no language, only absolute
    paths.
    """
    line = f"{cron_line(ledger)} {shlex.join(shlex.split(step.typed)[2:])}".rstrip()
    bare = {
        "PATH": "/usr/bin:/bin",
        "SVC_NOW": clock(step),
        "GIT_CONFIG_GLOBAL": env["GIT_CONFIG_GLOBAL"],
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    return _started(["/bin/sh", "-c", line], "/", bare)


def cron_line(ledger: Path) -> str:
    """What stands behind the five fields of a crontab line."""
    return f"{shlex.quote(str(SVC))} --ledger {shlex.quote(str(ledger))} --as cron overdue --flag"


def main() -> None:
    top = Path(sys.argv[1] if len(sys.argv) > 1 else "build/demo").resolve()
    play(top)
    print(f"\n台账: {top / 'ledger'}")
    print(f"单据: {top / 'papers'}")
    for name, story in papers():
        print(f"  {name}\t{story}")
    print(f"crontab: */10 * * * * {cron_line(top / 'ledger')}")


if __name__ == "__main__":
    main()
