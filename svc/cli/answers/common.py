"""What several answers hold: rows, figures, findings, with their fields."""

from __future__ import annotations

from svc.cli.answers.fields import AnswerField
from svc.errors import N_
from svc.model.import_kinds import TEMPLATE

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
            AnswerField("more", "count", N_("of a count: pieces that the books did not have")),
            AnswerField("less", "count", N_("of a count: pieces that nobody saw")),
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
            AnswerField("sealed", "list", N_("rows of months that are sealed: they need a reason")),
            AnswerField("sealed[].office", "text", N_("code of the office")),
            AnswerField("sealed[].month", "text", N_("the month")),
            AnswerField("sealed[].rows", "count", N_("how many rows")),
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
