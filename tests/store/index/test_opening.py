"""The index is a copy: whatever happens to the files or to it, every answer is that of the files
alone.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from answers import FilesAlone, answer, questions

from svc.actions import lists
from svc.model.events import FINAL
from svc.model.ids import RECORD_FOLDERS
from svc.store import files, workers
from svc.store.index import changed_customers, opening
from svc.store.index.changed_records import file_clock_ns
from svc.store.ledger import Ledger

ROOT = Path(__file__).parents[3]
NOW = datetime.fromisoformat("2026-10-31T10:00:00+08:00")


def _all(ledger: Ledger, now: datetime, ticket: str) -> dict[str, object]:
    return {name: answer(ledger, ask) for name, ask in questions(now, ticket).items()}


FILES_ANSWERED: dict[tuple[object, ...], dict[str, object]] = {}
"""What the files answered, by all that they hold: the same files are asked once, however often the
index of them is spoilt.
"""


def _all_of_files(top: Path, now: datetime, ticket: str) -> dict[str, object]:
    """Every answer of the files alone."""
    held = sorted(
        (path.relative_to(top).as_posix(), _held(path))
        for path in top.rglob("*")
        if {".git", ".svc"}.isdisjoint(path.relative_to(top).parts)
    )
    asked = (now, ticket, (top / ".git").is_dir(), *held)
    if asked not in FILES_ANSWERED:
        FILES_ANSWERED[asked] = _all(FilesAlone(top), now, ticket)
    return FILES_ANSWERED[asked]


def _held(path: Path) -> bytes:
    """What it leads to, or its bytes; nothing of a folder."""
    if path.is_symlink():
        return b"-> " + os.fsencode(path.readlink())
    return path.read_bytes() if path.is_file() else b""


pytestmark = pytest.mark.usefixtures("each_text_is_read_once")

LEAVES_SOMETHING = ("customers", "search", "report", "report of all", "report of a month before",
                    "report of months", "report of all months")  # fmt: skip
"""The questions whose answers are kept in the index: after these it is as it is after all."""


class Place:
    """A copy of part of the sample in git, and what happens to it."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, check=True)
        return done.stdout.decode()

    @property
    def index(self) -> Path:
        return next((self.top / ".svc").glob("tickets-*.sqlite"))

    def tickets(self) -> list[Path]:
        return sorted(self.top.glob("tickets/*/*/*.yaml"))

    def ticket(self, *, is_open: bool, month: str = "", no_month: str = "-") -> Path:
        """The first ticket in such a state, of this month, not of that one."""
        for path in self.tickets():
            if path.parent.name == month or (not month and path.parent.name != no_month):
                status = path.read_text("utf-8").split('\nstatus: "')[1].split('"')[0]
                if (status not in FINAL) == is_open:
                    return path
        raise AssertionError("no such ticket")

    def ask_what_leaves_something(self) -> None:
        with closing(Ledger(self.top)) as ledger:
            asked = questions(NOW, "SZ-2610-A0001")
            for name in LEAVES_SOMETHING:
                answer(ledger, asked[name])

    def same(self, now: datetime = NOW, *, fresh: bool = False) -> None:
        """Every answer with the index is the answer of the files."""
        path = next((path for path in self.tickets() if path.stat().st_size > 500), None)
        name = path.stem if path else "SZ-2610-A0001"
        with_index = Ledger(self.top)
        with_index.fresh = fresh
        found, expected = _all(with_index, now, name), _all_of_files(self.top, now, name)
        for question, told in expected.items():
            assert found[question] == told, question
        with_index.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, gitconfig: Path) -> Path:
    """Some tickets of the sample: of two months and two offices, with their customers' files and
    one commit.
    """
    top = tmp_path_factory.mktemp("indexed") / "ledger"
    shutil.copytree(
        ROOT / "ledger", top, ignore=shutil.ignore_patterns(".svc", ".git", *RECORD_FOLDERS)
    )
    (top / "customers").mkdir()
    for office in ("SZ", "SH"):
        for month in ("2026-08", "2026-10"):
            folder = ROOT / "ledger/tickets" / office / month
            target = top / "tickets" / office / month
            target.mkdir(parents=True)
            # the desks from H on have nothing open on the last day
            for path in sorted(folder.glob("*-[A-G]????.yaml"))[-7:]:
                shutil.copy2(path, target)
                for file in re.findall('file: "(.*)"', path.read_text("utf-8")):
                    shutil.copy2(ROOT / "ledger/customers" / f"{file}.yaml", top / "customers")
    (top / ".gitignore").write_text("/.svc/\n")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": str(gitconfig), "GIT_CONFIG_NOSYSTEM": "1"}
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "A ledger")):
        subprocess.run(["git", *words], cwd=top, env=environment, check=True)
    return top


@pytest.fixture
def place(tmp_path: Path, made: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(gitconfig))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    top = tmp_path / "深圳 ledger"
    shutil.copytree(made, top)
    place = Place(top)
    place.ask_what_leaves_something()
    assert place.index.is_file()
    return place


def _earlier(text: bytes) -> bytes:
    """The ticket as it was before its last event."""
    head, log, events = text.partition(b"\nlog:\n")
    parts = events.split(b"\n  - seq: ")
    return head + log + b"\n  - seq: ".join(parts[:-1]) + b"\n" if len(parts) > 1 else text


def _in_place(path: Path, data: bytes) -> None:
    with open(path, "r+b") as file:
        file.truncate()
        file.write(data)


def _replaced(path: Path, data: bytes) -> None:
    other = path.with_name(".new")
    other.write_bytes(data)
    os.replace(other, path)


def test_after_the_questions_that_leave_something_the_index_is_as_after_all(place: Place) -> None:
    def rows() -> dict[str, int]:
        with closing(sqlite3.connect(place.index)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = [name for (name,) in tables if not name.startswith(("sqlite_", "words_"))]
            return {
                name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for name in names
            }

    # what was copied within a tick of being read is unsure, and no report of it is kept
    time.sleep(0.15)
    place.ask_what_leaves_something()
    before = rows()
    assert all(before[name] for name in ("ticket", "customer", "measured", "report"))
    place.same()
    assert rows() == before


def test_the_index_answers_what_the_files_answer_at_any_time(place: Place) -> None:
    for hours in (-3000, -40, -1, 0, 5, 50, 700):
        place.same(NOW + timedelta(hours=hours))


def test_a_hand_edit_in_place_of_an_open_ticket_is_seen(place: Place) -> None:
    path = place.ticket(is_open=True)
    _in_place(path, _earlier(path.read_bytes()))
    place.same()


def test_an_edit_of_the_same_length_with_the_times_put_back_is_seen(place: Place) -> None:
    path = place.ticket(is_open=True)
    before = path.stat()
    data = path.read_bytes()
    _in_place(
        path,
        data.replace(b'model: "C', b'model: "D') if b'model: "C' in data else data[:-2] + b'"\n',
    )
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    place.same()


def test_an_edit_in_place_in_the_newest_month_is_seen_though_the_ticket_is_closed(
    place: Place,
) -> None:
    path = place.ticket(is_open=False, month="2026-10")
    _in_place(path, _earlier(_earlier(path.read_bytes())))
    place.same()


def test_an_edit_in_place_of_a_closed_ticket_of_an_earlier_month_is_seen_by_fresh(
    place: Place,
) -> None:
    path = place.ticket(is_open=False, month="2026-08")
    _in_place(path, _earlier(_earlier(path.read_bytes())))
    place.same(fresh=True)


def test_and_by_the_first_command_of_a_day(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place.ticket(is_open=False, month="2026-08")
    _in_place(path, _earlier(_earlier(path.read_bytes())))
    real = file_clock_ns
    monkeypatch.setattr(opening, "file_clock_ns", lambda place: real(place) + 86_400_000_000_000)
    place.same()


def test_a_file_that_is_replaced_added_or_removed_is_seen_in_any_month(place: Place) -> None:
    path = place.ticket(is_open=False, month="2026-08")
    _replaced(path, _earlier(_earlier(path.read_bytes())))
    place.same()
    data = path.read_bytes()
    path.unlink()
    place.same()
    path.write_bytes(data)
    place.same()


def test_a_new_month_and_a_folder_that_goes_are_seen(place: Place) -> None:
    source = place.ticket(is_open=True)
    new = place.top / "tickets/SZ/2026-11/SZ-2611-A0001.yaml"
    new.parent.mkdir()
    new.write_bytes(source.read_bytes().replace(source.stem.encode(), b"SZ-2611-A0001"))
    place.same()
    shutil.rmtree(place.top / "tickets/SH/2026-08")
    place.same()
    shutil.rmtree(place.top / "tickets")
    place.same()


def test_a_file_that_can_not_be_read_is_named_and_hides_no_other(place: Place) -> None:
    for path in (place.ticket(is_open=False, month="2026-08"), place.ticket(is_open=True)):
        data = path.read_bytes()
        for broken in (b"", b"log: [", data.replace(b"log:", b"lgo:"), b"\xff\xfe" + data):
            path.unlink()
            path.write_bytes(broken)
            place.same()
        path.unlink()
        path.symlink_to(place.top / "svc.yaml")
        place.same()
        path.unlink()
        path.write_bytes(data)
        place.same()


def test_a_customers_file_that_is_replaced_added_removed_or_broken_is_seen(place: Place) -> None:
    path = sorted(place.top.glob("customers/*.yaml"))[0]
    data = path.read_bytes()
    for line in (b'\nname: "', b'\nphone: "', b'\naddress: "'):
        _replaced(path, data.replace(line, line + b"9"))
        place.same()
    new = path.with_name("SZ-Z0001.yaml")
    new.write_bytes(data.replace(path.stem.encode(), b"SZ-Z0001"))
    place.same()
    path.unlink()
    place.same()
    _replaced(new, b"name: [")
    place.same()


def test_a_customers_file_edited_in_place_is_seen_by_who_looks_at_everybody(place: Place) -> None:
    path = sorted(place.top.glob("customers/*.yaml"))[0]
    data = path.read_bytes()
    _in_place(path, data.replace(b'\nphone: "', b'\nphone: "9'))
    one, other = Ledger(place.top), FilesAlone(place.top)
    assert [file.customer.phone for file in one.customer_files([])] == [
        file.customer.phone for file in other.customer_files([])
    ]
    place.same()


@pytest.mark.parametrize("later", ["few files", "fresh", "another day", "another file replaced"])
def test_and_by_who_looks_for_a_caller_at_once_or_where_there_are_many_files_after_a_look_at_all(
    place: Place, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    monkeypatch.setattr(changed_customers, "_FEW", 1000 if later == "few files" else 0)
    one, two = sorted(place.top.glob("customers/*.yaml"))[:2]
    time.sleep(0.15)  # or the folder would be looked at whole, as it has changed just now
    with closing(Ledger(place.top)) as ledger:
        list(ledger.customers([], ("phone", "0755-99998888")))
    _in_place(
        one, re.sub(rb'\nphone: "[^"]*"', b'\nphone: "0755-99998888"', one.read_bytes(), count=1)
    )
    ledger = Ledger(place.top)
    if later == "fresh":
        ledger.fresh = True
    elif later == "another day":
        real = file_clock_ns
        monkeypatch.setattr(
            opening, "file_clock_ns", lambda place: real(place) + 86_400_000_000_000
        )
    elif later == "another file replaced":
        _replaced(two, two.read_bytes())
    assert one.stem in [
        record.customer.id for record in ledger.customers([], ("phone", "0755-99998888"))
    ]
    ledger.close()


def test_a_checkout_of_another_commit_and_a_pull_are_seen(place: Place, tmp_path: Path) -> None:
    path = place.ticket(is_open=True)
    other = place.ticket(is_open=False, month="2026-08")
    path.write_bytes(_earlier(path.read_bytes()))
    other.unlink()
    place.git("add", "-A")
    place.git("commit", "-q", "-m", "By hand")
    place.same()
    place.git("checkout", "-q", "HEAD~1")
    place.same()
    subprocess.run(["git", "clone", "-q", str(place.top), str(tmp_path / "other")], check=True)
    clone = Place(tmp_path / "other")
    clone.git("checkout", "-q", "HEAD")
    clone.same()
    place.git("checkout", "-q", "-")
    clone.git("pull", "-q", "origin", place.git("branch", "--show-current").strip())
    clone.same()


@pytest.mark.parametrize("back", [3600, 86400 * 400])
def test_a_clock_that_was_set_back_hides_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, back: int
) -> None:
    real = file_clock_ns
    monkeypatch.setattr(opening, "file_clock_ns", lambda place: real(place) - back * 1_000_000_000)
    path = place.ticket(is_open=True)
    _in_place(path, _earlier(path.read_bytes()))
    then = path.stat().st_mtime - back
    os.utime(path, (then, then))
    place.same()
    _in_place(path, _earlier(path.read_bytes()))
    os.utime(path, (then, then))
    place.same()


def test_what_changes_twice_within_a_tick_of_the_clock_is_seen(place: Place) -> None:
    path = place.ticket(is_open=True)
    for _ in range(6):
        whole = path.read_bytes()
        _in_place(path, _earlier(whole))
        place.same()
        _in_place(path, whole)
        place.same()


def test_another_policy_calendar_or_roster_of_staff_makes_it_anew(place: Place) -> None:
    policy = sorted((place.top / "policies").iterdir())[0]
    text = policy.read_text("utf-8")
    policy.write_text(
        text.replace('within: "1h"', 'within: "5h"').replace('within: "2wd"', 'within: "9wd"'),
        "utf-8",
    )
    place.same()
    policy.write_text(text + "\n", "utf-8")
    place.same()
    calendar = sorted((place.top / "calendars").iterdir())[0]
    calendar.write_text(calendar.read_text("utf-8").replace("08:30", "09:30"), "utf-8")
    place.same()
    staff = place.top / "staff.yaml"
    staff.write_text(staff.read_text("utf-8").replace("2026-", "2025-", 1), "utf-8")
    place.same()
    policy.unlink()
    place.same()  # the promises of its tickets can't be told
    policy.write_text("promises: {", "utf-8")
    place.same()


def test_an_index_that_was_damaged_is_made_anew(place: Place) -> None:
    data = place.index.read_bytes()
    half, page = len(data) // 2, 4096
    for damaged in (
        b"",
        b"nonsense" * page,
        data[:half],
        data + b"x",
        data[:page] + bytes(len(data) - page),
    ):
        place.index.write_bytes(damaged)
        place.same()
    for at in range(100, len(data), len(data) // 6):
        place.index.write_bytes(
            data[:at] + bytes(255 - byte for byte in data[at : at + 40]) + data[at + 40 :]
        )
        place.same()
    with closing(sqlite3.connect(place.index)) as connection:  # whole, and not what we wrote
        connection.execute("UPDATE ticket SET standing = 0, status = 'closed'")
        connection.commit()
    place.same()
    for left in (place.index, place.top / ".svc/current", place.top / ".svc/now"):
        left.unlink()
        place.same()
    shutil.rmtree(place.top / ".svc")
    place.same()


def test_an_index_of_another_version_is_made_anew(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(place.index)) as connection:
        before = connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
    monkeypatch.setattr(opening, "SCHEMA", opening.SCHEMA + 1)
    place.same()
    with closing(sqlite3.connect(place.index)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone() != before


def test_a_writer_killed_at_any_step_leaves_an_index_that_answers_rightly(place: Place) -> None:
    """A process that is killed while it notes changes, or while it makes the index."""
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from svc.store.index import build, opening\nfrom svc.store.ledger import Ledger\n"
        "steps, left = {steps}, [int(sys.argv[2])]\n"
        "def dying(real):\n"
        "    def step(*args, **more):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0: os._exit(9)\n"
        "        return real(*args, **more)\n"
        "    return step\n"
        "for name in steps:\n"
        "    room = opening if hasattr(opening, name) else build\n"
        "    setattr(room, name, dying(getattr(room, name)))\n"
        "Ledger(Path(sys.argv[1])).ask_index(bool)\n"
    )
    steps = [
        "_note_tickets",
        "_make_current",
        "file_clock_ns",
        "stamp_of",
        "delete_entries",
        "insert_entries",
        "noted_entries",
        "fill_index",
        "_remove_leftovers",
    ]
    for drop in (False, True):
        for dies_at in range(5):
            path = place.ticket(is_open=True)
            path.write_bytes(_earlier(path.read_bytes()))
            if drop:
                shutil.rmtree(place.top / ".svc", ignore_errors=True)
            words = [script.format(steps=steps), str(place.top), str(dies_at)]
            ended = subprocess.run([sys.executable, "-c", *words], check=False)
            assert ended.returncode == 9  # killed at that step, not stopped by anything else
            place.same()


def test_processes_that_refresh_at_once_all_answer_rightly(place: Place) -> None:
    for drop in (False, True):
        for path in place.tickets()[::7]:
            _replaced(path, _earlier(path.read_bytes()))
        if drop:
            shutil.rmtree(place.top / ".svc")
        failed: list[BaseException] = []

        def look(failed: list[BaseException] = failed) -> None:
            try:
                place.same()
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []


def test_it_is_filled_by_several_processes_as_by_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tables() -> list[list[tuple[object, ...]]]:
        shutil.rmtree(place.top / ".svc")
        place.same()
        with closing(sqlite3.connect(place.index)) as connection:
            return [
                sorted(connection.execute(f"SELECT * FROM {name}"))
                for name in ("ticket", "found_by", "owed")
            ]

    alone = tables()
    monkeypatch.setattr(workers, "FEW", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    assert tables() == alone
    # no other process can be started
    monkeypatch.setattr(sys, "executable", str(ROOT / "README.md"))
    assert tables() == alone


def test_where_nothing_can_be_written_the_files_answer(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(place.top / ".svc")
    (place.top / ".svc").write_text("in the way")
    place.same()
    (place.top / ".svc").unlink()
    shutil.rmtree(place.top / ".git")
    place.same()
    assert not (place.top / ".svc").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights of their own on Windows")
def test_links_that_came_with_a_ledger_are_not_written_through(
    place: Place, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(place.top / ".svc")
    (place.top / ".svc").symlink_to(outside, target_is_directory=True)
    place.same()
    assert not list(outside.iterdir())
    (place.top / ".svc").unlink()
    (place.top / ".svc").mkdir()
    for name in ("now", "searched", "current"):
        (place.top / ".svc" / name).symlink_to(outside / name)
    place.same()
    assert not list(outside.iterdir())


def test_the_index_may_be_read_by_whom_the_ledger_may_be_read_by_and_git_does_not_see_it(
    place: Place,
) -> None:
    os.chmod(place.top / "svc.yaml", 0o600)
    (place.top / "svc.yaml").write_text((place.top / "svc.yaml").read_text("utf-8") + "\n", "utf-8")
    place.same()
    if sys.platform != "win32":
        assert stat.S_IMODE(place.index.stat().st_mode) == 0o600
    (place.top / ".gitignore").unlink()
    assert ".svc" not in place.git("status", "--porcelain", "-uall")


def test_a_warm_list_opens_no_ticket_and_the_question_goes_by_an_index(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.15)  # what was looked at in the moment in which it was made is read once more
    Ledger(place.top).ask_index(bool)
    opened = []
    real = files.read_file
    monkeypatch.setattr(files, "read_file", lambda path: opened.append(path) or real(path))
    ledger = Ledger(place.top)
    assert len(lists.list_tickets(ledger, NOW, lists.Wanted(), limit=50).rows) > 5
    assert [path for path in opened if "tickets" in Path(path).parts] == []
    assert ledger._index is not None
    asked: list[Any] = []
    ledger._index.connection.set_trace_callback(asked.append)
    lists.list_tickets(ledger, NOW, lists.Wanted(), limit=50)
    (question,) = [sql for sql in asked if "ORDER BY" in sql]
    plan = [row[-1] for row in ledger._index.connection.execute(f"EXPLAIN QUERY PLAN {question}")]
    assert plan == ["SCAN t USING INDEX ticket_open"]


def test_what_one_question_reads_is_of_one_moment_whoever_writes_meanwhile(place: Place) -> None:
    ledger = Ledger(place.top)

    def question(connection: sqlite3.Connection) -> tuple[int, int]:
        sql = "SELECT value FROM meta WHERE name = 'generation'"
        (before,) = connection.execute(sql).fetchone()
        with (
            closing(sqlite3.connect(place.index, timeout=0, isolation_level=None)) as other,
            suppress(sqlite3.Error),
        ):
            other.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
        (after,) = connection.execute(sql).fetchone()
        return before, after

    before, after = ledger.ask_index(question) or (0, 1)
    assert before == after
    ledger.close()
