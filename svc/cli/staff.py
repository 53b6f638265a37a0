"""`svc staff`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import staff as actions
from svc.cli.desk import Desk
from svc.cli.shared import AtOption, name_broken
from svc.errors import N_, NotAllHandedOver
from svc.render.leaving import leaving_lines


def leave(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="STAFF", help=N_("Who leaves."))],
    to: Annotated[str, typer.Option("--to", metavar="STAFF", help=N_("Who is to have it."))] = "",
    go: Annotated[
        bool, typer.Option("--go", help=N_("Record it; without this it is only shown."))
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", help=N_("The reason; default: that they leave."))
    ] = "",
    at: AtOption = "",
) -> None:
    """Show what hangs on somebody who leaves: turns, visits, words given, customers, parts, money;
    with --go hand over all that one word can.
    """
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Who is to have it (id)"), to))
    ledger = desk.ledger()
    if go:
        found = actions.hand_over_all(
            ledger,
            desk.typist(at or None),
            leaver=person,
            to=typed["to"],
            reason=reason or desk.words(N_("leaves the department")),
        )
    else:
        found = actions.what_hangs_on(ledger, person, typed["to"], desk.now)
    if desk.json:
        items = [
            {
                "kind": item.kind,
                "on": item.on,
                "customer": item.customer or None,
                "promise": item.promise or None,
                "due": item.due,
                "part": item.part or None,
                "amount": item.amount,
                "against": [desk.words.show(reason) for reason in item.against],
                "to": found.to.id if item.can_be_handed_over else None,
            }
            for item in found.items
        ]
        desk.show_json(
            "leaving",
            person=found.person.id,
            to=found.to.id,
            items=items,
            shared=found.shared,
            recorded=go and bool(found.to_hand_over),
            unreadable=len(found.broken),
        )
    else:
        for line in leaving_lines(found, desk.words, recorded=go, today=desk.now.date()):
            desk.out(line)
    name_broken(found.broken)
    if go and found.left:
        raise NotAllHandedOver(count=len(found.left), person=found.person.name)
