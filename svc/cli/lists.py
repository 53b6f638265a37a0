"""`svc list`."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from svc.actions import lists as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    LimitOption,
    OneOfficeOption,
    OneRegionOption,
    XlsxOption,
    chosen_value,
    name_broken,
    office_code,
    put_out_list,
    region_code,
    row_fields,
    staff_id,
)
from svc.errors import N_, NotOneOf
from svc.model.labels import LABELS
from svc.render.lists import COLUMNS, READ_FROM_FILE, USUAL, as_listing, as_table
from svc.render.words import Words


def list_tickets(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]", help=N_("Words that must all appear in the ticket.")),
    ] = None,
    all_states: Annotated[bool, typer.Option("--all", help=N_("Closed ones too."))] = False,
    status: Annotated[
        str, typer.Option("--status", metavar="STATE", help=N_("Only this state."))
    ] = "",
    stage: Annotated[
        str,
        typer.Option("--stage", metavar="|".join(actions.STAGES), help=N_("Only this stage.")),
    ] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="|".join(LABELS["kind"]), help=N_("Only this kind."))
    ] = "",
    urgency: Annotated[
        str,
        typer.Option(
            "--urgency", metavar="|".join(LABELS["urgency"]), help=N_("Only this urgency.")
        ),
    ] = "",
    office: OneOfficeOption = "",
    region: OneRegionOption = "",
    technician: Annotated[
        str,
        typer.Option("--technician", metavar="STAFF", help=N_("Only this technician: id or name.")),
    ] = "",
    model: Annotated[
        str,
        typer.Option("--model", help=N_("Only this model, or models whose name begins like this.")),
    ] = "",
    customer: Annotated[
        str,
        typer.Option(
            "--customer",
            metavar="CUSTOMER",
            help=N_("Only this customer: file number, name, pinyin or telephone."),
        ),
    ] = "",
    overdue: Annotated[
        bool, typer.Option("--overdue", help=N_("Only with a promise that is overdue."))
    ] = False,
    due_before: Annotated[
        str,
        typer.Option(
            "--due-before", metavar="TIME", help=N_("Only with a promise due before this time.")
        ),
    ] = "",
    received: Annotated[
        str,
        typer.Option(
            "--received",
            metavar="DAY[..DAY]",
            help=N_("Only those received then: a day, a month, FROM..TO."),
        ),
    ] = "",
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            metavar="NAME,…",
            help=N_(
                "Which columns, in this order, separated by commas; a wrong name lists them all."
            ),
        ),
    ] = "",
    limit: LimitOption = 0,
    csv: Annotated[
        bool,
        typer.Option(
            "--csv",
            help=N_(
                "As CSV, for a spreadsheet; phone numbers are masked unless their column is "
                "named with --columns."
            ),
        ),
    ] = False,
    xlsx: XlsxOption = "",
) -> None:
    """List tickets, the open ones first due."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    since, until = desk.span(received) if received else (None, None)
    wanted = actions.Wanted(
        all_states=all_states,
        status=_value_named(desk, "--status", "status", status, tuple(LABELS["status"])),
        stage=_value_named(desk, "--stage", "stage", stage, tuple(actions.STAGES)),
        kind=_value_named(desk, "--kind", "kind", kind, tuple(LABELS["kind"])),
        urgency=_value_named(desk, "--urgency", "urgency", urgency, tuple(LABELS["urgency"])),
        office=office_code(ledger, office),
        region=region_code(ledger, region),
        technician=staff_id(ledger, technician),
        model=model,
        customer=customer,
        overdue=overdue,
        due_before=desk.moment(due_before) if due_before else None,
        received_from=since,
        received_until=until,
        words=tuple(words or ()),
    )
    chosen = _column_names(desk, columns)
    is_for_a_file = bool(csv or xlsx)
    shown = chosen or (tuple(COLUMNS) if is_for_a_file else USUAL)
    with_extra_cells = not desk.json and not set(READ_FROM_FILE).isdisjoint(shown)
    listing = actions.list_tickets(
        ledger, desk.now, wanted, with_extra_cells=with_extra_cells, limit=limit
    )
    rows = listing.rows
    if desk.json:
        items = [row_fields(row) for row in rows]
        desk.show_json("tickets", items=items, more=listing.more, unreadable=len(listing.broken))
    elif is_for_a_file:
        whole = as_listing(rows, shown, ledger.staff, desk.words, in_full=bool(chosen))
        put_out_list(desk, whole, N_("Tickets"), csv=csv, xlsx=xlsx)
    elif rows:
        desk.out(as_table(rows, shown, ledger.staff, desk.words))
    else:
        desk.say(N_("No ticket matches."))
    if listing.more and not desk.json:
        desk.warn(
            N_("More that match: {count}; leave out --limit to show them all"), count=listing.more
        )
    name_broken(listing.broken)


def _value_named(desk: Desk, option: str, group: str, value: str, choices: tuple[str, ...]) -> str:
    """A fixed value, as `chosen_value` takes it; nothing for nothing. Raises NotOneOf."""
    return chosen_value(desk, option, value, group, choices) if value else ""


def _column_names(desk: Desk, text: str) -> tuple[str, ...]:
    """The names of columns, or their heads in either language. Raises NotOneOf."""
    heads = {name: [name] for name in COLUMNS}
    for words in (desk.words, Words("zh"), Words("en")):
        for name, (head, _) in COLUMNS.items():
            heads[name].append(words(head).casefold())
    chosen = []
    for word in filter(None, map(str.strip, re.split("[,，、]", text))):
        meant = next((name for name in COLUMNS if word.casefold() in heads[name]), "")
        if not meant:
            known = [each[1] if desk.lang == "zh" else each[0] for each in heads.values()]
            raise NotOneOf(option="--columns", value=word, choices=known)
        chosen.append(meant)
    return tuple(chosen)
