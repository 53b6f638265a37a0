"""Each kind of request is judged by promises of its own."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import at

from svc.model.policies import Promise
from svc.rules.promises.runs import PromiseRun
from svc.rules.report.own_promises import judged_runs
from svc.rules.ticket.lifecycle import Mark


def run(promise: str, **row: Any) -> PromiseRun:
    moment = at("20 09:00")
    made = Promise(**{"from_": "received", "to": "arrived", "clock": "working", **row})
    return PromiseRun(promise, made, Mark(moment, moment, 1), moment, "kept")


def names(kind: str, *runs: PromiseRun) -> list[str]:
    return [each.promise for each in judged_runs(kind, [*runs])]


AGREED = {"clock": "agreed", "agreed": "appointment"}


@pytest.mark.parametrize("kind", ["repair", "installation", "maintenance"])
def test_a_date_that_was_agreed_is_judged_once(kind: str) -> None:
    visit, agreed = run("visit", **AGREED), run("appointment", **AGREED)
    assert names(kind, visit, agreed) == ["appointment"]
    assert names(kind, visit) == ["visit"]
    assert names(kind, run("visit"), agreed) == ["visit", "appointment"]


@pytest.mark.parametrize(
    ("kind", "judged"),
    [("repair", True), ("inspection", True), ("installation", False), ("maintenance", False)],
)
def test_only_a_fault_is_to_be_fixed_the_same_day(kind: str, judged: bool) -> None:
    assert names(kind, run("same_day")) == ["same_day"] * judged


def test_a_complaint_and_a_suggestion_have_answers_of_their_own() -> None:
    reply = run("reply")
    assert names("complaint", reply, run("complaint_answer")) == ["complaint_answer"]
    assert names("suggestion", reply, run("acknowledged")) == ["acknowledged"]
    assert names("suggestion", reply) == ["reply"]
    assert names("repair", reply) == ["reply"]
