"""Made-up records for the tests of the record text: any shape and any text that may be written."""

from __future__ import annotations

from random import Random
from typing import Any

from svc.model.layout import TERMS

WORDS = [
    "chen",
    "深圳市华强精密模具",
    "主轴异响，报警 E07",
    "no",
    "02112345678",
    "12:30",
    "on site",
    "a: b",
    "# 5",
    "- x",
]
LINES = [
    "主轴异响",
    "  indented",
    "# not a comment",
    "key: value",
    "---",
    "- item",
    "",
    "ends in a blank ",
    '"quoted"',
    "a\tb",
]
ODD = [
    "\u00a0",
    "\u2028",
    "\u200b",
    "\u0085",
    "\x1b",
    "\ufeff",
    "𠮷",
    "😀",
    "\\",
    "'",
    '"',
    "\u3000",
    "\u202e",
    "\ue000",
]
KEYS = [
    "name",
    "phone",
    "note",
    "parts",
    "text",
    "by",
    "at",
    "model",
    "serial",
    "reason",
    "extra_key",
    "count",
]
ODD_KEYS = ["2026-12-31", "SZ", "office@2026-11", "no", "y", "2026", "服务", "null", "P-100"]


def text(random: Random) -> str:
    kind = random.random()
    if kind < 0.6:
        return random.choice(WORDS)
    if kind < 0.8:
        return "\n".join(random.choices(LINES, k=random.randint(1, 4))) + random.choice(
            ["", "\n", "\n\n"]
        )
    return "".join(random.choices(WORDS + LINES + ODD, k=random.randint(0, 3)))


def value(random: Random, depth: int = 0) -> Any:
    kind = random.random()
    if depth < 3 and kind < 0.12:
        return mapping(random, depth + 1)
    if depth < 3 and kind < 0.18:
        return [mapping(random, depth + 1) for _ in range(random.randint(0, 3))]
    if kind < 0.22:
        return [text(random) for _ in range(random.randint(0, 3))]
    if kind < 0.30:
        return random.choice([0, 1, -5, 12, 10**15 - 1])
    if kind < 0.34:
        return random.random() < 0.5
    return text(random)


def mapping(random: Random, depth: int = 0) -> dict[str, Any]:
    keys = KEYS + ODD_KEYS if random.random() < 0.1 else KEYS
    chosen = random.sample(keys, random.randint(0 if depth else 1, 4))
    return {key: value(random, depth) for key in chosen}


def event(random: Random, seq: int) -> dict[str, Any]:
    id = "".join(random.choices("abcdefghjkmnpqrstuvwxyz23456789", k=6))
    return {"seq": seq, "id": id, "what": "noted", **mapping(random, 1)}


def record(random: Random, *, events: int = 3) -> dict[str, Any]:
    """A small record with everything that a record may hold."""
    head = mapping(random)
    head["status"] = random.choice(["noted", "received", "closed"])
    if random.random() < 0.5:
        head[TERMS] = {"policy": "office@2026-11", "calendar": "SZ@3"}
    return {**head, "log": [event(random, seq) for seq in range(1, random.randint(0, events) + 1)]}


def commented(random: Random, text: str) -> str:
    """The text with comments and blank lines put in by hand where they change nothing."""
    lines: list[str] = []
    for line in text.split("\n")[:-1]:
        at_top = line != "" and not line.startswith(" ")
        if at_top and random.random() < 0.2:
            lines.append(random.choice(["# 电话 by hand", "", "# a: b"]))
        one_text = at_top and line.endswith('"') and line.count('"') == 2
        lines.append(
            line
            + (random.choice(["  # 手写", " # x"]) if one_text and random.random() < 0.3 else "")
        )
    return "\n".join(lines) + "\n"
