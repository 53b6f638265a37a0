"""`svc daily confirm` and `correct`: what is asked at a terminal, and what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from actions.deeds import refused
from conftest import TICKET

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk

DAY = "2026-11-20"
EVENING, LATER = f"{DAY}T18:00:00", f"{DAY}T18:30:00"
CONFIRM = ("daily", "confirm", DAY, "--office", "SZ")
CORRECT = ("daily", "correct", DAY, "--office", "SZ", "--counted", "cash=79", "--reason", "点错")
COUNTED = ("--counted", "cash=80")
Answering = Callable[..., list[str]]


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """The customer paid 80 yuan to the cashier."""
    desk.play("slip")
    line = ("--line", "检测:1:80", "--allow", "检测费")
    desk.ok("charge", TICKET, *line, by="sun", now=f"{DAY}T17:00:00")
    take = ("receipt", TICKET, "--how", "cash", "--taken-by", "zhao")
    desk.ok(*take, by="zhao", now=f"{DAY}T17:10:00")
    return desk


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Somebody at a terminal who gives these answers; the questions, as they are asked."""

    def sit_down(*answers: str) -> list[str]:
        asked: list[str] = []
        waiting = iter(answers)

        def ask(_: object, question: str, *_given: object, **_named: object) -> str:
            asked.append(question)
            return next(waiting)

        monkeypatch.setattr("svc.cli.desk.Desk.at_terminal", True)
        monkeypatch.setattr("svc.cli.desk.Desk.ask", ask)
        return asked

    return sit_down


def sealed_with(desk: Desk) -> tuple[str, str]:
    """What was counted in cash, and why it differed, by the last event of the seal."""
    path = f"seals/SZ/{DAY}.yaml"
    (*_, last) = reading.read_record((desk.path / path).read_bytes(), path)["log"]
    (cash,) = last["counted"]
    return cash["counted"], last.get("reason", "")


def test_at_a_terminal_each_way_of_paying_of_the_books_is_asked_for(
    paid: Desk, answering: Answering
) -> None:
    asked = answering("80")
    paid.ok(*CONFIRM, by="zhao", now=EVENING)
    assert len(asked) == 1
    assert "by the books 80.00" in asked[0]
    assert sealed_with(paid) == ("80.00", "")


def test_where_the_count_differs_the_reason_is_asked_for_and_else_nothing(
    paid: Desk, answering: Answering
) -> None:
    asked = answering("79", "找零找错")
    paid.ok(*CONFIRM, by="zhao", now=EVENING)
    assert asked[1:] == ["Why there is a difference"]
    assert sealed_with(paid) == ("79.00", "找零找错")


def test_what_was_typed_is_not_asked_and_of_a_sealed_day_nothing_is(
    paid: Desk, answering: Answering
) -> None:
    asked = answering()
    paid.ok(*CONFIRM, "--counted", "cash=79", "--reason", "找零找错", by="zhao", now=EVENING)
    again = paid.svc("daily", "confirm", DAY, by="zhao", now=LATER)
    assert again.status == 2
    assert asked == []


def test_of_a_day_that_is_sealed_it_says_what_holds_and_said_twice_that_nothing_changed(
    paid: Desk,
) -> None:
    ended = paid.ok(*CONFIRM, *COUNTED, by="zhao", now=EVENING)
    assert ended.out.startswith(f"{DAY} 深圳办事处: recorded. State: sealed")
    again = paid.ok(*CONFIRM, *COUNTED, by="zhao", now=f"{DAY}T18:02:00")
    assert again.out.startswith(f"{DAY} 深圳办事处: already recorded; nothing was changed.")
    corrected = paid.ok(*CORRECT, by="sun", now=LATER)
    assert "State: sealed, corrected" in corrected.out
    assert sealed_with(paid) == ("79.00", "点错")


def test_where_svc_leaves_commits_to_its_user_it_says_so(paid: Desk) -> None:
    paid.git("config", "svc.commit", "off")
    ended = paid.ok(*CONFIRM, *COUNTED, by="zhao", now=EVENING)
    assert f"{DAY} 深圳办事处: recorded, not committed (svc.commit is off)." in ended.out


def test_a_way_counted_twice_is_refused(paid: Desk) -> None:
    error = refused(paid, *CONFIRM, *COUNTED, "--counted", "现金=81", by="zhao", now=EVENING)
    assert error["key"] == "option-twice"


def test_whoever_has_no_office_names_the_one_whose_day_it_is(paid: Desk) -> None:
    paid.edit(
        'email: "zhao@example.com"\n    office: "SZ"', 'email: "zhao@example.com"', "staff.yaml"
    )
    paid.commit()
    confirm = ("daily", "confirm", DAY, *COUNTED)
    error = refused(paid, *confirm, by="zhao", now=EVENING)
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["--office"])
