"""Make `svc/rules/search/syllables.py` and `rare_syllables.py` from pypinyin: `python
tests/syllables.py`; tests tell when they are stale.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import cache
from pathlib import Path

MODULE = Path(__file__).parents[1] / "svc" / "rules" / "search" / "syllables.py"
RARE_MODULE = MODULE.with_name("rare_syllables.py")
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

_RARE_TEXT = '''\
"""Characters beyond GB 2312 (喆, 堃) by the syllables they may be read as: the rest of the CJK
Unified Ideographs, U+4E00 to U+9FFF.

Made by `tests/syllables.py` from pypinyin, with the syllables of `syllables.py` alone. A module of
its own, as only running text is searched with it.
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
    rows = range(0xB0, 0xF8)
    text = "".join(
        bytes((row, low)).decode("gb2312", "ignore") for row in rows for low in range(0xA1, 0xFF)
    )
    return _by_syllable(text)


@cache
def rare_of_pypinyin() -> dict[str, str]:
    """The same of the characters that GB 2312 has not, of the syllables it has."""
    common = of_pypinyin()
    known = set().union(*common.values())
    others = (chr(code) for code in range(0x4E00, 0xA000))
    found = _by_syllable("".join(char for char in others if char not in known))
    return {syllable: chars for syllable, chars in found.items() if syllable in common}


def _by_syllable(text: str) -> dict[str, str]:
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    from pypinyin import Style, pinyin

    found: dict[str, list[str]] = defaultdict(list)
    for char in sorted(text):
        readings = pinyin(char, style=Style.NORMAL, heteronym=True, errors=lambda _: "")
        for reading in {each.replace("ü", "v") for each in readings[0] if each} if readings else ():
            found[reading].append(char)
    return {syllable: "".join(chars) for syllable, chars in sorted(found.items())}


def module() -> str:
    """The text of the module of common characters."""
    return _TEXT.format(rows=_table(of_pypinyin()))


def rare_module() -> str:
    """The text of the module of the others."""
    return _RARE_TEXT.format(rows=_table(rare_of_pypinyin()))


def _table(by_syllable: dict[str, str]) -> str:
    rows = [""]
    columns = 0
    for syllable, chars in by_syllable.items():
        for start in range(0, len(chars), _TOGETHER):
            word = f"{syllable} {chars[start : start + _TOGETHER]}"
            width = sum(1 if char.isascii() else 2 for char in word) + 1
            if columns + width > _COLUMNS:
                rows.append("")
                columns = 0
            rows[-1] = f"{rows[-1]} {word}".lstrip()
            columns += width
    return "\n".join(rows)


if __name__ == "__main__":
    MODULE.write_text(module(), encoding="utf-8")
    RARE_MODULE.write_text(rare_module(), encoding="utf-8")
