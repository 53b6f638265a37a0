"""`svc complaint`."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, get_args

import typer

from svc.actions import complaints as actions
from svc.actions import signoffs
from svc.actions.reports import check_begun
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    NoteOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    one_of,
    own_office,
    put_out_list,
    tell_result,
    yes_or_no,
)
from svc.errors import N_
from svc.model.events import ComplaintJudged, Grade
from svc.model.money import amount_from
from svc.model.settings import OTHER
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words

GRADES: tuple[Grade, ...] = get_args(Grade)
CLASS_CELLS = 24


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
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the corrective action, and what prevents it from happening again."""
    desk: Desk = ctx.obj
    typed = desk.need(remedy=(N_("Remedy"), remedy))
    tell_result(
        desk,
        actions.record_corrective_action(
            desk.ledger(),
            ticket,
            desk.typist(at or None, again, allow),
            **typed,
            prevention=prevention,
        ),
    )


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


def register(
    ctx: typer.Context,
    month: Annotated[
        str,
        typer.Option("--month", metavar="MONTH", help=N_("Only this month, such as 2026-11.")),
    ] = "",
    today: Annotated[bool, typer.Option("--today", help=N_("Only today."))] = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Show the register of complaints (客户投诉登记追踪表)."""
    desk: Desk = ctx.obj
    wanted = ""
    if month:
        first = desk.month(month)
        check_begun(first, desk.now.date())
        wanted = f"{first:%Y-%m}"
    entries, broken = actions.complaint_register(
        desk.ledger(), day=desk.now.date() if today else None, month=wanted
    )
    words = desk.words
    if desk.json:
        items = [
            {
                "id": entry.ticket.id,
                "about": entry.about or None,
                "status": entry.state.status,
                "grade": entry.judged.grade if entry.judged else None,
                "class": entry.judged.sort if entry.judged else None,
                "department": entry.responsible.department if entry.responsible else None,
            }
            for entry in entries
        ]
        desk.show_json("complaints", items=items, unreadable=len(broken))
    elif entries or csv or xlsx:
        headings = (
            N_("Complaint"),
            N_("About"),
            N_("State"),
            N_("Customer"),
            N_("Grade"),
            N_("Class"),
            N_("Department"),
        )
        listing = ValueTable(
            heads=[words(heading) for heading in headings],
            rows=[_register_row(entry, words) for entry in entries],
            widest={3: 24, 5: CLASS_CELLS},
            told=(3, 5),
        )
        put_out_list(desk, listing, N_("Complaints"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No complaints."))
    name_broken(broken)


def _register_row(entry: actions.RegisterEntry, words: Words) -> list[TableValue]:
    customer, judged, responsible = entry.ticket.customer, entry.judged, entry.responsible
    return [
        entry.ticket.id,
        entry.about,
        words.label("status", entry.state.status),
        customer.unit if customer else "",
        words.label("grade", judged.grade) if judged else "",
        _class_in_words(judged) if judged else "",
        responsible.department if responsible else "",
    ]


def _class_in_words(judged: ComplaintJudged) -> str:
    """The class; of the last resort with its words."""
    words = f" ({judged.words})" if judged.sort == OTHER and judged.words else ""
    return judged.sort + words


def _amount(text: str) -> Decimal | None:
    return amount_from(text, "--cost") if text else None
