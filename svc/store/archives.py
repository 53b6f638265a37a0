"""The archives of a ledger, as they lie there: which tickets are in them, and their bytes.

An archive is opened when one of its tickets is asked for that has no file of its own, and looked
through once as long as it stays the same file; its bytes are kept until another one is asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import Damaged, NotDone
from svc.model.archives import ARCHIVES, ArchiveId, Extent, archive_at, archive_of, spans_in
from svc.store import files

if TYPE_CHECKING:
    from pathlib import Path

    from svc.model.ids import TicketId

_Mark = tuple[int, int, int]
"""Time, size and inode of a file."""


class _Contents(NamedTuple):
    mark: _Mark
    spans: dict[TicketId, Extent]
    months: list[str]  # the folders that its tickets would lie in, sorted


class Archives:
    """Those below the folder `top`."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._contents: dict[ArchiveId, _Contents] = {}
        self._last: tuple[ArchiveId, _Mark, bytes] | None = None

    def archives(self, listed: Callable[[str], list[os.DirEntry[str]]]) -> list[ArchiveId]:
        """All that are there, sorted. `listed` gives what lies in a folder of the ledger."""
        paths = (
            f"{ARCHIVES}/{folder.name}/{entry.name}"
            for folder in listed(ARCHIVES)
            if folder.is_dir(follow_symlinks=False)
            for entry in listed(f"{ARCHIVES}/{folder.name}")
        )
        return sorted(filter(None, map(archive_at, paths)))

    def bytes_of(self, ticket: TicketId) -> bytes | None:
        """The bytes of an archived ticket, as its file had them; None if no archive has it. Raises
        Damaged, NotDone.
        """
        archive = archive_of(ticket)
        contents = self._look(archive)
        span = None if contents is None else contents.spans.get(ticket)
        if span is None:
            return None
        with files.reading(archive.path):
            return self._bytes(archive)[slice(*span)]

    def line_of(self, ticket: TicketId) -> int:
        """How many lines of its archive stand before an archived ticket; 0 of one that is in
        none.
        """
        with suppress(Damaged, NotDone):
            contents = self._look(archive_of(ticket))
            if contents is not None and ticket in contents.spans:
                data = self._bytes(archive_of(ticket))
                return data.count(b"\n", 0, contents.spans[ticket].start)
        return 0

    def tickets_in(self, archive: ArchiveId) -> list[TicketId]:
        """The tickets of an archive; none if there is none. Raises Damaged, NotDone."""
        contents = self._look(archive)
        return [] if contents is None else list(contents.spans)

    def months_in(self, archive: ArchiveId) -> list[str]:
        """The folders that its tickets would lie in, sorted. Raises Damaged, NotDone."""
        contents = self._look(archive)
        return [] if contents is None else contents.months

    def each_in(self, archive: ArchiveId) -> Iterator[tuple[TicketId, bytes]]:
        """The tickets of an archive with their bytes. Raises Damaged, NotDone."""
        contents = self._look(archive)
        if contents is not None:
            data = self._bytes(archive)
            for ticket, span in contents.spans.items():
                yield ticket, data[slice(*span)]

    def _look(self, archive: ArchiveId) -> _Contents | None:
        """What is in an archive; None if there is none."""
        with files.reading(archive.path):
            mark = self._mark(archive)
            if mark is None:
                return None
            known = self._contents.get(archive)
            if known is None or known.mark != mark:
                spans = spans_in(self._bytes(archive), archive)
                months = sorted({ticket.folder for ticket in spans})
                known = self._contents[archive] = _Contents(mark, spans, months)
            return known

    def _mark(self, archive: ArchiveId) -> _Mark | None:
        try:
            status = os.lstat(self._top / archive.path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise files.not_read(archive.path, error) from error
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _bytes(self, archive: ArchiveId) -> bytes:
        mark = self._mark(archive)
        if self._last is None or self._last[:2] != (archive, mark):
            data = files.read_file(files.located(self._top, archive.path)) or b""
            self._last = (archive, mark or (0, 0, 0), data)
        return self._last[2]
