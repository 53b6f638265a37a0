"""A seal by its log: which confirmation holds, what is disputed, what the digest is made of."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from rules.daily.days import CASH, WANG, recounted, sealed, state

from svc.errors import ImpossibleStep
from svc.model.seals import Counted, Figures
from svc.rules.daily.seals import seal_digest


def test_of_two_confirmations_the_one_typed_first_holds_in_any_order() -> None:
    both = (sealed("bbbbbb", minutes=0), sealed("aaaaaa", minutes=5))
    for log in permutations(both):
        found = state(*log)
        assert (found.holds.id, [each.id for each in found.others]) == ("bbbbbb", ["aaaaaa"])
        assert found.is_disputed
        assert found.out_of_turn == []


def test_a_correction_ends_the_dispute_and_says_the_figures() -> None:
    found = state(sealed("bbbbbb"), sealed("aaaaaa", minutes=5), recounted(events=("e00002",)))
    assert not found.is_disputed
    assert (found.status, found.last.id) == ("recounted", "rrrrrr")
    assert found.known == {"e00001", "e00002"}


def test_what_only_the_other_desk_had_is_not_known() -> None:
    found = state(sealed("bbbbbb"), sealed("aaaaaa", ("e00009",), minutes=5))
    assert found.known == {"e00001"}


def test_nothing_is_corrected_before_the_day_is_sealed() -> None:
    found = state(sealed())
    found.check_may_follow("recounted")
    found.status = "new"
    with pytest.raises(ImpossibleStep):
        found.check_may_follow("recounted")


def test_the_digest_is_of_amounts_numbers_and_events_and_of_no_name() -> None:
    told = seal_digest(CASH, WANG, ["a", "b"])
    assert told == seal_digest(CASH, [Figures(technician="somebody", visits=1)], ["b", "a"])
    more = [Counted(how="cash", books=Decimal("80.00"), counted=Decimal("80.01"))]
    others = (
        seal_digest(more, WANG, ["a", "b"]),
        seal_digest(CASH, [Figures(technician="wang", visits=2)], ["a", "b"]),
        seal_digest(CASH, WANG, ["a"]),
    )
    assert told not in others
