"""Rows of an export as a Parquet file, by DuckDB: an extra, loaded where one is written.

DuckDB was chosen before pyarrow: a third of its size, and who asks the files by SQL has it anyway.
It writes with one thread and in the order of the rows, so equal rows are equal bytes with the same
version of DuckDB.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

from svc.errors import NoParquet
from svc.model.exported import ColumnKind, ExportTable

if TYPE_CHECKING:
    import types

TYPES: dict[ColumnKind, str] = {
    "text": "VARCHAR",
    "time": "TIMESTAMP WITH TIME ZONE",
    "date": "DATE",
    "amount": "DECIMAL(18,2)",
    "count": "BIGINT",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "json": "VARCHAR",
}
"""What each kind of column is. Amounts have room for the sum of whatever a ledger holds."""


def parquet_engine() -> types.ModuleType:
    """DuckDB. Raises NoParquet where it is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise NoParquet(reason=str(error)) from error
    return duckdb


def write_parquet(lines: Path, table: ExportTable, out: Path) -> None:
    """Make `out` hold the rows that stand in `lines` as JSON, a line each. Raises NoParquet;
    OSError.
    """
    duckdb = parquet_engine()
    columns = ", ".join(
        f"{_quoted(column.name)}: {_quoted(TYPES[column.kind])}" for column in table.columns
    )
    config = {
        "threads": "1",
        "temp_directory": str(out.parent),
        "autoinstall_known_extensions": "false",  # nothing is fetched
        "autoload_known_extensions": "false",
    }
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute(
                f"COPY (FROM read_json({_quoted(str(lines))}, format='newline_delimited',"
                f" columns={{{columns}}})) TO {_quoted(str(out))}"
                " (FORMAT parquet, COMPRESSION zstd)"
            )
    except duckdb.Error as error:
        raise OSError(errno.EIO, str(error)) from error


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
