"""Standard phrases: what is known is filled in, what is not is left out."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from beginning import five_offices
from rules.logs import HEAD, at, calendar, policy, ticket

from svc.model import reading
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.render.phrases import sentences
from svc.render.words import Words
from svc.rules.phrases import STEPS, phrase_steps, phrases_for_step
from svc.rules.promises.all_promises import promises_of
from svc.rules.ticket.lifecycle import replay_ticket

_START = five_offices()
SETTINGS = msgspec.convert(
    reading.read_record((_START / "svc.yaml").read_bytes(), "svc.yaml"), Settings
)
STAFF = msgspec.convert(
    reading.read_record((_START / "staff.yaml").read_bytes(), "staff.yaml"), Staff
)
DISPATCHED = ("20 09:00 received", "20 09:05 handed_over", "20 09:15 dispatched")
STATES: dict[str, tuple[str, ...]] = {
    "noted": ("20 09:00 noted",),
    "received": ("20 09:00 received",),
    "handed_over": ("20 09:00 received", "20 09:05 handed_over"),
    "dispatched": DISPATCHED,
    "visiting": (*DISPATCHED, "20 10:00 arrived"),
    "on_bench": ("20 09:00 received", "20 09:05 brought_in"),
    "done": (*DISPATCHED, "20 10:00 arrived", "20 11:00 visited"),
}


def said(step: str, *log: str, lang: str = "en", **head: Any) -> str:
    state = replay_ticket(ticket(*log, **head))
    held = promises_of(state, policy("office@2026-11"), calendar(), at("20 09:00"))
    saying = phrases_for_step(
        state, step, settings=SETTINGS, staff=STAFF, promises=held, me=STAFF.staff[0]
    )
    return "\n".join(sentences(saying, Words(lang))) if saying else ""


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_in_every_state_all_phrases_can_be_said_in_both_languages(status: str, lang: str) -> None:
    told = ticket(*STATES[status])
    if status == "noted":
        told = msgspec.structs.replace(told, customer=None, equipment=None, mode=None)
    state = replay_ticket(told)
    wanted = phrase_steps(state)
    assert wanted
    for step in STEPS:
        saying = phrases_for_step(
            state, step, settings=SETTINGS, staff=STAFF, promises=[], me=STAFF.staff[0]
        )
        assert saying is not None or step not in wanted[:1]
        for line in sentences(saying, Words(lang)) if saying else ():
            assert "{" not in line
            assert "None" not in line


@pytest.mark.parametrize(
    ("verdict", "told"), [("in", "the repair is free"), ("out", "You will be told the price")]
)
def test_who_brings_a_machine_is_told_whether_it_costs(verdict: str, told: str) -> None:
    warranty = {"verdict": verdict, "on_site": False, "reason": "x"}
    page = said(
        "intake",
        *STATES["received"],
        mode="walk_in",
        equipment={**HEAD["equipment"], "warranty": warranty},
    )
    assert told in page
    assert ("is free" in page) == (verdict == "in")


def test_at_intake_the_promised_times_are_said() -> None:
    text = said("intake", "20 09:00 received")
    assert "2026-11-20 11:00" in text  # the call
    assert "2026-11-24 17:30" in text  # the visit


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("walk_in", "You can bring the machine to us"),
        ("paid", "You will be told the price before we begin"),
        ("visit", "the repair at your place is free of charge"),
    ],
)
def test_at_intake_it_is_said_who_pays_and_where(mode: str, sentence: str) -> None:
    assert sentence in said("intake", "20 09:00 received", mode=mode)


def test_without_a_technician_there_is_no_phrase_on_arrival_and_no_order_to_send() -> None:
    assert said("arrival", "20 09:00 received") == ""
    assert said("technician", "20 09:00 received") == ""


def test_a_technician_is_told_all_that_a_briefing_names() -> None:
    text = said("technician", *DISPATCHED)
    customer, machine = HEAD["customer"], HEAD["equipment"]
    for fact in (customer["unit"], customer["address"], customer["phone"], customer["contact"], customer["mobile"],
                 machine["model"], machine["specification"], machine["serial"], machine["bought"], HEAD["symptom"],
                 HEAD["occurred"], HEAD["wishes"], "2026-11-23 10:00", "王强"):  # fmt: skip
        assert fact in text


def test_a_day_in_a_year_whose_holidays_are_not_published_is_said_to_be_provisional() -> None:
    sentence = "The holidays of that year are not published yet"
    assert sentence not in said("intake", "20 09:00 received")
    late = {"received": "2026-12-31T09:00:00+08:00"}
    assert sentence in said("intake", "12-31 09:00 received", **late)
    answered = said("intake", "12-31 09:00 received", "12-31 09:05 answered", **late)
    assert sentence not in answered  # nobody is to come
