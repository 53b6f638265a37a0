"""A ledger to type at: made once, copied for each test; commands run in this process, as `svc`
would run them.
"""

from __future__ import annotations

import compileall
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jinja2
import pytest
from beginning import five_offices

import svc
from svc.cli.app import run
from svc.model import reading
from svc.store import new_records
from svc.store.index import opening
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

NOW = "2026-11-20T09:00:00+08:00"  # a Friday
TICKET = "SZ-2611-A0001"
TOLD = {
    "unit": "南山明辉餐饮",
    "address": "深圳市南山区南海大道1088号",
    "phone": "0755-26001111",
    "contact": "张工",
    "mobile": "13900001111",
    "model": "CR-200",
    "specification": "380V/12kW",
    "serial": "CR200-24-0042",
    "bought": "2026-08-01",
    "symptom": "开机后不加热",
    "occurred": "昨天下午",
    "wishes": "今天来修",
}
"""A complete request; each field an option of `svc intake`."""

STORY: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("2026-11-20T09:20:00", "chen", ("handover", TICKET, "--to", "li")),
    (
        "2026-11-20T09:40:00",
        "li",
        ("contact", TICKET, "--spoke-to", "张工", "--judged", "加热管断路"),
    ),
    ("2026-11-20T09:45:00", "li", ("reply", TICKET, "--remedy", "更换加热管")),
    ("2026-11-20T09:50:00", "li", ("dispatch", TICKET, "--to", "wang", "--appointment", "14:00")),
    ("2026-11-20T13:55:00", "wang", ("arrive", TICKET)),
    (
        "2026-11-20T15:30:00",
        "wang",
        (
            "visit",
            TICKET,
            "--outcome",
            "fixed",
            "--found",
            "断路",
            "--done",
            "换管",
            "--cause",
            "quality",
        ),
    ),
    ("2026-11-20T16:30:00", "wang", ("back", TICKET)),
    ("2026-11-20T16:40:00", "wang", ("slip", TICKET, "--signed-by", "张工")),
    (
        "2026-11-21T10:00:00",
        "zhao",
        ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied"),
    ),
    ("2026-11-21T10:05:00", "zhao", ("close", TICKET)),
)
"""One repair from handover to closing: when, who, what is typed."""


class Ended(NamedTuple):
    """How a command ended: its exit status and what stood on both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer, which fits its schema."""
        return _judged(self.out)

    @property
    def error(self) -> Any:
        """What `--json` says of a failure."""
        return _judged(self.err)["error"]


def _judged(line: str) -> Any:
    from reference.judge import fits

    answer = json.loads(line)
    fits(answer, answer["kind"])
    return answer


class Desk:
    """A ledger, and somebody who types at it."""

    def __init__(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, stories: Stories | None = None
    ) -> None:
        self.path = path
        self.told = dict(TOLD)
        self.ticket = TICKET
        self._monkeypatch = monkeypatch
        self._stories = stories

    def svc(self, *words: str, by: str = "", now: str = NOW) -> Ended:
        """Run one command line at this ledger; `by` is `--as`, `now` the clock (Shanghai's offset
        if it has none).
        """
        self._monkeypatch.setenv("SVC_NOW", now if now[19:] else now + "+08:00")
        return typed(*(["--as", by] if by else []), *words)

    def ok(self, *words: str, by: str = "", now: str = NOW) -> Ended:
        """The same for a command that has to succeed."""
        ended = self.svc(*words, by=by, now=now)
        assert ended.status == 0, f"{words}: {ended.status}\n{ended.out}\n{ended.err}"
        return ended

    def intake(self, *more: str, by: str = "chen", now: str = NOW, **told: str) -> Ended:
        """`svc intake` of a complete request; fields given here are told otherwise, empty ones left
        out.
        """
        fields = {
            name: value
            for name, value in {**self.told, **told}.items()
            if f"--{name.replace('_', '-')}" not in more
        }
        return self.svc("intake", *options(fields), *more, by=by, now=now)

    def other(self, number: int, *more: str, by: str = "chen", now: str = NOW) -> Ended:
        """`svc intake` of quite another customer, machine and fault."""
        told = {
            "unit": f"客户{number}",
            "contact": f"李工{number}",
            "phone": f"0755-2700{number:04d}",
            "mobile": f"1370000{number:04d}",
            "serial": f"X-{number}",
            "symptom": f"故障{number}",
        }
        return self.intake(*more, by=by, now=now, **told)

    def play(self, until: str = "close") -> None:
        """The story from intake up to and with this command; in a fresh ledger a copy of it."""
        if self._stories is not None and self._stories.would_be_the_same(self):
            shutil.copytree(self._stories.played(until), self.path, dirs_exist_ok=True)
            self._monkeypatch.setenv("SVC_NOW", STORY_MOMENTS[until])
            return
        assert self.intake().status == 0
        for when, who, words in STORY if until != "intake" else ():
            self.ok(*words, by=who, now=when)
            if words[0] == until:
                return

    def set_environment(self, name: str, value: str) -> None:
        self._monkeypatch.setenv(name, value)

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.path, capture_output=True, check=True)
        return done.stdout.decode()

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.path)

    @property
    def record(self) -> Path:
        """The file of the story's ticket."""
        return self.path / "tickets/SZ/2026-11" / f"{TICKET}.yaml"

    @property
    def data(self) -> dict[str, Any]:
        return reading.read_record(self.record.read_bytes(), TICKET)

    @property
    def log(self) -> list[dict[str, Any]]:
        log: list[dict[str, Any]] = self.data["log"]
        return log

    def edit(self, old: str, new: str, path: str = "") -> None:
        """Change a file by hand; the text to be replaced must be there."""
        file = self.path / path if path else self.record
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8", newline="")

    def commit(self, message: str = "By hand") -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def snapshot(self) -> dict[str, bytes | str]:
        """All files with their bytes, and where HEAD is: what a refused command leaves as it
        was.
        """
        files = {
            path.relative_to(self.path).as_posix(): path.read_bytes()
            for path in self.path.rglob("*")
            if path.is_file() and {".git", ".svc"}.isdisjoint(path.relative_to(self.path).parts)
        }
        return files | {"HEAD": self.head}

    @property
    def head(self) -> str:
        return (self.path / ".git/refs/heads/main").read_text()


STORY_MOMENTS = {"intake": NOW} | {words[0]: f"{when}+08:00" for when, _, words in STORY}


class Stories:
    """The story as far as each of its commands, typed once and kept to be copied: most tests begin
    with a part of it, and a command takes much longer than the copy.
    """

    def __init__(self, made: Path, kept_in: Path) -> None:
        self._made = made
        self._kept_in = kept_in
        self._new_event_id = new_records.new_event_id
        self._surroundings = _svc_surroundings()
        self._fresh = _all_bytes(made)

    def would_be_the_same(self, desk: Desk) -> bool:
        """Whether the story would come out there as it did here: nothing was changed or set."""
        return (
            desk.told == TOLD
            and new_records.new_event_id is self._new_event_id
            and _svc_surroundings() == self._surroundings
            and _all_bytes(desk.path) == self._fresh
        )

    def played(self, until: str) -> Path:
        """A ledger in which the story went up to and with this command."""
        path = self._kept_in / until
        if path.exists():
            return path
        steps = ["intake", *(words[0] for _, _, words in STORY)]
        before = steps[steps.index(until) - 1] if until != "intake" else ""
        shutil.copytree(self.played(before) if before else self._made, path)
        with pytest.MonkeyPatch.context() as patch, chdir(path):
            desk = Desk(path, patch)
            if not before:
                assert desk.intake().status == 0
            for when, who, words in STORY:
                if words[0] == until:
                    desk.ok(*words, by=who, now=when)
        pack(path)
        return path


def pack(ledger: Path) -> None:
    """As git does it itself after a while: one file in place of a folder for nearly each object,
    as most tests copy a ledger.
    """
    subprocess.run(["git", "repack", "-adq"], cwd=ledger, check=True)
    for folder in (ledger / ".git/objects").glob("[0-9a-f][0-9a-f]"):
        folder.rmdir()


def unpack(ledger: Path) -> None:
    """A file for each object once more, for who is to take one away."""
    for pack in list((ledger / ".git/objects/pack").glob("*.pack")):
        objects = pack.read_bytes()
        for part in pack.parent.glob(f"{pack.stem}.*"):
            part.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=ledger, input=objects, check=True)


def _svc_surroundings() -> dict[str, str]:
    """What is set that `svc` looks at, but for the clock: each command has its own."""
    return {
        k: v for k, v in os.environ.items() if k.startswith(("SVC_", "GIT_")) and k != "SVC_NOW"
    }


def _all_bytes(ledger: Path) -> dict[str, bytes]:
    """Its files, and git's settings and head."""
    in_git = ("config", "refs/heads/main", "HEAD", "index.lock")
    paths = [os.path.join(ledger, ".git", name) for name in in_git]
    for folder, folders, names in os.walk(ledger):
        if folder == str(ledger):
            folders[:] = [name for name in folders if name not in (".git", ".svc")]
        paths += [os.path.join(folder, name) for name in names]
    return {
        os.path.relpath(path, ledger): Path(path).read_bytes()
        for path in paths
        if os.path.isfile(path)
    }


def typed(*words: str) -> Ended:
    """Run one command line in this process; nobody is at the terminal."""
    out, err, stdin = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = run(list(words))
    finally:
        sys.stdin = stdin
    return Ended(status, out.getvalue(), err.getvalue())


def instead(words: tuple[str, ...], *more: str) -> tuple[str, ...]:
    """The command line with these options; each takes the place of an earlier one."""
    given = {word for word in more if word.startswith("--")}
    kept = [
        word
        for before, word in zip(("", *words), words, strict=False)
        if word not in given and before not in given
    ]
    return (*kept, *more)


def options(fields: dict[str, str]) -> list[str]:
    """`--name value` for each field that is not empty."""
    return [
        word
        for name, value in fields.items()
        if value
        for word in (f"--{name.replace('_', '-')}", value)
    ]


@pytest.fixture(scope="session")
def gitconfig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("git") / "config"
    path.write_text(
        "[user]\n\tname = Desk\n\temail = desk@example.com\n[init]\n\tdefaultBranch = main\n"
    )
    return path


@pytest.fixture(scope="session")
def made_ledger(tmp_path_factory: pytest.TempPathFactory, gitconfig: Path) -> Path:
    """A ledger as `svc init` makes it, of the made-up department."""
    with pytest.MonkeyPatch.context() as patch:
        surroundings(patch, gitconfig)
        path: Path = tmp_path_factory.mktemp("made") / "ledger"
        words = ("init", str(path), "--from", str(five_offices()))
        ended = Desk(path, patch).svc(*words, now="2026-11-01T09:00:00")
        assert ended.status == 0, ended.err
    shutil.rmtree(path / ".git/hooks", ignore_errors=True)  # samples; fewer files to copy
    pack(path)
    return path


@pytest.fixture(scope="session")
def stories(
    tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path
) -> Stories:
    with pytest.MonkeyPatch.context() as patch:
        surroundings(patch, gitconfig)
        return Stories(made_ledger, tmp_path_factory.mktemp("stories"))


@contextmanager
def shared_desk(path: Path, made_ledger: Path, gitconfig: Path) -> Iterator[Desk]:
    """A fresh ledger at `path`, to be filled once for the tests of a file; they copy it."""
    shutil.copytree(made_ledger, path)
    with pytest.MonkeyPatch.context() as patch:
        surroundings(patch, gitconfig)
        patch.chdir(path)
        yield Desk(path, patch)


@pytest.fixture
def desk(
    tmp_path: Path,
    made_ledger: Path,
    gitconfig: Path,
    stories: Stories,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """A fresh ledger in a folder with a blank and Chinese in its name, and we are in it."""
    path = tmp_path / "深圳 ledger"
    shutil.copytree(made_ledger, path)
    surroundings(monkeypatch, gitconfig)
    monkeypatch.chdir(path)
    return Desk(path, monkeypatch, stories)


@pytest.fixture
def no_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Event ids in a row instead of random ones."""
    given = iter(range(1, 1_000_000))
    monkeypatch.setattr("svc.store.new_records.new_event_id", lambda: f"{next(given):06d}")


def surroundings(patch: pytest.MonkeyPatch, gitconfig: Path) -> None:
    """Nothing of the machine the tests run on: its language, zone, git, and what `svc` looks at."""
    for name in list(os.environ):
        if name.startswith(("SVC_", "GIT_", "LC_")) or name in ("LANG", "LANGUAGE", "TZ"):
            patch.delenv(name, raising=False)
    patch.setenv("GIT_CONFIG_GLOBAL", str(gitconfig))
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    patch.setenv("SVC_LANG", "en")
    patch.setenv("SVC_LOCK_WAIT", "0.2")
    patch.setenv("SVC_PLACE", "tests")  # ledgers that are copied stay the same desk's
    patch.setenv("XDG_CONFIG_HOME", str(gitconfig.parent / "no-config"))


LONG_FILES = ("tests/stress/", "tests/trust/", "tests/demo/", "tests/store/", "tests/cli/test_cron")


ROOM_IN_MEMORY = 8 * 2**30
"""Bytes; what all tests leave behind at once is a tenth of it."""


class KeptTemplates(jinja2.BytecodeCache):
    """What Jinja made of templates in this process: each command would have it made anew, which is
    most of the time of a page.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[type, str, str], CodeType] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._kept.get(self._key(bucket))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        assert bucket.code is not None
        self._kept[self._key(bucket)] = bucket.code

    def _key(self, bucket: jinja2.bccache.Bucket) -> tuple[type, str, str]:
        """A sandbox with an allowance makes other code of a template than one without."""
        return type(bucket.environment), bucket.key, bucket.checksum


@pytest.fixture(scope="session", autouse=True)
def statements_are_right() -> Iterator[None]:
    """A statement of ours that is wrong counts as a damaged index, which is made anew each time:
    slow, and never seen. Here it is.
    """
    is_busy = opening._is_busy

    def told(error: BaseException) -> bool:
        assert not isinstance(error, sqlite3.ProgrammingError) or "closed" in str(error), error
        return is_busy(error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_is_busy", told)
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_templates() -> Iterator[None]:
    kept, made = KeptTemplates(), jinja2.Environment.__init__

    def make(environment: jinja2.Environment, *words: Any, **options: Any) -> None:
        made(environment, *words, **options)
        environment.bytecode_cache = kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "__init__", make)
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Ledgers are made in memory where there is room: each command waits for the disk many times.
    And svc is compiled once: where Python may not write what it compiles, each process that a test
    starts would do it anew, which takes longer than the command.
    """
    # A job in the background is started deaf to Ctrl-C, and with it all that it starts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compileall.compile_dir(Path(svc.__file__).parent, quiet=2)
    memory = Path("/dev/shm")
    if memory.is_dir() and _is_fit(memory):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def _is_fit(memory: Path) -> bool:
    """Whether there is room, anybody may write there, and programs that tests write may be run."""
    may_run = not os.statvfs(memory).f_flag & os.ST_NOEXEC
    room = shutil.disk_usage(memory).free > ROOM_IN_MEMORY
    return may_run and room and os.access(memory, os.W_OK)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Side by side, files that take minutes come first: at the end none is left to one process while
    the others have nothing to do.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: not item.nodeid.startswith(LONG_FILES))
