"""The head of a ticket and its digest."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.model.records import plain_data
from svc.model.tickets import HEAD_KEYS, NEEDED, head_digest

TOLD = plain_data(ticket("20 09:00 received"))


def test_the_digest_is_of_values_not_of_layout_or_order() -> None:
    assert head_digest(dict(reversed(TOLD.items()))) == head_digest(TOLD)
    assert len(head_digest(TOLD)) == 16


def test_status_log_and_keys_of_ones_own_are_not_in_it() -> None:
    assert head_digest({**TOLD, "status": "closed", "log": [], "mood": "angry"}) == head_digest(
        TOLD
    )


@pytest.mark.parametrize("key", [key for key in HEAD_KEYS if isinstance(TOLD.get(key), str)])
def test_every_value_of_the_head_is_in_it(key: Any) -> None:
    assert head_digest({**TOLD, key: "x"}) != head_digest(TOLD)
    assert head_digest({name: value for name, value in TOLD.items() if name != key}) != head_digest(
        TOLD
    )


def test_so_is_every_value_below() -> None:
    moved = {**TOLD, "customer": {**TOLD["customer"], "phone": TOLD["customer"]["mobile"]}}
    assert head_digest(moved) != head_digest(TOLD)
    joined = {**TOLD, "unknown": [{"field": "a", "why": "b"}]}
    assert head_digest(joined) != head_digest({**TOLD, "unknown": [{"field": "b", "why": "a"}]})


def test_what_intake_must_fill_is_part_of_the_head() -> None:
    assert set(NEEDED) <= set(HEAD_KEYS)


def test_a_record_knows_its_number_or_says_that_it_has_none() -> None:
    assert ticket("20 09:00 received").number.path == "tickets/SZ/2026-11/SZ-2611-A0001.yaml"
    with pytest.raises(ValueError, match="sz-2611-a0001"):
        _ = ticket("20 09:00 received", id="sz-2611-a0001").number
