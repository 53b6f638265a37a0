"""`svc intake`."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from svc.actions import intake as actions
from svc.cli.desk import Desk
from svc.cli.parts import AgainOption, AllowOption, AtOption, tell, whole
from svc.errors import N_, CannotReadFile, UnknownFields
from svc.render.words import Words


def intake(
    ctx: typer.Context,
    from_: Annotated[
        str, typer.Option("--from", metavar="FILE|-", help=N_("Read the request from a YAML file, - is stdin."))
    ] = "",
    office: Annotated[str, typer.Option("--office", help=N_("The office; else yours."))] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="|".join(actions.CHOICES["kind"]), help=N_("What kind of request."))
    ] = "",
    channel: Annotated[
        str, typer.Option("--channel", metavar="|".join(actions.CHOICES["channel"]), help=N_("How it came."))
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help=N_("Customer unit."))] = "",
    address: Annotated[str, typer.Option("--address", help=N_("Address."))] = "",
    phone: Annotated[str, typer.Option("--phone", help=N_("Phone."))] = "",
    contact: Annotated[str, typer.Option("--contact", help=N_("Contact person."))] = "",
    mobile: Annotated[str, typer.Option("--mobile", help=N_("Contact's mobile."))] = "",
    model: Annotated[str, typer.Option("--model", help=N_("Product model."))] = "",
    specification: Annotated[str, typer.Option("--specification", help=N_("Specification."))] = "",
    serial: Annotated[str, typer.Option("--serial", help=N_("Serial number."))] = "",
    bought: Annotated[str, typer.Option("--bought", metavar="DAY", help=N_("Day of purchase or time in use."))] = "",
    symptom: Annotated[str, typer.Option("--symptom", help=N_("Symptom."))] = "",
    occurred: Annotated[str, typer.Option("--occurred", help=N_("When it occurred."))] = "",
    wishes: Annotated[str, typer.Option("--wishes", help=N_("What the customer wishes."))] = "",
    asked_for: Annotated[
        str, typer.Option("--asked-for", metavar="TIME", help=N_("The visit time the customer asked for."))
    ] = "",
    urgency: Annotated[
        str, typer.Option("--urgency", metavar="|".join(actions.CHOICES["urgency"]), help=N_("How urgent it is."))
    ] = "",
    urgency_reason: Annotated[str, typer.Option("--urgency-reason", help=N_("Why it is urgent."))] = "",
    mode: Annotated[
        str,
        typer.Option(
            "--mode", metavar="|".join(actions.CHOICES["mode"]), help=N_("Service mode; else as the warranty has it.")
        ),
    ] = "",
    zone: Annotated[
        str,
        typer.Option(
            "--zone", metavar="|".join(actions.CHOICES["zone"]), help=N_("Inside the service area, near it, or far.")
        ),
    ] = "",
    distance: Annotated[str, typer.Option("--distance", metavar="KM", help=N_("Distance from the office."))] = "",
    contract: Annotated[str, typer.Option("--contract", help=N_("The contract, such as 24x7."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take a request down, completely, while the customer is on the line. What nobody knows: unknown: REASON."""
    desk: Desk = ctx.obj
    options = {
        "unit": unit, "address": address, "phone": phone, "contact": contact, "mobile": mobile, "model": model,
        "specification": specification, "serial": serial, "bought": bought, "symptom": symptom,
        "occurred": occurred, "wishes": wishes, "kind": kind, "channel": channel, "urgency": urgency,
        "urgency_reason": urgency_reason, "mode": mode, "zone": zone, "distance": distance, "contract": contract,
        "office": office, "asked_for": asked_for,
    }  # fmt: skip
    ledger = desk.ledger()
    typist = desk.typist(at or None, again, allow)
    told: dict[str, str] = _from_file(from_, set(options))
    told |= {name: value for name, value in options.items() if value}
    if from_ != "-" and desk.at_terminal:  # elsewhere the action names all that is missing at once
        asked = {name: (question, told.get(name)) for name, question in actions.FIELDS.items()}
        told |= desk.need(**asked)
    person = ledger.person(typist.by)
    request = actions.Request(
        office=(told.get("office") or person.office or ledger.settings.default_office).upper(),
        told={name: told.get(name, "") for name in actions.FIELDS},
        kind=told.get("kind") or "repair",
        channel=told.get("channel") or "phone",
        urgency=told.get("urgency") or "normal",
        urgency_reason=told.get("urgency_reason", ""),
        mode=told.get("mode", ""),
        zone=told.get("zone", ""),
        distance_km=whole("--distance", told.get("distance", "")),
        contract=told.get("contract", ""),
        asked_for=desk.moment(told["asked_for"]) if told.get("asked_for") else None,
    )
    # The reason of the verdict stays in the record, so it is said in the ledger's language.
    words = Words(ledger.settings.language, ledger.settings.labels)
    done = actions.take_down(ledger, request, typist, words.show)
    tell(desk, done)
    if not desk.json and not done.repeated:
        _promises(desk, done)


def _promises(desk: Desk, done: Any) -> None:
    from svc.render.tickets import promise_line

    warranty = done.ticket.equipment.warranty
    desk.out(f"{desk.words.label('verdict', warranty.verdict)}: {desk.words.show(warranty.reason)}")
    for held in done.promises:
        if held.is_open:
            desk.out(promise_line(held, desk.words, desk.now))


def _from_file(name: str, known: set[str]) -> dict[str, str]:
    """The fields of a request in a YAML file. Raises CannotReadFile, RecordBroken, UnknownFields."""
    if not name:
        return {}
    from svc.model import reading

    try:
        if name == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as file:
                data = file.read()
    except OSError as failed:
        raise CannotReadFile(path=name, reason=failed.strerror or str(failed)) from None
    told = reading.read(data, name)
    strange = [key for key, value in told.items() if key not in known or isinstance(value, (dict, list))]
    if strange:
        raise UnknownFields(path=name, fields=strange, known=sorted(known))
    return {key: str(value) for key, value in told.items()}
