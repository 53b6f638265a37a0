"""A request as it was typed or handed in, as the action takes it."""

from __future__ import annotations

from msgspec.structs import replace

from svc.actions import callers, drafts
from svc.actions import intake as actions
from svc.actions.intake_answers import IntakeAnswers
from svc.cli.desk import Desk
from svc.cli.shared import office_code, one_of, whole_number
from svc.model.times import written_moment

MACHINE_PLACES = ("here", "elsewhere")
_TABLES = ("csv", "tsv", "xlsx", "xlsm", "ods", "xls", "jsonl", "ndjson")


def holds_many(path: str, data: bytes) -> bool:
    """Whether a file holds a table of requests, or an object a line, not one request."""
    suffix = path.lower().rpartition(".")[2]
    if suffix in (*_TABLES, "yaml", "yml"):
        return suffix in _TABLES
    return sum(line.lstrip().startswith(b"{") for line in data.splitlines()) > 1


def as_read(desk: Desk, typed: drafts.Typed) -> drafts.Typed:
    """What a file tells, each field as the option of its name is read. Raises what these do."""

    def read(name: str, told: str) -> str:
        return desk.values[name].read(desk, told) if told and name in desk.values else told

    answers = {
        name: read(name, typed.answers.answer_to(name)) for name in IntakeAnswers.__struct_fields__
    }
    more = {name: read(name, getattr(typed, name)) for name in ("customer", "words")}
    return replace(typed, answers=replace(typed.answers, **answers), **more)


def with_times_read(desk: Desk, typed: drafts.Typed) -> drafts.Typed:
    """The request with the day of purchase and the time asked for as records have them: 明天 means
    another day where a draft is taken up again. Raises NotADay, DayToCome, NotATime, PastTime.
    """
    answers = typed.answers
    asked_for = answers.asked_for
    if asked_for:
        asked_for = written_moment(desk.ahead(asked_for, typed.at))
    bought = desk.day_of_purchase(answers.bought)
    return replace(typed, answers=replace(answers, asked_for=asked_for, bought=bought))


def request_of(
    desk: Desk,
    typed: drafts.Typed,
    answers: IntakeAnswers,
    caller: callers.Caller | None,
    own_office: str,
) -> actions.Request:
    """What is to be recorded, of what was typed and answered. Raises NotOneOf, NotANumber, and
    what a time asked for raises.
    """
    return actions.Request(
        office=office_code(desk.ledger(), answers.office) or own_office,
        answers=answers,
        kind=answers.kind or "repair",
        of=answers.of,
        is_here=one_of("--machine", answers.machine or "here", MACHINE_PLACES) == "here",
        channel=answers.channel or "phone",
        urgency=answers.urgency or "normal",
        urgency_reason=answers.urgency_reason,
        mode=answers.mode,
        zone=answers.zone,
        distance_km=whole_number("--distance", answers.distance),
        contract=answers.contract,
        asked_for=desk.ahead(answers.asked_for, typed.at) if answers.asked_for else None,
        caller=caller,
        new_customer=typed.new_customer,
        second=typed.second,
        completes=typed.ticket,
    )
