"""Tables imported at a real ledger: shown first, recorded in short commits, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import broken_rules

from svc.actions import imports
from svc.actions.typist import writing
from svc.errors import DiskFull, ImportStopped
from svc.model import reading
from svc.store import files, journal

if TYPE_CHECKING:
    from conftest import Desk

CUSTOMERS = """\
客户名称,联系人,联系电话,地址,备注
甲公司,张三,0755-26001111,南山1号,x
乙公司,,13800138000,,
丙公司,李四,,福田,
"""
MACHINES = """\
出厂编号,机型,客户名称,购买日期
X-1,CR-200,甲公司,2024-03-01
X-2,CR-200,甲公司,
X-3,CR-300,乙公司,2023年
"""


def table(desk: Desk, name: str, text: str) -> str:
    (desk.path.parent / name).write_text(text, encoding="utf-8")
    return f"../{name}"


def run(desk: Desk, kind: str, text: str, *more: str, by: str = "sun") -> Any:
    ended = desk.svc("--json", "import", kind, table(desk, f"{kind}.csv", text), *more, by=by)
    assert ended.status in (0, 1), ended
    return ended.json


def counts(answer: Any) -> dict[str, int]:
    return {verdict: count for verdict, count in answer["counts"].items() if count}


def customer(desk: Desk, id: str) -> dict[str, Any]:
    return reading.read_record((desk.path / f"customers/{id}.yaml").read_bytes(), id)


def test_a_preview_tells_all_and_writes_nothing(desk: Desk) -> None:
    before = desk.snapshot()
    answer = run(desk, "customers", CUSTOMERS)
    assert (counts(answer), answer["unread"], answer["recorded"]) == ({"new": 3}, ["备注"], 0)
    assert desk.snapshot() == before


def test_what_to_type_next_is_in_the_readers_language_and_taken(desk: Desk) -> None:
    table = desk.path.parent / "t.csv"
    table.write_text(CUSTOMERS, encoding="utf-8")
    shown = desk.ok("--lang", "zh", "import", "客户", str(table)).out
    (line,) = [line for line in shown.splitlines() if "svc import" in line]
    command = line.split("svc import ")[1].split()
    assert (command[0], command[-1]) == ("客户", "--go")
    assert desk.ok("--lang", "zh", "import", *command, by="chen").status == 0


def test_with_go_it_is_one_commit_and_twice_it_changes_nothing(desk: Desk) -> None:
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    answer = run(desk, "customers", CUSTOMERS, "--go")
    assert (answer["recorded"], answer["committed"]) == (3, True)
    assert [item["on"] for item in answer["items"]] == ["SZ-A0001", "SZ-A0002", "SZ-A0003"]
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 1
    before = desk.snapshot()
    assert counts(run(desk, "customers", CUSTOMERS, "--go")) == {"same": 3}
    assert desk.snapshot() == before
    assert broken_rules(desk, status=0) == []


def test_what_the_table_does_not_say_is_unknown_and_a_lone_mobile_is_kept(desk: Desk) -> None:
    run(desk, "customers", CUSTOMERS, "--go")
    first, second = customer(desk, "SZ-A0001"), customer(desk, "SZ-A0002")
    assert first["contacts"] == [{"name": "张三", "mobile": "0755-26001111"}]
    assert (second["address"], second["phone"], second["contacts"]) == (
        "unknown",
        "13800138000",
        [],
    )
    assert customer(desk, "SZ-A0003")["contacts"] == [{"name": "李四", "mobile": "unknown"}]


def test_rows_of_one_customer_are_one_file_with_all_contacts(desk: Desk) -> None:
    rows = "单位,联系人,手机\n甲公司,张三,13900000001\n甲公司,李四,13900000002\n甲公司,张三,13900000001\n"
    answer = run(desk, "customers", rows, "--go")
    assert (counts(answer), answer["recorded"]) == ({"new": 1, "again": 2}, 1)
    names = [contact["name"] for contact in customer(desk, "SZ-A0001")["contacts"]]
    assert names == ["张三", "李四"]
    assert counts(run(desk, "customers", rows)) == {"same": 1, "again": 2}


def test_machines_go_into_the_files_of_their_owners_each_once(desk: Desk) -> None:
    run(desk, "customers", CUSTOMERS, "--go")
    answer = run(desk, "machines", MACHINES, "--go")
    assert answer["recorded"] == 3
    log = customer(desk, "SZ-A0001")["log"]
    assert [event["machine"]["serial"] for event in log[1:]] == ["X-1", "X-2"]
    assert customer(desk, "SZ-A0002")["log"][1]["machine"]["bought"] == "2023年"
    before = desk.snapshot()
    assert counts(run(desk, "machines", MACHINES, "--go")) == {"same": 3}
    assert desk.snapshot() == before
    assert broken_rules(desk, status=0) == []


def test_a_faulty_row_stops_all_and_is_left_out_to_a_file_of_its_own(desk: Desk) -> None:
    rows = "单位,电话\n甲公司,0755-26001111\n乙公司,1.38E+10\n"
    path = table(desk, "customers.csv", rows)
    before = desk.snapshot()
    refused = desk.svc("--json", "import", "customers", path, "--go", by="sun")
    assert (refused.status, refused.error["facts"]["places"]) == (2, ["B3"])
    assert desk.snapshot() == before
    answer = run(desk, "customers", rows, "--go", "--skip-faulty", "../left.csv")
    assert (answer["recorded"], counts(answer)) == (1, {"new": 1, "faulty": 1})
    left = (desk.path.parent / "left.csv").read_text(encoding="utf-8-sig").splitlines()
    assert left[0].startswith("单位,电话,")
    assert left[1].startswith("乙公司,1.38E+10,B3 ")
    corrected = (
        (desk.path.parent / "left.csv")
        .read_text(encoding="utf-8-sig")
        .replace("1.38E+10", "13800138000")
    )
    assert counts(run(desk, "customers", corrected, "--go")) == {"new": 1}


def test_a_preview_with_a_faulty_row_ends_with_no(desk: Desk) -> None:
    path = table(desk, "t.csv", "单位,电话\n甲公司,1\n")
    assert desk.svc("import", "customers", path, by="sun").status == 1


def test_many_are_written_in_commits_of_so_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    rows = "单位\n" + "".join(f"客户{number}\n" for number in range(5))
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    assert run(desk, "customers", rows, "--go")["recorded"] == 5
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 3
    machines = "编号,机型,单位\n" + "".join(f"X-{n},CR-200,客户{n % 3}\n" for n in range(6))
    commits += 3
    assert run(desk, "machines", machines, "--go")["recorded"] == 6
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 2


def test_an_import_that_was_stopped_goes_on_where_it_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    rows = "单位,电话\n" + "".join(f"客户{number},0755-2600111{number}\n" for number in range(5))
    path = table(desk, "customers.csv", rows)
    turns = iter((False, True))

    def full(ledger: Any, typist: Any) -> Any:
        if next(turns):
            raise DiskFull(path="x", reason="full")
        return writing(ledger, typist)

    with monkeypatch.context() as patch:
        patch.setattr(imports, "writing", full)
        stopped = desk.svc("--json", "import", "customers", path, "--go", by="sun")
    assert (stopped.status, stopped.error["key"]) == (4, ImportStopped.key)
    assert stopped.error["facts"]["done"] == 2
    answer = run(desk, "customers", rows, "--go")
    assert (counts(answer), answer["recorded"]) == ({"same": 2, "new": 3}, 3)


def test_what_somebody_enters_meanwhile_is_found_under_the_lock(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "单位,电话\n甲公司,0755-26001111\n乙公司,0755-26002222\n"
    path = table(desk, "customers.csv", rows)

    def later(ledger: Any, typist: Any) -> Any:
        monkeypatch.setattr(imports, "writing", writing)
        add = ("customer", "add", "--name", "甲公司", "--address", "x", "--phone", "0755-26001111")
        desk.ok(*add, "--contact", "unknown: x", "--mobile", "unknown: x", by="chen")
        return writing(ledger, typist)

    monkeypatch.setattr(imports, "writing", later)
    answer = desk.ok("--json", "import", "customers", path, "--go", by="sun").json
    assert (answer["recorded"], [item["verdict"] for item in answer["items"]]) == (
        1, ["same", "new"],
    )  # fmt: skip
    assert len(list((desk.path / "customers").iterdir())) == 2


def test_offices_are_known_by_name_and_numbers_are_of_the_office(desk: Desk) -> None:
    rows = "单位,办事处\n甲公司,北京办事处\n乙公司,深圳\n"
    answer = run(desk, "customers", rows, "--go")
    assert [item["on"] for item in answer["items"]] == ["BJ-A0001", "SZ-A0001"]
    assert customer(desk, "BJ-A0001")["region"] == "north"


def test_what_columns_are_is_kept_and_used_again(desk: Desk) -> None:
    rows = "甲方,电话,名称\n甲公司,0755-26001111,x\n"
    path = table(desk, "t.csv", rows)
    said = ("--map", "甲方=单位", "--map", "名称=-", "--save-rules", "../r.yaml")
    desk.ok("import", "customers", path, *said, by="sun")
    text = (desk.path.parent / "r.yaml").read_text(encoding="utf-8")
    assert reading.read_record(text) == {
        "kind": "customers", "sheet": "", "columns": {"甲方": "name", "电话": "phone", "名称": "-"},
    }  # fmt: skip
    answer = desk.ok("--json", "import", "customers", path, "--rules", "../r.yaml", by="sun").json
    assert answer["columns"] == [
        {"head": "甲方", "field": "name"}, {"head": "电话", "field": "phone"},
    ]  # fmt: skip


def test_a_file_that_can_not_be_read_keeps_customers_from_being_recorded(desk: Desk) -> None:
    desk.play("intake")
    (desk.path / "customers/SZ-A0001.yaml").write_text("id: [", encoding="utf-8")
    path = table(desk, "t.csv", "单位\n甲公司\n")
    before = desk.snapshot()
    assert desk.svc("import", "customers", path, "--go", by="sun").status == 3
    assert desk.snapshot() == before


def test_many_files_are_all_on_the_disk_before_they_are_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    flush, enter = files.flush_file, journal.enter

    def flushed(path: Any) -> None:
        done.append("file")
        flush(path)

    def entered(root: Any) -> None:
        done.append("journal")
        enter(root)

    monkeypatch.setattr(files, "flush_file", flushed)
    monkeypatch.setattr(journal, "enter", entered)
    rows = "单位\n" + "".join(f"客户{number}\n" for number in range(25))
    assert run(desk, "customers", rows, "--go")["recorded"] == 25
    assert done[:26] == [*["file"] * 25, "journal"]


def test_the_table_of_faulty_rows_holds_no_formula_and_is_read_as_it_was(desk: Desk) -> None:
    rows = "单位,电话\n=HYPERLINK(1),x\n'=2,y\n"
    run(desk, "customers", rows, "--go", "--skip-faulty", "../left.csv")
    left = (desk.path.parent / "left.csv").read_text("utf-8-sig")
    assert [line[:3] for line in left.splitlines()[1:]] == ["'=H", "'=2"]
    again = run(desk, "customers", left.replace(",x,", ",0755-26001111,"))
    assert {item["name"] for item in again["items"]} == {"=HYPERLINK(1)", "=2"}
