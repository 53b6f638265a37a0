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
    return desk.svc("--json", "intake", "--from", path, "--go", *more, by=by, now=NOW)


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


MORE = "1、提交时间,2、您的单位,3、您的姓名,4、手机号码,5、地址,6、型号,7、机身号,8、请描述故障？,"
MORE += "9、您希望怎么处理？,紧急程度,来源"


def of_words(desk: Desk, *told: str) -> str:
    """The record of a request with these wishes, urgency and channel."""
    row = FULL.rpartition(",")[0]
    text = f"{MORE}\n{','.join((row, *told))}\n"
    path = desk.path.parent / "form.csv"
    path.write_text(text, encoding="utf-8")
    assert ended(took(desk, str(path))) == [(2, "new")]
    return record(desk)


@pytest.mark.parametrize(
    ("told", "recorded"),
    [
        (("快点", "一般"), ("normal", None, '"快点"')),
        (("快点", "紧急"), ("urgent", "登记表填的", '"快点"')),
        (("快点", "非常紧急"), ("critical", "登记表填的", '"快点"')),
        (("快点", "紧急,影响午市"), ("urgent", "紧急,影响午市", '"快点"')),
        (("快点", "看着办"), ("normal", None, "|-\n  快点\n  登记表上的紧急程度：看着办")),
        (("(空)", "三天内"), ("normal", None, '"登记表上的紧急程度：三天内"')),
    ],
)
def test_urgency_is_read_as_forms_have_it_and_words_beyond_it_are_kept(
    desk: Desk, told: tuple[str, str], recorded: tuple[str, str | None, str]
) -> None:
    wishes, urgency = told
    text = of_words(desk, wishes, f'"{urgency}"', "手机提交")
    urgent, reason, wished = recorded
    assert f"wishes: {wished}\n" in text
    assert 'channel: "web"' in text
    assert f'urgency: "{urgent}"' in text
    assert ("urgency_reason" in text) is bool(reason)
    assert f'urgency_reason: "{reason}"' in text or not reason


@pytest.mark.parametrize(
    ("told", "channel"),
    [("微信小程序", "wechat"), ("电话", "phone"), ("抖音", "web"), ("", "web"), ("链接", "web")],
)
def test_a_channel_is_read_as_forms_have_it(desk: Desk, told: str, channel: str) -> None:
    assert f'channel: "{channel}"' in of_words(desk, "快点", "紧急", told)


def test_without_go_it_is_shown_what_would_become_of_each_and_nothing_is_kept(desk: Desk) -> None:
    path = form(desk, FULL, SHORT)
    before = desk.snapshot()
    words = ("intake", "--from", path, "--channel", "wechat", "--map", "随便=-")
    shown = desk.svc("--lang", "zh", *words, by="chen", now=NOW)
    assert shown.status == 1
    assert "第 2 行：可以记录" in shown.out
    assert "第 3 行：会存成草稿，不记录：缺" in shown.out
    assert f"svc intake --from {path} --map 随便=- --channel wechat --go" in shown.out
    assert "未做任何更改" in shown.out
    assert desk.snapshot() == before
    assert not (desk.path / ".git/svc/drafts").exists()
    unread = desk.svc("--lang", "zh", "intake", "--from", path, by="chen", now=NOW)
    assert "8、哪里不好 → 故障现象" in unread.out
    assert "--map 随便=字段" in unread.out
    taken = took(desk, form(desk, FULL))
    assert taken.json["recorded"] is True
    again = desk.svc("--json", "intake", "--from", path, by="chen", now=NOW)
    assert [item["ticket"] for item in again.json["items"]] == ["SZ-2611-A0001"]
    assert not any(item["recorded"] for item in again.json["items"])
    assert again.json["recorded"] is False
    alone = desk.svc("intake", "--from", form(desk, FULL), by="chen", now=NOW)
    assert alone.status == 0
    assert "--go" not in alone.out  # there is nothing to record


def test_what_is_another_matter_only_by_its_number_is_said_before_it_is_recorded(
    desk: Desk,
) -> None:
    took(desk, form(desk, FULL))
    later = FULL.replace("09:05:12", "09:45:12").replace("不加热", "又不加热")
    shown = desk.svc("--json", "intake", "--from", form(desk, later), by="chen", now=NOW)
    assert shown.status == 1
    assert "SZ-2611-A0001" in shown.json["items"][0]["problem"]


def drafts(desk: Desk) -> list[Path]:
    return sorted((desk.path / ".git/svc/drafts").iterdir())


def test_a_row_that_is_handed_in_again_replaces_its_draft_and_recorded_drops_it(
    desk: Desk,
) -> None:
    took(desk, form(desk, SHORT, SHORT.replace("福田食堂", "罗湖食堂")))
    both = sorted(drafts(desk), key=lambda path: "罗湖食堂" in path.read_text("utf-8"))
    first, second = both
    took(desk, form(desk, SHORT), "--map", "随便=-")
    assert drafts(desk) == sorted(both)
    better = SHORT.replace("漏水", "漏水很大")  # time and number are the same
    took(desk, form(desk, better, SHORT.replace("福田食堂", "罗湖食堂")))
    assert drafts(desk) == sorted(both)
    assert "漏水很大" in first.read_text("utf-8")
    assert "罗湖食堂" in second.read_text("utf-8")
    took(desk, form(desk, better.replace("13812340002", "13812340012")))  # time, unit and symptom
    assert drafts(desk) == sorted(both)
    assert "13812340012" in first.read_text("utf-8")
    whole = "2026/11/20 09:06:12,福田食堂,王五,13812340012,福田路,CR-200,CR200-26-7002,漏水很大,"
    assert ended(took(desk, form(desk, whole))) == [(2, "new")]
    assert first not in drafts(desk)


def test_what_was_answered_at_the_desk_since_stays_in_the_draft_of_a_row(desk: Desk) -> None:
    took(desk, form(desk, SHORT))
    (draft,) = drafts(desk)
    draft.write_text(draft.read_text("utf-8") + 'contact: "王五"\n', encoding="utf-8")
    took(desk, form(desk, SHORT))
    assert drafts(desk) == [draft]
    assert "王五" in draft.read_text("utf-8")


def test_a_machine_is_told_to_a_file_that_was_opened_after_the_form_was_filled_in(
    desk: Desk,
) -> None:
    took(desk, form(desk, FULL))
    earlier = "2026/11/20 08:30:00,南山食堂,张三,13812340001,南山路 1 号,CR-300,CR300-26-0009,漏水,"
    assert ended(took(desk, form(desk, earlier))) == [(2, "new")]
    (file,) = (desk.path / "customers").rglob("*.yaml")
    added = file.read_text("utf-8").partition("equipment_added")
    assert "CR300-26-0009" in added[2]
    assert 'at: "2026-11-20T10:00:00+08:00"' in file.read_text("utf-8")


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
