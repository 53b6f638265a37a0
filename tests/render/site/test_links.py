"""What can be tapped: telephone numbers, an address on a map."""

from __future__ import annotations

import pytest

from svc.model.settings import MAP_ADDRESS
from svc.render.site.links import map_link, telephone_links


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("13912345678", ["tel:13912345678"]),
        ("139 1234 5678", ["tel:13912345678"]),
        ("0755-8800 1234", ["tel:075588001234"]),
        ("(0755)88001234 转 802", ["tel:075588001234"]),
        ("400-800-0000", ["tel:4008000000"]),
        ("+852 2345 6789", ["tel:+85223456789"]),
        ("13912345678/13800001111", ["", "tel:13912345678", "tel:13800001111"]),
        ("张工 13912345678", ["tel:13912345678"]),
        ("晚上打", [""]),
        ("javascript:alert(1)", [""]),
        ('"><script>13912345678', ["tel:13912345678"]),
        ("", []),
    ],
)
def test_a_telephone_number_is_called_by_its_digits_alone(text: str, to: list[str]) -> None:
    links = telephone_links(text)
    assert [link.to for link in links] == to
    assert [link.text for link in links[:1]] == ([text] if text else [])


def test_an_address_is_looked_for_and_can_be_nothing_else() -> None:
    assert map_link("深圳 1 号&x=1#y/\n?z", MAP_ADDRESS).to == (
        "geo:0,0?q=%E6%B7%B1%E5%9C%B3%201%20%E5%8F%B7%26x%3D1%23y%2F%20%3Fz"
    )
    assert map_link("A b", "https://map.example/s?q={address}&z=1").to == (
        "https://map.example/s?q=A%20b&z=1"
    )
    assert map_link("", MAP_ADDRESS).to == ""
