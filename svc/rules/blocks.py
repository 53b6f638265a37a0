"""Blocks: the texts of forms, read out of what was pasted from a chat.

A chat adds and takes line breaks, widens punctuation, bends quotation marks, puts names and times
around a text and `>` before its lines. None of that touches what a block says: its lines begin with
a mark of their own, and the checksum is over the text without blanks, quotation marks and the
differences of punctuation. Any other change is one that nobody meant, and the block is refused.

The page's script (templates/site/form_script.js) makes blocks and has the same signs and the same
checksum; tests/rules/test_blocks.py lets it run.
"""

from __future__ import annotations

import re
from binascii import crc32
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise, starmap
from typing import get_args

import msgspec
from msgspec import Struct

from svc.errors import (
    N_,
    BlockCutOff,
    BlockFieldWrong,
    BlockGarbled,
    BlockLacks,
    BlockOfOtherVersion,
    BlocksDiffer,
    BlockTwice,
    NoBlock,
    PasteTooLong,
    Phrase,
    Refused,
)
from svc.model.blocks import (
    BLOCK_ENDS,
    BLOCK_FIELDS,
    BLOCK_HEADS,
    BLOCK_MARK,
    CHECKSUM,
    LONGEST_ANSWER,
    AnyBlock,
    BlockField,
    FaultBlock,
    VisitBlock,
)
from svc.model.events import OldPart, PartUsed
from svc.model.money import in_yuan
from svc.model.typed_text import as_code, cleaned

MOST_CHARACTERS = 1_000_000
MOST_BLOCKS = 500
_MOST_PARTS = 50

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_QUOTED = re.compile(r"^[ \t\u3000>|＞｜│┃]+", re.MULTILINE)
_ALIKE = {
    " ": "\t\n\x0b\x0c\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    '"': "\"'`>|\xb4“”„‟‘’‚‛「」『』＂＇｀＞｜│┃",
    "-": "-‐‑‒–—―−﹣－",
    "[": "[【〔［",
    "]": "]】〕］",
    ".": ".。．｡…",
    ",": ",、，﹐",
    ":": ":：﹕∶",
    ";": ";；﹔",
    "~": "~～〜",
    "x": "x×✕✖",
}
"""What passes for one sign, as ranges where they are long."""


def _signs() -> dict[int, int]:
    signs = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    for sign, alike in _ALIKE.items():
        for char in alike.replace("\u2000-\u200a", "".join(map(chr, range(0x2000, 0x200B)))):
            signs[ord(char)] = ord(sign)
    return signs


_SIGNS = _signs()


def _mark_of(kind: str, words: Sequence[str]) -> str:
    """The pattern of a mark in brackets, whatever blanks a chat put into it."""
    spelt = "|".join(r"\s*".join(word.replace(" ", "")) for word in words)
    return rf"(?P<{kind}>\[\s*(?:{spelt})\s*\])"


_MARK = re.compile("|".join(starmap(_mark_of, [*BLOCK_HEADS.items(), ("end", BLOCK_ENDS)])))
# A chat may break a line within a number.
# What is taken is never given back (`*+`): a paste of blanks costs no more than any other.
_LINE = re.compile(r"\s*+((?:[0-9]\s*+){1,3}+)(?![0-9])([^:]*+):(.*)\Z", re.DOTALL)
_CHOSEN = re.compile(r"\s*([0-9]{1,3})\s*\.")
_EACH_CHOSEN = re.compile(r"([0-9]{1,3})\s*\.")
_PART = re.compile(r"\s*+((?:[0-9]\s*+){1,4}+)x(.+);\s*+([0-9])\s*+\.[^;]*+\Z", re.DOTALL)
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T?([0-9]{2}:[0-9]{2})(?::[0-9]{2})?([+-][0-9]{2}:?[0-9]{2})"
)
_TOKEN = re.compile(r"[0-9a-z]{10,20}")
_PERSON = re.compile(r"[A-Za-z0-9_.-]+")
_FATES: tuple[OldPart, ...] = get_args(OldPart)


class Pasted(Struct, frozen=True, kw_only=True):
    """One block of what was pasted: what it says, or why it can't be taken."""

    place: int  # which it is, from 1
    ticket: str = ""  # which it is about, as far as that can be read
    block: AnyBlock | None = None
    refusal: Refused | None = None


def read_pasted(text: str) -> list[Pasted]:
    """The blocks in a text, in their order. Raises NoBlock, PasteTooLong."""
    if len(text) > MOST_CHARACTERS:
        raise PasteTooLong(most=MOST_CHARACTERS, blocks=MOST_BLOCKS)
    shown = seen_text(text)
    plain = plain_signs(shown)
    read: list[Pasted] = []
    for start, end, kind in _spans(plain):
        if len(read) == MOST_BLOCKS:
            raise PasteTooLong(most=MOST_CHARACTERS, blocks=MOST_BLOCKS)
        read.append(_pasted(shown[start:end], kind, len(read) + 1))
    if not read:
        raise NoBlock()
    return _each_once(read)


def seen_text(text: str) -> str:
    """The text without what nobody sees in it, and without the signs before lines that were
    quoted.
    """
    return _QUOTED.sub("", _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def plain_signs(text: str) -> str:
    """The text, sign by sign in one writing: of all dashes one, of all blanks one, half width."""
    return text.translate(_SIGNS)


def checksum(text: str) -> str:
    """Of what a block says: CRC-32 over its UTF-8, as eight digits. What a chat may change does
    not count.
    """
    counted = re.sub(r'[ "]+', "", plain_signs(_UNSEEN.sub("", text)))
    counted = re.sub(r"\.+", ".", re.sub("-+", "-", counted))
    return f"{crc32(counted.encode('utf-8', 'replace')):08X}"


def _spans(plain: str) -> Iterator[tuple[int, int, str]]:
    """From where to where each block stands, and of what kind it is; one that is cut off has no
    kind.
    """
    marks = list(_MARK.finditer(plain))
    for mark, following in pairwise([*marks, None]):
        if mark is None or mark.lastgroup == "end":
            continue
        is_whole = following is not None and following.lastgroup == "end"
        end = following.start() if following is not None else len(plain)
        yield mark.start(), end, (mark.lastgroup or "") if is_whole else ""


def _pasted(text: str, kind: str, place: int) -> Pasted:
    try:
        block = _read_block(text, kind, place)
    except Refused as refusal:
        return Pasted(place=place, ticket=_ticket_in(text), refusal=refusal)
    return Pasted(place=place, ticket=getattr(block, "ticket", ""), block=block)


def _ticket_in(text: str) -> str:
    """Which ticket a text that can't be taken seems to be about."""
    found = re.search(r"[A-Z]{2,4}-\d{4}-[A-Z]\d{4,6}", plain_signs(text))
    return found[0] if found else ""


def _read_block(text: str, kind: str, place: int) -> AnyBlock:
    """What a block says. Raises BlockCutOff, BlockGarbled, BlockOfOtherVersion, BlockLacks,
    BlockFieldWrong.
    """
    body, mark, last = text.rpartition(BLOCK_MARK)
    total = _LINE.match(plain_signs(last))
    if not kind or not mark or total is None or _number(total[1]) != CHECKSUM:
        raise BlockCutOff(place=place)
    written = re.sub(r"[\s\"]", "", total[3])
    if written != checksum(body):
        raise BlockGarbled(place=place)
    lines = body.split(BLOCK_MARK)[1:]
    fields = {field.number: field for field in BLOCK_FIELDS[kind]}
    answers: dict[str, object] = {"checksum": written}
    for line in lines:
        _read_line(line, fields, answers, place)
    type_of_block = VisitBlock if kind == "visit" else FaultBlock
    needed = [field.name for field in msgspec.structs.fields(type_of_block) if field.required]
    missing = [name for name in needed if not answers.get(name)]
    if missing:
        raise BlockLacks(place=place, fields=missing)
    block: AnyBlock = type_of_block(**answers)  # type: ignore[arg-type]
    if block.lacks():
        raise BlockLacks(place=place, fields=block.lacks())
    for name in block.disagreements():
        wrong: object = getattr(block, name)
        if isinstance(block, VisitBlock) and name == "left":
            says = N_("{left}, before the arrival at {arrived}")
            wrong = Phrase(says, left=block.left, arrived=block.arrived)
        raise BlockFieldWrong(place=place, field=name, text=wrong)
    return block


def _read_line(
    line: str, fields: Mapping[int, BlockField], answers: dict[str, object], place: int
) -> None:
    """Put what a line says to the answers. Raises BlockOfOtherVersion, BlockFieldWrong."""
    plain = _LINE.match(plain_signs(line))
    if plain is None or _number(plain[1]) not in fields:
        raise BlockOfOtherVersion(place=place, number=_number(plain[1]) if plain else line[:20])
    field = fields[_number(plain[1])]
    said = line[plain.start(3) :]
    value = _answer(field, said)
    if value is None or (field.name in answers and field.sort != "part"):
        raise BlockFieldWrong(place=place, field=field.name, text=_one_line(said)[:LONGEST_ANSWER])
    if field.sort != "part":
        answers[field.name] = value
        return
    parts = answers.setdefault(field.name, [])
    assert isinstance(parts, list)
    parts.append(value)
    if len(parts) > _MOST_PARTS:
        raise BlockFieldWrong(place=place, field=field.name, text=str(len(parts)))


def _answer(field: BlockField, said: str) -> object:
    """What is said in a line, as the field holds it; None where it is none."""
    match field.sort:
        case "text":
            text = _one_line(said)
            return text if len(text) <= LONGEST_ANSWER else None
        case "code":
            code = as_code(said).replace(" ", "")
            return code if len(code) <= 100 else None
        case "token":
            found = _TOKEN.fullmatch(as_code(said).replace(" ", ""))
            return found[0] if found else None
        case "person":
            found = _PERSON.match(as_code(said.replace("\n", "")))
            return found[0] if found else None
        case "time":
            return _moment(as_code(said).replace(" ", ""))
        case "choice":
            chosen = _CHOSEN.match(plain_signs(said.replace("\n", "")))
            return _value(field, chosen[1]) if chosen else None
        case "choices":
            numbers = _EACH_CHOSEN.findall(plain_signs(said.replace("\n", "")))
            values = [value for number in numbers if (value := _value(field, number))]
            return list(dict.fromkeys(values)) if len(values) == len(numbers) else None
        case "part":
            return _part(said)
        case "amount":
            typed = re.sub(r"[ ,¥元]", "", as_code(said))
            is_amount = re.fullmatch(r"\d{1,9}(\.\d{1,2})?", typed)
            return in_yuan(Decimal(typed)) if is_amount else None


def _number(digits: str) -> int:
    return int("".join(digits.split()))


def _value(field: BlockField, number: str) -> str | None:
    place = int(number) - 1
    return field.values[place] if 0 <= place < len(field.values) else None


def _part(said: str) -> PartUsed | None:
    """`1×P-1001 加热管;1.收回`: how many, which, and the number of what became of the old one."""
    found = _PART.match(plain_signs(said))
    if found is None:
        return None
    part, fate = _one_line(said[found.start(2) : found.end(2)]), int(found[3]) - 1
    if not part or len(part) > LONGEST_ANSWER or _number(found[1]) == 0:
        return None
    if not 0 <= fate < len(_FATES):
        return None
    return PartUsed(part=part, count=_number(found[1]), old_part=_FATES[fate])


def _moment(text: str) -> datetime | None:
    """A time with its offset, to the minute; None where it is none that anybody has seen."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}")
    except ValueError:
        return None
    is_of_earth = abs(moment.utcoffset() or timedelta()) <= timedelta(hours=14)
    return moment if is_of_earth and 2000 <= moment.year < 2200 else None


def _one_line(said: str) -> str:
    """Words as they were typed. A line break that a chat put between Chinese characters was no
    blank.
    """
    lines = [cleaned(line) for line in said.split("\n")]
    text = ""
    for line in filter(None, lines):
        is_between_words = text and text[-1].isascii() and line[0].isascii()
        text += f" {line}" if is_between_words else line
    return " ".join(cleaned(text).split())


def _each_once(read: list[Pasted]) -> list[Pasted]:
    """The blocks, with those refused that stand there twice, or say two things as one form."""
    first: dict[str, Pasted] = {}
    refused: dict[int, Refused] = {}
    for each in read:
        if each.block is None:
            continue
        earlier = first.setdefault(each.block.token, each)
        if earlier is each:
            continue
        assert earlier.block is not None
        if earlier.block.checksum == each.block.checksum:
            refused[each.place] = BlockTwice(place=each.place, first=earlier.place)
        else:
            refused[each.place] = BlocksDiffer(place=each.place, other=earlier.place)
            refused[earlier.place] = BlocksDiffer(place=earlier.place, other=each.place)
    return [
        msgspec.structs.replace(each, block=None, refusal=refused[each.place])
        if each.place in refused
        else each
        for each in read
    ]
