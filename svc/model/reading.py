"""From the text of a file to its values: a fast reader of our own layout, and PyYAML for all else.

The fast reader takes the lines that `layout.py` writes, comments and blank lines between them and
comments behind a value. Whatever it is not sure of it leaves to `full_yaml.py`: it never reads a
text otherwise than PyYAML does (a fuzz proves it), so nobody has to know which of the two was at
work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from svc.model.grammar import AMBIGUOUS_WORDS, LONGEST_KEY

if TYPE_CHECKING:
    from svc.model.data import Data

# One match a line; a block scalar with all its lines is one, and so is what every event begins
# with. Groups: the six values of an event; indentation, dash, key, text without escapes, count, any
# other value, block header, its lines; the lines below that hold nothing but texts under further
# keys of the same mapping; any other line.
_TEXT = r'"([^"\\\n]++)"\n'
_LINES = re.compile(
    rf"(?:  - seq: (0|[1-9][0-9]{{0,14}}+)\n"
    rf"    id: {_TEXT}    what: {_TEXT}    at: {_TEXT}    typed: {_TEXT}    by: {_TEXT}"
    rf'|( *+)(- )?+([a-z_]{{1,{LONGEST_KEY}}}+|"[^"\\\n]{{1,{LONGEST_KEY}}}+"):'
    r'(?: "([^"\\\n]++)"(?: ++\#[^\n]*+)?'
    r"| (0|-?[1-9][0-9]{0,14}+)(?: ++\#[^\n]*+)?"
    r"| (?!\|)([^ \#\n][^\n]*+)"
    r"| (\|-?)(?: ++\#[^\n]*+)?((?:\n(?:(?(8)\7    |\7  )[^\n]++|(?=\n)))++)"
    r"|(?: ++\#[^\n]*+)?)\n)"
    rf'((?:(?(1)    |(?(8)\7  |\7))[a-z_]{{1,{LONGEST_KEY}}}+: "[^"\\\n]++"\n)*+)'
    r"|(?: *+\#[^\n]*+)?\n"
    r"|([^\n]++)"
)
_TEXT_LINES = re.compile(r'([a-z_]++): "([^"]*+)"\n')
_ITEM = re.compile(r"( *)(- )([^ #].*)")
_AMBIGUOUS_KEY = re.compile(rf"^ *(?:- )?(?:{'|'.join(sorted(AMBIGUOUS_WORDS))}):", re.MULTILINE)
# What a line may not hold if its meaning is to be sure: controls, line breaks of YAML 1.1, byte
# order mark. Compiled when it is needed: a class of that size takes re a millisecond, and most
# records are printable.
_UNSURE = "[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_DEEPEST = 16
_INDENTS = ["  " * depth for depth in range(_DEEPEST + 2)]
_AT_NO_MAPPING = "-"  # as indentation: behind an item that is no mapping no key can follow at once

# `terms`, which every ticket has: texts without escapes under bare keys.
_TEXTS = re.compile(rf'{{(?:[a-z_]{{1,{LONGEST_KEY}}}+: "[^"\\]*+"(?:, (?!}})|(?=}})))++}}')
_TEXT_BY_KEY = re.compile(r'([a-z_]++): "([^"\\]*+)"(?:, |})')
_FLOW_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FLOW_KEY = re.compile(rf'(?:([a-z_]{{1,{LONGEST_KEY}}})|"([^"\\]{{1,{LONGEST_KEY}}})"): ')
_FLOW_BARE = re.compile(r"true|false|0|-?[1-9][0-9]{0,14}")
_ESCAPE = re.compile(r'\\(?:(["\\nrt])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)')
_SHORT = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}
_REST = re.compile(r" *(?: \#.*)?")


class _Unsure(Exception):
    """Not the layout the fast reader knows."""


def read_record(text: str | bytes, path: str = "") -> Data:
    """The values of a record: mappings, lists, texts, counts, true and false.

    Raises RecordBroken or one of its kinds, with path and line. Never answers an empty mapping.
    """
    if isinstance(text, bytes):
        text = decode(text, path)
    return read_text(text, path)[0]


def read_text(text: str, path: str) -> tuple[Data, bool]:
    """The same, and whether the layout is our own: if not, somebody wrote it by hand. Raises like
    `read`.
    """
    data = read_layout(text)
    if data is not None:
        return data, True
    from svc.model import full_yaml

    return full_yaml.load_yaml(text, path), False


def decode(data: bytes, path: str) -> str:
    """The text of a record; raises NotUtf8, with the line of the first wrong byte and the encoding
    where it is known.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text[:2]:  # UTF-16, as PowerShell and Notepad write it
        from svc.model import file_text

        if text is None or file_text.codec_of(data) != "utf-8":
            raise file_text.not_utf8(data, path)
    return text


def edited_text(data: bytes, path: str) -> str:
    """The text of a file that people edit or hand in, in whatever encoding that is certain.

    Raises NotUtf8. Lines end in LF, and no byte order mark stands in front.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\ufeff"
    odd = text[:1] == "\ufeff" or "\r" in text or "\0" in text[:2]
    if odd or (not text.isascii() and max(text) < "\u0800"):  # no Chinese, and yet no ASCII
        from svc.model import file_text

        return file_text.file_text(data, path).text
    return text


def lines_of(text: str) -> dict[tuple[str | int, ...], int]:
    """The line, from 1, of every value of a readable record, by its path of keys and positions."""
    from svc.model import full_yaml

    return full_yaml.lines_of(text)


def read_layout(text: str) -> Data | None:
    """The values of a text in our own layout; None where it is anything else, or broken."""
    flat = text.replace("\n", "")
    if text[-1:] != "\n" or (not flat.isprintable() and re.search(_UNSURE, flat)):
        return None
    try:
        return _read_lines(text)
    except _Unsure:
        return None


# One pass over a file's lines: each branch a form a line may have.
def _read_lines(text: str) -> Data:  # noqa: C901, PLR0912, PLR0915
    top: dict[str, Any] = {}
    mappings = [top]
    below: list[Any]
    child: dict[str, Any]
    # containers[n] is the mapping or list whose lines begin at column 2n; `here` is the last
    # mapping.
    containers: list[Any] = [top]
    here = top
    depth = 0
    indent = ""
    opened: str | None = None  # the key just read, if its values are on the lines below
    quoted_keys = '":' in text
    lines = _LINES.findall(text)
    values = len(lines)
    for (
        seq,
        id,
        what,
        at,
        typed,
        by,
        blanks,
        dash,
        key,
        plain,
        count,
        other,
        header,
        block,
        texts,
        rest,
    ) in lines:
        if seq:
            if opened is not None:
                if indent:
                    raise _Unsure
                here[opened] = below = []
                containers[1:] = (below, here)
                opened = None
            elif len(containers) < 2 or type(containers[1]) is not list:
                raise _Unsure
            here = {"seq": int(seq), "id": id, "what": what, "at": at, "typed": typed, "by": by}
            if texts:
                pairs = _TEXT_LINES.findall(texts)
                here.update(pairs)
                values += len(pairs)
            containers[1].append(here)
            containers[2:] = (here,)
            mappings.append(here)
            values += 5
            depth = 2
            indent = "    "
            continue
        if not key:
            if not rest:
                values -= 1
                continue
            item = _ITEM.fullmatch(rest)
            if item is None:
                raise _Unsure
            blanks, dash, rest = item.groups()  # noqa: PLW2901
        elif quoted_keys and key[0] == '"':
            key = key[1:-1]  # noqa: PLW2901
        if dash or blanks != indent or opened is not None:
            depth = len(blanks) >> 1
            if len(blanks) & 1 or depth > _DEEPEST:
                raise _Unsure
            if opened is not None:
                if blanks != indent + "  ":
                    raise _Unsure
                if dash:
                    here[opened] = below = []
                    containers.append(below)
                else:
                    here[opened] = child = {}
                    containers.append(child)
                    mappings.append(child)
                opened = None
            elif depth >= len(containers):
                raise _Unsure
            else:
                del containers[depth + 1 :]
            if dash:
                items = containers[depth]
                if type(items) is not list:
                    raise _Unsure
                if not key:
                    items.append(_value(rest))
                    values -= 1
                    indent = _AT_NO_MAPPING
                    continue
                depth += 1
                here = {}
                mappings.append(here)
                items.append(here)
                containers.append(here)
            else:
                here = containers[depth]
                if type(here) is not dict:
                    raise _Unsure
            indent = _INDENTS[depth]

        if plain:
            here[key] = plain
        elif count:
            here[key] = int(count)
        elif other:
            here[key] = _value(other)
        elif header:
            here[key] = _block(block, 2 * depth + 2, header)
        else:
            opened = key
        if texts:
            if opened is not None:
                raise _Unsure
            pairs = _TEXT_LINES.findall(texts)
            here.update(pairs)
            values += len(pairs)
    # A key that stood twice in a mapping makes for fewer keys than there were lines.
    if opened is not None or not values or values != sum(map(len, mappings)):
        raise _Unsure
    if not all(map(AMBIGUOUS_WORDS.isdisjoint, mappings)) and _AMBIGUOUS_KEY.search(text):
        raise _Unsure
    return top


def _block(block: str, column: int, header: str) -> str:
    """The text of a block scalar whose lines begin at `column`; each line of `block` has its LF in
    front.
    """
    if block[1:2] in ("", "\n") or block[column + 1] == " " or block[-1] == " " or " \n" in block:
        raise _Unsure
    text = block.replace("\n" + " " * column, "\n")[1:].rstrip("\n")
    return text + "\n" if header == "|" else text


def _value(text: str) -> object:
    """A value that fills the rest of its line, a comment aside."""
    if _TEXTS.fullmatch(text):
        texts = _TEXT_BY_KEY.findall(text)
        values: dict[str, str] = dict(texts)
        if len(values) != len(texts) or not AMBIGUOUS_WORDS.isdisjoint(values):
            raise _Unsure
        return values
    value, end = _flow(text, 0, 0)
    if not _REST.fullmatch(text, end):
        raise _Unsure
    return value


def _flow(text: str, at: int, depth: int) -> tuple[object, int]:
    """The value that begins at position `at`, and the position behind it."""
    start = text[at : at + 1]
    if start == '"':
        match = _FLOW_TEXT.match(text, at)
        if match is None:
            raise _Unsure
        value = match[1]
        return (_ESCAPE.sub(_unescaped, value) if "\\" in value else value), match.end()
    if start in ("{", "["):
        if depth > 8:
            raise _Unsure
        return (
            _flow_mapping(text, at + 1, depth + 1)
            if start == "{"
            else _flow_list(text, at + 1, depth + 1)
        )
    match = _FLOW_BARE.match(text, at)
    if match is None or text[match.end() : match.end() + 1] not in (",", "}", "]", " ", ""):
        raise _Unsure
    bare = match[0]
    if bare in ("true", "false"):
        return bare == "true", match.end()
    return int(bare), match.end()


def _flow_mapping(text: str, at: int, depth: int) -> tuple[Data, int]:
    values: dict[str, Any] = {}
    if text[at : at + 1] == "}":
        return values, at + 1
    while True:
        match = _FLOW_KEY.match(text, at)
        if match is None:
            raise _Unsure
        key = match[1] or match[2]
        if key in values or match[1] in AMBIGUOUS_WORDS:
            raise _Unsure
        values[key], at = _flow(text, match.end(), depth)
        if text[at : at + 1] == "}":
            return values, at + 1
        if text[at : at + 2] != ", ":
            raise _Unsure
        at += 2


def _flow_list(text: str, at: int, depth: int) -> tuple[list[object], int]:
    values: list[object] = []
    if text[at : at + 1] == "]":
        return values, at + 1
    while True:
        value, at = _flow(text, at, depth)
        values.append(value)
        if text[at : at + 1] == "]":
            return values, at + 1
        if text[at : at + 2] != ", ":
            raise _Unsure
        at += 2


def _unescaped(match: re.Match[str]) -> str:
    short, four, eight = match.groups()
    if short:
        return _SHORT[short]
    code = int(four or eight or "0", 16)
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise _Unsure
    return chr(code)
