"""Make `svc/rules/search/syllables.py` from pypinyin: `python tests/syllables.py`; a test tells
when it is stale.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import cache
from pathlib import Path

MODULE = Path(__file__).parents[1] / "svc" / "rules" / "search" / "syllables.py"
_COLUMNS = 98  # a Chinese character takes two
_TOGETHER = 20  # characters of a syllable in a row

_TEXT = '''\
"""The characters in use (GB 2312) by the syllables they may be read as.

Made by `tests/syllables.py` from pypinyin. Kept here because to load pypinyin, and to ask it for
each of them, takes longer than a whole search.
"""

from __future__ import annotations

TABLE = """
{rows}
"""
'''


@cache
def of_pypinyin() -> dict[str, str]:
    """Each syllable, without tones and with ü as v, and the characters of GB 2312 that may be read
    so, sorted.
    """
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    from pypinyin import Style, pinyin

    found: dict[str, list[str]] = defaultdict(list)
    rows = range(0xB0, 0xF8)
    text = "".join(
        bytes((row, low)).decode("gb2312", "ignore") for row in rows for low in range(0xA1, 0xFF)
    )
    for char in sorted(text):
        for reading in {
            each.replace("ü", "v") for each in pinyin(char, style=Style.NORMAL, heteronym=True)[0]
        }:
            found[reading].append(char)
    return {syllable: "".join(chars) for syllable, chars in sorted(found.items())}


def module() -> str:
    """The module's text."""
    rows = [""]
    columns = 0
    for syllable, chars in of_pypinyin().items():
        for start in range(0, len(chars), _TOGETHER):
            word = f"{syllable} {chars[start : start + _TOGETHER]}"
            width = sum(1 if char.isascii() else 2 for char in word) + 1
            if columns + width > _COLUMNS:
                rows.append("")
                columns = 0
            rows[-1] = f"{rows[-1]} {word}".lstrip()
            columns += width
    return _TEXT.format(rows="\n".join(rows))


if __name__ == "__main__":
    MODULE.write_text(module(), encoding="utf-8")
