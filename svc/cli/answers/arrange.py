"""What arranging the day answers: who goes where, and who is away."""

from __future__ import annotations

from svc.cli.answers.fields import ITEMS, RECORDED, UNREADABLE, Answer, AnswerField, SharedFields
from svc.errors import N_
from svc.rules.leaving import KINDS

ANSWERS: dict[str, Answer] = {
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
            AnswerField("items[].part", "text or null", N_("of a loan, of the kit: the part")),
            AnswerField("items[].count", "count or null", N_("and how many pieces")),
            AnswerField(
                "items[].store", "text or null", N_("the office into whose store it goes; or null")
            ),
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
}
