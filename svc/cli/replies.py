"""`svc handover`, `svc contact`, `svc reply`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import replies as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    KnowledgeOption,
    NoteOption,
    SpokeToOption,
    TicketArgument,
    faults_tried,
    office_code,
    staff_id,
    tell_attempt,
    tell_result,
)
from svc.errors import N_


def handover(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str,
        typer.Option("--to", metavar="STAFF", help=N_("The lead or coordinator who takes over.")),
    ] = "",
    office: Annotated[
        str,
        typer.Option(
            "--office", metavar="OFFICE", help=N_("Another office is to act; the number stays.")
        ),
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Hand over to the lead or coordinator, or to another office, with everything that is
    known.
    """
    desk: Desk = ctx.obj
    if office:
        result = actions.hand_over_to_office(
            desk.ledger(),
            ticket,
            desk.typist(at or None, again, allow),
            office=office_code(desk.ledger(), office),
            to=to,
            words=note,
        )
        if not desk.json:
            acting = desk.ledger().settings.offices[result.ticket.office].name
            desk.say(N_("{office} acts from here on; the number stays."), office=acting)
        tell_result(desk, result)
        return
    typed = desk.need(to=(N_("Handed over to (id)"), to))
    result = actions.hand_over_ticket(
        desk.ledger(), ticket, desk.typist(at or None, again, allow), to=typed["to"], words=note
    )
    tell_result(desk, result)


def contact(
    ctx: typer.Context,
    ticket: TicketArgument,
    spoke_to: SpokeToOption = "",
    judged: Annotated[str, typer.Option("--judged", help=N_("What the fault probably is."))] = "",
    promised: Annotated[
        str, typer.Option("--promised", metavar="TIME", help=N_("The time promised."))
    ] = "",
    not_reached: Annotated[
        str, typer.Option("--not-reached", metavar="REASON", help=N_("Why nobody was reached."))
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the customer was reached, with fault and time promised; or that nobody was."""
    desk: Desk = ctx.obj
    if not_reached:
        typist = desk.typist(at or None, again, allow)
        result = actions.record_not_reached(
            desk.ledger(), ticket, typist, purpose="contact", reason=not_reached
        )
        tell_attempt(desk, result, "contact")
        return
    typed = desk.need(spoke_to=(N_("Spoke to"), spoke_to), judged=(N_("Fault judged"), judged))
    result = actions.record_contact(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        spoke_to=typed["spoke_to"],
        judged=typed["judged"],
        promised=desk.ahead(promised, at) if promised else None,
        words=note,
    )
    tell_result(desk, result)


def ask(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="STAFF", help=N_("Who is to answer: a specialist."))
    ] = "",
    question: Annotated[str, typer.Option("--question", help=N_("What is asked."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Ask a specialist what the hotline cannot answer."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Who is asked"), to), question=(N_("Question"), question))
    ledger = desk.ledger()
    result = actions.ask_specialist(
        ledger,
        ticket,
        desk.typist(at or None, again, allow),
        to=staff_id(ledger, typed["to"]),
        question=typed["question"],
    )
    tell_result(desk, result)


def reply(
    ctx: typer.Context,
    ticket: TicketArgument,
    remedy: Annotated[str, typer.Option("--remedy", help=N_("The likely remedy."))] = "",
    prepare: Annotated[
        str, typer.Option("--prepare", help=N_("What the customer should have ready."))
    ] = "",
    spoke_to: Annotated[
        str, typer.Option("--spoke-to", metavar="NAME", help=N_("Who you told."))
    ] = "",
    answer: Annotated[
        str,
        typer.Option("--answer", help=N_("The answer solved it by phone; the work ends here.")),
    ] = "",
    knowledge: KnowledgeOption = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the first technical answer; with --answer the one that solves the problem."""
    desk: Desk = ctx.obj
    if not (answer or remedy) and actions.is_answer_wanted(desk.ledger(), ticket):
        answer = desk.need(answer=(N_("Answer that settles it"), answer))["answer"]
    used = faults_tried(desk, knowledge)
    if answer:
        typist = desk.typist(at or None, again, allow)
        tell_result(
            desk,
            actions.record_answer(
                desk.ledger(), ticket, typist, words=answer, spoke_to=spoke_to, used=used
            ),
        )
        return
    typed = desk.need(remedy=(N_("Likely remedy"), remedy))
    result = actions.record_reply(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        remedy=typed["remedy"],
        prepare=prepare,
        spoke_to=spoke_to,
        used=used,
    )
    tell_result(desk, result)
