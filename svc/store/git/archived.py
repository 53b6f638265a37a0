"""What commits changed, archives taken apart: a ticket that went into an archive or came out of it
byte for byte has not changed at all, one that stands in it otherwise has, like any record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from svc.model.archives import archive_at, archive_of, tickets_told
from svc.model.ids import TicketId, record_id_at
from svc.store.files import blob_id
from svc.store.git import trees
from svc.store.git.trees import Changed

if TYPE_CHECKING:
    from svc.model.archives import ArchiveId
    from svc.store.git.program import Root

_PLAIN = "100644"


class Unpacked:
    """Changes between two trees, by record; `texts` are those that stand in archives alone, by the
    name that a file with them would have in git.

    `texts_of` gives blobs by name, those that are there; `later` what the later tree has at a path.
    What a ticket's own file says comes before its archive.
    """

    def __init__(
        self,
        changes: Iterable[Changed],
        texts_of: Callable[[Iterable[str]], Mapping[str, bytes]],
        later: Callable[[str], bytes | None],
    ) -> None:
        self.texts: dict[str, bytes] = {}
        self.archives: list[Changed] = []  # those that were taken apart
        files = list(changes)
        found = {each.path: each for each in files if archive_at(each.path) is None}
        for each in files:
            archive = archive_at(each.path)
            if archive is None:
                continue
            sides = self._sides(each, archive, texts_of)
            if sides is None:
                found[each.path] = each  # as any file
                continue
            self.archives.append(each)
            for path, (before, after) in sides.items():
                own = found.get(path)
                if own is not None:
                    found[path] = Changed(path, own.before or before, own.after or after, _PLAIN)
                elif before != after and later(path) is None:
                    found[path] = Changed(path, before, after, _PLAIN)
        self._find_in_archives(found, later)
        self.changes = [each for each in found.values() if each.before != each.after]
        wanted = {name for each in self.changes for name in (each.before, each.after)}
        self.texts = {name: data for name, data in self.texts.items() if name in wanted}

    def _find_in_archives(
        self, found: dict[str, Changed], later: Callable[[str], bytes | None]
    ) -> None:
        """Tickets without a file which an archive has that is as it was."""
        told: dict[ArchiveId, dict[str, str]] = {}
        for path, each in list(found.items()):
            number = record_id_at(path)
            if each.after is None and each.before is not None and isinstance(number, TicketId):
                archive = archive_of(number)
                if archive not in told:
                    held = tickets_told(later(archive.path), archive)
                    told[archive] = self._named(held, len(each.before))
                found[path] = each._replace(after=told[archive].get(path))

    def _sides(
        self,
        changed: Changed,
        archive: ArchiveId,
        texts_of: Callable[[Iterable[str]], Mapping[str, bytes]],
    ) -> dict[str, tuple[str | None, str | None]] | None:
        """The tickets that an archive has on either side, each with the name of its text; None if
        git does not have it here.
        """
        names = [name for name in (changed.before, changed.after) if name is not None]
        data = texts_of(names)
        if not all(name in data for name in names):
            return None
        before, after = (
            {} if name is None else self._named(tickets_told(data[name], archive), len(name))
            for name in (changed.before, changed.after)
        )
        return {path: (before.get(path), after.get(path)) for path in {**before, **after}}

    def _named(self, tickets: Mapping[TicketId, bytes], length: int) -> dict[str, str]:
        named = {ticket.path: blob_id(data, length) for ticket, data in tickets.items()}
        self.texts |= {named[ticket.path]: data for ticket, data in tickets.items()}
        return named


def record_changes(root: Root, before: str, after: str, *places: str) -> Unpacked:
    """The records, and other files, that are another one in the later commit; of `places` alone if
    some are given. Raises GitFailed.
    """
    return Unpacked(
        trees.changes(root, before, after, *places),
        lambda names: trees.texts_of(root, names),
        lambda path: trees.texts_of(root, [f"{after}:{path}"]).get(f"{after}:{path}"),
    )


def texts_at(root: Root, names: Iterable[str]) -> dict[str, bytes]:
    """What stands at each `COMMIT:PATH`, of a ticket also what an archive has; those that are not
    there are left out. Raises GitFailed.
    """
    names = list(names)
    found = trees.texts_of(root, names)
    archived: dict[str, list[tuple[str, TicketId]]] = {}
    for name in names:
        commit, _, path = name.partition(":")
        number = record_id_at(path)
        if name not in found and isinstance(number, TicketId):
            where = f"{commit}:{archive_of(number).path}"
            archived.setdefault(where, []).append((name, number))
    archives = trees.texts_of(root, archived)
    for where, wanted in archived.items():
        tickets = tickets_told(archives.get(where), archive_of(wanted[0][1]))
        found |= {name: tickets[number] for name, number in wanted if number in tickets}
    return found


def record_at(read: Callable[[str], bytes | None], commit: str, path: str) -> bytes | None:
    """The bytes of a record in a commit, also those that an archive has; None if there is none.
    `read` gives what `COMMIT:PATH` names. Raises what `read` does.
    """
    data = read(f"{commit}:{path}")
    number = record_id_at(path)
    if data is not None or not isinstance(number, TicketId):
        return data
    archive = archive_of(number)
    return tickets_told(read(f"{commit}:{archive.path}"), archive).get(number)
