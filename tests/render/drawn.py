"""What stands where in a chart: its SVG read back, with a box around the ink of every text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import cos, radians, sin
from xml.etree import ElementTree

from PIL import ImageFont

from svc.render.drawing import ASCENT, DESCENT, SIZE, text_width
from svc.store.assets import fonts_dir

NS = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]
Box = tuple[Point, Point, Point, Point]


class Drawn:
    """A chart, read by a parser that takes nothing but well-formed XML."""

    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)
        _, _, self.width, self.height = (
            float(number) for number in self.root.attrib["viewBox"].split()
        )

    def all(self, name: str) -> list[ElementTree.Element]:
        return list(self.root.iter(NS + name))

    @property
    def texts(self) -> list[str]:
        return [element.text or "" for element in self.all("text")]

    @property
    def boxes(self) -> list[tuple[str, Box]]:
        return [(element.text or "", _box(element)) for element in self.all("text")]

    @property
    def bars(self) -> list[Box]:
        """The rectangles: bars, and what the key shows."""
        out: list[Box] = []
        for element in self.all("rect"):
            x, y, width, height = (
                float(element.attrib[name]) for name in ("x", "y", "width", "height")
            )
            out.append(((x, y), (x + width, y), (x + width, y + height), (x, y + height)))
        return out

    def collisions(self) -> Iterator[str]:
        """Texts that touch each other, a bar, or the edge."""
        for name, box in self.boxes:
            if any(not (0 <= x <= self.width and 0 <= y <= self.height) for x, y in box):
                yield f"{name!r} reaches out"
            if any(overlap(box, bar) for bar in self.bars):
                yield f"{name!r} on a bar"
        for (name, box), (other, its) in combinations(self.boxes, 2):
            if overlap(box, its):
                yield f"{name!r} on {other!r}"


def _box(element: ElementTree.Element) -> Box:
    """The corners of a text, as wide as charts take it to be."""
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    wide = text_width(element.text or "")
    left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[
        element.attrib.get("text-anchor", "start")
    ]
    turned = re.fullmatch(
        r"rotate\((-?\d+) ([\d.-]+) ([\d.-]+)\)",
        element.attrib.get("transform", f"rotate(0 {x} {y})"),
    )
    assert turned is not None
    assert (float(turned[2]), float(turned[3])) == (x, y)
    angle = radians(float(turned[1]))

    def corner(right: float, down: float) -> Point:
        return x + right * cos(angle) - down * sin(angle), y + right * sin(angle) + down * cos(
            angle
        )

    return (
        corner(left, -ASCENT), corner(left + wide, -ASCENT), corner(left + wide, DESCENT), corner(left, DESCENT)
    )  # fmt: skip


def overlap(a: Box, b: Box, rounding: float = 0.15) -> bool:
    """Whether two rectangles, turned or not, have more in common than their coordinates are rounded
    by.
    """
    for box in (a, b):
        for (x1, y1), (x2, y2) in zip(box, box[1:2] + box[2:3], strict=False):
            length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
            normal = (y2 - y1) / length, (x1 - x2) / length
            of_a, of_b = ([x * normal[0] + y * normal[1] for x, y in each] for each in (a, b))
            if max(of_a) <= min(of_b) + rounding or max(of_b) <= min(of_a) + rounding:
                return False
    return True


@cache
def _font(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts_dir() / "usual" / f"SvcSansSC-{weight}.ttf"), 1000)


def real_width(text: str, weight: str) -> float:
    """How wide the text is in our font, which is Regular or Bold."""
    return _font(weight).getlength(text) * SIZE / 1000
