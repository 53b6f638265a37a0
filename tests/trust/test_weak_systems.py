"""A shared folder of Windows or a memory stick can't do all that a disk does, and memory may end: what
is recorded is recorded, and said so.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET, Desk

from svc.actions import tickets
from svc.cli import tickets as cli_tickets
from svc.store import files, journal

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    files.not_kept.clear()
    yield
    files.not_kept.clear()


@pytest.mark.skipif(os.name == "nt", reason="folders are not flushed there")
@pytest.mark.parametrize("code", [errno.EINVAL, errno.EPERM, errno.ENOTSUP])
def test_where_folders_can_not_be_flushed_nor_modes_set_it_works_and_is_said_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    desk.play("intake")
    fsync = os.fsync

    def refuse(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):
            raise OSError(code, os.strerror(code))
        fsync(descriptor)

    def chmod(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr(os, "chmod", chmod)
    first = desk.ok("note", TICKET, "x", by="chen")
    assert "can't do all that a ledger asks for" in first.err
    assert "not flushed" in first.err
    assert "can't be set" in first.err
    assert desk.ok("note", TICKET, "y", by="chen").err == ""
    assert [event["words"] for event in desk.log if event["what"] == "remarked"] == ["x", "y"]
    assert desk.git("status", "--porcelain") == ""


def test_a_disk_that_fails_is_another_matter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.play("intake")

    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fail)
    assert desk.svc("note", TICKET, "x", by="chen").status == 4


def run_out(*_: Any, **__: Any) -> Any:
    raise MemoryError


def test_memory_that_ends_behind_the_commit_leaves_it_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("intake")
    with monkeypatch.context() as patch:
        patch.setattr(journal, "put_in_place", run_out)
        said = desk.ok("note", TICKET, "x", by="chen")
    assert "Recorded, but" in said.err
    assert "not enough memory" in said.err
    assert "x" in desk.ok("show", TICKET).out  # the next command finishes it
    assert [event["words"] for event in desk.log if event["what"] == "remarked"] == ["x"]


def test_memory_that_ends_while_the_answer_is_made_is_said_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("intake")
    with monkeypatch.context() as patch:
        patch.setattr(cli_tickets, "tell_result", run_out)
        said = desk.svc("note", TICKET, "x", by="chen")
    assert said.status == 4
    assert "It is recorded, but" in said.err
    with monkeypatch.context() as patch:
        patch.setattr(tickets, "add_note", run_out)
        said = desk.svc("note", TICKET, "y", by="chen")
    assert said.status == 4
    assert "Nothing was recorded" in said.err


def test_a_fault_of_ours_behind_the_commit_says_that_it_is_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("intake")

    def fall(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(cli_tickets, "tell_result", fall)
    said = desk.svc("note", TICKET, "x", by="chen")
    assert said.status == 70
    assert "recorded all the same" in said.err
