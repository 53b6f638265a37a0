"""`svc clock`: add opening hours to a moment, or count them between two moments."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import calendars as actions
from svc.errors import N_, CannotReadFile, NoLedger, NotUtf8, SvcError, system_reason
from svc.model.reading import edited_text
from svc.model.times import written_moment
from svc.render.explained import hours_and_minutes, span_fields, span_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svc.cli.desk import Desk
    from svc.rules.promises.explained import ExplainedSpan
    from svc.store.ledger import Ledger

CalendarOption = Annotated[
    str,
    typer.Option(
        "--calendar", metavar="FILE|NAME", help=N_("A calendar file, or a calendar of the ledger.")
    ),
]
ExplainOption = Annotated[
    bool, typer.Option("--explain", help=N_("List every period that is counted or closed."))
]


def add(
    ctx: typer.Context,
    start: Annotated[str, typer.Argument(help=N_("A time, such as 2026-11-21T09:00:00+08:00."))],
    duration: Annotated[
        str,
        typer.Argument(
            help=N_("Opening hours 8h 90m 45s, working days 2wd, calendar days 7d; or -8h.")
        ),
    ],
    calendar: CalendarOption = "",
    explain: ExplainOption = False,
) -> None:
    """Find the moment that is so many opening hours after START, or before it."""
    desk = ctx.obj
    found = _calendar_shelf(desk, calendar).get()
    explanation = actions.add_duration(found, start, duration, desk.now)
    if explanation.years_not_listed:
        unlisted = explanation.years_not_listed
        calendar, years = explanation.calendar, _years(unlisted)
        desk.warn(UNSURE, calendar=calendar, years=years, year=unlisted[0])
    if desk.json:
        extra_fields: dict[str, object] = (
            {"spans": span_fields(explanation.spans)} if explain else {}
        )
        desk.show_json(
            "clock",
            at=written_moment(explanation.at),
            years_not_listed=list(explanation.years_not_listed),
            **extra_fields,
        )
        return
    _show_spans(desk, explanation.spans if explain else ())
    desk.out(written_moment(explanation.at))


def between(
    ctx: typer.Context,
    first: Annotated[
        str, typer.Argument(metavar="A", help=N_("A time, such as 2026-11-21T09:00:00+08:00."))
    ],
    second: Annotated[
        str,
        typer.Argument(
            metavar="B", help=N_("Another time; if it is earlier, the answer is negative.")
        ),
    ],
    calendar: CalendarOption = "",
    explain: ExplainOption = False,
) -> None:
    """Count the opening hours between two moments."""
    desk = ctx.obj
    found = _calendar_shelf(desk, calendar).get()
    seconds, spans = actions.open_time_between(found, first, second, desk.now)
    if desk.json:
        extra_fields: dict[str, object] = {"spans": span_fields(spans)} if explain else {}
        desk.show_json("clock", seconds=seconds, **extra_fields)
        return
    _show_spans(desk, spans if explain else ())
    desk.say(N_("{length} ({seconds} seconds)"), length=hours_and_minutes(seconds), seconds=seconds)


def batch(
    ctx: typer.Context,
    questions: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-", help=N_("A file of questions, one JSON object per line; - is stdin.")
        ),
    ],
    calendar: CalendarOption = "",
) -> None:
    """Answer a file of questions to the clock, one JSON object a line.

    A line that can't be answered gives {"error": …} in its place and the rest goes on; the exit
    status is 0. With --json each line is an answer as of any command.
    """
    import json

    desk = ctx.obj
    shelf = _calendar_shelf(desk, calendar)
    for line in _lines_of_file(questions):
        if not line.strip():
            continue
        try:
            answer, unsure = actions.answer_line(line, shelf, desk.now)
        except SvcError as error:
            if desk.json:
                desk.out(desk.error_text(error))
                continue
            answer, unsure = {"error": {"key": error.key, "message": desk.words.error(error)}}, []
        if unsure:
            answer["warning"] = desk.words(UNSURE_HERE, years=_years(unsure))
        if desk.json:
            desk.show_json("clock", **answer)
        else:
            desk.out(json.dumps(answer, ensure_ascii=False))


UNSURE = N_(
    "Calendar {calendar} does not list the official holidays of {years}: the answer may change "
    "once it does (svc calendar fill {year})"
)
UNSURE_HERE = N_(
    "The calendar does not list the official holidays of {years}: the answer may change once "
    "it does"
)


def _calendar_shelf(desk: Desk, calendar: str) -> actions.CalendarShelf:
    """The calendars at hand: any file, and those of the ledger if we are in one."""

    def ledger() -> Ledger | None:
        try:
            return desk.ledger()
        except NoLedger:
            return None

    return actions.CalendarShelf(ledger, calendar)


def _lines_of_file(path: str) -> Iterator[str]:
    """The lines of stdin as UTF-8, as they come; of a file in any encoding that is certain."""
    if path == "-":
        for number, line in enumerate(sys.stdin.buffer):
            yield line.decode("utf-8-sig" if number == 0 else "utf-8", "replace")
        return
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as failed:
        raise CannotReadFile(path=path, reason=system_reason(failed)) from None
    try:
        text = edited_text(data, path)
    except NotUtf8:  # the lines that are wrong are answered as such
        text = data.decode("utf-8-sig", "replace")
    yield from text.split("\n")


def _show_spans(desk: Desk, spans: Iterable[ExplainedSpan]) -> None:
    for line in span_lines(spans, desk.words):
        desk.out(line)


def _years(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in years)
