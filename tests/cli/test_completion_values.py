"""What the Tab key offers where the command matters, in every shell, and that it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.test_completion import asked, bash, other
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk


def test_months_price_lines_columns_and_versions(desk: Desk) -> None:
    desk.play("handover")
    for line, wanted in (
        ("svc report south 2026", ["2026-11"]),
        ("svc report south 2026-11..", ["2026-11..2026-11"]),
        ("svc complaint list --month ", ["2026-11"]),
        ("svc list --columns i", ["id"]),
        ("svc list --columns id,stat", ["id,status"]),
        ("svc list --columns id,i", []),
        ("svc prices 20", ["2026-07"]),
        ("svc calendar day x --calendar S", ["SZ@1"]),
    ):
        found = bash(line)
        assert (found[: len(wanted)] if wanted else found) == wanted, f"{line}: {found}"
    assert "L04" in bash(f"svc quote {TICKET} --line L")
    assert "CR-200" in bash("svc list --model CR")


def test_known_faults_by_name_and_title(desk: Desk) -> None:
    (desk.path / "knowledge/cr_pump.md").write_text(
        '---\ntitle: "水泵不转"\nmodels: ["*"]\nsymptom: "不转"\n---\n', encoding="utf-8"
    )
    assert bash("svc knowledge cr_p") == ["cr_pump"]
    assert bash("svc knowledge 水泵") == ["水泵不转"]


def test_only_those_who_may_are_offered(desk: Desk) -> None:
    desk.play("handover")
    staff = {person.id: person for person in desk.ledger.staff.staff}
    heads = bash(f"svc handover {TICKET} --to ")
    assert heads
    assert all(staff[each].may(("lead", "coordinator", "manager")) for each in heads)
    lent = bash(f"svc loan lend {TICKET} P-1 --to ")
    assert lent == [each for each in lent if staff[each].may(("technician",))] != []
    going = bash(f"svc dispatch {TICKET} --to ")
    assert "wang" in going
    assert all(staff[each].office == "SZ" and staff[each].may(("technician",)) for each in going)
    desk.edit('model: "CR-200"', 'model: "ZZ-9"')
    assert bash(f"svc dispatch {TICKET} --to ") == []  # nobody is certified for it


def test_parts_out_are_those_of_the_ticket_with_who_has_them(desk: Desk) -> None:
    desk.play("dispatch")
    assert bash(f"svc loan return {TICKET} ") == []
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now="2026-11-20T10:00:00")
    assert bash(f"svc loan return {TICKET} P") == ["P-1001"]
    assert bash(f"svc visit {TICKET} --part P") == ["P-1001"]
    assert "王强" in other("fish", f"svc loan return {TICKET} P")


def test_import_columns_are_heads_of_the_file_then_fields(desk: Desk) -> None:
    (desk.path / "c.csv").write_text("单位,电话,$(touch x)\n甲,1,2\n", encoding="utf-8")
    assert bash("svc import customers c.csv --map 单") == ["单位"]
    assert bash("svc import customers c.csv --map ") == ["单位", "电话"]
    assert "单位=name" in other("fish", "svc import customers c.csv --map 单位=na")


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_descriptions_stand_beside_where_shells_show_them(desk: Desk, shell: str) -> None:
    desk.play("handover")
    assert "this month" in other(shell, "svc report south 2026-1")
    assert "State" in other(shell, "svc list --columns stat")


LINES = (
    f"svc dispatch {TICKET} --to ", f"svc loan return {TICKET} ", "svc report south ",
    "svc list --model ", "svc list --columns ", f"svc quote {TICKET} --line ", "svc knowledge ",
    "svc import customers c.csv --map ", "svc prices ", "svc policy new ", f"svc handover {TICKET} --to ",
)  # fmt: skip


@pytest.mark.parametrize(
    "broken", ["svc.yaml", "staff.yaml", "parts.yaml", "prices", "knowledge", "tickets"]
)
def test_a_broken_ledger_offers_less_and_says_nothing(desk: Desk, broken: str) -> None:
    desk.play("handover")
    (desk.path / "c.csv").write_bytes(b"\xff\x00\xfe")
    path = desk.path / broken
    for each in path.rglob("*.*") if path.is_dir() else [path]:
        if each.is_file():
            each.write_bytes(b"\xff[\n")
    before = desk.snapshot()
    for line in LINES:
        bash(line)  # asked: nothing stands on standard error
    assert desk.snapshot() == before


def test_nothing_is_written_and_no_index_is_made(desk: Desk) -> None:
    desk.play("dispatch")
    before = {p: p.stat().st_mtime_ns for p in desk.path.rglob("*") if p.is_file()}
    for line in LINES:
        bash(line)
    assert {p: p.stat().st_mtime_ns for p in desk.path.rglob("*") if p.is_file()} == before
    assert asked(COMP_WORDS="svc", COMP_CWORD="1", _SVC_COMPLETE="complete_bash")
