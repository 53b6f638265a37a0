"""Telephone numbers made unreadable where they leave the desk: exports, mails; not on its own
screens and papers.

A masked number is not a key: many customers share one, so lists can't be joined or sorted back to
people by it.
"""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_NUMBER = re.compile(
    r"""(?<![0-9A-Za-z])(?:
        (?:(?:\+|00)86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}             # mobile
      | (?:(?:\+|00)86[ -]?)?\(?0[1-9][0-9]{1,2}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{4}
        (?:[ ]?(?:-|转|ext\.?)[ ]?[0-9]{1,6})?
      | [48]00[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}                              # service numbers
      | \+[1-9][0-9]{0,2}(?:[ -]?\(?[0-9]{1,5}\)?){2,5}                   # abroad
    )(?![0-9A-Za-z])""",
    re.VERBOSE,
)


def masked_number(number: str) -> str:
    """A telephone number with its middle hidden, in the spelling it has: 138****8000,
    0755-****1111.

    Of a number without an area code, or an odd one, the last two digits at most are left; of an
    extension none stays readable together with its number.
    """
    digits = [letter for letter in number if letter.isdigit()]
    plain = "".join(str(int(letter)) for letter in digits if letter.isdecimal())
    count = len(digits)
    mobile = _MOBILE.fullmatch(plain)
    if mobile is not None:
        first, last = count - 8, 4
    elif count >= 11:
        area_code = 3 if plain.startswith(("010", "02")) else 4
        first, last = (area_code if plain.startswith("0") else 3), 4
    elif count >= 9:
        first, last = 3, 3
    else:
        first, last = 0, 2 if count > 4 else 0
    at = 0
    out = []
    for letter in number:
        if letter.isdigit():
            out.append(letter if at < first or at >= count - last else "*")
            at += 1
        else:
            out.append(letter)
    return "".join(out)


def masked_text(text: str) -> str:
    """A text in which every telephone number is masked; dates, amounts and serial numbers stay."""
    return _NUMBER.sub(lambda match: masked_number(match[0]), text)
