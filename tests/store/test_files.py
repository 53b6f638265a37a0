"""Documents are put where a person asked for them, whole; what a killed process left there goes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from svc.store.files import lies_in, replace_file


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    return process.pid


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("order.pdf", ".order.pdf.{pid}.tmp"),
        (".merge_file_a1b2c3", "..merge_file_x9y8z7.{pid}.tmp"),
    ],
)
def test_what_a_killed_process_left_beside_a_document_goes_with_the_next(
    tmp_path: Path, dead: int, name: str, left: str
) -> None:
    (tmp_path / left.format(pid=dead)).write_bytes(b"half")
    replace_file(tmp_path / name, b"whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: b"whole"}


@pytest.mark.skipif(sys.platform == "win32", reason="there what is open can't be removed anyway")
def test_what_is_another_documents_or_a_living_processs_stays(tmp_path: Path, dead: int) -> None:
    others = {
        f".order.pdf.{os.getppid()}.tmp",
        f".order.html.{dead}.tmp",
        f".order.pdf.x{dead}.tmp",
        "order.pdf.1.tmp",
    }
    for name in others:
        (tmp_path / name).write_bytes(b"theirs")
    replace_file(tmp_path / "order.pdf", b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {*others, "order.pdf"}


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_what_lies_in_a_folder_does_so_by_whatever_way(tmp_path: Path) -> None:
    top, beside = tmp_path / "ledger", tmp_path / "ledger2"
    (top / "tickets").mkdir(parents=True)
    beside.mkdir()
    (beside / "link").symlink_to(top / "tickets")
    (top / "out").symlink_to(beside)
    for inside in (
        top,
        top / "x",
        beside / "../ledger/no/such",
        beside / "link",
        beside / "link/x",
    ):
        assert lies_in(inside, top)
        assert lies_in(inside, top / "out/../ledger")
    for outside in (tmp_path, beside, top / "..", top / "out", top / "out/x"):
        assert not lies_in(outside, top)
