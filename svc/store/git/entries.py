"""Entries put into git's index without git, which reads, orders and writes all of it for one that
is new.

Only where the file is as git writes it unless somebody asks for more: version 2, nothing staged of
a merge around the place, of extensions the tree cache alone. For all else the answer is None, and
`git update-index` does it. The format is git's `gitformat-index`.
"""

from __future__ import annotations

import os
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import SvcError
from svc.store.files import blob_id, read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_START = 12  # of the first entry: behind the signature, the version and the number of entries
# ctime and its nanoseconds, mtime and its, device, inode, mode, owner, group, size
_FACTS = struct.Struct(">10L")
_MODE_AT, _SIZE_AT = 24, 36  # in those
_MODES = (0o100644, 0o100755)
_LONGEST_NAME = 0xFF  # so the first byte of flags and length is 0, which no name contains
_MOST_RACING = 100
_NEAR = 4096  # bytes that are passed through entry by entry


class Committed(NamedTuple):
    """A path with what HEAD has there; a blob without a name: nothing."""

    path: str
    mode: str
    blob: str


class Draft:
    """An index with files put into it, of which the system's facts are still to come."""

    def __init__(
        self, entries: _Entries, racing: list[bytes], trees: bytes, files: Sequence[Committed]
    ) -> None:
        self._entries = entries
        self._racing = racing
        self._trees = trees
        self._files = files

    def finished(self, top: Path, facts: Sequence[os.stat_result | None]) -> bytearray:
        """The index as git reads it; where a file has no facts, git will look at its bytes once
        more. Call it once.
        """
        anew = {committed.path.encode() for committed in self._files}
        for name in self._racing:
            if name not in anew:
                self._entries.settle(name, top)
        for committed, status in zip(self._files, facts, strict=True):
            self._entries.put(committed, status)
        import hashlib

        data = self._entries.data
        data += self._trees
        name_of_hash = "sha1" if len(self._files[0].blob) == 40 else "sha256"
        data += hashlib.new(name_of_hash, data, usedforsecurity=False).digest()
        return data


def draft(index: bytes, written: float, files: Sequence[Committed]) -> Draft | None:
    """The index, which was last written at `written` (seconds), with these files; None if git is to
    do it.
    """
    hash_length = len(files[0].blob) // 2
    end = _end_of_entries(index, hash_length)
    entries = _Entries(memoryview(index)[:end], hash_length)
    racing = entries.racing(int(written)) if entries.is_plain else None
    if racing is None or not all(entries.put(each, None) for each in files):
        return None
    if trees := index[end + 8 : -hash_length]:
        kept = _forgotten(trees, hash_length, _folders(files))
        if kept is None:
            return None
        trees = b"TREE" + struct.pack(">L", len(kept)) + kept
    return Draft(entries, racing, trees, files)


class _Entries:
    """The entries of an index, in the order of their names."""

    def __init__(self, data: memoryview, hash_length: int) -> None:
        self.data = bytearray(data)
        self._hash_length = hash_length
        self._name_at = _FACTS.size + hash_length + 2  # flags and the name's length are two bytes

    @property
    def is_plain(self) -> bool:
        """Whether it is of version 2, and the last of it are entries: then nothing unknown follows
        them.
        """
        at: int | None = _START
        if len(self.data) > _START + _NEAR:
            at = self._next(len(self.data) - _NEAR, len(self.data))
        while at is not None and at < len(self.data):
            end = self._end(at)
            at = end if end > at else None
        return self.data[:8] == b"DIRC\0\0\0\2" and at is not None

    def put(self, committed: Committed, status: os.stat_result | None) -> bool:
        """Add an entry or put it in the place of the one there is; False if its place is not told
        for certain.
        """
        name = committed.path.encode()
        if len(name) > _LONGEST_NAME or int(committed.mode, 8) not in _MODES:
            return False
        position = self._position(name)
        if position is None or any(
            self._is_taken(folder[:-1]) for folder in _folders([committed]) if folder
        ):
            return False
        at, there = position
        written = self._entry(committed, name, status)
        if there:
            self.data[at : self._end(at)] = written
        else:
            self.data[at:at] = written
            (count,) = struct.unpack_from(">L", self.data, 8)
            struct.pack_into(">L", self.data, 8, count + 1)
        return True

    def racing(self, second: int) -> list[bytes] | None:
        """The files that were last changed in the very second in which the index was written; None
        if too many were.

        git takes a file with the times and size of its entry for unchanged unless it is no older
        than the index. Such a file may have been changed since with the same times and size; and
        the index will be younger.
        """
        names: list[bytes] = []
        for at in self._changed_in(second):
            (mode,) = struct.unpack_from(">L", self.data, at + _MODE_AT)
            if len(names) == _MOST_RACING or mode not in _MODES:
                return None
            names.append(self._name(at))
        return names

    def settle(self, name: bytes, top: Path) -> None:
        """If the file holds something else than its entry says, give the entry a size that git does
        not believe.
        """
        position = self._position(name)
        current = None
        with suppress(SvcError):  # no file any more
            current = read_file(
                os.path.join(os.fsencode(top), name).decode("utf-8", "surrogateescape")
            )
        if position is None or current is None:
            return
        at, _ = position
        blob = self.data[at + _FACTS.size : at + _FACTS.size + self._hash_length].hex()
        if blob_id(current, len(blob)) != blob:
            struct.pack_into(">L", self.data, at + _SIZE_AT, 0)

    def _changed_in(self, second: int) -> Iterator[int]:
        """Entries of files that were last changed in this second."""
        sought = struct.pack(">L", second & 0xFFFFFFFF)
        at = self.data.find(sought, _START + 8)
        while at >= 0:
            if (at - 8 - _START) % 8 == 0 and self._end(at - 8) > at:
                yield at - 8
            at = self.data.find(sought, at + 1)

    def _position(self, name: bytes) -> tuple[int, bool] | None:
        """Where an entry of this name stands or is to stand, and whether it does; None if that
        can't be told.
        """
        low, high = _START, len(self.data)
        while high - low > _NEAR:
            middle = (low + high) // 2
            at = self._next(middle, high)
            if at is not None and self._name(at) < name:
                low = at
            else:
                high = middle
        while low < len(self.data):
            end = self._end(low)
            if end == low:
                return None
            there = self._name(low)
            if there >= name:
                return low, there == name
            low = end
        return low, False

    def _is_taken(self, name: bytes) -> bool:
        """Whether something of this name is in the way, or may be."""
        position = self._position(name)
        return position is None or position[1]

    def _next(self, near: int, end: int) -> int | None:
        """The first entry that begins behind this place; entries lie at every eighth byte.

        One that others follow: no number within an entry looks like three entries in a row.
        """
        for at in range(near + (_START - near) % 8, end, 8):
            second = self._end(at)
            third = self._end(second) if second > at else second
            if third > second and self._end(third) > third:
                return second
        return None

    def _end(self, at: int) -> int:
        """Where the entry that begins here ends; `at` itself if none does, or one that only git may
        touch.

        The length of its name says so, and the name ends there.
        """
        first = at + self._name_at
        if (
            at < _START
            or first >= len(self.data)
            or self.data[first - 2] != 0
            or self.data[first - 1] == 0
        ):
            return at
        last = first + self.data[first - 1]
        end = at + (last - at + 8) // 8 * 8
        plain = (
            end <= len(self.data)
            and self.data.find(0, first, end) == last
            and not any(self.data[last:end])
        )
        return end if plain else at

    def _name(self, at: int) -> bytes:
        first = at + self._name_at
        return bytes(self.data[first : first + self.data[first - 1]])

    def _entry(self, committed: Committed, name: bytes, status: os.stat_result | None) -> bytes:
        facts = [0] * 10
        if status is not None:
            changed, written = divmod(status.st_ctime_ns, 10**9), divmod(status.st_mtime_ns, 10**9)
            facts = [
                *changed,
                *written,
                status.st_dev,
                status.st_ino,
                0,
                status.st_uid,
                status.st_gid,
                status.st_size,
            ]
        facts[6] = int(committed.mode, 8)
        head = _FACTS.pack(*(fact & 0xFFFFFFFF for fact in facts))
        whole = head + bytes.fromhex(committed.blob) + bytes((0, len(name))) + name
        return whole + bytes(8 - len(whole) % 8)


# The tree cache: of each folder the tree that was last written of it


def _end_of_entries(index: bytes, hash_length: int) -> int:
    """Where the tree cache begins; where there is none, the end of what comes before the hash of it
    all.
    """
    end = len(index) - hash_length
    at = index.rfind(b"TREE", _START, end)
    while at >= 0 and (at + 8 > end or struct.unpack_from(">L", index, at + 4)[0] != end - at - 8):
        at = index.rfind(b"TREE", _START, at)
    return end if at < 0 else at


def _folders(files: Sequence[Committed]) -> set[bytes]:
    """All folders that the files stand in, each ending with a slash; the top is empty."""
    folders = {b""}
    for committed in files:
        parts = committed.path.encode().split(b"/")[:-1]
        folders.update(b"/".join(parts[: count + 1]) + b"/" for count in range(len(parts)))
    return folders


def _forgotten(tree: bytes, hash_length: int, folders: set[bytes]) -> bytes | None:
    """The tree cache without the trees of these folders; None if it is not as git writes it."""
    out: list[bytes] = []
    above: list[tuple[bytes, int]] = []  # folders, each with how many of its own are still to come
    at = 0
    while at < len(tree):
        name_end = tree.find(b"\0", at)
        line_end = tree.find(b"\n", name_end)
        count, _, below = tree[name_end + 1 : line_end].partition(b" ")
        if name_end < 0 or line_end < 0 or not count.lstrip(b"-").isdigit() or not below.isdigit():
            return None
        name = tree[at:name_end]
        end = line_end + 1 + (0 if count.startswith(b"-") else hash_length)
        while above and above[-1][1] == 0:
            above.pop()
        path = above[-1][0] + name + b"/" if above else b""
        if above:
            above[-1] = (above[-1][0], above[-1][1] - 1)
        elif at:
            return None
        out.append(name + b"\0-1 " + below + b"\n" if path in folders else tree[at:end])
        above.append((path, int(below)))
        at = end
    return b"".join(out) if all(left == 0 for _, left in above) else None
