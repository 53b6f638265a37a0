"""The archives of a ledger, as they lie there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from svc.errors import NotAFile
from svc.model.archives import ArchiveId, archive_with
from svc.model.ids import TicketId
from svc.store import files
from svc.store.archives import Archives
from svc.store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

SZ = ArchiveId("SZ", 2019)
JANUARY, MARCH = TicketId("SZ", 2019, 1, "A", 1), TicketId("SZ", 2019, 3, "B", 7)
TEXTS = {JANUARY: b'id: "1"\n', MARCH: b'id: "2"\nmore: "x"\n'}


@pytest.fixture
def top(tmp_path: Path) -> Path:
    place = tmp_path / SZ.path
    place.parent.mkdir(parents=True)
    place.write_bytes(archive_with(TEXTS, SZ) or b"")
    return tmp_path


def test_each_ticket_is_found_with_its_bytes_and_its_place(top: Path) -> None:
    archives = Archives(top)
    assert {ticket: archives.bytes_of(ticket) for ticket in TEXTS} == TEXTS
    assert dict(archives.each_in(SZ)) == TEXTS
    assert archives.months_in(SZ) == ["tickets/SZ/2019-01", "tickets/SZ/2019-03"]
    lines = (top / SZ.path).read_text().splitlines()
    assert lines[archives.line_of(MARCH)] == 'id: "2"'
    assert archives.bytes_of(TicketId("SZ", 2019, 1, "A", 2)) is None
    assert archives.bytes_of(TicketId("BJ", 2019, 1, "A", 1)) is None
    assert archives.line_of(TicketId("BJ", 2019, 1, "A", 1)) == 0


def test_it_is_opened_once_as_long_as_it_is_the_same(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    read = files.read_file
    monkeypatch.setattr(files, "read_file", lambda path: opened.append(path) or read(path))
    archives = Archives(top)
    for _ in range(3):
        assert [archives.bytes_of(ticket) for ticket in TEXTS] == list(TEXTS.values())
    assert len(opened) == 1
    new = top / "new"
    new.write_bytes(archive_with({MARCH: b'id: "3"\n'}, SZ) or b"")
    os.replace(new, top / SZ.path)
    assert (archives.bytes_of(MARCH), archives.bytes_of(JANUARY)) == (b'id: "3"\n', None)


def test_months_and_numbers_have_archived_ones_among_them(top: Path) -> None:
    own = TicketId("SZ", 2019, 3, "A", 2)
    (top / own.folder).mkdir(parents=True)
    (top / own.path).write_bytes(b"x")
    (top / MARCH.path).write_bytes(b"a file of its own comes first")
    reader = Reader(top)
    assert list(reader.month_folders()) == ["tickets/SZ/2019-01", "tickets/SZ/2019-03"]
    assert list(reader.numbers()) == [JANUARY, own, MARCH]
    assert reader.numbers_in("tickets/SZ/2019-03", "B") == [MARCH]
    assert reader.record_bytes(MARCH) == b"a file of its own comes first"
    assert [
        reader.has_record(each) for each in (JANUARY, own, TicketId("SZ", 2019, 2, "A", 1))
    ] == [*(True, True, False)]


def test_one_that_can_t_be_read_is_unseen_not_empty(top: Path) -> None:
    (top / SZ.path).write_bytes(b"<<<<<<< HEAD\n")
    reader = Reader(top)
    assert list(reader.numbers()) == []
    assert list(reader.unseen) == [SZ.path]
    (top / "other.yaml").write_bytes(b"")
    os.unlink(top / SZ.path)
    os.symlink(top / "other.yaml", top / SZ.path)
    with pytest.raises(NotAFile):
        Archives(top).bytes_of(JANUARY)
