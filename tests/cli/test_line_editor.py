"""Keys in an answer at a terminal, and the way back to the question before."""

from __future__ import annotations

import os
import stat
import sys

import pytest
from conftest import NOW, TICKET, Desk

from svc.cli.line_editor import LONGEST, TypedLine, _keys, following, previous
from svc.cli.turns import GoneBack, Turns

UP, DOWN, LEFT, RIGHT, HOME, END, DELETE = (
    "\x10", "\x0e", "\x02", "\x06", "\x01", "\x05", "delete",
)  # fmt: skip
ERASE, CLEAR, WORD, REST = "\x7f", "\x15", "\x17", "\x0b"


def pressed(*keys: str, text: str = "", earlier: tuple[str, ...] = ()) -> str:
    """What stands in the line then, with the cursor as |."""
    line = TypedLine(text, earlier)
    for key in keys:
        for each in key if len(key) > 1 and key not in (DELETE, "word back", "word on") else (key,):
            line.press(each)
    return f"{line.text[: line.at]}|{line.text[line.at :]}"


@pytest.mark.parametrize(("keys", "shown"), [
    (("加热管", ERASE), "加热|"),
    (("ab", LEFT, "x"), "ax|b"),
    (("南山", LEFT, ERASE), "|山"),
    (("南山", HOME, "在"), "在|南山"),
    (("南山", HOME, RIGHT, DELETE), "南|"),
    (("南山", HOME, END, "区"), "南山区|"),
    (("换管 正常", WORD), "换管 |"),
    (("换管 正常，", WORD), "换管 |"),
    (("换管 正常", LEFT, CLEAR), "|"),
    (("换管 正常", "word back", REST), "换管 |"),
    (("one two", HOME, "word on", "!"), "one!| two"),
    (("e\u0301", ERASE), "|"),                     # a letter and its accent are seen as one
    (("a👨\u200d🔧", ERASE), "a|"),
    (("a👨\u200d🔧b", LEFT, LEFT), "a|👨\u200d🔧b"),
    (("a", HOME, ERASE), "|a"),
    (("a", DELETE), "a|"),
    (("", LEFT), "|"),
    (("a\x07b",), "ab|"),                          # a key that does nothing here
])  # fmt: skip
def test_keys_change_the_line_as_it_is_seen(keys: tuple[str, ...], shown: str) -> None:
    assert pressed(*keys) == shown


def test_earlier_answers_come_by_the_arrow_keys_and_what_was_typed_comes_back() -> None:
    there = ("一", "二")
    assert pressed("三", UP, earlier=there) == "二|"
    assert pressed("三", UP, UP, UP, earlier=there) == "一|"
    assert pressed("三", UP, UP, DOWN, DOWN, DOWN, earlier=there) == "三|"
    assert pressed("三", UP, ERASE, "x", UP, DOWN, earlier=there) == "x|"


def test_places_are_never_within_a_character() -> None:
    text = "a👨\u200d🔧e\u0301"
    assert [previous(text, at) for at in (1, 4, 6)] == [0, 1, 4]
    assert [following(text, at) for at in (0, 1, 4)] == [1, 4, 6]


def test_a_conversation_is_held_once_more_with_the_answers_before() -> None:
    turns = Turns()
    start = turns.begin()
    turns.give("a")
    turns.give("b")
    with pytest.raises(GoneBack):
        turns.go_back()
    assert turns.again_from(start)
    assert (turns.repeating, turns.offered) == (True, "b")
    assert (turns.next_given(), turns.next_given()) == ("a", None)
    assert turns.may_go_back(recorded=False)
    assert not turns.may_go_back(recorded=True)
    turns.close_way_back()
    assert not turns.may_go_back(recorded=False)


def test_back_may_be_typed_behind_an_answer_that_is_offered() -> None:
    turns = Turns()
    assert turns.is_back("<")
    assert turns.is_back("《")
    assert not turns.is_back("4001<")
    turns.offered = "4001"
    assert turns.is_back("4001<")
    assert not turns.is_back("4001")
    assert not turns.is_back("4002<")


def test_after_the_last_conversation_nothing_is_silent_any_more() -> None:
    turns = Turns()
    start = turns.begin()
    turns.give("a")
    turns.give("b")
    with pytest.raises(GoneBack):
        turns.go_back()
    turns.again_from(start)
    turns.end()
    assert not turns.repeating


if sys.platform != "win32":
    from cli.terminal import CTRL_C, talk


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
class TestAtATerminal:
    """With real keys."""

    def test_arrow_keys_backspace_and_the_way_back(self, desk: Desk) -> None:
        desk.play("handover")
        ended = talk(
            desk.path, "contact", TICKET,
            answers=["李工\x1b[D\x7f张\x1b[C\x7f先", "<", "\x1b[F生", "x\x15坏了\x1b[H加热管"],
            now="2026-11-20T09:40:00+08:00", by="li", lang="zh",
        )  # fmt: skip
        assert ended.status == 0, ended.screen
        assert (desk.log[-1]["spoke_to"], desk.log[-1]["judged"]) == ("张先生", "加热管坏了")
        assert ended.screen.count("上一题") == 1

    def test_before_the_first_question_there_is_none_to_go_back_to(self, desk: Desk) -> None:
        desk.play("handover")
        ended = talk(
            desk.path, "contact", TICKET, answers=["＜", "张工", "断路"],
            now="2026-11-20T09:40:00+08:00", by="li", term="dumb",
        )  # fmt: skip
        assert ended.status == 0, ended.screen
        assert "There is no question before this one" in ended.screen

    def test_ctrl_c_gives_what_was_answered_as_a_command_line(self, desk: Desk) -> None:
        desk.play("handover")
        before = desk.snapshot()
        ended = talk(
            desk.path, "contact", TICKET, answers=["张工", CTRL_C],
            now="2026-11-20T09:40:00+08:00", by="li",
        )  # fmt: skip
        assert ended.status == 130
        assert f"svc contact {TICKET} --spoke-to '张工'" in ended.screen
        assert desk.snapshot() == before

    def test_a_broken_off_intake_is_a_draft(self, desk: Desk) -> None:
        ended = talk(
            desk.path, "intake", answers=["+", "南山茶楼", "<", "\x1b[F二店", CTRL_C], now=NOW
        )
        assert ended.status == 130
        drafts = list((desk.path / ".git/svc/drafts").iterdir())
        assert ["南山茶楼二店" in each.read_text("utf-8") for each in drafts] == [True]
        assert "svc intake" in ended.screen

    def test_technical_answers_are_there_the_next_time_and_names_are_not(self, desk: Desk) -> None:
        desk.play("handover")
        talk(desk.path, "contact", TICKET, answers=["张工", "加热管断路"],
             now="2026-11-20T09:40:00+08:00", by="li")  # fmt: skip
        kept = desk.path / ".git/svc/drafts/answers.json"
        text = kept.read_text("utf-8")
        assert ("加热管断路" in text, "张工" in text) == (True, False)
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        desk.ok("reply", TICKET, "--remedy", "更换加热管", by="li", now="2026-11-20T09:45:00")
        ended = talk(desk.path, "contact", TICKET, answers=["李工", "\x1b[A"],
                     now="2026-11-20T09:50:00+08:00", by="li")  # fmt: skip
        assert "加热管断路" in ended.screen


def test_no_more_is_taken_than_an_answer_may_have() -> None:
    line = TypedLine()
    for _ in range(LONGEST + 10):
        line.press("字")
    assert line.text == "字" * LONGEST


def test_bytes_of_another_encoding_are_characters_one_by_one() -> None:
    """A terminal or a paste in GBK: `decode` gives two characters at once where the first is none."""
    reading, writing = os.pipe()
    os.write(writing, "你好".encode("gbk") + b"a\n")
    os.close(writing)
    keys = list(_keys(reading))
    os.close(reading)
    assert all(len(key) == 1 for key in keys)
    assert keys[-3:] == ["a", "\n", "\x04"]
    line = TypedLine()
    for key in keys[:-2]:
        line.press(key)
    assert line.text.endswith("a")
