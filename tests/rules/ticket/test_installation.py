"""Which defects of an installation are open."""

from __future__ import annotations

from typing import Any

from rules.logs import ticket

from svc.model.events import PartsAccepted
from svc.rules.ticket.installation import (
    defect_stories,
    handed_over,
    measured_series,
    missing_things,
    open_defects,
    open_signatures,
    papers_to_hand_over,
    parties_to_sign,
)
from svc.rules.ticket.lifecycle import replay_ticket

PIPE = {"to": "明辉装修", "defect": "排烟管未接"}
ON_SITE = ("20 09:00 received", "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")


def told(clock: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return f"20 {clock} defect_reported", PIPE | fields


def test_told_again_it_is_the_same_one_and_keeps_what_was_told_before() -> None:
    first = told("11:00", prevents_use=True, remedy="接好")
    other = told("11:05", defect="少一颗螺栓")
    by = told("11:10", by_when="2026-11-27T17:00:00+08:00")
    again = told("11:15")
    state = replay_ticket(ticket(*ON_SITE, first, other, by, again))
    pipe, bolt = open_defects(state)
    assert (pipe.remedy, pipe.prevents_use, pipe.by_when is not None) == ("接好", True, True)
    assert (bolt.defect, bolt.prevents_use) == ("少一颗螺栓", False)


def test_remedied_it_is_open_no_longer() -> None:
    state = replay_ticket(ticket(*ON_SITE, told("11:00"), told("12:00", remedied=True)))
    assert open_defects(state) == []


# Signatures

UNSIGNED = {"not_signed": [{"party": "builder", "reason": "未到场"}]}


def parts(clock: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return f"20 {clock} parts_accepted", {"signatures": []} | fields


def later(clock: str, of: int, *parties: str) -> tuple[str, dict[str, Any]]:
    signatures = [{"party": party, "name": "刘工", "on": "2026-11-20"} for party in parties]
    return f"20 {clock} signed_later", {"of": f"{of:06d}", "signatures": signatures}


def lacking(*log: Any) -> list[tuple[str, ...]]:
    state = replay_ticket(ticket(*ON_SITE, *log))
    return [each.parties for each in open_signatures(state.events)]


def test_signatures_are_open_until_each_party_has_signed() -> None:
    two = parts(
        "11:00",
        not_signed=[{"party": p, "reason": "x"} for p in ("customer", "builder")],
    )
    assert lacking(two) == [("customer", "builder")]
    assert lacking(two, later("12:00", 5, "builder")) == [("customer",)]
    assert lacking(two, later("12:00", 5, "builder"), later("12:10", 5, "customer")) == []
    assert lacking(two, later("12:00", 4, "builder")) == [("customer", "builder")]


def test_parts_counted_again_take_the_place_of_the_first_count() -> None:
    assert lacking(parts("11:00", **UNSIGNED), parts("12:00")) == []
    assert lacking(parts("11:00"), parts("12:00", **UNSIGNED)) == [("builder",)]


def test_who_signs_is_all_three_unless_there_is_no_builder() -> None:
    assert parties_to_sign(replay_ticket(ticket(*ON_SITE))) == ("customer", "builder", "ours")
    none = replay_ticket(ticket(*ON_SITE, parts("11:00", no_builder=True)))
    assert parties_to_sign(none) == ("customer", "ours")


# Values, papers, days of defects


def value(clock: str, number: str, *, within: bool, point: str = "找正") -> tuple[str, Any]:
    return f"20 {clock} measured", {"point": point, "value": number, "within": within}


def papers(clock: str, *names: str) -> tuple[str, dict[str, Any]]:
    return f"20 {clock} papers_handed_over", {"handed": [*names], "recipient": "张工"}


def test_a_point_measured_anew_has_all_its_values_and_its_last_one_counts() -> None:
    values = (
        value("11:00", "0.03", within=True),
        value("11:05", "0.3", within=False, point="水压"),
        value("11:10", "0.08", within=False),
        value("11:20", "0.04", within=True),
    )
    log = replay_ticket(ticket(*ON_SITE, *values)).events
    assert [(each.point, [v.value for v in each.values]) for each in measured_series(log)] == [
        ("找正", ["0.03", "0.08", "0.04"]),
        ("水压", ["0.3"]),
    ]
    assert [each.point for each in measured_series(log) if each.is_out] == ["水压"]


def test_papers_handed_over_twice_are_had_once_and_the_rest_is_to_come() -> None:
    twice = (papers("11:00", "说明书"), papers("12:00", "合格证", "说明书"))
    log = replay_ticket(ticket(*ON_SITE, *twice)).events
    assert handed_over(log) == ["说明书", "合格证"]
    assert papers_to_hand_over(log, ["说明书", "数据表"]) == ["数据表"]


def test_what_there_was_too_few_of_is_missing_too() -> None:
    things = [{"thing": "螺栓", "found": 3, "of": 4}, {"thing": "主机", "found": 1, "of": 1}]
    accepted = parts("11:00", missing=["阀门"], things=things)
    counted = replay_ticket(ticket(*ON_SITE, accepted)).events[-1]
    assert isinstance(counted, PartsAccepted)
    assert missing_things(counted) == ["阀门", "螺栓 1"]


def test_a_defect_has_the_times_at_which_it_was_reported_answered_and_remedied() -> None:
    tellings = (
        told("11:00"),
        told("12:00", remedy="找平"),
        told("13:00", remedy="重新找平"),
        told("14:00", remedied=True),
        told("15:00", remedied=True),
    )
    (story,) = defect_stories(replay_ticket(ticket(*ON_SITE, *tellings)).events)
    times = (story.reported_at, story.answered_at, story.remedied_at)
    assert [time.hour if time else 0 for time in times] == [11, 12, 14]
    assert story.told.remedy == "重新找平"
