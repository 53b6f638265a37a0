"""Which policy a ticket is under."""

from __future__ import annotations

from typing import Any

import pytest

from svc.model.settings import PolicyChoice
from svc.rules.ticket.policy_choice import policy_for

ROWS = [
    PolicyChoice(policy="contract247", contract="24x7"),
    PolicyChoice(policy="ideas", kind="suggestion"),
    PolicyChoice(policy="regions", office="BJ"),
    PolicyChoice(policy="office"),
]


@pytest.mark.parametrize(
    ("asked", "policy"),
    [
        ({"office": "SZ"}, "office"),
        ({"office": "BJ"}, "regions"),
        ({"office": "BJ", "kind": "repair"}, "regions"),
        ({"office": "BJ", "kind": "suggestion"}, "ideas"),  # the first row that fits
        ({"office": "SZ", "kind": "suggestion", "contract": "24x7"}, "contract247"),
        ({"office": "SZ", "contract": "another"}, "office"),
    ],
)
def test_it_is_that_of_the_first_row_that_fits(asked: Any, policy: str) -> None:
    assert policy_for(ROWS, **asked) == policy


def test_where_none_fits_the_last_one_counts() -> None:
    assert policy_for(ROWS[:3], office="SH") == "regions"
