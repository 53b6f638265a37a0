"""`svc suggestion`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import suggestions as actions
from svc.actions.reports import check_begun
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    XlsxOption,
    name_broken,
    own_office,
    put_out_list,
    tell_result,
)
from svc.errors import N_, Damaged
from svc.model.typed_text import UNKNOWN
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words
from svc.rules.ticket.answers import words_of_answer


def add(
    ctx: typer.Context,
    words: Annotated[
        str, typer.Argument(metavar="TEXT", help=N_("What is suggested, in a line."))
    ] = "",
    about: Annotated[
        str,
        typer.Option(
            "--about",
            metavar="TICKET",
            help=N_("The customer of this ticket suggests it; without it: you yourself."),
        ),
    ] = "",
    model: Annotated[
        str, typer.Option("--model", metavar="MODEL", help=N_("The model it is about."))
    ] = "",
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("Another office than yours."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take down what a customer or one of us suggests, in a line; it is promised an answer."""
    desk: Desk = ctx.obj
    typed = desk.need(words=(N_("What is suggested"), words))
    code = "" if about else own_office(desk, office)
    typist = desk.typist(at or None, again, allow)
    result = actions.suggest(
        desk.ledger(),
        typist,
        words=typed["words"],
        not_said=desk.words(N_("not said with the suggestion")),
        about=about,
        model=model,
        office=code,
    )
    tell_result(desk, result)


def list_suggestions(
    ctx: typer.Context,
    month: Annotated[
        str,
        typer.Option("--month", metavar="MONTH", help=N_("Only this month, such as 2026-11.")),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List suggestions: whose they are, to whom they were sent up, what was answered."""
    desk: Desk = ctx.obj
    wanted = ""
    if month:
        first = desk.month(month)
        check_begun(first, desk.now.date())
        wanted = f"{first:%Y-%m}"
    broken: list[Damaged] = []
    entries = actions.suggestions(desk.ledger(), broken, month=wanted)
    if desk.json:
        items = [_item(entry) for entry in entries]
        desk.show_json("suggestions", items=items, unreadable=len(broken))
    elif entries or csv or xlsx:
        words = desk.words
        heads = (
            N_("Suggestion"),
            N_("From"),
            N_("What is suggested"),
            N_("Sent up to"),
            N_("Answer"),
        )
        whole = bool(csv or xlsx)
        listing = ValueTable(
            heads=[words(head) for head in heads],
            rows=[_row(entry, words) for entry in entries],
            widest={} if whole else {1: 14, 2: 22, 3: 8, 4: 12},
            told=(1, 2, 3, 4),
        )
        put_out_list(desk, listing, N_("Suggestions"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No suggestions."))
    name_broken(broken)


def _whose(entry: actions.SuggestionEntry) -> str:
    customer = entry.ticket.customer
    if customer is None:
        return ""
    return customer.contact if entry.is_ours else customer.unit


def _row(entry: actions.SuggestionEntry, words: Words) -> list[TableValue]:
    return [
        entry.ticket.id,
        _whose(entry),
        entry.ticket.symptom,
        entry.sent_up.to if entry.sent_up else "",
        words_of_answer(entry.answer),
    ]


def _item(entry: actions.SuggestionEntry) -> dict[str, object]:
    machine = entry.ticket.equipment
    return {
        "id": entry.ticket.id,
        "received": entry.ticket.received,
        "ours": entry.is_ours,
        "from": _whose(entry),
        "model": machine.model if machine and machine.model != UNKNOWN else None,
        "suggestion": entry.ticket.symptom,
        "status": entry.state.status,
        "sent_up_to": entry.sent_up.to if entry.sent_up else None,
        "sent_up": entry.sent_up.at if entry.sent_up else None,
        "answer": words_of_answer(entry.answer) or None,
    }
