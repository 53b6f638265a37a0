"""What a search found, in lines."""

from __future__ import annotations

from svc.actions.search import SearchResult
from svc.errors import N_
from svc.model.knowledge import Knowledge
from svc.model.parts import Part
from svc.render.listings import TableValue, ValueTable
from svc.render.tables import cut_to_cells
from svc.render.words import Words, printable
from svc.rules.search.tickets import MatchPlace
from svc.rules.ticket.lifecycle import State


def ticket_lines(matches: list[tuple[State, MatchPlace]], more: int, words: Words) -> str:
    """Tickets, the newest first, each with where the words stand."""
    lines = [words(N_("Tickets"))]
    for state, place in matches:
        ticket = state.current
        unit = cut_to_cells(printable(ticket.customer.unit), 20) if ticket.customer else ""
        parts = [
            ticket.id,
            words.show(ticket.received.date()),
            f"[{words.label('status', state.status)}]",
            unit,
            words(N_("{label}: {value}"), label=_field(place.field, words), value=place.excerpt),
        ]
        lines.append("  " + "  ".join(part for part in parts if part))
    if more:
        lines.append(
            "  " + words(N_("… and {count} more; add a word, or --limit COUNT"), count=more)
        )
    return "\n".join(lines)


def search_table(found: SearchResult, words: Words) -> ValueTable:
    """All that was found as one list: what it is, its number or name, and what fits."""
    rows: list[list[TableValue]] = [
        [words(N_("Customer")), match.customer.id, match.customer.name, words.show(match.why)]
        for match in found.customers
    ]
    for hit in found.tickets:
        customer = hit.state.current.customer
        place = words(
            N_("{label}: {value}"), label=_field(hit.place.field, words), value=hit.place.excerpt
        )
        unit = customer.unit if customer else ""
        rows.append([words(N_("Ticket")), hit.state.ticket.id, unit, place])
    rows += [
        [words(N_("Known fault")), hit.entry.slug, hit.entry.title, hit.excerpt]
        for hit in found.knowledge
    ]
    rows += [
        [words(N_("Part")), part.code, part.name, words.show(part.models)] for part in found.parts
    ]
    heads = (N_("Sort"), N_("Number or name"), N_("Title or customer"), N_("Matches"))
    return ValueTable(heads=[words(head) for head in heads], rows=rows, told=(2, 3))


def knowledge_lines(articles: list[tuple[Knowledge, str]], words: Words) -> str:
    """Entries of the knowledge base."""
    lines = [words(N_("Known faults"))]
    lines += [
        f"  {entry.slug}  {printable(entry.title)}  {printable(excerpt)}"
        for entry, excerpt in articles
    ]
    return "\n".join(lines)


def part_lines(parts: list[Part], words: Words) -> str:
    """Parts of the catalogue: code, name, specification, the machines they fit, place, price."""
    lines = [words(N_("Parts"))]
    for part in parts:
        price = words(N_("{amount} yuan"), amount=part.price) if part.price is not None else ""
        known = (
            part.code,
            printable(part.name),
            printable(part.specification),
            words.show(part.models),
            printable(part.position),
            price,
        )
        lines.append("  " + "  ".join(each for each in known if each))
    return "\n".join(lines)


def _field(field: str, words: Words) -> str:
    """A field of the head by its name, one of an event by the event."""
    event, dot, _ = field.partition(".")
    if event in ("customer", "equipment"):
        return words({"customer": N_("Customer"), "equipment": N_("Machine")}[event])
    if dot:
        return words.label("event", event)
    return words({"symptom": N_("Symptom"), "wishes": N_("Wishes"), "id": N_("Ticket")}[field])
