"""`svc bench …`, `svc pickup`, `svc ship`, `svc returned`, `svc replace`: machines that are with
us.
"""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import bench as actions
from svc.cli.desk import Desk
from svc.cli.part_values import part_used
from svc.cli.shared import (
    AgainOption,
    AgreedAmountOption,
    AgreedOption,
    AllowOption,
    AtOption,
    EmergencyOption,
    EvidenceOption,
    HowAgreedOption,
    KnowledgeOption,
    NotAgreedOption,
    ReasonOption,
    TicketArgument,
    agreement_said,
    choices_named,
    chosen_value,
    faults_tried,
    tell_result,
)
from svc.errors import N_
from svc.model.events import Cause, PaidBy

PlaceOption = Annotated[
    str,
    typer.Option(
        "--place", help=N_("Where it is kept: 客户机库房, 维修区, 修复区, with rack and shelf.")
    ),
]
SignedOption = Annotated[str, typer.Option("--signed-by", metavar="NAME", help=N_("Who signed."))]
PAYERS: tuple[PaidBy, ...] = get_args(PaidBy)


def receive(
    ctx: typer.Context,
    ticket: TicketArgument,
    place: PlaceOption = "",
    condition: Annotated[
        str,
        typer.Option("--condition", help=N_("Condition and damage, checked with the customer.")),
    ] = "",
    configuration: Annotated[
        str,
        typer.Option("--configuration", help=N_("Configuration, compared with the standard one.")),
    ] = "",
    accessory: Annotated[
        list[str],
        typer.Option(
            "--accessory", metavar="THING", help=N_("What came with the machine; repeatable.")
        ),
    ] = [],
    parts_ours: Annotated[
        bool | None,
        typer.Option(
            "--parts-ours/--parts-not-ours",
            help=N_("Result of checking the barcodes of its parts: ours or not."),
        ),
    ] = None,
    signed_by: SignedOption = "",
    unsigned: Annotated[
        str, typer.Option("--unsigned", metavar="REASON", help=N_("Why it is not signed."))
    ] = "",
    ready_by: Annotated[
        str,
        typer.Option(
            "--ready-by",
            metavar="TIME",
            help=N_("Agreed pick-up time; default: in three working days."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Receive a machine with its accessories; the customer signs for its condition."""
    desk: Desk = ctx.obj
    questions = {
        "place": (N_("Where it is kept"), place),
        "condition": (N_("Condition"), condition),
    }
    if not unsigned:
        questions["signed_by"] = (N_("Signed by"), signed_by)
    typed = {"signed_by": signed_by, **desk.need(**questions)}
    result = actions.receive_machine(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        **typed,
        configuration=configuration,
        accessories=accessory,
        parts_ours=parts_ours,
        unsigned=unsigned,
        ready_by=desk.ahead(ready_by, at) if ready_by else None,
    )
    tell_result(desk, result)


def place(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[str, typer.Option("--to", metavar="PLACE", help=N_("Where it is now."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record where a customer's machine is kept now."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Where it is kept"), to))
    tell_result(
        desk,
        actions.place_machine(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), **typed
        ),
    )


def repair(
    ctx: typer.Context,
    ticket: TicketArgument,
    findings: Annotated[str, typer.Option("--found", help=N_("What was found."))] = "",
    work_done: Annotated[str, typer.Option("--done", help=N_("What was done."))] = "",
    cause: Annotated[
        str, typer.Option("--cause", metavar="|".join(get_args(Cause)), help=N_("The cause."))
    ] = "",
    evidence: EvidenceOption = "",
    part: Annotated[
        list[str],
        typer.Option(
            "--part",
            metavar="PART:COUNT:FATE",
            help=N_("A part fitted, and what became of the old one; repeatable."),
        ),
    ] = [],
    place: PlaceOption = "",
    knowledge: KnowledgeOption = [],
    agreed: AgreedOption = "",
    how: HowAgreedOption = "",
    amount: AgreedAmountOption = "",
    not_agreed: NotAgreedOption = "",
    emergency: EmergencyOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the bench repair is done and tested; the machine is ready."""
    desk: Desk = ctx.obj
    which = choices_named(desk, N_("Cause"), "cause", get_args(Cause))
    typed = desk.need(
        found=(N_("What was found"), findings),
        done=(N_("What was done"), work_done),
        cause=(which, cause),
    )
    meant: Cause = chosen_value(desk, "--cause", typed["cause"], "cause", get_args(Cause))
    if meant == "misuse":
        evidence = desk.need(evidence=(N_("The evidence of misuse"), evidence))["evidence"]
    result = actions.record_repair(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        findings=typed["found"],
        work_done=typed["done"],
        cause=meant,
        evidence=evidence,
        place=place,
        parts=[part_used(desk, text) for text in part],
        used=faults_tried(desk, knowledge),
        said=agreement_said(
            desk,
            agreed=agreed,
            how=how,
            amount=amount,
            not_agreed=not_agreed,
            emergency=emergency,
        ),
    )
    tell_result(desk, result)


def told(
    ctx: typer.Context,
    ticket: TicketArgument,
    spoke_to: Annotated[
        str, typer.Option("--spoke-to", metavar="NAME", help=N_("Who you spoke to."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the customer knows the machine can be picked up."""
    desk: Desk = ctx.obj
    typed = desk.need(spoke_to=(N_("Spoke to"), spoke_to))
    tell_result(
        desk,
        actions.tell_customer(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), **typed
        ),
    )


def pickup(
    ctx: typer.Context,
    ticket: TicketArgument,
    signed_by: SignedOption = "",
    known_by: Annotated[
        str,
        typer.Option(
            "--known-by",
            metavar="HOW",
            help=N_("No voucher was handed in: how the person was identified."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """The machine was tested before the customer's eyes, taken, and signed for against the
    voucher.
    """
    desk: Desk = ctx.obj
    typed = desk.need(signed_by=(N_("Signed by"), signed_by))
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk, actions.record_pick_up(desk.ledger(), ticket, typist, **typed, known_by=known_by)
    )


def ship(
    ctx: typer.Context,
    ticket: TicketArgument,
    carrier: Annotated[str, typer.Option("--carrier", help=N_("Who carries it."))] = "",
    number: Annotated[str, typer.Option("--number", help=N_("The freight number."))] = "",
    paid_by: Annotated[
        str, typer.Option("--paid-by", metavar="|".join(PAYERS), help=N_("Who pays the freight."))
    ] = "us",
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            metavar="REASON",
            help=N_("Why it goes to the factory, as explained to the customer."),
        ),
    ] = "",
    due_back: Annotated[
        str,
        typer.Option(
            "--due-back", metavar="TIME", help=N_("When the factory is to have sent it back.")
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Send the machine to the factory with its papers."""
    desk: Desk = ctx.obj
    typed = desk.need(
        carrier=(N_("Carrier"), carrier),
        number=(N_("Freight number"), number),
        reason=(N_("Reason"), reason),
    )
    typist = desk.typist(at or None, again, allow)
    payer = chosen_value(desk, "--paid-by", paid_by, "payer", PAYERS)
    shipped = actions.ship_to_factory(
        desk.ledger(),
        ticket,
        typist,
        **typed,
        paid_by=payer,
        due_back=desk.ahead(due_back, at) if due_back else None,
    )
    tell_result(desk, shipped)


def returned(
    ctx: typer.Context,
    ticket: TicketArgument,
    work_done: Annotated[str, typer.Option("--done", help=N_("What the factory did."))] = "",
    place: PlaceOption = "",
    carrier: Annotated[str, typer.Option("--carrier", help=N_("Who carries it."))] = "",
    number: Annotated[str, typer.Option("--number", help=N_("The freight number."))] = "",
    replaced_by: Annotated[
        str,
        typer.Option(
            "--replaced-by", metavar="SERIAL", help=N_("The factory sent another machine instead.")
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the machine is back from the factory."""
    desk: Desk = ctx.obj
    typed = desk.need(
        done=(N_("What the factory did"), work_done), place=(N_("Where it is kept"), place)
    )
    result = actions.take_back_from_factory(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        work_done=typed["done"],
        place=typed["place"],
        carrier=carrier,
        number=number,
        replaced_by=replaced_by,
    )
    tell_result(desk, result)


def replace(
    ctx: typer.Context,
    ticket: TicketArgument,
    old: Annotated[
        str, typer.Option("--old", metavar="SERIAL", help=N_("The machine's serial number."))
    ] = "",
    new: Annotated[
        str,
        typer.Option(
            "--new", metavar="SERIAL", help=N_("Serial number of the machine that came instead.")
        ),
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """The customer has another machine now; the warranty moves with it, in the customer's file
    too.
    """
    desk: Desk = ctx.obj
    typed = desk.need(
        old=(N_("Serial number before"), old),
        new=(N_("Serial number now"), new),
        reason=(N_("Reason"), reason),
    )
    tell_result(
        desk,
        actions.replace_machine(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), **typed
        ),
    )
