"""`svc arrive`, `svc visit`, `svc back`, `svc slip`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from svc.actions import visits as actions
from svc.actions.paid_work import NOTHING_SAID
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
    NoteOption,
    TicketArgument,
    TicketsArgument,
    agreement_said,
    ask_agreement,
    chosen_value,
    faults_tried,
    one_of,
    parts_of,
    tell_result,
    tell_results,
    told_of,
)
from svc.errors import N_, SumOfWhich
from svc.model.events import CardState, Cause, Outcome, Rating, VisitCheck

if TYPE_CHECKING:
    from collections.abc import Mapping

    from svc.actions.paid_work import Agreement
    from svc.actions.typist import Typist
    from svc.model.events import Visited


def prepare(
    ctx: typer.Context,
    ticket: TicketArgument,
    ready: Annotated[
        list[str],
        typer.Option("--ready", metavar="THING", help=N_("What is ready and checked; repeatable.")),
    ] = [],
    missing: Annotated[
        list[str],
        typer.Option("--missing", metavar="THING", help=N_("What is missing; repeatable.")),
    ] = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that parts, tools and papers are ready and checked. Without --ready: all that
    is to be brought.
    """
    desk: Desk = ctx.obj
    result = actions.record_preparation(
        desk.ledger(), ticket, desk.typist(at or None, again, allow), ready=ready, missing=missing
    )
    tell_result(desk, result)


def arrive(
    ctx: typer.Context,
    tickets: TicketsArgument,
    met: Annotated[str, typer.Option("--met", metavar="NAME", help=N_("Who you met."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the technician has arrived at the customer's."""
    desk: Desk = ctx.obj
    typist = desk.typist(at or None, again, allow)
    tell_results(desk, actions.record_arrivals(desk.ledger(), tickets, typist, met=met))


def visit(
    ctx: typer.Context,
    tickets: TicketsArgument,
    outcome: Annotated[
        list[str],
        typer.Option(
            "--outcome",
            metavar="|".join(get_args(Outcome)),
            help=N_("How the visit ended; of one of several tickets: A0001=VALUE."),
        ),
    ] = [],
    findings: Annotated[
        list[str], typer.Option("--found", help=N_("What was found; so too: A0001=TEXT."))
    ] = [],
    work_done: Annotated[
        list[str], typer.Option("--done", help=N_("What was done; so too: A0001=TEXT."))
    ] = [],
    cause: Annotated[
        list[str],
        typer.Option(
            "--cause",
            metavar="|".join(get_args(Cause)),
            help=N_("The cause; so too: A0001=VALUE."),
        ),
    ] = [],
    part: Annotated[
        list[str],
        typer.Option(
            "--part",
            metavar="PART:COUNT:FATE",
            help=N_("A part fitted, and what became of the old one; repeatable."),
        ),
    ] = [],
    arrived: Annotated[
        str,
        typer.Option(
            "--arrived", metavar="TIME", help=N_("When you arrived, if not recorded yet.")
        ),
    ] = "",
    condition: Annotated[
        str, typer.Option("--condition", help=N_("The machine's condition afterwards."))
    ] = "",
    surroundings: Annotated[
        str,
        typer.Option(
            "--surroundings", help=N_("Sunlight, ventilation, damp, power; visible damage.")
        ),
    ] = "",
    evidence: EvidenceOption = "",
    advice: Annotated[
        str, typer.Option("--advice", help=N_("Recommendation to the person in charge."))
    ] = "",
    in_warranty: Annotated[
        bool | None,
        typer.Option(
            "--in-warranty/--out-of-warranty",
            help=N_("As found on site, where intake judged otherwise."),
        ),
    ] = None,
    papers_seen: Annotated[
        bool | None,
        typer.Option("--papers-seen/--no-papers-seen", help=N_("Were the warranty papers shown?")),
    ] = None,
    checked: Annotated[
        list[str],
        typer.Option(
            "--checked",
            metavar=",".join(get_args(VisitCheck)),
            help=N_("What was done before leaving; repeatable."),
        ),
    ] = [],
    leftover: Annotated[
        str, typer.Option("--leftover", help=N_("A problem that stays open."))
    ] = "",
    unsure: Annotated[
        bool,
        typer.Option(
            "--unsure", help=N_("Not sure of the repair: a follow-up call is due in some hours.")
        ),
    ] = False,
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
    """Record what was found and done at the customer's; of several machines in one visit with each
    its own result.
    """
    desk: Desk = ctx.obj
    tickets = list(dict.fromkeys(tickets))
    outcomes, found, done, causes = (
        told_of(tickets, typed) for typed in (outcome, findings, work_done, cause)
    )
    typist = desk.typist(at or None, again, allow)
    said = agreement_said(
        desk, agreed=agreed, how=how, amount=amount, not_agreed=not_agreed, emergency=emergency
    )
    parts = parts_of(tickets, part)
    used = {
        ticket: faults_tried(desk, tried) for ticket, tried in parts_of(tickets, knowledge).items()
    }
    reports = {}
    for ticket in tickets:
        if len(tickets) > 1 and desk.at_terminal:
            _show_machine(desk, ticket)
        typed = desk.need(
            None,
            ticket if len(tickets) > 1 else "",
            outcome=(N_("Outcome"), outcomes[ticket]),
            found=(N_("What was found"), found[ticket]),
            done=(N_("What was done"), done[ticket]),
            cause=(N_("Cause"), causes[ticket]),
        )
        reports[ticket] = actions.visit_report(
            outcome=one_of("--outcome", typed["outcome"], get_args(Outcome)),
            findings=typed["found"],
            work_done=typed["done"],
            cause=one_of("--cause", typed["cause"], get_args(Cause)),
            parts=[part_used(desk, text) for text in parts[ticket]],
            condition=condition,
            surroundings=surroundings,
            evidence=evidence,
            in_warranty=in_warranty,
            papers_seen=papers_seen,
            checked=_checks_typed(desk, checked),
            advice=advice,
            leftover=leftover,
            sure=not unsure,
        )
    results = actions.record_visits(
        desk.ledger(),
        reports,
        typist,
        arrived=desk.past(arrived) if arrived else None,
        said=_agreements(desk, reports, typist, said),
        used=used,
    )
    tell_results(desk, results)


def _agreements(
    desk: Desk, reports: Mapping[str, Visited], typist: Typist, said: Agreement
) -> dict[str, Agreement]:
    """What is said of the customer's agreement, by the tickets it is about: those of which it is
    missing. At a terminal it is asked for. Raises SumOfWhich for one sum where several need one.
    """
    if said == NOTHING_SAID and not desk.at_terminal:
        return {}
    ledger, tickets = desk.ledger(), list(reports)
    missing = [
        ticket
        for ticket, report in reports.items()
        if actions.lacks_agreement(ledger, ticket, report, typist)
    ]
    if said != NOTHING_SAID:
        if said.amount is not None and len(missing) > 1:
            raise SumOfWhich(tickets=missing, first=missing[0])
        return dict.fromkeys(missing or tickets[:1], said)
    asked = {}
    for ticket in missing:
        if len(tickets) > 1:
            _show_machine(desk, ticket)
        asked[ticket] = ask_agreement(desk, ticket)
    return asked


def _show_machine(desk: Desk, ticket: str) -> None:
    """Say at once, before its questions, which machine they are about."""
    current = desk.ledger().read(ticket).state.current
    machine = current.equipment
    told = f"{machine.model} {machine.serial}" if machine else ""
    desk.show(desk.words(N_("Ticket {ticket}, {machine}:"), ticket=current.id, machine=told))


def _checks_typed(desk: Desk, typed: list[str]) -> list[VisitCheck]:
    """What was seen to, in the order of the work order; separated by commas in either writing.
    Raises NotOneOf.
    """
    checks: tuple[VisitCheck, ...] = get_args(VisitCheck)
    words = [word.strip() for text in typed for word in re.split("[,，、]", text) if word.strip()]
    typed_checks = {chosen_value(desk, "--checked", word, "checked", checks) for word in words}
    return [check for check in checks if check in typed_checks]


def back(
    ctx: typer.Context,
    ticket: TicketArgument,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the technician is back at the office."""
    desk: Desk = ctx.obj
    tell_result(
        desk, actions.record_return(desk.ledger(), ticket, desk.typist(at or None, again, allow))
    )


def reported(
    ctx: typer.Context,
    ticket: TicketArgument,
    words: Annotated[
        str, typer.Option("--words", help=N_("What was reported to the department."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the technician has reported to the department."""
    desk: Desk = ctx.obj
    typed = desk.need(words=(N_("Report"), words))
    typist = desk.typist(at or None, again, allow)
    tell_result(desk, actions.record_report(desk.ledger(), ticket, typist, **typed))


def filed(
    ctx: typer.Context,
    ticket: TicketArgument,
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the customer's file holds what the visit showed."""
    desk: Desk = ctx.obj
    typist = desk.typist(at or None, again, allow)
    tell_result(desk, actions.record_filed(desk.ledger(), ticket, typist, words=note))


def forward(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="PARTY", help=N_("The department or person it went to."))
    ] = "",
    words: Annotated[str, typer.Option("--words", help=N_("The problem that stays open."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Pass a problem that stays open on to the company."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Passed on to"), to), words=(N_("Open problem"), words))
    typist = desk.typist(at or None, again, allow)
    tell_result(desk, actions.pass_on_problem(desk.ledger(), ticket, typist, **typed))


def _have_slips(desk: Desk, tickets: list[str]) -> bool:
    """Whether the slips of the last visits are in. Raises NoSuchRecord."""
    return all(desk.ledger().read(ticket).state.slip is not None for ticket in tickets)


def slip(
    ctx: typer.Context,
    tickets: TicketsArgument,
    signed_by: Annotated[
        str, typer.Option("--signed-by", metavar="NAME", help=N_("Who signed it."))
    ] = "",
    unsigned: Annotated[
        str, typer.Option("--unsigned", metavar="REASON", help=N_("Why it is not signed."))
    ] = "",
    rating: Annotated[
        list[str],
        typer.Option(
            "--rating",
            metavar="|".join(get_args(Rating)),
            help=N_("The customer's rating; of one of several tickets: A0001=VALUE."),
        ),
    ] = [],
    remark: Annotated[str, typer.Option("--remark", help=N_("What the customer wrote."))] = "",
    card: Annotated[
        str,
        typer.Option(
            "--card",
            metavar="|".join(get_args(CardState)),
            help=N_("Whether the warranty card came with it; alone: of a slip filed before."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """File the receipt slip, signed or not."""
    desk: Desk = ctx.obj
    if card and not (signed_by or unsigned or rating or remark) and _have_slips(desk, tickets):
        state = one_of("--card", card, get_args(CardState))
        typist = desk.typist(at or None, again, allow)
        tell_results(desk, actions.file_cards(desk.ledger(), tickets, typist, card=state))
        return
    if not unsigned:
        signed_by = desk.need(signed_by=(N_("Signed by"), signed_by))["signed_by"]
    slips = {
        ticket: actions.slip_of(
            signed_by=signed_by,
            unsigned=unsigned,
            rating=one_of("--rating", rated, get_args(Rating)) if rated else None,
            remark=remark,
            card=one_of("--card", card, get_args(CardState)) if card else None,
        )
        for ticket, rated in told_of(tickets, rating).items()
    }
    typist = desk.typist(at or None, again, allow)
    tell_results(desk, actions.file_slips(desk.ledger(), slips, typist))
