"""`svc overdue --flag` as cron calls it: absolute paths, and nothing of a person's environment."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import STORY, TICKET
from stress.desk import (
    SVC,
    assert_sound,
    git,
    left_over,
    log_of,
    of_caller,
    started,
    surroundings,
    svc,
)

from svc.model import layout
from svc.store.ledger import Ledger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="cron is not on Windows")

# the callback was due on Saturday, a day after the technician was back
LATE = "2026-11-23T10:00:00+08:00"
SECOND = "SZ-2611-A0002"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return surroundings(tmp_path, now=LATE, wait="60")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    return started(folder / "ledger", surroundings(folder), until="slip")


@pytest.fixture
def ledger(tmp_path: Path, made: Path) -> Path:
    """A finished repair that waits for its callback, in a folder with blanks and Chinese in its
    name.
    """
    return Path(shutil.copytree(made, tmp_path / "path with spaces" / "账本"))


def line_for(ledger: Path) -> str:
    """What stands behind the five fields of the crontab line in the README."""
    return f"{shlex.quote(SVC)} --ledger {shlex.quote(str(ledger))} --as cron overdue --flag"


def by_cron(ledger: Path, now: str = LATE) -> subprocess.CompletedProcess[str]:
    """Run the line as cron does: by /bin/sh, in /, with no HOME and no language; but the clock is
    ours.
    """
    bare = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "SVC_NOW": now, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["/bin/sh", "-c", line_for(ledger)], cwd="/", env=bare, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


def flags(ledger: Path, ticket: str = TICKET) -> list[str]:
    return [event["promise"] for event in log_of(ledger, ticket) if event["what"] == "flagged"]


def silent(done: subprocess.CompletedProcess[str]) -> bool:
    return (done.returncode, done.stdout, done.stderr) == (0, "", "")


def another_repair(ledger: Path, env: dict[str, str]) -> None:
    """A second ticket that waits for its callback."""
    told = [word for name, value in of_caller(2).items() for word in (f"--{name}", value)]
    steps = [("2026-11-20T09:05:00", "chen", ("intake", *told)), *STORY[:8]]
    for when, who, words in steps:
        its = [SECOND if word == TICKET else word for word in words]
        done = svc(ledger, env | {"SVC_NOW": f"{when}+08:00"}, "--as", who, *its)
        assert done.returncode == 0, done.stderr


def test_cron_flags_once_and_prints_only_what_is_new(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    not_yet = started(tmp_path / "not yet", env, until="dispatch")
    assert silent(by_cron(not_yet, "2026-11-20T13:59:00+08:00"))
    assert "约定时间" in by_cron(not_yet, "2026-11-20T14:10:00+08:00").stdout  # nobody came
    first = by_cron(ledger)
    assert (first.returncode, first.stderr) == (0, "")
    assert TICKET in first.stdout
    assert silent(by_cron(ledger))
    assert flags(ledger) == ["callback"]

    another_repair(ledger, env)
    late = by_cron(ledger, "2026-12-01T03:00:00+08:00")
    assert SECOND in late.stdout
    assert TICKET not in late.stdout
    assert silent(by_cron(ledger, "2026-12-01T03:10:00+08:00"))
    assert flags(ledger) == flags(ledger, SECOND) == ["callback"]
    assert_sound(ledger, env)


def test_without_a_home_the_commit_bears_the_name_of_who_set_the_clone_up(
    ledger: Path, env: dict[str, str]
) -> None:
    assert by_cron(ledger).returncode == 0
    assert (
        git(ledger, "log", "-1", "--format=%an, %cn <%ce>") == "定时任务, Desk <desk@example.com>\n"
    )
    # A person who types here stays who git says: the clone's memory comes after, not before.
    other = env | {"GIT_CONFIG_COUNT": "0", "GIT_CONFIG_GLOBAL": str(ledger.parent / "of-li")}
    (ledger.parent / "of-li").write_text("[user]\n\tname = Li\n\temail = li@example.com\n")
    assert svc(ledger, other, "note", TICKET, "客户来电").returncode == 0
    assert git(ledger, "log", "-1", "--format=%cn <%ce>") == "Li <li@example.com>\n"
    assert log_of(ledger)[-1]["by"] == "li"


def test_a_clone_that_remembers_nobody_is_told_what_to_type_and_nothing_is_changed(
    ledger: Path,
) -> None:
    for name in ("svc.name", "svc.email"):
        git(ledger, "config", "--unset", name)
    head = git(ledger, "rev-parse", "HEAD")
    done = by_cron(ledger)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"git -C '.*账本' config", done.stderr)
    assert (git(ledger, "rev-parse", "HEAD"), left_over(ledger), flags(ledger)) == (head, [], [])


def test_a_clone_made_ready_by_join_flags_under_cron_too(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    clone = tmp_path / "second desk"
    git(tmp_path, "clone", "-q", str(ledger), str(clone))
    joined = svc(clone, env, "init", "--join")
    assert joined.returncode == 0, joined.stderr
    assert TICKET in by_cron(clone).stdout
    assert flags(clone) == ["callback"]


def test_ten_overlapping_runs_beside_a_clerk_who_is_typing_flag_exactly_once(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    another_repair(ledger, env)

    def take_down(number: int) -> None:
        file = tmp_path / f"{number}.yaml"
        file.write_text(layout.write_record(of_caller(10 + number)), encoding="utf-8")
        assert svc(ledger, env, "--as", "chen", "intake", "--from", str(file)).returncode == 0

    with ThreadPoolExecutor(13) as pool:
        clerks = [pool.submit(take_down, number) for number in range(3)]
        runs = [pool.submit(by_cron, ledger) for _ in range(10)]
        for clerk in clerks:
            clerk.result()
        ended = [run.result() for run in runs]
    assert all((done.returncode, done.stderr) == (0, "") for done in ended)
    for ticket in (TICKET, SECOND):
        assert flags(ledger, ticket) == ["callback"]
        assert sum(ticket in done.stdout for done in ended) == 1
    assert len(list((ledger / "tickets").rglob("*.yaml"))) == 5
    assert_sound(ledger, env)


def overlap(folder: Path, rounds: int) -> int:
    """Two runs of cron and an intake at once, a day after the round before; how many flags that
    came to.

    Each day the ticket of the day before is late with its handover, so each round has something to
    flag.
    """
    env = surroundings(folder, wait="60")
    ledger = started(folder / "ledger", env)
    for day in range(rounds):
        now = (
            datetime.fromisoformat("2026-11-20T09:00:00+08:00") + timedelta(days=day)
        ).isoformat()
        file = folder / f"{day}.yaml"
        file.write_text(layout.write_record(of_caller(10 + day)), encoding="utf-8")
        at = env | {"SVC_NOW": now}
        lines = [
            ("chen", "intake", "--from", str(file)),
            *[("cron", "overdue", "--flag", "--all")] * 2,
        ]
        with ThreadPoolExecutor(len(lines)) as pool:
            ended = list(pool.map(lambda line, at=at: svc(ledger, at, "--as", *line), lines))
        assert all(done.returncode == 0 for done in ended), [done.stderr for done in ended]
        assert not (ended[1].stdout and ended[2].stdout and day == 0)
    found = []
    for record in Ledger(ledger).tickets([]):
        its = [
            (record.id, event["promise"], event["due"])
            for event in log_of(ledger, record.id)
            if "due" in event
        ]
        assert len(its) == len(set(its)), record.id
        found += its
    assert len({ticket for ticket, _, _ in found}) == rounds - 1
    assert_sound(ledger, env | {"SVC_NOW": now})
    return len(found)


@pytest.mark.stress
def test_fifty_times_two_runs_overlap_each_other_and_an_intake_and_each_promise_is_flagged_once(
    tmp_path: Path,
) -> None:
    print(f"50 overlaps: {overlap(tmp_path, 50)} flags, each once")


# The daemon itself. It would run the machine's own crontabs too, so it gets a mount namespace in
# which there is only ours, and a sendmail that keeps the mail.
ISOLATED = """
set -e
mkdir -p sbin spool empty
cp "$(command -v cron)" sbin/cron
printf '#!/bin/sh\\ncat >> "%s"\\n' "$PWD/mail" > sbin/sendmail
chmod 755 sbin/sendmail
mkdir -p /var/spool/cron/crontabs
mount --bind spool /var/spool/cron/crontabs
mount --bind empty /etc/cron.d
[ ! -e /etc/crontab ] || { : > crontab; mount --bind crontab /etc/crontab; }
mount -t tmpfs tmpfs /run
mount --bind sbin /usr/sbin
exec /usr/sbin/cron -f
"""


def why_no_cron() -> str:
    """Why no daemon can be tried here; empty if one can."""
    if shutil.which("cron") is None or not os.path.isdir("/etc/cron.d"):
        return "Debian's cron is not installed"
    if os.geteuid() != 0:
        return "cron needs root"
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return (
        ""
        if tried.returncode == 0
        else "no mount namespace to keep cron from this machine's own crontabs"
    )


@pytest.mark.stress
def test_the_cron_daemon_flags_once_and_mails_only_what_is_new(
    ledger: Path, env: dict[str, str], tmp_path: Path
) -> None:
    if why := why_no_cron():
        pytest.skip(why)
    folder = tmp_path / "cron"
    (folder / "spool").mkdir(parents=True)
    ticks = folder / "ticks"
    crontab = folder / "spool" / "root"
    # HOME is / since cron would give root's own, with a git configuration that this test knows
    # nothing of.
    crontab.write_text(
        f"HOME=/\nGIT_CONFIG_NOSYSTEM=1\nSVC_NOW={LATE}\n* * * * * {line_for(ledger)}\n"
        f"* * * * * echo >> {shlex.quote(str(ticks))}\n",
        encoding="utf-8",
    )
    crontab.chmod(0o600)
    bare = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    daemon = subprocess.Popen(["unshare", "-m", "sh", "-c", ISOLATED], cwd=folder, env=bare)
    try:
        give_up_at = time.monotonic() + 150
        while not (ticks.exists() and len(ticks.read_text()) >= 2):
            assert daemon.poll() is None, "cron ended"
            assert time.monotonic() < give_up_at, "cron ran nothing"
            time.sleep(1)
        time.sleep(5)  # the second run ends
    finally:
        daemon.terminate()
        daemon.wait(10)
    assert flags(ledger) == ["callback"]
    mail = (folder / "mail").read_text(encoding="utf-8")
    assert mail.count("Subject:") == 1
    assert mail.count(TICKET) == 1
    assert git(ledger, "log", "-1", "--format=%an") == "定时任务\n"
    assert_sound(ledger, env)
