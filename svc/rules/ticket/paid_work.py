"""Paid work (有偿服务): explained, quoted, agreed to before it begins; charged and paid before the
machine is handed over and the ticket is closed (S2 4.2.2A; S4 paid service; S4 reception 3).

A fact of the past is never refused: what is missing then is an open item. Steps still ahead wait
for it, unless one of the roles named for it lets them pass with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.money import NOTHING
from svc.rules.ticket.coverage import (
    is_price_due_first,
    is_work_free,
    reason_to_pay,
    service_now,
    was_judged_out,
    was_not_covered,
    works_of,
)
from svc.rules.ticket.service import service_of

if TYPE_CHECKING:
    from svc.model.service import Share
    from svc.rules.ticket.lifecycle import State

Step = Literal["work", "hand_over", "deliver", "close"]
"""Steps that wait: a bench repair that begins; the machine is given to the customer; it is sent to
the customer with a technician, who takes the money there; the ticket is closed.
"""

GAPS: tuple[ev.PaidWorkGap, ...] = ("agreement", "charge", "payment")
WORKED_ON_SITE = ("fixed", "provisional", "completed")
"""Outcomes of a visit at which work was done that can cost something; a diagnosis, making safe and
a refusal need nobody's agreement.
"""
WAITS_FOR: dict[Step, tuple[ev.PaidWorkGap, ...]] = {
    "work": ("agreement",),
    "hand_over": GAPS,
    "deliver": ("agreement", "charge"),
    "close": GAPS,
}
"""What each step waits for, of work that the customer pays for."""


def why_customer_pays(state: State) -> Phrase | None:
    """Why the work may be charged, in a sentence for the customer; None if it is free.

    Besides what the warranty does not cover: misuse that the quotation names before the work, and a
    software fault, which is paid service in the warranty too (S4 visit 4).
    """
    quoted = state.account.quote
    if quoted is not None and is_misuse_quoted(state):
        return Phrase(N_("Not covered by the warranty: {evidence}"), evidence=quoted.evidence)
    if not is_work_free(state):
        return reason_to_pay(state)
    found = (quoted.cause if quoted else "", *(work.cause for work in works_of(state)))
    if "software" in found and not is_decided_first(state):
        return Phrase(N_("A software fault is paid service, in warranty too."))
    return None


def may_be_charged(state: State) -> bool:
    """Whether the customer may be asked to pay for the work itself; consumables always may."""
    return not is_work_free(state) or why_customer_pays(state) is not None


def customer_pays(state: State) -> bool:
    """Whether a price is to be named before the work: as the table of service has it, or for misuse
    that a quotation names.

    Of a machine whose warranty nobody knows yet, nothing is said before somebody has looked.
    """
    return is_misuse_quoted(state) or is_price_due_first(state)


def is_misuse_quoted(state: State) -> bool:
    """Whether the quotation is for misuse, and that decides."""
    quoted = state.account.quote
    is_misuse = quoted is not None and quoted.cause == "misuse" and bool(quoted.evidence)
    return is_misuse and not is_decided_first(state)


def is_decided_first(state: State) -> bool:
    """Whether contract or approval says who pays, whatever the fault is found to be."""
    return service_now(state).why in ("contract", "approved")


def free_part(state: State) -> tuple[Share, ...]:
    """What is free of work that costs the customer something else: by the contract, or all but the
    way where the visit is the customer's wish and nothing was found that the warranty leaves out.
    """
    row = service_of(state.current)
    if row.why == "contract":
        return row.free
    quoted = state.account.quote
    found = {quoted.cause if quoted else "", *(work.cause for work in works_of(state))}
    is_warranty = row.why == "visit_wish" and not found & {"misuse", "software"}
    return row.free if is_warranty and not any(was_judged_out(w) for w in works_of(state)) else ()


def is_worked(state: State) -> bool:
    """Whether work was done that can cost something: at the customer's, on the bench, at the
    factory.
    """
    return (
        any(visit.outcome in WORKED_ON_SITE for visit in state.visits)
        or state.repaired is not None
        or state.last_mark("returned") is not None
    )


def gaps_before(state: State, step: Step, at: datetime | None = None) -> list[ev.PaidWorkGap]:
    """What paid work lacks before this step, besides what was let pass; `at` is when it is taken.

    A request that was given up needs no agreement; what was charged for it is paid.
    """
    missing = set(_missing(state, step, at)) - state.waived
    return [gap for gap in WAITS_FOR[step] if gap in missing]


def gaps_after(state: State) -> list[ev.PaidWorkGap]:
    """What paid work that was done, or a ticket that is closed, lacks now."""
    return gaps_before(state, "close")


def next_gaps(state: State) -> list[ev.PaidWorkGap]:
    """What is to be let pass for the ticket to go on: before the work the agreement, then all."""
    return gaps_before(state, "close" if is_worked(state) else "work")


def needs_agreement(state: State, event: ev.Visited | ev.Repaired) -> bool:
    """Whether this work, not recorded yet, needs an agreement that is not there."""
    return "agreement" not in state.waived and is_done_unagreed(state, event)


def is_done_unagreed(state: State, event: ev.Visited | ev.Repaired) -> bool:
    """Whether this is work that the customer pays for and had not agreed to when it was done."""
    if isinstance(event, ev.Visited) and event.outcome not in WORKED_ON_SITE:
        return False
    pays = customer_pays(state) or was_not_covered(event)
    return pays and not _is_agreed(state, event.at)


def paid_too_much(state: State) -> Decimal:
    """How much more was taken than was charged, besides what a manager let be taken; nothing while
    the charge is still to come.

    No command leads to it: two desks took the same money, or one took it while the other lowered
    the charge.
    """
    account = state.account
    if account.charge is None and state.is_open():
        return NOTHING
    standing = [p for r in account.receipts_in_force for p in account.payments_of(r)]
    let_pass = sum((payment.amount for payment in standing if payment.allowed), NOTHING)
    return max(-account.still_to_pay - let_pass, NOTHING)


def last_settled(state: State) -> int:
    """The number of the event by which somebody last decided what holds; 0: nobody did. That of two
    refunds one went out says nothing of other money.
    """
    settled = [e.seq for e in state.events if isinstance(e, ev.Settled) and not e.once]
    return max(settled, default=0)


def given_back_twice(state: State) -> list[ev.Refunded]:
    """Refunds of a receipt by a desk that did not know of an earlier refund of it, until somebody
    decides what holds.
    """
    settled = last_settled(state)
    return [refund for refund in state.account.refunded_again if refund.seq > settled]


def done_unagreed_by(state: State) -> str:
    """Who did paid work to which the customer has not agreed yet; empty: nobody."""
    if "agreement" not in gaps_after(state):
        return ""
    done = [work for work in works_of(state) if is_done_unagreed(state, work)]
    return done[-1].by if done else ""


def last_day_of(quoted: ev.Quoted, quote_days: int) -> date:
    """The last day on which the customer can agree to a quotation."""
    return quoted.at.date() + timedelta(days=quote_days)


def _missing(state: State, step: Step, at: datetime | None) -> Iterable[ev.PaidWorkGap]:
    account = state.account
    given_up = state.status in ev.GIVEN_UP
    pays = customer_pays(state) and not given_up and (step == "work" or is_worked(state))
    agreed = account.agreed
    if pays and not _is_agreed(state, at if step == "work" else None):
        yield "agreement"
    expected = pays or (bool(agreed) and not given_up)
    if expected and (account.charge is None or (not account.charged and bool(agreed))):
        yield "charge"
    deferred = account.deferred.amount if account.deferred else 0
    if account.still_to_pay > deferred:
        yield "payment"


def _is_agreed(state: State, at: datetime | None) -> bool:
    """Whether the customer has agreed to a price, by `at` (None: at whatever time)."""
    return any(at is None or answer.at <= at for answer in state.account.agreements)
