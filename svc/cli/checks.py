"""`svc check`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import checks as actions
from svc.cli.desk import Desk
from svc.errors import N_, Findings, RecordsDamaged, SvcError


def check(
    ctx: typer.Context,
    ticket: Annotated[str, typer.Argument(metavar="[TICKET]", help=N_("Only this ticket or customer's file."))] = "",
    fix: Annotated[bool, typer.Option("--fix", help=N_("Put right what is certain, after a preview."))] = False,
    go: Annotated[bool, typer.Option("--go", help=N_("With --fix: do it; without this it is only shown."))] = False,
) -> None:
    """Say everything that is not as it should be, with file and line."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    if fix:
        _fix(desk, ticket, go)
        return
    checked = actions.check(ledger, ticket)
    if desk.json:
        items = [
            {
                "rule": found.rule,
                "path": found.path,
                "line": found.line,
                "message": _said(desk, found.problem),
                "advice": found.advice,
            }
            for found in checked.found
        ]
        desk.show_json("check", tickets=checked.tickets, customers=checked.customers, items=items)
    else:
        for found in checked.found:
            desk.out(f"{found.path}:{found.line}: {_said(desk, found.problem)} [{found.rule}]")
        desk.say(
            N_("{tickets} tickets and {customers} customers' files looked at, {count} findings, {advice} hints."),
            tickets=checked.tickets,
            customers=checked.customers,
            count=sum(not found.advice for found in checked.found),
            advice=sum(found.advice for found in checked.found),
        )
    if checked.damaged:
        raise RecordsDamaged(count=sum(found.damaged for found in checked.found))
    if checked.wrong:
        raise Findings(count=sum(not found.advice for found in checked.found))


def _fix(desk: Desk, ticket: str, go: bool) -> None:
    fixes = actions.fix(desk.ledger(), ticket, desk.typist() if go else None)
    for path, before, after in fixes:
        desk.out(f"{path}: {before} → {after}")
    if not fixes:
        desk.say(N_("There is nothing that could be put right with certainty. Nothing was changed."))
    elif go:
        desk.say(N_("Put right: {count}."), count=len(fixes))
    else:
        desk.say(N_("Nothing was changed. To do it: svc check --fix --go"))


def _said(desk: Desk, problem: object) -> str:
    if isinstance(problem, SvcError):
        return desk.words.error(problem).split("\n")[0].split(": ", 1)[-1]
    return desk.words.show(problem)
