"""What `--json` answers: each kind of answer with its fields, and which command answers what.

The schemas of `svc schema answers` and docs/reference/json.md are made from these tables; that
commands answer so, no field less and none more, is tested.
"""

from __future__ import annotations

from typing import NamedTuple

from svc.cli.mine import WHY
from svc.errors import N_
from svc.model.import_kinds import KINDS as KINDS_OF_TABLES
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


class Field(NamedTuple):
    """A field of an answer: where it stands (`items[].due.at`), what it holds, what it says."""

    path: str
    holds: str
    says: str
    sometimes: bool = False  # only with an option, or in the answer of one command of several
    one_of: tuple[str, ...] = ()  # where it is one of these alone


class Part(NamedTuple):
    """Fields that several answers have: standing at `path` of an answer."""

    path: str
    of: str  # a name in PARTS, or the kind of file in files.md that has these keys


class Answer(NamedTuple):
    """A kind of answer."""

    says: str
    fields: tuple[Field | Part, ...]


PARTS: dict[str, tuple[str, tuple[Field, ...]]] = {
    # name → what it is, its fields
    "row": (
        N_("A ticket in a row"),
        (
            Field("id", "text", N_("the ticket's number")),
            Field("kind", "text", N_("kind of request, such as `repair`")),
            Field("status", "text", N_("where the ticket stands")),
            Field("office", "text", N_("code of the office")),
            Field("region", "text", N_("code of the region")),
            Field(
                "customer",
                "text or null",
                N_("the customer's name; null for a call that was only noted"),
            ),
            Field("model", "text or null", N_("model of the machine")),
            Field("serial", "text or null", N_("serial number; `unknown` if nobody knew it")),
            Field("technician", "text or null", N_("id of who is assigned")),
            Field("received", "time", N_("when the request was received")),
            Field(
                "due",
                "mapping or null",
                N_("the promise that falls due first; null if none is open"),
            ),
            Field("due.promise", "text", N_("which promise")),
            Field("due.at", "time", N_("when it is due")),
        ),
    ),
    "span": (
        N_("A span of time"),
        (
            Field("from", "time", N_("begin")),
            Field("to", "time", N_("end")),
            Field("state", "text", N_("`counted`, `closed` or `paused`")),
            Field("seconds", "count", N_("how much of it counts")),
            Field(
                "source",
                "text or null",
                N_("what says so: `weekly`, `official`, `own`; null if every hour counts"),
            ),
            Field(
                "note",
                "text",
                N_("words to it, such as the holiday's name; empty if there are none"),
            ),
        ),
    ),
    "customer": (
        N_("A customer in a row"),
        (
            Field("id", "text", N_("number of the file")),
            Field("status", "text", N_("`active` or `merged`")),
            Field("name", "text", N_("the customer's name")),
            Field("phone", "text", N_("telephone")),
            Field("address", "text", N_("address")),
            Field("office", "text", N_("code of the office")),
            Field("region", "text", N_("code of the region")),
            Field("contacts", "list", N_("who to call there")),
            Field("contacts[].name", "text", N_("name")),
            Field("contacts[].mobile", "text", N_("mobile number")),
            Field("equipment", "list", N_("their machines")),
            Field("equipment[].serial", "text", N_("serial number")),
            Field("equipment[].model", "text", N_("model")),
        ),
    ),
    "figure": (
        N_("A figure"),
        (
            Field("id", "text", N_("name of the figure; stays the same")),
            Field("title", "text", N_("what it is called, in the language of the answer")),
            Field("unit", "text", N_("`count`, `rate` (1 is 100 %), `hours`, `yuan` …")),
            Field("value", "number, amount or null", N_("null if there is nothing to divide by")),
            Field("numerator", "number or null", N_("of a rate")),
            Field("denominator", "number or null", N_("of a rate")),
            Field("formula", "text", N_("how it is counted, in words")),
        ),
    ),
    "compared": (
        N_("A figure beside earlier ones"),
        (
            Field(
                "month_before", "number, amount or null", N_("the value of the month before (环比)")
            ),
            Field("month_change", "number, amount or null", N_("the change since")),
            Field(
                "year_before",
                "number, amount or null",
                N_("the value of the same month a year before (同比)"),
            ),
            Field("year_change", "number, amount or null", N_("the change since")),
        ),
    ),
    "section": (
        N_("A section of a report"),
        (
            Field("id", "text", N_("name of the section; stays the same")),
            Field("number", "count", N_("its number on paper")),
            Field("title", "text", N_("its title, in the language of the answer")),
            Field("tables", "list", N_("its tables")),
            Field("tables[].id", "text", N_("name of the table")),
            Field("tables[].title", "text", N_("its title")),
            Field("tables[].columns", "list", N_("its columns")),
            Field("tables[].columns[].id", "text", N_("name of the column")),
            Field("tables[].columns[].title", "text", N_("its head")),
            Field(
                "tables[].columns[].unit",
                "text",
                N_("what is in it: `label`, `text`, or as of a figure"),
            ),
            Field(
                "tables[].rows",
                "list",
                N_("its rows, each a list of values in the order of the columns"),
            ),
            Field("tables[].total", "list or null", N_("the last line, if there is one")),
            Field("notes", "texts", N_("notes below it, as texts")),
        ),
    ),
}

UNREADABLE = Field(
    "unreadable",
    "count",
    N_("how many records could not be read and are not in this; exit status 3"),
)
ITEMS = Field("items", "list", N_("one for each"))
DIGEST = Field(
    "digest", "text", N_("digest of what the figures add up; the same digest is the same report")
)
RECORDED = (
    Field("repeated", "yes or no", N_("the same was recorded a moment ago; nothing was changed")),
    Field("committed", "yes or no", N_("false where `svc.commit` is off in this clone")),
)
OF_REPORT = (
    Field("department", "text", N_("name of the department")),
    Field("region", "text", N_("code of the region, or `all`")),
    Field("region_name", "text", N_("what it is called")),
)
BODY = (
    Field("as_of", "time", N_("the moment as of which it was counted")),
    DIGEST,
    Field("figures", "mapping", N_("value of each figure by its name")),
    Field("sections", "list", N_("the sections, as on paper")),
    Part("sections[]", "section"),
    Field("sections[].figures", "list", N_("the figures of the section")),
    Part("sections[].figures[]", "figure"),
)
NOT_READ = (
    Field("unreadable", "count", N_("how many records could not be read and are not in it")),
    Field("unreadable_files", "texts", N_("these, as paths")),
)


def _sometimes(*fields: Field) -> tuple[Field, ...]:
    return tuple(field._replace(sometimes=True) for field in fields)


ANSWERS: dict[str, Answer] = {
    "amendable": Answer(
        N_("What of a ticket can be amended."),
        (
            Field("ticket", "text", N_("its number")),
            Field("entries", "list", N_("its entries in their order")),
            Field("entries[].number", "count", N_("by which `svc amend` is told which one")),
            Field("entries[].id", "text", N_("the event's id")),
            Field("entries[].what", "text", N_("which event")),
            Field("entries[].fields", "list", N_("what can be amended")),
            Field("entries[].fields[].field", "text", N_("name of the field")),
            Field("entries[].fields[].value", "text", N_("its value, as an amendment holds it")),
        ),
    ),
    "board": Answer(
        N_("The board: what waits, and who is where on a day."),
        (
            Field("items", "list", N_("tickets that wait, the most urgent first")),
            Part("items[]", "row"),
            Field("items[].running_out", "yes or no", N_("a promise is about to fall due")),
            Field("items[].wanted", "time or null", N_("when the customer would like the visit")),
            Field("unkept", "list", N_("visits nobody makes, or made")),
            Field("unkept[].id", "text", N_("the ticket")),
            Field("unkept[].technician", "text", N_("who was to go")),
            Field("unkept[].at", "time", N_("the agreed time")),
            Field("unkept[].nobody_comes", "yes or no", N_("who was to go has left or is away")),
            Field("besides", "list", N_("open tickets that stand nowhere above, by state")),
            Field("besides[].status", "text", N_("which state")),
            Field("besides[].tickets", "count", N_("how many")),
            Field("day", "day", N_("the day that is shown")),
            Field("technicians", "list", N_("each technician of the office")),
            Field("technicians[].technician", "text", N_("id")),
            Field("technicians[].away", "text or null", N_("why they are away that day")),
            Field("technicians[].visits", "list", N_("their visits of the day")),
            Field("technicians[].visits[].id", "text", N_("the ticket")),
            Field("technicians[].visits[].at", "time or null", N_("the agreed time")),
            UNREADABLE,
        ),
    ),
    "calendar": Answer(
        N_("A calendar version that was written."),
        (
            Field("calendar", "text", N_("name and version")),
            Field(
                "year", "count or null", N_("the year that was entered; null for hours and days")
            ),
        ),
    ),
    "callbacks": Answer(
        N_("Whom to call now."),
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].contact", "text or null", N_("whom to ask for")),
            Field("items[].mobile", "text or null", N_("their number")),
            Field("items[].overdue", "yes or no", N_("the call is overdue")),
            Field("items[].slip_rating", "text or null", N_("the rating on the slip")),
            UNREADABLE,
        ),
    ),
    "check": Answer(
        N_("What `svc check` found; exit status 1 if anything is wrong, 3 if a record is damaged."),
        (
            Field("tickets", "count", N_("how many tickets were looked at")),
            Field("customers", "count", N_("how many customers' files")),
            Field("items", "list", N_("the findings")),
            Field(
                "items[].rule",
                "text",
                N_("name of the [rule](checks.md), or key of the [error](errors.md)"),
            ),
            Field("items[].path", "text", N_("the file")),
            Field("items[].line", "count", N_("the line")),
            Field("items[].message", "text", N_("what is wrong")),
            Field("items[].do", "text", N_("what to do")),
            Field("items[].advice", "yes or no", N_("a hint: nothing is wrong yet")),
        ),
    ),
    "clock": Answer(
        N_("An answer of the working clock: `at` of `clock add`, `seconds` of `clock between`."),
        (
            Field("at", "time", N_("the moment that was asked for"), sometimes=True),
            Field(
                "seconds",
                "count",
                N_("the open time between the two; negative if the second is earlier"),
                sometimes=True,
            ),
            Field(
                "years_not_listed",
                "counts",
                N_("years whose official days the calendar lacks: the answer may change"),
                sometimes=True,
            ),
            Field(
                "warning",
                "text",
                N_("of `clock batch`: what the calendar lacks, so that the answer may change"),
                sometimes=True,
            ),
            Field("spans", "list", N_("with `--explain`: every span"), sometimes=True),
            Part("spans[]", "span"),
        ),
    ),
    "complaints": Answer(
        N_("Show the register of complaints."),
        (
            ITEMS,
            Field("items[].id", "text", N_("number of the complaint")),
            Field("items[].about", "text or null", N_("the ticket it is about")),
            Field("items[].status", "text", N_("where it stands")),
            Field(
                "items[].grade",
                "text or null",
                N_("`minor`, `general` or `major`, once it was judged"),
            ),
            Field("items[].class", "text or null", N_("its class")),
            Field("items[].department", "text or null", N_("the department responsible")),
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
            Part("customer", "customer"),
            *_sometimes(*RECORDED),
            Field(
                "aliases", "texts", N_("numbers of files that were merged into it"), sometimes=True
            ),
            Field("tickets", "texts", N_("numbers of their tickets"), sometimes=True),
            *_sometimes(UNREADABLE),
        ),
    ),
    "customers": Answer(
        N_("Customers that fit, the best first."),
        (
            ITEMS,
            Part("items[]", "customer"),
            Field("items[].serial", "text or null", N_("the machine that fits, where it was one")),
            Field("items[].why", "text", N_("what of it fits")),
            UNREADABLE,
        ),
    ),
    "figure": Answer(
        N_("One figure of a month's report, with the tickets behind it."),
        (
            Part("", "figure"),
            Part("", "compared"),
            DIGEST,
            Field("tickets", "list", N_("the tickets that it counts")),
            Field("tickets[].ticket", "text", N_("number")),
            Field(
                "tickets[].adds",
                "number or amount",
                N_("what it adds to the value, or to the numerator of a rate"),
            ),
            Field(
                "tickets[].out_of",
                "number",
                N_("what it adds to the denominator; 0 where there is none"),
            ),
        ),
    ),
    "figures": Answer(
        N_("The figures that can be explained."),
        (ITEMS, Part("items[]", "figure"), Part("items[]", "compared")),
    ),
    "error": Answer(
        N_("What went wrong; on standard error, of any command."),
        (
            Field("error", "mapping", N_("the error")),
            Field("error.key", "text", N_("its [key](errors.md)")),
            Field("error.facts", "mapping", N_("what its sentence is about, by names")),
            Field("error.message", "text", N_("what a person reads")),
        ),
    ),
    "notice": Answer(
        N_("Something to know, while the command goes on; on standard error, of any command."),
        (Field("message", "text", N_("what a person reads")),),
    ),
    "schemas": Answer(
        N_("JSON Schemas: of files, or of these answers."),
        (
            ITEMS,
            Field(
                "items[].name", "text", N_("which file, or which kind of answer; `answers`: all")
            ),
            Field("items[].schema", "mapping", N_("the schema")),
            Field("paths", "texts", N_("with `--to`: the files that were written"), sometimes=True),
        ),
    ),
    "help": Answer(
        N_("A help screen, or what is said about a topic."),
        (
            Field("about", "text", N_("the command or topic asked for; empty: svc itself")),
            Field("text", "text", N_("what a person reads")),
        ),
    ),
    "version": Answer(
        N_("The version of svc."), (Field("version", "text", N_("such as `1.2.0`")),)
    ),
    "fix": Answer(
        N_("What `svc check --fix` puts right."),
        (
            Field("done", "yes or no", N_("with `--go`: it was done")),
            ITEMS,
            Field("items[].path", "text", N_("the file")),
            Field("items[].message", "text", N_("what is put right")),
            UNREADABLE,
        ),
    ),
    "flagged": Answer(
        N_("Promises that were flagged now as overdue."),
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].promise", "text", N_("the promise that is overdue")),
            Field("items[].state", "text", N_("`overdue`")),
            Field(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            Field(
                "calendars", "list", N_("once a week: calendars that lack a year that is needed")
            ),
            Field("calendars[].calendar", "text", N_("name of the calendar")),
            Field("calendars[].year", "count", N_("the year")),
            UNREADABLE,
        ),
    ),
    "adopted": Answer(
        N_("Settings that were edited by hand, and are committed now."),
        (Field("paths", "texts", N_("the files")),),
    ),
    "policy": Answer(
        N_("A new version of a policy, or what it would be."),
        (
            Field("version", "text", N_("its name")),
            Field("earlier", "text", N_("the version that it follows")),
            Field("changes", "list", N_("promises with another limit")),
            Field("changes[].promise", "text", N_("the promise")),
            Field("changes[].before", "text", N_("its limit before")),
            Field("changes[].after", "text", N_("its limit from now on")),
            Field("open_tickets", "count", N_("open tickets that stay under the earlier one")),
            Field("recorded", "yes or no", N_("with `--go`: it was recorded")),
        ),
    ),
    "setting": Answer(
        N_(
            "An entry of the settings that was put in or changed, with its keys as "
            "[the file](files.md) has them."
        ),
        (
            Field("path", "text", N_("the file")),
            Field("entry", "text", N_("code, id or version of the entry")),
            Field("before", "mapping", N_("the entry before; empty if it is new")),
            Field("after", "mapping", N_("the entry now; empty if it was taken out")),
            *RECORDED,
        ),
    ),
    "setup": Answer(
        N_("A department that was entered from a file, or the template of such a file."),
        (
            Field("paths", "texts", N_("the files that are, or would be, written")),
            Field("years_missing", "counts", N_("years whose holidays are not known yet")),
            Field("recorded", "yes or no", N_("with `--go`: it was recorded")),
        ),
    ),
    "settings": Answer(
        N_("Entries of the settings, with their keys as [the files](files.md) have them."),
        (
            Field(
                "what",
                "text",
                N_("`staff`, `offices`, `regions`, `parts`, `prices`, `policies` or `calendars`"),
            ),
            ITEMS,
            Field("items[].entry", "text", N_("code, id or version of the entry")),
            Field("items[].fields", "mapping", N_("the entry")),
        ),
    ),
    "init": Answer(
        N_("A ledger that was started, or a clone that was made ready."),
        (
            Field("path", "text", N_("its folder")),
            Field(
                "desk",
                "text",
                N_("the lane in which this copy gives numbers; empty if it has none"),
            ),
            Field(
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
            Part("items[]", "knowledge"),
            Field("items[].slug", "text", N_("name of the entry")),
            Field("items[].text", "text", N_("what stands below its front matter")),
            UNREADABLE,
        ),
    ),
    "loans": Answer(
        N_("List the parts that are out, longest first."),
        (
            ITEMS,
            Field("items[].ticket", "text", N_("the ticket it was lent for")),
            Field("items[].part", "text", N_("code or name of the part")),
            Field("items[].count", "count", N_("how many")),
            Field("items[].technician", "text", N_("id of who has it")),
            Field("items[].since", "time", N_("since when")),
            UNREADABLE,
        ),
    ),
    "outstanding": Answer(
        N_("What customers still have to pay, what is due first in front."),
        (
            ITEMS,
            Field("items[].id", "text", N_("number of the ticket")),
            Field("items[].customer", "text or null", N_("the customer's unit")),
            Field("items[].open", "amount", N_("what is still to be paid")),
            Field("items[].payer", "text", N_("who pays")),
            Field("items[].agreed_by", "text or null", N_("who agreed that it is owed")),
            Field("items[].until", "time or null", N_("until when; null if nobody agreed to wait")),
            Field("items[].overdue", "yes or no", N_("that time is over")),
            UNREADABLE,
        ),
    ),
    "machine": Answer(
        N_("A machine's life."),
        (
            Field(
                "serials",
                "texts",
                N_("its serial number, and those of machines that it replaced or that replaced it"),
            ),
            Field("owner", "text or null", N_("number of the owner's file")),
            Field("machine", "mapping or null", N_("the machine as it stands in that file")),
            Part("machine", "machine"),
            Field("items", "list", N_("all tickets about it")),
            Part("items[]", "row"),
        ),
    ),
    "file": Answer(N_("A file that was written."), (Field("path", "text", N_("the file")),)),
    "import": Answer(
        N_("What became of each row of a table that is imported, or would."),
        (
            Field("path", "text", N_("the file")),
            Field("sheet", "text or null", N_("the sheet; null for a file that is one table")),
            Field("table", "text", N_("which table it is"), one_of=tuple(KINDS_OF_TABLES)),
            Field("columns", "list", N_("the columns that are read")),
            Field("columns[].head", "text", N_("the head, as it stands there")),
            Field("columns[].field", "text", N_("the field it is")),
            Field("unread", "texts", N_("heads of columns that are no field")),
            Field("hidden", "texts", N_("hidden sheets, which are not read")),
            Field("examples", "counts", N_("rows that the template shows as examples, not read")),
            Field("counts", "mapping", N_("how many rows each verdict has")),
            *(Field(f"counts.{verdict}", "count", says) for verdict, says in VERDICTS.items()),
            ITEMS,
            Field("items[].row", "count", N_("the row, as spreadsheets count")),
            Field("items[].verdict", "text", N_("what becomes of the row"), one_of=tuple(VERDICTS)),
            Field("items[].name", "text", N_("what the row is about")),
            Field("items[].on", "text or null", N_("what it was found as, or recorded as")),
            Field("items[].differences", "list", N_("what the ledger has otherwise")),
            Field("items[].differences[].head", "text", N_("the column")),
            Field("items[].differences[].here", "text", N_("what the ledger has")),
            Field("items[].differences[].told", "text", N_("what the table has")),
            Field("items[].faults", "list", N_("what can't be taken")),
            Field("items[].faults[].cell", "text", N_("the cell, such as `C5`; else the row")),
            Field("items[].faults[].head", "text", N_("the column; empty for the whole row")),
            Field("items[].faults[].problem", "text", N_("what is wrong with it")),
            Field("items[].faults[].write", "text or null", N_("what to write instead")),
            Field("recorded", "count", N_("how many rows were recorded")),
            Field("price_list", "text or null", N_("the version of the price list that was made")),
            Field("committed", "yes or no", N_("whether there is a commit; false for a preview")),
        ),
    ),
    "leaving": Answer(
        N_("What hangs on somebody who leaves, and who is to have it."),
        (
            Field("person", "text", N_("id of who leaves")),
            Field("to", "text", N_("id of who is to have it")),
            ITEMS,
            Field("items[].kind", "text", N_("what it is that hangs on them"), one_of=tuple(KINDS)),
            Field("items[].on", "text", N_("the ticket, the customer's file, or the day")),
            Field("items[].customer", "text or null", N_("the customer's name")),
            Field("items[].promise", "text or null", N_("of a word given: which it is")),
            Field("items[].due", "time or null", N_("when it is due, or the agreed time")),
            Field("items[].part", "text or null", N_("of a loan: the part")),
            Field("items[].amount", "amount or null", N_("of money: how much")),
            Field("items[].against", "texts", N_("why the other can't have it with one word")),
            Field("items[].to", "text or null", N_("who has it then; null: it is done by hand")),
            Field("shared", "count", N_("turns of others, too, which stay with these")),
            Field("recorded", "yes or no", N_("whether anything was recorded")),
            Field("last_day", "day or null", N_("the last day, as it was written to staff.yaml")),
            UNREADABLE,
        ),
    ),
    "mine": Answer(
        N_("What waits for one person, first due first."),
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].promise", "text or null", N_("the promise that is due; null: none")),
            Field("items[].why", "text", N_("why it waits for them"), one_of=tuple(WHY)),
            Field(
                "unsigned", "list", N_("offices with working days without complaint or sign-off")
            ),
            Field("unsigned[].office", "text", N_("code of the office")),
            Field("unsigned[].days", "days", N_("the days")),
            UNREADABLE,
        ),
    ),
    "orders": Answer(
        N_("The visits of a day, as they stand or as they would be assigned."),
        (
            Field("day", "day", N_("the day")),
            ITEMS,
            Field("items[].id", "text", N_("the ticket")),
            Field("items[].technician", "text", N_("id of who goes")),
            Field("items[].at", "time", N_("the agreed time")),
            Field(
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
            Part("items[]", "row"),
            Field("items[].promise", "text", N_("the promise")),
            Field("items[].state", "text", N_("`overdue`; with `--within` also `running`")),
            Field(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            Field(
                "unsigned", "list", N_("offices with working days without complaint or sign-off")
            ),
            Field("unsigned[].office", "text", N_("code of the office")),
            Field("unsigned[].days", "days", N_("the days")),
            UNREADABLE,
        ),
    ),
    "prices": Answer(
        N_("A price list."),
        (
            Field("list", "text", N_("its version")),
            Field("since", "day", N_("the first day on which it holds")),
            ITEMS,
            Field("items[].code", "text", N_("what is typed, such as `L03`")),
            Field("items[].name", "text", N_("the job or part")),
            Field("items[].price", "amount", N_("price of one, in yuan")),
        ),
    ),
    "print": Answer(
        N_("Papers that were printed."),
        (
            Field("document", "text", N_("which [paper](papers.md)")),
            Field("day", "day or null", N_("the day, of a day's papers")),
            Field("tickets", "texts", N_("numbers of the tickets that are in it")),
            Field(
                "files",
                "list",
                N_("the files that were written; none if only the printer was asked"),
            ),
            Field("files[].path", "text", N_("the file")),
            Field("files[].tickets", "texts", N_("numbers of the tickets in it")),
            Field("printer", "text or null", N_("the printer that took it")),
            Field("job", "text or null", N_("what the printer's queue calls the job")),
            UNREADABLE,
        ),
    ),
    "promises": Answer(
        N_("The promises of policies. Names are in the language of the answer."),
        (
            ITEMS,
            Field("items[].policy", "text", N_("policy and version")),
            Field("items[].promise", "text", N_("what the promise is called")),
            Field("items[].when", "text", N_("which tickets it is for; empty: all")),
            Field("items[].from", "text", N_("the moment from which it runs")),
            Field("items[].to", "text", N_("the moments that keep it")),
            Field(
                "items[].limit",
                "text",
                N_("the limit, such as `2wd`; empty if it is an agreed time"),
            ),
            Field("items[].clock", "text", N_("what the clock is called")),
            Field("items[].source", "text", N_("the clause it is taken from")),
        ),
    ),
    "proposals": Answer(
        N_("Who could go to a ticket's visit, the best first."),
        (
            Field("ticket", "text", N_("the ticket")),
            Field("at", "time or null", N_("for which time")),
            ITEMS,
            Field("items[].technician", "text", N_("id")),
            Field("items[].visits", "count", N_("their visits of that day")),
            Field("items[].reasons", "texts", N_("what speaks for them, in words")),
            Field("items[].against", "texts", N_("what speaks against them, in words")),
            Field("parts_awaited", "texts", N_("parts that the ticket waits for")),
        ),
    ),
    "recompute": Answer(
        N_("Due times under a later policy or calendar."),
        (
            ITEMS,
            Field("items[].ticket", "text", N_("the ticket")),
            Field("items[].promise", "text", N_("the promise")),
            Field("items[].before", "time or null", N_("when it was due; null if there was none")),
            Field(
                "items[].after",
                "time or null",
                N_("when it is due; null if there is none any more"),
            ),
            Field("recorded", "yes or no", N_("with `--go`: it was recorded")),
            Field("repeated", "yes or no", N_("it had been recorded already")),
            UNREADABLE,
        ),
    ),
    "report": Answer(
        N_("A month's report."),
        (
            *OF_REPORT,
            Field("month", "text", N_("the month, such as `2026-11`")),
            *BODY,
            Part("sections[].figures[]", "compared"),
            *NOT_READ,
        ),
    ),
    "report_file": Answer(
        N_("A report that was written to a file."),
        (
            Field("region", "text", N_("code of the region, or `all`")),
            Field("month", "text", N_("the month or months")),
            DIGEST,
            Field("path", "text", N_("the file")),
        ),
    ),
    "report_span": Answer(
        N_(
            "A report over several months. Figures are of all of them together; those of each "
            "month stand in the tables."
        ),
        (
            *OF_REPORT,
            Field("months", "text", N_("first and last, such as `2026-01..2026-06`")),
            *BODY,
            *NOT_READ,
        ),
    ),
    "roster": Answer(
        N_("The duty roster of the days to come."),
        (
            ITEMS,
            Field("items[].day", "day", N_("the day")),
            Field(
                "items[].duty",
                "texts",
                N_("ids of who is on duty, in the order in which they are called"),
            ),
            Field(
                "items[].shifts", "list", N_("those who are on duty for a part of the day alone")
            ),
            Field("items[].shifts[].who", "text", N_("the id")),
            Field("items[].shifts[].from", "text", N_("when it begins, like 17:30")),
            Field(
                "items[].shifts[].until", "text", N_("when it ends; before it begins: next morning")
            ),
            Field("items[].away", "texts", N_("ids of who is away")),
        ),
    ),
    "signed_off": Answer(
        N_("A day of which the duty head signed that there were no complaints."),
        (
            Field("office", "text", N_("code of the office")),
            Field("day", "day", N_("the day")),
            Field("by", "text", N_("id of who signed")),
            *RECORDED,
        ),
    ),
    "script": Answer(
        N_("What to say or send."),
        (
            Field("ticket", "text", N_("the ticket")),
            ITEMS,
            Field("items[].step", "text", N_("at which step")),
            Field("items[].to", "text", N_("to whom: `customer` or somebody of ours")),
            Field("items[].how", "text", N_("`say` or `send`")),
            Field("items[].lines", "texts", N_("the sentences")),
        ),
    ),
    "search": Answer(
        N_("What was found in customers, tickets and known faults."),
        (
            Field("customers", "list", N_("customers and machines")),
            Part("customers[]", "customer"),
            Field(
                "customers[].serial", "text or null", N_("the machine that fits, where it was one")
            ),
            Field("customers[].why", "text", N_("what of it fits")),
            Field("tickets", "list", N_("tickets")),
            Field("tickets[].id", "text", N_("number")),
            Field("tickets[].field", "text", N_("where it stands")),
            Field("tickets[].excerpt", "text", N_("the words around it")),
            Field("more", "count", N_("tickets beyond `--limit`")),
            Field("knowledge", "list", N_("known faults")),
            Field("knowledge[].slug", "text", N_("name of the entry")),
            Field("knowledge[].title", "text", N_("its title")),
            Field("knowledge[].excerpt", "text", N_("the words around it")),
            Field("parts", "list", N_("parts")),
            Field("parts[].code", "text", N_("its code")),
            Field("parts[].name", "text", N_("its name")),
            Field("parts[].models", "texts", N_("the models it fits")),
            Field("parts[].price", "amount", N_("its price in yuan")),
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
            Part("ticket", "row"),
            *_sometimes(*RECORDED),
            Field(
                "record",
                "mapping",
                N_("of `svc show`: the record as it is written"),
                sometimes=True,
            ),
            Part("record", "ticket"),
            Field(
                "amended",
                "list",
                N_("of `svc amend`: each value that was replaced"),
                sometimes=True,
            ),
            Field("amended[].of", "text", N_("id of the event")),
            Field("amended[].field", "text", N_("which field")),
            Field("amended[].old", "text", N_("what it was")),
            Field("amended[].new", "text", N_("what it is")),
            Field(
                "changed",
                "list",
                N_("of `svc amend --customer`, `--machine`: values of the head"),
                sometimes=True,
            ),
            Field("changed[].field", "text", N_("where it stands, `equipment.serial`")),
            Field("changed[].old", "text", N_("what it was")),
            Field("changed[].new", "text", N_("what it is")),
            Field(
                "promises", "list", N_("of the same: open promises that changed"), sometimes=True
            ),
            Field("promises[].promise", "text", N_("which promise")),
            Field("promises[].before", "time or null", N_("when it was due")),
            Field("promises[].after", "time or null", N_("when it is due")),
            Field("cost", "mapping", N_("of `svc cost`: what was noted"), sometimes=True),
            Field("cost.sort", "text", N_("what it was for, such as `travel`")),
            Field("cost.amount", "amount", N_("in yuan")),
            Field("cost.bearer", "text", N_("who bears it")),
            Field(
                "money",
                "mapping",
                N_("of `svc quote`, `svc charge`: the ticket's account, in yuan"),
                sometimes=True,
            ),
            Field("money.quoted", "amount or null", N_("total of the last quotation")),
            Field("money.agreed", "amount or null", N_("what the customer agreed to")),
            Field("money.charged", "amount or null", N_("total of the charge")),
            Field("money.paid", "amount", N_("what was paid")),
            Field("money.open", "amount", N_("what is still to be paid")),
            Field("money.receipts", "list", N_("the receipts")),
            Field("money.receipts[].number", "text", N_("number of the receipt")),
            Field("money.receipts[].payer", "text", N_("who paid")),
            Field("money.receipts[].amount", "amount", N_("how much")),
            Field("money.receipts[].capitals", "text", N_("the amount in capitals (大写)")),
            Field("money.receipts[].void", "yes or no", N_("it was voided")),
            Field(
                "money.receipts[].invoice", "text or null", N_("`issued`, `to_issue` or `waived`")
            ),
        ),
    ),
    "tickets": Answer(
        N_("A list of tickets."),
        (
            ITEMS,
            Part("items[]", "row"),
            Field("more", "count", N_("tickets beyond `--limit`")),
            UNREADABLE,
        ),
    ),
    "visit": Answer(
        N_(
            "The tickets of one visit to several machines, after a command that recorded something."
        ),
        (
            Field("tickets", "list", N_("one for each machine")),
            Part("tickets[]", "row"),
            *RECORDED,
        ),
    ),
    "why": Answer(
        N_("How each promise of a ticket was counted."),
        (
            Field("ticket", "text", N_("the ticket")),
            Field(
                "policy",
                "text or null",
                N_("the policy it is under; null for a call that was only noted"),
            ),
            ITEMS,
            Field("items[].promise", "text", N_("the promise")),
            Field(
                "items[].state", "text", N_("how the promise stands"), one_of=tuple(PROMISE_STATES)
            ),
            Field("items[].started", "time", N_("from when time runs")),
            Field("items[].due", "time or null", N_("when it is due; null without a limit")),
            Field(
                "items[].left_seconds",
                "count or null",
                N_("what is left of the limit; null once it has ended"),
            ),
            Field("items[].ended", "time or null", N_("when it was kept, or ended otherwise")),
            Field("items[].clock", "text", N_("by which clock it is counted")),
            Field("items[].limit", "text", N_("the limit")),
            Field("items[].source", "text", N_("the clause it is taken from")),
            Field(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            Field("items[].calendar", "text", N_("calendar and version")),
            Field("items[].spans", "list", N_("every span")),
            Part("items[].spans[]", "span"),
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
    "setup": "setup",
    "check": "check fix",
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
    "intake": "ticket",
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
    "owe": "ticket",
    "waive": "ticket",
    "outstanding": "outstanding",
    "cost": "ticket",
    "part request": "ticket",
    "part deliver": "ticket",
    "part short": "ticket",
    "loan lend": "ticket",
    "loan return": "ticket",
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
    "list": "tickets",
    "show": "ticket",
    "search": "search",
    "script": "script",
    "knowledge": "knowledge",
    "overdue": "overdue flagged",
    "print": "print",
    "prices": "prices",
    "report": "report report_span report_file figure figures",
    "import": "import file",
    "adopt": "ticket adopted",
}
