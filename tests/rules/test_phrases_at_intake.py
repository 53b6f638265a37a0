"""What is said at intake is true: over every kind, warranty, contract, channel and way that the
clerk can choose. No text is compared; what is said is held against what is charged and promised.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import Any, NamedTuple, get_args

import msgspec
import pytest
from beginning import five_offices
from rules.logs import at, calendar, policy
from rules.taken_down import CONTRACTS, KINDS, WARRANTIES, made

from svc.model import reading
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.model.tickets import Mode
from svc.render.phrases import sentences
from svc.render.words import Words
from svc.rules.phrases import phrases_for_step
from svc.rules.promises.all_promises import promises_of
from svc.rules.ticket.coverage import reason_to_pay
from svc.rules.ticket.paid_work import customer_pays
from svc.rules.ticket.service import BY_PHONE, ServiceRow, is_free, is_priced_first

_START = five_offices()
SETTINGS = msgspec.convert(
    reading.read_record((_START / "svc.yaml").read_bytes(), "svc.yaml"), Settings
)
STAFF = msgspec.convert(
    reading.read_record((_START / "staff.yaml").read_bytes(), "staff.yaml"), Staff
)
CHANNELS = ("phone", "walk_in", "on_site")
MODES = ("", *get_args(Mode))  # "": as the table has it
POLICIES = {"unfiled": "contract247@2026-11"}
"""The contract of the sample is 24×7; the others are under the office's."""


class Told(NamedTuple):
    """A request and what is said of it."""

    kind: str
    of: str
    warranty: str
    contract: str
    channel: str
    chosen: str
    row: ServiceRow
    state: Any
    due: dict[str, Any]  # promises that run, with their moments
    said: tuple[str, ...]

    def has(self, pattern: str) -> bool:
        return any(re.search(pattern, sentence) for sentence in self.said)

    @property
    def is_at_counter(self) -> bool:
        return self.channel == "walk_in" and self.row.mode == "walk_in"


@cache
def told() -> tuple[Told, ...]:
    words = Words("en")
    all_told = []
    for kind, warranty, contract, channel, chosen in product(
        KINDS, WARRANTIES, CONTRACTS, CHANNELS, MODES
    ):
        row, state = made(kind, warranty, contract, channel, mode=chosen)
        version = POLICIES.get(contract, "office@2026-11")
        held = promises_of(state, policy(version), calendar(), at("20 09:00"))
        saying = phrases_for_step(
            state, "intake", settings=SETTINGS, staff=STAFF, promises=held, me=STAFF.staff[0]
        )
        due = {run.promise: run.due for run in held if run.is_open and run.due}
        lines = tuple(sentences(saying, words)) if saying else ()
        all_told.append(
            Told(kind[0], kind[1], warranty, contract, channel, chosen, row, state, due, lines)
        )
    return tuple(all_told)


def untrue(holds: Any) -> list[tuple[str, ...]]:
    """The requests for which it does not hold, with what is said."""
    return [
        (*each[:6], each.row.why, each.row.mode, *each.said) for each in told() if not holds(each)
    ][:5]


FREE = r"\bfree\b"
WHOLLY_FREE = r"^(?!If )(?!.*\bonly\b)(?!.*If they show).*\bfree( of charge)?\b"
IF_OF_THE_MACHINE = r"^If it is a fault of the machine, .*\bfree\b"
IF_PAPERS_SHOW = r"^If they show that it is in warranty"
PRICE_FIRST = r"told the price before|tell you the price first"
WARRANTY_OVER = r"warranty has ended"
WE_COME = r"at your place by|will come to you|when our engineer comes"


@pytest.mark.slow
def test_free_without_a_condition_is_said_exactly_where_nothing_can_be_charged() -> None:
    """Of a question, a complaint or a suggestion nobody asks what it costs, and it is not said."""
    sure = ("contract", "free_kind")
    assert (
        untrue(
            lambda it: (
                it.has(WHOLLY_FREE)
                == (is_free(it.row) and it.row.why in sure and it.kind not in BY_PHONE)
            )
        )
        == []
    )


def test_a_repair_in_warranty_is_free_if_it_is_a_fault_of_the_machine() -> None:
    by_warranty = ("on_site", "warranty", "visit_wish")
    assert untrue(lambda it: it.has(IF_OF_THE_MACHINE) == (it.row.why in by_warranty)) == []


def test_nothing_is_called_free_for_which_the_customer_is_charged() -> None:
    def holds(it: Told) -> bool:
        if reason_to_pay(it.state) is None or not it.has(FREE):
            return True
        # by condition, or the part that is free: the way is charged, or the contract leaves it out
        return it.has(IF_PAPERS_SHOW) or it.has("only this is free|we charge the travel")

    assert untrue(holds) == []


def test_a_price_is_named_before_the_work_exactly_where_the_work_waits_for_an_agreement() -> None:
    assert untrue(lambda it: it.has(PRICE_FIRST) == is_priced_first(it.row)) == []
    assert untrue(lambda it: it.has(PRICE_FIRST) == customer_pays(it.state)) == []


def test_that_the_warranty_is_over_is_never_said_of_a_machine_that_is_in_warranty() -> None:
    assert untrue(lambda it: it.warranty == "out" or not it.has(WARRANTY_OVER)) == []


def test_the_price_of_every_service_is_spoken_of_but_of_calls() -> None:
    spoken = rf"{FREE}|{PRICE_FIRST}|agreed with the sale|approved first"
    assert untrue(lambda it: it.has(spoken) or it.kind in BY_PHONE) == []


def test_nobody_at_the_counter_is_told_when_we_come_or_call() -> None:
    assert untrue(lambda it: not it.is_at_counter or not it.has(rf"{WE_COME}|will call you")) == []


def test_who_brings_a_machine_is_told_so_and_nobody_else() -> None:
    bring = "You can bring the machine to us|We take the machine in now"
    assert untrue(lambda it: it.has(bring) == (it.row.mode == "walk_in")) == []


def test_a_time_of_a_visit_is_said_exactly_where_there_is_one_and_the_policy_promises_it() -> None:
    def promised(it: Told) -> bool:
        return it.row.mode in ("visit", "paid") and bool({"visit", "on_site"} & set(it.due))

    assert untrue(lambda it: it.has("at your place by") == promised(it)) == []
    assert any(promised(it) for it in told())


def test_for_a_question_a_complaint_or_a_suggestion_nobody_comes() -> None:
    assert untrue(lambda it: it.kind not in BY_PHONE or not it.has(WE_COME)) == []
    assert untrue(lambda it: it.kind not in BY_PHONE or "visit" not in it.due) == []


@pytest.mark.parametrize("contract", ["unfiled", "full", "labour"])
def test_who_has_a_contract_is_not_told_to_bring_the_machine(contract: str) -> None:
    covered = ("repair", "inspection", "maintenance")
    assert (
        untrue(
            lambda it: (
                it.contract != contract
                or it.kind not in covered
                or it.chosen == "walk_in"
                or not it.has("bring the machine to us")
            )
        )
        == []
    )


def test_the_same_is_said_in_chinese_sentence_by_sentence() -> None:
    for it in told()[:: len(MODES) * len(CHANNELS)]:
        saying = phrases_for_step(
            it.state, "intake", settings=SETTINGS, staff=STAFF, promises=[], me=STAFF.staff[0]
        )
        assert saying is not None
        english, chinese = (sentences(saying, Words(lang)) for lang in ("en", "zh"))
        for one, other in zip(english, chinese, strict=True):
            assert ("免费" in other) == bool(re.search(FREE, one)), (one, other)
            assert not one.startswith("If ") or re.search("如|属|凭", other), (one, other)
