"""What the commands that take in, hand out and tell others answer."""

from __future__ import annotations

from typing import get_args

from svc.cli.answers.fields import ITEMS, Answer, AnswerField, SharedFields
from svc.errors import N_
from svc.model.settings import Digest

ANSWERS: dict[str, Answer] = {
    "history": Answer(
        N_("What in the commits is against history (`svc check --history`, `svc guard`)."),
        (
            AnswerField("commits", "count", N_("how many commits were looked at")),
            AnswerField(
                "rewound", "text", N_("how the branch was rewound, in words; empty: it was not")
            ),
            AnswerField("items", "list", N_("what was found, the earlier commits first")),
            AnswerField("items[].rule", "text", N_("the kind, such as `event-dropped`")),
            AnswerField("items[].path", "text", N_("the file it is about")),
            AnswerField("items[].commit", "text", N_("the commit")),
            AnswerField("items[].author", "text", N_("the commit's author")),
            AnswerField("items[].at", "time", N_("the commit's date")),
            AnswerField("items[].of", "text", N_("what a manager answers for: `svc approve --of`")),
            AnswerField("items[].message", "text", N_("what is wrong, in words")),
            AnswerField("items[].changes", "list", N_("what was, and what is")),
            AnswerField("items[].changes[].field", "text", N_("the keys that lead to the value")),
            AnswerField("items[].changes[].before", "text", N_("what it was; empty: nothing")),
            AnswerField("items[].changes[].after", "text", N_("what it is; empty: nothing")),
            AnswerField("items[].do", "text", N_("what to do, in words")),
            AnswerField(
                "items[].stands",
                "yes or no",
                N_("nobody has put it right, and no manager answers for it"),
            ),
        ),
    ),
    "renumber": Answer(
        N_("Numbers that two desks gave twice, and what ours get."),
        (
            AnswerField("items", "list", N_("one for each such number")),
            AnswerField("items[].was", "text", N_("the number that stands for two")),
            AnswerField("items[].now", "text", N_("the one that ours gets, or got")),
            AnswerField("items[].ours", "text", N_("when ours was taken down, and by whom")),
            AnswerField("items[].theirs", "text", N_("the same of the other one, which keeps it")),
            AnswerField("items[].named", "list", N_("our records that name it")),
            AnswerField("recorded", "yes or no", N_("it was recorded, not only shown")),
        ),
    ),
    "archived": Answer(
        N_("What of a year is put away or taken out, and what stays."),
        (
            AnswerField("year", "count", N_("the year in the tickets' numbers")),
            AnswerField("back", "yes or no", N_("they are taken out")),
            AnswerField("items", "list", N_("one for each archive")),
            AnswerField("items[].office", "text", N_("the office, by code")),
            AnswerField("items[].path", "text", N_("the archive's file")),
            AnswerField("items[].tickets", "texts", N_("numbers of the tickets")),
            AnswerField("staying", "list", N_("tickets of the year that stay where they are")),
            AnswerField("staying[].ticket", "text", N_("number of the ticket")),
            AnswerField("staying[].reasons", "texts", N_("why, and what to do first, in words")),
            AnswerField("recorded", "yes or no", N_("it was recorded, not only shown")),
            AnswerField("committed", "yes or no", N_("git has it")),
        ),
    ),
    "sync": Answer(
        N_("What came in from other desks, what went out, and what somebody has to decide."),
        (
            AnswerField("remote", "text", N_("name of the shared repository")),
            AnswerField("records_in", "count", N_("how many records others have changed")),
            AnswerField("items", "list", N_("these records, at most 500 of them")),
            AnswerField("items[].id", "text", N_("number of the record")),
            AnswerField("items[].events", "list", N_("what others recorded, in order")),
            AnswerField("items[].events[].what", "text", N_("the [event](events.md)")),
            AnswerField("items[].events[].by", "text", N_("who recorded it, by id")),
            AnswerField("files_in", "count", N_("how many other files came in")),
            AnswerField("sent", "count", N_("how many commits went out")),
            AnswerField("disputes", "list", N_("what two desks changed differently")),
            AnswerField("disputes[].entry", "text", N_("what is typed to decide: FILE:KEY")),
            AnswerField(
                "disputes[].ours",
                "text",
                N_("as it was changed here, in one line; of a whole file its name in git"),
            ),
            AnswerField("disputes[].theirs", "text", N_("as it was changed elsewhere; it holds")),
            AnswerField("findings", "list", N_("what is wrong in records that both changed")),
            SharedFields("findings[]", "finding"),
        ),
    ),
    "forgotten": Answer(
        N_("Of what the personal data of a customer are taken out, or were."),
        (
            AnswerField("customer", "text", N_("the customer's file")),
            AnswerField("files", "texts", N_("the files: theirs, and those merged into it")),
            AnswerField("tickets", "texts", N_("their tickets")),
            AnswerField("drafts", "count", N_("kept requests that name them, thrown away")),
            AnswerField("attachments", "count", N_("files attached to these tickets")),
            AnswerField("attached_at", "texts", N_("other desks at which large ones lie")),
            AnswerField("named_in", "texts", N_("records of others in which they are named")),
            AnswerField("words_of_others", "list", N_("words of these that name them")),
            AnswerField("words_of_others[].record", "text", N_("the record")),
            AnswerField("words_of_others[].words", "texts", N_("the words")),
            AnswerField("recorded", "yes or no", N_("whether it was done, not only shown")),
            AnswerField("repeated", "yes or no", N_("said a moment ago already")),
            AnswerField("committed", "yes or no", N_("whether it is committed")),
        ),
    ),
    "adopted": Answer(
        N_("Settings that were edited by hand, and are committed now."),
        (AnswerField("paths", "texts", N_("the files")),),
    ),
    "import": Answer(
        N_("What became of each row of a table that is imported, or would."),
        (SharedFields("", "sheet"),),
    ),
    "export": Answer(
        N_("A table that was written to a file."),
        (
            AnswerField("table", "text", N_("which table it is")),
            AnswerField("rows", "count", N_("how many rows")),
            AnswerField("path", "text", N_("the file")),
        ),
    ),
    "notify": Answer(
        N_("What `svc notify` has sent; with `--dry-run` what it would send."),
        (
            ITEMS,
            AnswerField("items[].digest", "text", N_("what is told"), one_of=get_args(Digest)),
            AnswerField("items[].channel", "text", N_("name of the channel")),
            AnswerField(
                "items[].office",
                "text",
                N_("code of the office the row of `svc.yaml` is about; empty: of all"),
            ),
            AnswerField("items[].outcome", "text", N_("`taken`; `shown` with `--dry-run`")),
            AnswerField("items[].text", "text", N_("the exact text")),
        ),
    ),
    "calendar_files": Answer(
        N_("Technicians' calendars that were written."),
        (
            ITEMS,
            AnswerField("items[].technician", "text", N_("whose it is: id of staff.yaml")),
            AnswerField("items[].visits", "count", N_("how many visits stand in it")),
            AnswerField(
                "items[].path", "text or null", N_("the file; none where `--out` names none")
            ),
        ),
    ),
}
