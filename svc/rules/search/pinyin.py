"""Chinese typed as pinyin, or with another character of the same sound: in names, and in running
text.

In names every way of typing counts: full, initials or mixed. In running text only whole syllables
do, and two of them or more (`loushui` is 漏水): one alone, or initials, would stand in nearly every
text. pypinyin takes longer to load than a search takes, so it is imported for rare characters
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache
from itertools import islice

from svc.rules.forms import plain_form

_BEGINNING = 3  # characters: of those that begin a name alike, few go on alike
_FIRST_WITH_READING = "〇"  # in the order of Unicode
_LONGEST = 24  # letters
# in which a word is parted into syllables: each is looked for, and takes some milliseconds to
# prepare
_MOST_WAYS = 16
_SYLLABLE = 6  # letters of the longest: zhuang


class Pinyin:
    """What was typed, to be found in names as characters, pinyin, initials, or a mixture of
    them.
    """

    def __init__(self, asked: str) -> None:
        self.asked = asked.replace(" ", "")
        self.with_letters = any(char.isascii() and char.isalpha() for char in self.asked)
        self._steps: dict[tuple[str, int], tuple[int, ...]] = {}
        self._first: dict[str, tuple[int, ...]] = {}  # steps from the start

    def find_in(self, text: str) -> int | None:
        """The index of the first character that the words stand for; None if they don't fit."""
        if not self.with_letters:
            return None
        end = len(self.asked)
        at: dict[int, int] = {}  # so far into the words, beginning at this character
        first = self._first
        for index, char in enumerate(plain_form(text)):
            if char not in first:
                first[char] = self._steps_of(char, 0)
            if not at and not first[char]:
                continue  # most characters of most names
            onward: dict[int, int] = {}
            for so_far, began in at.items():
                for reached in self._steps_of(char, so_far):
                    onward.setdefault(reached, began)
            for reached in first[char]:
                onward.setdefault(reached, index)
            if end in onward:
                return onward[end]
            at = onward
        return None

    def pattern_of_beginning(self, used: Set[str]) -> re.Pattern[str] | None:
        """What stands in every text that the words fit and that has no other characters than these.

        It is what they may begin with, at most three characters; None if they fit none.
        """
        pattern = self._onward(0, used, _BEGINNING)
        return None if pattern is None else re.compile(pattern)

    def _onward(self, so_far: int, used: Set[str], characters: int) -> str | None:
        """A pattern of what may follow so far into the words, so many characters long; None if
        nothing may.
        """
        if so_far == len(self.asked) or not characters:
            return ""
        leading: dict[int, list[str]] = {}
        for char in used:
            for reached in self._steps_of(char, so_far):
                leading.setdefault(reached, []).append(char)
        ways = []
        for reached, chars in sorted(leading.items()):
            rest = self._onward(reached, used, characters - 1)
            if rest is not None:
                ways.append(f"[{re.escape(''.join(sorted(chars)))}]{rest}")
        return f"(?:{'|'.join(ways)})" if ways else None

    def _steps_of(self, char: str, so_far: int) -> tuple[int, ...]:
        """How far into the words this character leads from there; remembered, as names share few
        characters.
        """
        steps = self._steps.get((char, so_far))
        if steps is None:
            steps = self._steps[(char, so_far)] = tuple(self._reach(char, so_far))
        return steps

    def _reach(self, char: str, so_far: int) -> Iterator[int]:
        if not char.isalnum() and so_far:  # signs inside a name are passed over
            yield so_far
        rest = self.asked[so_far:]
        for spelling in {char, *_spellings(char)}:
            if rest.startswith(spelling):
                yield so_far + len(spelling)
            elif spelling.startswith(rest):  # the last syllable is still being typed
                yield len(self.asked)


@cache
def _spellings(char: str) -> frozenset[str]:
    """All that a Chinese character may be typed as: each of its readings, and their initials."""
    spellings = set(pinyin_readings(char))
    for reading in tuple(spellings):
        spellings.add(reading[0])
        if reading[:2] in ("zh", "ch", "sh"):
            spellings.add(reading[:2])
    return frozenset(spellings)


@cache
def pinyin_readings(char: str) -> frozenset[str]:
    """The readings of a character in pinyin without tones, ü as v: 单 is dan, shan and chan."""
    if char < _FIRST_WITH_READING:
        return frozenset()
    syllables_ = _syllables_by_character().get(char)
    if syllables_ is not None:
        return frozenset(syllables_)
    import os

    # phrases take three quarters of its loading
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    readings_ = pinyin(char, style=Style.NORMAL, heteronym=True, errors=lambda _: "")
    return (
        frozenset(reading.replace("ü", "v") for reading in readings_[0] if reading)
        if readings_
        else frozenset()
    )


@cache
def characters_by_syllable() -> dict[str, str]:
    """Each syllable with the characters that may be read so; of those in use, GB 2312 (6,763)."""
    from svc.rules.search.syllables import TABLE

    return _read_table(TABLE)


@cache
def _rare_characters_by_syllable() -> dict[str, str]:
    """The same of characters that GB 2312 has not: 喆 is in many a name."""
    from svc.rules.search.rare_syllables import TABLE

    return _read_table(TABLE)


def _read_table(table: str) -> dict[str, str]:
    by_syllable: dict[str, str] = {}
    words = table.split()
    for syllable, chars in zip(words[::2], words[1::2], strict=True):
        by_syllable[syllable] = by_syllable.get(syllable, "") + chars
    return by_syllable


@cache
def _syllables_by_character() -> dict[str, list[str]]:
    by_character: dict[str, list[str]] = {}
    for syllable, chars in characters_by_syllable().items():
        for char in chars:
            by_character.setdefault(char, []).append(syllable)
    return by_character


def sound_pattern(query: str, used: Set[str]) -> re.Pattern[str] | None:
    """What names sound like this: each character becomes the class of all those in use that share a
    reading with it.

    None where nothing is Chinese, or too little is asked for.
    """
    if len(query) < 2 or not any("\u4e00" <= char <= "\u9fff" for char in query):
        return None
    return re.compile(
        r"\W*".join(_characters_sounding_like(char, used) for char in query if char.isalnum())
    )


def _characters_sounding_like(char: str, used: Set[str]) -> str:
    sound = pinyin_readings(char)
    alike = {char, *(other for other in used if not sound.isdisjoint(pinyin_readings(other)))}
    return "[" + "".join(re.escape(each) for each in sorted(alike)) + "]"


@cache
def pinyin_word_pattern(word: str) -> re.Pattern[str] | None:
    """What Chinese text a word of small letters may be the pinyin of, in any reading; None if of
    none, or too many.
    """
    if not (word.isascii() and word.isalpha() and len(word) <= _LONGEST):
        return None
    by_syllable = characters_by_syllable()
    rows = (row for row in _syllable_rows(word, by_syllable.keys()) if len(row) > 1)
    first_rows = list(islice(rows, _MOST_WAYS + 1))
    if not 0 < len(first_rows) <= _MOST_WAYS:
        return None
    return re.compile(_pattern_of_rows(first_rows))


def _pattern_of_rows(rows: list[tuple[str, ...]]) -> str:
    """What any of the rows of syllables may be written as. What several begin with stands once: to
    prepare the characters of a syllable is what takes time.
    """
    by_syllable, rare = characters_by_syllable(), _rare_characters_by_syllable()
    following: dict[str, list[tuple[str, ...]]] = {}
    for first, *others in rows:
        following.setdefault(first, []).append(tuple(others))
    ways = []
    for syllable, ends in following.items():
        # No row goes on where another ends: all of them spell the same word.
        rest = _pattern_of_rows(ends) if ends[0] else ""
        ways.append(f"[{by_syllable[syllable]}{rare.get(syllable, '')}]{rest}")
    return f"(?:{'|'.join(ways)})"


def match_in_text(form: str, word: str) -> str:
    """What stands for the word in a text in its plain form: the word, or characters that sound so;
    or nothing.
    """
    if word in form:
        return word
    sound = None if form.isascii() else pinyin_word_pattern(word)
    heard = sound.search(form) if sound is not None else None
    return heard.group() if heard else ""


def _syllable_rows(word: str, known: Set[str]) -> Iterator[tuple[str, ...]]:
    """All ways in which the word is a row of syllables: xian is one, or xi an."""
    if not word:
        yield ()
    for end in range(1, min(_SYLLABLE, len(word)) + 1):
        if word[:end] in known:
            for rest in _syllable_rows(word[end:], known):
                yield (word[:end], *rest)
