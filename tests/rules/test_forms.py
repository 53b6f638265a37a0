"""Two spellings of one text, serial number or telephone number are one form, and different ones
two.
"""

from __future__ import annotations

import pytest

from svc.rules.forms import plain_form, same_telephone, serial_form, telephones, without_extension


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ｅ－０７", "e-07"),  # full width, as an input method leaves it on
        ("  加热 \t 管\n断路　", "加热 管 断路"),
        ("E-07 Straße", "e-07 strasse"),
        ("①㎏", "1kg"),
        ("", ""),
    ],
)
def test_width_case_and_blanks_make_no_difference(text: str, form: str) -> None:
    assert plain_form(text) == form


@pytest.mark.parametrize(
    ("serial", "form"),
    [
        ("CR200-24 / 0042", "cr200240042"),
        ("ｃｒ200 240042", "cr200240042"),
        ("CR200_24.0042", "cr200240042"),
        ("锅-7", "锅7"),
        ("unknown", ""),
        (" UNKNOWN ", ""),
        ("unknown-7", "unknown7"),
        ("--", ""),
    ],
)
def test_a_serial_number_is_its_letters_and_digits_and_nothing_where_nobody_knows_it(
    serial: str, form: str
) -> None:
    assert serial_form(serial) == form


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("0755-2600 1111", ("75526001111",)),
        ("+86 755 2600 1111", ("75526001111",)),
        ("0086-755-26001111", ("75526001111",)),
        ("86 139 0000 1111", ("13900001111",)),
        ("8626001111", ("8626001111",)),  # ten digits: a number of its own, not one with +86
        ("0755-26001111-802", ("75526001111",)),
        ("0755-26001111转802", ("75526001111",)),
        ("0755-26001111 分机 8", ("75526001111",)),
        ("26001111 ext. 12", ("26001111",)),
        ("26001111x12", ("26001111",)),
        ("26001111、13500001111", ("26001111", "13500001111")),
        ("26001111或13500001111", ("26001111", "13500001111")),
        ("26001111 和 13500001111", ("26001111", "13500001111")),
        ("26001111/", ("26001111",)),
        ("unknown", ()),
        ("0", ()),
        ("", ()),
    ],
)
def test_the_numbers_of_a_field_are_their_digits_without_what_leads_there(
    field: str, numbers: tuple[str, ...]
) -> None:
    assert telephones(field) == numbers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0755-26001111", "26001111", True),
        ("+8675526001111", "0755 2600 1111", True),
        ("0755-26001111转12", "0755-26001111", True),
        ("0755-26001111-802", "0755-26001111", True),
        ("0755-26001111", "0755-26001112", False),
        ("0571-8600111", "8600111", True),  # seven digits: a number without its area code
        ("0571-8600111", "600111", False),  # six: the end of many numbers
        ("600111", "600111", True),
        ("26001111/13500001111", "13500001111", True),
        ("1111", "0755-26001111", False),
        ("", "", False),
        ("unknown", "unknown", False),
    ],
)
def test_two_fields_name_one_telephone(one: str, other: str, same: bool) -> None:
    assert same_telephone(one, other) is same
    assert same_telephone(other, one) is same


def test_only_the_extension_is_taken_off_what_was_typed() -> None:
    assert without_extension("0755-25550001转8") == "0755-25550001"
    assert without_extension("0755-25550001-802") == "0755-25550001"
    assert without_extension("0755-25550001") == "0755-25550001"  # its area code is no extension
    assert without_extension("139-0000-1111") == "139-0000-1111"
