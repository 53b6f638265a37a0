"""Charts: true to the numbers, readable in black and white, and no label on another, whatever the
numbers are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from render.drawn import Drawn, overlap, real_width

from svc.render.charts import REST, Plot, Series, axis_ticks, draw_chart
from svc.render.drawing import HATCHES, Drawing, shortened, text_width
from svc.render.fonts import covered_points
from svc.render.pdf import readable_text
from svc.store.assets import fonts_dir

KINDS = ("columns", "days", "rows", "pareto")
LONG = [
    "CR-200 全自动商用洗碗机（加长双门，带烘干）",
    "MW-7 W MM@%&",
    "Extra-wide commercial steamer",
    "炉",
    "",
]
HOSTILE = "<script>alert('1')</script>&amp;\"]]>-->{{ 7*7 }}\x00\x1b[31m\u202e\ud800\n=1+1"


def plot(
    kind: str, values: list[float | None], labels: list[str] | None = None, **more: object
) -> Plot:
    labels = [str(n) for n in range(1, len(values) + 1)] if labels is None else labels
    fields = {"title": "受理", "series": [Series(name="a", values=values)], **more}
    return Plot(kind=kind, labels=labels, **fields)


def models(count: int) -> list[str]:
    return [f"CR-{n:03} 全自动商用蒸饭柜（加热管断路，电路板烧毁）{n}" for n in range(count)]


def extremes() -> dict[str, Plot]:
    out: dict[str, Any] = {}
    for kind in KINDS:
        out |= {
            f"{kind}, one point": plot(kind, [7]),
            f"{kind}, one point with a long name": plot(kind, [7], [LONG[0] * 9]),
            f"{kind}, 31 days": plot(kind, list(range(31))),
            f"{kind}, 40 models with long names": plot(kind, list(range(40, 0, -1)), models(40)),
            f"{kind}, 300 models": plot(kind, list(range(300)), models(300)),
            f"{kind}, all zero": plot(kind, [0] * 11),
            f"{kind}, nothing known": plot(kind, [None] * 5, unit="rate"),
            f"{kind}, one huge": plot(kind, [1, 10**12, 0, 3], LONG[:4]),
            f"{kind}, huge and long": plot(kind, [10**9] * 31, LONG[:1] * 31),
            f"{kind}, tiny": plot(kind, [0.0001, 0.0002, None], unit="hours"),
            f"{kind}, debts": plot(
                kind, [Decimal("-300.50"), Decimal("1200.05"), Decimal(0)], unit="yuan"
            ),
        }
        if kind != "pareto":
            many = [Series(name=f"{n} {LONG[n % 4]}", values=[n, 0, 12 - n] * 4) for n in range(12)]
            out |= {
                f"{kind}, 12 series side by side": plot(kind, [0] * 12, series=many),
                f"{kind}, 12 series stacked": plot(kind, [0] * 12, series=many, stacked=True),
            }
    return out


def chance(seed: int) -> Plot:
    """Anything a month might bring: any kind, 1 to 45 labels of any length, 1 to 9 series, small
    and large numbers.
    """
    dice = Random(seed)
    kind = dice.choice(KINDS)
    count = dice.choice((1, 2, 5, 11, 28, 31, dice.randint(1, 45)))
    top = 10 ** dice.randint(0, 7)
    unit = dice.choice(("count", "rate", "yuan", "hours"))
    lowest = dice.choice((0, 0, 0, -top))
    length = dice.choice((2, 6, 12, 40))

    def value() -> float | Decimal | None:
        number = dice.choice((0, top, dice.randint(lowest, top)))
        if dice.random() < 0.1:
            return None
        return {
            "count": number,
            "rate": number / top,
            "yuan": Decimal(number) / 100,
            "hours": number / 7,
        }[unit]

    def text() -> str:
        return "".join(
            dice.choice("加热管断路电板M W@ilx-123（）") for _ in range(dice.randint(1, length))
        )

    series = 1 if kind == "pareto" else dice.choice((1, 1, 2, 3, 9))
    return Plot(
        kind=kind,
        title=text(),
        labels=[text() for _ in range(count)],
        series=[Series(name=text(), values=[value() for _ in range(count)]) for _ in range(series)],
        unit=unit,
        stacked=dice.random() < 0.5,
    )


@pytest.mark.parametrize("width", [640, 310])
@pytest.mark.parametrize("name", extremes())
def test_no_label_touches_another_or_a_bar_or_the_edge_in_extreme_months(
    name: Any, width: int
) -> None:
    assert list(Drawn(draw_chart(extremes()[name], width)).collisions()) == []


@pytest.mark.parametrize("seed", range(300))
def test_no_label_touches_another_or_a_bar_or_the_edge_in_any_month(seed: int) -> None:
    assert list(Drawn(draw_chart(chance(seed), 310 if seed % 5 == 0 else 640)).collisions()) == []


def test_the_check_for_touching_labels_finds_them() -> None:
    drawing = Drawing(100)
    drawing.rectangle(60, 0, 20, 20, "black")
    for x, y, text in ((0, 10, "abc"), (5, 12, "abc"), (70, 15, "x"), (98, 30, "out")):
        drawing.text(x, y, text)
    drawing.text(40, 40, "turned", turn=-45)
    drawing.text(46, 40, "turned too", turn=-45)
    found = "\n".join(Drawn(drawing.svg("t", 60)).collisions())
    for told in ("'abc' on 'abc'", "'x' on a bar", "'out' reaches out", "'turned' on 'turned too'"):
        assert told in found
    assert not overlap(((0, 0), (1, 0), (1, 1), (0, 1)), ((1, 0), (2, 0), (2, 1), (1, 1)))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_text_is_never_wider_in_our_fonts_than_charts_and_tables_take_it_to_be(weight: str) -> None:
    for code in covered_points(fonts_dir() / "usual"):
        assert real_width(chr(code), weight) <= text_width(chr(code)), hex(code)


@pytest.mark.parametrize(("text", "room", "shown"), [
    ("加热管", 30, "加热管"), ("加热管断路", 35, "加热…"), ("加热管", 5, ""), ("ab cdefgh", 30, "ab…"), ("", 0, ""),
])  # fmt: skip
def test_what_has_no_room_ends_in_dots_or_is_left_out(text: str, room: int, shown: str) -> None:
    assert shortened(text, room) == shown


def test_columns_are_as_high_as_their_values_and_say_them() -> None:
    drawn = Drawn(draw_chart(plot("columns", [10, 20, 40, 0])))
    heights = [float(bar.attrib["height"]) for bar in drawn.all("rect")]
    assert heights == pytest.approx([130 / 4, 130 / 2, 130], abs=0.11)
    # The axis, then the columns' numbers, then their labels.
    assert drawn.texts == ["0", "10", "20", "30", "40", "10", "20", "40", "0", "1", "2", "3", "4"]


def test_rows_are_as_long_as_their_values_and_a_rate_of_nothing_is_a_dash() -> None:
    drawn = Drawn(
        draw_chart(plot("rows", [1.0, 0.5, None, 0.0], ["王强", "李明", "陈静", "赵"], unit="rate"))
    )
    whole, half = (float(bar.attrib["width"]) for bar in drawn.all("rect"))
    assert half == pytest.approx(whole / 2, abs=0.1)
    assert drawn.texts == ["王强", "100.0 %", "李明", "50.0 %", "陈静", "—", "赵", "0.0 %"]


def test_stacked_values_stand_on_each_other_with_their_sum_above() -> None:
    series = [Series(name="按时", values=[3, 1]), Series(name="超时", values=[1, None])]
    drawn = Drawn(draw_chart(plot("days", [0, 0], series=series, stacked=True)))
    bars = [[float(bar.attrib[name]) for name in ("y", "height")] for bar in drawn.all("rect")[2:]]
    (first, second, third) = bars
    assert first[0] == pytest.approx(second[0] + second[1], abs=0.11)
    assert first[1] == pytest.approx(3 * second[1], abs=0.2)
    assert third[1] == pytest.approx(second[1], abs=0.11)
    assert drawn.texts[:2] == ["按时", "超时"]
    assert drawn.texts[-4:-2] == ["4", "1"]


def test_a_pareto_line_ends_at_the_whole_and_passes_what_was_reached_so_far() -> None:
    drawn = Drawn(draw_chart(plot("pareto", [50, 30, 15, 5], ["断路", "短路", "漏水", "其他"])))
    points = [
        float(point.split(",")[1]) for point in drawn.all("polyline")[0].attrib["points"].split()
    ]
    zero = max(float(bar.attrib["y"]) + float(bar.attrib["height"]) for bar in drawn.all("rect"))
    assert [(zero - y) / (zero - points[-1]) for y in points] == pytest.approx(
        [0.5, 0.8, 0.95, 1], abs=0.002
    )
    assert drawn.texts[-8:] == ["50", "30", "15", "5", "断路", "短路", "漏水", "其他"]


def test_what_there_is_no_room_for_is_summed_up_and_nothing_is_lost() -> None:
    values = [n % 7 + 1 for n in range(300)]
    drawn = Drawn(draw_chart(plot("pareto", values, models(300))))
    shown = len(drawn.all("rect"))
    assert drawn.texts[-1] == REST.format(count=300 - shown + 1)
    points = [
        float(point.split(",")[1]) for point in drawn.all("polyline")[0].attrib["points"].split()
    ]
    zero = max(float(bar.attrib["y"]) + float(bar.attrib["height"]) for bar in drawn.all("rect"))
    before_the_rest = sum(values[: shown - 1]) / sum(values)
    assert (zero - points[-2]) / (zero - points[-1]) == pytest.approx(before_the_rest, abs=0.01)


def test_more_rows_than_a_page_holds_are_counted() -> None:
    texts = Drawn(draw_chart(plot("rows", [1] * 57, models(57)))).texts
    assert texts[-1] == REST.format(count=17)
    assert len(texts) == 2 * 40 + 1


def test_days_are_never_turned_some_are_left_out_but_not_the_first() -> None:
    drawn = Drawn(
        draw_chart(plot("days", [100] * 31, [f"2026-12-{day:02}" for day in range(1, 32)]))
    )
    days = [text for text in drawn.texts if text.startswith("2026")]
    assert days[0] == "2026-12-01"
    apart = {int(b[-2:]) - int(a[-2:]) for a, b in pairwise(days)}
    assert len(apart) == 1
    assert len(days) >= 7
    assert not [element for element in drawn.all("text") if "transform" in element.attrib]


@pytest.mark.parametrize("kind", ["columns", "pareto", "rows"])
def test_of_names_none_is_left_out_long_ones_are_turned_or_cut(kind: str) -> None:
    names = [f"{n:02} 全自动商用洗碗机（加长双门，带烘干，不锈钢，出口型）" for n in range(20)]
    texts = Drawn(draw_chart(plot(kind, list(range(20, 0, -1)), names))).texts
    assert [text[:2] for text in texts if text[2:4] == " 全"] == [name[:2] for name in names]


def test_what_is_there_is_seen_beside_something_huge() -> None:
    small = Drawn(draw_chart(plot("columns", [1, 10**9, 0]))).all("rect")
    assert [float(bar.attrib["height"]) for bar in small] == [1, 130]


def test_nothing_gives_no_chart_and_a_series_too_short_is_refused() -> None:
    assert draw_chart(plot("columns", [])) == ""
    assert draw_chart(plot("rows", [1], series=[])) == ""
    with pytest.raises(ValueError, match="2 values of a, 1 labels"):
        draw_chart(plot("columns", [1, 2], ["x"]))


@pytest.mark.parametrize("kind", KINDS)
def test_text_is_text_whatever_stands_in_it(kind: str) -> None:
    svg = draw_chart(plot(kind, [1, 2], [HOSTILE[:30], "b"], title=HOSTILE))
    drawn = Drawn(svg)
    shown = readable_text(HOSTILE).replace("\n", " ")
    assert drawn.all("title")[0].text == shown
    assert {element.tag.partition("}")[2] for element in drawn.root.iter()} <= {
        "svg", "title", "rect", "path", "line", "polyline", "text"
    }  # fmt: skip
    names = {name for element in drawn.root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or name in ("href", "style", "id")]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800]", svg)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_numbers_give_the_same_bytes_with_black_and_grey_only(kind: str) -> None:
    first, second = (draw_chart(extremes()[f"{kind}, 31 days"]) for _ in range(2))
    assert first == second
    assert set(re.findall("#[0-9a-f]+", first)) <= {"#000", "#fff", "#bbb", "#e4e4e4"}


def test_every_hatch_looks_different_and_stays_in_its_rectangle() -> None:
    looks = set()
    for hatch in HATCHES:
        drawing = Drawing(40)
        drawing.rectangle(3.3, 4.4, 20, 11, hatch)
        looks.add("\n".join(drawing.elements))
        for line in Drawn(drawing.svg("t", 40)).all("path"):
            numbers = [float(n) for n in re.findall(r"(?<=[ML ])[\d.]+", line.attrib["d"])]
            assert all(3.25 <= x <= 23.35 for x in numbers[0::2]) or hatch in (
                "level",
                "upright",
                "dots",
            )
            assert all(3.25 <= number <= 23.35 for number in numbers)
    assert len(looks) == len(HATCHES)


@pytest.mark.parametrize(("low", "high", "whole", "found"), [
    (0, 0, True, [0, 1]), (0, 3, True, [0, 1, 2, 3]), (0, 47, True, [0, 10, 20, 30, 40, 50]),
    (0, 1, False, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 0.3, False, [0, 0.1, 0.2, 0.3]),
    (-300, 900, False, [-500, 0, 500, 1000]),
])  # fmt: skip
def test_axes_have_round_numbers_and_reach_over_everything(
    low: int, high: float | int, whole: bool, found: list[Any]
) -> None:
    assert axis_ticks(low, high, whole=whole) == found


def month_with_days_off(width: float) -> Drawn:
    """October 2026: seven holidays, weekends, a Saturday on which people work."""
    off = frozenset((*range(7), 10, 16, 17, 23, 24, 30))
    marks = {**dict.fromkeys(range(7), "休"), 9: "班"}
    values = [0.0] * 31
    return Drawn(draw_chart(plot("days", [*values], off=off, marks=marks), width))


@pytest.mark.parametrize("width", [640, 310])
def test_days_off_are_grey_and_holidays_and_make_up_days_are_marked_where_there_is_room(
    width: float,
) -> None:
    drawn = month_with_days_off(width)
    grey = [path for path in drawn.all("path") if path.attrib.get("class") == "off"]
    assert len(grey) == 5  # what lies side by side is one piece
    starts = [float(path.attrib["d"][1:].split(" ")[0]) for path in grey]
    wide = [float(path.attrib["d"].split("h")[1].split("v")[0]) for path in grey]
    step = wide[1]
    assert wide[0] == pytest.approx(7 * step, abs=0.4)
    assert (starts[1] - starts[0]) / step == pytest.approx(10, abs=0.1)
    assert [text for text in drawn.texts if text in "休班"] == (
        [*["休"] * 7, "班"] if width == 640 else []
    )
    assert list(drawn.collisions()) == []
