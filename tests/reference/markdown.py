"""Tables in Markdown, and the places in a page where they belong: between `<!-- NAME -->` and `<!--
/NAME -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

BLOCK = re.compile(r"<!-- ([a-z-]+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; what would end a cell or be taken for a tag is written so that it does not."""
    heads = list(heads)
    lines = [_row(heads), _row(["---"] * len(heads))]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def code(text: str) -> str:
    """Text as it is typed or written in a file."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    return ", ".join(code(text) for text in texts)


def prose(text: str) -> str:
    """A sentence of the catalogue: code stands between backticks, no other character is Markdown's
    or HTML's.
    """
    pieces = re.split(r"(`[^`]+`)", text)
    return "".join(
        piece if at % 2 else re.sub(r"([*_\[\]<])", _escaped, piece)
        for at, piece in enumerate(pieces)
    )


def _escaped(found: re.Match[str]) -> str:
    return "&lt;" if found[1] == "<" else f"\\{found[1]}"


def _row(cells: Iterable[str]) -> str:
    return (
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"
    )


def blocks(page: str) -> list[str]:
    """The names of a page's blocks. Raises ValueError for a mark that begins or ends none."""
    names = [found[1] for found in BLOCK.finditer(page)]
    marks = re.findall(r"<!-- /?([a-z-]+) -->", page)
    if sorted(marks) != sorted(names * 2):
        raise ValueError(f"marks that enclose nothing: {sorted(set(marks) - set(names))}")
    return names


def renewed(page: str, makers: Mapping[str, Callable[[], str]]) -> str:
    """The page with each block made anew. KeyError for a block that nothing makes."""
    return BLOCK.sub(
        lambda found: f"<!-- {found[1]} -->\n{makers[found[1]]()}\n<!-- /{found[1]} -->", page
    )
