"""What `--json` answers: each kind of answer with its fields, and which command answers what.

The schemas of `svc schema answers` and docs/reference/json.md are made from these tables; that
commands answer so, no field less and none more, is tested.
"""

from __future__ import annotations

from typing import NamedTuple, get_args

from svc.cli.mine import WHY
from svc.errors import N_
from svc.model.import_kinds import TEMPLATE
from svc.model.settings import Digest
from svc.render.site.levels import LEVELS
from svc.rules.leaving import KINDS
from svc.rules.promises.runs import PROMISE_STATES

VERDICTS: dict[str, str] = {
    "new": N_("not there yet: to be recorded, or recorded"),
    "same": N_("there already, the same"),
    "differs": N_(
        "there already with other values, which stay (those of prices go into a new list)"
    ),
    "again": N_("says once more what an earlier row says"),
    "faulty": N_("can't be taken as it is"),
}
"""What becomes of a row that is imported."""


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


_TABLES = tuple(kind.name for kind in TEMPLATE)


OF_FORMS: dict[str, str] = {
    "recorded": N_("recorded now"),
    "already": N_("recorded before, the same"),
    "twice": N_("pasted twice; the first counts"),
    "left": N_("can be recorded, and nobody said yes"),
    "refused": N_("can't be taken"),
}
"""What becomes of a form that was sent in a chat."""

PARTS: dict[str, tuple[str, tuple[AnswerField, ...]]] = {
    # name → what it is, its fields
    "finding": (
        N_("What is wrong in a file"),
        (
            AnswerField(
                "rule",
                "text",
                N_("name of the [rule](checks.md), or key of the [error](errors.md)"),
            ),
            AnswerField("path", "text", N_("the file")),
            AnswerField("line", "count", N_("the line")),
            AnswerField("message", "text", N_("what is wrong")),
            AnswerField("do", "text", N_("what to do")),
            AnswerField("advice", "yes or no", N_("a hint: nothing is wrong yet")),
        ),
    ),
    "part_life": (
        N_("How long pieces of a part were in a machine"),
        (
            AnswerField("machine", "text", N_("serial number of the machine")),
            AnswerField("model", "text or null", N_("its model")),
            AnswerField("part", "text", N_("code or name of the part")),
            AnswerField("count", "count", N_("how many pieces")),
            AnswerField("fitted", "day", N_("when it was fitted")),
            AnswerField("replaced", "day or null", N_("when another took its place")),
            AnswerField("days", "count or null", N_("the days between")),
            AnswerField("ticket", "text", N_("the ticket it was fitted on")),
            AnswerField("replaced_on", "text or null", N_("the ticket it was replaced on")),
        ),
    ),
    "document": (
        N_("A stock document in a row"),
        (
            AnswerField("id", "text", N_("its number")),
            AnswerField("kind", "text", N_("what sort of document, such as `received`")),
            AnswerField("status", "text", N_("booked, taken in or voided")),
            AnswerField("office", "text", N_("whose store")),
            AnswerField("to_office", "text or null", N_("of a transfer: where it goes")),
            AnswerField("booked", "time", N_("when its parts moved")),
            AnswerField("by", "text", N_("who wrote it (id)")),
            AnswerField("lines", "count", N_("how many lines")),
            AnswerField("pieces", "count", N_("how many pieces in all")),
            AnswerField("reason", "text or null", N_("the reason, if one was given")),
        ),
    ),
    "row": (
        N_("A ticket in a row"),
        (
            AnswerField("id", "text", N_("the ticket's number")),
            AnswerField(
                "kind",
                "text or null",
                N_("kind of request, such as `repair`; null for a call that was only noted"),
            ),
            AnswerField("status", "text", N_("where the ticket stands")),
            AnswerField("office", "text", N_("code of the office")),
            AnswerField("region", "text", N_("code of the region")),
            AnswerField(
                "customer",
                "text or null",
                N_("the customer's name; null for a call that was only noted"),
            ),
            AnswerField("model", "text or null", N_("model of the machine")),
            AnswerField("serial", "text or null", N_("serial number; `unknown` if nobody knew it")),
            AnswerField("technician", "text or null", N_("id of who is assigned")),
            AnswerField("received", "time", N_("when the request was received")),
            AnswerField(
                "due",
                "mapping or null",
                N_("the promise that falls due first; null if none is open"),
            ),
            AnswerField("due.promise", "text", N_("which promise")),
            AnswerField("due.at", "time", N_("when it is due")),
        ),
    ),
    "span": (
        N_("A span of time"),
        (
            AnswerField("from", "time", N_("begin")),
            AnswerField("to", "time", N_("end")),
            AnswerField("state", "text", N_("`counted`, `closed` or `paused`")),
            AnswerField("seconds", "count", N_("how much of it counts")),
            AnswerField(
                "source",
                "text or null",
                N_("what says so: `weekly`, `official`, `own`; null if every hour counts"),
            ),
            AnswerField(
                "note",
                "text",
                N_("words to it, such as the holiday's name; empty if there are none"),
            ),
        ),
    ),
    "customer": (
        N_("A customer in a row"),
        (
            AnswerField("id", "text", N_("number of the file")),
            AnswerField("status", "text", N_("`active` or `merged`")),
            AnswerField("name", "text", N_("the customer's name")),
            AnswerField("phone", "text", N_("telephone")),
            AnswerField("address", "text", N_("address")),
            AnswerField("office", "text", N_("code of the office")),
            AnswerField("region", "text", N_("code of the region")),
            AnswerField("contacts", "list", N_("who to call there")),
            AnswerField("contacts[].name", "text", N_("name")),
            AnswerField("contacts[].mobile", "text", N_("mobile number")),
            AnswerField("equipment", "list", N_("their machines")),
            AnswerField("equipment[].serial", "text", N_("serial number")),
            AnswerField("equipment[].model", "text", N_("model")),
        ),
    ),
    "figure": (
        N_("A figure"),
        (
            AnswerField("id", "text", N_("name of the figure; stays the same")),
            AnswerField("title", "text", N_("what it is called, in the language of the answer")),
            AnswerField("unit", "text", N_("`count`, `rate` (1 is 100 %), `hours`, `yuan` …")),
            AnswerField(
                "value", "number, amount or null", N_("null if there is nothing to divide by")
            ),
            AnswerField("numerator", "number or null", N_("of a rate")),
            AnswerField("denominator", "number or null", N_("of a rate")),
            AnswerField("formula", "text", N_("how it is counted, in words")),
        ),
    ),
    "compared": (
        N_("A figure beside earlier ones"),
        (
            AnswerField(
                "month_before", "number, amount or null", N_("the value of the month before (环比)")
            ),
            AnswerField("month_change", "number, amount or null", N_("the change since")),
            AnswerField(
                "year_before",
                "number, amount or null",
                N_("the value of the same month a year before (同比)"),
            ),
            AnswerField("year_change", "number, amount or null", N_("the change since")),
        ),
    ),
    "section": (
        N_("A section of a report"),
        (
            AnswerField("id", "text", N_("name of the section; stays the same")),
            AnswerField("number", "count", N_("its number on paper")),
            AnswerField("title", "text", N_("its title, in the language of the answer")),
            AnswerField("tables", "list", N_("its tables")),
            AnswerField("tables[].id", "text", N_("name of the table")),
            AnswerField("tables[].title", "text", N_("its title")),
            AnswerField("tables[].columns", "list", N_("its columns")),
            AnswerField("tables[].columns[].id", "text", N_("name of the column")),
            AnswerField("tables[].columns[].title", "text", N_("its head")),
            AnswerField(
                "tables[].columns[].unit",
                "text",
                N_("what is in it: `label`, `text`, or as of a figure"),
            ),
            AnswerField(
                "tables[].rows",
                "list",
                N_("its rows, each a list of values in the order of the columns"),
            ),
            AnswerField("tables[].total", "list or null", N_("the last line, if there is one")),
            AnswerField("notes", "texts", N_("notes below it, as texts")),
        ),
    ),
    "sheet": (
        N_("A table that is imported"),
        (
            AnswerField("path", "text", N_("the file")),
            AnswerField(
                "sheet", "text or null", N_("the sheet; null for a file that is one table")
            ),
            AnswerField(
                "table",
                "text",
                N_("which table it is"),
                one_of=tuple(kind.name for kind in TEMPLATE),
            ),
            AnswerField("columns", "list", N_("the columns that are read")),
            AnswerField("columns[].head", "text", N_("the head, as it stands there")),
            AnswerField("columns[].field", "text", N_("the field it is")),
            AnswerField("unread", "texts", N_("heads of columns that are no field")),
            AnswerField("hidden", "texts", N_("hidden sheets, which are not read")),
            AnswerField(
                "examples", "counts", N_("rows that the template shows as examples, not read")
            ),
            AnswerField("counts", "mapping", N_("how many rows each verdict has")),
            *(
                AnswerField(f"counts.{verdict}", "count", says)
                for verdict, says in VERDICTS.items()
            ),
            AnswerField("items", "list", N_("each row")),
            AnswerField("items[].row", "count", N_("the row, as spreadsheets count")),
            AnswerField(
                "items[].verdict", "text", N_("what becomes of the row"), one_of=tuple(VERDICTS)
            ),
            AnswerField("items[].name", "text", N_("what the row is about")),
            AnswerField("items[].on", "text or null", N_("what it was found as, or recorded as")),
            AnswerField("items[].differences", "list", N_("what the ledger has otherwise")),
            AnswerField("items[].differences[].head", "text", N_("the column")),
            AnswerField("items[].differences[].here", "text", N_("what the ledger has")),
            AnswerField("items[].differences[].told", "text", N_("what the table has")),
            AnswerField("items[].faults", "list", N_("what can't be taken")),
            AnswerField(
                "items[].faults[].cell", "text", N_("the cell, such as `C5`; else the row")
            ),
            AnswerField("items[].faults[].head", "text", N_("the column; empty for the whole row")),
            AnswerField("items[].faults[].problem", "text", N_("what is wrong with it")),
            AnswerField("items[].faults[].write", "text or null", N_("what to write instead")),
            AnswerField("recorded", "count", N_("how many rows were recorded")),
            AnswerField(
                "price_list", "text or null", N_("the version of the price list that was made")
            ),
            AnswerField("problem", "text or null", N_("why the table as a whole can't be taken")),
            AnswerField(
                "committed", "yes or no", N_("whether there is a commit; false for a preview")
            ),
        ),
    ),
}

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
OF_REPORT = (
    AnswerField("department", "text", N_("name of the department")),
    AnswerField("region", "text", N_("code of the region, or `all`")),
    AnswerField("region_name", "text", N_("what it is called")),
)
BODY = (
    AnswerField("as_of", "time or null", N_("the moment as of which it was counted")),
    DIGEST,
    AnswerField("figures", "mapping", N_("value of each figure by its name")),
    AnswerField("sections", "list", N_("the sections, as on paper")),
    SharedFields("sections[]", "section"),
    AnswerField("sections[].figures", "list", N_("the figures of the section")),
    SharedFields("sections[].figures[]", "figure"),
)
NOT_READ = (
    AnswerField("unreadable", "count", N_("how many records could not be read and are not in it")),
    AnswerField("unreadable_files", "list", N_("these")),
    AnswerField("unreadable_files[].path", "text", N_("the file")),
    AnswerField("unreadable_files[].line", "count", N_("the line")),
    AnswerField("unreadable_files[].problem", "text", N_("what is wrong with it")),
)


def _sometimes(*fields: AnswerField) -> tuple[AnswerField, ...]:
    return tuple(field._replace(sometimes=True) for field in fields)


ANSWERS: dict[str, Answer] = {
    "amendable": Answer(
        N_("What of a ticket can be amended."),
        (
            AnswerField("ticket", "text", N_("its number")),
            AnswerField("entries", "list", N_("its entries in their order")),
            AnswerField("entries[].number", "count", N_("by which `svc amend` is told which one")),
            AnswerField("entries[].id", "text", N_("the event's id")),
            AnswerField("entries[].what", "text", N_("which event")),
            AnswerField("entries[].fields", "list", N_("what can be amended")),
            AnswerField("entries[].fields[].field", "text", N_("name of the field")),
            AnswerField(
                "entries[].fields[].value", "text", N_("its value, as an amendment holds it")
            ),
        ),
    ),
    "board": Answer(
        N_("The board: what waits, and who is where on a day."),
        (
            AnswerField("items", "list", N_("tickets that wait, the most urgent first")),
            SharedFields("items[]", "row"),
            AnswerField("items[].running_out", "yes or no", N_("a promise is about to fall due")),
            AnswerField(
                "items[].wanted", "time or null", N_("when the customer would like the visit")
            ),
            AnswerField("unkept", "list", N_("visits nobody makes, or made")),
            AnswerField("unkept[].id", "text", N_("the ticket")),
            AnswerField("unkept[].technician", "text", N_("who was to go")),
            AnswerField("unkept[].at", "time", N_("the agreed time")),
            AnswerField(
                "unkept[].nobody_comes", "yes or no", N_("who was to go has left or is away")
            ),
            AnswerField("besides", "list", N_("open tickets that stand nowhere above, by state")),
            AnswerField("besides[].status", "text", N_("which state")),
            AnswerField("besides[].tickets", "count", N_("how many")),
            AnswerField("day", "day", N_("the day that is shown")),
            AnswerField("technicians", "list", N_("each technician of the office")),
            AnswerField("technicians[].technician", "text", N_("id")),
            AnswerField("technicians[].away", "text or null", N_("why they are away that day")),
            AnswerField("technicians[].visits", "list", N_("their visits of the day")),
            AnswerField("technicians[].visits[].id", "text", N_("the ticket")),
            AnswerField("technicians[].visits[].at", "time or null", N_("the agreed time")),
            AnswerField("counts_due", "texts", N_("offices whose store has to be counted")),
            UNREADABLE,
        ),
    ),
    "calendar": Answer(
        N_("A calendar version that was written."),
        (
            AnswerField("calendar", "text", N_("name and version")),
            AnswerField(
                "year", "count or null", N_("the year that was entered; null for hours and days")
            ),
        ),
    ),
    "callbacks": Answer(
        N_("Whom to call now."),
        (
            ITEMS,
            SharedFields("items[]", "row"),
            AnswerField("items[].contact", "text or null", N_("whom to ask for")),
            AnswerField("items[].mobile", "text or null", N_("their number")),
            AnswerField("items[].overdue", "yes or no", N_("the call is overdue")),
            AnswerField("items[].slip_rating", "text or null", N_("the rating on the slip")),
            UNREADABLE,
        ),
    ),
    "check": Answer(
        N_("What `svc check` found; exit status 1 if anything is wrong, 3 if a record is damaged."),
        (
            AnswerField("tickets", "count", N_("how many tickets were looked at")),
            AnswerField("customers", "count", N_("how many customers' files")),
            AnswerField("items", "list", N_("the findings")),
            SharedFields("items[]", "finding"),
        ),
    ),
    "history": Answer(
        N_("What in the commits is against history (`svc check --history`, `svc guard`)."),
        (
            AnswerField("commits", "count", N_("how many commits were looked at")),
            AnswerField(
                "rewound", "text", N_("how the branch was rewound, in words; empty: it was not")
            ),
            AnswerField("items", "list", N_("what was found, the earlier commits first")),
            AnswerField("items[].rule", "text", N_("the kind, such as `event-dropped`")),
            AnswerField("items[].path", "text", N_("the file it is about")),
            AnswerField("items[].commit", "text", N_("the commit")),
            AnswerField("items[].author", "text", N_("the commit's author")),
            AnswerField("items[].at", "time", N_("the commit's date")),
            AnswerField("items[].of", "text", N_("what a manager answers for: `svc approve --of`")),
            AnswerField("items[].message", "text", N_("what is wrong, in words")),
            AnswerField("items[].changes", "list", N_("what was, and what is")),
            AnswerField("items[].changes[].field", "text", N_("the keys that lead to the value")),
            AnswerField("items[].changes[].before", "text", N_("what it was; empty: nothing")),
            AnswerField("items[].changes[].after", "text", N_("what it is; empty: nothing")),
            AnswerField("items[].do", "text", N_("what to do, in words")),
            AnswerField(
                "items[].stands",
                "yes or no",
                N_("nobody has put it right, and no manager answers for it"),
            ),
        ),
    ),
    "sync": Answer(
        N_("What came in from other desks, what went out, and what somebody has to decide."),
        (
            AnswerField("remote", "text", N_("name of the shared repository")),
            AnswerField("records_in", "count", N_("how many records others have changed")),
            AnswerField("items", "list", N_("these records, at most 500 of them")),
            AnswerField("items[].id", "text", N_("number of the record")),
            AnswerField("items[].events", "list", N_("what others recorded, in order")),
            AnswerField("items[].events[].what", "text", N_("the [event](events.md)")),
            AnswerField("items[].events[].by", "text", N_("who recorded it, by id")),
            AnswerField("files_in", "count", N_("how many other files came in")),
            AnswerField("sent", "count", N_("how many commits went out")),
            AnswerField("disputes", "list", N_("what two desks changed differently")),
            AnswerField("disputes[].entry", "text", N_("what is typed to decide: FILE:KEY")),
            AnswerField(
                "disputes[].ours",
                "text",
                N_("as it was changed here, in one line; of a whole file its name in git"),
            ),
            AnswerField("disputes[].theirs", "text", N_("as it was changed elsewhere; it holds")),
            AnswerField("findings", "list", N_("what is wrong in records that both changed")),
            SharedFields("findings[]", "finding"),
        ),
    ),
    "renumber": Answer(
        N_("Numbers that two desks gave twice, and what ours get."),
        (
            AnswerField("items", "list", N_("one for each such number")),
            AnswerField("items[].was", "text", N_("the number that stands for two")),
            AnswerField("items[].now", "text", N_("the one that ours gets, or got")),
            AnswerField("items[].ours", "text", N_("when ours was taken down, and by whom")),
            AnswerField("items[].theirs", "text", N_("the same of the other one, which keeps it")),
            AnswerField("items[].named", "list", N_("our records that name it")),
            AnswerField("recorded", "yes or no", N_("it was recorded, not only shown")),
        ),
    ),
    "clock": Answer(
        N_("An answer of the working clock: `at` of `clock add`, `seconds` of `clock between`."),
        (
            AnswerField("at", "time", N_("the moment that was asked for"), sometimes=True),
            AnswerField(
                "seconds",
                "count",
                N_("the open time between the two; negative if the second is earlier"),
                sometimes=True,
            ),
            AnswerField(
                "years_not_listed",
                "counts",
                N_("years whose official days the calendar lacks: the answer may change"),
                sometimes=True,
            ),
            AnswerField(
                "warning",
                "text",
                N_("of `clock batch`: what the calendar lacks, so that the answer may change"),
                sometimes=True,
            ),
            AnswerField("spans", "list", N_("with `--explain`: every span"), sometimes=True),
            SharedFields("spans[]", "span"),
        ),
    ),
    "complaints": Answer(
        N_("Show the register of complaints."),
        (
            ITEMS,
            AnswerField("items[].id", "text", N_("number of the complaint")),
            AnswerField("items[].about", "text or null", N_("the ticket it is about")),
            AnswerField("items[].status", "text", N_("where it stands")),
            AnswerField(
                "items[].grade",
                "text or null",
                N_("`minor`, `general` or `major`, once it was judged"),
            ),
            AnswerField("items[].class", "text or null", N_("its class")),
            AnswerField("items[].department", "text or null", N_("the department responsible")),
            UNREADABLE,
        ),
    ),
    "customer": Answer(
        N_(
            "A customer. After a command that recorded something: the customer in a row, "
            "`repeated`, `committed`. Of `svc customer show`: the whole file as it stands "
            "([its keys](files.md#customer)), `aliases`, `tickets`, `unreadable`."
        ),
        (
            SharedFields("customer", "customer"),
            *_sometimes(*RECORDED),
            AnswerField(
                "aliases", "texts", N_("numbers of files that were merged into it"), sometimes=True
            ),
            AnswerField("tickets", "texts", N_("numbers of their tickets"), sometimes=True),
            *_sometimes(UNREADABLE),
        ),
    ),
    "customers": Answer(
        N_("Customers that fit, the best first."),
        (
            ITEMS,
            SharedFields("items[]", "customer"),
            AnswerField(
                "items[].serial", "text or null", N_("the machine that fits, where it was one")
            ),
            AnswerField("items[].why", "text", N_("what of it fits")),
            UNREADABLE,
        ),
    ),
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
    "error": Answer(
        N_("What went wrong; on standard error, of any command."),
        (
            AnswerField("error", "mapping", N_("the error")),
            AnswerField("error.key", "text", N_("its [key](errors.md)")),
            AnswerField("error.facts", "mapping", N_("what its sentence is about, by names")),
            AnswerField("error.message", "text", N_("what a person reads")),
        ),
    ),
    "notice": Answer(
        N_("Something to know, while the command goes on; on standard error, of any command."),
        (AnswerField("message", "text", N_("what a person reads")),),
    ),
    "schemas": Answer(
        N_("JSON Schemas: of files, or of these answers."),
        (
            ITEMS,
            AnswerField(
                "items[].name", "text", N_("which file, or which kind of answer; `answers`: all")
            ),
            AnswerField("items[].schema", "mapping", N_("the schema")),
            AnswerField(
                "paths", "texts", N_("with `--to`: the files that were written"), sometimes=True
            ),
        ),
    ),
    "requests": Answer(
        N_("Many requests of one file, and what became of each."),
        (
            ITEMS,
            AnswerField("items[].row", "count", N_("the row or line of the file")),
            AnswerField("items[].ticket", "text or null", N_("the ticket it is")),
            AnswerField("items[].recorded", "yes or no", N_("it was recorded now, not before")),
            AnswerField("items[].draft", "text or null", N_("the draft as which it is kept")),
            AnswerField("items[].problem", "text or null", N_("why it could not be recorded")),
            AnswerField("columns", "list", N_("the columns that are read")),
            AnswerField("columns[].head", "text", N_("the head, as it stands there")),
            AnswerField("columns[].field", "text", N_("the field it is")),
            AnswerField("unread", "texts", N_("heads of columns that are no field")),
            AnswerField(
                "recorded", "yes or no", N_("with `--go`; else this is what would become of each")
            ),
        ),
    ),
    "help": Answer(
        N_("A help screen, or what is said about a topic."),
        (
            AnswerField("about", "text", N_("the command or topic asked for; empty: svc itself")),
            AnswerField("text", "text", N_("what a person reads")),
        ),
    ),
    "version": Answer(
        N_("The version of svc."), (AnswerField("version", "text", N_("such as `1.2.0`")),)
    ),
    "fix": Answer(
        N_("What `svc check --fix` puts right."),
        (
            AnswerField("done", "yes or no", N_("with `--go`: it was done")),
            ITEMS,
            AnswerField("items[].path", "text", N_("the file")),
            AnswerField("items[].message", "text", N_("what is put right")),
            UNREADABLE,
        ),
    ),
    "flagged": Answer(
        N_("Promises that were flagged now as overdue."),
        (
            ITEMS,
            SharedFields("items[]", "row"),
            AnswerField("items[].promise", "text", N_("the promise that is overdue")),
            AnswerField("items[].state", "text", N_("`overdue`")),
            AnswerField(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            AnswerField(
                "calendars", "list", N_("once a week: calendars that lack a year that is needed")
            ),
            AnswerField("calendars[].calendar", "text", N_("name of the calendar")),
            AnswerField("calendars[].year", "count", N_("the year")),
            UNREADABLE,
        ),
    ),
    "adopted": Answer(
        N_("Settings that were edited by hand, and are committed now."),
        (AnswerField("paths", "texts", N_("the files")),),
    ),
    "policy": Answer(
        N_("A new version of a policy, or what it would be."),
        (
            AnswerField("version", "text", N_("its name")),
            AnswerField("earlier", "text", N_("the version that it follows")),
            AnswerField("changes", "list", N_("promises with another limit")),
            AnswerField("changes[].promise", "text", N_("the promise")),
            AnswerField("changes[].before", "text", N_("its limit before")),
            AnswerField("changes[].after", "text", N_("its limit from now on")),
            AnswerField(
                "open_tickets", "count", N_("open tickets that stay under the earlier one")
            ),
            AnswerField("recorded", "yes or no", N_("with `--go`: it was recorded")),
        ),
    ),
    "setting": Answer(
        N_(
            "An entry of the settings that was put in or changed, with its keys as "
            "[the file](files.md) has them."
        ),
        (
            AnswerField("path", "text", N_("the file")),
            AnswerField("entry", "text", N_("code, id or version of the entry")),
            AnswerField("before", "mapping", N_("the entry before; empty if it is new")),
            AnswerField("after", "mapping", N_("the entry now; empty if it was taken out")),
            *RECORDED,
        ),
    ),
    "setup": Answer(
        N_("A department that was entered from a file, or the template of such a file."),
        (
            AnswerField("paths", "texts", N_("the files that are, or would be, written")),
            AnswerField("years_missing", "counts", N_("years whose holidays are not known yet")),
            AnswerField("recorded", "yes or no", N_("with `--go`: it was recorded")),
            AnswerField("sheets", "list", N_("of a workbook: its sheets")),
            SharedFields("sheets[]", "sheet"),
        ),
    ),
    "settings": Answer(
        N_("Entries of the settings, with their keys as [the files](files.md) have them."),
        (
            AnswerField(
                "what",
                "text",
                N_("`staff`, `offices`, `regions`, `parts`, `prices`, `policies` or `calendars`"),
            ),
            ITEMS,
            AnswerField("items[].entry", "text", N_("code, id or version of the entry")),
            AnswerField("items[].fields", "mapping", N_("the entry")),
        ),
    ),
    "init": Answer(
        N_("A ledger that was started, or a clone that was made ready."),
        (
            AnswerField("path", "text", N_("its folder")),
            AnswerField(
                "desk",
                "text",
                N_("the lane in which this copy gives numbers; empty if it has none"),
            ),
            AnswerField(
                "files",
                "count",
                N_("how many files were written; not with `--join`"),
                sometimes=True,
            ),
        ),
    ),
    "knowledge": Answer(
        N_("Known faults that fit."),
        (
            ITEMS,
            SharedFields("items[]", "knowledge"),
            AnswerField("items[].slug", "text", N_("name of the entry")),
            AnswerField("items[].text", "text", N_("what stands below its front matter")),
            UNREADABLE,
        ),
    ),
    "loans": Answer(
        N_("List the parts that are out, longest first."),
        (
            ITEMS,
            AnswerField("items[].ticket", "text", N_("the ticket it was lent for")),
            AnswerField("items[].part", "text", N_("code or name of the part")),
            AnswerField("items[].count", "count", N_("how many")),
            AnswerField("items[].technician", "text", N_("id of who has it")),
            AnswerField("items[].since", "time", N_("since when")),
            AnswerField(
                "items[].due", "time or null", N_("by when it is to be settled; null: nobody says")
            ),
            AnswerField("items[].overdue", "yes or no", N_("that time is over")),
            UNREADABLE,
        ),
    ),
    "part-requests": Answer(
        N_("List what is asked of the parts centre and not here, the oldest request first."),
        (
            ITEMS,
            AnswerField("items[].office", "text", N_("the office that acts for the ticket")),
            AnswerField("items[].ticket", "text", N_("the ticket it was asked for")),
            AnswerField("items[].part", "text", N_("code or name of the part")),
            AnswerField("items[].count", "count", N_("how many")),
            AnswerField("items[].requested", "time", N_("since when")),
            AnswerField("items[].stage", "text", N_("`requested`, or `sent`")),
            AnswerField("items[].expected", "time or null", N_("when it is to be here")),
            AnswerField("items[].overdue", "yes or no", N_("that time is over")),
            AnswerField("items[].carrier", "text or null", N_("who carries it")),
            AnswerField("items[].number", "text or null", N_("the carrier's number")),
            UNREADABLE,
        ),
    ),
    "hit-rate": Answer(
        N_("How many requests for parts were met from stock, by part, office or month."),
        (
            AnswerField("first", "text", N_("the first month, such as `2026-11`")),
            AnswerField("last", "text", N_("the last month")),
            AnswerField("office", "text or null", N_("the office alone; null: all of them")),
            AnswerField(
                "by", "text", N_("what each row is about"), one_of=("part", "office", "month")
            ),
            ITEMS,
            AnswerField("items[].key", "text", N_("code of the part or office, model, or month")),
            AnswerField("items[].asked", "count", N_("how many requests there were")),
            AnswerField("items[].met", "count", N_("how many of them were met")),
            AnswerField("items[].missed", "count", N_("how many were not")),
            AnswerField(
                "items[].percent",
                "number or null",
                N_("the hit rate in percent; null where nothing was asked for"),
            ),
            AnswerField("total", "mapping", N_("of all rows together")),
            AnswerField("total.asked", "count", N_("how many requests there were")),
            AnswerField("total.met", "count", N_("how many of them were met")),
            AnswerField("total.missed", "count", N_("how many were not")),
            AnswerField(
                "total.percent",
                "number or null",
                N_("the hit rate in percent; null where nothing was asked for"),
            ),
            UNREADABLE,
        ),
    ),
    "replaced": Answer(
        N_("The parts that repairs put in, by part, model, office or month."),
        (
            AnswerField("first", "text", N_("the first month, such as `2026-11`")),
            AnswerField("last", "text", N_("the last month")),
            AnswerField("office", "text or null", N_("the office alone; null: all of them")),
            AnswerField(
                "by",
                "text",
                N_("what each row is about"),
                one_of=("part", "model", "office", "month"),
            ),
            ITEMS,
            AnswerField("items[].key", "text", N_("code of the part or office, model, or month")),
            AnswerField("items[].pieces", "count", N_("how many pieces were put in")),
            AnswerField("items[].tickets", "count", N_("on how many tickets")),
            AnswerField(
                "items[].charged", "count", N_("pieces on tickets whose work the customer pays for")
            ),
            AnswerField("total", "mapping", N_("of all rows together")),
            AnswerField("total.pieces", "count", N_("how many pieces were put in")),
            AnswerField("total.tickets", "count", N_("on how many tickets")),
            AnswerField(
                "total.charged", "count", N_("pieces on tickets whose work the customer pays for")
            ),
            UNREADABLE,
        ),
    ),
    "part-lives": Answer(
        N_("How many days parts last on machines, from the day they were fitted until replaced."),
        (
            ITEMS,
            AnswerField("items[].part", "text", N_("code or name of the part")),
            AnswerField("items[].replaced", "count", N_("pieces whose end is known")),
            AnswerField(
                "items[].median", "number or null", N_("days in the median; null: not known")
            ),
            AnswerField("items[].shortest", "count or null", N_("days; null: not known")),
            AnswerField("items[].longest", "count or null", N_("days; null: not known")),
            AnswerField("items[].still_in", "count", N_("pieces that nothing has replaced yet")),
            AnswerField("lives", "list", N_("of one part, machine by machine")),
            SharedFields("lives[]", "part_life"),
            UNREADABLE,
        ),
    ),
    "stock": Answer(
        N_("What lies in the store, with the least there should be."),
        (
            ITEMS,
            AnswerField("items[].part", "text", N_("code of the part")),
            AnswerField("items[].name", "text", N_("its name; empty if it has none")),
            AnswerField("items[].office", "text", N_("whose store")),
            AnswerField("items[].good", "count", N_("how many good ones")),
            AnswerField("items[].defective", "count", N_("how many defective ones")),
            AnswerField(
                "items[].reserved",
                "count or null",
                N_("of the good ones: reserved for visits and tickets; null with `--at`"),
            ),
            AnswerField(
                "items[].free",
                "number or null",
                N_("good ones that nobody reserved; below nought: missing; null with `--at`"),
            ),
            AnswerField("items[].minimum", "count", N_("the least there should be")),
            AnswerField("items[].position", "text", N_("where it lies; empty if nobody said")),
            AnswerField(
                "items[].used",
                "count",
                N_("with `--short`, `--slow`: issued and not returned in 8 weeks"),
                sometimes=True,
            ),
            AnswerField(
                "items[].issued", "time or null", N_("likewise: issued last"), sometimes=True
            ),
            AnswerField(
                "items[].pace",
                "text or null",
                N_("likewise: `slow` or `very_slow`"),
                sometimes=True,
            ),
            AnswerField(
                "items[].runs_short",
                "yes or no",
                N_("likewise: it won't last until what is asked for now comes"),
                sometimes=True,
            ),
            UNREADABLE,
        ),
    ),
    "document": Answer(
        N_("A stock document that was written, or changed."),
        (
            AnswerField("document", "mapping", N_("the document as it stands")),
            AnswerField("document.id", "text", N_("its number")),
            AnswerField("document.kind", "text", N_("what sort of document, such as `received`")),
            AnswerField("document.status", "text", N_("booked, taken in or voided")),
            AnswerField("document.office", "text", N_("whose store")),
            AnswerField("document.lines", "count", N_("how many lines")),
            *RECORDED,
        ),
    ),
    "stock_book": Answer(
        N_("The stock book of a part in one store."),
        (
            AnswerField("part", "text", N_("code of the part")),
            AnswerField("office", "text", N_("whose store")),
            AnswerField("condition", "text", N_("`good` or `defective`")),
            AnswerField("carried", "number", N_("how many were there before the first movement")),
            AnswerField("balance", "number", N_("how many are there after the last movement")),
            ITEMS,
            AnswerField("items[].at", "time", N_("when it happened")),
            AnswerField("items[].record", "text", N_("number of the ticket or stock document")),
            AnswerField("items[].how", "text", N_("what happened, such as `lent`")),
            AnswerField("items[].place", "text", N_("where they came from or went: `technician`")),
            AnswerField("items[].whose", "text", N_("whose place: an office, a person; or empty")),
            AnswerField("items[].came", "count", N_("how many came")),
            AnswerField("items[].went", "count", N_("how many went")),
            AnswerField("items[].balance", "number", N_("how many are there after it")),
            AnswerField("items[].by", "text", N_("who entered it (id)")),
            AnswerField("items[].serials", "texts", N_("their serial numbers")),
            AnswerField("items[].position", "text", N_("where it lies; empty if nobody said")),
            AnswerField("items[].reason", "text", N_("why; empty if nobody said")),
            UNREADABLE,
        ),
    ),
    "stock_value": Answer(
        N_("What the good parts are worth in each store, in each kit and on the way."),
        (
            ITEMS,
            AnswerField("items[].place", "text", N_("`store`, `technician` or `transit`")),
            AnswerField("items[].whose", "text", N_("whose: an office, a person, `SZ>BJ`")),
            AnswerField("items[].value", "amount", N_("what they are worth, in yuan")),
            AnswerField("total", "amount", N_("all of them together")),
            UNREADABLE,
        ),
    ),
    "paper": Answer(
        N_("A paper that was written or printed."),
        (
            AnswerField("path", "text or null", N_("the file; null if only the printer was asked")),
            AnswerField("printer", "text or null", N_("the printer that took it")),
            AnswerField("job", "text or null", N_("what the printer's queue calls the job")),
        ),
    ),
    "count": Answer(
        N_("What was counted beside what the books say; nothing is recorded yet."),
        (
            ITEMS,
            AnswerField("items[].part", "text", N_("code of the part")),
            AnswerField("items[].name", "text", N_("its name; empty if it has none")),
            AnswerField("items[].position", "text", N_("where it lies; empty if nobody said")),
            AnswerField("items[].counted", "count", N_("how many were counted")),
            AnswerField("items[].booked", "number", N_("how many the books have")),
            AnswerField("items[].difference", "number", N_("how many more were counted")),
            AnswerField(
                "items[].missing", "texts", N_("pieces (serial numbers) in the books and not seen")
            ),
            AnswerField(
                "items[].found", "texts", N_("pieces (serial numbers) seen and not in the books")
            ),
            AnswerField("items[].reason", "text", N_("of a difference: why; else empty")),
        ),
    ),
    "loaners": Answer(
        N_("The loaner machines that customers have; with `--free` those in the store."),
        (
            ITEMS,
            AnswerField("items[].part", "text", N_("code of the part")),
            AnswerField("items[].serial", "text", N_("serial number")),
            AnswerField("items[].office", "text", N_("code of the office")),
            AnswerField("items[].ticket", "text or null", N_("the ticket; null: in the store")),
            AnswerField("items[].customer", "text or null", N_("who has it")),
            AnswerField("items[].since", "time or null", N_("since when")),
            AnswerField("items[].until", "time or null", N_("when it is to be back")),
            AnswerField("items[].overdue", "yes or no", N_("that time is over")),
            UNREADABLE,
        ),
    ),
    "kits": Answer(
        N_("What technicians always have along, beside what they are to have."),
        (
            ITEMS,
            AnswerField("items[].technician", "text", N_("id of whose kit it is")),
            AnswerField("items[].set", "text or null", N_("name of the set they are to have")),
            AnswerField("items[].topped_up", "time or null", N_("when it was topped up last")),
            AnswerField("items[].parts", "list", N_("its parts")),
            AnswerField("items[].parts[].part", "text", N_("code of the part")),
            AnswerField("items[].parts[].name", "text", N_("its name; empty if it has none")),
            AnswerField("items[].parts[].wanted", "count", N_("how many the set has")),
            AnswerField(
                "items[].parts[].in_hand", "number", N_("how many the kit has by the books")
            ),
            AnswerField("items[].parts[].lent", "number", N_("how many besides, for tickets")),
            AnswerField("items[].parts[].missing", "count", N_("how many are missing of the set")),
            AnswerField("items[].parts[].used", "count", N_("how many were used since topped up")),
            AnswerField("items[].parts[].tickets", "texts", N_("on which tickets")),
            AnswerField("items[].parts[].serials", "texts", N_("their serial numbers")),
            UNREADABLE,
        ),
    ),
    "kit_top_up": Answer(
        N_("What a technician was handed for their kit."),
        (
            AnswerField("document", "text or null", N_("its number; null: nothing was missing")),
            AnswerField("parts", "list", N_("what was handed over")),
            AnswerField("parts[].part", "text", N_("code of the part")),
            AnswerField("parts[].count", "count", N_("how many")),
            AnswerField("parts[].serials", "texts", N_("their serial numbers")),
            AnswerField("short", "list", N_("what the store has too few of")),
            AnswerField("short[].part", "text", N_("code of the part")),
            AnswerField("short[].missing", "count", N_("how many the kit lacks")),
            AnswerField("short[].there", "count", N_("how many the store has")),
            *RECORDED,
        ),
    ),
    "documents": Answer(
        N_("Stock documents of a month, or the transfers that are on the way."),
        (ITEMS, SharedFields("items[]", "document"), UNREADABLE),
    ),
    "stock_document": Answer(
        N_("A stock document with its parts and what became of it."),
        (
            SharedFields("document", "document"),
            AnswerField("parts", "list", N_("its lines, one for each part")),
            AnswerField("parts[].line", "count", N_("number of the line, from 1")),
            AnswerField("parts[].part", "text", N_("code of the part")),
            AnswerField("parts[].count", "count", N_("how many")),
            AnswerField(
                "parts[].booked", "count or null", N_("of a count: how many the books had")
            ),
            AnswerField("parts[].arrived", "count or null", N_("of a transfer: how many arrived")),
            AnswerField("parts[].condition", "text", N_("`good` or `defective`")),
            AnswerField("parts[].price", "amount or null", N_("what one is worth, in yuan")),
            AnswerField("parts[].position", "text", N_("where it lies; empty if nobody said")),
            AnswerField("parts[].serials", "texts", N_("their serial numbers")),
            AnswerField("parts[].reason", "text", N_("of a difference: why; else empty")),
            AnswerField("log", "list", N_("what became of it")),
            AnswerField("log[].what", "text", N_("what happened")),
            AnswerField("log[].at", "time", N_("when it happened")),
            AnswerField("log[].by", "text", N_("who entered it (id)")),
            AnswerField("log[].reason", "text", N_("why; empty if nobody said")),
        ),
    ),
    "daily": Answer(
        N_("What days came to, an office each; as at the end of the day."),
        (
            ITEMS,
            AnswerField("items[].office", "text", N_("whose day")),
            AnswerField("items[].day", "day", N_("the day")),
            AnswerField(
                "items[].status", "text or null", N_("state of its seal; null: not sealed")
            ),
            AnswerField(
                "items[].as_sealed", "yes or no or null", N_("whether it is still as it was sealed")
            ),
            AnswerField("items[].technicians", "list", N_("each technician's day")),
            AnswerField("items[].technicians[].technician", "text", N_("who")),
            AnswerField("items[].technicians[].visits", "texts", N_("tickets visited")),
            AnswerField("items[].technicians[].slips_in", "texts", N_("slips that came in")),
            AnswerField(
                "items[].technicians[].slips_missing", "list", N_("slips missing: ticket, day")
            ),
            AnswerField("items[].technicians[].cards_seen", "texts", N_("warranty cards seen")),
            AnswerField("items[].technicians[].cards_missing", "texts", N_("cards missing")),
            AnswerField(
                "items[].technicians[].doubtful",
                "list",
                N_("doubtful signatures: ticket, why, what is said, and otherwise"),
            ),
            AnswerField(
                "items[].technicians[].parts_held", "list", N_("parts held: ticket, part, since")
            ),
            AnswerField(
                "items[].technicians[].money_held",
                "list",
                N_("money held: ticket, amount, how, since"),
            ),
            AnswerField("items[].technicians[].handed_in", "list", N_("money handed in: the same")),
            AnswerField(
                "items[].money",
                "list",
                N_("by way of paying: how, books, counted (null: not yet), difference"),
            ),
            AnswerField(
                "items[].late",
                "list",
                N_(
                    "what came too late for its day: ticket, event, day, who typed it, when, and "
                    "the day whose seal has it"
                ),
            ),
            AnswerField(
                "items[].confirmed", "list", N_("who sealed the day or corrected it, when, why")
            ),
            UNREADABLE,
        ),
    ),
    "seal": Answer(
        N_("A day that was sealed, or a sealed one that was corrected."),
        (
            AnswerField("seal", "mapping", N_("the seal as it stands")),
            AnswerField("seal.office", "text", N_("whose day")),
            AnswerField("seal.day", "day", N_("the day")),
            AnswerField("seal.status", "text", N_("sealed or recounted")),
            AnswerField(
                "seal.money", "list", N_("by way of paying: how, books, counted, difference")
            ),
            *RECORDED,
        ),
    ),
    "outstanding": Answer(
        N_("What customers still have to pay, what is due first in front."),
        (
            ITEMS,
            AnswerField("items[].id", "text", N_("number of the ticket")),
            AnswerField("items[].customer", "text or null", N_("the customer's unit")),
            AnswerField("items[].open", "amount", N_("what is still to be paid")),
            AnswerField("items[].payer", "text", N_("who pays")),
            AnswerField("items[].agreed_by", "text or null", N_("who agreed that it is owed")),
            AnswerField(
                "items[].until", "time or null", N_("until when; null if nobody agreed to wait")
            ),
            AnswerField("items[].overdue", "yes or no", N_("that time is over")),
            AnswerField("items[].days", "count", N_("days since it was charged")),
            AnswerField("ages", "list", N_("what is open in each span of ages")),
            AnswerField("ages[].from", "count", N_("from how many days on")),
            AnswerField("ages[].to", "count or null", N_("to how many days; null: however many")),
            AnswerField("ages[].open", "amount", N_("what is still to be paid")),
            UNREADABLE,
        ),
    ),
    "costs": Answer(
        N_("What the tickets taken in within a month cost us."),
        (
            AnswerField("month", "text", N_("the month")),
            ITEMS,
            AnswerField("items[].ticket", "text", N_("number of the ticket")),
            AnswerField("items[].sort", "text", N_("what the money was for")),
            AnswerField("items[].amount", "amount", N_("how much")),
            AnswerField("items[].bearer", "text", N_("who bears it")),
            AnswerField("items[].words", "text", N_("a remark, or which part")),
            AnswerField(
                "items[].derived",
                "yes or no",
                N_("it is a part used, at its value; nobody noted it"),
            ),
            AnswerField("sums", "list", N_("how much each bears")),
            AnswerField("sums[].bearer", "text", N_("who bears it")),
            AnswerField("sums[].amount", "amount", N_("how much")),
            UNREADABLE,
        ),
    ),
    "statement": Answer(
        N_("A customer's month: what was owed, charged, paid."),
        (
            AnswerField("customer", "text", N_("number of the customer's file")),
            AnswerField("name", "text", N_("name of the customer")),
            AnswerField("month", "text", N_("the month")),
            AnswerField("opening", "amount", N_("what was owed before it")),
            AnswerField("charged", "amount", N_("what was charged in it")),
            AnswerField("paid", "amount", N_("what was paid in it")),
            AnswerField("refunded", "amount", N_("what was given back in it")),
            AnswerField("closing", "amount", N_("opening + charged − paid + refunded")),
            ITEMS,
            AnswerField("items[].day", "day", N_("the day")),
            AnswerField("items[].ticket", "text", N_("number of the ticket")),
            AnswerField("items[].moved", "text", N_("`charged`, `paid` or `refunded`")),
            AnswerField("items[].amount", "amount", N_("how much")),
            AnswerField("items[].how", "text or null", N_("how it was paid")),
            AnswerField("items[].receipt", "text or null", N_("number of the receipt")),
            AnswerField("items[].balance", "amount", N_("what was owed then")),
            AnswerField("open_items", "list", N_("what was open at its end, by ticket")),
            AnswerField("open_items[].ticket", "text", N_("number of the ticket")),
            AnswerField("open_items[].amount", "amount", N_("how much")),
            AnswerField("open_items[].since", "day or null", N_("the day it was charged")),
            AnswerField(
                "open_items[].until",
                "time or null",
                N_("until when; null if nobody agreed to wait"),
            ),
            UNREADABLE,
        ),
    ),
    "machine": Answer(
        N_("A machine's life."),
        (
            AnswerField(
                "serials",
                "texts",
                N_("its serial number, and those of machines that it replaced or that replaced it"),
            ),
            AnswerField("owner", "text or null", N_("number of the owner's file")),
            AnswerField("machine", "mapping or null", N_("the machine as it stands in that file")),
            SharedFields("machine", "machine"),
            AnswerField("items", "list", N_("all tickets about it")),
            SharedFields("items[]", "row"),
            AnswerField("parts", "list", N_("the parts that were fitted to it")),
            SharedFields("parts[]", "part_life"),
        ),
    ),
    "file": Answer(N_("A file that was written."), (AnswerField("path", "text", N_("the file")),)),
    "import": Answer(
        N_("What became of each row of a table that is imported, or would."),
        (SharedFields("", "sheet"),),
    ),
    "take": Answer(
        N_("What became of each form that was sent in a chat, or would."),
        (
            ITEMS,
            AnswerField("items[].form", "count", N_("which it is of those that were pasted")),
            AnswerField(
                "items[].outcome", "text", N_("what becomes of it"), one_of=tuple(OF_FORMS)
            ),
            AnswerField("items[].on", "text or null", N_("the ticket")),
            AnswerField(
                "items[].status",
                "text or null",
                N_("where it stands then, if it is recorded now"),
            ),
            AnswerField("items[].error", "text or null", N_("key of what refused it")),
            AnswerField("items[].message", "text or null", N_("the same in words")),
            AnswerField("recorded", "yes or no", N_("whether anything was recorded")),
        ),
    ),
    "leaving": Answer(
        N_("What hangs on somebody who leaves, and who is to have it."),
        (
            AnswerField("person", "text", N_("id of who leaves")),
            AnswerField("to", "text", N_("id of who is to have it")),
            ITEMS,
            AnswerField(
                "items[].kind", "text", N_("what it is that hangs on them"), one_of=tuple(KINDS)
            ),
            AnswerField("items[].on", "text", N_("the ticket, the customer's file, or the day")),
            AnswerField("items[].customer", "text or null", N_("the customer's name")),
            AnswerField("items[].promise", "text or null", N_("of a word given: which it is")),
            AnswerField("items[].due", "time or null", N_("when it is due, or the agreed time")),
            AnswerField("items[].part", "text or null", N_("of a loan: the part")),
            AnswerField("items[].amount", "amount or null", N_("of money: how much")),
            AnswerField(
                "items[].against", "texts", N_("why the other can't have it with one word")
            ),
            AnswerField(
                "items[].to", "text or null", N_("who has it then; null: it is done by hand")
            ),
            AnswerField("shared", "count", N_("turns of others, too, which stay with these")),
            AnswerField("recorded", "yes or no", N_("whether anything was recorded")),
            AnswerField(
                "last_day", "day or null", N_("the last day, as it was written to staff.yaml")
            ),
            UNREADABLE,
        ),
    ),
    "holds": Answer(
        N_("List the parts and the money that each of us holds, since when and of which ticket."),
        (
            ITEMS,
            AnswerField("items[].person", "text", N_("id of who has it")),
            AnswerField("items[].ticket", "text or null", N_("the ticket it belongs to")),
            AnswerField("items[].kit", "yes or no", N_("a part that they always have along")),
            AnswerField("items[].since", "time", N_("since when")),
            AnswerField("items[].part", "text or null", N_("code or name; null: it is money")),
            AnswerField("items[].count", "count", N_("how many pieces; 0: it is money")),
            AnswerField("items[].serial", "text or null", N_("serial number of the piece")),
            AnswerField("items[].amount", "amount or null", N_("in yuan; null: it is a part")),
            AnswerField("items[].how", "text or null", N_("how it was paid")),
            AnswerField(
                "items[].due", "time or null", N_("by when it is to be settled; null: nobody says")
            ),
            AnswerField("items[].overdue", "yes or no", N_("that time is over")),
            UNREADABLE,
        ),
    ),
    "mine": Answer(
        N_("What waits for one person, first due first."),
        (
            ITEMS,
            SharedFields("items[]", "row"),
            AnswerField(
                "items[].promise", "text or null", N_("the promise that is due; null: none")
            ),
            AnswerField("items[].why", "text", N_("why it waits for them"), one_of=tuple(WHY)),
            AnswerField(
                "unsigned", "list", N_("offices with working days without complaint or sign-off")
            ),
            AnswerField("unsigned[].office", "text", N_("code of the office")),
            AnswerField("unsigned[].days", "days", N_("the days")),
            AnswerField(
                "unsealed", "days", N_("of a cashier's office: days with money, not sealed yet")
            ),
            UNREADABLE,
        ),
    ),
    "orders": Answer(
        N_("The visits of a day, as they stand or as they would be assigned."),
        (
            AnswerField("day", "day", N_("the day")),
            ITEMS,
            AnswerField("items[].id", "text", N_("the ticket")),
            AnswerField("items[].technician", "text", N_("id of who goes")),
            AnswerField("items[].at", "time", N_("the agreed time")),
            AnswerField("parts", "list", N_("to bring for these visits and not lent yet")),
            AnswerField("parts[].ticket", "text", N_("the ticket")),
            AnswerField("parts[].part", "text", N_("code of the part")),
            AnswerField("parts[].count", "count", N_("how many")),
            AnswerField(
                "parts[].missing",
                "count or null",
                N_("how many of them are not in the store; null: no books are kept"),
            ),
            AnswerField(
                "handed_out",
                "texts",
                N_("with `--go`: numbers of the tickets whose orders were handed out"),
            ),
        ),
    ),
    "overdue": Answer(
        N_("Promises that are overdue, or fall due within `--within`."),
        (
            ITEMS,
            SharedFields("items[]", "row"),
            AnswerField("items[].promise", "text", N_("the promise")),
            AnswerField("items[].state", "text", N_("`overdue`; with `--within` also `running`")),
            AnswerField(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            AnswerField(
                "unsigned", "list", N_("offices with working days without complaint or sign-off")
            ),
            AnswerField("unsigned[].office", "text", N_("code of the office")),
            AnswerField("unsigned[].days", "days", N_("the days")),
            UNREADABLE,
        ),
    ),
    "prices": Answer(
        N_("A price list."),
        (
            AnswerField("list", "text", N_("its version")),
            AnswerField("since", "day", N_("the first day on which it holds")),
            ITEMS,
            AnswerField("items[].code", "text", N_("what is typed, such as `L03`")),
            AnswerField("items[].name", "text", N_("the job or part")),
            AnswerField("items[].price", "amount", N_("price of one, in yuan")),
        ),
    ),
    "print": Answer(
        N_("Papers that were printed."),
        (
            AnswerField("document", "text", N_("which [paper](papers.md)")),
            AnswerField("day", "day or null", N_("the day, of a day's papers")),
            AnswerField("tickets", "texts", N_("numbers of the tickets that are in it")),
            AnswerField(
                "files",
                "list",
                N_("the files that were written; none if only the printer was asked"),
            ),
            AnswerField("files[].path", "text", N_("the file")),
            AnswerField("files[].tickets", "texts", N_("numbers of the tickets in it")),
            AnswerField("printer", "text or null", N_("the printer that took it")),
            AnswerField("job", "text or null", N_("what the printer's queue calls the job")),
            UNREADABLE,
        ),
    ),
    "promises": Answer(
        N_("The promises of policies. Names are in the language of the answer."),
        (
            ITEMS,
            AnswerField("items[].policy", "text", N_("policy and version")),
            AnswerField("items[].promise", "text", N_("what the promise is called")),
            AnswerField("items[].when", "text", N_("which tickets it is for; empty: all")),
            AnswerField("items[].from", "text", N_("the moment from which it runs")),
            AnswerField("items[].to", "text", N_("the moments that keep it")),
            AnswerField(
                "items[].limit",
                "text",
                N_("the limit, such as `2wd`; empty if it is an agreed time"),
            ),
            AnswerField("items[].clock", "text", N_("what the clock is called")),
            AnswerField("items[].source", "text", N_("the clause it is taken from")),
        ),
    ),
    "proposals": Answer(
        N_("Who could go to a ticket's visit, the best first."),
        (
            AnswerField("ticket", "text", N_("the ticket")),
            AnswerField("at", "time or null", N_("for which time")),
            ITEMS,
            AnswerField("items[].technician", "text", N_("id")),
            AnswerField("items[].visits", "count", N_("their visits of that day")),
            AnswerField("items[].reasons", "texts", N_("what speaks for them, in words")),
            AnswerField("items[].against", "texts", N_("what speaks against them, in words")),
            AnswerField("parts_awaited", "texts", N_("parts that the ticket waits for")),
        ),
    ),
    "recompute": Answer(
        N_("Due times under a later policy or calendar."),
        (
            ITEMS,
            AnswerField("items[].ticket", "text", N_("the ticket")),
            AnswerField("items[].promise", "text", N_("the promise")),
            AnswerField(
                "items[].before", "time or null", N_("when it was due; null if there was none")
            ),
            AnswerField(
                "items[].after",
                "time or null",
                N_("when it is due; null if there is none any more"),
            ),
            AnswerField("recorded", "yes or no", N_("with `--go`: it was recorded")),
            AnswerField("repeated", "yes or no", N_("it had been recorded already")),
            UNREADABLE,
        ),
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
            AnswerField("month", "text", N_("the month or months")),
            DIGEST,
            AnswerField("path", "text", N_("the file")),
        ),
    ),
    "export": Answer(
        N_("A table that was written to a file."),
        (
            AnswerField("table", "text", N_("which table it is")),
            AnswerField("rows", "count", N_("how many rows")),
            AnswerField("path", "text", N_("the file")),
        ),
    ),
    "pages": Answer(
        N_("A folder of pages that was written."),
        (
            AnswerField("path", "text", N_("the folder")),
            AnswerField("level", "text", N_("who sees it"), one_of=LEVELS),
            AnswerField(
                "written", "texts", N_("pages that are new or have changed, from the folder")
            ),
            AnswerField("same", "count", N_("how many are as they were")),
            AnswerField("removed", "texts", N_("pages that no longer belong there")),
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
    "notify": Answer(
        N_("What `svc notify` has sent; with `--dry-run` what it would send."),
        (
            ITEMS,
            AnswerField("items[].digest", "text", N_("what is told"), one_of=get_args(Digest)),
            AnswerField("items[].channel", "text", N_("name of the channel")),
            AnswerField(
                "items[].office",
                "text",
                N_("code of the office the row of `svc.yaml` is about; empty: of all"),
            ),
            AnswerField("items[].outcome", "text", N_("`taken`; `shown` with `--dry-run`")),
            AnswerField("items[].text", "text", N_("the exact text")),
        ),
    ),
    "calendar_files": Answer(
        N_("Technicians' calendars that were written."),
        (
            ITEMS,
            AnswerField("items[].technician", "text", N_("whose it is: id of staff.yaml")),
            AnswerField("items[].visits", "count", N_("how many visits stand in it")),
            AnswerField(
                "items[].path", "text or null", N_("the file; none where `--out` names none")
            ),
        ),
    ),
    "roster": Answer(
        N_("The duty roster of the days to come."),
        (
            ITEMS,
            AnswerField("items[].day", "day", N_("the day")),
            AnswerField(
                "items[].duty",
                "texts",
                N_("ids of who is on duty, in the order in which they are called"),
            ),
            AnswerField(
                "items[].shifts", "list", N_("those who are on duty for a part of the day alone")
            ),
            AnswerField("items[].shifts[].who", "text", N_("the id")),
            AnswerField("items[].shifts[].from", "text", N_("when it begins, like 17:30")),
            AnswerField(
                "items[].shifts[].until", "text", N_("when it ends; before it begins: next morning")
            ),
            AnswerField("items[].away", "texts", N_("ids of who is away")),
        ),
    ),
    "signed_off": Answer(
        N_("A day of which the duty head signed that there were no complaints."),
        (
            AnswerField("office", "text", N_("code of the office")),
            AnswerField("day", "day", N_("the day")),
            AnswerField("by", "text", N_("id of who signed")),
            *RECORDED,
        ),
    ),
    "script": Answer(
        N_("What to say or send."),
        (
            AnswerField("ticket", "text", N_("the ticket")),
            ITEMS,
            AnswerField("items[].step", "text", N_("at which step")),
            AnswerField("items[].to", "text", N_("to whom: `customer` or somebody of ours")),
            AnswerField("items[].how", "text", N_("`say` or `send`")),
            AnswerField("items[].lines", "texts", N_("the sentences")),
        ),
    ),
    "search": Answer(
        N_("What was found in customers, tickets and known faults."),
        (
            AnswerField("customers", "list", N_("customers and machines")),
            SharedFields("customers[]", "customer"),
            AnswerField(
                "customers[].serial", "text or null", N_("the machine that fits, where it was one")
            ),
            AnswerField("customers[].why", "text", N_("what of it fits")),
            AnswerField("tickets", "list", N_("tickets")),
            AnswerField("tickets[].id", "text", N_("number")),
            AnswerField("tickets[].field", "text", N_("where it stands")),
            AnswerField("tickets[].excerpt", "text", N_("the words around it")),
            AnswerField("more", "count", N_("tickets beyond `--limit`")),
            AnswerField("knowledge", "list", N_("known faults")),
            AnswerField("knowledge[].slug", "text", N_("name of the entry")),
            AnswerField("knowledge[].title", "text", N_("its title")),
            AnswerField("knowledge[].excerpt", "text", N_("the words around it")),
            AnswerField("parts", "list", N_("parts")),
            AnswerField("parts[].code", "text", N_("its code")),
            AnswerField("parts[].name", "text", N_("its name")),
            AnswerField("parts[].models", "texts", N_("the models it fits")),
            AnswerField(
                "parts[].price", "amount or null", N_("its price in yuan; null: none is known")
            ),
            UNREADABLE,
        ),
    ),
    "ticket": Answer(
        N_(
            "One ticket. After a command that recorded something: `repeated`, `committed`. Of `svc "
            "show`: `record`, the "
            "whole record ([its keys](files.md#ticket))."
        ),
        (
            SharedFields("ticket", "row"),
            *_sometimes(*RECORDED),
            AnswerField(
                "record",
                "mapping",
                N_("of `svc show`: the record as it is written"),
                sometimes=True,
            ),
            SharedFields("record", "ticket"),
            AnswerField(
                "amended",
                "list",
                N_("of `svc amend`: each value that was replaced"),
                sometimes=True,
            ),
            AnswerField("amended[].of", "text", N_("id of the event")),
            AnswerField("amended[].field", "text", N_("which field")),
            AnswerField("amended[].old", "text", N_("what it was")),
            AnswerField("amended[].new", "text", N_("what it is")),
            AnswerField(
                "changed",
                "list",
                N_("of `svc amend --customer`, `--machine`: values of the head"),
                sometimes=True,
            ),
            AnswerField("changed[].field", "text", N_("where it stands, `equipment.serial`")),
            AnswerField("changed[].old", "text", N_("what it was")),
            AnswerField("changed[].new", "text", N_("what it is")),
            AnswerField(
                "promises", "list", N_("of the same: open promises that changed"), sometimes=True
            ),
            AnswerField("promises[].promise", "text", N_("which promise")),
            AnswerField("promises[].before", "time or null", N_("when it was due")),
            AnswerField("promises[].after", "time or null", N_("when it is due")),
            AnswerField("cost", "mapping", N_("of `svc cost`: what was noted"), sometimes=True),
            AnswerField("cost.sort", "text", N_("what it was for, such as `travel`")),
            AnswerField("cost.amount", "amount", N_("in yuan")),
            AnswerField("cost.bearer", "text", N_("who bears it")),
            AnswerField(
                "money",
                "mapping",
                N_("of `svc quote`, `svc charge`: the ticket's account, in yuan"),
                sometimes=True,
            ),
            AnswerField("money.quoted", "amount or null", N_("total of the last quotation")),
            AnswerField("money.agreed", "amount or null", N_("what the customer agreed to")),
            AnswerField("money.charged", "amount or null", N_("total of the charge")),
            AnswerField("money.paid", "amount", N_("what was paid")),
            AnswerField("money.open", "amount", N_("what is still to be paid")),
            AnswerField("money.receipts", "list", N_("the receipts")),
            AnswerField("money.receipts[].number", "text", N_("number of the receipt")),
            AnswerField("money.receipts[].payer", "text", N_("who paid")),
            AnswerField("money.receipts[].amount", "amount", N_("how much")),
            AnswerField("money.receipts[].capitals", "text", N_("the amount in capitals (大写)")),
            AnswerField("money.receipts[].ways", "list", N_("how it was paid, part by part")),
            AnswerField("money.receipts[].ways[].how", "text", N_("how it was paid")),
            AnswerField("money.receipts[].ways[].amount", "amount", N_("how much")),
            AnswerField("money.receipts[].void", "yes or no", N_("it was voided")),
            AnswerField(
                "money.receipts[].invoice", "text or null", N_("`issued`, `to_issue` or `waived`")
            ),
        ),
    ),
    "tickets": Answer(
        N_("A list of tickets."),
        (
            ITEMS,
            SharedFields("items[]", "row"),
            AnswerField("more", "count", N_("tickets beyond `--limit`")),
            UNREADABLE,
        ),
    ),
    "visit": Answer(
        N_(
            "The tickets of one visit to several machines, after a command that recorded something."
        ),
        (
            AnswerField("tickets", "list", N_("one for each machine")),
            SharedFields("tickets[]", "row"),
            *RECORDED,
        ),
    ),
    "why": Answer(
        N_("How each promise of a ticket was counted."),
        (
            AnswerField("ticket", "text", N_("the ticket")),
            AnswerField(
                "policy",
                "text or null",
                N_("the policy it is under; null for a call that was only noted"),
            ),
            ITEMS,
            AnswerField("items[].promise", "text", N_("the promise")),
            AnswerField(
                "items[].state", "text", N_("how the promise stands"), one_of=tuple(PROMISE_STATES)
            ),
            AnswerField("items[].started", "time", N_("from when time runs")),
            AnswerField("items[].due", "time or null", N_("when it is due; null without a limit")),
            AnswerField(
                "items[].left_seconds",
                "count or null",
                N_("what is left of the limit; null once it has ended"),
            ),
            AnswerField(
                "items[].ended", "time or null", N_("when it was kept, or ended otherwise")
            ),
            AnswerField("items[].clock", "text", N_("by which clock it is counted")),
            AnswerField("items[].limit", "text", N_("the limit")),
            AnswerField("items[].source", "text", N_("the clause it is taken from")),
            AnswerField(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            AnswerField("items[].calendar", "text", N_("calendar and version")),
            AnswerField("items[].spans", "list", N_("every span")),
            SharedFields("items[].spans[]", "span"),
        ),
    ),
}

OF_FILES = {
    "ticket": "ticket",
    "customer": "customer",
    "knowledge": "knowledge",
    "machine": "customer",
}
"""Parts that are kept as they stand in a file: the section of files.md that names their keys."""

SAID_OF_ALL = ("error", "notice")
"""Kinds that any command may say, on standard error."""

ANSWERED: dict[str, str] = {
    # command → the kinds of its answers
    "init": "init",
    "setup": "setup file",
    "check": "check fix history",
    "why": "why",
    "clock add": "clock",
    "clock between": "clock",
    "clock batch": "clock",
    "calendar fill": "calendar",
    "calendar hours": "calendar",
    "calendar day": "calendar",
    "calendar list": "settings",
    "region list": "settings",
    "region add": "setting",
    "region change": "setting",
    "office list": "settings",
    "office add": "setting",
    "office change": "setting",
    "staff list": "settings",
    "staff add": "setting",
    "staff change": "setting",
    "policy list": "settings",
    "policy new": "policy",
    "price list": "settings",
    "price new": "setting",
    "price line": "setting",
    "part list": "settings",
    "part add": "setting",
    "part change": "setting",
    "promise list": "promises",
    "promise recompute": "recompute",
    "schema": "schemas",
    "intake": "ticket requests",
    "take": "take",
    "customer find": "customers",
    "customer show": "customer",
    "customer add": "customer",
    "customer correct": "customer",
    "customer contact": "customer",
    "customer account": "customer",
    "customer contract": "customer",
    "customer merge": "customer",
    "customer confirm": "customer",
    "customer note": "customer",
    "equipment add": "customer",
    "equipment correct": "customer",
    "equipment move": "customer",
    "equipment transfer": "customer",
    "equipment replace": "customer",
    "equipment history": "machine",
    "declare": "ticket",
    "remind": "ticket",
    "handover": "ticket",
    "contact": "ticket",
    "ask": "ticket",
    "reply": "ticket",
    "dispatch": "orders board proposals visit ticket",
    "reschedule": "ticket",
    "hold": "ticket",
    "resume": "ticket",
    "approve": "ticket",
    "urgency": "ticket",
    "roster": "roster",
    "staff leave": "leaving",
    "escalate": "ticket",
    "prepare": "ticket",
    "bench receive": "ticket",
    "bench place": "ticket",
    "bench repair": "ticket",
    "bench told": "ticket",
    "pickup": "ticket",
    "ship": "ticket",
    "returned": "ticket",
    "replace": "ticket",
    "quote": "ticket",
    "consent": "ticket",
    "decline": "ticket",
    "charge": "ticket",
    "receipt": "ticket",
    "overpaid": "ticket",
    "owe": "ticket",
    "waive": "ticket",
    "outstanding": "outstanding",
    "costs": "costs",
    "statement": "statement",
    "cost": "ticket",
    "part request": "ticket",
    "part deliver": "ticket",
    "part sent": "ticket",
    "part cancel": "ticket",
    "part requests": "part-requests",
    "part hit-rate": "hit-rate paper",
    "part replaced": "replaced paper",
    "part life": "part-lives",
    "part short": "ticket",
    "daily": "daily",
    "daily confirm": "seal",
    "daily correct": "seal",
    "stock list": "stock",
    "stock receive": "document",
    "stock transfer": "document",
    "stock take-in": "document",
    "stock send-back": "document",
    "stock scrap": "document",
    "stock move": "document",
    "stock void": "document",
    "stock count": "paper count document",
    "stock documents": "documents",
    "stock show": "stock_document paper",
    "stock kit": "kits paper",
    "stock kit-top-up": "kit_top_up",
    "stock kit-return": "document",
    "stock kit-count": "count document",
    "stock kit-set": "settings setting",
    "stock book": "stock_book paper",
    "stock value": "stock_value",
    "loan lend": "ticket",
    "loan return": "ticket",
    "loaner lend": "ticket",
    "loaner return": "ticket",
    "loaner list": "loaners",
    "loan list": "loans",
    "install order": "ticket",
    "install parts": "ticket",
    "install measure": "ticket",
    "install defect": "ticket",
    "install accept": "ticket",
    "arrive": "visit ticket",
    "visit": "visit ticket",
    "back": "ticket",
    "reported": "ticket",
    "slip": "visit ticket",
    "filed": "ticket",
    "forward": "ticket",
    "callback": "ticket callbacks",
    "followup": "ticket",
    "complaint about": "ticket",
    "complaint judge": "ticket",
    "complaint cause": "ticket",
    "complaint action": "ticket",
    "complaint none": "signed_off",
    "complaint list": "complaints",
    "commit": "ticket",
    "settle": "ticket",
    "close": "ticket",
    "reopen": "ticket",
    "cancel": "ticket",
    "amend": "ticket amendable",
    "note": "ticket",
    "help": "help",
    "version": "version",
    "mine": "mine",
    "holds": "holds",
    "list": "tickets",
    "show": "ticket",
    "search": "search",
    "script": "script",
    "knowledge": "knowledge",
    "overdue": "overdue flagged",
    "print": "print paper",
    "prices": "prices",
    "report": "report report_span report_file figure figures",
    "import": "import file",
    "export": "export",
    "pages": "pages",
    "calendar export": "calendar_files",
    "notify": "notify",
    "sync": "sync",
    "guard": "file history",
    "renumber": "renumber",
    "adopt": "ticket adopted",
}
