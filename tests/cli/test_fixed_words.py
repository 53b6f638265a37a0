"""Every fixed word that is typed is taken as it is called, in Chinese and in English, whatever
language is spoken: alone as the value of an option (`test_values.py`), or as a part of one.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from cli.test_values import CHINESE, ENGLISH, VALUES

from svc.actions.free_lines import FREE_REASONS
from svc.cli.commands import COMMANDS
from svc.cli.desk import Desk
from svc.cli.lists import _column_names
from svc.cli.part_values import part_used
from svc.cli.policies import _limit
from svc.cli.quotes import _free_typed
from svc.cli.shared import chosen_value, way_and_sum
from svc.cli.signatures import party_and_words
from svc.cli.staff import skill_meant
from svc.cli.visits import _checks_typed
from svc.errors import NotAWay, NotOneOf
from svc.model.events import OldPart, Party, Pay, VisitCheck
from svc.model.labels import LABELS
from svc.model.money import amount_from, signed_amount_from
from svc.render.lists import COLUMNS
from svc.render.words import Words

Reads = Callable[[Desk, str], object]
PARTS_OF_VALUES: dict[str, tuple[str, tuple[str, ...], Reads]] = {
    # metavar: the group of labels, its values, what is read of one
    "HOW=YUAN": ("pay", get_args(Pay), lambda desk, word: way_and_sum(desk, "", f"{word}=5")[0]),
    "CODE:WHY": (
        "free",
        FREE_REASONS,
        lambda desk, word: _free_typed(desk, [f"L1:{word}"])["L1"],
    ),
    "PART:COUNT:FATE": (
        "old_part",
        get_args(OldPart),
        lambda desk, word: part_used(desk, f"P-1:2:{word}").old_part,
    ),
    "PARTY=NAME": (
        "party",
        get_args(Party),
        lambda desk, word: party_and_words(desk, "", f"{word}=李")[0],
    ),
    "PROMISE=LIMIT": (
        "promise",
        tuple(LABELS["promise"]),
        lambda desk, word: _limit(desk, f"{word}=1h")[0],
    ),
    "WORDS": ("kind", tuple(LABELS["kind"]), skill_meant),
    ",".join(get_args(VisitCheck)): (
        "checked",
        get_args(VisitCheck),
        lambda desk, word: _checks_typed(desk, [word])[0],
    ),
}
"""Where a fixed word is a part of what is typed."""


@pytest.mark.parametrize("metavar", PARTS_OF_VALUES)
def test_a_fixed_word_within_a_value_is_taken_in_either_language(metavar: str) -> None:
    group, choices, reads = PARTS_OF_VALUES[metavar]
    assert metavar in {value.metavar for value in VALUES}
    for choice in choices:
        called = {words.label(group, choice) for words in (Words("zh"), Words("en"))}
        for desk in (ENGLISH, CHINESE):
            assert {reads(desk, word) for word in (choice, *called)} == {choice}


def test_a_column_is_named_as_its_head_is() -> None:
    for name, (head, _) in COLUMNS.items():
        for desk in (ENGLISH, CHINESE):
            for words in (Words("zh"), Words("en")):
                assert _column_names(desk, f"{words(head)}，id") == (name, "id")
    with pytest.raises(NotOneOf) as refused:
        _column_names(CHINESE, "那个")
    assert "工单" in refused.value.facts["choices"]


@pytest.mark.parametrize(
    ("typed", "how", "amount"),
    [
        ("cash=300", "cash", "300"),
        ("cash:300", "cash", "300"),
        ("现金：300元", "cash", "300"),
        ("微信 200", "wechat", "200"),
        ("微信200", "wechat", "200"),
        ("支付宝＝ 12.5", "alipay", "12.50"),
        ("转账 ¥1,200", "transfer", "1200"),
        ("bank transfer 80", "transfer", "80"),
        ("POS 45", "card", "45"),
        ("现金 -30", "cash", "-30"),
    ],
)
def test_a_way_of_paying_and_its_sum(typed: str, how: str, amount: str) -> None:
    for desk in (ENGLISH, CHINESE):
        way, text = way_and_sum(desk, "--counted", typed)
        assert (way, str(signed_amount_from(text, ""))) == (
            how,
            str(signed_amount_from(amount, "")),
        )
        if not amount.startswith("-"):
            assert amount_from(text, "") == signed_amount_from(amount, "")


@pytest.mark.parametrize("typed", ["现金", "300", "=300", "现金=", "："])
def test_what_is_no_way_and_sum_is_refused_with_the_ways_named(typed: str) -> None:
    with pytest.raises(NotAWay) as refused:
        way_and_sum(CHINESE, "--counted", typed)
    said = CHINESE.words.error(refused.value)
    assert all(CHINESE.words.label("pay", how) in said for how in get_args(Pay))
    assert "--counted 现金=300" in said


def test_a_way_nobody_knows_is_refused_with_the_ways_named() -> None:
    with pytest.raises(NotOneOf) as refused:
        way_and_sum(CHINESE, "--also", "黄金=5")
    said = CHINESE.words.error(refused.value)
    assert all(CHINESE.words.label("pay", how) in said for how in get_args(Pay))


def test_nothing_takes_a_fixed_word_as_it_is_written_alone() -> None:
    """`one_of` compares as written: its option has to say its values in its metavar, where the one
    rule reads them; else `chosen_value` does.
    """
    said = {
        (value.command, value.option if value.option.startswith("--") else "")
        for value in VALUES
        if value.choices or value.metavar in ("CLASS", "ID")  # which have readers of their own
    }
    alone = []
    for name in sorted({command.call.partition(":")[0] for command in COMMANDS.values()}):
        of_module = {each.name for each in COMMANDS.values() if each.call.startswith(f"{name}:")}
        for option in _compared_as_written(importlib.import_module(name)):
            known = {(each, option if option.startswith("--") else "") for each in of_module}
            if not known & said:
                alone.append((name, option))
    assert alone == []


def _compared_as_written(module: ModuleType) -> list[str]:
    tree = ast.parse(Path(inspect.getfile(module)).read_text(encoding="utf-8"))
    calls: list[Any] = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        str(call.args[0].value)
        for call in calls
        if getattr(call.func, "id", "") == "one_of" and isinstance(call.args[0], ast.Constant)
    ]


def test_what_can_be_meant_is_one_value_or_none() -> None:
    assert chosen_value(ENGLISH, "--how", "微信", "pay", get_args(Pay)) == "wechat"
    with pytest.raises(NotOneOf):
        chosen_value(ENGLISH, "--how", "c", "pay", get_args(Pay))
