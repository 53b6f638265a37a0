"""The quotation (报价单): what stands on it. In no source but needed, so that a customer can agree
in writing.

`quotation` fills the template `quotation.html` from the last quote of a ticket; the answer is a
line to sign on until it is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from svc.errors import N_, NoQuotation
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import CONSENTS, Filling, Given, filled_page
from svc.render.papers.values import Consent, Quotation
from svc.rules.ticket.account import account_of
from svc.rules.ticket.paid_work import last_day_of, why_customer_pays


def quotation(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The last quote of one ticket, and the customer's answer to it: the same record gives the same
    page.

    Raises NoQuotation before a price was named.
    """
    return filled_page("quotation", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> Quotation:
    quotes = [event for event in fill.log if isinstance(event, ev.Quoted)]
    if not quotes:
        raise NoQuotation(ticket=fill.ticket.id)
    quoted, words = quotes[-1], fill.words
    fill.speak_of(quoted)
    ticket = fill.ticket
    consent = _answer(fill, quoted)
    mark = fill.stopped() or ("" if consent.granted is not False else words(N_("Price refused")))
    reason = why_customer_pays(fill.state)
    until = last_day_of(quoted, fill.settings.quote_days)
    return Quotation(
        head=replace(fill.head(mark=mark), pressing=False),
        customer=fill.customer(),
        machine=fill.machine(),
        symptom=fill.intake_value("symptom", ticket.symptom),
        judged=fill.judged(),
        mode=words.label("mode", ticket.mode),
        day=fill.moment(quoted.at),
        by=fill.name(quoted.by),
        number=len(quotes),
        earlier=words.show(quotes[-2].at) if len(quotes) > 1 else "",
        until=until.isoformat(),
        prices=fill.ink("terms.prices", ticket.terms.prices if ticket.terms else ""),
        why_paid=fill.ink("evidence", words(reason.says, **reason.facts)) if reason else "",
        money=fill.priced(quoted),
        terms=_terms(fill, until.isoformat(), quoted),
        consent=consent,
    )


def _answer(fill: Filling, quoted: ev.Quoted) -> Consent:
    """The customer's last answer to this quote; what was agreed to before it was another price."""
    text = fill.words(CONSENTS["price"])
    after = fill.log[fill.log.index(quoted) + 1 :]
    answers = [event for event in after if isinstance(event, ev.Consented) and event.to == "price"]
    return fill.answered(answers[-1], text) if answers else Consent(text=text)


def _on_account(fill: Filling, quoted: ev.Quoted) -> Iterator[str]:
    """What was taken as a deposit is set against the price."""
    account = account_of(fill.log)
    if account.charge is None and account.paid > 0:
        says = N_("Deposit received: {paid} yuan; balance due: {rest} yuan.")
        yield fill.words(says, paid=account.paid, rest=quoted.total - account.paid)


def _terms(fill: Filling, until: str, quoted: ev.Quoted) -> list[str]:
    pay = (
        N_("You may pay in advance or on completion; a receipt will be issued.")
        if fill.settings.prepayment
        else N_("Payment is due on completion; a receipt will be issued.")
    )
    words = fill.words
    return [
        words(N_("This quotation is valid until {day}."), day=until),
        words(N_("Work begins once you have agreed to the price.")),
        words(
            N_(
                "If we find further faults we will tell you straight away and do no further work "
                "until you agree."
            )
        ),
        words(
            N_(
                "Parts we replace in paid work belong to you; please tell us if you do not want "
                "them."
            )
        ),
        words(pay),
        *_on_account(fill, quoted),
    ]
