"""Two thousand things that happen to a ledger and to its index, one after the other, and an answer
after each.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from answers import FilesAlone, answer, questions

from svc.model.events import FINAL
from svc.model.ids import RECORD_FOLDERS
from svc.store.index import opening
from svc.store.index.changed_records import file_clock_ns
from svc.store.ledger import Ledger

ROOT = Path(__file__).parents[3]
START = datetime.fromisoformat("2026-10-31T10:00:00+08:00")
OFFICES, MONTHS = ("SZ", "SH"), ("2026-08", "2026-10")


class Happens:
    """A small ledger, and what may happen to it next. `fresh`: whether it takes a look at all files
    to see it.
    """

    def __init__(self, top: Path, rng: Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.top = top
        self.rng = rng
        self.fresh = False
        self.clock_ns = 0
        self.texts = {path.name: _versions(path.read_bytes()) for path in self.tickets()}
        self.places = {path.name: path for path in self.tickets()}
        self.files = {path: path.read_bytes() for path in top.glob("customers/*.yaml")}
        real = file_clock_ns
        monkeypatch.setattr(opening, "file_clock_ns", lambda place: real(place) + self.clock_ns)

    def tickets(self) -> list[Path]:
        return sorted(self.top.glob("tickets/*/*/*.yaml"))

    def some(self) -> Path:
        return self.rng.choice(sorted(self.places.values()))

    def text(self, path: Path) -> bytes:
        """The ticket as it was after one of its events; now and then what is no ticket."""
        return (
            self.rng.choice([b"", b"log: [", b"\xff"])
            if self.rng.random() < 0.1
            else self.rng.choice(self.texts[path.name])
        )

    def edited_in_place(self) -> None:
        path = self.some()
        if path.exists():
            before = path.stat()
            self.fresh |= not _is_watched(path)
            with open(path, "r+b") as file:
                file.truncate()
                file.write(self.text(path))
            if self.rng.random() < 0.3:
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def replaced_or_added(self) -> None:
        path = self.some()
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.tmp")
        new.write_bytes(self.text(path))
        os.replace(new, path)

    def removed(self) -> None:
        path = self.some()
        if len(self.tickets()) > 8:
            path.unlink(missing_ok=True)

    def a_customer_changed(self) -> None:
        path = self.rng.choice(sorted(self.files))
        data = self.files[path]
        digit = str(self.rng.randrange(10)).encode()
        text = self.rng.choice([data, data.replace(b'phone: "', b'phone: "' + digit), b"name: ["])
        if self.rng.random() < 0.5:
            self.fresh = True
            path.write_bytes(text)
        else:
            new = path.with_name(f".{path.name}.tmp")
            new.write_bytes(text)
            os.replace(new, path)

    def index_damaged(self) -> None:
        for path in sorted((self.top / ".svc").glob("*")):
            if path.name.startswith(("tickets-", "current")) and self.rng.random() < 0.7:
                data = bytearray(path.read_bytes())
                for _ in range(self.rng.randrange(1, 20)):
                    data[self.rng.randrange(len(data))] ^= self.rng.randrange(1, 256)
                path.write_bytes(data[: self.rng.choice([len(data), len(data) // 2])])

    def index_gone(self) -> None:
        shutil.rmtree(self.top / ".svc", ignore_errors=True)

    def committed(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "By hand")

    def checked_out(self) -> None:
        self.git("add", "-A")
        self.git("stash", "-q")
        self.git(
            "checkout", "-q", self.rng.choice(self.git("rev-list", "--all", "-n", "20").split())
        )

    def configuration_changed(self) -> None:
        name = self.rng.choice(["policies", "calendars"])
        path = self.rng.choice(sorted((self.top / name).glob("*.yaml")))
        text = path.read_text("utf-8")
        for old, new in (
            ('"1h"', '"3h"'),
            ('"2wd"', '"3wd"'),
            ("08:30", "08:45"),
            ("08:45", "08:30"),
            ('"3wd"', '"2wd"'),
        ):
            if old in text and self.rng.random() < 0.5:
                text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def clock_set(self) -> None:
        self.clock_ns = self.rng.choice([0, -3600, 3600, -86400 * 3, 86400]) * 1_000_000_000

    def nothing(self) -> None:
        """Two questions in a row."""

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, check=True)
        return done.stdout.decode()


def _versions(data: bytes) -> list[bytes]:
    """The ticket as it was after each of its events, the latest ones more than once."""
    head, log, events = data.partition(b"\nlog:\n")
    parts = events.split(b"\n  - seq: ")
    there = [
        head + log + b"\n  - seq: ".join(parts[:count]).rstrip(b"\n") + b"\n"
        for count in range(1, len(parts) + 1)
    ]
    return [*there, *(_moved(text, count) for count, text in enumerate(there[-3:], len(parts)))]


def _moved(text: bytes, number: int) -> bytes:
    """The ticket, gone to the other office, or away and back, with hours of its own there."""
    own = b"SZ" in text[:20]
    ways = [(b"SH", b"east"), (b"SZ", b"south")] if own else [(b"SZ", b"south")]
    for step, (office, region) in enumerate(ways[: 1 + number % 2]):
        text += (
            b'  - seq: %d\n    id: "moved%05d"\n    what: "office_changed"\n'
            b'    at: "2026-10-30T09:00:00+08:00"\n    typed: "2026-10-30T09:00:00+08:00"\n'
            b'    by: "li"\n    office: "%b"\n    region: "%b"\n    calendar: "%b@1"\n'
        ) % (1000 + step, number + step, office, region, office)
    return text


def _is_watched(path: Path) -> bool:
    """Whether an edit in place of this file is to be seen at once: an open or unreadable ticket,
    the newest month.
    """
    newest = max(folder.name for folder in path.parent.parent.iterdir())
    try:
        status = Ledger(path.parents[3]).read(path.stem).state.status
    except Exception:
        return True
    return path.parent.name == newest or status not in FINAL


HAPPENINGS = (
    (Happens.edited_in_place, 30),
    (Happens.replaced_or_added, 25),
    (Happens.removed, 6),
    (Happens.a_customer_changed, 6),
    (Happens.nothing, 8),
    (Happens.index_damaged, 3),
    (Happens.index_gone, 1),
    (Happens.committed, 1),
    (Happens.checked_out, 1),
    (Happens.configuration_changed, 1),
    (Happens.clock_set, 2),
)


@pytest.mark.usefixtures("each_text_is_read_once")
@pytest.mark.parametrize("steps", [100, pytest.param(2000, marks=pytest.mark.stress)])
def test_after_each_of_many_steps_the_index_answers_what_the_files_answer(
    tmp_path: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(gitconfig))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    top = tmp_path / "ledger"
    shutil.copytree(
        ROOT / "ledger", top, ignore=shutil.ignore_patterns(".svc", ".git", *RECORD_FOLDERS)
    )
    (top / "customers").mkdir()
    for office in OFFICES:
        for month in MONTHS:
            (top / "tickets" / office / month).mkdir(parents=True)
            for path in sorted((ROOT / "ledger/tickets" / office / month).iterdir())[-4:]:
                shutil.copy2(path, top / "tickets" / office / month)
    for path in sorted((ROOT / "ledger/customers").iterdir())[:4]:
        shutil.copy2(path, top / "customers")
    (top / ".gitignore").write_text("/.svc/\n")
    rng = Random(20261031)
    happens = Happens(top, rng, monkeypatch)
    happens.git("init", "-q")
    happens.committed()
    kinds, weights = zip(*HAPPENINGS, strict=True)
    times: Counter[str] = Counter()
    moments = [START + timedelta(hours=hours) for hours in (-2000, -30, 0, 3, 40)]
    for step in range(steps):
        happening = rng.choices(kinds, weights)[0]
        name = happening.__name__
        times[name] += 1
        happening(happens)
        there = happens.tickets()
        asked = questions(rng.choice(moments), rng.choice(there).stem)
        chosen = [*rng.sample(sorted(asked), 2), "list open"] if step % 200 else sorted(asked)
        with_index, alone = Ledger(top), FilesAlone(top)
        with_index.fresh, happens.fresh = happens.fresh, False
        for each in chosen:
            found = answer(with_index, asked[each])
            assert found == answer(alone, asked[each]), (step, name, each)
        assert with_index._index is not None, (step, name)
        with_index.close()
    assert min(times.values()) >= steps // 200, times
