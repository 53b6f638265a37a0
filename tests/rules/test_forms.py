"""Two spellings of one text, serial number or telephone number are one form, and different ones
two.
"""

from __future__ import annotations

import pytest

from svc.rules.forms import plain_form, serial_form, serials_alike


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
    ("serial", "other", "alike"),
    [
        ("CR2OO-24-0042", "CR200-24-0042", True),
        ("cr200-24-oo42", "CR200-24-0042", True),
        ("CRI-1", "CR1-I", True),
        ("CRL-1", "CR1-1", True),
        ("CR200-24-0043", "CR200-24-0042", False),
        ("CR200-24-0042", "CR200-24-0042", False),  # the same one
        ("0000000000", "O000000000", False),  # nobody can have meant each of them
        ("unknown", "unkn0wn", False),
    ],
)
def test_serial_numbers_that_are_misread_for_each_other(
    serial: str, other: str, alike: bool
) -> None:
    assert (serial_form(other) in serials_alike(serial)) is alike
