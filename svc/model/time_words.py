"""What people type as a time, cut up into tokens: numbers, Chinese or full-width ones too, and the
words of the vocabulary. What the tokens mean together is `svc.model.typed_times`'s.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple


class Token(NamedTuple):
    """A word, or a number: `n` of one or two digits, `Y` of four, `D` of eight, `#` of others, `?`
    where it is none that anybody types here.
    """

    kind: str
    value: int = 0
    text: str = ""


NUMBER_KINDS = {1: "n", 2: "n", 4: "Y", 8: "D"}
NUMBERS = ("#", "n", "Y", "D")
NUMERALS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
TEN = "十"
SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "∶": ":", "’": "'", "點": "点", "時": "时",
                       "週": "周", "號": "号", "鐘": "钟", "後": "后", "兩": "两", "個": "个",
                       ",": " "})  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
DAY_WORDS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1,
    "后天": 2, "大后天": 3, "today": 0, "yesterday": -1, "tomorrow": 1,
    "day before yesterday": -2, "day after tomorrow": 2,
}  # fmt: skip
YEAR_WORDS = {"前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2,
              "last year": -1, "this year": 0, "next year": 1}  # fmt: skip
WHICH = {"上上": -2, "上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0,
         "下": 1, "下个": 1, "下下": 2}  # fmt: skip
LAST_THIS_NEXT = {"last": -1, "this": 0, "next": 1}
UNITS = {
    "小时": 3600, "个小时": 3600, "钟头": 3600, "个钟头": 3600, "h": 3600, "hour": 3600,
    "hours": 3600, "分钟": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "秒": 1,
    "秒钟": 1, "second": 1, "seconds": 1,
}  # fmt: skip


class PartOfDay(NamedTuple):
    """A part of a day: which hours it may hold, counted from midnight (24 and more: the night that
    follows), and from when until when it lasts where no hour is named.
    """

    hours: tuple[tuple[int, int], ...]  # the first, and the one behind the last
    lasts: tuple[int, int] = (0, 24)

    def holds(self, hour: int) -> bool:
        return any(first <= hour < end for first, end in self.hours)


NIGHT = ((17, 29), (1, 5))  # 晚上1点 is said of the night that follows, and of the one that ends
PARTS = (
    (PartOfDay(((0, 7),), (0, 6)), "凌晨"),
    (PartOfDay(((3, 12),), (6, 12)), "清晨 早晨 早上 早 morning"),
    (PartOfDay(((6, 13),), (6, 12)), "上午"),
    (PartOfDay(((11, 15),), (11, 14)), "中午"),
    (PartOfDay(((12, 20),), (12, 18)), "下午 午后 afternoon"),
    (PartOfDay(((16, 21),), (16, 20)), "傍晚"),
    (PartOfDay(NIGHT, (18, 24)), "晚上 夜晚 晚间 晚 夜 evening"),
    (PartOfDay(((21, 30), (1, 6)), (21, 24)), "半夜 深夜 夜里"),
    (PartOfDay(((0, 12),)), "am a.m."),
    (PartOfDay(((12, 24),)), "pm p.m."),
)
AM = len(PARTS) - 2  # from this row on a part stands behind its hour
ANY_HOUR = PartOfDay(((0, 25),))


@cache
def _vocabulary() -> dict[str, tuple[Token, ...]]:
    """Each word with the tokens it stands for; none for a word that says nothing."""
    words: dict[str, tuple[Token, ...]] = {}

    def put(kind: str, values: dict[str, int]) -> None:
        words.update({word: (Token(kind, value, word),) for word, value in values.items()})

    put("day", DAY_WORDS)
    put("year", YEAR_WORDS)
    put("which", WHICH)
    put("last/next", LAST_THIS_NEXT)
    put("unit", UNITS)
    put("days", {"天": 1, "day": 1, "days": 1})
    put("working days", dict.fromkeys(("工作日", "个工作日", "working day", "working days"), 1))
    put("周", dict.fromkeys(("周", "星期", "礼拜", "个星期", "个礼拜", "week", "weeks"), 7))
    for number, char in enumerate("一二三四五六日"):
        put("weekday", {f"{week}{char}": number for week in ("周", "星期", "礼拜")})
        put("weekday", {f"{week}{number + 1}": number for week in ("周", "星期") if number < 6})
    put("weekday", {f"{week}天": 6 for week in ("周", "星期", "礼拜")})
    put("weekday", {name: number for number, name in enumerate(WEEKDAYS)})
    put("weekday", {name[:3]: number for number, name in enumerate(WEEKDAYS)})
    put("month name", {name: number for number, name in enumerate(MONTHS, 1)})
    put("month name", {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9})
    for row, (_, names) in enumerate(PARTS):
        put("part" if row < AM else "am", dict.fromkeys(names.split(), row))
    evening, morning = words["晚上"][0], words["早上"][0]
    for word, shift in {"昨": -1, "今": 0, "明": 1}.items():
        day = Token("day", shift, word)
        words |= {f"{word}{name}": (day, words[name][0]) for name in ("早", "晚", "夜")}
    words["今晨"] = words["this morning"] = (Token("day", 0, "今"), morning)
    words["this afternoon"] = (Token("day", 0, "今"), words["下午"][0])
    words["tonight"] = words["this evening"] = (Token("day", 0, "今"), evening)
    for kind, same in {
        "年": "年", "月": "月 月份 month", "月底": "月底 月末", "年底": "年底 年末", "底": "底",
        "日": "日 号", "点": "点 时 点钟 点整 时整", "分": "分", "半": "半", "刻": "刻",
        ":": ":", "-": "-", "/": "/", ".": ".", "后": "后 以后 之后", "前": "前 以前 之前 ago",
        "in": "in", "now": "现在 刚才 刚刚 now", "noon": "正午 noon", "个月": "个月",
    }.items():  # fmt: skip
        put(kind, dict.fromkeys(same.split(), 0))
    put("now", {"just now": 0})
    put("点", {"o'clock": 0})
    put("月底", {"end of month": 0, "end of the month": 0})
    put("half", {"半小时": 0, "半个小时": 0, "半个钟头": 0, "half an hour": 0})
    put("and a half", {"个半小时": 0, "个半钟头": 0})
    words["an hour"] = (Token("n", 1, "1"), words["hour"][0])
    words |= dict.fromkeys((" ", "的", "at", "on", "the", "th", "st", "nd", "rd"), ())
    return words


@cache
def _longest_word() -> int:
    return max(map(len, _vocabulary()))


def tokens_of(text: str) -> list[Token] | None:
    """What is typed, cut up; None where something stands in it that is no part of any time."""
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(SIGNS).lower().split())
    tokens: list[Token] = []
    place = 0
    while place < len(plain):
        end, found = _next_tokens(plain, place)
        if end == place:
            return None
        tokens += found
        place = end
    return tokens


def form_of(tokens: Sequence[Token]) -> str:
    return " ".join(token.kind for token in tokens)


def _next_tokens(plain: str, place: int) -> tuple[int, tuple[Token, ...]]:
    """Where the next number or word ends, and its tokens; the same place where there is none."""
    for alphabet, value_of in ((_ASCII_DIGITS, _digits), (_CHINESE_DIGITS, _numeral)):
        end = place
        while end < len(plain) and plain[end] in alphabet:
            end += 1
        if end > place:
            return end, (value_of(plain[place:end]),)
    for end in range(min(len(plain), place + _longest_word()), place, -1):
        cuts_a_word = plain[end - 1 : end + 1].isascii() and plain[end - 1 : end + 1].isalpha()
        if cuts_a_word and end < len(plain):
            continue
        tokens = _vocabulary().get(plain[place:end])
        if tokens is not None:
            return end, tokens
    return place, ()


_ASCII_DIGITS = frozenset("0123456789")
_CHINESE_DIGITS = frozenset((*NUMERALS, TEN))


def _digits(text: str) -> Token:
    kind = NUMBER_KINDS.get(len(text), "#" if len(text) < 8 else "?")
    return Token(kind, int(text[:9]), text)


def _numeral(text: str) -> Token:
    """`二十一`, `十`, `三`, `零五`; `二〇二六`, digit by digit. Others are numbers of no kind."""
    tens, ten, ones = text.partition(TEN)
    if not ten:
        digits = "".join(str(NUMERALS[char]) for char in text)
        in_two_places = len(digits) == 2 and digits[0] != "0"  # 一五: fifteen is 十五
        return Token("?", 0, text) if in_two_places else _digits(digits)
    if len(tens) > 1 or len(ones) > 1 or TEN in ones or "零" in tens + ones:
        return Token("?", 0, text)
    value = 10 * (NUMERALS[tens] if tens else 1) + (NUMERALS[ones] if ones else 0)
    return Token("n", value, str(value))
