"""What `--json` answers: each kind with its fields. Held by test_answers.py against what the
commands answer.
"""

from __future__ import annotations

from typing import NamedTuple

from reference.markdown import code, codes, table
from reference.reach import reached

from svc.cli.commands import COMMANDS
from svc.cli.mine import WHY
from svc.model.import_kinds import KINDS as KINDS_OF_TABLES
from svc.rules.leaving import KINDS
from svc.rules.promises.runs import PROMISE_STATES

VERDICTS = {
    "new": "not there yet: to be recorded, or recorded",
    "same": "there already, the same",
    "differs": "there already with other values, which stay (those of prices go into a new list)",
    "again": "says once more what an earlier row says",
    "faulty": "can't be taken as it is",
}
"""What becomes of a row that is imported."""

OF_FORMS = {
    "recorded": "recorded now",
    "already": "recorded before, the same",
    "twice": "pasted twice; the first counts",
    "left": "can be recorded, and nobody said yes",
    "refused": "can't be taken",
}
"""What becomes of a form that was sent in a chat."""


class Field(NamedTuple):
    """A field of an answer: where it stands (`items[].due.at`), what it holds, what it says."""

    path: str
    holds: str
    says: str


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
        "A ticket in a row",
        (
            Field("id", "text", "the ticket's number"),
            Field("kind", "text", "kind of request, such as `repair`"),
            Field("status", "text", "where the ticket stands"),
            Field("office", "text", "code of the office"),
            Field("region", "text", "code of the region"),
            Field(
                "customer",
                "text or null",
                "the customer's name; null for a call that was only noted",
            ),
            Field("model", "text or null", "model of the machine"),
            Field("serial", "text or null", "serial number; `unknown` if nobody knew it"),
            Field("technician", "text or null", "id of who is assigned"),
            Field("received", "time", "when the request was received"),
            Field(
                "due", "mapping or null", "the promise that falls due first; null if none is open"
            ),
            Field("due.promise", "text", "which promise"),
            Field("due.at", "time", "when it is due"),
        ),
    ),
    "span": (
        "A span of time",
        (
            Field("from", "time", "begin"),
            Field("to", "time", "end"),
            Field("state", "text", "`counted`, `closed` or `paused`"),
            Field("seconds", "count", "how much of it counts"),
            Field(
                "source",
                "text or null",
                "what says so: `weekly`, `official`, `own`; null if every hour counts",
            ),
            Field(
                "note", "text", "words to it, such as the holiday's name; empty if there are none"
            ),
        ),
    ),
    "customer": (
        "A customer in a row",
        (
            Field("id", "text", "number of the file"),
            Field("status", "text", "`active` or `merged`"),
            Field("name", "text", "the customer's name"),
            Field("phone", "text", "telephone"),
            Field("address", "text", "address"),
            Field("office", "text", "code of the office"),
            Field("region", "text", "code of the region"),
            Field("contacts", "list", "who to call there"),
            Field("contacts[].name", "text", "name"),
            Field("contacts[].mobile", "text", "mobile number"),
            Field("equipment", "list", "their machines"),
            Field("equipment[].serial", "text", "serial number"),
            Field("equipment[].model", "text", "model"),
        ),
    ),
    "figure": (
        "A figure",
        (
            Field("id", "text", "name of the figure; stays the same"),
            Field("title", "text", "what it is called, in the language of the answer"),
            Field("unit", "text", "`count`, `rate` (1 is 100 %), `hours`, `yuan` …"),
            Field("value", "number, amount or null", "null if there is nothing to divide by"),
            Field("numerator", "number or null", "of a rate"),
            Field("denominator", "number or null", "of a rate"),
            Field("formula", "text", "how it is counted, in words"),
        ),
    ),
    "compared": (
        "A figure beside earlier ones",
        (
            Field("month_before", "number, amount or null", "the value of the month before (环比)"),
            Field("month_change", "number, amount or null", "the change since"),
            Field(
                "year_before",
                "number, amount or null",
                "the value of the same month a year before (同比)",
            ),
            Field("year_change", "number, amount or null", "the change since"),
        ),
    ),
    "section": (
        "A section of a report",
        (
            Field("id", "text", "name of the section; stays the same"),
            Field("number", "count", "its number on paper"),
            Field("title", "text", "its title, in the language of the answer"),
            Field("tables", "list", "its tables"),
            Field("tables[].id", "text", "name of the table"),
            Field("tables[].title", "text", "its title"),
            Field("tables[].columns", "list", "its columns"),
            Field("tables[].columns[].id", "text", "name of the column"),
            Field("tables[].columns[].title", "text", "its head"),
            Field(
                "tables[].columns[].unit",
                "text",
                "what is in it: `label`, `text`, or as of a figure",
            ),
            Field(
                "tables[].rows",
                "list",
                "its rows, each a list of values in the order of the columns",
            ),
            Field("tables[].total", "list or null", "the last line, if there is one"),
            Field("notes", "list", "notes below it, as texts"),
        ),
    ),
}

UNREADABLE = Field(
    "unreadable", "count", "how many records could not be read and are not in this; exit status 3"
)
ITEMS = Field("items", "list", "one for each")
DIGEST = Field(
    "digest", "text", "digest of what the figures add up; the same digest is the same report"
)
RECORDED = (
    Field("repeated", "yes or no", "the same was recorded a moment ago; nothing was changed"),
    Field("committed", "yes or no", "false where `svc.commit` is off in this clone"),
)
OF_REPORT = (
    Field("department", "text", "name of the department"),
    Field("region", "text", "code of the region, or `all`"),
    Field("region_name", "text", "what it is called"),
)
BODY = (
    Field("as_of", "time", "the moment as of which it was counted"),
    DIGEST,
    Field("figures", "mapping", "value of each figure by its name"),
    Field("sections", "list", "the sections, as on paper"),
    Part("sections[]", "section"),
    Field("sections[].figures", "list", "the figures of the section"),
    Part("sections[].figures[]", "figure"),
)
NOT_READ = (
    Field("unreadable", "count", "how many records could not be read and are not in it"),
    Field("unreadable_files", "list", "these, as paths"),
)

ANSWERS: dict[str, Answer] = {
    "amendable": Answer(
        "What of a ticket can be amended.",
        (
            Field("ticket", "text", "its number"),
            Field("entries", "list", "its entries in their order"),
            Field("entries[].number", "count", "by which `svc amend` is told which one"),
            Field("entries[].id", "text", "the event's id"),
            Field("entries[].what", "text", "which event"),
            Field("entries[].fields", "list", "what can be amended"),
            Field("entries[].fields[].field", "text", "name of the field"),
            Field("entries[].fields[].value", "text", "its value, as an amendment holds it"),
        ),
    ),
    "board": Answer(
        "The board: what waits, and who is where on a day.",
        (
            Field("items", "list", "tickets that wait, the most urgent first"),
            Part("items[]", "row"),
            Field("items[].running_out", "yes or no", "a promise is about to fall due"),
            Field("items[].wanted", "time or null", "when the customer would like the visit"),
            Field("unkept", "list", "visits nobody makes, or made"),
            Field("unkept[].id", "text", "the ticket"),
            Field("unkept[].technician", "text", "who was to go"),
            Field("unkept[].at", "time", "the agreed time"),
            Field("unkept[].nobody_comes", "yes or no", "who was to go has left or is away"),
            Field("besides", "list", "open tickets that stand nowhere above, by state"),
            Field("besides[].status", "text", "which state"),
            Field("besides[].tickets", "count", "how many"),
            Field("day", "day", "the day that is shown"),
            Field("technicians", "list", "each technician of the office"),
            Field("technicians[].technician", "text", "id"),
            Field("technicians[].away", "text or null", "why they are away that day"),
            Field("technicians[].visits", "list", "their visits of the day"),
            Field("technicians[].visits[].id", "text", "the ticket"),
            Field("technicians[].visits[].at", "time or null", "the agreed time"),
            UNREADABLE,
        ),
    ),
    "calendar": Answer(
        "A calendar version that was written.",
        (
            Field("calendar", "text", "name and version"),
            Field("year", "count or null", "the year that was entered; null for hours and days"),
        ),
    ),
    "callbacks": Answer(
        "Whom to call now.",
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].contact", "text or null", "whom to ask for"),
            Field("items[].mobile", "text or null", "their number"),
            Field("items[].overdue", "yes or no", "the call is overdue"),
            Field("items[].slip_rating", "text or null", "the rating on the slip"),
            UNREADABLE,
        ),
    ),
    "check": Answer(
        "What `svc check` found; exit status 1 if anything is wrong, 3 if a record is damaged.",
        (
            Field("tickets", "count", "how many tickets were looked at"),
            Field("customers", "count", "how many customers' files"),
            Field("items", "list", "the findings"),
            Field(
                "items[].rule",
                "text",
                "name of the [rule](checks.md), or key of the [error](errors.md)",
            ),
            Field("items[].path", "text", "the file"),
            Field("items[].line", "count", "the line"),
            Field("items[].message", "text", "what is wrong"),
            Field("items[].do", "text", "what to do"),
            Field("items[].advice", "yes or no", "a hint: nothing is wrong yet"),
        ),
    ),
    "clock": Answer(
        "An answer of the working clock: `at` of `clock add`, `seconds` of `clock between`.",
        (
            Field("at", "time", "the moment that was asked for"),
            Field(
                "seconds",
                "count",
                "the open time between the two; negative if the second is earlier",
            ),
            Field(
                "years_not_listed",
                "list",
                "years whose official days the calendar lacks: the answer may change",
            ),
            Field("spans", "list", "with `--explain`: every span"),
            Part("spans[]", "span"),
        ),
    ),
    "complaints": Answer(
        "Show the register of complaints.",
        (
            ITEMS,
            Field("items[].id", "text", "number of the complaint"),
            Field("items[].about", "text or null", "the ticket it is about"),
            Field("items[].status", "text", "where it stands"),
            Field(
                "items[].grade", "text or null", "`minor`, `general` or `major`, once it was judged"
            ),
            Field("items[].class", "text or null", "its class"),
            Field("items[].department", "text or null", "the department responsible"),
            UNREADABLE,
        ),
    ),
    "customer": Answer(
        "A customer. After a command that recorded something: the customer in a row, `repeated`, "
        "`committed`. "
        "Of `svc customer show`: the whole file as it stands ([its keys](files.md#customer)), "
        "`aliases`, `tickets`, "
        "`unreadable`.",
        (
            Part("customer", "customer"),
            *RECORDED,
            Field("aliases", "list", "numbers of files that were merged into it"),
            Field("tickets", "list", "numbers of their tickets"),
            UNREADABLE,
        ),
    ),
    "customers": Answer(
        "Customers that fit, the best first.",
        (
            ITEMS,
            Part("items[]", "customer"),
            Field("items[].serial", "text or null", "the machine that fits, where it was one"),
            Field("items[].why", "text", "what of it fits"),
            UNREADABLE,
        ),
    ),
    "figure": Answer(
        "One figure of a month's report, with the tickets behind it.",
        (
            Part("", "figure"),
            Part("", "compared"),
            DIGEST,
            Field("tickets", "list", "the tickets that it counts"),
            Field("tickets[].ticket", "text", "number"),
            Field(
                "tickets[].adds",
                "number or amount",
                "what it adds to the value, or to the numerator of a rate",
            ),
            Field(
                "tickets[].out_of",
                "number",
                "what it adds to the denominator; 0 where there is none",
            ),
        ),
    ),
    "figures": Answer(
        "The figures that can be explained.",
        (ITEMS, Part("items[]", "figure"), Part("items[]", "compared")),
    ),
    "help": Answer(
        "A help screen, or what is said about a topic.",
        (
            Field("about", "text", "the command or topic asked for; empty: svc itself"),
            Field("text", "text", "what a person reads"),
        ),
    ),
    "version": Answer("The version of svc.", (Field("version", "text", "such as `1.2.0`"),)),
    "fix": Answer(
        "What `svc check --fix` puts right.",
        (
            Field("done", "yes or no", "with `--go`: it was done"),
            ITEMS,
            Field("items[].path", "text", "the file"),
            Field("items[].message", "text", "what is put right"),
            UNREADABLE,
        ),
    ),
    "flagged": Answer(
        "Promises that were flagged now as overdue.",
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].promise", "text", "the promise that is overdue"),
            Field("items[].state", "text", "`overdue`"),
            Field("items[].by", "text or null", "whose word to the customer it is; null: nobody's"),
            Field("calendars", "list", "once a week: calendars that lack a year that is needed"),
            Field("calendars[].calendar", "text", "name of the calendar"),
            Field("calendars[].year", "count", "the year"),
            UNREADABLE,
        ),
    ),
    "adopted": Answer(
        "Settings that were edited by hand, and are committed now.",
        (Field("paths", "list", "the files"),),
    ),
    "policy": Answer(
        "A new version of a policy, or what it would be.",
        (
            Field("version", "text", "its name"),
            Field("earlier", "text", "the version that it follows"),
            Field("changes", "list", "promises with another limit"),
            Field("changes[].promise", "text", "the promise"),
            Field("changes[].before", "text", "its limit before"),
            Field("changes[].after", "text", "its limit from now on"),
            Field("open_tickets", "count", "open tickets that stay under the earlier one"),
            Field("recorded", "yes or no", "with `--go`: it was recorded"),
        ),
    ),
    "setting": Answer(
        "An entry of the settings that was put in or changed, with its keys as "
        "[the file](files.md) has them.",
        (
            Field("path", "text", "the file"),
            Field("entry", "text", "code, id or version of the entry"),
            Field("before", "mapping", "the entry before; empty if it is new"),
            Field("after", "mapping", "the entry now; empty if it was taken out"),
            *RECORDED,
        ),
    ),
    "setup": Answer(
        "A department that was entered from a file, or the template of such a file.",
        (
            Field("paths", "list", "the files that are, or would be, written"),
            Field("years_missing", "list", "years whose holidays are not known yet"),
            Field("recorded", "yes or no", "with `--go`: it was recorded"),
        ),
    ),
    "settings": Answer(
        "Entries of the settings, with their keys as [the files](files.md) have them.",
        (
            Field(
                "what",
                "text",
                "`staff`, `offices`, `regions`, `parts`, `prices`, `policies` or `calendars`",
            ),
            ITEMS,
            Field("items[].entry", "text", "code, id or version of the entry"),
            Field("items[].fields", "mapping", "the entry"),
        ),
    ),
    "init": Answer(
        "A ledger that was started, or a clone that was made ready.",
        (
            Field("path", "text", "its folder"),
            Field(
                "desk", "text", "the lane in which this copy gives numbers; empty if it has none"
            ),
            Field("files", "count", "how many files were written; not with `--join`"),
        ),
    ),
    "knowledge": Answer(
        "Known faults that fit.",
        (
            ITEMS,
            Part("items[]", "knowledge"),
            Field("items[].slug", "text", "name of the entry"),
            Field("items[].text", "text", "what stands below its front matter"),
            UNREADABLE,
        ),
    ),
    "loans": Answer(
        "List the parts that are out, longest first.",
        (
            ITEMS,
            Field("items[].ticket", "text", "the ticket it was lent for"),
            Field("items[].part", "text", "code or name of the part"),
            Field("items[].count", "count", "how many"),
            Field("items[].technician", "text", "id of who has it"),
            Field("items[].since", "time", "since when"),
            UNREADABLE,
        ),
    ),
    "outstanding": Answer(
        "What customers still have to pay, what is due first in front.",
        (
            ITEMS,
            Field("items[].id", "text", "number of the ticket"),
            Field("items[].customer", "text or null", "the customer's unit"),
            Field("items[].open", "amount", "what is still to be paid"),
            Field("items[].payer", "text", "who pays"),
            Field("items[].agreed_by", "text or null", "who agreed that it is owed"),
            Field("items[].until", "time or null", "until when; null if nobody agreed to wait"),
            Field("items[].overdue", "yes or no", "that time is over"),
            UNREADABLE,
        ),
    ),
    "machine": Answer(
        "A machine's life.",
        (
            Field(
                "serials",
                "list",
                "its serial number, and those of machines that it replaced or that replaced it",
            ),
            Field("owner", "text or null", "number of the owner's file"),
            Field("machine", "mapping or null", "the machine as it stands in that file"),
            Part("machine", "machine"),
            Field("items", "list", "all tickets about it"),
            Part("items[]", "row"),
        ),
    ),
    "file": Answer("A file that was written.", (Field("path", "text", "the file"),)),
    "import": Answer(
        "What became of each row of a table that is imported, or would.",
        (
            Field("path", "text", "the file"),
            Field("sheet", "text or null", "the sheet; null for a file that is one table"),
            Field("table", "text", codes(KINDS_OF_TABLES)),
            Field("columns", "list", "the columns that are read"),
            Field("columns[].head", "text", "the head, as it stands there"),
            Field("columns[].field", "text", "the field it is"),
            Field("unread", "list", "heads of columns that are no field"),
            Field("hidden", "list", "hidden sheets, which are not read"),
            Field("examples", "list", "rows that the template shows as examples, not read"),
            Field("counts", "mapping", "how many rows each verdict has"),
            *(Field(f"counts.{verdict}", "count", says) for verdict, says in VERDICTS.items()),
            ITEMS,
            Field("items[].row", "count", "the row, as spreadsheets count"),
            Field("items[].verdict", "text", codes(VERDICTS)),
            Field("items[].name", "text", "what the row is about"),
            Field("items[].on", "text or null", "what it was found as, or recorded as"),
            Field("items[].differences", "list", "what the ledger has otherwise"),
            Field("items[].differences[].head", "text", "the column"),
            Field("items[].differences[].here", "text", "what the ledger has"),
            Field("items[].differences[].told", "text", "what the table has"),
            Field("items[].faults", "list", "what can't be taken"),
            Field("items[].faults[].cell", "text", "the cell, such as `C5`; else the row"),
            Field("items[].faults[].head", "text", "the column; empty for the whole row"),
            Field("items[].faults[].problem", "text", "what is wrong with it"),
            Field("items[].faults[].write", "text or null", "what to write instead"),
            Field("recorded", "count", "how many rows were recorded"),
            Field("price_list", "text or null", "the version of the price list that was made"),
            Field("committed", "yes or no", "whether there is a commit; false for a preview"),
        ),
    ),
    "take": Answer(
        "What became of each form that was sent in a chat, or would.",
        (
            ITEMS,
            Field("items[].form", "count", "which it is of those that were pasted"),
            Field("items[].outcome", "text", codes(OF_FORMS)),
            Field("items[].on", "text or null", "the ticket"),
            Field("items[].status", "text or null", "where it stands then, if it is recorded now"),
            Field("items[].error", "text or null", "key of what refused it"),
            Field("items[].message", "text or null", "the same in words"),
            Field("recorded", "yes or no", "whether anything was recorded"),
        ),
    ),
    "leaving": Answer(
        "What hangs on somebody who leaves, and who is to have it.",
        (
            Field("person", "text", "id of who leaves"),
            Field("to", "text", "id of who is to have it"),
            ITEMS,
            Field("items[].kind", "text", codes(KINDS)),
            Field("items[].on", "text", "the ticket, the customer's file, or the day"),
            Field("items[].customer", "text or null", "the customer's name"),
            Field("items[].promise", "text or null", "of a word given: which it is"),
            Field("items[].due", "time or null", "when it is due, or the agreed time"),
            Field("items[].part", "text or null", "of a loan: the part"),
            Field("items[].amount", "amount or null", "of money: how much"),
            Field("items[].against", "list", "why the other can't have it with one word"),
            Field("items[].to", "text or null", "who has it then; null: it is done by hand"),
            Field("shared", "count", "turns of others, too, which stay with these"),
            Field("recorded", "yes or no", "whether anything was recorded"),
            Field("last_day", "day or null", "the last day, as it was written to staff.yaml"),
            UNREADABLE,
        ),
    ),
    "mine": Answer(
        "What waits for one person, first due first.",
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].promise", "text or null", "the promise that is due; null: none"),
            Field("items[].why", "text", codes(WHY)),
            Field("unsigned", "list", "offices with working days without complaint or sign-off"),
            Field("unsigned[].office", "text", "code of the office"),
            Field("unsigned[].days", "list", "the days"),
            UNREADABLE,
        ),
    ),
    "orders": Answer(
        "The visits of a day, as they stand or as they would be assigned.",
        (
            Field("day", "day", "the day"),
            ITEMS,
            Field("items[].id", "text", "the ticket"),
            Field("items[].technician", "text", "id of who goes"),
            Field("items[].at", "time", "the agreed time"),
            Field(
                "handed_out",
                "list",
                "with `--go`: numbers of the tickets whose orders were handed out",
            ),
        ),
    ),
    "overdue": Answer(
        "Promises that are overdue, or fall due within `--within`.",
        (
            ITEMS,
            Part("items[]", "row"),
            Field("items[].promise", "text", "the promise"),
            Field("items[].state", "text", "`overdue`; with `--within` also `running`"),
            Field("items[].by", "text or null", "whose word to the customer it is; null: nobody's"),
            Field("unsigned", "list", "offices with working days without complaint or sign-off"),
            Field("unsigned[].office", "text", "code of the office"),
            Field("unsigned[].days", "list", "the days"),
            UNREADABLE,
        ),
    ),
    "prices": Answer(
        "A price list.",
        (
            Field("list", "text", "its version"),
            Field("since", "day", "the first day on which it holds"),
            ITEMS,
            Field("items[].code", "text", "what is typed, such as `L03`"),
            Field("items[].name", "text", "the job or part"),
            Field("items[].price", "amount", "price of one, in yuan"),
        ),
    ),
    "print": Answer(
        "Papers that were printed.",
        (
            Field("document", "text", "which [paper](papers.md)"),
            Field("day", "day or null", "the day, of a day's papers"),
            Field("tickets", "list", "numbers of the tickets that are in it"),
            Field(
                "files", "list", "the files that were written; none if only the printer was asked"
            ),
            Field("files[].path", "text", "the file"),
            Field("files[].tickets", "list", "numbers of the tickets in it"),
            Field("printer", "text or null", "the printer that took it"),
            Field("job", "text or null", "what the printer's queue calls the job"),
            UNREADABLE,
        ),
    ),
    "promises": Answer(
        "The promises of policies. Names are in the language of the answer.",
        (
            ITEMS,
            Field("items[].policy", "text", "policy and version"),
            Field("items[].promise", "text", "what the promise is called"),
            Field("items[].when", "text", "which tickets it is for; empty: all"),
            Field("items[].from", "text", "the moment from which it runs"),
            Field("items[].to", "text", "the moments that keep it"),
            Field(
                "items[].limit", "text", "the limit, such as `2wd`; empty if it is an agreed time"
            ),
            Field("items[].clock", "text", "what the clock is called"),
            Field("items[].source", "text", "the clause it is taken from"),
        ),
    ),
    "proposals": Answer(
        "Who could go to a ticket's visit, the best first.",
        (
            Field("ticket", "text", "the ticket"),
            Field("at", "time or null", "for which time"),
            ITEMS,
            Field("items[].technician", "text", "id"),
            Field("items[].visits", "count", "their visits of that day"),
            Field("items[].reasons", "list", "what speaks for them, in words"),
            Field("items[].against", "list", "what speaks against them, in words"),
            Field("parts_awaited", "list", "parts that the ticket waits for"),
        ),
    ),
    "recompute": Answer(
        "Due times under a later policy or calendar.",
        (
            ITEMS,
            Field("items[].ticket", "text", "the ticket"),
            Field("items[].promise", "text", "the promise"),
            Field("items[].before", "time or null", "when it was due; null if there was none"),
            Field(
                "items[].after", "time or null", "when it is due; null if there is none any more"
            ),
            Field("recorded", "yes or no", "with `--go`: it was recorded"),
            Field("repeated", "yes or no", "it had been recorded already"),
            UNREADABLE,
        ),
    ),
    "report": Answer(
        "A month's report.",
        (
            *OF_REPORT,
            Field("month", "text", "the month, such as `2026-11`"),
            *BODY,
            Part("sections[].figures[]", "compared"),
            *NOT_READ,
        ),
    ),
    "report_file": Answer(
        "A report that was written to a file.",
        (
            Field("region", "text", "code of the region, or `all`"),
            Field("month", "text", "the month or months"),
            DIGEST,
            Field("path", "text", "the file"),
        ),
    ),
    "report_span": Answer(
        "A report over several months. Figures are of all of them together; those of each month "
        "stand in the tables.",
        (
            *OF_REPORT,
            Field("months", "text", "first and last, such as `2026-01..2026-06`"),
            *BODY,
            *NOT_READ,
        ),
    ),
    "roster": Answer(
        "The duty roster of the days to come.",
        (
            ITEMS,
            Field("items[].day", "day", "the day"),
            Field(
                "items[].duty",
                "list",
                "ids of who is on duty, in the order in which they are called",
            ),
            Field("items[].shifts", "list", "those who are on duty for a part of the day alone"),
            Field("items[].shifts[].who", "text", "the id"),
            Field("items[].shifts[].from", "text", "when it begins, like 17:30"),
            Field("items[].shifts[].until", "text", "when it ends; before it begins: next morning"),
            Field("items[].away", "list", "ids of who is away"),
        ),
    ),
    "signed_off": Answer(
        "A day of which the duty head signed that there were no complaints.",
        (
            Field("office", "text", "code of the office"),
            Field("day", "day", "the day"),
            Field("by", "text", "id of who signed"),
            *RECORDED,
        ),
    ),
    "script": Answer(
        "What to say or send.",
        (
            Field("ticket", "text", "the ticket"),
            ITEMS,
            Field("items[].step", "text", "at which step"),
            Field("items[].to", "text", "to whom: `customer` or somebody of ours"),
            Field("items[].how", "text", "`say` or `send`"),
            Field("items[].lines", "list", "the sentences"),
        ),
    ),
    "search": Answer(
        "What was found in customers, tickets and known faults.",
        (
            Field("customers", "list", "customers and machines"),
            Part("customers[]", "customer"),
            Field("customers[].serial", "text or null", "the machine that fits, where it was one"),
            Field("customers[].why", "text", "what of it fits"),
            Field("tickets", "list", "tickets"),
            Field("tickets[].id", "text", "number"),
            Field("tickets[].field", "text", "where it stands"),
            Field("tickets[].excerpt", "text", "the words around it"),
            Field("more", "count", "tickets beyond `--limit`"),
            Field("knowledge", "list", "known faults"),
            Field("knowledge[].slug", "text", "name of the entry"),
            Field("knowledge[].title", "text", "its title"),
            Field("knowledge[].excerpt", "text", "the words around it"),
            Field("parts", "list", "parts"),
            Field("parts[].code", "text", "its code"),
            Field("parts[].name", "text", "its name"),
            Field("parts[].models", "list", "the models it fits"),
            Field("parts[].price", "amount", "its price in yuan"),
            UNREADABLE,
        ),
    ),
    "ticket": Answer(
        "One ticket. After a command that recorded something: `repeated`, `committed`. Of `svc "
        "show`: `record`, the "
        "whole record ([its keys](files.md#ticket)).",
        (
            Part("ticket", "row"),
            *RECORDED,
            Field("record", "mapping", "of `svc show`: the record as it is written"),
            Part("record", "ticket"),
            Field("amended", "list", "of `svc amend`: each value that was replaced"),
            Field("amended[].of", "text", "id of the event"),
            Field("amended[].field", "text", "which field"),
            Field("amended[].old", "text", "what it was"),
            Field("amended[].new", "text", "what it is"),
            Field("changed", "list", "of `svc amend --customer`, `--machine`: values of the head"),
            Field("changed[].field", "text", "where it stands, `equipment.serial`"),
            Field("changed[].old", "text", "what it was"),
            Field("changed[].new", "text", "what it is"),
            Field("promises", "list", "of the same: open promises that changed"),
            Field("promises[].promise", "text", "which promise"),
            Field("promises[].before", "time or null", "when it was due"),
            Field("promises[].after", "time or null", "when it is due"),
            Field("cost", "mapping", "of `svc cost`: what was noted"),
            Field("cost.sort", "text", "what it was for, such as `travel`"),
            Field("cost.amount", "amount", "in yuan"),
            Field("cost.bearer", "text", "who bears it"),
            Field(
                "money", "mapping", "of `svc quote`, `svc charge`: the ticket's account, in yuan"
            ),
            Field("money.quoted", "amount or null", "total of the last quotation"),
            Field("money.agreed", "amount or null", "what the customer agreed to"),
            Field("money.charged", "amount or null", "total of the charge"),
            Field("money.paid", "amount", "what was paid"),
            Field("money.open", "amount", "what is still to be paid"),
            Field("money.receipts", "list", "the receipts"),
            Field("money.receipts[].number", "text", "number of the receipt"),
            Field("money.receipts[].payer", "text", "who paid"),
            Field("money.receipts[].amount", "amount", "how much"),
            Field("money.receipts[].capitals", "text", "the amount in capitals (大写)"),
            Field("money.receipts[].void", "yes or no", "it was voided"),
            Field("money.receipts[].invoice", "text or null", "`issued`, `to_issue` or `waived`"),
        ),
    ),
    "tickets": Answer(
        "A list of tickets.",
        (
            ITEMS,
            Part("items[]", "row"),
            Field("more", "count", "tickets beyond `--limit`"),
            UNREADABLE,
        ),
    ),
    "visit": Answer(
        "The tickets of one visit to several machines, after a command that recorded something.",
        (
            Field("tickets", "list", "one for each machine"),
            Part("tickets[]", "row"),
            *RECORDED,
        ),
    ),
    "why": Answer(
        "How each promise of a ticket was counted.",
        (
            Field("ticket", "text", "the ticket"),
            Field(
                "policy",
                "text or null",
                "the policy it is under; null for a call that was only noted",
            ),
            ITEMS,
            Field("items[].promise", "text", "the promise"),
            Field("items[].state", "text", codes(PROMISE_STATES)),
            Field("items[].started", "time", "from when time runs"),
            Field("items[].due", "time or null", "when it is due; null without a limit"),
            Field(
                "items[].left_seconds",
                "count or null",
                "what is left of the limit; null once it has ended",
            ),
            Field("items[].ended", "time or null", "when it was kept, or ended otherwise"),
            Field("items[].clock", "text", "by which clock it is counted"),
            Field("items[].limit", "text", "the limit"),
            Field("items[].source", "text", "the clause it is taken from"),
            Field("items[].by", "text or null", "whose word to the customer it is; null: nobody's"),
            Field("items[].calendar", "text", "calendar and version"),
            Field("items[].spans", "list", "every span"),
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


def part_named(part: Part) -> str:
    """What a part is called in the table, with a link to its fields."""
    if part.of in PARTS:
        title = PARTS[part.of][0]
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    return f"[keys of the file](files.md#{OF_FILES[part.of]})"


def _table(fields: tuple[Field | Part, ...]) -> str:
    rows = [
        [code(each.path), each.holds, each.says]
        if isinstance(each, Field)
        else [code(each.path) or "here", "mapping", part_named(each)]
        for each in fields
    ]
    return table(["field", "holds", "what it says"], rows)


def overview() -> str:
    """Which command answers what."""
    rows = []
    for name, command in COMMANDS.items():
        kinds = reached(command).kinds
        if kinds:
            rows.append(
                [f"[`svc {name}`](commands.md#svc-{name.replace(' ', '-')})", _links(kinds)]
            )
    return table(["command", "kinds of answers"], rows)


def _links(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"[`{kind}`](#{kind})" for kind in kinds)


def sections() -> str:
    """A section for each kind of answer, then one for what several have in common."""
    out = [
        f"### {kind}\n\n{answer.says}\n\n{_table(answer.fields)}"
        for kind, answer in ANSWERS.items()
    ]
    out.append("## What several answers hold")
    out += [f"### {title}\n\n{_table(fields)}" for title, fields in PARTS.values()]
    return "\n\n".join(out)
