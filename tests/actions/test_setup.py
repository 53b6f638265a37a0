"""A department entered as a whole: from the template to the first ticket, once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import Desk, typed

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Ended

NOW = "2026-11-20T09:00:00+08:00"


@pytest.fixture
def new(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A ledger that was just started, with nobody but who started it."""
    path = tmp_path / "new"
    assert typed("init", str(path)).status == 0
    monkeypatch.chdir(path)
    return Desk(path, monkeypatch)


def template(desk: Desk, lang: str = "zh") -> Path:
    path = desk.path.parent / f"department.{lang}.yaml"
    desk.ok("--lang", lang, "setup", "--template", str(path))
    return path


def data(desk: Desk, path: str) -> Any:
    return reading.read_record((desk.path / path).read_bytes())


def set_up(desk: Desk, path: Path, *more: str) -> Ended:
    return desk.svc("--json", "setup", "--from", str(path), *more, now=NOW)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_as_it_is_makes_a_department_in_one_commit(new: Desk, lang: str) -> None:
    commits = int(new.git("rev-list", "--count", "HEAD"))
    answer = set_up(new, template(new, lang), "--go").json
    assert answer["paths"] == [
        "svc.yaml", "staff.yaml", "calendars/BJ@1.yaml", "prices/2027-01.yaml", "templates/letterhead.html",
    ]  # fmt: skip
    assert int(new.git("rev-list", "--count", "HEAD")) == commits + 1
    assert new.git("status", "--porcelain", "-uall") == ""
    assert [office["calendar"] for office in data(new, "svc.yaml")["offices"].values()] == [
        "CN",
        "BJ",
    ]
    assert data(new, "calendars/BJ@1.yaml")["hours"]["sat"] == ["09:00-12:00", "13:00-18:00"]
    assert data(new, "prices/2027-01.yaml")["labour"][0]["price"] == "90.00"
    assert [p["name"] for p in data(new, "staff.yaml")["staff"]][:2] == ["定时任务", "Desk"]
    assert len(data(new, "staff.yaml")["staff"]) == 7
    found = {item["rule"] for item in new.ok("--json", "check", now=NOW).json["items"]}
    assert found <= {"office-people"}


def test_without_go_it_is_only_checked_and_twice_changes_nothing(new: Desk) -> None:
    path = template(new)
    before = new.snapshot()
    checked = set_up(new, path).json
    assert (checked["recorded"], "svc.yaml" in checked["paths"]) == (False, True)
    assert new.snapshot() == before
    set_up(new, path, "--go")
    before = new.snapshot()
    assert set_up(new, path, "--go").json["paths"] == []
    assert new.snapshot() == before


def test_the_first_ticket_is_taken_by_who_was_entered(new: Desk) -> None:
    set_up(new, template(new), "--go")
    assert new.intake(by="陈静", now=NOW).status == 0
    assert new.ok("--json", "list", by="chen", now=NOW).json["items"][0]["id"] == "SZ-2611-A0001"
    papers = new.path.parent / "order.html"
    new.ok(
        "print",
        "SZ-2611-A0001",
        "visit-order",
        "--format",
        "html",
        "--out",
        str(papers),
        by="chen",
        now=NOW,
    )
    assert "监督电话 0755-26000099" in papers.read_text(encoding="utf-8")


def test_who_enters_it_can_go_on_changing_settings(new: Desk) -> None:
    path = new.path.parent / "me.yaml"
    path.write_text('people:\n  - {name: "Desk", roles: "客服专员"}\n', encoding="utf-8")
    set_up(new, path, "--go")
    assert data(new, "staff.yaml")["staff"][1]["roles"] == ["clerk", "manager"]
    new.ok("region", "add", "华南", now=NOW)


def test_what_is_left_out_stays_and_what_is_there_is_changed(new: Desk) -> None:
    set_up(new, template(new), "--go")
    path = new.path.parent / "more.yaml"
    path.write_text(
        'offices:\n  - {code: "sz", name: "深圳总站", region: "华南", policy: "技术服务规范六阶段时限"}\n'
        'people:\n  - {name: "王强", roles: "维修工程师、协调员"}\nhours: "9:00-17:00"\n',
        encoding="utf-8",
    )
    assert set_up(new, path, "--go").json["paths"] == [
        "svc.yaml",
        "staff.yaml",
        "calendars/CN@2.yaml",
    ]
    settings = data(new, "svc.yaml")
    assert settings["offices"]["SZ"]["name"] == "深圳总站"
    assert settings["offices"]["SZ"]["phone"] == "0755-26000000"
    assert {"office": "SZ", "policy": "six_stages"} in settings["policies"]
    wang = next(p for p in data(new, "staff.yaml")["staff"] if p["name"] == "王强")
    assert (wang["roles"], wang["skills"][0]["covers"]) == (["technician", "coordinator"], "CR")
    assert settings["hotline"] == "400-000-0000"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ('offices:\n  - {code: "X1", name: "x", region: "y"}\n', "not-a-code"),
        ('people:\n  - {name: "x", roles: "老板"}\n', "not-one-of"),
        ('people:\n  - {name: "x", roles: "经理", office: "XX"}\n', "no-such-entry"),
        ('policy: "none_such"\n', "no-such-version"),
        ('hours: "always"\n', "not-opening-hours"),
        ('prices_from: "2027-01-01"\nprices:\n  - {code: "L99", price: "1"}\n', "no-such-entry"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(new: Desk, said: str, key: str) -> None:
    path = new.path.parent / "wrong.yaml"
    path.write_text(said, encoding="utf-8")
    before = new.snapshot()
    ended = set_up(new, path, "--go")
    assert (ended.status, ended.error["key"]) == (2, key)
    assert new.snapshot() == before


def test_a_key_that_means_nothing_is_named_with_its_line(new: Desk) -> None:
    path = new.path.parent / "wrong.yaml"
    path.write_text('name: "x"\nhotlin: "400"\n', encoding="utf-8")
    ended = set_up(new, path, "--go")
    assert (ended.status, ended.error["key"]) == (3, "record-faulty")
    assert ended.error["facts"]["line"] in (1, 2)


def test_nothing_of_a_footer_is_taken_for_a_template(new: Desk) -> None:
    path = new.path.parent / "foot.yaml"
    path.write_text('footer: "{{ 1 + 1 }} <b> {% if %}"\n', encoding="utf-8")
    set_up(new, path, "--go")
    made = (new.path / "templates/letterhead.html").read_text(encoding="utf-8")
    assert "&#123;&#123; 1 + 1 }} &lt;b&gt; &#123;% if %}" in made


def test_what_is_no_telephone_is_named_with_its_line(new: Desk) -> None:
    path = new.path.parent / "wrong.yaml"
    path.write_text(
        'hotline: "400-820-0001"\npeople:\n  - {name: "x", roles: "经理", phone: "123"}\n',
        encoding="utf-8",
    )
    before = new.snapshot()
    ended = set_up(new, path, "--go")
    assert (ended.status, ended.error["key"]) == (3, "record-faulty")
    assert ended.error["facts"]["line"] == 3
    assert new.snapshot() == before


def test_the_hours_as_they_are_are_no_new_calendar(new: Desk) -> None:
    set_up(new, template(new), "--go")
    path = new.path.parent / "hours.yaml"
    path.write_text('hours: "周一至周五 8:30-12:00 13:30-17:30"\n', encoding="utf-8")
    assert set_up(new, path, "--go").json["paths"] == []
