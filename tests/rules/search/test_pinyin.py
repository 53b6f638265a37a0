"""Words typed as pinyin, found in Chinese text."""

from __future__ import annotations

import pytest

from svc.rules.search import pinyin
from svc.rules.search.pinyin import match_in_text


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("锅体漏水", "loushui", "漏水"),
        ("锅体不加热，面板报 e07", "bujiare", "不加热"),
        ("设备重启后正常", "chongqi", "重启"),  # in every reading
        ("设备重启后正常", "zhongqi", "重启"),
        ("寄西安维修", "xian", "西安"),  # xi an; 先 alone is one syllable
        ("先换绿灯", "lvdeng", "绿灯"),
        ("压缩机异响", "yasuojiyixiang", "压缩机异响"),
        ("王喆师傅报修", "wangzhe", "王喆"),  # 喆 is beyond GB 2312
        ("error 07", "error", "error"),  # as it stands
    ],
)
def test_whole_syllables_are_found_in_any_reading(text: str, asked: str, found: str) -> None:
    assert match_in_text(text, asked) == found


@pytest.mark.parametrize(
    "asked",
    ["lou", "ls", "lous", "shuilou", "shui", "cr200", "e07x", "loushui" * 9, "xian" * 6, "漏气"],
)
def test_one_syllable_initials_and_other_words_are_not(asked: str) -> None:
    assert match_in_text("先生说锅体漏水", asked) == ""


def test_no_character_before_the_chinese_ones_has_a_reading() -> None:
    from pypinyin.pinyin_dict import pinyin_dict

    assert chr(min(pinyin_dict)) == "〇"
    assert [bool(pinyin.pinyin_readings(char)) for char in "a·、〇单鱻"] == [
        False,
        False,
        False,
        True,
        True,
        True,
    ]
