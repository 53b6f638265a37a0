"""Make the fonts of papers: `make fonts`, or `python -m fonts.make FOLDER` where what
`requirements.txt` beside this file names is installed. The same sources give the same bytes.

Three families, each in a folder with its `coverage.txt`:

- "Svc Sans SC" in `usual/`, loaded for every paper: the characters that its `coverage.txt` names.
- "Svc Sans SC More" in `more/`: what names are written with beyond that, in both weights. The
  frequent characters of Big5 and JIS X 0208, kana, Latin with marks, Greek, Cyrillic, signs.
- "Svc Sans SC Rare" in `rare/`: whatever else Noto Sans SC has, in one weight.

Chinese, kana and most signs are from Noto Sans SC, letters that it lacks from Noto Sans, signs such
as ☑ from Noto Sans Symbols 2. The two families that are not for every paper have ASCII besides:
a mark that is put over a letter is drawn by one font with the letter.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parents[2] / "svc" / "fonts"
CHINESE = "justmytype_intl_cjk/fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
WESTERN = "justmytype_western_core/fonts/ofl/notosans/NotoSans[wdth,wght].ttf"
SIGNS = "justmytype_western_core/fonts/ofl/notosanssymbols2/NotoSansSymbols2-Regular.ttf"
WEIGHTS = {"Regular": 400, "Bold": 700}
DATED = 3878149981
"""When the fonts say they were changed, in seconds since 1904: always the same."""

WESTERN_RANGES = (range(0xA0, 0x530), range(0x1E00, 0x2190))
SIGN_RANGES = (range(0x2190, 0x2800), range(0x2B00, 0x2C00))
IDEOGRAPHS = (range(0x2E80, 0x2FE0), range(0x3400, 0xA000), range(0xF900, 0xFB00))
SECOND_PLANE = range(0x20000, 0x40000)
VARIANTS = range(0xFE00, 0xFE10)
COMPANIONS = {*range(0x20, 0x7F), 0xA0, 0x3000}
"""In every family: what a character of it stands beside, or a mark over."""
DROPPED = ("vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF", "DSIG")
"""Tables of layout and of vertical writing, which papers have no use for."""
NEARLY_EQUAL = 0x2252
"""≒ of GB 18030, which none of the sources has: `=` and two full stops."""


ALSO_BY = "; letters with marks, Greek, Cyrillic, some signs (c) 2022 The Noto Project Authors"
"""Behind the copyright of Noto Sans SC, in a font that has some from the others."""


class Family(NamedTuple):
    """Fonts of one name: where they stand, what they hold, in which weights."""

    name: str
    folder: str
    points: frozenset[int]
    weights: tuple[str, ...]


def points_of(coverage: str) -> frozenset[int]:
    """The code points of hexadecimal ranges such as `20-7e,a0-103`."""
    points: set[int] = set()
    for part in coverage.split(","):
        first, _, last = part.strip().partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


def coverage_of(points: Iterable[int]) -> str:
    """The same backwards, as `coverage.txt` has it."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs)


def within(points: Iterable[int], ranges: Iterable[range]) -> set[int]:
    """Those of the points that lie in one of the ranges."""
    ranges = tuple(ranges)
    return {point for point in points if any(point in each for each in ranges)}


def frequent_points() -> set[int]:
    """The characters that Big5 and JIS X 0208 each call frequent: their first levels."""
    codes = [
        (bytes([lead, trail]), "big5")
        for lead in range(0xA4, 0xC7)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    codes += [
        (bytes([0xA0 + row, 0xA0 + cell]), "euc_jp")
        for row in range(16, 48)
        for cell in range(1, 95)
    ]
    decoded = (code.decode(encoding, "ignore") for code, encoding in codes)
    return {ord(text) for text in decoded if len(text) == 1}


def source_path(name: str) -> Path:
    """Where the package that has this file is installed."""
    package, _, rest = name.partition("/")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed: see {Path(__file__).with_name('requirements.txt')}")
    return Path(spec.origin).parent / rest


def characters_of(name: str) -> set[int]:
    """The characters that a source has."""
    return set(TTFont(source_path(name), lazy=True).getBestCmap())


def cut_down(name: str, points: set[int], weight: int) -> Any:
    """The source's glyphs for these characters at one weight, without layout and hinting."""
    font = TTFont(source_path(name), recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=["*"])
    options.set(drop_tables=[*options.drop_tables, *DROPPED])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    if "fvar" not in font:
        return font
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    return instantiateVariableFont(font, axes | {"wght": weight}, updateFontNames=False)


def add_glyph(font: Any, point: int, draw: Any, advance: int) -> None:
    """A picture for a character that the font has not yet; `draw` takes the pen."""
    pen = TTGlyphPen(None)
    draw(pen)
    name, glyph = f"added{point:05X}", pen.glyph()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.isUnicode() and (point < 0x10000 or table.format == 12):
            table.cmap[point] = name


def add_glyphs(font: Any, other: Any, points: set[int]) -> None:
    """Put the other font's pictures of these characters into this one, scaled to its em."""
    scale = font["head"].unitsPerEm / other["head"].unitsPerEm
    glyphs, names = other.getGlyphSet(), other.getBestCmap()
    for point in sorted(points):
        drawn = DecomposingRecordingPen(glyphs)
        glyphs[names[point]].draw(drawn)
        advance = round(other["hmtx"][names[point]][0] * scale)

        def draw(pen: Any, drawn: Any = drawn) -> None:
            drawn.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))

        add_glyph(font, point, draw, advance)


def add_nearly_equal(font: Any) -> None:
    """≒, which GB 18030 has and Noto Sans SC has not, from signs of the same font."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    equals, stop = glyphs[names[ord("=")]], names[ord(".")]
    box = font["glyf"][stop]
    half = (box.xMax - box.xMin) / 2
    middle = (box.xMin + half, (box.yMin + box.yMax) / 2)
    bars = font["glyf"][names[ord("=")]]

    def draw(pen: Any) -> None:
        equals.draw(pen)
        for x, y in (
            (bars.xMin + half, bars.yMax + 3 * half),
            (bars.xMax - half, bars.yMin - 3 * half),
        ):
            glyphs[stop].draw(TransformPen(pen, (1, 0, 0, 1, x - middle[0], y - middle[1])))

    add_glyph(font, NEARLY_EQUAL, draw, equals.width)


def rename(font: Any, family: str, weight: str, also_by: str) -> None:
    """Give it our name and its weight. Without it both weights call themselves "… Thin"."""
    post_script = f"{family.replace(' ', '')}-{weight}"
    says = {
        0: font["name"].getDebugName(0) + also_by,
        1: family,
        2: weight,
        3: f"2.004;svc;{post_script}",
        4: family if weight == "Regular" else f"{family} {weight}",
        5: "Version 2.004; subset for svc",
        6: post_script,
    }
    font["name"].names = [
        record
        for record in font["name"].names
        if record.nameID in (13, 14) and record.platformID == 3
    ]
    for number, text in says.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    is_bold = weight == "Bold"
    selected = 0x20 if is_bold else 0x40
    vars(font["OS/2"]).update(usWeightClass=WEIGHTS[weight], fsSelection=selected)
    vars(font["head"]).update(macStyle=int(is_bold), modified=DATED)
    for tag in ("STAT", "fvar", "avar", "MVAR", "HVAR"):
        if tag in font:
            del font[tag]


def make(family: Family, top: Path) -> None:
    """The family's fonts and `coverage.txt`, into its folder."""
    folder = top / family.folder
    folder.mkdir(parents=True, exist_ok=True)
    chinese = characters_of(CHINESE) & family.points
    western = within(characters_of(WESTERN) & family.points - chinese, WESTERN_RANGES)
    signs = within(characters_of(SIGNS) & family.points - chinese - western, SIGN_RANGES)
    for weight in family.weights:
        font = cut_down(CHINESE, chinese | COMPANIONS, WEIGHTS[weight])
        for source, points in ((WESTERN, western), (SIGNS, signs)):
            if points:
                add_glyphs(font, cut_down(source, points, WEIGHTS[weight]), points)
        if NEARLY_EQUAL in family.points:
            add_nearly_equal(font)
        rename(font, family.name, weight, also_by=ALSO_BY if western or signs else "")
        path = folder / f"{family.name.replace(' ', '')}-{weight}.ttf"
        font.save(path)
        print(f"{path.name}: {len(font.getGlyphOrder()):,} glyphs, {path.stat().st_size:,} bytes")
    (folder / "coverage.txt").write_text(coverage_of(family.points), encoding="ascii")


def families() -> list[Family]:
    """The three of them. What is usual stands in its `coverage.txt`; all else follows from the
    sources.
    """
    usual = points_of((FONTS / "usual" / "coverage.txt").read_text(encoding="ascii"))
    everything = characters_of(CHINESE) | {NEARLY_EQUAL}
    everything |= within(characters_of(WESTERN), WESTERN_RANGES)
    everything |= within(characters_of(SIGNS), SIGN_RANGES)
    # Blanks and marks that are not seen are no characters of a paper.
    others = {point for point in everything - usual if chr(point).isprintable()}
    others -= within(others, [VARIANTS])
    ideographs = within(others, (*IDEOGRAPHS, SECOND_PLANE))
    more = others - ideographs | ideographs & frequent_points()
    both = ("Regular", "Bold")
    return [
        Family("Svc Sans SC", "usual", usual, both),
        Family("Svc Sans SC More", "more", frozenset(more), both),
        Family("Svc Sans SC Rare", "rare", frozenset(others - more), ("Regular",)),
    ]


if __name__ == "__main__":
    for each in families():
        make(each, Path(sys.argv[1]))
