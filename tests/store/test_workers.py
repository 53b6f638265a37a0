"""Work shared among processes: each job's pieces come once, whatever becomes of who does them."""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from svc.store import workers
from svc.store.workers import FEW, worker_answers

JOBS = ["one", "two", "three", "four"]
# A worker, which is gone in the middle of the job "bad".
WORKER = """
import os
import sys

from svc.store.workers import serve_jobs


def answer(job):
    yield ["there", job, *sys.argv[1:]]
    if job == "bad":
        sys.stdout.flush()
        os._exit(1)
    yield ["there", job, "end"]


serve_jobs(answer)
"""


def here(job: str) -> list[list[str]]:
    return [["here", job]]


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of that worker; two processes do what there is."""
    (tmp_path / "some_worker.py").write_text(WORKER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path(workers.__file__).parents[2]}")
    monkeypatch.setattr("svc.store.workers.os.cpu_count", lambda: 2)
    return "some_worker"


def answers(module: str, jobs: list[str], count: int) -> list[list[str]]:
    return sorted(worker_answers(module, ["a"], jobs, here, count=count))


def test_many_are_done_by_others_which_hear_what_they_are_told(worker: str) -> None:
    expected = [["there", job, last] for job in JOBS for last in ("a", "end")]
    assert answers(worker, JOBS, FEW + 1) == sorted(expected)


def test_few_are_done_here(worker: str) -> None:
    assert answers(worker, JOBS, FEW) == sorted(here(job)[0] for job in JOBS)


def test_with_one_processor_or_no_python_all_is_done_here(
    worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = sorted(here(job)[0] for job in JOBS)
    with monkeypatch.context() as patch:
        patch.setattr("svc.store.workers.sys.executable", "")
        assert answers(worker, JOBS, FEW + 1) == expected
    monkeypatch.setattr("svc.store.workers.os.cpu_count", lambda: 1)
    assert answers(worker, JOBS, FEW + 1) == expected


def test_what_a_worker_broke_off_is_done_here_as_a_whole_and_nothing_twice(worker: str) -> None:
    found = answers(worker, ["bad", *JOBS, "bad"], FEW + 1)
    assert found.count(["here", "bad"]) == 2
    assert not any(piece[:2] == ["there", "bad"] for piece in found)
    for job in JOBS:
        there = [["there", job, "a"], ["there", job, "end"]]
        assert [piece for piece in found if piece[1] == job] in ([["here", job]], there)


def test_where_no_worker_begins_all_is_done_here(worker: str) -> None:
    assert answers("no_such_worker", JOBS, FEW + 1) == sorted(here(job)[0] for job in JOBS)


def test_a_worker_answers_job_by_job_each_piece_behind_its_length(worker: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", worker],
        input="one\nzwei 二\n".encode(),
        capture_output=True,
        check=True,
    )
    data, pieces = ended.stdout, []
    while data:
        (length,) = struct.unpack("<I", data[:4])
        pieces.append(marshal.loads(data[4 : 4 + length]) if length else None)
        data = data[4 + length :]
    assert pieces == [
        ["there", "one"],
        ["there", "one", "end"],
        None,
        ["there", "zwei 二"],
        ["there", "zwei 二", "end"],
        None,
    ]
