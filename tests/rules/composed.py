"""Blocks as the page's script composes them, and what chats make of them."""

from __future__ import annotations

import re

from svc.errors import Refused
from svc.model.blocks import (
    BLOCK_ENDS,
    BLOCK_FIELDS,
    BLOCK_HEADS,
    FaultBlock,
    VisitBlock,
)
from svc.model.labels import LABELS
from svc.rules.blocks import checksum, read_pasted

TOKEN = "k3m9x2abcd77"
VISIT = {
    "ticket": "SZ-2611-A0001",
    "seen": "0123456789",
    "written": "2026-11-20 15:35 +08:00",
    "token": TOKEN,
    "technician": "wang 王强",
    "arrived": "2026-11-20 13:55 +08:00",
    "left": "2026-11-20 15:30 +08:00",
    "outcome": "1.修复",
    "found": "加热管断路",
    "done": "更换加热管",
    "cause": "1.质量问题",
}
FAULT = {
    "written": "2026-11-20 09:10 +08:00",
    "token": "fault3m9x2abc",
    "name": "张工",
    "phone": "13900001111",
    "model": "CR-200",
    "serial": "CR200-24-0042",
    "symptom": "开机后不加热",
    "convenient": "今天下午",
}


def composed(kind: str = "visit", lang: str = "zh", **told: str) -> str:
    """A block with these answers, some of them told otherwise; empty ones are left out."""
    answers = (VISIT if kind == "visit" else FAULT) | told
    of = 0 if lang == "zh" else 1
    body = f"【{BLOCK_HEADS[kind][of]}】\n"
    for field in BLOCK_FIELDS[kind]:
        for value in answers.get(field.name, "").split("\n"):
            if value:
                body += f"◆{field.number} {LABELS['block_field'][field.name]}：{value}\n"
    return f"{body}◆99 校验：{checksum(body)}\n【{BLOCK_ENDS[of]}】"


def of_later_version() -> str:
    """A form with a line that none has here."""
    body = composed().rpartition("◆99")[0] + "◆77 别的：有\n"
    return f"{body}◆99 校验：{checksum(body)}\n【完】"


def read_one(text: str) -> VisitBlock | FaultBlock:
    """The one block in a text. Raises why it can't be taken."""
    (pasted,) = read_pasted(text)
    if pasted.refusal is not None:
        raise pasted.refusal
    assert pasted.block is not None
    return pasted.block


def refusal_of(text: str) -> str:
    """The key of why the one block in a text can't be taken."""
    try:
        read_one(text)
    except Refused as refusal:
        return refusal.key
    return ""


def wrapped(text: str, width: int) -> str:
    """The text with hard line breaks, as from a terminal or an old telephone."""
    return "\n".join(
        line[at : at + width]
        for line in text.split("\n")
        for at in range(0, max(len(line), 1), width)
    )


def widened(text: str) -> str:
    """The text as a Chinese keyboard's punctuation would have it, with bent quotation marks."""
    wide = str.maketrans(
        {":": "：", ";": "；", ",": "，", "(": "（", ")": "）", "-": "－", " ": "　"}
    )
    return re.sub('"([^"]*)"', "“\\1”", text.translate(wide))
