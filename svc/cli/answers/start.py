"""What the commands that set up, check and explain a ledger answer."""

from __future__ import annotations

from svc.cli.answers.fields import ITEMS, RECORDED, UNREADABLE, Answer, AnswerField, SharedFields
from svc.errors import N_
from svc.rules.promises.runs import PROMISE_STATES

ANSWERS: dict[str, Answer] = {
    "calendar": Answer(
        N_("A calendar version that was written."),
        (
            AnswerField("calendar", "text", N_("name and version")),
            AnswerField(
                "year", "count or null", N_("the year that was entered; null for hours and days")
            ),
        ),
    ),
    "check": Answer(
        N_("What `svc check` found; exit status 1 if anything is wrong, 3 if a record is damaged."),
        (
            AnswerField("tickets", "count", N_("how many tickets were looked at")),
            AnswerField("customers", "count", N_("how many customers' files")),
            AnswerField("items", "list", N_("the findings")),
            SharedFields("items[]", "finding"),
        ),
    ),
    "clock": Answer(
        N_("An answer of the working clock: `at` of `clock add`, `seconds` of `clock between`."),
        (
            AnswerField("at", "time", N_("the moment that was asked for"), sometimes=True),
            AnswerField(
                "seconds",
                "count",
                N_("the open time between the two; negative if the second is earlier"),
                sometimes=True,
            ),
            AnswerField(
                "years_not_listed",
                "counts",
                N_("years whose official days the calendar lacks: the answer may change"),
                sometimes=True,
            ),
            AnswerField(
                "warning",
                "text",
                N_("of `clock batch`: what the calendar lacks, so that the answer may change"),
                sometimes=True,
            ),
            AnswerField("spans", "list", N_("with `--explain`: every span"), sometimes=True),
            SharedFields("spans[]", "span"),
        ),
    ),
    "schemas": Answer(
        N_("JSON Schemas: of files, or of these answers."),
        (
            ITEMS,
            AnswerField(
                "items[].name", "text", N_("which file, or which kind of answer; `answers`: all")
            ),
            AnswerField("items[].schema", "mapping", N_("the schema")),
            AnswerField(
                "paths", "texts", N_("with `--to`: the files that were written"), sometimes=True
            ),
        ),
    ),
    "fix": Answer(
        N_("What `svc check --fix` puts right."),
        (
            AnswerField("done", "yes or no", N_("with `--go`: it was done")),
            ITEMS,
            AnswerField("items[].path", "text", N_("the file")),
            AnswerField("items[].message", "text", N_("what is put right")),
            UNREADABLE,
        ),
    ),
    "policy": Answer(
        N_("A new version of a policy, or what it would be."),
        (
            AnswerField("version", "text", N_("its name")),
            AnswerField("earlier", "text", N_("the version that it follows")),
            AnswerField("changes", "list", N_("promises with another limit")),
            AnswerField("changes[].promise", "text", N_("the promise")),
            AnswerField("changes[].before", "text", N_("its limit before")),
            AnswerField("changes[].after", "text", N_("its limit from now on")),
            AnswerField(
                "open_tickets", "count", N_("open tickets that stay under the earlier one")
            ),
            AnswerField("recorded", "yes or no", N_("with `--go`: it was recorded")),
        ),
    ),
    "setting": Answer(
        N_(
            "An entry of the settings that was put in or changed, with its keys as "
            "[the file](files.md) has them."
        ),
        (
            AnswerField("path", "text", N_("the file")),
            AnswerField("entry", "text", N_("code, id or version of the entry")),
            AnswerField("before", "mapping", N_("the entry before; empty if it is new")),
            AnswerField("after", "mapping", N_("the entry now; empty if it was taken out")),
            *RECORDED,
        ),
    ),
    "setup": Answer(
        N_("A department that was entered from a file, or the template of such a file."),
        (
            AnswerField("paths", "texts", N_("the files that are, or would be, written")),
            AnswerField("years_missing", "counts", N_("years whose holidays are not known yet")),
            AnswerField("recorded", "yes or no", N_("with `--go`: it was recorded")),
            AnswerField("sheets", "list", N_("of a workbook: its sheets")),
            SharedFields("sheets[]", "sheet"),
        ),
    ),
    "settings": Answer(
        N_("Entries of the settings, with their keys as [the files](files.md) have them."),
        (
            AnswerField(
                "what",
                "text",
                N_("`staff`, `offices`, `regions`, `parts`, `prices`, `policies` or `calendars`"),
            ),
            ITEMS,
            AnswerField("items[].entry", "text", N_("code, id or version of the entry")),
            AnswerField("items[].fields", "mapping", N_("the entry")),
        ),
    ),
    "init": Answer(
        N_("A ledger that was started, or a clone that was made ready."),
        (
            AnswerField("path", "text", N_("its folder")),
            AnswerField(
                "desk",
                "text",
                N_("the lane in which this copy gives numbers; empty if it has none"),
            ),
            AnswerField(
                "files",
                "count",
                N_("how many files were written; not with `--join`"),
                sometimes=True,
            ),
        ),
    ),
    "promises": Answer(
        N_("The promises of policies. Names are in the language of the answer."),
        (
            ITEMS,
            AnswerField("items[].policy", "text", N_("policy and version")),
            AnswerField("items[].promise", "text", N_("what the promise is called")),
            AnswerField("items[].when", "text", N_("which tickets it is for; empty: all")),
            AnswerField("items[].from", "text", N_("the moment from which it runs")),
            AnswerField("items[].to", "text", N_("the moments that keep it")),
            AnswerField(
                "items[].limit",
                "text",
                N_("the limit, such as `2wd`; empty if it is an agreed time"),
            ),
            AnswerField("items[].clock", "text", N_("what the clock is called")),
            AnswerField("items[].source", "text", N_("the clause it is taken from")),
        ),
    ),
    "recompute": Answer(
        N_("Due times under a later policy or calendar."),
        (
            ITEMS,
            AnswerField("items[].ticket", "text", N_("the ticket")),
            AnswerField("items[].promise", "text", N_("the promise")),
            AnswerField(
                "items[].before", "time or null", N_("when it was due; null if there was none")
            ),
            AnswerField(
                "items[].after",
                "time or null",
                N_("when it is due; null if there is none any more"),
            ),
            AnswerField("recorded", "yes or no", N_("with `--go`: it was recorded")),
            AnswerField("repeated", "yes or no", N_("it had been recorded already")),
            UNREADABLE,
        ),
    ),
    "why": Answer(
        N_("How each promise of a ticket was counted."),
        (
            AnswerField("ticket", "text", N_("the ticket")),
            AnswerField(
                "policy",
                "text or null",
                N_("the policy it is under; null for a call that was only noted"),
            ),
            ITEMS,
            AnswerField("items[].promise", "text", N_("the promise")),
            AnswerField(
                "items[].state", "text", N_("how the promise stands"), one_of=tuple(PROMISE_STATES)
            ),
            AnswerField("items[].started", "time", N_("from when time runs")),
            AnswerField("items[].due", "time or null", N_("when it is due; null without a limit")),
            AnswerField(
                "items[].left_seconds",
                "count or null",
                N_("what is left of the limit; null once it has ended"),
            ),
            AnswerField(
                "items[].ended", "time or null", N_("when it was kept, or ended otherwise")
            ),
            AnswerField("items[].clock", "text", N_("by which clock it is counted")),
            AnswerField("items[].limit", "text", N_("the limit")),
            AnswerField("items[].source", "text", N_("the clause it is taken from")),
            AnswerField(
                "items[].by", "text or null", N_("whose word to the customer it is; null: nobody's")
            ),
            AnswerField("items[].calendar", "text", N_("calendar and version")),
            AnswerField("items[].spans", "list", N_("every span")),
            SharedFields("items[].spans[]", "span"),
            AnswerField(
                "spent",
                "mapping or null",
                N_("for whom the ticket waited; null for a call that was only noted"),
            ),
            AnswerField(
                "spent.clock",
                "text",
                N_("working time, or day and night under a 24×7 contract"),
                one_of=("working", "elapsed"),
            ),
            AnswerField("spent.seconds", "count", N_("all of it")),
            AnswerField(
                "spent.by_bucket",
                "mapping",
                N_("seconds by who was waited for: they add up to all of it"),
            ),
        ),
    ),
}
