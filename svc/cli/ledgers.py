"""`svc init`, and what git calls to merge two versions of a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from svc.actions import ledgers as actions
from svc.cli.desk import Desk
from svc.errors import N_, NoLedger


def init(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help=N_("The new ledger's folder; default: this one."))
    ] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="DIR", help=N_("Copy this ledger, such as the sample."))
    ] = "",
    join: Annotated[bool, typer.Option("--join", help=N_("Set up a fresh clone instead."))] = False,
    lane: Annotated[
        str,
        typer.Option(
            "--desk", metavar="LETTER", help=N_("The desk's lane: one letter, but not I, O or Q.")
        ),
    ] = "",
) -> None:
    """Create a ledger, or set up a fresh clone for a desk."""
    desk: Desk = ctx.obj
    if join:
        ledger = desk.ledger()
        started = actions.join_clone(ledger, desk.now, lane=lane.upper())
        if desk.json:
            desk.show_json("init", path=str(started.path), desk=started.lane)
        elif started.lane:
            desk.say(
                N_("This copy is ready; new tickets get numbers of lane {lane}."), lane=started.lane
            )
        else:
            desk.say(
                N_(
                    "This copy can be read and merged. To give ticket numbers here: svc init "
                    "--join --desk B"
                )
            )
        return
    path = Path(folder).absolute() if folder else desk.folder()
    source = Path(from_).absolute() if from_ else None
    if source is not None and not (source / "svc.yaml").is_file():
        raise NoLedger(path=from_)
    desk.starting = True
    started = actions.start_ledger(
        path,
        desk.now,
        lane=lane.upper() or "A",
        source=source,
        tell_waiting=desk.tell_waiting if desk.at_terminal else None,
    )
    if desk.json:
        desk.show_json("init", path=str(started.path), desk=started.lane, files=started.files)
        return
    desk.say(
        N_("The ledger is in {path}: {files} files, lane {lane}."),
        path=str(path),
        files=started.files,
        lane=started.lane,
    )
    desk.say(
        N_("Next: put your people into staff.yaml and your offices into svc.yaml, then svc intake")
    )


def merge_driver(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(help=N_("The common version (%O)."))],
    ours: Annotated[str, typer.Argument(help=N_("Our version (%A); the result is written here."))],
    theirs: Annotated[str, typer.Argument(help=N_("Their version (%B)."))],
    path: Annotated[str, typer.Argument(help=N_("The record's path (%P)."))] = "",
) -> None:
    """Merge two versions of a record, called by git: writes the result whole, or not at all."""
    from svc.actions.merges import merge_files

    merge_files(Path(base), Path(ours), Path(theirs), path)
