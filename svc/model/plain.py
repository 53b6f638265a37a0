"""Facts as plain data (texts, numbers, lists) for another process or the index, and back.

What has no plain type of its own is a list that begins with the name of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from svc.errors import Length, Phrase


def to_plain(value: object, other: Callable[[object], object]) -> object:
    """A fact as plain data; `other` says what becomes of one whose type is not known here."""
    match value:
        case Length():
            return ["length", str(value)]
        case None | bool() | int() | float() | str():
            return value
        case Phrase():
            return [
                "phrase",
                value.says,
                {name: to_plain(fact, other) for name, fact in value.facts.items()},
            ]
        case list() | tuple():
            return ["list", [to_plain(item, other) for item in value]]
        case Decimal():
            return ["amount", str(value)]
        case datetime():
            return ["moment", value.isoformat()]
        case date():
            return ["day", value.isoformat()]
    return other(value)


# Any: who asks knows of what kind the fact was, as they gave it.
def from_plain(value: object, other: Callable[[list[object]], object]) -> Any:
    """The fact that `plain_data` was given (a tuple comes back as a list); `other` takes lists that
    begin otherwise.
    """
    if type(value) is not list:
        return value
    match value:
        case ["amount", amount]:
            return Decimal(amount)
        case ["length", length]:
            return Length(length)
        case ["moment", moment]:
            return datetime.fromisoformat(moment)
        case ["day", day]:
            return date.fromisoformat(day)
        case ["phrase", says, facts]:
            return Phrase(says, **{name: from_plain(each, other) for name, each in facts.items()})
        case ["list", items]:
            return [from_plain(item, other) for item in items]
    return other(value)
