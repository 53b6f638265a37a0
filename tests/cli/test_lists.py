"""`svc list` by what people ask for aloud, and `svc search` over everything."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from conftest import TICKET, options
from python_calamine import CalamineWorkbook

from svc.cli import surroundings
from svc.render.tables import Screen

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

SECOND, THIRD = "SZ-2611-A0002", "SZ-2611-A0003"
HUAHENG = {
    "unit": "昆山华恒焊接",
    "phone": "0512-57001234",
    "contact": "单经理",
    "mobile": "13900002222",
}


KNOWN = """---
title: "面板报 E-09"
models: ["CR-200"]
symptom: "不加热，闪灯"
cause: "传感器断路"
remedy: "换传感器"
---
先测电阻。
"""


@pytest.fixture
def some(desk: Desk) -> Desk:
    """Three tickets: one dispatched today, one received yesterday and urgent, one closed."""
    desk.intake(
        *("--urgency", "urgent", "--urgency-reason", "停产", "--kind", "inquiry"),
        now="2026-11-19T10:00:00", symptom="面板报 E-07", model="CR-300", serial="CR300-25-0007", **HUAHENG,
    )  # fmt: skip
    desk.ticket = SECOND
    assert desk.intake(symptom="开机后不加热").status == 0
    for when, who, words in (
        ("09:20", "chen", ("handover", SECOND, "--to", "li")),
        ("09:45", "li", ("reply", SECOND, "--remedy", "更换加热管")),
        ("09:50", "li", ("dispatch", SECOND, "--to", "wang", "--appointment", "14:00")),
    ):
        desk.ok(*words, by=who, now=f"2026-11-20T{when}:00")
    assert desk.intake(symptom="漏水", unit="龙华小馆", phone="0755-28880000", contact="何姐", mobile="13600000000",
                       serial="CR200-23-0009", now="2026-11-20T10:00:00").status == 0  # fmt: skip
    desk.ok(
        "cancel",
        THIRD,
        "--reason",
        "客户自己修好",
        "--asked-by",
        "何姐",
        by="chen",
        now="2026-11-20T10:10:00",
    )
    return desk


def listed(desk: Desk, *words: Any, now: str = "2026-11-20T10:30:00") -> Any:
    return [item["id"] for item in desk.ok("--json", "list", *words, now=now).json["items"]]


ASKED = [
    ((), {TICKET, SECOND}),
    (("--all",), {TICKET, SECOND, THIRD}),
    (("--status", "dispatched"), {SECOND}),
    (("--status", "cancelled"), {THIRD}),
    (("--status", "已派工"), {SECOND}),
    (("--stage", "intake"), {TICKET}),
    (("--stage", "prepare"), {SECOND}),
    (("--kind", "inquiry"), {TICKET}),
    (("--urgency", "urgent"), {TICKET}),
    (("--urgency", "加急"), {TICKET}),
    (("--office", "sz"), {TICKET, SECOND}),
    (("--region", "south"), {TICKET, SECOND}),
    (("--technician", "wang"), {SECOND}),
    (("--model", "cr-3"), {TICKET}),
    (("--customer", "华恒"), {TICKET}),
    (("--customer", "kshh"), {TICKET}),
    (("--customer", "57001234"), {TICKET}),
    (("--customer", "单经理"), {TICKET}),
    (("--overdue",), set()),
    (("--due-before", "2026-11-20 13:00"), {SECOND}),
    (("--due-before", "17:30"), {SECOND}),
    (("--due-before", "23:00"), {TICKET, SECOND}),
    (("--received", "2026-11-19"), {TICKET}),
    (("--received", "昨天"), {TICKET}),
    (("--received", "2026-11"), {TICKET, SECOND}),
    (("--received", "2026-11-20.."), {SECOND}),
    (("--received", "..2026-11-19"), {TICKET}),
    (("--received", "2026-10"), set()),
    (("不加热",), {SECOND}),
    (("E-07",), {TICKET}),
    (("加热", "明辉"), {SECOND}),
    (("更换加热管",), {SECOND}),
    (("0007",), {TICKET}),
    (("华恒", "不加热"), set()),
]


def test_a_list_holds_what_was_asked_for(some: Desk) -> None:
    for words, ids in ASKED:
        assert (words, set(listed(some, *words))) == (words, ids)


def test_what_is_overdue_is_so_from_the_second_after(some: Desk) -> None:
    """An inquiry taken down on the 19th is answered by the close of the 20th."""
    at = ["2026-11-20T17:30:00", "2026-11-20T17:30:01"]
    assert [TICKET in listed(some, "--overdue", now=now) for now in at] == [False, True]


def test_the_nearest_due_comes_first(some: Desk) -> None:
    rows = some.ok("--json", "list", now="2026-11-20T10:30:00").json["items"]
    due = [row["due"]["at"] for row in rows]
    assert due == sorted(due)


REFUSED = [
    (("--status", "lost"), "not-one-of"), (("--stage", "lost"), "not-one-of"), (("--kind", "x"), "not-one-of"),
    (("--urgency", "x"), "not-one-of"), (("--region", "x"), "not-one-of"), (("--office", "XX"), "unknown-office"),
    (("--technician", "nobody"), "unknown-staff"), (("--received", "then"), "not-a-day"),
    (("--received", "2026-11-20..2026-11-19"), "backwards-span"),
    (("--received", "2026-12..2026-11"), "backwards-span"),
    (("--received", ".."), "blank-answer"), (("--received", "2026-13"), "not-a-day"),
    (("--due-before", "soon"), "not-a-time"), (("--columns", "id,colour"), "not-one-of"),
]  # fmt: skip


def test_what_cannot_be_asked_for_is_refused(desk: Desk) -> None:
    for words, key in REFUSED:
        ended = desk.svc("--json", "list", *words)
        assert (words, ended.status, ended.error["key"], ended.out) == (words, 2, key, "")


def test_columns_stand_in_the_order_asked_for(some: Desk) -> None:
    lines = some.ok(
        "list", "--columns", "id,symptom,serial", now="2026-11-20T10:30:00"
    ).out.splitlines()
    assert lines[0].split() == ["Ticket", "Symptom", "Serial", "number"]
    assert any(line.split() == [SECOND, "开机后不加热", "CR200-24-0042"] for line in lines)


@pytest.mark.parametrize("words", [
    ("list", "--columns", "id,contact,mobile,model"), ("list", "--csv", "--columns", "contact,mobile,model"),
    ("customer", "find", "不知道"), ("dispatch",),
])  # fmt: skip
def test_what_nobody_knew_is_said_in_the_readers_words(desk: Desk, words: tuple[str, ...]) -> None:
    unknown = "unknown: 不知道"
    given = {"unit": "不知道单位", "contact": unknown, "mobile": unknown, "model": unknown}
    assert desk.intake(**given, serial=unknown).status == 0
    desk.ok("handover", TICKET, "--to", "li", by="chen", now="2026-11-20T10:10:00")
    told = desk.ok("--lang", "zh", *words, by="li", now="2026-11-20T10:30:00").out
    assert "unknown" not in told


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")  # by which spreadsheets know that it is UTF-8
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_csv_has_heads_in_words_and_whole_values_and_no_cell_is_a_formula(some: Desk) -> None:
    some.ok("note", SECOND, "x", by="chen", now="2026-11-20T10:20:00")
    assert some.intake(unit="=HYPERLINK(1)", phone="+8613800138000", symptom="-5 度,\n“停”", contact="＠x", mobile="13500000001",
                       serial="Z-00001", now="2026-11-20T10:25:00").status == 0  # fmt: skip
    rows = read_csv(some.ok("list", "--csv", now="2026-11-20T10:30:00").out)
    assert len(rows) == 3
    row = next(row for row in rows if row["Serial number"] == "Z-00001")
    assert (row["Customer"], row["Telephone"], row["Contact"]) == (
        "'=HYPERLINK(1)",
        "'+86138****8000",
        "'＠x",
    )
    assert row["Symptom"] == "'-5 度,\n“停”"
    assert row["Received"] == "2026-11-20 10:25"
    assert (row["Office"], row["Region"]) == ("深圳办事处", "华南")
    assert (row["Next due"], row["Due"], row["Promise state"]) == (
        "visit request to the coordinator",
        "2026-11-20 10:55",
        "not yet due",
    )


def test_heads_are_chinese_where_chinese_is_spoken(some: Desk) -> None:
    told = some.ok(
        "--lang", "zh", "list", "--csv", "--columns", "id,phone,due", now="2026-11-20T10:30:00"
    ).out
    assert told.splitlines()[0] == "\ufeff工单,电话,最近到期,到期时间,时限状态"
    assert "0755-26001111" in told  # asked for by name


@pytest.mark.parametrize(
    ("words", "head"),
    [
        (("list",), "Ticket"),
        (("overdue", "--all"), "Ticket"),
        (("mine", "chen"), "Ticket"),
        (("outstanding",), "Ticket"),
        (("loan", "list"), "Technician"),
        (("complaint", "list"), "Complaint"),
        (("promise", "list"), "Policy"),
        (("prices",), "Code"),
        (("customer", "find", "南山"), "File"),
        (("staff", "list"), "Staff id"),
        (("office", "list"), "Code"),
        (("region", "list"), "Code"),
        (("part", "list"), "Code"),
        (("price", "list"), "Version"),
        (("policy", "list"), "Version"),
        (("calendar", "list"), "Version"),
        (("dispatch",), "Sort"),
        (("dispatch", "--tomorrow"), "Technician"),
        (("equipment", "history", "CR200-24-0042"), "Time"),
        (("callback",), "Ticket"),
        (("knowledge",), "Number or name"),
        (("search", "南山"), "Sort"),
    ],
)
def test_every_list_goes_into_a_spreadsheet_with_the_same_cells(
    some: Desk, words: tuple[str, ...], head: str, tmp_path: Path
) -> None:
    late = "2026-11-24T10:30:00"
    rows = read_csv(some.ok(*words, "--csv", by="sun", now=late).out)
    told = some.ok(*words, "--xlsx", str(tmp_path / "list.xlsx"), by="sun", now=late).out
    assert told == f"Written: {tmp_path / 'list.xlsx'}\n"
    sheet = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0)
    heads, *cells = sheet.to_python()
    assert heads[0] == head
    if not rows:
        assert cells == []
        return
    assert heads == list(rows[0])
    assert [[shown(cell) for cell in row] for row in cells] == [
        [value.removeprefix("'") for value in row.values()] for row in rows
    ]


def test_the_roster_goes_into_a_spreadsheet_with_its_days(some: Desk, tmp_path: Path) -> None:
    now = "2026-11-24T10:30:00"
    rows = read_csv(some.ok("roster", "--csv", now=now).out)
    assert (list(rows[0]), rows[0]["Day"], len(rows)) == (
        ["Day", "On duty", "Away"],
        "2026-11-24",
        7,
    )
    some.ok("roster", "--xlsx", str(tmp_path / "r.xlsx"), now=now)
    sheet = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_index(0)
    assert sheet.to_python()[1][0] == date(2026, 11, 24)


@pytest.mark.parametrize("command", ["dispatch", "callback"])
def test_a_deed_is_no_list(some: Desk, command: str) -> None:
    ended = some.svc("--json", command, TICKET, "--csv", now="2026-11-24T10:30:00")
    assert (ended.status, ended.error["key"]) == (2, "one-deed-at-a-time")


def shown(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    if isinstance(cell, date):  # calamine has none of the time at midnight
        return f"{cell} 00:00"
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def test_times_in_a_workbook_are_times_and_its_head_stays_in_sight(
    some: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    some.ok("list", "--xlsx", str(path), now="2026-11-20T10:30:00")
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    heads, first, *_ = sheet.to_python()
    assert isinstance(first[heads.index("Received")], datetime)
    with ZipFile(path) as book:
        markup = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1"' in markup
    assert "<autoFilter" in markup
    before = path.read_bytes()
    some.ok("list", "--xlsx", str(path), now="2026-11-20T10:30:00")
    assert path.read_bytes() == before


def test_a_workbook_that_can_not_be_written_is_refused(some: Desk, tmp_path: Path) -> None:
    for place, named in ((tmp_path, tmp_path), (tmp_path / "none" / "x.xlsx", tmp_path / "none")):
        ended = some.svc("list", "--xlsx", str(place), now="2026-11-20T10:30:00")
        assert (ended.status, ended.out) == (2, "")
        assert str(named) in ended.err


def test_csv_is_not_broken_for_a_terminal(some: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = some.ok("list", "--csv", now="2026-11-20T10:30:00").out
    monkeypatch.setattr(surroundings, "screen_of", lambda *_: Screen(40, colours=True))
    assert some.ok("list", "--csv", now="2026-11-20T10:30:00").out == plain


def test_a_list_of_a_customer_holds_the_tickets_of_merged_files_too(some: Desk) -> None:
    told = {
        "name": "甲",
        "address": "x",
        "phone": "2611111",
        "contact": "甲",
        "mobile": "13522222222",
    }
    some.ok("customer", "add", *options(told), by="chen")
    file = some.data["customer"].get("file")
    other = "SZ-A0001" if file != "SZ-A0001" else "SZ-A0002"
    assert file, "intake knows whose file it is"
    last = sorted(path.stem for path in (some.path / "customers").iterdir())[-1]
    target = last if last != file else other
    before = set(listed(some, "--customer", file, "--all"))
    some.ok(
        "customer",
        "merge",
        file,
        "--into",
        target,
        "--reason",
        "x",
        by="chen",
        now="2026-11-20T11:00:00",
    )
    assert (
        set(listed(some, "--customer", target, "--all", now="2026-11-20T11:00:00"))
        >= before
        != set()
    )


def test_a_broken_ticket_is_named_at_the_end_and_hides_no_other(some: Desk) -> None:
    some.record.write_text("id: [\n", encoding="utf-8")
    for words in (("list",), ("list", "--csv"), ("search", "不加热")):
        ended = some.svc(*words, now="2026-11-20T10:30:00")
        assert ended.status == 3
        assert SECOND in ended.out
        assert TICKET in ended.err


# Search


SOUGHT = [
    (("加热",), {SECOND}), (("漏水",), {THIRD}), (("修好",), {THIRD}), (("E-07",), {TICKET}),
    (("e-07", "面板"), {TICKET}),
    (("CR300-25",), {TICKET}), (("25 0007",), {TICKET}), (("单经理",), {TICKET}), (("加热", "漏水"), set()),
]  # fmt: skip


def test_search_finds_tickets_by_all_that_was_told_found_done_and_noted(some: Desk) -> None:
    for words, ids in SOUGHT:
        found = some.ok("--json", "search", *words).json
        assert (words, {hit["id"] for hit in found["tickets"]}) == (words, ids)


def test_search_says_where_the_words_stand(some: Desk) -> None:
    some.ok("note", SECOND, "配件已到货，周五再去", by="chen", now="2026-11-20T10:20:00")
    (hit,) = some.ok("--json", "search", "到货").json["tickets"]
    assert hit == {"id": SECOND, "field": "remarked.words", "excerpt": "配件已到货，周五再去"}
    assert "到货" in some.ok("search", "到货").out


def test_search_finds_customers_by_pinyin_and_machines_by_serial_number(some: Desk) -> None:
    some.ok("customer", "add", "--name", "宝安精工", "--address", "x", "--phone", "0755-27770000", "--contact", "甲",
            "--mobile", "13511112222", by="chen", now="2026-11-20T11:00:00")  # fmt: skip
    (found,) = some.ok("--json", "search", "bajg").json["customers"]
    assert found["name"] == "宝安精工"
    assert "宝安精工" in some.ok("search", "bajg").out


def test_a_name_with_a_rare_character_is_found_in_a_ticket_as_among_customers(some: Desk) -> None:
    assert some.other(7, "--symptom", "王喆师傅说出水慢").status == 0
    found = some.ok("--json", "search", "wangzhe").json["tickets"]
    assert [(hit["field"], hit["excerpt"]) for hit in found] == [("symptom", "王喆师傅说出水慢")]


def test_search_finds_known_faults(some: Desk) -> None:
    (some.path / "knowledge").mkdir(exist_ok=True)
    (some.path / "knowledge/e-09.md").write_text(KNOWN, encoding="utf-8")
    found = some.ok("--json", "search", "传感器断路").json["knowledge"]
    assert [hit["slug"] for hit in found] == ["e-09"]
    assert "e-09" in some.ok("search", "电阻").out


def test_no_more_tickets_are_shown_than_asked_for_and_how_many_there_are_is_said(
    some: Desk,
) -> None:
    found = some.ok("--json", "search", "SZ-2611", "--limit", "1").json
    assert (len(found["tickets"]), found["more"]) == (1, 2)
    assert "2 more" in some.ok("search", "SZ-2611", "--limit", "1").out


def test_a_limit_of_nothing_is_none_in_whatever_is_looked_up(some: Desk) -> None:
    for number in range(11, 33):
        assert some.other(number).status == 0
    found = some.ok("--json", "search", "客户", "--limit", "0").json
    assert len(found["customers"]) == 22
    assert len(found["tickets"]) >= 22
    assert found["more"] == 0
    customers = some.ok("--json", "customer", "find", "客户", "--limit", "0").json["items"]
    assert len(customers) == 22
    listed = some.ok("--json", "list", "--limit", "0").json
    assert len(listed["items"]) >= 22
    assert listed["more"] == 0


@pytest.mark.parametrize("words", [("list",), ("search", "x"), ("customer", "find", "x")])
def test_a_limit_below_nothing_is_refused_everywhere(some: Desk, words: tuple[str, ...]) -> None:
    assert some.svc(*words, "--limit", "-1").status == 2


def test_nothing_found_is_said(some: Desk) -> None:
    assert some.ok("search", "没有这回事").out == "Nothing found.\n"
    assert json.loads(some.ok("--json", "search", "没有这回事").out)["tickets"] == []
