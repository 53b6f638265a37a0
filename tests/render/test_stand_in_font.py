"""The font made for what no other has is one that other programs read."""

from __future__ import annotations

import io

import pytest

from svc.render.stand_in_font import ASCENT, BARS, DESCENT, EM, stand_in_font

POINTS = [0x1F600, 0x905, 0x20BB8, 0x1F601]


def test_each_character_has_a_glyph_of_its_own_that_looks_like_the_others() -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(stand_in_font(POINTS)), checkChecksums=2)
    names = font.getBestCmap()
    assert sorted(names) == [0x20, *sorted(POINTS)]
    assert len(set(names.values())) == len(POINTS) + 1
    corners = {
        (x, y) for left, low, right, high in BARS for x in (left, right) for y in (low, high)
    }
    for point in POINTS:
        glyph = font["glyf"][names[point]]
        assert set(glyph.coordinates) == corners
        assert font["hmtx"][names[point]] == (EM, 100)
    assert font["glyf"][names[0x20]].numberOfContours == 0
    assert (font["hhea"].ascent, font["hhea"].descent) == (ASCENT, DESCENT)
    font.save(io.BytesIO())  # every table can be read


def test_the_same_characters_give_the_same_bytes_in_any_order() -> None:
    assert stand_in_font(POINTS) == stand_in_font([*reversed(POINTS), POINTS[0]])


def test_lines_are_no_higher_where_a_sign_stands_than_in_our_other_fonts() -> None:
    from fontTools.ttLib import TTFont

    from svc.store.assets import fonts_dir

    usual = TTFont(fonts_dir() / "usual" / "SvcSansSC-Regular.ttf", lazy=True)
    assert (usual["hhea"].ascent, usual["hhea"].descent) == (ASCENT, DESCENT)
    assert usual["head"].unitsPerEm == EM
    glyph = usual["glyf"][usual.getBestCmap()[ord("〓")]]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (100, -20, 900, 780)


@pytest.mark.parametrize("points", [[], [0x20], [-1], [0x110000], range(0x10000, 0x20000)])
def test_what_is_no_set_of_characters_is_refused(points: list[int]) -> None:
    with pytest.raises(ValueError, match="characters"):
        stand_in_font(points)
