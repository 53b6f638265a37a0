"""Many requests at once: each recorded once, or kept with what it lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from svc.actions.intake_answers import IntakeAnswers
from svc.actions.intake_many import with_reasons
from svc.cli.intake_requests import holds_many

if TYPE_CHECKING:
    from conftest import Desk, Ended

NOW = "2026-11-20T10:00:00+08:00"
HEADS = "1、提交时间,2、您的单位,3、您的姓名,4、手机号码,5、地址,6、型号,7、机身号,8、哪里不好,随便"
FULL = "2026/11/20 09:05:12,南山食堂,张三,13812340001,南山路 1 号,CR-200,CR200-26-7001,不加热,x"
SHORT = "2026/11/20 09:06:12,福田食堂,,13812340002,,,,漏水,"
ODD = "随便写的,罗湖食堂,李四,13812340003,罗湖路,CR-200,CR200-26-7002,异响,"


def form(desk: Desk, *lines: str, name: str = "form.csv", encoding: str = "utf-8") -> str:
    path = desk.path.parent / name
    path.write_bytes("\n".join((HEADS, *lines, "")).encode(encoding))
    return str(path)


def took(desk: Desk, path: str, *more: str, by: str = "chen") -> Ended:
    return desk.svc("--json", "intake", "--from", path, *more, by=by, now=NOW)


def record(desk: Desk) -> str:
    (path,) = (desk.path / "tickets").rglob("*.yaml")
    return path.read_text(encoding="utf-8")


def ended(answer: Ended) -> list[tuple[int, str]]:
    """What became of each row."""

    def of(item: Any) -> str:
        if item["draft"]:
            return str(item["problem"])
        return "new" if item["recorded"] else "before"

    return [(item["row"], of(item)) for item in answer.json["items"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_each_row_is_recorded_or_kept_and_the_same_file_again_changes_nothing(
    desk: Desk, encoding: str
) -> None:
    path = form(desk, FULL, SHORT, ODD, encoding=encoding)
    first = took(desk, path)
    assert (first.status, first.json["unread"]) == (3, ["随便"])
    assert ended(first) == [
        (2, "new"), (3, "it lacks Address, Contact person, Product model, Serial number"),
        (4, "'随便写的' is no day"),
    ]  # fmt: skip
    before = desk.snapshot()
    drafts = sorted((desk.path / ".git/svc/drafts").iterdir())
    assert len(drafts) == 2
    again = took(desk, path)
    assert ended(again)[0] == (2, "before")
    assert desk.snapshot() == before
    assert sorted((desk.path / ".git/svc/drafts").iterdir()) == drafts


def test_a_request_has_the_time_of_its_form_and_says_what_the_form_did_not_ask(desk: Desk) -> None:
    took(desk, form(desk, FULL))
    text = record(desk)
    assert 'received: "2026-11-20T09:05:12+08:00"' in text
    assert 'channel: "web"' in text
    assert 'specification: "unknown"' in text
    assert "登记表没有这一项" in text


def test_what_was_kept_is_the_request_that_intake_goes_on_with(desk: Desk) -> None:
    took(desk, form(desk, SHORT))
    (draft,) = (desk.path / ".git/svc/drafts").iterdir()
    more = {"address": "福田路", "contact": "王五", "model": "CR-200", "serial": "CR200-26-7009",
            "phone": "unknown: 没有", "specification": "unknown: 没问", "bought": "unknown: 没问",
            "occurred": "unknown: 没问", "wishes": "无"}  # fmt: skip
    words = [word for name, value in more.items() for word in (f"--{name}", value)]
    desk.ok("intake", "--from", str(draft), *words, by="chen", now=NOW)
    assert not list((desk.path / ".git/svc/drafts").iterdir())
    again = took(desk, form(desk, SHORT))
    assert ended(again) == [(2, "before")]


def test_json_lines_are_requests_and_come_through_a_pipe_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = {"unit": "宝安食堂", "contact": "王五", "mobile": 13812340009, "symptom": "跳闸"}
    two = {**one, "unit": "龙岗食堂", "mobile": "13812340008", "symptom": ["异响", "漏水"]}
    path = desk.path.parent / "x.jsonl"
    path.write_text(f"{json.dumps(one)}\n\n{json.dumps(two)}\n", encoding="utf-8")
    assert [how for _, how in ended(took(desk, str(path)))] == ["new", "new"]
    shown = {item["customer"] for item in desk.ok("--json", "list", now=NOW).json["items"]}
    assert shown == {"宝安食堂", "龙岗食堂"}
    path.write_text('{"unit": "甲"}\n{"unit"\n', encoding="utf-8")
    refused = took(desk, str(path))
    assert refused.status == 2
    assert "line 2" in refused.err


def test_columns_of_other_names_are_mapped(desk: Desk) -> None:
    path = form(desk, FULL)
    text = Path(path).read_text(encoding="utf-8").replace("8、哪里不好", "机器怎么啦")
    Path(path).write_text(text, encoding="utf-8")
    assert took(desk, path).status == 2
    assert ended(took(desk, path, "--map", "机器怎么啦=symptom")) == [(2, "new")]


def test_who_may_not_take_requests_down_keeps_none_of_them(desk: Desk) -> None:
    desk.ok("staff", "add", "周波", "--role", "parts", "--office", "SZ", by="sun", now=NOW)
    refused = took(desk, form(desk, FULL, SHORT), by="周波")
    assert refused.status == 2
    assert not (desk.path / ".git/svc/drafts").exists()


def test_what_stands_on_the_command_line_holds_for_each(desk: Desk) -> None:
    took(
        desk,
        form(desk, FULL),
        "--channel",
        "wechat",
        "--urgency",
        "urgent",
        "--urgency-reason",
        "停产",
    )
    assert 'urgency: "urgent"' in record(desk)
    assert 'channel: "wechat"' in record(desk)


@pytest.mark.parametrize(
    ("path", "data", "many"),
    [
        ("a.yaml", b"{}\n{}", False),
        ("a.csv", b"", True),
        ("-", b'unit: "x"\n', False),
        ("-", b'{"unit": "x"}\n', False),
        ("-", b'{"unit": "x"}\n{"unit": "y"}\n', True),
        ("a.txt", b"PK\x03\x04", False),
    ],
)
def test_a_file_of_one_request_stays_one(path: str, data: bytes, many: bool) -> None:
    assert holds_many(path, data) is many


def test_what_a_form_must_ask_is_never_made_up() -> None:
    wanted = ("unit", "phone", "contact", "symptom", "wishes")
    told = IntakeAnswers(mobile="13812340001")
    assert with_reasons(told, wanted, ["mobile"], "r") == IntakeAnswers(
        mobile="13812340001", phone="unknown: r", wishes="unknown: r"
    )
    assert with_reasons(IntakeAnswers(), wanted, [], "r") == IntakeAnswers()
    assert with_reasons(told, wanted, ["wishes", "phone"], "r") == told


def test_a_request_of_another_century_or_of_a_whole_book_is_kept_and_not_recorded(
    desk: Desk,
) -> None:
    old = FULL.replace("2026/11/20", "1990/11/20")
    answer = took(desk, form(desk, old, FULL.replace("不加热", "热" * 20_001)))
    assert answer.status == 3
    assert ended(answer) == [
        (2, "1990-11-20 is too long ago"), (3, "it has more than 20000 characters"),
    ]  # fmt: skip
    assert not list((desk.path / "tickets").rglob("*.yaml"))
