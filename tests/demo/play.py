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


def play(top: Path, say: Callable[[str], object] = print) -> list[tuple[Step, str]]:
    """Play the day below `top`, which is emptied first; gives each step with what it showed.

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
    shown = [(first, _run(first, top, env, say))]
    # Within a minute in the order of the story; one command after the other, as the clock goes.
    for step in sorted(STEPS, key=clock):
        said = (
            by_cron(step, ledger, env, say) if step.by == "cron" else _run(step, ledger, env, say)
        )
        shown.append((step, said))
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


def _run(step: Step, folder: Path, env: dict[str, str], say: Callable[[str], object]) -> str:
    words = [*(["--as", step.by] if step.by else []), *shlex.split(step.typed)]
    ended = subprocess.run(
        [str(SVC), *words],
        cwd=folder,
        env=env | {"SVC_NOW": clock(step)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return _told(step, ended, say)


def _told(step: Step, ended: subprocess.CompletedProcess[str], say: Callable[[str], object]) -> str:
    say(f"\n— {step.at}  {step.story}\n$ svc {step.typed}")
    say(f"{ended.stdout}{ended.stderr}".rstrip())
    if ended.returncode:
        raise SystemExit(f"step failed with status {ended.returncode}: svc {step.typed}")
    if step.shows not in ended.stdout + ended.stderr:
        raise SystemExit(f"step did not show '{step.shows}': svc {step.typed}")
    return ended.stdout


def by_cron(step: Step, ledger: Path, env: dict[str, str], say: Callable[[str], object]) -> str:
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
    ended = subprocess.run(
        ["/bin/sh", "-c", line],
        env=bare,
        cwd="/",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return _told(step, ended, say)


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
