"""What paid work waits for, where a command takes the next step; owed until a day, let pass with a
reason; what customers still have to pay.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.customers import merged_ids, resolve_customer
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    Damaged,
    MissingFields,
    NoSuchCustomer,
    NotAgreed,
    NotCharged,
    NothingMissing,
    NothingOpen,
    Notice,
    NotOnAccount,
    NotYourRole,
    OverTheLimit,
    PaymentOwed,
    QuoteRanOut,
    Unpaid,
)
from svc.model import events as ev
from svc.model.money import NOTHING
from svc.rules.daily.papers import papers_of
from svc.rules.ticket import paid_work as rules
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


class Agreement(Struct, frozen=True, kw_only=True):
    """What is said of the customer's agreement with the work that was done."""

    who: str = ""  # who agreed
    how: ev.ConsentHow | None = None
    amount: Decimal | None = None  # to which sum; None: that of the quotation
    not_agreed: str = ""  # nobody did: why it was done
    emergency: str = ""  # it could not wait: why


NOTHING_SAID = Agreement()


class Debt(Struct, frozen=True, kw_only=True):
    """A row of the list of what customers still have to pay."""

    state: State
    open: Decimal
    payer: str
    agreed_by: str  # empty: nobody said that it may be owed
    until: datetime | None


class Permission(Struct, frozen=True, kw_only=True):
    """By whom a command is typed, and the reason by which paid work may pass, if one was given."""

    typist: Typist
    reason: str


def permission_of(ledger: Ledger, typist: Typist) -> Permission:
    """`--allow` of a role that may let paid work pass, and is no manager, allows that alone."""
    person = ledger.person(typist.by)
    if typist.allow and not person.may(("manager",)) and person.may(_roles(ledger)):
        return Permission(typist=replace(typist, allow=""), reason=typist.allow)
    return Permission(typist=typist, reason=typist.allow)


def check_step(
    ledger: Ledger,
    tx: Recording,
    state: State,
    permission: Permission,
    step: rules.Step,
    *,
    agreed_by: str = "",
) -> list[Notice]:
    """Raise NotAgreed, NotCharged or Unpaid if paid work waits for something before this step.

    What may pass is recorded: of a customer on account the money is owed until a day, the rest is
    let pass with the reason given. `agreed_by` is who agreed that the money is owed. Gives what is
    to be told once it is written.
    """
    typist, number = permission.typist, state.ticket.id
    gaps = rules.gaps_before(state, step, typist.happened)
    notices: list[Notice] = []
    if "payment" in gaps and state.account.charge is not None:
        deferred = _on_account(ledger, state, typist, agreed_by)
        if deferred is not None:
            tx.append(number, deferred, at=typist.at, worked_out=("until", "amount"))
            gaps.remove("payment")
            notices.append(
                PaymentOwed(
                    payer=deferred.payer, amount=deferred.amount, until=deferred.until.date()
                )
            )
    let_pass(ledger, tx, state, permission, gaps)
    return notices


def let_pass(
    ledger: Ledger, tx: Recording, state: State, permission: Permission, gaps: list[ev.PaidWorkGap]
) -> None:
    """Record that these may be missing, for the reason given. Raises NotAgreed, NotCharged or
    Unpaid without one.
    """
    if gaps and not permission.reason:
        raise _refusal(ledger, state, gaps[0])
    if gaps:
        waived = ev.Waived(reason=permission.reason, gaps=[*gaps])
        tx.append(state.ticket.id, waived, at=permission.typist.at)


def _refusal(ledger: Ledger, state: State, gap: ev.PaidWorkGap) -> NotAgreed | NotCharged | Unpaid:
    account, facts = state.account, {"ticket": state.ticket.id, "roles": list(_roles(ledger))}
    if gap == "agreement":
        return NotAgreed(**facts)
    if gap == "charge":
        return NotCharged(**facts, agreed=account.agreed or NOTHING)
    return Unpaid(**facts, open=account.still_to_pay)


def agreement_events(
    ledger: Ledger, state: State, said: Agreement, began: datetime
) -> list[tuple[ev.Event, datetime]]:
    """The answer that was given before the work `began`, to be recorded with it.

    Raises MissingFields without a way it was given, or a sum where nothing was quoted, QuoteRanOut
    for a quotation that held no longer.
    """
    if not said.who:
        return []
    missing = [] if said.how else ["--how"]
    if said.amount is None and state.account.quote is None:
        missing.append("--amount")
    if missing:
        raise MissingFields(fields=missing)
    if said.amount is None:
        check_quote_holds(ledger, state, began)
    answer = ev.Consented(to="price", who=said.who, how=said.how or "", amount=said.amount)
    return [(answer, began)]


def check_quote_holds(ledger: Ledger, state: State, at: datetime) -> None:
    """Raise QuoteRanOut if the last quotation was no longer valid then."""
    quoted = state.account.quote
    if quoted is None:
        return
    last = rules.last_day_of(quoted, ledger.settings.quote_days)
    if at.astimezone(ledger.zone).date() > last:
        raise QuoteRanOut(ticket=state.ticket.id, last=last)


def waive_gaps(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    reason: str,
    papers: Collection[ev.SheetGap] = (),
) -> TicketResult:
    """Let paid work go on though something is missing: the agreement before the work, then all; or,
    where these are given, `papers` that the daily sheet asks for (S2 4.3.3).

    Raises NotYourRole unless svc.yaml names one of the person's roles, NothingMissing.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        _check_may_waive(ledger, tx, typist)
        gaps: list[ev.Gap] = [*rules.next_gaps(state)]
        if papers:
            missing = papers_of(state, ledger.staff).gaps()
            gaps = [gap for gap in get_args(ev.SheetGap) if gap in papers and gap in missing]
        last = state.events[-1]
        if not gaps and isinstance(last, ev.Waived) and not typist.again:
            again = tx.is_said_again(number, ev.Waived(reason=reason, gaps=last.gaps))
            gaps = last.gaps if again else []
        if not gaps:
            raise NothingMissing(ticket=number)
        tx.append(number, ev.Waived(reason=reason, gaps=gaps), at=typist.at)
    return ticket_result(ledger, tx, number)


def defer_payment(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    agreed_by: str,
    until: date | None = None,
    payer: str = "",
) -> TicketResult:
    """What is charged and not paid is owed until a day: of a customer on account by its days; of
    others somebody with the role says until when.

    Raises NothingOpen, NotOnAccount, OverTheLimit, MissingFields without `until`.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        if state.account.still_to_pay <= 0:
            raise NothingOpen(ticket=number)
        may_decide = tx.person.may(_roles(ledger)) or bool(typist.allow)
        by_account = None
        try:
            by_account = _on_account(ledger, state, typist, agreed_by)
        except OverTheLimit:
            if not may_decide:
                raise
        if by_account is None and not may_decide:
            raise NotOnAccount(ticket=number, roles=list(_roles(ledger)))
        if until is not None:
            last = _end_of(until, ledger)
        elif by_account is not None:
            last = by_account.until
        else:
            raise MissingFields(fields=["--until"])
        deferred = ev.PaymentDeferred(
            until=last,
            payer=payer or _payer(state),
            agreed_by=agreed_by,
            amount=state.account.still_to_pay,
        )
        tx.append(number, deferred, at=typist.at)
    return ticket_result(ledger, tx, number)


def debts(ledger: Ledger, broken: list[Damaged]) -> list[Debt]:
    """What customers still have to pay, what is due first in front; last what nobody deferred."""
    found = [
        _debt(record.state)
        for record in ledger.tickets(broken, "", Sought(keys=(("is", "owing"),)))
        if record.state.account.still_to_pay > 0
    ]
    return sorted(found, key=_due_first)


def _due_first(debt: Debt) -> tuple[bool, float, str]:
    return debt.until is None, debt.until.timestamp() if debt.until else 0, debt.state.ticket.id


def _debt(state: State) -> Debt:
    deferred = state.account.deferred
    return Debt(
        state=state,
        open=state.account.still_to_pay,
        payer=deferred.payer if deferred else _payer(state),
        agreed_by=deferred.agreed_by if deferred else "",
        until=deferred.until if deferred else None,
    )


def _on_account(
    ledger: Ledger, state: State, typist: Typist, agreed_by: str
) -> ev.PaymentDeferred | None:
    """That what is open is owed, if the customer is on account; None otherwise. Raises
    OverTheLimit.
    """
    file = _customer_file(ledger, state)
    account = file.current.account if file is not None else None
    if file is None or account is None:
        return None
    amount = state.account.still_to_pay
    owed = _owed_already(ledger, file, state)
    if owed + amount > account.limit:
        raise OverTheLimit(
            ticket=state.ticket.id,
            customer=file.customer.id,
            owed=owed,
            open=amount,
            limit=account.limit,
        )
    answers = state.account.agreements
    last_day = typist.happened.astimezone(ledger.zone).date() + timedelta(days=account.days)
    return ev.PaymentDeferred(
        until=_end_of(last_day, ledger),
        payer=_payer(state),
        agreed_by=agreed_by or (answers[-1].who if answers else "") or _payer(state),
        amount=amount,
    )


def _end_of(day: date, ledger: Ledger) -> datetime:
    return datetime.combine(day, time(23, 59, 59), ledger.zone)


def _customer_file(ledger: Ledger, state: State) -> CustomerState | None:
    customer = state.current.customer
    if customer is None or not customer.file:
        return None
    try:
        return resolve_customer(ledger, customer.file)
    except (NoSuchCustomer, Damaged):
        return None  # `svc check` names it; nobody is on account by a file that can't be read


def _owed_already(ledger: Ledger, file: CustomerState, state: State) -> Decimal:
    """What the customer owes on other tickets, deferred or not."""
    files = {file.customer.id, *merged_ids(ledger, file)}
    total = NOTHING
    for debt in debts(ledger, []):
        customer = debt.state.current.customer
        mine = customer is not None and customer.file in files
        if mine and debt.state.ticket.id != state.ticket.id:
            total += debt.open
    return total


def _payer(state: State) -> str:
    customer = state.current.customer
    return customer.unit if customer else state.ticket.id


def _roles(ledger: Ledger) -> tuple[str, ...]:
    return tuple(ledger.settings.may_waive)


def _check_may_waive(ledger: Ledger, tx: Recording, typist: Typist) -> None:
    if not tx.person.may(_roles(ledger)) and not typist.allow:
        raise NotYourRole(person=tx.person.id, step="waived", roles=list(_roles(ledger)))
