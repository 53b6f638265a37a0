"""Photos and documents attached to a ticket (照片和附件), handed out again, and gone with what is
forgotten.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import AttachmentAbsent, NoFileToAttach, NothingAttached
from svc.model import events as ev
from svc.model.attachments import BESIDE, MOST_IN_LEDGER, bytes_path, safe_name
from svc.rules.ticket.attachments import attached_files, is_removed
from svc.store import files
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.errors import Damaged
    from svc.store.recording import Recording

_IGNORED = b"*\n"


class FileGiven(Struct, frozen=True, kw_only=True):
    """A file as it was read."""

    name: str
    sha256: str
    data: bytes

    @property
    def is_beside(self) -> bool:
        return len(self.data) > MOST_IN_LEDGER


def read_given(path: str) -> FileGiven:
    """A file that is to be attached. Raises NoFileToAttach, NotAFile, NotDone."""
    data = files.read_file(Path(path))
    if data is None:
        raise NoFileToAttach(path=path)
    return FileGiven(name=safe_name(path), sha256=hashlib.sha256(data).hexdigest(), data=data)


def attach_files(
    ledger: Ledger, ticket: str, typist: Typist, given: Sequence[FileGiven], *, shows: ev.Shows
) -> TicketResult:
    """Attach files to a ticket; what is attached already is not attached twice. Up to 1 MB the
    bytes go into the ledger, larger ones beside it, at this desk alone.

    Raises NoSuchRecord, NotDone; then nothing is recorded.
    """
    desk = ledger.clone.get("svc.desk", "")
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        known = {each.sha256 for each in attached_files(record.log) if not is_removed(each)}
        for each in given:
            if each.sha256 in known:
                continue
            known.add(each.sha256)
            path = bytes_path(each.sha256, is_beside=each.is_beside)
            if each.is_beside:
                _put_beside(ledger.top, path, each.data)
            elif tx.bytes_of(path) != each.data:
                tx.put_file(path, each.data)
            attached = ev.Attached(
                name=each.name,
                shows=shows,
                sha256=each.sha256,
                size=len(each.data),
                beside=(desk or "—") if each.is_beside else "",
            )
            tx.append(record.id, attached, at=typist.at)
        tx.repeated = not any(each.sha256 not in _known(record.log) for each in given)
    return ticket_result(ledger, tx, record.id)


def _known(log: Iterable[ev.Event]) -> set[str]:
    return {each.sha256 for each in attached_files(log) if not is_removed(each)}


def _put_beside(top: Path, path: str, data: bytes) -> None:
    """Put the bytes of a large file where git does not look. Raises NotDone."""
    target = files.located(top, path)
    with files.saying(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        ignore = target.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_bytes(_IGNORED)
    if files.read_file(target) != data:
        files.replace_file(target, data)


def bytes_here(ledger: Ledger, attached: ev.Attached) -> bytes | None:
    """The bytes as they were attached; None if they are not here, or are others. Raises NotAFile,
    NotDone.
    """
    path = bytes_path(attached.sha256, is_beside=bool(attached.beside))
    data = files.read_file(files.located(ledger.top, path))
    if data is None or hashlib.sha256(data).hexdigest() != attached.sha256:
        return None
    return data


def save_attachment(ledger: Ledger, ticket: str, number: int, target: str) -> tuple[str, str]:
    """Write an attachment into a file, by default of its own name, where one is; gives its name
    and the file. It is never made a program.

    Raises NothingAttached, AttachmentAbsent, and what `files.replace_file` raises.
    """
    record = ledger.read(ticket)
    found = attached_files(record.log)
    if not 1 <= number <= len(found) or is_removed(found[number - 1]):
        raise NothingAttached(ticket=record.id, number=number, count=len(found))
    attached = found[number - 1]
    name = safe_name(attached.name)  # another desk may have written it by hand
    data = bytes_here(ledger, attached)
    if data is None:
        path = bytes_path(attached.sha256, is_beside=bool(attached.beside))
        raise AttachmentAbsent(ticket=record.id, name=name, path=path, desk=attached.beside or "—")
    place = Path(target or name)
    if place.is_dir():
        place = place / name
    files.replace_file(place, data)
    return name, str(place)


class AttachmentFault(Struct, frozen=True, kw_only=True):
    """An attachment of which the bytes are not here, or not those that were attached."""

    ticket: str
    path: str  # of the ticket
    seq: int  # of its event
    name: str
    bytes_at: str
    is_altered: bool


def attachment_faults(ledger: Ledger, broken: list[Damaged]) -> Iterator[AttachmentFault]:
    """Attachments whose bytes should be here and are not as they were. Large ones that another
    desk has are not missed here.
    """
    for record in ledger.tickets(broken, "", Sought(keys=(("is", "attached"),))):
        for each in attached_files(record.log):
            if is_removed(each) or is_at_another_desk(ledger, each):
                continue
            path = bytes_path(each.sha256, is_beside=bool(each.beside))
            if bytes_here(ledger, each) is None:
                yield AttachmentFault(
                    ticket=record.id,
                    path=record.path,
                    seq=each.seq,
                    name=each.name,
                    bytes_at=path,
                    is_altered=os.path.lexists(ledger.top / path),
                )


def is_at_another_desk(ledger: Ledger, attached: ev.Attached) -> bool:
    """Whether the bytes of a large file lie at a desk that is not this one."""
    # A folder that is no repository of its own has no desk, and is looked at all the same.
    if attached.beside in ("", "—"):
        return False
    return attached.beside != ledger.clone.get("svc.desk", "")


def take_out_files(
    ledger: Ledger, tx: Recording, numbers: Sequence[str], broken: list[Damaged]
) -> list[str]:
    """Plan that the bytes of what is attached to these tickets are gone, but for those that other
    tickets have, too; gives the large ones, which the caller removes once it is recorded.
    """
    theirs = [each for number in numbers for each in attached_files(tx.ticket(number).log)]
    beside = []
    for each in theirs:
        if is_removed(each) or _is_elsewhere(ledger, each.sha256, numbers, broken):
            continue
        path = bytes_path(each.sha256, is_beside=bool(each.beside))
        if each.beside:
            beside.append(path)
        elif tx.bytes_of(path) is not None:
            tx.put_file(path, None)
    return beside


def remove_beside(ledger: Ledger, paths: Iterable[str]) -> None:
    """Remove large files that nothing names any more. Raises NotDone."""
    for path in paths:
        assert path.startswith(f"{BESIDE}/")
        files.remove(files.located(ledger.top, path))


def _is_elsewhere(
    ledger: Ledger, sha256: str, numbers: Sequence[str], broken: list[Damaged]
) -> bool:
    """Whether a ticket that is none of these has the same bytes."""
    sought = Sought(keys=(("attached", sha256),))
    return any(
        each.sha256 == sha256 and not is_removed(each)
        for record in ledger.tickets(broken, "", sought)
        if record.id not in numbers
        for each in attached_files(record.log)
    )
