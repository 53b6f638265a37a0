"""What reports answer."""

from __future__ import annotations

from svc.cli.answers.fields import (
    BODY,
    DIGEST,
    FRONT_PAGE,
    ITEMS,
    NOT_READ,
    OF_REPORT,
    OFFICE_OF_REPORT,
    RECORDED,
    UNREADABLE,
    Answer,
    AnswerField,
    SharedFields,
)
from svc.errors import N_


def _seal_fields(of: str) -> tuple[AnswerField, ...]:
    """What is said of a month's seal."""
    return (
        AnswerField(f"{of}.office", "text", N_("whose month")),
        AnswerField(f"{of}.month", "text", N_("the month, such as `2026-11`")),
        AnswerField(f"{of}.status", "text", N_("sealed or recounted")),
        AnswerField(f"{of}.sealed", "time", N_("when it was sealed")),
        AnswerField(f"{of}.by", "text", N_("who sealed it")),
        AnswerField(f"{of}.corrected", "time or null", N_("when it was put right last")),
        AnswerField(f"{of}.reason", "text or null", N_("why it was put right")),
        AnswerField(f"{of}.figures", "number", N_("how many figures are kept")),
        AnswerField(f"{of}.tickets", "number", N_("of how many tickets events are named")),
        AnswerField(f"{of}.events", "number", N_("how many events")),
        AnswerField(f"{of}.digest", "text", N_("digest of figures and events")),
        AnswerField(f"{of}.papers", "list", N_("what is printed of it: paper, of, digest")),
    )


def _side_fields(of: str) -> tuple[AnswerField, ...]:
    """What is said of one of two reports that are compared."""
    return (
        AnswerField(of, "mapping", N_("the earlier or the later of the two reports")),
        AnswerField(
            f"{of}.how",
            "text",
            N_("now; known: as on a day; commit; printed: found by the digest on its page"),
        ),
        AnswerField(f"{of}.moment", "time", N_("the moment at which it is looked at")),
        AnswerField(f"{of}.commit", "text or null", N_("id of the commit, if it is one's")),
        AnswerField(f"{of}.digest", "text", N_("digest of the report")),
    )


def _changed_fields(of: str) -> tuple[AnswerField, ...]:
    """What is said of figures that changed, and by what."""
    return (
        AnswerField(f"{of}changed", "list", N_("the figures that changed")),
        AnswerField(f"{of}changed[].id", "text", N_("id of the figure")),
        AnswerField(f"{of}changed[].section", "text", N_("section of the report")),
        AnswerField(f"{of}changed[].title", "text", N_("what the figure is called")),
        AnswerField(f"{of}changed[].unit", "text", N_("count, rate, hours or yuan")),
        AnswerField(f"{of}changed[].before", "number or amount or null", N_("as sealed")),
        AnswerField(f"{of}changed[].after", "number or amount or null", N_("as it is now")),
        AnswerField(f"{of}changed[].tickets", "texts", N_("tickets that add something else to it")),
        AnswerField(
            f"{of}changed[].told",
            "yes or no",
            N_("whether the logs tell all of it; no: settings or the program changed, too"),
        ),
        AnswerField(f"{of}by_tickets", "list", N_("the tickets by which figures changed")),
        AnswerField(f"{of}by_tickets[].ticket", "text", N_("number of the ticket")),
        AnswerField(f"{of}by_tickets[].figures", "texts", N_("ids of these figures")),
        AnswerField(
            f"{of}by_tickets[].events",
            "list",
            N_(
                "its entries by which they did: id, what, at, typed, by, late, correction, "
                "reason; none: through another ticket"
            ),
        ),
        AnswerField(
            f"{of}entries",
            "list",
            N_(
                "all late entries, and corrections of sealed ones: ticket, and its events, likewise"
            ),
        ),
    )


ANSWERS: dict[str, Answer] = {
    "figure": Answer(
        N_("One figure of a report, with the tickets behind it."),
        (
            SharedFields("", "figure"),
            SharedFields("", "compared"),
            DIGEST,
            AnswerField("tickets", "list", N_("the tickets that it counts")),
            AnswerField(
                "tickets[].ticket", "text or null", N_("number; null where it is a customer")
            ),
            AnswerField(
                "tickets[].customer",
                "text or null",
                N_("number of the customer whose machines are counted; else null"),
            ),
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
            *FRONT_PAGE,
            *BODY,
            SharedFields("sections[].figures[]", "compared"),
            *NOT_READ,
        ),
    ),
    "month_seal": Answer(
        N_("A month that was sealed, or a sealed one that was corrected."),
        (
            AnswerField("seal", "mapping", N_("the seal as it stands")),
            *_seal_fields("seal"),
            *RECORDED,
        ),
    ),
    "report_diff": Answer(
        N_("What of a sealed month's figures changed since, an office each."),
        (
            AnswerField("month", "text", N_("the month, such as `2026-11`")),
            ITEMS,
            *_seal_fields("items[]"),
            *_changed_fields("items[]."),
            AnswerField("unsealed", "texts", N_("offices whose month is not sealed")),
            UNREADABLE,
        ),
    ),
    "report_changes": Answer(
        N_("What of a month's report is otherwise than in one made earlier."),
        (
            AnswerField("region", "text", N_("code of the region, or `all`")),
            OFFICE_OF_REPORT,
            AnswerField("month", "text", N_("the month, such as `2026-11`")),
            *_side_fields("from"),
            *_side_fields("to"),
            *_changed_fields(""),
            UNREADABLE,
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
