"""A measured value beside its tolerance, both as people write them."""

from __future__ import annotations

import pytest

from svc.rules.ticket.tolerances import is_within


@pytest.mark.parametrize(
    ("value", "tolerance", "answer"),
    [
        ("0.05 mm", "≤ 0.05 mm", True),
        ("0.06 mm", "≤ 0.05 mm", False),
        ("0.06mm", "<=0.05", False),
        ("0.05 mm", "< 0.05 mm", False),
        ("0.049 mm", "<0.05mm", True),
        ("0.06", "不大于0.05", False),
        ("0.05", "不超过 0.05 mm", True),
        ("12 MΩ", "≥ 2 MΩ", True),
        ("1.9 MΩ", "不低于 2 MΩ", False),
        ("2 MΩ", "大于 2 MΩ", False),
        ("2.1 MΩ", "> 2 MΩ", True),
        ("-0.05 mm", "±0.05 mm", True),
        ("−0.06 mm", "± 0.05", False),
        ("+0.06", "+/-0.05", False),
        ("10.5 mm", "10±0.5 mm", True),
        ("10.6 mm", "10 ± 0.5mm", False),
        ("9.4", "10mm±0.5mm", False),
        ("9.6 V", "10mm±0.5", None),
        ("9.6 mm", "10±0.5 V", None),
        ("380 V", "380-400 V", True),
        ("401V", "380~400V", False),
        ("379 V", "380V 至 400V", False),
        ("-5 ℃", "-10..-2 ℃", True),
        ("-1 ℃", "-10~-2℃", False),
        ("０．０６ｍｍ", "≤０．０５ｍｍ", False),
        ("60 µm", "≤ 0.05 mm", None),  # another unit: nobody converts
        ("正常", "≤ 0.05 mm", None),
        ("0.03 mm", "按图纸", None),
        ("0.03 mm", "", None),
        ("0.03-0.04 mm", "≤ 0.05 mm", None),
    ],
)
def test_it_is_told_where_both_are_numbers_of_one_unit(
    value: str, tolerance: str, answer: bool | None
) -> None:
    assert is_within(value, tolerance) is answer
