"""Policies: the four that ship, and what a row may say."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from rules.logs import policy

from svc.model.events import MOMENTS
from svc.model.policies import PROMISES, Policy, Promise
from svc.rules.promises.policy_runs import policy_faults

SHIPPED = ("office@2026-11", "six_stages@2026-11", "regions@2026-11", "contract247@2026-11")
ROW = {"from": "received", "to": "handed_over", "within": "1h", "clock": "working"}


def _rows(made: Policy) -> list[tuple[str, Promise]]:
    return [
        (name, row)
        for name, given in made.promises.items()
        for row in (given if isinstance(given, list) else [given])
    ]


@pytest.mark.parametrize("version", SHIPPED)
def test_a_policy_that_ships_can_be_counted_and_names_moments_that_come(version: str) -> None:
    made = policy(version)
    assert made.name == version
    assert policy_faults(made) == []
    for name, row in _rows(made):
        assert name in PROMISES
        assert {row.from_, row.to, *row.or_to, *row.drops} <= MOMENTS
        assert row.source  # its clause, or that it is ours


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"within": "1x"}, "within"),
        ({"within": "1wd"}, "within"),
        ({"within": "-1h"}, "within"),
        ({"within": "1wd", "clock": "elapsed"}, "within"),
        ({"within": "1h", "clock": "working_days"}, "within"),
        ({"within": "1h", "clock": "calendar_days"}, "within"),
        ({"within": ""}, "within"),
        ({"within": "", "before": "1h", "agreed": "appointment"}, "before"),
        ({"within": "", "before": "1d"}, "before"),
        ({"grace": "1d"}, "grace"),
        ({"grace": "soon"}, "grace"),
    ],
)
def test_a_limit_that_can_not_be_counted_is_named(changed: dict[str, str], key: str) -> None:
    made = msgspec.convert({"name": "x@1", "promises": {"p": [ROW, {**ROW, **changed}]}}, Policy)
    assert [(fault.path[:3], fault.path[3]) for fault in policy_faults(made)] == [
        (("promises", "p", 1), key)
    ]


@pytest.mark.parametrize(
    "changed",
    [{}, {"within": "0h"}, {"within": "90m"}, {"within": "unset"}, {"within": "2wd", "clock": "working_days"},
     {"within": "0d", "clock": "calendar_days"}, {"within": "", "clock": "agreed"}, {"grace": "1h30m"},
     {"within": "", "before": "7d", "agreed": "start", "clock": "calendar_days"}],
)  # fmt: skip
def test_a_limit_that_can_be_counted_is_none(changed: dict[str, Any]) -> None:
    assert (
        policy_faults(
            msgspec.convert({"name": "x@1", "promises": {"p": {**ROW, **changed}}}, Policy)
        )
        == []
    )


@pytest.mark.parametrize(
    "wrong", [{"clock": "sundial"}, {"form": "received"}, {"when": {"weather": "rain"}}, {"to": ""}]
)
def test_a_misspelt_key_or_value_is_refused_when_it_is_read(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"name": "x@1", "promises": {"p": {**ROW, **wrong}}}, Policy)


def test_a_policy_promises_something() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"name": "x@1", "promises": {}}, Policy)
