"""Whose report it is decides what counts in it."""

from __future__ import annotations

import pytest

from svc.rules.report.scope import RegionOffice, Scope, office_key

SHENZHEN, GUANGZHOU = RegionOffice("south", "SZ"), RegionOffice("south", "GZ")
SHENZHEN_BEFORE = RegionOffice("east", "SZ")  # when it was of another region


@pytest.mark.parametrize(
    ("scope", "places"),
    [
        (Scope(), [SHENZHEN, GUANGZHOU, SHENZHEN_BEFORE]),
        (Scope(region="south"), [SHENZHEN, GUANGZHOU]),
        (Scope(office="SZ"), [SHENZHEN, SHENZHEN_BEFORE]),
        (Scope(office="BJ"), []),
    ],
)
def test_an_office_counts_whatever_its_region_was_and_a_region_all_its_offices(
    scope: Scope, places: list[RegionOffice]
) -> None:
    all_places = (SHENZHEN, GUANGZHOU, SHENZHEN_BEFORE)
    assert [place for place in all_places if scope.holds(*place)] == places


def test_an_office_and_a_region_of_one_name_are_kept_apart() -> None:
    office, region = Scope(office="x"), Scope(region="x")
    assert (office.code, region.code) == ("x", "x")
    assert office.key == office_key("x") != region.key
    assert Scope().key == Scope().code == ""
    assert [each.is_all for each in (Scope(), office, region)] == [True, False, False]
