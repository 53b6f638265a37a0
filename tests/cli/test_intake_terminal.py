"""Intake as it is typed at a terminal: how many answers it takes, what is shown meanwhile, and
giving up.
"""

from __future__ import annotations

import sys

import pytest
from conftest import NOW, TICKET, Desk

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from cli.terminal import CTRL_C, Keys, talk

NEXT_DAY = "2026-11-23T09:00:00+08:00"


def known(desk: Desk) -> None:
    """The customer is known, and nothing is open."""
    desk.intake()
    desk.ok("cancel", TICKET, "--reason", "不修了", "--asked-by", "张工", by="chen")


@pytest.mark.parametrize(
    "words", ["0755-26001111", "13900001111", "南山明辉餐饮", "SZ-A0001", "CR200-24-0042"]
)
def test_a_known_customers_repair_takes_at_most_eight_answers(desk: Desk, words: str) -> None:
    known(desk)
    machine = [] if words.startswith("CR") else [""]
    ended = talk(
        desk.path,
        "intake",
        answers=[words, *machine, "", "漏水", "今早", "明天 10:00 前来", ""],
        now=NEXT_DAY,
    )
    assert ended.status == 0, ended.screen
    assert len(ended.asked) <= 8
    assert "in warranty" in ended.screen
    ticket = desk.ok("--json", "show", "SZ-2611-A0002").json["record"]
    assert ticket["customer"]["file"] == "SZ-A0001"
    assert ticket["asked_for"] == "2026-11-24T10:00:00+08:00"


def test_the_only_contact_on_file_is_offered_and_another_one_is_taken(desk: Desk) -> None:
    known(desk)
    answers = ["26001111", "", "王工", "13800138000", "漏水", "今早", "尽快", ""]
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    assert ended.status == 0, ended.screen
    assert "1  张工  13900001111" in ended.screen
    customer = desk.ok("--json", "show", "SZ-2611-A0002").json["record"]["customer"]
    assert (customer["contact"], customer["mobile"]) == ("王工", "13800138000")


def test_pinyin_finds_and_a_list_is_answered_by_number(desk: Desk) -> None:
    desk.intake()
    desk.intake(
        unit="南山茶楼", phone="0755-26009999", mobile="13900009999", serial="CR200-25-0001"
    )
    answers = ["nanshan", "2", "", "", "+", "漏水", "今早", "尽快", "urgent", "晚市要用"]
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    assert ended.status == 0, ended.screen
    assert "1  SZ-A0001" in ended.screen
    assert "2  SZ-A0002" in ended.screen
    ticket = desk.ok("--json", "show", "SZ-2611-A0003").json["record"]
    assert (ticket["customer"]["unit"], ticket["urgency_reason"]) == ("南山茶楼", "晚市要用")


def test_what_fits_stands_below_the_line_before_enter_is_pressed(desk: Desk) -> None:
    known(desk)
    answers = [
        Keys("nsmx\x7f", "SZ-A0001  南山明辉餐饮"),
        "",
        "",
        "",
        "漏水",
        "今早",
        "尽快",
        "",
    ]  # one letter taken back
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    assert (ended.status, ended.echoes) == (0, True), ended.screen
    assert (
        desk.ok("--json", "show", "SZ-2611-A0002").json["record"]["customer"]["file"] == "SZ-A0001"
    )


# Ctrl-C; Ctrl-U, then Ctrl-D at the empty line
@pytest.mark.parametrize("keys", [CTRL_C, "\x15\x04"])
def test_giving_up_in_the_middle_of_a_word_leaves_the_terminal_as_it_was(
    desk: Desk, keys: str
) -> None:
    known(desk)
    before = desk.snapshot()
    ended = talk(
        desk.path, "intake", answers=[Keys("南山\x1b[D", "SZ-A0001", then=keys)], now=NEXT_DAY
    )
    assert (ended.status, ended.echoes) == (130, True)
    assert desk.snapshot() == before


def test_a_terminal_that_can_do_nothing_is_asked_line_by_line(desk: Desk) -> None:
    known(desk)
    ended = talk(
        desk.path,
        "intake",
        answers=["26001111", "", "", "漏水", "今早", "尽快", ""],
        now=NEXT_DAY,
        term="dumb",
    )
    assert ended.status == 0, ended.screen
    assert "\x1b" not in ended.screen


def test_the_same_matter_becomes_a_reminder_and_no_second_ticket(desk: Desk) -> None:
    desk.intake()
    ended = talk(desk.path, "intake", answers=["26001111", "", "", "1"], now=NEXT_DAY)
    assert ended.status == 0, ended.screen
    assert f"1  {TICKET}" in ended.screen
    assert [event["what"] for event in desk.log] == ["received", "reminded"]
    assert not (desk.path / "tickets/SZ/2026-11/SZ-2611-A0002.yaml").exists()


def test_earlier_faults_a_repeated_repair_and_what_is_known_are_shown_while_the_caller_speaks(
    desk: Desk,
) -> None:
    desk.play()
    answers = ["26001111", "", "", "又不加热，报E07", "今早", "尽快", ""]
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    asked_wishes = ended.screen.index("What the customer asks for")
    for shown in (
        f"Earlier: {TICKET}",
        "Attention: repair number 2 of this machine",
        "cr_heating_e07",
    ):
        assert ended.screen.index(shown) < asked_wishes
    assert "Repeated repair" in ended.screen


def test_a_new_customer_is_asked_for_everything_and_the_number_typed_first_is_not_asked_again(
    desk: Desk,
) -> None:
    answers = [
        "13800138000", "", "星河酒店", "福田区益田路1号", "王经理", "", "CR-300", "20kW", "CR300-25-0001",
        "不详", "发票丢了", "", "漏水", "今早", "尽快", "",
    ]  # fmt: skip
    ended = talk(desk.path, "intake", answers=answers, now=NOW, lang="zh")
    assert ended.status == 0, ended.screen
    ticket = desk.data
    assert (ticket["customer"]["phone"], ticket["customer"]["mobile"]) == (
        "13800138000",
        "13800138000",
    )
    assert ticket["unknown"] == [{"field": "equipment.bought", "why": "发票丢了"}]
    assert (desk.path / "customers/SZ-A0001.yaml").is_file()


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_ctrl_c_at_any_question_changes_nothing(desk: Desk, after: int) -> None:
    known(desk)
    before = desk.snapshot()
    answers = [*["26001111", "", "", "漏水", "今早", "尽快"][:after], CTRL_C]
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    assert ended.status == 130
    assert "nothing was changed" in ended.screen
    assert desk.snapshot() == before


def test_the_lock_is_free_while_somebody_is_asked(desk: Desk) -> None:
    known(desk)
    ended = talk(
        desk.path,
        "intake",
        answers=["26001111", "", "", "漏水", "今早", "尽快", ""],
        now=NEXT_DAY,
        meanwhile=lambda: desk.ok("note", TICKET, "同时记一笔", by="li", now=NEXT_DAY),
    )
    assert ended.status == 0
    assert desk.log[-1]["words"] == "同时记一笔"


def test_who_calls_once_more_is_offered_what_is_open_and_the_words_join_it(desk: Desk) -> None:
    desk.ok("intake", "--note", "张工", "139-0000-1111", "--words", "漏水", by="wang")
    again = ("intake", "--note", "张太太", "13900001111", "--words", "漏得更大了")
    ended = talk(desk.path, *again, answers=["1"], now=NEXT_DAY)
    assert ended.status == 0, ended.screen
    assert f"1  {TICKET}" in ended.screen
    assert desk.log[-1]["what"] == "reminded"
    assert (desk.log[-1]["caller"], desk.log[-1]["words"]) == ("张太太", "漏得更大了")
    ended = talk(desk.path, *again, answers=["+"], now=NEXT_DAY)
    assert ended.status == 0, ended.screen
    assert desk.ok("--json", "show", "SZ-2611-A0002").json["record"]["status"] == "noted"


def test_a_noted_call_that_is_chosen_is_completed_with_what_is_told_now(desk: Desk) -> None:
    known(desk)
    desk.ok("intake", "--note", "张工", "139-0000-1111", "--words", "漏水", by="wang", now=NEXT_DAY)
    answers = ["13900001111", "", "", "1", "今早", "尽快", ""]
    ended = talk(desk.path, "intake", answers=answers, now=NEXT_DAY)
    assert ended.status == 0, ended.screen
    log = desk.ok("--json", "show", "SZ-2611-A0002").json["record"]["log"]
    assert [event["what"] for event in log] == ["noted", "received"]


def test_a_noted_call_is_completed_at_the_terminal(desk: Desk) -> None:
    known(desk)
    desk.ok("intake", "--note", "张工", "139-0000-1111", "--words", "漏水", by="wang", now=NEXT_DAY)
    ended = talk(
        desk.path, "intake", "SZ-2611-A0002", answers=["", "今早", "尽快", ""], now=NEXT_DAY
    )
    assert ended.status == 0, ended.screen
    ticket = desk.ok("--json", "show", "SZ-2611-A0002").json["record"]
    assert ticket["customer"]["file"] == "SZ-A0001"
    assert [event["what"] for event in ticket["log"]] == ["noted", "received"]
