"""Telephone numbers in a field, as people write them: several, with an area code or without,
+86, brackets, any dash, an extension.

One reader for all who ask: looking for a customer, opening a file, intake, the index, `svc check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from svc.model.typed_text import as_code

_BETWEEN_NUMBERS = re.compile(r"([/,;、|\n]|或者?|和|及|与|\bor\b|\band\b)", re.IGNORECASE)
_ENDS_ALIKE = ("/", "、")  # 25550001/02: the second is 25550002
_EXTENSION = re.compile(
    r"(?:转|分机号?|内线|ext(?:ension|n)?|x|#|\*)[\s.:]*(\d{1,6})\D*$", re.IGNORECASE
)
_BEHIND_A_DASH = re.compile(r"-\s*(\d{1,6})\D*$")
_MOBILE = r"1[3-9]\d{9}"
_LOCAL = r"[2-9]\d{6,7}"
_CALLED_BY_ALL = r"[48]00\d{7}"
_WITH_AREA = re.compile(r"(10|2\d)([2-9]\d{7})|([3-9]\d\d)([2-9]\d{6,7})")  # without the 0
_WHOLE = re.compile(rf"{_MOBILE}|{_LOCAL}|{_CALLED_BY_ALL}")
_SERVICE = re.compile(
    r"110|112|119|12[02]|100\d\d|12\d{3}|9[56]\d{3}|96\d{4}"
)  # 110, 10086, 12315, 95588
_PLAINLY_ONE = re.compile(rf"{_MOBILE}|(?:0\d{{2,3}}-?)?{_LOCAL}")  # nearly every field of a file
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")


class Telephone(NamedTuple):
    """`number`: digits, without +86 and without the area code's 0; from abroad with + before
    them.
    """

    number: str
    extension: str = ""

    @property
    def form(self) -> str:
        """The whole as it is compared: 75526001111-802."""
        return f"{self.number}-{self.extension}" if self.extension else self.number

    @property
    def local(self) -> str:
        """The number without its area code; nothing where it has none."""
        match = _WITH_AREA.fullmatch(self.number)
        return (match[2] or match[4]) if match else ""

    @property
    def can_be_one(self) -> bool:
        """Whether there can be such a number: a mobile, a line with or without its area code, 400,
        a service such as 95588, one abroad with its +.
        """
        number = self.number
        return any(form.fullmatch(number) for form in (_WHOLE, _WITH_AREA, _SERVICE, _ABROAD))


@lru_cache(maxsize=200_000)
def telephones(text: str) -> tuple[Telephone, ...]:
    """The telephone numbers in a field. Words beside them are passed over: 张工 13800138000."""
    if _PLAINLY_ONE.fullmatch(text):
        return (Telephone(text.replace("-", "").removeprefix("0")),)
    found: list[Telephone] = []
    between = ""
    for place, piece in enumerate(_BETWEEN_NUMBERS.split(as_code(text).casefold())):
        if place % 2:
            between = piece
            continue
        for part in _parts_by_blanks(piece):
            telephone = _telephone(part)
            if telephone is None:
                continue
            if between in _ENDS_ALIKE and found and _is_end_of_another(part, found[-1]):
                first, end = found[-1].number, part.strip()
                telephone = Telephone(first[: -len(end)] + end)
            found.append(telephone)
            between = ""
    return tuple(found)


def why_no_telephone(text: str) -> str:
    """What in a field can't be a telephone number; nothing if all of it can be."""
    numbers = telephones(text)
    if not numbers:
        return text
    return next((each.form for each in numbers if not each.can_be_one), "")


def same_telephone(one: str, other: str) -> bool:
    """Whether two fields may name one telephone: one may lack its area code, or its extension.

    With two different extensions they are two telephones.
    """
    return telephone_likeness(one, other) > 0


def telephone_likeness(one: str, other: str) -> int:
    """2: the fields have a number in common, with its extension; 1: one has an extension where
    the other has none, so it is the same house; 0: neither.
    """
    return max((_likeness(a, b) for a in telephones(one) for b in telephones(other)), default=0)


def _likeness(one: Telephone, other: Telephone) -> int:
    same_line = one.number == other.number or (
        one.local == other.number or other.local == one.number
    )
    if not same_line or (one.extension and other.extension and one.extension != other.extension):
        return 0
    return 2 if one.extension == other.extension else 1


def _parts_by_blanks(piece: str) -> Iterator[str]:
    """A blank stands inside a number, or between two: where one is whole and another begins."""
    part = ""
    for word in piece.split():
        digits = _digits(word)
        begins = len(digits) >= 7 or (len(digits) >= 3 and digits[0] == "0")
        # behind 转 and its like no number begins
        if (
            begins
            and _is_whole(_digits(_EXTENSION.sub("", part)))
            and not _EXTENSION.search(f"{part}{word}")
        ):
            yield part
            part = ""
        part = f"{part} {word}".strip()
    yield part


def _is_end_of_another(part: str, first: Telephone) -> bool:
    """Whether a few digits are but the end of a line's number like the first."""
    end = part.strip()
    is_line = bool(first.local or re.fullmatch(_LOCAL, first.number)) and not first.extension
    return is_line and end.isdecimal() and len(end) <= 4


def _telephone(part: str) -> Telephone | None:
    extension = ""
    marked = _EXTENSION.search(part)
    behind = _BEHIND_A_DASH.search(part)
    if marked:
        part, extension = part[: marked.start()], marked[1]
    elif behind and _is_whole_before(_digits(part[: behind.start()]), behind[1]):
        part, extension = part[: behind.start()], behind[1]
    digits = _digits(part)
    if part.lstrip().startswith("+") and not digits.startswith("86"):
        return Telephone(f"+{digits}", extension) if digits else None
    number = _without_country(digits).removeprefix("0")
    return Telephone(number, extension) if number else None


def _is_whole_before(digits: str, last: str) -> bool:
    """Whether what stands before the last dash is a number by itself, so that an extension
    follows: not 400-8201-234, which is one number.
    """
    is_called_by_all = digits[:3] in ("400", "800") and len(digits) + len(last) == 10
    return _is_whole(digits) and not is_called_by_all


def _is_whole(digits: str) -> bool:
    digits = _without_country(digits)
    if digits.startswith("0"):
        return _WITH_AREA.fullmatch(digits[1:]) is not None
    return _WHOLE.fullmatch(digits) is not None


def _without_country(digits: str) -> str:
    if digits.startswith("0086"):
        return digits[4:]
    # ten digits that begin so are a number of their own: 8626001111
    return digits[2:] if digits.startswith("86") and len(digits) >= 12 else digits


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())
