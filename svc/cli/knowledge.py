"""`svc knowledge`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from svc.actions import knowledge as actions
from svc.cli.desk import Desk
from svc.cli.settings import tell_setting
from svc.cli.shared import (
    AgainOption,
    AtOption,
    CsvOption,
    NoteOption,
    OneOfficeOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    office_code,
    put_out_list,
    tell_result,
    yes_or_no,
)
from svc.errors import N_, Damaged, SomeUnreadable
from svc.model.knowledge import Knowledge


def knowledge(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[WORDS]", help=N_("What the caller says, or an entry's name; without it: all.")
        ),
    ] = [],
    model: Annotated[
        str, typer.Option("--model", help=N_("Only known faults of this model."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Known faults that fit: what to ask, the likely cause, the remedy; one entry in full by its
    name.
    """
    from svc.render.knowledge import fit_lines, knowledge_table, whole_entry

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    what_was_said = " ".join(words)
    everything = actions.knowledge_entries(ledger, broken)
    named_entry = next((entry for entry in everything if entry.slug == what_was_said), None)
    limit = 9 if what_was_said else 10_000
    fits = (
        []
        if named_entry
        else actions.fitting_entries(ledger, what_was_said, model, [], limit=limit)
    )
    entries = [named_entry] if named_entry else [fit.entry for fit in fits]
    counts = actions.use_counts(ledger, [entry.slug for entry in entries], broken)
    if desk.json:
        desk.show_json(
            "knowledge",
            items=[_fields(entry, counts[entry.slug]) for entry in entries],
            unreadable=len(broken),
        )
    elif csv or xlsx:
        table = knowledge_table(entries, counts, desk.words)
        put_out_list(desk, table, N_("Known faults"), csv=csv, xlsx=xlsx)
    elif named_entry is not None:
        desk.out(whole_entry(named_entry, counts[named_entry.slug], desk.words))
    elif fits:
        for line in fit_lines(fits, desk.words, counts):
            desk.out(line)
    else:
        desk.say(
            N_("No known fault matches. Once the cause is known: svc knowledge add --from TICKET")
        )
    if broken:
        raise SomeUnreadable.of(broken)


def _fields(entry: Knowledge, count: actions.UseCount) -> dict[str, object]:
    from svc.model.records import plain_data

    data: dict[str, Any] = plain_data(entry)
    return {**data, "used": count.used, "helped": count.helped}


# What is written

FromOption = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="TICKET",
        help=N_("What this ticket says: symptom, cause, remedy, parts, model."),
    ),
]
TitleOption = Annotated[str, typer.Option("--title", help=N_("What the fault is called."))]
ModelsOption = Annotated[
    list[str],
    typer.Option("--model", help=N_("A model, or the beginning of its name; *: all; repeatable.")),
]
SymptomOption = Annotated[str, typer.Option("--symptom", help=N_("What is seen and heard."))]
WordOption = Annotated[
    list[str],
    typer.Option("--word", help=N_("What callers say for it, an error code; repeatable.")),
]
CauseOption = Annotated[str, typer.Option("--cause", help=N_("The usual cause."))]
RemedyOption = Annotated[str, typer.Option("--remedy", help=N_("What is done about it."))]
PartsOption = Annotated[
    list[str],
    typer.Option("--part", metavar="PART", help=N_("A part that it takes; repeatable.")),
]
AskOption = Annotated[
    list[str], typer.Option("--ask", help=N_("What to ask the caller; repeatable."))
]
OnPhoneOption = Annotated[
    bool | None,
    typer.Option("--phone/--no-phone", help=N_("Whether it can be solved on the phone.")),
]
TextOption = Annotated[
    str | None, typer.Option("--text", help=N_("Further words, for reading: steps, measurements."))
]


def add(
    ctx: typer.Context,
    ticket: FromOption = "",
    title: TitleOption = "",
    model: ModelsOption = [],
    symptom: SymptomOption = "",
    word: WordOption = [],
    cause: CauseOption = "",
    remedy: RemedyOption = "",
    part: PartsOption = [],
    ask: AskOption = [],
    phone: OnPhoneOption = None,
    text: TextOption = None,
    name: Annotated[
        str,
        typer.Option(
            "--name", metavar="CODE", help=N_("The entry's name; default: the title in pinyin.")
        ),
    ] = "",
) -> None:
    """Write a new entry of the knowledge base, from a ticket that is over in one command; what the
    ticket does not say is asked. Names and numbers of the customer are left out.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    drafted = actions.draft_entry(ledger, ticket) if ticket else {}
    typed = desk.need(
        symptom=(N_("What is seen and heard"), symptom or drafted.get("symptom", "")),
        cause=(N_("The usual cause"), cause or drafted.get("cause", "")),
        remedy=(N_("What is done about it"), remedy or drafted.get("remedy", "")),
    )
    title = title or actions.title_from(typed["symptom"])
    fields = {
        "title": title,
        "models": model or drafted.get("models") or ["*"],
        "symptom": typed["symptom"],
        "words": list(word),
        "cause": typed["cause"],
        "remedy": typed["remedy"],
        "phone": drafted.get("phone", False) if phone is None else phone,
        "ask": list(ask),
        "parts": part or drafted.get("parts", []),
        "tickets": drafted.get("tickets", []),
    }
    result = actions.add_entry(ledger, desk.typist(), fields, slug=name, below=text or "")
    tell_setting(desk, result, title)


def change(
    ctx: typer.Context,
    fault: Annotated[
        str, typer.Argument(metavar="FAULT", help=N_("The entry's name, or its title."))
    ],
    ticket: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="TICKET",
            help=N_("A further ticket with this fault: its model and parts are added."),
        ),
    ] = "",
    title: TitleOption = "",
    model: ModelsOption = [],
    symptom: SymptomOption = "",
    word: WordOption = [],
    cause: CauseOption = "",
    remedy: RemedyOption = "",
    part: PartsOption = [],
    ask: AskOption = [],
    phone: OnPhoneOption = None,
    text: TextOption = None,
    drop: Annotated[
        list[str],
        typer.Option(
            "--drop", metavar="WORDS", help=N_("A model, word, question or part to take out.")
        ),
    ] = [],
) -> None:
    """Give an entry of the knowledge base other words; models, words, questions and parts are
    added.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    told = {"title": title, "symptom": symptom, "cause": cause, "remedy": remedy}
    fields: dict[str, object] = {field: value for field, value in told.items() if value}
    if phone is not None:
        fields["phone"] = phone or ""
    also = {"models": list(model), "words": list(word), "ask": list(ask), "parts": list(part)}
    drafted = actions.draft_entry(ledger, ticket) if ticket else {}
    for name in ("models", "parts", "tickets"):
        also[name] = [*also.get(name, []), *drafted.get(name, [])]
    result = actions.change_entry(
        ledger,
        desk.typist(),
        fault,
        fields,
        also={name: values for name, values in also.items() if values},
        drop=drop,
        below=text,
    )
    tell_setting(desk, result)


def used(
    ctx: typer.Context,
    ticket: TicketArgument,
    fault: Annotated[
        str, typer.Argument(metavar="FAULT", help=N_("The entry's name, or its title."))
    ],
    helped: Annotated[
        str, typer.Option("--helped", metavar="yes|no", help=N_("Whether it helped."))
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
) -> None:
    """Record that a known fault was tried for a ticket, and whether it helped."""
    desk: Desk = ctx.obj
    typed = desk.need(helped=(N_("Did it help?"), helped))
    result = actions.record_use(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again),
        slug=fault,
        helped=yes_or_no("--helped", typed["helped"]),
        words=note,
    )
    tell_result(desk, result)


LEAST = 3
DAYS = 90


def missing(
    ctx: typer.Context,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="DAY",
            help=N_("Received from this day on; default: 90 days ago."),
        ),
    ] = "",
    least: Annotated[
        int, typer.Option("--least", metavar="COUNT", min=1, help=N_("How often, at least."))
    ] = LEAST,
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the frequent faults that no entry of the knowledge base fits, by model."""
    from datetime import datetime, time, timedelta

    from svc.render.knowledge import missing_lines, missing_table

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    day = desk.past_day(since) if since else desk.now.date() - timedelta(days=DAYS)
    broken: list[Damaged] = []
    begins = datetime.combine(day, time(), ledger.zone)
    found = actions.missing_entries(
        ledger,
        begins,
        desk.now,
        least=least,
        office=office_code(ledger, office),
        broken=broken,
    )
    if desk.json:
        items = [
            {
                "model": each.model,
                "symptom": each.symptom,
                "found": each.found or None,
                "times": each.times,
                "causes": [{"cause": cause, "times": times} for cause, times in each.causes],
                "tickets": each.tickets,
            }
            for each in found
        ]
        desk.show_json("missing_knowledge", items=items, since=begins, unreadable=len(broken))
    elif csv or xlsx:
        title = N_("Frequent faults without an entry")
        put_out_list(desk, missing_table(found, desk.words), title, csv=csv, xlsx=xlsx)
    elif found:
        for line in missing_lines(found, desk.words):
            desk.out(line)
    else:
        says = N_("No fault without an entry came up {least} times or more since {day}.")
        desk.say(says, least=least, day=day)
    name_broken(broken)
