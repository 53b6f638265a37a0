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
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.model.money import NOTHING
from svc.model.seals import WAYS, Figures
from svc.model.staff import Staff
from svc.rules.daily.papers import LOOKED_BACK, Doubt, Papers
from svc.rules.ticket.account import Account, account_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.parts_out import parts_out

COUNTED = (
    *(ev.Visited, ev.SlipIn, ev.CalledBack, ev.PartLent, ev.LoanEnded, ev.TakenOver),
    *(ev.Paid, ev.HandedIn, ev.Refunded, ev.ReceiptIssued, ev.ReceiptVoided),
)
"""The events that a day's sheet is made of, and that a seal names; what is let pass besides, if it
is a slip, a card or a signature.
"""


CASH = (ev.Paid, ev.HandedIn, ev.Refunded)
"""Of these the events without which no money reaches the cashier, or leaves."""


class Missing(Struct, frozen=True, kw_only=True):
    """A visit whose slip, or warranty card, has not come in."""

    ticket: str
    day: date


class PartHeld(Struct, frozen=True, kw_only=True):
    """Pieces of a part that were lent and are neither used nor back."""

    ticket: str
    part: str
    since: date
    count: int


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
    cards_open: list[Missing] = []  # of visits before, neither in since nor let pass
    doubts_open: list[Doubt] = []  # of slips before, which nobody has cleared up
    parts: list[PartHeld] = []
    money: list[DayMoney] = []
    handed_in: list[DayMoney] = []

    @property
    def figures(self) -> Figures:
        """The day in numbers, as a seal keeps them; what is open from days before is no part of
        it.
        """
        return Figures(
            technician=self.technician,
            visits=len(self.visits),
            slips_in=len(self.slips_in),
            slips_missing=len(self.slips_missing),
            cards_seen=len(self.cards_seen),
            cards_missing=len(self.cards_missing),
            doubtful=len(self.doubts),
            parts_held=sum(each.count for each in self.parts),
            money_held=sum((each.amount for each in self.money), NOTHING),
            handed_in=sum((each.amount for each in self.handed_in), NOTHING),
        )

    @property
    def standing(self) -> Figures:
        """In numbers as it stands that evening, with what is open from days before."""
        figures = self.figures
        return replace(
            figures,
            cards_missing=figures.cards_missing + len(self.cards_open),
            doubtful=figures.doubtful + len(self.doubts_open),
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
    def standing(self) -> list[Figures]:
        """Everybody in numbers, as it stands that evening."""
        return [each.standing for each in self.technicians]

    @property
    def figures(self) -> list[Figures]:
        """Everybody's day in numbers, as a seal keeps them."""
        all = [each.figures for each in self.technicians]
        return [each for each in all if each != Figures(technician=each.technician)]


def is_counted(event: ev.AnyEvent) -> bool:
    """Whether a day's sheet is made of events of this kind."""
    if isinstance(event, ev.Waived):
        return not {*event.gaps}.isdisjoint(get_args(ev.SheetGap))
    return isinstance(event, COUNTED)


def entries_of(state: State, office: str) -> Iterator[DayEntry]:
    """The events of a ticket for which an office acted, in order."""
    for event in state.events:
        if is_counted(event) and state.office_of(event) == office:
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
            _TicketDay(state, events, today, (office, day), staff).add_to(of)
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
        whose: tuple[str, date],
        staff: Staff,
    ) -> None:
        self.state = state
        self.ticket = state.ticket.id
        self.events = events  # until the end of the day
        self.today = today  # ids of those of the day, for which the office acted
        office, self.day = whose
        self.is_ours = state.office_at(events[-1].seq) == office  # at the end of the day
        self.staff = staff

    def add_to(self, of: Callable[[str], PersonDay]) -> None:
        """Put what there is to say into the days of the technicians."""
        if any(isinstance(event, (ev.Visited, ev.SlipIn, ev.CalledBack)) for event in self.events):
            self._visits(of)
        for out in parts_out(self.events) if self.is_ours else ():
            lent = out.lent
            held = PartHeld(
                ticket=self.ticket, part=lent.part, since=lent.at.date(), count=lent.count
            )
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
        papers = Papers(self.state, self.staff)
        for event in self.events:
            was_refiled = papers.is_refiled(event)
            doubts = papers.tell(event)
            if event.id not in self.today:
                continue
            who = of(papers.who or event.by)
            if isinstance(event, ev.Visited):
                who.visits.append(self.ticket)
            elif isinstance(event, ev.SlipIn) and not was_refiled:
                who.slips_in.append(self.ticket)
            who.doubts.extend(doubts)
        if papers.visit is not None:
            self._missing(papers, papers.visit, of(papers.who))

    def _missing(self, papers: Papers, visit: ev.Visited, into: PersonDay) -> None:
        """What of the last visit is here and what is not; S2 4.3.3 has it asked for daily until
        it is.
        """
        day = visit.at.date()
        if self.today & papers.ids:
            if papers.card == "seen":
                into.cards_seen.append(self.ticket)
            elif papers.card == "missing":
                into.cards_missing.append(self.ticket)
        if not self.is_ours:
            return
        missing = Missing(ticket=self.ticket, day=day)
        if papers.is_slip_missing:
            into.slips_missing.append(missing)
        is_asked = papers.is_card_said or self.day - day <= LOOKED_BACK
        if papers.card == "missing" and is_asked and not self.today & papers.ids:
            into.cards_open.append(missing)
        into.doubts_open.extend(papers.doubts_on(self.day))


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
