"""Searching everything: customers, machines, tickets, knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from svc.actions import knowledge
from svc.actions.customer_search import search_customers
from svc.errors import Damaged
from svc.model.ids import ticket_order
from svc.model.knowledge import Knowledge
from svc.model.parts import Part
from svc.rules.search.customers import CustomerMatch
from svc.rules.search.tickets import MatchPlace, find_in_text, find_in_ticket
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger
from svc.store.records import Record


class FoundTicket(Struct, frozen=True, kw_only=True):
    """A ticket in which the words stand, and where."""

    state: State
    place: MatchPlace


class FoundKnowledge(Struct, frozen=True, kw_only=True):
    """An entry of the knowledge base in which the words stand."""

    entry: Knowledge
    excerpt: str


class SearchResult(Struct, frozen=True, kw_only=True):
    """What a search came to; `more` are tickets that fit beyond the limit."""

    customers: list[CustomerMatch]
    tickets: list[FoundTicket]
    more: int
    knowledge: list[FoundKnowledge]
    parts: list[Part]
    broken: list[Damaged]


def search_all(ledger: Ledger, words: list[str], limit: int = 20) -> SearchResult:
    """Customers and their machines as `svc customer find` finds them; tickets, knowledge and parts
    in which every word stands.

    The newest tickets first. What could not be read is named in `broken`.
    """
    broken: list[Damaged] = []
    wanted = [word for each in words for word in each.split()]
    people = search_customers(ledger, " ".join(wanted), broken, limit)
    tickets, more = _find_tickets(ledger, wanted, limit, broken)
    entries = []
    for entry in knowledge.knowledge_entries(ledger, broken):
        excerpt = find_in_text(_entry_text(entry), wanted)
        if excerpt is not None:
            entries.append(FoundKnowledge(entry=entry, excerpt=excerpt))
    return SearchResult(
        customers=people,
        tickets=tickets,
        more=more,
        knowledge=entries[:limit],
        parts=_find_parts(ledger, wanted, broken)[:limit],
        broken=broken,
    )


def _find_parts(ledger: Ledger, wanted: list[str], broken: list[Damaged]) -> list[Part]:
    """The parts of the catalogue in which every word stands: code, name, model, what it is for."""
    try:
        catalogue = ledger.parts
    except Damaged as error:
        broken.append(error)
        return []
    return [
        part for part in catalogue.parts if find_in_text(_searched_text(part), wanted) is not None
    ]


def _searched_text(part: Part) -> str:
    """What a part is found by; its code with the dash and without."""
    code = part.code.replace("-", "")
    return " ".join((part.code, code, part.name, part.specification, part.use, *part.models))


def _find_tickets(
    ledger: Ledger, wanted: list[str], limit: int, broken: list[Damaged]
) -> tuple[list[FoundTicket], int]:
    """The newest tickets in which the words stand, and how many more there are."""
    from svc.store.index.full_text import tickets_with_words

    listed = ledger.ask_index(lambda index: tickets_with_words(index, wanted, limit), words=True)
    tickets: list[FoundTicket] = []
    if listed is None:
        tickets += _tickets_with_words(ledger.tickets(broken), wanted)
        more = 0
    else:
        numbers, more, by_file = listed
        tickets += _tickets_with_words(ledger.read_each(by_file, broken), wanted)
        tickets += _tickets_with_words(ledger.read_each(numbers, broken), wanted)
    tickets.sort(key=lambda each: ticket_order(each.state.ticket.number))
    # of one moment, in the order of numbers
    tickets.sort(key=lambda each: each.state.ticket.received, reverse=True)
    return tickets[:limit], more + max(0, len(tickets) - limit)


def _tickets_with_words(records: Iterable[Record], wanted: list[str]) -> Iterator[FoundTicket]:
    for record in records:
        state = record.state
        place = find_in_ticket(state, wanted)
        if place is not None:
            yield FoundTicket(state=state, place=place)


def _entry_text(entry: Knowledge) -> str:
    return " ".join(
        [
            entry.title,
            entry.symptom,
            *entry.words,
            entry.cause,
            entry.remedy,
            *entry.models,
            entry.slug,
            entry.text,
        ]
    )
