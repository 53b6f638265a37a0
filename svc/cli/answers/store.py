"""What the commands on parts, stock and loans answer."""

from __future__ import annotations

from svc.cli.answers.fields import ITEMS, RECORDED, UNREADABLE, Answer, AnswerField, SharedFields
from svc.errors import N_

ANSWERS: dict[str, Answer] = {
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
            AnswerField(
                "document",
                "mapping or null",
                N_("the document as it stands; null: the kit had nothing to give back"),
            ),
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
    "stock_sheet": Answer(
        N_("The stock sheet for reception."),
        (
            AnswerField("office", "text", N_("whose store")),
            AnswerField("half", "text", N_("`morning` or `afternoon`")),
            AnswerField("since", "time", N_("what was entered from then on came in since")),
            ITEMS,
            AnswerField("items[].part", "text", N_("code of the part")),
            AnswerField("items[].name", "text", N_("its name; empty if it has none")),
            AnswerField("items[].position", "text", N_("where it lies; empty if nobody said")),
            AnswerField("items[].good", "number", N_("how many good ones there are")),
            AnswerField("items[].reserved", "count", N_("how many of them are reserved")),
            AnswerField("items[].free", "number", N_("how many nobody reserved")),
            AnswerField("items[].minimum", "count", N_("the least there should be")),
            AnswerField("items[].came", "count", N_("how many came since the sheet before")),
            AnswerField("items[].short", "text or null", N_("`none`, `too_few`, `soon`; null: no")),
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
    "upkeep": Answer(
        N_("The machines that are due for maintenance, or for which tickets were made."),
        (
            ITEMS,
            AnswerField("items[].plan", "text", N_("name of the plan in upkeep.yaml")),
            AnswerField("items[].customer", "text", N_("number of the customer's file")),
            AnswerField("items[].serial", "text", N_("serial number")),
            AnswerField("items[].model", "text", N_("product model")),
            AnswerField("items[].due", "day", N_("when it is due by the plan")),
            AnswerField("items[].proposed", "day", N_("the working day that is proposed")),
            AnswerField("items[].overdue", "yes or no", N_("the due day is over")),
            AnswerField("items[].ticket", "text or null", N_("the ticket that was made for it")),
            UNREADABLE,
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
}
