"""Archives: the closed tickets of one office and year in one file, each with the bytes of the file
that it had.

`archive/SZ/2019.yaml` is a stream of YAML documents. A line `--- # tickets/SZ/2019-01/…` begins
each and names the file it was; what follows, up to the next such line, is that file, byte for byte.
So a ticket is found without reading YAML, and goes back as what it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from svc.errors import N_, Phrase, RecordBroken
from svc.model.ids import TicketId, is_office, record_id_at, ticket_order

ARCHIVES = "archive"
"""The folder of archives, from the top of the ledger."""
_BEGINS = b"--- # tickets/"
_ODD = re.compile(rb"^(?:---|\.\.\.|%|\xef\xbb\xbf)", re.MULTILINE)
"""What would begin or end a document of the stream, or is no text there."""


class ArchiveId(NamedTuple):
    """Of which office and year an archive is."""

    office: str
    year: int

    @property
    def path(self) -> str:
        return f"{ARCHIVES}/{self.office}/{self.year}.yaml"


class Extent(NamedTuple):
    """Where in an archive a ticket's bytes lie, and how many lines stand before them."""

    start: int
    end: int


def archive_of(ticket: TicketId) -> ArchiveId:
    """The archive that a ticket would lie in: its number says office and year."""
    return ArchiveId(ticket.office, ticket.year)


def archive_at(path: str) -> ArchiveId | None:
    """Which archive lies at a path from the top of the ledger; None if that is no archive's."""
    match = re.fullmatch(rf"{ARCHIVES}/([A-Z]+)/(20[0-9]{{2}})\.yaml", path)
    return ArchiveId(match[1], int(match[2])) if match and is_office(match[1]) else None


def fits_in_archive(data: bytes) -> bool:
    """Whether a ticket's bytes can stand in the stream and be found again."""
    return data.endswith(b"\n") and _ODD.search(data) is None


def spans_in(data: bytes, archive: ArchiveId) -> dict[TicketId, Extent]:
    """Where each ticket lies in an archive's bytes; of one that stands there twice the first.

    Raises RecordBroken, with the line, for what no archive of this office and year holds.
    """
    found: dict[TicketId, Extent] = {}
    begins = 0 if data.startswith(_BEGINS) else data.find(b"\n" + _BEGINS) + 1
    if not data.startswith(_BEGINS):
        at = _no_comment_at(data[:begins] if begins else data)
        if at is not None:
            raise _broken(archive, data, at)
        if not begins:
            return found  # all were taken out of it
    while True:
        line_end = data.find(b"\n", begins)
        ticket = _named(data[begins : line_end + 1])
        if ticket is None or archive_of(ticket) != archive:
            raise _broken(archive, data, begins)
        later = data.find(b"\n" + _BEGINS, line_end)
        end = later + 1 if later >= 0 else len(data)
        span = Extent(line_end + 1, end)
        before = found.setdefault(ticket, span)
        if data[slice(*before)] != data[slice(*span)]:
            raise _broken(archive, data, begins)
        if later < 0:
            return found
        begins = end


def tickets_in(data: bytes | None, archive: ArchiveId) -> dict[TicketId, bytes]:
    """The tickets of an archive with their bytes; none where there is no archive. Raises
    RecordBroken.
    """
    if data is None:
        return {}
    return {ticket: data[slice(*span)] for ticket, span in spans_in(data, archive).items()}


def tickets_told(data: bytes | None, archive: ArchiveId) -> dict[TicketId, bytes]:
    """The same; none of an archive that somebody spoilt, whose tickets are gone as far as it
    tells.
    """
    try:
        return tickets_in(data, archive)
    except RecordBroken:
        return {}


def archive_with(tickets: Mapping[TicketId, bytes], archive: ArchiveId) -> bytes | None:
    """An archive's bytes with these tickets, in the order of their numbers; None if there are
    none.
    """
    if not tickets:
        return None
    pieces = [
        b"# Closed tickets of %s, numbers of %d, each as its file stood. To take them out again:\n"
        b"# svc archive %d --office %s --back\n"
        % (archive.office.encode(), archive.year, archive.year, archive.office.encode())
    ]
    for ticket in sorted(tickets, key=ticket_order):
        pieces += [b"--- # ", ticket.path.encode(), b"\n", tickets[ticket]]
    return b"".join(pieces)


def _named(line: bytes) -> TicketId | None:
    """The ticket that a line which begins a document names."""
    try:
        path = line.removeprefix(b"--- # ").removesuffix(b"\n").decode("ascii")
    except UnicodeDecodeError:
        return None
    number = record_id_at(path)
    return number if isinstance(number, TicketId) else None


def _no_comment_at(head: bytes) -> int | None:
    """Where something else than comments begins before the first ticket; None: nowhere."""
    at = 0
    for line in head.splitlines(keepends=True):
        if line.strip() and not line.startswith(b"#"):
            return at
        at += len(line)
    return None


def _broken(archive: ArchiveId, data: bytes, at: int) -> RecordBroken:
    says = N_("no ticket of {office} and {year} begins here as svc writes it into an archive")
    problem = Phrase(says, office=archive.office, year=archive.year)
    return RecordBroken(path=archive.path, line=data.count(b"\n", 0, at) + 1, problem=problem)
