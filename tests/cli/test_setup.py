"""`svc setup` at a terminal: from nothing to a department, with breaks and changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli.terminal import CTRL_C, talk
from conftest import Desk, typed

from svc.model import reading

NOW = "2026-11-20T09:00:00+08:00"
OFFICE = ["星火售后", "400-820-0001", "华南、华北", "深圳办事处", "", "1", "0755-26000000", "", ""]
REST = ["", "", "客服专员、经理", "", "王强", "5", "", "CR", "", "", "1", ""]


@pytest.fixture
def place(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a ledger; git knows a name."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def data(path: Path) -> Any:
    return reading.read_record(path.read_bytes())


def ask(place: Path, answers: list[Any]) -> Any:
    return talk(place, "setup", answers=answers, now=NOW, by="", lang="zh")


def test_from_nothing_to_a_department(place: Path) -> None:
    talked = ask(place, ["", *OFFICE, *REST, ""])
    assert talked.status == 0, talked.screen
    assert "svc --as desk intake" in talked.screen
    ledger = place / "台账"
    settings = data(ledger / "svc.yaml")
    assert (settings["name"], settings["hotline"]) == ("星火售后", "400-820-0001")
    assert settings["regions"] == {"huanan": {"name": "华南"}, "huabei": {"name": "华北"}}
    staff = {person["name"]: person for person in data(ledger / "staff.yaml")["staff"]}
    assert staff["Desk"]["roles"] == ["clerk", "manager"]
    assert staff["王强"]["skills"][0]["covers"] == "CR"
    assert (ledger / "prices/2026-11-20.yaml").exists() or (ledger / "prices/2026-11.yaml").exists()
    assert not (ledger / ".git/svc/drafts/setup.yaml").exists()


def test_one_answer_is_changed_by_its_number(place: Path) -> None:
    talked = ask(
        place,
        [
            "",
            *OFFICE,
            *REST,
            "2",
            "400-820-0002",
            "4",
            "-深圳办事处",
            "广州办事处",
            "",
            "1",
            "",
            "",
            "",
            "",
        ],
    )
    assert talked.status == 0, talked.screen
    settings = data(place / "台账/svc.yaml")
    assert settings["hotline"] == "400-820-0002"
    assert list(settings["offices"]) == ["GZ"]


def test_what_was_answered_is_kept_after_ctrl_c_and_taken_up_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked = ask(place, ["", *OFFICE, CTRL_C])
    assert talked.status == 130
    assert "接着填：svc setup" in talked.screen
    assert data(place / "台账/svc.yaml")["offices"] == {}
    monkeypatch.chdir(place / "台账")
    talked = ask(place / "台账", ["", *REST, ""])
    assert talked.status == 0, talked.screen
    assert list(data(place / "台账/svc.yaml")["offices"]) == ["SZ"]
    # an intake that comes between is not told of it
    assert "draft" not in typed("--json", "intake", "--note", "张工", "13900001111").err


def test_elsewhere_it_says_what_to_type(place: Path) -> None:
    ended = typed("--json", "setup")
    assert (ended.status, ended.error["key"]) == (2, "missing-fields")
    assert ended.error["facts"]["fields"] == ["--from"]


def test_the_template_is_written_whole_or_refused_and_never_over_what_is_filled_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed("setup", "--template", "x.yaml").status == 0
    assert typed("setup", "--template", "x.yaml").status == 0  # the same once more
    filled = tmp_path / "x.yaml"
    filled.write_bytes(b"\xff filled in")
    for place, key in (
        ("x.yaml", "file-there"),
        ("none/x.yaml", "no-such-folder"),
        (".", "is-a-folder"),
    ):
        ended = typed("--json", "setup", "--template", place)
        assert (ended.status, ended.error["key"]) == (2, key)
    assert filled.read_bytes() == b"\xff filled in"


def set_up(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A department that was set up by questions, and whose Saturdays were opened since."""
    assert ask(place, ["", *OFFICE, *REST, ""]).status == 0
    ledger = place / "台账"
    monkeypatch.chdir(ledger)
    week = "周一至周六 8:30-12:00 13:30-17:30"
    assert typed("calendar", "hours", week).status == 0
    return ledger


def test_a_second_setup_offers_what_is_there_and_enter_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = set_up(place, monkeypatch)
    before = {path: path.read_bytes() for path in ledger.rglob("*.yaml")}
    talked = ask(ledger, [""] * 9)
    assert talked.status == 0, talked.screen
    asked = "\n".join(talked.asked)
    for now in (
        "[星火售后]",
        "[400-820-0001]",
        "[华南、华北]",
        "[周一至周六 08:30-12:00 13:30-17:30]",
    ):
        assert now in asked
    assert "已有：深圳办事处" in talked.screen
    assert "已有：Desk、王强" in talked.screen
    assert "王强  维修工程师  SZ  CR（照旧）" in talked.screen
    assert {path: path.read_bytes() for path in ledger.rglob("*.yaml")} == before


def test_only_what_is_changed_is_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = set_up(place, monkeypatch)
    answers = ["", "400-820-0002", "", "", "", "-王强", "王强", "", "", "全部", "", "", "", ""]
    talked = ask(ledger, answers)
    assert talked.status == 0, talked.screen
    assert "王强在台账" in talked.screen.replace("已经", "")
    assert data(ledger / "svc.yaml")["hotline"] == "400-820-0002"
    (wang,) = (each for each in data(ledger / "staff.yaml")["staff"] if each["name"] == "王强")
    assert "repair" in [skill["covers"] for skill in wang["skills"]]
    assert "已写入：calendars" not in talked.screen


def test_what_cannot_be_is_asked_again_and_named(place: Path) -> None:
    office = ["星火售后", "1234", "400-820-0001", "华南", "n", "深圳办事处", "", "0755", "无", ""]
    people = ["", "老板", "客服专员、经理", "", "n", ""]
    talked = ask(place, ["", *office, "", "", *people, "", "2", "免费", "90", CTRL_C])
    assert talked.status == 130
    said = talked.screen
    assert "服务热线：1234 不可能是电话号码" in said
    assert "“n”不是名称" in said
    assert "办事处电话：" in said
    assert "岗位：“老板”不在" in said
    assert "系统" not in said
    assert "svc: L01 检测诊断 免费：" in said
    assert "下一个办事处名称" in said
    ledger = place / "台账"
    talked = ask(ledger, ["400-888-1234", "1", "", CTRL_C])
    assert "L01 检测诊断 [90.00]" in talked.asked[-1]


def test_who_can_repair_nothing_is_named_with_what_to_type(place: Path) -> None:
    talked = ask(place, ["", *OFFICE, "", "", "8、10", "", "王强", "维修工程师", "", "", CTRL_C])
    assert "svc staff change 王强 --skill" in talked.screen
