"""A ledger is backed up by `git bundle`, all of it and what came since, and restored on another
computer, where the desk goes on with the next number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from exchange import Clone, Exchange

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

LATER = "2027-03-01T09:00:00"


@pytest.fixture
def exchange(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    desk.play("close")
    return Exchange(desk, tmp_path, monkeypatch)


def test_what_was_backed_up_is_restored_checked_and_gone_on_with(
    exchange: Exchange, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = exchange.here
    whole, since = str(tmp_path / "全部.bundle"), str(tmp_path / "增量.bundle")
    lost.git("bundle", "create", "-q", whole, "HEAD", "main")
    lost.git("tag", "-f", "backed-up")
    lost.other(2)
    lost.ok("archive", "2026", "--go", by="sun", now=LATER)
    lost.git("bundle", "create", "-q", since, "backed-up..main")
    lost.git("bundle", "verify", "-q", since)
    before = lost.snapshot()

    restored = Clone(tmp_path / "新电脑", monkeypatch)
    exchange.here.git("clone", "-q", whole, str(restored.path))
    restored.git("bundle", "verify", "-q", since)
    restored.git("pull", "-q", "--ff-only", since, "main")
    restored.git("remote", "set-url", "origin", str(exchange.hub))
    restored.ok("init", "--join", "--desk", "A", "--moved")
    assert {**restored.snapshot(), "HEAD": "", "desks/A.yaml": b""} == {
        **before, "HEAD": "", "desks/A.yaml": b""
    }  # fmt: skip
    assert "Findings: 0" in restored.ok("check", now=LATER).out
    assert restored.ok("check", "--history", now=LATER).status == 0
    restored.ok("show", TICKET, now=LATER)
    restored.other(3, now="2026-11-20T10:00:00")
    assert (restored.path / "tickets/SZ/2026-11/SZ-2611-A0003.yaml").exists()
    ended = restored.sync(now=LATER)
    assert ended.status == 0, ended.err


def test_a_bundle_that_was_cut_short_is_no_backup(exchange: Exchange, tmp_path: Path) -> None:
    place = tmp_path / "cut.bundle"
    exchange.here.git("bundle", "create", "-q", str(place), "HEAD", "main")
    place.write_bytes(place.read_bytes()[:-100])
    with pytest.raises(Exception, match="returned non-zero"):
        exchange.here.git("clone", "-q", str(place), str(tmp_path / "clone"))
