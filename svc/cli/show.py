"""`svc show`."""

from __future__ import annotations

import typer

from svc.cli.desk import Desk
from svc.cli.parts import TicketArgument, ticket_fields


def show(ctx: typer.Context, ticket: TicketArgument) -> None:
    """One ticket as a story."""
    from svc.render.tickets import story

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    record = ledger.read(ticket)
    state = record.state
    promises = ledger.promises(state, desk.now)
    if desk.json:
        from svc.actions.recording import Done

        row = Done(ticket=state.current, state=state, promises=promises, repeated=False, committed=True, notices=[])
        desk.show_json("ticket", **ticket_fields(row), record=record.data)
        return
    desk.out(story(state, promises, ledger.staff, desk.words, desk.now))
