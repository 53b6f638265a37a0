"""What counts as said twice: the same words of the same person, whatever was worked out beside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rules.logs import at, event, event_of, ticket

from svc.store.said_twice import Planned, are_the_last, heads_agree

NOW = at("20 10:05")


def note(**more: Any) -> Any:
    return event_of(event("20 10:00 remarked", 2, **more))


LOG = ticket("20 09:00 received", ("20 10:00 remarked", {"words": "门口有狗"})).log
SAID = note(words="门口有狗", id="zzzzzz", typed="20 10:04")


@pytest.mark.parametrize(
    ("again", "is_same"),
    [
        ({}, True),
        ({"late": "漏录", "allowed": "经理同意"}, True),  # why it may be, not what it says
        ({"words": "门口有猫"}, False),
    ],
)
def test_what_is_compared_is_what_was_said(again: dict[str, Any], is_same: bool) -> None:
    said = note(**{"words": "门口有狗", "id": "zzzzzz", **again})
    assert are_the_last([Planned(said, at_given=False)], LOG, "chen", NOW) is is_same


def test_the_time_counts_only_where_the_person_named_it() -> None:
    moved = event_of(event("20 10:01 remarked", 2, words="门口有狗"))
    assert are_the_last([Planned(moved, at_given=False)], LOG, "chen", NOW)
    assert not are_the_last([Planned(moved, at_given=True)], LOG, "chen", NOW)


def test_only_within_ten_minutes_and_only_the_last_of_the_same_person() -> None:
    said = Planned(SAID, at_given=False)
    assert are_the_last([said], LOG, "chen", at("20 10:10"))
    assert not are_the_last([said], LOG, "chen", at("20 10:10") + timedelta(seconds=1))
    assert not are_the_last([said], LOG, "li", NOW)
    assert not are_the_last([said, said], LOG, "chen", NOW)


def test_heads_agree_by_office_customer_machine_symptom_and_kind() -> None:
    one = ticket("20 09:00 received")
    assert heads_agree(one, ticket("20 09:05 received", wishes="明天"))
    for other in ({"symptom": "漏水"}, {"office": "BJ"}, {"kind": "inquiry"}, {"equipment": None}):
        assert not heads_agree(one, ticket("20 09:00 received", **other))
