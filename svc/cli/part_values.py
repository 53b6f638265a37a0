"""A part that was used, as it is typed: `PART:COUNT:FATE#SERIAL/SERIAL`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from svc.cli.fixed_words import meant_in_group
from svc.cli.shared import choices_named
from svc.errors import N_, BadPartUsed, OldPartNotSaid
from svc.model.events import OldPart, PartUsed

if TYPE_CHECKING:
    from svc.cli.desk import Desk

FATES: tuple[OldPart, ...] = get_args(OldPart)
_FATE_WORDS: dict[OldPart, tuple[str, ...]] = {
    "returned": ("收回", "带回", "退回", "旧件收回", "旧件带回", "旧件退回", "旧件交回"),
    "kept_by_customer": ("客户留下", "客户留", "给客户", "客户要"),
    "scrapped": ("丢弃", "扔掉", "旧件报废"),
    "none": ("无", "没有", "没有旧件", "没旧件"),
}
"""What people say besides the department's own words."""
_MEASURES = "件个只块根台套支片条"
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def part_used(desk: Desk, text: str) -> PartUsed:
    """What was typed of a part that was put in: one is meant without a count; behind `#` the number
    of the piece, and behind `/` that of the old one. What became of the old part is asked where
    nobody said it: nothing is taken for returned.

    Raises OldPartNotSaid where nobody can be asked, BadPartUsed.
    """
    said, _, serials = text.translate(str.maketrans("：＃／", ":#/")).partition("#")
    serial, _, old_serial = (each.strip() for each in serials.partition("/"))
    part, *fields = (each.strip() for each in said.split(":"))
    is_count = len(fields) > 1 or not fields or _count(fields[0]) is not None
    fate = fields[-1] if fields and (len(fields) > 1 or not is_count) else ""
    count = _count(fields[0]) if fields and is_count else 1
    if not part or count is None or len(fields) > 2 or (serial and count != 1):
        raise BadPartUsed(part=text, fates=list(FATES))
    if not fate and not desk.at_terminal:
        raise OldPartNotSaid(part=text, fates=list(FATES))
    if not fate:
        question = desk.words(N_("What became of the old part of {part}"), part=part)
        fate = desk.ask(choices_named(desk, question, "old_part", FATES))
    meant = _fate(desk, fate)
    if meant is None:
        raise BadPartUsed(part=text, fates=list(FATES))
    return PartUsed(part=part, count=count, old_part=meant, serial=serial, old_serial=old_serial)


def _count(text: str) -> int | None:
    """A count: 2, 2件, 两件; one where nothing was said. None: it is no count."""
    bare = text.rstrip(_MEASURES).strip()
    if not text:
        return 1
    if bare in _NUMERALS:
        return _NUMERALS[bare]
    return int(bare) if re.fullmatch("[0-9]{1,6}", bare) else None


def _fate(desk: Desk, text: str) -> OldPart | None:
    """What became of the old part: the value, what the department calls it, or what people say."""
    meant = meant_in_group(desk, "old_part", FATES, text)
    return next((fate for fate in FATES if fate == meant or text in _FATE_WORDS[fate]), None)
