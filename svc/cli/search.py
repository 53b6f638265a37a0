"""`svc search`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import search as actions
from svc.cli.desk import Desk
from svc.cli.shared import NO_LIMIT, CsvOption, LimitOption, XlsxOption, name_broken, put_out_list
from svc.errors import N_
from svc.render.listings import listing_table


def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help=N_("What to look for; every word must be found.")),
    ],
    limit: LimitOption = 20,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Search customers, machines, tickets with all that was noted, and the knowledge
    base.
    """
    desk: Desk = ctx.obj
    result = actions.search_all(desk.ledger(), words, limit or NO_LIMIT)
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
                for match in result.customers
            ],
            tickets=[
                {"id": hit.state.ticket.id, "field": hit.place.field, "excerpt": hit.place.excerpt}
                for hit in result.tickets
            ],
            more=result.more,
            knowledge=[
                {"slug": hit.entry.slug, "title": hit.entry.title, "excerpt": hit.excerpt}
                for hit in result.knowledge
            ],
            parts=[
                {"code": part.code, "name": part.name, "models": part.models, "price": part.price}
                for part in result.parts
            ],
            unreadable=len(result.broken),
        )
    elif csv or xlsx:
        from svc.render.searches import search_table

        table = search_table(result, desk.words)
        put_out_list(desk, table, N_("Search results"), csv=csv, xlsx=xlsx)
    else:
        from svc.render.searches import knowledge_lines, part_lines, ticket_lines

        parts = []
        if result.customers:
            from svc.render.customers import match_rows

            parts.append(listing_table(match_rows(result.customers, desk.words), desk.words))
        if result.tickets:
            parts.append(
                ticket_lines(
                    [(hit.state, hit.place) for hit in result.tickets], result.more, desk.words
                )
            )
        if result.knowledge:
            parts.append(
                knowledge_lines([(hit.entry, hit.excerpt) for hit in result.knowledge], desk.words)
            )
        if result.parts:
            parts.append(part_lines(result.parts, desk.words))
        if parts:
            desk.out("\n\n".join(parts))
        else:
            desk.say(N_("Nothing found."))
    name_broken(result.broken)
