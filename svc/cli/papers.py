"""`svc print`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from msgspec import Struct
from msgspec.structs import replace

from svc.actions import papers as actions
from svc.actions.board import next_working_day
from svc.cli.commands import SUMS_ON_PAPER
from svc.cli.desk import Desk
from svc.cli.paper_choice import (
    PaperChoice,
    PaperOptions,
    check_printable,
    empty_backs,
    paper_choice,
    printed_sides,
)
from svc.cli.paper_material import given_of, material_of_its_own, pages_of
from svc.cli.progress import ProgressLine
from svc.cli.shared import (
    check_sum_is_of_all,
    name_broken,
    one_of,
    own_office,
    staff_id,
    tell_stand_ins,
)
from svc.cli.statements import month_meant
from svc.cli.store_prints import Where, print_store_paper, store_paper_named
from svc.errors import (
    N_,
    Damaged,
    NoDocument,
    NotByDay,
    NotForThisPaper,
    NothingOnPaper,
    NotNumbered,
    OnePaper,
    PapersLeftOut,
    Phrase,
    Refused,
    SvcError,
    TicketsOrDay,
    WhichCustomer,
    WhichTickets,
)
from svc.render.papers.table import ALL_PAPERS, PAPERS, paper_maker, usual_paper
from svc.rules.money.receipts import number_from
from svc.store.assets import fonts_dir
from svc.store.files import replace_file

if TYPE_CHECKING:
    from svc.render.pages import Page
    from svc.render.papers.filling import Given

Item = TypeVar("Item")
MANY = 20  # papers; so many take long enough for a person to want to see that it goes on


class PrintRequest(Struct, frozen=True, kw_only=True):
    """What is to be printed: of tickets that are named, or of a day."""

    document: str
    tickets: list[str]
    day: date | None
    office: str  # "" for all
    technician: str
    which: str
    customers: Sequence[str] = ()  # whose statements
    choice: PaperChoice = PaperChoice()  # on what, and in which copies, if that was said
    of: date | None = None  # the day on which the price list holds, the month of a statement
    is_fitting: bool = False  # no paper was named: each ticket has the one that fits it

    @property
    def documents(self) -> tuple[str, ...]:
        """The papers that it may be."""
        return tuple(PAPERS) if self.is_fitting else (self.document,)

    @property
    def is_of_records(self) -> bool:
        """Whether it is about tickets, one by one or those of a day."""
        return PAPERS[self.document].about not in ("prices", "customer")


class SheetFacts(Struct, frozen=True, kw_only=True):
    """One paper before it is made: its tickets, and what it is filled in from."""

    tickets: list[str]
    document: str
    given: Any  # Given of one ticket, DayGiven of several; the maker of the paper knows which


def print_paper(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[TICKET... PAPER]",
            help=N_(
                "Ticket numbers and the name of a paper (a wrong name lists them all); "
                "default: the order that fits the ticket."
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
    month: Annotated[
        str,
        typer.Option(
            "--month", metavar="MONTH", help=N_("Of a statement: the month; default: last month.")
        ),
    ] = "",
    number: Annotated[
        str,
        typer.Option("--number", metavar="NUMBER", help=N_("Which receipt; default: the last.")),
    ] = "",
    format_: Annotated[
        str, typer.Option("--format", metavar="pdf|html", help=N_("PDF, or HTML to look at."))
    ] = "pdf",
    paper: Annotated[
        str,
        typer.Option(
            "--paper",
            metavar="SIZE",
            help=N_(
                "What it is printed on: `A4`, `A5`, `80mm` (roll), `241-1/2` (continuous), `A4/3` "
                "(three on a sheet, to be cut apart) …; default: as svc.yaml says, or usual."
            ),
        ),
    ] = "",
    copies: Annotated[
        str,
        typer.Option(
            "--copies",
            metavar="COPIES",
            help=N_(
                "In how many copies, or which (a wrong name lists them all); default: as svc.yaml "
                "says, or usual."
            ),
        ),
    ] = "",
    duplex: Annotated[
        bool | None,
        typer.Option(
            "--duplex/--no-duplex",
            help=N_(
                "Each copy begins on a front side, for printers that print both; default: as "
                "svc.yaml says."
            ),
        ),
    ] = None,
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
            metavar="PRINTER",
            help=N_("Print on this printer; with --out, write the file, too."),
        ),
    ] = "",
) -> None:
    """Print papers for tickets or for a day, as PDF or HTML, several in one file."""
    desk: Desk = ctx.obj
    form = one_of("--format", format_, ("pdf",) if printer else ("pdf", "html"))
    titles = _names_by_title(desk)
    if of_store := store_paper_named(words, titles):
        names = {of_store, *(title for title, name in titles.items() if name == of_store)}
        about = [word for word in words if word not in names]
        options = {"--office": office, "--month": month, "--day": day, "--technician": technician}
        options |= {"--number": number}
        where = Where(form, out, printer, PaperOptions(paper, copies, duplex))
        print_store_paper(ctx, of_store, about, options=options, where=where)
        return
    choice = paper_choice(desk, PaperOptions(paper, copies, duplex))
    request = _print_request(desk, words, day, office, technician, number, month, choice)
    if request.document in SUMS_ON_PAPER:
        check_sum_is_of_all(desk, SUMS_ON_PAPER[request.document], request.office or "all")
    gathered = _gather_tickets(desk, request)
    request = _fitting(request, gathered)
    sheets = _gather_sheets(desk, request, gathered)
    lacking: list[SvcError] = []
    pages = _make_pages(desk, request, sheets, lacking, for_pdf=form == "pdf")
    tickets = list(dict.fromkeys(ticket for sheet, _ in pages for ticket in sheet.tickets))
    files, job = [], ""
    if pages:
        data = _file_bytes(desk, request, [page for _, page in pages], form)
        if printer:
            from svc.store.printers import spool_pdf

            subject = f"{request.document} {_subject_name(request, tickets)}"
            sheet = check_printable(request.document, pages_of(desk, request.documents, choice))
            job = spool_pdf(data, printer, subject, printed_sides(desk, choice, sheet))
        if out or not printer:
            files.append(out or f"{_file_name(request, tickets)}.{form}")
            replace_file(files[0], data)
    _tell_printed(
        desk,
        request,
        tickets,
        [page for _, page in pages],
        files,
        printer,
        job,
        len(gathered.broken),
    )
    if lacking and gathered.broken:  # one error ends the command: the other is said before
        desk.warn(lacking[0].says, **lacking[0].facts)
    name_broken(gathered.broken)
    for error in lacking:
        raise error


def _print_request(
    desk: Desk,
    words: Sequence[str],
    day: str,
    office: str,
    technician: str,
    which: str,
    month: str,
    choice: PaperChoice,
) -> PrintRequest:
    """What was typed. Raises OnePaper, NoDocument, NotByDay, TicketsOrDay, WhichTickets,
    NotADay…
    """
    titles = _names_by_title(desk)
    papers = [titles.get(word, word) for word in words if titles.get(word, word) in PAPERS]
    tickets = [word for word in words if titles.get(word, word) not in PAPERS]
    if len(papers) > 1:
        raise OnePaper(papers=papers)
    document = papers[0] if papers else "visit-order"
    paper = PAPERS[document]
    if paper.about in ("prices", "customer"):
        others = {"--office": office, "--technician": technician, "--number": which}
        return _request_of_its_own(
            desk, document, tickets, {"--day": day, "--month": month} | others, choice
        )
    strange = next((word for word in tickets if not any(char.isdigit() for char in word)), None)
    if strange is not None:
        raise NoDocument(document=strange, known=list(ALL_PAPERS))
    if month:
        raise NotForThisPaper(document=document, typed=["--month"])
    by_day = bool(day or office or technician)
    if tickets and (by_day or paper.about != "ticket"):
        raise TicketsOrDay(document=document, tickets=tickets)
    if by_day and not paper.of_day:
        raise NotByDay(
            document=document, by_day=[name for name, other in PAPERS.items() if other.of_day]
        )
    if which and not paper.numbered:
        raise NotNumbered(
            document=document, numbered=[name for name, other in PAPERS.items() if other.numbered]
        )
    if not (tickets or by_day or paper.about != "ticket"):
        raise WhichTickets(document=document)
    if technician:
        technician = staff_id(desk.ledger(), technician)
    desk.ledger()  # its zone says what day it is
    return PrintRequest(
        document=document,
        tickets=tickets,
        day=None if tickets else desk.day(day or "today"),
        office="" if tickets or (technician and not office) else own_office(desk, office),
        technician=technician,
        which=which,
        choice=choice,
        is_fitting=bool(tickets) and not papers,
    )


def _fitting(request: PrintRequest, gathered: actions.Gathered) -> PrintRequest:
    """The request with the paper that fits its tickets, where none was named; of several papers
    the first, after which the file is called.
    """
    if not request.is_fitting or not gathered.states:
        return request
    return replace(request, document=usual_paper(gathered.states[0]))


def _names_by_title(desk: Desk) -> dict[str, str]:
    """The names of papers, by what they are called on paper, for whatever kind of ticket."""
    titles: dict[str, str] = {}
    for name, paper in ALL_PAPERS.items():
        titles |= dict.fromkeys((paper.title, *paper.titles.values()), name)
    return {desk.words(title): name for title, name in titles.items()}


def _request_of_its_own(
    desk: Desk, document: str, words: list[str], options: dict[str, str], choice: PaperChoice
) -> PrintRequest:
    """Of the price list, or of a customer's statement. Raises NotForThisPaper, WhichCustomer,
    NotADay, NotAMonth.
    """
    is_statement = PAPERS[document].about == "customer"
    own = "--month" if is_statement else "--day"
    typed = [option for option, value in options.items() if value and option != own]
    if typed or (words and not is_statement):
        raise NotForThisPaper(document=document, typed=[*words, *typed])
    if is_statement and not words:
        raise WhichCustomer()
    desk.ledger()  # its zone says what day it is
    of = month_meant(desk, options[own]) if is_statement else desk.day(options[own] or "today")
    return PrintRequest(
        document=document,
        tickets=[],
        day=None,
        office="",
        technician="",
        which=f"{of:%Y-%m}" if is_statement else "",
        customers=words,
        of=of,
        choice=choice,
    )


def _gather_tickets(desk: Desk, request: PrintRequest) -> actions.Gathered:
    if not request.is_of_records:
        return actions.Gathered(states=[], broken=[])
    if request.day is None:
        return actions.gather_named(desk.ledger(), request.tickets)
    if PAPERS[request.document].about == "office":
        return actions.Gathered(states=[], broken=[])
    return actions.gather_of_day(
        desk.ledger(),
        PAPERS[request.document].of_day,
        desk.now,
        request.day,
        office=request.office,
        technician=request.technician,
    )


def _gather_sheets(
    desk: Desk, request: PrintRequest, gathered: actions.Gathered
) -> list[SheetFacts]:
    """A paper for each ticket, for a day, or for each technician of a day.

    A ticket whose promises can't be told is as one that can't be read.
    """
    if request.day is not None and PAPERS[request.document].about == "office":
        return _office_sheets(desk, request, request.day, gathered.broken)
    if request.of is not None and not request.is_of_records:
        givens_of_its_own = material_of_its_own(
            desk.ledger(), request.customers, request.of, gathered.broken
        )
        return [
            SheetFacts(tickets=[name], document=request.document, given=given)
            for name, given in givens_of_its_own
        ]
    givens: dict[str, Given] = {}
    for state in gathered.states:
        try:
            givens[state.ticket.id] = given_of(desk.ledger(), state, desk.now, request.which)
        except Damaged as error:
            if len(request.tickets) == 1:
                raise
            gathered.broken.append(error)
    about = PAPERS[request.document].about
    if request.day is None or about == "ticket":
        return [
            SheetFacts(
                tickets=[id],
                document=usual_paper(given.state) if request.is_fitting else request.document,
                given=given,
            )
            for id, given in givens.items()
        ]
    states = [given.state for given in givens.values()]
    sheets = actions.sheets_of_day(desk.ledger(), states, about, request.day, request.technician)
    unreadable = [str(error.facts["path"]) for error in gathered.broken]
    return [_day_sheet(desk, request, sheet, givens, unreadable) for sheet in sheets]


def _office_sheets(
    desk: Desk, request: PrintRequest, day: date, broken: list[Damaged]
) -> list[SheetFacts]:
    """An office's day on a paper of its own, or each office's."""
    from svc.actions.daily import reconcile
    from svc.render.papers.daily_sheet import ReconciledGiven

    ledger = desk.ledger()
    sheets = []
    for office in [request.office] if request.office else ledger.settings.offices:
        found = reconcile(ledger, office, day, desk.now, broken)
        given = ReconciledGiven(
            day=day,
            is_over=day < desk.now.date(),
            tickets=[],
            settings=ledger.settings,
            staff=ledger.staff,
            office=office,
            unreadable=[str(error.facts["path"]) for error in broken],
            part=ledger.part_here,
            typed=found.typed or datetime.combine(day, time(), ledger.zone),
            found=found,
        )
        sheets.append(
            SheetFacts(tickets=found.sheet.tickets, document=request.document, given=given)
        )
    return sheets


def _day_sheet(
    desk: Desk,
    request: PrintRequest,
    sheet: actions.Sheet,
    givens: dict[str, Given],
    unreadable: list[str],
) -> SheetFacts:
    from svc.render.papers.days import DayGiven

    ledger, day = desk.ledger(), request.day
    assert day is not None
    tickets = [state.ticket.id for state in sheet.states]
    given = DayGiven(
        day=day,
        is_over=day < desk.now.date(),
        now=desk.now if day == desk.now.date() else None,
        tickets=[givens[ticket] for ticket in tickets],
        settings=ledger.settings,
        staff=ledger.staff,
        office=request.office,
        technician=sheet.technician,
        away=sheet.away,
        unreadable=unreadable,
        part=ledger.part_here,
    )
    return SheetFacts(tickets=tickets, document=request.document, given=given)


def _make_pages(
    desk: Desk,
    request: PrintRequest,
    sheets: list[SheetFacts],
    lacking: list[SvcError],
    *,
    for_pdf: bool,
) -> list[tuple[SheetFacts, Page]]:
    """The papers as pages; of a day's tickets those that lack what the paper is about are left out.

    Of a day's papers one that can't be made keeps no other back: what is to be said of it at the
    end is put into `lacking`. Raises what the maker of the paper raises, where the tickets were
    named, there is only one or none can be made.
    """
    pages = pages_of(desk, request.documents, request.choice)
    check_printable(request.document, pages)  # refused once, not for each ticket
    made_pages: list[tuple[SheetFacts, Page]] = []
    left_out: list[tuple[str, SvcError]] = []
    is_of_ticket = PAPERS[request.document].about == "ticket"
    is_batch = len(sheets) > 1 and is_of_ticket
    for sheet in _with_progress(desk, sheets, N_("Making the papers: {done} of {count}")):
        named_ticket = sheet.tickets[0] if is_batch else ""
        try:
            page = paper_maker(sheet.document)(sheet.given, pages, for_pdf=for_pdf)
        except NothingOnPaper:
            if request.day is None:
                raise
            continue
        except (Damaged, Refused) as error:
            if request.day is None or not is_batch:
                raise
            left_out.append((named_ticket, error))
            continue
        made_pages.append((sheet, page))
    if left_out and not made_pages:
        raise left_out[0][1]
    if left_out:
        lacking.append(_papers_left_out(left_out))
    tell_stand_ins(desk, [page for _, page in made_pages])
    return made_pages


def _papers_left_out(left_out: list[tuple[str, SvcError]]) -> PapersLeftOut:
    papers = [
        Phrase(N_("{ticket}: {problem}"), ticket=ticket, problem=error)
        for ticket, error in left_out
    ]
    return PapersLeftOut(count=len(papers), papers=papers)


def _file_bytes(desk: Desk, request: PrintRequest, papers: list[Page], form: str) -> bytes:
    title = papers[0].title if len(papers) == 1 else desk.words(PAPERS[request.document].title)
    sheet = check_printable(request.document, pages_of(desk, request.documents, request.choice))
    are_slips = sheet.slips > 1
    pages = [html for page in papers for html in (page.html, *page.more)]
    if len(papers) > 1 and (form == "html" or are_slips):
        from svc.render.pages import pages_as_one

        pages = [pages_as_one(papers, title, are_slips=are_slips)]
    if form == "html":
        return pages[0].encode()
    from svc.render.pdf import pdf_of_pages

    return pdf_of_pages(
        pages,
        title=title,
        when=max(page.when for page in papers),
        fonts=fonts_dir(),
        backs=empty_backs(desk, request.choice, sheet),
        one_by_one=lambda pages: _with_progress(
            desk, pages, N_("Making the PDF: {done} of {count} pages")
        ),
    )


def _with_progress(desk: Desk, items: Sequence[Item], says: str) -> Iterator[Item]:
    """The things one by one; at a terminal it is shown how many of many are done."""
    if len(items) < MANY or not sys.stderr.isatty():
        return iter(items)
    return ProgressLine(desk.words, says).over(items)


def _subject_name(request: PrintRequest, tickets: list[str]) -> str:
    """What the papers are about, for names: a ticket and how many more, or a day and whose."""
    if request.day is None:
        others = len(tickets) - 1
        return f"{tickets[0]}+{others}" if others else tickets[0]
    whose = [name for name in (request.office, request.technician) if name] or ["all"]
    return "-".join([request.day.isoformat(), *whose])


def _file_name(request: PrintRequest, tickets: list[str]) -> str:
    about = _subject_name(request, tickets)
    if request.day is not None:
        return f"{request.document}-{about}"
    return "-".join(filter(None, (about, request.document, number_from(request.which))))


def _tell_printed(
    desk: Desk,
    request: PrintRequest,
    tickets: list[str],
    pages: list[Page],
    files: list[str],
    printer: str,
    job: str,
    unreadable: int,
) -> None:
    of_tickets = tickets if request.is_of_records else []
    if desk.json:
        desk.show_json(
            "print",
            document=request.document,
            day=request.day.isoformat() if request.day else None,
            tickets=of_tickets,
            files=[{"path": path, "tickets": of_tickets} for path in files],
            printer=printer or None,
            job=job or None,
            stood_in=[
                {"paper": page.title, "character": each.character, "field": each.field}
                for page in pages
                for each in page.stood_in
            ],
            unreadable=unreadable,
        )
        return
    if not tickets and request.day is not None:
        desk.say(N_("Nothing to print for {day}."), day=request.day)
        works = next_working_day(desk.ledger(), request.day - timedelta(days=1), request.office)
        if works != request.day:
            desk.say(N_("The office is closed that day; the next working day is {day}."), day=works)
    if printer and tickets:
        desk.say(N_("Sent to {printer}: {job}"), printer=printer, job=job or "—")
    for path in files:
        if len(tickets) == 1 or not request.is_of_records:
            desk.say(N_("Written: {path}"), path=path)
        else:
            desk.say(N_("Written: {path} ({count} tickets)"), path=path, count=len(tickets))
