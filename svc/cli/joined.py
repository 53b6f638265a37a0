"""`svc same`: two tickets of one matter are joined."""

from __future__ import annotations

from shlex import quote
from typing import Annotated

import typer

from svc.actions import joined as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    GoOption,
    ReasonOption,
    TicketArgument,
    tell_result,
)
from svc.errors import N_


def same(
    ctx: typer.Context,
    ticket: TicketArgument,
    into: Annotated[
        str, typer.Option("--into", metavar="TICKET", help=N_("The ticket that goes on."))
    ] = "",
    reason: ReasonOption = "",
    go: GoOption = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Join a ticket to another one of the same matter: it ends as a duplicate, after a preview."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    typed = desk.need(into=(N_("The ticket that goes on"), into))
    if go:
        typed |= desk.need(reason=(N_("Reason"), reason))
        typist = desk.typist(at or None, again, allow)
        result = actions.join_tickets(
            ledger, ticket, typist, into=typed["into"], reason=typed["reason"]
        )
        tell_result(desk, result)
        return
    found = actions.what_to_join(ledger, ticket, typed["into"], allow=allow)
    first, second = found.first.current, found.second.current
    if desk.json:
        desk.show_json(
            "joining",
            ticket=first.id,
            into=second.id,
            words=found.reminder.words,
            commitments=[each.promise for each in found.commitments],
        )
        return
    for says, each in (
        (N_("Ends as a duplicate: {ticket}  {customer}  {serial}  {symptom}"), first),
        (N_("Goes on: {ticket}  {customer}  {serial}  {symptom}"), second),
    ):
        desk.say(
            says,
            ticket=each.id,
            customer=each.customer.unit if each.customer else "—",
            serial=each.equipment.serial if each.equipment else "—",
            symptom=each.symptom or "—",
        )
    for commitment in found.commitments:
        says = N_("Promised on: {promise}, until {until}")
        desk.say(says, promise=commitment.promise, until=commitment.until)
    says = N_("To do it: svc same {ticket} --into {into} --reason REASON --go")
    if allow:
        says = N_("To do it: svc same {ticket} --into {into} --reason REASON --allow {allow} --go")
    desk.say(says, ticket=first.id, into=second.id, allow=quote(allow))
