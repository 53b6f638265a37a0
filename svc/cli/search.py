"""`svc search`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import search as actions
from svc.cli.desk import Desk
from svc.cli.shared import name_broken, whole
from svc.errors import N_


def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help=N_("What to look for; every word must be found.")),
    ],
    limit: Annotated[
        str,
        typer.Option("--limit", metavar="COUNT", help=N_("How many of each at most; default: 20.")),
    ] = "",
) -> None:
    """Search customers, machines, tickets with all that was noted, and the knowledge
    base.
    """
    desk: Desk = ctx.obj
    found = actions.search_all(desk.ledger(), words, whole("--limit", limit) or 20)
    if desk.json:
        from svc.cli.customers import customer_fields

        desk.show_json(
            "search",
            customers=[
                {
                    **customer_fields(match.customer),
                    "serial": match.machine.serial if match.machine else None,
                    "why": desk.words.show(match.why),
                }
                for match in found.customers
            ],
            tickets=[
                {"id": hit.state.ticket.id, "field": hit.place.field, "excerpt": hit.place.excerpt}
                for hit in found.tickets
            ],
            more=found.more,
            knowledge=[
                {"slug": hit.entry.slug, "title": hit.entry.title, "excerpt": hit.excerpt}
                for hit in found.knowledge
            ],
            unreadable=len(found.broken),
        )
    else:
        from svc.render.searches import knowledge_lines, ticket_lines

        parts = []
        if found.customers:
            from svc.render.customers import match_rows

            parts.append(match_rows(found.customers, desk.words))
        if found.tickets:
            parts.append(
                ticket_lines(
                    [(hit.state, hit.place) for hit in found.tickets], found.more, desk.words
                )
            )
        if found.knowledge:
            parts.append(
                knowledge_lines([(hit.entry, hit.excerpt) for hit in found.knowledge], desk.words)
            )
        if parts:
            desk.out("\n\n".join(parts))
        else:
            desk.say(N_("Nothing found."))
    name_broken(found.broken)
