"""`svc install`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from svc.actions import installations as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    NoteOption,
    TicketArgument,
    tell_result,
    yes_or_no,
)
from svc.cli.signatures import party_and_words, read_not_signed, signature_of
from svc.errors import N_
from svc.model import events as ev
from svc.model.typed_text import says_none
from svc.rules.ticket.installation import open_signatures, parties_to_sign

if TYPE_CHECKING:
    from svc.actions.typist import Typist

SignaturesOption = Annotated[
    list[str],
    typer.Option(
        "--signed",
        metavar="PARTY=NAME",
        help=N_(
            "Who signed for a party, as in customer=NAME; signed on another day: "
            "builder=NAME@DAY; no builder: builder=none. Repeatable."
        ),
    ),
]
NotSignedOption = Annotated[
    list[str],
    typer.Option(
        "--not-signed",
        metavar="PARTY=REASON",
        help=N_("A party has not signed, and why; it is asked for later. Repeatable."),
    ),
]


def order(
    ctx: typer.Context,
    ticket: TicketArgument,
    number: Annotated[str, typer.Option("--number", help=N_("The service order's number."))] = "",
    start: Annotated[
        str, typer.Option("--start", metavar="TIME", help=N_("When the work is to start."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Issue the service order, due seven days before the start."""
    desk: Desk = ctx.obj
    typed = desk.need(
        {"start": lambda text: desk.ahead(text, at)},
        number=(N_("Order number"), number),
        start=(N_("Start of the work"), start),
    )
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk,
        actions.issue_installation_order(
            desk.ledger(),
            ticket,
            typist,
            number=typed["number"],
            start=desk.ahead(typed["start"], at),
        ),
    )


def parts(
    ctx: typer.Context,
    ticket: TicketArgument,
    signed: SignaturesOption = [],
    not_signed: NotSignedOption = [],
    missing: Annotated[
        list[str],
        typer.Option("--missing", metavar="THING", help=N_("What is missing; repeatable.")),
    ] = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the parts were counted and accepted, signed by the customer, the builder if there
    is one, and us.
    """
    desk: Desk = ctx.obj
    typist = desk.typist(at or None, again, allow)
    signing = _signing(desk, ticket, signed, not_signed, typist)
    tell_result(
        desk, actions.accept_parts(desk.ledger(), ticket, typist, signing=signing, missing=missing)
    )


def measure(
    ctx: typer.Context,
    ticket: TicketArgument,
    point: Annotated[str, typer.Argument(metavar="POINT", help=N_("What is measured."))],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("The value, with its unit."))],
    tolerance: Annotated[str, typer.Option("--tolerance", help=N_("The tolerance."))] = "",
    within: Annotated[
        str,
        typer.Option(
            "--within",
            metavar="yes|no",
            help=N_("Whether the value is within tolerance; default: as the numbers say."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record a measured value and its tolerance."""
    desk: Desk = ctx.obj
    result = actions.record_measurement(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        point=point,
        value=value,
        tolerance=tolerance,
        within=yes_or_no("--within", within) if within else None,
    )
    tell_result(desk, result)


def defect(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="PARTY", help=N_("Who is liable, and was notified in writing.")
        ),
    ] = "",
    defect: Annotated[str, typer.Option("--defect", help=N_("The defect."))] = "",
    remedy: Annotated[
        str, typer.Option("--remedy", help=N_("Their corrective action, in writing."))
    ] = "",
    by_when: Annotated[
        str,
        typer.Option("--by-when", metavar="TIME", help=N_("When the remedy is to be done.")),
    ] = "",
    prevents_use: Annotated[
        bool,
        typer.Option("--prevents-use", help=N_("The installation can't be accepted with it.")),
    ] = False,
    remedied: Annotated[bool, typer.Option("--remedied", help=N_("It has been remedied."))] = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Report a defect in writing to whoever is liable for it."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Reported to"), to), defect=(N_("Defect"), defect))
    typist = desk.typist(at or None, again, allow)
    result = actions.report_defect(
        desk.ledger(),
        ticket,
        typist,
        **typed,
        remedy=remedy,
        by_when=desk.ahead(by_when, at) if by_when else None,
        prevents_use=prevents_use,
        remedied=remedied,
    )
    tell_result(desk, result)


def accept(
    ctx: typer.Context,
    ticket: TicketArgument,
    signed: SignaturesOption = [],
    not_signed: NotSignedOption = [],
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the installation is accepted, signed by the customer, the builder if there is
    one, and us; the work ends here. A signature that was missing is added with the same command.
    """
    desk: Desk = ctx.obj
    typist = desk.typist(at or None, again, allow)
    signing = _signing(desk, ticket, signed, not_signed, typist)
    tell_result(
        desk,
        actions.accept_installation(desk.ledger(), ticket, typist, signing=signing, words=note),
    )


def _signing(
    desk: Desk, ticket: str, signed: list[str], not_signed: list[str], typist: Typist
) -> actions.Signing:
    """What was typed of signatures; at a terminal each party is asked for of which nothing was
    said. Raises MissingFields where nothing was typed elsewhere, NotASignature, NotADay, DayToCome.
    """
    if not signed and not not_signed and not desk.at_terminal:
        desk.need(signed=(N_("Signed"), ""))
    signing = actions.Signing(
        not_signed=[read_not_signed(desk, "--not-signed", text) for text in not_signed]
    )
    for text in signed:
        party, words = party_and_words(desk, "--signed", text)
        signing = _with_words(desk, signing, party, words, typist)
    state = desk.ledger().read(ticket).state
    if desk.at_terminal and not (signed and open_signatures(state.events)):
        for party in parties_to_sign(state):
            if party not in signing.told:
                question = desk.words(
                    N_("Who signed for {party} (name; none: there is no such party)"),
                    party=desk.words.label("party", party),
                )
                signing = _with_words(desk, signing, party, desk.ask(question), typist)
    return signing


def _with_words(
    desk: Desk, signing: actions.Signing, party: ev.Party, words: str, typist: Typist
) -> actions.Signing:
    if party == "builder" and says_none(words):
        return replace(signing, no_builder=True)
    on = typist.happened.astimezone(desk.ledger().zone).date()
    signature = signature_of(desk, party, words, on)
    return replace(signing, signatures=[*signing.signatures, signature])
