"""`svc script`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.cli.desk import Desk
from svc.cli.shared import TicketArgument
from svc.errors import N_, NoSuchPhrase
from svc.rules import phrases


def script(
    ctx: typer.Context,
    ticket: TicketArgument,
    step: Annotated[
        str,
        typer.Argument(
            metavar="[STEP]",
            help=N_(
                "intake, reply, arrival, callback …; without it: what is needed now; all: "
                "everything."
            ),
        ),
    ] = "",
) -> None:
    """Show what to say at a step, with the facts filled in; ready texts for WeChat or SMS to
    customer and technician.
    """
    from svc.render.phrases import saying_lines, sentences

    desk: Desk = ctx.obj
    if step and step not in (*phrases.STEPS, "all"):
        raise NoSuchPhrase(step=step, known=[*phrases.STEPS, "all"])
    ledger = desk.ledger()
    state = ledger.read(ticket).state
    me = ledger.person(desk.staff())
    promises = ledger.promises(state, desk.now)
    steps = tuple(phrases.STEPS) if step == "all" else (step,)
    wanted = steps if step else phrases.phrase_steps(state)
    all_sayings = (
        phrases.phrases_for_step(
            state, each, settings=ledger.settings, staff=ledger.staff, promises=promises, me=me
        )
        for each in wanted
    )
    sayings = [saying for saying in all_sayings if saying is not None]
    if desk.json:
        items = [
            {
                "step": saying.step,
                "to": saying.to,
                "how": saying.how,
                "lines": sentences(saying, desk.words),
            }
            for saying in sayings
        ]
        desk.show_json("script", ticket=state.ticket.id, items=items)
        return
    for saying in sayings:
        for line in saying_lines(saying, desk.words):
            desk.out(line)
    if not sayings:
        desk.say(
            N_("There is no phrase for this step yet; all phrases: svc script {ticket} all"),
            ticket=state.ticket.id,
        )
