"""`svc mine`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from svc.actions import mine as actions
from svc.actions.signoffs import HEADS, Unsigned, unsigned_days
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, put_out_list, row_fields, staff_id
from svc.errors import N_, Damaged
from svc.model.month_seals import SEALERS
from svc.render.listings import TableValue, ValueTable
from svc.render.signoffs import unsigned_fields, unsigned_lines
from svc.rules.list_rows import list_row
from svc.rules.promises.deadlines import due_as_listed

WHY: dict[str, str] = {
    "escalated": N_("escalated to me"),
    "promised": N_("I promised it"),
    "turn": N_("my turn"),
}

CUSTOMER_CELLS = 16  # so that a line in Chinese fits 80 columns


def mine(
    ctx: typer.Context,
    person: Annotated[
        str,
        typer.Argument(metavar="[STAFF]", help=N_("Somebody else: id or name; default: yourself.")),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List what waits for you: your turn, what you promised, what was escalated to you."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    who = staff_id(ledger, person) if person else desk.typist().by
    found = actions.my_tickets(ledger, who, desk.now)
    words = desk.words
    if desk.json:
        items = [
            {
                **row_fields(list_row(item.state, due_as_listed(item.due))),
                "promise": item.due.promise if item.due else None,
                "why": item.why,
            }
            for item in found.items
        ]
        unsigned = unsigned_fields(_unsigned(desk, who, found.broken))
        unsealed = [day.isoformat() for day in _unsealed(desk, who, found.broken)]
        desk.show_json(
            "mine",
            items=items,
            unsigned=unsigned,
            unsealed=unsealed,
            unreadable=len(found.broken),
        )
    elif found.items or csv or xlsx:
        headings = [N_("Ticket"), N_("Why"), N_("Promise"), N_("Due"), N_("Customer")]
        listing = ValueTable(
            heads=[words(heading) for heading in headings],
            rows=[_values(desk, item) for item in found.items],
            widest={4: CUSTOMER_CELLS},
            told=(4,),
        )
        put_out_list(desk, listing, N_("What waits for me"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("Nothing waits for {name}."), name=ledger.staff.name_of(who))
    if not (desk.json or csv or xlsx):
        lines = unsigned_lines(_unsigned(desk, who, found.broken), ledger.settings, words)
        for line in ["", *lines] if lines else []:
            desk.out(line)
        _say_unsealed(desk, who, found.broken)
        _say_months(desk, who)
    name_broken(found.broken)


def _unsigned(desk: Desk, who: str, broken: list[Damaged]) -> list[Unsigned]:
    """The days that a head has still to sign, of his office."""
    ledger = desk.ledger()
    person = ledger.person(who)
    if not person.may(HEADS) or not person.office:
        return []
    return unsigned_days(ledger, desk.now, broken, person.office)


def _unsealed(desk: Desk, who: str, broken: list[Damaged]) -> list[date]:
    """The days that a cashier has still to count and seal, of the own office."""
    ledger = desk.ledger()
    person = ledger.person(who)
    if not person.may(("cashier",)) or not person.office:
        return []
    from svc.actions.daily import unsealed_days

    return unsealed_days(ledger, person.office, desk.now, broken)


def _say_unsealed(desk: Desk, who: str, broken: list[Damaged]) -> None:
    days = _unsealed(desk, who, broken)
    if days:
        says = N_(
            "Days with money that are not sealed: {days}. To count one: svc daily confirm {day}"
        )
        desk.say(says, days=days, day=days[0])


def _say_months(desk: Desk, who: str) -> None:
    """The months that somebody who may seal them has still to close, of the own office."""
    person = desk.ledger().person(who)
    if person.may(SEALERS) and person.office:
        from svc.cli.unsealed_months import say_months_unsealed

        say_months_unsealed(desk, [person.office])


def _values(desk: Desk, item: actions.WaitingForMe) -> list[TableValue]:
    words, ticket, due = desk.words, item.state.current, item.due
    return [
        ticket.id,
        words(WHY[item.why]),
        words.label("promise", due.promise) if due else "",
        due.due if due else None,
        ticket.customer.unit if ticket.customer else "",
    ]
