"""Settings by command and by hand: what is written, what stays, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import refused

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk


def lines_of(desk: Desk, path: str) -> list[str]:
    return (desk.path / path).read_text(encoding="utf-8").splitlines()


def last_files(desk: Desk) -> list[str]:
    return desk.git("show", "--name-only", "--format=%an", "HEAD").split()


def test_a_new_part_is_one_line_and_one_commit_of_who_typed_it(desk: Desk) -> None:
    answer = desk.ok(
        "--json", "part", "add", "p-9001", "--name", "控制板", "--price", "480", by="sun"
    )
    assert answer.json["before"] == {}
    assert answer.json["after"] == {"code": "P-9001", "name": "控制板", "price": "480.00"}
    assert lines_of(desk, "parts.yaml") == [
        "parts:", '  - {code: "P-9001", name: "控制板", price: "480.00"}',
    ]  # fmt: skip
    assert last_files(desk) == ["孙伟", "parts.yaml"]
    assert desk.git("status", "--porcelain") == ""


def test_said_again_nothing_is_written_and_said_otherwise_it_is_refused(desk: Desk) -> None:
    words = ("part", "add", "P-9001", "--name")
    desk.ok(*words, "控制板", by="sun")
    head = desk.git("rev-parse", "HEAD")
    again = desk.ok("--json", *words, "控制板", by="sun", now="2026-11-21T09:00:00")
    assert again.json["repeated"]
    assert desk.git("rev-parse", "HEAD") == head
    error = refused(desk, *words, "主板", by="sun")
    assert (error["key"], error["facts"]["entry"]) == ("entry-there", "P-9001")


def test_a_change_tells_what_was_and_what_is_and_an_empty_value_goes(desk: Desk) -> None:
    desk.ok("part", "add", "P-1", "--name", "管", "--position", "A-1", by="sun")
    told = desk.ok("--lang", "zh", "part", "change", "P-1", "--name", "加热管", by="sun")
    assert "  名称  管 → 加热管" in told.out.splitlines()
    emptied = desk.ok("--json", "part", "change", "P-1", "--position", "空", by="sun").json
    assert (emptied["before"]["position"], "position" in emptied["after"]) == ("A-1", False)


def test_what_no_file_could_hold_is_refused_before_it_is_written(desk: Desk) -> None:
    before = desk.snapshot()
    words = ("--json", "part", "add", "P-2", "--name", "x", "--replaced-by", "P-404")
    ended = desk.svc(*words, by="sun")
    assert (ended.status, ended.error["key"]) == (3, "record-faulty")
    assert desk.snapshot() == before


def test_a_preview_says_what_would_be_written_and_writes_nothing(desk: Desk) -> None:
    before = desk.snapshot()
    words = ("part", "add", "P-9001", "--name", "控制板", "--serial", "yes", "--preview")
    said = desk.ok(*words, by="sun").out
    assert "P-9001 控制板: would be written to parts.yaml:" in said
    assert "leave out --preview" in said
    assert desk.ok("--json", *words, by="sun").json["committed"] is False
    assert refused(desk, *words[:-2], "perhaps", "--preview", by="sun")["key"] == "not-one-of"
    assert desk.snapshot() == before
    desk.ok(*words[:-1], by="sun")
    assert lines_of(desk, "parts.yaml")[1] == ('  - {code: "P-9001", name: "控制板", serial: true}')
    before = desk.snapshot()
    change = ("part", "change", "P-9001", "--serial", "no", "--name", "主板", "--preview")
    assert "控制板 → 主板" in desk.ok(*change, by="sun").out
    wrong = desk.svc("--json", *change[:3], "--replaced-by", "P-404", "--preview", by="sun")
    assert (wrong.status, wrong.error["key"]) == (3, "record-faulty")
    assert refused(desk, *change, by="chen")["key"] == "settings-kept-by"
    assert desk.snapshot() == before


@pytest.mark.parametrize("by", ["chen", "wang", "zhao"])
def test_only_a_lead_or_a_manager_changes_settings(desk: Desk, by: str) -> None:
    error = refused(desk, "region", "add", "华西", by=by)
    assert (error["key"], error["facts"]["roles"]) == ("settings-kept-by", ["lead", "manager"])
    desk.ok("region", "add", "华西", by="li")


def test_parts_and_prices_have_keepers_of_their_own(desk: Desk) -> None:
    desk.ok("staff", "change", "wang", "--role", "parts", by="sun")
    desk.ok("staff", "change", "zhao", "--role", "finance", by="sun")
    new_part = ("part", "add", "P-2", "--name", "x")
    new_list = ("price", "new", "2027-01-01")
    assert refused(desk, *new_part, by="zhao")["facts"]["roles"] == ["parts", "lead", "manager"]
    assert refused(desk, *new_list, by="wang")["facts"]["roles"] == ["finance", "lead", "manager"]
    desk.ok(*new_part, by="wang")
    desk.ok(*new_list, by="zhao")


def test_edited_settings_are_committed_once_all_can_be_read(desk: Desk) -> None:
    for path, old, new in (
        ("svc.yaml", "400-800-0000", "400-1"), ("staff.yaml", "13800000003", "13800000009"),
    ):  # fmt: skip
        text = (desk.path / path).read_text(encoding="utf-8")
        (desk.path / path).write_text(text.replace(old, new), encoding="utf-8")
    (desk.path / "prices/2027-01.yaml").write_text(
        (desk.path / "prices/2026-07.yaml").read_text("utf-8").replace("2026-07-01", "2027-01-01"), "utf-8"
    )  # fmt: skip
    adopted = desk.ok("--json", "adopt", "settings", by="sun").json["paths"]
    assert adopted == ["svc.yaml", "staff.yaml", "prices/2027-01.yaml"]
    assert desk.git("status", "--porcelain", "-uall") == ""
    assert "400-1" in desk.git("show", "HEAD:svc.yaml")
    assert refused(desk, "adopt", "设置", by="sun")["key"] == "no-settings-to-adopt"


def test_a_file_that_cannot_be_read_keeps_all_of_them_from_being_committed(desk: Desk) -> None:
    for path, old, new in (
        ("svc.yaml", "400-800-0000", "400-1"), ("staff.yaml", '"technician"', '"techician"'),
    ):  # fmt: skip
        text = (desk.path / path).read_text(encoding="utf-8")
        (desk.path / path).write_text(text.replace(old, new), encoding="utf-8")
    before = desk.snapshot()
    ended = desk.svc("--json", "adopt", "settings", by="sun")
    assert (ended.status, ended.error["key"]) == (3, "record-faulty")
    assert desk.snapshot() == before


def test_a_record_is_not_adopted_with_them(desk: Desk) -> None:
    assert desk.intake().status == 0
    with desk.record.open("a", encoding="utf-8") as record:
        record.write("# a note\n")
    text = (desk.path / "svc.yaml").read_text(encoding="utf-8")
    (desk.path / "svc.yaml").write_text(text + "# ours\n", encoding="utf-8")
    assert desk.ok("--json", "adopt", "settings", by="sun").json["paths"] == ["svc.yaml"]
    assert desk.git("status", "--porcelain").split() == [
        "M",
        desk.record.relative_to(desk.path).as_posix(),
    ]


def test_comments_and_order_of_a_file_stay(desk: Desk) -> None:
    before = lines_of(desk, "staff.yaml")
    desk.ok("staff", "change", "wang", "--phone", "13800000077", by="sun")
    after = lines_of(desk, "staff.yaml")
    assert [line for line in after if line not in before] == ['    phone: "13800000077"']
    assert len(before) == len(after)
    data = reading.read_record((desk.path / "staff.yaml").read_bytes())
    assert next(p for p in data["staff"] if p["id"] == "wang")["phone"] == "13800000077"
