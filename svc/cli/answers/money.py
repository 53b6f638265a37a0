"""What the commands on money answer."""

from __future__ import annotations

from svc.cli.answers.fields import ITEMS, RECORDED, UNREADABLE, Answer, AnswerField
from svc.errors import N_

ANSWERS: dict[str, Answer] = {
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
                "items[].technicians[].cards_open",
                "list",
                N_("cards of visits before, missing still: ticket, day"),
            ),
            AnswerField(
                "items[].technicians[].doubtful",
                "list",
                N_("doubtful signatures: ticket, day, why, what is said, and otherwise"),
            ),
            AnswerField(
                "items[].technicians[].doubtful_open",
                "list",
                N_("those of days before that nobody has cleared up: the same"),
            ),
            AnswerField(
                "items[].technicians[].parts_held",
                "list",
                N_("parts held: ticket, part, how many, since"),
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
            AnswerField(
                "items[].unsealed", "days", N_("days before with money, which nobody has sealed")
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
}
