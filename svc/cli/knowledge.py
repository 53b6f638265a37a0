"""`svc knowledge`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from svc.actions import knowledge as actions
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, put_out_list
from svc.errors import N_, Damaged, SomeUnreadable
from svc.model.knowledge import Knowledge


def knowledge(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[WORDS]", help=N_("What the caller says, or an entry's name; without it: all.")
        ),
    ] = [],
    model: Annotated[
        str, typer.Option("--model", help=N_("Only known faults of this model."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Known faults that fit: what to ask, the likely cause, the remedy; one entry in full by its
    name.
    """
    from svc.render.knowledge import fit_lines, knowledge_table, whole_entry

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    what_was_said = " ".join(words)
    everything = actions.knowledge_entries(ledger, broken)
    named_entry = next((entry for entry in everything if entry.slug == what_was_said), None)
    limit = 9 if what_was_said else 10_000
    fits = (
        []
        if named_entry
        else actions.fitting_entries(ledger, what_was_said, model, [], limit=limit)
    )
    entries = [named_entry] if named_entry else [fit.entry for fit in fits]
    if desk.json:
        desk.show_json(
            "knowledge", items=[_fields(entry) for entry in entries], unreadable=len(broken)
        )
    elif csv or xlsx:
        table = knowledge_table(entries, desk.words)
        put_out_list(desk, table, N_("Known faults"), csv=csv, xlsx=xlsx)
    elif named_entry is not None:
        desk.out(whole_entry(named_entry, desk.words))
    elif fits:
        for line in fit_lines(fits, desk.words):
            desk.out(line)
    else:
        desk.say(
            N_("No known fault matches. Once the cause is known, write it into knowledge/NAME.md.")
        )
    if broken:
        raise SomeUnreadable.of(broken)


def _fields(entry: Knowledge) -> dict[str, object]:
    from svc.model.records import plain_data

    data: dict[str, Any] = plain_data(entry)
    return data
