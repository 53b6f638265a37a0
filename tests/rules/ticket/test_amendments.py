"""What was put right counts everywhere as if it had been recorded so; what can't be has its reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec import inspect
from rules.lives import random_life
from rules.logs import SHANGHAI, USUAL, at, calendar, event, policy, ticket

from svc.model import events as ev
from svc.rules.promises.all_promises import promises_of
from svc.rules.report.measures import measure_ticket
from svc.rules.ticket.amendments import (
    NEVER_AMENDED,
    amend_log,
    contested,
    fields_to_amend,
    value_as_text,
    why_never,
    with_value,
)
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.parts_out import parts_out
from svc.rules.ticket.visits import visits_of

RECEIVED = "20 09:00 received"
GONE = (
    RECEIVED,
    "20 09:20 handed_over",
    "20 09:45 replied",
    ("20 09:50 dispatched", {"appointment": "2026-11-20T14:00:00+08:00"}),
    "20 13:55 arrived",
)
VISITED = ("20 15:30 visited", {"outcome": "needs_parts"})


def amended(of: int, field: str, new: str, old: str = "") -> tuple[str, dict[str, Any]]:
    """A line that amends the event with this number."""
    return "20 16:00 amended", {
        "of": f"{of:06}", "field": field, "old": old, "new": new, "reason": "录错"
    }  # fmt: skip


def test_of_what_can_be_put_right_the_time_is_asked_last() -> None:
    visited = event("20 15:30 visited", seq=1)
    fields = fields_to_amend(msgspec.convert(visited, ev.AnyEvent))
    assert fields[-1] == "at"
    assert {"outcome", "found", "done", "parts"} <= set(fields)
    assert not {"seq", "id", "typed", "by"} & set(fields)
    assert [value_as_text(value) for value in (True, False, None)] == ["true", "false", ""]


EVERY_FIELD = [
    (what, field) for what, entry in ev.CATALOGUE.items() for field in entry.event.__struct_fields__
]
LEFT_ALONE = {
    "seq", "id", "typed", "by", "allowed", "late", "acting", "block",
    "received.digest", "imported.digest", "imported.number",
    "commitment_kept.of", "handed_in.of", "loan_ended.of", "loaner_returned.of",
    "part_delivered.of",
    "part_request_cancelled.of", "part_sent.of", "signed_later.of",
    "taken_over.in_hand",
    "attached.sha256", "attached.size", "attached.beside",
    "quoted.lines", "quoted.total", "charged.lines", "charged.total",
    "paid.amount", "paid.how",
    "receipt_issued", "receipt_voided", "refunded", "invoiced",
    "cost_noted.amount", "flagged", "machine_replaced.old_serial", "machine_replaced.new_serial",
    "accepted.warranty_since", "accepted.warranty_until", "accepted.on_site_until",
    "linked.ticket", "linked.why",
    "settled", "corrected", "urgency_set", "recomputed", "amended", "forgotten",
    "renumbered",
}  # fmt: skip
"""What stays as it was recorded; NEVER_AMENDED has the reasons."""


@pytest.mark.parametrize(("what", "field"), EVERY_FIELD)
def test_each_field_of_each_event_can_be_amended_or_has_its_reason(what: str, field: str) -> None:
    told: Any = msgspec.convert(event(f"20 15:30 {what}", 2, **USUAL[what]), ev.AnyEvent)
    new = other_value(told, field)
    changed = with_value(told, field, value_as_text(new))
    if not {field, what, f"{what}.{field}"}.isdisjoint(LEFT_ALONE):
        assert why_never(told, field)
        assert changed is None
        return
    assert field in fields_to_amend(told)
    assert getattr(changed, field) == new != getattr(told, field)
    log, (applied,) = amend_log(
        [told, ev.Amended(seq=3, id="amends", of=told.id, field=field, new=value_as_text(new),
                          at=told.at, typed=told.typed, by="chen", reason="录错")]
    )  # fmt: skip
    assert getattr(log[0], field) == new
    assert applied.replaced == value_as_text(getattr(told, field))


def other_value(told: Any, field: str) -> Any:
    """A value the field may have and does not have."""
    info: Any = inspect.type_info(type(told))
    kind = next(each.type for each in info.fields if each.name == field)
    if isinstance(kind, inspect.Metadata):
        kind = kind.type
    now = getattr(told, field)
    return next(each for each in values_of(kind) if each != now)


ITEMS = {
    ev.PartUsed: ev.PartUsed(part="加热管", count=2, old_part="scrapped"),
    ev.Signature: ev.Signature(party="builder", name="刘工", on=date(2026, 11, 19)),
    ev.CountedThing: ev.CountedThing(thing="螺栓", found=3, of=4),
    ev.NotSigned: ev.NotSigned(party="builder", reason="未到场"),
}
"""One of each kind of item that a list of an event may hold."""


def values_of(kind: Any) -> list[Any]:
    match kind:
        case inspect.Metadata():
            return values_of(kind.type)
        case inspect.UnionType():
            return [value for each in kind.types for value in values_of(each)]
        case inspect.LiteralType():
            return list(kind.values)
        case inspect.BoolType():
            return [True, False]
        case inspect.IntType():
            return [7, 8]
        case inspect.DecimalType():
            return [Decimal("7.00"), Decimal("8.00")]
        case inspect.DateTimeType():
            return [at("21 10:00"), at("21 11:00")]
        case inspect.DateType():
            return [date(2026, 11, 21), date(2026, 11, 22)]
        case inspect.ListType():
            item: Any = kind.item_type
            if isinstance(item, inspect.StructType):
                return [[ITEMS.get(item.cls)], []]  # others are never amended
            return [[values_of(item)[-1]], [values_of(item)[0]], []]
        case inspect.NoneType():
            return []
        case _:
            return ["甲乙", "丙丁"]


def test_every_reason_is_of_something_that_there_is() -> None:
    fields = {field for _, field in EVERY_FIELD}
    named = {f"{what}.{field}" for what, field in EVERY_FIELD}
    assert set(NEVER_AMENDED) == LEFT_ALONE
    for name in NEVER_AMENDED:
        assert name in fields or name in ev.CATALOGUE or name in named


def test_state_visits_and_promises_follow_the_amended_outcome() -> None:
    before = replay_ticket(ticket(*GONE, VISITED))
    after = replay_ticket(ticket(*GONE, VISITED, amended(6, "outcome", "fixed", "needs_parts")))
    assert (before.status, after.status) == ("replied", "done")
    assert after.visit is not None
    assert after.visit.outcome == "fixed"
    assert after.work_ended_at == at("20 15:30")
    due = {
        run.promise: run.due
        for run in promises_of(after, policy("office@2026-11"), calendar(), at("20 17:00"))
        if run.is_open
    }
    assert due["callback"] == at("21 15:30")
    assert after.recorded.log[5].outcome == "needs_parts"


def test_a_later_entry_that_no_longer_fits_is_out_of_turn_and_named() -> None:
    dispatched = ("21 09:00 dispatched", {"appointment": "2026-11-21T14:00:00+08:00"})
    state = replay_ticket(ticket(*GONE, VISITED, dispatched, amended(6, "outcome", "fixed")))
    assert [event.seq for event in state.out_of_turn] == [7]


def test_the_last_amendment_by_number_then_id_holds_however_the_file_is_ordered() -> None:
    log = list(
        ticket(*GONE, VISITED, amended(6, "cause", "misuse"), amended(6, "cause", "wear")).log
    )
    for seed in range(20):
        Random(seed).shuffle(log)
        state = replay_ticket(msgspec.structs.replace(ticket(RECEIVED), log=log))
        assert state.visit is not None
        assert state.visit.cause == "wear"


@pytest.mark.parametrize(
    ("amendments", "open_questions"),
    [
        ([("quality", "wear")], 0),
        ([("quality", "wear"), ("wear", "misuse")], 0),  # one after the other
        ([("quality", "wear"), ("quality", "misuse")], 1),  # two desks, neither knew of the other
        ([("quality", "wear"), ("quality", "wear")], 0),  # both say the same
        ([("quality", "wear"), ("quality", "misuse"), ("misuse", "misuse")], 0),  # decided
    ],
)
def test_two_desks_that_amend_one_value_differently_leave_a_question(
    amendments: list[tuple[str, str]], open_questions: int
) -> None:
    lines = [amended(6, "cause", new, old) for old, new in amendments]
    state = replay_ticket(ticket(*GONE, VISITED, *lines))
    assert len(contested(state.amendments)) == open_questions


@pytest.mark.parametrize(
    "amendment",
    [
        amended(6, "outcome", "gone home"),
        amended(6, "by", "li"),
        amended(6, "colour", "red"),
        amended(77, "outcome", "fixed"),
        amended(1, "digest", "1" * 16),
        amended(6, "parts", "[oops"),
        amended(6, "found", ""),
    ],
)
def test_an_amendment_that_can_not_be_changes_nothing(
    amendment: tuple[str, dict[str, Any]],
) -> None:
    state = replay_ticket(ticket(*GONE, VISITED, amendment))
    assert state.status == "replied"
    assert [applied.replaced for applied in state.amendments] == [None]
    assert state.ticket.log == state.recorded.log


def test_an_empty_text_takes_back_what_may_be_left_out() -> None:
    told: Any = msgspec.convert(
        event("20 15:30 slip_in", 2, signed_by="张工", rating="fair"), ev.AnyEvent
    )
    changed = with_value(told, "rating", "")
    assert changed is not None
    assert changed.rating is None


@pytest.mark.slow
def test_an_amended_life_is_the_life_with_the_value_typed_right_at_first() -> None:
    """State, visits, money, parts, promises and figures: nothing still follows the wrong value."""
    random = Random(20261130)
    office, hours = policy("office@2026-11"), calendar()
    followed = set()
    for _ in range(400):
        *_, (life, _, now) = random_life(random, forward=0.5)
        log = life.ticket.log
        told = random.choice([each for each in log if fields_to_amend(each)])
        visits = [each for each in log if isinstance(each, ev.Visited)]
        if visits and random.random() < 0.5:
            told = visits[-1]
        fields = fields_to_amend(told)
        field = random.choice([*fields, *["outcome"] * 9 * ("outcome" in fields)])
        new = value_as_text(other_value(told, field))
        right = with_value(told, field, new)
        if right is None:
            continue  # not a value it can have, as an appointment in no year
        amends = ev.Amended(
            seq=len(log) + 1, id="amends", at=now, typed=now, by="li", reason="录错",
            of=told.id, field=field, old=value_as_text(getattr(told, field)), new=new,
        )  # fmt: skip
        amended_life = replay_ticket(msgspec.structs.replace(life.ticket, log=[*log, amends]))
        typed_right = [right if each is told else each for each in log]
        again = replay_ticket(msgspec.structs.replace(life.ticket, log=[*typed_right, amends]))
        assert all_of(amended_life, office, hours, now) == all_of(again, office, hours, now)
        if all_of(life, office, hours, now)["status"] != amended_life.status:
            followed.add(f"{ev.tag_of(told)}.{field}")
    assert "visited.outcome" in followed


def all_of(state: State, office: Any, hours: Any, now: datetime) -> dict[str, Any]:
    """All that follows from a ticket's log, but for what tells of the amendment itself."""
    promises = promises_of(state, office, hours, now)
    figures = measure_ticket(state, promises, SHANGHAI)
    told = {name: value for name, value in vars(state).items() if name not in LEFT_OUT}
    return {
        **told,
        "account": state.account,
        "visits": visits_of(state),
        "parts": parts_out(state.events),
        "promises": promises,
        "figures": figures,
    }


LEFT_OUT = {"amendments", "recorded"}
