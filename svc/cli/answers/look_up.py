"""What the commands that look something up, print it or put it on pages answer."""

from __future__ import annotations

from svc.cli.answers.fields import ITEMS, UNREADABLE, Answer, AnswerField, SharedFields
from svc.cli.mine import WHY
from svc.errors import N_
from svc.render.site.levels import LEVELS

ANSWERS: dict[str, Answer] = {
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
    "knowledge": Answer(
        N_("Known faults that fit."),
        (
            ITEMS,
            SharedFields("items[]", "knowledge"),
            AnswerField("items[].slug", "text", N_("name of the entry")),
            AnswerField("items[].text", "text", N_("what stands below its front matter")),
            AnswerField("items[].used", "count", N_("on how many tickets it was tried")),
            AnswerField("items[].helped", "count", N_("on how many of these it helped")),
            UNREADABLE,
        ),
    ),
    "skills": Answer(
        N_("Who is certified for what, what runs out first."),
        (
            ITEMS,
            AnswerField("items[].person", "text", N_("id of the person")),
            AnswerField("items[].office", "text", N_("code of the person's office")),
            AnswerField("items[].covers", "text", N_("a model, or a kind of work")),
            AnswerField("items[].since", "day", N_("first day")),
            AnswerField("items[].until", "day or null", N_("last day; null: no end")),
            AnswerField(
                "items[].days_left", "count or null", N_("days until then; below 0: run out")
            ),
        ),
    ),
    "attachments": Answer(
        N_("What is attached to a ticket, in the order in which it was."),
        (
            AnswerField("ticket", "text", N_("number of the ticket")),
            ITEMS,
            AnswerField("items[].name", "text", N_("name of the file")),
            AnswerField("items[].shows", "text", N_("what it shows")),
            AnswerField("items[].size", "count", N_("how many bytes")),
            AnswerField("items[].path", "text", N_("where its bytes lie in the ledger's folder")),
            AnswerField(
                "items[].beside", "text or null", N_("above 1 MB: the desk that has the bytes")
            ),
            AnswerField("items[].is_here", "yes or no", N_("whether they are here, unaltered")),
        ),
    ),
    "missing_knowledge": Answer(
        N_("Frequent faults that no entry of the knowledge base fits, the most frequent first."),
        (
            ITEMS,
            AnswerField("items[].model", "text", N_("the machine's model")),
            AnswerField("items[].symptom", "text", N_("what most of them were told as")),
            AnswerField("items[].found", "text or null", N_("what was mostly found")),
            AnswerField("items[].times", "count", N_("how many repairs")),
            AnswerField("items[].causes", "list", N_("causes, the commonest first")),
            AnswerField("items[].causes[].cause", "text", N_("the cause")),
            AnswerField("items[].causes[].times", "count", N_("how many had it")),
            AnswerField("items[].tickets", "list", N_("numbers of the tickets")),
            AnswerField("since", "time", N_("repairs received from then on")),
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
    "file": Answer(N_("A file that was written."), (AnswerField("path", "text", N_("the file")),)),
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
            AnswerField(
                "stood_in", "list", N_("characters that no font has; 〓 is printed for them")
            ),
            AnswerField("stood_in[].paper", "text", N_("the title and number of the paper")),
            AnswerField("stood_in[].character", "text", N_("the character")),
            AnswerField("stood_in[].field", "text", N_("where it stands in the record")),
            UNREADABLE,
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
    "tickets": Answer(
        N_("A list of tickets."),
        (
            ITEMS,
            SharedFields("items[]", "row"),
            AnswerField("more", "count", N_("tickets beyond `--limit`")),
            UNREADABLE,
        ),
    ),
}
