"""`svc complaint list`, `svc complaint sum`: the register of complaints, and what it adds up to."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import complaints as actions
from svc.actions.reports import check_begun
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, put_out_list
from svc.errors import N_
from svc.model.events import ComplaintJudged
from svc.model.settings import OTHER
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words
from svc.rules.ticket.complaint_sums import SumBy, SummedComplaint, complaint_sums

CLASS_CELLS = 24


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
    if desk.json:
        items = [_register_item(entry) for entry in entries]
        desk.show_json("complaints", items=items, unreadable=len(broken))
    elif entries or csv or xlsx:
        listing = _whole_register(desk, entries) if csv or xlsx else _short_register(desk, entries)
        put_out_list(desk, listing, N_("Complaints"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No complaints."))
    name_broken(broken)


def _short_register(desk: Desk, entries: list[actions.RegisterEntry]) -> ValueTable:
    """What a screen has room for."""
    words = desk.words
    headings = (
        N_("Complaint"),
        N_("About"),
        N_("State"),
        N_("Customer"),
        N_("Grade"),
        N_("Class"),
        N_("Department"),
    )
    return ValueTable(
        heads=[words(heading) for heading in headings],
        rows=[_register_row(entry, words) for entry in entries],
        widest={3: 24, 5: CLASS_CELLS},
        told=(3, 5),
    )


def _register_row(entry: actions.RegisterEntry, words: Words) -> list[TableValue]:
    customer, story = entry.ticket.customer, entry.story
    return [
        entry.ticket.id,
        entry.about,
        words.label("status", entry.state.status),
        customer.unit if customer else "",
        words.label("grade", story.judged.grade) if story.judged else "",
        _class_in_words(story.judged) if story.judged else "",
        story.responsible.department if story.responsible else "",
    ]


def _register_item(entry: actions.RegisterEntry) -> dict[str, object]:
    """All columns of the register for scripts: None where nothing is known yet."""
    ticket, story = entry.ticket, entry.story
    judged, responsible, corrective = story.judged, story.responsible, story.action
    customer, machine = ticket.customer, ticket.equipment
    return {
        "id": ticket.id,
        "about": entry.about or None,
        "status": entry.state.status,
        "received": ticket.received,
        "customer": customer.unit if customer else None,
        "model": machine.model if machine else None,
        "serial": machine.serial if machine else None,
        "complaint": ticket.symptom,
        "wishes": ticket.wishes or None,
        "accepted": judged.accepted if judged else None,
        "grade": judged.grade if judged else None,
        "class": judged.sort if judged else None,
        "quality": judged.quality if judged else None,
        "cause": story.cause or None,
        "department": responsible.department if responsible else None,
        "person": (responsible.person or None) if responsible else None,
        "cost": None if story.cost is None else f"{story.cost:.2f}",
        "bearer": story.audited.bearer if story.audited else None,
        "recovered": f"{story.recovered.amount:.2f}" if story.recovered else None,
        "remedy": corrective.remedy if corrective else None,
        "prevention": (corrective.prevention or None) if corrective else None,
        "effective_by": corrective.effective_by if corrective else None,
        "effective": story.checked.effective if story.checked else None,
        "answer": story.answer or None,
        "answered": story.answered.at if story.answered else None,
    }


def _whole_register(desk: Desk, entries: list[actions.RegisterEntry]) -> ValueTable:
    """All columns, for a spreadsheet: what is fixed in words, people by their names."""
    words, staff = desk.words, desk.ledger().staff
    yes_no = {True: words(N_("yes")), False: words(N_("no")), None: ""}
    rows: list[list[TableValue]] = []
    for entry in entries:
        item, story = _register_item(entry), entry.story
        named = {
            "status": words.label("status", entry.state.status),
            "grade": words.label("grade", story.judged.grade) if story.judged else "",
            "person": staff.name_of(story.responsible.person)
            if story.responsible and story.responsible.person
            else "",
            "bearer": words.label("bearer", story.audited.bearer) if story.audited else "",
            "cost": story.cost,
            "recovered": story.recovered.amount if story.recovered else None,
            **{
                name: yes_no[value]
                for name in ("accepted", "quality", "effective")
                if (value := item[name]) in (True, False, None)
            },
        }
        cells = {**item, **named}
        rows.append([cells[name] if cells[name] is not None else "" for name in REGISTER])  # type: ignore[misc]
    return ValueTable(heads=[words(head) for head in REGISTER.values()], rows=rows)


REGISTER: dict[str, str] = {
    "id": N_("Complaint"),
    "received": N_("Received"),
    "customer": N_("Customer"),
    "model": N_("Model"),
    "serial": N_("Serial number"),
    "about": N_("About"),
    "complaint": N_("The complaint"),
    "wishes": N_("Wishes"),
    "accepted": N_("Complaint accepted"),
    "class": N_("Class"),
    "grade": N_("Grade"),
    "quality": N_("Quality issue"),
    "cause": N_("Cause"),
    "department": N_("Department"),
    "person": N_("Person responsible"),
    "cost": N_("Cost, yuan"),
    "bearer": N_("Borne by"),
    "recovered": N_("Recovered, yuan"),
    "remedy": N_("Remedy"),
    "prevention": N_("Prevention"),
    "effective_by": N_("To be checked by"),
    "effective": N_("Took effect"),
    "answer": N_("Answer and explanation"),
    "answered": N_("Answered"),
    "status": N_("State"),
}
"""The columns of the whole register, as it is kept (S1 art. 20, S3 5.1): message ids."""


def _class_in_words(judged: ComplaintJudged) -> str:
    """The class; of the last resort with its words."""
    words = f" ({judged.words})" if judged.sort == OTHER and judged.words else ""
    return judged.sort + words


def sum_up(
    ctx: typer.Context,
    month: Annotated[
        str, typer.Argument(metavar="[MONTH]", help=N_("The month; default: this month."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Sum up a month's complaints by class, model, cause and department (S1 art. 21)."""
    desk: Desk = ctx.obj
    first = desk.month(month) if month else desk.now.date().replace(day=1)
    check_begun(first, desk.now.date())
    entries, broken = actions.complaint_register(desk.ledger(), month=f"{first:%Y-%m}")
    sums = complaint_sums(_summed(entry) for entry in entries)
    words = desk.words
    if desk.json:
        items = [
            {
                "by": each.by,
                "value": each.value or None,
                "complaints": each.count,
                "quality": each.quality,
                "cost": None if each.cost is None else f"{each.cost:.2f}",
            }
            for each in sums
        ]
        desk.show_json(
            "complaint_sums", month=f"{first:%Y-%m}", items=items, unreadable=len(broken)
        )
    elif sums or csv or xlsx:
        heads = (
            N_("Summed by"),
            N_("Which one"),
            N_("How many"),
            N_("Of quality"),
            N_("Cost, yuan"),
        )
        listing = ValueTable(
            heads=[words(head) for head in heads],
            rows=[
                [
                    words(SUMMED_BY[each.by]),
                    each.value or words(N_("not known yet")),
                    each.count,
                    each.quality,
                    "" if each.cost is None else each.cost,
                ]
                for each in sums
            ],
            widest={1: 36},
            told=(1,),
        )
        put_out_list(desk, listing, N_("Complaints summed up"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No complaints."))
    name_broken(broken)


SUMMED_BY: dict[SumBy, str] = {
    "class": N_("Class"),
    "model": N_("Model"),
    "cause": N_("Cause of the complaint"),
    "department": N_("Department"),
}


def _summed(entry: actions.RegisterEntry) -> SummedComplaint:
    story, equipment = entry.story, entry.ticket.equipment
    return SummedComplaint(
        values={
            "class": story.judged.sort if story.judged else "",
            "model": equipment.model if equipment else "",
            "cause": story.cause,
            "department": story.responsible.department if story.responsible else "",
        },
        quality=story.judged is not None and story.judged.quality,
        cost=story.cost,
    )
