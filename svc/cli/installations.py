"""`svc install`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, get_args

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
    one_of,
    tell_result,
    yes_or_no,
)
from svc.cli.signatures import party_and_words, read_not_signed, signature_of
from svc.errors import N_, NotACountedThing
from svc.model import events as ev
from svc.model.typed_text import says_none
from svc.rules.ticket.installation import (
    open_signatures,
    papers_to_hand_over,
    parties_to_sign,
)

if TYPE_CHECKING:
    from svc.actions.typist import Typist

STARTS: tuple[ev.WarrantyStart, ...] = get_args(ev.WarrantyStart)
_THING = re.compile(
    r"(?P<thing>[^=＝]+)[=＝]\s*(?P<found>[0-9]{1,6})(?:\s*[/／]\s*(?P<of>[0-9]{1,6}))?\s*"
    r"(?:[:：](?P<remark>.*))?"
)


def counted_thing(text: str) -> ev.CountedThing:
    """What was counted, as typed: `地脚螺栓=3/4:缺一只`; without a second number all were there.
    Raises NotACountedThing.
    """
    match = _THING.fullmatch(text.strip())
    if match is None or not match["thing"].strip():
        raise NotACountedThing(text=text)
    found = int(match["found"])
    return ev.CountedThing(
        thing=match["thing"].strip(),
        found=found,
        of=int(match["of"]) if match["of"] else found,
        remark=(match["remark"] or "").strip(),
    )


def says_all(text: str) -> bool:
    """Whether all is meant, in either language."""
    return text.strip().casefold() in ("all", "全部", "全套")


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
    contract: Annotated[
        str, typer.Option("--contract", help=N_("The number of the sale's contract."))
    ] = "",
    work: Annotated[str, typer.Option("--work", help=N_("What is to be done."))] = "",
    builder: Annotated[str, typer.Option("--builder", help=N_("Who builds there."))] = "",
    shipped: Annotated[
        str, typer.Option("--shipped", metavar="DAY", help=N_("When it left the factory."))
    ] = "",
    delivered: Annotated[
        str, typer.Option("--delivered", metavar="DAY", help=N_("When it was delivered."))
    ] = "",
    warranty_from: Annotated[
        str,
        typer.Option(
            "--warranty-from",
            metavar="|".join(STARTS),
            help=N_("From when the warranty runs by the sale; default: as svc.yaml says."),
        ),
    ] = "",
    warranty_months: Annotated[
        int | None,
        typer.Option("--warranty-months", min=0, max=600, help=N_("Months of warranty.")),
    ] = None,
    shipped_months: Annotated[
        int | None,
        typer.Option(
            "--shipped-months",
            min=0,
            max=600,
            help=N_("The warranty ends so many months after shipping at the latest."),
        ),
    ] = None,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Issue the service order, due seven days before the start; with what the sale says of the
    warranty. Issued again, the later one holds.
    """
    desk: Desk = ctx.obj
    typed = desk.need(
        {"start": lambda text: desk.ahead(text, at)},
        number=(N_("Order number"), number),
        start=(N_("Start of the work"), start),
    )
    typist = desk.typist(at or None, again, allow)
    issued = ev.OrderIssued(
        number=typed["number"],
        start=desk.ahead(typed["start"], at),
        contract=contract,
        work=work,
        builder=builder,
        shipped=desk.day(shipped, likely="past") if shipped else None,
        delivered=desk.day(delivered) if delivered else None,
        warranty_from=one_of("--warranty-from", warranty_from, STARTS) if warranty_from else None,
        warranty_months=warranty_months,
        shipped_months=shipped_months,
    )
    tell_result(desk, actions.issue_installation_order(desk.ledger(), ticket, typist, issued))


def papers(
    ctx: typer.Context,
    ticket: TicketArgument,
    handed: Annotated[
        list[str],
        typer.Option(
            "--paper",
            metavar="PAPER",
            help=N_("A paper that was handed over; repeatable; all: those of svc.yaml."),
        ),
    ] = [],
    recipient: Annotated[
        str, typer.Option("--to", metavar="NAME", help=N_("Who at the customer's has them."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record which papers of the machine were handed over to the customer."""
    desk: Desk = ctx.obj
    names = desk.need_some("paper", N_("Papers handed over"), handed)
    typed = desk.need(to=(N_("Received by"), recipient))
    ledger = desk.ledger()
    if any(says_all(name) for name in names):
        events = ledger.read(ticket).state.events
        usual = ledger.settings.handed_papers
        names = papers_to_hand_over(events, usual) or list(usual)
    result = actions.hand_over_papers(
        ledger,
        ticket,
        desk.typist(at or None, again, allow),
        papers=names,
        recipient=typed["to"],
    )
    tell_result(desk, result)


def train(
    ctx: typer.Context,
    ticket: TicketArgument,
    people: Annotated[
        list[str],
        typer.Option("--who", metavar="NAME", help=N_("Who was trained; repeatable.")),
    ] = [],
    content: Annotated[str, typer.Option("--content", help=N_("What was taught."))] = "",
    minutes: Annotated[
        int, typer.Option("--minutes", min=0, max=10_000, help=N_("How long, in minutes."))
    ] = 0,
    result: Annotated[str, typer.Option("--result", help=N_("How they get on."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that users of the machine were trained in it."""
    desk: Desk = ctx.obj
    names = desk.need_some("who", N_("Who was trained"), people)
    typed = desk.need(content=(N_("What was taught"), content))
    training = ev.UsersTrained(
        people=names, content=typed["content"], minutes=minutes, result=result
    )
    typist = desk.typist(at or None, again, allow)
    tell_result(desk, actions.record_users_trained(desk.ledger(), ticket, typist, training))


def parts(
    ctx: typer.Context,
    ticket: TicketArgument,
    signed: SignaturesOption = [],
    not_signed: NotSignedOption = [],
    missing: Annotated[
        list[str],
        typer.Option("--missing", metavar="THING", help=N_("What is missing; repeatable.")),
    ] = [],
    things: Annotated[
        list[str],
        typer.Option(
            "--counted",
            metavar="THING=COUNT[/OF][:REMARK]",
            help=N_("What was counted, as in anchor bolt=3/4:one bent; repeatable."),
        ),
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
    counted = [counted_thing(text) for text in things]
    signing = _signing(desk, ticket, signed, not_signed, typist)
    result = actions.accept_parts(
        desk.ledger(), ticket, typist, signing=signing, missing=missing, things=counted
    )
    tell_result(desk, result)


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
    after: Annotated[
        str,
        typer.Option(
            "--after",
            metavar="STEP",
            help=N_("After which step it was measured anew, such as a pipe that was connected."),
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
        after=after,
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
