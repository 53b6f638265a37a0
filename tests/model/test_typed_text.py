"""What is typed or pasted, without what nobody sees or meant."""

import pytest

from svc.model.typed_text import as_code, cleaned


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("13800138000\x1b[A", "13800138000"),  # the arrow up
        ("138\x1b[D0", "1380"),
        ("138\x1bOC0", "1380"),  # the same, with the keypad in another mode
        ("\x1b[200~0755-26001111\x1b[201~", "0755-26001111"),  # pasted
        ("a\x1b[1;5Cb", "ab"),  # Ctrl and an arrow
        ("a\x1b[3~b", "ab"),  # Delete
        ("漏水^[[A", "漏水"),  # as a terminal echoes it
        ("漏水^[OA", "漏水"),
        ("a\x1b]0;title\x07b", "ab"),
        ("\ufeff王工", "王工"),
        ("王\u200b工", "王工"),
        ("\u202a13800138000\u202c", "13800138000"),
        ("\u2066abc\u2069", "abc"),
        ("a\u00adb", "ab"),
        ("a\x00b\x07", "ab"),
        ("a\x7f", "a"),
        ("a\u00a0b\u3000c", "a b c"),
        ("\u3000 王工 \u3000", "王工"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),  # one family, joined
        ("a\u200db", "ab"),
        ("王\u200d", "王"),
        ("漏水\ufe0f", "漏水\ufe0f"),  # how an emoji is drawn is no control
        ("-5度", "-5度"),
        ("２号机（南）", "２号机（南）"),  # words stay as they were written
        ("C:\\[A]", "C:\\[A]"),
        ("", ""),
    ],
)
def test_only_what_nobody_sees_is_taken_out(typed: str, taken: str) -> None:
    assert cleaned(typed) == taken
    assert cleaned(taken) == taken


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("０７５５－２６００１１１１", "0755-26001111"),
        ("（0755）2600—1111", "(0755)2600-1111"),
        ("0755\u20112600\u22121111", "0755-2600-1111"),
        ("【0755】 ", "(0755)"),
        ("ＣＲ２００‐２４‐００４２", "CR200-24-0042"),
        ("CR200  24\u30000042", "CR200 24 0042"),
        ("138\x1b[A0013\u200b8000", "13800138000"),
        ("①", "1"),
        ("２０２６－１１－０５", "2026-11-05"),
    ],
)
def test_a_code_has_one_writing(typed: str, taken: str) -> None:
    assert as_code(typed) == taken
    assert as_code(taken) == taken
