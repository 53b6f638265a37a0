"""`svc check`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import check_fixes, unfinished
from svc.actions import check_history as judging
from svc.actions import checks as actions
from svc.actions.check_records import RecordFinding
from svc.cli.desk import Desk
from svc.cli.history import show_history
from svc.cli.shared import name_broken
from svc.errors import N_, Findings, NothingUnfinished, RecordsDamaged, SvcError
from svc.render import history
from svc.render.words import printable
from svc.rules.checks.rules import DAMAGED


def check(
    ctx: typer.Context,
    ticket: Annotated[
        str,
        typer.Argument(
            metavar="[TICKET]",
            help=N_("Check only this ticket or customer file; with --history also REV..REV."),
        ),
    ] = "",
    past: Annotated[
        bool,
        typer.Option(
            "--history", help=N_("Look through the commits: was what was recorded changed later?")
        ),
    ] = False,
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
    abort: Annotated[
        bool,
        typer.Option(
            "--abort",
            help=N_("With --fix: drop git's unfinished merge or the like; else it is finished."),
        ),
    ] = False,
) -> None:
    """Check the ledger: list what is wrong, with file and line."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    if past:
        _check_history(desk, ticket)
        return
    if fix or abort:
        _fix_files(desk, ticket, go, abort)
        return
    checked = actions.check_ledger(ledger, desk.now, ticket, templates=_template_checker(desk))
    if desk.json:
        items = [finding_fields(desk, finding) for finding in checked.findings]
        desk.show_json("check", tickets=checked.tickets, customers=checked.customers, items=items)
    else:
        for finding in checked.findings:
            desk.out(finding_line(desk, finding))
        desk.say(
            N_(
                "Tickets checked: {tickets}, customer files: {customers}. Findings: {count}, "
                "hints: {advice}."
            ),
            tickets=checked.tickets,
            customers=checked.customers,
            count=sum(not finding.advice for finding in checked.findings),
            advice=sum(finding.advice for finding in checked.findings),
        )
    if checked.damaged:
        raise RecordsDamaged(count=sum(finding.damaged for finding in checked.findings))
    if checked.wrong:
        raise Findings(count=sum(not finding.advice for finding in checked.findings))


def _check_history(desk: Desk, wanted: str) -> None:
    """Say what in the commits is against history."""
    ledger = desk.ledger()
    checked = judging.check_history(ledger, wanted, desk.now, ledger.progress)
    words = desk.words
    if desk.json:
        show_history(desk, checked.commits, checked.found, checked.rewound)
    else:
        if checked.rewound:
            desk.out(words.show(checked.rewound))
        for found in checked.found:
            first, *further = history.lines_about(words, found)
            desk.out("\n".join([first, *(f"  {line}" for line in further)]))
        desk.say(
            N_("Commits looked at: {commits}. Against history: {count}, of which stand: {stands}."),
            commits=checked.commits,
            count=len(checked.found),
            stands=len(checked.standing),
        )
    count = len(checked.standing) + bool(checked.rewound)
    if count:
        raise Findings(count=count)


def _template_checker(desk: Desk) -> actions.Templates | None:
    """What looks at a template of the department's own; None if it has none."""
    own_templates = desk.ledger().top / "templates"
    if not own_templates.is_dir():
        return None
    from svc.render.pages import Pages
    from svc.store.assets import fonts_dir, templates_dir

    return Pages([own_templates, templates_dir()], fonts_dir(), desk.words).fault_of


def _fix_files(desk: Desk, record: str, go: bool, abort: bool) -> None:
    ledger = desk.ledger()
    typist = desk.typist() if go else None
    # Nothing can be recorded before that is ended, so it comes first.
    planned = None if record and not abort else unfinished.plan_end(ledger, give_up=abort)
    if planned is not None and typist is not None:
        planned = unfinished.end_unfinished(ledger, typist, give_up=abort)
    if planned is None and abort:
        raise NothingUnfinished()
    fixed = check_fixes.fix_files(ledger, record, typist)
    mends = [] if planned is None else [check_fixes.Mend(path=planned.path, what=planned.says)]
    mends += fixed.mends
    if desk.json:
        items = [{"path": mend.path, "message": desk.words.show(mend.what)} for mend in mends]
        desk.show_json("fix", done=go, items=items, unreadable=len(fixed.broken))
    else:
        for mend in mends:
            desk.out(f"{mend.path}: {desk.words.show(mend.what)}")
        if not mends:
            desk.say(N_("Nothing here can be fixed with certainty. Nothing was changed."))
        elif go:
            desk.say(N_("Fixed: {count}."), count=len(mends))
        elif abort:
            desk.say(N_("Nothing was changed. To do it: svc check --fix --abort --go"))
        else:
            desk.say(N_("Nothing was changed. To do it: svc check --fix --go"))
    name_broken(fixed.broken)


def finding_line(desk: Desk, finding: RecordFinding) -> str:
    """A finding in a line: where, what, what to do, by which rule."""
    problem, do = _problem_and_advice(desk, finding)
    sentence = desk.words(N_("{problem}; {do}"), problem=problem, do=do)
    return f"{printable(finding.path)}:{finding.line}: {sentence} [{finding.rule}]"


def finding_fields(desk: Desk, finding: RecordFinding) -> dict[str, object]:
    """A finding in JSON."""
    problem, do = _problem_and_advice(desk, finding)
    return {
        "rule": finding.rule,
        "path": finding.path,
        "line": finding.line,
        "message": problem,
        "do": do,
        "advice": finding.advice,
    }


def _problem_and_advice(desk: Desk, finding: RecordFinding) -> tuple[str, str]:
    """What is wrong, and what to do; an error says both, after the file and line."""
    if finding.do is not None:
        return desk.words.show(finding.problem), desk.words.show(finding.do)
    assert isinstance(finding.problem, SvcError)
    advice = " ".join(desk.words.error(finding.problem).split("\n")[1:])
    return desk.words.problem(finding.problem), advice or desk.words(DAMAGED, path=finding.path)
