"""Places and spots: as one text and back, in words."""

from __future__ import annotations

from typing import get_args

import pytest

from svc.model.staff import Person, Staff
from svc.render.words import Words
from svc.rules.stock.places import (
    INNER,
    PLACES,
    Place,
    PlaceKind,
    Spot,
    on_the_way,
    said_of_spot,
    spot_from_code,
    store_of,
    with_technician,
)

STAFF = Staff(staff=[Person(id="wang", name="王强", roles=["technician"], office="SZ")])


@pytest.mark.parametrize("place", [store_of("SZ"), with_technician("wang"), on_the_way("SZ", "BJ")])
@pytest.mark.parametrize("condition", ["good", "defective"])
def test_a_spot_is_one_text_and_back(place: Place, condition: str) -> None:
    spot = Spot(place, condition)
    assert spot_from_code(spot.code) == spot
    assert place.is_inner


def test_an_outer_place_is_nobodys() -> None:
    assert spot_from_code("fitted") == Spot(Place("fitted"))
    assert Spot(Place("fitted"), "defective").code == "fitted!"
    assert not Place("lost").is_inner


def test_every_kind_of_place_has_a_name_and_some_are_ours() -> None:
    assert set(PLACES) | {"before"} == set(get_args(PlaceKind)) | {"before"}
    assert set(INNER) < set(PLACES)


@pytest.mark.parametrize(
    ("spot", "said"),
    [
        (Spot(store_of("SZ")), "深圳办事处备件库"),
        (Spot(with_technician("wang")), "王强的随车备件"),
        (Spot(on_the_way("SZ", "BJ")), "深圳办事处到BJ的途中"),
        (Spot(Place("scrap")), "报废"),
        (Spot(store_of("SZ"), "defective"), "深圳办事处备件库（坏件）"),
    ],
)
def test_a_spot_in_words(spot: Spot, said: str) -> None:
    assert Words("zh").show(said_of_spot(spot, STAFF, {"SZ": "深圳办事处"})) == said
