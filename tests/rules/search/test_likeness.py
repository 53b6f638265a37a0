"""How alike two symptoms are, in the words of callers."""

from __future__ import annotations

import pytest

from svc.rules.search.likeness import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("开机后不加热", "不加热，面板报 E-07"),
        ("锅体不加热", "无法加热"),
        ("搅拌电机异响", "搅拌的时候有异响"),
        ("漏水", "锅底漏水了"),
        ("报E07", "面板显示 e-07"),
        ("Does not heat", "it does not heat any more"),
    ],
)
def test_the_same_fault_in_other_words_is_alike(one: str, other: str) -> None:
    assert likeness(one, other) > 0.5
    assert likeness(other, one) == likeness(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("开机后不加热", "开机后不转动"),
        ("锅底漏水", "屏幕黑屏"),
        ("CR-200 不加热", "CR-200 漏水"),  # a model's name is no error code
        ("报E07", "报E03"),
        ("", "不加热"),
        ("。。。", "不加热"),
    ],
)
def test_other_faults_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) <= 0.5
