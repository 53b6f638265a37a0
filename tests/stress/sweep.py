"""Kill a command, or fail it, at each of its calls that change something; then look what it left.

`strace` counts the calls of one process and strikes at the N-th of a kind. A first, unharmed run is
traced to learn which calls touch the ledger; then the command runs once for each of them. Calls of
svc itself and of the git processes it starts are struck separately, as strace counts for each
process: for git a stand-in on the PATH puts strace before the real one.

    for point in points(command, fresh):
        struck = strike(command, fresh(), point, "signal=SIGKILL")
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

CALLS = (
    *("write", "pwrite64", "writev", "copy_file_range", "ftruncate", "fsync", "fdatasync"),
    *("openat", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat"),
    *("mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "wait4"),
)
IDLE = ("wait4",)  # struck all the same: svc dies while git works on
_LINE = re.compile(r"^(\w+)\((.*)$")


class Point(NamedTuple):
    """The N-th call of a kind in svc, or in one of the git commands it starts."""

    program: str  # "svc", "fast-import", "update-index"…
    call: str
    number: int
    follow: bool = False  # strike in processes that git starts, too


class Struck(NamedTuple):
    """A run that was struck, or not if it took another way."""

    status: int
    out: str
    err: str
    hit: bool


def why_not() -> str:
    """Why this machine can't be swept; empty if it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return (
        ""
        if tried.returncode == 0
        else f"strace may not trace: {tried.stderr.decode(errors='replace').strip()}"
    )


def points(
    command: Sequence[str], fresh: Callable[[], Path], *, env: dict[str, str] | None = None
) -> Iterator[Point]:
    """Every place to strike, learned from an unharmed run of `command` under strace, and one with
    git under it.
    """
    ledger = fresh()
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder)
        learning = f"-y -e trace={','.join(CALLS)}"
        _run([*_strace(logs / "svc", learning), *command], ledger, env)
        yield from _points_of(
            "svc", (logs / "svc").read_text(errors="replace").splitlines(), ledger
        )
        again = fresh()
        _run(command, again, _with_stand_in(logs, env, learning, follow=True))
        for log in sorted(logs.glob("git-*"), key=lambda log: log.stat().st_mtime_ns):
            program = log.name.split("-", 2)[2]
            for count, lines in enumerate(_by_process(log.read_text(errors="replace"))):
                for point in _points_of(program, lines, again):
                    yield point._replace(follow=count > 0)
        shutil.rmtree(ledger, ignore_errors=True)
        shutil.rmtree(again, ignore_errors=True)


def strike(
    command: Sequence[str],
    ledger: Path,
    point: Point,
    inject: str,
    *,
    env: dict[str, str] | None = None,
    with_parent: bool = False,
) -> Struck:
    """Run `command` in `ledger` with `inject` (`signal=SIGKILL`, `error=ENOSPC`, `retval=3`) at
    `point`.
    """
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder)
        what = f"-e trace={point.call} -e inject={point.call}:{inject}:when={point.number}"
        if point.program == "svc":
            done = _run([*_strace(logs / "svc", what), *command], ledger, env)
        else:
            git = _with_stand_in(
                logs, env, what, follow=point.follow, only=point.program, with_parent=with_parent
            )
            done = _run(command, ledger, git)
        text = "".join(log.read_text(errors="replace") for log in logs.iterdir() if log.is_file())
        hit = re.search(r"\(INJECTED\)|\+\+\+ killed by|--- SIG(?!CHLD)", text) is not None
        return Struck(done.returncode, done.stdout, done.stderr, hit)


def sweep(
    command: Sequence[str],
    fresh: Callable[[], Path],
    check: Callable[[Path, Struck, Point], None],
    *,
    inject: str | Sequence[str] = "signal=SIGKILL",
    pick: Callable[[Point], bool] = lambda point: True,
    env: dict[str, str] | None = None,
    with_parent: bool = False,
) -> int:
    """Strike `command` at each point, each time in a `fresh()` ledger, and `check` it after; how
    often it was hit.

    Several `inject` take turns. `pick` chooses among the points. `with_parent` kills svc too when
    its git is killed. Two at a time: a strike waits more than it works.
    """
    kinds = [inject] if isinstance(inject, str) else list(inject)
    learned = dict.fromkeys(points(command, fresh, env=env))
    todo = [
        point
        for point in learned
        if pick(point) and (kinds[0].startswith("signal") or point.call not in IDLE)
    ]

    def one(point: Point, kind: str) -> bool:
        ledger = fresh()
        struck = strike(command, ledger, point, kind, env=env, with_parent=with_parent)
        try:
            check(ledger, struck, point)
        except AssertionError as error:
            error.add_note(
                f"struck at {point} with {kind}: status {struck.status}\n{struck.err}\nin {ledger}"
            )
            raise
        shutil.rmtree(ledger, ignore_errors=True)
        return struck.hit

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(one, todo, cycle(kinds)))


def _strace(log: Path, what: str) -> list[str]:
    return ["strace", "-qq", "-o", str(log), *what.split()]


def _run(
    command: Sequence[str], ledger: Path, env: dict[str, str] | None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ledger,
        env=env,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=60,
    )


def _with_stand_in(
    logs: Path,
    env: dict[str, str] | None,
    what: str,
    *,
    follow: bool,
    only: str = "",
    with_parent: bool = False,
) -> dict[str, str]:
    """An environment in which `git` is a script that runs the real one under strace."""
    env = dict(os.environ if env is None else env)
    real = shutil.which("git", path=env.get("PATH"))
    folder = logs / "bin"
    folder.mkdir()
    script = folder / "git"
    before = "" if with_parent else "exec"
    wanted = f'[ "$word" = "{only}" ]' if only else "true"
    script.write_text(
        "#!/bin/sh\n"
        "word=; skip=\n"
        'for given in "$@"; do\n'
        '  if [ -n "$skip" ]; then skip=; continue; fi\n'
        '  case "$given" in -c|-C) skip=1;; -*) ;; *) word="$given"; break;; esac\n'
        "done\n"
        f"if {wanted}; then\n"
        f'  {before} strace -qq {"-f" if follow else ""} -o "{logs}/git-$$-$word" {what} "{real}" "$@"\n'
        "  status=$?; [ $status -lt 128 ] || kill -KILL $PPID; exit $status\n"
        "fi\n"
        f'exec "{real}" "$@"\n'
    )
    script.chmod(0o755)
    env["PATH"] = f"{folder}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env


def _by_process(text: str) -> list[list[str]]:
    """The lines of each process of a log of `strace -f`, the first one first."""
    processes: dict[str, list[str]] = {}
    for line in text.splitlines():
        number, _, rest = line.partition(" ")
        processes.setdefault(number, []).append(rest.strip())
    return list(processes.values())


def _points_of(program: str, lines: Sequence[str], ledger: Path) -> Iterator[Point]:
    counts: dict[str, int] = {}
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            # a signal, the end, or the second half of a call that another process interrupted
            continue
        call, arguments = found.groups()
        counts[call] = counts.get(call, 0) + 1
        if _changes_something(call, arguments, ledger):
            yield Point(program, call, counts[call])


def _changes_something(call: str, arguments: str, ledger: Path) -> bool:
    """Whether the call is about the ledger, as far as its text tells: by a path, or a file or pipe
    opened before.
    """
    if call == "openat" and "O_CREAT" not in arguments:
        return False
    relative = re.search(r'"(?!/)[^"]', arguments) is not None and not call.startswith(
        ("write", "pwrite")
    )
    return call in IDLE or relative or f"{ledger}" in arguments or "<pipe:" in arguments
