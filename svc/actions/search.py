"""Searching everything: customers, machines, tickets, knowledge."""

from __future__ import annotations

from msgspec import Struct

from svc.actions import customers, knowledge
from svc.errors import Damaged
from svc.model.knowledge import Knowledge
from svc.rules.lifecycle import State
from svc.rules.matching import Match
from svc.rules.searching import Place, find_in_text, find_in_ticket
from svc.store.ledger import Ledger


class FoundTicket(Struct, frozen=True, kw_only=True):
    """A ticket in which the words stand, and where."""

    state: State
    place: Place


class FoundKnowledge(Struct, frozen=True, kw_only=True):
    """An entry of the knowledge base in which the words stand."""

    entry: Knowledge
    excerpt: str


class Found(Struct, frozen=True, kw_only=True):
    """What a search came to; `more` are tickets that fit beyond the limit."""

    customers: list[Match]
    tickets: list[FoundTicket]
    more: int
    knowledge: list[FoundKnowledge]
    broken: list[Damaged]


def search(ledger: Ledger, words: list[str], limit: int = 20) -> Found:
    """Customers and their machines as `svc customer find` finds them; tickets and knowledge in which every word stands.

    The newest tickets first. What could not be read is named in `broken`.
    """
    broken: list[Damaged] = []
    asked = [word for each in words for word in each.split()]
    people = customers.matches(ledger.customer_files(broken), " ".join(asked), limit)
    tickets = []
    for record in ledger.tickets(broken):
        state = record.state
        place = find_in_ticket(state, asked)
        if place is not None:
            tickets.append(FoundTicket(state=state, place=place))
    tickets.sort(key=lambda found: found.state.ticket.received, reverse=True)
    entries = []
    for entry in knowledge.entries(ledger, broken):
        excerpt = find_in_text(_text(entry), asked)
        if excerpt is not None:
            entries.append(FoundKnowledge(entry=entry, excerpt=excerpt))
    return Found(
        customers=people,
        tickets=tickets[:limit],
        more=max(0, len(tickets) - limit),
        knowledge=entries[:limit],
        broken=broken,
    )


def _text(entry: Knowledge) -> str:
    return " ".join(
        [entry.title, entry.symptom, *entry.words, entry.cause, entry.remedy, *entry.models, entry.slug, entry.text]
    )
