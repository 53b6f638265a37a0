"""What reports answer."""

from __future__ import annotations

from svc.cli.answers.fields import (
    BODY,
    DIGEST,
    ITEMS,
    NOT_READ,
    OF_REPORT,
    OFFICE_OF_REPORT,
    Answer,
    AnswerField,
    SharedFields,
)
from svc.errors import N_

ANSWERS: dict[str, Answer] = {
    "figure": Answer(
        N_("One figure of a month's report, with the tickets behind it."),
        (
            SharedFields("", "figure"),
            SharedFields("", "compared"),
            DIGEST,
            AnswerField("tickets", "list", N_("the tickets that it counts")),
            AnswerField("tickets[].ticket", "text", N_("number")),
            AnswerField(
                "tickets[].adds",
                "number or amount",
                N_("what it adds to the value, or to the numerator of a rate"),
            ),
            AnswerField(
                "tickets[].out_of",
                "number",
                N_("what it adds to the denominator; 0 where there is none"),
            ),
        ),
    ),
    "figures": Answer(
        N_("The figures that can be explained."),
        (ITEMS, SharedFields("items[]", "figure"), SharedFields("items[]", "compared")),
    ),
    "report": Answer(
        N_("A month's report."),
        (
            *OF_REPORT,
            AnswerField("month", "text", N_("the month, such as `2026-11`")),
            *BODY,
            SharedFields("sections[].figures[]", "compared"),
            *NOT_READ,
        ),
    ),
    "report_file": Answer(
        N_("A report that was written to a file."),
        (
            AnswerField("region", "text", N_("code of the region, or `all`")),
            OFFICE_OF_REPORT,
            AnswerField("month", "text", N_("the month or months")),
            DIGEST,
            AnswerField("path", "text", N_("the file")),
        ),
    ),
    "report_span": Answer(
        N_(
            "A report over several months. Figures are of all of them together; those of each "
            "month stand in the tables."
        ),
        (
            *OF_REPORT,
            AnswerField("months", "text", N_("first and last, such as `2026-01..2026-06`")),
            *BODY,
            *NOT_READ,
        ),
    ),
}
