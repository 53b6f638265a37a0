"""Old tickets: with their days and numbers, closed ones not judged, open ones watched from now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.deeds import broken_rules
from actions.test_imports import counts, run, table

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk

ROWS = """\
原单号,报修日期,客户名称,联系人,电话,型号,出厂编号,故障描述,完成日期,维修人员,处理结果
2024-0317,2024-03-05 09:30,甲公司,张三,13800138000,CR-200,X-1,不加热,2024/3/6,老王,换加热管
2024-0318,2024/3/7,没有档案的客户,,,,,漏水,2024/3/7,,修好
2026-1101,2026-11-18 10:00,甲公司,,,CR-200,X-1,搅拌不转,,,
"""
CLOSED, SECOND, OPEN = "SZ-2403-A0001", "SZ-2403-A0002", "SZ-2611-A0001"
LATER = "2026-11-20T10:00:00"


def imported(desk: Desk) -> None:
    run(desk, "customers", "单位,电话\n甲公司,0755-26001111\n", "--go")
    run(desk, "machines", "编号,机型,单位,购买日期\nX-1,CR-200,甲公司,2024-01-05\n", "--go")
    assert run(desk, "tickets", ROWS, "--go")["recorded"] == 3


def test_they_have_numbers_of_the_month_they_came_in_and_are_found_again(desk: Desk) -> None:
    imported(desk)
    before = desk.snapshot()
    answer = run(desk, "tickets", ROWS, "--go")
    assert counts(answer) == {"same": 3}
    assert [item["on"] for item in answer["items"]] == [CLOSED, SECOND, OPEN]
    assert desk.snapshot() == before
    assert broken_rules(desk, status=0) == []


def test_a_closed_one_is_closed_on_its_day_and_promises_nothing(desk: Desk) -> None:
    imported(desk)
    shown = desk.ok("--json", "show", CLOSED, by="sun").json
    assert (shown["ticket"]["status"], shown["ticket"]["due"]) == ("closed", None)
    path = desk.path / f"tickets/SZ/2024-03/{CLOSED}.yaml"
    record = reading.read_record(path.read_bytes(), CLOSED)
    (event,) = record["log"]
    assert (event["what"], event["at"], event["number"]) == (
        "imported", "2024-03-05T09:30:00+08:00", "2024-0317",
    )  # fmt: skip
    assert (record["status"], event["closed_at"]) == ("closed", "2024-03-06T00:00:00+08:00")
    assert record["customer"]["file"] == "SZ-A0001"
    assert record["equipment"]["warranty"]["verdict"] == "in"
    assert desk.ok("--json", "overdue", "--all", by="sun", now=LATER).json["items"] == []


def test_an_open_one_is_watched_from_the_day_of_the_import(desk: Desk) -> None:
    imported(desk)
    due = desk.ok("--json", "show", OPEN, by="sun").json["ticket"]["due"]
    assert (due["promise"], due["at"][:10]) == ("stale", "2026-11-25")
    desk.ok("handover", OPEN, "--to", "li", by="chen", now=LATER)
    due = desk.ok("--json", "show", OPEN, by="sun", now=LATER).json["ticket"]["due"]
    assert due["promise"] != "stale"


def test_the_report_of_the_old_month_counts_it_in_and_out(desk: Desk) -> None:
    imported(desk)
    report = desk.ok("--json", "report", "south", "2024-03", by="sun", now=LATER).json
    figures = report["figures"]
    assert [figures[name] for name in ("received", "closed", "open_end")] == [2, 2, 0]


def test_the_story_tells_the_number_it_had_and_it_can_be_opened_again(desk: Desk) -> None:
    imported(desk)
    story = desk.ok("--lang", "zh", "show", CLOSED, by="sun").out
    assert "原单号：2024-0317" in story
    assert "处理结果：换加热管" in story
    desk.ok("reopen", CLOSED, "--reason", "又坏了", by="chen", now=LATER)
    assert desk.ok("--json", "show", CLOSED, now=LATER).json["ticket"]["status"] == "reopened"


def test_the_machine_behind_it_may_be_another_one(desk: Desk) -> None:
    """`svc amend --machine` chooses again what intake chose, also where there was none here."""
    imported(desk)
    run(desk, "machines", "编号,机型,单位\nX-9,CR-200,甲公司\n", "--go")
    desk.ok("amend", OPEN, "--machine", "X-9", "--reason", "看错", by="sun", now=LATER)
    assert desk.ok("--json", "show", OPEN, now=LATER).json["ticket"]["serial"] == "X-9"


def test_an_edit_of_its_head_by_hand_is_found_and_adopted(desk: Desk) -> None:
    imported(desk)
    path = f"tickets/SZ/2026-11/{OPEN}.yaml"
    desk.edit('symptom: "搅拌不转"', 'symptom: "搅拌不动"', path)
    desk.commit()
    assert [rule for rule, _ in broken_rules(desk, status=1)] == ["head"]
    desk.ok("adopt", OPEN, "--reason", "听错", by="chen", now=LATER)
    assert broken_rules(desk, status=0) == []


def test_rows_of_a_sealed_month_are_told_before_and_need_a_reason(desk: Desk) -> None:
    run(desk, "customers", "单位,电话\n甲公司,0755-26001111\n", "--go")
    desk.ok("seal", "2026-10", "--office", "SZ", by="sun", now="2026-11-02T09:00:00")
    rows = ROWS + "2026-1001,2026-10-31 10:00,甲公司,,,,,不加热,2026-10-31,,修好\n"
    late = rows + "2026-1002,2026-10-08 10:00,甲公司,,,,,漏气,2026-10-09,,修好\n"
    assert run(desk, "tickets", ROWS)["sealed"] == []
    answer = run(desk, "tickets", late)
    assert answer["sealed"] == [{"office": "SZ", "month": "2026-10", "rows": 2}]
    words = ("--lang", "zh", "import", "tickets", table(desk, "tickets.csv", late))
    shown = desk.ok(*words, by="sun").out
    assert "落在已封账的月份，要写原因（--late 原因）：" in shown
    assert "深圳办事处 2026-10：2 行" in shown
    assert shown.rstrip().endswith("--go --late 原因")
    before = desk.snapshot()
    refusal = desk.svc(*words, "--go", by="sun")
    assert (refusal.status, "2026-10-08 10:00" in refusal.err) == (2, True)
    assert desk.snapshot() == before
    done = run(desk, "tickets", late, "--go", "--late", "旧系统迁来")
    assert done["recorded"] == 5
    record = (desk.path / "tickets/SZ/2026-10/SZ-2610-A0001.yaml").read_bytes()
    assert reading.read_record(record)["log"][0]["late"] == "旧系统迁来"
    assert "late-for-month" not in dict(broken_rules(desk, status=0))
