"""What the commands on tickets, customers and their machines answer."""

from __future__ import annotations

from svc.cli.answers.fields import (
    ITEMS,
    RECORDED,
    UNREADABLE,
    Answer,
    AnswerField,
    SharedFields,
    sometimes,
)
from svc.errors import N_

OF_FORMS: dict[str, str] = {
    "recorded": N_("recorded now"),
    "already": N_("recorded before, the same"),
    "twice": N_("pasted twice; the first counts"),
    "left": N_("can be recorded, and nobody said yes"),
    "refused": N_("can't be taken"),
}
"""What becomes of a form that was sent in a chat."""

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
    "customer": Answer(
        N_(
            "A customer. After a command that recorded something: the customer in a row, "
            "`repeated`, `committed`. Of `svc customer show`: the whole file as it stands "
            "([its keys](files.md#customer)), `aliases`, `tickets`, `unreadable`."
        ),
        (
            SharedFields("customer", "customer"),
            *sometimes(*RECORDED),
            AnswerField(
                "aliases", "texts", N_("numbers of files that were merged into it"), sometimes=True
            ),
            AnswerField("tickets", "texts", N_("numbers of their tickets"), sometimes=True),
            *sometimes(UNREADABLE),
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
    "machines": Answer(
        N_("Machines at customers'."),
        (
            ITEMS,
            AnswerField("items[].serial", "text", N_("serial number")),
            AnswerField("items[].model", "text", N_("model")),
            AnswerField("items[].specification", "text", N_("specification")),
            AnswerField("items[].customer", "text", N_("number of the owner's file")),
            AnswerField("items[].name", "text", N_("the owner's name")),
            AnswerField("items[].office", "text", N_("code of the owner's office")),
            AnswerField("items[].region", "text", N_("code of the owner's region")),
            AnswerField("items[].site", "text or null", N_("at which site of the customer's")),
            AnswerField("items[].place", "text or null", N_("where the machine stands")),
            AnswerField("items[].bought", "text", N_("day of purchase, or words")),
            AnswerField("items[].installed", "day or null", N_("day of installation")),
            AnswerField("items[].warranty_until", "day or null", N_("last day of the warranty")),
            AnswerField(
                "items[].in_warranty",
                "yes or no or null",
                N_("whether it is in warranty today; null: nobody knows"),
            ),
            AnswerField("items[].software", "text or null", N_("version of the software")),
            AnswerField("count", "count", N_("how many there are, also beyond the limit")),
        ),
    ),
    "unboxing": Answer(
        N_("How many new machines were good on unpacking."),
        (
            AnswerField("first", "text", N_("the first month, such as `2026-11`")),
            AnswerField("last", "text", N_("the last month")),
            AnswerField("office", "text or null", N_("the office alone; null: all of them")),
            AnswerField(
                "by",
                "text",
                N_("what each row is about"),
                one_of=("month", "model", "office", "region"),
            ),
            ITEMS,
            AnswerField("items[].key", "text", N_("month, model, code of the office or region")),
            AnswerField("items[].opened", "count", N_("how many machines were unpacked")),
            AnswerField("items[].good", "count", N_("how many of them were good")),
            AnswerField(
                "items[].percent", "number or null", N_("the share of good ones in percent")
            ),
            AnswerField("unreadable", "count", N_("files that can't be read")),
        ),
    ),
    "software_updates": Answer(
        N_("Software updates."),
        (
            ITEMS,
            AnswerField("items[].customer", "text", N_("number of the owner's file")),
            AnswerField("items[].name", "text", N_("the owner's name")),
            AnswerField("items[].at", "time", N_("when it was done")),
            AnswerField("items[].model", "text or null", N_("model")),
            AnswerField("items[].serial", "text", N_("serial number")),
            AnswerField("items[].before", "text or null", N_("version before")),
            AnswerField("items[].version", "text", N_("version after")),
            AnswerField("items[].technician", "text", N_("who did it")),
            AnswerField("items[].ticket", "text or null", N_("the ticket")),
            AnswerField("unreadable", "count", N_("files that can't be read")),
        ),
    ),
    "machine_counts": Answer(
        N_("How many machines there are."),
        (
            AnswerField(
                "by",
                "text",
                N_("what each row is about"),
                one_of=("region", "office", "model", "software", "month"),
            ),
            ITEMS,
            AnswerField(
                "items[].where",
                "text or null",
                N_("region, office, version or month; null: models are counted, or no version"),
            ),
            AnswerField("items[].model", "text or null", N_("model; null: all of them")),
            AnswerField("items[].machines", "count", N_("how many machines")),
            AnswerField(
                "items[].in_warranty", "count or null", N_("how many of them are in warranty")
            ),
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
    "ticket": Answer(
        N_(
            "One ticket. After a command that recorded something: `repeated`, `committed`. Of `svc "
            "show`: `record`, the "
            "whole record ([its keys](files.md#ticket))."
        ),
        (
            SharedFields("ticket", "row"),
            *sometimes(*RECORDED),
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
}
