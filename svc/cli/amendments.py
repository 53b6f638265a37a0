"""`svc amend`: put right what was recorded, or what was chosen at intake."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from svc.cli.desk import Desk
from svc.cli.part_values import part_used
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    EvidenceOption,
    ReasonOption,
    TicketArgument,
    chosen_value,
    staff_id,
    tell_result,
    yes_or_no,
)
from svc.errors import N_, ChosenAlone, MissingFields, NotAmendable, NotFieldAndValue, Phrase

if TYPE_CHECKING:
    from msgspec.inspect import Type

    from svc.actions.amendments import AmendedValue
    from svc.actions.typist import Typist
    from svc.model.events import AnyEvent

STAFF = "--person"
"""The option for whichever field names one of the staff."""


def amend(
    ctx: typer.Context,
    ticket: TicketArgument,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ENTRY",
            help=N_(
                "Its number, as `svc amend TICKET` lists them; without, your last that has it."
            ),
        ),
    ] = "",
    outcome: Annotated[str, typer.Option("--outcome", help=N_("How the visit ended."))] = "",
    findings: Annotated[str, typer.Option("--found", help=N_("What was found."))] = "",
    work_done: Annotated[str, typer.Option("--done", help=N_("What was done."))] = "",
    cause: Annotated[str, typer.Option("--cause", help=N_("The cause."))] = "",
    part: Annotated[
        list[str],
        typer.Option(
            "--part",
            metavar="PART:COUNT:FATE",
            help=N_("All parts fitted, in place of those recorded; repeatable. `none`: no part."),
        ),
    ] = [],
    evidence: EvidenceOption = "",
    rating: Annotated[str, typer.Option("--rating", help=N_("The customer's rating."))] = "",
    person: Annotated[
        str, typer.Option(STAFF, metavar="STAFF", help=N_("Who was sent, told, asked."))
    ] = "",
    happened: Annotated[
        str, typer.Option("--at", metavar="TIME", help=N_("When it happened; a lead amends it."))
    ] = "",
    field: Annotated[
        list[str],
        typer.Option(
            "--field",
            metavar="NAME=VALUE",
            help=N_("Any other value, by its name as it is shown or recorded; repeatable."),
        ),
    ] = [],
    customer: Annotated[
        str,
        typer.Option(
            "--customer",
            metavar="FILE",
            help=N_("The customer it is: warranty, way and promises are decided anew."),
        ),
    ] = "",
    machine: Annotated[
        str,
        typer.Option(
            "--machine",
            metavar="SERIAL",
            help=N_("The machine it is; or what the file says of it by now."),
        ),
    ] = "",
    reason: ReasonOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Put right what was recorded. Both values stay on record; state, promises, papers and
    figures follow the new one. Without a value: list what can be amended.
    """
    from svc.actions import amendments as actions

    desk: Desk = ctx.obj
    named = {
        "outcome": outcome,
        "found": findings,
        "done": work_done,
        "cause": cause,
        "evidence": evidence,
        "rating": rating,
        STAFF: person,
        "at": happened,
    }
    typed: dict[str, list[str]] = {name: [value] for name, value in named.items() if value}
    if part:
        typed["parts"] = part
    for text in field:
        name, value = _name_and_value(text)
        typed.setdefault(name, []).append(value)
    ledger = desk.ledger()
    if customer or machine:
        if typed or entry:
            raise ChosenAlone()
        reason = desk.need(reason=(N_("Reason"), reason))["reason"]
        _choose_again(desk, ticket, customer, machine, reason, desk.typist(None, again, allow))
        return
    if not typed:
        if reason:
            raise MissingFields(fields=["--field"])
        _list_entries(desk, ticket, entry)
        return
    reason = desk.need(reason=(N_("Reason"), reason))["reason"]
    told = actions.entry_meant(
        ledger,
        ticket,
        desk.staff(),
        named=entry,
        fits=lambda event: None not in [_field_meant(desk, event, name) for name in typed],
        fields=list(typed),
    )
    values = {
        field_meant: _read_values(desk, told, field_meant, texts)
        for name, texts in typed.items()
        if (field_meant := _field_meant(desk, told, name)) is not None
    }
    done = actions.amend_entry(
        ledger,
        ticket,
        desk.typist(None, again, allow),
        event_id=told.id,
        values=values,
        reason=reason,
    )
    if not desk.json:
        for replaced in done.values:
            _tell_value(desk, replaced)
    tell_result(
        desk,
        done.result,
        amended=[
            {"of": value.event.id, "field": value.field, "old": value.old, "new": value.new}
            for value in done.values
        ],
    )


def _choose_again(
    desk: Desk, ticket: str, customer: str, machine: str, reason: str, typist: Typist
) -> None:
    """Choose customer or machine once more, and say what changed by it."""
    from svc.actions.choices_at_intake import choose_again
    from svc.render.tickets import head_text
    from svc.render.words import Words

    ledger = desk.ledger()
    language = Words(ledger.settings.language, ledger.settings.labels)
    done = choose_again(
        ledger,
        ticket,
        typist,
        customer_id=customer,
        serial=machine,
        reason=reason,
        say=language.show,
    )
    if not desk.json:
        for path, old, new in done.changes:
            label, before, after = head_text(path, old, new, desk.words)
            desk.say(N_("{label}: {old} → {new}"), label=label, old=before, new=after)
        for promise in done.promises:
            desk.say(
                N_("{label}: {old} → {new}"),
                label=desk.words.label("promise", promise.promise),
                old=promise.before or "—",
                new=promise.after or "—",
            )
    tell_result(
        desk,
        done.result,
        changed=[{"field": path, "old": old, "new": new} for path, old, new in done.changes],
        promises=[
            {"promise": each.promise, "before": each.before, "after": each.after}
            for each in done.promises
        ],
    )


def _name_and_value(text: str) -> tuple[str, str]:
    """`NAME=VALUE` as typed, with either equals sign. Raises NotFieldAndValue."""
    name, sign, value = text.replace("＝", "=", 1).partition("=")
    if not sign or not name.strip():
        raise NotFieldAndValue(text=text)
    return name.strip(), value.strip()


def _field_meant(desk: Desk, event: AnyEvent, name: str) -> str | None:
    """The field of an event by its name in the record, or by what `svc show` calls it; None if it
    has none. STAFF is the one that names somebody.
    """
    from svc.model.events import tag_of
    from svc.render.fields import field_label

    for field in event.__struct_fields__:
        label, group = field_label(tag_of(event), field)
        if name == field or (name == STAFF and group == "staff"):
            return field
        if desk.words(label).casefold() == name.casefold():
            return field
    if name == desk.words(N_("when")):
        return "at"
    return None


def _read_values(desk: Desk, event: AnyEvent, field: str, texts: list[str]) -> object:
    """What was typed, as a value of this field. Raises NotAmendable before anything is read, and
    what each kind of value refuses.
    """
    from msgspec import inspect

    from svc.model.events import tag_of
    from svc.rules.ticket.amendments import why_never

    why = why_never(event, field)
    if why:
        raise NotAmendable(what=tag_of(event), field=_called(desk, event, field), why=Phrase(why))
    kinds = {
        each.encode_name: each.type
        for each in inspect.type_info(type(event)).fields  # type: ignore[attr-defined]
    }
    kind = kinds[field]
    if isinstance(kind, inspect.ListType):
        items = [item for text in texts for item in _items(text, kind.item_type)]
        return [_read_value(desk, event, field, item, kind.item_type) for item in items]
    return _read_value(desk, event, field, texts[-1], kind)


def _items(text: str, kind: object) -> list[str]:
    """The items of a list as typed: parts one by one, other lists with commas; `none` is none."""
    from msgspec import inspect

    if text.strip().casefold() in ("", "none", "无", "没有"):
        return []
    if isinstance(kind, inspect.StructType):
        return [text]
    return [item.strip() for item in re.split("[,，、]", text) if item.strip()]


def _read_value(desk: Desk, event: AnyEvent, field: str, text: str, kind: Type) -> object:
    from msgspec import inspect

    from svc.model.events import tag_of
    from svc.render.fields import field_label

    label, group = field_label(tag_of(event), field)
    option = f"--field {desk.words(label)}"
    if isinstance(kind, inspect.UnionType):
        if not text:
            return None
        kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    if isinstance(kind, inspect.LiteralType):
        return chosen_value(desk, option, text, group, tuple(str(value) for value in kind.values))
    if isinstance(kind, inspect.BoolType):
        return yes_or_no(option, text)
    if isinstance(kind, inspect.DateTimeType):
        return desk.past(text) if field == "at" else desk.moment(text)
    if isinstance(kind, inspect.StructType):
        return _read_item(desk, event, option, text, kind.cls)
    if group == "staff" and text:
        return staff_id(desk.ledger(), text)
    return text


def _read_item(desk: Desk, event: AnyEvent, option: str, text: str, kind: type) -> object:
    """One of a list: a party's signature, a party that has not signed, a part used."""
    from svc.cli.signatures import read_not_signed, read_signature
    from svc.model.events import NotSigned, Signature

    if kind is Signature:
        return read_signature(desk, option, text, event.at.astimezone(desk.ledger().zone).date())
    if kind is NotSigned:
        return read_not_signed(desk, option, text)
    return part_used(desk, text)


def _called(desk: Desk, event: AnyEvent, field: str) -> str:
    """What `svc show` calls a field."""
    from svc.model.events import tag_of
    from svc.render.fields import field_label

    return desk.words(N_("when") if field == "at" else field_label(tag_of(event), field)[0])


def _tell_value(desk: Desk, value: AmendedValue) -> None:
    """What an amendment replaced, in one line: `3 visited, outcome: parts needed → fixed`."""
    from svc.model.events import tag_of
    from svc.render.tickets import shown_text

    ledger = desk.ledger()
    desk.say(
        N_("{number} {entry}, {field}: {old} → {new}"),
        number=value.event.seq,
        entry=desk.words.label("event", tag_of(value.event)),
        field=_called(desk, value.event, value.field),
        old=shown_text(value.event, value.field, value.old, ledger.staff, desk.words) or "—",
        new=shown_text(value.event, value.field, value.new, ledger.staff, desk.words) or "—",
    )


def _list_entries(desk: Desk, ticket: str, entry: str) -> None:
    """The entries of a ticket with their numbers, and the values of each that can be amended."""
    from svc.model.events import tag_of
    from svc.render.tickets import shown_text
    from svc.rules.ticket.amendments import fields_to_amend, value_as_text
    from svc.rules.ticket.lifecycle import events_in_order

    ledger = desk.ledger()
    state = ledger.read(ticket).state
    log = [
        event
        for event in events_in_order(state.ticket.log)
        if entry in ("", str(event.seq), tag_of(event)) and fields_to_amend(event)
    ]
    if desk.json:
        desk.show_json(
            "amendable",
            ticket=state.ticket.id,
            entries=[
                {
                    "number": event.seq,
                    "id": event.id,
                    "what": tag_of(event),
                    "fields": [
                        {"field": name, "value": value_as_text(getattr(event, name))}
                        for name in fields_to_amend(event)
                    ],
                }
                for event in log
            ],
        )
        return
    for event in log:
        at: datetime = event.at
        desk.out(
            f"{event.seq:>3}  {desk.words.show(at)}  {desk.words.label('event', tag_of(event))}"
            f"  ({ledger.staff.name_of(event.by)})"
        )
        for field in fields_to_amend(event):
            text = value_as_text(getattr(event, field))
            if field == "at" or (not text and not entry):
                continue
            shown = shown_text(event, field, text, ledger.staff, desk.words)
            name = _called(desk, event, field)
            line = desk.words(N_("{label}: {value}"), label=name, value=shown)
            desk.out(f"     {line}")
    desk.say(
        N_("To amend one: svc amend {ticket} ENTRY --field NAME=VALUE --reason REASON"),
        ticket=state.ticket.id,
    )
