"""A full disk, a folder of somebody else's, and things that are no files where records should
be.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET, TOLD, options
from stress.deeds import DEEDS, Stage
from stress.desk import SVC, assert_sound, git, left_over, started, surroundings, svc, texts

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="file systems and users as POSIX has them"
)
ROOT = sys.platform != "win32" and os.geteuid() == 0
NOBODY = 65534


def why_no_mount() -> str:
    """Why no small file system can be mounted here; empty if one can."""
    if not ROOT or shutil.which("mount") is None:
        return "only root mounts a file system"
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "no file system may be mounted here"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder that holds three megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, leave_kilobytes: int) -> Path:
    """A file that takes all room but so much."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass
        file.truncate(max(0, file.tell() - 1024 * leave_kilobytes))
    return filler


IN_CI = ("intake", "note")


@pytest.mark.skipif(bool(why_no_mount()), reason=why_no_mount() or "-")
@pytest.mark.parametrize(
    "name",
    [
        name if name in IN_CI else pytest.param(name, marks=pytest.mark.stress)
        for name in DEEDS
        if name != "init"
    ],
)
def test_every_command_on_a_full_disk_changes_nothing_and_works_with_room_again(
    tmp_path: Path, small: Path, name: Any
) -> None:
    stage = Stage(DEEDS[name], tmp_path)
    for file in ("request.yaml", "second.yaml"):
        shutil.copy(tmp_path / file, small)
    ledger = Path(shutil.copytree(stage.fresh(), small / "ledger", symlinks=True))
    refused = 0
    for kilobytes in (0, 4, 16, 64):
        filler = fill(small, kilobytes)
        done = svc(ledger, stage.env, *stage.command[1:])
        filler.unlink()
        if done.returncode == 0:
            break
        refused += 1
        assert (done.returncode, done.stdout) == (4, ""), done.stderr
        assert "No room to write" in done.stderr
        assert str(ledger) in done.stderr
        assert texts(ledger, stage.known) == stage.old
        assert set(left_over(ledger)) <= {".git/svc/holder"}
        assert svc(ledger, stage.env, "list").returncode == 0
    assert refused
    stage.assert_once_when_typed_again(ledger)


@pytest.mark.skipif(bool(why_no_mount()), reason=why_no_mount() or "-")
def test_where_only_the_repository_has_no_room_nothing_is_changed_either(
    tmp_path: Path, small: Path
) -> None:
    """`.git` may lie on another disk than the records."""
    env = surroundings(tmp_path, now="2026-11-20T09:30:00+08:00")
    ledger = started(tmp_path / "ledger", env, "intake")
    shutil.move(ledger / ".git", small / "repository")
    (ledger / ".git").write_text(f"gitdir: {small}/repository\n")
    before, head = texts(ledger), git(ledger, "rev-parse", "HEAD")
    for kilobytes in (0, 16):
        filler = fill(small, kilobytes)
        done = svc(ledger, env, "--as", "chen", "note", TICKET, "x")
        filler.unlink()
        assert (done.returncode, done.stdout) == (4, ""), done.stderr
        assert "No room to write" in done.stderr
        assert (texts(ledger), git(ledger, "rev-parse", "HEAD")) == (before, head)
        assert left_over(ledger) == []
    assert svc(ledger, env, "--as", "chen", "note", TICKET, "x").returncode == 0
    assert git(ledger, "status", "--porcelain", "-uall") == ""


@pytest.fixture
def shared(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A ledger of root's that everybody may read, and the surroundings of another user."""
    folder = tmp_path
    for above in (tmp_path, *tmp_path.parents):
        if str(above).startswith("/tmp/") and above != Path("/tmp"):
            os.chmod(above, 0o755)
    env = surroundings(folder, now="2026-11-20T09:30:00+08:00")
    ledger = started(folder / "ledger", env, "intake")
    (folder / "gitconfig").write_text(
        f"[user]\n\tname = N\n\temail = n@example.com\n[safe]\n\tdirectory = {ledger}\n",
        encoding="utf-8",
    )
    return ledger, env


def as_nobody(ledger: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "svc", *words], cwd=ledger, env=env | {"HOME": "/"}, capture_output=True,
        encoding="utf-8", user=NOBODY, group=NOBODY, extra_groups=[], check=False, timeout=60,
    )  # fmt: skip


def why_nobody_can_not() -> str:
    """Why another user can't run svc here: the interpreter may lie in a folder of root's own."""
    if not ROOT:
        return "only root can act as somebody else"
    command = [sys.executable, "-c", "import svc.cli.app"]
    try:
        done = subprocess.run(
            command,
            cwd="/",
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            capture_output=True,
            check=False,
        )
    except OSError as error:
        return f"another user can't run {sys.executable}: {error}"
    return "" if done.returncode == 0 else "another user can't load svc from here"


@pytest.mark.skipif(bool(why_nobody_can_not()), reason=why_nobody_can_not() or "-")
def test_who_may_not_write_can_read_and_is_told_which_file(
    shared: tuple[Path, dict[str, str]],
) -> None:
    ledger, env = shared
    before, head = texts(ledger), git(ledger, "rev-parse", "HEAD")
    for words in (("show", TICKET), ("list",), ("why", TICKET), ("report", "south", "2026-11")):
        done = as_nobody(ledger, env, *words)
        assert (done.returncode, done.stderr) == (0, ""), words
        assert done.stdout
    done = as_nobody(ledger, env, "--as", "chen", "note", TICKET, "x")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("svc: No permission for ")
    assert "Traceback" not in done.stderr
    # His own git folder, and a record that was marked read-only.
    for folder, _, names in os.walk(ledger):
        for name in (".", *names):
            os.chown(os.path.join(folder, name), NOBODY, NOBODY, follow_symlinks=False)
    record = ledger / f"tickets/SZ/2026-11/{TICKET}.yaml"
    record.chmod(0o444)
    done = as_nobody(ledger, env, "--as", "chen", "note", TICKET, "x")
    assert (done.returncode, done.stdout) == (4, "")
    assert record.name in done.stderr
    record.chmod(0o644)
    record.parent.chmod(0o555)
    done = as_nobody(ledger, env, "--as", "chen", "note", TICKET, "x")
    assert (done.returncode, done.stdout) == (4, "")
    assert "2026-11" in done.stderr
    record.parent.chmod(0o755)
    # Objects of git that nobody may add to: of a copy that another user made.
    objects = [ledger / ".git/objects", *(ledger / ".git/objects").iterdir()]
    for place in objects:
        place.chmod(0o555)
    done = as_nobody(ledger, env, "--as", "chen", "note", TICKET, "x")
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in done.stderr
    for place in objects:
        place.chmod(0o755)
    assert (texts(ledger), git(ledger, "-c", f"safe.directory={ledger}", "rev-parse", "HEAD")) == (
        before,
        head,
    )
    assert as_nobody(ledger, env, "--as", "chen", "note", TICKET, "x").returncode == 0


@pytest.mark.parametrize(
    "kind", ["folder", "fifo", "dangling link", "outward link", "link to a ticket", "hard link"]
)
def test_a_record_that_is_no_file_hides_no_other_and_nothing_outside_is_written(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    desk.play("intake")
    assert desk.other(2).status == 0
    text = desk.record.read_bytes()
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(text)
    second = desk.record.with_name("SZ-2611-A0002.yaml")
    desk.record.unlink()
    {
        "folder": desk.record.mkdir,
        "fifo": lambda: os.mkfifo(desk.record),
        "dangling link": lambda: desk.record.symlink_to(tmp_path / "nothing"),
        "outward link": lambda: desk.record.symlink_to(outside),
        "link to a ticket": lambda: desk.record.symlink_to(second),
        "hard link": lambda: desk.record.hardlink_to(outside),
    }[kind]()
    others = second.read_bytes()
    listed = desk.svc("list")
    assert listed.status == (0 if kind == "hard link" else 3)
    assert "SZ-2611-A0002" in listed.out
    noted = desk.svc("note", TICKET, "x", by="chen")
    # another name of the same file: ours is replaced, the other name keeps its text
    if kind == "hard link":
        assert noted.status == 0
    else:
        assert (noted.status, noted.out) == (3, "")
        assert TICKET in noted.err
        assert desk.svc("show", TICKET).status == 3
        assert desk.svc("check").status == 3
    assert outside.read_bytes() == text
    assert second.read_bytes() == others
    assert desk.svc("note", "SZ-2611-A0002", "geht", by="chen").status == 0


CONFIGURATION = (
    "svc.yaml", "staff.yaml", "parts.yaml", "roster.yaml", "desks/A.yaml", "knowledge/odd.md", "prices/2020-01.yaml",
    "policies/odd@2026-01.yaml", "calendars/XX@1.yaml", "policies/office@2026-11.yaml", "calendars/SZ@1.yaml",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["pipe", "link to a device"])
@pytest.mark.parametrize("rel", CONFIGURATION)
def test_a_pipe_or_link_in_the_place_of_a_file_of_the_ledger_is_named_and_nobody_waits_for_it(
    desk: Desk, rel: str, kind: str
) -> None:
    desk.play("dispatch")
    path = desk.path / rel
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with stopped_after(20):
        for words in (
            ["list"],
            ["note", TICKET, "x"],
            ["overdue", "--flag"],
            ["intake", *options(TOLD)],
        ):
            ended = desk.svc(*words, by="chen")
            assert ended.status in (0, 2, 3, 4), (words, ended)
            assert "Traceback" not in ended.err
        checked = desk.svc("check")
    assert checked.status == (2 if rel == "svc.yaml" else 3), checked  # 2: this is no ledger
    assert path.name in checked.out + checked.err


@contextmanager
def stopped_after(seconds: int) -> Iterator[None]:
    """An error if the block takes longer."""

    def stop(number: int, frame: object) -> None:
        pytest.fail(f"still waiting after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kilobytes", [1, 2, 4, 12, 40])
@pytest.mark.parametrize("ignored", [True, False])
def test_at_a_limit_of_file_sizes_nothing_is_changed(
    tmp_path: Path, kilobytes: int, ignored: bool
) -> None:
    """`ulimit -f`; with SIGXFSZ ignored the write fails, else the signal may end git."""
    env = surroundings(tmp_path, now="2026-11-20T09:30:00+08:00")
    ledger = started(tmp_path / "ledger", env, "intake")
    before, head = texts(ledger), git(ledger, "rev-parse", "HEAD")
    trap = "trap '' XFSZ; " if ignored else ""
    limited = [
        "bash",
        "-c",
        f'{trap}ulimit -f {kilobytes}; exec "$@"',
        "-",
        SVC,
        "--as",
        "chen",
        "note",
        TICKET,
        "x",
    ]
    done = subprocess.run(limited, cwd=ledger, env=env, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 4), done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.stdout == ""
        assert (texts(ledger), git(ledger, "rev-parse", "HEAD")) == (before, head)
        assert set(left_over(ledger)) <= {".git/svc/holder"}
    assert svc(ledger, env, "--as", "chen", "note", TICKET, "x").returncode == 0
    assert_sound(ledger, env)
