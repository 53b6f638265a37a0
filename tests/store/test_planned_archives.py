"""What one command changes in archives, before anything is written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from svc.errors import LogRewritten, NotInThisClone
from svc.model.archives import ArchiveId, archive_with, tickets_in
from svc.model.ids import TicketId, parse_ticket_id
from svc.store.archives import Archives
from svc.store.planned_archives import PlannedArchives

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = ArchiveId("SZ", 2026)


def number(n: int) -> TicketId:
    parsed = parse_ticket_id(f"SZ-2610-A{n:04}")
    assert parsed is not None
    return parsed


def text(n: int, words: str = "门口有狗") -> bytes:
    """A record of that number, as far as it is looked at here."""
    log = f'  - {{seq: 1, id: "aaaaa{n}", what: "remarked", words: "{words}"}}'
    return f'id: "{number(n)}"\nlog:\n{log}\n'.encode()


class Files(dict[str, bytes | None]):
    """What `Changes` knows of files: as they lie there, and as they are planned."""

    head = SimpleNamespace(commit="c")

    def __init__(self, top: Path) -> None:
        super().__init__()
        self._top = top

    def read(self, path: str) -> bytes | None:
        if path in self:
            return self[path]
        place = self._top / path
        return place.read_bytes() if place.exists() else None

    def put(self, path: str, data: bytes | None) -> None:
        self[path] = data


class Planned:
    """Archives of which the first two tickets lie there."""

    def __init__(self, top: Path, partial: Any = None) -> None:
        self.files = Files(top)
        path = top / ARCHIVE.path
        path.parent.mkdir(parents=True)
        path.write_bytes(archive_with({number(n): text(n) for n in (1, 2)}, ARCHIVE) or b"")
        # Any: of the ledger and the changes only this is asked
        ledger: Any = SimpleNamespace(archives=Archives(top), partial=partial, root=None)
        changes: Any = self.files
        self.archives = PlannedArchives(ledger, changes)

    def written(self) -> dict[TicketId, bytes]:
        """What the archive is to hold."""
        assert self.archives.plan() == [ARCHIVE.path]
        return tickets_in(self.files[ARCHIVE.path], ARCHIVE)


@pytest.fixture
def planned(tmp_path: Path) -> Planned:
    return Planned(tmp_path)


def test_what_goes_in_and_comes_out_is_so_for_the_rest_of_the_command(planned: Planned) -> None:
    archives = planned.archives
    assert not archives.is_planned()
    assert [archives.bytes_of(number(n)) for n in (1, 2, 3)] == [text(1), text(2), None]
    archives.put_in(number(3), text(3))
    assert archives.take_out(number(1)) == text(1)
    assert [archives.bytes_of(number(n)) for n in (1, 2, 3)] == [None, text(2), text(3)]
    assert [archives.holds(number(n)) for n in (1, 2, 3)] == [False, True, True]
    assert archives.is_planned()
    assert planned.written() == {number(2): text(2), number(3): text(3)}
    with pytest.raises(ValueError, match="not archived: SZ-2610-A0001"):
        archives.take_out(number(1))


def test_one_that_is_left_out_of_a_batch_stays_where_it_was(planned: Planned) -> None:
    planned.archives.take_out(number(1))
    planned.archives.leave(number(1).path)
    planned.archives.leave(number(2).path)  # was never taken out
    assert planned.written() == {number(1): text(1), number(2): text(2)}


def test_the_last_one_out_takes_the_archive_away(planned: Planned) -> None:
    for n in (1, 2):
        planned.archives.take_out(number(n))
    planned.archives.plan()
    assert planned.files[ARCHIVE.path] is None


def test_where_the_archive_is_elsewhere_its_numbers_are_taken_and_it_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = archive_with({number(9): text(9)}, ARCHIVE)
    monkeypatch.setattr("svc.store.git.program.blobs", lambda *_: {ARCHIVE.path: "b"})
    monkeypatch.setattr("svc.store.git.program.blob", lambda *_: data)
    planned = Planned(tmp_path, SimpleNamespace(paths={ARCHIVE.path}))
    assert planned.archives.holds(number(9))
    assert not planned.archives.holds(number(8))
    with pytest.raises(NotInThisClone):
        planned.archives.put_in(number(3), text(3))
    whole = Planned(tmp_path / "whole")
    assert not whole.archives.holds(number(9))  # git is not asked where all is here


def test_an_archive_that_lost_an_entry_by_hand_is_not_committed(planned: Planned) -> None:
    def edited(*texts: bytes) -> bytes:
        tickets = {number(n): each for n, each in enumerate(texts, 1)}
        return archive_with(tickets, ARCHIVE) or b""

    check, committed = planned.archives.check_not_rewritten, edited(text(1), text(2))
    check(ARCHIVE.path, committed, edited(text(1), text(2), text(3)))
    check("tickets/SZ/2026-10/SZ-2610-A0001.yaml", committed, b"")  # no archive
    for spoilt in (edited(text(1), text(2, "门口有猫")), edited(text(1))):
        with pytest.raises(LogRewritten):
            check(ARCHIVE.path, committed, spoilt)
    planned.files.put(number(2).path, text(2))  # it has a file of its own now
    check(ARCHIVE.path, committed, edited(text(1)))
