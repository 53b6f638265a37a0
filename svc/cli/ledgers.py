"""`svc init`, and what git calls to merge two versions of a record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from svc.actions import ledgers as actions
from svc.cli.desk import Desk
from svc.cli.shared import as_typed
from svc.errors import (
    N_,
    NobodysEmail,
    NobodysRemote,
    NoGitIdentity,
    NoLedger,
    OneDeedAtATime,
    WhoStarts,
)
from svc.rules.search.people import new_person_id
from svc.store.git.program import Person


def init(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help=N_("The new ledger's folder; default: this one."))
    ] = "",
    from_: Annotated[
        str, typer.Option("--from", metavar="DIR", help=N_("Copy this ledger, such as the sample."))
    ] = "",
    sample: Annotated[
        bool, typer.Option("--sample", help=N_("Copy the sample ledger, to practise on."))
    ] = False,
    me: Annotated[
        str,
        typer.Option(
            "--me",
            metavar="NAME",
            help=N_("Who starts it: your name, for this ledger alone; default: as git knows you."),
        ),
    ] = "",
    email: Annotated[
        str, typer.Option("--email", metavar="TEXT", help=N_("Your e-mail address, with --me."))
    ] = "",
    join: Annotated[bool, typer.Option("--join", help=N_("Set up a fresh clone instead."))] = False,
    lane: Annotated[
        str,
        typer.Option(
            "--desk", metavar="LETTER", help=N_("The desk's lane: one letter, but not I, O or Q.")
        ),
    ] = "",
    moved: Annotated[
        bool,
        typer.Option(
            "--moved",
            help=N_("With --join: this computer takes the place of one that is no longer used."),
        ),
    ] = False,
) -> None:
    """Create a ledger, or set up a fresh clone for a desk."""
    desk: Desk = ctx.obj
    founder = Person(me, email) if me else None
    if join:
        _join(desk, lane, founder, moved=moved)
        return
    path = Path(folder).absolute() if folder else desk.folder()
    source = Path(from_).absolute() if from_ else None
    if source is not None and not (source / "svc.yaml").is_file():
        raise NoLedger(path=from_)
    if sample and source is not None:
        raise OneDeedAtATime(options=["--sample", "--from"])
    desk.starting = True
    start = partial(
        actions.start_ledger,
        path,
        desk.now,
        lane=lane.upper() or "A",
        source=source,
        sample=sample,
        tell_waiting=desk.tell_waiting if desk.at_terminal else None,
    )
    try:
        started = start(founder=founder)
    except NoGitIdentity:
        words = ["svc", "init", *([folder] if folder else []), *(["--sample"] if sample else [])]
        words += ["--from", from_] if from_ else []
        words += ["--desk", lane] if lane else []
        started = start(founder=_ask_founder(desk, words))
    if desk.json:
        desk.show_json("init", path=str(started.path), desk=started.lane, files=started.files)
        return
    desk.say(
        N_("The ledger is in {path}: {files} files, lane {lane}."),
        path=str(path),
        files=started.files,
        lane=started.lane,
    )
    here = path == desk.folder()
    if sample or source is not None:
        desk.say(N_("Next: {command}"), command="svc list" if here else _in(folder, "svc list"))
    else:
        desk.say(
            N_("Next, question by question to your own department: {command}"),
            command="svc setup" if here else _in(folder, "svc setup"),
        )


def _join(desk: Desk, lane: str, founder: Person | None, *, moved: bool) -> None:
    """Make a clone ready, and say what it lacks still."""
    desk.joining = True
    ledger = desk.ledger()
    join_it = partial(actions.join_clone, ledger, desk.now, lane=lane.upper(), moved=moved)
    try:
        joined = join_it(founder=founder)
    except NoGitIdentity:
        words = ["svc", "init", "--join", *(["--desk", lane] if lane else [])]
        words += ["--moved"] if moved else []
        joined = join_it(founder=_ask_founder(desk, words))
    lacks = actions.what_is_still_missing(ledger)
    for notice in lacks:
        if not (desk.says_who_types and isinstance(notice, NobodysEmail)):
            desk.warn(notice.says, **notice.facts)
    if desk.json:
        desk.show_json("init", path=str(joined.path), desk=joined.lane)
        return
    if joined.lane:
        desk.say(
            N_("This copy is ready; new tickets get numbers of lane {lane}."), lane=joined.lane
        )
    else:
        desk.say(
            N_(
                "This copy can be read and merged. To give ticket numbers here: svc init "
                "--join --desk B"
            )
        )
    if joined.files and not any(isinstance(notice, NobodysRemote) for notice in lacks):
        desk.say(N_("Next, so that the other desks know of it: svc sync"))


def start_asked(desk: Desk, path: Path, folder: str) -> None:
    """Start a ledger at a terminal; who starts it is asked where git knows nobody."""
    start = partial(actions.start_ledger, path, desk.now, tell_waiting=desk.tell_waiting)
    desk.starting = True
    try:
        start()
    except NoGitIdentity:
        start(founder=_ask_founder(desk, ["svc", "init", folder]))
    desk.starting = False


def _in(folder: str, command: str) -> str:
    return f"cd {as_typed(folder)} && {command}"


def _ask_founder(desk: Desk, words: list[str]) -> Person:
    """Whom git is to know here, asked at a terminal. Raises WhoStarts, with the one line to type,
    elsewhere; `words` are what was typed.
    """
    if not desk.at_terminal:
        name = desk.words(N_("YOUR-NAME"))
        raise WhoStarts(command=f"{as_typed(*words)} --me {name}")
    desk.warn(N_("git does not know you yet; what you answer holds for this ledger alone."))

    def asked() -> Person:
        name = desk.answer("me", N_("Your name"))
        usual = f"{new_person_id(name, [])}@localhost"
        return Person(name, desk.answer("email", N_("Your e-mail address"), default=usual))

    return desk.in_turns(asked)


def merge_driver(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(help=N_("The common version (%O)."))],
    ours: Annotated[str, typer.Argument(help=N_("Our version (%A); the result is written here."))],
    theirs: Annotated[str, typer.Argument(help=N_("Their version (%B)."))],
    path: Annotated[str, typer.Argument(help=N_("The record's path (%P)."))] = "",
) -> None:
    """Merge two versions of a record, called by git: writes the result whole, or not at all."""
    from svc.actions.merges import merge_files

    desk: Desk = ctx.obj
    merge_files(Path(base), Path(ours), Path(theirs), path, find_ledger=desk.ledger)
