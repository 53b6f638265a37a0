"""Merging archives: what stands in a record is merged like any, and this says where it lies then.

- A ticket goes into the archive if either side put it there, and comes out if either side took it
  out.
- One to which something was added beside the archive comes out: what is worked on has a file of its
  own. Where both sides have it in the archive, it stays there with what both have.
- Both desks archive the same year: the archive holds what either put in.

So nothing that a desk recorded is lost by another one's archiving, whichever sends first, and both
come to the same files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from svc.errors import N_, MergeStopped, Phrase
from svc.model import reading
from svc.model.archives import (
    ArchiveId,
    archive_at,
    archive_of,
    archive_with,
    tickets_in,
    tickets_told,
)
from svc.model.ids import RecordId, TicketId
from svc.rules.merge.records import merge_record

if TYPE_CHECKING:
    Texts = Callable[[Iterable[str]], Mapping[str, bytes]]


class ChangedArchive(Protocol):
    """An archive that theirs has otherwise than ours, by the names of its texts."""

    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...


class MergedArchive(NamedTuple):
    """An archive as ours has it, and as it is to be; None: there is none."""

    path: str
    ours: bytes | None
    merged: bytes | None


class _Sides(NamedTuple):
    """An archive on each side: its bytes, and its tickets with theirs; which tickets it had where
    both sides come from.
    """

    base: frozenset[TicketId]
    ours_text: bytes | None
    theirs_text: bytes | None
    ours: dict[TicketId, bytes]
    theirs: dict[TicketId, bytes]


class ArchivePlaces:
    """Which tickets lie in archives after a merge.

    `changed`: the archives that theirs has otherwise than ours, by path. `bases`: as the commits
    from which both come have them, where that is otherwise than theirs. `texts` gives blobs by
    name.
    """

    def __init__(
        self,
        changed: Mapping[str, ChangedArchive],
        bases: Sequence[Mapping[str, str | None]],
        texts: Texts,
    ) -> None:
        self._sides: dict[ArchiveId, _Sides] = {}
        for path, each in changed.items():
            archive = archive_at(path)
            assert archive is not None  # what is none was not taken apart
            names = [base.get(path, each.after) for base in bases]
            found = texts({name for name in (*names, each.before, each.after) if name})

            def of(name: str | None, found: Mapping[str, bytes] = found) -> bytes | None:
                return found[name] if name else None

            had = [tickets_told(of(name), archive) for name in names]
            ours, theirs = of(each.before), of(each.after)
            self._sides[archive] = _Sides(
                base=frozenset.intersection(*map(frozenset, had)),
                ours_text=ours,
                theirs_text=theirs,
                ours=tickets_told(ours, archive),
                theirs=tickets_told(theirs, archive),
            )
        self._merged: dict[TicketId, bytes | None] = {}

    def may_move(self, number: RecordId | None) -> bool:
        """Whether a record may go into an archive, or come out of one."""
        return isinstance(number, TicketId) and archive_of(number) in self._sides

    def note(self, ticket: TicketId, ours: bytes | None, merged: bytes | None) -> None:
        """A ticket that was merged, as it is to be."""
        if self.may_move(ticket):
            self._merged[ticket] = merged

    def files_of(
        self, number: RecordId | None, ours: bytes | None, merged: bytes | None
    ) -> tuple[bytes | None, bytes | None]:
        """What a record's own file holds at ours, and what it is to hold; None where it lies in an
        archive.
        """
        if not isinstance(number, TicketId) or not self.may_move(number):
            return ours, merged
        was_in = number in self._sides[archive_of(number)].ours
        return None if was_in else ours, None if self._goes_in(number, merged) else merged

    def moved(self) -> Iterator[tuple[TicketId, bytes]]:
        """The tickets that both sides have alike, in an archive or not."""
        for sides in self._sides.values():
            for ticket, data in {**sides.theirs, **sides.ours}.items():
                if ticket not in self._merged:
                    yield ticket, data

    def archives(self) -> Iterator[MergedArchive]:
        """Each archive as it is to be."""
        for archive, sides in self._sides.items():
            known = {**sides.theirs, **sides.ours, **self._merged}
            held = {
                ticket: data
                for ticket, data in known.items()
                if data is not None
                and archive_of(ticket) == archive
                and self._goes_in(ticket, data)
            }
            merged = archive_with(held, archive)
            for tickets, text in ((sides.theirs, sides.theirs_text), (sides.ours, sides.ours_text)):
                merged = text if tickets == held else merged
            yield MergedArchive(archive.path, sides.ours_text, merged)

    @property
    def is_theirs(self) -> bool:
        """Whether all lie as theirs has them."""
        return all(
            each.merged == self._sides[archive].theirs_text
            for archive, each in zip(self._sides, self.archives(), strict=True)
        )

    def _goes_in(self, ticket: TicketId, merged: bytes | None) -> bool:
        sides = self._sides[archive_of(ticket)]
        ours, theirs = ticket in sides.ours, ticket in sides.theirs
        if merged is None or not (ours or theirs):
            return False
        if ours and theirs:
            return True
        if ticket in sides.base:
            return False  # either side took it out
        return merged == (sides.ours if ours else sides.theirs)[ticket]


def merge_archives(path: str, base: bytes | None, ours: bytes, theirs: bytes) -> bytes:
    """The merge of an archive alone, as `git pull` asks for it: of tickets that stand in it. Raises
    MergeStopped where one that a side took out was changed by the other; RecordBroken.
    """
    archive = archive_at(path)
    assert archive is not None  # whoever asks has looked
    # git may take a ticket's file for what the archive was before
    sides = [tickets_told(base, archive), *(tickets_in(data, archive) for data in (ours, theirs))]
    held: dict[TicketId, bytes] = {}
    for ticket in {**sides[1], **sides[2]}:
        was, one, other = (side.get(ticket) for side in sides)
        if one is None or other is None:
            kept = one or other
            if was not in (None, kept):
                says = N_("{ticket} was taken out of it by one, and changed by the other: svc sync")
                raise MergeStopped(problems=[Phrase(says, ticket=str(ticket))])
            if was is None and kept is not None:
                held[ticket] = kept
        elif one == other:
            held[ticket] = one
        else:
            texts = (
                None if each is None else reading.decode(each, path) for each in (was, one, other)
            )
            before, here, there = texts
            held[ticket] = merge_record(ticket.path, before, here or "", there or "").encode()
    return archive_with(held, archive) or b""
