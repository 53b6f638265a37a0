"""Every command that a message names can be typed as it is printed, in both languages."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import catalogue
import pytest
from conftest import TICKET, Desk, shared_desk
from errors.states import FILE, LATER, STATES
from hints import STANDS_FOR, Line, lines_in, why_not_typed
from reference.commands import options

from svc.cli.commands import COMMANDS
from svc.cli.fixed_words import choice_names, meant_choice
from svc.cli.lazy import GLOBAL_OPTIONS
from svc.cli.values import _SHOWN
from svc.model.labels import LABELS
from svc.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHINESE = Words("zh")
WHERE = catalogue.where()
MESSAGES = {
    message: str(entry.string)
    for message, entry in catalogue.translations().items()
    if any(lines_in(message))
    and not all(where.startswith("svc/cli/answers/") for where in WHERE[message])
}
"""The messages that name a command, with their Chinese; not what is said of answers in JSON."""

HELD = {
    "ticket": TICKET,
    "id": TICKET,
    "other": "SZ-2611-A0002",
    "file": FILE,
    "customer": FILE,
    "mine": "SZ-A0002",
    "first": FILE,
    "into": FILE,
    "serial": "CR200-24-0042",
    "part": "P-1001",
    "count": "1",
    "person": "wang",
    "time": "2026-11-21 10:00",
    "day": "2026-11-21",
    "document": "visit-order",
    "region": "south",
    "month": "2026-11",
    "number": "SZ-A-26-0001",
    "field": "phone",
    "to": "明辉装修",
    "defect": "排烟管未接",
    "earlier": "office@2026-11",
    "version": "office@2026-12",
    "path": "request.yaml",
    "on": TICKET,
    "code": "SZ",
    "year": "2025",
    "free": "C",
    "lane": "B",
    "status": "received",
    "record": TICKET,
    "roles": "--role technician",
    "how": "cash",
    "amount": "80.00",
    "new": "13900002222",
}
"""What the ledger that is typed at has for a fact of a message."""


def test_messages_name_many_commands() -> None:
    assert len(MESSAGES) > 100
    assert len({line.command for text in MESSAGES for line in lines_in(text)}) > 40


@pytest.mark.parametrize("message", MESSAGES)
def test_both_languages_name_the_same_commands_each_in_its_words(message: str) -> None:
    english, chinese = list(lines_in(message)), list(lines_in(MESSAGES[message]))
    assert [line.command for line in english] == [line.command for line in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert len(one.words) == len(other.words), (one.text, other.text)
        for at, (word, zh) in enumerate(zip(one.words, other.words, strict=True)):
            if word in _SHOWN:
                assert zh == CHINESE(word), (one.text, other.text)
            elif _pieces(word) == _pieces(zh, "zh"):
                continue
            elif zh != word and (word, zh) not in SAID_OTHERWISE:
                assert _is_same_choice(one, at, zh), (one.text, other.text)


def _pieces(word: str, lang: str = "en") -> list[str]:
    """What stands on either side of `:` and `=`, without quotes: in Chinese what `_SHOWN` has for
    it.
    """
    pieces = re.split("[:=]", word.strip('"'))
    return (
        pieces if lang == "zh" else [CHINESE(each) if each in _SHOWN else each for each in pieces]
    )


SAID_OTHERWISE = {
    *(("today", "今天"), ("settings", "设置")),
    *(("active", "使用中"), ("merged", "已合并到另一档案")),
    *((name, CHINESE.label("paper", name)) for name in LABELS["paper"]),
}
"""Words that are typed in either language and are no value of an option."""


def _is_same_choice(line: Line, at: int, chinese: str) -> bool:
    """Whether the Chinese word is the name of the value that the English line has there."""
    option = next(each for each in options(line.command, "en") if each.name == line.option_of(at))
    choices = tuple(option.metavar.split("|"))
    from reference.commands import desk

    return meant_choice(choice_names(desk("zh"), choices), chinese) == line.words[at]


@pytest.mark.parametrize("message", MESSAGES)
def test_what_stands_for_something_is_what_the_help_has_for_it(message: str) -> None:
    for line in lines_in(message):
        metavars = {
            name: option.metavar
            for option in options(line.command, "en")
            for name in option.name.split(" / ")
        } | {f"--{name}": metavar for name, metavar, _ in GLOBAL_OPTIONS}
        for at, word in enumerate(line.words):
            if word.isupper() and word.isalpha() and len(word) > 1:
                assert word in STANDS_FOR, f"{line.text}: what is typed for {word}?"
                wanted = metavars[line.option_of(at)] if line.option_of(at) else word
                several = re.search(r"[a-z\[| ]", wanted) or wanted == "VALUE"
                assert wanted == word or several, f"{line.text}: {wanted}"


ONLY_THE_PERSON = {
    **dict.fromkeys(("REASON", "WORDS", "TEXT", "VALUE"), "what they have to say"),
    **dict.fromkeys(("NAME", "PHONE", "HOW"), "what the customer told them"),
    **dict.fromkeys(("TIME", "YUAN", "PLACE"), "what is agreed, or where they put it"),
    "STAFF": "whom of their colleagues they choose",
    "MANAGER": "who of them answers for it",
    **dict.fromkeys(("NAME=VALUE", "PART:COUNT"), "what it should be, what lies there"),
}
"""What stands for something that nobody but who types it can know, and why."""
CHOSEN = {
    # what is new has the name that they give it
    "init DIR": "where the new ledger is to be",
    "init DIR --from {path}": "likewise",
    "office add CODE --name TEXT --region REGION": "the first one: there is none yet",
    "part add CODE --name WORDS": "what it is called",
    "price new DAY": "from when on it holds",
    "customer contract CUSTOMER --name CONTRACT": "whose contract it is",
    "staff change {id} --kit KIT": "which of several kits he carries",
    "stock kit-set KIT PART:COUNT": "what the new kit is called",
    # of several things there are, which one they mean
    "quote {ticket} --line CODE": "what is to be done",
    "owe {ticket} --until DAY --agreed-by NAME": "what was agreed",
    "print price-list --day DAY": "whose day",
    "knowledge add --from TICKET": "on which ticket the cause was found",
    "equipment correct {serial} --field warranty_until --to DAY --reason REASON": "what was sold",
    "report diff {office} {month} --from DAY": "since when",
    "customer merge {file} --into CUSTOMER --reason REASON": "which of all customers it is",
    "equipment transfer {serial} --to CUSTOMER --reason REASON": "the new owner",
    "equipment add CUSTOMER --serial {serial} --model TEXT --specification TEXT --bought DAY":
        "whose machine it is",
    "equipment add {file} --serial {serial} --model TEXT --specification TEXT --bought DAY":
        "when it was bought",
    "equipment correct {serial} --field serial --to SERIAL --reason REASON":
        "the true number, on its plate",
    "loaner return {ticket} SERIAL": "which of those that were just listed stands before them",
    "loan lend {ticket} {part} --to STAFF --serial NUMBER": "which piece they took",
    "loan lend {ticket} PART --to STAFF": "which part",
    "loan return {ticket} PART --how defective --fault TEXT": "which part",
    "loan return TICKET {code} --how lost": "for which of the tickets it was lost",
    "part short {ticket} PART": "which part",
    "stock move PART @POSITION": "which part, and where to",
    "receipt {ticket} --void NUMBER --reason REASON": "which paper came back",
    "receipt {ticket} --void NUMBER --refund cash --reason REASON": "likewise",
    "print TICKET {document}": "of which ticket",
    "print TICKET PAPER": "which of those that were just listed",
    "amend {ticket} ENTRY": "which of those that were just listed",
    "amend {ticket} ENTRY --field NAME=VALUE --reason REASON": "likewise",
    "amend TICKET": "the ticket that is being amended; said of an option",
    "why TICKET": "any; said in a text that explains",
}  # fmt: skip
"""Lines with another word that stands for something, and what only the person knows of it."""


@pytest.mark.parametrize("message", MESSAGES)
def test_advice_has_true_values_wherever_the_program_knows_them(message: str) -> None:
    for line in lines_in(message):
        asked = [
            word
            for word in line.words
            if re.fullmatch("[A-Z]{2,}(?:[:=][A-Z]+)?", word) and word not in ONLY_THE_PERSON
        ]
        assert not asked or line.text in CHOSEN, f"{line.text}: who knows {asked}?"


def test_every_exception_is_still_said() -> None:
    lines = {line.text: line for message in MESSAGES for line in lines_in(message)}
    assert CHOSEN.keys() <= lines.keys()
    words = {word for line in lines.values() for word in line.words}
    assert set(ONLY_THE_PERSON) - words <= {"MANAGER"}


@pytest.fixture(scope="module")
def played(
    tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path
) -> Iterator[Desk]:
    """A ledger with a priced ticket, a second customer and a part out."""
    path = tmp_path_factory.mktemp("hints") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        for state in ("paid repair", "quoted", "lent", "two files"):
            STATES[state](desk)
        (path / "request.yaml").write_text('symptom: "不加热"\n', encoding="utf-8")
        yield desk


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_command_that_a_message_names_is_taken_as_it_is_printed(
    played: Desk, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    words = Words(lang)
    wrong = []
    typed = set()
    for message in MESSAGES:
        fields = {name for _, name, _, _ in string.Formatter().parse(message) if name}
        text = words(message, **{name: HELD.get(name, name) for name in fields})
        for line in lines_in(text):
            if line.text not in typed:
                typed.add(line.text)
                wrong.append(why_not_typed(played, monkeypatch, line, by="sun", now=LATER))
    assert not any(wrong), "\n".join(why for why in wrong if why)
    assert len(typed) > 100
    assert {line.split()[0] for line in typed} <= {name.split()[0] for name in COMMANDS}
