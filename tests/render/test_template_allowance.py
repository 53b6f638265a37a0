"""What a department's template may use up: it is stopped, and named with its line, before the
machine suffers.
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment
from render.paper_tickets import HEAD, after, pages, paper_of

from svc.errors import TemplateFaulty
from svc.render import template_allowance
from svc.render.template_allowance import Sandbox
from svc.render.words import Words

LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}"
ENDS = "{% endfor %}{% endfor %}"
ENDLESS = {
    "loops in loops": LOOP + ENDS,
    "loops over a list made before": "{% set r = range(99999) | list %}{% for a in r %}{% for b in r %}"
    + ENDS,
    "loops over a text": "{% set t = 'x' * 99999 %}{% for a in t %}{% for b in t %}" + ENDS,
    "loops that write": "{% for a in range(99999) %}{% for b in range(99999) %}<i>x</i>" + ENDS,
    "a text doubled": "{% set n = namespace(t='x') %}{% for a in range(60) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
    "a text added": "{% set n = namespace(t='x') %}{% for a in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}",
    "a text put out twice, again and again": "{% set n = namespace(t='x') %}{% for a in range(60) %}"
    "{% set x %}{{ n.t }}{{ n.t }}{% endset %}{% set n.t = x %}{% endfor %}",
    "a list of itself": "{% set n = namespace(t=[1]) %}{% for a in range(60) %}{% set n.t = [n.t, n.t] %}{% endfor %}"
    "{{ n.t == [n.t, 1] }}",
    "a list added": "{% set n = namespace(t=[1]) %}{% for a in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}",
    "a number squared": "{% set n = namespace(t=9) %}{% for a in range(60) %}{% set n.t = n.t * n.t %}{% endfor %}",
    "a power": "{{ 10 ** 9999999999 }}",
    "a text many times": "{{ 'x' * 1000000000 }}",
    "blanks by a filter": "{{ 'x' | center(1000000000) }}",
    "blanks by a method": "{{ 'x'.ljust(1000000000) }}",
    "blanks by a format": "{{ '%1000000000d' | format(1) }}",
    "blanks by a format with %": "{{ '%*d' % (1000000000, 1) }}",
    "blanks by a format method": "{{ '{:>1000000000}'.format(1) }}",
    "blanks by a width given apart": "{{ '{:>{}}'.format(1, 1000000000) }}",
    "blanks by many widths": "{{ ('{0:>9999}' * 9999).format(1) }}",
    "blanks by many widths given apart": "{{ ('{0:>{1}}' * 999).format(1, '9999') }}",
    "blanks by the words": "{{ _('{x:>900000000}', x='a') }}",
    "blanks by many words": "{{ _('{x:>9999}' * 9999, x='a') }}",
    "long words many times": "{{ _('{x}' * 9999, x='a' * 9999) }}",
    "a list of words many times": "{{ _('{x}' * 999, x=['a' * 9999] * 999) }}",
    "what lies behind a word": "{{ _('{x.__class__}', x='a') }}",
    "a text between all": "{{ ('x' * 99999).replace('x', 'y' * 99999) }}",
    "a text joined": "{{ (['x' * 9999] * 9999) | join }}",
    "texts made on the way": "{{ range(99999) | map('center', 9999) | join }}",
    "columns of nothing": "{{ [1] | slice(1000000000) | list }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(60) }}",
    "comparisons without end": "{% set t = 'a' * 999999 %}{% for a in range(99999) %}"
    "{% if t ~ 'b' in t %}{% endif %}{% endfor %}",
    "searches without end": "{% set t = 'ab' * 499999 %}{% set u = 'ba' * 99 ~ 'c' %}{% for a in range(99999) %}"
    "{% if u in t %}{% endif %}{% endfor %}",
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(template_allowance, "SECONDS", 1.0)  # the same in less time
    gc.freeze()  # what other tests left is not gone through meanwhile: that took the whole second
    yield
    gc.unfreeze()


@pytest.mark.parametrize("what", ENDLESS)
def test_a_template_without_end_is_stopped_in_time_and_named_with_its_line(
    what: Any, tmp_path: Path
) -> None:
    (tmp_path / "letterhead.html").write_text(
        "\n{% macro footer(document) %}\n" + ENDLESS[what] + "{% endmacro %}"
    )
    begun = time.process_time()
    with pytest.raises(TemplateFaulty, match="never finishes, or makes far more") as refused:
        paper_of("loan-card", after(**HEAD), pages=pages("zh", tmp_path))
    assert time.process_time() - begun < 4 * template_allowance.SECONDS
    assert refused.value.facts["template"] == "letterhead.html"
    assert refused.value.facts["line"] == 3


@pytest.mark.parametrize("what", ["a text doubled", "a list of itself", "texts made on the way"])
def test_it_is_stopped_before_it_takes_much_memory(what: str, tmp_path: Path) -> None:
    (tmp_path / "letterhead.html").write_text(
        "{% macro footer(document) %}" + ENDLESS[what] + "{% endmacro %}"
    )
    tracemalloc.start()
    try:
        with pytest.raises(TemplateFaulty):
            paper_of("loan-card", after(**HEAD), pages=pages("zh", tmp_path))
        assert tracemalloc.get_traced_memory()[1] < 256 * 2**20
    finally:
        tracemalloc.stop()


def test_a_page_that_could_not_be_laid_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letterhead.html").write_text(
        "{% macro footer(document) %}{% for a in range(90000) %}"
        + "<b>x</b>" * 20
        + "{% endfor %}{% endmacro %}"
    )
    with pytest.raises(TemplateFaulty, match="never finishes"):
        paper_of("loan-card", after(**HEAD), pages=pages("zh", tmp_path))


def test_what_a_department_may_well_write_is_printed(tmp_path: Path) -> None:
    logo = "data:image/png;base64," + "A" * 1_000_000
    (tmp_path / "letterhead.html").write_text(
        f'{{% macro logo() %}}<img src="{logo}">{{% endmacro %}}'
        "{% macro footer(document) %}{% for a in [1, 2, 3] if a > 1 %}"
        "{{ loop.index }} of {{ loop.length }} {{ a | string | center(5) }}"
        "{% endfor %}{{ '%05.1f' | format(2.5) }}{{ {'loan-card': 'L'}.get(document, '') | "
        "replace('L', 'LC') }}"
        "{{ ('a', 'b') | join(', ') }}{% endmacro %}"
    )
    text = paper_of("loan-card", after(**HEAD), pages=pages("zh", tmp_path)).html
    assert "1 of 2   2  2 of 2   3  002.5LCa, b" in text


def test_what_a_template_may_have_of_a_class_is_asked_once_and_is_what_jinja_says() -> None:
    ours, jinja = Sandbox(), ImmutableSandboxedEnvironment()
    values: list[Any] = ["text", [1], {"a": 1}, 5, Words("en"), lambda: None, type("A", (), {})]
    names = ("append", "upper", "format", "__class__", "_hidden", "clear", "gi_frame", "mro")
    for _ in range(2):
        for value in values:
            for name in names:
                assert ours.is_safe_attribute(value, name, None) == jinja.is_safe_attribute(
                    value, name, None
                )
