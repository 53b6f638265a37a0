"""`svc show`."""

from __future__ import annotations

import typer

from svc.cli.desk import Desk
from svc.cli.shared import TicketArgument, name_other_bearer, ticket_fields
from svc.errors import Damaged


def show(ctx: typer.Context, ticket: TicketArgument) -> None:
    """Show a ticket and its history."""
    from svc.actions.duty import on_duty_now
    from svc.render.tickets import ticket_story

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    record = ledger.read(ticket)
    state = record.state
    broken: list[Damaged] = []
    promises = ledger.known_promises(state, desk.now, broken)
    if desk.json:
        from svc.actions.typist import TicketResult

        result = TicketResult(
            ticket=state.current,
            state=state,
            promises=promises,
            repeated=False,
            committed=True,
            notices=[],
        )
        desk.show_json("ticket", ticket=ticket_fields(result), record=record.data)
    else:
        overturned = ledger.overturned(state)
        on_duty = on_duty_now(ledger, state, desk.now)
        desk.out(
            ticket_story(
                state,
                promises,
                ledger.staff,
                desk.words,
                desk.now,
                overturned=overturned,
                on_duty=on_duty,
            )
        )
        name_other_bearer(desk, record.id)
    if broken:
        raise broken[0]
