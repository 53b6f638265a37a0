"""Telephone numbers that leave the desk can't be read, and can't be told from others by what is
left of them.
"""

from __future__ import annotations

import pytest

from svc.render.masking import masked_number, masked_text


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800008000", "138****8000"),
        ("138 0000 8000", "138 **** 8000"),
        ("+8613800008000", "+86138****8000"),
        ("+86 138-0000-8000", "+86 138-****-8000"),
        ("0755-26001111", "0755-****1111"),
        ("075526001111", "0755****1111"),
        ("(021) 12345678", "(021) ****5678"),
        ("0755-26001111-8023", "0755-********-8023"),
        ("0755-26001111转8023", "0755-********转8023"),
        ("400-820-8820", "400-***-*820"),
        ("26001111", "******11"),
        ("+1 415 555 2671", "+1 41* *** 2671"),
        ("１３８００００８０００", "１３８****８０００"),
        ("110", "***"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_the_middle_of_a_number_is_hidden_in_whatever_spelling(number: str, shown: str) -> None:
    assert masked_number(number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("回电 13800008000，不在就打0755-26001111", "回电 138****8000，不在就打0755-****1111"),
        ("2026-11-20 09:00 购于 2026-08-01，240.50 元，CR200-24-0042", None),
        ("SZ-2611-A0042 SF1001234567890", None),
        ("服务热线 400-820-8820", "服务热线 400-***-*820"),
        ("call +1 415 555 2671", "call +1 41* *** 2671"),
    ],
)
def test_in_a_text_numbers_alone_are_hidden(text: str, shown: str | None) -> None:
    assert masked_text(text) == (text if shown is None else shown)
