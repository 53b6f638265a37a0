"""The process that notes tickets for another one notes what that one would."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from svc.store.index.build import Filler
from svc.store.reader import Reader
from svc.store.workers import FEW, worker_answers

if TYPE_CHECKING:
    from conftest import Desk

FOLDER = "tickets/SZ/2026-11"
NOW_NS = 2**62  # nothing changed just now


@pytest.mark.parametrize("words", [False, True])
def test_it_notes_what_would_be_noted_here(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, words: bool
) -> None:
    assert desk.intake().status == desk.other(1).status == 0
    monkeypatch.setattr("svc.store.workers.os.cpu_count", lambda: 2)

    def not_here(job: str) -> Any:
        raise AssertionError(job)

    told = [str(desk.path), str(NOW_NS), "1" if words else "0", "2026-11-01"]
    jobs = [f"1 {FOLDER}"]
    module = "svc.store.index.build_worker"
    (rows,) = worker_answers(module, told, jobs, not_here, count=FEW + 1)
    filler = Filler(Reader(desk.path), NOW_NS, words=words, measured_since=date(2026, 11, 1))
    (expected,) = filler.answer(jobs[0])
    assert rows == expected
    assert [row[1] for row in rows] == ["SZ-2611-A0001", "SZ-2611-A0002"]
    assert any("断路" in str(row) or "不加热" in str(row) or row[4][3] for row in rows) == words
