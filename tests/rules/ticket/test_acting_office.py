"""Entries that a desk recorded while another handed the ticket over; more stands in
test_lifecycle.py, with what follows from it.
"""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.model import events as ev
from svc.rules.ticket.acting_office import recorded_beside

MOVED = ("20 10:00 office_changed", {"seq": 2, "id": "moves1", "acting": "BJ"})


def note(seq: int, id: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    return ("20 10:05 remarked", {"seq": seq, "id": id, **fields})


@pytest.mark.parametrize(
    ("entries", "beside"),
    [
        ([note(2, "aaaaa1")], {"aaaaa1"}),  # bears its number
        ([note(2, "aaaaa1"), note(3, "aaaaa2")], {"aaaaa1", "aaaaa2"}),
        ([note(3, "aaaaa1", acting="BJ")], set()),  # its desk knew
        ([note(2, "aaaaa1"), note(3, "aaaaa2", acting="BJ")], {"aaaaa1"}),
        ([note(2, "aaaaa1"), note(4, "aaaaa2")], {"aaaaa1"}),  # the run of numbers ends
    ],
)
def test_those_of_its_number_and_of_the_run_after_it_that_name_no_office(
    entries: list[Any], beside: set[str]
) -> None:
    log = ticket("20 09:12 received", MOVED, *entries).log
    move = log[1]
    assert isinstance(move, ev.OfficeChanged)
    assert recorded_beside(move, log) == beside
