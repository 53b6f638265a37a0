"""Which defects of an installation are open."""

from __future__ import annotations

from typing import Any

from rules.logs import ticket

from svc.rules.ticket.installation import open_defects, open_signatures, parties_to_sign
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
