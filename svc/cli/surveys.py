"""`svc survey`, `svc callback sample`."""

from __future__ import annotations

from typing import Annotated, get_args

import typer
from msgspec.structs import replace

from svc.actions import surveys as actions
from svc.actions.reports import check_begun
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    one_of,
    put_out_list,
    tell_result,
)
from svc.errors import N_, Damaged, MissingFields
from svc.model import events as ev
from svc.render.listings import TableValue, ValueTable
from svc.rules.ticket.surveys import Question

RATINGS: tuple[ev.Rating, ...] = get_args(ev.Rating)
METAVAR = "|".join(RATINGS)
ASKED: dict[Question, str] = {
    "reachable": N_("Is it easy to reach us?"),
    "response": N_("Did we respond fast enough?"),
    "repair": N_("Was the repair fast enough?"),
    "skill": N_("How skilled were our engineers?"),
    "manner": N_("How courteous were they?"),
    "price": N_("Is our price fair compared with others?"),
    "station": N_("Is our service station clean and tidy?"),
    "overall": N_("Overall"),
}


def add(
    ctx: typer.Context,
    ticket: TicketArgument,
    filled_by: Annotated[
        str, typer.Option("--filled-by", metavar="NAME", help=N_("Who answered."))
    ] = "",
    reachable: Annotated[
        str, typer.Option("--reachable", metavar=METAVAR, help=ASKED["reachable"])
    ] = "",
    response: Annotated[
        str, typer.Option("--response", metavar=METAVAR, help=ASKED["response"])
    ] = "",
    repair: Annotated[str, typer.Option("--repair", metavar=METAVAR, help=ASKED["repair"])] = "",
    skill: Annotated[str, typer.Option("--skill", metavar=METAVAR, help=ASKED["skill"])] = "",
    manner: Annotated[str, typer.Option("--manner", metavar=METAVAR, help=ASKED["manner"])] = "",
    price: Annotated[
        str,
        typer.Option("--price", metavar=METAVAR, help=ASKED["price"]),
    ] = "",
    station: Annotated[
        str,
        typer.Option("--station", metavar=METAVAR, help=ASKED["station"]),
    ] = "",
    overall: Annotated[str, typer.Option("--overall", metavar=METAVAR, help=ASKED["overall"])] = "",
    praise: Annotated[str, typer.Option("--praise", help=N_("Whom they praise, for what."))] = "",
    blame: Annotated[str, typer.Option("--blame", help=N_("Whom they blame, for what."))] = "",
    better: Annotated[str, typer.Option("--better", help=N_("What should be better."))] = "",
    sampled: Annotated[
        bool, typer.Option("--sampled", help=N_("Headquarters' own call (svc callback sample)."))
    ] = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Type in the answers of the longer survey about a ticket; what was left out stays so."""
    desk: Desk = ctx.obj
    typed = desk.need(filled_by=(N_("Answered by"), filled_by))
    told: dict[Question, str] = {
        "reachable": reachable,
        "response": response,
        "repair": repair,
        "skill": skill,
        "manner": manner,
        "price": price,
        "station": station,
        "overall": overall,
    }
    if not any((*told.values(), praise, blame, better)):
        raise MissingFields(fields=["--overall"])  # an empty form says nothing
    answers = {
        question: one_of(f"--{question}", text, RATINGS) for question, text in told.items() if text
    }
    survey = ev.Surveyed(
        filled_by=typed["filled_by"],
        praise=praise,
        blame=blame,
        better=better,
        sampled=sampled,
    )
    survey = replace(survey, **answers)
    typist = desk.typist(at or None, again, allow)
    tell_result(desk, actions.record_survey(desk.ledger(), ticket, typist, survey))


def sum_up(
    ctx: typer.Context,
    month: Annotated[
        str, typer.Argument(metavar="[MONTH]", help=N_("The month; default: this month."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Count a month's answers to the longer survey, question by question."""
    desk: Desk = ctx.obj
    wanted = _month(desk, month)
    broken: list[Damaged] = []
    number, counts = actions.survey_counts(desk.ledger(), wanted, broken)
    words = desk.words
    if desk.json:
        items = [
            {"question": each.question, "answers": each.answers, **each.counts} for each in counts
        ]
        desk.show_json(
            "survey_counts", month=wanted, surveys=number, items=items, unreadable=len(broken)
        )
    elif number or csv or xlsx:
        heads = [words(N_("Question")), *(words.label("rating", each) for each in RATINGS)]
        listing = ValueTable(
            heads=[*heads, words(N_("Answers"))],
            rows=[
                [words(ASKED[each.question]), *each.counts.values(), each.answers]
                for each in counts
            ],
            widest={0: 30},
            told=(0,),
        )
        put_out_list(desk, listing, N_("Survey"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No survey was answered in {month}."), month=wanted)
    name_broken(broken)


def sample(
    ctx: typer.Context,
    month: Annotated[
        str, typer.Argument(metavar="[MONTH]", help=N_("The month; default: this month."))
    ] = "",
    seed: Annotated[
        str,
        typer.Option(
            "--seed", metavar="TEXT", help=N_("What the draw begins with: the same draws the same.")
        ),
    ] = "",
    per_region: Annotated[
        int,
        typer.Option("--per-region", min=1, max=1000, help=N_("So many of each region.")),
    ] = 10,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Draw headquarters' own sample of a month's callbacks, so many of each region at random, and
    show what customers told it beside what the region has.
    """
    desk: Desk = ctx.obj
    typed = desk.need(seed=(N_("Seed"), seed))
    wanted = _month(desk, month)
    broken: list[Damaged] = []
    ledger = desk.ledger()
    calls = actions.callback_sample(
        ledger, wanted, broken, seed=typed["seed"], per_region=per_region
    )
    words = desk.words
    if desk.json:
        items = [
            {
                "region": call.region,
                "id": call.ticket.id,
                "technician": call.technician or None,
                "theirs": call.theirs.rating,
                "ours": call.ours.overall if call.ours else None,
            }
            for call in calls
        ]
        facts = {"month": wanted, "seed": typed["seed"]}
        desk.show_json("callback_sample", **facts, items=items, unreadable=len(broken))
    elif calls or csv or xlsx:
        heads = (
            N_("Region"),
            N_("Ticket"),
            N_("Contact"),
            N_("Telephone"),
            N_("The region has"),
            N_("Headquarters heard"),
        )
        regions = ledger.settings.regions
        rows: list[list[TableValue]] = []
        for call in calls:
            customer, heard = call.ticket.customer, call.ours.overall if call.ours else None
            rows.append(
                [
                    regions[call.region].name if call.region in regions else call.region,
                    call.ticket.id,
                    customer.contact if customer else "",
                    customer.mobile if customer else "",
                    words.label("rating", call.theirs.rating),
                    words.label("rating", heard) if heard else "",
                ]
            )
        listing = ValueTable(
            heads=[words(head) for head in heads], rows=rows, widest={2: 12}, told=(2,)
        )
        put_out_list(desk, listing, N_("Headquarters' callback sample"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("Nobody was called back in {month}."), month=wanted)
    name_broken(broken)


def _month(desk: Desk, month: str) -> str:
    first = desk.month(month) if month else desk.now.date().replace(day=1)
    check_begun(first, desk.now.date())
    return f"{first:%Y-%m}"
