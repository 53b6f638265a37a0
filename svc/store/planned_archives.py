"""What one command changes in archives: tickets that go in, and those that come out because
something is recorded on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.errors import LogRewritten, NotInThisClone, SvcError
from svc.model import reading
from svc.model.archives import ArchiveId, archive_at, archive_of, archive_with, tickets_in
from svc.model.ids import TicketId, record_id_at
from svc.store.git import program as git

if TYPE_CHECKING:
    from svc.store.reader import Reader
    from svc.store.transaction import Changes


class PlannedArchives:
    """The archives as they are once a command is through."""

    def __init__(self, ledger: Reader, changes: Changes) -> None:
        self._ledger = ledger
        self._changes = changes
        self._planned: dict[ArchiveId, dict[TicketId, bytes]] = {}
        self._in_head: dict[ArchiveId, dict[TicketId, bytes]] = {}
        self._out: dict[str, bytes] = {}  # what was taken out, by the path of its file

    def bytes_of(self, ticket: TicketId) -> bytes | None:
        """The bytes of an archived ticket; None if no archive has it. Raises Damaged, NotDone."""
        archive = archive_of(ticket)
        if archive in self._planned:
            return self._planned[archive].get(ticket)
        return self._ledger.archives.bytes_of(ticket)

    def holds(self, ticket: TicketId) -> bool:
        """Whether an archive has this number; in a clone that has not all of them HEAD's is asked,
        too. Raises Damaged, NotDone, GitFailed.
        """
        if self.bytes_of(ticket) is not None:
            return True
        return self._ledger.partial is not None and ticket in self._of_head(archive_of(ticket))

    def put_in(self, ticket: TicketId, data: bytes) -> None:
        """Plan that an archive holds a ticket. Raises Damaged, NotDone."""
        self._tickets(archive_of(ticket))[ticket] = data

    def take_out(self, ticket: TicketId) -> bytes:
        """Plan that an archive holds a ticket no longer; its bytes. Raises Damaged, NotDone; a
        ValueError for one that no archive holds.
        """
        tickets = self._tickets(archive_of(ticket))
        if ticket not in tickets:
            raise ValueError(f"not archived: {ticket}")
        self._out[ticket.path] = tickets[ticket]
        return tickets.pop(ticket)

    def leave(self, path: str) -> None:
        """Take back that the ticket of this path was taken out, if it was."""
        number = record_id_at(path)
        if path in self._out and isinstance(number, TicketId):
            self.put_in(number, self._out.pop(path))

    def is_planned(self) -> bool:
        """Whether an archive changes."""
        return bool(self._planned)

    def plan(self) -> list[str]:
        """Plan the bytes of the archives that changed; their paths."""
        for archive, tickets in self._planned.items():
            self._changes.put(archive.path, archive_with(tickets, archive))
        return [archive.path for archive in self._planned]

    def check_not_rewritten(self, path: str, committed: bytes, edited: bytes) -> None:
        """Raise LogRewritten for an archive that lost something by hand since it was committed."""
        archive = archive_at(path)
        if archive is None:
            return
        from svc.rules.history.records import events_tampered_with

        after = tickets_in(edited, archive)
        for ticket, data in tickets_in(committed, archive).items():
            now = self._changes.read(ticket.path) or after.get(ticket)
            try:
                before = reading.read_record(data, ticket.path)
                later = reading.read_record(now, ticket.path) if now else {"id": str(ticket)}
            except SvcError:
                continue  # HEAD's was no record yet
            for found in events_tampered_with(before, later):
                raise LogRewritten(path=path, line=1, problem=found.problem)

    def _tickets(self, archive: ArchiveId) -> dict[TicketId, bytes]:
        """What an archive is to hold. Raises NotInThisClone for one that is elsewhere: what is
        written here would take the place of all that it has.
        """
        part = self._ledger.partial
        if part is not None and archive.path in part.paths:
            folder = archive.path.rpartition("/")[0]
            raise NotInThisClone(record=archive.path, office=archive.office, folder=folder)
        if archive not in self._planned:
            self._planned[archive] = tickets_in(self._changes.read(archive.path), archive)
        return self._planned[archive]

    def _of_head(self, archive: ArchiveId) -> dict[TicketId, bytes]:
        if archive not in self._in_head:
            commit, root = self._changes.head.commit, self._ledger.root
            found = git.blobs(root, commit, [archive.path]) if commit else {}
            data = git.blob(root, found[archive.path]) if found else None
            self._in_head[archive] = tickets_in(data, archive)
        return self._in_head[archive]
