"""What callbacks and complaints answer."""

from __future__ import annotations

from svc.cli.answers.fields import ITEMS, RECORDED, UNREADABLE, Answer, AnswerField, SharedFields
from svc.errors import N_

ANSWERS: dict[str, Answer] = {
    "joining": Answer(
        N_("What would be joined to a ticket of the same matter, and what goes along."),
        (
            AnswerField("ticket", "text", N_("the ticket that would end as a duplicate")),
            AnswerField("into", "text", N_("the ticket that goes on")),
            AnswerField("words", "text", N_("what is noted there as another call")),
            AnswerField("commitments", "texts", N_("what is promised on")),
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
            AnswerField("items[].received", "time", N_("when it was received")),
            AnswerField("items[].customer", "text or null", N_("what the customer is called")),
            AnswerField("items[].model", "text or null", N_("model of the machine")),
            AnswerField("items[].serial", "text or null", N_("serial number of the machine")),
            AnswerField("items[].complaint", "text", N_("what the customer complains of")),
            AnswerField("items[].wishes", "text or null", N_("what the customer asks for")),
            AnswerField("items[].accepted", "yes or no or null", N_("whether it was accepted")),
            AnswerField("items[].quality", "yes or no or null", N_("a quality issue or not")),
            AnswerField("items[].cause", "text or null", N_("its cause")),
            AnswerField("items[].person", "text or null", N_("id of the person responsible")),
            AnswerField("items[].cost", "amount or null", N_("its cost")),
            AnswerField("items[].bearer", "text or null", N_("who bears the cost")),
            AnswerField("items[].recovered", "amount or null", N_("what the customer bears of it")),
            AnswerField("items[].remedy", "text or null", N_("the corrective action")),
            AnswerField("items[].prevention", "text or null", N_("what prevents it from now on")),
            AnswerField(
                "items[].effective_by", "time or null", N_("when somebody looks whether it does")
            ),
            AnswerField(
                "items[].effective", "yes or no or null", N_("whether the prevention took effect")
            ),
            AnswerField("items[].answer", "text or null", N_("what the customer was told")),
            AnswerField("items[].answered", "time or null", N_("when the customer was told")),
            UNREADABLE,
        ),
    ),
    "suggestions": Answer(
        N_("What customers and our own people suggest."),
        (
            ITEMS,
            AnswerField("items[].id", "text", N_("number of the suggestion")),
            AnswerField("items[].received", "time", N_("when it was received")),
            AnswerField("items[].ours", "yes or no", N_("one of our own people suggests it")),
            AnswerField("items[].from", "text", N_("who suggests it")),
            AnswerField("items[].model", "text or null", N_("the model it is about")),
            AnswerField("items[].suggestion", "text", N_("what is suggested")),
            AnswerField("items[].status", "text", N_("where it stands")),
            AnswerField("items[].sent_up_to", "text or null", N_("to whom it was sent up")),
            AnswerField("items[].sent_up", "time or null", N_("when it was sent up")),
            AnswerField("items[].answer", "text or null", N_("what was answered")),
            UNREADABLE,
        ),
    ),
    "survey_counts": Answer(
        N_("A month's answers to the longer survey."),
        (
            AnswerField("month", "text", N_("the month, as 2026-11")),
            AnswerField("surveys", "number", N_("how many were answered")),
            ITEMS,
            AnswerField("items[].question", "text", N_("the question")),
            AnswerField("items[].answers", "number", N_("how many answered it")),
            AnswerField("items[].very_satisfied", "number", N_("how many said so")),
            AnswerField("items[].satisfied", "number", N_("how many said so")),
            AnswerField("items[].fair", "number", N_("how many said so")),
            AnswerField("items[].dissatisfied", "number", N_("how many said so")),
            AnswerField("items[].very_dissatisfied", "number", N_("how many said so")),
            UNREADABLE,
        ),
    ),
    "callback_sample": Answer(
        N_("Headquarters' own sample of a month's callbacks."),
        (
            AnswerField("month", "text", N_("the month, as 2026-11")),
            AnswerField("seed", "text", N_("what the draw began with")),
            ITEMS,
            AnswerField("items[].region", "text", N_("code of the region")),
            AnswerField("items[].id", "text", N_("the ticket that was drawn")),
            AnswerField("items[].technician", "text or null", N_("id of who was sent")),
            AnswerField("items[].theirs", "text", N_("the rating that the region has")),
            AnswerField("items[].ours", "text or null", N_("the rating that headquarters heard")),
            UNREADABLE,
        ),
    ),
    "complaint_sums": Answer(
        N_("A month's complaints summed up."),
        (
            AnswerField("month", "text", N_("the month, as 2026-11")),
            ITEMS,
            AnswerField("items[].by", "text", N_("`class`, `model`, `cause` or `department`")),
            AnswerField("items[].value", "text or null", N_("which one; null: not known yet")),
            AnswerField("items[].complaints", "number", N_("how many complaints")),
            AnswerField("items[].quality", "number", N_("of which quality issues")),
            AnswerField("items[].cost", "amount or null", N_("their cost as far as it is known")),
            UNREADABLE,
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
}
