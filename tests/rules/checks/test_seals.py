"""Rules of sealed days and months: what just holds and what just does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.checks.records import LENT, found, found_in_month_seal, found_in_seal
from rules.daily.days import (
    CASH,
    DAY,
    FIGURES,
    month_recounted,
    month_seal,
    month_sealed,
    recounted,
    seal,
    sealed,
)

from svc.rules.checks.subject import SealedDays, SealedMonth

RECEIVED = "20 09:00 received"
ENTERED = (LENT[0], {**LENT[1], "id": "p00001"})


def test_a_seal_that_is_as_it_was_confirmed_is_right() -> None:
    assert found_in_seal(seal(sealed())) == []
    corrected = seal(sealed(), recounted(), status="recounted")
    assert found_in_seal(corrected) == []


@pytest.mark.parametrize(
    "changed", [{"events": ["e00002"]}, {"figures": []}, {"counted": [*CASH, *CASH]}]
)
def test_figures_that_were_changed_by_hand_are_found(changed: dict[str, Any]) -> None:
    digest = sealed().seal
    assert found_in_seal(seal(sealed(**{"seal": digest, **changed}))) == ["seal"]


def test_a_correction_settles_two_confirmations() -> None:
    both = (sealed("bbbbbb"), sealed("cccccc", minutes=1))
    assert found_in_seal(seal(*both)) == ["sealed-twice"]
    assert found_in_seal(seal(*both, recounted(), status="recounted")) == []


@pytest.mark.parametrize(
    ("days", "events", "rules"),
    [
        ({DAY}, set(), ["late-entry"]),
        ({DAY}, {"p00001"}, []),  # this seal has it, or another
        ({date(2026, 11, 21)}, set(), []),
    ],
)
def test_only_what_no_seal_has_of_a_sealed_day_is_late(
    days: set[date], events: set[str], rules: list[str]
) -> None:
    known = {"SZ": SealedDays(frozenset(days), frozenset(events))}
    assert found(RECEIVED, ENTERED, about={"seals": lambda: known}) == rules
    elsewhere = {"BJ": SealedDays(frozenset(days), frozenset())}
    assert found(RECEIVED, ENTERED, about={"seals": lambda: elsewhere}) == []


# Months


def test_a_month_that_is_as_it_was_sealed_is_right() -> None:
    assert found_in_month_seal(month_seal(month_sealed())) == []
    corrected = month_seal(month_sealed(), month_recounted(), status="recounted")
    assert found_in_month_seal(corrected) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"tickets": "SZ-2611-A0001 e00002"},
        {"tickets": ""},
        {"figures": FIGURES.replace("80.00", "80.01")},
    ],
)
def test_figures_and_events_of_a_month_changed_by_hand_are_found(changed: dict[str, Any]) -> None:
    digest = month_sealed().seal
    assert found_in_month_seal(month_seal(month_sealed(**{"seal": digest, **changed}))) == [
        "month-seal"
    ]


def test_a_correction_settles_two_seals_of_a_month_and_two_that_agree_need_none() -> None:
    other = month_sealed("cccccc", ("e00009",), minutes=1)
    both = (month_sealed("bbbbbb"), other)
    assert found_in_month_seal(month_seal(*both)) == ["month-sealed-twice"]
    assert found_in_month_seal(month_seal(*both, month_recounted(), status="recounted")) == []
    same = (month_sealed("bbbbbb"), month_sealed("cccccc", minutes=1))
    assert found_in_month_seal(month_seal(*same)) == []


LATE = ("20 10:00 remarked", {"id": "late01"})
ANSWERED = (
    "12-02 09:00 approved",
    {"of": "late01", "granted": True, "asked": "晚录", "by_whom": "sun", "id": "a00001"},
)


@pytest.mark.parametrize(
    ("late", "answer", "rules"),
    [
        ({}, {"by": "sun"}, []),
        ({}, {"by": "sun", "granted": False}, ["late-for-month"]),
        ({}, {"by": "sun", "of": "another1"}, ["late-for-month"]),
        ({}, {"by": "li"}, ["late-for-month"]),  # no manager
        ({"late": "技师交单晚"}, None, []),
        ({"allowed": "补录", "by": "sun"}, None, []),
        ({"id": "e00001"}, None, []),  # the seal has it
        ({"id": "e00002"}, None, []),  # a correction has it
        ({}, None, ["late-for-month"]),
    ],
)
def test_what_came_late_for_a_month_has_a_reason_or_somebody_answers_for_it(
    late: dict[str, Any], answer: dict[str, Any] | None, rules: list[str]
) -> None:
    first = (RECEIVED, {"id": "e00003"})
    log = [first, (LATE[0], {**LATE[1], **late})]
    if answer is not None:
        log.append((ANSWERED[0], {**ANSWERED[1], **answer}))
    sealed = SealedMonth(frozenset({"e00001", "e00003"}), frozenset({"e00001", "e00002", "e00003"}))

    def months(office: str, month: date) -> SealedMonth | None:
        return sealed if (office, month) == ("SZ", date(2026, 11, 1)) else None

    people = [rule for rule in found(*log, about={"months": months}) if rule != "left"]
    assert people == rules
