"""The fonts of papers: which of our families has a character, and how a page names them.

"Svc Sans SC" is there for every paper. What it lacks is in one of two more, loaded for a page that
asks for them: "Svc Sans SC More" has what names are written with (龍鳳樓, ケーキ, Dvořák),
"Svc Sans SC Rare" the rest, in one weight. Of what none of them has the page gets a font made for
it alone, in which each of these characters looks like 〓 and stays what it is: copied out of the
PDF it is the character that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONT_SCHEME = "svc-fonts:"
"""Fonts are named by file name alone, so a page has no path of the machine it was made on."""

USUAL = "usual"
FURTHER = {"more": ("Regular", "Bold"), "rare": ("Regular",)}
"""The families beside the usual one by their folders, each with its weights, in the order in which
they are looked through.
"""
_NAMES = {"more": "Svc Sans SC More", "rare": "Svc Sans SC Rare"}
_STAND_INS = "stand-in-"
_LATIN = re.compile(r"[ -~\n]+")
"""The usual family has these, and most of a page is of them: no need to look at each."""
_WEIGHTS = {"Regular": 400, "Bold": 700}


@cache
def covered_points(folder: Path) -> frozenset[int]:
    """The code points of the family in this folder, from `coverage.txt`: hexadecimal ranges, such
    as `20-7e,a0-103`.
    """
    points: set[int] = set()
    for part in (folder / "coverage.txt").read_text(encoding="ascii").split(","):
        first, _, last = part.strip().partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


@cache
def _characters(folder: Path) -> frozenset[str]:
    return frozenset(map(chr, covered_points(folder)))


@cache
def _usual(fonts: Path) -> frozenset[str]:
    """What needs no further family; the line feed needs no picture."""
    return _characters(fonts / USUAL) | {"\n"}


def missing_characters(text: str, fonts: Path) -> list[str]:
    """The characters of the text that our fonts lack, each once, in the order of their codes."""
    left = set(_LATIN.sub("", text)) - _usual(fonts)
    for family in FURTHER:
        if left:
            left -= _characters(fonts / family)
    return sorted(left)


def beyond_usual(texts: Iterable[str], fonts: Path) -> frozenset[str]:
    """The characters of these pages that the usual family lacks."""
    return frozenset(set().union(*(_LATIN.sub("", text) for text in texts)) - _usual(fonts))


def further_families(characters: frozenset[str], fonts: Path) -> list[str]:
    """The families that have some of these characters, all of them beyond the usual one."""
    return [family for family in FURTHER if characters and characters & _characters(fonts / family)]


def with_fonts(html: str, beyond: frozenset[str], fonts: Path, *, by_name: bool) -> str:
    """The page with the fonts named that it needs beside the usual ones; as it is if it needs none.

    `beyond` is what the usual ones lack of this page and of others in the file. `by_name`: what
    draws may have found the fonts already; each is fetched only where it has not.
    """
    needed = frozenset(char for char in beyond if char in html)
    if not needed:
        return html
    faces = [
        _face(_NAMES[family], weight, f"{_NAMES[family].replace(' ', '')}-{weight}.ttf", by_name)
        for family in further_families(needed, fonts)
        for weight in FURTHER[family]
    ]
    # a tab or the like between elements is not printed
    lacking = [char for char in missing_characters("".join(needed), fonts) if char.isprintable()]
    if lacking:
        codes = "-".join(f"{ord(char):x}" for char in lacking)
        faces.append(_face("Svc Stand-in", "Regular", f"{_STAND_INS}{codes}", by_name=False))
    style = f"<style>{''.join(faces)}</style>"
    return html.replace("</head>", f"{style}</head>", 1) if "</head>" in html else style + html


def _face(family: str, weight: str, file: str, by_name: bool) -> str:
    local = f'local("{family}"), ' if by_name else ""
    return (
        f'@font-face {{ font-family: "{family}"; src: {local}url("{FONT_SCHEME}{file}"); '
        f"font-weight: {_WEIGHTS[weight]} }}"
    )


def font_file(name: str, fonts: Path) -> bytes | None:
    """The font of this name: one of our files, or the one that is made for a page's stand-ins; None
    if it is neither.
    """
    path = _files(fonts).get(name)
    if path is not None:
        return _read(path)
    codes = name.removeprefix(_STAND_INS)
    if codes == name:
        return None
    from svc.render.stand_in_font import stand_in_font

    try:
        return stand_in_font(int(code, 16) for code in codes.split("-"))
    except ValueError:  # a page's own invention
        return None


@cache
def _files(fonts: Path) -> dict[str, Path]:
    return {path.name: path for path in fonts.glob("*/*.ttf")}


@cache
def _read(path: Path) -> bytes:
    return path.read_bytes()
