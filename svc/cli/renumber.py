"""`svc renumber`: numbers that two desks gave twice."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import renumber as actions
from svc.cli.desk import Desk
from svc.cli.shared import GoOption, name_broken
from svc.errors import N_
from svc.model.ids import CustomerId, StockId, TicketId, parse_record_id
from svc.render.tables import plain_table
from svc.store.clone_settings import free_lane

_KINDS = {TicketId: N_("ticket"), CustomerId: N_("customer's file"), StockId: N_("stock document")}


def renumber(
    ctx: typer.Context,
    go: GoOption = False,
    against: Annotated[
        str,
        typer.Option(
            "--against",
            metavar="COMMIT",
            help=N_("What ours are compared with; default: what was fetched last."),
        ),
    ] = "",
) -> None:
    """Give ours of two records under one number another one; the old number still finds it."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    if go:
        found = actions.renumber(ledger, desk.typist(), against=against)
    else:
        found = actions.plan_renumbering(ledger, against=against)
    if desk.json:
        _show_json(desk, found)
    else:
        _tell(desk, found, against, go=go)
    name_broken(found.broken)


def _tell(desk: Desk, found: actions.Renumbering, against: str, *, go: bool) -> None:
    if not found.numbers:
        desk.say(N_("No number stands for two."))
        return
    _show_numbers(desk, found)
    if found.is_lane_shared:
        desk.warn(
            N_(
                "Another computer gives numbers of lane {lane}, too, and will again. On the one "
                "that is the copy: svc init --join --desk {free}"
            ),
            lane=found.lane,
            free=free_lane(desk.ledger()),
        )
    if go:
        desk.say(N_("Recorded: {count} numbers. To exchange: svc sync"), count=len(found.numbers))
    else:
        typed = f"svc renumber --against {against} --go" if against else "svc renumber --go"
        desk.say(N_("Nothing was changed. To record it: {command}"), command=typed)


def _show_numbers(desk: Desk, found: actions.Renumbering) -> None:
    words = desk.words
    headings = [
        N_("What"),
        N_("Has"),
        N_("Gets"),
        N_("Ours is of"),
        N_("Theirs is of"),
        N_("Named in"),
    ]
    rows = [
        [
            words(_kind(each)),
            each.was,
            each.now,
            words.show(actions.begun(desk.ledger(), each.collision.ours)),
            words.show(actions.begun(desk.ledger(), each.collision.theirs)),
            ", ".join(naming.record for naming in each.named) or "—",
        ]
        for each in found.numbers
    ]
    desk.out(plain_table([words(heading) for heading in headings], rows, words.screen))


def _kind(each: actions.NewNumber) -> str:
    if each.is_receipt:
        return N_("receipt")
    number = parse_record_id(each.was)
    return next(label for kind, label in _KINDS.items() if isinstance(number, kind))


def _show_json(desk: Desk, found: actions.Renumbering) -> None:
    desk.show_json(
        "renumber",
        items=[
            {
                "was": each.was,
                "now": each.now,
                "ours": each.collision.ours,
                "theirs": each.collision.theirs,
                "named": [naming.record for naming in each.named],
            }
            for each in found.numbers
        ],
        recorded=found.done,
    )
