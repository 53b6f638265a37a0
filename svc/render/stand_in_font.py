"""A font in which each of some characters looks like 〓, the printers' mark for what is not in the
case (下駄).

Each has a glyph of its own, so a PDF tells them apart and text copied out of it is what was meant.
TrueType, as small as it can be: the tables that FreeType, HarfBuzz and fontTools ask for, by the
OpenType specification 1.9.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

EM, ASCENT, DESCENT = 1000, 1160, -288  # as those of our other fonts: no line becomes higher
BARS = ((100, 480, 900, 780), (100, -20, 900, 280))
"""Left, bottom, right, top of the two bars, as Noto Sans SC draws U+3013."""
DATED = 3878149981  # seconds since 1904: always the same
BLANK, BLANK_WIDTH = 0x20, 224
_MANY = 0xFFFF - 2  # glyphs beside .notdef and the blank
_NAMES = {1: "Svc Stand-in", 2: "Regular", 4: "Svc Stand-in", 6: "SvcStandIn-Regular"}


def stand_in_font(points: Iterable[int]) -> bytes:
    """The font for these code points; the same points give the same bytes. Raises ValueError for
    none, more than a font holds, or what is no code point.
    """
    wanted = sorted(set(points) - {BLANK})
    if not wanted or len(wanted) > _MANY or wanted[0] < BLANK or wanted[-1] > 0x10FFFF:
        raise ValueError(f"{len(wanted)} characters")
    glyph = _bars()
    # .notdef, which looks the same; the blank, which stands between two of them; theirs
    count = len(wanted) + 2
    at = [0, len(glyph), *(len(glyph) * n for n in range(1, len(wanted) + 2))]
    return _file(
        {
            b"OS/2": _os2(wanted),
            b"cmap": _cmap(wanted),
            b"glyf": glyph * (count - 1),
            b"head": _head(),
            b"hhea": struct.pack(
                ">IhhhHhhhhhh8xhH",
                0x10000, ASCENT, DESCENT, 0, EM, 100, 100, 900, 1, 0, 0, 0, count,
            ),
            b"hmtx": struct.pack(">HhHh", EM, 100, BLANK_WIDTH, 0)
            + struct.pack(">Hh", EM, 100) * len(wanted),
            b"loca": struct.pack(f">{count + 1}I", *at),
            b"maxp": struct.pack(">I14H", 0x10000, count, 8, 2, *[0] * 2, 1, *[0] * 8),
            b"name": _name(),
            b"post": struct.pack(">IIhhI16x", 0x30000, 0, -125, 50, 0),
        }
    )  # fmt: skip


def _bars() -> bytes:
    """Two contours of four points each, padded to four bytes."""
    corners = [
        corner
        for left, bottom, right, top in BARS
        for corner in ((left, bottom), (left, top), (right, top), (right, bottom))
    ]
    steps = list(zip(corners, [(0, 0), *corners], strict=False))
    glyph = struct.pack(">5h2HH", 2, 100, -20, 900, 780, 3, 7, 0)
    glyph += b"\x01" * 8  # each a point of the outline, both steps in two bytes
    glyph += b"".join(struct.pack(">h", now[0] - before[0]) for now, before in steps)
    glyph += b"".join(struct.pack(">h", now[1] - before[1]) for now, before in steps)
    return glyph + b"\0" * (-len(glyph) % 4)


def _cmap(points: list[int]) -> bytes:
    """Format 12 alone: a group for each run of codes; glyphs in the order of the codes, the
    blank first.
    """
    groups: list[list[int]] = []
    for glyph, point in enumerate([BLANK, *points], 1):
        if groups and point == groups[-1][1] + 1:
            groups[-1][1] = point
        else:
            groups.append([point, point, glyph])
    table = struct.pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    table += b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _head() -> bytes:
    return struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x10000, 0x10000, 0, 0x5F0F3CF5, 0x0B, EM, DATED, DATED, 100, -20, 900, 780, 0, 8, 2, 1, 0,
    )  # fmt: skip


def _os2(points: list[int]) -> bytes:
    last = min(points[-1], 0xFFFF)
    return struct.pack(
        ">HhHHH11h10s16s4sHHHhhhHHII2h3H",
        4, EM, 400, 5, 0, *[0] * 11, b"", b"", b"svc ", 0x40, BLANK, last, 880, -120, 0,
        ASCENT, -DESCENT, 0, 0, 500, 700, 0, 0x20, 1,
    )  # fmt: skip


def _name() -> bytes:
    texts = {number: text.encode("utf-16-be") for number, text in _NAMES.items()}
    records, at = b"", 0
    for number, text in texts.items():
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), at)
        at += len(text)
    head = struct.pack(">HHH", 0, len(texts), 6 + len(records))
    return head + records + b"".join(texts.values())


def _file(tables: dict[bytes, bytes]) -> bytes:
    """The tables behind their directory, each at a multiple of four."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">IHHHH",
        0x10000, count, power * 16, power.bit_length() - 1, count * 16 - power * 16,
    )  # fmt: skip
    at = len(head) + 16 * count
    directory = body = b""
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        directory += struct.pack(">4sIII", tag, _sum(padded), at + len(body), len(data))
        body += padded
    whole = bytearray(head + directory + body)
    begins = at + _offset_of(tables, b"head") + 8
    struct.pack_into(">I", whole, begins, (0xB1B0AFBA - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _offset_of(tables: dict[bytes, bytes], wanted: bytes) -> int:
    """Where a table begins behind the directory."""
    at = 0
    for tag, data in tables.items():
        if tag == wanted:
            break
        at += len(data) + -len(data) % 4
    return at


def _sum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}I", data)
    return sum(words) & 0xFFFFFFFF
