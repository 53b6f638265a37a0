"""What a day of an office came to (日对账, S2 4.3.3): visits, slips, signatures, parts and money,
by technician, and what the cashier should have by way of paying.

Everything is as at the end of the day: what happened later changes no sheet of an earlier day. An
event counts for the office that acted when it was recorded; what is still held or missing, for the
one that acts at the end of the day (decisions 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from svc.errors import N_
from svc.model import events as ev
from svc.model.money import NOTHING
from svc.model.seals import WAYS, Figures
from svc.model.staff import Staff
from svc.rules.ticket.account import Account, account_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.parts_out import parts_out
from svc.rules.ticket.visits import visits_of

Why = Literal["unsigned", "rated_unsigned", "signed_by_us", "differs"]
WHY: dict[str, str] = {
    "unsigned": N_("nobody signed"),
    "rated_unsigned": N_("rated, but nobody signed"),
    "signed_by_us": N_("signed by one of us"),
    "differs": N_("the customer says otherwise on the phone"),
}
"""Why a signature is doubtful: a "satisfied" that may not be the customer's own (S2 4.3.3)."""

COUNTED = (
    *(ev.Visited, ev.SlipIn, ev.CalledBack, ev.PartLent, ev.LoanEnded, ev.TakenOver),
    *(ev.Paid, ev.HandedIn, ev.Refunded, ev.ReceiptIssued, ev.ReceiptVoided),
)
"""The events that a day's sheet is made of, and that a seal names."""
_KINDLY = ("very_satisfied", "satisfied")


class Missing(Struct, frozen=True, kw_only=True):
    """A visit whose slip has not come in."""

    ticket: str
    day: date


class Doubt(Struct, frozen=True, kw_only=True):
    """A signature or rating that may not be the customer's."""

    ticket: str
    why: Why
    said: str  # the reason, who signed; of ratings that differ what the slip says
    otherwise: str = ""  # what was said on the phone


class PartHeld(Struct, frozen=True, kw_only=True):
    """A part that was lent and is neither used nor back."""

    ticket: str
    part: str
    since: date


class DayMoney(Struct, frozen=True, kw_only=True):
    """Money that somebody has, or handed in."""

    ticket: str
    amount: Decimal
    how: ev.Pay
    since: date


class DayEntry(Struct, frozen=True, kw_only=True):
    """An event of a ticket that a sheet is made of."""

    ticket: str
    event: ev.AnyEvent

    @property
    def day(self) -> date:
        return self.event.at.date()


class PersonDay(Struct, kw_only=True):
    """A technician's day. Lists are of tickets, in the order of their numbers."""

    technician: str
    visits: list[str] = []
    slips_in: list[str] = []
    slips_missing: list[Missing] = []
    cards_seen: list[str] = []
    cards_missing: list[str] = []
    doubts: list[Doubt] = []
    parts: list[PartHeld] = []
    money: list[DayMoney] = []
    handed_in: list[DayMoney] = []

    @property
    def figures(self) -> Figures:
        """The same in numbers, as a seal keeps them."""
        return Figures(
            technician=self.technician,
            visits=len(self.visits),
            slips_in=len(self.slips_in),
            slips_missing=len(self.slips_missing),
            cards_seen=len(self.cards_seen),
            cards_missing=len(self.cards_missing),
            doubtful=len(self.doubts),
            parts_held=len(self.parts),
            money_held=sum((each.amount for each in self.money), NOTHING),
            handed_in=sum((each.amount for each in self.handed_in), NOTHING),
        )


class OfficeDay(Struct, frozen=True, kw_only=True):
    """A day of an office."""

    office: str
    day: date
    technicians: list[PersonDay]  # those of whom there is something to say, by id
    books: dict[ev.Pay, Decimal]  # what reached the cashier, less what was given back
    events: list[str]  # ids of what happened that day, sorted
    typed: datetime | None  # when the last of it was entered; None: nothing happened

    @property
    def tickets(self) -> list[str]:
        """The tickets whose visits and slips are on it."""
        days = self.technicians
        return sorted({ticket for day in days for ticket in (*day.visits, *day.slips_in)})

    @property
    def figures(self) -> list[Figures]:
        """Everybody's day in numbers."""
        return [each.figures for each in self.technicians]


def entries_of(state: State, office: str) -> Iterator[DayEntry]:
    """The events of a ticket for which an office acted, in order."""
    for event in state.events:
        if isinstance(event, COUNTED) and state.office_at(event.seq) == office:
            yield DayEntry(ticket=state.ticket.id, event=event)


def sheet_of(
    states: Iterable[State],
    office: str,
    day: date,
    staff: Staff,
    *,
    left_out: frozenset[str] = frozenset(),
    besides: Iterable[DayEntry] = (),
) -> OfficeDay:
    """What the day came to. `left_out` are events of the day that a seal of another day has;
    `besides` are those of earlier days that came too late for theirs: their money is counted now.
    """
    days: dict[str, PersonDay] = {}
    books: dict[ev.Pay, Decimal] = {}
    ids: list[str] = []
    typed: list[datetime] = []
    late = {entry.event.id for entry in besides}

    def of(technician: str) -> PersonDay:
        return days.setdefault(technician, PersonDay(technician=technician))

    for state in sorted(states, key=lambda state: state.ticket.id):
        events = [
            event for event in state.events if event.at.date() <= day and event.id not in left_out
        ]
        own = {entry.event.id for entry in entries_of(state, office)}
        today = {event.id for event in events if event.at.date() == day} & own
        ids += today
        typed += [event.typed for event in events if event.id in today]
        if events:
            _TicketDay(state, events, today, office, staff).add_to(of)
        _add_money(state, books, today | (late & own), staff)
    return OfficeDay(
        office=office,
        day=day,
        technicians=[
            days[technician]
            for technician in sorted(days)
            if days[technician] != PersonDay(technician=technician)
        ],
        books={how: books[how] for how in WAYS if books.get(how)},
        events=sorted({*ids, *late}),
        typed=max(typed, default=None),
    )


class _TicketDay:
    """One ticket's part of a sheet."""

    def __init__(
        self,
        state: State,
        events: list[ev.AnyEvent],
        today: set[str],
        office: str,
        staff: Staff,
    ) -> None:
        self.state = state
        self.ticket = state.ticket.id
        self.events = events  # until the end of the day
        self.today = today  # ids of those of the day, for which the office acted
        self.is_ours = state.office_at(events[-1].seq) == office  # at the end of the day
        self.staff = staff

    def add_to(self, of: Callable[[str], PersonDay]) -> None:
        """Put what there is to say into the days of the technicians."""
        if any(isinstance(event, (ev.Visited, ev.SlipIn, ev.CalledBack)) for event in self.events):
            self._visits(of)
        for out in parts_out(self.events) if self.is_ours else ():
            held = PartHeld(ticket=self.ticket, part=out.lent.part, since=out.lent.at.date())
            of(out.technician).parts.append(held)
        account = account_of(self.events)
        for payment in account.owed_by_staff(self.staff) if self.is_ours else ():
            of(account.holder(payment)).money.append(self._money(payment))
        for event in self.events:
            if isinstance(event, ev.HandedIn) and event.id in self.today:
                paid = _payment(account, event.of)
                if paid is not None:
                    of(account.holder(paid)).handed_in.append(self._money(paid))

    def _money(self, payment: ev.Paid) -> DayMoney:
        return DayMoney(
            ticket=self.ticket,
            amount=payment.amount,
            how=payment.how,
            since=payment.at.date(),
        )

    def _visits(self, of: Callable[[str], PersonDay]) -> None:
        """Visits and slips. One slip stands for the work until it is signed: of several visits
        before it only the last one lacks it.
        """
        made_by = {
            visit.report.id: visit.technician for visit in visits_of(self.state) if visit.report
        }
        last: ev.Visited | None = None
        slip: ev.SlipIn | None = None
        who = ""
        for event in self.events:
            is_today = event.id in self.today
            match event:
                case ev.Visited():
                    last, slip, who = event, None, made_by.get(event.id, event.by)
                    if is_today:
                        of(who).visits.append(self.ticket)
                case ev.SlipIn():
                    slip = event
                    if is_today:
                        of(who or event.by).slips_in.append(self.ticket)
                        of(who or event.by).doubts.extend(self._doubts_of_slip(event))
                case ev.CalledBack() if is_today and slip is not None:
                    if slip.rating in _KINDLY and event.rating not in _KINDLY:
                        doubt = self._doubt("differs", slip.rating or "", event.rating)
                        of(who or event.by).doubts.append(doubt)
        if last is not None and self.today & {last.id, slip.id if slip else ""}:
            self._card(last, slip, of(who))
        if self.is_ours and last is not None and slip is None:
            missing = Missing(ticket=self.ticket, day=last.at.date())
            of(who).slips_missing.append(missing)

    def _card(self, visit: ev.Visited, slip: ev.SlipIn | None, into: PersonDay) -> None:
        """The warranty card (保修卡) of the last visit: in with the slip or seen on site; missing
        where somebody says so, or nobody says anything and the machine is in warranty.
        """
        machine = self.state.current.equipment
        in_warranty = visit.in_warranty
        if in_warranty is None:
            in_warranty = machine is not None and machine.warranty.verdict == "in"
        card = slip.card if slip else None
        if card == "in" or (card is None and visit.papers_seen):
            into.cards_seen.append(self.ticket)
        elif card == "missing" or visit.papers_seen is False or in_warranty:
            into.cards_missing.append(self.ticket)

    def _doubts_of_slip(self, slip: ev.SlipIn) -> Iterator[Doubt]:
        ours = {name for person in self.staff.staff for name in (person.id, person.name)}
        if slip.unsigned:
            yield self._doubt("rated_unsigned" if slip.rating else "unsigned", slip.unsigned)
        elif slip.signed_by in ours:
            yield self._doubt("signed_by_us", slip.signed_by)

    def _doubt(self, why: Why, said: str, otherwise: str = "") -> Doubt:
        return Doubt(ticket=self.ticket, why=why, said=said, otherwise=otherwise)


def _add_money(state: State, books: dict[ev.Pay, Decimal], ids: set[str], staff: Staff) -> None:
    """Add what these events brought the cashier: taken at the desk, handed in, less refunds. What a
    technician has in hand has not reached the cashier; a transfer goes to the company itself.
    """
    for event in state.events if ids else ():
        if event.id not in ids:
            continue
        match event:
            case ev.Paid():
                is_in_hand = account_of([event]).owed_by_staff(staff)
                change = NOTHING if is_in_hand else event.amount
            case ev.HandedIn():
                paid = _payment(state.account, event.of)
                if paid is None:
                    continue
                books[paid.how] = books.get(paid.how, NOTHING) + paid.amount
                continue
            case ev.Refunded() if event in state.account.refunds:
                change = NOTHING if _never_came(state.account, event, staff) else -event.amount
            case _:
                continue
        books[event.how] = books.get(event.how, NOTHING) + change


def _never_came(account: Account, refund: ev.Refunded, staff: Staff) -> bool:
    """Whether a payment that is taken back as recorded twice had not reached the cashier: then
    nothing leaves the till.
    """
    receipt = account.find_receipt(refund.receipt)
    if not refund.not_taken or receipt is None:
        return False
    payments = [each for each in account.payments_of(receipt) if each.how == refund.how]
    return any(
        each.id not in account.handed_in and account_of([each]).owed_by_staff(staff)
        for each in payments
    )


def _payment(account: Account, id: str) -> ev.Paid | None:
    return next((payment for payment in account.payments if payment.id == id), None)
