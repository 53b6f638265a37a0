"""`svc check`, and whatever else goes through many records, beside writers that never stop."""

from __future__ import annotations

import multiprocessing
import time
from typing import TYPE_CHECKING

import pytest
from stress.desk import SVC, assert_sound, of_caller, started, surroundings, svc
from stress.night import by_night

from svc.model import layout

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-11-20T09:30:00+08:00"
WORDS_THAT_READ = (
    ("check",),
    ("check", "--fresh"),
    ("list", "--all", "--json"),
    ("report", "all", "2026-11", "--json"),
    ("export", "events"),
    ("overdue", "--json"),
    ("stock", "list", "--json"),
    ("outstanding", "--json"),
    ("customer", "find", "客户"),
)


def record_on_and_on(ledger: Path, folder: Path, writer: int, stop: object) -> None:
    """A desk: tickets paid at once, customers' files, stock, a sealed day put right."""
    env = surroundings(folder, now=NOW, wait="300")
    number = writer * 1000
    while not stop.is_set():  # type: ignore[attr-defined]
        number += 1
        request = folder / f"{number}.yaml"
        request.write_text(
            layout.write_record({**of_caller(number), "bought": "2020-08-01", "mode": "paid"}),
            encoding="utf-8",
        )
        done = svc(ledger, env, "--as", "chen", "intake", "--from", str(request))
        assert done.returncode == 0, done.stderr
        ticket = done.stdout.split(":")[0]
        for who, *words in (
            ("sun", "charge", ticket, "--line", "检测:1:50", "--allow", "客户要求"),
            ("sun", "receipt", ticket, "--how", "cash", "--allow", "老客户"),
            ("chen", "customer", "correct", f"SZ-A{number:04}", "--field", "phone", "--to",
             f"0755-3{number:07}", "--reason", "换号"),
            ("sun", "stock", "receive", "P-9001:2", "--number", str(number)),
            ("sun", "stock", "transfer", "P-9001:1", "--to", "BJ"),
            ("sun", "daily", "correct", "2026-11-20", "--office", "SZ", "--reason", str(number)),
        ):  # fmt: skip
            svc(ledger, env, "--as", who, *words)


@pytest.mark.stress
def test_beside_writers_nothing_false_is_named(tmp_path: Path) -> None:
    env = surroundings(tmp_path, now=NOW, wait="300")
    ledger = started(tmp_path / "ledger", env)
    for words in (
        ("part", "add", "P-9001", "--name", "控制板"),
        ("stock", "receive", "P-9001:500"),
        ("daily", "confirm", "2026-11-20", "--office", "SZ"),
    ):
        svc(ledger, env, "--as", "sun", *words)
    stop = multiprocessing.Event()
    writers = [
        multiprocessing.Process(target=record_on_and_on, args=(ledger, tmp_path, writer, stop))
        for writer in range(1, 4)
    ]
    for writer in writers:
        writer.start()
    ends_at = time.monotonic() + by_night(60, 1200)
    times = 0
    try:
        while time.monotonic() < ends_at:
            for words in WORDS_THAT_READ:
                done = svc(ledger, env, *words)
                said = done.stdout + done.stderr
                assert done.returncode == 0, (words, [li for li in said.splitlines() if "[" in li])
                times += 1
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    print(f"{times} commands that read, beside 3 that wrote {SVC}")
    assert_sound(ledger, env)
