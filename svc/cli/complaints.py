"""`svc complaint`: a complaint from hand to hand; its register is `complaint_register.py`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, get_args

import typer

from svc.actions import complaints as actions
from svc.actions import signoffs
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    NoteOption,
    TicketArgument,
    one_of,
    own_office,
    tell_result,
    yes_or_no,
)
from svc.errors import N_
from svc.model import events as ev
from svc.model.events import Bearer, Grade
from svc.model.money import amount_from
from svc.model.settings import OTHER

BEARERS: tuple[Bearer, ...] = get_args(Bearer)
GRADES: tuple[Grade, ...] = get_args(Grade)


def about(
    ctx: typer.Context,
    ticket: TicketArgument,
    words: Annotated[
        str, typer.Option("--words", help=N_("What the customer complains about."))
    ] = "",
    wishes: Annotated[str, typer.Option("--wishes", help=N_("What the customer asks for."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record a complaint about a ticket, as a ticket of its own."""
    desk: Desk = ctx.obj
    typed = desk.need(
        words=(N_("Complaint"), words), wishes=(N_("What the customer asks for"), wishes)
    )
    tell_result(
        desk,
        actions.open_complaint(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), **typed
        ),
    )


def judge(
    ctx: typer.Context,
    ticket: TicketArgument,
    accepted: Annotated[
        str, typer.Option("--accepted", metavar="yes|no", help=N_("Whether it is accepted."))
    ] = "",
    category: Annotated[
        str,
        typer.Option(
            "--class",
            metavar="CLASS",
            help=N_("The class of the complaint, one of those in svc.yaml."),
        ),
    ] = "",
    grade: Annotated[
        str, typer.Option("--grade", metavar="|".join(GRADES), help=N_("How serious it is."))
    ] = "",
    quality: Annotated[
        str,
        typer.Option("--quality", metavar="yes|no", help=N_("Whether it is a quality issue.")),
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Judge whether a complaint is accepted, with class and grade; a major one goes to the
    manager at once.
    """
    desk: Desk = ctx.obj
    typed = desk.need(
        accepted=(N_("Accepted (yes or no)"), accepted),
        **{"class": (N_("Class"), category)},
        grade=(N_("Grade"), grade),
        quality=(N_("A quality issue (yes or no)"), quality),
    )
    classes = tuple(desk.ledger().settings.complaint_classes)
    meant = one_of("--class", typed["class"], classes)
    if meant == OTHER:  # free words, where the list has none that fits
        note = desk.need(note=(N_("What kind of complaint it is, in words"), note))["note"]
    result = actions.judge_complaint(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        accepted=yes_or_no("--accepted", typed["accepted"]),
        category=meant,
        grade=one_of("--grade", typed["grade"], GRADES),
        quality=yes_or_no("--quality", typed["quality"]),
        words=note,
    )
    tell_result(desk, result)


def cause(
    ctx: typer.Context,
    ticket: TicketArgument,
    cause: Annotated[str, typer.Option("--cause", help=N_("The cause found."))] = "",
    department: Annotated[
        str, typer.Option("--department", help=N_("The responsible department."))
    ] = "",
    person: Annotated[str, typer.Option("--person", help=N_("The responsible person."))] = "",
    cost: Annotated[
        str, typer.Option("--cost", metavar="YUAN", help=N_("The cost as audited."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the cause, the department and person responsible, and the cost."""
    desk: Desk = ctx.obj
    typed = desk.need(
        cause=(N_("Cause"), cause), department=(N_("Responsible department"), department)
    )
    result = actions.record_responsibility(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        **typed,
        person=person,
        cost=_amount(cost),
    )
    tell_result(desk, result)


def action(
    ctx: typer.Context,
    ticket: TicketArgument,
    remedy: Annotated[str, typer.Option("--remedy", help=N_("The corrective action taken."))] = "",
    prevention: Annotated[
        str, typer.Option("--prevention", help=N_("What prevents it from happening again."))
    ] = "",
    effective_by: Annotated[
        str,
        typer.Option(
            "--effective-by",
            metavar="TIME",
            help=N_("When somebody looks whether the prevention took effect."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the corrective action, and what prevents it from happening again."""
    desk: Desk = ctx.obj
    typed = desk.need(remedy=(N_("Remedy"), remedy))
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk,
        actions.record_corrective_action(
            desk.ledger(),
            ticket,
            typist,
            **typed,
            prevention=prevention,
            effective_by=_look(desk, effective_by, at, typist.happened if prevention else None),
        ),
    )


def analyse(
    ctx: typer.Context,
    ticket: TicketArgument,
    cause: Annotated[str, typer.Option("--cause", help=N_("The cause found."))] = "",
    proposal: Annotated[
        str, typer.Option("--proposal", help=N_("What production proposes to do."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the cause that production and engineering found, and what they propose."""
    desk: Desk = ctx.obj
    typed = desk.need(cause=(N_("Cause"), cause))
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk,
        actions.record_cause(
            desk.ledger(), ticket, typist, cause=typed["cause"], proposal=proposal
        ),
    )


def cost(
    ctx: typer.Context,
    ticket: TicketArgument,
    amount: Annotated[
        str, typer.Option("--amount", metavar="YUAN", help=N_("The cost as audited."))
    ] = "",
    bearer: Annotated[
        str,
        typer.Option(
            "--bearer",
            metavar="|".join(BEARERS),
            help=N_("Who bears it; business: it is recovered from the customer."),
        ),
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record what a complaint cost as audited by finance, and who bears it."""
    desk: Desk = ctx.obj
    typed = desk.need(amount=(N_("Cost, yuan"), amount), bearer=(N_("Borne by"), bearer))
    result = actions.record_audited_cost(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        amount=amount_from(typed["amount"], "--amount"),
        bearer=one_of("--bearer", typed["bearer"], BEARERS),
        words=note,
    )
    tell_result(desk, result)


def recovered(
    ctx: typer.Context,
    ticket: TicketArgument,
    amount: Annotated[
        str,
        typer.Option("--amount", metavar="YUAN", help=N_("What the customer bears; 0: nothing.")),
    ] = "",
    words: Annotated[
        str, typer.Option("--words", help=N_("How it was agreed, or why nothing is recovered."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record what the business department recovered from the customer of a complaint's cost."""
    desk: Desk = ctx.obj
    typed = desk.need(
        amount=(N_("Recovered, yuan"), amount), words=(N_("How it was agreed"), words)
    )
    result = actions.record_recovered_cost(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        amount=amount_from(typed["amount"], "--amount"),
        words=typed["words"],
    )
    tell_result(desk, result)


def check(
    ctx: typer.Context,
    ticket: TicketArgument,
    effective: Annotated[
        str,
        typer.Option("--effective", metavar="yes|no", help=N_("Whether it took effect.")),
    ] = "",
    seen: Annotated[str, typer.Option("--seen", help=N_("What was seen."))] = "",
    again_by: Annotated[
        str,
        typer.Option("--again-by", metavar="TIME", help=N_("If not: when to look again.")),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record whether what is to prevent a complaint from coming again took effect."""
    desk: Desk = ctx.obj
    typed = desk.need(
        effective=(N_("Took effect (yes or no)"), effective), seen=(N_("What was seen"), seen)
    )
    typist = desk.typist(at or None, again, allow)
    took_effect = yes_or_no("--effective", typed["effective"])
    checked = ev.PreventionChecked(
        effective=took_effect,
        seen=typed["seen"],
        again_by=_look(desk, again_by, at, None if took_effect else typist.happened),
    )
    tell_result(desk, actions.check_prevention(desk.ledger(), ticket, typist, checked))


def none(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="[DAY]", help=N_("The day; default: today."))] = "",
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("Another office than yours."))
    ] = "",
    note: NoteOption = "",
) -> None:
    """Sign as the duty head that a day had no complaints, at the end of each working day."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    code = own_office(desk, office) or ledger.usual_office
    signed = signoffs.sign_no_complaints(
        ledger,
        desk.typist(),
        office=code,
        day=desk.past_day(day) if day else desk.now.date(),
        words=note,
    )
    if desk.json:
        desk.show_json(
            "signed_off",
            office=signed.office,
            day=signed.day.isoformat(),
            by=signed.by,
            repeated=signed.repeated,
            committed=signed.committed,
        )
        return
    facts = {
        "office": ledger.settings.offices[code].name,
        "day": signed.day,
        "name": ledger.staff.name_of(signed.by),
    }
    if signed.repeated:
        desk.say(N_("{office}, {day}: already recorded by {name}; nothing was changed."), **facts)
    else:
        desk.say(N_("{office}, {day}: no complaints, signed by {name}."), **facts)


def _look(desk: Desk, text: str, at: str, since: datetime | None) -> datetime | None:
    """When somebody looks whether a prevention took effect: as typed, else the usual number of days
    after `since`; None: there is nothing to look at.
    """
    if text:
        return desk.ahead(text, at)
    return None if since is None else actions.usual_look(desk.ledger(), since)


def _amount(text: str) -> Decimal | None:
    return amount_from(text, "--cost") if text else None
