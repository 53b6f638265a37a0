"""What is typed or pasted, as it is taken: nothing in it that nobody sees or meant.

`cleaned` is for every word: what a customer said stays as it was written. `as_code` is for numbers,
codes, telephones and days, of which only one writing is to be compared, printed and stored.
"""

from __future__ import annotations

import re

REMOVED = "(removed)"
"""What stands in the place of personal data that were taken out."""
UNKNOWN = "unknown"
"""What the caller did not know is recorded as this, with the reason in `unknown`; never left out.
"""

FORMULA_SIGNS = tuple("=+-@\t\n＝＋－＠'")
"""What begins with one of these is no formula in our CSV files: it has a ' in front, which is taken
off where such a file is read. So has a text that begins with a ' of its own.
"""

# Patterns are texts, compiled when one is needed: most of what is typed needs none.
_SEQUENCES = (
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # to the terminal: its title, a link
    r"|\x1b\[[0-?]*[ -/]*[@-~]?"  # an arrow key, Home, Delete; the marks around what is pasted
    r"|\x1bO[@-~]?"  # an arrow key, F1 to F4
    r"|\x1b."  # with Alt
    r"|\x9b[0-?]*[ -/]*[@-~]?"
)
_ECHOED = r"\^\[(?:\[[0-?]*[ -/]*[@-~]|O[A-Z])"  # the same, as terminals show it
_JOINERS = "\u200c\u200d"  # between the parts of an emoji, and in scripts that need them
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－～〜ー"), "-")
_BRACKETS = dict.fromkeys(map(ord, "〔【［[｛{〈《"), "(") | dict.fromkeys(
    map(ord, "〕】］]｝}〉》"), ")"
)


def cleaned(text: str) -> str:
    """The text without codes of keys, control characters and what is invisible; blanks of every
    width are one blank, and none stands at either end. Lines stay lines.
    """
    if text.isascii() and text.isprintable():
        return _without_echoed(text).strip()
    text = (
        re.sub(_ECHOED, "", re.sub(_SEQUENCES, "", text)).replace("\r\n", "\n").replace("\r", "\n")
    )
    kept = "".join(
        _taken(char, text[place - 1 : place], text[place + 1 : place + 2])
        for place, char in enumerate(text)
    )
    return kept.strip()


def _without_echoed(text: str) -> str:
    return re.sub(_ECHOED, "", text) if "^[" in text else text


def _taken(char: str, before: str, after: str) -> str:
    """What stands for a character between its neighbours."""
    if char.isascii():
        return char if char in "\n\t" or char.isprintable() else ""
    import unicodedata  # a megabyte; not where all is ASCII

    category = unicodedata.category(char)
    if char == "\x85":  # a line break of its own
        return "\n"
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if char in _JOINERS:
        return char if before and after and not (before + after).isascii() else ""
    # what is no character at all stays, and is refused where it is recorded
    return "" if category in ("Cc", "Cf") else char


def as_code(text: str) -> str:
    """A number, code, telephone or day in the one writing: half width, one kind of dash and of
    brackets, single blanks.
    """
    text = cleaned(text)
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text.translate(_DASHES))
    return " ".join(text.translate(_DASHES | _BRACKETS).split())


def listed(text: str) -> list[str]:
    """Words that were typed one after the other, with commas, semicolons or blanks between."""
    return [word for word in re.split(r"[,，、;；\s]+", text) if word]


def says_none(text: str) -> bool:
    """Whether it says that there is none."""
    return as_code(text).casefold().rstrip("。.! ") in _NONE


_NONE = frozenset(("无", "没有", "没", "暂无", "none", "n/a", "nil"))
