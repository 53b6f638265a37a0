"""Papers of different kinds on one page of HTML: none looks otherwise than alone."""

from __future__ import annotations

import pytest
from render.paper_tickets import after, dispatched, paper_of

from svc.render.pages import pages_as_one
from svc.render.scoped_styles import PaperStyle, paper_style, scoped_style


def scoped(css: str) -> list[str]:
    style = paper_style(f"<head><style>{css}</style></head>")
    return scoped_style(style, "p").split("\n")[2:]


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("th, td { padding: 1mm }", [".p th, .p td { padding: 1mm }"]),
        ("body { margin: 0 }", [".p { margin: 0 }"]),
        ("body > h1, html body p { x: y }", [".p > h1, .p p { x: y }"]),
        ("* { x: y }", [".p * { x: y }"]),
        (".body { x: y }", [".p .body { x: y }"]),
        ("tr:has(> th, td) { x: y }", [".p tr:has(> th, td) { x: y }"]),
        ('.a::before { content: "} body {, " }', ['.p .a::before { content: "} body {, " }']),
        ("/* body { } */ b { x: y }", [".p b { x: y }"]),
        ("@font-face { font-family: A }", ["@font-face { font-family: A }"]),
        (
            "@media screen { body { x: y } b { x: y } }",
            ["@media screen {", ".p { x: y }", ".p b { x: y }", "}"],
        ),
    ],
)
def test_a_rule_holds_for_its_paper_alone(css: str, told: list[str]) -> None:
    assert scoped(css) == told


def test_a_sheet_of_paper_gets_a_name_and_no_running_head() -> None:
    css = '@page { size: A5; margin: 5mm; @top-left { content: "a;b" } } @page :first { x: y }'
    style = paper_style(f"<head><style>{css} b {{ x: y }}</style></head>")
    assert style == PaperStyle(sheet="size: A5; margin: 5mm; ", rest="b { x: y }")
    begin = scoped_style(style, "p").split("\n")[:2]
    assert begin == ["@page p { size: A5; margin: 5mm; }", ".p { page: p }"]


def test_papers_of_one_kind_share_the_style_and_of_several_each_keeps_its_own() -> None:
    ticket = after(*dispatched())
    order, call = (
        paper_of(name, ticket, "zh", for_pdf=False) for name in ("visit-order", "survey")
    )
    one_kind = pages_as_one([order, order], "x")
    assert one_kind.count('<div class="sheet">') == 2
    assert "paper-1" not in one_kind
    mixed = pages_as_one([order, call, order], "x")
    assert mixed.count('<div class="sheet paper-1">') == 2
    assert mixed.count('<div class="sheet paper-2">') == 1
    assert ".paper-1 h1 { margin: 0" in mixed
    assert ".paper-2 h1 { margin: 0" in mixed
    rules = paper_style(mixed).rest
    assert "\nh1 {" not in rules


def test_what_a_paper_alone_says_all_is_said_of_it_among_others() -> None:
    order = paper_of("visit-order", after(*dispatched()), "zh", for_pdf=False).html
    alone = paper_style(order).rest
    among = scoped_style(paper_style(order), "p")
    assert among.count("{") - 2 == alone.count("{")
