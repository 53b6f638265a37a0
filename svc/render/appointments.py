"""A technician's calendar as iCalendar (RFC 5545), for phones and Outlook.

Written here rather than by a library: it is one kind of entry with ten lines, all text, and a
library would be one more package in every installation. What has to be right is held by tests that
read it with another's reader: lines of at most 75 bytes that cut no character, text that is no
syntax, moments in UTC, which every program understands alike without a table of zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from svc.actions.appointments import TechnicianCalendar
from svc.errors import N_, PartHere
from svc.model.tickets import Ticket
from svc.model.typed_text import UNKNOWN
from svc.render.words import Words
from svc.rules.ticket.appointments import Appointment

_LINE_BYTES = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_text(
    calendar: TechnicianCalendar,
    words: Words,
    *,
    visit_minutes: int,
    masked: bool,
    part: PartHere | None = None,
) -> str:
    """The whole calendar; `masked`: with the tickets' numbers and nothing of customers. Of the same
    visits it is the same, whenever it is written. `part`: where not all of the ledger's tickets are
    in this clone, it says so.
    """
    title = words(N_("Visits of {name}"), name=calendar.person.name)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//svc-desk//svc calendar export//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
    ]
    if part is not None:
        lines.append(f"X-WR-CALDESC:{_text(words.error(part))}")
    length = timedelta(minutes=visit_minutes)
    for state, appointment in calendar.visits:
        lines += _entry(state.current, appointment, words, length=length, masked=masked)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _entry(
    ticket: Ticket, appointment: Appointment, words: Words, *, length: timedelta, masked: bool
) -> Iterator[str]:
    summary, place, description = _told(ticket, appointment, words, masked=masked)
    yield "BEGIN:VEVENT"
    yield f"UID:{ticket.id}-{appointment.number}@svc.invalid"
    yield f"DTSTAMP:{_moment(appointment.changed)}"
    yield f"LAST-MODIFIED:{_moment(appointment.changed)}"
    yield f"SEQUENCE:{appointment.revision}"
    yield f"DTSTART:{_moment(appointment.begins)}"
    yield f"DTEND:{_moment(appointment.begins + length)}"
    yield f"STATUS:{'CANCELLED' if appointment.is_cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(summary)}"
    if place:
        yield f"LOCATION:{_text(place)}"
    yield f"DESCRIPTION:{_text(description)}"
    yield "END:VEVENT"


def _told(
    ticket: Ticket, appointment: Appointment, words: Words, *, masked: bool
) -> tuple[str, str, str]:
    """What it is, where, and what the technician has to know."""
    kind = words.label("kind", ticket.kind)
    customer, machine = ticket.customer, ticket.equipment
    lines = [_line(words, N_("Ticket"), ticket.id)]
    if ticket.urgency not in (None, "normal"):
        lines.append(_line(words, N_("Urgency"), words.label("urgency", ticket.urgency)))
    if appointment.together:
        lines.append(_line(words, N_("In the same visit"), *appointment.together))
    if appointment.bring:
        lines.append(_line(words, N_("To bring"), *map(words.to_bring, appointment.bring)))
    if masked or customer is None:
        return f"{kind} {ticket.id}", "", "\n".join(lines)
    lines.append(_line(words, N_("Contact"), customer.contact, customer.mobile, customer.phone))
    if machine is not None:
        known = (machine.model, machine.specification, machine.serial)
        lines.append(_line(words, N_("Machine"), *known))
    lines.append(_line(words, N_("Symptom"), ticket.symptom))
    lines.append(_line(words, N_("What the customer asks for"), ticket.wishes))
    model = machine.model if machine is not None else ""
    summary = " ".join(part for part in (kind, customer.unit, model) if part and part != UNKNOWN)
    place = "" if customer.address == UNKNOWN else customer.address
    return summary, place, "\n".join(line for line in lines if line)


def _line(words: Words, label: str, *values: str) -> str:
    """`label: values` with what is known; empty if nothing is."""
    known = [value.replace("\n", " ") for value in values if value and value != UNKNOWN]
    if not known:
        return ""
    value = words.comma.join(dict.fromkeys(known))
    return words(N_("{label}: {value}"), label=words(label), value=value)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A text as a value: no syntax, no line of its own, nothing that steers a program."""
    seen = "".join(char for char in text if char == "\n" or (ord(char) >= 32 and ord(char) != 127))
    return seen.translate(_ESCAPES)


def _folded(line: str) -> Sequence[str]:
    """The line in pieces of at most 75 bytes, further ones behind a blank; no character is cut."""
    pieces, piece, taken = [], "", 0
    for char in line:
        size = len(char.encode())
        if taken + size > _LINE_BYTES:
            pieces.append(piece)
            piece, taken = " ", 1
        piece += char
        taken += size
    return [*pieces, piece]
