"""Every link in a document leads somewhere, and every `svc …` line in one can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import unquote

import pytest
from reference import commands

from svc.cli.app import command_line
from svc.cli.commands import COMMANDS, GROUPS

TOP = Path(__file__).parent.parent
DOCUMENTS = sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")])
NAMES = [path.relative_to(TOP).as_posix() for path in DOCUMENTS]

FENCE = re.compile(r"^( *)(```+|~~~+)[^\n]*\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(<?([^()\s>]+)>?(?: \"[^\"]*\")?\)")
REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]: +<?(\S+?)>?(?: |$)", re.MULTILINE)
TAG = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"")
ANCHOR = re.compile(r"<a\b[^>]*?\b(?:id|name)=\"([^\"]+)\"")


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    """A document without what stands in it as code."""
    return CODE.sub("", FENCE.sub("", text_of(path)))


@cache
def anchors(path: Path) -> frozenset[str]:
    """What `#…` can name in a document: its headings as GitHub names them, and its own anchors."""
    found: dict[str, None] = {}
    without_code = FENCE.sub("", text_of(path))
    for heading in re.findall(r"^#{1,6} +(.*?)(?: +#+)?$", without_code, re.MULTILINE):
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        shown = re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", shown)
        name = re.sub(r"[^\w\- ]", "", shown.lower().strip()).replace(" ", "-")
        again = sum(1 for other in found if re.fullmatch(rf"{re.escape(name)}(-\d+)?", other))
        found[name if name not in found else f"{name}-{again}"] = None
    return frozenset({*found, *ANCHOR.findall(without_code)})


def links(path: Path) -> list[str]:
    """Every address that a document leads to within the project."""
    prose = prose_of(path)
    found = [*LINK.findall(prose), *REFERENCE.findall(prose), *TAG.findall(prose)]
    return [address for address in found if not re.match(r"[a-z][a-z+.-]*:", address)]


def broken(path: Path) -> list[str]:
    """The links of a document that lead nowhere."""
    found = []
    for address in links(path):
        name, _, anchor = unquote(address).partition("#")
        target = (path.parent / name).resolve() if name else path
        is_inside = target.is_relative_to(TOP)
        if not is_inside or not target.exists():
            found.append(f"{address}: there is no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            found.append(f"{address}: there is no such heading or anchor")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: Any) -> None:
    assert broken(TOP / name) == []


# What is typed


class Line(NamedTuple):
    """A command line as a document shows it; without what stands in brackets or after a pipe."""

    number: int
    text: str


def _shown(path: Path) -> Iterator[Line]:
    """Every line of code that begins with `svc`, fenced or between backticks."""
    text = text_of(path)
    for fence in FENCE.finditer(text):
        body = re.sub(r"\\\n\s*", " ", fence[3])
        first = text.count("\n", 0, fence.start()) + 2
        for offset, line in enumerate(body.split("\n")):
            typed = re.fullmatch(r"\s*(?:\$ |# )?(?:[A-Z_]+=\S+ )*(?:\S*/)?(svc(?: .*)?)", line)
            if typed:
                yield Line(first + offset, typed[1])
    without_fences = FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    for code in CODE.finditer(without_fences):
        if re.match(r"svc [a-z-]", code[2]):
            number = without_fences.count("\n", 0, code.start()) + 1
            yield Line(number, " ".join(code[2].split()))


def words_of(line: str) -> list[str]:
    """The words of a command line up to a comment, a pipe, a redirection or the next command."""
    line = re.split(r"\s#\s|\s[|]\s|\s>>?\s|\s&&\s|;(?:\s|$)", line)[0].replace("\\|", "|")
    try:
        return shlex.split(line)[1:]
    except ValueError:  # a quotation mark that stands for itself
        return line.split()[1:]


@cache
def _options(name: str) -> frozenset[str]:
    """The options of a command, or of `svc` itself for none; those that every command takes too."""
    params = list(command_line(commands.desk("en")).params)
    if name:
        params += commands.built(name, "en").params
    return frozenset(opt for p in params for opt in (*p.opts, *p.secondary_opts))


def _takes_value(option: str) -> bool:
    params = cast(list[Any], command_line(commands.desk("en")).params)
    return any(option in p.opts and not p.is_flag for p in params)


def faults(words: list[str]) -> list[str]:
    """What of a command line is not there: the command, or options it does not take."""
    rest = list(words)
    while rest and rest[0].startswith("--"):  # `svc --as MANAGER visit …`
        option = rest.pop(0)
        if option not in _options(""):
            return [f"no option {option}"]
        if _takes_value(option) and rest:
            rest.pop(0)
    while rest and rest[0] in ("…", "..."):
        rest.pop(0)
    if not rest or rest[0] == "[OPTIONS]":
        return []
    name = " ".join(rest[:2]) if rest[0] in GROUPS else rest[0]
    if rest[0] in COMMANDS and name not in COMMANDS:  # `svc daily DAY` beside `svc daily confirm`
        name = rest[0]
    if name in GROUPS and name not in COMMANDS:
        return []
    if name not in COMMANDS:
        return [f"no command {name}"]
    typed = [word.strip("[]()").partition("=")[0] for word in rest if word != "--"]
    options = [word.rstrip(",.;:，。；：、") for word in typed if re.match(r"--?[a-z]", word)]
    return [f"{name}: no option {option}" for option in options if option not in _options(name)]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_line_in_a_document_can_be_typed(name: Any) -> None:
    found = [
        f"{line.number}: {fault}"
        for line in _shown(TOP / name)
        for fault in faults(words_of(line.text))
    ]
    assert found == []


def test_a_wrong_link_and_a_wrong_line_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One `svc` heading, two\n[a](#one-svc-heading-two) [b](#another) [c](gone.md) `[d](x.md)`\n"
        "![e](page.md)\n```\n[f](y.md)\n$ svc visit T --outcome fixed --founnd x  # --no\nsvc viist T\n```\n"
        "`svc clock ad A` and `svc --as sun list --all | head --lines` and `svc report south 2026-11 --pdf`\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(globals(), "TOP", tmp_path)
    assert [fault.partition(":")[0] for fault in broken(page)] == ["#another", "gone.md"]
    found = [(line.number, fault) for line in _shown(page) for fault in faults(words_of(line.text))]
    assert found == [
        (6, "visit: no option --founnd"),
        (7, "no command viist"),
        (9, "no command clock ad"),
        (9, "report: no option --pdf"),
    ]
