"""Blocks: what survives a chat, and what is refused by the name of what is wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rules.composed import (
    FAULT,
    TOKEN,
    VISIT,
    composed,
    of_later_version,
    read_one,
    refusal_of,
    widened,
    wrapped,
)

from svc.errors import NoBlock, PasteTooLong
from svc.model.blocks import FaultBlock, VisitBlock
from svc.rules.blocks import MOST_BLOCKS, MOST_CHARACTERS, checksum, plain_signs, read_pasted

SCRIPT = Path(__file__).parents[2] / "templates/site/form_script.js"
CHINA = timezone(timedelta(hours=8))
REFUSED = ("block-garbled", "block-cut-off")
WORDS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("abcXYZ019 ,.;:!?'\"()+-*/=%<&～，。；：！？“”‘’（）、…—℃Ω①𠮷é"),
    ),
    min_size=1,
    max_size=60,
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip


def test_a_visit_is_read_field_by_field() -> None:
    block = read_one(
        composed(
            parts="2×P-1001 加热管；1.收回\n1×垫片;4.无旧件",
            checked="1.整机测试 3.现场已清洁",
            sure="2.没有把握",
            agreed="张工",
            how="2.电话",
            amount="¥1,080.5 元",
            rating="2.满意",
            signed_by="张工",
        )
    )
    assert isinstance(block, VisitBlock)
    assert (block.ticket, block.seen, block.token) == ("SZ-2611-A0001", "0123456789", TOKEN)
    assert block.technician == "wang"
    assert block.arrived == datetime(2026, 11, 20, 13, 55, tzinfo=CHINA)
    assert block.left == datetime(2026, 11, 20, 15, 30, tzinfo=CHINA)
    assert (block.outcome, block.cause, block.sure) == ("fixed", "quality", "unsure")
    assert [(p.part, p.count, p.old_part) for p in block.parts] == [
        ("P-1001 加热管", 2, "returned"),
        ("垫片", 1, "none"),
    ]
    assert block.checked == ["full_test", "site_cleaned"]
    assert (block.how, block.amount) == ("phone", Decimal("1080.50"))
    assert (block.rating, block.signed_by) == ("satisfied", "张工")


def test_a_fault_is_read_and_names_the_machine_of_the_label() -> None:
    block = read_one(composed("fault"))
    assert isinstance(block, FaultBlock)
    assert (block.name, block.phone, block.serial) == ("张工", "13900001111", "CR200-24-0042")


@settings(max_examples=50, deadline=None)
@given(found=WORDS, done=WORDS)
def test_what_was_composed_is_read_as_it_was_answered(found: str, done: str) -> None:
    block = read_one(composed(found=found, done=done))
    assert isinstance(block, VisitBlock)
    assert (block.found, block.done) == (found, done)


@settings(max_examples=40, deadline=None)
@given(found=WORDS, width=st.integers(1, 40))
def test_line_breaks_and_wide_punctuation_of_a_chat_change_nothing_but_blanks_and_punctuation(
    found: str, width: int
) -> None:
    assume("\n" not in found)
    text = composed(found=found)
    plain = read_one(text)
    for sent in (
        wrapped(text, width),
        text.replace("\n", ""),
        text.replace("\n", "\r\n\r\n"),
        "> " + text.replace("\n", "\n> "),
        f"张三 10:21\n{text}\n李四 10:22\n收到",
        f"「张三：{text}」\n- - - - -\n好的",
        widened(text),
    ):
        block = read_one(sent)
        assert isinstance(block, VisitBlock)
        assert isinstance(plain, VisitBlock)
        assert _bare(block.found) == _bare(plain.found)
        assert (block.outcome, block.left, block.token) == (plain.outcome, plain.left, plain.token)


def _bare(text: str) -> str:
    return "".join(char for char in plain_signs(text) if char.isalnum())


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_letter_that_is_another_is_refused(data: st.DataObject) -> None:
    text = composed()
    places = [place for place, char in enumerate(text) if char.isalnum() and char not in "校验"]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from("0189abzABZ王李张加热断"))
    assume(other != text[place])
    changed = text[:place] + other + text[place + 1 :]
    in_first_line = place < text.index("】")
    assert refusal_of(changed) in (("no-block",) if in_first_line else REFUSED)


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"found": ""}, "block-lacks"),
        ({"cause": "2.使用不当"}, "block-lacks"),  # without evidence
        ({"agreed": "张工"}, "block-lacks"),  # without how
        ({"rating": "2.满意"}, "block-lacks"),  # without who signed
        ({"rating": "4.不满意", "signed_by": "张工"}, "block-lacks"),  # without a remark
        ({"outcome": "99.修复"}, "block-field-wrong"),
        ({"outcome": "修复"}, "block-field-wrong"),
        ({"outcome": "0.修复"}, "block-field-wrong"),
        ({"checked": "1.测试 9.别的"}, "block-field-wrong"),
        ({"left": "2026-13-20 15:30 +08:00"}, "block-field-wrong"),
        ({"left": "2026-11-20 15:30"}, "block-field-wrong"),
        ({"left": "1926-11-20 15:30 +08:00"}, "block-field-wrong"),
        ({"written": "2026-11-20 15:30 +14:30"}, "block-field-wrong"),
        ({"left": "2026-11-20 13:30 +08:00"}, "block-field-wrong"),  # before the arrival
        ({"found": "长" * 501}, "block-field-wrong"),
        ({"found": "一\n二"}, "block-field-wrong"),  # a line stands there twice
        ({"token": "A-b c"}, "block-field-wrong"),
        ({"technician": "王强"}, "block-field-wrong"),
        ({"parts": "0×P-1001;1.收回"}, "block-field-wrong"),
        ({"parts": "1×P-1001"}, "block-field-wrong"),
        ({"parts": "1×P-1001;5.丢"}, "block-field-wrong"),
        ({"parts": "\n".join(["1×P-1001;1.收回"] * 51)}, "block-field-wrong"),
        ({"amount": "-5"}, "block-field-wrong"),
        ({"amount": "12.345"}, "block-field-wrong"),
        ({"signed_by": "张工", "unsigned": "不在"}, "block-field-wrong"),
        ({"agreed": "张工", "how": "1.当面", "emergency": "漏电"}, "block-field-wrong"),
    ],
)
def test_answers_that_are_none_or_missing_are_refused(told: dict[str, str], key: str) -> None:
    assert refusal_of(composed(**told)) == key


def test_a_line_that_no_form_has_is_refused_by_its_number() -> None:
    assert refusal_of(of_later_version()) == "block-of-other-version"


@pytest.mark.parametrize("lost", [1, 4, 15, 40, 200])
def test_a_text_whose_end_is_lost_is_cut_off_and_a_whole_one_after_it_is_read(lost: int) -> None:
    text = composed()
    assert refusal_of(text[:-lost]) == "block-cut-off"
    first, second = read_pasted(f"{text[:-lost]}\n{composed(token='z' * 12)}")
    assert first.refusal is not None
    assert (first.refusal.key, first.place, second.place) == ("block-cut-off", 1, 2)
    assert second.block is not None


def test_the_same_block_twice_is_taken_once_and_two_versions_of_one_are_both_refused() -> None:
    text, other = composed(), composed(done="换了别的")
    keys = [each.refusal.key if each.refusal else "" for each in read_pasted(text + "\n" + text)]
    assert keys == ["", "block-twice"]
    keys = [each.refusal.key if each.refusal else "" for each in read_pasted(text + other)]
    assert keys == ["blocks-differ", "blocks-differ"]


def test_what_nobody_sees_is_taken_out_and_what_looks_like_an_option_or_a_path_is_words() -> None:
    found = "\x1b[2J\u202e--allow=x ../../etc/passwd {{7*7}} <script>"
    block = read_one(composed(found=found, seen="../..", ticket="--go"))
    assert isinstance(block, VisitBlock)
    assert block.found.isprintable()
    assert (block.ticket, block.seen) == ("--go", "../..")


@pytest.mark.parametrize("text", ["", "收到", "【完】", "【上门回单", "上门回单】◆1 工单：X"])
def test_a_text_without_a_block_is_named_so(text: str) -> None:
    with pytest.raises(NoBlock):
        read_pasted(text)


def test_more_than_anybody_pastes_is_refused() -> None:
    with pytest.raises(PasteTooLong):
        read_pasted("【上门回单】" + "长" * MOST_CHARACTERS)
    with pytest.raises(PasteTooLong):
        read_pasted("【上门回单】【完】" * (MOST_BLOCKS + 1))
    assert len(read_pasted("【上门回单】【完】" * MOST_BLOCKS)) == MOST_BLOCKS


ANSWERS = [
    "加热管断路", "a b  c", "他说\"好\"…—— it's", "第一行\n第二行", "【完】◆99 [x] 〔y〕", "😀好👍🏽✓", "x" * 600,
    "温度>80|1", "\u202e反\u200b\ufeff\x07", "𠮷野家 𠮷", "\ud800坏\udc00", "　全角　１２：３０ ＡＢＣ－１～２", "Ω℃é①", "",
]  # fmt: skip


def test_the_script_of_the_page_composes_what_is_read_and_has_the_same_checksum() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    codes = [code for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    groups = [
        "".join(f"a{chr(code)}b" for code in codes[at : at + 64]) for at in range(0, 65000, 64)
    ]
    program = """
const fs = require("fs"), vm = require("vm"), page = {};
vm.runInNewContext(fs.readFileSync(process.argv[1], "utf8"), page);
const asked = JSON.parse(fs.readFileSync(0, "utf8")), block = page.svcBlock;
const texts = asked.answers.map((answer) => block.compose("上门回单", "完", "校验",
  asked.lines.map((line) => [line[0], "项", line[0] === 14 ? block.clean(answer) : line[1]])));
console.log(JSON.stringify({texts, cleaned: asked.answers.map(block.clean),
  sums: asked.groups.map(block.checksum), moment: block.typedMoment("2026-11-20T14:00"),
  none: ["", "2026-02-30 10:00", "明天"].map(block.typedMoment)}));
"""
    numbers = {"ticket": 1, "seen": 2, "written": 3, "token": 4, "technician": 5, "arrived": 11,
               "left": 12, "outcome": 13, "found": 14, "done": 15, "cause": 16}  # fmt: skip
    lines = [[numbers[name], value] for name, value in VISIT.items()]
    ended = subprocess.run(
        [node, "-e", program, str(SCRIPT)],
        input=json.dumps({"answers": ANSWERS, "lines": lines, "groups": groups}),
        capture_output=True,
        text=True,
        env={"TZ": "Asia/Shanghai"},
        check=True,
    )
    made = json.loads(ended.stdout)
    assert (made["moment"], made["none"]) == ("2026-11-20 14:00 +08:00", ["", "", ""])
    for text, cleaned in zip(made["texts"], made["cleaned"], strict=True):
        if not cleaned:
            assert refusal_of(text) == "block-lacks"
            continue
        block = read_one(text)
        assert isinstance(block, VisitBlock)
        assert block.found == cleaned
    assert made["sums"] == [checksum(group) for group in groups]


def test_the_samples_are_whole() -> None:
    assert set(FAULT) < {"unit", *FaultBlock.__struct_fields__}


@pytest.mark.parametrize(
    "text", ["◆99" + " " * 60_000, "◆18 备件：1" + " " * 60_000, "◆13" + "\n" * 60_000 + "x"]
)
def test_a_paste_of_blanks_costs_no_more_than_any_other(text: str) -> None:
    began = time.process_time()
    (read,) = read_pasted(f"【上门回单】{text}【完】")
    assert read.refusal is not None
    assert time.process_time() - began < 2  # it was minutes
