"""The process that measures tickets for another one measures what that one would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svc.store.index.changed_records import stamp_of
from svc.store.index.month_measures import Measurer
from svc.store.reader import Reader
from svc.store.workers import FEW, worker_answers

if TYPE_CHECKING:
    import pytest
    from conftest import Desk


def test_it_measures_what_would_be_measured_here_and_not_what_has_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("close")
    assert desk.other(1).status == 0
    monkeypatch.setattr("svc.store.workers.os.cpu_count", lambda: 2)

    def not_here(job: str) -> Any:
        raise AssertionError(job)

    first, second = (desk.record.with_name(f"SZ-2611-A000{n}.yaml") for n in (1, 2))
    job = f"7,{stamp_of(first.stat())},{first.stem} 8,{stamp_of(second.stat()) - 1},{second.stem}"
    module = "svc.store.index.measure_worker"
    (rows,) = worker_answers(module, [str(desk.path)], [job], not_here, count=FEW + 1)
    (expected,) = Measurer(Reader(desk.path)).answer(job)
    assert list(map(tuple, rows)) == list(map(tuple, expected))
    (measured, changed) = rows
    assert (measured[0], changed) == (7, (8, None))
    assert first.stem.encode() in measured[1]
