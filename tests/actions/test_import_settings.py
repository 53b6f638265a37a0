"""Parts, prices, staff and known faults: added to files that people write, which stay as they are
else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.deeds import broken_rules
from actions.test_imports import counts, run, table

if TYPE_CHECKING:
    from conftest import Desk

PRICES = "类别,代码,项目,单价,单位\n工时,L01,检测诊断,88,次\n工时,L91,深度检测,300,次\n"


def lines_added(before: str, after: str) -> list[str]:
    """The lines that came; none may have gone."""
    old, new = before.splitlines(), after.splitlines()
    assert [line for line in old if line not in new] == []
    return [line for line in new if line not in old]


def test_parts_are_added_behind_the_others_and_comments_stay(desk: Desk) -> None:
    path = desk.path / "parts.yaml"
    text = '# 目录\nparts:\n  - {code: "P-1", name: "管"}  # 常用\n# 末尾\n'
    path.write_text(text, encoding="utf-8")
    desk.commit()
    rows = "编码,名称,适用机型,单价\nP-2,风扇,CR-200、CR-300,48\nP-3,泵,,\nP-1,管,,\n"
    answer = run(desk, "parts", rows, "--go")
    assert (counts(answer), answer["recorded"]) == ({"new": 2, "same": 1}, 2)
    assert lines_added(text, path.read_text(encoding="utf-8")) == [
        '  - {code: "P-2", name: "风扇", models: ["CR-200", "CR-300"], price: "48.00"}',
        '  - {code: "P-3", name: "泵"}',
    ]
    before = desk.snapshot()
    assert counts(run(desk, "parts", rows, "--go")) == {"same": 3}
    assert desk.snapshot() == before
    assert broken_rules(desk, status=0) == []


def test_a_first_catalogue_is_made(desk: Desk) -> None:
    (desk.path / "parts.yaml").unlink(missing_ok=True)
    desk.git("commit", "-q", "-am", "no parts", "--allow-empty")
    assert run(desk, "parts", "编码,名称\nP-2,风扇\n", "--go")["recorded"] == 1
    assert desk.ledger.parts.find_part("P-2") is not None


def test_staff_are_added_with_an_id_and_can_type(desk: Desk) -> None:
    text = (desk.path / "staff.yaml").read_text(encoding="utf-8")
    rows = "姓名,手机,岗位,办事处\n赵云,13800138009,客服专员、协调员,深圳\n"
    assert run(desk, "staff", rows, "--go")["recorded"] == 1
    added = lines_added(text, (desk.path / "staff.yaml").read_text(encoding="utf-8"))
    assert '    name: "赵云"' in added or any("赵云" in line for line in added)
    (person,) = [each for each in desk.ledger.staff.staff if each.name == "赵云"]
    assert person.roles == ["clerk", "coordinator"]
    assert counts(run(desk, "staff", rows, "--go")) == {"same": 1}


def test_prices_become_a_new_list_and_the_old_one_stays(desk: Desk) -> None:
    old = (desk.path / "prices/2026-07.yaml").read_text(encoding="utf-8")
    answer = run(desk, "prices", PRICES, "--go", "--from", "2026-12-01")
    assert answer["price_list"] == "2026-12"
    assert (desk.path / "prices/2026-07.yaml").read_text(encoding="utf-8") == old
    new = desk.ledger.price_list("2026-12")
    assert [str(new.find_item(code).price) for code in ("L01", "L91")] == ["88.00", "300.00"]
    assert len(new.items) == len(desk.ledger.price_list("2026-07").items) + 1
    assert counts(run(desk, "prices", PRICES, "--go", "--from", "2026-12-01")) == {"same": 2}
    assert broken_rules(desk, status=0) == []


def test_a_first_price_list_needs_labour_and_travel(desk: Desk) -> None:
    for path in (desk.path / "prices").iterdir():
        path.unlink()
    desk.commit()
    path = table(desk, "p.csv", PRICES)
    refused = desk.svc("--json", "import", "prices", path, "--go", by="sun")
    assert (refused.status, refused.error["facts"]["group"]) == (2, "travel")
    rows = PRICES + "路费,T01,上门费,50,\n"
    assert run(desk, "prices", rows, "--go")["price_list"] == "2026-11-20"
    assert len(desk.ledger.price_list("2026-11-20").items) == 3


def test_known_faults_are_files_of_their_own_and_are_found(desk: Desk) -> None:
    rows = "标题,适用机型,故障现象,原因,处理办法,备注\n测试漏水,CR-200,漏水,圈破,换圈,看照片\n"
    assert run(desk, "knowledge", rows, "--go")["recorded"] == 1
    text = (desk.path / "knowledge/ceshiloushui.md").read_text(encoding="utf-8")
    assert text.startswith('---\ntitle: "测试漏水"\nmodels: ["CR-200"]\n')
    assert text.endswith("---\n看照片\n")
    assert "测试漏水" in desk.ok("knowledge", "漏水", by="chen").out
    assert counts(run(desk, "knowledge", rows, "--go")) == {"same": 1}
    assert broken_rules(desk, status=0) == []


def test_who_does_not_keep_them_may_look_and_not_write(desk: Desk) -> None:
    path = table(desk, "parts.csv", "编码,名称\nP-2,风扇\n")
    before = desk.snapshot()
    desk.ok("import", "parts", path, by="wang")
    refused = desk.svc("--json", "import", "parts", path, "--go", by="wang")
    assert (refused.status, refused.error["key"]) == (2, "settings-kept-by")
    assert desk.snapshot() == before
