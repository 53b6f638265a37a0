"""The zone of a customer, by word, by distance, by both, by neither."""

from __future__ import annotations

import pytest
from rules.checks.records import SETTINGS

from svc.errors import ZoneDisagrees
from svc.rules.ticket.service_area import is_possible, zone_of


@pytest.mark.parametrize(
    ("zone", "km", "is_"),
    [
        ("", None, "inside"),
        ("", 0, "inside"),
        ("", 30, "inside"),
        ("", 31, "near"),
        ("", 80, "near"),
        ("", 81, "far"),
        ("inside", 12, "inside"),
        ("near", 12, "near"),  # the area is no circle
        ("inside", 80, "inside"),
        ("far", 31, "far"),
        ("far", None, "far"),
    ],
)
def test_the_word_counts_and_without_it_the_distance(zone: str, km: int | None, is_: str) -> None:
    assert zone_of(zone, km, SETTINGS) == is_


@pytest.mark.parametrize(("zone", "km"), [("inside", 81), ("near", 81), ("far", 30)])
def test_what_can_not_both_be_right_is_refused(zone: str, km: int) -> None:
    assert not is_possible(zone, km, SETTINGS)
    with pytest.raises(ZoneDisagrees) as refused:
        zone_of(zone, km, SETTINGS)
    fits = zone_of("", km, SETTINGS)
    assert refused.value.facts == {"zone": zone, "distance": km, "fits": fits}
    assert is_possible(fits, km, SETTINGS)


def test_whoever_is_out_of_reach_can_only_be_far() -> None:
    assert [is_possible(zone, 81, SETTINGS) for zone in ("inside", "near", "far")] == [
        *(False, False),
        True,
    ]
