"""`svc guard`: git calls it where desks push."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from svc.actions import guard as actions
from svc.cli.desk import Desk
from svc.cli.history import show_history
from svc.errors import N_, BranchNotTaken, MissingFields, PushNotTaken
from svc.render import history

_MOST = 50  # of so many it is said what they are; sync asks again for the rest


def guard(
    ctx: typer.Context,
    install: Annotated[
        bool,
        typer.Option("--install", help=N_("Put the guard into the repository of this folder.")),
    ] = False,
) -> None:
    """Guard the repository that desks share: git calls this for each push and tells what is pushed;
    what is against history is refused.
    """
    desk: Desk = ctx.obj
    if install:
        place = actions.install_guard(desk.folder(), desk.environ)
        if desk.json:
            desk.show_json("file", path=str(place))
        else:
            desk.say(N_("Every push into this repository is judged now: {path}"), path=str(place))
        return
    if desk.at_terminal:  # git calls it otherwise
        raise MissingFields(fields=["--install"])
    updates = actions.ref_updates(sys.stdin)
    verdict = actions.judge_push(desk.folder(), updates, desk.now, desk.environ)
    if verdict.settings is not None:
        desk.speak_for(verdict.settings)
    if verdict.branches:
        raise BranchNotTaken(problems=verdict.branches)
    standing = [each for judged in verdict.judged for each in judged.standing]
    if desk.json:
        commits = sum(judged.commits for judged in verdict.judged)
        show_history(desk, commits, [each for judged in verdict.judged for each in judged.found])
    else:
        for found in standing[:_MOST]:
            desk.tell("\n".join(history.lines_about(desk.words, found)))
    if standing:
        raise PushNotTaken(count=len(standing))
