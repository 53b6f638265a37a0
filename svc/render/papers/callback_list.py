"""The callback list (回访名单): whom to call on a day, about what, what to say, and boxes for the
answers.
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import N_
from svc.render.pages import Page, Pages
from svc.render.papers.callback_record import phrase_to_say
from svc.render.papers.days import DayFilling, DayGiven, filled_day_page
from svc.render.papers.filling import Filling
from svc.render.papers.values import Work
from svc.rules.ticket.attempts import contact_attempts


class CallToMake(Struct, frozen=True, kw_only=True):
    """A call to make."""

    number: str
    due: str
    late: bool  # it was due on a day before that of the list
    unit: str
    contact: str
    mobile: str
    phone: str
    machine: str
    work: Work
    slip_rating: str
    tried: str
    say: str


class CallbackList(Struct, frozen=True, kw_only=True):
    """What `callback_list.html` can use, as `paper`."""

    calls: list[CallToMake]
    ratings: tuple[str, ...]


def callback_list(given: DayGiven, pages: Pages, *, for_pdf: bool) -> Page:
    """The day's calls, in the order of the tickets given."""
    return filled_day_page("callback-list", given, pages, _values, for_pdf=for_pdf)


def _values(fill: DayFilling) -> CallbackList:
    return CallbackList(
        calls=[call_to_make(ticket, fill) for ticket in fill.tickets],
        ratings=fill.tickets[0].ratings(),
    )


def call_to_make(ticket: Filling, fill: DayFilling) -> CallToMake:
    """The call about a ticket: whom, on which number, about what, what to say."""
    customer, machine, slip = ticket.customer(), ticket.machine(), ticket.state.slip
    due = next(
        (h.due for h in ticket.given.promises if h.promise == "callback" and h.is_open and h.due),
        None,
    )
    tried = ""
    calls = contact_attempts(ticket.state, "callback")
    if calls:
        tried = ticket.words(
            N_("{times} times, last {at}: {reason}; next {next}"),
            times=len(calls),
            at=calls[-1].at,
            reason=ticket.of(calls[-1], "reason"),
            next=calls[-1].next or "—",
        )
    return CallToMake(
        number=ticket.ticket.id,
        due=fill.clock(due),
        late=due is not None and due.date() < fill.given.day,
        unit=customer["unit"],
        contact=customer["contact"],
        mobile=customer["mobile"],
        phone=customer["phone"],
        machine="　".join(text for text in (machine["model"], machine["serial"]) if text),
        work=ticket.work(ticket.log),
        slip_rating=ticket.words.label("rating", slip.rating) if slip else "",
        tried=tried,
        say=phrase_to_say(ticket),
    )
