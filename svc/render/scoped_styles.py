"""Papers of different kinds on one HTML page: the style of each holds for itself alone.

A style sheet knows one page. So every selector is put behind the class of its paper, what is said
of `body` is said of the element that stands for it, and what a sheet of paper is (`@page`) gets a
name. Nothing else of a style is read, so a department's own says on such a page what it says alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)

_TOKEN = re.compile(
    r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\\.|[{};]|[^{};\"'\\/]+|/", re.DOTALL
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OF_BODY = re.compile(r"(?:html|body|:root)(?![\w-])")
_HOLDS_RULES = ("@media", "@supports", "@layer", "@container")


class _Rule(Struct, frozen=True):
    """What stands before the braces, and within; without braces: a statement, or a declaration."""

    begins: str
    within: str | None


class PaperStyle(Struct, frozen=True):
    """The style of one paper: what a sheet is, and all the rest."""

    sheet: str  # the declarations of `@page`, without running head and foot
    rest: str


def paper_style(html: str) -> PaperStyle:
    """The style in the head of a page."""
    head = html.partition("</head>")[0]
    sheet, rest = "", []
    for rule in _rules("\n".join(STYLE.findall(head))):
        if not rule.begins.startswith("@page"):
            rest.append(_written(rule))
        elif rule.begins == "@page" and rule.within is not None:
            told = [each.begins for each in _rules(rule.within) if each.within is None]
            sheet += "".join(f"{each}; " for each in told)
    return PaperStyle(sheet=sheet, rest="\n".join(rest))


def scoped_style(style: PaperStyle, name: str) -> str:
    """The style for what is in an element of this class, and the sheets it is printed on."""
    sheet = f"@page {name} {{ {style.sheet}}}\n.{name} {{ page: {name} }}\n"
    return sheet + _scoped(style.rest, name)


def _scoped(css: str, name: str) -> str:
    lines = []
    for rule in _rules(css):
        if rule.within is None or (
            rule.begins.startswith("@") and not rule.begins.startswith(_HOLDS_RULES)
        ):
            lines.append(_written(rule))
        elif rule.begins.startswith("@"):
            lines.append(f"{rule.begins} {{\n{_scoped(rule.within, name)}\n}}")
        else:
            selectors = ", ".join(_behind(each, name) for each in _selectors(rule.begins))
            lines.append(f"{selectors} {{{rule.within}}}")
    return "\n".join(lines)


def _behind(selector: str, name: str) -> str:
    """The selector for what is in an element of this class, which stands for the body."""
    of_body = _OF_BODY.match(selector)
    if of_body is None:
        return f".{name} {selector}"
    rest = selector[of_body.end() :]
    inner = _OF_BODY.match(rest.lstrip(" >"))  # html body
    return f".{name}{rest.lstrip(' >')[inner.end() :] if inner else rest}"


def _selectors(text: str) -> Iterator[str]:
    """Those between commas that are in no brackets."""
    depth, begun = 0, 0
    for place, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            yield text[begun:place].strip()
            begun = place + 1
    yield text[begun:].strip()


def _rules(css: str) -> Iterator[_Rule]:
    """The rules of a style sheet, or the declarations of a block, comments left out."""
    before, within, depth = "", "", 0
    for token in _TOKEN.findall(_COMMENT.sub("", css)):
        if depth and not (depth == 1 and token == "}"):
            depth += (token == "{") - (token == "}")
            within += token
        elif token == "{":
            depth, within = 1, ""
        elif token == "}":
            if depth:
                yield _Rule(before.strip(), within)
            before, depth = "", 0
        elif token == ";":
            yield _Rule(before.strip(), None)
            before = ""
        else:
            before += token
    if before.strip():
        yield _Rule(before.strip(), None)


def _written(rule: _Rule) -> str:
    return f"{rule.begins};" if rule.within is None else f"{rule.begins} {{{rule.within}}}"
