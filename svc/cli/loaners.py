"""`svc loaner`: machines that customers have until theirs is repaired."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import loaners as actions
from svc.cli.desk import Desk
from svc.cli.parts import expected_by
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    one_of,
    own_office,
    put_out_list,
    tell_result,
)
from svc.errors import N_, Damaged
from svc.model.events import LoanerEnd
from svc.render.listings import TableValue, ValueTable

ENDS: tuple[LoanerEnd, ...] = get_args(LoanerEnd)


def lend(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: Annotated[str, typer.Argument(metavar="PART", help=N_("Which machine, by its code."))],
    serial: Annotated[
        str, typer.Option("--serial", metavar="NUMBER", help=N_("The machine's serial number."))
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="TIME", help=N_("Until when the customer has it."))
    ] = "",
    signed_by: Annotated[
        str, typer.Option("--signed-by", metavar="NAME", help=N_("Who signed for it."))
    ] = "",
    unsigned: Annotated[
        str, typer.Option("--unsigned", metavar="REASON", help=N_("Why nobody signed for it."))
    ] = "",
    condition: Annotated[
        str, typer.Option("--condition", metavar="WORDS", help=N_("Its state when handed over."))
    ] = "",
    accessory: Annotated[
        list[str],
        typer.Option("--accessory", metavar="WORDS", help=N_("What goes with it; repeatable.")),
    ] = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Lend the customer a machine of the store until theirs is repaired, against a signature."""
    desk: Desk = ctx.obj
    typed = desk.need(
        serial=(N_("Serial number of the machine"), serial),
        until=(N_("Until when the customer has it"), until),
        signed_by=(N_("Who signed for it"), signed_by or unsigned),
    )
    result = actions.lend_loaner(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=part,
        serial=typed["serial"],
        until=expected_by(desk, typed["until"], at),
        signed_by="" if unsigned else typed["signed_by"],
        unsigned=unsigned,
        condition=condition,
        accessories=accessory,
    )
    tell_result(desk, result)


def take_back(
    ctx: typer.Context,
    ticket: TicketArgument,
    serial: Annotated[
        str, typer.Argument(metavar="[SERIAL]", help=N_("Which, if the customer has several."))
    ] = "",
    how: Annotated[
        str, typer.Option("--how", metavar="|".join(ENDS), help=N_("Good, defective or lost."))
    ] = "",
    condition: Annotated[
        str,
        typer.Option(
            "--condition", metavar="WORDS", help=N_("Its state, and what is missing of it.")
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a loaner is back, and in what state; or that it is lost."""
    desk: Desk = ctx.obj
    typed = desk.need(
        how=(N_("How it is: {choices}"), how),
        condition=(N_("Its state, and what is missing"), condition),
    )
    result = actions.return_loaner(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        serial=serial,
        how=one_of("--how", typed["how"], ENDS),
        condition=typed["condition"],
    )
    tell_result(desk, result)


def list_loaners(
    ctx: typer.Context,
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("Only this office; `all`: every."))
    ] = "",
    free: Annotated[
        bool, typer.Option("--free", help=N_("Those that lie in the store, to be lent."))
    ] = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the loaner machines that customers have, by the day they are to be back."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    whose = own_office(desk, office)
    out = [] if free else actions.machines_out(ledger, desk.now, broken, office=whose)
    there = actions.free_machines(ledger, broken, office=whose) if free else []
    if desk.json:
        items = [_fields(each) for each in out] + [_free_fields(each) for each in there]
        desk.show_json("loaners", items=items, unreadable=len(broken))
    elif out or there or csv or xlsx:
        listing = _free(desk, there) if free else _out(desk, out)
        put_out_list(desk, listing, N_("Loaner machines"), csv=csv, xlsx=xlsx)
    elif free:
        desk.say(N_("No loaner lies in the store."))
    else:
        desk.say(N_("No customer has a loaner."))
    name_broken(broken)


def _out(desk: Desk, out: list[actions.LoanerOut]) -> ValueTable:
    words = desk.words
    heads = (N_("Machine"), N_("Customer"), N_("Ticket"), N_("Since"), N_("To be back by"))
    rows: list[list[TableValue]] = []
    for each in out:
        due = words.show(each.lent.until)
        machine = f"{words.part(each.lent.part)} {each.lent.serial}"
        late = words(N_("{due} overdue"), due=due) if each.is_late else due
        rows.append([machine, each.customer, each.ticket, each.lent.at, late])
    return ValueTable(heads=[words(head) for head in heads], rows=rows, told=(1,))


def _free(desk: Desk, there: list[actions.FreeLoaner]) -> ValueTable:
    words = desk.words
    heads = (N_("Machine"), N_("Serial number"), N_("Office"))
    rows: list[list[TableValue]] = [
        [words.part(each.part), each.serial, words.label("office", each.office)] for each in there
    ]
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def _fields(each: actions.LoanerOut) -> dict[str, object]:
    return {
        "part": each.lent.part,
        "serial": each.lent.serial,
        "office": each.office,
        "ticket": each.ticket,
        "customer": each.customer,
        "since": each.lent.at,
        "until": each.lent.until,
        "overdue": each.is_late,
    }


def _free_fields(each: actions.FreeLoaner) -> dict[str, object]:
    none = dict.fromkeys(("ticket", "customer", "since", "until"))
    return {
        "part": each.part,
        "serial": each.serial,
        "office": each.office,
        **none,
        "overdue": False,
    }
