"""The table of syllables: what pypinyin says of every character of GB 2312, and nothing besides."""

from __future__ import annotations

import syllables

from svc.rules.search import pinyin
from svc.rules.search.syllables import TABLE


def test_the_table_is_what_pypinyin_says() -> None:
    assert syllables.MODULE.read_text(encoding="utf-8") == syllables.module()
    known = pinyin.syllables()
    assert known == syllables.of_pypinyin()
    assert len(set().union(*known.values())) == 6763  # GB 2312


def test_syllables_and_their_characters_take_turns() -> None:
    words = TABLE.split()
    assert all(word.isascii() and word.islower() for word in words[::2])
    assert not any(char.isascii() for word in words[1::2] for char in word)
    assert words[::2] == sorted(words[::2])


def test_a_character_stands_at_each_of_its_readings() -> None:
    by_syllable = pinyin.syllables()
    readings = {name for name, characters in by_syllable.items() if "重" in characters}
    assert readings == {"chong", "tong", "zhong"}
    assert "单" in by_syllable["shan"]  # the surname
    assert "绿" in by_syllable["lv"]  # ü is typed as v
    assert "绿" in by_syllable["lu"]
