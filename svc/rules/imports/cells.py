"""From the cell of a table to the value of a field, or to what is wrong with it and what to write
instead.

Spreadsheets change what is typed into them: long numbers lose digits, codes their leading zeros,
days become numbers. What is certain is put right, what is lost is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from msgspec import Struct

from svc.errors import N_, NotOpeningHours, Phrase, Refused, SvcError
from svc.model.import_kinds import Field
from svc.model.money import LIMIT, amount_from, in_yuan
from svc.model.staff import Staff
from svc.model.table_files import CellValue, Lost
from svc.model.times import is_skipped, is_thinkable
from svc.model.typed_hours import read_week
from svc.model.typed_text import as_code, cleaned
from svc.model.typed_times import is_misspelt_day
from svc.rules.forms import plain_form
from svc.rules.search.people import people_called
from svc.rules.telephones import telephones, why_no_telephone

_NOTHING = frozenset(
    (
        "",
        *"-/\\—无空",
        "--",
        "——",
        "没有",
        "暂无",
        "空白",
        "未填",
        "未填写",
        "none",
        "n/a",
        "#n/a",
        "null",
    )
)
_AROUND = "()[]【】〔〕<> "
"""What forms put around a word that stands for nothing: (空)."""
MOST_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number."""
MOST_CHARACTERS = 20_000
"""No desk reads more in one cell; something else was pasted there."""
_POWER = re.compile(r"[0-9]+(\.[0-9]+)?e\+[0-9]+", re.IGNORECASE)
_WHOLE = re.compile(r"([0-9]+)\.0+")
_DAY = re.compile(
    r"([12][0-9]{3})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
    r"(?:[ T]([0-9]{1,2})[:：时]([0-9]{1,2})(?:[:：分]([0-9]{1,2})(?:\.[0-9]+)?)?[分秒]?"
    r"(?: ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_SERIAL_DAY = re.compile(r"[2-9][0-9]{4}(\.[0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 109_574  # 1954 to 2199; a lower number is a year, or a count
_SEPARATORS = {"list": r"[、,，;；\n]", "choices": r"[、,，;；/\n]", "lines": r"[;；\n]"}
_CALLED_BY_ALL = ("400", "800")  # numbers without an area
_YES = frozenset(("是", "yes", "y", "true", "1", "√", "✓", "有", "对"))
_NO = frozenset(("否", "no", "n", "false", "0", "×", "x"))
_WRITE_DAY = N_("write it like 2024-03-01")
_WRITE_TEXT = N_("format the column as text and type the number again")


class NotTaken(Exception):
    """A cell that can't be taken: why, and what to write instead."""

    def __init__(self, problem: Phrase | SvcError, write: Phrase | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.write = write


class Known(Struct, frozen=True, kw_only=True):
    """What cells are read by."""

    today: date
    zone: tzinfo
    choices: Mapping[str, Mapping[str, str]]  # group of labels → what a value may be called → value
    offices: Mapping[str, str]  # what an office may be called → code
    staff: Staff
    since_1904: bool = False


def is_nothing(cell: CellValue) -> bool:
    """Whether a cell holds nothing, or a sign that stands for it."""
    return cell is None or (isinstance(cell, str) and plain_form(cell).strip(_AROUND) in _NOTHING)


def value_of(cell: CellValue, field: Field, known: Known) -> str:
    """The value of a cell as text: days as 2024-03-01, amounts with two places, several words with
    a line feed between. Empty for a cell that says nothing. Raises NotTaken.
    """
    if isinstance(cell, Lost):
        raise NotTaken(cell.problem)
    if is_nothing(cell):
        return ""
    match field.takes:
        case "code":
            return _code(cell)
        case "phone":
            return _phone(cell)
        case "day" | "bought" | "moment":
            return _day_or_moment(cell, field, known)
        case "amount":
            return _amount(cell)
        case "count":
            return _count(cell)
        case "list" | "lines":
            return "\n".join(_several(_text(cell), field.takes))
        case "yes":
            return _yes(cell)
        case "hours":
            return _hours(_text(cell))
        case "choice" | "choices" | "office" | "person":
            return _named(_text(cell), field, known)
        case _:
            return cleaned(_text(cell))


def _text(cell: CellValue) -> str:
    """A cell as words. Raises NotTaken for a number that has lost digits, and for a book."""
    if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
        problem = Phrase(N_("it has more than {count} characters"), count=MOST_CHARACTERS)
        raise NotTaken(problem, Phrase(N_("write it shorter")))
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell if isinstance(cell, str) else str(cell)


def _number(value: float) -> str:
    """A number as it was typed: 12345, not 12345.0."""
    if abs(value) >= MOST_EXACT:
        raise NotTaken(
            Phrase(
                N_("{value} is a number with more than 15 digits: the last are lost"),
                value=f"{value:.2E}",
            ),
            Phrase(_WRITE_TEXT),
        )
    return str(int(value)) if value.is_integer() else repr(value)


def _code(cell: CellValue) -> str:
    """A number that is no quantity: its digits and letters, as they are stamped."""
    if isinstance(cell, (date, time)):
        problem = Phrase(N_("the spreadsheet has made a date of it: {value}"), value=str(cell))
        raise NotTaken(problem, Phrase(_WRITE_TEXT))
    text = as_code(_text(cell)).removeprefix("'").strip()
    if _POWER.fullmatch(text):
        raise NotTaken(
            Phrase(N_("{value} is a number cut short: its digits are lost"), value=text),
            Phrase(_WRITE_TEXT),
        )
    whole = _WHOLE.fullmatch(text)
    if isinstance(cell, float) and not cell.is_integer():
        raise NotTaken(Phrase(N_("'{value}' is no such number"), value=text), Phrase(_WRITE_TEXT))
    return whole[1] if whole else text


def _phone(cell: CellValue) -> str:
    """Telephone numbers; one that a spreadsheet took for a number gets the zero of its area code
    back.
    """
    lines = cell.splitlines() if isinstance(cell, str) else [cell]
    parts = [_code(line) for line in lines if not is_nothing(line)]
    text = " / ".join(part for part in parts if part)
    numbers = telephones(text)
    is_alone = len(numbers) == 1 and text == numbers[0].number
    if is_alone and numbers[0].local and text[:3] not in _CALLED_BY_ALL:
        text = f"0{text}"
    wrong = why_no_telephone(text)
    if wrong:
        raise NotTaken(
            Phrase(N_("'{value}' is no telephone number"), value=wrong),
            Phrase(N_("write a mobile with 11 digits, or a number with its area code")),
        )
    return text


def _day_or_moment(cell: CellValue, field: Field, known: Known) -> str:
    moment = _moment(cell, known)
    if moment is None:
        text = cleaned(_text(cell))
        if field.takes == "bought" and not is_misspelt_day(text, known.today):
            return text
        if field.takes == "bought" and re.fullmatch(r"[12][0-9]{3}", text):
            return text  # a year
        raise NotTaken(Phrase(N_("'{value}' is no day"), value=text), Phrase(_WRITE_DAY))
    if not is_thinkable(moment.date()):
        problem = Phrase(N_("'{value}' is before 1900 or after 2199"), value=moment.date())
        raise NotTaken(problem, Phrase(_WRITE_DAY))
    if moment.year < field.since:
        problem = Phrase(N_("{day} is too long ago"), day=moment.date())
        raise NotTaken(problem, Phrase(_WRITE_DAY))
    if field.takes in ("bought", "moment") and moment.date() > known.today:
        problem = Phrase(N_("{day} is still to come"), day=moment.date())
        raise NotTaken(problem, Phrase(_WRITE_DAY))
    if field.takes == "moment":
        if is_skipped(moment.replace(tzinfo=known.zone)):
            problem = Phrase(N_("the clocks were put forward over {time}"), time=moment)
            raise NotTaken(problem, Phrase(_WRITE_DAY))
        return moment.replace(tzinfo=known.zone).isoformat()
    return moment.date().isoformat()


def _moment(cell: CellValue, known: Known) -> datetime | None:
    """The day and time a cell holds, in whatever way; None for what is none."""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, float) and not isinstance(cell, bool):
        return _of_serial(cell, known)
    text = as_code(_text(cell))
    if _SERIAL_DAY.fullmatch(text):
        return _of_serial(float(text), known)
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    month, day = match[2] or match[4], match[3] or match[5]
    try:
        moment = datetime(
            int(match[1]),
            int(month),
            int(day),
            int(match[6] or 0),
            int(match[7] or 0),
            int(match[8] or 0),
        )
        if match[9]:
            away = datetime.strptime(match[9], "%z").tzinfo
            moment = moment.replace(tzinfo=away).astimezone(known.zone).replace(tzinfo=None)
    except ValueError:
        return None
    return moment


def _of_serial(number: float, known: Known) -> datetime | None:
    """The day a spreadsheet means by a number: counted from 1900, or from 1904."""
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    first = datetime(1904, 1, 1) if known.since_1904 else datetime(1899, 12, 30)
    return first + timedelta(days=int(number), seconds=round(number % 1 * 86400))


def _amount(cell: CellValue) -> str:
    amount = None
    if isinstance(cell, float) and 0 <= cell < LIMIT:
        rounded = in_yuan(Decimal(repr(cell)))
        # 0.1 + 0.2 is no third place
        is_exact = abs(Decimal(repr(cell)) - rounded) <= Decimal("0.000001")
        amount = rounded if is_exact else None
    elif not isinstance(cell, float):
        with suppress(Refused):
            amount = amount_from(_text(cell), "")
    if amount is None:
        value = repr(cell) if isinstance(cell, float) else _text(cell)
        raise NotTaken(
            Phrase(N_("'{value}' is no amount in yuan"), value=value),
            Phrase(N_("write it with two places, like 12.50")),
        )
    return str(amount)


def _count(cell: CellValue) -> str:
    text = re.sub(r"(公里|千米|km|个|件)$", "", as_code(_text(cell)).casefold()).strip()
    whole = _WHOLE.fullmatch(text)
    text = whole[1] if whole else text
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotTaken(
            Phrase(N_("'{value}' is no whole number"), value=_text(cell)),
            Phrase(N_("write digits alone")),
        )
    return str(int(text))


def _yes(cell: CellValue) -> str:
    word = plain_form(_text(cell)).removesuffix(".0")
    if word in _YES or word in _NO:
        return "yes" if word in _YES else "no"
    raise NotTaken(
        Phrase(N_("'{value}' is neither yes nor no"), value=_text(cell)),
        Phrase(N_("write yes or no")),
    )


def _hours(text: str) -> str:
    try:
        read_week(text)
    except NotOpeningHours:
        raise NotTaken(
            Phrase(N_("'{value}' are no opening hours"), value=text),
            Phrase(N_("write them like 周一至周五 8:30-12:00 13:30-17:30; 周六 9:00-12:00")),
        ) from None
    return text


def _several(text: str, takes: str) -> list[str]:
    parts = (cleaned(part) for part in re.split(_SEPARATORS[takes], text))
    return list(dict.fromkeys(part for part in parts if part))


def _named(text: str, field: Field, known: Known) -> str:
    """The fixed value, office or person that a word stands for."""
    if field.takes == "person":
        people = people_called(known.staff.staff, text)
        if len(people) == 1:
            return people[0].id
        raise NotTaken(
            Phrase(N_("'{value}' is nobody of the staff, or several"), value=text),
            Phrase(N_("write the id as staff.yaml has it")),
        )
    names = known.offices if field.takes == "office" else known.choices[field.group]
    words = _several(text, "choices") if field.takes == "choices" else [text]
    values = []
    for word in words:
        form = _joined(word)
        value = next((value for called, value in names.items() if _joined(called) == form), None)
        if value is None:
            listed = list(dict.fromkeys(_called(names).values()))
            raise NotTaken(
                Phrase(N_("'{value}' is not known here"), value=word),
                Phrase(N_("write one of {choices}"), choices=listed),
            )
        values.append(value)
    return "\n".join(dict.fromkeys(values))


def _joined(word: str) -> str:
    return plain_form(word).replace(" ", "")


def _called(names: Mapping[str, str]) -> dict[str, str]:
    """Each value with what it is called first."""
    called: dict[str, str] = {}
    for word, value in names.items():
        called.setdefault(value, word)
    return called
