"""The one rule by which a fixed word that somebody typed is read: as it is written, or as it is
called, in either language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from svc.errors import N_, NotOneOf
from svc.model.typed_text import as_code

if TYPE_CHECKING:
    from svc.cli.desk import Desk

YES_NO = {"yes", "no"}
_ALSO_CALLED = {
    "yes": ("是", "正常", "y", "true"),
    "no": ("否", "不正常", "n", "false"),
    "transfer": ("转账", "转帐", "汇款", "对公"),
    "card": ("pos",),
    "good": ("好", "好件", "完好", "退回完好"),
    "defective": ("坏", "坏了", "坏料", "坏件", "故障件"),
    "used": ("用掉", "用了", "用完", "已用"),
    "lost": ("丢了", "遗失", "弄丢"),
    "labour": ("人工", "工时费"),
    "travel": ("上门费",),
}
"""What people say for a fixed value besides what it is called."""


def choice_group(choices: tuple[str, ...]) -> str:
    """The group of labels that names these fixed values; nothing where none does."""
    from svc.model.labels import LABELS

    groups = [name for name, labels in LABELS.items() if labels.keys() >= set(choices)]
    return min(groups, key=lambda name: len(LABELS[name]), default="")


def choice_names(desk: Desk, choices: tuple[str, ...]) -> dict[str, str]:
    """Each fixed value and what the department calls it."""
    if set(choices) == YES_NO:
        return {"yes": desk.words(N_("yes")), "no": desk.words(N_("no"))}
    group = choice_group(choices)
    return {choice: desk.words.label(group, choice) if group else choice for choice in choices}


def meant_choice(choices: Mapping[str, str], text: str) -> str:
    """The value meant by a word: itself, its name, or the beginning of one name alone; 修好 is
    已修好. Nothing if none or several can be meant.
    """
    word = as_code(text).casefold()
    names = {choice: as_code(name).casefold() for choice, name in choices.items()}
    ways: tuple[Callable[[str], bool], ...] = (
        lambda choice: choice == word.replace(" ", "_") or word in _ALSO_CALLED.get(choice, ()),
        lambda choice: word in (names[choice], names[choice].removeprefix("已")),
        lambda choice: len(word) >= 2 and names[choice].startswith(word),
    )
    for fits in ways:
        meant = [choice for choice in choices if fits(choice)]
        if meant:
            return meant[0] if len(meant) == 1 else ""
    return ""


def meant_in_group(desk: Desk, group: str, choices: Sequence[str], text: str) -> str:
    """The fixed value meant by a word: as it is written, or as it is called here, in Chinese or in
    English, whatever language is spoken. Nothing if none or several can be meant.
    """
    from svc.render.words import Words

    if text in choices:
        return text
    for words in (desk.words, Words("zh"), Words("en")):
        names = {each: words.label(group, each) if group else each for each in choices}
        meant = meant_choice(names, text)
        if meant:
            return meant
    return ""


def not_one_of(
    desk: Desk, option: str, text: str, choices: tuple[str, ...], group: str
) -> NotOneOf:
    """The refusal that lists what can be typed: in Chinese the words, in English the values."""
    refusal = NotOneOf(option=option, value=text, choices=list(choices))
    if desk.lang == "zh" and group:
        refusal.named = (("choices", group),)
    return refusal
