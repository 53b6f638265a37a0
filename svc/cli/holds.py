"""`svc holds`."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from svc.actions import holds as actions
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, put_out_list, staff_id
from svc.errors import N_, Damaged
from svc.render.listings import TableValue, ValueTable


def holds(
    ctx: typer.Context,
    person: Annotated[
        str, typer.Argument(metavar="[STAFF]", help=N_("Only this person: id or name."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the parts and the money that each of us holds, since when and of which ticket."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    held = actions.what_is_held(ledger, desk.now, broken, person=staff_id(ledger, person))
    if desk.json:
        desk.show_json("holds", items=[_fields(each) for each in held], unreadable=len(broken))
    elif held or csv or xlsx:
        heads = (
            N_("Who"),
            N_("Part"),
            N_("Number"),
            N_("Yuan"),
            N_("Ticket"),
            N_("Since"),
            N_("To be settled by"),
        )
        listing = ValueTable(
            heads=[desk.words(head) for head in heads], rows=[_row(desk, each) for each in held]
        )
        put_out_list(desk, listing, N_("In hand"), csv=csv, xlsx=xlsx)
        if not (csv or xlsx):
            _say_sums(desk, held)
    else:
        desk.say(N_("Nobody holds a part or money."))
    name_broken(broken)


def _say_sums(desk: Desk, held: list[actions.ThingHeld]) -> None:
    """What each holds in all."""
    for person in dict.fromkeys(each.person for each in held):
        own = [each for each in held if each.person == person]
        kit = sum(each.count for each in own if each.is_kit)
        says = N_("{name}: {count} parts, {amount} yuan")
        if kit:
            says = N_("{name}: {count} parts lent for tickets, {kit} in the kit, {amount} yuan")
        desk.say(
            says,
            name=desk.ledger().staff.name_of(person),
            count=sum(each.count for each in own if not each.is_kit),
            kit=kit,
            amount=f"{sum((each.amount or Decimal() for each in own), Decimal()):.2f}",
        )


def _fields(each: actions.ThingHeld) -> dict[str, object]:
    return {
        "person": each.person,
        "ticket": each.ticket or None,
        "kit": each.is_kit,
        "since": each.since,
        "part": each.part or None,
        "count": each.count,
        "serial": each.serial or None,
        "amount": each.amount,
        "how": each.how or None,
        "due": each.due,
        "overdue": each.is_late,
    }


def _row(desk: Desk, each: actions.ThingHeld) -> list[TableValue]:
    words = desk.words
    part = words.part(each.part) if each.part else ""
    due = words.show(each.due) if each.due else ""
    if each.is_late:
        due = words(N_("{due} overdue"), due=due)
    return [
        desk.ledger().staff.name_of(each.person),
        f"{part} {each.serial}".strip(),
        each.count or None,
        each.amount,
        words(N_("kit")) if each.is_kit else each.ticket,
        each.since,
        due,
    ]
