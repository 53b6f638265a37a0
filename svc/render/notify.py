"""Messages in words: what a colleague would write into the group, short, with the ticket's number.

Of a customer nothing stands in them, unless the setting says so: no name, address, number, nor
anything that was typed about the matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from svc.errors import N_
from svc.model.settings import NotifyRow
from svc.model.staff import Person
from svc.model.tickets import Ticket
from svc.model.typed_text import UNKNOWN
from svc.render.masking import masked_number, masked_text
from svc.render.words import Words, printable
from svc.rules.notify import Message, Told

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_ROOM_FOR_MARKS = 90
"""Bytes kept free in each part for `(2/3)` and that it was perhaps sent before."""
_HEADS: dict[str, str] = {
    "unkept": N_("Visits nobody makes: {count}"),
    "waiting": N_("Waiting: {count}"),
    "visits": N_("Visits today:"),
}
CHANGED = N_("changed")
PERHAPS_AGAIN = N_("perhaps sent before")


class MessageLine(NamedTuple):
    """A line ready to be sent, and what is remembered of it."""

    text: str
    mark: str


def heading(row: NotifyRow, message: Message, words: Words, office: str) -> str:
    """The first line: what it is in the department's words, of which office, for which day, for
    whom.
    """
    title = printable(row.words) or words.label("digest", message.digest)
    who = [printable(person.name) for person in message.people] if message.about else []
    facts = [f"[{title}]" if words.lang == "en" else f"【{title}】", printable(office)]
    return " ".join(part for part in (*facts, f"{message.day:%m-%d}", *who) if part)


def message_lines(message: Message, row: NotifyRow, words: Words) -> list[MessageLine]:
    """Each thing on a line, with the customer below it where the setting has it; what is of one
    kind below a head that says how many there are.
    """
    lines: list[MessageLine] = []
    before = ""
    for told in message.lines:
        if told.part != before and told.part in _HEADS:
            of_kind = [each for each in message.lines if each.part == told.part]
            lines.append(
                MessageLine(words(_HEADS[told.part], count=told.count or len(of_kind)), "")
            )
        before = told.part
        text = _LINES[told.part](told, message.day, words)
        customer = _customer(told.ticket, row.personal) if told.ticket else ""
        lines.append(MessageLine(f"{text}\n  {customer}" if customer else text, told.mark))
    return lines


def parts_of_message(
    head: str, lines: Sequence[MessageLine], limit: int
) -> list[list[MessageLine]]:
    """The lines of each part, so that a part with its head has at most `limit` bytes (0: any); a
    line longer than that is cut.
    """
    room = limit - len(head.encode()) - _ROOM_FOR_MARKS if limit else 0
    parts: list[list[MessageLine]] = [[]]
    taken = 0
    for line in lines:
        text = line.text if not limit else _cut(line.text, max(room, 60))
        size = len(text.encode()) + 1
        if limit and parts[-1] and taken + size > room:
            parts.append([])
            taken = 0
        parts[-1].append(MessageLine(text, line.mark))
        taken += size
    return parts


def part_text(
    head: str,
    lines: Sequence[MessageLine],
    place: tuple[int, int],
    marks: Sequence[str],
    words: Words,
    *,
    below: str = "",
) -> str:
    """One part as it is sent, the how-manieth of how many: each has the head, so that a robot's
    keyword stands in all, and `below` it, if there is anything, of how much of the ledger it is.
    """
    shown = [words(mark) for mark in marks]
    first = f"{head} ({place[0]}/{place[1]})" if place[1] > 1 else head
    if shown:
        said = words.comma.join(shown)
        first += f" ({said})" if words.lang == "en" else f"（{said}）"
    return "\n".join([first, *([below] if below else []), *(line.text for line in lines)])


def _cut(text: str, most: int) -> str:
    """A text of at most so many bytes, with a sign where something was cut off."""
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode(errors="ignore") + "…"


def mobiles_of(people: Sequence[Person]) -> list[str]:
    """The mobile numbers of those who have one in staff.yaml."""
    found = [re.sub(r"[ -]", "", person.phone).removeprefix("+86") for person in people]
    return [number for number in found if _MOBILE.fullmatch(number)]


def _customer(ticket: Ticket, personal: str) -> str:
    """Who it is about and what was told, as far as it may be said."""
    customer = ticket.customer
    if personal == "none" or customer is None:
        return ""
    known = [printable(customer.unit)]
    if personal == "full":
        known += [customer.contact, customer.mobile, customer.address, ticket.symptom]
    else:
        known += [masked_number(customer.mobile), masked_text(ticket.symptom)]
    return " ".join(printable(text) for text in known if text and text != UNKNOWN)


def _moment(at: datetime | None, day: date) -> str:
    if at is None:
        return ""
    return f"{at:%H:%M}" if at.date() == day else f"{at:%m-%d %H:%M}"


def _ticket(told: Told, words: Words) -> str:
    """Number and kind, and how urgent it is where it is."""
    ticket = told.ticket
    if ticket is None:
        return ""
    urgency = ticket.urgency if ticket.urgency != "normal" else None
    facts = (ticket.id, words.label("kind", ticket.kind), words.label("urgency", urgency))
    return " ".join(fact for fact in facts if fact)


def _promise_line(told: Told, day: date, words: Words) -> str:
    says = (
        N_("{ticket} {promise}: was due {due}")
        if told.is_late
        else N_("{ticket} {promise}: due {due}")
    )
    line = words(
        says,
        ticket=_ticket(told, words),
        promise=words.label("promise", told.value),
        due=_moment(told.at, day),
    )
    return _with_people(line, told, words)


def _visit_line(told: Told, day: date, words: Words) -> str:
    return f"{_moment(told.at, day)} {_ticket(told, words)}"


def _unkept_line(told: Told, day: date, words: Words) -> str:
    says = N_("{ticket} {time}: missed") if told.is_late else N_("{ticket} {time}: nobody comes")
    line = words(says, ticket=_ticket(told, words), time=_moment(told.at, day))
    return _with_people(line, told, words)


def _waiting_line(told: Told, day: date, words: Words) -> str:
    due = _moment(told.at, day)
    facts = [_ticket(told, words), words.label("status", told.value)]
    if due:
        says = N_("was due {due}") if told.is_late else N_("due {due}")
        facts.append(words(says, due=due))
    return " ".join(facts)


def _visits_line(told: Told, day: date, words: Words) -> str:
    who = words.show(told.people)
    return words(N_("{label}: {value}"), label=who, value=str(told.count))


def _complaint_line(told: Told, day: date, words: Words) -> str:
    facts = {"ticket": told.ticket.id if told.ticket else "", "time": _moment(told.at, day)}
    if not told.value:
        return words(N_("{ticket}, received {time}"), **facts)
    return words(N_("{ticket}, received {time}, about {about}"), about=told.value, **facts)


def _duty_line(told: Told, day: date, words: Words) -> str:
    when = f"{told.day:%m-%d} {told.value}".strip()
    return words(N_("{label}: {value}"), label=when, value=words.show(told.people))


def _with_people(line: str, told: Told, words: Words) -> str:
    if not told.people:
        return line
    return words(N_("{line} ({who})"), line=line, who=words.show(told.people))


_LINES: dict[str, Callable[[Told, date, Words], str]] = {
    "promise": _promise_line,
    "visit": _visit_line,
    "unkept": _unkept_line,
    "waiting": _waiting_line,
    "visits": _visits_line,
    "complaint": _complaint_line,
    "duty": _duty_line,
}
