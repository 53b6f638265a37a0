"""Of what an answer is made, and the fields that many of them have."""

from __future__ import annotations

from typing import NamedTuple

from svc.errors import N_


class AnswerField(NamedTuple):
    """A field of an answer: where it stands (`items[].due.at`), what it holds, what it says."""

    path: str
    holds: str
    says: str
    sometimes: bool = False  # only with an option, or in the answer of one command of several
    one_of: tuple[str, ...] = ()  # where it is one of these alone


class SharedFields(NamedTuple):
    """Fields that several answers have: standing at `path` of an answer."""

    path: str
    of: str  # a name in PARTS, or the kind of file in files.md that has these keys


class Answer(NamedTuple):
    """A kind of answer."""

    says: str
    fields: tuple[AnswerField | SharedFields, ...]


def sometimes(*fields: AnswerField) -> tuple[AnswerField, ...]:
    """These fields, which come only sometimes."""
    return tuple(field._replace(sometimes=True) for field in fields)


UNREADABLE = AnswerField(
    "unreadable",
    "count",
    N_("how many records could not be read and are not in this; exit status 3"),
)
ITEMS = AnswerField("items", "list", N_("one for each"))
DIGEST = AnswerField(
    "digest", "text", N_("digest of what the figures add up; the same digest is the same report")
)
RECORDED = (
    AnswerField(
        "repeated", "yes or no", N_("the same was recorded a moment ago; nothing was changed")
    ),
    AnswerField("committed", "yes or no", N_("false where `svc.commit` is off in this clone")),
)
OFFICE_OF_REPORT = AnswerField(
    "office", "text", N_("code of the office, where the report is an office's"), sometimes=True
)
OF_REPORT = (
    AnswerField("department", "text", N_("name of the department")),
    AnswerField("region", "text", N_("code of the region, or `all`")),
    OFFICE_OF_REPORT,
    AnswerField("region_name", "text", N_("what it is called")),
)
BODY = (
    AnswerField("as_of", "time or null", N_("the moment as of which it was counted")),
    AnswerField(
        "cut", "mapping or null", N_("of which state of the ledger it is; null: of today's")
    ),
    AnswerField(
        "cut.how",
        "text",
        N_("until a moment as known today, or as known then, or of a commit"),
        one_of=("at", "known", "commit"),
    ),
    AnswerField("cut.moment", "time", N_("the moment, or that of the commit")),
    AnswerField("cut.commit", "text or null", N_("the commit")),
    DIGEST,
    AnswerField("figures", "mapping", N_("value of each figure by its name")),
    AnswerField("sections", "list", N_("the sections, as on paper")),
    SharedFields("sections[]", "section"),
    AnswerField("sections[].figures", "list", N_("the figures of the section")),
    SharedFields("sections[].figures[]", "figure"),
)
FRONT_PAGE = (
    AnswerField(
        "front",
        "mapping",
        N_("the first page, its sentences as notes"),
    ),
    SharedFields("front", "section"),
    AnswerField("front.figures", "list", N_("the ten figures of the first page")),
    AnswerField("front.figures[].id", "text", N_("id of the figure")),
    AnswerField(
        "front.figures[].value", "number or amount or null", N_("its value, as in its section")
    ),
    AnswerField(
        "front.figures[].target",
        "number or null",
        N_("what the department wants it to be; rates are shares of 1"),
    ),
    AnswerField(
        "front.figures[].target_is_most",
        "yes or no or null",
        N_("whether that is the most it should be, not the least"),
    ),
    AnswerField("front.figures[].met", "yes or no or null", N_("whether it is as wanted")),
    AnswerField("front.remarks", "texts", N_("what was written for it in the ledger, a line each")),
)
NOT_READ = (
    AnswerField("unreadable", "count", N_("how many records could not be read and are not in it")),
    AnswerField("unreadable_files", "list", N_("these")),
    AnswerField("unreadable_files[].path", "text", N_("the file")),
    AnswerField("unreadable_files[].line", "count", N_("the line")),
    AnswerField("unreadable_files[].problem", "text", N_("what is wrong with it")),
)
