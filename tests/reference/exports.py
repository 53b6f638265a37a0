"""The tables of `svc export` with their columns, in both languages."""

from __future__ import annotations

from reference.markdown import code, prose, table

from svc.model.exported import TABLES
from svc.render.words import Words
from svc.store.parquet import TYPES

EN, ZH = Words("en"), Words("zh")
MASKS = {
    "": "",
    "hidden": "`***`",
    "telephone": "`138****8000`",
    "words": "numbers in it",
    "ours": "what is not ours",
}
"""What is masked of a column, as the page says it."""


def kinds() -> str:
    """What each kind of column is in each format."""
    text = {
        "text": "text",
        "time": "`2026-10-12T09:30:00+08:00`",
        "date": "`2026-10-12`",
        "amount": 'text with two places, `"86.50"`',
        "count": "whole number",
        "number": "number",
        "flag": "`true` or `false`",
        "json": "JSON in a text",
    }
    rows = [[kind, text[kind], code(TYPES[kind])] for kind in TYPES]
    return table(["kind", "JSON lines and CSV", "Parquet"], rows)


def sections() -> str:
    """A section for each table."""
    out = []
    for name, each in TABLES.items():
        rows = [
            [
                code(column.name),
                column.kind,
                MASKS[column.mask],
                prose(EN(column.says)),
                prose(ZH(column.says)),
            ]
            for column in each.columns
        ]
        out.append(
            f"## {name}\n\n"
            f"A row is {EN(each.row)} ({ZH(each.row)}), sorted by {each.sorted_by}. "
            f"`--month` goes by `{each.month_of}`.\n\n"
            + table(["column", "kind", "masked", "what it holds", "含义"], rows)
        )
    return "\n\n".join(out)
