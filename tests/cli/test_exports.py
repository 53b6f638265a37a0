"""`svc export` as it is typed: to standard output, into files, masked or not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Desk

from svc.model.exported import TABLES

PEOPLE = ("张工", "南山明辉", "13800138000", "0755-26001111", "海德")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    desk.ok("note", desk.ticket, "张工 13800138000 说急", by="chen")
    desk.ok("handover", desk.ticket, "--to", "li", "--note", "=1+1", by="chen")
    return desk


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("table", TABLES)
def test_rows_go_to_standard_output_masked(filled: Desk, table: str) -> None:
    out = filled.ok("export", table).out
    for row in lines(out):
        assert list(row) == [column.name for column in TABLES[table].columns]
    assert [word for word in PEOPLE if word in out] == []


def test_personal_data_is_there_for_who_asks_by_name(filled: Desk) -> None:
    out = filled.ok("export", "tickets", "--personal").out
    (row,) = lines(out)
    assert (row["contact"], row["mobile"]) == (filled.told["contact"], filled.told["mobile"])
    noted = filled.ok("export", "events", "--personal").out
    assert "张工 13800138000 说急" in noted


def test_csv_is_as_other_lists(filled: Desk, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    filled.ok("export", "events", "--format", "csv", "--personal", "--out", str(path))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeffticket,seq,id,type,happened_at")
    told = list(csv.DictReader(io.StringIO(text[1:])))
    assert [row["type"] for row in told] == ["received", "remarked", "handed_over"]
    assert json.loads(told[2]["fields"]) == {"to": "li", "words": "=1+1"}
    assert text == filled.ok("export", "events", "--format", "csv", "--personal").out


def test_a_file_is_told_and_has_the_same_bytes_again(filled: Desk, tmp_path: Path) -> None:
    for form in ("jsonl", "parquet"):
        one, other = tmp_path / f"1.{form}", tmp_path / f"2.{form}"
        for path in (one, other):
            ended = filled.ok("export", "tickets", "--format", form, "--out", str(path))
            assert ended.out == f"Written: {path}, 1 rows\n"
        assert one.read_bytes() == other.read_bytes()
    with duckdb.connect() as base:
        (told,) = base.execute("SELECT ticket, charged FROM read_parquet(?)", [str(one)]).fetchall()
    assert (told[0], str(told[1])) == (filled.ticket, "0.00")


def test_nothing_is_written_into_the_ledger(filled: Desk, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(filled.path)
    for path in ("x.jsonl", "tickets/x.jsonl", str(link / "x.jsonl")):
        ended = filled.svc("export", "tickets", "--out", path)
        assert (ended.status, "would lie in the ledger" in ended.err) == (2, True)
    assert not (filled.path / "x.jsonl").exists()


@pytest.mark.parametrize(
    "words", [("--format", "parquet"), ("--json",)], ids=["parquet", "as an answer"]
)
def test_some_forms_need_a_file(filled: Desk, words: tuple[str, ...]) -> None:
    ended = filled.svc("export", "tickets", *words)
    assert (ended.status, "--out" in ended.err, ended.out) == (2, True, "")


def test_an_earlier_file_stays_where_the_new_one_can_not_be_made(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows"
    path.write_text("earlier", encoding="utf-8")

    def break_off(*_: object) -> Any:
        yield {"ticket": "x"}, None
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("svc.actions.exports.export_rows", break_off)
    monkeypatch.setattr("svc.render.exports.ExportText.json_line", lambda *_: "{}\n")
    for words in (("--out", str(path)), ()):
        ended = filled.svc("export", "tickets", *words)
        assert (ended.status, ended.out) == (4, "")
    assert path.read_text(encoding="utf-8") == "earlier"
    assert [each.name for each in tmp_path.glob("*.tmp")] == []


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("stock",), "not-one-of"),
        (("tickets", "--format", "xml"), "not-one-of"),
        (("tickets", "--office", "XX"), "unknown-office"),
        (("tickets", "--region", "moon"), "not-one-of"),
        (("tickets", "--month", "sometime"), "not-a-month"),
        (("tickets", "--out", "/nowhere/at/all"), "no-such-folder"),
    ],
)
def test_what_is_wrong_is_refused(filled: Desk, words: tuple[str, ...], key: str) -> None:
    ended = filled.svc("--json", "export", *words, *(() if "--out" in words else ("--out", "../x")))
    assert (ended.status, ended.error["key"]) == (2, key)


def test_the_table_may_be_called_in_chinese(filled: Desk) -> None:
    assert lines(filled.ok("--lang", "zh", "export", "工单").out)[0]["ticket"] == filled.ticket
