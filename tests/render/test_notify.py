"""Messages as they are read in a group: short, in Chinese as a colleague speaks, nothing of a
customer unless the setting says so; long ones in parts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import pytest

from svc.model.settings import NotifyRow
from svc.model.staff import Person
from svc.render.notify import (
    CHANGED,
    PERHAPS_AGAIN,
    MessageLine,
    heading,
    message_lines,
    mobiles_of,
    part_text,
    parts_of_message,
)
from svc.render.words import Words
from svc.rules.notify import Message, Told

if TYPE_CHECKING:
    from conftest import Desk

    from svc.model.tickets import Ticket

ZH = Words("zh")
DAY = date(2026, 11, 20)
ROW = NotifyRow(digest="flagged", channel="g")
CANARY = "金丝雀"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def ticket(desk: Desk, **told: str) -> Ticket:
    desk.told |= told
    assert desk.intake().status == 0
    return desk.ledger.read(desk.ticket).ticket


def lines(told: Told, personal: Literal["none", "masked", "full"] = "none") -> str:
    message = Message(digest="flagged", office="SZ", day=DAY, lines=[told])
    row = NotifyRow(digest="flagged", channel="g", personal=personal)
    return "\n".join(line.text for line in message_lines(message, row, ZH))


def test_each_kind_of_line_as_it_is_read(desk: Desk) -> None:
    one = ticket(desk, urgency="urgent", urgency_reason="停产")
    late = at("2026-11-20T10:00:00")
    for told, text in (
        (
            Told(part="promise", ticket=one, at=late, value="callback", is_late=True,
                 people=["赵敏"]),
            "SZ-2611-A0001 故障报修 加急 回访，10:00 已超时（赵敏）",
        ),
        (
            Told(part="promise", ticket=one, at=at("2026-11-21T08:30:00"), value="callback"),
            "SZ-2611-A0001 故障报修 加急 回访，11-21 08:30 到期",
        ),
        (Told(part="visit", ticket=one, at=late), "10:00 SZ-2611-A0001 故障报修 加急"),
        (
            Told(part="unkept", ticket=one, at=late, people=["王强"]),
            "没人去的上门：1\nSZ-2611-A0001 故障报修 加急 约 10:00，没人去（王强）",
        ),
        (
            Told(part="unkept", ticket=one, at=late, people=["王强"], is_late=True),
            "没人去的上门：1\nSZ-2611-A0001 故障报修 加急 约 10:00，没人到（王强）",
        ),
        (
            Told(part="waiting", ticket=one, at=late, value="replied", is_late=True, count=40),
            "待处理：40\nSZ-2611-A0001 故障报修 加急 已回复 10:00 已超时",
        ),
        (Told(part="visits", people=["王强"], count=3), "今天上门：\n王强：3"),
        (
            Told(part="complaint", ticket=one, at=late, value="SZ-2611-A0009"),
            "SZ-2611-A0001，10:00 受理，投诉 SZ-2611-A0009",
        ),
        (
            Told(part="duty", day=DAY, value="17:30-24:00", people=["王强", "李明"]),
            "11-20 17:30-24:00：王强、李明",
        ),
    ):  # fmt: skip
        assert lines(told) == text


def test_nothing_of_a_customer_unless_it_is_set(desk: Desk) -> None:
    one = ticket(desk, unit=f"{CANARY}酒家", address=f"{CANARY}路1号", contact=CANARY,
                 mobile="13911112222", phone="0755-26009999", symptom=f"{CANARY}叫 13733334444",
                 wishes=f"{CANARY}食", model=f"{CANARY}-200", serial="JSQ-77",
                 urgency="urgent", urgency_reason=f"{CANARY}急")  # fmt: skip
    numbers = ("13911112222", "26009999", "13733334444", "JSQ-77")
    for part in ("promise", "visit", "unkept", "waiting", "complaint"):
        told = Told(part=part, ticket=one, at=at("2026-11-20T10:00:00"), value="callback")
        bare = lines(told)
        assert CANARY not in bare
        assert not [number for number in numbers if number in bare]
        masked = lines(told, "masked")
        assert masked == f"{bare}\n  {CANARY}酒家 139****2222 {CANARY}叫 137****4444"
        full = lines(told, "full")
        assert full == (
            f"{bare}\n  {CANARY}酒家 {CANARY} 13911112222 {CANARY}路1号 {CANARY}叫 13733334444"
        )


def test_a_customers_words_make_no_line_of_their_own(desk: Desk) -> None:
    one = ticket(desk, symptom="一\n【通知】 假的\x1b[31m")
    told = Told(part="visit", ticket=one, at=at("2026-11-20T10:00:00"))
    assert len(lines(told, "full").splitlines()) == 2
    assert "\x1b" not in lines(told, "full")


def test_the_first_line() -> None:
    wang = Person(id="wang", name="王强", roles=["technician"])
    message = Message(digest="tomorrow", office="SZ", day=DAY, lines=[], people=[wang])
    assert heading(ROW, message, ZH, "深圳办事处") == "【明天的单】 深圳办事处 11-20"
    about = Message(digest="tomorrow", office="SZ", day=DAY, lines=[], people=[wang], about="wang")
    own = NotifyRow(digest="tomorrow", channel="g", words="工单提醒")
    assert heading(own, about, ZH, "深圳办事处") == "【工单提醒】 深圳办事处 11-20 王强"
    assert part_text("【值班】", [MessageLine("甲", "")], (2, 3), [CHANGED, PERHAPS_AGAIN], ZH) == (
        "【值班】 (2/3)（有变动、可能发过了）\n甲"
    )


@pytest.mark.parametrize("limit", [300, 777, 2048])
def test_a_long_message_is_split_between_lines_within_the_limit(limit: int) -> None:
    head = "【新超时】 深圳办事处 11-20"
    all_lines = [
        MessageLine(f"SZ-2611-A{number:04d} 回访，10:00 已超时", str(number))
        for number in range(99)
    ]
    parts = parts_of_message(head, all_lines, limit)
    assert [line for part in parts for line in part] == all_lines
    assert len(parts) > 1
    for number, part in enumerate(parts, 1):
        text = part_text(head, part, (number, len(parts)), [CHANGED, PERHAPS_AGAIN], ZH)
        assert len(text.encode()) <= limit
        assert text.startswith(head)
    assert parts_of_message(head, all_lines, 0) == [all_lines]


def test_a_line_too_long_is_cut_at_a_character() -> None:
    parts = parts_of_message("头", [MessageLine("字" * 2000, "a"), MessageLine("乙", "b")], 400)
    assert [line.mark for part in parts for line in part] == ["a", "b"]
    cut = parts[0][0].text
    assert cut.endswith("…")
    assert set(cut[:-1]) == {"字"}
    assert len(part_text("头", parts[0], (1, 2), [CHANGED], ZH).encode()) <= 400


def test_people_are_mentioned_by_their_mobiles_alone() -> None:
    phones = ("138 0000-0001", "+8613800000002", "0755-26000000", "", "13800000003x")
    people = [Person(id="p", name="P", roles=["clerk"], phone=phone) for phone in phones]
    assert mobiles_of(people) == ["13800000001", "13800000002"]
