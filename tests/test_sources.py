"""Every clause that code and policies cite can be looked up in docs/sources.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
SOURCES = TOP / "docs" / "sources.md"
POLICIES = TOP / "svc" / "start" / "policies"
CITING = [*sorted((TOP / "svc").rglob("*.py")), *sorted(POLICIES.glob("*.yaml"))]

# How clauses are numbered: by figures, by Chinese figures or articles, or as the steps of a post.
_HEADS = (
    "hotline", "coordinator", "visit", "reception", "bench", "parts", "callback flow", "paid flow",
    "part", r"ch\.", "部门职能", "技术售后服务管理规章",
)  # fmt: skip
_FIGURES = r"\d[\d.]*(?:\(\d\)\d?)?[A-E]?"
_CHINESE = r"[一二三四五六七八九]\.?"
_CLAUSE = rf"(?:{_CHINESE})?\s?(?:\(\d\)|{_FIGURES})|{_CHINESE}|第[一二三四五六七八九十]+条"
_CITED = re.compile(
    rf"\b(S[0-4])\s\(?"
    rf"((?:{'|'.join(_HEADS)})(?![a-z])\s?)?"
    rf"((?:{_CLAUSE})(?:(?:,\s|[-–])(?!S\d)(?:{_CLAUSE}))*)?"
)


def cited(text: str) -> Iterator[tuple[str, str]]:
    """Each clause cited, with its source: `S3 5.2, 9` is two, `S3 5-7` three."""
    for source, post, clauses in _CITED.findall(text):
        if not clauses:
            yield from [(source, post.strip())] if post else []
            continue
        for several in clauses.split(", "):
            first, *last = re.split("[-–]", several.strip())
            numbers = range(int(first), int(last[0]) + 1) if last else [first]
            for number in numbers:
                yield source, f"{post.strip()} {str(number).rstrip('.')}".strip()


def explained() -> dict[str, set[str]]:
    """The clauses in the first column of docs/sources.md, by source."""
    out: dict[str, set[str]] = {}
    source = ""
    for line in SOURCES.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## (S\d) ", line):
            source = heading[1]
            out[source] = set()
        elif source and (row := re.match(r"\| (.+?) \| .", line)):
            out[source].add(row[1])
    return out


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("(S0 2.3.2).", [("S0", "2.3.2")]),
        ("S0 2.5, 4.1);", [("S0", "2.5"), ("S0", "4.1")]),
        ("S3 5–7", [("S3", "5"), ("S3", "6"), ("S3", "7")]),
        ("S1 ch. 3, S3 5-7", [("S1", "ch. 3"), ("S3", "5"), ("S3", "6"), ("S3", "7")]),
        ("S4 hotline 4, 6", [("S4", "hotline 4"), ("S4", "hotline 6")]),
        ("S4 visit 3, S2 4.2.2C", [("S4", "visit 3"), ("S2", "4.2.2C")]),
        ("S2 部门职能 8, S3 7.2: no number", [("S2", "部门职能 8"), ("S3", "7.2")]),
        ("S1 技术售后服务管理规章 四1", [("S1", "技术售后服务管理规章 四1")]),
        ("S1 1.1.1(4)1", [("S1", "1.1.1(4)1")]),
        ("S3 五(1))", [("S3", "五(1)")]),
        ("S3 四 3: code", [("S3", "四 3")]),
        ("S1 (第七条) without", [("S1", "第七条")]),
        ("S3 五); the", [("S3", "五")]),
        ("S4 callback flow", [("S4", "callback flow")]),
        ("S3 part 3", [("S3", "part 3")]),
        ("S4: 不许有空格", []),
        ("the six stages (S0) that", []),
    ],
)
def test_citations_are_read_as_they_are_written(text: str, clauses: list[tuple[str, str]]) -> None:
    assert list(cited(text)) == clauses


def test_every_clause_cited_is_explained() -> None:
    known = explained()
    missing = {
        f"{source} {clause}: {path.relative_to(TOP)}"
        for path in CITING
        for source, clause in cited(path.read_text(encoding="utf-8"))
        if clause not in known[source]
    }
    assert sorted(missing) == []


def test_code_and_policies_cite_every_source() -> None:
    texts = (path.read_text(encoding="utf-8") for path in CITING)
    assert {source for text in texts for source, _ in cited(text)} == set(explained())
