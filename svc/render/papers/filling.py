"""What papers take from a ticket and its log, put in words: the values that more than one of them
shows.

A paper is a function `(given, pages, *, for_pdf) -> Page` in a module of its own, named in
`table.py`; it fills its template with texts that are ready to print. `Filling` is where those texts
come from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, get_args

from msgspec import Struct

from svc.errors import N_, OnlyNoted
from svc.model import events as ev
from svc.model.knowledge import Knowledge
from svc.model.money import amount_in_capitals
from svc.model.parts import Part, PartsCatalogue
from svc.model.prices import Band, Item
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.model.tickets import Warranty
from svc.model.typed_text import UNKNOWN
from svc.render.money import line_item
from svc.render.page_paths import ticket_page
from svc.render.pages import Page, Pages
from svc.render.papers.table import copies_of, paper_title, sheet_of
from svc.render.papers.values import (
    AnswerGiven,
    Called,
    Consent,
    Copy,
    HasHead,
    Money,
    MoneyLine,
    PaperHead,
    PartLine,
    PromiseDue,
    Stocked,
    Work,
)
from svc.render.pdf import Ink
from svc.render.serials import serial_words
from svc.render.words import Words
from svc.rules.money.prices import sum_of
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.aliases import earlier_numbers
from svc.rules.ticket.commitments import open_commitments
from svc.rules.ticket.coverage import reason_to_pay
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.rules.ticket.loaners import loaners_out
from svc.rules.ticket.visits import is_unfinished

if TYPE_CHECKING:
    from svc.render.paper_sizes import PaperSheet

CONSENTS = {
    "opening": N_("The machine may be opened."),
    "data_risk": N_("Data may be lost; important data has been backed up."),
    "price": N_("I agree to the price quoted before the work."),
    "more_faults": N_("Further faults that I have been told of may also be repaired."),
}
"""What the customer signs for, where it applies (S0, S4)."""

THE_FACTORY = N_("our factory")
"""Who repaired a machine that was sent there."""

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))

E = TypeVar("E", bound=ev.Event)


def _no_lots(_: ev.PartLent) -> list[str]:
    return []


def _no_list(_: str) -> list[str]:
    return []


def _nothing_known() -> Sequence[Knowledge]:
    return ()


def _no_price(_: str) -> Item | Band | None:
    return None


class Given(Struct, frozen=True, kw_only=True):
    """What a paper about one ticket is made from."""

    state: State
    promises: list[PromiseRun]
    settings: Settings
    staff: Staff
    which: str = ""  # of several, such as a receipt's number; empty: the last
    linked: dict[str, State] = {}  # tickets this one has to do with, by number
    together: Sequence[State] = ()  # tickets seen to in the same visit
    find_part: Callable[[str], Part | None] = (
        PartsCatalogue().find_part
    )  # in the catalogue of parts, by code
    lots_of: Callable[[ev.PartLent], list[str]] = _no_lots  # which lots a loan was taken from
    # in the price list of the ticket, by code
    find_price: Callable[[str], Item | Band | None] = _no_price
    # what is gone through on a machine of this model, by what the list is for
    checklist: Callable[[str], list[str]] = _no_list
    # entries of the knowledge base that fit its fault
    known_faults: Callable[[], Sequence[Knowledge]] = _nothing_known


def filled_page(
    document: str,
    given: Given,
    pages: Pages,
    values: Callable[[Filling], HasHead],
    *,
    for_pdf: bool,
) -> Page:
    """The document's template filled with `paper`, what `values` takes from the ticket: the same
    record, the same page.

    Of a paper in several copies each is, printed, a document of its own, whose pages are counted
    from 1, and has what is for its side.
    """
    ink = Ink(pages.font_dir if for_pdf else None)
    paper = values(Filling(given, pages.words.to_the_minute(), ink))
    title = pages.words(paper_title(document, given.state.current.kind or ""))

    def html_of(copies: list[Copy], sheet: PaperSheet) -> str:
        return pages.html(
            f"{document.replace('-', '_')}.html",
            for_pdf=for_pdf,
            document=document,
            title=title,
            head=paper.head,
            paper=paper,
            copies=copies,
            sheet=sheet,
            stood_in=stand_ins(ink, pages.words),
        )

    first, *more = in_copies(document, pages, ink, html_of, for_pdf=for_pdf)
    when = max(event.typed for event in given.state.ticket.log)
    return Page(
        title=f"{title} {paper.head.number}",
        html=first,
        more=tuple(more),
        when=when,
        stood_in=tuple(ink.lacking),
    )


def in_copies(
    document: str,
    pages: Pages,
    ink: Ink,
    html_of: Callable[[list[Copy], PaperSheet], str],
    *,
    for_pdf: bool,
) -> list[str]:
    """The pages of a paper, which `html_of` makes of copies for a sheet: printed, each copy by
    itself, so that its pages are counted from 1; on the screen, and as slips, all on one page.
    """
    sheet = sheet_of(document, pages.sizes)
    names = pages.copies.get(document, ())
    copies = copies_of(document, names, pages.copy_count, sheet, pages.words)
    by_page = [[copy] for copy in copies] if for_pdf and sheet.slips == 1 else [copies]
    return [ink.on_page(html_of(those, sheet)) for those in by_page]


def stand_ins(ink: Ink, words: Words) -> str:
    """The characters that 〓 stands for on the paper, each once, by its code: it can't be printed
    here either.
    """
    return words.show(list(dict.fromkeys(each.code for each in ink.lacking)))


def qr_code(text: str) -> str:
    """The text as a QR code: an SVG element of any size, with the quiet zone of 4 modules that
    scanners need.
    """
    import segno
    from markupsafe import Markup

    return Markup(segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True))


class Filling:
    """Takes values from a ticket and puts them in words. `log` is what is in its turn, `round` what
    happened since the ticket was last opened: what was arranged or agreed to before does not hold
    for the new visit.
    """

    def __init__(self, given: Given, words: Words, ink: Ink) -> None:
        self.given = given
        self.state = given.state
        self.ticket = given.state.current
        self.serials = given.state.serials_in_turn()
        self.settings = given.settings
        self.staff = given.staff
        self.words = words
        self.ink = ink
        self.log = [
            event
            for event in events_in_order(self.state.ticket.log)
            if event not in self.state.out_of_turn
        ]
        opened = max((event.seq for event in self.log if isinstance(event, ev.Reopened)), default=0)
        self.round = [event for event in self.log if event.seq > opened]

    def speak_of(self, event: ev.Event) -> None:
        """From here on what the head says is what it said when this event was recorded: a paper
        about it says the same whenever it is printed.
        """
        self.ticket = self.state.head_at(event.seq)
        self.serials = self.state.serials_in_turn(event.seq)

    def head(self, mark: str | None = None) -> PaperHead:
        """What stands on top of every paper of a ticket. `mark`: this paper's own in place of the
        usual one.

        Raises OnlyNoted before intake is complete.
        """
        ticket, ink = self.ticket, self.ink
        if ticket.customer is None or ticket.equipment is None:
            raise OnlyNoted(ticket=ticket.id)
        office = self.settings.offices.get(ticket.office)
        return PaperHead(
            number=ticket.id,
            qr=qr_code(self.settings.page_address(ticket_page(ticket.id)) or ticket.id),
            mark=self.mark() if mark is None else mark,
            department=ink("svc.yaml: name", self.settings.name),
            office={
                name: ink(f"svc.yaml: offices.{ticket.office}.{name}", getattr(office, name, ""))
                for name in ("name", "address", "phone")
            },
            hotline=ink("svc.yaml: hotline", self.settings.hotline),
            urgency=self.words.label("urgency", ticket.urgency),
            pressing=ticket.urgency not in (None, "normal"),
            as_of=self.words.show(max(event.typed for event in self.state.ticket.log)),
            formerly=self.words.comma.join(earlier_numbers(self.state.ticket.log)),
        )

    def customer(self) -> dict[str, str]:
        """unit address phone contact mobile zone distance."""
        customer, words = self.ticket.customer, self.words
        if customer is None:
            return {}
        distance = customer.distance_km
        return {
            name: self.intake_value(f"customer.{name}", getattr(customer, name))
            for name in ("unit", "address", "phone", "contact", "mobile")
        } | {
            "zone": words.label("zone", customer.zone),
            "distance": "" if distance is None else words(N_("{km} km"), km=distance),
            "contract": self.contract(),
        }

    def contract(self) -> str:
        """The contract that covers the ticket, until when, and whether anything may be charged;
        empty without one.
        """
        ticket, words = self.ticket, self.words
        terms = ticket.covered_by
        filed = ticket.customer.contract if ticket.customer else ""
        name = terms.name if terms else filed
        if not name:
            return ""
        texts = [self.ink("customer.contract", name)]
        if terms is not None:
            texts.append(words(N_("until {day}"), day=terms.until))
        reason = reason_to_pay(self.state)
        if reason is None:
            texts.append(words(N_("Free of charge: do not charge the customer.")))
        else:
            texts += [
                words.show(reason),
                words(N_("Check with the office before charging anything.")),
            ]
        return "　".join(texts)

    def machine(self) -> dict[str, str]:
        """model specification serial bought, the warranty's verdict and its reason."""
        equipment = self.ticket.equipment
        if equipment is None:
            return {}
        return {
            name: self.intake_value(f"equipment.{name}", getattr(equipment, name))
            for name in ("model", "specification", "bought")
        } | {
            "serial": self.serial(),
            "verdict": self.verdict(equipment.warranty),
            "verdict_reason": self.ink("equipment.warranty.reason", equipment.warranty.reason),
        }

    def serial(self) -> str:
        """The machine's serial number; of one that was exchanged both, and that it was."""
        numbers = [self.intake_value("equipment.serial", each) for each in self.serials]
        return serial_words(numbers, self.words)

    def intake_value(self, path: str, text: str) -> str:
        """A value told at intake; what nobody knew is said to be unknown, with the reason."""
        if text != UNKNOWN:
            return self.ink(path, text)
        why = next((item.why for item in self.ticket.unknown if item.field == path), "")
        return (
            self.words(N_("not known ({why})"), why=self.ink(path, why))
            if why
            else self.words(N_("not known"))
        )

    def of(self, event: Struct | None, name: str) -> str:
        """A text of an event, named in complaints as `log 7: found`; empty where there is no such
        event.
        """
        return (
            self.ink(f"log {event.seq}: {name}", getattr(event, name))
            if isinstance(event, ev.Event)
            else ""
        )

    def last(self, kind: type[E]) -> E | None:
        """The last event of this kind since the ticket was opened or opened again."""
        return next((event for event in reversed(self.round) if isinstance(event, kind)), None)

    def moment(self, moment: datetime | None) -> str:
        return (
            f"{self.words.show(moment)} {self.words(WEEKDAYS[moment.weekday()])}" if moment else ""
        )

    def name(self, person: str) -> str:
        return self.ink(f"staff.yaml: {person}", self.staff.name_of(person)) if person else ""

    def mark(self) -> str:
        """What a person must see at first glance: that this is not finished, or not to be done at
        all.
        """
        words, visit = self.words, self.state.visit
        if self.stopped():
            return self.stopped()
        if visit and is_unfinished(visit):
            return words(N_("Unfinished: {outcome}"), outcome=words.label("outcome", visit.outcome))
        return words(N_("Unfinished: a problem stays open")) if visit and visit.leftover else ""

    def stopped(self) -> str:
        """That the ticket is on hold or given up, as a mark; empty if it goes on."""
        stands_still = self.state.status in ("on_hold", *ev.GIVEN_UP)
        return self.words.label("status", self.state.status) if stands_still else ""

    def urgency_reason(self) -> str:
        decided = next(
            (event for event in reversed(self.log) if isinstance(event, ev.UrgencySet)), None
        )
        if decided is None:
            return self.ink("urgency_reason", self.ticket.urgency_reason)
        return f"{self.of(decided, 'reason')} ({self.name(decided.by)})"

    def verdict(self, warranty: Warranty) -> str:
        """In or out of warranty, and until when, unless its reason, which stands beside it, says
        that.
        """
        words = self.words
        texts = [words.label("verdict", warranty.verdict)]
        ends = (
            (N_("until {day}"), warranty.until),
            (N_("free visits until {day}"), warranty.on_site_until),
        )
        texts += [
            words(says, day=day) for says, day in ends if day and f"{day}" not in warranty.reason
        ]
        return "　".join(texts)

    def taken_by(self) -> str:
        received = next((event for event in self.log if isinstance(event, ev.Received)), None)
        return self.name(received.by) if received else ""

    def judged(self) -> str:
        texts = (
            self.of(self.last(ev.Contacted), "judged"),
            self.of(self.last(ev.Replied), "remedy"),
        )
        return "\n".join(text for text in texts if text)

    def answers(self) -> list[AnswerGiven]:
        """What the customer was told, in the order of the log."""
        said = {"contacted": "judged", "replied": "remedy", "answered": "answer"}
        return [
            AnswerGiven(
                when=self.words.show(event.at),
                by=self.name(event.by),
                spoke_to=self.of(event, "spoke_to"),
                words=self.of(event, said[ev.tag_of(event)]),
            )
            for event in self.log
            if isinstance(event, ev.Contacted | ev.Replied | ev.Answered)
        ]

    def commitments(self) -> list[PromiseDue]:
        return [
            PromiseDue(promise=self.of(event, "promise"), due=self.moment(event.until))
            for event in open_commitments(self.log)
        ]

    def technician(self) -> Called:
        who = self.state.technician
        person = self.staff.find_person(who)
        return Called(
            name=self.name(who),
            phone=self.ink(f"staff.yaml: {who}", person.phone if person else ""),
        )

    def agreed_with(self) -> str:
        agreed = [
            event for event in self.round if isinstance(event, ev.Dispatched | ev.Rescheduled)
        ]
        return self.of(agreed[-1], "agreed_with") if agreed else ""

    def dues(self, *wanted: str) -> list[PromiseDue]:
        """The last run of each promise that has a time; whether it was kept depends on the clock
        and is left out.
        """
        with_due = [run for run in self.given.promises if run.promise in wanted and run.due]
        last_runs = {run.promise: run for run in with_due}
        paused = self.words(N_("paused"))
        dues = []
        for name, run in last_runs.items():
            due = self.moment(run.due)
            if run.paused_since:
                due = f"{due} ({paused})"
            dues.append(PromiseDue(promise=self.words.label("promise", name), due=due))
        return dues

    def work(self, log: Sequence[ev.AnyEvent]) -> Work:
        """The last work that this part of the log tells of."""
        technician, work = "", Work()
        for event in log:
            match event:
                case ev.Dispatched() | ev.Reassigned() | ev.Rescheduled():
                    technician = event.technician or technician
                case ev.TakenOver(visit=True):
                    technician = event.to
                case ev.Visited():
                    outcome = self.words.label("outcome", event.outcome)
                    who = self.name(technician or event.by)
                    work = self._work(event, who, self.of(event, "done"), outcome)
                case ev.Repaired():
                    work = self._work(event, self.name(event.by), self.of(event, "done"))
                case ev.Returned():
                    work = self._work(event, self.words(THE_FACTORY), self.of(event, "done"))
                case ev.Answered():
                    work = self._work(event, self.name(event.by), self.of(event, "answer"))
                case ev.Accepted():
                    who = self.name(technician or event.by)
                    work = self._work(event, who, self.of(event, "words"))
        return work

    def _work(self, event: ev.AnyEvent, who: str, did: str, outcome: str = "") -> Work:
        called = outcome or self.words.label("event", ev.tag_of(event))
        return Work(ended_at=self.moment(event.at), who=who, outcome=called, did=did)

    def stocked(self, event: ev.PartLent | ev.PartShort) -> Stocked:
        """The part of this event as the catalogue has it."""
        part = self.given.find_part(event.part)
        code = self.of(event, "part")
        if part is None:
            return Stocked(code=code)
        where = f"parts.yaml: {part.code}"
        return Stocked(
            code=code,
            name=self.ink(where, part.name),
            specification=self.ink(where, part.specification),
            position=self.ink(where, part.position),
            substitutes=self.words.show(part.replaced_by),
        )

    def loaners(self) -> str:
        """The machines of ours that the customer has, each with its day."""
        words = self.words
        return words.comma.join(
            words(
                N_("{machine}, until {until}"),
                machine=f"{self.part_called(f'log {each.seq}: part', each.part)} "
                f"{self.of(each, 'serial')}",
                until=self.moment(each.until),
            )
            for each in loaners_out(self.state.events)
        )

    def part_called(self, where: str, code: str) -> str:
        """A part by its code and, where the catalogue has it, its name."""
        part = self.given.find_part(code)
        text = self.ink(where, code)
        return text if part is None else f"{text} {self.ink(f'parts.yaml: {part.code}', part.name)}"

    def checklist(self, sort: str) -> list[str]:
        """What is gone through on this machine, by what the list is for; empty if there is none."""
        return [self.ink("checklists.yaml", item) for item in self.given.checklist(sort)]

    def unit(self, code: str) -> str:
        """What a part or a job is counted in, by its code; empty for what no list has."""
        part, priced = self.given.find_part(code), self.given.find_price(code)
        if part is not None and part.unit:
            return self.ink(f"parts.yaml: {part.code}", part.unit)
        if isinstance(priced, Item) and priced.unit:
            return self.ink(f"prices: {priced.code}", priced.unit)
        if part is not None:
            return self.words(N_("pcs"))
        return self.words(N_("job")) if priced is not None else ""

    def part(self, visit: ev.Visited | ev.Repaired, used: ev.PartUsed) -> PartLine:
        where = f"log {visit.seq}: parts"
        part = self.given.find_part(used.part)
        return PartLine(
            part=self.part_called(where, used.part),
            specification=self.ink(f"parts.yaml: {part.code}", part.specification) if part else "",
            unit=self.unit(used.part),
            count=str(used.count),
            serial=self.ink(where, used.serial),
            old_serial=self.ink(where, used.old_serial),
            old_part=self.words.label("old_part", used.old_part),
        )

    def money(self, event: ev.Quoted | ev.Charged | None) -> Money | None:
        return None if event is None else self.priced(event)

    def priced(self, event: ev.Quoted | ev.Charged) -> Money:
        return Money(
            lines=self.lines(event),
            total=f"{event.total:.2f}",
            capitals=amount_in_capitals(event.total),
        )

    def lines(self, event: ev.Quoted | ev.Charged | ev.ReceiptIssued) -> list[MoneyLine]:
        return [
            MoneyLine(
                item=line_item(line, self.ink(f"log {event.seq}: lines", line.item), self.words),
                unit=self.unit(line.code) if line.code else "",
                count=str(line.count),
                price=f"{line.price:.2f}",
                sum=f"{sum_of(line):.2f}",
            )
            for line in event.lines
        ]

    def consent(self, to: str, text: str) -> Consent:
        asked = [
            event for event in self.round if isinstance(event, ev.Consented) and event.to == to
        ]
        return (
            self.answered(asked[-1], self.words(text)) if asked else Consent(text=self.words(text))
        )

    def answered(self, event: ev.Consented, text: str) -> Consent:
        """An answer that is on record."""
        return Consent(
            text=text,
            granted=event.granted,
            who=self.of(event, "who"),
            how=self.words.label("consent_how", event.how)
            if event.how in get_args(ev.ConsentHow)
            else self.of(event, "how"),
            when=self.words.show(event.at),
        )

    def ratings(self, *given: str | None) -> tuple[str, ...]:
        """The grades to tick: four; the fifth where the department has a word of its own for it or
        it was given.
        """
        fifth = "very_dissatisfied"
        slip = self.state.slip.rating if self.state.slip else None
        grades: tuple[str, ...] = get_args(ev.Rating)
        return (
            grades
            if fifth in (slip, *given) or f"rating.{fifth}" in self.settings.labels
            else grades[:-1]
        )
