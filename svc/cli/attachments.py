"""`svc attach`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, get_args

import typer

from svc.actions import attachments as actions
from svc.cli.desk import Desk
from svc.cli.shared import AgainOption, AtOption, TicketArgument, check_outside, one_of, tell_result
from svc.errors import N_, OneDeedAtATime
from svc.model.attachments import bytes_path
from svc.model.events import Shows


def attach(
    ctx: typer.Context,
    ticket: TicketArgument,
    file: Annotated[
        list[str],
        typer.Argument(
            metavar="[FILE...]", help=N_("The files; without them: what is attached, numbered.")
        ),
    ] = [],
    shows: Annotated[
        str,
        typer.Option(
            "--what",
            metavar="|".join(get_args(Shows)),
            help=N_("What they show; default: something else."),
        ),
    ] = "other",
    save: Annotated[
        int,
        typer.Option(
            "--save",
            metavar="COUNT",
            min=0,
            help=N_("Write the attachment of this number into FILE, or a file of its own name."),
        ),
    ] = 0,
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Attach photos or documents to a ticket: up to 1 MB they go to every desk, larger ones stay
    at this one; without files list them, with --save write one out.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    if save:
        if len(file) > 1:
            raise OneDeedAtATime(options=["--save", *file[1:]])
        target = file[0] if file else ""
        folder = Path(target).parent if target else Path()
        check_outside(ledger, folder, target or ".", "../NAME")
        name, path = actions.save_attachment(ledger, ticket, save, target)
        if desk.json:
            desk.show_json("file", path=path)
        else:
            desk.say(N_("{name}: written to {path}"), name=name, path=path)
    elif file:
        given = [actions.read_given(path) for path in file]
        choices: tuple[Shows, ...] = get_args(Shows)
        meant = one_of("--what", shows, choices)
        typist = desk.typist(at or None, again)
        tell_result(desk, actions.attach_files(ledger, ticket, typist, given, shows=meant))
    else:
        _list(desk, ticket)


def _list(desk: Desk, ticket: str) -> None:
    from svc.render.attachments import attachment_lines
    from svc.rules.ticket.attachments import attached_files

    ledger = desk.ledger()
    record = ledger.read(ticket)
    found = [
        (each, actions.bytes_here(ledger, each) is not None) for each in attached_files(record.log)
    ]
    if desk.json:
        items = [
            {
                "name": each.name,
                "shows": each.shows,
                "size": each.size,
                "path": bytes_path(each.sha256, is_beside=bool(each.beside)),
                "beside": each.beside or None,
                "is_here": is_here,
            }
            for each, is_here in found
        ]
        desk.show_json("attachments", ticket=record.id, items=items)
        return
    for line in attachment_lines(record.id, found, ledger.staff, desk.words):
        desk.out(line)
