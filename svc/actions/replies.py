"""Reply and arrange, first half (移交 回复): told on, answered, the customer reached."""

from __future__ import annotations

from datetime import datetime, timedelta

from svc.actions.recording import Done, Typist, done, record, writing
from svc.errors import N_, NotAcceptable, Phrase
from svc.store.ledger import Ledger


def hand_over(ledger: Ledger, ticket: str, typist: Typist, *, to: str, words: str = "") -> Done:
    """Tell the lead or coordinator everything (S0 2.2.5). Raises UnknownStaff and what `record` raises."""
    person = ledger.person(to)
    if not person.may(("lead", "coordinator", "manager")):
        raise NotAcceptable(problem=Phrase(N_("{person} is neither lead nor coordinator"), person=to))
    return record(ledger, ticket, typist, "handed_over", to=person.id, words=words)


def contact(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    spoke_to: str,
    judged: str,
    promised: datetime | None = None,
    words: str = "",
) -> Done:
    """The customer was reached, the fault judged, a time promised (S4 coordinator 2, 3)."""
    return record(ledger, ticket, typist, "contacted", spoke_to=spoke_to, judged=judged, promised=promised, words=words)


def reply(ledger: Ledger, ticket: str, typist: Typist, *, remedy: str, prepare: str = "", spoke_to: str = "") -> Done:
    """The first technical answer: likely remedy, what the customer should prepare (S0 2.3.3)."""
    return record(ledger, ticket, typist, "replied", remedy=remedy, prepare=prepare, spoke_to=spoke_to)


def answer(ledger: Ledger, ticket: str, typist: Typist, *, words: str, spoke_to: str = "", guided: bool = True) -> Done:
    """Solved on the phone or remotely: the work ends here; guided, a follow-up call is due (S2 4.2.2B)."""
    return record(ledger, ticket, typist, "answered", answer=words, spoke_to=spoke_to, guided=guided)


def not_reached(
    ledger: Ledger, ticket: str, typist: Typist, *, purpose: str, reason: str, next_at: datetime | None = None
) -> Done:
    """A call that found nobody: an attempt. The next one is scheduled some working hours later (a setting)."""
    with writing(ledger, typist) as tx:
        record_ = tx.ticket(ticket)
        worked_out = ("next",) if next_at is None else ()
        terms = record_.state.current.terms
        if next_at is None and terms is not None:
            calendar = ledger.calendar(terms.calendar)
            wait = timedelta(hours=ledger.settings.retry_hours)
            next_at = calendar.add(typist.happened, int(wait.total_seconds()))
        number = record_.ticket.id
        tx.append(
            number, "not_reached", at=typist.at, worked_out=worked_out, purpose=purpose, reason=reason, next=next_at
        )
    return done(ledger, tx, number)
