"""`svc import`: tables of a spreadsheet, into the ledger."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import imports as actions
from svc.cli.desk import Desk
from svc.cli.fixed_words import choice_names
from svc.cli.shared import AtOption, GoOption, name_broken, own_office
from svc.errors import N_, FileThere, NoLedger, NotAMap, RowsNotTaken
from svc.model.import_kinds import KINDS, Kind
from svc.rules.imports.heads import called_fields

if TYPE_CHECKING:
    from svc.actions.imports import ImportResult

TEMPLATE = "template"
KIND = "|".join((*KINDS, TEMPLATE))


def import_table(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar=KIND,
            help=N_("What the table is of; template writes a workbook to fill in."),
        ),
    ],
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help=N_("XLSX, ODS or CSV, in UTF-8, UTF-16 or GBK (GB 18030).")
        ),
    ],
    go: GoOption = False,
    skip_faulty: Annotated[
        str,
        typer.Option(
            "--skip-faulty",
            metavar="FILE",
            help=N_(
                "Write faulty rows into this CSV file, with the reason, and record the others."
            ),
        ),
    ] = "",
    mapped: Annotated[
        list[str],
        typer.Option(
            "--map",
            metavar="HEAD=FIELD",
            help=N_("Which field a column is; HEAD=- leaves it out; repeatable."),
        ),
    ] = [],
    rules: Annotated[
        str,
        typer.Option(
            "--rules",
            metavar="FILE",
            help=N_("Read the sheet and what columns are from this file."),
        ),
    ] = "",
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="TEXT", help=N_("The sheet; default: by its name."))
    ] = "",
    save_rules: Annotated[
        str,
        typer.Option(
            "--save-rules", metavar="FILE", help=N_("Keep what columns are, for --rules.")
        ),
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="DAY",
            help=N_("Of prices: the day from which they hold; default: today."),
        ),
    ] = "",
    at: AtOption = "",
) -> None:
    """Import customers, machines, parts, prices, staff, known faults or old tickets from a
    spreadsheet: shown first, recorded with --go.
    """
    from svc.render.imports import choice_words, faulty_rows_csv, import_fields, import_lines
    from svc.render.words import Words

    desk: Desk = ctx.obj
    if kind == TEMPLATE:
        write_template(desk, file)
        return
    ledger = desk.ledger()
    kept = actions.load_rules(rules, kind) if rules else actions.KeptRules(kind=kind)
    table = actions.read_table(
        ledger,
        file,
        actions.open_tables(file),
        KINDS[kind],
        choices=choice_words(ledger.settings.labels, desk.lang),
        today=desk.now.date(),
        sheet=sheet or kept.sheet,
        mapped={**kept.columns, **said_map(mapped, KINDS[kind])},
    )
    if save_rules:
        _write(save_rules, actions.rules_text(table).encode())
    day = desk.day(since, likely="ahead") if since else desk.now.date()
    imported = actions.preview_import(ledger, table, day, own_office(desk, ""))
    if go:
        typist = desk.typist(at or None)
        if skip_faulty and imported.of("faulty"):
            _write(skip_faulty, faulty_rows_csv(imported, desk.words))
        imported = actions.record_import(
            ledger,
            typist,
            imported,
            say=Words(ledger.settings.language).show,
            skip_faulty=bool(skip_faulty),
            tell=progress(desk, recorded=True),
        )
    if desk.json:
        desk.show_json("import", **import_fields(imported, desk.words, recorded=go))
    else:
        called = choice_names(desk, (*KINDS, TEMPLATE))[kind] if desk.lang == "zh" else kind
        rest = shlex.join([file, *_options(mapped, rules, sheet, since), "--go"])
        if imported.late:
            reason = desk.words(N_("REASON"))
            rest += f" --late {reason}"
        command = f"svc import {called} {rest}"
        for line in import_lines(imported, desk.words, recorded=go, command=command):
            desk.out(line)
        if go and skip_faulty and imported.of("faulty"):
            desk.say(N_("Faulty rows, with the reason: {path}"), path=skip_faulty)
    name_broken(imported.broken)
    _end(imported, go)


def write_template(desk: Desk, path: str) -> None:
    """Write the workbook to fill in, with the offices of the ledger where there is one. Raises
    FileThere for a file that may be filled in already, NoXlsx.
    """
    import os

    if os.path.lexists(path):
        raise FileThere(path=path)
    _write(path, template_for(desk))
    if desk.json:
        desk.show_json("file", path=path)
    else:
        desk.say(N_("Written: {path}"), path=path)


def template_for(desk: Desk) -> bytes:
    """The workbook to fill in, with what the ledger offers, if there is one. Raises NoXlsx."""
    from svc.actions.policies import known_policies
    from svc.render.import_template import Offered, template_workbook

    try:
        ledger = desk.ledger()
    except NoLedger:
        return template_workbook(desk.words, Offered())
    offices = tuple(office.name for office in ledger.settings.offices.values())
    notes = (policy.note for policy in known_policies(ledger) if policy.newest and policy.note)
    return template_workbook(desk.words, Offered(offices=offices, policies=tuple(notes)))


def _end(imported: ImportResult, go: bool) -> None:
    """Raise RowsNotTaken after a preview with faulty rows: the answer is no."""
    count = len(imported.of("faulty"))
    if count and not go:
        raise RowsNotTaken(count=count)


def said_map(mapped: list[str], kind: Kind) -> dict[str, str]:
    """What --map says of columns. Raises NotAMap."""
    said = {}
    for text in mapped:
        head, is_map, field = text.replace("＝", "=").rpartition("=")
        if not is_map or not head.strip():
            raise NotAMap(text=text, fields=called_fields(kind))
        said[head.strip()] = field.strip()
    return said


def _options(mapped: list[str], rules: str, sheet: str, since: str) -> list[str]:
    """What was typed besides, for the command that records it."""
    words = [word for text in mapped for word in ("--map", text)]
    words += ["--rules", rules] if rules else []
    words += ["--sheet", sheet] if sheet else []
    words += ["--from", since] if since else []
    return words


def _write(path: str, data: bytes) -> None:
    from svc.store.files import replace_file

    replace_file(path, data)


def progress(desk: Desk, *, recorded: bool) -> actions.Tells:
    """How far it is, of what is checked or recorded, for somebody who waits at a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        return lambda done, count: None
    from svc.cli.progress import ProgressLine

    said = N_("Recording: {done} of {count}") if recorded else N_("Checking: {done} of {count}")
    return ProgressLine(desk.words, said)
