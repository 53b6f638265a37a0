"""The schema of calendars, beside `svc/model/calendars.py`, which reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svc.errors import N_
from svc.model.calendars import WEEKDAYS

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

Tell = Callable[[Schema, str, str], Schema]

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_RANGE = rf"^ *{_DAY} *([.][.] *{_DAY} *)?$"
_CLOCK = "[0-9]{1,2}:[0-5][0-9](:[0-5][0-9])?"
_SPAN = rf"^ *{_CLOCK} *[-–] *{_CLOCK} *$"

_NAMES = {
    "mon": N_("opening hours on Mondays"),
    "tue": N_("opening hours on Tuesdays"),
    "wed": N_("opening hours on Wednesdays"),
    "thu": N_("opening hours on Thursdays"),
    "fri": N_("opening hours on Fridays"),
    "sat": N_("opening hours on Saturdays"),
    "sun": N_("opening hours on Sundays"),
}
# Keys that say something about the file itself, at the top and below a year or an exception.
_REMARKS = {
    "name": N_("name of the calendar, for people"),
    "schema": N_("version of the format"),
    "note": N_("a remark"),
    "source": N_("where it is taken from"),
    "why": N_("why"),
}


def calendar_schema(tell: Tell) -> Schema:
    """The schema's body; `tell` puts the words for a meaning beside a value's schema."""

    def hours() -> Schema:
        return {"type": "array", "items": {"type": "string", "pattern": _SPAN}}

    def days() -> Schema:
        return {"type": "array", "items": {"type": "string", "pattern": _RANGE}}

    def by_day(value: Schema) -> Schema:
        return {
            "type": "object",
            "propertyNames": {"pattern": _RANGE},
            "additionalProperties": value,
        }

    def entries(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
        remarks = {
            name: tell({}, meaning, "")
            for name, meaning in _REMARKS.items()
            if name not in properties
        }
        schema = {
            "type": "object",
            "properties": {**properties, **remarks},
            "additionalProperties": False,
        }
        return schema | ({"required": list(required)} if required else {})

    given = {
        "type": ["array", "object"],
        "items": hours()["items"],
        "properties": {"hours": tell(hours(), N_("the hours of that day; [] if closed"), "")},
    }
    opened = by_day(given)
    year = entries(
        {
            "notice": tell({"type": "string"}, N_("the notice that the year is taken from"), ""),
            "closed": tell(
                days(), N_("holidays: days, or ranges such as 2026-01-01..2026-01-03"), ""
            ),
            "open": tell(
                {
                    "type": ["array", "object"],
                    "items": {**opened, "type": ["string", "object"], "pattern": _RANGE},
                    **{key: opened[key] for key in ("propertyNames", "additionalProperties")},
                },
                N_(
                    "days worked to make up for holidays; they have Monday's hours unless "
                    "others are given"
                ),
                "",
            ),
        }
    )
    exception = entries(
        {
            "hours": tell(hours(), N_("the hours of that day; [] if closed"), ""),
            "why": tell({"type": "string"}, N_("why the hours differ"), ""),
        },
        ("hours",),
    )
    week = {name: tell(hours(), meaning, "") for name, meaning in _NAMES.items()}
    assert tuple(week) == WEEKDAYS
    return entries(
        {
            "zone": tell(
                {"type": "string"}, N_("time zone of the calendar; the same as the ledger's"), ""
            ),
            "hours": tell(
                {"type": "object", "properties": week, "additionalProperties": False},
                N_(
                    'weekly hours by day, spans such as "08:30-12:00"; '
                    "a day that is left out is closed"
                ),
                "",
            ),
            "official": tell(
                {
                    "type": "object",
                    "propertyNames": {"pattern": "^[0-9]{4}$"},
                    "additionalProperties": year,
                },
                N_("official holidays and make-up days by year"),
                "",
            ),
            "own": tell(
                by_day(exception),
                N_("the office's own exceptions by day or range; they come before all others"),
                "",
            ),
        },
        ("zone", "hours"),
    )
