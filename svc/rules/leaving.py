"""What hangs on one of the staff: what somebody else has to have when they leave (离职交接).

Turns, words given to customers, visits not made, customers looked after, parts and money in hand
go to another with one word; the kit goes to them or back into the store, old parts always do. A
visit that has begun and days on duty do not, and are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.rosters import Roster
from svc.model.staff import Person, Staff
from svc.model.stock import StockLine
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import done_unagreed_by
from svc.rules.ticket.parts_out import parts_out
from svc.rules.ticket.turns import escalated_to, specialist_asked, turn_roles, whose_turn

KINDS: dict[str, str] = {
    "turn": N_("their turn"),
    "complaint": N_("complaint to answer"),
    "word": N_("word given"),
    "visit": N_("visit not made"),
    "on_site": N_("visit under way"),
    "loan": N_("part in hand"),
    "kit": N_("part of the kit"),
    "old_part": N_("old part in hand"),
    "money": N_("money in hand"),
    "customer": N_("customer looked after"),
    "duty": N_("on duty"),
}
OF_THE_KIT = ("kit", "old_part")
BY_HAND = ("on_site", "duty")
"""Kinds that no word hands over: somebody has to do something, or to give it away."""
NO_LONGER_LEAD = ("done", "called_back")
"""States after which a ticket that is opened again is handed over anew."""


class Hanging(Struct, frozen=True, kw_only=True):
    """One thing that hangs on somebody: what it is, and on which ticket, customer's file or day."""

    kind: str
    on: str
    customer: str = ""
    promise: str = ""  # which word was given
    due: datetime | None = None
    of: tuple[str, ...] = ()  # event ids: of the loan, of the payments
    part: str = ""
    count: int = 0
    amount: Decimal | None = None
    store: str = ""  # the office into whose store it goes, and not to the other
    against: tuple[Phrase, ...] = ()  # why the other can't have it with one word

    @property
    def can_be_handed_over(self) -> bool:
        return self.kind not in BY_HAND and not self.against


def hanging_on_ticket(
    state: State, promises: Sequence[PromiseRun], staff: Staff, leaver: str, to: Person
) -> Iterator[Hanging]:
    """What of a ticket hangs on the `leaver`; nothing is said of whether the visit can be made by
    the one who is `to` have it.
    """
    ticket = state.current
    unit = ticket.customer.unit if ticket.customer else ""
    words = [run for run in promises if run.is_open and run.by == leaver]
    needed = _roles_for_turn(state, staff, leaver)
    against: tuple[Phrase, ...] = ()
    if needed and not to.may(needed):
        against = (Phrase(N_("{person} has no role for it"), person=to.name),)
    if needed is not None:
        kind = "complaint" if ticket.kind == "complaint" else "turn"
        yield Hanging(kind=kind, on=ticket.id, customer=unit, against=against)
    for run in words:
        yield Hanging(
            kind="word",
            on=ticket.id,
            customer=unit,
            promise=run.promise,
            due=run.due,
            against=against,
        )
    if state.technician == leaver and _visit_of(state):
        yield Hanging(
            kind=_visit_of(state),
            on=ticket.id,
            customer=unit,
            due=state.appointment,
            against=against,
        )
    yield from _in_hand(state, staff, leaver, unit)


def is_shared_turn(state: State, staff: Staff, leaver: str) -> bool:
    """Whether it is the turn of several of a role, the `leaver` among them: the others go on."""
    people = whose_turn(state, staff)
    return len(people) > 1 and leaver in people


def kit_hanging(
    along: Iterable[StockLine], leaver: Person, to: Person, *, may_book: bool, is_back: bool
) -> Iterator[Hanging]:
    """What the `leaver` has along for no ticket: the good pieces go to the other, or back into the
    store (`is_back`), old parts always do. `may_book`: whether who types may book kits.
    """
    for line in along:
        is_good = line.condition == "good"
        goes_to_store = is_back or not is_good
        yield Hanging(
            kind="kit" if is_good else "old_part",
            on=line.part,
            part=line.part,
            count=line.count,
            store=leaver.office if goes_to_store else "",
            against=tuple(_against_kit(leaver, None if goes_to_store else to, may_book)),
        )


def _against_kit(leaver: Person, to: Person | None, may_book: bool) -> Iterator[Phrase]:
    """Why a kit does not go: to somebody, or back into the store (None)."""
    if not may_book:
        yield Phrase(N_("kits are booked by the parts keeper"))
    if not leaver.office:
        yield Phrase(N_("{person} is of no office"), person=leaver.name)
    elif to is not None and to.office != leaver.office:
        yield Phrase(N_("{person} is of another office"), person=to.name)
    if to is not None and not to.may(("technician",)):
        yield Phrase(N_("{person} is not a technician"), person=to.name)


def days_on_duty(roster: Roster, leaver: str, today: date) -> Iterator[Hanging]:
    """The days to come for which the `leaver` is on the duty roster."""
    for day in sorted(roster.duty):
        if day >= today.isoformat() and leaver in roster.on_duty(date.fromisoformat(day)):
            yield Hanging(kind="duty", on=day)


def _roles_for_turn(state: State, staff: Staff, leaver: str) -> tuple[str, ...] | None:
    """The roles of which somebody may have the leaver's turn of this ticket (empty: anybody); None
    if it is not theirs alone.
    """
    if not state.is_open():
        return None
    if state.lead == leaver and state.status not in NO_LONGER_LEAD:
        return ev.LEADS
    if escalated_to(state) == leaver or state.heir(done_unagreed_by(state)) == leaver:
        return ()
    if specialist_asked(state) == leaver:
        return ev.ENGINEERS
    return turn_roles(state) if whose_turn(state, staff) == [leaver] else None


def _visit_of(state: State) -> str:
    """`visit` if one is agreed and not made, `on_site` if it has begun; empty: none."""
    if state.status == "visiting":
        return "on_site"
    is_agreed = state.status == "dispatched" or (
        state.status == "on_hold" and state.left == "dispatched"
    )
    return "visit" if is_agreed else ""


def _in_hand(state: State, staff: Staff, leaver: str, unit: str) -> Iterator[Hanging]:
    """Parts that are out with the leaver, and money taken and not handed in."""
    number, account = state.ticket.id, state.account
    for out in parts_out(state.events):
        if out.technician == leaver:
            yield Hanging(
                kind="loan",
                on=number,
                customer=unit,
                of=(out.lent.id,),
                part=out.lent.part,
                count=out.lent.count,
            )
    owed = [paid for paid in account.owed_by_staff(staff) if account.holder(paid) == leaver]
    if owed:
        yield Hanging(
            kind="money",
            on=number,
            customer=unit,
            of=tuple(paid.id for paid in owed),
            amount=sum((paid.amount for paid in owed), Decimal()),
        )
