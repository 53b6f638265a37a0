"""`svc notify` as cron calls it: each thing once, refusals named, nothing of a customer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import shared_desk
from errors.exchanges import without_other_offices
from store.own import write_own
from store.robot_server import SECRET, Robots, robots

if TYPE_CHECKING:
    from conftest import Desk, Ended

MONDAY = "2026-11-23T10:00:00+08:00"
CANARY = "金丝雀"
DIGESTS = ("flagged", "tomorrow", "morning", "complaints", "duty")


@pytest.fixture
def server() -> Iterator[Robots]:
    with robots(datetime.fromisoformat(MONDAY).timestamp()) as server:
        yield server


def told(desk: Desk, *rows: dict[str, Any]) -> None:
    """What svc.yaml says of who is told what."""
    lines = [f"  - {json.dumps(row, ensure_ascii=False)}" for row in rows]
    desk.edit("warranty:", "\n".join(["notify:", *lines, "warranty:"]), "svc.yaml")


def robot(server: Robots, kind: str = "dingtalk") -> dict[str, str]:
    secret = {} if kind == "wecom" else {"secret": SECRET}
    return {"kind": kind, "url": server.url(kind), **secret}


@pytest.fixture(scope="module")
def made_late(tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path) -> Path:
    """A ledger with something of every digest on Monday morning, told to one channel."""
    path = tmp_path_factory.mktemp("late") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        desk.told |= {"unit": f"{CANARY}酒家", "address": f"{CANARY}路1号", "contact": CANARY,
                      "mobile": "13911112222", "phone": "0755-26009999",
                      "symptom": f"{CANARY}叫", "wishes": f"{CANARY}食",
                      "model": f"CR-{CANARY}", "serial": "JSQ-77"}  # fmt: skip
        desk.play("dispatch")
        desk.other(2, now="2026-11-20T10:00:00")
        ticket = "SZ-2611-A0002"
        desk.ok("handover", ticket, "--to", "li", by="chen", now="2026-11-20T10:10:00")
        desk.ok("reply", ticket, "--remedy", f"{CANARY}换", by="li", now="2026-11-20T10:20:00")
        words = ("--to", "wang", "--appointment", "2026-11-24 09:00")
        desk.ok("dispatch", ticket, *words, by="li", now="2026-11-20T10:30:00")
        words = ("--words", f"{CANARY}差 13911112222", "--wishes", f"{CANARY}歉")
        desk.ok("complaint", "about", desk.ticket, *words, by="chen", now="2026-11-20T11:00:00")
        words = ("--away", "2026-11-20..2026-11-24", "--who", "wang", "--why", f"{CANARY}假")
        desk.ok("roster", *words, by="li", now="2026-11-20T11:10:00")
        desk.ok("roster", "--duty", "2026-11-23", "--who", "li", by="li", now="2026-11-20T11:10:00")
        desk.ok("overdue", "--flag", by="cron", now=MONDAY)
        told(desk, *({"digest": digest, "channel": "g"} for digest in DIGESTS))
    return path


@pytest.fixture
def late(desk: Desk, made_late: Path, tmp_path: Path, server: Robots) -> Desk:
    """A copy of it, told to one robot."""
    shutil.copytree(made_late, desk.path, dirs_exist_ok=True)
    write_own(desk, tmp_path, channels={"g": robot(server)})
    return desk


def send(desk: Desk, *words: str, now: str = MONDAY) -> Ended:
    return desk.svc("notify", *words, now=now)


def test_each_thing_is_told_once(late: Desk, server: Robots) -> None:
    ended = send(late)
    assert (ended.status, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == len(server.texts) == 5
    again = send(late, now="2026-11-23T10:10:00+08:00")
    assert (again.status, again.out) == (0, "There is nothing to tell.\n")
    assert len(server.texts) == 5
    quiet = send(late, "--quiet", now="2026-11-23T10:20:00+08:00")
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")


def test_the_words_in_chinese(late: Desk, server: Robots) -> None:
    assert send(late, "--lang", "zh").status == 0
    assert server.texts == [
        "【新超时】 11-23\nSZ-2611-A0001 故障报修 约定时间，11-20 14:00 已超时（王强）",
        "【明天的单】 深圳办事处 11-24 王强\n09:00 SZ-2611-A0002 故障报修",
        "【今早派工】 深圳办事处 11-23\n没人去的上门：2\n"
        "SZ-2611-A0002 故障报修 约 11-24 09:00，没人去（王强）\n"
        "SZ-2611-A0001 故障报修 约 11-20 14:00，没人到（王强）\n"
        "待处理：1\nSZ-2611-A0003 投诉 加急 已受理 17:30 到期",
        "【新投诉】 深圳办事处 11-23\nSZ-2611-A0003，11-20 11:00 受理，投诉 SZ-2611-A0001",
        "【值班】 深圳办事处 11-23\n11-23：李明",
    ]


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
def test_no_robot_is_told_anything_of_a_customer(
    late: Desk, server: Robots, tmp_path: Path, kind: str
) -> None:
    write_own(late, tmp_path, channels={"g": robot(server, kind)})
    assert send(late).status == 0
    said = json.dumps([heard.body for heard in server.asked], ensure_ascii=False)
    assert "SZ-2611-A0001" in said
    for word in (CANARY, "13911112222", "26009999", "JSQ-77", "客户2", "李工2", "故障2"):
        assert word not in said


def test_dry_run_shows_the_exact_text_and_sends_nothing(late: Desk, server: Robots) -> None:
    shown = send(late, "--dry-run").out
    assert server.asked == []
    assert not (late.path / ".git/svc/notify.json").exists()
    assert send(late).status == 0
    for text in server.texts:
        assert text in shown


def test_a_refusal_is_named_and_tried_again(late: Desk, server: Robots) -> None:
    server.mode = "rate"
    ended = send(late, "--quiet")
    assert (ended.status, ended.out) == (4, "")
    first, last = ended.err.splitlines()
    assert first == (
        "svc: g, newly overdue: too many messages (130101 send too fast, exceed 20 times per "
        "minute). It is tried again at the next run."
    )
    assert "not sent: 5" in last
    assert len(server.asked) == 1  # the others were kept back
    server.mode = ""
    assert send(late).status == 0
    assert len(server.texts) == 5
    assert "t0ken" not in ended.err + ended.out
    assert SECRET not in ended.err


def test_what_nobody_answered_is_sent_once_more_and_says_so(
    late: Desk, server: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.mode = "cut"
    ended = send(late, "duty")
    assert ended.status == 4
    assert "perhaps sent" in ended.err
    server.mode = ""
    assert send(late, "duty").status == 0
    first, second = server.texts
    assert second == first.replace("11-23\n", "11-23 (perhaps sent before)\n", 1)
    assert send(late, "duty").out == "There is nothing to tell.\n"


def test_orders_that_have_changed_are_told_again(late: Desk, server: Robots) -> None:
    assert send(late, "tomorrow").status == 0
    words = ("--appointment", "2026-11-24 14:30", "--agreed-with", "李工2", "--reason", "有事")
    late.ok("reschedule", "SZ-2611-A0002", *words, "--to", "wang", "--allow", "可以", by="sun",
            now="2026-11-23T10:30:00")  # fmt: skip
    server.now += 7 * 3600
    assert send(late, "tomorrow", now="2026-11-23T17:00:00+08:00").status == 0
    assert server.texts[1].splitlines() == [
        "[orders of tomorrow] 深圳办事处 11-24 王强 (changed)",
        "14:30 SZ-2611-A0002 repair",
    ]


def test_a_robots_keyword_stands_in_every_part(
    late: Desk, server: Robots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svc.cli.notify.BYTES_OF_TEXT", {"dingtalk": 240})
    server.mode = "wanting_keyword"
    assert send(late, "morning").status == 4
    late.edit('"digest": "morning", ', '"digest": "morning", "words": "工单", ', "svc.yaml")
    assert send(late, "morning").status == 0
    assert len(server.texts) > 1
    assert all(text.startswith("[工单] ") for text in server.texts)


def test_the_row_says_office_people_and_what_may_be_said(
    desk: Desk, tmp_path: Path, server: Robots
) -> None:
    desk.play("dispatch")
    told(
        desk,
        {"digest": "tomorrow", "channel": "a", "office": "SZ", "mention": True, "personal": "masked"},
        {"digest": "tomorrow", "channel": "b", "office": "BJ"},
    )  # fmt: skip
    write_own(desk, tmp_path, channels={"a": robot(server, "wecom"), "b": robot(server)})
    server.now -= 4 * 86400
    assert send(desk, now="2026-11-19T17:00:00").status == 0
    (heard,) = server.heard
    assert heard.body["text"]["mentioned_mobile_list"] == ["13800000003"]
    assert "南山明辉餐饮 139****1111" in heard.text


def test_two_rows_of_one_channel_tell_nothing_twice(late: Desk, server: Robots) -> None:
    row = '  - {"digest": "flagged", "channel": "g"}'
    late.edit(
        row, f'  - {{"digest": "flagged", "channel": "g", "office": "SZ"}}\n{row}', "svc.yaml"
    )
    assert send(late, "flagged").status == 0
    assert len(server.texts) == 1
    assert "[notify]" in late.svc("check").out


def test_mail_goes_to_whom_it_is_for(desk: Desk, tmp_path: Path) -> None:
    desk.play("dispatch")
    told(desk, {"digest": "tomorrow", "channel": "m"})
    program = tmp_path / "sendmail"
    program.write_text('#!/bin/sh\ncat >> "$0.mail"\n')
    program.chmod(0o755)
    write_own(desk, tmp_path, channels={"m": {"kind": "mail", "sendmail": str(program)}})
    assert send(desk, now="2026-11-19T17:00:00").status == 0
    assert "To: wang@example.com\n" in Path(f"{program}.mail").read_text()


def test_secrets_may_stand_in_the_environment(
    late: Desk, server: Robots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_own(late, tmp_path, channels={"g": {"kind": "dingtalk"}})
    assert "no address" in send(late, "duty").err
    monkeypatch.setenv("SVC_NOTIFY_G_URL", server.url("dingtalk"))
    assert "signature" in send(late, "duty").err
    monkeypatch.setenv("SVC_NOTIFY_G_SECRET", SECRET)
    assert send(late, "duty").status == 0


def test_two_at_once_double_nothing(late: Desk, server: Robots) -> None:
    late.set_environment("SVC_NOW", MONDAY)
    words = [sys.executable, "-m", "svc", "notify", "--quiet"]

    def run(_: int) -> int:
        return subprocess.run(words, cwd=late.path, check=False, capture_output=True).returncode

    with ThreadPoolExecutor(3) as pool:
        statuses = list(pool.map(run, range(3)))
    assert set(statuses) <= {0, 4}
    assert 0 in statuses
    assert len(server.texts) == len(set(server.texts)) == 5


def test_what_is_missing_is_said_before_anything_is_sent(
    desk: Desk, tmp_path: Path, server: Robots
) -> None:
    assert "does not say who is told what" in send(desk).err
    told(desk, {"digest": "duty", "channel": "g"})
    ended = send(desk)
    assert ended.status == 2
    clone = desk.ledger.clone["svc.clone"]
    assert re.search(rf'path: "{re.escape(str(desk.path))}", clone: "{clone}"', ended.err)
    assert send(desk, "dutty").status == 2
    assert send(desk, "--dry-run").status == 0  # to be looked at without any file
    write_own(desk, tmp_path, channels={"g": robot(server)}).chmod(0o640)
    assert "chmod 600" in send(desk).err
    assert server.asked == []


def test_one_channel_and_one_digest_may_be_named(
    late: Desk, server: Robots, tmp_path: Path
) -> None:
    write_own(late, tmp_path, channels={"g": robot(server), "try": robot(server, "wecom")})
    assert send(late, "值班", "--to", "try").status == 0
    (heard,) = server.heard
    assert heard.path.startswith("/cgi-bin")
    assert send(late, "--to", "other").status == 2


def test_a_broken_record_stops_no_message(late: Desk, server: Robots) -> None:
    late.edit("status:", "status", "tickets/SZ/2026-11/SZ-2611-A0003.yaml")
    ended = send(late, "flagged")
    assert ended.status == 3
    assert len(server.texts) == 1
    assert "SZ-2611-A0003.yaml" in ended.err


def test_the_answer_in_json(late: Desk) -> None:
    answer = send(late, "--json", "duty").json
    assert answer["kind"] == "notify"
    assert answer["items"] == [
        {
            "digest": "duty",
            "channel": "g",
            "office": "",
            "outcome": "taken",
            "text": "[who is on duty] 深圳办事处 11-23\n11-23: 李明",
        }
    ]


@pytest.mark.parametrize(("office", "is_said"), [("", True), ("SZ", False)])
def test_a_clone_of_some_offices_says_in_the_message_of_how_much_it_is(
    late: Desk, monkeypatch: pytest.MonkeyPatch, office: str, is_said: bool
) -> None:
    """The line on the screen goes to nobody's group; of an office that is all here it is none."""
    late.edit('notify:\n  - {"digest": "flagged", "channel": "g"}', "notify:", "svc.yaml")
    row = {"digest": "flagged", "channel": "g", **({"office": office} if office else {})}
    late.edit("notify:", f"notify:\n  - {json.dumps(row)}", "svc.yaml")
    late.git("commit", "-q", "-a", "-m", "Rows")
    without_other_offices(late, monkeypatch)
    words = ("--lang", "zh", "notify", "flagged", "--dry-run")
    said = late.ok(*words, by="cron", now=MONDAY).out
    assert ("只含 4 张工单中的 3 张；北京办事处的不全" in said) is is_said, said


def test_of_an_office_that_is_elsewhere_it_is_said_so_and_not_that_nothing_is_due(
    late: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f'\n  - {{"digest": "{digest}", "channel": "{channel}", "office": "{office}"}}'
        for digest, channel, office in (
            ("morning", "h", "BJ"), ("duty", "i", "BJ"), ("flagged", "j", "SZ")
        )
    )  # fmt: skip
    late.edit("notify:", f"notify:{rows}", "svc.yaml")
    late.git("commit", "-q", "-a", "-m", "Rows")
    without_other_offices(late, monkeypatch)
    for words in (("--to", "h", "--dry-run"), ("--to", "h"), ("--to", "h", "--quiet")):
        ended = late.svc("--lang", "zh", "notify", *words, now=MONDAY)
        assert (ended.status, ended.out) == (0, "")
        told = "h，今早派工：北京办事处的工单不全在本副本里；那边到期的事由那边的电脑提醒。"
        assert told in ended.err
    answer = late.ok("notify", "--to", "h", "--dry-run", "--json", by="cron", now=MONDAY)
    assert '"kind": "notice"' in answer.err
    assert "not all in this clone" in answer.err
    for channel in "ij":  # who is on duty stands in no ticket; that office is here
        assert "提醒" not in late.svc("--lang", "zh", "notify", "--to", channel, now=MONDAY).err
