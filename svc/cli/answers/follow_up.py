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
