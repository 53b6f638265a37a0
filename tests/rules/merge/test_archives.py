"""Where tickets lie after two desks met of which one put them away, or both."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest

from svc.errors import MergeStopped, RecordBroken
from svc.model.archives import ArchiveId, archive_with, tickets_in
from svc.model.ids import TicketId
from svc.rules.merge.archives import ArchivePlaces, merge_archives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SZ = ArchiveId("SZ", 2019)
T, OTHER = (TicketId("SZ", 2019, 1, "A", number) for number in (1, 2))
WAS, MORE = b'id: "SZ-1901-A0001"\n', b'id: "SZ-1901-A0001"\nmore: "1"\n'
STAYS = b'id: "SZ-1901-A0002"\n'


class Changed(NamedTuple):
    before: str | None
    after: str | None


class Side(NamedTuple):
    """The ticket as a side has it, and whether it lies in the archive there."""

    text: bytes
    archived: bool

    @property
    def archive(self) -> bytes | None:
        return archive_with({T: self.text} if self.archived else {}, SZ)


def places(base: Side, ours: Side, theirs: Side) -> ArchivePlaces:
    blobs = {name: side.archive for name, side in zip("bot", (base, ours, theirs), strict=True)}
    names = {name: name if data else None for name, data in blobs.items()}

    def texts(wanted: Iterable[str]) -> Mapping[str, bytes]:
        return {name: data for name in wanted if (data := blobs[name]) is not None}

    return ArchivePlaces({SZ.path: Changed(names["o"], names["t"])}, [{SZ.path: names["b"]}], texts)


IN, OUT, MORE_OUT, MORE_IN = Side(WAS, True), Side(WAS, False), Side(MORE, False), Side(MORE, True)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "goes_in"),
    [
        (OUT, IN, OUT, WAS, True),  # one put it away
        (OUT, IN, MORE_OUT, MORE, False),  # and the other went on with it
        (OUT, IN, MORE_IN, MORE, True),  # both put it away, one after it went on
        (OUT, MORE_IN, OUT, MORE, True),
        (IN, OUT, IN, WAS, False),  # one took it out
        (IN, MORE_OUT, IN, MORE, False),
    ],
)
def test_where_it_lies_then(
    base: Side, ours: Side, theirs: Side, merged: bytes, goes_in: bool
) -> None:
    found = []
    for one, other in ((ours, theirs), (theirs, ours)):
        there = places(base, one, other)
        there.note(T, one.text, merged)
        was, now = there.files_of(T, one.text, merged)
        assert was == (None if one.archived else one.text)
        assert now == (None if goes_in else merged)
        (archive,) = there.archives()
        found.append(archive.merged)
        assert tickets_in(archive.merged, SZ) == ({T: merged} if goes_in else {})
        assert there.is_theirs == (archive.merged == other.archive)
    assert found[0] == found[1]  # either desk comes to the same


def test_what_both_have_alike_is_moved_without_being_merged() -> None:
    assert list(places(OUT, OUT, IN).moved()) == [(T, WAS)]
    there = places(OUT, OUT, IN)
    there.note(T, WAS, WAS)
    assert list(there.moved()) == []


def test_of_a_year_in_which_no_archive_changed_nothing_is_said() -> None:
    there = places(OUT, OUT, IN)
    later = TicketId("SZ", 2020, 1, "A", 1)
    assert not there.may_move(later)
    assert there.files_of(later, b"1", b"2") == (b"1", b"2")


def test_a_spoilt_archive_keeps_nothing_in_it() -> None:
    def texts(wanted: Iterable[str]) -> Mapping[str, bytes]:
        return {name: {"o": IN.archive or b"", "t": b"<<<<<<< HEAD\n"}[name] for name in wanted}

    there = ArchivePlaces({SZ.path: Changed("o", "t")}, [{SZ.path: "o"}], texts)
    there.note(T, WAS, WAS)
    assert there.files_of(T, WAS, WAS) == (None, WAS)


# An archive alone, for git pull


def archive(**held: bytes) -> bytes:
    tickets = {{"one": T, "other": OTHER}[name]: data for name, data in held.items()}
    return archive_with(tickets, SZ) or b""


def test_what_either_side_put_in_or_took_out_is_so() -> None:
    both = archive(one=WAS, other=STAYS)
    assert merge_archives(SZ.path, None, archive(one=WAS), archive(other=STAYS)) == both
    assert merge_archives(SZ.path, archive(one=WAS), both, both) == both
    assert merge_archives(SZ.path, both, archive(other=STAYS), both) == archive(other=STAYS)
    assert merge_archives(SZ.path, WAS, both, both) == both  # git took a file for its beginning
    assert merge_archives(SZ.path, both, archive(one=WAS), archive(other=STAYS)) == b""


@pytest.mark.parametrize("turned", [False, True])
def test_one_that_a_side_took_out_and_the_other_changed_stops_git(turned: bool) -> None:
    sides = [archive(other=STAYS), archive(one=MORE, other=STAYS)]
    ours, theirs = reversed(sides) if turned else sides
    with pytest.raises(MergeStopped):
        merge_archives(SZ.path, archive(one=WAS, other=STAYS), ours, theirs)


def test_what_is_no_archive_stops_git() -> None:
    for ours, theirs in product((archive(one=WAS), MORE), repeat=2):
        if MORE in (ours, theirs):
            with pytest.raises(RecordBroken):
                merge_archives(SZ.path, None, ours, theirs)
