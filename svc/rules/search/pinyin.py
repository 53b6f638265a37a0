"""Words typed as pinyin and found in Chinese text: `loushui` is 漏水.

Whole syllables count, and two of them or more: one alone, or initials, would stand in nearly every text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache
from itertools import islice

from svc.rules.search.customers import syllables

_LONGEST = 24  # letters
_MOST_WAYS = 16  # in which a word is parted into syllables: each is looked for, and takes some milliseconds to prepare
_SYLLABLE = 6  # letters of the longest: zhuang


@cache
def sound_of_word(word: str) -> re.Pattern[str] | None:
    """What Chinese text a word of small letters may be the pinyin of, in any reading; None if of none, or too many."""
    if not (word.isascii() and word.isalpha() and len(word) <= _LONGEST):
        return None
    known = syllables()
    found = (way for way in _ways(word, known.keys()) if len(way) > 1)
    ways = list(islice(found, _MOST_WAYS + 1))
    if not 0 < len(ways) <= _MOST_WAYS:
        return None
    return re.compile("|".join("".join(f"[{known[each]}]" for each in way) for way in ways))


def found_in(form: str, asked: str) -> str:
    """What stands for the word in a text in its plain form: the word, or characters that sound so; or nothing."""
    if asked in form:
        return asked
    sound = None if form.isascii() else sound_of_word(asked)
    heard = sound.search(form) if sound is not None else None
    return heard.group() if heard else ""


def _ways(word: str, known: Set[str]) -> Iterator[tuple[str, ...]]:
    """All ways in which the word is a row of syllables: xian is one, or xi an."""
    if not word:
        yield ()
    for end in range(1, min(_SYLLABLE, len(word)) + 1):
        if word[:end] in known:
            for rest in _ways(word[end:], known):
                yield (word[:end], *rest)
