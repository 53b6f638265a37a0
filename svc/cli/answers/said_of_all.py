"""What any command may say, on standard error."""

from __future__ import annotations

from svc.cli.answers.fields import Answer, AnswerField
from svc.errors import N_

ANSWERS: dict[str, Answer] = {
    "error": Answer(
        N_("What went wrong; on standard error, of any command."),
        (
            AnswerField("error", "mapping", N_("the error")),
            AnswerField("error.key", "text", N_("its [key](errors.md)")),
            AnswerField("error.facts", "mapping", N_("what its sentence is about, by names")),
            AnswerField("error.message", "text", N_("what a person reads")),
        ),
    ),
    "notice": Answer(
        N_("Something to know, while the command goes on; on standard error, of any command."),
        (AnswerField("message", "text", N_("what a person reads")),),
    ),
}
