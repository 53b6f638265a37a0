"""The workbook to fill in: what it writes is what import reads, sheet by sheet, in both languages."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from rules.imports.tables import KNOWN

from svc.errors import NoXlsx
from svc.model.import_kinds import KINDS, POLICY, TEMPLATE, Kind
from svc.model.table_files import TableSheet, read_tables
from svc.render.import_template import Offered, template_workbook
from svc.render.imports import choice_words
from svc.render.words import Words
from svc.rules.imports.heads import find_columns, head_form
from svc.rules.imports.rows import TableRows, read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

OFFERED = Offered(offices=("深圳办事处", "北京办事处"), policies=("办事处服务时限",))
NOTHING = Offered()
LANGUAGES = ("zh", "en")


def sheets(lang: str) -> list[TableSheet]:
    return read_tables(template_workbook(Words(lang), OFFERED), "t.xlsx").sheets


def rows_of(sheet: TableSheet, kind: Kind, lang: str) -> TableRows:
    known = replace(KNOWN, choices={**choice_words({}, lang), POLICY: {}})
    return read_rows(sheet, find_columns(sheet, kind, {}, "t"), kind, known)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", range(len(TEMPLATE)), ids=[kind.name for kind in TEMPLATE])
def test_a_sheet_is_read_back_field_by_field(place: int, lang: str) -> None:
    """The example is known as such; written over it is a row like any other."""
    kind, sheet = TEMPLATE[place], sheets(lang)[place]
    assert head_form(sheet.name) in [head_form(name) for name in kind.sheets.split()]
    columns = find_columns(sheet, kind, {}, "t")
    assert columns.fields == {field.name: at for at, field in enumerate(kind.fields)}
    assert columns.unread == []
    read = rows_of(sheet, kind, lang)
    assert (read.examples, read.rows) == ([2], [])
    key = next(at for at, field in enumerate(kind.fields) if field.examples[0] and field.needed)
    if kind.fields[key].takes in ("choice", "choices"):
        key += 1
    filled: list[Any] = list(sheet.rows[1])
    filled[key] = f"{filled[key]}1"
    changed = TableSheet(name=sheet.name, rows=[sheet.rows[0], filled])
    (row,) = rows_of(changed, kind, lang).rows
    assert row.faults == ()
    assert set(row.values) == {field.name for field in kind.fields if field.examples[0]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_drop_down_is_known_where_it_is_read(lang: str) -> None:
    words, known = Words(lang), choice_words({}, lang)
    for kind in TEMPLATE:
        for field in kind.fields:
            for value, called in _labels(words, field.group).items():
                assert known[field.group][called] == value


def _labels(words: Words, group: str) -> dict[str, str]:
    from svc.model.labels import LABELS

    own = group in ("", POLICY)
    return {} if own else {value: words.label(group, value) for value in LABELS[group]}


def test_what_can_be_imported_has_a_sheet_and_the_department_besides() -> None:
    assert {kind.name for kind in TEMPLATE} == {*KINDS, "department", "offices"}
    assert [sheet.name for sheet in sheets("zh")] == [
        "部门", "办事处", "人员", "客户", "机器", "备件", "价目", "已知故障", "未结工单",
    ]  # fmt: skip


def test_the_same_template_has_the_same_bytes() -> None:
    assert template_workbook(Words("zh"), OFFERED) == template_workbook(Words("zh"), OFFERED)


def test_heads_have_hints_and_closed_sets_drop_downs() -> None:
    texts = parts_of(OFFERED)
    assert "办事处服务时限" in texts["xl/worksheets/sheet1.xml"]
    customers = texts["xl/worksheets/sheet4.xml"]
    assert "深圳办事处,北京办事处" in customers
    assert "最终用户,经销商,付款方" in customers
    assert sum("客户全称。" in text for text in texts.values()) == 1


def test_where_no_office_is_set_those_of_the_first_sheets_can_be_chosen() -> None:
    texts = parts_of(NOTHING)
    assert "'办事处'!$B$2:$B$100" in texts["xl/worksheets/sheet4.xml"].replace("&apos;", "'")
    name = read_tables(template_workbook(Words("zh"), NOTHING), "t.xlsx").sheets[1]
    assert (name.name, name.rows[0][1]) == ("办事处", "名称")


def parts_of(offered: Offered) -> dict[str, str]:
    book = zipfile.ZipFile(io.BytesIO(template_workbook(Words("zh"), offered)))
    return {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}


def test_without_the_writer_of_workbooks_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(NoXlsx):
        template_workbook(Words("zh"), OFFERED)


def test_the_template_is_written_without_a_ledger_and_over_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert desk.svc("--lang", "zh", "import", "template", "t.xlsx").status == 0
    assert len(read_tables((tmp_path / "t.xlsx").read_bytes(), "t.xlsx").sheets) == len(TEMPLATE)
    assert desk.svc("import", "template", "t.xlsx").status == 2
