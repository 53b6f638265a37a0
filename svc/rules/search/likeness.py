"""How alike two short texts are: error codes, words, and pairs of Chinese characters they have in
common.
"""

from __future__ import annotations

import re
import unicodedata

_LATIN = re.compile(r"[a-z0-9]+(?:[-/.][a-z0-9]+)*")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_CODE = re.compile(r"(?:[a-z]|err?|al)[0-9]{1,3}")  # E07, not a model's name
_HYPHEN_IN_CODE = re.compile(r"(?<![a-z])([a-z]|err?|al)[- ](?=[0-9]{1,3}(?![0-9]))")
# What says nothing of the fault, longer ones first; "can't" in its many forms is "not".
_NOT = re.compile("没有|没办法|没法|无法|不能|不会|不了|不再|不太|不怎么|没|无")
_FILLING = re.compile(
    "开机以后|开机之后|开机后|使用中|用的时候|时候|昨天|今天|突然|有时候|有时|偶尔|经常|一直|总是|总|又|还是|已经|出现|故障|"
    "问题|机器|设备|这台|那台|我们|显示|面板|屏幕上|开机|之后|以后|后|就|了|的|是|在|会|着|很|有点|有|报|说|客户|一下|请|来"
)
_LATIN_FILLING = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "does",
        "it",
        "is",
        "no",
        "not",
        "of",
        "on",
        "the",
        "to",
        "with",
        "when",
        "after",
        "machine",
        "error",
    ]
)


def text_pieces(text: str) -> frozenset[str]:
    """What of a text counts: codes and words in small letters, and each two Chinese characters side
    by side.
    """
    plain = _HYPHEN_IN_CODE.sub(r"\1", unicodedata.normalize("NFKC", text).casefold())
    pieces_ = {word for word in _LATIN.findall(plain) if word not in _LATIN_FILLING}
    chinese = _FILLING.sub(" ", _NOT.sub("不", plain))
    for run in _CHINESE.findall(chinese):
        pieces_.update(run[i : i + 2] for i in range(len(run) - 1))
        if len(run) == 1 and run != "不":
            pieces_.add(run)
    return frozenset(pieces_)


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, one says all the other says. A common error code alone makes
    it 1.
    """
    return pieces_likeness(text_pieces(one), text_pieces(other))


def pieces_likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """The same of what counts of two texts."""
    if not left or not right:
        return 0.0
    common = left & right
    if any(_CODE.fullmatch(piece) for piece in common):
        return 1.0
    return len(common) / min(len(left), len(right))
