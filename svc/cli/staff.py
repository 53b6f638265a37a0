"""`svc staff`: who works here, who comes, who leaves."""

from __future__ import annotations

import re
from typing import Annotated, get_args

import typer

from svc.actions import staff as actions
from svc.actions.training import record_training
from svc.cli.desk import Desk
from svc.cli.settings import only_typed, tell_entries, tell_setting
from svc.cli.shared import (
    AtOption,
    CsvOption,
    GoOption,
    NoteOption,
    XlsxOption,
    name_broken,
    office_code,
    one_of,
    put_out_list,
)
from svc.errors import N_, NotAllHandedOver
from svc.model.records import plain_data
from svc.model.staff import Training, TrainingResult
from svc.render.leaving import leaving_lines
from svc.rules.skills import running_out, skills_held

PhoneOption = Annotated[str, typer.Option("--phone", metavar="PHONE", help=N_("Telephone number."))]
EmailOption = Annotated[
    str,
    typer.Option("--email", metavar="TEXT", help=N_("E-mail address; by it svc knows who types.")),
]
OfficeOption = Annotated[str, typer.Option("--office", metavar="OFFICE", help=N_("The office."))]
RoleOption = Annotated[
    list[str],
    typer.Option(
        "--role",
        metavar="ROLE,…",
        help=N_("What the person does: 客服专员, 维修工程师 …; repeatable."),
    ),
]
SkillOption = Annotated[
    list[str],
    typer.Option(
        "--skill",
        metavar="WORDS",
        help=N_("A model, or the beginning of one, or a kind of work; repeatable."),
    ),
]


KitOption = Annotated[
    str,
    typer.Option(
        "--kit", metavar="KIT", help=N_("The set of parts they always have along; 空: none.")
    ),
]


def list_staff(
    ctx: typer.Context,
    office: OfficeOption = "",
    everybody: Annotated[bool, typer.Option("--all", help=N_("Those who have left, too."))] = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List who works here, with office and roles."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    office = office_code(ledger, office)
    entries = [
        plain_data(person)
        for person in ledger.staff.staff
        if office in ("", person.office) and (everybody or person.left is None)
    ]
    columns = ("id", "name", "office", "roles", "phone", *(("left",) if everybody else ()))
    tell_entries(desk, "staff", entries, columns, csv=csv, xlsx=xlsx)


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=N_("The person's name."))] = "",
    role: RoleOption = [],
    office: OfficeOption = "",
    phone: PhoneOption = "",
    email: EmailOption = "",
    skill: SkillOption = [],
    id: Annotated[
        str,
        typer.Option("--id", metavar="CODE", help=N_("Their id; default: from the name's pinyin.")),
    ] = "",
) -> None:
    """Enter somebody who works here from now on."""
    desk: Desk = ctx.obj
    typed = desk.need(name=(N_("Name"), name))
    roles = desk.need_some("role", N_("What they do (several: 1、4)"), role)
    result = actions.add_person(
        desk.ledger(),
        desk.typist(),
        name=typed["name"],
        id=id,
        roles=_each_role(roles),
        office=office,
        phone=phone,
        email=email,
        skills=[skill_meant(desk, each) for each in skill],
    )
    tell_setting(desk, result, typed["name"])


def change(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="STAFF", help=N_("Whose entry."))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The name."))] = "",
    role: RoleOption = [],
    office: OfficeOption = "",
    phone: PhoneOption = "",
    email: EmailOption = "",
    skill: SkillOption = [],
    kit: KitOption = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help=N_("Since when they can, with --skill."))
    ] = "",
    left: Annotated[
        str,
        typer.Option(
            "--left",
            metavar="DAY|WORDS",
            help=N_("The last day with us; 空: the person is with us again."),
        ),
    ] = "",
) -> None:
    """Change what is written of somebody: roles, office, number; a skill is added."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    fields = only_typed(name=name, phone=phone, email=email, office=office, roles=_each_role(role))
    fields |= only_typed(kit=kit, left=left)
    if fields.get("left"):
        fields["left"] = desk.day(left).isoformat()
    result = actions.change_person(
        ledger,
        desk.typist(),
        ledger.person(person),
        fields,
        skills=[skill_meant(desk, each) for each in skill],
        since=desk.past_day(since) if since else desk.now.date(),
    )
    tell_setting(desk, result, name or ledger.staff.name_of(result.id))


def training(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="STAFF", help=N_("Who was trained."))],
    covers: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="WORDS",
            help=N_("A model, or the beginning of one, or a kind of work."),
        ),
    ] = "",
    result: Annotated[
        str,
        typer.Option(
            "--result", metavar="|".join(get_args(TrainingResult)), help=N_("How it ended.")
        ),
    ] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DAY", help=N_("The day; default: today."))
    ] = "",
    until: Annotated[
        str,
        typer.Option("--until", metavar="DAY", help=N_("So long it is valid; default: no end.")),
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help=N_("Who trained or examined."))
    ] = "",
    note: NoteOption = "",
) -> None:
    """Write down a training or examination with its result: passed, the person may be sent there
    until it runs out; failed, no longer.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    typed = desk.need(
        **{"for": (N_("For what (a model or a kind of work)"), covers)},
        result=(N_("How it ended"), result),
    )
    choices: tuple[TrainingResult, ...] = get_args(TrainingResult)
    told = Training(
        covers=skill_meant(desk, typed["for"]),
        on=desk.past_day(on) if on else desk.now.date(),
        result=one_of("--result", typed["result"], choices),
        until=desk.day(until, likely="ahead") if until else None,
        by=by,
        note=note,
    )
    result_of_it = record_training(ledger, desk.typist(), ledger.person(person), told)
    tell_setting(desk, result_of_it, ledger.staff.name_of(result_of_it.id))


def skills(
    ctx: typer.Context,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="COUNT", min=0, help=N_("Only what runs out within so many days.")
        ),
    ] = None,
    office: OfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List who is certified for what and until when, what runs out first."""
    from svc.render.skills import skill_table

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    held = skills_held(ledger.staff.staff, desk.now.date(), office_code(ledger, office))
    if within is not None:
        held = running_out(held, within)
    if desk.json:
        items = [
            {
                "person": each.person.id,
                "office": each.person.office,
                "covers": each.skill.covers,
                "since": each.skill.since.isoformat(),
                "until": each.skill.until.isoformat() if each.skill.until else None,
                "days_left": each.days_left,
            }
            for each in held
        ]
        desk.show_json("skills", items=items)
    elif held or csv or xlsx:
        put_out_list(desk, skill_table(held, desk.words), N_("Skills"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("There are none."))


def _tell_last_day(desk: Desk, found: actions.Leaving, *, go: bool) -> None:
    """That staff.yaml says it now, or how it will."""
    if found.last_day is not None:
        says = N_("{name}: last day with us {day}, written to staff.yaml.")
        desk.say(says, name=found.person.name, day=found.last_day)
    elif go and not found.left and found.person.left is None:
        says = N_(
            "The last day with us is entered by a lead or manager: "
            "svc staff change {id} --left {day}"
        )
        desk.say(says, id=found.person.id, day=desk.now.date())


def _each_role(typed: list[str]) -> list[str]:
    roles = [role for text in typed for role in re.split(",", text) if role]
    return list(dict.fromkeys(roles))


def skill_meant(desk: Desk, typed: str) -> str:
    """A kind of work by its name; a model as it is typed."""
    from svc.cli.fixed_words import meant_in_group
    from svc.model.labels import LABELS

    return meant_in_group(desk, "kind", tuple(LABELS["kind"]), typed) or typed


def leave(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="STAFF", help=N_("Who leaves."))],
    to: Annotated[str, typer.Option("--to", metavar="STAFF", help=N_("Who is to have it."))] = "",
    go: GoOption = False,
    reason: Annotated[
        str, typer.Option("--reason", help=N_("The reason; default: that they leave."))
    ] = "",
    is_kit_back: Annotated[
        bool,
        typer.Option(
            "--kit-back", help=N_("Their kit goes back into the store, not to the other.")
        ),
    ] = False,
    at: AtOption = "",
) -> None:
    """Show what hangs on somebody who leaves: turns, visits, words given, customers, parts, kit,
    money; with --go hand over all that one word can.
    """
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Who is to have it (id)"), to))
    ledger = desk.ledger()
    desk.recorded_many = go
    if go:
        found = actions.hand_over_all(
            ledger,
            desk.typist(at or None),
            leaver=person,
            to=typed["to"],
            reason=reason or desk.words(N_("leaves the department")),
            is_kit_back=is_kit_back,
        )
    else:
        by = desk.typist().by
        found = actions.what_hangs_on(
            ledger, person, typed["to"], desk.now, by=by, is_kit_back=is_kit_back
        )
    if desk.json:
        items = [
            {
                "kind": item.kind,
                "on": item.on,
                "customer": item.customer or None,
                "promise": item.promise or None,
                "due": item.due,
                "part": item.part or None,
                "count": item.count or None,
                "store": item.store or None,
                "amount": item.amount,
                "against": [desk.words.show(reason) for reason in item.against],
                "to": found.to.id if item.can_be_handed_over and not item.store else None,
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
            last_day=found.last_day.isoformat() if found.last_day else None,
            unreadable=len(found.broken),
        )
    else:
        for line in leaving_lines(found, desk.words, recorded=go, today=desk.now.date()):
            desk.out(line)
        _tell_last_day(desk, found, go=go)
    name_broken(found.broken)
    if go and found.left:
        raise NotAllHandedOver(count=len(found.left), person=found.person.name)
