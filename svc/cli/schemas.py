"""`svc schema`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from svc.cli.desk import Desk
from svc.errors import N_, NotOneOf

ALL = "all"
ANSWERS = "answers"


def schema(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=N_(
                "Which files: ticket, customer, settings, staff, policy, calendar, prices, parts, "
                "roster, desk, knowledge, or all; answers: what commands answer with --json."
            ),
        ),
    ] = "ticket",
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND]", help=N_("With answers: of this command alone (customer show).")
        ),
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DIR",
            help=N_(
                "Write them into this folder, one file each, with a settings.json for VS Code: "
                "--to .vscode"
            ),
        ),
    ] = "",
) -> None:
    """JSON Schemas of the ledger's files, so that editors explain and check them; of answers."""
    desk: Desk = ctx.obj
    schemas = _schemas_of(desk, kind, " ".join(command or ()))
    paths = _write_schemas(desk, Path(to), schemas) if to else []
    if desk.json:
        items = [] if to else [{"name": name, "schema": body} for name, body in schemas.items()]
        desk.show_json("schemas", items=items, **({"paths": paths} if to else {}))
    elif not to:
        desk.out(_json_text(schemas if kind == ALL else schemas[kind]))


def _schemas_of(desk: Desk, kind: str, command: str) -> dict[str, object]:
    """The schemas that are meant, by their names. Raises NotOneOf."""
    from svc.model.file_kinds import FILE_KINDS
    from svc.render.schemas import file_schema

    if kind == ANSWERS:
        from svc.cli.answer_schemas import answers_schema, kinds_of
        from svc.cli.answers.table import ANSWERED

        if command and command not in ANSWERED:
            raise NotOneOf(option="COMMAND", value=command, choices=list(ANSWERED))
        return {ANSWERS: answers_schema(kinds_of(command), desk.words)}
    if kind not in (*FILE_KINDS, ALL):
        raise NotOneOf(option="KIND", value=kind, choices=[*FILE_KINDS, ALL, ANSWERS])
    if command:
        raise NotOneOf(option="KIND", value=f"{kind} {command}", choices=[ANSWERS])
    return {
        name: file_schema(name, desk.words) for name in (FILE_KINDS if kind == ALL else (kind,))
    }


def _write_schemas(desk: Desk, folder: Path, schemas: Mapping[str, object]) -> list[str]:
    """A file for each schema; gives the files. Settings that are there are the person's own: what
    belongs into them is shown.
    """
    from svc.model.file_kinds import FILE_KINDS
    from svc.store.files import replace_file, saying

    with saying(folder):
        folder.mkdir(parents=True, exist_ok=True)
    paths = []
    associations = {}
    for name, body in schemas.items():
        path = folder / f"{name}.schema.json"
        replace_file(path, f"{_json_text(body)}\n".encode())
        paths.append(str(path))
        if name in FILE_KINDS and FILE_KINDS[name].where.endswith(".yaml"):
            associations[_as_editors_name(path)] = FILE_KINDS[name].where
    settings = folder / "settings.json"
    text = _json_text({"yaml.schemas": associations})
    with saying(settings):
        own_settings = settings.read_bytes() if settings.exists() else None
    is_theirs = own_settings is not None and own_settings.strip() != text.encode()
    if associations and not is_theirs:
        replace_file(settings, f"{text}\n".encode())
        paths.append(str(settings))
    if desk.json:
        return paths
    for written in paths:
        desk.say(N_("Written: {path}"), path=written)
    if associations and is_theirs:
        desk.say(
            N_("{path} already exists and was not changed. Put this into it:"),
            path=str(settings),
        )
        desk.out(text)
    return paths


def _as_editors_name(path: Path) -> str:
    """The path from the current folder, which is the one opened in the editor; else in full."""
    here = Path.cwd()
    full = Path(os.path.abspath(path))
    return f"./{full.relative_to(here).as_posix()}" if full.is_relative_to(here) else full.as_uri()


def _json_text(data: object) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2)
