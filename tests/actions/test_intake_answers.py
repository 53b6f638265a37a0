"""Answers at intake: a record, filled up by what is known, never over what was said."""

from __future__ import annotations

import pytest

from svc.actions.intake_answers import FIELDS, IntakeAnswers


def test_what_was_answered_stands_and_what_is_known_fills_the_rest() -> None:
    answers = IntakeAnswers(unit="明辉餐饮", phone="0755-26001234")
    known = {"unit": "明辉", "address": "深圳市南山区", "mobile": ""}
    assert answers.filled_up(known) == IntakeAnswers(
        unit="明辉餐饮", phone="0755-26001234", address="深圳市南山区"
    )


def test_a_misspelt_field_fails_instead_of_being_an_answer_nobody_asked_for() -> None:
    with pytest.raises(TypeError, match="adress"):
        IntakeAnswers(adress="深圳")  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="adress"):
        IntakeAnswers().filled_up({"adress": "深圳"})
    with pytest.raises(TypeError, match="adress"):
        IntakeAnswers().with_answer("adress", "深圳")


def test_every_field_that_intake_must_hold_is_one_of_the_answers() -> None:
    asked = dict(IntakeAnswers(wishes="明天 09:00").of_fields())
    assert list(asked) == list(FIELDS)
    assert asked["wishes"] == "明天 09:00"


def test_the_numbers_that_were_told_are_those_there_are() -> None:
    assert IntakeAnswers(mobile="13800138000").telephones == ["13800138000"]
    assert IntakeAnswers(phone="1", mobile="2").telephones == ["1", "2"]
    assert IntakeAnswers().telephones == []
