"""`svc stock value`: what the parts in each store are worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from svc.actions.stock_figures import stock_value
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, put_out_list
from svc.errors import N_, Damaged
from svc.render.listings import TableValue, ValueTable
from svc.render.stock import place_words

CENT = Decimal("0.01")


def value(
    ctx: typer.Context,
    day: Annotated[
        str, typer.Option("--at", metavar="DAY", help=N_("As it stood at the end of that day."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """What the good parts are worth in each store, in each kit and on the way."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    worth = stock_value(ledger, broken, desk.end_of_day(day) if day else None)
    held = sorted((spot, amount.quantize(CENT)) for spot, amount in worth.items() if amount)
    total = sum((amount for _, amount in held), Decimal("0.00"))
    if desk.json:
        items = [
            {"place": spot.place.kind, "whose": spot.place.whose, "value": amount}
            for spot, amount in held
        ]
        desk.show_json("stock_value", items=items, total=total, unreadable=len(broken))
    elif held or csv or xlsx:
        words = desk.words
        rows: list[list[TableValue]] = [
            [words(SORTS[spot.place.kind]), place_words(spot, ledger.staff, words), amount]
            for spot, amount in held
        ]
        rows.append([words(N_("Total")), "", total])
        heads = [words(head) for head in (N_("Sort of place"), N_("Whose"), N_("Value, yuan"))]
        listing = ValueTable(heads=heads, rows=rows)
        put_out_list(desk, listing, N_("Stock value"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("There is nothing in any store."))
    name_broken(broken)


SORTS: dict[str, str] = {
    "store": N_("Store"),
    "technician": N_("Technician"),
    "transit": N_("On the way"),
    "loaner": N_("Lent to a customer"),
}
