"""Papers about a day: one for all its tickets, of an office or of a technician.

Such a paper is a function `(given, pages, *, for_pdf) -> Page` as one about a ticket is,
made from a DayGiven. Whether something is late is judged by the day of the paper, so the same
records give the same page whenever it is printed; only what nobody reported is marked as not done
once that day is over, and what nobody went to once its time is, on the day itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, PartHere
from svc.model.settings import Settings
from svc.model.staff import Person, Staff
from svc.render.pages import Page, Pages
from svc.render.papers.filling import WEEKDAYS, Filling, Given, in_copies, stand_ins
from svc.render.papers.table import PAPERS
from svc.render.papers.values import Called, Copy
from svc.render.pdf import Ink
from svc.render.words import Words

if TYPE_CHECKING:
    from svc.render.paper_sizes import PaperSheet


class DayGiven(Struct, frozen=True, kw_only=True):
    """What a paper about a day is made from."""

    day: date
    is_over: bool  # a later day has begun
    now: datetime | None = None  # of a paper about today: the moment; None: of another day
    tickets: list[Given]  # in the order in which they are to stand
    settings: Settings
    staff: Staff
    office: str = ""  # empty: all
    technician: Person | None = None  # None: all
    away: str = ""  # why the technician is not at work that day
    unreadable: Sequence[str] = ()  # files of tickets that may belong on the paper
    part: PartHere | None = None  # where not all of the ledger's tickets are in this clone
    # when the last entry that is on it was typed, of a paper that is not made from tickets
    typed: datetime | None = None


class DayHead(Struct, frozen=True, kw_only=True):
    """What stands on top of a paper about a day."""

    number: str  # the day, and whose
    department: str
    office: str
    technician: Called
    away: str
    as_of: str  # when the last event of its tickets was typed
    unreadable: list[str]
    part: str = ""  # of how many of all tickets it is, where not all are here


class DayFilling:
    """Takes values for a day's paper and puts them in words; `tickets` is a Filling for each
    ticket.
    """

    def __init__(self, given: DayGiven, words: Words, ink: Ink) -> None:
        self.given = given
        self.words = words
        self.ink = ink
        self.tickets = [
            Filling(ticket, words, ink.of(ticket.state.ticket.id)) for ticket in given.tickets
        ]

    def head(self) -> DayHead:
        given, ink = self.given, self.ink
        office = given.settings.offices.get(given.office)
        person = given.technician
        called = Called()
        if person is not None:
            where = f"staff.yaml: {person.id}"
            called = Called(name=ink(where, person.name), phone=ink(where, person.phone))
        named = ink(f"svc.yaml: offices.{given.office}.name", office.name) if office else ""
        whose = called.name or named or self.words(N_("all offices"))
        return DayHead(
            number=f"{self.day(given.day)} {whose}",
            department=ink("svc.yaml: name", given.settings.name),
            office=named,
            technician=called,
            away=ink("away", given.away),
            as_of=self.words.show(_last_typed(given)),
            unreadable=[ink("unreadable", path) for path in given.unreadable],
            part=ink("svc.yaml: offices", self.words.error(given.part)) if given.part else "",
        )

    def day(self, day: date) -> str:
        return f"{day.isoformat()} {self.words(WEEKDAYS[day.weekday()])}"

    def clock(self, moment: datetime | None) -> str:
        """The time alone if it is of the paper's day, else with its date."""
        if moment is None:
            return ""
        return moment.strftime("%H:%M" if moment.date() == self.given.day else "%m-%d %H:%M")


def filled_day_page(
    document: str,
    given: DayGiven,
    pages: Pages,
    values: Callable[[DayFilling], Struct],
    *,
    for_pdf: bool,
) -> Page:
    """The document's template filled with `paper`, what `values` takes from the day's tickets, of
    which there is one.
    """
    ink = Ink(pages.font_dir if for_pdf else None)
    fill = DayFilling(given, pages.words.to_the_minute(), ink)
    head, paper = fill.head(), values(fill)
    return page_with_head(
        document, head, paper, ink, pages, when=_last_typed(given), for_pdf=for_pdf
    )


def page_with_head(
    document: str,
    head: DayHead,
    paper: Struct,
    ink: Ink,
    pages: Pages,
    *,
    when: datetime,
    for_pdf: bool,
) -> Page:
    """The page of a paper that is about no single ticket."""
    title = pages.words(PAPERS[document].title)

    def html_of(copies: list[Copy], sheet: PaperSheet) -> str:
        return pages.html(
            f"{document.replace('-', '_')}.html",
            for_pdf=for_pdf,
            document=document,
            title=title,
            head=head,
            paper=paper,
            copies=copies,
            sheet=sheet,
            stood_in=stand_ins(ink, pages.words),
        )

    first, *more = in_copies(document, pages, ink, html_of, for_pdf=for_pdf)
    return Page(
        title=f"{title} {head.number}",
        html=first,
        more=tuple(more),
        when=when,
        stood_in=tuple(ink.lacking),
    )


def _last_typed(given: DayGiven) -> datetime:
    if given.typed is not None:
        return given.typed
    return max(event.typed for ticket in given.tickets for event in ticket.state.ticket.log)
