"""`svc check`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import check_fixes
from svc.actions import checks as actions
from svc.actions.check_records import RecordFinding
from svc.cli.desk import Desk
from svc.cli.shared import name_broken
from svc.errors import N_, Findings, RecordsDamaged, SvcError
from svc.rules.checks.rules import DAMAGED


def check(
    ctx: typer.Context,
    ticket: Annotated[
        str, typer.Argument(metavar="[TICKET]", help=N_("Check only this ticket or customer file."))
    ] = "",
    fix: Annotated[
        bool,
        typer.Option("--fix", help=N_("Fix what can be fixed with certainty, after a preview.")),
    ] = False,
    go: Annotated[
        bool,
        typer.Option(
            "--go", help=N_("With --fix: make the changes; without it they are only shown.")
        ),
    ] = False,
) -> None:
    """Check the ledger: list what is wrong, with file and line."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    if fix:
        _fix(desk, ticket, go)
        return
    checked = actions.check_ledger(ledger, desk.now, ticket, templates=_templates(desk))
    if desk.json:
        items = [
            {
                "rule": found.rule,
                "path": found.path,
                "line": found.line,
                "message": _said(desk, found)[0],
                "do": _said(desk, found)[1],
                "advice": found.advice,
            }
            for found in checked.found
        ]
        desk.show_json("check", tickets=checked.tickets, customers=checked.customers, items=items)
    else:
        for found in checked.found:
            problem, do = _said(desk, found)
            said = desk.words(N_("{problem}; {do}"), problem=problem, do=do)
            desk.out(f"{found.path}:{found.line}: {said} [{found.rule}]")
        desk.say(
            N_(
                "Tickets checked: {tickets}, customer files: {customers}. Findings: {count}, "
                "hints: {advice}."
            ),
            tickets=checked.tickets,
            customers=checked.customers,
            count=sum(not found.advice for found in checked.found),
            advice=sum(found.advice for found in checked.found),
        )
    if checked.damaged:
        raise RecordsDamaged(count=sum(found.damaged for found in checked.found))
    if checked.wrong:
        raise Findings(count=sum(not found.advice for found in checked.found))


def _templates(desk: Desk) -> actions.Templates | None:
    """What looks at a template of the department's own; None if it has none."""
    own = desk.ledger().top / "templates"
    if not own.is_dir():
        return None
    from svc.render.pages import Pages
    from svc.store.assets import fonts_dir, templates_dir

    return Pages([own, templates_dir()], fonts_dir(), desk.words).fault_of


def _fix(desk: Desk, record: str, go: bool) -> None:
    fixed = check_fixes.fix(desk.ledger(), record, desk.typist() if go else None)
    if desk.json:
        items = [{"path": mend.path, "message": desk.words.show(mend.what)} for mend in fixed.mends]
        desk.show_json("fix", done=go, items=items, unreadable=len(fixed.broken))
    else:
        for mend in fixed.mends:
            desk.out(f"{mend.path}: {desk.words.show(mend.what)}")
        if not fixed.mends:
            desk.say(N_("Nothing here can be fixed with certainty. Nothing was changed."))
        elif go:
            desk.say(N_("Fixed: {count}."), count=len(fixed.mends))
        else:
            desk.say(N_("Nothing was changed. To do it: svc check --fix --go"))
    name_broken(fixed.broken)


def _said(desk: Desk, found: RecordFinding) -> tuple[str, str]:
    """What is wrong, and what to do; an error says both, after the file and line."""
    if found.do is not None:
        return desk.words.show(found.problem), desk.words.show(found.do)
    assert isinstance(found.problem, SvcError)
    problem, *rest = desk.words.error(found.problem).split("\n")
    return problem.split(": ", 1)[-1], " ".join(rest) or desk.words(DAMAGED, path=found.path)
