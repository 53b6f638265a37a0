"""The monthly region report (区域月报) as a page: every figure and table of the report, from one template."""

from __future__ import annotations

from svc.render import report_words as say
from svc.render.pages import Pages
from svc.rules.reports import Report


def region_report(report: Report, pages: Pages) -> str:
    """The page in HTML."""
    words = pages.words
    sections = [
        {
            "title": f"{section.number}. {say.title_words(section.title, words)}",
            "figures": [
                (say.title_words(each.title, words), say.value_words(each, words)) for each in section.figures
            ],
            "tables": [
                {
                    "title": say.title_words(table.title, words),
                    "heads": [say.title_words(column.title, words) for column in table.columns],
                    "rows": [
                        [say.cell_words(cell, column.unit, words)
                         for cell, column in zip(row, table.columns, strict=True)]
                        for row in table.rows
                    ],
                }
                for table in section.tables
            ],
        }
        for section in report.sections
    ]  # fmt: skip
    return pages.html(
        "region_report.html",
        for_pdf=False,
        department=report.department,
        region=say.region_words(report, words),
        month=report.month,
        digest=report.short_digest,
        sections=sections,
        unreadable=[say.unreadable_words(each, words) for each in report.unreadable],
    )
