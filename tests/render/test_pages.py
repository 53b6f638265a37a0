"""Templates: the department's own before ours, in a sandbox."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from render.paper_tickets import cases, order_of, pages

from svc.errors import TemplateFaulty
from svc.render.pages import css_string

ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ label.__globals__ }}",
    "{{ label.__self__ }}",
    "{{ _.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ '%s'|attr('__class__')|attr('__mro__') }}",
    "{{ ['a']|map(attribute='__class__')|first }}",
    "{{ '{0.__class__.__mro__}'.format(1) }}",
    "{{ namespace.__init__.__globals__ }}",
    "{% set x = [1] %}{{ x.append(2) }}",
    "{% for i in range(1000000) %}{% endfor %}",
    "{% include '../../pyproject.toml' %}",
    "{% include '/etc/passwd' %}",
    "{{ nobody_gave_this }}",
    "{{ 1 / 0 }}",
    "{{ for }}",
)
"""What a template may try, and must be told about."""


@pytest.mark.parametrize("source", ESCAPES)
def test_a_template_that_reaches_out_or_is_wrong_is_named_with_its_line(
    tmp_path: Path, source: str
) -> None:
    (tmp_path / "own.html").write_text(f"first\n{source}\n", encoding="utf-8")
    with pytest.raises(TemplateFaulty) as refused:
        pages("zh", tmp_path).html("own.html", for_pdf=False)
    assert refused.value.facts["template"] == "own.html"
    assert refused.value.facts["line"] == 2


def test_the_departments_own_part_is_used_before_ours(tmp_path: Path) -> None:
    (tmp_path / "head.html").write_text(
        "<h1>我们自己的抬头 {{ head.number }}</h1>", encoding="utf-8"
    )
    html = order_of(cases()["received"], pages=pages("zh", tmp_path)).html
    assert "<h1>我们自己的抬头 SZ-2611-A0042</h1>" in html
    assert "维修回执" in html


def test_a_value_is_never_read_as_a_template_or_as_markup(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("{{ told }}", encoding="utf-8")
    html = pages("zh", tmp_path).html("own.html", for_pdf=False, told="{{ 7*7 }}<b>")
    assert html == "{{ 7*7 }}&lt;b&gt;"


def test_a_css_string_cannot_be_left() -> None:
    assert str(css_string('甲 1"}</style>\n')) == '"甲\\20 1\\22 \\7d \\3c \\2f style\\3e \\a "'


@pytest.mark.parametrize(("lang", "content"), [
    ("zh", '"第\\20 " counter(page) "\\20 页\\20 \\2f \\20 共\\20 " counter(pages) "\\20 页"'),
    ("en", '"Page\\20 " counter(page) "\\20 of\\20 " counter(pages) ""'),
])  # fmt: skip
def test_the_page_number_is_counted_by_the_printer(lang: str, content: str) -> None:
    assert f"content: {content};" in order_of(cases()["received"], lang).html


def test_a_template_saved_in_another_encoding_is_named_with_the_line_where_it_shows(
    tmp_path: Path,
) -> None:
    (tmp_path / "letterhead.html").write_bytes("first\n{# 示范设备有限公司 #}\n".encode("gbk"))
    with pytest.raises(TemplateFaulty, match=r"templates/letterhead\.html:2: this is not UTF-8"):
        order_of(cases()["received"], pages=pages("zh", tmp_path))


def test_an_editors_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("甲", encoding="utf-8-sig")
    assert pages("zh", tmp_path).html("own.html", for_pdf=False) == "甲"


@pytest.mark.skipif(
    sys.platform == "win32", reason="links and pipes need rights of their own on Windows"
)
@pytest.mark.parametrize("how", ["link", "pipe", "folder"])
def test_a_link_or_pipe_that_came_with_the_ledger_is_no_template(tmp_path: Path, how: str) -> None:
    own, outside = tmp_path / "templates", tmp_path / "outside"
    outside.mkdir()
    (outside / "own.html").write_text("secret")
    if how == "folder":
        own.symlink_to(outside, target_is_directory=True)
    else:
        own.mkdir()
        if how == "link":
            (own / "own.html").symlink_to(outside / "own.html")
        else:
            os.mkfifo(own / "own.html")
    with pytest.raises(TemplateFaulty, match="is a link or not an ordinary file"):
        pages("en", own).html("own.html", for_pdf=False)


def test_a_template_can_build_on_ours(tmp_path: Path) -> None:
    (tmp_path / "visit_order.html").write_text(
        '{% extends "svc/visit_order.html" %}\n{% block paper_style %}{{ super() }}.a { color: black }{% endblock %}',
        encoding="utf-8",
    )
    html = order_of(cases()["received"], pages=pages("zh", tmp_path)).html
    assert ".a { color: black }" in html
    assert "维修回执" in html


def test_a_template_that_extends_itself_is_named(tmp_path: Path) -> None:
    (tmp_path / "visit_order.html").write_text('{% extends "visit_order.html" %}', encoding="utf-8")
    with pytest.raises(
        TemplateFaulty,
        match=r"templates/visit_order\.html:1: the template extends or includes itself",
    ):
        order_of(cases()["received"], pages=pages("zh", tmp_path))


def test_a_template_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("\n{% include '../../etc/passwd' %}")
    with pytest.raises(
        TemplateFaulty, match=r"own\.html:2: there is no template \.\./\.\./etc/passwd"
    ):
        pages("en", tmp_path).html("own.html", for_pdf=False)
