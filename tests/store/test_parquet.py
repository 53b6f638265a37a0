"""Rows of an export as Parquet, read back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from svc.model.exported import ExportColumn, ExportTable
from svc.store.parquet import write_parquet

TABLE = ExportTable(
    row="",
    month_of="",
    sorted_by="",
    columns=(
        ExportColumn("text", "text", ""),
        ExportColumn("time", "time", ""),
        ExportColumn("date", "date", ""),
        ExportColumn("amount", "amount", ""),
        ExportColumn("count", "count", ""),
        ExportColumn("number", "number", ""),
        ExportColumn("flag", "flag", ""),
        ExportColumn("json", "json", ""),
    ),
)
LINES = """\
{"text":"张's","time":"2026-11-20T09:00:00+08:00","date":"2026-11-20","amount":"999999999999.99",\
"count":3,"number":1.5,"flag":true,"json":"{\\"a\\":1}"}
{"text":null,"time":null,"date":null,"amount":"-5.00","count":null,"number":null,"flag":null,"json":null}
"""


def written(folder: Path, name: str, lines: str = LINES) -> Path:
    rows, out = folder / f"{name}'s rows", folder / name
    rows.write_text(lines, encoding="utf-8")
    write_parquet(rows, TABLE, out)
    return out


def test_columns_have_real_types(tmp_path: Path) -> None:
    out = written(tmp_path, "out")
    with duckdb.connect() as base:
        base.execute("SET TimeZone = 'UTC'")
        first, second = base.execute(
            "SELECT * REPLACE (CAST(time AS VARCHAR) AS time) FROM read_parquet(?)", [str(out)]
        ).fetchall()
        types = base.execute("DESCRIBE FROM read_parquet(?)", [str(out)]).fetchall()
    assert first == (
        "张's", "2026-11-20 01:00:00+00", datetime.date(2026, 11, 20), Decimal("999999999999.99"),
        3, 1.5, True, '{"a":1}',
    )  # fmt: skip
    assert second == (None, None, None, Decimal("-5.00"), None, None, None, None)
    assert [each[1] for each in types] == [
        "VARCHAR", "TIMESTAMP WITH TIME ZONE", "DATE", "DECIMAL(18,2)", "BIGINT", "DOUBLE", "BOOLEAN",
        "VARCHAR",
    ]  # fmt: skip


def test_equal_rows_are_equal_bytes(tmp_path: Path) -> None:
    many = LINES * 30_000  # several at once, if it were not told otherwise
    assert written(tmp_path, "a", many).read_bytes() == written(tmp_path, "b", many).read_bytes()


def test_no_rows_are_a_table_with_its_columns(tmp_path: Path) -> None:
    out = written(tmp_path, "none", "")
    with duckdb.connect() as base:
        assert base.execute("FROM read_parquet(?)", [str(out)]).fetchall() == []


def test_what_duckdb_can_not_do_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="notadate"):
        written(tmp_path, "bad", '{"date":"notadate"}\n')
