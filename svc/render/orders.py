"""The visit work order (上门维修工单) with its receipt slip (维修回执): what stands on it.

`visit_order` fills the template `visit_order.html` from a ticket and its log. Before the visit the lines
of the visit are empty, to be written on; printed again afterwards they hold what was recorded.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar, get_args

from msgspec import Struct

from svc.errors import N_, OnlyNoted, Phrase
from svc.model import events as ev
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.model.tickets import UNKNOWN, Ticket, Warranty
from svc.render.order_values import Called, Consent, Due, Earlier, Money, PartLine, Slip, Tick, Visit, VisitOrder
from svc.render.pages import Page, Pages
from svc.render.pdf import Ink
from svc.render.words import Words
from svc.rules.lifecycle import State, in_order
from svc.rules.promises import Held

TITLE = N_("Visit work order")

KIT = (
    N_("parts"), N_("materials"), N_("tools"), N_("manual"), N_("receipt slip"), N_("price list"), N_("badge"),
    N_("business cards"), N_("shoe covers"), N_("receipt book"), N_("invoice"), N_("cleaning cloth"), N_("pen"),
)  # fmt: skip
"""What every technician takes along (S0 4.1, S2 4.2.3, S4)."""

CONSENTS = {
    "opening": N_("The machine may be opened."),
    "data_risk": N_("Data may be lost in the repair; what matters is backed up."),
    "price": N_("The price named is agreed to before the work."),
    "more_faults": N_("Further faults found, as told, are to be repaired too."),
}
"""What the customer signs for, where it applies (S0, S4)."""

ON_PAPER = ("on_site", "visit")
"""The promises that are put on the order, besides the agreed time."""

E = TypeVar("E", bound=ev.Event)

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def visit_order(
    ticket: Ticket,
    state: State,
    promises: list[Held],
    *,
    settings: Settings,
    staff: Staff,
    pages: Pages,
    for_pdf: bool,
    anyway: bool = False,
) -> Page:
    """The work order of one ticket as it stands in its log: the same record gives the same page.

    Raises OnlyNoted before intake is complete; with `for_pdf` also CharactersOutsideFont, unless `anyway`.
    """
    ink = Ink(pages.font_dir if for_pdf else None)
    order = _Filling(state, settings, staff, pages.words, ink).order(promises)
    ink.check(anyway=anyway)
    return Page(
        title=f"{pages.words(TITLE)} {order.number}",
        html=pages.html("visit_order.html", for_pdf=for_pdf, order=order),
        when=max(event.typed for event in ticket.log),
        replaced=tuple(ink.lacking),
    )


def qr(text: str) -> str:
    """The text as a QR code: an SVG element of any size, with the quiet zone of 4 modules that scanners need."""
    import segno
    from markupsafe import Markup

    return Markup(segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True))


def is_unfinished(visit: ev.Visited) -> bool:
    """Whether more has to be done after this visit: a provisional remedy is one, too."""
    return visit.outcome not in ev.REPAIRED or visit.outcome == "provisional"


class _Filling:
    """Takes the values from the log and puts them in words."""

    def __init__(self, state: State, settings: Settings, staff: Staff, words: Words, ink: Ink) -> None:
        self.state = state
        self.ticket = state.current
        self.settings = settings
        self.staff = staff
        self.words = words
        self.ink = ink
        self.log = [event for event in in_order(state.ticket.log) if event not in state.out_of_turn]
        # What was arranged or agreed to before a ticket was opened again does not hold for the new visit.
        opened = max((event.seq for event in self.log if isinstance(event, ev.Reopened)), default=0)
        self.round = [event for event in self.log if event.seq > opened]

    def order(self, promises: list[Held]) -> VisitOrder:
        ticket, words, ink = self.ticket, self.words, self.ink
        customer, equipment = ticket.customer, ticket.equipment
        if customer is None or equipment is None:
            raise OnlyNoted(ticket=ticket.id)
        office = self.settings.offices.get(ticket.office)
        distance = customer.distance_km
        return VisitOrder(
            number=ticket.id,
            qr=qr(ticket.id),
            mark=self._mark(),
            department=ink("svc.yaml: name", self.settings.name),
            office={
                name: ink(f"svc.yaml: offices.{ticket.office}.{name}", getattr(office, name, ""))
                for name in ("name", "address", "phone")
            },
            hotline=ink("svc.yaml: hotline", self.settings.hotline),
            kind=words.label("kind", ticket.kind),
            channel=words.label("channel", ticket.channel),
            urgency=words.label("urgency", ticket.urgency),
            urgency_reason=self._urgency_reason(),
            pressing=ticket.urgency not in (None, "normal"),
            mode=words.label("mode", ticket.mode),
            received_at=words.show(ticket.received),
            received_by=self._taken_by(),
            reminders=self.state.reminders,
            repeat_of=words.show(ticket.repeat_of),
            customer={
                name: self._told(f"customer.{name}", getattr(customer, name))
                for name in ("unit", "address", "phone", "contact", "mobile")
            }
            | {
                "zone": words.label("zone", customer.zone),
                "distance": "" if distance is None else words(N_("{km} km"), km=distance),
            },
            equipment={
                name: self._told(f"equipment.{name}", getattr(equipment, name))
                for name in ("model", "specification", "serial", "bought")
            },
            verdict=self._verdict(equipment.warranty),
            verdict_reason=ink("equipment.warranty.reason", equipment.warranty.reason),
            symptom=self._told("symptom", ticket.symptom),
            occurred=self._told("occurred", ticket.occurred),
            wishes=self._told("wishes", ticket.wishes),
            asked_for=self._moment(ticket.asked_for),
            judged=self._judged(),
            prepare=self._of(self._last(ev.Replied), "prepare"),
            commitments=self._commitments(),
            technician=self._technician(),
            appointment=self._moment(self.state.appointment),
            agreed_with=self._agreed_with(),
            dues=self._dues(promises),
            kit=self._kit(),
            earlier=self._earlier(),
            visit=self._visit(),
            quote=self._money(self._last(ev.Quoted)),
            charge=self._money(self._last(ev.Charged)),
            consents=[self._consent(to, text) for to, text in CONSENTS.items()],
            slip=self._slip(),
            outcomes=self._outcomes(),
            causes=get_args(ev.Cause),
            ratings=self._ratings(),
            as_of=words.show(max(event.typed for event in self.state.ticket.log)),
            # Stands last: by now every text has passed the ink. The characters themselves can't be printed here either.
            stood_in=words.show([Phrase(N_("U+{code} in {field}"), **lacking.facts) for lacking in ink.lacking]),
        )

    def _told(self, path: str, text: str) -> str:
        """A value told at intake; what nobody knew is said to be unknown, with the reason."""
        if text != UNKNOWN:
            return self.ink(path, text)
        why = next((item.why for item in self.ticket.unknown if item.field == path), "")
        return self.words(N_("not known ({why})"), why=self.ink(path, why)) if why else self.words(N_("not known"))

    def _of(self, event: Struct | None, name: str) -> str:
        """A text of an event, named in complaints as `log 7: found`; empty where there is no such event."""
        return self.ink(f"log {event.seq}: {name}", getattr(event, name)) if isinstance(event, ev.Event) else ""

    def _last(self, kind: type[E]) -> E | None:
        """The last event of this kind since the ticket was opened or opened again."""
        return next((event for event in reversed(self.round) if isinstance(event, kind)), None)

    def _moment(self, moment: datetime | None) -> str:
        return f"{self.words.show(moment)} {self.words(WEEKDAYS[moment.weekday()])}" if moment else ""

    def _name(self, person: str) -> str:
        return self.ink(f"staff.yaml: {person}", self.staff.name(person)) if person else ""

    def _mark(self) -> str:
        """What a person must see at first glance: that this is not finished, or not to be done at all."""
        words, visit = self.words, self.state.visit
        if self.state.status in ("on_hold", "declined", "cancelled"):
            return words.label("status", self.state.status)
        if visit and is_unfinished(visit):
            return words(N_("Unfinished: {outcome}"), outcome=words.label("outcome", visit.outcome))
        return words(N_("Unfinished: a problem stays open")) if visit and visit.leftover else ""

    def _urgency_reason(self) -> str:
        decided = next((event for event in reversed(self.log) if isinstance(event, ev.UrgencySet)), None)
        if decided is None:
            return self.ink("urgency_reason", self.ticket.urgency_reason)
        return f"{self._of(decided, 'reason')} ({self._name(decided.by)})"

    def _verdict(self, warranty: Warranty) -> str:
        words = self.words
        texts = [words.label("verdict", warranty.verdict)]
        if warranty.until:
            texts.append(words(N_("until {day}"), day=warranty.until))
        if warranty.on_site_until:
            texts.append(words(N_("free visits until {day}"), day=warranty.on_site_until))
        return "　".join(texts)

    def _taken_by(self) -> str:
        received = next((event for event in self.log if isinstance(event, ev.Received)), None)
        return self._name(received.by) if received else ""

    def _judged(self) -> str:
        texts = (self._of(self._last(ev.Contacted), "judged"), self._of(self._last(ev.Replied), "remedy"))
        return "\n".join(text for text in texts if text)

    def _commitments(self) -> list[Due]:
        kept = {event.of for event in self.log if isinstance(event, ev.CommitmentKept)}
        return [
            Due(promise=self._of(event, "promise"), due=self._moment(event.until))
            for event in self.log
            if isinstance(event, ev.Committed) and event.id not in kept
        ]

    def _technician(self) -> Called:
        who = self.state.technician
        person = self.staff.find(who)
        return Called(name=self._name(who), phone=self.ink(f"staff.yaml: {who}", person.phone if person else ""))

    def _agreed_with(self) -> str:
        agreed = [event for event in self.round if isinstance(event, ev.Dispatched | ev.Rescheduled)]
        return self._of(agreed[-1], "agreed_with") if agreed else ""

    def _dues(self, promises: list[Held]) -> list[Due]:
        """The last run of each promise that has a time; whether it was kept depends on the clock and is left out."""
        last = {held.promise: held for held in promises if held.promise in ON_PAPER and held.due}
        paused = self.words(N_("paused"))
        return [
            Due(
                promise=self.words.label("promise", name),
                due=self._moment(held.due) + (f" ({paused})" if held.paused_since else ""),
            )
            for name, held in last.items()
        ]

    def _kit(self) -> list[Tick]:
        """What this visit needs, then what every visit needs; ticked as far as it was got ready."""
        sent, prepared = self._last(ev.Dispatched), self._last(ev.Prepared)
        if sent is None or prepared is None or prepared.seq < sent.seq:
            ready, missing = [], []
        else:
            ready = [self.ink(f"log {prepared.seq}: ready", text) for text in prepared.ready]
            missing = [self.ink(f"log {prepared.seq}: missing", text) for text in prepared.missing]
        bring = [self.ink(f"log {sent.seq}: bring", text) for text in sent.bring] if sent else []
        given_back = {event.of for event in self.round if isinstance(event, ev.LoanEnded) and event.how != "used"}
        for event in self.round:
            if isinstance(event, ev.PartLent) and event.id not in given_back:
                part = self.ink(f"log {event.seq}: part", event.part)
                ready.append(self.words(N_("{part} × {count}, lent"), part=part, count=event.count))
        items = dict.fromkeys((*bring, *ready, *missing, *(self.words(name) for name in KIT)))
        return [Tick(text=text, on=text in ready, missing=text in missing) for text in items]

    def _earlier(self) -> list[Earlier]:
        out: list[Earlier] = []
        technician = ""
        for event in self.log:
            match event:
                case ev.Dispatched() | ev.Rescheduled():
                    technician = event.technician or technician
                case ev.Visited() if event is not self.state.visit:
                    out.append(
                        Earlier(
                            when=self.words.show(event.at),
                            who=self._name(technician),
                            outcome=self.words.label("outcome", event.outcome),
                            done=self._of(event, "done"),
                            leftover=self._of(event, "leftover"),
                        )
                    )
        return out

    def _visit(self) -> Visit:
        visit = self.state.visit
        arrived = self.state.last("arrived") if visit or self.state.status == "visiting" else None
        came = self.words.show(arrived.at) if arrived else ""
        if visit is None:
            return Visit(arrived=came)
        texts = ("surroundings", "found", "evidence", "done", "condition", "advice", "leftover")
        return Visit(
            arrived=came,
            left=self.words.show(visit.at),
            outcome=visit.outcome,
            unfinished=is_unfinished(visit),
            cause=visit.cause,
            in_warranty=visit.in_warranty,
            parts=[self._part(visit, used) for used in visit.parts],
            **{name: self._of(visit, name) for name in texts},
        )

    def _part(self, visit: ev.Visited, used: ev.PartUsed) -> PartLine:
        where = f"log {visit.seq}: parts"
        return PartLine(
            part=self.ink(where, used.part),
            count=str(used.count),
            serial=self.ink(where, used.serial),
            old_serial=self.ink(where, used.old_serial),
            old_part=self.words.label("old_part", used.old_part),
        )

    def _money(self, event: ev.Quoted | ev.Charged | None) -> Money | None:
        if event is None:
            return None
        lines = [
            (self.ink(f"log {event.seq}: lines", line.item), str(line.count), f"{line.price:.2f}")
            for line in event.lines
        ]
        return Money(lines=lines, total=f"{event.total:.2f}")

    def _consent(self, to: str, text: str) -> Consent:
        asked = [event for event in self.round if isinstance(event, ev.Consented) and event.to == to]
        if not asked:
            return Consent(text=self.words(text))
        event = asked[-1]
        return Consent(
            text=self.words(text),
            granted=event.granted,
            who=self._of(event, "who"),
            how=self._of(event, "how"),
            when=self.words.show(event.at),
        )

    def _slip(self) -> Slip:
        slip = self.state.slip
        if slip is None:
            return Slip()
        texts = ("signed_by", "unsigned", "remark")
        return Slip(rating=slip.rating or "", **{name: self._of(slip, name) for name in texts})

    def _outcomes(self) -> tuple[str, ...]:
        """How a visit can end; only an installation is continued another day or accepted as completed."""
        outcomes: tuple[str, ...] = get_args(ev.Outcome)
        given = self.state.visit.outcome if self.state.visit else ""
        installing = self.ticket.kind == "installation"
        return tuple(o for o in outcomes if installing or o == given or o not in ("completed", "continued"))

    def _ratings(self) -> tuple[str, ...]:
        """The grades to tick: four; the fifth where the department has a word of its own for it or it was given."""
        fifth = "very_dissatisfied"
        given = self.state.slip is not None and self.state.slip.rating == fifth
        grades: tuple[str, ...] = get_args(ev.Rating)
        return grades if given or f"rating.{fifth}" in self.settings.labels else grades[:-1]
