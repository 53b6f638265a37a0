"""`svc print`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from msgspec import Struct

from svc.actions import papers as actions
from svc.actions.board import next_working_day
from svc.cli.desk import Desk
from svc.cli.paper_material import given_of
from svc.cli.progress import ProgressLine
from svc.cli.shared import name_broken, one_of, own_office, somebody
from svc.errors import (
    N_,
    CharactersOutsideFont,
    Damaged,
    NoDocument,
    NotADay,
    NotByDay,
    NothingOnPaper,
    NotNumbered,
    OnePaper,
    Phrase,
    TicketsOrDay,
    WhichTickets,
)
from svc.model.times import parse_day
from svc.render.papers.table import PAPERS, paper_maker
from svc.rules.money.receipts import number_from
from svc.store.assets import fonts_dir, templates_dir
from svc.store.files import replace_file

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.render.papers.filling import Given

T = TypeVar("T")
MANY = 20  # papers; so many take long enough for a person to want to see that it goes on


class PrintRequest(Struct, frozen=True, kw_only=True):
    """What is to be printed: of tickets that are named, or of a day."""

    document: str
    tickets: list[str]
    day: date | None
    office: str  # "" for all
    technician: str
    which: str


class SheetFacts(Struct, frozen=True, kw_only=True):
    """One paper before it is made: its tickets, and what it is filled in from."""

    tickets: list[str]
    given: Any  # Given of one ticket, DayGiven of several; the maker of the paper knows which


def print_paper(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[TICKET... PAPER]",
            help=N_(
                "Ticket numbers and the name of a paper (a wrong name lists them all); "
                "default: visit-order."
            ),
        ),
    ] = [],
    day: Annotated[
        str,
        typer.Option(
            "--day", metavar="DAY", help=N_("The day of the papers: tomorrow, 2026-11-23.")
        ),
    ] = "",
    office: Annotated[
        str,
        typer.Option(
            "--office",
            metavar="OFFICE",
            help=N_("The day's papers of this office, or all; default: your office."),
        ),
    ] = "",
    technician: Annotated[
        str,
        typer.Option(
            "--technician", metavar="STAFF", help=N_("The day's papers of this technician.")
        ),
    ] = "",
    number: Annotated[
        str,
        typer.Option("--number", metavar="NUMBER", help=N_("Which receipt; default: the last.")),
    ] = "",
    format_: Annotated[
        str, typer.Option("--format", metavar="pdf|html", help=N_("PDF, or HTML to look at."))
    ] = "pdf",
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="FILE",
            help=N_("Write to this file; default: NUMBER-PAPER in this folder."),
        ),
    ] = "",
    printer: Annotated[
        str,
        typer.Option(
            "--printer",
            metavar="NAME",
            help=N_("Print on this printer; with --out, write the file, too."),
        ),
    ] = "",
    anyway: Annotated[
        bool, typer.Option("--anyway", help=N_("Print 〓 for characters the font lacks."))
    ] = False,
) -> None:
    """Print papers for tickets or for a day, as PDF or HTML, several in one file."""
    desk: Desk = ctx.obj
    form = one_of("--format", format_, ("pdf",) if printer else ("pdf", "html"))
    asked = _asked(desk, words, day, office, technician, number)
    gathered = _gathered(desk, asked)
    sheets = _sheets(desk, asked, gathered)
    made = _made(desk, asked, sheets, for_pdf=form == "pdf", anyway=anyway)
    tickets = list(dict.fromkeys(ticket for sheet, _ in made for ticket in sheet.tickets))
    files, job = [], ""
    if made:
        data = _file(desk, asked, [page for _, page in made], form)
        if printer:
            from svc.store.printers import spool_pdf

            job = spool_pdf(data, printer, f"{asked.document} {_about(asked, tickets)}")
        if out or not printer:
            files.append(out or f"{_name(asked, tickets)}.{form}")
            replace_file(files[0], data)
    _tell(desk, asked, tickets, files, printer, job, len(gathered.broken))
    name_broken(gathered.broken)


def _asked(
    desk: Desk, words: Sequence[str], day: str, office: str, technician: str, which: str
) -> PrintRequest:
    """What was typed. Raises OnePaper, NoDocument, NotByDay, TicketsOrDay, WhichTickets,
    NotADay…
    """
    titles = {desk.words(paper.title): name for name, paper in PAPERS.items()}
    papers = [titles.get(word, word) for word in words if titles.get(word, word) in PAPERS]
    tickets = [word for word in words if titles.get(word, word) not in PAPERS]
    if len(papers) > 1:
        raise OnePaper(papers=papers)
    strange = next((word for word in tickets if not any(char.isdigit() for char in word)), None)
    if strange is not None:
        raise NoDocument(document=strange, known=list(PAPERS))
    document = papers[0] if papers else "visit-order"
    paper = PAPERS[document]
    by_day = bool(day or office or technician)
    if tickets and (by_day or paper.about != "ticket"):
        raise TicketsOrDay(document=document, tickets=tickets)
    if by_day and not paper.of_day:
        raise NotByDay(
            document=document, by_day=[name for name, row in PAPERS.items() if row.of_day]
        )
    if which and not paper.numbered:
        raise NotNumbered(
            document=document, numbered=[name for name, row in PAPERS.items() if row.numbered]
        )
    if not (tickets or by_day or paper.about != "ticket"):
        raise WhichTickets(document=document)
    if technician:
        technician = somebody(desk.ledger(), technician)
    desk.ledger()  # its zone says what day it is
    return PrintRequest(
        document=document,
        tickets=tickets,
        day=None if tickets else _day(day or "today", desk.now.date()),
        office="" if tickets or (technician and not office) else own_office(desk, office),
        technician=technician,
        which=which,
    )


def _day(text: str, today: date) -> date:
    try:
        return parse_day(text, today)
    except (ValueError, OverflowError):
        raise NotADay(text=text) from None


def _gathered(desk: Desk, asked: PrintRequest) -> actions.Gathered:
    if asked.day is None:
        return actions.gather_named(desk.ledger(), asked.tickets)
    return actions.gather_of_day(
        desk.ledger(),
        PAPERS[asked.document].of_day,
        desk.now,
        asked.day,
        office=asked.office,
        technician=asked.technician,
    )


def _sheets(desk: Desk, asked: PrintRequest, gathered: actions.Gathered) -> list[SheetFacts]:
    """A paper for each ticket, for a day, or for each technician of a day.

    A ticket whose promises can't be told is as one that can't be read.
    """
    givens: dict[str, Given] = {}
    for state in gathered.states:
        try:
            givens[state.ticket.id] = given_of(desk.ledger(), state, desk.now, asked.which)
        except Damaged as error:
            if len(asked.tickets) == 1:
                raise
            gathered.broken.append(error)
    about = PAPERS[asked.document].about
    if asked.day is None or about == "ticket":
        return [SheetFacts(tickets=[id], given=given) for id, given in givens.items()]
    states = [given.state for given in givens.values()]
    sheets = actions.sheets_of_day(desk.ledger(), states, about, asked.day, asked.technician)
    unreadable = [str(error.facts["path"]) for error in gathered.broken]
    return [_day_sheet(desk, asked, sheet, givens, unreadable) for sheet in sheets]


def _day_sheet(
    desk: Desk,
    asked: PrintRequest,
    sheet: actions.Sheet,
    givens: dict[str, Given],
    unreadable: list[str],
) -> SheetFacts:
    from svc.render.papers.days import DayGiven

    ledger, day = desk.ledger(), asked.day
    assert day is not None
    tickets = [state.ticket.id for state in sheet.states]
    given = DayGiven(
        day=day,
        is_over=day < desk.now.date(),
        tickets=[givens[ticket] for ticket in tickets],
        settings=ledger.settings,
        staff=ledger.staff,
        office=asked.office,
        technician=sheet.technician,
        away=sheet.away,
        unreadable=unreadable,
    )
    return SheetFacts(tickets=tickets, given=given)


def _made(
    desk: Desk, asked: PrintRequest, sheets: list[SheetFacts], *, for_pdf: bool, anyway: bool
) -> list[tuple[SheetFacts, Page]]:
    """The papers as pages; of a day's tickets those that lack what the paper is about are left out.

    Raises CharactersOutsideFont for all of them together, and what the maker of the paper raises.
    """
    make, pages = paper_maker(asked.document), pages_of(desk)
    made: list[tuple[SheetFacts, Page]] = []
    lacking: list[Phrase] = []
    for sheet in _followed(desk, sheets, N_("Making the papers: {done} of {count}")):
        whose = (
            sheet.tickets[0] if len(sheets) > 1 and PAPERS[asked.document].about == "ticket" else ""
        )
        try:
            page = make(sheet.given, pages, for_pdf=for_pdf, anyway=anyway)
        except CharactersOutsideFont as error:
            lacking += [_of(whose, phrase) for phrase in error.facts["characters"]]
            continue
        except NothingOnPaper:
            if asked.day is None:
                raise
            continue
        made.append((sheet, page))
        for replaced in page.replaced:
            desk.warn(N_("printed as 〓: {what}"), what=_of(whose, replaced))
    if lacking:
        raise CharactersOutsideFont(characters=lacking)
    return made


def _of(whose: str, phrase: Phrase) -> Phrase:
    """A character and its field, in a batch with the ticket it is of."""
    return (
        Phrase(phrase.says, **phrase.facts | {"field": f"{whose}: {phrase.facts['field']}"})
        if whose
        else phrase
    )


def _file(desk: Desk, asked: PrintRequest, made: list[Page], form: str) -> bytes:
    title = made[0].title if len(made) == 1 else desk.words(PAPERS[asked.document].title)
    if form == "html":
        from svc.render.pages import pages_as_one

        return (made[0].html if len(made) == 1 else pages_as_one(made, title)).encode()
    from svc.render.pdf import pdf_of_pages

    pages = [html for page in made for html in (page.html, *page.more)]
    shown = _followed(desk, pages, N_("Making the PDF: {done} of {count} pages"))
    return pdf_of_pages(shown, title=title, when=max(page.when for page in made), fonts=fonts_dir())


def _followed(desk: Desk, things: Sequence[T], says: str) -> Iterator[T]:
    """The things one by one; at a terminal it is shown how many of many are done."""
    if len(things) < MANY or not sys.stderr.isatty():
        return iter(things)
    return ProgressLine(desk.words, says).over(things)


def _about(asked: PrintRequest, tickets: list[str]) -> str:
    """What the papers are about, for names: a ticket and how many more, or a day and whose."""
    if asked.day is None:
        return tickets[0] + (f"+{len(tickets) - 1}" if len(tickets) > 1 else "")
    return "-".join([asked.day.isoformat(), *filter(None, (asked.office, asked.technician))]) + (
        "" if asked.office or asked.technician else "-all"
    )


def _name(asked: PrintRequest, tickets: list[str]) -> str:
    about = _about(asked, tickets)
    if asked.day is not None:
        return f"{asked.document}-{about}"
    return "-".join(filter(None, (about, asked.document, number_from(asked.which))))


def _tell(
    desk: Desk,
    asked: PrintRequest,
    tickets: list[str],
    files: list[str],
    printer: str,
    job: str,
    unreadable: int,
) -> None:
    if desk.json:
        desk.show_json(
            "print",
            document=asked.document,
            day=asked.day.isoformat() if asked.day else None,
            tickets=tickets,
            files=[{"path": path, "tickets": tickets} for path in files],
            printer=printer or None,
            job=job or None,
            unreadable=unreadable,
        )
        return
    if not tickets and asked.day is not None:
        desk.say(N_("Nothing to print for {day}."), day=asked.day)
        works = next_working_day(desk.ledger(), asked.day - timedelta(days=1), asked.office)
        if works != asked.day:
            desk.say(N_("The office is closed that day; the next working day is {day}."), day=works)
    if printer and tickets:
        desk.say(N_("Sent to {printer}: {job}"), printer=printer, job=job or "—")
    for path in files:
        if len(tickets) == 1:
            desk.say(N_("Written: {path}"), path=path)
        else:
            desk.say(N_("Written: {path} ({count} tickets)"), path=path, count=len(tickets))


def pages_of(desk: Desk) -> Pages:
    """The templates in the desk's language: the department's own before ours."""
    from svc.render.pages import Pages

    own = desk.ledger().top / "templates"
    return Pages([*([own] if own.is_dir() else []), templates_dir()], fonts_dir(), desk.words)
