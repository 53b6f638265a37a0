"""`svc setup`: a department of one's own, question by question or from a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from svc.actions import setup as actions
from svc.cli.desk import Desk
from svc.cli.settings import EMPTIED
from svc.cli.shared import as_typed
from svc.errors import N_, FileThere, MissingFields, NoLedger, RowsNotTaken
from svc.model.setups import SetupAnswers
from svc.store.assets import offered_file
from svc.store.files import replace_file
from svc.store.interrupts import Stopped

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
"""How files end that hold sheets; all others are read as text."""


def setup(
    ctx: typer.Context,
    from_: Annotated[
        str,
        typer.Option(
            "--from", metavar="FILE", help=N_("A file or workbook filled in, without questions.")
        ),
    ] = "",
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="FILE",
            help=N_("Write such a file, to be filled in; a workbook if it ends in .xlsx."),
        ),
    ] = "",
    go: Annotated[
        bool,
        typer.Option("--go", help=N_("Of a file: record it; without this it is only checked.")),
    ] = False,
) -> None:
    """Set up a department: name, regions, offices, hours, people, promises, prices, papers."""
    desk: Desk = ctx.obj
    if template:
        _write_template(desk, Path(template))
        return
    if from_ and _is_workbook(from_):
        _from_workbook(desk, from_, go=go)
        return
    if from_:
        plan = actions.setup_from(Path(from_))
        _record(desk, plan, go=go, again=as_typed("svc", "setup", "--from", from_, "--go"))
        return
    if not desk.at_terminal:
        raise MissingFields(fields=["--from"])
    from svc.cli.setup_dialogue import converse, known_there

    try:
        desk.ledger()
    except NoLedger:
        _start_here(desk)
        desk.close_way_back()
    ledger = desk.ledger()
    answers = _taken_up(desk)
    there = known_there(desk)
    try:
        answers = desk.in_turns(lambda: converse(desk, answers, there))
    except Stopped:
        sys.stderr.write("\n")
        desk.warn(N_("What was answered is kept. To go on: svc setup"))
        raise
    _record(desk, actions.changed_from(there, answers), go=True, again="svc setup")
    actions.drop_answers(ledger)


def _is_workbook(path: str) -> bool:
    return Path(path).suffix.lower() in WORKBOOKS


def _from_workbook(desk: Desk, path: str, *, go: bool) -> None:
    """Enter all sheets of a workbook, or see what they would come to. Raises RowsNotTaken while a
    row is faulty.
    """
    from svc.actions.imports import open_tables
    from svc.actions.setup_workbook import Workbook, set_up_from
    from svc.cli.imports import progress
    from svc.render.imports import choice_words, import_fields, workbook_lines
    from svc.render.words import Words

    ledger = desk.ledger()
    book = Workbook(
        path=path,
        file=open_tables(path),
        choices=choice_words(ledger.settings.labels, desk.lang),
        say=Words(ledger.settings.language).show,
        tell=lambda recorded: progress(desk, recorded=recorded),
    )
    entered = set_up_from(ledger, desk.typist(), book, go=go)
    if desk.json:
        sheets = [
            import_fields(
                sheet,
                desk.words,
                recorded=entered.recorded,
                problem=entered.problems.get(sheet.table.sheet.name),
            )
            for sheet in entered.sheets
        ]
        _show_fields(desk, entered.setup, recorded=entered.recorded, sheets=sheets)
    else:
        for line in workbook_lines(
            entered, desk.words, command=as_typed("svc", "setup", "--from", path, "--go")
        ):
            desk.out(line)
        _tell_years(desk, entered.setup)
        if entered.recorded:
            desk.out("")
            _tell_next(desk)
    if entered.faulty:
        raise RowsNotTaken(count=entered.faulty)


def _write_template(desk: Desk, path: Path) -> None:
    if _is_workbook(str(path)):
        from svc.cli.imports import write_template

        write_template(desk, str(path))
        _tell_to_fill(desk, path)
        return
    name = "setup.zh.yaml" if desk.lang == "zh" else "setup.en.yaml"
    text = offered_file(name).read_text(encoding="utf-8")
    if path.is_file() and path.read_bytes() != text.encode():
        raise FileThere(path=str(path))
    replace_file(path, text.encode())
    if desk.json:
        _show_fields(desk, actions.SetupResult(paths=[str(path)], years_missing=[]), recorded=False)
        return
    desk.say(N_("Written: {path}"), path=str(path))
    _tell_to_fill(desk, path)


def _tell_to_fill(desk: Desk, path: Path) -> None:
    if not desk.json:
        command = as_typed("svc", "setup", "--from", str(path))
        desk.say(N_("Fill it in, then: {command}"), command=command)


def _start_here(desk: Desk) -> None:
    """A ledger in a folder that is asked for, where nobody has one yet."""
    from svc.cli.ledgers import start_asked

    desk.warn(N_("There is no ledger here yet; it is started now."))
    folder = desk.ask(N_("Folder of the ledger"), default=desk.words(N_("ledger")))
    path = desk.folder() / folder
    start_asked(desk, path, folder)
    desk.set_option("ledger", str(path))


def _taken_up(desk: Desk) -> SetupAnswers:
    """What was answered earlier and not recorded, if it is wanted."""
    kept = actions.kept_answers(desk.ledger())
    if kept is None:
        return SetupAnswers()
    ways = [desk.words(N_("go on with it")), desk.words(N_("begin anew"))]
    if desk.choose(N_("An earlier setup was not finished. Number"), ways, default="1") == 1:
        actions.drop_answers(desk.ledger())
        return SetupAnswers()
    return kept


def _record(desk: Desk, plan: SetupAnswers, *, go: bool, again: str) -> None:
    """Write it, or only see that it could be written, and say what comes next."""
    from svc.cli.values import read_roles

    plan = replace(plan, prices_from=_day(desk, plan.prices_from))
    result = actions.apply_setup(
        desk.ledger(),
        desk.typist(),
        plan,
        lambda words: read_roles(desk, "roles", words).split(","),
        go=go,
    )
    if desk.json:
        _show_fields(desk, result, recorded=go)
        return
    for path in result.paths:
        if go:
            desk.say(N_("Written: {path}"), path=path)
        else:
            desk.say(N_("Will be written: {path}"), path=path)
    if not result.paths:
        desk.say(N_("All of it is so already; nothing was changed."))
    _tell_years(desk, result)
    if not go:
        desk.say(N_("Nothing was changed. To record it: {command}"), command=again)
        return
    _tell_next(desk)


def _show_fields(
    desk: Desk, result: actions.SetupResult, *, recorded: bool, sheets: Sequence[object] = ()
) -> None:
    desk.show_json(
        "setup",
        paths=result.paths,
        years_missing=result.years_missing,
        recorded=recorded,
        sheets=sheets,
    )


def _tell_years(desk: Desk, result: actions.SetupResult) -> None:
    for year in result.years_missing:
        desk.say(
            N_(
                "The holidays of {year} are not known yet. Once they are out: "
                "svc calendar fill {year}"
            ),
            year=year,
        )


def _tell_next(desk: Desk) -> None:
    """Who can take the first ticket down, and how."""
    ledger = desk.ledger()
    clerks = [each for each in ledger.staff.staff if each.left is None and each.may(("clerk",))]
    who = clerks[0].id if clerks else "ID"
    if ledger.top != Path.cwd():
        desk.say(N_("First go into the ledger: cd {folder}"), folder=as_typed(str(ledger.top)))
    desk.say(N_("Next, the first ticket: svc --as {who} intake"), who=who)
    desk.say(N_("To see what is set: svc staff list, svc office list"))


def _day(desk: Desk, text: str) -> str:
    if not text or text in EMPTIED:
        return ""
    return desk.day(text).isoformat()
