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


def schema(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=N_(
                "Which files: ticket, customer, settings, staff, policy, calendar, prices, parts, "
                "roster, desk, "
                "knowledge, or all."
            ),
        ),
    ] = "ticket",
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
    """JSON Schemas of the ledger's files, so that editors explain and check them."""
    from svc.model.file_kinds import FILE_KINDS
    from svc.render.schemas import file_schema

    desk: Desk = ctx.obj
    if kind not in (*FILE_KINDS, ALL):
        raise NotOneOf(option="KIND", value=kind, choices=[*FILE_KINDS, ALL])
    schemas = {
        name: file_schema(name, desk.words) for name in (FILE_KINDS if kind == ALL else (kind,))
    }
    if to:
        _write_schemas(desk, Path(to), schemas)
    else:
        desk.out(_json_text(schemas if kind == ALL else schemas[kind]))


def _write_schemas(desk: Desk, folder: Path, schemas: Mapping[str, object]) -> None:
    """A file for each schema. Settings that are there are the person's own: what belongs into them
    is shown.
    """
    from svc.model.file_kinds import FILE_KINDS
    from svc.store.files import replace_file, saying

    with saying(folder):
        folder.mkdir(parents=True, exist_ok=True)
    associations = {}
    for name, body in schemas.items():
        path = folder / f"{name}.schema.json"
        replace_file(path, f"{_json_text(body)}\n".encode())
        desk.say(N_("Written: {path}"), path=str(path))
        if FILE_KINDS[name].where.endswith(".yaml"):
            associations[_as_editors_name(path)] = FILE_KINDS[name].where
    settings = folder / "settings.json"
    text = _json_text({"yaml.schemas": associations})
    with saying(settings):
        own_settings = settings.read_bytes() if settings.exists() else None
    if own_settings is not None and own_settings.strip() != text.encode():
        desk.say(
            N_("{path} already exists and was not changed. Put this into it:"),
            path=str(settings),
        )
        desk.out(text)
    else:
        replace_file(settings, f"{text}\n".encode())
        desk.say(N_("Written: {path}"), path=str(settings))


def _as_editors_name(path: Path) -> str:
    """The path from the current folder, which is the one opened in the editor; else in full."""
    here = Path.cwd()
    full = Path(os.path.abspath(path))
    return f"./{full.relative_to(here).as_posix()}" if full.is_relative_to(here) else full.as_uri()


def _json_text(data: object) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2)
