"""A year's closed tickets are put away: one file for each office and year instead of one for each
ticket (归档). Whoever reads finds them as before; what is recorded on one takes it out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.typist import Typist, writing
from svc.errors import (
    N_,
    Damaged,
    Notice,
    OnlyAManagerArchives,
    Phrase,
    SvcError,
    YearNotOver,
)
from svc.model.archives import ARCHIVES, ArchiveId, fits_in_archive
from svc.model.ids import TicketId
from svc.rules.archiving import reasons_to_stay
from svc.store import files
from svc.store.git import program as git
from svc.store.ledger import Ledger
from svc.store.recording import Recording
from svc.store.records import ticket_record_of

if TYPE_CHECKING:
    from svc.rules.ticket.lifecycle import State

_ATTRIBUTES = ".gitattributes"
_LINE = f"{ARCHIVES}/** merge=svc\n"


class OfArchive(Struct, frozen=True, kw_only=True):
    """The tickets that go into an archive or come out of it."""

    archive: ArchiveId
    tickets: list[TicketId]


class Staying(Struct, frozen=True, kw_only=True):
    """A ticket of the year that stays where it is, and why."""

    ticket: TicketId
    reasons: list[Phrase]
    is_open: bool = False


class Archiving(Struct, frozen=True, kw_only=True):
    """What is put away or taken out, or was."""

    year: int
    of: list[OfArchive]
    staying: list[Staying] = []
    recorded: bool = False
    committed: bool = False
    notices: Sequence[Notice] = ()

    @property
    def count(self) -> int:
        """How many tickets."""
        return sum(len(each.tickets) for each in self.of)


def what_to_archive(ledger: Ledger, year: int, office: str, now: datetime) -> Archiving:
    """Which tickets of a year, of one office or all, `archive_year` would put away, and which stay.
    Raises YearNotOver; nothing is written.
    """
    return _plan(ledger, year, office, now)[0]


def archive_year(ledger: Ledger, year: int, office: str, typist: Typist) -> Archiving:
    """Put the closed tickets of a year into the archives of their offices, in one commit: their
    bytes as they stand, their files gone.

    Raises OnlyAManagerArchives, YearNotOver; ChangedSinceRead if somebody recorded on one of them
    meanwhile; what keeps a command from recording. Then nothing is written.
    """
    _check_is_manager(ledger, typist)
    found, texts = _plan(ledger, year, office, typist.now)
    with writing(ledger, typist) as tx:
        for ticket, data in texts.items():
            tx.archive(ticket, data)
        if texts:
            tx.title = f"archive {year}: {found.count} tickets"
            _have_merged(tx)
    return _recorded(found, tx)


def what_to_take_out(ledger: Ledger, year: int, office: str) -> Archiving:
    """Which tickets `take_out_year` would take out. Raises Damaged; nothing is written."""
    return Archiving(
        year=year,
        of=[
            OfArchive(archive=archive, tickets=ledger.archives.tickets_in(archive))
            for archive in ledger.archive_ids(office)
            if archive.year == year
        ],
    )


def take_out_year(ledger: Ledger, year: int, office: str, typist: Typist) -> Archiving:
    """Give the archived tickets of a year files of their own again, byte for byte, in one commit.

    Raises OnlyAManagerArchives, Damaged, and what keeps a command from recording.
    """
    _check_is_manager(ledger, typist)
    with writing(ledger, typist) as tx:
        found = what_to_take_out(ledger, year, office)
        tx.title = f"archive {year} --back: {found.count} tickets"
        for each in found.of:
            for ticket in each.tickets:
                tx.unarchive(ticket)
    return _recorded(found, tx)


def _recorded(found: Archiving, tx: Recording) -> Archiving:
    return replace(found, recorded=bool(found.of), committed=tx.committed, notices=tx.notices)


def _check_is_manager(ledger: Ledger, typist: Typist) -> None:
    if not ledger.person(typist.by).may(("manager",)):
        raise OnlyAManagerArchives(person=typist.by)


def _plan(
    ledger: Ledger, year: int, office: str, now: datetime
) -> tuple[Archiving, dict[TicketId, bytes]]:
    """What goes and what stays, and the bytes of what goes. Read without the lock: whoever records
    on one of them meanwhile is seen when it is written.
    """
    if year >= now.astimezone(ledger.zone).year:
        raise YearNotOver(year=year)
    committed = _committed(ledger, year)
    texts: dict[TicketId, bytes] = {}
    staying = []
    for ticket in _loose_tickets(ledger, year, office):
        try:
            data = files.read_file(files.located(ledger.top, ticket.path))
            if data is None:
                continue  # gone since
            state = ticket_record_of(data, ticket).state
            is_open, reasons = state.is_open(), list(_reasons(ledger, state, data, committed, now))
        except SvcError as error:
            data, is_open, reasons = b"", False, [_unread(ticket, error)]
        if reasons:
            staying.append(Staying(ticket=ticket, reasons=reasons, is_open=is_open))
        else:
            texts[ticket] = data
    offices = sorted({ticket.office for ticket in texts})
    of = [
        OfArchive(
            archive=ArchiveId(code, year),
            tickets=[ticket for ticket in texts if ticket.office == code],
        )
        for code in offices
    ]
    return Archiving(year=year, of=of, staying=staying), texts


def _unread(ticket: TicketId, error: SvcError) -> Phrase:
    return Phrase(N_("{ticket}: {problem}"), ticket=str(ticket), problem=error)


def _loose_tickets(ledger: Ledger, year: int, office: str) -> Iterator[TicketId]:
    """The tickets of a year that have files of their own, in the order of their numbers."""
    for folder in ledger.month_folders(office, year=year):
        names = set(ledger.names(folder))
        yield from (each for each in ledger.numbers_in(folder) if f"{each}.yaml" in names)


def _reasons(
    ledger: Ledger, state: State, data: bytes, committed: dict[str, str], now: datetime
) -> Iterator[Phrase]:
    """Why a ticket stays. `data`: its file; `committed`: what git has, by path."""
    ticket = state.ticket.number
    broken: list[Damaged] = []
    promises = ledger.known_promises(state, now, broken)
    yield from (_unread(ticket, error) for error in broken)
    yield from reasons_to_stay(state, promises, ledger.staff)
    known = committed.get(ticket.path, "")
    if known != files.blob_id(data, len(known) or 40):
        yield Phrase(N_("{ticket}: git does not have it as it is: svc check"), ticket=str(ticket))
    if not fits_in_archive(data):
        says = N_("{ticket}: its file is not laid out as svc does it: svc check --fix")
        yield Phrase(says, ticket=str(ticket))


def _committed(ledger: Ledger, year: int) -> dict[str, str]:
    """The blobs of the year's tickets in HEAD, by path. Raises GitFailed and the like."""
    commit = git.head(ledger.root).commit
    folders = list(ledger.month_folders(year=year))
    if commit is None or not folders:
        return {}
    words = ("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
    lines = git.output(ledger.root, *words).decode("utf-8", "surrogateescape").split("\0")
    pairs = (line.partition("\t") for line in lines if line)
    return {path: facts.split()[2] for facts, _, path in pairs}


def _have_merged(tx: Recording) -> None:
    """See to it that git asks svc to merge archives: a ledger that was started before there were
    any knows nothing of them.
    """
    data = tx.bytes_of(_ATTRIBUTES) or b""
    if _LINE.encode() not in data.splitlines(keepends=True):
        end = b"" if data.endswith(b"\n") or not data else b"\n"
        tx.put_file(_ATTRIBUTES, data + end + _LINE.encode())
