"""What hands, editors and discs do to a record: one change to the bytes of a good file."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Edit = Callable[[Random, bytes], bytes]


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")


def _some_line(random: Random, lines: list[bytes]) -> int:
    return random.randrange(max(1, len(lines) - 1))


def delete_line(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    del lines[_some_line(random, lines)]
    return b"\n".join(lines)


def double_line(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    at = _some_line(random, lines)
    lines.insert(at, lines[at])
    return b"\n".join(lines)


def swap_lines(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    one, other = _some_line(random, lines), _some_line(random, lines)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def cut_off(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def flip_a_bit(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


def another_byte(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


def indent(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    at = _some_line(random, lines)
    lines[at] = b" " * random.choice([0, 1, 2, 3, 4, 6, 8]) + lines[at].lstrip()
    return b"\n".join(lines)


def tab(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    at = _some_line(random, lines)
    lines[at] = random.choice(
        [b"\t" + lines[at].lstrip(), lines[at].replace(b"  ", b"\t", 1), lines[at] + b"\t"]
    )
    return b"\n".join(lines)


def quote(random: Random, data: bytes) -> bytes:
    """A quote more, less, or another one in a line that has any."""
    lines = _lines(data)
    quoted = [number for number, line in enumerate(lines) if b'"' in line]
    at = random.choice(quoted)
    line = lines[at]
    place = random.choice([number for number, byte in enumerate(line) if byte == ord('"')])
    lines[at] = (
        line[:place] + random.choice([b"", b"'", b'""', b'\\"', "“".encode()]) + line[place + 1 :]
    )
    return b"\n".join(lines)


def unquote(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    at = random.choice([number for number, line in enumerate(lines) if line.count(b'"') == 2])
    lines[at] = lines[at].replace(b'"', random.choice([b"", b"'"]))
    return b"\n".join(lines)


VALUES = [
    b"12", b"02112345678", b"1e3", b"0x1f", b"NO", b"true", b"~", b"null", b"", b"[]", b"{}", b'""', b'["a"]', b'{a: "b"}',
    b"12:30", b"2026-13-45", b"2026-01-01", b'"2026-01-01"', b"|\n    x", b">-\n    x", b"-5", b"9" * 30, b"!!int 3", b"&a b",
    b"*a", b"1.5", b"- a", b'"\\u0000"', b'"\\ud800"', b'"a"  # b', b"'a''b'", b".inf", b'"unknown"', b"@x", b'"x', b"yes",
]  # fmt: skip


def another_value(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    at = random.choice([number for number, line in enumerate(lines) if b": " in line])
    lines[at] = lines[at].partition(b": ")[0] + b": " + random.choice(VALUES)
    return b"\n".join(lines)


def unknown_key(random: Random, data: bytes) -> bytes:
    lines = _lines(data)
    at = _some_line(random, lines)
    blanks = len(lines[at]) - len(lines[at].lstrip())
    lines.insert(
        at,
        b" " * blanks
        + random.choice([b'my_own: "x"', b"remark_2: y", b'"2026": "x"', b"no: x", b"{}", b"- x"]),
    )
    return b"\n".join(lines)


def odd_bytes(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    odd = [b"\x00", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\x1b[31m",
           b"\x7f", b"\r", b"\xe6\xb7", b"\xf4\x90\x80\x80", b"\xc9\xee\xdb\xda", b"\x0c", b"\xc2\xa0", b"\xe2\x80\xae"]  # fmt: skip
    return data[:at] + random.choice(odd) + data[at:]


def whole_file(random: Random, data: bytes) -> bytes:
    """What happens to a file as a whole: another encoding, other line ends, a mark in front, twice,
    nothing left.
    """
    text = data.decode()
    return random.choice(
        [
            b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n"), data.replace(b"\n", b"\r"), text.encode("utf-16"),
            text.encode("gb18030"), data + data, b"", b"\n", data + b"---\n" + data, data.rstrip(b"\n"), b"# x\n" + data,
            data + b"\n\n", b"--- \n" + data, data + b"...\n", b"<<<<<<< HEAD\n" + data + b"=======\n>>>>>>> theirs\n",
            data.replace(b"log:", b"log: []\nlog2:"), b"%YAML 1.1\n---\n" + data, data[::-1], data.upper(), b"\x00" * 512,
        ]
    )  # fmt: skip


EDITS: list[Edit] = [
    delete_line, double_line, swap_lines, cut_off, flip_a_bit, flip_a_bit, another_byte, indent, tab, quote, unquote,
    another_value, another_value, unknown_key, odd_bytes, whole_file,
]  # fmt: skip


def edited(random: Random, data: bytes) -> bytes:
    """The file after one edit, now and then two or three. It may be as good as before."""
    for _ in range(random.choice([1, 1, 1, 1, 2, 3])):
        if data.count(b"\n") > 2 and data.count(b'"') > 2 and _is_text(data):
            before = data
            data = random.choice(EDITS)(random, data)
            if not data:
                return before[:1]
    return data


def _is_text(data: bytes) -> bool:
    try:
        return (
            any(line.count('"') == 2 for line in data.decode().split("\n"))
            and ": " in data.decode()
        )
    except UnicodeDecodeError:
        return False
