"""`svc export`: flat tables for other tools."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from svc.actions import exports as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    OneOfficeOption,
    OneRegionOption,
    check_outside,
    name_broken,
    office_code,
    one_of,
    region_code,
)
from svc.errors import N_, MissingFields
from svc.model.events import STATES
from svc.model.exported import TABLES, ExportTable
from svc.store.files import document_place, replace_file, saying

if TYPE_CHECKING:
    from svc.errors import Damaged
    from svc.store.ledger import Ledger

FORMATS = ("jsonl", "csv", "parquet")
_AT_ONCE = 1000
"""Lines that are written together."""


def export(
    ctx: typer.Context,
    table: Annotated[str, typer.Argument(metavar="|".join(TABLES), help=N_("What a row is of."))],
    month: Annotated[
        str,
        typer.Option(
            "--month",
            metavar="MONTH",
            help=N_(
                "Only what belongs to this month: tickets received, events and movements that "
                "happened, files opened, machines sold."
            ),
        ),
    ] = "",
    office: OneOfficeOption = "",
    region: OneRegionOption = "",
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help=N_("The output format."))
    ] = "jsonl",
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="FILE",
            help=N_("Write to this file, outside the ledger; Parquet needs one."),
        ),
    ] = "",
    personal: Annotated[
        bool,
        typer.Option(
            "--personal",
            help=N_("With names, telephone numbers, addresses and told words in full."),
        ),
    ] = False,
) -> None:
    """Export a table for other tools: flat rows with stable columns, personal data masked."""
    desk: Desk = ctx.obj
    table = one_of("TABLE", table, tuple(TABLES))
    form = one_of("--format", format_, FORMATS)
    ledger = desk.ledger()
    if not out and (form == "parquet" or desk.json):
        raise MissingFields(fields=["--out"])
    if out:
        _check_place(ledger, out, form)
    wanted = actions.WantedRows(
        month=desk.month(month) if month else None,
        office=office_code(ledger, office),
        region=region_code(ledger, region),
    )
    broken: list[Damaged] = []
    lines = _Lines(desk, table, form, wanted, broken, personal=personal)
    if not out:
        desk.keep_file(_spooled(lines))
    else:
        if form == "parquet":
            _write_parquet(lines, TABLES[table], out)
        else:
            replace_file(out, lines.pieces())
        _tell_written(desk, table, out, lines.rows)
    name_broken(broken)


def _check_place(ledger: Ledger, out: str, form: str) -> None:
    """Before the work: raise IsAFolder, NoSuchFolder, ExportInLedger, NoParquet."""
    place = document_place(out).absolute()
    check_outside(ledger, place.parent, out, place.name)
    if form == "parquet":
        from svc.store.parquet import parquet_engine

        parquet_engine()


class _Lines:
    """The rows as text, made as they are asked for; `rows` is how many there were."""

    def __init__(
        self,
        desk: Desk,
        table: str,
        form: str,
        wanted: actions.WantedRows,
        broken: list[Damaged],
        *,
        personal: bool,
    ) -> None:
        from svc.render.exports import ExportText

        ledger = desk.ledger()
        settings = ledger.settings
        ours = {
            *(person.id for person in ledger.staff.staff),
            *(*settings.offices, *settings.complaint_classes, *STATES),
        }
        self._text = ExportText(TABLES[table], ours, personal=personal)
        self._is_csv = form == "csv"
        self._rows = actions.export_rows(ledger, table, wanted, desk.now, broken)
        self.rows = 0

    def __iter__(self) -> Iterator[str]:
        if self._is_csv:
            yield self._text.csv_head()
        line_of = self._text.csv_line if self._is_csv else self._text.json_line
        for row, event in self._rows:
            self.rows += 1
            yield line_of(row, event)

    def pieces(self) -> Iterator[bytes]:
        """The same in UTF-8, many lines at once."""
        lines: list[str] = []
        for line in self:
            lines.append(line)
            if len(lines) == _AT_ONCE:
                yield "".join(lines).encode()
                lines.clear()
        yield "".join(lines).encode()


def _spooled(lines: _Lines) -> BinaryIO:
    """The lines in a file without a name, as nothing is said before all has gone well."""
    with saying("TMPDIR"):
        spool = tempfile.TemporaryFile()  # noqa: SIM115  (whoever says it closes it)
        spool.writelines(lines.pieces())
        spool.seek(0)
    return spool


def _write_parquet(lines: _Lines, table: ExportTable, out: str) -> None:
    from svc.store.parquet import write_parquet

    with saying("TMPDIR"), tempfile.TemporaryDirectory() as folder:
        rows, written = Path(folder) / "rows", Path(folder) / "written"
        with rows.open("wb") as file:
            file.writelines(lines.pieces())
        write_parquet(rows, table, written)
        with written.open("rb") as file:
            replace_file(out, iter(lambda: file.read(_AT_ONCE * 1000), b""))


def _tell_written(desk: Desk, table: str, out: str, rows: int) -> None:
    if desk.json:
        desk.show_json("export", table=table, rows=rows, path=out)
    else:
        desk.say(N_("Written: {path}, {count} rows"), path=out, count=rows)
