"""What the index sees of archives: only what changed is read, and nothing twice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import Desk

from svc.store.archives import Archives

if TYPE_CHECKING:
    from svc.model.ids import TicketId

LATER = "2027-03-01T09:00:00"
ARCHIVE = "archive/SZ/2026.yaml"


@pytest.fixture
def archived(desk: Desk) -> Desk:
    """A closed ticket and two that were called off, put away; the index knows them."""
    desk.play("close")
    for number in (2, 3):
        assert desk.other(number).status == 0
        words = ("cancel", f"SZ-2611-A000{number}", "--reason", "重复", "--asked-by", "李工")
        desk.ok(*words, by="li")
    desk.ok("archive", "2026", "--go", by="sun", now=LATER)
    settle(desk)
    assert listed(desk) == 3
    return desk


def settle(desk: Desk) -> None:
    """Let the archive and folders be old, so that a look at their times is enough."""
    for path in (desk.path / "archive").rglob("*"):
        os.utime(path, ns=(10**18, 10**18))
    listed(desk)


def listed(desk: Desk) -> int:
    out = desk.ok("--json", "list", "--all", now=LATER).json
    return len(out["items"])


def read_by(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[str]]:
    """How often an archive is looked through by a list, and which of its tickets are read."""
    looks, read = [], []
    each_in, bytes_of = Archives.each_in, Archives.bytes_of

    def looking(self: Archives, archive: object) -> object:
        looks.append(archive)
        return each_in(self, archive)

    def reading(self: Archives, ticket: TicketId) -> bytes | None:
        read.append(str(ticket))
        return bytes_of(self, ticket)

    with monkeypatch.context() as patch:
        patch.setattr(Archives, "each_in", looking)
        patch.setattr(Archives, "bytes_of", reading)
        listed(desk)
    return len(looks), read


def test_an_archive_that_did_not_change_is_not_opened(
    archived: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_sure = monkeypatch.setattr("svc.store.index.changed_archives.is_unsure", lambda *_: False)
    assert is_sure is None
    listed(archived)
    assert read_by(archived, monkeypatch) == (0, [])


def test_of_one_that_a_ticket_left_no_other_is_read_again(
    archived: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    archived.ok("note", "SZ-2611-A0002", "来电", by="chen", now=LATER)
    looks, read = read_by(archived, monkeypatch)
    assert looks >= 1
    assert read == []
    assert listed(archived) == 3


def test_one_that_is_edited_in_place_is_seen(archived: Desk) -> None:
    archived.edit("客户3", "另一家", ARCHIVE)
    out = archived.ok("--json", "list", "--all", now=LATER).json
    assert "另一家" in {item["customer"] for item in out["items"]}


def test_a_file_beside_it_counts_and_then_the_archive_again(archived: Desk) -> None:
    path = archived.path / "tickets/SZ/2026-11/SZ-2611-A0003.yaml"
    text = (archived.path / ARCHIVE).read_bytes().split(b"SZ-2611-A0003.yaml\n", 1)[1]
    path.parent.mkdir(parents=True)
    path.write_bytes(text.replace("客户3".encode(), "另一家".encode()))
    out = archived.ok("--json", "list", "--all", now=LATER).json
    assert len(out["items"]) == 3
    assert "另一家" in {item["customer"] for item in out["items"]}
    path.unlink()
    out = archived.ok("--json", "list", "--all", now=LATER).json
    assert len(out["items"]) == 3
    assert "客户3" in {item["customer"] for item in out["items"]}


def test_one_that_is_gone_takes_its_tickets_with_it(archived: Desk) -> None:
    (archived.path / ARCHIVE).unlink()
    assert listed(archived) == 0
    archived.git("checkout", "-q", "--", ARCHIVE)
    assert listed(archived) == 3


def test_a_spoilt_one_is_named_and_all_else_shown(archived: Desk) -> None:
    assert archived.other(4, now="2027-03-01T08:00:00").status == 0
    (archived.path / ARCHIVE).write_bytes(b"<<<<<<< HEAD\n")
    ended = archived.svc("list", "--all", now=LATER)
    assert ended.status == 3
    assert "客户4" in ended.out
    assert ARCHIVE in ended.err
