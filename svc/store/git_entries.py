"""Entries put into git's index without git, which reads, orders and writes all of it for one that is new.

Only where the file is as git writes it unless somebody asks for more: version 2, nothing staged of a merge around the
place, of extensions the tree cache alone. For all else the answer is None, and `git update-index` does it.
The format is git's `gitformat-index`.
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


class Entry(NamedTuple):
    """A file as the index is to have it; without `facts` git looks at the file's bytes once more."""

    path: str
    mode: str
    blob: str
    facts: os.stat_result | None


def with_entries(index: bytes, written: float, top: Path, entries: Sequence[Entry]) -> bytearray | None:
    """The index, which was last written at `written` (seconds), with these entries; None if git is to be asked."""
    hash_length = len(entries[0].blob) // 2
    end = _end_of_entries(index, hash_length)
    file = _File(memoryview(index)[:end], hash_length)
    if not file.is_plain or not file.has_settled(int(written), top, {entry.path for entry in entries}):
        return None
    if not all(file.put(entry) for entry in entries):
        return None
    if trees := index[end + 8 : -hash_length]:
        kept = _forgotten(trees, hash_length, _folders(entries))
        if kept is None:
            return None
        file.data += b"TREE" + struct.pack(">L", len(kept)) + kept
    import hashlib

    name = "sha1" if hash_length == 20 else "sha256"
    file.data += hashlib.new(name, file.data, usedforsecurity=False).digest()
    return file.data


class _File:
    """The entries of an index, in the order of their names."""

    def __init__(self, data: memoryview, hash_length: int) -> None:
        self.data = bytearray(data)
        self._hash_length = hash_length
        self._name_at = _FACTS.size + hash_length + 2  # flags and the name's length are two bytes

    @property
    def is_plain(self) -> bool:
        """Whether it is of version 2, and the last of it are entries: then nothing unknown follows them."""
        at: int | None = _START
        if len(self.data) > _START + _NEAR:
            at = self._next(len(self.data) - _NEAR, len(self.data))
        while at is not None and at < len(self.data):
            end = self._end(at)
            at = end if end > at else None
        return self.data[:8] == b"DIRC\0\0\0\2" and at is not None

    def put(self, entry: Entry) -> bool:
        """Add an entry or put it in the place of the one there is; False if its place is not told for certain."""
        name = entry.path.encode()
        if len(name) > _LONGEST_NAME or int(entry.mode, 8) not in _MODES:
            return False
        place = self._place(name)
        if place is None or any(self._has(folder[:-1]) for folder in _folders([entry]) if folder):
            return False
        at, there = place
        if there:
            end = self._end(at)
            if self.data[at:end] != self._written(entry, name):
                self.data[at:end] = self._written(entry, name)
        else:
            self.data[at:at] = self._written(entry, name)
            (count,) = struct.unpack_from(">L", self.data, 8)
            struct.pack_into(">L", self.data, 8, count + 1)
        return True

    def has_settled(self, second: int, top: Path, anew: set[str]) -> bool:
        """Take care of files written in the very second in which the index was; False if they are too many.

        git takes a file with the times and size of its entry for unchanged unless it is no older than the index. Such
        a file may have been changed since with the same times and size, and from now on the index is younger: so
        whichever holds something else than its entry gets a size that git does not believe.
        """
        racing = 0
        for at in self._of_second(second):
            end = self._end(at)
            racing += 1
            name = self._name(at)
            (mode,) = struct.unpack_from(">L", self.data, at + _MODE_AT)
            if racing > _MOST_RACING or end == at or mode not in _MODES:
                return False
            if name.decode("utf-8", "surrogateescape") in anew:
                continue
            found = None
            with suppress(SvcError):  # no file any more
                found = read_file(os.path.join(os.fsencode(top), name).decode("utf-8", "surrogateescape"))
            blob = self.data[at + _FACTS.size : at + _FACTS.size + self._hash_length].hex()
            if found is not None and blob_id(found, len(blob)) != blob:
                struct.pack_into(">L", self.data, at + _SIZE_AT, 0)
        return True

    def _of_second(self, second: int) -> Iterator[int]:
        """Entries of files that were last changed in this second."""
        sought = struct.pack(">L", second & 0xFFFFFFFF)
        found = self.data.find(sought, _START + 8)
        while found >= 0:
            if (found - 8 - _START) % 8 == 0 and self._end(found - 8) > found:
                yield found - 8
            found = self.data.find(sought, found + 1)

    def _place(self, name: bytes) -> tuple[int, bool] | None:
        """Where an entry of this name stands or is to stand, and whether it does; None if that can't be told."""
        low, high = _START, len(self.data)
        while high - low > _NEAR:
            middle = (low + high) // 2
            at = self._next(middle, high)
            if at is not None and self._name(at) < name:
                low = at
            else:
                high = middle
        while low < len(self.data):
            there = self._name(low)
            end = self._end(low)
            if end == low:
                return None
            if there >= name:
                return low, there == name
            low = end
        return low, False

    def _has(self, name: bytes) -> bool:
        """Whether something of this name is in the way, or may be."""
        place = self._place(name)
        return place is None or place[1]

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
        """Where the entry that begins here ends; `at` itself if none does, or one that only git may touch.

        The length of its name says so, and the name ends there.
        """
        first = at + self._name_at
        if at < _START or first >= len(self.data) or self.data[first - 2] != 0 or self.data[first - 1] == 0:
            return at
        last = first + self.data[first - 1]
        end = at + (last - at + 8) // 8 * 8
        plain = end <= len(self.data) and self.data.find(0, first, end) == last and not any(self.data[last:end])
        return end if plain else at

    def _name(self, at: int) -> bytes:
        first = at + self._name_at
        return bytes(self.data[first : first + self.data[first - 1]])

    def _written(self, entry: Entry, name: bytes) -> bytes:
        facts = [0] * 10
        if entry.facts is not None:
            status = entry.facts
            changed, written = divmod(status.st_ctime_ns, 10**9), divmod(status.st_mtime_ns, 10**9)
            facts = [*changed, *written, status.st_dev, status.st_ino, 0, status.st_uid, status.st_gid, status.st_size]
        facts[6] = int(entry.mode, 8)
        head = _FACTS.pack(*(fact & 0xFFFFFFFF for fact in facts))
        whole = head + bytes.fromhex(entry.blob) + bytes((0, len(name))) + name
        return whole + bytes(8 - len(whole) % 8)


# The tree cache: of each folder the tree that was last written of it


def _end_of_entries(index: bytes, hash_length: int) -> int:
    """Where the tree cache begins; where there is none, the end of what comes before the hash of it all."""
    end = len(index) - hash_length
    at = index.rfind(b"TREE", _START, end)
    while at >= 0 and (at + 8 > end or struct.unpack_from(">L", index, at + 4)[0] != end - at - 8):
        at = index.rfind(b"TREE", _START, at)
    return end if at < 0 else at


def _folders(entries: Sequence[Entry]) -> set[bytes]:
    """All folders that the entries stand in, each ending with a slash; the top is empty."""
    found = {b""}
    for entry in entries:
        parts = entry.path.encode().split(b"/")[:-1]
        found.update(b"/".join(parts[: count + 1]) + b"/" for count in range(len(parts)))
    return found


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
