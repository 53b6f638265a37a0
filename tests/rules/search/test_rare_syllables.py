"""The table of rare characters: what pypinyin says of those that GB 2312 has not."""

from __future__ import annotations

import syllables

from svc.rules.search import rare_syllables
from svc.rules.search.syllables import TABLE


def test_the_table_is_what_pypinyin_says() -> None:
    assert syllables.RARE_MODULE.read_text(encoding="utf-8") == syllables.rare_module()


def test_it_has_no_syllable_and_no_character_of_its_own_kind_twice() -> None:
    common, rare = TABLE.split(), rare_syllables.TABLE.split()
    assert set(rare[::2]) <= set(common[::2])
    assert not set("".join(rare[1::2])) & set("".join(common[1::2]))
    assert "喆" in "".join(rare[1::2])
